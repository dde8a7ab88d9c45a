/* SPDX-License-Identifier: MIT */
#include "fixture.h"

/* Setups: queues in `q` and `r`. */

void push(BytesQueue *q, Bytes view)
{
    ok(bytes_queue_push_back(q, &view));
}

/* A view that is the unique handle of its storage. */
void push_unique(BytesQueue *q)
{
    Bytes unique;
    ok(bytes_copy_in(&exact, "0123456789", 10, &unique));
    push(q, unique);
}

/* Ten bytes in one segment. They are shared, so that dropping them takes an atomic. */
void queue(Fixture *f)
{
    shared(f);
    push(&f->q, bytes_move(&f->v));
}

void three(Fixture *f)
{
    push_unique(&f->q);
    push_unique(&f->q);
    push_unique(&f->q);
}

/* A shared byte and ten bytes of other storage: a number at the front spans both, unless it is a byte. */
void straddling(Fixture *f)
{
    view(f);
    push(&f->q, bytes_share_slice(&f->v, 0, 1));
    push_unique(&f->q);
}

/* A number of variable length in two segments: 3 bytes of LEB128, 4 as a QUIC varint. The last two bytes begin
 * another. */
void variable(Fixture *f)
{
    push(&f->q, bytes_static("\x85", 1));
    push(&f->q, bytes_static("\x80\x01\x00\x00\x85", 5));
    push(&f->q, bytes_static("\x80", 1));
}

/* Ten bytes that are adjacent in one storage, in two segments: pushed to the front, where they are not joined. */
void adjacent(Fixture *f)
{
    view(f);
    Bytes front = bytes_split_to(&f->v, 3);
    push(&f->q, bytes_move(&f->v));
    ok(bytes_queue_push_front(&f->q, &front));
}

/* The same with more than the whole weight, since one of the segments is a clone. */
void clones_in_a_row(Fixture *f)
{
    clones_halves(f);
    push(&f->q, bytes_move(&f->v));
    push(&f->q, bytes_move(&f->w));
}

/* Segments that cost nothing to drop: what is counted is the ring. */
void literals(BytesQueue *q, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        push(q, text);
    }
}

/* Ten bytes in the tail, whose block has `size`. */
void tail(Fixture *f, size_t size)
{
    bytes_queue_init(&exact, size, &f->q);
    ok(bytes_queue_put(&f->q, "0123456789", 10));
}

void spare_tail(Fixture *f)
{
    tail(f, 100);
}

void full_tail(Fixture *f)
{
    tail(f, 10);
}

/* A tail with a block and no bytes. */
void idle_tail(Fixture *f)
{
    spare_tail(f);
    bytes_queue_advance(&f->q, 10);
}

void full_tail_and_ring(Fixture *f)
{
    full_tail(f);
    for (int i = 0; i < 4; i++) {
        Bytes one = text;
        ok(bytes_queue_push_front(&f->q, &one));
    }
}

void queue_slot(Fixture *f)
{
    spare_tail(f);
    ok(bytes_queue_reserve_slot(&f->q, 4, &f->queue_slot));
}

int queue_format(BytesQueue *q, const char *string, ...)
{
    va_list arguments;
    int count;
    va_start(arguments, string);
    count = bytes_queue_vprintf(q, string, arguments);
    va_end(arguments);
    return count;
}

/* Ten segments of one storage, then ten of another. */
void two_runs(Fixture *f)
{
    ok(bytes_copy_in(&exact, "0123456789", 10, &f->w));
    view(f);
    for (int i = 0; i < 20; i++) {
        push(&f->q, bytes_share(i < 10 ? &f->v : &f->w));
    }
}

/* Whole jobs. */

/* At both ends of a queue. */
void push_and_pop(Fixture *f)
{
    for (int round = 0; round < 100; round++) {
        for (int i = 0; i < 4; i++) {
            ok(i % 2 == 0 ? bytes_queue_push_back(&f->q, &f->many[i]) : bytes_queue_push_front(&f->q, &f->many[i]));
        }
        for (int i = 0; i < 4; i++) {
            f->many[i] = i % 2 == 0 ? bytes_queue_pop_back(&f->q) : bytes_queue_pop_front(&f->q);
        }
    }
}

void long_and_short(Fixture *f)
{
    for (int round = 0; round < 100; round++) {
        literals(&f->q, 8);
        bytes_queue_advance(&f->q, f->q.len);
    }
}

/* Each drops its share of the body; the weight of its text returns to the tail. */
void responses(Fixture *f)
{
    for (int round = 0; round < 1000; round++) {
        ok(bytes_queue_printf(&f->q, "Content-Length: %d\r\n\r\n", 10));
        push(&f->q, bytes_share(&f->v));
        bytes_queue_advance(&f->q, 25);
        bytes_queue_advance(&f->q, f->q.len);
    }
}
