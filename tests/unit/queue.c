/* SPDX-License-Identifier: MIT */
/* The edges of a queue. queue_model.c has random programs, ../cost/ the costs. */
#include <bytes/bytes.h>

#include <stddef.h>

#include "tap.h"

/* A queue with a static segment for each string; NULL ends the list. */
static BytesQueue queue_of(const char *const *strings)
{
    BytesQueue out = BYTES_QUEUE_EMPTY;
    for (size_t i = 0; strings[i] != NULL; i++) {
        Bytes view = bytes_static(strings[i], strlen(strings[i]));
        CHECK_EQ(bytes_queue_push_back(&out, &view), 0);
    }
    return out;
}
#define QUEUE(...) queue_of((const char *const[]){__VA_ARGS__, NULL})

#define CHECK_QUEUE(queue, literal) CHECK(bytes_queue_equal(queue, BYTES_SPAN(literal)))

static Bytes copy_of(const char *string)
{
    Bytes out;
    CHECK_EQ(bytes_copy(string, strlen(string), &out), 0);
    return out;
}

TEST(an_all_zero_queue_is_empty_and_works)
{
    BytesQueue q;
    BytesSpan span;
    uint8_t byte;
    memset(&q, 0, sizeof(q));
    CHECK_EQ(bytes_queue_pop_front(&q).len, 0);
    CHECK_EQ(bytes_queue_pop_back(&q).len, 0);
    CHECK_EQ(bytes_queue_spans(&q, 0, &span, 1), 0);
    CHECK_EQ(bytes_queue_pieces(&q), 0);
    CHECK_EQ(bytes_queue_front(&q).len, 0);
    CHECK(bytes_queue_peek(&q, 0, 1, &byte) == NULL);
    CHECK(!bytes_queue_get_u8(&q, &byte));
    CHECK_EQ(bytes_queue_find_byte(&q, 0, 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN(""), 0), 0);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN(""), 1), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_queue_coalesce(&q, 0), 0);
    CHECK_EQ(bytes_queue_try_coalesce(&q, 1), BYTES_ERANGE);
    CHECK_EQ(bytes_queue_put(&q, NULL, 0), 0);
    bytes_queue_copy_to(&q, 0, 0, NULL);
    bytes_queue_advance(&q, 0);
    CHECK_QUEUE(&q, "");
    bytes_queue_shrink(&q);
    bytes_queue_clear(&q);
    bytes_queue_drop(&q);
    CHECK_EQ(bytes_queue_put_str(&q, "works"), 0);
    CHECK_QUEUE(&q, "works");
    bytes_queue_drop(&q);
    bytes_queue_drop(&q);
}

TEST(views_come_out_at_both_ends_as_they_went_in)
{
    BytesQueue q = QUEUE("b", "c");
    Bytes a = BYTES_LITERAL("a");
    Bytes d = copy_of("d");
    const uint8_t *const address = d.data;
    CHECK_EQ(bytes_queue_push_front(&q, &a), 0);
    CHECK_EQ(bytes_queue_push_back(&q, &d), 0);
    CHECK_EQ(a.len + d.len, 0);
    CHECK(d.storage == NULL);
    CHECK_QUEUE(&q, "abcd");
    d = bytes_queue_pop_back(&q);
    CHECK(d.data == address);
    CHECK(bytes_is_unique(&d));
    a = bytes_queue_pop_front(&q);
    CHECK_MEM(a.data, a.len, "a");
    CHECK_QUEUE(&q, "bc");
    bytes_drop(&d);
    bytes_queue_drop(&q);
}

TEST(pushing_an_empty_view_adds_nothing)
{
    BytesQueue q = QUEUE("a");
    Bytes empty = BYTES_LITERAL("");
    CHECK_EQ(bytes_queue_push_back(&q, &empty), 0);
    CHECK_EQ(bytes_queue_push_front(&q, &empty), 0);
    CHECK_EQ(bytes_queue_pieces(&q), 1);
    CHECK(empty.data == NULL);
    bytes_queue_drop(&q);
}

