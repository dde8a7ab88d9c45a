/* SPDX-License-Identifier: MIT */
/* What the rows of the cost table work on, and their setups. */
#ifndef BYTES_TESTS_COST_FIXTURE_H
#define BYTES_TESTS_COST_FIXTURE_H

#include <bytes/bytes.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 1000, FRAME = 64 };

/* What rows work on. What a row leaves is dropped after it. */
typedef struct Fixture {
    BytesMut m;
    BytesMut n;
    Bytes v;
    Bytes w;
    Bytes many[MANY];
    BytesControl control;
    BytesAllocator aligned;
    BytesCountingAllocator counting;
    BytesTracingAllocator tracing;
    BytesStolen stolen;
    BytesSlot slot;
    BytesQueue q;
    BytesQueue r;
    BytesQueueSlot queue_slot;
    BytesSpare spares[2];
    size_t pieces;
    BytesSpan span;
    BytesHasher hasher;
    BytesPool *pool;
    BytesWeak weak, weak_clone;
    void *raw;
    unsigned char memory[10];
} Fixture;

extern const Bytes text;
extern BytesRange ranges[MANY]; /* one byte each of the first ten, in turn */
extern bool wrong;              /* a setup or an operation did not have its stated result */

/* The stated result of an operation. */
void yes(bool condition);
void ok(int error);
void fails(int error);

/* malloc() with exact sizes, so that capacities are the same on every machine; `plain` is without reallocate. */
extern BytesAllocator exact;
extern BytesAllocator plain;

void drop_fixture(Fixture *f);

/* Setups: views of ten bytes in `v` and `w`. */
void view(Fixture *f);
void shared(Fixture *f);
void cloned(Fixture *f);
void last_clone(Fixture *f);
void halves(Fixture *f);
void clones_halves(Fixture *f);
void part(Fixture *f);
void half_left(Fixture *f);
void spent(Fixture *f);
void adopted(Fixture *f);
void adopted_with(Fixture *f);
void many(Fixture *f);
void many_and_last(Fixture *f);
void in_turn(Fixture *f);
void gaps(Fixture *f);
void raw(Fixture *f);

/* Setups of `tracing`, the second with a view from it. */
void traced(Fixture *f, enum BytesTraceLevel level);
void traced_view(Fixture *f);
void discard(void *context, const char *line, size_t len);

/* Setups: buffers in `m` and `n`. */
void filled(BytesMut *m, BytesAllocator *allocator, size_t capacity, size_t len);
void full(Fixture *f);
void full_plain(Fixture *f);
void sixty(Fixture *f);
void forty(Fixture *f);
void consumed(Fixture *f, size_t count);
void tailroom_behind(Fixture *f);
void frame(Fixture *f);
void drop_into(Fixture *f);
void halves_mut(Fixture *f);
void two(Fixture *f);
void spent_mut(Fixture *f);
void slot(Fixture *f);
void block(Fixture *f);
int format(BytesMut *m, const char *string, ...) BYTES_PRINTF(2, 3);
void digits(Fixture *f);

/* Setups: queues in `q` and `r`. */
void push(BytesQueue *q, Bytes view);
void push_unique(BytesQueue *q);
void queue(Fixture *f);
void three(Fixture *f);
void straddling(Fixture *f);
void variable(Fixture *f);
void adjacent(Fixture *f);
void clones_in_a_row(Fixture *f);
void two_runs(Fixture *f);
void literals(BytesQueue *q, size_t count);
void tail(Fixture *f, size_t size);
void spare_tail(Fixture *f);
void full_tail(Fixture *f);
void idle_tail(Fixture *f);
void full_tail_and_ring(Fixture *f);
void queue_slot(Fixture *f);
int queue_format(BytesQueue *q, const char *string, ...) BYTES_PRINTF(2, 3);

/* Setups: a pool in `pool`, of one cached block or of none. */
void pool_with_block(Fixture *f);
void pool_without_blocks(Fixture *f);

/* Setups: a view in `v` whose storage is enabled for weak views; one of these in `weak`; that alone. */
void enabled(Fixture *f);
void weak(Fixture *f);
void gone(Fixture *f);

/* Whole jobs. */
void forty_slices(Fixture *f);
void slices_and_back(Fixture *f);
void thousand_frames(Fixture *f);
void warm_loop(Fixture *f, bool into_the_buffer);
void push_and_pop(Fixture *f);
void long_and_short(Fixture *f);
void responses(Fixture *f);

#endif
