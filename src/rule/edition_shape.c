/* Tables only.  What a member means is told in docs/regulations.md. */
#include "rule/edition_shape.h"

#include "rule/evaluate.h"
#include "rule/test.h"
#include "rule/weighbridge_input.h"

/* clang-format off */
enum {
    REQ = SHAPE_REQUIRED,
    NUL = SHAPE_NULLABLE,
    BRI = SHAPE_BRIDGE,
    GEN = SHAPE_GENERAL
};
#define BIT(kind) (1u << (kind))
#define FIELD(name, type, flags)        {name, type, flags, 0, NULL, NULL}
#define BELOW(name, type, flags, shape) {name, type, flags, 0, &(shape), NULL}
#define WORDS(name, flags, words)       {name, SHAPE_ONE_OF, flags, 0, NULL, words}
#define OF(name, type, flags, kinds)    {name, type, flags, kinds, NULL, NULL}
#define SHAPE(name, table)              {name, table, LEN(table)}

/* What every table of numbers says of itself. */
#define EVIDENCE(req)                                   \
    FIELD("source", SHAPE_TEXT, req),                   \
    FIELD("confidence", SHAPE_PART, req),               \
    BELOW("confirmed", SHAPE_OBJECT, (req) | NUL, CONFIRMED), \
    BELOW("alternatives", SHAPE_LIST, 0, ALTERNATIVE),  \
    FIELD("note", SHAPE_TEXT, 0)
#define TITLES(req) FIELD("zh", SHAPE_TEXT, req), FIELD("en", SHAPE_TEXT, req)

static const char *const REGULATION_KINDS[] = {"verification", "calibration", NULL};
static const char *const PROCEDURES[] = {"weighbridge", "general", NULL};
static const char *const VAR_TYPES[] = {"decimal", "integer", "text", "choice", "list", NULL};
static const char *const GATES[] = {"block", "warn", NULL};
static const char *const MODES[] = {"declared", "best", "none", NULL};
static const char *const ON_FAIL[] = {"incomplete", NULL};
static const char *const COMPARE[] = {"raw", "rounded", NULL};
static const char *const ROUNDING[] = {"half_even", "up", NULL};
static const char *const TAKES[] = {"raw", "value", "result", NULL};
static const char *const PER[] = {"point", "test", NULL};
static const char *const SOURCE_TYPES[] = {"A", "B", NULL};
static const char *const DISTRIBUTIONS[] = {"rect", "tri", "arcsin", "normal3", NULL};
static const char *const TEST_WORDS[] = {
    "checklist", "point_error", "stat",       "paired", "series",
    "field",     "regression",  "formula",    NULL};
static const char *const NU[] = {"truncated", "continuous", NULL};

static const struct shape_field CONFIRMED_FIELDS[] = {
    FIELD("by", SHAPE_TEXT, REQ), FIELD("on", SHAPE_DAY, REQ), FIELD("copy", SHAPE_TEXT, REQ)};
static const struct shape CONFIRMED = SHAPE("confirmed", CONFIRMED_FIELDS);

static const struct shape_field ALTERNATIVE_FIELDS[] = {
    FIELD("what", SHAPE_TEXT, REQ), FIELD("value", SHAPE_TEXT, REQ),
    FIELD("source", SHAPE_TEXT, REQ)};
static const struct shape ALTERNATIVE = SHAPE("alternative", ALTERNATIVE_FIELDS);

static const struct shape_field VALIDITY_BY_FIELDS[] = {
    FIELD("when", SHAPE_WHEN, REQ), FIELD("months", SHAPE_INT, REQ)};
static const struct shape VALIDITY_BY = SHAPE("validity_by", VALIDITY_BY_FIELDS);

static const struct shape_field VALIDITY_FIELDS[] = {
    TITLES(REQ), FIELD("counts_from", SHAPE_TEXT, 0),
    BELOW("by", SHAPE_LIST, 0, VALIDITY_BY), EVIDENCE(REQ)};
static const struct shape VALIDITY = SHAPE("validity", VALIDITY_FIELDS);

