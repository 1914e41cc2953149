/* certificate_words.c - the words of each kind of paper, and its days. */
#include "document/certificate_pages.h"

#include <string.h>

static const struct kind_words KIND_WORDS[] = {
    [CERTIFICATE_VERIFICATION] = {WORD_TITLE_VERIFICATION, WORD_NUMBER, WORD_BASIS,
                                  WORD_CONCLUSION, WORD_CHECKER, WORD_OFFICER,
                                  WORD_TESTED, WORD_SEAL, WORD_RESULTS},
    [CERTIFICATE_NOTICE] = {WORD_TITLE_NOTICE, WORD_NUMBER_NOTICE, WORD_BASIS,
                            WORD_CONCLUSION, WORD_CHECKER, WORD_OFFICER, WORD_TESTED,
                            WORD_SEAL, WORD_RESULTS},
    [CERTIFICATE_CALIBRATION] = {WORD_TITLE_CALIBRATION, WORD_NUMBER,
                                 WORD_BASIS_CALIBRATION, WORD_CONCLUSION_CALIBRATION,
                                 WORD_CHECKER_CALIBRATION, WORD_OFFICER_CALIBRATION,
                                 WORD_TESTED_CALIBRATION, WORD_SEAL_CALIBRATION,
                                 WORD_RESULTS_CALIBRATION},
    [CERTIFICATE_INSPECTION] = {WORD_TITLE_INSPECTION, WORD_NUMBER_INSPECTION,
                                WORD_BASIS_INSPECTION, WORD_CONCLUSION_INSPECTION,
                                WORD_CHECKER, WORD_OFFICER_INSPECTION,
                                WORD_TESTED_INSPECTION, WORD_SEAL_INSPECTION,
                                WORD_RESULTS_INSPECTION},
};

const struct kind_words *sheet_words(const struct sheet *s)
{
    return &KIND_WORDS[s->content->kind];
}

const char *sheet_day(const struct sheet *s, const char *day)
{
    const char *args[7] = {"y", NULL, "m", NULL, "d", NULL, NULL};
    char y[5] = "", m[3] = "", d[3] = "";

    if (strlen(day) != 10 || day[4] != '-' || day[7] != '-')
        return day;
    memcpy(y, day, 4);
    memcpy(m, day + 5, 2);
    memcpy(d, day + 8, 2);
    args[1] = y;
    args[3] = m;
    args[5] = d;
    return layout_words_fill(s->flow.arena, s->flow.words->word[WORD_DAY].zh, args);
}
