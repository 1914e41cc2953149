/* package_row.h - what package*.c and pick.c share. */
#pragma once

#include "domain/package.h"
#include "store/sql_package.h"

/* QH_NOT_FOUND "package.not_found". */
QH_MUST qh_status package_load(struct ctx *c, const char *id,
                               struct sql_package_one *out);
/* struct package_rule, struct package_item_shown. */
QH_MUST qh_status package_load_rules(struct ctx *c, const char *id,
                                     struct json_list *out);
QH_MUST qh_status package_load_items(struct ctx *c, const char *id,
                                     struct json_list *out);
/* Do all rules hold for the enterprise; the reasons are struct offer_reason. */
QH_MUST qh_status package_fits_one(struct ctx *c, const struct json_list *rules,
                                   const struct sql_package_subject *e, bool *out_fits,
                                   struct json_list *out_reasons);
/* The enterprise, if the actor may act for it: QH_NOT_FOUND "enterprise.not_found". */
QH_MUST qh_status package_subject(struct ctx *c, const char *enterprise_id,
                                  struct sql_package_subject *out);
