/* SPDX-License-Identifier: MIT */
/*
 * Out of memory in each function that allocates: the call reports it, changes nothing and leaks nothing, and succeeds
 * once there is memory again. Each of them allocates exactly once.
 */
#include "tap.h"
#include "test_allocator.h"

#include <bytes/bytes.h>

static TestAllocator memory;

#ifdef HAVE_WRAP
/* The linker sends the program's calls of malloc() and realloc() here: for functions without an allocator argument. */
void *__real_malloc(size_t size);
void *__real_realloc(void *block, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *block, size_t size);

static size_t malloc_calls;
static size_t malloc_fail_at; /* the call of this number fails; 0: none */
static bool malloc_failed;

static bool malloc_fails(void)
{
    malloc_calls++;
    malloc_failed = malloc_failed || malloc_calls == malloc_fail_at;
    return malloc_calls == malloc_fail_at;
}

void *__wrap_malloc(size_t size)
{
    return malloc_fails() ? NULL : __real_malloc(size);
}

void *__wrap_realloc(void *block, size_t size)
{
    return malloc_fails() ? NULL : __real_realloc(block, size);
}
#endif

static void fail_at(size_t nth)
{
    memory.calls = 0;
    memory.fail_at = nth;
    memory.failed = false;
#ifdef HAVE_WRAP
    malloc_calls = 0;
    malloc_fail_at = nth;
    malloc_failed = false;
#endif
}

static bool has_failed(void)
{
#ifdef HAVE_WRAP
    return memory.failed || malloc_failed;
#else
    return memory.failed;
#endif
}

/* What a case works on. Handles are compared bit by bit before and after. */
typedef struct State {
    BytesMut buffer;
    BytesMut other;
    BytesMut out_buffer;
    Bytes view;
    Bytes out;
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
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, 100, &state->buffer), 0);
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
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, 10, &state->other), 0);
    CHECK_EQ(bytes_mut_put_str(&state->other, "0123456789"), 0);
}

static void large(State *state)
{
    full(state);
    CHECK_EQ(bytes_mut_reserve(&state->buffer, 5000), 0);
}

static void cloned(State *state)
{
    CHECK_EQ(bytes_copy_in(&memory.base, "0123456789", 10, &state->view), 0);
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

static uint8_t adopted[4];
static const Bytes literal = BYTES_STATIC_INIT("abc");

/* CALL(name, the call of a case; its result is 0 or more, or an error) */
#define CALL(name, call)                                                                                               \
    static int do_##name(State *s)                                                                                     \
    {                                                                                                                  \
        return call;                                                                                                   \
    }
CALL(copy_in, bytes_copy_in(&memory.base, "abc", 3, &s->out))
CALL(adopt_in, bytes_adopt_in(&memory.base, adopted, 4, BYTES_WRITABLE, count_release, NULL, &s->out))
CALL(capacity_in, bytes_mut_with_capacity_in(&memory.base, 9, &s->out_buffer))
CALL(capacity_0_in, bytes_mut_with_capacity_in(&memory.base, 0, &s->out_buffer))
CALL(headroom, bytes_mut_with_headroom(&memory.base, 9, 9, &s->out_buffer))
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
CALL(compact_in, bytes_compact_in(&memory.base, &s->view, 2))

#ifdef HAVE_WRAP
CALL(to_raw, bytes_to_raw(&s->view, &s->raw))
CALL(copy, bytes_copy("abc", 3, &s->out))
CALL(adopt, bytes_adopt(adopted, 4, BYTES_WRITABLE, count_release, NULL, &s->out))
CALL(adopt_malloc, bytes_adopt_malloc(s->raw, 4, &s->out))
CALL(capacity, bytes_mut_with_capacity(100, &s->out_buffer))
CALL(compact, bytes_compact(&s->view, 2))

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
    {"bytes_copy_in", nothing, do_copy_in},
    {"bytes_adopt_in", nothing, do_adopt_in},
    {"bytes_into_mut of a shared view", cloned, do_into_mut},
    {"bytes_compact_in", part, do_compact_in},
    {"bytes_mut_with_capacity_in", nothing, do_capacity_in},
    {"bytes_mut_with_capacity_in of 0", nothing, do_capacity_0_in},
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
    {"bytes_copy", nothing, do_copy},
    {"bytes_adopt", nothing, do_adopt},
    {"bytes_adopt_malloc", allocated, do_adopt_malloc},
    {"bytes_compact", part, do_compact},
    {"bytes_mut_with_capacity", nothing, do_capacity},
    {"bytes_mut_reserve from malloc", full_malloc, do_reserve},
    {"bytes_mut_put from malloc", full_malloc, do_put},
    {"bytes_mut_reserve without storage", nothing, do_reserve},
    {"bytes_mut_put without storage", nothing, do_put},
    {"bytes_mut_prepend without storage", nothing, do_prepend},
#endif
};

