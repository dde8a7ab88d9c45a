/* SPDX-License-Identifier: MIT */
/*
 * An exhaustive explorer of small C11 programs with threads, atomics and plain memory.
 *
 * A program is a few C functions, one a thread, that touch shared memory through the functions below only.
 * The explorer runs them in every interleaving, lets every atomic load read every value that the C11 memory
 * model lets it read (but none out of thin air and none from a store that comes later in time: as in RC11, no
 * load buffering), puts every atomic store at every place of the modification order that coherence leaves to
 * it, and reports the first execution in which something is wrong.
 *
 * To follow every branch the explorer calls a function again from its start, answering the calls it has made
 * before with the same results. A body must therefore depend on nothing else and change nothing else.
 */
#ifndef BYTES_TESTS_MODEL_EXPLORE_H
#define BYTES_TESTS_MODEL_EXPLORE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { MODEL_THREADS = 5, MODEL_ATOMICS = 2, MODEL_PLACES = 16 };

typedef struct Thread Thread;
typedef void ModelBody(Thread *self, const void *arg);

/* Thread 0 runs from the beginning, the others when they are started. */
typedef struct Program {
    ModelBody *body[MODEL_THREADS];
    const char *place[MODEL_PLACES]; /* names; the first `atomics` are atomic, the others plain memory */
    int atomics;
    unsigned block; /* a bit for each place that model_free frees; 0: nothing to free */
    size_t initial[MODEL_PLACES];
} Program;

/* What can be wrong with an execution; bits, so that a check can expect one of several. */
typedef enum Fault {
    FAULT_NONE = 0,
    FAULT_RACE = 1 << 0, /* conflicting accesses, one of them plain or a free, unordered */
    FAULT_USE_AFTER_FREE = 1 << 1,
    FAULT_DOUBLE_FREE = 1 << 2,
    FAULT_LEAK = 1 << 3,      /* all threads have ended and nobody has freed the block */
    FAULT_UNDERFLOW = 1 << 4, /* more subtracted than there was */
    FAULT_TOTAL = 1 << 5,     /* the count is not what it must be when the block is freed */
    FAULT_STUCK = 1 << 6,     /* a thread waits for ever */
    FAULT_CLAIM = 1 << 7      /* a model_claim does not hold */
} Fault;

/* Atomics. The model_await is a loop of loads that ends with the first one that reads `value`. */
size_t model_load(Thread *self, int place, memory_order order);
void model_store(Thread *self, int place, size_t value, memory_order order);
size_t model_fetch_add(Thread *self, int place, size_t value, memory_order order);
size_t model_fetch_sub(Thread *self, int place, size_t value, memory_order order);
void model_await(Thread *self, int place, size_t value, memory_order order);

/* Plain memory. */
size_t model_get(Thread *self, int place);
void model_set(Thread *self, int place, size_t value);

/* Frees the block: a write to all of it. The newest value of the count at `place` must be `left`. */
void model_free(Thread *self, int place, size_t left);

/* Starting and joining order the two threads as pthread_create and pthread_join do. */
void model_start(Thread *self, int thread);
void model_join(Thread *self, int thread);
int model_id(const Thread *self);

/* Any number below `n`: the explorer tries them all. */
size_t model_choose(Thread *self, size_t n);
void model_claim(Thread *self, bool holds, const char *what);

/* A line of the test: the program has no fault (expect == 0), or one of those expected is found in it. */
typedef struct Check {
    const char *name;
    const Program *program;
    const void *arg;
    unsigned expect;
    unsigned long executions; /* that a program without fault has; 0: any number */
} Check;

/* Runs the checks, prints TAP, returns the exit status of the test. */
int model_run(const Check *checks, size_t n);

#endif