static const struct shape_field HEAD_FIELDS[] = {
    FIELD("code", SHAPE_TEXT, REQ), FIELD("edition", SHAPE_TEXT, REQ),
    FIELD("title_zh", SHAPE_TEXT, REQ), FIELD("title_en", SHAPE_TEXT, REQ),
    WORDS("kind", REQ, REGULATION_KINDS), FIELD("grades", SHAPE_TEXTS, REQ),
    FIELD("issued", SHAPE_DAY, NUL), FIELD("in_force", SHAPE_DAY, NUL),
    FIELD("in_force_until", SHAPE_DAY, NUL), FIELD("supersedes", SHAPE_TEXT, NUL),
    FIELD("validity_months", SHAPE_INT, REQ), BELOW("validity", SHAPE_OBJECT, REQ, VALIDITY),
    WORDS("procedure", REQ, PROCEDURES), FIELD("note", SHAPE_TEXT, REQ)};
static const struct shape HEAD = SHAPE("head", HEAD_FIELDS);

static const struct shape_field PROVENANCE_FIELDS[] = {
    FIELD("what", SHAPE_TEXT, REQ), FIELD("source", SHAPE_TEXT, REQ),
    FIELD("confidence", SHAPE_PART, REQ)};
static const struct shape PROVENANCE = SHAPE("provenance", PROVENANCE_FIELDS);

static const struct shape_field CHOICE_FIELDS[] = {FIELD("value", SHAPE_TEXT, REQ), TITLES(REQ)};
static const struct shape CHOICE = SHAPE("choice", CHOICE_FIELDS);

static const struct shape_field VAR_FIELDS[] = {
    FIELD("name", SHAPE_TEXT, REQ), TITLES(REQ), FIELD("unit", SHAPE_WORDS, 0),
    WORDS("type", REQ, VAR_TYPES), FIELD("required", SHAPE_BOOL, REQ),
    BELOW("choices", SHAPE_LIST, 0, CHOICE), FIELD("default", SHAPE_WORDS, 0),
    FIELD("above", SHAPE_COUNT, 0), FIELD("least", SHAPE_COUNT, 0),
    FIELD("most", SHAPE_COUNT, 0), FIELD("when", SHAPE_WHEN, 0), FIELD("note", SHAPE_TEXT, 0)};
static const struct shape VAR = SHAPE("instrument_var", VAR_FIELDS);

static const struct shape_field TABLE_INFO_FIELDS[] = {
    TITLES(REQ), FIELD("clause", SHAPE_TEXT, REQ), EVIDENCE(REQ)};
static const struct shape TABLE_INFO = SHAPE("table_info", TABLE_INFO_FIELDS);

static const struct shape_field VAR_INFO_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), TITLES(REQ), FIELD("clause", SHAPE_TEXT, 0), EVIDENCE(0)};
static const struct shape VAR_INFO = SHAPE("var_info", VAR_INFO_FIELDS);

static const struct shape_field SETTING_FIELDS[] = {
    FIELD("value", SHAPE_TEXT, REQ | NUL), TITLES(REQ), FIELD("unit", SHAPE_TEXT, 0),
    FIELD("choices", SHAPE_TEXTS, 0), EVIDENCE(REQ)};
static const struct shape SETTING = SHAPE("setting", SETTING_FIELDS);

static const struct shape_field CHANGE_FIELDS[] = {
    FIELD("max", SHAPE_EXPR, REQ), FIELD("per_hour", SHAPE_BOOL, 0)};
static const struct shape CHANGE = SHAPE("change", CHANGE_FIELDS);

static const struct shape_field CONDITION_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), TITLES(REQ), FIELD("unit", SHAPE_WORDS, REQ),
    FIELD("min", SHAPE_EXPR, NUL), FIELD("max", SHAPE_EXPR, NUL),
    BELOW("change", SHAPE_OBJECT, 0, CHANGE), WORDS("gate", REQ, GATES),
    FIELD("required", SHAPE_BOOL, 0), FIELD("resolution", SHAPE_EXPR, 0),
    {"kinds", SHAPE_TEXTS, 0, 0, NULL, WEIGHBRIDGE_KINDS}, FIELD("when", SHAPE_WHEN, 0),
    FIELD("clause", SHAPE_TEXT, REQ), EVIDENCE(REQ)};
