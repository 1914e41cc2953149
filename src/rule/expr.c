/* Recursive descent to postfix code.  The depth of the descent and the height of the
 * evaluation stack are counted while compiling, so that evaluation needs no checks. */
#include "rule/expr.h"

#include "rule/expr_code.h"
#include "rule/stat.h"

enum { OPS_MAX = 1200 };

struct parser {
    struct arena *arena;
    struct names *names;
    struct text src;
    size_t pos;
    int depth;
    int height;
    int highest;
    struct expr_op *ops;
    uint32_t ops_n;
    struct dec *constants;
    uint32_t constants_n;
    struct qh_error *err;
};

QH_MUST static qh_status parse_sum(struct parser *p);
QH_MUST static qh_status parse_factor(struct parser *p);

QH_MUST static qh_status fail_at(const struct parser *p, size_t pos, qh_status status,
                                 const char *key, const char *what)
{
    return qh_fail(p->err, status, key, "", "%s at column %zu of '%.*s'", what, pos + 1,
                   p->src.len < 160 ? (int)p->src.len : 160, p->src.p);
}

static void skip_space(struct parser *p)
{
    while (p->pos < p->src.len && (p->src.p[p->pos] == ' ' || p->src.p[p->pos] == '\t' ||
                                   p->src.p[p->pos] == '\n' || p->src.p[p->pos] == '\r'))
        p->pos++;
}

/* The next character that is no space, 0 at the end. */
static char peek(struct parser *p)
{
    skip_space(p);
    return p->pos < p->src.len ? p->src.p[p->pos] : 0;
}

static bool take(struct parser *p, char c)
{
    if (peek(p) != c)
        return false;
    p->pos++;
    return true;
}

QH_MUST static qh_status emit(struct parser *p, enum expr_code code, uint8_t argc,
                              uint32_t arg, size_t at)
{
    bool pushes = code == OP_CONST || code == OP_NAME || code == OP_STAT;
    bool binary = code >= OP_ADD && code <= OP_POW;

    if (p->ops_n == OPS_MAX)
        return fail_at(p, at, QH_LIMIT, "expr.length", "too many operations");
    p->ops[p->ops_n++] =
        (struct expr_op){(uint8_t)code, argc, (uint16_t)arg, (uint16_t)(at + 1)};
    if (pushes)
        p->height++;
    else if (binary)
        p->height--;
    else if (code == OP_MIN || code == OP_MAX)
        p->height -= argc - 1;
    if (p->height > p->highest)
        p->highest = p->height;
    if (p->height > EXPR_STACK_MAX)
        return fail_at(p, at, QH_LIMIT, "expr.depth", "too many intermediate values");
    return QH_OK;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80;
}

static size_t digits_from(const struct parser *p, size_t i)
{
    while (i < p->src.len && is_digit(p->src.p[i]))
        i++;
    return i;
}

QH_MUST static qh_status parse_number(struct parser *p)
{
    const char *s = p->src.p;
    size_t from = p->pos;
    size_t i = digits_from(p, from);
    struct dec v;

    if (i < p->src.len && s[i] == '.')
        i = digits_from(p, i + 1);
    if (i < p->src.len && (s[i] == 'e' || s[i] == 'E')) {
        size_t j = i + 1;

        if (j < p->src.len && (s[j] == '+' || s[j] == '-'))
            j++;
        if (digits_from(p, j) > j)
            i = digits_from(p, j);
    }
    if (dec_parse((struct text){s + from, i - from}, &v) ||
        (i < p->src.len && is_letter(s[i])))
        return fail_at(p, from, QH_INVALID, "expr.syntax", "not a number");
    p->pos = i;
    p->constants[p->constants_n] = v;
    return emit(p, OP_CONST, 0, p->constants_n++, from);
}

/* A name, or that of a result of another test, which has dots. */
static struct text take_name(struct parser *p)
{
    size_t from = p->pos;

    if (from < p->src.len && p->src.p[from] == 'r')
        p->pos += name_result_length((struct text){p->src.p + from, p->src.len - from});
    while (p->pos < p->src.len &&
           (is_letter(p->src.p[p->pos]) || is_digit(p->src.p[p->pos])))
        p->pos++;
    return (struct text){p->src.p + from, p->pos - from};
}

