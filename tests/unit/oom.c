/* SPDX-License-Identifier: MIT */
/*
 * Out of memory at each allocation of each function that makes one: the error says so, nothing has changed, nothing is
 * leaked, and the same call succeeds once there is memory again.
 */
#include "tap.h"

#include <bytes/bytes.h>

/* Where to fail: the allocation after `left` more; < 0: nowhere. */
static int left = -1;
static int outstanding;

static bool fails(void)
{
    return left >= 0 && left-- == 0;
}

#ifdef HAVE_WRAP
/* The linker sends the program's calls of malloc() and realloc() here: for what uses malloc only. */
void *__real_malloc(size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *block, size_t size);

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return fails() ? NULL : __real_realloc(block, size);
}
#endif

static void *failing_allocate(BytesAllocator *self, size_t size)
{
    BytesAllocator *inner = bytes_malloc_allocator();
    int where = left;
    void *block;
    (void)self;
    if (fails()) {
        return NULL;
    }
    where = left;
    left = -1; /* not again inside malloc() */
    block = inner->allocate(inner, size);
    left = where;
    outstanding++;
    return block;
}

static void *failing_reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    BytesAllocator *inner = bytes_malloc_allocator();
    int where;
    (void)self;
    if (fails()) {
        return NULL;
    }
    where = left;
    left = -1;
    block = inner->reallocate(inner, block, old_size, new_size);
    left = where;
    return block;
}

static void failing_deallocate(BytesAllocator *self, void *block, size_t size)
{
    BytesAllocator *inner = bytes_malloc_allocator();
    (void)self;
    outstanding--;
    inner->deallocate(inner, block, size);
}

static BytesAllocator failing = {failing_allocate, failing_reallocate, failing_deallocate, NULL, NULL, 0};

/* All that a case works on; handles are compared bit by bit before and after. */
typedef struct State {
    BytesMut buffer, other, out_buffer;
    Bytes view, out;
    BytesSlot slot;
    void *raw;
} State;

static int released;

static void count_release(void *data, size_t len, void *context)
{
    (void)data;
    (void)len;
    (void)context;
    released++;
}

/* A full buffer of 100 bytes. */
static void full(State *state)
{
    CHECK_EQ(bytes_mut_with_capacity_in(&failing, 100, &state->buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&state->buffer, 'x', 100), 0);
    CHECK_EQ(state->buffer.cap, 100);
}

static void consumed(State *state)
{
    full(state);
    bytes_mut_advance(&state->buffer, 10);
}

static void shared(State *state)
{
    full(state);
    state->view = bytes_mut_split_freeze(&state->buffer, 10);
}

static void two(State *state)
{
    full(state);
    CHECK_EQ(bytes_mut_with_capacity_in(&failing, 10, &state->other), 0);
    CHECK_EQ(bytes_mut_put_str(&state->other, "0123456789"), 0);
}

static void large(State *state)
{
    full(state);
    CHECK_EQ(bytes_mut_reserve(&state->buffer, 5000), 0);
}

static void cloned(State *state)
{
    CHECK_EQ(bytes_copy_in(&failing, "0123456789", 10, &state->view), 0);
    state->out = bytes_clone(&state->view);
}

static void part(State *state)
{
    full(state);
    state->view = bytes_mut_freeze(&state->buffer);
    bytes_truncate(&state->view, 2);
}

static void nothing(State *state)
{
    (void)state;
}

static uint8_t memory[4];
static const Bytes literal = BYTES_STATIC_INIT("abc");

/* What each case calls: returns an error, or 0 or more. */
#define CALL(name, call)                                                                                               \
    static int do_##name(State *s)                                                                                     \
    {                                                                                                                  \
        return call;                                                                                                   \
    }