static const struct shape CONDITION = SHAPE("condition", CONDITION_FIELDS);

static const struct shape_field RANGE_FIELDS[] = {
    FIELD("from", SHAPE_EXPR, 0), FIELD("to", SHAPE_EXPR, 0)};
static const struct shape RANGE = SHAPE("range", RANGE_FIELDS);

static const struct shape_field STANDARD_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), FIELD("kind", SHAPE_TEXT, 0), TITLES(REQ),
    FIELD("required", SHAPE_BOOL, REQ),
    {"kinds", SHAPE_TEXTS, 0, 0, NULL, WEIGHBRIDGE_KINDS}, FIELD("when", SHAPE_WHEN, 0),
    BELOW("range", SHAPE_OBJECT, GEN, RANGE), FIELD("expr", SHAPE_EXPR, BRI),
    FIELD("limit", SHAPE_LIMIT, 0), FIELD("zh_rule", SHAPE_TEXT, REQ),
    FIELD("en_rule", SHAPE_TEXT, REQ), FIELD("clause", SHAPE_TEXT, REQ), EVIDENCE(REQ)};
static const struct shape STANDARD = SHAPE("standard", STANDARD_FIELDS);

static const struct shape_field TAKEN_FIELDS[] = {
    FIELD("test", SHAPE_TEXT, REQ), WORDS("take", 0, TAKES), FIELD("output", SHAPE_TEXT, 0)};
static const struct shape TAKEN = SHAPE("taken", TAKEN_FIELDS);

static const struct shape_field ASK_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), TITLES(REQ), FIELD("unit", SHAPE_WORDS, REQ),
    FIELD("required", SHAPE_BOOL, 0), FIELD("default", SHAPE_DECIMAL, 0),
    FIELD("resolution", SHAPE_EXPR, 0), FIELD("count", SHAPE_COUNT, 0),
    BELOW("of", SHAPE_OBJECT, 0, TAKEN),
    {"kinds", SHAPE_TEXTS, 0, 0, NULL, WEIGHBRIDGE_KINDS}, FIELD("when", SHAPE_WHEN, 0)};
static const struct shape ASK = SHAPE("quantity", ASK_FIELDS);

static const struct shape_field ITEM_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), TITLES(REQ), FIELD("may_na", SHAPE_BOOL, 0),
    FIELD("when", SHAPE_WHEN, 0)};
static const struct shape ITEM = SHAPE("item", ITEM_FIELDS);

static const struct shape_field FROM_FIELDS[] = {
    FIELD("test", SHAPE_TEXT, REQ), FIELD("by", SHAPE_TEXT, 0), FIELD("take", SHAPE_TEXTS, 0)};
static const struct shape FROM = SHAPE("from", FROM_FIELDS);

static const struct shape_field ROUND_FIELDS[] = {
    FIELD("to", SHAPE_DECIMAL, REQ), WORDS("mode", 0, ROUNDING)};
static const struct shape ROUND = SHAPE("round", ROUND_FIELDS);

static const struct shape_field OUTPUT_FIELDS[] = {
    FIELD("name", SHAPE_TEXT, REQ), FIELD("zh", SHAPE_TEXT, 0), FIELD("en", SHAPE_TEXT, 0),
    FIELD("expr", SHAPE_EXPR, 0), FIELD("unit", SHAPE_WORDS, 0), FIELD("norm", SHAPE_TEXT, 0),
    FIELD("window", SHAPE_DECIMAL, 0), FIELD("level", SHAPE_INT, 0), FIELD("k", SHAPE_DECIMAL, 0),
    FIELD("scale", SHAPE_EXPR, 0), BELOW("round", SHAPE_OBJECT, 0, ROUND),
    WORDS("compare", 0, COMPARE), FIELD("limit", SHAPE_LIMIT, NUL)};
static const struct shape OUTPUT = SHAPE("output", OUTPUT_FIELDS);

#define POINTED (BIT(TEST_POINT_ERROR) | BIT(TEST_STAT) | BIT(TEST_PAIRED))
#define JUDGED POINTED
#define OUTPUTS (BIT(TEST_SERIES) | BIT(TEST_FIELD) | BIT(TEST_REGRESSION) | BIT(TEST_FORMULA))

