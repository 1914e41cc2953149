/* progress.h - long work of this process at which its owner can look, and stop it.
 *
 * A bounded board of names (which organisation, who, which work).  Work that finds no
 * room on it runs unseen.  Other processes on the same database see it where it is shared
 * (progress_shared.h).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PROGRESS_SLOTS = 32, PROGRESS_NAME = 96 };

struct progress_board;

struct progress {
    int64_t done;
    int64_t of; /* 0: not known yet */
};

/* Ends by progress_close(), which accepts NULL. */
struct progress_board *progress_open(void);
void progress_close(struct progress_board *b);

/* The work begins and ends; a name that is there already, or over PROGRESS_NAME - 1
 * bytes, is not put on the board. */
void progress_begin(struct progress_board *b, const char *name);
void progress_end(struct progress_board *b, const char *name);
/* Tells how far it is; false: it is to stop. */
bool progress_step(struct progress_board *b, const char *name, struct progress at);

/* All names on it, and how far each is; their number. */
struct progress_line {
    char name[PROGRESS_NAME];
    struct progress at;
};
size_t progress_list(struct progress_board *b, struct progress_line out[PROGRESS_SLOTS]);

/* False: no such work. */
bool progress_read(struct progress_board *b, const char *name, struct progress *out);
bool progress_cancel(struct progress_board *b, const char *name);
