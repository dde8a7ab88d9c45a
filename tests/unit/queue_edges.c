/* SPDX-License-Identifier: MIT */
/* A queue whose allocations fail, and sizes that no object can have. */
#include <bytes/bytes.h>

#include "test_allocator.h"
#include "tap.h"

enum { MOST = 16 };

typedef struct Fixture {
    TestAllocator memory;
    BytesQueue q, other, out;
    Bytes view;
    BytesSpare spares[2];
    size_t pieces;
    BytesQueueSlot slot;
} Fixture;

static void push(BytesQueue *q, const char *string)
{
    Bytes view = bytes_static(string, strlen(string));
    CHECK_EQ(bytes_queue_push_back(q, &view), 0);
}

/* Setups. All entries of the ring are used. */
static void full_ring(Fixture *f)
{
    for (int i = 0; i < 4; i++) {
        push(&f->q, "0123456789");
    }
}

/* The tail has no tailroom. */
static void full_tail(Fixture *f)
{
    BytesSpare spare;
    CHECK_EQ(bytes_queue_reserve(&f->q, 1, &spare), 0);
    CHECK_EQ(bytes_queue_put_bytes(&f->q, 'x', spare.len), 0);
}

static void full_both(Fixture *f)
{
    full_ring(f);
    full_tail(f);
}

static void packing(Fixture *f)
{
    full_both(f);
    f->q.pack_below = 100;
}

static void compacting(Fixture *f)
{
    full_both(f);
    f->q.compact_multiple = 1;
}

static void ten(Fixture *f)
{
    for (int i = 0; i < 10; i++) {
        push(&f->q, "0123456789");
    }
}

static void two_more(Fixture *f)
{
    full_ring(f);
    push(&f->other, "ab");
    CHECK_EQ(bytes_queue_put_str(&f->other, "cd"), 0);
}

/* The other has the longer ring, which is full, and a tail. */
static void longer_other(Fixture *f)
{
    push(&f->q, "0123456789");
    CHECK_EQ(bytes_queue_put_str(&f->q, "tail"), 0);
    for (int i = 0; i < 8; i++) {
        push(&f->other, "abc");
    }
    CHECK_EQ(bytes_queue_put_str(&f->other, "other tail"), 0);
}

static void cut_in_the_tail(Fixture *f)
{
    full_ring(f);
    CHECK_EQ(bytes_queue_put_str(&f->q, "tail"), 0);
}

typedef struct Call {
    const char *name;
    void (*setup)(Fixture *f);
    int (*run)(Fixture *f);
    size_t allocations;
} Call;

#define CALL(name, call)                                                                                               \
    static int run_##name(Fixture *f)                                                                                  \
    {                                                                                                                  \
        return call;                                                                                                   \
    }
CALL(push_back, bytes_queue_push_back(&f->q, &f->view))
CALL(push_front, bytes_queue_push_front(&f->q, &f->view))
CALL(put, bytes_queue_put(&f->q, "abc", 3))
CALL(put_str, bytes_queue_put_str(&f->q, "abc"))
CALL(put_bytes, bytes_queue_put_bytes(&f->q, 'y', 3))
CALL(printf, bytes_queue_printf(&f->q, "%d", 1234))
CALL(reserve, bytes_queue_reserve(&f->q, 5, f->spares))
CALL(reserve_pieces, bytes_queue_reserve_pieces(&f->q, 5, f->spares, &f->pieces))
CALL(reserve_slot, bytes_queue_reserve_slot(&f->q, 4, &f->slot))
CALL(put_u32, bytes_queue_put_u32_be(&f->q, 1))
CALL(put_uint, bytes_queue_put_uint_le(&f->q, 1, 3))
CALL(put_leb128, bytes_queue_put_leb128(&f->q, 1))
CALL(put_quic_varint, bytes_queue_put_quic_varint(&f->q, 1))
CALL(append, bytes_queue_append(&f->q, &f->other))
CALL(split_to, bytes_queue_split_to(&f->q, 51, &f->out))
CALL(split_to_cut_in_the_tail, bytes_queue_split_to(&f->q, 42, &f->out))
CALL(split_view, bytes_queue_split_view(&f->q, 15, &f->view))
CALL(coalesce, bytes_queue_coalesce(&f->q, 15))

