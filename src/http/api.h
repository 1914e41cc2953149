/* api.h - the table of addresses, and what a handler gets and gives.
 *
 * A handler reads its input, calls the domain once and replies.  The router has already
 * checked the right and opened the transaction; it commits when the handler answers QH_OK
 * and rolls back otherwise.  A failure becomes an RFC 9457 problem with the key of
 * ctx->err: handlers never write one themselves.
 *
 * Lists answer {"items": [...], "next": text or null}; the query value "after" is the
 * "next" of the page before, "limit" the page's length.
 */
#pragma once

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/ctx.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    BODY_MAX = 1024 * 1024,        /* JSON */
    UPLOAD_MAX = 12 * 1024 * 1024, /* with EP_UPLOAD */
    PARAMS_MAX = 4,
    QUERY_MAX = 32,
    LIMIT_CALLS = 60
};

/* One name and value out of the path or the query, decoded, UTF-8 without NUL. */
struct req_pair {
    const char *name;
    const char *value;
};

struct endpoint;

/* All pointers live as long as the arena of the request; NULL where absent. */
struct req {
    const struct endpoint *endpoint; /* the row that answers; NULL: none */
    struct arena *arena;
    const char *method;
    const char *path; /* decoded, "/api/..." */
    struct req_pair params[PARAMS_MAX];
    size_t n_params;
    struct req_pair query[QUERY_MAX];
    size_t n_query;
    struct text body;
    const char *content_type;
    const char *idempotency_key;
    const char *if_none_match;
    const char *lang;       /* "zh-CN" or "en" */
    const char *address;    /* of the client, for rate limits */
    const char *session;    /* value of the cookie, for http/session.c only */
    const char *csrf;       /* header X-CSRF-Token */
    const char *host;       /* header Host */
    const char *origin;     /* header Origin */
    const char *fetch_site; /* header Sec-Fetch-Site */
};

/* The answer.  Zeroed before the handler runs. */
struct res {
    int status;
    const char *media_type;
    struct text body;
    const char *file_name; /* Content-Disposition: attachment; may hold Chinese */
    bool is_inline;        /* with file_name: shown in the browser, not saved */
    const char *etag;      /* without quotes; a match of If-None-Match becomes 304 */
    const char *location;
    const char *cookie;        /* whole value of Set-Cookie */
    const char *cache_control; /* default "no-store" */
    int retry_after_s;         /* header Retry-After; 0: none */
    bool has_file;             /* the body is the open file `file`, not `body`; */
    int file;                  /* it is closed with the call */
};

/* The path's value for {name}; never NULL for a name in the endpoint's path. */
const char *req_param(const struct req *rq, const char *name);

/* The last word of the address, which names the step: "accept" of ".../{id}/accept". */
const char *req_action(const struct req *rq);

/* The JSON body into the zeroed struct `out` by shape.  Keys: those of json_parse() and
 * json_decode(), "input.no_body", "input.media_type". */
QH_MUST qh_status req_json(const struct req *rq, const struct json_field *shape, size_t n,
                           void *out, struct qh_error *err);
/* The same by the shape that the endpoint declares with EP_IN(). */
QH_MUST qh_status req_input(const struct req *rq, void *out, struct qh_error *err);
/* The query into the zeroed struct `out` by shape (numbers, truth values and choices are
 * read from their text; JSON_T_STRS collects a name that comes several times).  Unknown
 * or repeated names are refused.  Keys as json_decode(). */
QH_MUST qh_status req_query(const struct req *rq, const struct json_field *shape,
                            size_t n, void *out, struct qh_error *err);

/* The struct `out` as JSON by shape; c gives the memory. */
QH_MUST qh_status res_json(struct ctx *c, struct res *rs, int status,
                           const struct json_field *shape, size_t n, const void *out);
