/* press_map.h - what paper.c needs of a press: the font map of one document. */
#pragma once

#include "document/press.h"

/* Takes the lock of the press and makes a font map (a PangoFontMap); press_end() releases
 * both and gives the memory of the fonts back. */
void *press_begin(struct press *p);
void press_end(struct press *p, void *map);
