#include "domain/standard.h"

#include "base/crypt.h"
#include "base/days.h"
#include "base/id.h"
#include "domain/history.h"
#include "rule/regulation.h"
#include "store/sql_certificate.h"
#include "store/sql_standard.h"

#include <string.h>

qh_status standard_params(struct ctx *c, const char *text, const struct json **out)
{
    struct json *v = NULL;
    qh_status rc;

    *out = NULL;
    if (!text)
        return QH_OK;
    rc = json_parse(c->arena, text_of(text), &v, &c->err);
    *out = v;
    return rc;
}

qh_status standard_of(struct ctx *c, const struct sql_standard_row *r,
                      struct standard *out)
{
    *out = (struct standard){
        .id = r->id,
        .set_id = r->set_id,
        .set_name = r->set_name,
        .kind = r->kind,
        .name_zh = r->name_zh,
        .name_en = r->name_en,
        .serial = r->serial,
        .nominal_kg = r->nominal_kg,
        .accuracy_class = r->accuracy_class,
        .certificate_no = r->certificate_no,
        .certificate_day = r->certificate_day,
        .valid_until_day = r->valid_until_day,
        .state = r->state,
        .version = r->version,
    };
    return standard_params(c, r->params, &out->params);
}

qh_status standard_list(struct ctx *c, const struct standard_filter *f,
                        struct standard_page *out)
{
    struct sql_standard_row_list rows = {0};
    struct standard *items;
    qh_status rc = sql_standard_list(c->tx, c->arena,
                                     &(struct sql_standard_list_in){
                                         .org = c->org,
                                         .set_id = f->set_id,
                                         .kind = f->kind,
                                         .after_serial = f->after ? f->after : "",
                                         .limit = f->limit + 1,
                                     },
                                     &rows, &c->err);

    if (rc)
        return rc;
    if (rows.n > (size_t)f->limit) {
        rows.n = (size_t)f->limit;
        out->next = rows.p[rows.n - 1].serial;
    }
    items = ARENA_ARRAY(c->arena, rows.n, struct standard);
    for (size_t i = 0; i < rows.n; i++) {
        rc = standard_of(c, &rows.p[i], &items[i]);
        if (rc)
            return rc;
    }
    out->items = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status standard_set_list(struct ctx *c, struct json_list *out)
{
    struct sql_standard_set_list rows = {0};
    struct standard_set *items;
    qh_status rc = sql_standard_set_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct standard_set);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct standard_set){
            .id = rows.p[i].id,
            .name_zh = rows.p[i].name_zh,
            .accreditation_no = rows.p[i].accreditation_no,
            .regulation_code = rows.p[i].regulation_code,
            .range_zh = rows.p[i].range_zh,
            .max_kg = rows.p[i].max_kg,
            .accuracy_zh = rows.p[i].accuracy_zh,
            .valid_until_day = rows.p[i].valid_until_day,
            .stopped_day = rows.p[i].stopped_day,
            .version = rows.p[i].version,
        };
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status vehicle_list(struct ctx *c, struct json_list *out)
{
    struct sql_vehicle_list_list rows = {0};
    struct vehicle *items;
    qh_status rc = sql_vehicle_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct vehicle);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct vehicle){
            .id = rows.p[i].id,
            .plate = rows.p[i].plate,
            .kind = rows.p[i].kind,
            .payload_kg = rows.p[i].payload_kg,
            .state = rows.p[i].state,
        };
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

qh_status edition_list(struct ctx *c, struct json_list *out)
{
    struct sql_edition_list_list rows = {0};
    struct edition *items;
    qh_status rc = sql_edition_list(c->tx, c->arena, c->org, &rows, &c->err);

    if (rc)
        return rc;
    items = ARENA_ARRAY(c->arena, rows.n, struct edition);
    for (size_t i = 0; i < rows.n; i++)
        items[i] = (struct edition){
            .id = rows.p[i].id,
            .code = rows.p[i].code,
            .edition = rows.p[i].edition,
            .title_zh = rows.p[i].title_zh,
            .title_en = rows.p[i].title_en,
            .hash = rows.p[i].hash,
            .in_force_day = rows.p[i].in_force_day,
            .until_day = rows.p[i].until_day,
            .state = rows.p[i].state,
            .confirmed_note = rows.p[i].confirmed_note,
            .version = rows.p[i].version,
        };
    *out = (struct json_list){.p = items, .n = rows.n};
    return QH_OK;
}

static struct json_strs unconfirmed_of(struct ctx *c, const struct regulation *reg)
{
    const char *const *open = regulation_unconfirmed(reg);
    size_t n = 0;
    const char **list;

