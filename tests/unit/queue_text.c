/* SPDX-License-Identifier: MIT */
/* Text and hashes in a queue are those of contiguous bytes. */
#include <bytes/bytes.h>

#include "tap.h"
#include "test_allocator.h"

/* A queue whose tail has `left` bytes of tailroom and `used` bytes. */
static BytesQueue queue_with_tailroom(size_t left, size_t *used)
{
    BytesQueue out;
    BytesSpare spare;
    bytes_queue_init(NULL, 64, &out);
    CHECK_EQ(bytes_queue_reserve(&out, 1, &spare), 0);
    CHECK(spare.len >= left);
    *used = spare.len - left;
    CHECK_EQ(bytes_queue_put_bytes(&out, '.', *used), 0);
    return out;
}

static void check_text(BytesQueue *q, size_t used, BytesSpan expected, size_t pieces)
{
    CHECK_EQ(q->len, used + expected.len);
    CHECK(bytes_queue_matches(q, used, expected));
    CHECK_EQ(bytes_queue_pieces(q), pieces);
    bytes_queue_drop(q);
}

static void check_contiguous(const BytesQueue *q, size_t from)
{
    uint8_t scratch[20];
    CHECK(bytes_queue_peek(q, from, q->len - from, scratch) != scratch);
}

TEST(decimals_are_those_of_a_buffer_and_contiguous)
{
    static const uint64_t values[] = {0, 9, 10, 99, 100, 12345678, 123456789012, UINT64_MAX};
    static const int64_t signed_values[] = {0, -1, 1, -99, INT64_MAX, INT64_MIN};
    BytesMut flat = BYTES_MUT_EMPTY;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        for (size_t left = 0; left <= 21; left++) {
            size_t used;
            BytesQueue q = queue_with_tailroom(left, &used);
            bytes_mut_clear(&flat);
            CHECK_EQ(bytes_mut_put_decimal(&flat, values[i]), 0);
            CHECK_EQ(bytes_queue_put_decimal(&q, values[i]), 0);
            check_contiguous(&q, used);
            check_text(&q, used, bytes_mut_span(&flat), flat.len <= left ? 1 : 2);
        }
    }
    for (size_t i = 0; i < sizeof(signed_values) / sizeof(signed_values[0]); i++) {
        for (size_t left = 0; left <= 21; left++) {
            size_t used;
            BytesQueue q = queue_with_tailroom(left, &used);
            bytes_mut_clear(&flat);
            CHECK_EQ(bytes_mut_put_signed_decimal(&flat, signed_values[i]), 0);
            CHECK_EQ(bytes_queue_put_signed_decimal(&q, signed_values[i]), 0);
            check_contiguous(&q, used);
            check_text(&q, used, bytes_mut_span(&flat), flat.len <= left ? 1 : 2);
        }
    }
    bytes_mut_drop(&flat);
}

TEST(escaped_text_is_that_of_a_buffer_wherever_the_block_ends)
{
    BytesMut flat = BYTES_MUT_EMPTY;
    uint8_t bytes[256];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)i;
    }
    for (size_t begin = 0; begin < sizeof(bytes); begin += 5) {
        for (size_t left = 0; left <= 40; left++) {
            const BytesSpan part = {bytes + begin, sizeof(bytes) - begin < 11 ? sizeof(bytes) - begin : 11};
            size_t used;
            BytesQueue q = queue_with_tailroom(left, &used);
            bytes_mut_clear(&flat);
            CHECK_EQ(bytes_mut_put_escaped(&flat, part), 0);
            CHECK_EQ(bytes_queue_put_escaped(&q, part), 0);
            check_text(&q, used, bytes_mut_span(&flat), flat.len <= left ? 1 : 2);
        }
    }
    bytes_mut_drop(&flat);
}

TEST(escaped_bytes_may_be_the_queues_own)
{
    size_t used;
    BytesQueue q = queue_with_tailroom(0, &used);
    CHECK_EQ(bytes_queue_put_escaped(&q, bytes_span_slice(bytes_queue_front(&q), 0, 3)), 0);
    CHECK_EQ(bytes_queue_put_escaped(&q, BYTES_SPAN("")), 0);
    check_text(&q, used, BYTES_SPAN("b\"...\"b\"\""), 2);
}

