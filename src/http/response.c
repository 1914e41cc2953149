#include "http/api.h"

#include <fcntl.h>
#include <unistd.h>

qh_status res_json(struct ctx *c, struct res *rs, int status,
                   const struct json_field *shape, size_t n, const void *out)
{
    struct json_writer w;
    struct buf b;

    buf_init(&b, c->arena);
    json_begin(&w, &b);
    json_encode(&w, shape, n, out);
    return res_json_text(rs, status, buf_text(&b));
}

qh_status res_json_text(struct res *rs, int status, struct text json)
{
    rs->status = status;
    rs->media_type = "application/json";
    rs->body = json;
    return QH_OK;
}

qh_status res_empty(struct res *rs, int status)
{
    rs->status = status;
    rs->media_type = NULL;
    rs->body = (struct text){"", 0};
    return QH_OK;
}

qh_status res_bytes(struct res *rs, const char *media_type, struct text bytes,
                    const char *file_name)
{
    rs->status = 200;
    rs->media_type = media_type;
    rs->body = bytes;
    rs->file_name = file_name;
    return QH_OK;
}

qh_status res_file(struct res *rs, const char *media_type, const char *path,
                   const char *file_name, struct qh_error *err)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);

    (void)unlink(path);
    if (fd < 0)
        return qh_fail(err, QH_IO, "http.file", "", "%s", path);
    rs->status = 200;
    rs->media_type = media_type;
    rs->file_name = file_name;
    rs->has_file = true;
    rs->file = fd;
    return QH_OK;
}
