/* demo_people.c - officers by the rule of data/world README 3.1, and the institute's
 * nine.
 *
 * Leaders are the people of O01; then one head in each other office with people, a second
 * one in the first seven of them that have at least three; of the rest the first 24 in
 * the order of offices are service officers, the others contact officers.
 */
#include "base/id.h"
#include "cli/demo.h"
#include "store/sql_world.h"

#include <string.h>

enum { SECOND_HEADS = 7, SERVICE_OFFICERS = 24, NAMES_MAX = 600 };

static const char *const FROM_DAY = "2024-11-01";

struct staff {
    const char *duty;
    const char *title;
    int count;
};

/* clang-format off */
static const struct staff INSTITUTE[] = {
    {"verifier",   "检定员", 4},
    {"checker",    "核验员", 2},
    {"approver",   "授权签字人", 1},
    {"dispatcher", "调度员", 1},
    {"driver",     "吊车驾驶员", 1},
};
/* clang-format on */

static bool name_is_used(const struct demo *d, const char *name)
{
    for (size_t i = 0; i < d->names_n; i++)
        if (strcmp(d->names_used[i], name) == 0)
            return true;
    return false;
}

/* A surname with one or two given characters; no full name is used twice. */
const char *demo_name(struct demo *d, struct rand *r)
{
    for (;;) {
        const char *surname = demo_cell(
            &d->surnames, demo_draw(&d->surnames, r, 0, d->surnames.rows), "surname");
        const char *one =
            demo_cell(&d->given, demo_draw(&d->given, r, 0, d->given.rows), "char");
        const char *two =
            rand_below(r, 4)
                ? demo_cell(&d->given, demo_draw(&d->given, r, 0, d->given.rows), "char")
                : "";
        const char *name = str_format(d->c->arena, "%s%s%s", surname, one, two);

        if (strcmp(one, two) == 0 || name_is_used(d, name) || d->names_n == NAMES_MAX)
            continue;
        d->names_used[d->names_n++] = name;
        return name;
    }
}

static qh_status add_roles(struct demo *d, const char *id, const char *const *roles)
{
    qh_status rc = QH_OK;

    for (size_t i = 0; roles[i] && !rc; i++)
        rc = sql_world_role_add(d->c->tx, d->c->org, id, roles[i], &d->c->err);
    return rc;
}

static qh_status add_person(struct demo *d, const struct demo_person *p, struct rand *r)
{
    qh_status rc =
        sql_world_person_add(d->c->tx,
                             &(struct sql_world_person_add_in){
                                 .org = d->c->org,
                                 .id = p->id,
                                 .office_id = d->offices[p->office].id,
                                 .name = p->name,
                                 .title_zh = p->title,
                                 .phone_masked = str_format(d->c->arena, "138****%04d",
                                                            (int)rand_below(r, 10000)),
                             },
                             &d->c->err);
    const char *office = d->offices[p->office].code;

    if (rc)
        return rc;
    if (strcmp(p->duty, "leader") == 0)
        return add_roles(d, p->id, (const char *const[]){"leader", "officer", NULL});
    if (strcmp(p->duty, "driver") == 0)
        return QH_OK;
    if (office[0] == 'D')
        return add_roles(d, p->id, (const char *const[]){p->duty, NULL});
    if (strcmp(office, "O02") == 0)
        return add_roles(d, p->id, (const char *const[]){"desk", "officer", NULL});
    return add_roles(d, p->id, (const char *const[]){"handler", "officer", NULL});
}

static struct demo_person *new_person(struct demo *d, size_t office, struct rand *r)
{
    struct demo_person *p = &d->persons[d->persons_n++];

    *p =
        (struct demo_person){.id = demo_id(d), .name = demo_name(d, r), .office = office};
    return p;
}

static void appoint(struct demo_person *p, const char *duty, const char *title, int pairs)
{
    p->duty = duty;
    p->title = title;
    p->pairs = pairs;
}

