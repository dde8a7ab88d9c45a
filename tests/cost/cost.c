/* SPDX-License-Identifier: MIT */
/*
 * What every public operation costs: allocations, deallocations, atomic read-modify-writes, bytes copied. The tables
 * are the headers *_rows.h; a number that changes fails. `cost --list` prints the functions that have rows, so that a
 * check can compare them with the public headers.
 */
#include <bytes/bytes.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef _WIN32
#include <sys/uio.h>
#endif

#include "counting.h"

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
    void *raw;
    unsigned char memory[10];
} Fixture;

static const Bytes text = BYTES_STATIC_INIT("static text");
static BytesRange ranges[MANY];
static bool wrong; /* an operation did not return what its row says */

static void yes(bool condition)
{
    wrong = wrong || !condition;
}

static void ok(int error)
{
    yes(error == 0);
}

static void refused(int error)
{
    yes(error < 0);
}

/* malloc() with exact sizes, so that capacities are the same on every machine. */
static void *exact_allocate(BytesAllocator *self, size_t size)
{
    (void)self;
    return malloc(size);
}

static void *exact_reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    (void)self;
    (void)old_size;
    return realloc(block, new_size);
}

static void exact_deallocate(BytesAllocator *self, void *block, size_t size)
{
    (void)self;
    (void)size;
    free(block);
}

static BytesAllocator exact = {exact_allocate, exact_reallocate, exact_deallocate, NULL, NULL, 0};
static BytesAllocator plain = {exact_allocate, NULL, exact_deallocate, NULL, NULL, 0};

/* Setups: views of ten bytes in `v` and `w`. */

static void view(Fixture *f)
{
    ok(bytes_copy_in(&exact, "0123456789", 10, &f->v));
}

static void shared(Fixture *f)
{
    view(f);
    f->w = bytes_share(&f->v);
}

static void cloned(Fixture *f)
{
    view(f);
    f->w = bytes_clone(&f->v);
}

static void last_clone(Fixture *f)
{
    cloned(f);
    bytes_drop(&f->v);
}

static void halves(Fixture *f)
{
    view(f);
    f->w = bytes_split_off(&f->v, 5);
}

static void clones_halves(Fixture *f)
{
    cloned(f);
    bytes_truncate(&f->v, 5);
    bytes_advance(&f->w, 5);
}

static void part(Fixture *f)
{
    ok(bytes_copy_in(&exact, "0123456789012345678901234567890123456789012345678901234567890123456789", 70, &f->v));
    bytes_truncate(&f->v, 2);
}

/* The only handle, with half of the weight gone. */
static void half_left(Fixture *f)
{
    view(f);
    for (int i = 0; i < 40; i++) {
        Bytes share = bytes_share(&f->v);
        bytes_drop(&share);
    }
}

/* The only handle, with no weight left to give. */
static void worn(Fixture *f)
{
    view(f);
    while (f->v.weight > 1) {
        Bytes share = bytes_share(&f->v);
        bytes_drop(&share);
    }
}

static void adopted(Fixture *f)
{
    ok(bytes_take(f->memory, 10, BYTES_READ_ONLY, NULL, NULL, &f->v));
}

static void adopted_with(Fixture *f)
{
    f->v = bytes_take_with(&f->control, f->memory, 10, BYTES_READ_ONLY, NULL, NULL);
}

static void many(Fixture *f)
{
    view(f);
    for (size_t i = 0; i < 40; i++) {
        f->many[i] = bytes_share_slice(&f->v, i % 10, i % 10 + 1);
    }
}

static void many_and_last(Fixture *f)
{
    many(f);
    f->many[40] = bytes_move(&f->v);
}

static void by_turns(Fixture *f)
{
    view(f);
    ok(bytes_copy_in(&exact, "0123456789", 10, &f->w));
    for (int i = 0; i < 4; i++) {
        f->many[i] = bytes_share(i % 2 == 0 ? &f->v : &f->w);
    }
}

static void gaps(Fixture *f)
{
    view(f);
    f->many[0] = bytes_share(&f->v);
    f->many[2] = bytes_share(&f->v);
    f->many[3] = text;
    f->many[4] = bytes_share(&f->v);
}

static void raw(Fixture *f)
{
    view(f);
    ok(bytes_to_raw(&f->v, &f->raw));
}

/* Setups: buffers in `m` and `n`. */

static void filled(BytesMut *m, BytesAllocator *allocator, size_t capacity, size_t len)
{
    ok(bytes_mut_with_capacity_in(allocator, capacity, m));
    yes(m->cap == capacity);
    ok(bytes_mut_put_bytes(m, 'x', len));
}

static void full(Fixture *f)
{
    filled(&f->m, &exact, 100, 100);
}

static void full_plain(Fixture *f)
{
    filled(&f->m, &plain, 100, 100);
}

static void sixty(Fixture *f)
{
    filled(&f->m, &exact, 100, 60);
}

static void forty(Fixture *f)
{
    filled(&f->m, &exact, 100, 40);
}

static void consumed(Fixture *f, size_t count)
{
    full(f);
    bytes_mut_advance(&f->m, count);
}