CALL(copy, bytes_copy_in(&failing, "abc", 3, &s->out))
CALL(take, bytes_adopt_in(&failing, memory, 4, BYTES_WRITABLE, count_release, NULL, &s->out))
CALL(capacity, bytes_mut_with_capacity_in(&failing, 9, &s->out_buffer))
CALL(capacity_0, bytes_mut_with_capacity_in(&failing, 0, &s->out_buffer))
CALL(headroom, bytes_mut_with_headroom(&failing, 9, 9, &s->out_buffer))
CALL(mut_copy, bytes_mut_copy(&s->buffer, &s->out_buffer))
CALL(reserve, bytes_mut_reserve(&s->buffer, 1))
CALL(put, bytes_mut_put(&s->buffer, "abc", 3))
CALL(put_own, bytes_mut_put(&s->buffer, s->buffer.data + 5, 30))
CALL(put_str, bytes_mut_put_str(&s->buffer, "abc"))
CALL(put_view, bytes_mut_put_view(&s->buffer, &literal))
CALL(put_bytes, bytes_mut_put_bytes(&s->buffer, 7, 3))
CALL(printf, bytes_mut_printf(&s->buffer, "%d", 1234))
CALL(resize, bytes_mut_resize(&s->buffer, 200, 7))
CALL(extend, bytes_mut_extend_from_within(&s->buffer, 0, 50))
CALL(prepend, bytes_mut_prepend(&s->buffer, "0123456789012345", 16))
CALL(slot, bytes_mut_reserve_slot(&s->buffer, 4, &s->slot))
CALL(shrink, bytes_mut_shrink(&s->buffer, 0))
CALL(unsplit, bytes_mut_unsplit(&s->buffer, &s->other))
CALL(into_mut, bytes_into_mut(&s->view, &s->out_buffer))
CALL(compact, bytes_compact_in(&failing, &s->view, 2))

#ifdef HAVE_WRAP
CALL(to_raw, bytes_to_raw(&s->view, &s->raw))
CALL(copy_malloc, bytes_copy("abc", 3, &s->out))
CALL(take_plain, bytes_adopt(memory, 4, BYTES_WRITABLE, count_release, NULL, &s->out))
CALL(take_malloc, bytes_adopt_malloc(s->raw, 4, &s->out))
CALL(capacity_malloc, bytes_mut_with_capacity(100, &s->out_buffer))
CALL(compact_malloc, bytes_compact(&s->view, 2))

static void allocated(State *state)
{
    state->raw = malloc(4);
    CHECK(state->raw != NULL);
}

static void full_malloc(State *state)
{
    CHECK_EQ(bytes_mut_with_capacity(100, &state->buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&state->buffer, 'x', state->buffer.cap), 0);
}
#endif

static const struct Case {
    const char *name;
    void (*setup)(State *state);
    int (*call)(State *state);
} cases[] = {
    {"bytes_copy_in", nothing, do_copy},
    {"bytes_adopt_in", nothing, do_take},
    {"bytes_into_mut of a shared view", cloned, do_into_mut},
    {"bytes_compact_in", part, do_compact},
    {"bytes_mut_with_capacity_in", nothing, do_capacity},
    {"bytes_mut_with_capacity_in of 0", nothing, do_capacity_0},
    {"bytes_mut_with_headroom", nothing, do_headroom},
    {"bytes_mut_copy", full, do_mut_copy},
    {"bytes_mut_reserve by reallocation", full, do_reserve},
    {"bytes_mut_reserve to a fresh block", consumed, do_reserve},
    {"bytes_mut_reserve while shared", shared, do_reserve},
    {"bytes_mut_put by reallocation", full, do_put},
    {"bytes_mut_put to a fresh block", consumed, do_put},
    {"bytes_mut_put while shared", shared, do_put},
    {"bytes_mut_put of its own bytes", full, do_put_own},
    {"bytes_mut_put_str", full, do_put_str},
    {"bytes_mut_put_view", full, do_put_view},
    {"bytes_mut_put_bytes", full, do_put_bytes},
    {"bytes_mut_printf", full, do_printf},
    {"bytes_mut_resize", full, do_resize},
    {"bytes_mut_extend_from_within", full, do_extend},
    {"bytes_mut_prepend", full, do_prepend},
    {"bytes_mut_prepend with too little headroom", consumed, do_prepend},
    {"bytes_mut_prepend while shared", shared, do_prepend},
    {"bytes_mut_reserve_slot", full, do_slot},
    {"bytes_mut_shrink", large, do_shrink},
    {"bytes_mut_shrink while shared", shared, do_shrink},
    {"bytes_mut_unsplit", two, do_unsplit},
#ifdef HAVE_WRAP
    {"bytes_to_raw", cloned, do_to_raw},
    {"bytes_copy", nothing, do_copy_malloc},
    {"bytes_adopt", nothing, do_take_plain},
    {"bytes_adopt_malloc", allocated, do_take_malloc},
    {"bytes_compact", part, do_compact_malloc},
    {"bytes_mut_with_capacity", nothing, do_capacity_malloc},
    {"bytes_mut_reserve from malloc", full_malloc, do_reserve},
    {"bytes_mut_put from malloc", full_malloc, do_put},
    {"bytes_mut_reserve without storage", nothing, do_reserve},
    {"bytes_mut_put without storage", nothing, do_put},
    {"bytes_mut_prepend without storage", nothing, do_prepend},
#endif
};

/* Out-parameters hold a pattern before the call, so that writing them shows; what was not written is cleared after. */
static void fill(void *place, size_t size)
{
    memset(place, 0x5a, size);
}

