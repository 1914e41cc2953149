/* visit_shapes.h - the JSON of visits, shared by the addresses that answer with them. */
#pragma once

#include "domain/visit_list.h"
#include "http/api.h"

enum { VISIT_FIELDS = 21, VISIT_DETAIL_FIELDS = 24 };

extern const char *const VISIT_KINDS[6];
extern const char *const VISIT_PRODUCTION[5];
extern const struct json_field VISIT_OUT[VISIT_FIELDS];
extern const struct json_field VISIT_DETAIL_OUT[VISIT_DETAIL_FIELDS];

/* 200 (or status) with the whole visit. */
QH_MUST qh_status visit_reply(struct ctx *c, struct res *rs, int status, const char *id);