    while (open[n])
        n++;
    list = ARENA_ARRAY(c->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        list[i] = open[i];
    return (struct json_strs){list, n};
}

qh_status edition_find(struct ctx *c, const char *id, struct edition_detail *out)
{
    struct json_list all = {0};
    struct regulation *reg = NULL;
    struct text bytes = {0};
    qh_status rc = edition_list(c, &all);
    const struct edition *e = all.p;
    size_t i = 0;

    if (rc)
        return rc;
    while (i < all.n && !str_equal(e[i].id, id))
        i++;
    if (i == all.n)
        return qh_fail(&c->err, QH_NOT_FOUND, "edition.not_found", "", "%s", id);
    rc = edition_bytes(c, e[i].hash, &bytes);
    if (!rc)
        rc = regulation_load_text(c->arena, bytes, &reg, &c->err);
    if (rc)
        return rc;
    *out =
        (struct edition_detail){e[i], unconfirmed_of(c, reg), regulation_document(reg)};
    return QH_OK;
}

const char *edition_series(struct arena *a, const char *code)
{
    const char *dash = strrchr(code, '-');

    if (!dash)
        return code;
    return text_copy(a, (struct text){.p = code, .len = (size_t)(dash - code)});
}

/* As the file says; where it does not know, the first day of the edition's year, so that
 * of two editions the later one counts. */
static const char *in_force_day(struct ctx *c, const struct json *head)
{
    const char *year = json_str(head, "edition", "");
    const char *day = str_format(c->arena, "%s-01-01", year);
    int64_t number = 0;

    return json_str(head, "in_force", day_parse(day, &number) ? "1900-01-01" : day);
}

qh_status edition_register(struct ctx *c, struct text json, const char **out_id)
{
    struct regulation *reg = NULL;
    const struct json *head;
    char *id = ARENA_ARRAY(c->arena, ID_LEN + 1, char);
    char hash[CRYPT_HEX];
    qh_status rc;

    if (json.len > EDITION_BYTES_MAX)
        return qh_fail(&c->err, QH_LIMIT, "edition.size", "", "%zu bytes", json.len);
    rc = regulation_load_text(c->arena, json, &reg, &c->err);
    if (rc)
        return rc;
    head = json_member(regulation_document(reg), "regulation");
    id_make(c->now_ms, c->rand, id);
    crypt_sha256(json, hash);
    rc = sql_blob_put(c->tx, c->org, hash, json, (int64_t)json.len, &c->err);
    if (rc)
        return rc;
    rc = sql_edition_add(c->tx,
                         &(struct sql_edition_add_in){
                             .org = c->org,
                             .id = id,
                             .code = edition_series(c->arena, regulation_code(reg)),
                             .edition = regulation_code(reg),
                             .title_zh = regulation_title(reg, true),
                             .title_en = regulation_title(reg, false),
                             .hash = str_copy(c->arena, hash),
                             .in_force_day = in_force_day(c, head),
                         },
                         &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "edition.duplicate", "", "%s",
                       regulation_code(reg));
    if (rc)
        return rc;
    *out_id = id;
    return history_add(c, &(struct history_entry){.entity = "regulation_edition",
                                                  .entity_id = id,
                                                  .seq = 1,
                                                  .action = "register",
                                                  .from_state = "",
                                                  .to_state = "draft",
                                                  .note = "",
                                                  .data = "{}"});
}

/* A file that is confirmed takes the place of other files of the same edition. */
static qh_status supersede(struct ctx *c, const struct sql_edition_one *by)
{
    struct json_list all = {0};
    qh_status rc = edition_list(c, &all);
    const struct edition *e = all.p;

    for (size_t i = 0; i < all.n && !rc; i++) {
        if (str_equal(e[i].id, by->id) || !str_equal(e[i].edition, by->edition) ||
            !str_equal(e[i].state, "confirmed"))
            continue;
        rc = sql_edition_supersede(c->tx, c->org, e[i].id, e[i].version, &c->err);
        if (!rc)
            rc = history_add(c, &(struct history_entry){.entity = "regulation_edition",
                                                        .entity_id = e[i].id,
                                                        .seq = e[i].version + 1,
                                                        .action = "supersede",
                                                        .from_state = e[i].state,
                                                        .to_state = "superseded",
                                                        .note = by->hash,
                                                        .data = "{}"});
    }
    return rc;
}

qh_status edition_confirm(struct ctx *c, const char *id, int64_t version,
                          const char *note)
{
    struct sql_edition_one e = {0};
    qh_status rc = sql_edition_one(c->tx, c->arena, c->org, id, &e, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_NOT_FOUND, "edition.not_found", "", "%s", id);
    if (rc)
        return rc;
    if (!str_equal(e.state, "draft"))
        return qh_fail(&c->err, QH_CONFLICT, "edition.state", "", "%s is %s", id,
                       e.state);
    rc = sql_edition_confirm(c->tx, c->org, id, c->actor.person, note, c->now_ms, version,
                             &c->err);
    if (rc == QH_CONFLICT)
        return qh_fail(&c->err, QH_CONFLICT, "edition.changed", "version", "%s", id);
    if (!rc)
        rc = supersede(c, &e);
    if (rc)
        return rc;
    return history_add(c, &(struct history_entry){.entity = "regulation_edition",
                                                  .entity_id = id,
                                                  .seq = version + 1,
                                                  .action = "confirm",
                                                  .from_state = "draft",
                                                  .to_state = "confirmed",
                                                  .note = note,
                                                  .data = "{}"});
}

/* The next code of a list "JJG 539 / JJG 1118"; an empty text at the end. */
static struct text next_code(struct text *rest)
{
    struct text code = *rest;

