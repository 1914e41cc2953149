#include "rule/regulation_data.h"

const struct rule_test *regulation_test(const struct regulation *r, const char *id)
{
    for (size_t i = 0; i < r->tests_n; i++)
        if (str_equal(r->tests[i].id, id))
            return &r->tests[i];
    return NULL;
}