static const struct shape_field TEST_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), FIELD("row", SHAPE_TEXT, 0), FIELD("plan", SHAPE_TEXT, BRI),
    TITLES(REQ), WORDS("kind", REQ, TEST_WORDS), FIELD("required", SHAPE_BOOL, REQ),
    WORDS("on_fail", 0, ON_FAIL), FIELD("clause", SHAPE_TEXT, REQ), EVIDENCE(0),
    {"kinds", SHAPE_TEXTS, 0, 0, NULL, WEIGHBRIDGE_KINDS}, FIELD("when", SHAPE_WHEN, GEN),
    FIELD("applies_if", SHAPE_LIMIT, 0), FIELD("applies_to", SHAPE_TEXTS, 0),
    FIELD("requires", SHAPE_TEXTS, 0),
    {"items", SHAPE_LIST, REQ, BIT(TEST_CHECKLIST), &ITEM, NULL},
    {"inputs", SHAPE_LIST, 0, BIT(TEST_FORMULA), &ASK, NULL},
    {"asks", SHAPE_LIST, GEN, POINTED | BIT(TEST_REGRESSION), &ASK, NULL},
    OF("points", SHAPE_POINTS, GEN, POINTED | BIT(TEST_FIELD) | BIT(TEST_REGRESSION)),
    OF("times", SHAPE_POINTS, GEN, BIT(TEST_SERIES)),
    OF("readings", SHAPE_COUNT, GEN,
       BIT(TEST_POINT_ERROR) | BIT(TEST_STAT) | BIT(TEST_REGRESSION)),
    OF("blanks", SHAPE_COUNT, GEN, BIT(TEST_REGRESSION)),
    OF("rounds", SHAPE_COUNT, GEN, BIT(TEST_FIELD) | BIT(TEST_SERIES)),
    OF("sensors", SHAPE_COUNT, GEN, BIT(TEST_FIELD)),
    OF("center", SHAPE_COUNT, GEN, BIT(TEST_FIELD)),
    OF("indicated", SHAPE_BOOL, GEN, BIT(TEST_FIELD)),
    OF("resolution", SHAPE_EXPR, GEN,
       POINTED | BIT(TEST_SERIES) | BIT(TEST_FIELD) | BIT(TEST_REGRESSION)),
    {"from", SHAPE_OBJECT, GEN, POINTED, &FROM, NULL},
    OF("transform", SHAPE_EXPR, 0, BIT(TEST_POINT_ERROR) | BIT(TEST_STAT)),
    OF("ref", SHAPE_EXPR, 0, BIT(TEST_POINT_ERROR)),
    OF("agg", SHAPE_TEXT, 0, BIT(TEST_POINT_ERROR)),
    OF("form", SHAPE_TEXT, 0, BIT(TEST_POINT_ERROR) | BIT(TEST_PAIRED)),
    OF("inner", SHAPE_TEXT, REQ, BIT(TEST_STAT)), OF("outer", SHAPE_TEXT, 0, BIT(TEST_STAT)),
    OF("norm", SHAPE_TEXT, 0, BIT(TEST_STAT)), FIELD("unit", SHAPE_WORDS, 0),
    {"round", SHAPE_OBJECT, 0, JUDGED, &ROUND, NULL},
    {"compare", SHAPE_ONE_OF, 0, JUDGED, NULL, COMPARE},
    OF("limit", SHAPE_LIMIT, NUL, JUDGED),
    {"outputs", SHAPE_LIST, REQ, OUTPUTS, &OUTPUT, NULL}};
const struct shape TEST_SHAPE = SHAPE("test", TEST_FIELDS);

static const struct shape_field VERDICT_FIELDS[] = {
    WORDS("mode", REQ, MODES), FIELD("requirement", SHAPE_BOOL, 0)};
static const struct shape VERDICT = SHAPE("verdict", VERDICT_FIELDS);

static const struct shape_field DECISION_FIELDS[] = {
    WORDS("rule", REQ, DECISION_RULES), FIELD("U", SHAPE_ANY, REQ), FIELD("k", SHAPE_DECIMAL, 0),
    FIELD("factor", SHAPE_DECIMAL, 0), FIELD("of", SHAPE_ANY, 0), EVIDENCE(0)};
