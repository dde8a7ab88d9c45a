/* SPDX-License-Identifier: MIT */
/* The search of explore.c through all executions of one program, which ends at the first fault. */
#ifndef BYTES_TESTS_MODEL_EXPLORE_H
#define BYTES_TESTS_MODEL_EXPLORE_H

#include "execution.h"

typedef struct Explorer {
    Trace trace; /* trace.program is the program */
    const void *arg;
    unsigned long executions;
} Explorer;

void explorer_run(Explorer *explorer);

#endif
