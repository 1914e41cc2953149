#include "domain/import_table.h"

#include "base/days.h"
#include "base/id.h"
#include "base/text.h"
#include "domain/cursor.h"
#include "domain/demand.h"
#include "domain/instrument.h"
#include "domain/pairing.h"
#include "store/sql_import.h"

#include <string.h>

enum { NAME_MAX_CHARS = 100, USCC_LEN = 18, YEAR_MIN = 1900, YEAR_MAX = 2100 };

static qh_status wrong(struct ctx *c, const char *key, const char *field,
                       const char *value)
{
    return qh_fail(&c->err, QH_INVALID, key, field, "%.60s", value);
}

static const char *or_null(const char *v)
{
    return *v ? v : NULL;
}

/* The id of the one enterprise of that identifier or name. */
static qh_status find_enterprise(struct ctx *c, const char *v, const char **out)
{
    struct sql_import_found_list l = {0};
    const qh_status rc = sql_import_enterprise(c->tx, c->arena, c->org, v, &l, &c->err);

    if (rc)
        return rc;
    if (l.n == 0)
        return wrong(c, "import.enterprise", "enterprise", v);
    if (l.n > 1)
        return wrong(c, "import.ambiguous", "enterprise", v);
    *out = l.p[0].id;
    return QH_OK;
}

/* ---- enterprises ---- */