static const struct shape DECISION = SHAPE("decision", DECISION_FIELDS);

static const struct shape_field COVERAGE_FIELDS[] = {
    FIELD("k", SHAPE_DECIMAL, 0), FIELD("p", SHAPE_DECIMAL, 0), WORDS("nu", 0, NU),
    FIELD("dominant", SHAPE_BOOL, 0)};
static const struct shape COVERAGE = SHAPE("coverage", COVERAGE_FIELDS);

static const struct shape_field U_ROUND_FIELDS[] = {
    FIELD("digits", SHAPE_EXPR, 0), FIELD("to", SHAPE_EXPR, 0), WORDS("mode", 0, ROUNDING)};
static const struct shape U_ROUND = SHAPE("round_u", U_ROUND_FIELDS);

static const struct shape_field CMC_FIELDS[] = {
    FIELD("expr", SHAPE_EXPR, REQ | NUL), FIELD("zh", SHAPE_TEXT, 0), FIELD("en", SHAPE_TEXT, 0),
    EVIDENCE(REQ)};
static const struct shape CMC = SHAPE("cmc", CMC_FIELDS);

static const struct shape_field GIVEN_FIELDS[] = {
    FIELD("name", SHAPE_TEXT, REQ), FIELD("expr", SHAPE_EXPR, REQ)};
static const struct shape GIVEN = SHAPE("given", GIVEN_FIELDS);

static const struct shape_field SOURCE_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), FIELD("symbol", SHAPE_TEXT, 0), TITLES(REQ),
    WORDS("type", REQ, SOURCE_TYPES), FIELD("clause", SHAPE_TEXT, 0),
    FIELD("when", SHAPE_EXPR, 0), FIELD("sensitivity", SHAPE_EXPR, 0), FIELD("dof", SHAPE_EXPR, 0),
    FIELD("rel_u", SHAPE_EXPR, 0), FIELD("standard", SHAPE_TEXT, 0),
    FIELD("readings", SHAPE_ANY, 0), FIELD("sd", SHAPE_EXPR, 0), FIELD("n", SHAPE_EXPR, 0),
    FIELD("n_used", SHAPE_EXPR, 0), FIELD("half_width", SHAPE_EXPR, NUL),
    WORDS("distribution", 0, DISTRIBUTIONS), FIELD("expanded", SHAPE_EXPR, NUL),
    FIELD("k", SHAPE_EXPR, 0), FIELD("u", SHAPE_EXPR, NUL), EVIDENCE(0)};
static const struct shape SOURCE = SHAPE("uncertainty_source", SOURCE_FIELDS);

static const struct shape_field BUDGET_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), FIELD("test", SHAPE_TEXT, REQ), FIELD("output", SHAPE_TEXT, 0),
    WORDS("per", 0, PER), TITLES(REQ), FIELD("unit", SHAPE_WORDS, 0),
    FIELD("measurand", SHAPE_TEXT, 0), FIELD("clause", SHAPE_TEXT, 0),
    BELOW("given", SHAPE_LIST, 0, GIVEN), BELOW("coverage", SHAPE_OBJECT, REQ, COVERAGE),
    BELOW("round", SHAPE_OBJECT, 0, U_ROUND), BELOW("cmc", SHAPE_OBJECT, REQ | NUL, CMC),
    BELOW("sources", SHAPE_LIST, REQ, SOURCE), EVIDENCE(0)};
static const struct shape BUDGET = SHAPE("uncertainty_budget", BUDGET_FIELDS);

static const struct shape_field CLASS_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), FIELD("class", SHAPE_TEXT, REQ), TITLES(REQ),
    FIELD("e_min_g", SHAPE_DECIMAL, REQ), FIELD("e_max_g", SHAPE_DECIMAL, NUL),
    FIELD("n_min", SHAPE_DECIMAL, REQ), FIELD("n_max", SHAPE_DECIMAL, NUL),
    FIELD("min_e", SHAPE_DECIMAL, REQ), FIELD("part_n_min", SHAPE_DECIMAL, REQ),
    FIELD("clause", SHAPE_TEXT, REQ), FIELD("source", SHAPE_TEXT, 0),
    FIELD("confidence", SHAPE_PART, REQ), BELOW("confirmed", SHAPE_OBJECT, REQ | NUL, CONFIRMED)};
