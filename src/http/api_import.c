#include "http/api_import.h"

#include "domain/import.h"
#include "http/call.h"
#include "http/progress_shared.h"
#include "http/titles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_PATH = 32, TICKET_MAX = 40 };

static const char *const FORMATS[] = {"xlsx", "csv", NULL};

struct import_query {
    int64_t dry;
    int64_t partial;
    int64_t again;
    const char *ticket;
};

static const struct json_field IMPORT_QUERY[] = {
    JSON_INT(struct import_query, dry, JSON_OPTIONAL, 0, 1),
    JSON_INT(struct import_query, partial, JSON_OPTIONAL, 0, 1),
    JSON_INT(struct import_query, again, JSON_OPTIONAL, 0, 1),
    JSON_STR(struct import_query, ticket, JSON_OPTIONAL, TICKET_MAX),
};

/* A fault with its wording. */
struct fault_out {
    int64_t line;
    const char *key;
    const char *field;
    const char *label;
    const char *title;
};

struct import_out {
    bool dry;
    int64_t rows;
    int64_t good;
    int64_t bad;
    int64_t taken;
    struct json_list faults;
};

static const struct json_field IMPORT_FAULT_OUT[] = {
    JSON_INT(struct fault_out, line, JSON_REQUIRED, 1, INT64_MAX),
    JSON_STR(struct fault_out, key, JSON_REQUIRED, 60),
    JSON_STR(struct fault_out, field, JSON_REQUIRED, 60),
    JSON_STR(struct fault_out, label, JSON_REQUIRED, 16384),
    JSON_STR(struct fault_out, title, JSON_REQUIRED, 300),
};

static const struct json_field IMPORT_OUT[] = {
    JSON_BOOL(struct import_out, dry, JSON_REQUIRED),
    JSON_INT(struct import_out, rows, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct import_out, good, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct import_out, bad, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct import_out, taken, JSON_REQUIRED, 0, INT64_MAX),
    JSON_OBJS(struct import_out, faults, JSON_REQUIRED, IMPORT_FAULT_OUT,
              struct fault_out, IMPORT_REPORT_MAX),
};

struct import_run {
    struct import *file;
    struct import_report report;
};

static qh_status try_lines(struct ctx *c, void *arg)
{
    struct import_run *run = arg;

    return import_try(c, run->file, &run->report);
}

static qh_status reply(struct ctx *c, const struct req *rq, struct res *rs, bool dry,
                       const struct import_report *r)
{
    const struct import_fault *from = r->faults.p;
    struct fault_out *faults = ARENA_ARRAY(c->arena, r->faults.n, struct fault_out);
    const struct import_out out = {dry,    r->rows,  r->good,
                                   r->bad, r->taken, {.p = faults, .n = r->faults.n}};

    for (size_t i = 0; i < r->faults.n; i++) {
        const char *title = titles_of(call_of(c)->env->titles, rq->lang, from[i].key);

        faults[i] = (struct fault_out){from[i].line, from[i].key, from[i].field,
                                       from[i].label, title ? title : from[i].key};
    }
    return res_json(c, rs, 200, IMPORT_OUT, LEN(IMPORT_OUT), &out);
}

struct take_run {
    struct import_run *run;
    const struct req *rq;
    struct res *rs;
};

static qh_status take_lines(struct ctx *c, void *arg)
{
    struct take_run *t = arg;
    const qh_status rc = import_take(c, t->run->file, &t->run->report);

    return rc ? rc : reply(c, t->rq, t->rs, false, &t->run->report);
}

/* ---- how far it is ---- */

/* What a person calls the import under way: nobody else's ticket is ever found. */
struct watched {
    struct progress_board *board;
    const char *name; /* "": not watched */
};

static struct watched watched_by(struct ctx *c, const char *ticket)
{
    return (struct watched){call_of(c)->env->progress,
                            ticket && *ticket ? str_format(c->arena, "%s/%s/%s", c->org,
                                                           c->actor.person, ticket)
                                              : ""};
}

static bool go_on(void *arg, int64_t done, int64_t of)
{
    const struct watched *w = arg;

    return progress_step(w->board, w->name, (struct progress){done, of});
}

struct run_out {
    int64_t done;
    int64_t of;
};

