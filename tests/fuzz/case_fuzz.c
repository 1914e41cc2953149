/* case_fuzz.c - one case for a regulation that has every kind of test and limit.
 *
 * The input is the case.  It is judged, written, traced and shown as a page: every
 * failure names a key and a place, what is written is JSON again, and a case with needed
 * readings missing is never concluded. */
#include "target.h"

#include "rule/evaluate_trace.h"
#include "rule/regulation.h"
#include "rule/trace_page.h"

#include <stdlib.h>

/* clang-format off */
static const char REGULATION[] =
    "{\"schema\":\"metro-vector/1\",\"regulation\":{\"code\":\"F\","
    "\"kind\":\"verification\",\"grades\":[\"A\",\"B\",\"C\"]},"
    "\"verdict\":{\"mode\":\"best\"},\"tables\":{\"tab\":{\"0\":\"1\",\"10\":\"2\","
    "\"20\":\"4\"}},\"vars\":{\"fs\":\"10\"},\"tests\":[{\"id\":\"c\","
    "\"kind\":\"checklist\",\"required\":true},{\"id\":\"p\","
    "\"kind\":\"point_error\",\"transform\":\"x*interp(tab, t)\",\"form\":\"rel\","
    "\"agg\":\"each\",\"round\":{\"to\":\"0.1\"},\"limit\":{\"by\":\"p\","
    "\"abs_key\":true,\"steps\":[{\"lt\":\"0.5*fs\",\"limit\":{\"abs\":\"0.1\"}},"
    "{\"le_key\":\"fs\",\"limit\":{\"any\":[{\"abs\":\"0.2\"},{\"le\":\"1\","
    "\"of\":\"rel\"}]}},{\"else\":true,\"limit\":{\"by\":\"grade\","
    "\"map\":{\"A\":{\"between\":[\"-1\",\"fs/10\"]},\"B\":{\"never\":true},"
    "\"C\":null}}}]}},{\"id\":\"q\",\"kind\":\"point_error\",\"agg\":\"median\","
    "\"form\":\"fid\",\"ref\":\"p^0.5\",\"compare\":\"rounded\","
    "\"round\":{\"to\":\"0.5\",\"mode\":\"up\"},"
    "\"limit\":{\"all\":[{\"abs\":\"v\"},{\"ge\":\"-2\",\"of\":\"absdev\"}]}},"
    "{\"id\":\"s\",\"kind\":\"stat\",\"inner\":\"sd\",\"norm\":\"fs\","
    "\"limit\":{\"le\":\"mean(l)\"}},{\"id\":\"u\",\"kind\":\"stat\","
    "\"inner\":\"rel_range\",\"outer\":\"max\",\"limit\":{\"le\":\"3\"}},"
    "{\"id\":\"d\",\"kind\":\"paired\",\"form\":\"fid\",\"limit\":{\"by\":\"p\","
    "\"abs_key\":true,\"steps\":[{\"lt\":\"0.5*fs\",\"limit\":{\"abs\":\"0.1\"}},"
    "{\"le_key\":\"fs\",\"limit\":{\"any\":[{\"abs\":\"0.2\"},{\"le\":\"1\","
    "\"of\":\"rel\"}]}},{\"else\":true,\"limit\":{\"by\":\"grade\","
    "\"map\":{\"A\":{\"between\":[\"-1\",\"fs/10\"]},\"B\":{\"never\":true},"
    "\"C\":null}}}]}},{\"id\":\"t\",\"kind\":\"series\","
    "\"outputs\":[{\"name\":\"drift_max\",\"limit\":{\"le\":\"5\"}},"
    "{\"name\":\"slope\",\"limit\":{\"le\":\"5\"}},{\"name\":\"noise_pp\","
    "\"window\":\"2\",\"norm\":\"fs\"},{\"name\":\"rsd\","
    "\"limit\":{\"le\":\"5\"}}]},{\"id\":\"f\",\"kind\":\"field\","
    "\"outputs\":[{\"name\":\"dev_up\",\"limit\":{\"le\":\"5\"}},"
    "{\"name\":\"uniformity_mean_range\",\"limit\":{\"le\":\"5\"}},"
    "{\"name\":\"fluctuation_max_half_range\",\"limit\":{\"le\":\"5\"}},"
    "{\"name\":\"stability_down\",\"limit\":{\"le\":\"5\"}},"
    "{\"name\":\"indication_dev\",\"limit\":{\"le\":\"5\"}}]},{\"id\":\"r\","
    "\"kind\":\"regression\",\"outputs\":[{\"name\":\"r\","
    "\"limit\":{\"le\":\"5\"}},{\"name\":\"linearity\",\"level\":-1},"
    "{\"name\":\"lod\",\"scale\":\"a + b\"}]},{\"id\":\"o\",\"kind\":\"formula\","
    "\"outputs\":[{\"name\":\"y\",\"expr\":\"sqrt(v)/w\"},{\"name\":\"z\","
    "\"expr\":\"y^2 + max(l)\",\"limit\":{\"between\":[\"0\",\"v\"]}}]},"
    "{\"id\":\"b\",\"kind\":\"budget\"},{\"id\":\"n\",\"kind\":\"rounding\"},"
    "{\"id\":\"e\",\"kind\":\"validity\"}]}";
/* clang-format on */

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void trace(struct arena *a, const struct evaluation *e, const struct json *c)
{
    static const struct json NO_WORDS = {.kind = JSON_OBJECT};
    struct qh_error err = {.status = QH_OK};
    struct json *back = NULL;
    struct json_writer w;
    struct buf page;
    struct buf b;

    buf_init(&b, a);
    json_begin(&w, &b);
    if (evaluation_trace_to_json(e, c, a, &w, &err)) {
        require(err.status == QH_LIMIT);
        return;
    }
    require(!json_parse(a, buf_text(&b), &back, &err));
    buf_init(&page, a);
    trace_page(back, &NO_WORDS, &page);
    require(page.len > 0);
}

static void evaluate(struct arena *a, const struct regulation *r, const struct json *c)
{
    struct qh_error err = {.status = QH_OK};
    struct evaluation *e = NULL;
    struct json *back = NULL;
    struct json_writer w;
    struct buf b;

    if (evaluate_case(a, r, c, &e, &err)) {
        require(err.key[0] && err.field[0] && err.detail[0]);
        return;
    }
    require(!e->missing_n || e->conclusion == CONCLUSION_INCOMPLETE);
    buf_init(&b, a);
    json_begin(&w, &b);
    evaluation_to_json(e, a, &w);
    require(!json_parse(a, buf_text(&b), &back, &err));
    trace(a, e, c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text file = {(const char *)data, size};
    struct qh_error err = {.status = QH_OK};
    struct regulation *r = NULL;
    struct json *c = NULL;
    struct arena a;

    arena_init(&a, 0);
    require(!regulation_load_text(&a, text_of(REGULATION), &r, &err));
    if (!json_parse(&a, file, &c, &err))
        evaluate(&a, r, c);
    arena_done(&a);
    return 0;
}
