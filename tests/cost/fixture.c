/* SPDX-License-Identifier: MIT */
#include "fixture.h"

const Bytes text = BYTES_STATIC_INIT("static text");
BytesRange ranges[MANY];
bool wrong;

void yes(bool condition)
{
    wrong = wrong || !condition;
}

void ok(int error)
{
    yes(error == 0);
}

void fails(int error)
{
    yes(error < 0);
}

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

BytesAllocator exact = {exact_allocate, exact_reallocate, exact_deallocate, NULL, NULL, 0};
BytesAllocator plain = {exact_allocate, NULL, exact_deallocate, NULL, NULL, 0};

void drop_fixture(Fixture *f)
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
    bytes_pool_drop(&f->pool);
    bytes_weak_drop(&f->weak);
    bytes_weak_drop(&f->weak_clone);
    bytes_tracing_allocator_end(&f->tracing);
}

/* Setups of `tracing`. */

void traced(Fixture *f, enum BytesTraceLevel level)
{
    ok(bytes_tracing_allocator(NULL, level, 0, &f->tracing));
}

void traced_view(Fixture *f)
{
    traced(f, BYTES_TRACE_STACKS);
    ok(bytes_copy_in(&f->tracing.base, "0123456789", 10, &f->v));
}

void discard(void *context, const char *line, size_t len)
{
    (void)context;
    (void)line;
    (void)len;
}

/* Setups: views of ten bytes in `v` and `w`. */

void view(Fixture *f)
{
    ok(bytes_copy_in(&exact, "0123456789", 10, &f->v));
}

void shared(Fixture *f)
{
    view(f);
    f->w = bytes_share(&f->v);
}

void cloned(Fixture *f)
{
    view(f);
    f->w = bytes_clone(&f->v);
}

void last_clone(Fixture *f)
{
    cloned(f);
    bytes_drop(&f->v);
}

void halves(Fixture *f)
{
    view(f);
    f->w = bytes_split_off(&f->v, 5);
}

void clones_halves(Fixture *f)
{
    cloned(f);
    bytes_truncate(&f->v, 5);
    bytes_advance(&f->w, 5);
}

void part(Fixture *f)
{
    ok(bytes_copy_in(&exact, "0123456789012345678901234567890123456789012345678901234567890123456789", 70, &f->v));
    bytes_truncate(&f->v, 2);
}

/* Unique, with half of the whole weight. */
void half_left(Fixture *f)
{
    view(f);
    for (int i = 0; i < 40; i++) {
        Bytes share = bytes_share(&f->v);
        bytes_drop(&share);
    }
}

/* Unique, with no weight left to share. */
void spent(Fixture *f)
{
    view(f);
    while (f->v.weight > 1) {
        Bytes share = bytes_share(&f->v);
        bytes_drop(&share);
    }
}

void adopted(Fixture *f)
{
    ok(bytes_adopt(f->memory, 10, BYTES_READ_ONLY, NULL, NULL, &f->v));
}

void adopted_with(Fixture *f)
{
    f->v = bytes_adopt_with_control(&f->control, f->memory, 10, BYTES_READ_ONLY, NULL, NULL);
}

void many(Fixture *f)
{
    view(f);
    for (size_t i = 0; i < 40; i++) {
        f->many[i] = bytes_share_slice(&f->v, i % 10, i % 10 + 1);
    }
}

void many_and_last(Fixture *f)
{
    many(f);
    f->many[40] = bytes_move(&f->v);
}

void in_turn(Fixture *f)
{
    view(f);
    ok(bytes_copy_in(&exact, "0123456789", 10, &f->w));
    for (int i = 0; i < 4; i++) {
        f->many[i] = bytes_share(i % 2 == 0 ? &f->v : &f->w);
    }
}

void gaps(Fixture *f)
{
    view(f);
    f->many[0] = bytes_share(&f->v);
    f->many[2] = bytes_share(&f->v);
    f->many[3] = text;
    f->many[4] = bytes_share(&f->v);
}

void raw(Fixture *f)
{
    view(f);
    ok(bytes_to_raw(&f->v, &f->raw));
}

/* Setups: buffers in `m` and `n`. */

