#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "json_jansson_peer.h"

#include "base/json.h"
#include "base/rand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The reader against jansson 2.14 on generated and damaged documents of a fixed seed:
 *  - what we read, jansson reads, and the trees are equal: strings to the byte, whole
 * numbers to the digit, others as the double that jansson makes of them;
 *  - what jansson refuses, we refuse;
 *  - where only we refuse, it is for one of STRICTER, and each of these comes up;
 *  - what we write of a tree, jansson reads as the same tree. */
enum { DOCUMENTS = 300000, DEPTH = 6, SEED = 20310506 };

/* Limits of ours; and a NUL byte after a number, over which jansson 2.14 passes. */
static const char *const STRICTER[] = {"json.depth", "json.key", "json.number",
                                       "json.range", "json.nul"};

/* ---- documents ---- */

#define P(s)                                                                             \
    {                                                                                    \
        "" s, sizeof(s) - 1                                                              \
    }
/* clang-format off */
/* May stand in a string. */
static const struct text INSIDE[] = {
    P("\\u0041"), P("\\ud83d\\ude00"), P("\\uFFFF"), P("\\u00e9"), P("\\n"), P("\\/"), P("\\\""),
    P("'"), P("\xE6\x9D\x83"), P("\xC3\xA9"), P("\xF0\x9F\x98\x80"), P("\xF4\x8F\xBF\xBF"),
    P("\xED\x9F\xBF"), P("\xE0\xA0\x80"), P("\x7f"),
};
/* The borders of the grammar. */
static const struct text PIECES[] = {
    P("\\u0000"), P("\\ud800"), P("\\udc00"), P("\\u12"), P("\\x"), P("\\"), P("\""),
    P("\xF4\x90\x80\x80"), P("\xED\xA0\x80"), P("\xC0\xAF"), P("\xE0\x9F\xBF"),
    P("\xF0\x8F\xBF\xBF"), P("\x80"), P("\xFF"), P("\0"), P("\n"), P("\t"), P("\x1f"), P(" "),
    P("\xC2\xA0"), P("\xEF\xBB\xBF"), P("{"), P("}"), P("["), P("]"), P(","), P(":"),
    P("\"a\":"), P("-"), P("+"), P("."), P("e"), P("E-"), P("0"), P("1"), P("00"), P("9"),
    P("9223372036854775807"), P("9223372036854775808"), P("18446744073709551616"),
    P("-9223372036854775809"), P("1e400"), P("0.1"), P("null"), P("true"), P("false"),
    P("NaN"), P("Infinity"), P("/**/"), P("//"), P("\\ud83d\\ude00"), P("\xE6\x9D\x83"),
};
/* clang-format on */

static bool chance(struct rand *r, uint64_t one_in)
{
    return rand_below(r, one_in) == 0;
}

static void add_space(struct rand *r, struct buf *b)
{
    while (chance(r, 6))
        buf_add_char(b, " \n\r\t"[rand_below(r, 4)]);
}

static void add_string(struct rand *r, struct buf *b)
{
    uint64_t n = chance(r, 400) ? 120 + rand_below(r, 20) : rand_below(r, 12);

    buf_add_char(b, '"');
    while (n--) {
        if (chance(r, 120))
            buf_add(b, PIECES[rand_below(r, LEN(PIECES))]);
        else if (chance(r, 5))
            buf_add(b, INSIDE[rand_below(r, LEN(INSIDE))]);
        else
            buf_add_char(b, (char)('a' + rand_below(r, 26)));
    }
    buf_add_char(b, '"');
}

static void add_digits(struct rand *r, struct buf *b, uint64_t n)
{
    while (n--)
        buf_add_char(b, (char)('0' + rand_below(r, 10)));
}

static void add_number(struct rand *r, struct buf *b)
{
    if (chance(r, 2))
        buf_add_char(b, '-');
    if (chance(r, 5))
        buf_add_char(b, '0');
    else
        buf_add_char(b, (char)('1' + rand_below(r, 9)));
    if (b->p[b->len - 1] != '0' || chance(r, 50))
        add_digits(r, b, chance(r, 200) ? 120 + rand_below(r, 12) : rand_below(r, 20));
    if (chance(r, 3)) {
        buf_add_char(b, '.');
        add_digits(r, b, 1 + rand_below(r, 5));
    }
    if (chance(r, 6))
        buf_add_format(b, "%c%s%d", chance(r, 2) ? 'e' : 'E', chance(r, 2) ? "-" : "",
                       (int)rand_below(r, chance(r, 4) ? 400 : 20));
}

