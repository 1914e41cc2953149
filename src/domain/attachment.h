/* attachment.h - photos and documents that belong to an entity; bytes by content.
 *
 * Bytes lie once in the content-addressed table, so that one backup and one replica hold
 * everything.  The media type is decided by the first bytes, never by what the client
 * says.
 */
#pragma once

#include "base/text.h"
#include "domain/ctx.h"

struct attachment_new {
    const char *entity; /* record | demand | visit */
    const char *entity_id;
    const char *name; /* file name, at most 120 characters */
};

struct attachment_saved {
    const char *id;
    const char *hash; /* SHA-256 */
    const char *media_type;
    int64_t size;
};

struct attachment_file {
    const char *name;
    const char *media_type;
    struct text bytes;
    const char *hash;
};

/* QH_INVALID "attachment.type" (neither JPEG, PNG, WebP nor PDF), "attachment.empty",
 * "attachment.entity"; QH_NOT_FOUND "attachment.no_entity". */
QH_MUST qh_status attachment_add(struct ctx *c, const struct attachment_new *in,
                                 struct text bytes, struct attachment_saved *out);
/* QH_NOT_FOUND "attachment.not_found". */
QH_MUST qh_status attachment_take(struct ctx *c, const char *id,
                                  struct attachment_file *out);