static const struct shape CLASS = SHAPE("accuracy_class", CLASS_FIELDS);

static const struct shape_field WEIGHT_FIELDS[] = {
    FIELD("id", SHAPE_TEXT, REQ), FIELD("class", SHAPE_TEXT, REQ),
    FIELD("nominal", SHAPE_DECIMAL, REQ), FIELD("mpe", SHAPE_DECIMAL, REQ), TITLES(REQ),
    EVIDENCE(REQ)};
static const struct shape WEIGHT = SHAPE("weight_extra", WEIGHT_FIELDS);

static const struct shape_field LAYOUT_FIELDS[] = {
    FIELD("test", SHAPE_TEXT, REQ), FIELD("columns", SHAPE_TEXTS, REQ), FIELD("foot", SHAPE_TEXTS, 0),
    FIELD("sketch", SHAPE_TEXT, 0)};
static const struct shape LAYOUT = SHAPE("layout", LAYOUT_FIELDS);

static const struct shape_field RECORD_FIELDS[] = {
    FIELD("head", SHAPE_TEXTS, REQ), FIELD("instrument", SHAPE_TEXTS, REQ),
    BELOW("tests", SHAPE_LIST, REQ, LAYOUT), FIELD("end", SHAPE_TEXTS, REQ)};
static const struct shape RECORD = SHAPE("record", RECORD_FIELDS);

static const struct shape_field CERTIFICATE_FIELDS[] = {
    FIELD("pages", SHAPE_TEXTS, REQ), FIELD("results", SHAPE_ANY, REQ),
    FIELD("notes", SHAPE_TEXTS, REQ)};
static const struct shape CERTIFICATE = SHAPE("certificate", CERTIFICATE_FIELDS);

static const struct shape_field EDITION_FIELDS[] = {
    FIELD("schema", SHAPE_TEXT, REQ), BELOW("regulation", SHAPE_OBJECT, REQ, HEAD),
    BELOW("provenance", SHAPE_LIST, REQ, PROVENANCE),
    BELOW("instrument_vars", SHAPE_LIST, REQ, VAR), FIELD("context", SHAPE_ANY, 0),
    FIELD("tables", SHAPE_TABLE, 0), BELOW("tables_info", SHAPE_MAP, 0, TABLE_INFO),
    FIELD("vars", SHAPE_ANY, 0), BELOW("vars_info", SHAPE_LIST, 0, VAR_INFO),
    FIELD("limits", SHAPE_ANY, 0),
    BELOW("settings", SHAPE_MAP, 0, SETTING), BELOW("classes", SHAPE_LIST, BRI | REQ, CLASS),
    BELOW("conditions", SHAPE_LIST, GEN | REQ, CONDITION),
    BELOW("standards", SHAPE_LIST, REQ, STANDARD), BELOW("weights_extra", SHAPE_LIST, BRI, WEIGHT),
    FIELD("points", SHAPE_ANY, BRI), FIELD("counts", SHAPE_ANY, BRI),
    BELOW("inputs", SHAPE_LIST, GEN, ASK), BELOW("tests", SHAPE_LIST, REQ, TEST_SHAPE),
    BELOW("verdict", SHAPE_OBJECT, REQ, VERDICT), BELOW("decision", SHAPE_OBJECT, 0, DECISION),
    BELOW("budgets", SHAPE_LIST, 0, BUDGET),
    BELOW("record", SHAPE_OBJECT, REQ, RECORD), BELOW("certificate", SHAPE_OBJECT, REQ, CERTIFICATE)};
const struct shape EDITION_SHAPE = SHAPE("edition", EDITION_FIELDS);

/* ---- grammars ---- */