/* The single name of "(name)"; *pos moves only if it is one. */
static bool lone_name(struct parser *p, struct text *out)
{
    size_t back = p->pos;
    struct text name;

    skip_space(p);
    name = take_name(p);
    if (name.len && !is_digit(name.p[0]) && (peek(p) == ')' || peek(p) == ',')) {
        *out = name;
        return true;
    }
    p->pos = back;
    return false;
}

/* mean(x) and its like, also min(x) and max(x) of one list. */
QH_MUST static qh_status parse_list_call(struct parser *p, enum stat s, size_t at)
{
    struct text name;
    uint32_t slot;
    qh_status rc;

    if (!lone_name(p, &name))
        return fail_at(p, at, QH_INVALID, "expr.arguments", "the name of a list is due");
    rc = names_add(p->names, name, &slot, p->err);
    if (rc)
        return rc;
    if (!take(p, ')'))
        return fail_at(p, p->pos, QH_INVALID, "expr.arguments", "one argument only");
    return emit(p, OP_STAT, (uint8_t)s, slot, at);
}

QH_MUST static qh_status parse_interp(struct parser *p, size_t at)
{
    struct text name;
    uint32_t slot;
    qh_status rc;

    if (!lone_name(p, &name) || !take(p, ','))
        return fail_at(p, at, QH_INVALID, "expr.arguments",
                       "the name of a table and a value are due");
    rc = names_add(p->names, name, &slot, p->err);
    if (!rc)
        rc = parse_sum(p);
    if (rc)
        return rc;
    if (!take(p, ')'))
        return fail_at(p, p->pos, QH_INVALID, "expr.syntax", "')' is due");
    return emit(p, OP_INTERP, 1, slot, at);
}

QH_MUST static qh_status parse_scalar_call(struct parser *p, enum expr_code code,
                                           size_t at)
{
    bool many = code == OP_MIN || code == OP_MAX;
    int argc = 0;
    qh_status rc;

    do {
        if (++argc > (many ? EXPR_STACK_MAX : 1))
            return fail_at(p, at, QH_INVALID, "expr.arguments", "too many arguments");
        rc = parse_sum(p);
        if (rc)
            return rc;
    } while (take(p, ','));
    if (!take(p, ')'))
        return fail_at(p, p->pos, QH_INVALID, "expr.syntax", "')' is due");
    return emit(p, code, (uint8_t)argc, 0, at);
}

QH_MUST static qh_status parse_call(struct parser *p, struct text name, size_t at)
{
    static const struct {
        const char *name;
        enum expr_code code;
        enum stat stat;
    } FUNCTIONS[] = {
        {"abs", OP_ABS, STATS},       {"sqrt", OP_SQRT, STATS},
        {"min", OP_MIN, STAT_MIN},    {"max", OP_MAX, STAT_MAX},
        {"mean", OP_STAT, STAT_MEAN}, {"sd", OP_STAT, STAT_SD},
        {"sum", OP_STAT, STAT_SUM},   {"range", OP_STAT, STAT_RANGE},
        {"rsd", OP_STAT, STAT_RSD},   {"interp", OP_INTERP, STATS},
        {"exp", OP_EXP, STATS},
    };

    for (size_t i = 0; i < LEN(FUNCTIONS); i++) {
        size_t back = p->pos;
        struct text one;

        if (!text_is(name, FUNCTIONS[i].name))
            continue;
        if (FUNCTIONS[i].code == OP_STAT)
            return parse_list_call(p, FUNCTIONS[i].stat, at);
        if (FUNCTIONS[i].code == OP_INTERP)
            return parse_interp(p, at);
        if (FUNCTIONS[i].stat != STATS && lone_name(p, &one)) {
            bool alone = peek(p) == ')';

            p->pos = back;
            if (alone)
                return parse_list_call(p, FUNCTIONS[i].stat, at);
        }
        return parse_scalar_call(p, FUNCTIONS[i].code, at);
    }
    return fail_at(p, at, QH_INVALID, "expr.function", "no such function");
}

QH_MUST static qh_status parse_atom(struct parser *p)
{
    char c = peek(p);
    size_t at = p->pos;
    struct text name;
    uint32_t slot;
    qh_status rc;

    if (c == '(') {
        p->pos++;
        rc = parse_sum(p);
        if (rc)
            return rc;
        if (!take(p, ')'))
            return fail_at(p, p->pos, QH_INVALID, "expr.syntax", "')' is due");
        return QH_OK;
    }
    if (is_digit(c) || c == '.')
        return parse_number(p);
    if (!is_letter(c))
        return fail_at(p, p->pos, QH_INVALID, "expr.syntax",
                       "a number, a name or '(' is due");
    name = take_name(p);
    if (take(p, '('))
        return parse_call(p, name, at);
    rc = names_add(p->names, name, &slot, p->err);
    if (rc)
        return rc;
    return emit(p, OP_NAME, 0, slot, at);
}