static void room_behind(Fixture *f)
{
    full(f);
    f->n = bytes_mut_split_off(&f->m, 50);
    bytes_mut_drop(&f->n);
}

/* Thirty bytes of a hundred split off and frozen. */
static void frame(Fixture *f)
{
    full(f);
    f->v = bytes_mut_split_freeze(&f->m, 30);
}

static void give_back(Fixture *f)
{
    ok(bytes_mut_reabsorb(&f->m, &f->v));
}

static void halves_mut(Fixture *f)
{
    full(f);
    f->n = bytes_mut_split_off(&f->m, 50);
}

static void two(Fixture *f)
{
    sixty(f);
    filled(&f->n, &exact, 10, 10);
}

static void worn_mut(Fixture *f)
{
    full(f);
    while (f->m.weight > 1) {
        BytesMut share = bytes_mut_split_to(&f->m, 0);
        bytes_mut_drop(&share);
    }
}

static void slot(Fixture *f)
{
    sixty(f);
    ok(bytes_mut_reserve_slot(&f->m, 4, &f->slot));
}

static void block(Fixture *f)
{
    filled(&f->m, &exact, (size_t)MANY * FRAME, (size_t)MANY * FRAME);
}

static int format(BytesMut *m, const char *string, ...) BYTES_PRINTF(2, 3);
static int format(BytesMut *m, const char *string, ...)
{
    va_list arguments;
    int count;
    va_start(arguments, string);
    count = bytes_mut_vprintf(m, string, arguments);
    va_end(arguments);
    return count;
}

static void digits(Fixture *f)
{
    ok(bytes_mut_with_capacity_in(&exact, 100, &f->m));
    ok(bytes_mut_put_str(&f->m, "0123456789"));
}

/* Setups: queues in `q` and `r`. */

static void push(BytesQueue *q, Bytes view)
{
    ok(bytes_queue_push_back(q, &view));
}

/* A view whose storage nobody else has a handle to. */
static void push_sole(BytesQueue *q)
{
    Bytes sole;
    ok(bytes_copy_in(&exact, "0123456789", 10, &sole));
    push(q, sole);
}

/* Ten bytes in one segment. Somebody else has a handle to them, so that giving them back takes an atomic. */
static void queue(Fixture *f)
{
    shared(f);
    push(&f->q, bytes_move(&f->v));
}

static void three(Fixture *f)
{
    push_sole(&f->q);
    push_sole(&f->q);
    push_sole(&f->q);
}

/* A shared byte and ten more of another storage: a number at the front lies in both, unless it is a byte. */
static void straddling(Fixture *f)
{
    view(f);
    push(&f->q, bytes_share_slice(&f->v, 0, 1));
    push_sole(&f->q);
}

/* Ten bytes of one storage in two segments. */
static void neighbours(Fixture *f)
{
    view(f);
    push(&f->q, bytes_split_to(&f->v, 3));
    push(&f->q, bytes_move(&f->v));
}

/* The same, with more weight than a storage has in all, since one of the segments is a clone. */
static void clones_in_a_row(Fixture *f)
{
    clones_halves(f);
    push(&f->q, bytes_move(&f->v));
    push(&f->q, bytes_move(&f->w));
}

/* Segments that cost nothing to give back: what is counted is the ring. */
static void literals(BytesQueue *q, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        push(q, text);
    }
}

/* Ten bytes in the tail, whose block has `size`. */
static void tail(Fixture *f, size_t size)
{
    bytes_queue_init(&f->q, &exact, size);
    ok(bytes_queue_put(&f->q, "0123456789", 10));
}

static void roomy_tail(Fixture *f)
{
    tail(f, 100);
}

static void full_tail(Fixture *f)
{
    tail(f, 10);
}

/* Nothing in the tail, but its block is there. */
static void idle_tail(Fixture *f)
{
    roomy_tail(f);
    bytes_queue_advance(&f->q, 10);
}

static void full_tail_and_ring(Fixture *f)
{
    full_tail(f);
    for (int i = 0; i < 4; i++) {
        Bytes one = text;
        ok(bytes_queue_push_front(&f->q, &one));
    }
}

static void queue_slot(Fixture *f)
{
    roomy_tail(f);
    ok(bytes_queue_reserve_slot(&f->q, 4, &f->queue_slot));
}

static int queue_format(BytesQueue *q, const char *string, ...) BYTES_PRINTF(2, 3);
static int queue_format(BytesQueue *q, const char *string, ...)
{
    va_list arguments;
    int count;
    va_start(arguments, string);
    count = bytes_queue_vprintf(q, string, arguments);
    va_end(arguments);
    return count;
}

/* Whole jobs. */

static void forty_slices(Fixture *f)
{
    for (size_t i = 0; i < 40; i++) {
        f->many[i] = bytes_share_slice(&f->v, i % 30, 30);
    }
}

static void slices_and_back(Fixture *f)
{
    forty_slices(f);
    f->many[40] = bytes_move(&f->v);
    bytes_drop_all(f->many, 41);
}