static const struct json_field IMPORT_RUN_OUT[] = {
    JSON_INT(struct run_out, done, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT(struct run_out, of, JSON_REQUIRED, 0, INT64_MAX),
};

/* ---- where another process has it ---- */

struct elsewhere {
    const char *name;
    struct progress at;
    struct res *rs; /* of who cancels */
};

static qh_status read_elsewhere(struct ctx *c, void *arg)
{
    struct elsewhere *e = arg;

    return progress_shared_read(c, e->name, &e->at);
}

static qh_status cancel_elsewhere(struct ctx *c, void *arg)
{
    const struct elsewhere *e = arg;
    const qh_status rc = progress_shared_cancel(c, e->name);

    return rc ? rc : res_empty(e->rs, 204);
}

static qh_status no_run(struct ctx *c, qh_status rc)
{
    if (rc != QH_NOT_FOUND)
        return rc;
    return qh_fail(&c->err, QH_NOT_FOUND, "import.no_run", "ticket", "on no board");
}

static qh_status api_run(struct ctx *c, const struct req *rq, struct res *rs)
{
    const struct watched w = watched_by(c, req_param(rq, "ticket"));
    struct elsewhere e = {.name = w.name};
    qh_status rc = QH_OK;

    if (!progress_read(w.board, w.name, &e.at))
        rc = api_read(c, read_elsewhere, &e);
    if (rc)
        return no_run(c, rc);
    return res_json(c, rs, 200, IMPORT_RUN_OUT, LEN(IMPORT_RUN_OUT),
                    &(struct run_out){e.at.done, e.at.of});
}

/* Nothing is written unless another process has it: on SQLite a write would wait for the
 * import that it wants to stop. */
static qh_status api_cancel(struct ctx *c, const struct req *rq, struct res *rs)
{
    const struct watched w = watched_by(c, req_param(rq, "ticket"));
    struct elsewhere e = {.name = w.name, .rs = rs};
    qh_status rc;

    if (progress_cancel(w.board, w.name))
        return res_empty(rs, 204);
    rc = api_read(c, read_elsewhere, &e);
    if (!rc)
        rc = api_write(c, rq, rs, cancel_elsewhere, &e);
    return rc ? no_run(c, rc) : QH_OK;
}

/* ---- the import ---- */

static qh_status run_import(struct ctx *c, const struct req *rq, struct res *rs,
                            const struct import_order *order, bool again)
{
    struct import_run run = {0};
    qh_status rc = import_open(c, order, &run.file);

    if (rc)
        return rc;
    rc = api_write(c, rq, rs, try_lines, &run);
    if (strcmp(c->err.key, "import.tried") != 0)
        return rc;
    c->err = (struct qh_error){0};
    if (again)
        return res_bytes(rs, "text/csv", run.report.again,
                         str_format(c->arena, "%s-again.csv", order->kind));
    if (order->dry || (run.report.bad > 0 && !order->partial))
        return reply(c, rq, rs, true, &run.report);
    return api_write(c, rq, rs, take_lines, &(struct take_run){&run, rq, rs});
}

static qh_status api_import(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct import_query q = {0};
    struct watched w;
    struct import_order order = {.kind = req_param(rq, "kind"), .file = rq->body};
    qh_status rc = req_query(rq, IMPORT_QUERY, LEN(IMPORT_QUERY), &q, &c->err);

    if (rc)
        return rc;
    w = watched_by(c, q.ticket);
    order.dry = q.dry != 0;
    order.partial = q.partial != 0;
    order.go_on = go_on;
    order.arg = &w;
    progress_begin(w.board, w.name);
    rc = run_import(c, rq, rs, &order, q.again != 0);
    progress_end(w.board, w.name);
    return rc;
}

struct template_query {
    int format;
};

static const struct json_field TEMPLATE_QUERY[] = {
    JSON_ENUM(struct template_query, format, JSON_REQUIRED, FORMATS),
};

static qh_status api_template(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct template_query q = {0};
    const char *name = NULL;
    char path[FILE_PATH] = "/tmp/qh-import-XXXXXX";
    enum sheet_format format;
    int fd;
    qh_status rc = req_query(rq, TEMPLATE_QUERY, LEN(TEMPLATE_QUERY), &q, &c->err);

    if (rc)
        return rc;
    format = q.format == 0 ? SHEET_XLSX : SHEET_CSV_BOM;
    fd = mkstemp(path);
    if (fd < 0)
        return qh_fail(&c->err, QH_IO, "http.file", "", "%s", path);
    (void)close(fd);
    rc = import_template(c, req_param(rq, "kind"), rq->lang, format, path, &name);
    if (!rc)
        return res_file(rs, sheet_media_type(format), path, name, &c->err);
    (void)unlink(path);
    return rc;
}

/* clang-format off */
const struct endpoint API_IMPORT[] = {
    EP("POST", "/api/imports/{kind}",          RIGHT_IMPORT, TX_SELF, api_import,
       "import_file", .flags = EP_UPLOAD | EP_LIMITED, EP_QUERY(IMPORT_QUERY), EP_OUT(IMPORT_OUT)),
    EP("GET",  "/api/import-runs/{ticket}",    RIGHT_IMPORT, TX_NONE, api_run,
       "import_run", EP_OUT(IMPORT_RUN_OUT)),
    EP("POST", "/api/import-runs/{ticket}/cancel", RIGHT_IMPORT, TX_NONE, api_cancel,
       "import_cancel", .status = 204),
    EP("GET",  "/api/imports/{kind}/template", RIGHT_IMPORT, TX_NONE, api_template,
       "import_template", .flags = EP_RAW_OUT | EP_LIMITED, EP_QUERY(TEMPLATE_QUERY)),
};
/* clang-format on */
const size_t API_IMPORT_LEN = LEN(API_IMPORT);
