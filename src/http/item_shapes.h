/* item_shapes.h - the shape of an item's wording inside a struct that holds one. */
#pragma once

#include "domain/item.h"
#include "http/api.h"

/* clang-format off */
#define WORDING_ROW(T, f, type, req, lo, hi) \
    {#f, offsetof(T, wording) + offsetof(struct item_wording, f), (type), (req), (lo), (hi), \
     NULL, NULL, 0, 0, NULL}
#define WORDING_STR(T, f, req, hi) WORDING_ROW(T, f, JSON_T_STR, req, req, hi)

#define WORDING_ROWS(T) \
    WORDING_STR(T, category_zh, JSON_REQUIRED, 60), \
    WORDING_STR(T, category_en, JSON_REQUIRED, 60), \
    WORDING_STR(T, name_zh, JSON_REQUIRED, 120), \
    WORDING_STR(T, name_en, JSON_REQUIRED, 160), \
    WORDING_STR(T, who_may_ask, JSON_REQUIRED, 200), \
    WORDING_STR(T, basis, JSON_REQUIRED, 400), \
    WORDING_ROW(T, statutory_limit_wd, JSON_T_INT_OPT, JSON_OPTIONAL, 1, 365), \
    WORDING_ROW(T, commit_limit_wd, JSON_T_INT, JSON_REQUIRED, 1, 365), \
    WORDING_STR(T, limit_basis, JSON_OPTIONAL, 20), \
    WORDING_STR(T, channels, JSON_REQUIRED, 60), \
    WORDING_ROW(T, on_site, JSON_T_BOOL, JSON_REQUIRED, 0, 0), \
    WORDING_ROW(T, appointment, JSON_T_BOOL, JSON_REQUIRED, 0, 0), \
    WORDING_STR(T, lead_office_code, JSON_REQUIRED, 20), \
    WORDING_STR(T, default_route, JSON_REQUIRED, 20), \
    WORDING_STR(T, documents, JSON_OPTIONAL, ITEM_DOCUMENTS_MAX), \
    WORDING_STR(T, fee, JSON_REQUIRED, 200), \
    WORDING_STR(T, waiver_rule, JSON_REQUIRED, 200), \
    WORDING_STR(T, keywords, JSON_OPTIONAL, ITEM_TEXT_MAX), \
    WORDING_STR(T, also_called, JSON_OPTIONAL, ITEM_TEXT_MAX), \
    WORDING_STR(T, not_this, JSON_OPTIONAL, 200)
/* clang-format on */
