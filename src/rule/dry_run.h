/* dry_run.h - every expression of an edition worked out once with made-up numbers, so
 * that a broken rule never reaches the field.
 */
#pragma once

#include "rule/regulation_data.h"

/* Numbers, lists, texts and tables stand where the edition declares them.  An expression
 * is refused if no set of made-up numbers gives a result: a division by a constant zero,
 * a list where a number is due, a table look-up that cannot hit.  err->field is the path
 * of the expression.  QH_INVALID "expr.*", "stat.*"; QH_RANGE "expr.range". */
QH_MUST qh_status dry_run(struct arena *a, const struct regulation *r,
                          struct qh_error *err);