static void add_value(struct rand *r, struct buf *b, int depth);

static void add_items(struct rand *r, struct buf *b, int depth, bool named)
{
    uint64_t n = chance(r, 20) ? 8 + rand_below(r, 12) : rand_below(r, 5);

    buf_add_char(b, named ? '{' : '[');
    add_space(r, b);
    for (uint64_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(b, ',');
        add_space(r, b);
        if (named) {
            if (chance(r, 5))
                add_string(r, b);
            else
                buf_add_format(b, "\"k%d\"", chance(r, 60) ? 0 : (int)i);
            add_space(r, b);
            buf_add_char(b, ':');
            add_space(r, b);
        }
        add_value(r, b, depth - 1);
        add_space(r, b);
    }
    buf_add_char(b, named ? '}' : ']');
}

static void add_value(struct rand *r, struct buf *b, int depth)
{
    static const char *const WORDS[] = {"null", "true", "false"};
    uint64_t kind = rand_below(r, depth > 0 ? 8 : 5);

    if (kind == 0)
        buf_add_str(b, WORDS[rand_below(r, LEN(WORDS))]);
    else if (kind < 3)
        add_number(r, b);
    else if (kind < 5)
        add_string(r, b);
    else
        add_items(r, b, depth, kind > 5);
}

static struct text slice(struct text t, struct rand *r)
{
    size_t from = rand_below(r, t.len + 1);
    size_t n = rand_below(r, t.len - from + 1);

    return (struct text){t.p + from, n < 12 ? n : 12};
}

/* One damage: bytes out, in, changed, repeated or cut off. */
static struct text damage(struct rand *r, struct arena *a, struct text t)
{
    size_t at = rand_below(r, t.len + 1);
    size_t skip = 0;
    struct text in = {0};
    struct buf b;

    switch (rand_below(r, 5)) {
    case 0:
        skip = rand_below(r, 3);
        break;
    case 1:
        in = PIECES[rand_below(r, LEN(PIECES))];
        break;
    case 2:
        in = PIECES[rand_below(r, LEN(PIECES))];
        skip = 1;
        break;
    case 3:
        in = slice(t, r);
        break;
    default:
        skip = chance(r, 3) ? t.len : 1;
        break;
    }
    if (skip > t.len - at)
        skip = t.len - at;
    buf_init(&b, a);
    buf_add(&b, (struct text){t.p, at});
    buf_add(&b, in);
    buf_add(&b, (struct text){t.p + at + skip, t.len - at - skip});
    return buf_text(&b);
}

static struct text make_document(struct rand *r, struct arena *a)
{
    uint64_t depth = chance(r, 300) ? 30 + rand_below(r, 5) : 0;
    struct text t;
    struct buf b;

    buf_init(&b, a);
    for (uint64_t i = 0; i < depth; i++)
        buf_add_char(&b, '[');
    add_space(r, &b);
    add_value(r, &b, depth ? 0 : DEPTH);
    add_space(r, &b);
    for (uint64_t i = 0; i < depth; i++)
        buf_add_char(&b, ']');
    t = buf_text(&b);
    if (chance(r, 2))
        for (uint64_t n = 1 + rand_below(r, 3); n; n--)
            t = damage(r, a, t);
    return t;
}

/* ---- the tree that we read, in the words of the peer ---- */

static void describe_text(struct text t, struct buf *out)
{
    buf_add_format(out, "S%zu:", t.len);
    buf_add(out, t);
    assert_int_equal(t.p[t.len], 0);
    assert_int_equal(strlen(t.p), t.len);
}