static void unfill(void *place, size_t size)
{
    const unsigned char *bytes = place;
    size_t i = 0;
    while (i < size && bytes[i] == 0x5a) {
        i++;
    }
    if (i == size) {
        memset(place, 0, size);
    }
}

static void check_bytes(const void *data, size_t len, const char *was)
{
    CHECK(len == 0 || memcmp(data, was, len) == 0);
}

/* Returns whether the call got as far as an allocation that failed. */
static bool run(const struct Case *test, int nth)
{
    State state, before;
    char buffer_was[6000], view_was[100];
    int error, balance;
    memset(&state, 0, sizeof(state));
    released = 0;
    test->setup(&state);
    balance = outstanding;
    fill(&state.out_buffer, sizeof(state.out_buffer));
    fill(&state.slot, sizeof(state.slot));
    if (state.out.len == 0) {
        fill(&state.out, sizeof(state.out));
    }
    if (state.raw == NULL) {
        fill(&state.raw, sizeof(state.raw));
    }
    memcpy(&before, &state, sizeof(state));
    memcpy(buffer_was, state.buffer.data != NULL ? (const void *)state.buffer.data : "", state.buffer.len);
    memcpy(view_was, state.view.data != NULL ? (const void *)state.view.data : "", state.view.len);
    left = nth;
    error = test->call(&state);
    if (left < 0 && nth >= 0) { /* failed there */
        CHECK_EQ(error, BYTES_ENOMEM);
        CHECK_EQ(memcmp(&state, &before, sizeof(state)), 0);
        CHECK_EQ(outstanding, balance);
        CHECK_EQ(released, 0);
        check_bytes(state.buffer.data, state.buffer.len, buffer_was);
        check_bytes(state.view.data, state.view.len, view_was);
        error = test->call(&state);
        nth = -1;
    } else {
        nth = 0;
    }
    left = -1;
    CHECK(error >= 0);
    check_bytes(state.view.data, state.view.len, view_was);
    unfill(&state.out_buffer, sizeof(state.out_buffer));
    unfill(&state.out, sizeof(state.out));
    bytes_mut_drop(&state.buffer);
    bytes_mut_drop(&state.other);
    bytes_mut_drop(&state.out_buffer);
    bytes_drop(&state.view);
    bytes_drop(&state.out);
#ifdef HAVE_WRAP
    if (test->call == do_to_raw) {
        state.view = bytes_from_raw(state.raw);
        bytes_drop(&state.view);
    }
#endif
    CHECK_EQ(outstanding, 0);
    return nth < 0;
}

TEST(a_call_without_memory_changes_nothing_leaks_nothing_and_succeeds_later)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int nth = 0;
        printf("# %s\n", cases[i].name);
        while (run(&cases[i], nth)) {
            nth++;
        }
        CHECK(nth >= 1); /* each allocates */
        CHECK(nth <= 1); /* but once */
    }
}

TEST(memory_that_could_not_be_taken_is_still_the_callers)
{
    Bytes out = BYTES_LITERAL("kept");
    released = 0;
    left = 0;
    CHECK_EQ(bytes_adopt_in(&failing, memory, 4, BYTES_WRITABLE, count_release, NULL, &out), BYTES_ENOMEM);
    left = -1;
    CHECK_EQ(released, 0);
    CHECK_MEM(out.data, out.len, "kept");
}

TEST(what_cannot_fail_allocates_nothing)
{
    BytesMut buffer, piece;
    Bytes view, clone, share, many[2];
    const BytesRange ranges[2] = {{0, 1}, {1, 3}};
    CHECK_EQ(bytes_mut_with_capacity_in(&failing, 100, &buffer), 0);
    left = 0;
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    piece = bytes_mut_split_to(&buffer, 5);
    view = bytes_mut_freeze(&piece);
    clone = bytes_clone(&view);
    share = bytes_share_slice(&view, 1, 4);
    bytes_slice_many(&view, ranges, 2, many);
    bytes_drop(&share);
    share = bytes_split_to(&clone, 2);
    CHECK_EQ(bytes_try_unsplit(&share, &clone), 0);
    CHECK_EQ(bytes_drop_into(&share, &view), 0);
    bytes_drop_all(many, 2);
    CHECK_EQ(bytes_drop_into_mut(&view, &buffer), 0);
    CHECK(bytes_mut_try_reclaim(&buffer, 90));
    CHECK_EQ(left, 0); /* nobody asked */
    left = -1;
    bytes_mut_drop(&buffer);
    CHECK_EQ(outstanding, 0);
}

TAP_MAIN()