TEST(text_and_views_alternate)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes body = BYTES_LITERAL("body");
    CHECK_EQ(bytes_queue_printf(&q, "Length: %d\n\n", 4), 0);
    CHECK_EQ(bytes_queue_push_back(&q, &body), 0);
    CHECK_EQ(bytes_queue_put_str(&q, "next"), 0);
    CHECK_EQ(bytes_queue_pieces(&q), 3);
    CHECK_QUEUE(&q, "Length: 4\n\nbodynext");
    bytes_queue_advance(&q, 11);
    CHECK_MEM(bytes_queue_front(&q).data, bytes_queue_front(&q).len, "body");
    bytes_queue_advance(&q, 6);
    CHECK_QUEUE(&q, "xt");
    bytes_queue_drop(&q);
}

TEST(a_ring_wraps_grows_and_shrinks)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    size_t in = 0;
    size_t out = 0;
    static uint8_t bytes[1000];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)i;
    }
    for (size_t round = 0; round < 40; round++) {
        for (size_t i = 0; i < round % 13 && in < sizeof(bytes); i++, in++) {
            Bytes view = bytes_static(bytes + in, 1);
            CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
        }
        for (size_t i = 0; i < round % 11 && out < in; i++, out++) {
            CHECK_EQ(*bytes_queue_pop_front(&q).data, bytes[out]);
        }
        if (round % 5 == 0) {
            bytes_queue_shrink(&q);
        }
        CHECK(bytes_queue_equal(&q, bytes_span_of(bytes + out, in - out)));
    }
    bytes_queue_drop(&q);
}

TEST(a_queue_is_relocatable)
{
    BytesQueue a = QUEUE("a", "b", "c");
    BytesQueue b;
    a.high = 3;
    memcpy(&b, &a, sizeof(b));
    memset(&a, 0xff, sizeof(a));
    CHECK_QUEUE(&b, "abc");
    a = bytes_queue_move(&b);
    CHECK_EQ(b.len, 0);
    CHECK_EQ(b.high, 3);
    CHECK_QUEUE(&a, "abc");
    CHECK_EQ(bytes_queue_put_str(&b, "of its own"), 0);
    bytes_queue_drop(&a);
    bytes_queue_drop(&b);
}

TEST(the_length_never_exceeds_the_maximum)
{
    static const uint8_t byte;
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueue other = QUEUE("ab");
    BytesSpare spare[2];
    size_t pieces;
    BytesQueueSlot slot;
    Bytes huge = bytes_static(&byte, SIZE_MAX - 1); /* never read */
    Bytes two = BYTES_LITERAL("ab");
    CHECK_EQ(bytes_queue_push_back(&q, &huge), 0);
    CHECK_EQ(bytes_queue_push_back(&q, &two), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_push_front(&q, &two), BYTES_EOVERFLOW);
    CHECK_EQ(two.len, 2);
    CHECK_EQ(bytes_queue_put(&q, "ab", 2), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_put_bytes(&q, 0, 2), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_put_u16_be(&q, 1), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_printf(&q, "ab"), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_reserve(&q, 2, spare), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_reserve_pieces(&q, 2, spare, &pieces), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 2, &slot), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_append(&q, &other), BYTES_EOVERFLOW);
    CHECK_EQ(other.len, 2);
    CHECK_EQ(q.len, SIZE_MAX - 1);
    CHECK_EQ(bytes_queue_put(&q, "a", 1), 0);
    CHECK_EQ(bytes_queue_put(&q, "a", 1), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_put_u8(&q, 1), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_printf(&q, "a"), BYTES_EOVERFLOW); /* the tail has capacity now */
    CHECK_EQ(q.len, SIZE_MAX);
    bytes_queue_advance(&q, SIZE_MAX - 1);
    CHECK_QUEUE(&q, "a");
    CHECK_EQ(bytes_queue_put_bytes(&q, 0, (size_t)PTRDIFF_MAX), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_queue_reserve(&q, (size_t)PTRDIFF_MAX, spare), BYTES_EOVERFLOW);
    CHECK_QUEUE(&q, "a");
    bytes_queue_drop(&q);
    bytes_queue_drop(&other);
}