static const struct shape_field LIMIT_FIELDS[] = {
    FIELD("abs", SHAPE_EXPR, 0), FIELD("le", SHAPE_EXPR, 0), FIELD("ge", SHAPE_EXPR, 0),
    FIELD("between", SHAPE_EXPRS, 0), FIELD("by", SHAPE_TEXT, 0), FIELD("map", SHAPE_ANY, 0),
    FIELD("steps", SHAPE_ANY, 0), FIELD("abs_key", SHAPE_BOOL, 0), FIELD("any", SHAPE_ANY, 0),
    FIELD("all", SHAPE_ANY, 0), FIELD("of", SHAPE_TEXT, 0), FIELD("never", SHAPE_BOOL, 0),
    FIELD("use", SHAPE_TEXT, 0), FIELD("clause", SHAPE_TEXT, 0), EVIDENCE(0)};
const struct shape LIMIT_SHAPE = SHAPE("limit", LIMIT_FIELDS);

static const struct shape_field STEP_FIELDS[] = {
    FIELD("lt", SHAPE_EXPR, 0), FIELD("le_key", SHAPE_EXPR, 0), FIELD("else", SHAPE_BOOL, 0),
    FIELD("limit", SHAPE_LIMIT, REQ | NUL), FIELD("clause", SHAPE_TEXT, 0)};
const struct shape STEP_SHAPE = SHAPE("step", STEP_FIELDS);

static const struct shape_field CHOSEN_FIELDS[] = {
    FIELD("least", SHAPE_COUNT, REQ), FIELD("most", SHAPE_COUNT, 0), FIELD("from", SHAPE_EXPR, 0),
    FIELD("to", SHAPE_EXPR, 0)};
static const struct shape CHOSEN = SHAPE("chosen", CHOSEN_FIELDS);

static const struct shape_field POSITION_FIELDS[] = {FIELD("id", SHAPE_TEXT, REQ), TITLES(REQ)};
static const struct shape POSITION = SHAPE("position", POSITION_FIELDS);

static const struct shape_field POINTS_FIELDS[] = {
    FIELD("list", SHAPE_ANY, 0), FIELD("fractions", SHAPE_EXPRS, 0), FIELD("of", SHAPE_EXPR, 0),
    FIELD("even", SHAPE_COUNT, 0), FIELD("every", SHAPE_EXPR, 0), FIELD("numbered", SHAPE_EXPR, 0),
    FIELD("from", SHAPE_EXPR, 0), FIELD("to", SHAPE_EXPR, 0), FIELD("items", SHAPE_TEXT, 0),
    FIELD("near", SHAPE_ANY, 0), BELOW("chosen", SHAPE_OBJECT, 0, CHOSEN),
    FIELD("edges_of", SHAPE_TEXT, 0), FIELD("parts", SHAPE_ANY, 0), FIELD("by", SHAPE_TEXT, 0),
    FIELD("map", SHAPE_ANY, 0), FIELD("round_to", SHAPE_EXPR, 0), FIELD("until", SHAPE_EXPR, 0),
    FIELD("sorted", SHAPE_BOOL, 0), FIELD("least", SHAPE_COUNT, 0), FIELD("spare", SHAPE_EXPRS, 0),
    FIELD("both_ways", SHAPE_BOOL, 0), BELOW("positions", SHAPE_LIST, 0, POSITION),
    FIELD("with", SHAPE_ANY, 0), FIELD("also", SHAPE_TEXT, 0), FIELD("each_of", SHAPE_TEXT, 0),
    FIELD("as", SHAPE_TEXT, 0), FIELD("zh", SHAPE_TEXT, 0), FIELD("en", SHAPE_TEXT, 0), EVIDENCE(0)};
const struct shape POINTS_SHAPE = SHAPE("points", POINTS_FIELDS);

/* Members of a point may have any name that the edition declares. */
static const struct shape_field POINT_FIELDS[] = {
    FIELD("p", SHAPE_EXPR, REQ), FIELD("tol", SHAPE_EXPR, 0), FIELD("label", SHAPE_TEXT, 0),
    FIELD("when", SHAPE_WHEN, 0)};
const struct shape POINT_SHAPE = SHAPE("point", POINT_FIELDS);
/* clang-format on */

const struct shape_field *shape_find(const struct shape *s, struct text name)
{
    for (size_t i = 0; i < s->n; i++)
        if (text_is(name, s->fields[i].name))
            return &s->fields[i];
    return NULL;
}