TEST(text_without_memory_or_length_changes_nothing)
{
    static const uint8_t byte = 'a';
    TestAllocator allocator = test_allocator();
    Bytes huge = bytes_static(&byte, SIZE_MAX - 3); /* never read */
    BytesQueue q;
    bytes_queue_init(&allocator.base, 0, &q);
    allocator.largest = 0;
    CHECK_EQ(bytes_queue_put_decimal(&q, 1), BYTES_ENOMEM);
    CHECK_EQ(bytes_queue_put_signed_decimal(&q, -1), BYTES_ENOMEM);
    CHECK_EQ(bytes_queue_put_escaped(&q, BYTES_SPAN("a")), BYTES_ENOMEM);
    CHECK_EQ(q.len, 0);
    allocator.largest = SIZE_MAX;
    CHECK_EQ(bytes_queue_put_escaped(&q, bytes_span_of(&byte, SIZE_MAX / 4)), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_push_back(&q, &huge), 0);
    CHECK_EQ(bytes_queue_put_decimal(&q, 12), 0); /* the longest would not fit */
    CHECK_EQ(bytes_queue_put_decimal(&q, 34), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_put_signed_decimal(&q, -1), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_put_signed_decimal(&q, 5), 0);
    CHECK_EQ(bytes_queue_put_escaped(&q, BYTES_SPAN("")), BYTES_EOVERFLOW);
    CHECK_EQ(q.len, SIZE_MAX);
    bytes_queue_advance(&q, SIZE_MAX - 3);
    CHECK(bytes_queue_equal(&q, BYTES_SPAN("125")));
    bytes_queue_drop(&q);
    CHECK_EQ(allocator.live, 0);
}

TEST(a_hash_of_a_range_is_that_of_the_same_contiguous_bytes)
{
    static uint8_t bytes[700];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(i * 7 + i / 13);
    }
    for (size_t piece = 1; piece <= sizeof(bytes); piece = piece * 2 + 1) {
        BytesQueue q = BYTES_QUEUE_EMPTY;
        for (size_t at = 0; at < sizeof(bytes); at += piece) {
            const size_t left = sizeof(bytes) - at;
            Bytes view = bytes_static(bytes + at, left < piece ? left : piece);
            CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
        }
        for (size_t offset = 0; offset <= sizeof(bytes); offset += 50) {
            for (size_t count = 0; count <= sizeof(bytes) - offset; count += offset % 100 == 0 ? 1 : 50) {
                const uint64_t expected = bytes_span_hash(bytes_span_of(bytes + offset, count), offset);
                uint64_t hash = 0;
                CHECK_EQ(bytes_queue_hash(&q, offset, count, offset), expected);
                CHECK_EQ(bytes_queue_try_hash(&q, offset, count, offset, &hash), 0);
                CHECK_EQ(hash, expected);
            }
        }
        bytes_queue_drop(&q);
    }
}

TEST(a_hash_of_no_bytes_and_of_a_range_outside)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    uint64_t hash = 7;
    CHECK_EQ(bytes_queue_hash(&q, 0, 0, 1), bytes_span_hash(BYTES_SPAN(""), 1));
    CHECK_EQ(bytes_queue_try_hash(&q, 0, 1, 0, &hash), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_put_str(&q, "abc"), 0);
    CHECK_EQ(bytes_queue_hash(&q, 3, 0, 1), bytes_span_hash(BYTES_SPAN(""), 1));
    CHECK_EQ(bytes_queue_try_hash(&q, 4, 0, 0, &hash), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_try_hash(&q, 3, 1, 0, &hash), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_try_hash(&q, 1, SIZE_MAX, 0, &hash), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_try_hash(&q, SIZE_MAX, 1, 0, &hash), BYTES_ERANGE);
    CHECK_EQ(hash, 7);
    bytes_queue_drop(&q);
}

TAP_MAIN()