void filled(BytesMut *m, BytesAllocator *allocator, size_t capacity, size_t len)
{
    ok(bytes_mut_with_capacity_in(allocator, capacity, m));
    yes(m->cap == capacity);
    ok(bytes_mut_put_bytes(m, 'x', len));
}

void full(Fixture *f)
{
    filled(&f->m, &exact, 100, 100);
}

void full_plain(Fixture *f)
{
    filled(&f->m, &plain, 100, 100);
}

void sixty(Fixture *f)
{
    filled(&f->m, &exact, 100, 60);
}

void forty(Fixture *f)
{
    filled(&f->m, &exact, 100, 40);
}

void consumed(Fixture *f, size_t count)
{
    full(f);
    bytes_mut_advance(&f->m, count);
}

void tailroom_behind(Fixture *f)
{
    full(f);
    f->n = bytes_mut_split_off(&f->m, 50);
    bytes_mut_drop(&f->n);
}

/* Thirty bytes of a hundred split off and frozen. */
void frame(Fixture *f)
{
    full(f);
    f->v = bytes_mut_split_freeze(&f->m, 30);
}

void drop_into(Fixture *f)
{
    ok(bytes_drop_into_mut(&f->v, &f->m));
}

void halves_mut(Fixture *f)
{
    full(f);
    f->n = bytes_mut_split_off(&f->m, 50);
}

void two(Fixture *f)
{
    sixty(f);
    filled(&f->n, &exact, 10, 10);
}

void spent_mut(Fixture *f)
{
    full(f);
    while (f->m.weight > 1) {
        BytesMut share = bytes_mut_split_to(&f->m, 0);
        bytes_mut_drop(&share);
    }
}

void slot(Fixture *f)
{
    sixty(f);
    ok(bytes_mut_reserve_slot(&f->m, 4, &f->slot));
}

void block(Fixture *f)
{
    filled(&f->m, &exact, (size_t)MANY * FRAME, (size_t)MANY * FRAME);
}

int format(BytesMut *m, const char *string, ...)
{
    va_list arguments;
    va_start(arguments, string);
    const int result = bytes_mut_vprintf(m, string, arguments);
    va_end(arguments);
    return result;
}

void digits(Fixture *f)
{
    ok(bytes_mut_with_capacity_in(&exact, 100, &f->m));
    ok(bytes_mut_put_str(&f->m, "0123456789"));
}

/* Whole jobs. */

void forty_slices(Fixture *f)
{
    for (size_t i = 0; i < 40; i++) {
        f->many[i] = bytes_share_slice(&f->v, i % 30, 30);
    }
}

void slices_and_back(Fixture *f)
{
    forty_slices(f);
    f->many[40] = bytes_move(&f->v);
    bytes_drop_all(f->many, 41);
}

void thousand_frames(Fixture *f)
{
    for (int i = 0; i < MANY; i++) {
        f->many[i] = bytes_mut_split_freeze(&f->m, FRAME);
    }
    bytes_drop_all(f->many, MANY);
}

void warm_loop(Fixture *f, bool into_the_buffer)
{
    bytes_mut_clear(&f->m);
    for (int i = 0; i < 1000; i++) {
        ok(bytes_mut_reserve(&f->m, 5000));
        bytes_mut_commit(&f->m, 5000);
        Bytes one = bytes_mut_split_freeze(&f->m, f->m.len);
        if (into_the_buffer) {
            ok(bytes_drop_into_mut(&one, &f->m));
        }
        bytes_drop(&one);
    }
}

void pool_without_blocks(Fixture *f)
{
    ok(bytes_pool_create(&exact, 100, 1, &f->pool));
}

void pool_with_block(Fixture *f)
{
    pool_without_blocks(f);
    ok(bytes_pool_buffer(f->pool, &f->m));
    bytes_mut_drop(&f->m);
}

void enabled(Fixture *f)
{
    view(f);
    ok(bytes_enable_weak(&exact, &f->v));
}

void weak(Fixture *f)
{
    enabled(f);
    ok(bytes_downgrade(&f->v, &f->weak));
}

void gone(Fixture *f)
{
    weak(f);
    bytes_drop(&f->v);
}
