/* SPDX-License-Identifier: MIT */
/* Checks of programs as a TAP test: a program without fault, or one whose fault must be found. */
#ifndef BYTES_TESTS_MODEL_CHECK_H
#define BYTES_TESTS_MODEL_CHECK_H

#include "program.h"

#define ANY_FAULT ~0u

/* A line of the test. */
typedef struct Check {
    const char *name;
    const Program *program;
    const void *arg;
    unsigned expect;          /* 0: no fault in any execution; else a mask of faults, one of which must be found */
    unsigned long executions; /* the exact number of executions of a program without fault; 0: any number */
} Check;

typedef struct CheckList {
    const Check *checks;
    size_t count;
} CheckList;

#define CHECK_LIST(array)                                                                                              \
    {                                                                                                                  \
        array, sizeof(array) / sizeof((array)[0])                                                                      \
    }

/* Run the checks of all lists, print TAP, return the exit status of the test. */
int check_run(const CheckList *lists, size_t count);

#endif
