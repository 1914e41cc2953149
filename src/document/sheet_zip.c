#include "document/sheet_read.h"

#include <minizip/unzip.h>
#include <stdio.h>

enum { PIECE = 64 * 1024 };

static qh_status broken(struct qh_error *err)
{
    return qh_fail(err, QH_INVALID, "import.file", "", "the archive is broken");
}

/* The library opens a stream over the bytes in memory. */
static voidpf open_memory(voidpf opaque, const void *name, int mode)
{
    const struct text *file = opaque;
    union {
        const char *from;
        char *to;
    } p = {.from = file->p};

    (void)name;
    (void)mode;
    return fmemopen(p.to, file->len, "rb");
}

static qh_status read_entry(unzFile z, size_t *unpacked, sheet_bytes_fn bytes, void *arg,
                            struct qh_error *err)
{
    char piece[PIECE];
    qh_status rc = QH_OK;
    int n = 0;

    do {
        n = unzReadCurrentFile(z, piece, PIECE);
        if (n < 0)
            return broken(err);
        *unpacked += (size_t)n;
        if (*unpacked > SHEET_UNPACKED_MAX)
            return qh_fail(err, QH_LIMIT, "import.size", "", "unpacks to over %d bytes",
                           SHEET_UNPACKED_MAX);
        rc = bytes(arg, piece, (size_t)n, err);
    } while (n > 0 && !rc);
    return rc;
}

qh_status sheet_unzip(struct text file, const char *entry, size_t *unpacked,
                      sheet_bytes_fn bytes, void *arg, struct qh_error *err)
{
    zlib_filefunc64_def io = {0};
    struct text copy = file;
    qh_status rc = QH_OK;
    unzFile z;

    fill_fopen64_filefunc(&io);
    io.zopen64_file = open_memory;
    io.opaque = &copy;
    z = unzOpen2_64("", &io);
    if (!z)
        return broken(err);
    if (unzLocateFile(z, entry, 1) == UNZ_OK) {
        if (unzOpenCurrentFile(z) != UNZ_OK)
            rc = broken(err);
        if (!rc)
            rc = read_entry(z, unpacked, bytes, arg, err);
        if (unzCloseCurrentFile(z) != UNZ_OK && !rc)
            rc = broken(err);
    }
    (void)unzClose(z);
    return rc;
}
