#include "rule/value_text.h"

#include "base/text.h"

#include <string.h>

/* "1.234560E-09": seven digits, an exponent of at least two. */
static char *tiny_text(struct arena *a, struct dec v)
{
    struct dec n = dec_normal(dec_significant(v, 7));
    const char *digits = dec_text(a, (struct dec){.coef = dec_abs(n).coef});
    size_t len = strlen(digits);
    long exp = (long)n.exp + (long)len - 1;

    return str_format(a, "%s%c.%.6sE%c%02ld", dec_sign(v) < 0 ? "-" : "", digits[0],
                      str_format(a, "%s000000", digits + 1), exp < 0 ? '-' : '+',
                      exp < 0 ? -exp : exp);
}

char *value_text(struct arena *a, struct dec v, bool negative, bool rounded)
{
    struct dec s;

    if (rounded) {
        const char *sign = negative && !dec_sign(v) ? "-" : "";

        return str_format(a, "%s%s", sign, dec_text(a, v));
    }
    s = dec_significant(v, 12);
    if (dec_sign(s) && dec_compare(dec_abs(s), dec_scaled(1, -6)) < 0)
        return tiny_text(a, s);
    return dec_text_short(a, s);
}