static bool take_power(struct parser *p)
{
    if (take(p, '^'))
        return true;
    if (peek(p) != '*' || p->pos + 1 >= p->src.len || p->src.p[p->pos + 1] != '*')
        return false;
    p->pos += 2;
    return true;
}

QH_MUST static qh_status parse_power(struct parser *p)
{
    size_t at;
    qh_status rc;

    rc = parse_atom(p);
    if (rc)
        return rc;
    skip_space(p);
    at = p->pos;
    if (!take_power(p))
        return QH_OK;
    rc = parse_factor(p);
    if (rc)
        return rc;
    return emit(p, OP_POW, 2, 0, at);
}

QH_MUST static qh_status parse_factor(struct parser *p)
{
    qh_status rc;
    size_t at;

    if (++p->depth > EXPR_DEPTH_MAX)
        return fail_at(p, p->pos, QH_LIMIT, "expr.depth", "nested too deeply");
    skip_space(p);
    at = p->pos;
    if (take(p, '-')) {
        rc = parse_factor(p);
        if (!rc)
            rc = emit(p, OP_NEG, 1, 0, at);
    } else {
        rc = parse_power(p);
    }
    p->depth--;
    return rc;
}

QH_MUST static qh_status parse_product(struct parser *p)
{
    qh_status rc;

    rc = parse_factor(p);
    while (!rc) {
        char c = peek(p);
        size_t at = p->pos;

        if (c != '*' && c != '/')
            return QH_OK;
        p->pos++;
        rc = parse_factor(p);
        if (!rc)
            rc = emit(p, c == '*' ? OP_MUL : OP_DIV, 2, 0, at);
    }
    return rc;
}

QH_MUST static qh_status parse_sum(struct parser *p)
{
    qh_status rc;

    rc = parse_product(p);
    while (!rc) {
        char c = peek(p);
        size_t at = p->pos;

        if (c != '+' && c != '-')
            return QH_OK;
        p->pos++;
        rc = parse_product(p);
        if (!rc)
            rc = emit(p, c == '+' ? OP_ADD : OP_SUB, 2, 0, at);
    }
    return rc;
}

static bool is_fixed(const struct parser *p)
{
    for (uint32_t i = 0; i < p->ops_n; i++) {
        enum expr_code code = (enum expr_code)p->ops[i].code;

        if ((code == OP_NAME || code == OP_STAT || code == OP_INTERP) &&
            !p->names->fixed[p->ops[i].arg])
            return false;
    }
    return true;
}

qh_status expr_compile(struct arena *a, struct names *names, struct text source,
                       struct expr **out, struct qh_error *err)
{
    struct parser p = {.arena = a, .names = names, .src = source, .err = err};
    size_t cap = source.len + 1 < OPS_MAX ? source.len + 1 : OPS_MAX;
    struct expr *e;
    qh_status rc;

    if (source.len > EXPR_LENGTH_MAX)
        return qh_fail(err, QH_LIMIT, "expr.length", "", "%zu characters, at most %d",
                       source.len, EXPR_LENGTH_MAX);
    if (!text_is_utf8(source))
        return qh_fail(err, QH_INVALID, "expr.syntax", "", "not UTF-8");
    p.ops = ARENA_ARRAY(a, cap, struct expr_op);
    p.constants = ARENA_ARRAY(a, cap / 2 + 1, struct dec);
    rc = parse_sum(&p);
    if (rc)
        return rc;
    if (peek(&p))
        return fail_at(&p, p.pos, QH_INVALID, "expr.syntax", "the end is due");
    e = ARENA_NEW(a, struct expr);
    *e = (struct expr){
        .source = {text_copy(a, source), source.len},
        .place = source.p,
        .before = names->last,
        .ops = p.ops,
        .ops_n = p.ops_n,
        .constants = p.constants,
        .constants_n = p.constants_n,
        .height = (uint32_t)p.highest,
        .id = names->exprs_n++,
        .fixed = is_fixed(&p),
    };
    names->last = e;
    *out = e;
    return QH_OK;
}
