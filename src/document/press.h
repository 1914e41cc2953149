/* press.h - the fonts of the documents and the lock that guards their memory.
 *
 * A press is opened once per process by whoever starts it; documents are set one at a
 * time, so that the memory of the fonts exists once however many workers there are.
 * Nothing of a font stays behind between two documents but the list of the font files
 * (about 1 MiB) and pages of the files themselves, which the system can take back.
 *
 * The trimmed fonts (GB 2312, further characters of names and signs; made at build time
 * from Noto CJK into data/fonts of the build folder) serve nearly every text; a character
 * they lack comes from the full fonts of the system, which costs about 25 MiB while the
 * document is made.
 */
#pragma once

#include "base/arena.h"

#include <pthread.h>

struct press {
    pthread_mutex_t lock;
    const char *dir; /* folder of the trimmed fonts; NULL: only the system's fonts */
    void *config;    /* guarded by lock: list of the fonts, made at the first document */
};

/* dir must outlive the press; a folder without fonts is no error, the system's are used
 * then. */
void press_init(struct press *p, const char *dir);
void press_done(struct press *p);

/* The folder of the trimmed fonts that belongs to the executable at path `exe`:
 * data/fonts beside it (a build folder, an unpacked release) or ../share/quanheng/fonts
 * (installed); NULL if there is neither. */
const char *press_fonts_of(struct arena *a, const char *exe);
