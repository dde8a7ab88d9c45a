/* SPDX-License-Identifier: MIT */
/*
 * What the explorer explores: small C11 programs with threads, atomics and plain memory.
 *
 * A program is one C function per thread; the functions access shared memory only through the calls below. The
 * explorer runs them in every interleaving. Each atomic load reads, in turn, every value that the C11 memory model
 * permits, and each atomic store is inserted at every position of the modification order that coherence permits. As
 * in RC11, a load never reads a store that is executed after it (no load buffering, no out-of-thin-air values). The
 * first execution with a fault is reported.
 *
 * To follow every branch the explorer restarts a body and replays the results of the calls made so far. A body must
 * therefore be deterministic and must not modify anything except through these calls.
 */
#ifndef BYTES_TESTS_MODEL_PROGRAM_H
#define BYTES_TESTS_MODEL_PROGRAM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { MODEL_THREADS = 5, MODEL_ATOMICS = 3, MODEL_LOCATIONS = 16 };

typedef struct Thread Thread;
typedef void ModelBody(Thread *self, const void *arg);

/* Thread 0 runs from the beginning, the others once model_start() starts them. */
typedef struct Program {
    ModelBody *body[MODEL_THREADS];
    const char *location[MODEL_LOCATIONS]; /* names; the first `atomics` are atomic, the others plain memory */
    int atomics;
    unsigned block; /* bit mask of the locations that model_free() frees; 0: nothing to free */
    size_t initial[MODEL_LOCATIONS];
} Program;

/* Faults of an execution; bits, so that a check can expect one of several. */
typedef enum Fault {
    FAULT_NONE = 0,
    FAULT_RACE = 1 << 0, /* unordered conflicting accesses, at least one of them plain or a free */
    FAULT_USE_AFTER_FREE = 1 << 1,
    FAULT_DOUBLE_FREE = 1 << 2,
    FAULT_LEAK = 1 << 3,      /* all threads have ended and the block is not freed */
    FAULT_UNDERFLOW = 1 << 4, /* a subtraction of more than the value */
    FAULT_TOTAL = 1 << 5,     /* the total has the wrong value when the block is freed */
    FAULT_STUCK = 1 << 6,     /* a thread waits forever */
    FAULT_CLAIM = 1 << 7      /* a model_claim() does not hold */
} Fault;

/* Atomics. model_await() is a loop of loads that ends with the first one that reads `value`. */
size_t model_load(Thread *self, int location, memory_order order);
void model_store(Thread *self, int location, size_t value, memory_order order);
size_t model_fetch_add(Thread *self, int location, size_t value, memory_order order);
size_t model_fetch_sub(Thread *self, int location, size_t value, memory_order order);
size_t model_exchange(Thread *self, int location, size_t value, memory_order order);
void model_await(Thread *self, int location, size_t value, memory_order order);

/*
 * The strong form. It may fail by reading an old value, with the order `failure`; *expected becomes what it read. A
 * spurious failure of the weak form is not modelled: it reads the value once more and tries again.
 */
bool model_compare_exchange(Thread *self, int location, size_t *expected, size_t value, memory_order success,
                            memory_order failure);

/* Plain memory. */
size_t model_get(Thread *self, int location);
void model_set(Thread *self, int location, size_t value);

/* Free the block: a write to all of it. The last value in the modification order of `location` must be `left`. */
void model_free(Thread *self, int location, size_t left);

/* Start and join synchronise as pthread_create() and pthread_join() do. */
void model_start(Thread *self, int thread);
void model_join(Thread *self, int thread);
int model_id(const Thread *self);

/* Any number below `n`: the explorer tries all of them. */
size_t model_choose(Thread *self, size_t n);
void model_claim(Thread *self, bool holds, const char *what);

#endif
