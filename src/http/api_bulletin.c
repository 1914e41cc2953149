#include "http/api_bulletin.h"

#include "base/days.h"
#include "domain/bulletin.h"
#include "http/list.h"

static const char *const KINDS[] = {"weekly", "monthly", NULL};
static const char *const ALIGNS[] = {"centre", "left", "number", NULL};

static const struct json_field BULLETIN_ROW_OUT[] = {
    JSON_STR(struct bulletin_row, id, JSON_REQUIRED, 26),
    JSON_STR(struct bulletin_row, kind, JSON_REQUIRED, 10),
    JSON_STR(struct bulletin_row, from_day, JSON_REQUIRED, 10),
    JSON_STR(struct bulletin_row, until_day, JSON_REQUIRED, 10),
    JSON_STR(struct bulletin_row, number, JSON_OPTIONAL, 20),
    JSON_STR(struct bulletin_row, state, JSON_REQUIRED, 10),
    JSON_INT(struct bulletin_row, made_ms, JSON_REQUIRED, 0, INT64_MAX),
    JSON_INT_OPT(struct bulletin_row, published_ms, JSON_OPTIONAL, 0, INT64_MAX),
    JSON_INT(struct bulletin_row, version, JSON_REQUIRED, 1, INT64_MAX),
};

static const struct json_field BULLETIN_PAGE_OUT[] = {
    JSON_OBJS(struct bulletin_page, items, JSON_REQUIRED, BULLETIN_ROW_OUT,
              struct bulletin_row, LIST_MAX),
    JSON_STR(struct bulletin_page, next, JSON_OPTIONAL, 60),
};

/* Contents as document/bulletin.h has them. */
static const struct json_field BULLETIN_COLUMN_OUT[] = {
    JSON_STR(struct cert_column, label, JSON_REQUIRED, 60),
    JSON_ENUM(struct cert_column, align, JSON_REQUIRED, ALIGNS),
    JSON_INT(struct cert_column, weight, JSON_REQUIRED, 1, 100),
};
static const struct json_field BULLETIN_LINE_OUT[] = {
    JSON_STRS(struct cert_row, cells, JSON_REQUIRED, CERT_COLUMNS_MAX, BULLETIN_TEXT_MAX),
};
static const struct json_field BULLETIN_SECTION_OUT[] = {
    JSON_STR(struct bulletin_section, title, JSON_REQUIRED, 60),
    JSON_STRS(struct bulletin_section, paragraphs, JSON_REQUIRED, 60, BULLETIN_TEXT_MAX),
    JSON_OBJS(struct bulletin_section, columns, JSON_REQUIRED, BULLETIN_COLUMN_OUT,
              struct cert_column, CERT_COLUMNS_MAX),
    JSON_OBJS(struct bulletin_section, rows, JSON_REQUIRED, BULLETIN_LINE_OUT,
              struct cert_row, BULLETIN_ROWS_MAX),
    JSON_STR(struct bulletin_section, note, JSON_OPTIONAL, 300),
};
static const struct json_field BULLETIN_CONTENT_OUT[] = {
    JSON_STR(struct bulletin_content, masthead, JSON_REQUIRED, 40),
    JSON_STR(struct bulletin_content, issue, JSON_REQUIRED, 40),
    JSON_STR(struct bulletin_content, org, JSON_REQUIRED, 100),
    JSON_STR(struct bulletin_content, day, JSON_REQUIRED, 40),
    JSON_STR(struct bulletin_content, period, JSON_REQUIRED, 80),
    JSON_STR(struct bulletin_content, mark, JSON_OPTIONAL, 40),
    JSON_OBJS(struct bulletin_content, sections, JSON_REQUIRED, BULLETIN_SECTION_OUT,
              struct bulletin_section, BULLETIN_SECTIONS_MAX),
};

static const struct json_field BULLETIN_CASE[] = {
    JSON_ID(struct bulletin_case, demand_id, JSON_REQUIRED),
    JSON_STR(struct bulletin_case, text, JSON_REQUIRED, BULLETIN_NOTE_MAX),
};

static const struct json_field BULLETIN_OUT[] = {
    JSON_OBJ(struct bulletin_detail, row, JSON_REQUIRED, BULLETIN_ROW_OUT,
             struct bulletin_row),
    JSON_OBJS(struct bulletin_detail, cases, JSON_REQUIRED, BULLETIN_CASE,
              struct bulletin_case, BULLETIN_CASES_MAX),
    JSON_STR(struct bulletin_detail, next_steps, JSON_REQUIRED, BULLETIN_NOTE_MAX),
    JSON_OBJ(struct bulletin_detail, content, JSON_REQUIRED, BULLETIN_CONTENT_OUT,
             struct bulletin_content),
    JSON_STR(struct bulletin_detail, content_hash, JSON_OPTIONAL, 64),
};

struct list_query {
    const char *after;
    int64_t limit;
};

static const struct json_field BULLETIN_QUERY[] = {
    JSON_STR(struct list_query, after, JSON_OPTIONAL, 60),
    JSON_INT(struct list_query, limit, JSON_OPTIONAL, 1, LIST_MAX),
};

static qh_status api_list(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct bulletin_page out = {0};
    struct list_query q = {0};
    qh_status rc = req_query(rq, BULLETIN_QUERY, LEN(BULLETIN_QUERY), &q, &c->err);

    if (!rc)
        rc = bulletin_list(c, q.after, list_limit(q.limit), &out);
    if (rc)
        return rc;
    return res_json(c, rs, 200, BULLETIN_PAGE_OUT, LEN(BULLETIN_PAGE_OUT), &out);
}

