#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_MIN = 4096 };

QH_MUST static qh_status fail(struct qh_error *err, const char *key, const char *path)
{
    bool is_missing = errno == ENOENT || errno == ENOTDIR;
    const char *why = strerrordesc_np(errno);
    qh_status status = is_missing && strcmp(key, "file.open") == 0 ? QH_NOT_FOUND : QH_IO;

    return qh_fail(err, status, key, "", "%s: %s", path, why ? why : "unknown error");
}

/* What one read should ask for: the rest of a regular file and one byte for its end. */
static size_t first_piece(int fd, size_t cap)
{
    struct stat st;
    size_t n = PIECE_MIN;

    if (fstat(fd, &st) == 0 && st.st_size > 0)
        n = (size_t)st.st_size + 1;
    return n < cap + 1 ? n : cap + 1;
}

/* Reads until the end or until more than cap bytes are there; -1 if the system fails. */
static int read_all(int fd, size_t cap, struct buf *b)
{
    size_t piece = first_piece(fd, cap);

    while (b->len <= cap) {
        ssize_t n = read(fd, buf_room(b, piece), piece);

        if (n == 0)
            return 0;
        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0)
            b->len += (size_t)n;
        piece = b->len < PIECE_MIN ? PIECE_MIN : b->len;
        if (piece > cap + 1 - b->len)
            piece = cap + 1 - b->len;
    }
    return 0;
}

qh_status file_read(struct arena *a, const char *path, size_t cap, struct text *out,
                    struct qh_error *err)
{
    qh_status rc = QH_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct buf b;

    if (fd < 0)
        return fail(err, "file.open", path);
    buf_init(&b, a);
    if (read_all(fd, cap, &b))
        rc = fail(err, "file.read", path);
    else if (b.len > cap)
        rc = qh_fail(err, QH_LIMIT, "file.size", "", "%s: over %zu bytes", path, cap);
    else
        *out = (struct text){.p = buf_str(&b), .len = b.len};
    (void)close(fd);
    return rc;
}

static int write_all(int fd, struct text t)
{
    while (t.len) {
        ssize_t n = write(fd, t.p, t.len);

        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0)
            t = (struct text){t.p + n, t.len - (size_t)n};
    }
    return 0;
}

static int sync_folder(const char *path)
{
    char folder[FILE_PATH_MAX];
    const char *slash = strrchr(path, '/');
    int keep;
    int fd;
    int rc;

    if (!slash)
        (void)snprintf(folder, sizeof folder, ".");
    else
        (void)snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path);
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    rc = fsync(fd);
    keep = errno;
    (void)close(fd);
    errno = keep;
    return rc;
}

/* How a complete temporary file gets its name; 0, or -1 with errno. */
typedef int (*take_name)(const char *temp, const char *path);

static int replace(const char *temp, const char *path)
{
    return rename(temp, path);
}

static int make_first(const char *temp, const char *path)
{
    const int rc = link(temp, path);

    if (rc && errno != EEXIST)
        return -1;
    return unlink(temp);
}

static qh_status write_whole(const char *path, struct text bytes, unsigned mode,
                             take_name take, struct qh_error *err)
{
    char temp[FILE_PATH_MAX];
    qh_status rc = QH_OK;
    int fd;

    if (strlen(path) + sizeof ".XXXXXX" > sizeof temp)
        return qh_fail(err, QH_LIMIT, "file.path", "", "path too long");
    (void)snprintf(temp, sizeof temp, "%s.XXXXXX", path);
    fd = mkostemp(temp, O_CLOEXEC);
    if (fd < 0)
        return fail(err, "file.write", path);
    if (write_all(fd, bytes) || fchmod(fd, (mode_t)mode) || fsync(fd))
        rc = fail(err, "file.write", path);
    if (close(fd) && !rc)
        rc = fail(err, "file.write", path);
    if (!rc && take(temp, path))
        rc = fail(err, "file.write", path);
    if (rc)
        (void)unlink(temp);
    else if (sync_folder(path))
        rc = fail(err, "file.write", path);
    return rc;
}

qh_status file_write(const char *path, struct text bytes, unsigned mode,
                     struct qh_error *err)
{
    return write_whole(path, bytes, mode, replace, err);
}

qh_status file_make(const char *path, struct text bytes, unsigned mode,
                    struct qh_error *err)
{
    return write_whole(path, bytes, mode, make_first, err);
}
