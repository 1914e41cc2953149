/* transact.h - a function of the domain in a transaction of its own.
 *
 * For jobs and commands; requests get theirs from http/call.c.
 */
#pragma once

#include "domain/ctx.h"

struct store;

/* May run again if the engine asks for it: what it puts into arg it puts there anew. */
typedef qh_status (*ctx_work)(struct ctx *c, void *arg);

/* Calls work with c->tx set, which is NULL again when they return; a failure stands in
 * c->err.  See store_read() and store_write(). */
QH_MUST qh_status ctx_read(struct store *s, struct ctx *c, ctx_work work, void *arg);
QH_MUST qh_status ctx_write(struct store *s, struct ctx *c, ctx_work work, void *arg);