static qh_status show(struct ctx *c, struct res *rs, int status, const char *id)
{
    struct bulletin_detail out = {0};
    const qh_status rc = bulletin_find(c, id, &out);

    if (rc)
        return rc;
    return res_json(c, rs, status, BULLETIN_OUT, LEN(BULLETIN_OUT), &out);
}

static qh_status api_find(struct ctx *c, const struct req *rq, struct res *rs)
{
    return show(c, rs, 200, req_param(rq, "id"));
}

struct make_in {
    int kind;
    const char *day;
};

static const struct json_field BULLETIN_MAKE_IN[] = {
    JSON_ENUM(struct make_in, kind, JSON_REQUIRED, KINDS),
    JSON_DATE(struct make_in, day, JSON_REQUIRED),
};

static qh_status api_make(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct make_in in = {0};
    const char *id = NULL;
    qh_status rc = req_json(rq, BULLETIN_MAKE_IN, LEN(BULLETIN_MAKE_IN), &in, &c->err);

    if (!rc)
        rc = bulletin_make(c, KINDS[in.kind], in.day, &id);
    return rc ? rc : show(c, rs, 201, id);
}

static const struct json_field BULLETIN_EDIT_IN[] = {
    JSON_INT(struct bulletin_edit, version, JSON_REQUIRED, 1, INT64_MAX),
    JSON_OBJS(struct bulletin_edit, cases, JSON_REQUIRED, BULLETIN_CASE,
              struct bulletin_case, BULLETIN_CASES_MAX),
    {JSON_ROW(struct bulletin_edit, next_steps, JSON_T_STR, JSON_REQUIRED, 0,
              BULLETIN_NOTE_MAX),
     NULL, NULL, 0, 0, NULL},
};

static qh_status api_edit(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct bulletin_edit in = {0};
    qh_status rc = req_json(rq, BULLETIN_EDIT_IN, LEN(BULLETIN_EDIT_IN), &in, &c->err);

    if (!rc)
        rc = bulletin_edit(c, req_param(rq, "id"), &in);
    return rc ? rc : show(c, rs, 200, req_param(rq, "id"));
}

struct publish_in {
    int64_t version;
};

static const struct json_field BULLETIN_PUBLISH_IN[] = {
    JSON_INT(struct publish_in, version, JSON_REQUIRED, 1, INT64_MAX),
};

struct publish_run {
    struct publish_in in;
    const char *id;
    struct bulletin_content content;
    struct res *rs;
};

static qh_status prepare(struct ctx *c, void *arg)
{
    struct publish_run *run = arg;

    return bulletin_prepare(c, run->id, &run->content);
}

static qh_status publish(struct ctx *c, void *arg)
{
    struct publish_run *run = arg;
    const qh_status rc = bulletin_publish(c, run->id, run->in.version, &run->content);

    return rc ? rc : show(c, run->rs, 200, run->id);
}

static qh_status api_publish(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct publish_run run = {.id = req_param(rq, "id"), .rs = rs};
    qh_status rc = req_input(rq, &run.in, &c->err);

    if (!rc)
        rc = api_read(c, prepare, &run);
    return rc ? rc : api_write(c, rq, rs, publish, &run);
}

/* ---- the PDF: read, then set without a transaction ---- */

struct pdf_run {
    const char *id;
    struct bulletin_detail b;
};

static qh_status read_one(struct ctx *c, void *arg)
{
    struct pdf_run *run = arg;

    return bulletin_find(c, run->id, &run->b);
}

static qh_status api_pdf(struct ctx *c, const struct req *rq, struct res *rs)
{
    struct pdf_run run = {.id = req_param(rq, "id")};
    struct text bytes = {0};
    qh_status rc = api_read(c, read_one, &run);

    if (!rc)
        rc = bulletin_render(c, &run.b, &bytes);
    if (!rc)
        rc = res_bytes(rs, "application/pdf", bytes,
                       str_format(c->arena, "%s %s.pdf", run.b.content.masthead,
                                  run.b.content.issue));
    rs->is_inline = true;
    return rc;
}

/* clang-format off */
const struct endpoint API_BULLETIN[] = {
    EP("GET",  "/api/bulletins",              RIGHT_BULLETIN_READ,  TX_READ,  api_list,
       "bulletin_list", EP_QUERY(BULLETIN_QUERY), EP_OUT(BULLETIN_PAGE_OUT)),
    EP("POST", "/api/bulletins",              RIGHT_BULLETIN_WRITE, TX_WRITE, api_make,
       "bulletin_make", .status = 201, EP_IN(BULLETIN_MAKE_IN), EP_OUT(BULLETIN_OUT)),
    EP("GET",  "/api/bulletins/{id}",         RIGHT_BULLETIN_READ,  TX_READ,  api_find,
       "bulletin_find", EP_OUT(BULLETIN_OUT)),
    EP("POST", "/api/bulletins/{id}/edit",    RIGHT_BULLETIN_WRITE, TX_WRITE, api_edit,
       "bulletin_edit", EP_IN(BULLETIN_EDIT_IN), EP_OUT(BULLETIN_OUT)),
    EP("POST", "/api/bulletins/{id}/publish", RIGHT_BULLETIN_WRITE, TX_SELF, api_publish,
       "bulletin_publish", EP_IN(BULLETIN_PUBLISH_IN), EP_OUT(BULLETIN_OUT)),
    EP("GET",  "/api/bulletins/{id}/pdf",     RIGHT_BULLETIN_READ,  TX_SELF,  api_pdf,
       "bulletin_pdf", EP_RAW_OUT),
};
/* clang-format on */
const size_t API_BULLETIN_LEN = LEN(API_BULLETIN);