TEST(a_split_shares_the_cut_segment)
{
    static const size_t cuts[] = {0, 1, 3, 4, 6, 9, 10, 12, 13};
    for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
        BytesQueue q = QUEUE("abc", "d", "ef");
        BytesQueue front;
        Bytes owned = copy_of("ghi");
        Bytes joined;
        const uint8_t *const address = owned.data;
        CHECK_EQ(bytes_queue_push_back(&q, &owned), 0);
        CHECK_EQ(bytes_queue_put_str(&q, "jklm"), 0);
        CHECK_EQ(bytes_queue_split_to(&q, cuts[i], &front), 0);
        CHECK(bytes_queue_equal(&front, bytes_span_of("abcdefghijklm", cuts[i])));
        CHECK(bytes_queue_equal(&q, bytes_span_of(&"abcdefghijklm"[cuts[i]], 13 - cuts[i])));
        CHECK_EQ(bytes_queue_put_str(&q, "n"), 0);
        CHECK_EQ(bytes_queue_append(&front, &q), 0);
        CHECK_QUEUE(&front, "abcdefghijklmn");
        bytes_queue_advance(&front, 6);
        CHECK_EQ(bytes_queue_split_view(&front, 3, &joined), 0); /* not copied, whether it was cut or not */
        CHECK(joined.data == address);
        CHECK(bytes_is_unique(&joined));
        bytes_drop(&joined);
        bytes_queue_drop(&front);
        bytes_queue_drop(&q);
    }
}

TEST(coalescing_rejoins_or_copies)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes whole = copy_of("abcdefghij");
    const uint8_t *const first = whole.data;
    Bytes view;
    for (size_t i = 5; i > 0; i--) { /* to the front, where adjacent views are not joined */
        view = bytes_split_off(&whole, 2 * (i - 1));
        CHECK_EQ(bytes_queue_push_front(&q, &view), 0);
    }
    CHECK_EQ(bytes_queue_coalesce(&q, 5), 0);
    CHECK_MEM(bytes_queue_front(&q).data, bytes_queue_front(&q).len, "abcdef");
    CHECK(bytes_queue_front(&q).data == first);
    CHECK_EQ(bytes_queue_pieces(&q), 3);
    view = BYTES_LITERAL("-");
    CHECK_EQ(bytes_queue_push_front(&q, &view), 0);
    CHECK_EQ(bytes_queue_coalesce(&q, 3), 0);
    CHECK_MEM(bytes_queue_front(&q).data, bytes_queue_front(&q).len, "-ab");
    CHECK_QUEUE(&q, "-abcdefghij");
    CHECK_EQ(bytes_queue_split_view(&q, 11, &view), 0);
    CHECK_MEM(view.data, view.len, "-abcdefghij");
    CHECK_EQ(q.len, 0);
    CHECK_EQ(bytes_queue_pieces(&q), 0);
    bytes_drop(&view);
    bytes_queue_drop(&q);
}

TEST(tail_bytes_that_were_frozen_rejoin_the_tail)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    Bytes view = BYTES_LITERAL("x");
    BytesQueueSlot slot;
    const uint8_t *first;
    CHECK_EQ(bytes_queue_put_str(&q, "a"), 0);
    CHECK_EQ(bytes_queue_reserve_slot(&q, 1, &slot), 0);
    CHECK_EQ(bytes_queue_put_str(&q, "c"), 0);
    first = bytes_queue_front(&q).data;
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    view = bytes_queue_pop_back(&q);
    CHECK_EQ(bytes_queue_put_str(&q, "defg"), 0);
    CHECK_EQ(bytes_queue_pieces(&q), 2);
    CHECK_EQ(bytes_queue_coalesce(&q, 5), 0);
    CHECK_MEM(bytes_queue_front(&q).data, bytes_queue_front(&q).len, "a\0cde");
    CHECK(bytes_queue_front(&q).data == first);
    CHECK_QUEUE(&q, "a\0cdefg");
    CHECK_EQ(bytes_queue_put_str(&q, "h"), 0);
    CHECK_QUEUE(&q, "a\0cdefgh");
    CHECK_EQ(bytes_queue_fill_slot(&q, &slot, "b", 1), 0);
    CHECK_QUEUE(&q, "abcdefgh");
    bytes_queue_drop(&q);
}

