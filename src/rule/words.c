#include "rule/words.h"

/* clang-format off */
static const char *const CONCLUSIONS[] = {
    [CONCLUSION_INCOMPLETE] = "未完成",
    [CONCLUSION_PASS]       = "合格",
    [CONCLUSION_FAIL]       = "不合格",
    [CONCLUSION_CALIBRATED] = "校准结果 (no verdict)",
    [CONCLUSION_MEETS]      = "符合",
    [CONCLUSION_MISSES]     = "不符合",
};

static const char *const PAPERS[] = {
    [PAPER_NONE]        = NULL,
    [PAPER_CERTIFICATE] = "检定证书",
    [PAPER_NOTICE]      = "检定结果通知书",
    [PAPER_CALIBRATION] = "校准证书",
    [PAPER_INSPECTION]  = "使用中检查记录",
};

static const struct {
    const char *word;
    enum service service;
} SERVICES[] = {
    {"verification",             SERVICE_VERIFICATION},
    {"initial",                  SERVICE_VERIFICATION},
    {"initial_verification",     SERVICE_VERIFICATION},
    {"subsequent",               SERVICE_VERIFICATION},
    {"subsequent_verification",  SERVICE_VERIFICATION},
    {"periodic",                 SERVICE_VERIFICATION},
    {"after_repair",             SERVICE_VERIFICATION},
    {"within_period",            SERVICE_VERIFICATION},
    {"检定",                     SERVICE_VERIFICATION},
    {"首次检定",                 SERVICE_VERIFICATION},
    {"后续检定",                 SERVICE_VERIFICATION},
    {"周期检定",                 SERVICE_VERIFICATION},
    {"修理后检定",               SERVICE_VERIFICATION},
    {"calibration",              SERVICE_CALIBRATION},
    {"校准",                     SERVICE_CALIBRATION},
    {"in_service",               SERVICE_IN_SERVICE},
    {"in_service_inspection",    SERVICE_IN_SERVICE},
    {"in-service",               SERVICE_IN_SERVICE},
    {"使用中检查",               SERVICE_IN_SERVICE},
};
/* clang-format on */

const char *word_conclusion(enum conclusion c)
{
    return CONCLUSIONS[c];
}

const char *word_paper(enum paper p)
{
    return PAPERS[p];
}

enum service service_find(struct text word)
{
    for (size_t i = 0; i < LEN(SERVICES); i++)
        if (text_is(word, SERVICES[i].word))
            return SERVICES[i].service;
    return SERVICE_UNKNOWN;
}

/* clang-format off */
static const struct word_title TITLES[] = {
    {"conditions", "环境条件", "conditions"},
    {"inputs",     "测量参数", "quantities measured"},
    {"blank",      "空白",     "blank"},
    {"hours",      "历时",     "duration"},
    {NULL,         "",         ""},
};
/* clang-format on */

const struct word_title *word_title(const char *id)
{
    const struct word_title *t = TITLES;

    while (t->id && !str_equal(t->id, id))
        t++;
    return t;
}
