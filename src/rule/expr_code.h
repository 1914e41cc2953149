/* expr_code.h - the operations of the stack machine, shared by expr.c and expr_eval.c. */
#pragma once

enum expr_code {
    OP_CONST,
    OP_NAME,
    OP_ADD,
    OP_SUB,
    OP_MUL,
    OP_DIV,
    OP_POW,
    OP_NEG,
    OP_ABS,
    OP_SQRT,
    OP_EXP,
    OP_MIN,
    OP_MAX,
    OP_STAT,  /* argc: the statistic; arg: slot of the list */
    OP_INTERP /* arg: slot of the table */
};
