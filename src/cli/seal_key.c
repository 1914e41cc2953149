#include "cli/seal_key.h"

#include "base/crypt.h"
#include "base/file.h"
#include "base/text.h"
#include "domain/app.h"

#include <string.h>

enum { CONTENTS_MIN = 32, CONTENTS_MAX = 4096, FILE_MODE = 0600 };
_Static_assert((int)CRYPT_DIGEST == (int)CRYPT_KEY, "a digest serves as a key");

static const char SQLITE[] = "sqlite:";

/* The file beside an SQLite database, made if it is not there; NULL for another engine.
 */
static qh_status file_beside(struct arena *a, const char *db_url, const char **out,
                             struct qh_error *err)
{
    char key[CRYPT_TOKEN];

    if (strncmp(db_url, SQLITE, sizeof SQLITE - 1) != 0)
        return QH_OK;
    *out = str_format(a, "%s.key", db_url + sizeof SQLITE - 1);
    crypt_token(key);
    return file_make(*out, text_of(str_format(a, "%s\n", key)), FILE_MODE, err);
}

qh_status seal_key_add(struct arena *a, const char *file, const char *db_url,
                       const struct app **app, struct qh_error *err)
{
    static const uint8_t NO_KEY[CRYPT_KEY];
    struct text parts[] = {text_of("seal"), {0}};
    uint8_t *key = ARENA_ARRAY(a, CRYPT_DIGEST, uint8_t);
    struct app *copy = ARENA_NEW(a, struct app);
    qh_status rc = file ? QH_OK : file_beside(a, db_url, &file, err);

    if (rc || !file)
        return rc;
    rc = file_read(a, file, CONTENTS_MAX, &parts[1], err);
    if (rc)
        return rc;
    parts[1] = text_trim(parts[1]);
    if (parts[1].len < CONTENTS_MIN)
        return qh_fail(err, QH_INVALID, "seal.file", "", "%s: under %d bytes", file,
                       CONTENTS_MIN);
    crypt_mac(NO_KEY, parts, LEN(parts), key);
    *copy = **app;
    copy->seal_key = key;
    *app = copy;
    return QH_OK;
}