/* GB 32100-2015: the last character checks the seventeen before it. */
static bool is_uscc(const char *v)
{
    static const char CHARS[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int weight = 1;
    int sum = 0;
    const char *at;

    if (strlen(v) != USCC_LEN)
        return false;
    for (size_t i = 0; i + 1 < USCC_LEN; i++) {
        at = strchr(CHARS, v[i]);
        if (!at)
            return false;
        sum += (int)(at - CHARS) * weight;
        weight = weight * 3 % 31;
    }
    return v[USCC_LEN - 1] == CHARS[(31 - sum % 31) % 31];
}

static qh_status find_ident(struct ctx *c, const char *v, const char **out_kind)
{
    struct sql_import_found_list l = {0};
    struct sql_import_is_demo org = {0};
    qh_status rc = sql_import_is_demo(c->tx, c->arena, c->org, &org, &c->err);

    if (rc)
        return rc;
    *out_kind = is_uscc(v) ? "uscc" : "demo";
    if (!is_uscc(v) && !(org.is_demo && strncmp(v, "DEMO", 4) == 0))
        return wrong(c, "import.ident", "ident", v);
    rc = sql_import_enterprise(c->tx, c->arena, c->org, v, &l, &c->err);
    if (!rc && l.n > 0)
        return qh_fail(&c->err, QH_CONFLICT, "import.enterprise_exists", "ident", "%.40s",
                       v);
    return rc;
}

static const char *size_of(const char *v)
{
    static const char *const SIZES[] = {"large", "medium", "small", "micro"};

    for (size_t i = 0; i < LEN(SIZES); i++)
        if (str_equal(SIZES[i], v))
            return SIZES[i];
    return NULL;
}

enum enterprise_cell {
    E_NAME,
    E_IDENT,
    E_INDUSTRY,
    E_SIZE,
    E_DIVISION,
    E_ADDRESS,
    E_FOUNDED,
    E_SUPPORTED
};

static qh_status find_place(struct ctx *c, const char *const *v,
                            struct sql_import_enterprise_add_in *row)
{
    struct sql_import_division_list divisions = {0};
    struct sql_import_industry_list industries = {0};
    qh_status rc =
        sql_import_division(c->tx, c->arena, c->org, v[E_DIVISION], &divisions, &c->err);

    if (!rc)
        rc = sql_import_industry(c->tx, c->arena, c->org, v[E_INDUSTRY], &industries,
                                 &c->err);
    if (rc)
        return rc;
    if (divisions.n != 1)
        return wrong(c, "import.division", "division", v[E_DIVISION]);
    if (industries.n != 1)
        return wrong(c, "import.industry", "industry", v[E_INDUSTRY]);
    row->division_code = divisions.p[0].code;
    row->lat_u = divisions.p[0].lat_u;
    row->lon_u = divisions.p[0].lon_u;
    row->industry_code = industries.p[0].code;
    return QH_OK;
}

static qh_status take_enterprise(struct ctx *c, const char *const *v)
{
    char id[ID_LEN + 1];
    struct sql_import_enterprise_add_in row = {.org = c->org,
                                               .id = id,
                                               .name = v[E_NAME],
                                               .ident_value = v[E_IDENT],
                                               .size_class = size_of(v[E_SIZE]),
                                               .address_zh = v[E_ADDRESS]};
    qh_status rc;

    if (text_chars(text_of(v[E_NAME])) > NAME_MAX_CHARS)
        return wrong(c, "import.name", "enterprise", v[E_NAME]);
    if (!row.size_class)
        return wrong(c, "import.size_class", "size", v[E_SIZE]);
    if (*v[E_FOUNDED] && (!cursor_int(v[E_FOUNDED], &row.founded_year) ||
                          row.founded_year < YEAR_MIN || row.founded_year > YEAR_MAX))
        return wrong(c, "import.year", "founded", v[E_FOUNDED]);
    row.supported = str_equal(v[E_SUPPORTED], "1");
    rc = find_ident(c, v[E_IDENT], &row.ident_kind);
    if (!rc)
        rc = find_place(c, v, &row);
    if (rc)
        return rc;
    row.is_fictional = str_equal(row.ident_kind, "demo");
    id_make(c->now_ms, c->rand, id);
    return sql_import_enterprise_add(c->tx, &row, &c->err);
}

/* ---- instruments ---- */

enum instrument_cell {
    I_ENTERPRISE,
    I_KIND,
    I_NAME,
    I_MODEL,
    I_SERIAL,
    I_MAKER,
    I_CLASS,
    I_PLACE,
    I_PURPOSE,
    I_DUE
};

static qh_status take_instrument(struct ctx *c, const char *const *v)
{
    struct sql_import_found_list same = {0};
    const char *enterprise = NULL;
    struct json *params = NULL;
    const char *id = NULL;
    qh_status rc = find_enterprise(c, v[I_ENTERPRISE], &enterprise);

    if (!rc)
        rc = sql_import_instrument(c->tx, c->arena, c->org, enterprise, v[I_MAKER],
                                   v[I_SERIAL], &same, &c->err);
    if (!rc && same.n > 0)
        return qh_fail(&c->err, QH_CONFLICT, "instrument.duplicate", "serial", "%.40s",
                       v[I_SERIAL]);
    if (!rc)
        rc = json_parse(c->arena, text_of("{}"), &params, &c->err);
    if (rc)
        return rc;
    return instrument_register(c,
                               &(struct instrument_new){
                                   .enterprise_id = enterprise,
                                   .kind_code = v[I_KIND],
                                   .name_zh = v[I_NAME],
                                   .model = v[I_MODEL],
                                   .serial = v[I_SERIAL],
                                   .maker = v[I_MAKER],
                                   .accuracy_class = v[I_CLASS],
                                   .params = params,
                                   .place_zh = v[I_PLACE],
                                   .purpose = *v[I_PURPOSE] ? v[I_PURPOSE] : "other",
                                   .due_day = or_null(v[I_DUE]),
                               },
                               &id);
}

/* ---- demands, pairings ---- */

enum demand_cell { D_ENTERPRISE, D_TEXT, D_SOURCE };

static qh_status take_demand(struct ctx *c, const char *const *v)
{
    struct demand_registered out = {0};
    struct demand_new in = {.text = v[D_TEXT], .source = or_null(v[D_SOURCE])};
    const qh_status rc = find_enterprise(c, v[D_ENTERPRISE], &in.enterprise_id);

    return rc ? rc : demand_register(c, &in, &out);
}

enum pairing_cell { P_ENTERPRISE, P_OFFICER, P_FROM };

static qh_status take_pairing(struct ctx *c, const char *const *v)
{
    struct sql_import_found_list officers = {0};
    struct pairing_new in = {0};
    struct pairing_done out = {0};
    char today[DAY_LEN + 1];
    qh_status rc = find_enterprise(c, v[P_ENTERPRISE], &in.enterprise_id);

    if (!rc)
        rc =
            sql_import_officer(c->tx, c->arena, c->org, v[P_OFFICER], &officers, &c->err);
    if (rc)
        return rc;
    if (officers.n == 0)
        return wrong(c, "pairing.officer", "officer", v[P_OFFICER]);
    if (officers.n > 1)
        return wrong(c, "import.ambiguous", "officer", v[P_OFFICER]);
    day_of_instant(c->calendar, c->now_ms, today);
    in.officer_id = officers.p[0].id;
    in.from_day = *v[P_FROM] ? v[P_FROM] : today;
    return pairing_begin(c, &in, &out);
}

/* clang-format off */
static const struct import_column ENTERPRISES[] = {
    {"enterprise", true}, {"ident", true}, {"industry", true}, {"size", true},
    {"division", true}, {"address", false}, {"founded", false}, {"supported", false},
};
static const struct import_column INSTRUMENTS[] = {
    {"enterprise", true}, {"instrument_kind", true}, {"instrument", true}, {"model", false}, {"serial", true},
    {"maker", true}, {"class", false}, {"place", false}, {"purpose", false}, {"due_day", false},
};
static const struct import_column DEMANDS[] = {
    {"enterprise", true}, {"demand", true}, {"source", false},
};
static const struct import_column PAIRINGS[] = {
    {"enterprise", true}, {"officer", true}, {"from_day", false},
};

#define KIND(name, columns, rows_max, take) {name, columns, LEN(columns), rows_max, take}
const struct import_kind IMPORT_KINDS[] = {
    KIND("enterprises", ENTERPRISES, IMPORT_ROWS_MAX,    take_enterprise),
    KIND("instruments", INSTRUMENTS, IMPORT_ROWS_MAX,    take_instrument),
    KIND("demands",     DEMANDS,     IMPORT_DEMANDS_MAX, take_demand),
    KIND("pairings",    PAIRINGS,    IMPORT_ROWS_MAX,    take_pairing),
};
#undef KIND
/* clang-format on */
const size_t IMPORT_KINDS_N = LEN(IMPORT_KINDS);