    for (size_t i = 0; i < rest->len; i++)
        if (rest->p[i] == '/') {
            code.len = i;
            *rest = (struct text){.p = rest->p + i + 1, .len = rest->len - i - 1};
            return text_trim(code);
        }
    *rest = (struct text){.p = "", .len = 0};
    return text_trim(code);
}

bool edition_is_listed(const char *list, const char *code)
{
    struct text rest = text_of(list);

    for (;;) {
        const struct text one = next_code(&rest);

        if (!one.len)
            return false;
        if (text_is(one, code))
            return true;
    }
}

static qh_status check_code(struct ctx *c, const struct json_list *all, struct text code,
                            const char *key, const char *field)
{
    const struct edition *e = all->p;

    if (!code.len)
        return qh_fail(&c->err, QH_INVALID, key, field, "an empty code");
    for (size_t i = 0; i < all->n; i++)
        if (text_is(code, e[i].edition) && !str_equal(e[i].code, e[i].edition))
            return qh_fail(&c->err, QH_INVALID, key, field, "%s is an edition of %s",
                           e[i].edition, e[i].code);
    return QH_OK;
}

qh_status edition_check_list(struct ctx *c, const char *list, const char *key,
                             const char *field)
{
    struct json_list all = {0};
    struct text rest = text_of(list);
    size_t n = 0;
    bool more = true;
    qh_status rc = edition_list(c, &all);

    while (more && !rc) {
        more = memchr(rest.p, '/', rest.len) != NULL;
        if (++n > EDITION_CODES_MAX)
            return qh_fail(&c->err, QH_INVALID, key, field, "over %d codes",
                           EDITION_CODES_MAX);
        rc = check_code(c, &all, next_code(&rest), key, field);
    }
    return rc;
}

qh_status edition_on(struct ctx *c, const char *regulation, const char *day,
                     struct edition *out)
{
    struct text rest = text_of(regulation);

    for (;;) {
        struct sql_edition_in_force_list rows = {0};
        struct sql_edition_one e = {0};
        struct text code = next_code(&rest);
        qh_status rc;

        if (!code.len)
            break;
        rc = sql_edition_in_force(c->tx, c->arena, c->org, text_copy(c->arena, code), day,
                                  &rows, &c->err);
        if (rc)
            return rc;
        if (!rows.n)
            continue;
        rc = sql_edition_one(c->tx, c->arena, c->org, rows.p[0].id, &e, &c->err);
        if (rc)
            return rc;
        *out = (struct edition){
            .id = e.id,
            .code = e.code,
            .edition = e.edition,
            .title_zh = e.title_zh,
            .title_en = e.title_en,
            .hash = e.hash,
            .in_force_day = e.in_force_day,
            .until_day = e.until_day,
            .state = e.state,
            .version = e.version,
        };
        return QH_OK;
    }
    return qh_fail(&c->err, QH_CONFLICT, "edition.unknown", "", "%s on %s", regulation,
                   day);
}

qh_status edition_bytes(struct ctx *c, const char *hash, struct text *out)
{
    struct sql_blob_get b = {0};
    char is[CRYPT_HEX];
    qh_status rc = sql_blob_get(c->tx, c->arena, c->org, hash, &b, &c->err);

    if (rc == QH_NOT_FOUND)
        return qh_fail(&c->err, QH_BUG, "edition.bytes", "", "%s", hash);
    if (rc)
        return rc;
    crypt_sha256(b.bytes, is);
    if (!str_equal(is, hash))
        return qh_fail(&c->err, QH_BUG, "edition.hash", "", "%s is %s", hash, is);
    *out = b.bytes;
    return QH_OK;
}