static void thousand_frames(Fixture *f)
{
    for (int i = 0; i < MANY; i++) {
        f->many[i] = bytes_mut_split_freeze(&f->m, FRAME);
    }
    bytes_drop_all(f->many, MANY);
}

static void warm_loop(Fixture *f, bool reabsorb)
{
    bytes_mut_clear(&f->m);
    for (int i = 0; i < 1000; i++) {
        Bytes one;
        ok(bytes_mut_reserve(&f->m, 5000));
        bytes_mut_commit(&f->m, 5000);
        one = bytes_mut_split_freeze(&f->m, f->m.len);
        if (reabsorb) {
            ok(bytes_mut_reabsorb(&f->m, &one));
        }
        bytes_drop(&one);
    }
}

/* Ends of a queue, used again and again. */
static void push_and_pop(Fixture *f)
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

static void long_and_short(Fixture *f)
{
    for (int round = 0; round < 100; round++) {
        literals(&f->q, 8);
        bytes_queue_advance(&f->q, f->q.len);
    }
}

/* Each gives back the share of the body; what the text weighs goes back to the tail. */
static void responses(Fixture *f)
{
    for (int round = 0; round < 1000; round++) {
        yes(bytes_queue_printf(&f->q, "Content-Length: %d\r\n\r\n", 10) == 22);
        push(&f->q, bytes_share(&f->v));
        bytes_queue_advance(&f->q, 25);
        bytes_queue_advance(&f->q, f->q.len);
    }
}

/* Ten segments of one storage, then ten of another. */
static void two_runs(Fixture *f)
{
    ok(bytes_copy_in(&exact, "0123456789", 10, &f->w));
    view(f);
    for (int i = 0; i < 20; i++) {
        push(&f->q, bytes_share(i < 10 ? &f->v : &f->w));
    }
}

/* The table. */

#define ROW(function, what, setup, operation, allocations, deallocations, atomics, copied)                             \
    static void setup_##function##_##what(Fixture *f)                                                                  \
    {                                                                                                                  \
        (void)f;                                                                                                       \
        setup;                                                                                                         \
    }                                                                                                                  \
    static void run_##function##_##what(Fixture *f)                                                                    \
    {                                                                                                                  \
        (void)f;                                                                                                       \
        operation;                                                                                                     \
    }
#include "mut_rows.h"
#include "number_rows.h"
#include "queue_rows.h"
#include "search_rows.h"
#include "view_rows.h"
#undef ROW

static const struct Row {
    const char *function;
    const char *what;
    void (*setup)(Fixture *f);
    void (*run)(Fixture *f);
    BytesCounts expected;
} rows[] = {
#define ROW(function, what, setup, operation, allocations, deallocations, atomics, copied)                             \
    {#function, #what, setup_##function##_##what, run_##function##_##what,                                             \
     {allocations, deallocations, atomics, copied}},
#include "view_rows.h"

#include "mut_rows.h"

#include "number_rows.h"
#include "search_rows.h"

#include "queue_rows.h"
#undef ROW
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static void clean_up(Fixture *f)
{
    bytes_queue_drop(&f->q);
    bytes_queue_drop(&f->r);
    bytes_mut_drop(&f->m);
    bytes_mut_drop(&f->n);
    bytes_drop(&f->v);
    bytes_drop(&f->w);
    bytes_drop_all(f->many, MANY);
    if (f->raw != NULL) {
        f->v = bytes_from_raw(f->raw);
        bytes_drop(&f->v);
    }
}

static bool check(const struct Row *row)
{
    static Fixture f;
    BytesCounts before, after;
    memset(&f, 0, sizeof(f));
    wrong = false;
    row->setup(&f);
    before = *bytes_counts();
    row->run(&f);
    after = *bytes_counts();
    clean_up(&f);
    after.allocations -= before.allocations;
    after.deallocations -= before.deallocations;
    after.atomics -= before.atomics;
    after.copied -= before.copied;
    if (memcmp(&after, &row->expected, sizeof(after)) != 0) {
        printf("# allocations %d (stated: %d), deallocations %d (%d), atomics %d (%d), bytes copied %d (%d)\n",
               (int)after.allocations, (int)row->expected.allocations, (int)after.deallocations,
               (int)row->expected.deallocations, (int)after.atomics, (int)row->expected.atomics, (int)after.copied,
               (int)row->expected.copied);
        return false;
    }
    if (wrong) {
        printf("# an operation did not do what its row says\n");
    }
    return !wrong;
}

int main(int argc, char **argv)
{
    int failed = 0;
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (int i = 0; i < ROWS; i++) {
            printf("%s\n", rows[i].function);
        }
        return 0;
    }
    for (size_t i = 0; i < MANY; i++) {
        ranges[i].begin = i % 10;
        ranges[i].end = i % 10 + 1;
    }
    printf("1..%d\n", (int)ROWS);
    for (int i = 0; i < ROWS; i++) {
        const bool good = check(&rows[i]);
        failed += !good;
        printf("%s %d - %s: %s\n", good ? "ok" : "not ok", i + 1, rows[i].function, rows[i].what);
    }
    return failed != 0;
}