enum { PATTERN = 0x5a };

/* Out-parameters hold a pattern before the call; where they still do afterwards, there is nothing to drop. */
static void clear_if_unwritten(void *out, size_t size)
{
    const unsigned char *const bytes = out;
    size_t same = 0;
    while (same < size && bytes[same] == PATTERN) {
        same++;
    }
    if (same == size) {
        memset(out, 0, size);
    }
}

static void check_bytes(const void *data, size_t len, const char *before)
{
    CHECK(len == 0 || memcmp(data, before, len) == 0);
}

static void check_unchanged(const struct Case *test, State *state)
{
    State before;
    char buffer_before[6000];
    char view_before[100];
    memcpy(&before, state, sizeof(before));
    memcpy(buffer_before, state->buffer.len != 0 ? (const char *)state->buffer.data : "", state->buffer.len);
    memcpy(view_before, state->view.len != 0 ? (const char *)state->view.data : "", state->view.len);
    const size_t live = memory.live;
    CHECK_EQ(test->call(state), BYTES_ENOMEM);
    CHECK_EQ(memcmp(state, &before, sizeof(before)), 0);
    CHECK_EQ(memory.live, live);
    CHECK_EQ(released, 0);
    check_bytes(state->buffer.data, state->buffer.len, buffer_before);
    check_bytes(state->view.data, state->view.len, view_before);
}

static void set_up(const struct Case *test, State *state)
{
    memory = test_allocator();
    released = 0;
    fail_at(0);
    memset(state, 0, sizeof(*state));
    test->setup(state);
    memset(&state->out_buffer, PATTERN, sizeof(state->out_buffer));
    memset(&state->slot, PATTERN, sizeof(state->slot));
    if (state->out.len == 0) {
        memset(&state->out, PATTERN, sizeof(state->out));
    }
    if (state->raw == NULL) {
        memset(&state->raw, PATTERN, sizeof(state->raw));
    }
}

static void tear_down(const struct Case *test, State *state)
{
    clear_if_unwritten(&state->out_buffer, sizeof(state->out_buffer));
    clear_if_unwritten(&state->out, sizeof(state->out));
    bytes_mut_drop(&state->buffer);
    bytes_mut_drop(&state->other);
    bytes_mut_drop(&state->out_buffer);
    bytes_drop(&state->view);
    bytes_drop(&state->out);
#ifdef HAVE_WRAP
    if (test->call == do_to_raw) {
        Bytes view = bytes_from_raw(state->raw);
        bytes_drop(&view);
    }
#endif
    (void)test;
    CHECK_EQ(memory.live, 0);
}

TEST(a_call_without_memory_changes_nothing_leaks_nothing_and_succeeds_later)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        printf("# %s\n", cases[i].name);
        State state;
        set_up(&cases[i], &state);
        fail_at(1);
        check_unchanged(&cases[i], &state);
        CHECK(has_failed());
        fail_at(2); /* there is no second allocation */
        CHECK(cases[i].call(&state) >= 0);
        CHECK(!has_failed());
        fail_at(0);
        tear_down(&cases[i], &state);
    }
}

TEST(memory_that_could_not_be_adopted_stays_the_callers)
{
    memory = test_allocator();
    fail_at(1);
    released = 0;
    Bytes out = BYTES_LITERAL("kept");
    CHECK_EQ(bytes_adopt_in(&memory.base, adopted, 4, BYTES_WRITABLE, count_release, NULL, &out), BYTES_ENOMEM);
    fail_at(0);
    CHECK_EQ(released, 0);
    CHECK_MEM(out.data, out.len, "kept");
}

TEST(functions_that_cannot_fail_do_not_allocate)
{
    memory = test_allocator();
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, 100, &buffer), 0);
    fail_at(1);
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    BytesMut piece = bytes_mut_split_to(&buffer, 5);
    Bytes view = bytes_mut_freeze(&piece);
    Bytes clone = bytes_clone(&view);
    Bytes share = bytes_share_slice(&view, 1, 4);
    const BytesRange ranges[2] = {{0, 1}, {1, 3}};
    Bytes many[2];
    bytes_slice_many(&view, ranges, 2, many);
    bytes_drop(&share);
    share = bytes_split_to(&clone, 2);
    CHECK_EQ(bytes_try_unsplit(&share, &clone), 0);
    CHECK_EQ(bytes_drop_into(&share, &view), 0);
    bytes_drop_all(many, 2);
    CHECK_EQ(bytes_drop_into_mut(&view, &buffer), 0);
    CHECK(bytes_mut_try_reclaim(&buffer, 90));
    CHECK(!has_failed());
    fail_at(0);
    bytes_mut_drop(&buffer);
    CHECK_EQ(memory.live, 0);
}

TAP_MAIN()
