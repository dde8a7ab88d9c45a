/* SPDX-License-Identifier: MIT */
/*
 * The weighted reference count, explored: every execution that the orders of src/orders.h allow of small programs that
 * count as src/storage.c does. None may have a race, a use after free, a second free or a leak; and with any one order
 * weakened, or any one rule of the count broken, a fault must be found.
 */
#ifndef BYTES_TESTS_MODEL_WEIGHTS_H
#define BYTES_TESTS_MODEL_WEIGHTS_H

#include "check.h"

#include "../../src/orders.h"

enum {
    WHOLE = 64, /* the whole weight: so small that each share is 1 */
    HALF = WHOLE / 2,
    REFILL = 4
};

/*
 * The first two are atomic. PART + t is written by thread t only, HANDLE + t is the weight of the handle that thread t
 * is given, MOVES the number of operations of each client in weights_any.c.
 */
enum { TOTAL, FLAG, DATA, PART, HANDLE = PART + MODEL_THREADS, MOVES = HANDLE + MODEL_THREADS };

#define LOCATIONS                                                                                                      \
    .location = {"total",    "flag",     "data",     "part 0",   "part 1",   "part 2", "part 3", "part 4",             \
                 "handle 0", "handle 1", "handle 2", "handle 3", "handle 4", "moves",  "moves",  "moves"},             \
    .atomics = 2

#define BLOCK .block = 1u << TOTAL | 1u << DATA | ((1u << MODEL_THREADS) - 1) << PART

/* A storage of which thread 0 begins with the only handle. */
#define STORAGE LOCATIONS, BLOCK, .initial = {[TOTAL] = WHOLE}

/* Planted faults that do not concern memory orders. */
typedef enum Mistake {
    NO_MISTAKE,
    HALVED_ADD, /* a load and a store instead of a read-modify-write */
    HALVED_SUB,
    SECOND_LOAD, /* frees if a load after the subtraction reads a total of 0 */
    NO_LAST_LOAD,
    NO_ADD,          /* clones without adding to the total */
    NO_SPLIT,        /* shares without giving up weight */
    NO_UNIQUE_CHECK, /* writes and resets the total without being unique */
    NO_JOIN,         /* drops a handle that others still clone */
    SURPLUS_IS_ALL   /* returns all of its weight as surplus */
} Mistake;

typedef struct Rules {
    memory_order add, sub, last, unique, reset, surplus;
    memory_order send; /* the program's: how it passes a handle to a running thread */
    Mistake mistake;
} Rules;

extern const Rules ours;
extern const Rules relaxed_sub, acquire_sub, relaxed_last, relaxed_unique, relaxed_send, relaxed_surplus_of_all,
    released_surplus_of_all;
extern const Rules halved_add, halved_sub, second_load, no_last_load, no_add, no_split, no_unique_check, no_join;

extern const CheckList weights_drop;
extern const CheckList weights_reclaim;
extern const CheckList weights_clone;
extern const CheckList weights_surplus;
extern const CheckList weights_single_thread;
extern const CheckList weights_any;

/* The clients of weights_any.c with this many operations of thread 0, of thread 1, and of each further thread. */
Program any_clients(size_t first, size_t second, size_t others);

/* The count as in src/storage.c; `w` is the weight of a handle. */
void add(Thread *self, const Rules *rules, size_t n);
void subtract(Thread *self, const Rules *rules, size_t w);
void drop(Thread *self, const Rules *rules, size_t w);
bool is_unique(Thread *self, const Rules *rules, size_t w);
/* Write to bytes that other handles have shown, if the handle is unique. */
void reclaim(Thread *self, const Rules *rules, size_t *w);
size_t share(const Rules *rules, size_t *w);
void refill(Thread *self, const Rules *rules, size_t *w);
void return_surplus(Thread *self, const Rules *rules, size_t *w);

/* Pass a handle to a thread before it starts: its weight is plain memory that the start publishes. */
void give(Thread *self, int thread, size_t w);
size_t given(Thread *self);
/* Read the bytes that all handles show, and write those that only this thread's does (as a split-off BytesMut does). */
void use(Thread *self);

/* A body: use the given handle, then drop it. */
void use_and_drop(Thread *self, const void *rules);

#endif