/* A JSON text that is known good, for instance a stored trace. */
QH_MUST qh_status res_json_text(struct res *rs, int status, struct text json);
QH_MUST qh_status res_empty(struct res *rs, int status);
/* Bytes with a media type; file_name NULL: shown as it is. */
QH_MUST qh_status res_bytes(struct res *rs, const char *media_type, struct text bytes,
                            const char *file_name);

/* A long answer: the bytes of the file at path, which is unlinked; nothing of it is kept
 * in memory.  QH_IO "http.file". */
QH_MUST qh_status res_file(struct res *rs, const char *media_type, const char *path,
                           const char *file_name, struct qh_error *err);

/* ---- the table ---- */

enum tx_mode {
    TX_NONE,  /* ctx->tx is NULL */
    TX_READ,  /* a read transaction */
    TX_WRITE, /* a write transaction, repeated whole if the store asks for it: no file, no
                 network, no rendering, no password hash inside */
    TX_SELF   /* ctx->tx is NULL; the handler calls api_read() and api_write() */
};

enum endpoint_flag {
    EP_UPLOAD = 1,  /* the body is any bytes up to UPLOAD_MAX, not JSON */
    EP_RAW_OUT = 2, /* answers bytes (documents, exports), not JSON */
    EP_LIMITED = 4, /* at most LIMIT_CALLS a minute from one address: "http.too_many" */
    EP_HASH = 8     /* makes a password hash: such requests run one at a time */
};

typedef qh_status api_handler(struct ctx *c, const struct req *rq, struct res *rs);

struct endpoint {
    const char *method;
    const char *path; /* "/api/visits/{id}/move" */
    enum right right; /* RIGHT_PUBLIC: no session needed */
    enum tx_mode tx;
    api_handler *run;
    const char *id;              /* operation in OpenAPI and TypeScript: "visit_move" */
    unsigned flags;              /* enum endpoint_flag */
    int status;                  /* of success; 0: 200 with `out`, 204 without */
    const struct json_field *in; /* body */
    size_t in_len;
    const char *in_name;
    const struct json_field *query;
    size_t query_len;
    const char *query_name;
    const struct json_field *out; /* reply */
    size_t out_len;
    const char *out_name;
};

/* The shapes of a row, after `.id`: EP_IN(MOVE_IN), EP_OUT(VISIT_OUT).  The table's name
 * becomes the name of the type ("MoveIn"), so one name means one table in all of http/.
 */
#define EP_IN(t) .in = (t), .in_len = LEN(t), .in_name = #t
#define EP_QUERY(t) .query = (t), .query_len = LEN(t), .query_name = #t
#define EP_OUT(t) .out = (t), .out_len = LEN(t), .out_name = #t

/* A row: method, path, right, transaction, handler, id, then the shapes if any:
 * EP("POST", "/api/visits/{id}/move", RIGHT_VISIT_WRITE, TX_WRITE, api_visit_move,
 *    "visit_move", EP_IN(MOVE_IN)) */
#define EP(m, p, r, t, h, ...)                                                           \
    {                                                                                    \
        .method = (m), .path = (p), .right = (r), .tx = (t), .run = (h),                 \
        .id = __VA_ARGS__                                                                \
    }

/* The arrays API_<ENTITY>[], all together; http/endpoints.c lists them. */
struct endpoint_list {
    const struct endpoint *rows;
    const size_t *n;
};
struct endpoint_table {
    const struct endpoint_list *lists;
    size_t n;
};

/* ---- transactions of a TX_SELF handler ---- */

typedef qh_status api_step(struct ctx *c, void *arg);

/* Runs step with ctx->tx set; the write is committed when the call returns QH_OK, and
 * step may run more than once.  With an idempotency key the step must have filled `rs`
 * before it returns, because the answer is stored with the write. */
QH_MUST qh_status api_read(struct ctx *c, api_step *step, void *arg);
QH_MUST qh_status api_write(struct ctx *c, const struct req *rq, struct res *rs,
                            api_step *step, void *arg);
