/* package_tell.h - tells enterprises that a package is offered to them.
 *
 * Once a day every published package is laid beside the enterprises that have somebody
 * who signs in, a page of them at a time; where it fits, their contacts are told, once
 * for each publication.  An enterprise that a package begins to fit later (something
 * falls due) is told then.
 */
#pragma once

#include "domain/ctx.h"

/* Is there anything to look at?  Reads little: it is asked every second. */
QH_MUST qh_status package_tell_is_due(struct ctx *c, bool *out);
/* Looks at the next page of enterprises for one package.  *out_left: there may be more.
 */
QH_MUST qh_status package_tell(struct ctx *c, bool *out_left);