static const Call calls[] = {
    {"push_back", full_ring, run_push_back, 1},
    {"push_back behind a tail", full_both, run_push_back, 1},
    {"push_back packed", packing, run_push_back, 2},
    {"push_back compacted", compacting, run_push_back, 2},
    {"push_front", full_ring, run_push_front, 1},
    {"put", full_both, run_put, 2},
    {"put_str", full_both, run_put_str, 2},
    {"put_bytes", full_both, run_put_bytes, 2},
    {"printf", full_both, run_printf, 2},
    {"reserve", full_both, run_reserve, 2},
    {"reserve_pieces", full_both, run_reserve_pieces, 2},
    {"reserve_slot", full_both, run_reserve_slot, 2},
    {"put_u32", full_both, run_put_u32, 2},
    {"put_uint", full_both, run_put_uint, 2},
    {"put_leb128", full_both, run_put_leb128, 2},
    {"put_quic_varint", full_both, run_put_quic_varint, 2},
    {"append", two_more, run_append, 1},
    {"append a longer one", longer_other, run_append, 1},
    {"split_to", ten, run_split_to, 1},
    {"split_to in the tail", cut_in_the_tail, run_split_to_cut_in_the_tail, 1},
    {"split_view", full_ring, run_split_view, 1},
    {"coalesce", full_ring, run_coalesce, 1},
};

static void open_fixture(Fixture *f, const Call *call)
{
    memset(f, 0, sizeof(*f));
    f->memory = test_allocator_plain();
    bytes_queue_init(&f->memory.base, 16, &f->q);
    bytes_queue_init(&f->memory.base, 16, &f->other);
    call->setup(f);
    if (call->run != run_split_view) {
        CHECK_EQ(bytes_copy_in(&f->memory.base, "view", 4, &f->view), 0);
    }
    f->memory.calls = 0;
}

static void close_fixture(Fixture *f)
{
    bytes_queue_drop(&f->q);
    bytes_queue_drop(&f->other);
    bytes_queue_drop(&f->out);
    bytes_drop(&f->view);
    CHECK_EQ(f->memory.live, 0);
}

static bool same_spans(const BytesSpan *a, const BytesSpan *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (a[i].data != b[i].data || a[i].len != b[i].len) {
            return false;
        }
    }
    return true;
}

/* Fail each of the call's allocations in turn: all bytes stay where they are, and the same call then succeeds. */
static void check_call(const Call *call)
{
    Fixture f;
    for (size_t failing = 1; failing <= call->allocations; failing++) {
        BytesSpan before[2][MOST];
        BytesSpan after[2][MOST];
        Bytes view;
        size_t count;
        size_t others;
        open_fixture(&f, call);
        view = f.view;
        count = bytes_queue_spans(&f.q, 0, before[0], MOST);
        others = bytes_queue_spans(&f.other, 0, before[1], MOST);
        f.memory.fail_at = failing;
        CHECK_EQ(call->run(&f), BYTES_ENOMEM);
        CHECK(f.memory.failed);
        CHECK_EQ(bytes_queue_spans(&f.q, 0, after[0], MOST), count);
        CHECK_EQ(bytes_queue_spans(&f.other, 0, after[1], MOST), others);
        CHECK(same_spans(before[0], after[0], count) && same_spans(before[1], after[1], others));
        CHECK(memcmp(&view, &f.view, sizeof(view)) == 0);
        CHECK(f.out.len == 0 && f.pieces == 0 && f.slot.width == 0);
        CHECK(f.spares[0].data == NULL && f.spares[1].data == NULL);
        f.memory.calls = 0;
        f.memory.fail_at = 0;
        CHECK_EQ(call->run(&f), 0);
        close_fixture(&f);
    }
    open_fixture(&f, call);
    CHECK_EQ(call->run(&f), 0);
    CHECK_EQ(f.memory.calls, call->allocations);
    close_fixture(&f);
}

TEST(failing_any_allocation_of_a_call_changes_nothing)
{
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        printf("# %s\n", calls[i].name);
        check_call(&calls[i]);
    }
}

TEST(a_longer_queue_is_appended_by_exchanging_the_rings)
{
    Fixture f;
    const Call call = {"", longer_other, NULL, 0};
    open_fixture(&f, &call);
    CHECK_EQ(bytes_queue_append(&f.q, &f.other), 0);
    CHECK_EQ(f.other.len, 0);
    CHECK(bytes_queue_equal(&f.q, BYTES_SPAN("0123456789tailabcabcabcabcabcabcabcabcother tail")));
    /* Both go on in the blocks that they had. */
    CHECK_EQ(bytes_queue_put_str(&f.q, "1"), 0);
    CHECK_EQ(bytes_queue_put_str(&f.other, "2"), 0);
    CHECK(bytes_queue_matches(&f.q, f.q.len - 5, BYTES_SPAN("tail1")) && bytes_queue_equal(&f.other, BYTES_SPAN("2")));
    close_fixture(&f);
}