/* Makes the people of every office, heads first. */
static void make_officers(struct demo *d, const struct csv *offices, struct rand *r)
{
    int seconds = 0;
    int service = 0;

    for (size_t o = 0; o < offices->rows; o++) {
        int64_t n = demo_int(offices, o, "demo_officers");
        bool bureau = strcmp(demo_cell(offices, o, "code"), "O01") == 0;

        for (int64_t i = 0; i < n; i++) {
            struct demo_person *p = new_person(d, o, r);

            if (bureau)
                appoint(p, "leader", "局领导", 2);
            else if (i == 0)
                appoint(p, "head", "科室负责人", 3);
            else if (i == 1 && n >= 3 && seconds < SECOND_HEADS && ++seconds)
                appoint(p, "head", "科室副职", 3);
            else if (service < SERVICE_OFFICERS && ++service)
                appoint(p, "service", "服务专员", 4);
            else
                appoint(p, "contact", "联络员", 3);
        }
    }
}

static void make_institute(struct demo *d, struct rand *r)
{
    size_t office = 0;

    while (strcmp(d->offices[office].code, "D01") != 0)
        office++;
    for (size_t k = 0; k < LEN(INSTITUTE); k++)
        for (int i = 0; i < INSTITUTE[k].count; i++)
            appoint(new_person(d, office, r), INSTITUTE[k].duty, INSTITUTE[k].title, 0);
}

static qh_status add_credential(struct demo *d, const struct demo_person *p,
                                const char *code, const char *duty, int serial)
{
    return sql_world_credential_add(
        d->c->tx,
        &(struct sql_world_credential_add_in){
            .org = d->c->org,
            .id = demo_id(d),
            .person_id = p->id,
            .regulation_code = code,
            .duty = duty,
            .number = str_format(d->c->arena, "赣计注演示%04d", serial),
            .valid_from_day = FROM_DAY,
            .valid_until_day = d->accredited_until,
        },
        &d->c->err);
}

/* Credentials of one person for the regulations of every instrument kind. */
static qh_status add_credentials(struct demo *d, const struct demo_person *p,
                                 const char *const *codes, size_t n)
{
    const char *duty = strcmp(p->duty, "verifier") == 0   ? "verify"
                       : strcmp(p->duty, "checker") == 0  ? "check"
                       : strcmp(p->duty, "approver") == 0 ? "approve"
                                                          : NULL;
    qh_status rc = QH_OK;

    for (size_t i = 0; duty && i < n && !rc; i++)
        rc = add_credential(d, p, codes[i], duty, (int)(d->names_n * 40 + i));
    return rc;
}

/* The codes "JJG 539", "JJG 1118", ... named in instrument_kinds.csv, each once. */
static size_t all_codes(struct demo *d, const char **out, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < d->kinds.rows; i++) {
        struct text rest = text_of(demo_cell(&d->kinds, i, "regulation"));

        while (rest.len && n < most) {
            const char *slash = memchr(rest.p, '/', rest.len);
            struct text code = {rest.p, slash ? (size_t)(slash - rest.p) : rest.len};
            const char *s = text_copy(d->c->arena, text_trim(code));
            bool known = !text_starts(text_of(s), TEXT("JJ"));

            for (size_t k = 0; k < n && !known; k++)
                known = strcmp(out[k], s) == 0;
            if (!known)
                out[n++] = s;
            rest = slash ? (struct text){slash + 1, rest.len - code.len - 1}
                         : (struct text){"", 0};
        }
    }
    return n;
}

qh_status demo_people(struct demo *d)
{
    struct rand r = rand_stream(d->seed, "person");
    const char *codes[80];
    struct csv offices = {0};
    size_t n = all_codes(d, codes, LEN(codes));
    qh_status rc = demo_table(d, "offices", &offices);

    if (rc)
        return rc;
    d->names_used = ARENA_ARRAY(d->c->arena, NAMES_MAX, const char *);
    make_officers(d, &offices, &r);
    make_institute(d, &r);
    for (size_t i = 0; i < d->persons_n && !rc; i++) {
        rc = add_person(d, &d->persons[i], &r);
        if (!rc)
            rc = add_credentials(d, &d->persons[i], codes, n);
    }
    return rc;
}
