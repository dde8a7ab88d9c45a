/* SPDX-License-Identifier: MIT */
/*
 * Litmus tests of the C11 memory model: what C11 forbids must not be found, what it allows must be. "Allowed" is
 * checked by claiming the opposite and expecting the claim to fail.
 */
#ifndef BYTES_TESTS_MODEL_LITMUS_H
#define BYTES_TESTS_MODEL_LITMUS_H

#include "check.h"

enum { X, Y, PLAIN, OUT_1, OUT_2, OUT_3, OUT_4 };

#define LOCATIONS .location = {"x", "y", "plain", "out1", "out2", "out3", "out4"}, .atomics = 2

typedef struct Orders {
    memory_order store, between, load;
} Orders;

extern const Orders relaxed;
extern const Orders synchronising; /* release stores, acquire loads */
extern const Orders relaxed_store;
extern const Orders relaxed_load;

extern const CheckList litmus_release;
extern const CheckList litmus_coherence;
extern const CheckList litmus_reordering;
extern const CheckList litmus_faults;

/* Start the threads 1 to `threads`, then join them. */
void start_and_join(Thread *self, int threads);

#endif