TEST(needles_are_found_across_segments)
{
    BytesQueue q = QUEUE("xa", "b", "cab", "c", "d", "y");
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("abc"), 0), 1);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("abc"), 2), 4);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("bcdy"), 0), 5);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("abcd"), 0), 4);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("xabcabcdy"), 0), 0);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("xabcabcdyz"), 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("dx"), 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN("y"), 8), 8);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN(""), 9), 9);
    CHECK_EQ(bytes_queue_find(&q, BYTES_SPAN(""), 10), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_queue_find_byte(&q, 'c', 0), 3);
    CHECK_EQ(bytes_queue_find_byte(&q, 'c', 4), 6);
    CHECK_EQ(bytes_queue_find_byte(&q, 'c', 7), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_queue_find_byte(&q, 'c', SIZE_MAX), BYTES_NOT_FOUND);
    CHECK(bytes_queue_starts_with(&q, BYTES_SPAN("xabca")));
    CHECK(!bytes_queue_matches(&q, SIZE_MAX, BYTES_SPAN("a")));
    bytes_queue_drop(&q);
}

/* All lengths around that of the search window, in pieces of many sizes. */
TEST(needles_of_any_length_are_found_in_pieces_of_any_size)
{
    static uint8_t bytes[4000];
    static uint8_t needle[1200];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(i % 255 == 254); /* nearly periodic */
    }
    bytes[3500] = 2;
    for (size_t piece = 1; piece < 1200; piece = piece * 3 / 2 + 1) {
        BytesQueue q = BYTES_QUEUE_EMPTY;
        for (size_t at = 0; at < sizeof(bytes); at += piece) {
            const size_t left = sizeof(bytes) - at;
            Bytes view = bytes_static(bytes + at, left < piece ? left : piece);
            CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
        }
        for (size_t len = 1; len <= sizeof(needle); len += len < 250 || len > 260 ? 31 : 1) {
            size_t expected = 0;
            memcpy(needle, bytes + 3501 - len, len);
            CHECK_EQ(bytes_queue_find(&q, bytes_span_of(needle, len), 0), 3501 - len);
            needle[len - 1] = 0;
            while (expected + len <= sizeof(bytes) && memcmp(bytes + expected, needle, len) != 0) {
                expected++;
            }
            CHECK_EQ(bytes_queue_find(&q, bytes_span_of(needle, len), 0), expected);
            needle[len - 1] = 3;
            CHECK_EQ(bytes_queue_find(&q, bytes_span_of(needle, len), 0), BYTES_NOT_FOUND);
        }
        bytes_queue_drop(&q);
    }
}

TEST(a_number_is_read_whole_or_not_at_all)
{
    BytesQueue q = QUEUE("\x01", "\x02\x03", "\x04", "\x80", "\x80");
    uint32_t word = 9;
    uint64_t wide = 9;
    CHECK(bytes_queue_peek_u32_be(&q, 1, &word));
    CHECK_EQ(word, 0x02030480);
    CHECK(!bytes_queue_peek_u32_be(&q, 3, &word));
    CHECK(!bytes_queue_peek_u32_be(&q, SIZE_MAX, &word));
    CHECK(bytes_queue_get_u32_le(&q, &word));
    CHECK_EQ(word, 0x04030201);
    CHECK(!bytes_queue_get_u32_le(&q, &word));
    CHECK_EQ(word, 0x04030201);
    CHECK_EQ(bytes_queue_get_leb128(&q, &wide), 0);
    CHECK_EQ(bytes_queue_get_quic_varint(&q, &wide), 0);
    CHECK_EQ(wide, 9);
    CHECK_EQ(q.len, 2);
    bytes_queue_drop(&q);
}

