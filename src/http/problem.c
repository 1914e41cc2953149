#include "http/problem.h"

#include "http/titles.h"

#include <string.h>

static const struct special {
    const char *key;
    int status;
} SPECIAL[] = {
    {"auth.too_many", 429},    {"http.too_many", 429}, {"http.address", 400},
    {"http.headers", 400},     {"http.method", 405},   {"http.media_type", 415},
    {"input.media_type", 415}, {"http.query", 400},
};

int problem_status(const struct qh_error *err)
{
    for (size_t i = 0; i < LEN(SPECIAL); i++)
        if (strcmp(SPECIAL[i].key, err->key) == 0)
            return SPECIAL[i].status;
    if (err->status == QH_IO && strncmp(err->key, "store.", 6) == 0)
        return 503;
    return qh_status_http(err->status);
}

static const char *title_of(const struct call *k, const char *key, int status)
{
    const struct titles *w = k->env->titles;
    const char *lang = k->rq.lang ? k->rq.lang : "zh-CN";
    const char *title = titles_of(w, lang, key);

    if (!title)
        title = titles_of(w, lang, status < 500 ? "error.refused" : "error.failed");
    return title ? title : key;
}

const char *problem_title(const struct call *k, const char *key)
{
    return title_of(k, key, 400);
}

void problem_write(struct call *k)
{
    const struct qh_error *err = &k->ctx.err;
    int status = problem_status(err);
    struct json_writer w;
    struct buf b;

    buf_init(&b, &k->arena);
    json_begin(&w, &b);
    json_object_open(&w);
    json_add_str(&w, "type", str_format(&k->arena, "urn:quanheng:problem:%s", err->key));
    json_add_str(&w, "title", title_of(k, err->key, status));
    json_add_int(&w, "status", status);
    json_add_str(&w, "key", err->key);
    json_add_str(&w, "field", err->field);
    if (status < 500)
        json_add_str(&w, "detail", err->detail);
    json_object_close(&w);
    k->rs = (struct res){
        .status = status,
        .media_type = "application/problem+json",
        .body = buf_text(&b),
        .retry_after_s = k->rs.retry_after_s,
    };
    if (status == 503 && !k->rs.retry_after_s)
        k->rs.retry_after_s = 1;
}