static void describe_number(const struct json *v, struct buf *out)
{
    int64_t n = 0;

    assert_int_equal(v->text.p[v->text.len], 0);
    if (json_int(v, &n) == QH_OK)
        buf_add_format(out, "I%lld", (long long)n);
    else if (!strpbrk(v->text.p, ".eE") || !peer_describe(v->text, out))
        fail_msg("%s is neither whole nor a number of jansson's", v->text.p);
}

static void describe(const struct json *v, struct buf *out)
{
    size_t n = 0;

    switch (v->kind) {
    case JSON_NULL:
        buf_add_char(out, 'n');
        return;
    case JSON_TRUE:
        buf_add_char(out, 't');
        return;
    case JSON_FALSE:
        buf_add_char(out, 'f');
        return;
    case JSON_NUMBER:
        describe_number(v, out);
        return;
    case JSON_STRING:
        describe_text(v->text, out);
        return;
    case JSON_ARRAY:
    case JSON_OBJECT:
        break;
    }
    buf_add_char(out, v->kind == JSON_ARRAY ? '[' : '{');
    for (const struct json *i = v->first; i; i = i->next, n++) {
        if (v->kind == JSON_OBJECT)
            describe_text(i->key, out);
        describe(i, out);
    }
    assert_int_equal(n, v->count);
    buf_add_char(out, v->kind == JSON_ARRAY ? ']' : '}');
}

/* ---- comparison ---- */

struct tally {
    size_t both;
    size_t neither;
    size_t stricter[LEN(STRICTER)];
};

static void report(const char *what, struct text t, const char *more)
{
    (void)fprintf(stderr, "%s: %s\n%.*s\n", what, more, (int)t.len, t.p);
    fail_msg("%s", what);
}

static void count_refusal(struct tally *n, struct text t, const struct qh_error *err)
{
    for (size_t i = 0; i < LEN(STRICTER); i++) {
        if (strcmp(err->key, STRICTER[i]) == 0) {
            n->stricter[i]++;
            return;
        }
    }
    report("only we refuse", t, err->key);
}

static void check_writer(struct arena *a, const struct json *v, struct text t,
                         struct text want)
{
    struct json_writer w;
    struct buf written;
    struct buf again;

    buf_init(&written, a);
    buf_init(&again, a);
    json_begin(&w, &written);
    json_put_node(&w, v);
    if (!peer_describe(buf_text(&written), &again))
        report("jansson refuses what we wrote", t, buf_str(&written));
    if (!text_equal(buf_text(&again), want))
        report("jansson reads what we wrote as another tree", t, buf_str(&written));
}

static void compare(struct arena *a, struct text t, struct tally *n)
{
    struct json *v = NULL;
    struct qh_error err = {0};
    struct buf ours;
    struct buf theirs;
    bool accepted = json_parse(a, t, &v, &err) == QH_OK;
    bool accepted_there;

    buf_init(&ours, a);
    buf_init(&theirs, a);
    accepted_there = peer_describe(t, &theirs);
    if (!accepted && !accepted_there) {
        n->neither++;
        return;
    }
    if (!accepted) {
        count_refusal(n, t, &err);
        return;
    }
    describe(v, &ours);
    if (!accepted_there)
        report("only jansson refuses", t, buf_str(&ours));
    if (!text_equal(buf_text(&ours), buf_text(&theirs)))
        report("the trees differ", t, buf_str(&ours));
    check_writer(a, v, t, buf_text(&ours));
    n->both++;
}

static void agrees_with_jansson(void **state)
{
    struct rand r = rand_seed(SEED);
    struct tally n = {0};
    struct arena a;

    (void)state;
    arena_init(&a, 0);
    for (int i = 0; i < DOCUMENTS; i++) {
        compare(&a, make_document(&r, &a), &n);
        arena_reset(&a);
    }
    arena_done(&a);
    print_message("# %zu read by both, %zu by none", n.both, n.neither);
    for (size_t i = 0; i < LEN(STRICTER); i++)
        print_message(", %zu %s", n.stricter[i], STRICTER[i]);
    print_message("\n");
    assert_true(n.both > DOCUMENTS / 3 && n.neither > DOCUMENTS / 5);
    for (size_t i = 0; i < LEN(STRICTER); i++)
        assert_true(n.stricter[i] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_jansson),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