TEST(shrinking_moves_a_short_queue_into_its_own_entries)
{
    Fixture f;
    const Call call = {"", ten, NULL, 0};
    open_fixture(&f, &call);
    bytes_queue_shrink(&f.q); /* too many */
    CHECK_EQ(f.memory.live, 2);
    bytes_queue_advance(&f.q, 65);
    bytes_queue_shrink(&f.q);
    CHECK_EQ(f.memory.live, 1); /* the view's; the ring is freed */
    CHECK(bytes_queue_equal(&f.q, BYTES_SPAN("56789012345678901234567890123456789")));
    CHECK_EQ(bytes_queue_pieces(&f.q), 4);
    close_fixture(&f);
}

TEST(sizes_that_no_object_can_have_are_rejected)
{
    static const uint8_t byte = 'a';
    const size_t sizes[] = {SIZE_MAX, SIZE_MAX - 1, SIZE_MAX / 4 * 3};
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesSpare spares[2];
    size_t pieces;
    BytesQueueSlot slot;
    CHECK_EQ(bytes_queue_put_str(&q, "ab"), 0);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        const size_t size = sizes[i];
        uint8_t out = 'z';
        uint32_t number;
        BytesQueue front;
        Bytes view;
        CHECK_EQ(bytes_queue_put(&q, &byte, size), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_queue_put_bytes(&q, byte, size), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_queue_reserve(&q, size, spares), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_queue_reserve_pieces(&q, size, spares, &pieces), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_queue_reserve_slot(&q, size, &slot), BYTES_EOVERFLOW);
        CHECK(bytes_queue_peek(&q, size, 1, &out) == NULL && bytes_queue_peek(&q, 1, size, &out) == NULL);
        CHECK(!bytes_queue_peek_u32_be(&q, size, &number));
        CHECK_EQ(bytes_queue_try_copy_to(&q, size, 0, &out), BYTES_ERANGE);
        CHECK_EQ(bytes_queue_try_copy_to(&q, 1, size, &out), BYTES_ERANGE);
        CHECK_EQ(bytes_queue_try_advance(&q, size), BYTES_ERANGE);
        CHECK_EQ(bytes_queue_try_coalesce(&q, size), BYTES_ERANGE);
        CHECK_EQ(bytes_queue_try_split_to(&q, size, &front), BYTES_ERANGE);
        CHECK_EQ(bytes_queue_try_split_view(&q, size, &view), BYTES_ERANGE);
        CHECK_EQ(bytes_queue_find_byte(&q, 'a', size), BYTES_NOT_FOUND);
        CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("a"), size), BYTES_NOT_FOUND);
        CHECK_EQ(bytes_queue_find(&q, bytes_span_of(&byte, size), 0), BYTES_NOT_FOUND);
        CHECK(!bytes_queue_matches(&q, size, BYTES_SPAN("a")));
        CHECK(!bytes_queue_matches(&q, 0, bytes_span_of(&byte, size)));
        CHECK_EQ(bytes_queue_spans(&q, size, &(BytesSpan){NULL, 0}, 1), 0);
        CHECK_EQ(out, 'z');
        CHECK(bytes_queue_equal(&q, BYTES_SPAN("ab")));
    }
    bytes_queue_drop(&q);
}

TEST(ranges_at_the_end_and_one_byte_beyond)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    uint8_t out[8];
    push(&q, "abc");
    push(&q, "def");
    CHECK(bytes_queue_peek(&q, 0, 3, out) != out && bytes_queue_peek(&q, 3, 3, out) != out);
    CHECK(bytes_queue_peek(&q, 0, 4, out) == out && bytes_queue_peek(&q, 2, 2, out) == out);
    CHECK(bytes_queue_peek(&q, 2, 4, out) == out && bytes_queue_peek(&q, 2, 5, out) == NULL);
    CHECK(bytes_queue_peek(&q, 6, 0, out) == NULL && bytes_queue_peek(&q, 6, 1, out) == NULL);
    CHECK_EQ(bytes_queue_try_copy_to(&q, 6, 0, out), 0);
    CHECK_EQ(bytes_queue_try_copy_to(&q, 7, 0, out), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_try_copy_to(&q, 1, 6, out), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("cd"), 2), 2);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("cd"), 3), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("abcdefg"), 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("f"), 5), 5);
    CHECK_EQ(bytes_queue_find_byte(&q, 'c', 2), 2);
    CHECK_EQ(bytes_queue_find_byte(&q, 'c', 3), BYTES_NOT_FOUND);
    CHECK(bytes_queue_matches(&q, 6, BYTES_SPAN("")) && !bytes_queue_matches(&q, 7, BYTES_SPAN("")));
    CHECK_EQ(bytes_queue_try_advance(&q, 7), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_try_advance(&q, 6), 0);
    CHECK_EQ(bytes_queue_pieces(&q), 0);
    CHECK_EQ(bytes_queue_try_advance(&q, 1), BYTES_ERANGE);
    bytes_queue_drop(&q);
}

TAP_MAIN()
