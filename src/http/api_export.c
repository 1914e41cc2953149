#include "http/api_export.h"

#include "domain/ledger_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { FILE_PATH = 32 };

static const char *const FORMATS[] = {"xlsx", "csv", NULL};

struct export_query {
    int format;
    int64_t bom;
    const char *columns;
    struct ledger_filter filter;
};

/* clang-format off */
static const struct json_field EXPORT_QUERY[] = {
    JSON_ENUM(struct export_query, format, JSON_REQUIRED, FORMATS),
    JSON_INT(struct export_query, bom, JSON_OPTIONAL, 0, 1),
    JSON_STR(struct export_query, columns, JSON_OPTIONAL, 300),
#define F(name, chars) {#name, offsetof(struct export_query, filter.name), JSON_T_STR, JSON_OPTIONAL, 0, chars, NULL, NULL, 0, 0, NULL}
#define D(name) {#name, offsetof(struct export_query, filter.name), JSON_T_DATE, JSON_OPTIONAL, 0, 0, NULL, NULL, 0, 0, NULL}
    F(state, 20), F(office_id, 26), F(enterprise_id, 26), F(q, 100), F(due, 10), F(mine, 1), F(work, 1), F(sort, 10),
    F(kind, 20), F(division, 20), D(from), D(until), F(officer_id, 26), F(handler_id, 26), F(item, 20), F(route, 10), F(source, 10), F(light, 10), F(ground, 10),
    F(number, 40), F(industry, 20), F(size, 10), F(park, 20), F(unpaired, 1), D(due_before), F(booking_id, 26),
    F(metric, 40), F(axis, 10), F(value, 26), F(from_month, 7), F(until_month, 7),
#undef F
#undef D
};
/* clang-format on */

struct export_run {
    struct ledger_order order;
    struct ledger_file file;
    char path[FILE_PATH];
};

static qh_status write_file(struct ctx *c, void *arg)
{
    struct export_run *run = arg;

    return ledger_write(c, &run->order, run->path, &run->file);
}

static qh_status note(struct ctx *c, void *arg)
{
    const struct export_run *run = arg;

    return ledger_note(c, &run->order, &run->file);
}

/* An empty file that only we can read. */
static qh_status make_file(struct ctx *c, char path[FILE_PATH])
{
    int fd;

    (void)snprintf(path, FILE_PATH, "/tmp/qh-export-XXXXXX");
    fd = mkstemp(path);
    if (fd < 0)
        return qh_fail(&c->err, QH_IO, "http.file", "", "%s", path);
    (void)close(fd);
    return QH_OK;
}

static qh_status api_export(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct export_query q = {0};
    struct export_run run = {
        .order = {.ledger = req_param(rq, "ledger"), .lang = rq->lang}};
    qh_status rc = req_query(rq, EXPORT_QUERY, LEN(EXPORT_QUERY), &q, &c->err);

    if (rc)
        return rc;
    run.order.filter = q.filter;
    run.order.columns = q.columns;
    run.order.format = q.format == 0 ? SHEET_XLSX : q.bom ? SHEET_CSV_BOM : SHEET_CSV;
    rc = ledger_may(c, &run.order);
    if (!rc)
        rc = make_file(c, run.path);
    if (rc)
        return rc;
    rc = api_read(c, write_file, &run);
    if (!rc)
        rc = api_write(c, rq, rs, note, &run);
    if (!rc)
        return res_file(rs, run.file.media_type, run.path, run.file.name, &c->err);
    (void)unlink(run.path);
    return rc;
}

/* clang-format off */
const struct endpoint API_EXPORT[] = {
    EP("GET", "/api/exports/{ledger}", RIGHT_SIGNED_IN, TX_SELF, api_export,
       "export_ledger", EP_RAW_OUT | EP_LIMITED, EP_QUERY(EXPORT_QUERY)),
};
/* clang-format on */
const size_t API_EXPORT_LEN = LEN(API_EXPORT);