TEST(short_views_are_packed_only_on_request)
{
    BytesQueue q = QUEUE("a", "b");
    Bytes view = copy_of("c");
    CHECK_EQ(bytes_queue_pieces(&q), 2);
    q.pack_below = 3;
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK(view.storage == NULL);
    view = copy_of("de");
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK_EQ(bytes_queue_pieces(&q), 3);
    view = copy_of("fgh");
    CHECK_EQ(bytes_queue_push_back(&q, &view), 0);
    CHECK_EQ(bytes_queue_pieces(&q), 4);
    CHECK_QUEUE(&q, "abcdefgh");
    bytes_queue_drop(&q);
}

TEST(watermarks_are_reached_from_both_sides)
{
    BytesQueue q = BYTES_QUEUE_EMPTY;
    CHECK(bytes_queue_is_low(&q));
    CHECK(!bytes_queue_is_high(&q));
    q.low = 2;
    q.high = 4;
    CHECK_EQ(bytes_queue_put_str(&q, "ab"), 0);
    CHECK(bytes_queue_is_low(&q) && !bytes_queue_is_high(&q));
    CHECK_EQ(bytes_queue_put_str(&q, "c"), 0);
    CHECK(!bytes_queue_is_low(&q) && !bytes_queue_is_high(&q));
    CHECK_EQ(bytes_queue_put_str(&q, "d"), 0);
    CHECK(!bytes_queue_is_low(&q) && bytes_queue_is_high(&q));
    bytes_queue_drop(&q);
}

TEST(spans_begin_at_any_offset)
{
    BytesQueue q = QUEUE("abc", "d", "ef");
    CHECK_EQ(bytes_queue_put_str(&q, "gh"), 0);
    for (size_t offset = 0; offset <= 9; offset++) {
        for (size_t max = 0; max < 6; max++) {
            BytesSpan spans[6];
            size_t at = offset;
            const size_t count = bytes_queue_spans(&q, offset, spans, max);
            CHECK(count <= max);
            for (size_t i = 0; i < count; i++) {
                CHECK(spans[i].len != 0 && memcmp(spans[i].data, &"abcdefgh"[at], spans[i].len) == 0);
                at += spans[i].len;
            }
            CHECK(max < 4 || at == (offset < 8 ? 8 : offset));
        }
    }
    bytes_queue_drop(&q);
}

static size_t releases;

static void count_release(void *data, size_t len, void *context)
{
    (void)data;
    (void)len;
    (void)context;
    releases++;
}

TEST(every_view_is_dropped_exactly_once)
{
    static uint8_t memory[100];
    BytesQueue q = BYTES_QUEUE_EMPTY;
    BytesQueue other = BYTES_QUEUE_EMPTY;
    Bytes flat;
    releases = 0;
    for (size_t i = 0; i < 100; i++) {
        Bytes view;
        CHECK_EQ(bytes_adopt(memory + i, 1, BYTES_READ_ONLY, count_release, NULL, &view), 0);
        CHECK_EQ(i % 2 == 0 ? bytes_queue_push_back(&q, &view) : bytes_queue_push_front(&q, &view), 0);
    }
    bytes_queue_advance(&q, 10);
    CHECK_EQ(releases, 10);
    CHECK_EQ(bytes_queue_split_to(&q, 40, &other), 0);
    CHECK_EQ(releases, 10);
    CHECK_EQ(bytes_queue_split_view(&other, 5, &flat), 0);
    CHECK_EQ(releases, 15);
    bytes_queue_drop(&other);
    CHECK_EQ(releases, 50);
    bytes_queue_clear(&q);
    CHECK_EQ(releases, 100);
    bytes_drop(&flat);
    bytes_queue_drop(&q);
    CHECK_EQ(releases, 100);
}

TAP_MAIN()
