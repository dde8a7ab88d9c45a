/* SPDX-License-Identifier: MIT */
/* What the rows of the cost table work on, and what is there before an operation. */
#ifndef TESTS_COST_FIXTURE_H
#define TESTS_COST_FIXTURE_H

#include <bytes/bytes.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 1000, FRAME = 64 };

/* All that rows work on; whatever is left is dropped after each. */
typedef struct Fixture {
    BytesMut m, n;
    Bytes v, w;
    Bytes many[MANY];
    BytesControl control;
    BytesAllocator aligned;
    BytesStolen stolen;
    BytesSlot slot;
    BytesQueue q, r;
    BytesQueueSlot queue_slot;
    BytesSpare spares[2];
    BytesSpan span;
    BytesHasher hasher;
    void *raw;
    unsigned char memory[10];
} Fixture;

extern const Bytes text;
extern BytesRange ranges[MANY]; /* one byte each of the first ten, in turn */
extern bool wrong;              /* an operation did not return what its row says */

void yes(bool condition);
void ok(int error);
void refused(int error);

/* malloc() with exact sizes, so that capacities are the same on every machine; and the same without reallocate. */
extern BytesAllocator exact;
extern BytesAllocator plain;

/* Give back all that a row left. */
void clean_up(Fixture *f);

/* Setups: views of ten bytes in `v` and `w`. */
void view(Fixture *f);
void shared(Fixture *f);
void cloned(Fixture *f);
void last_clone(Fixture *f);
void halves(Fixture *f);
void clones_halves(Fixture *f);
void part(Fixture *f);
void half_left(Fixture *f);
void worn(Fixture *f);
void adopted(Fixture *f);
void adopted_with(Fixture *f);
void many(Fixture *f);
void many_and_last(Fixture *f);
void by_turns(Fixture *f);
void gaps(Fixture *f);
void raw(Fixture *f);

/* Setups: buffers in `m` and `n`. */
void filled(BytesMut *m, BytesAllocator *allocator, size_t capacity, size_t len);
void full(Fixture *f);
void full_plain(Fixture *f);
void sixty(Fixture *f);
void forty(Fixture *f);
void consumed(Fixture *f, size_t count);
void room_behind(Fixture *f);
void frame(Fixture *f);
void give_back(Fixture *f);
void halves_mut(Fixture *f);
void two(Fixture *f);
void worn_mut(Fixture *f);
void slot(Fixture *f);
void block(Fixture *f);
int format(BytesMut *m, const char *string, ...) BYTES_PRINTF(2, 3);
void digits(Fixture *f);

/* Setups: queues in `q` and `r`. */
void push(BytesQueue *q, Bytes view);
void push_sole(BytesQueue *q);
void queue(Fixture *f);
void three(Fixture *f);
void straddling(Fixture *f);
void variable(Fixture *f);
void neighbours(Fixture *f);
void clones_in_a_row(Fixture *f);
void two_runs(Fixture *f);
void literals(BytesQueue *q, size_t count);
void tail(Fixture *f, size_t size);
void roomy_tail(Fixture *f);
void full_tail(Fixture *f);
void idle_tail(Fixture *f);
void full_tail_and_ring(Fixture *f);
void queue_slot(Fixture *f);
int queue_format(BytesQueue *q, const char *string, ...) BYTES_PRINTF(2, 3);

/* Whole jobs. */
void forty_slices(Fixture *f);
void slices_and_back(Fixture *f);
void thousand_frames(Fixture *f);
void warm_loop(Fixture *f, bool reabsorb);
void push_and_pop(Fixture *f);
void long_and_short(Fixture *f);
void responses(Fixture *f);

#endif
