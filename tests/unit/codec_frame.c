/* SPDX-License-Identifier: MIT */
/* Decoding length-delimited frames: each width and order, each edge of each number, and what it costs. */
#include "tap.h"

#include <bytes/bytes.h>

#include "counting.h"
#include "test_allocator.h"

static BytesMut buffer_of(const void *data, size_t len)
{
    BytesMut out = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put(&out, data, len), 0);
    return out;
}

/* A segment for each byte. */
static BytesQueue queue_of(const void *data, size_t len)
{
    BytesQueue out = BYTES_QUEUE_EMPTY;
    const Bytes whole = bytes_static(data, len);
    for (size_t i = 0; i < len; i++) {
        Bytes part = bytes_slice(&whole, i, i + 1);
        CHECK_EQ(bytes_queue_push_back(&out, &part), 0);
    }
    return out;
}

/* The result of decoding once; both sources have it. */
static int decode(const BytesFrameFormat *format, const void *data, size_t len, size_t *need)
{
    BytesMut buffer = buffer_of(data, len);
    BytesQueue queue = queue_of(data, len);
    Bytes frame = BYTES_EMPTY;
    BytesQueue pieces;
    size_t queue_need = 99;
    *need = 99;
    const int result = bytes_mut_next_frame(&buffer, format, &frame, need);
    CHECK_EQ(bytes_queue_next_frame(&queue, format, &pieces, &queue_need), result);
    CHECK_EQ(queue_need, *need);
    if (result == 1) {
        CHECK_EQ(buffer.len, queue.len);
        CHECK(bytes_queue_equal(&pieces, bytes_span(&frame)));
        bytes_drop(&frame);
        bytes_queue_drop(&pieces);
    } else {
        CHECK_EQ(buffer.len, len);
        CHECK_EQ(queue.len, len);
    }
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    return result;
}

TEST(each_width_and_byte_order)
{
    for (size_t width = 1; width <= 8; width++) {
        for (int little = 0; little < 2; little++) {
            BytesFrameFormat format = {.width = width, .maximum = 300, .skip = BYTES_SKIP_HEADER};
            uint8_t bytes[8 + 300] = {0};
            const size_t body = width == 1 ? 200 : 258;
            size_t need;
            format.length = little != 0 ? BYTES_LENGTH_LE : BYTES_LENGTH_BE;
            bytes[little != 0 ? 0 : width - 1] = (uint8_t)body;
            if (width > 1) {
                bytes[little != 0 ? 1 : width - 2] = 1;
            }
            for (size_t len = 0; len < width; len++) {
                CHECK_EQ(decode(&format, bytes, len, &need), 0);
                CHECK_EQ(need, width - len);
            }
            for (size_t len = width; len < width + body; len++) {
                CHECK_EQ(decode(&format, bytes, len, &need), 0);
                CHECK_EQ(need, width + body - len);
            }
            CHECK_EQ(decode(&format, bytes, width + body, &need), 1);
            CHECK_EQ(need, 99);
        }
    }
}

TEST(an_empty_body_is_a_frame)
{
    const BytesFrameFormat format = {.width = 2, .maximum = 1, .skip = BYTES_SKIP_HEADER};
    BytesMut buffer = buffer_of("\0\0\0", 3);
    BytesQueue queue = queue_of("\0\0\0", 3);
    Bytes frame;
    BytesQueue pieces;
    size_t need;
    CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frame, &need), 1);
    CHECK_EQ(frame.len, 0);
    CHECK(frame.storage == NULL);
    CHECK_EQ(bytes_queue_next_frame(&queue, &format, &pieces, &need), 1);
    CHECK_EQ(pieces.len, 0);
    CHECK_EQ(buffer.len, 1);
    CHECK_EQ(queue.len, 1);
    CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frame, &need), 0);
    CHECK_EQ(need, 1);
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    bytes_queue_drop(&pieces);
}

TEST(the_need_of_a_header_that_has_not_come)
{
    const BytesFrameFormat fixed = {.offset = 3, .width = 4, .maximum = 9};
    const BytesFrameFormat leb128 = {.offset = 3, .length = BYTES_LENGTH_LEB128, .maximum = 9};
    const BytesFrameFormat quic = {.offset = 3, .length = BYTES_LENGTH_QUIC_VARINT, .maximum = 9};
    const BytesFrameFormat netstring = {.length = BYTES_LENGTH_NETSTRING, .maximum = 9999};
    size_t need;
    for (size_t len = 0; len <= 3; len++) {
        CHECK_EQ(decode(&fixed, "\0\0\0", len, &need), 0);
        CHECK_EQ(need, 7 - len);
        CHECK_EQ(decode(&leb128, "\0\0\0", len, &need), 0);
        CHECK_EQ(need, 4 - len);
        CHECK_EQ(decode(&quic, "\0\0\0", len, &need), 0);
        CHECK_EQ(need, 4 - len);
    }
    CHECK_EQ(decode(&leb128, "\0\0\0\x80", 4, &need), 0);
    CHECK_EQ(need, 1);
    CHECK_EQ(decode(&quic, "\0\0\0\xc0", 4, &need), 0);
    CHECK_EQ(need, 7);
    CHECK_EQ(decode(&netstring, "", 0, &need), 0);
    CHECK_EQ(need, 3);
    CHECK_EQ(decode(&netstring, "0", 1, &need), 0);
    CHECK_EQ(need, 2);
    CHECK_EQ(decode(&netstring, "12", 2, &need), 0);
    CHECK_EQ(need, 14);
    CHECK_EQ(decode(&netstring, "12:", 3, &need), 0);
    CHECK_EQ(need, 13);
}

TEST(the_maximum_bounds_the_body)
{
    const uint8_t header[] = {0, 10};
    uint8_t bytes[2 + 10] = {0, 10};
    size_t need;
    for (size_t maximum = 8; maximum <= 12; maximum++) {
        const BytesFrameFormat format = {.width = 2, .maximum = maximum};
        CHECK_EQ(decode(&format, header, 2, &need), maximum >= 10 ? 0 : BYTES_EMSGSIZE);
        CHECK_EQ(decode(&format, bytes, 12, &need), maximum >= 10 ? 1 : BYTES_EMSGSIZE);
    }
}

TEST(the_adjustment_is_added_before_the_maximum_is_applied)
{
    uint8_t bytes[2 + 14] = {0, 10};
    size_t need;
    for (int64_t adjustment = -12; adjustment <= 4; adjustment++) {
        const BytesFrameFormat format = {.width = 2, .adjustment = adjustment, .maximum = 12};
        const int64_t body = 10 + adjustment;
        const int expected = body < 0 ? BYTES_EPROTO : body > 12 ? BYTES_EMSGSIZE : 0;
        CHECK_EQ(decode(&format, bytes, 2, &need), expected == 0 && body == 0 ? 1 : expected);
        if (expected == 0 && body != 0) {
            CHECK_EQ(need, body);
            CHECK_EQ(decode(&format, bytes, 2 + (size_t)body - 1, &need), 0);
            CHECK_EQ(need, 1);
            CHECK_EQ(decode(&format, bytes, 2 + (size_t)body, &need), 1);
        }
    }
}

TEST(no_number_overflows)
{
    static const uint8_t ones[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    static const uint8_t zero[8] = {0};
    static const uint8_t half[] = {0x80, 0, 0, 0, 0, 0, 0, 0};
    BytesFrameFormat format = {.width = 8, .maximum = SIZE_MAX - 100};
    size_t need;
    CHECK_EQ(decode(&format, ones, 8, &need), BYTES_EMSGSIZE);
    format.adjustment = 1;
    CHECK_EQ(decode(&format, ones, 8, &need), BYTES_EMSGSIZE);
    format.adjustment = INT64_MAX;
    CHECK_EQ(decode(&format, ones, 8, &need), BYTES_EMSGSIZE);
    CHECK_EQ(decode(&format, half, 8, &need), BYTES_EMSGSIZE);
    format.adjustment = INT64_MIN;
    CHECK_EQ(decode(&format, zero, 8, &need), BYTES_EPROTO);
    CHECK_EQ(decode(&format, half, 8, &need), 1);
    format.adjustment = -1;
    CHECK_EQ(decode(&format, zero, 8, &need), BYTES_EPROTO);
    format.adjustment = 0;
#if SIZE_MAX > 0xffffffffu
    CHECK_EQ(decode(&format, half, 8, &need), 0);
    CHECK_EQ(need, (size_t)1 << 63);
    format.adjustment = -101;
    CHECK_EQ(decode(&format, ones, 8, &need), 0);
    CHECK_EQ(need, SIZE_MAX - 101);
#endif
}

TEST(a_claimed_length_allocates_nothing)
{
    static const struct Claim {
        BytesFrameFormat format;
        const char *bytes;
        size_t len;
    } claims[] = {
        {{.width = 8}, "\x80\0\0\0\0\0\0\0", 8},
        {{.width = 8}, "\x7f\xff\xff\xff\xff\xff\xff\xff", 8},
        {{.width = 8, .length = BYTES_LENGTH_LE}, "\0\0\0\0\0\0\0\x80", 8},
        {{.length = BYTES_LENGTH_LEB128}, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 10},
        {{.length = BYTES_LENGTH_QUIC_VARINT}, "\xff\xff\xff\xff\xff\xff\xff\xff", 8},
        {{.length = BYTES_LENGTH_NETSTRING}, "9223372036854775808:", 20},
        {{.width = 4}, "\xff\xff\xff\xff", 4},
    };
    for (size_t i = 0; i < sizeof(claims) / sizeof(claims[0]); i++) {
        for (int huge = 0; huge < 2; huge++) {
            TestAllocator allocator = test_allocator();
            BytesFrameFormat format = claims[i].format;
            BytesMut buffer;
            BytesQueue queue;
            Bytes frame;
            BytesQueue pieces;
            size_t need;
            format.maximum = huge != 0 ? SIZE_MAX - 100 : 1 << 20;
            format.copy_below = SIZE_MAX;
            CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, 100, &buffer), 0);
            CHECK_EQ(bytes_mut_put(&buffer, claims[i].bytes, claims[i].len), 0);
            bytes_queue_init(&allocator.base, 100, &queue);
            CHECK_EQ(bytes_queue_put(&queue, claims[i].bytes, claims[i].len), 0);
            const size_t calls = allocator.calls;
            const size_t live = allocator.live_bytes;
            const BytesCounts counts = *bytes_counts();
            for (int again = 0; again < 1000; again++) {
                CHECK(bytes_mut_next_frame(&buffer, &format, &frame, &need) <= 0);
                CHECK(bytes_queue_next_frame(&queue, &format, &pieces, &need) <= 0);
            }
            CHECK(memcmp(&counts, bytes_counts(), sizeof(counts)) == 0);
            CHECK_EQ(allocator.calls, calls);
            CHECK_EQ(allocator.live_bytes, live);
            bytes_mut_drop(&buffer);
            bytes_queue_drop(&queue);
            CHECK_EQ(allocator.live, 0);
        }
    }
}

TEST(varints_are_decoded_strictly)
{
    const BytesFrameFormat leb128 = {.length = BYTES_LENGTH_LEB128, .maximum = 1000, .skip = BYTES_SKIP_HEADER};
    const BytesFrameFormat quic = {.length = BYTES_LENGTH_QUIC_VARINT, .maximum = 1000, .skip = BYTES_SKIP_HEADER};
    size_t need;
    CHECK_EQ(decode(&leb128, "\x80\x00", 2, &need), BYTES_EPROTO);
    CHECK_EQ(decode(&leb128, "\x81\x00x", 3, &need), BYTES_EPROTO);
    CHECK_EQ(decode(&leb128, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10, &need), BYTES_EPROTO);
    CHECK_EQ(decode(&leb128, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10, &need), BYTES_EMSGSIZE);
    CHECK_EQ(decode(&leb128, "\xe8\x07", 2, &need), 0);
    CHECK_EQ(need, 1000);
    CHECK_EQ(decode(&leb128, "\xe9\x07", 2, &need), BYTES_EMSGSIZE);
    CHECK_EQ(decode(&quic, "\x40\x01x", 3, &need), 1);
    CHECK_EQ(decode(&quic, "\xc0\0\0\0\0\0\0\x01x", 9, &need), 1);
    CHECK_EQ(decode(&quic, "\x43\xe9", 2, &need), BYTES_EMSGSIZE);
}

TEST(bytes_are_skipped_at_the_beginning_of_a_frame)
{
    for (size_t skip = 0; skip <= 10; skip++) {
        const BytesFrameFormat format = {.offset = 1, .width = 2, .maximum = 9, .skip = skip};
        BytesMut buffer = buffer_of("t\0\5hello!", 9);
        Bytes frame = BYTES_EMPTY;
        size_t need;
        const int result = bytes_mut_next_frame(&buffer, &format, &frame, &need);
        CHECK_EQ(decode(&format, "t\0\5hello!", 9, &need), result);
        CHECK_EQ(result, skip <= 8 ? 1 : BYTES_EPROTO);
        if (result == 1) {
            CHECK_EQ(frame.len, 8 - skip);
            CHECK(frame.len == 0 || memcmp(frame.data, &"t\0\5hello!"[skip], frame.len) == 0);
            CHECK_MEM(buffer.data, buffer.len, "!");
            bytes_drop(&frame);
        }
        bytes_mut_drop(&buffer);
    }
}

TEST(a_frame_that_cannot_have_the_bytes_to_skip_is_known_by_its_header)
{
    const BytesFrameFormat format = {.width = 1, .maximum = 9, .skip = 4};
    size_t need;
    CHECK_EQ(decode(&format, "\2", 1, &need), BYTES_EPROTO);
    CHECK_EQ(decode(&format, "\3", 1, &need), 0);
}

TEST(what_is_no_format_is_rejected)
{
    static const BytesFrameFormat wrong[] = {
        {.width = 4},
        {.maximum = 9},
        {.width = 9, .maximum = 9},
        {.width = SIZE_MAX, .maximum = 9},
        {.length = BYTES_LENGTH_LE, .maximum = 9},
        {.length = BYTES_LENGTH_LEB128, .width = 1, .maximum = 9},
        {.length = BYTES_LENGTH_QUIC_VARINT, .width = 8, .maximum = 9},
        {.length = BYTES_LENGTH_NETSTRING, .width = 1, .maximum = 9},
        {.length = BYTES_LENGTH_NETSTRING, .offset = 1, .maximum = 9},
        {.length = BYTES_LENGTH_NETSTRING, .adjustment = -1, .maximum = 9},
        {.width = 4, .maximum = SIZE_MAX},
        {.width = 4, .offset = SIZE_MAX, .maximum = 9},
        {.width = 4, .offset = SIZE_MAX / 2 + 1, .maximum = SIZE_MAX / 2},
        {.length = (enum BytesFrameLength)5, .width = 4, .maximum = 9},
    };
    static const BytesFrameFormat right[] = {
        {.width = 1, .maximum = 1},
        {.width = 8, .maximum = SIZE_MAX / 2, .skip = SIZE_MAX - 1, .adjustment = INT64_MIN, .copy_below = SIZE_MAX},
        {.length = BYTES_LENGTH_NETSTRING, .maximum = SIZE_MAX - 100},
        {.width = 4, .offset = SIZE_MAX - 100, .maximum = 9},
    };
    size_t need;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CHECK_EQ(bytes_frame_format_check(&wrong[i]), BYTES_EINVAL);
        CHECK_EQ(decode(&wrong[i], "\0\0\0\0\0\0\0\0\0", 9, &need), BYTES_EINVAL);
    }
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        CHECK_EQ(bytes_frame_format_check(&right[i]), 0);
        CHECK(decode(&right[i], "\1\1", 2, &need) != BYTES_EINVAL);
    }
}

TEST(an_offset_that_no_buffer_reaches_is_a_need)
{
    const BytesFrameFormat format = {.width = 4, .offset = SIZE_MAX - 100, .maximum = 9};
    size_t need;
    CHECK_EQ(decode(&format, "\1\1", 2, &need), 0);
    CHECK_EQ(need, SIZE_MAX - 98);
}

/* Frames of known protocols, byte by byte. */
TEST(formats_of_known_protocols)
{
    static const struct Case {
        BytesFrameFormat format;
        const char *bytes;
        size_t len;
        const char *frame;
        size_t frame_len;
    } cases[] = {
        /* DNS over TCP. */
        {{.width = 2, .skip = BYTES_SKIP_HEADER}, "\0\3dns.", 6, "dns", 3},
        /* PostgreSQL: the length counts itself. */
        {{.offset = 1, .width = 4, .adjustment = -4}, "Q\0\0\0\7ab\0Q", 9, "Q\0\0\0\7ab\0", 8},
        /* MySQL: a sequence number follows the length. */
        {{.width = 3, .length = BYTES_LENGTH_LE, .adjustment = 1}, "\2\0\0\1ab.", 7, "\2\0\0\1ab", 6},
        /* HTTP/2: type, flags and stream follow the length. */
        {{.width = 3, .adjustment = 6, .skip = 3}, "\0\0\2\0\1\0\0\0\5hi!", 12, "\0\1\0\0\0\5hi", 8},
        /* MQTT: a publish packet. */
        {{.offset = 1, .length = BYTES_LENGTH_LEB128}, "\x30\4\0\1a!", 6, "\x30\4\0\1a!", 6},
        /* Netstrings. */
        {{.length = BYTES_LENGTH_NETSTRING, .skip = BYTES_SKIP_HEADER}, "12:hello world!,0:,", 19, "hello world!", 12},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BytesFrameFormat format = cases[i].format;
        BytesMut buffer = buffer_of(cases[i].bytes, cases[i].len);
        Bytes frame;
        size_t need;
        format.maximum = 1000;
        CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frame, &need), 1);
        CHECK_EQ(frame.len, cases[i].frame_len);
        CHECK(memcmp(frame.data, cases[i].frame, frame.len) == 0);
        bytes_drop(&frame);
        bytes_mut_drop(&buffer);
    }
}

TEST(a_frame_shares_the_block_of_its_buffer)
{
    const BytesFrameFormat format = {.width = 1, .maximum = 9, .skip = BYTES_SKIP_HEADER};
    BytesMut buffer = buffer_of("\2ab\3cde\1", 8);
    Bytes frames[2];
    size_t need;
    const BytesStorage *const storage = buffer.storage;
    const BytesCounts before = *bytes_counts();
    CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frames[0], &need), 1);
    CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frames[1], &need), 1);
    CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frames[1], &need), 0);
    CHECK(memcmp(&before, bytes_counts(), sizeof(before)) == 0);
    CHECK(frames[0].storage == storage && frames[1].storage == storage && buffer.storage == storage);
    /* The buffer moves to another block, and the frames stay. */
    CHECK_EQ(bytes_mut_reserve(&buffer, 10000), 0);
    bytes_mut_drop(&buffer);
    CHECK_MEM(frames[0].data, frames[0].len, "ab");
    CHECK_MEM(frames[1].data, frames[1].len, "cde");
    bytes_drop_all(frames, 2);
}

TEST(a_frame_of_a_queue_is_a_queue_and_nothing_is_copied)
{
    enum { BODY = 1000000, PIECE = 999 };
    static uint8_t bytes[4 + BODY];
    const BytesFrameFormat format = {.width = 4, .maximum = BODY, .skip = BYTES_SKIP_HEADER};
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    BytesQueue frame;
    size_t need;
    bytes[1] = BODY >> 16;
    bytes[2] = (BODY >> 8) & 0xff;
    bytes[3] = BODY & 0xff;
    queue.low = 7;
    for (size_t at = 0; at < sizeof(bytes); at += PIECE) {
        Bytes part;
        CHECK_EQ(bytes_copy(bytes + at, sizeof(bytes) - at < PIECE ? sizeof(bytes) - at : PIECE, &part), 0);
        CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
    }
    CHECK(bytes_queue_pieces(&queue) > 1000);
    CHECK_EQ(bytes_queue_put_str(&queue, "next"), 0);
    const BytesCounts before = *bytes_counts();
    CHECK_EQ(bytes_queue_next_frame(&queue, &format, &frame, &need), 1);
    CHECK_EQ(frame.len, BODY);
    CHECK_EQ(frame.low, 7);
    CHECK_EQ(bytes_counts()->copied, before.copied);
    CHECK_EQ(bytes_counts()->atomics, before.atomics);
    CHECK_EQ(queue.len, 4);
    bytes_queue_drop(&frame);
    bytes_queue_drop(&queue);
}

TEST(static_bytes_in_a_queue_are_decoded_like_any)
{
    const BytesFrameFormat format = {.width = 1, .maximum = 9, .skip = BYTES_SKIP_HEADER, .copy_below = 3};
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    BytesQueue frame;
    Bytes literal = BYTES_LITERAL("\003abc\002de");
    size_t need;
    CHECK_EQ(bytes_queue_push_back(&queue, &literal), 0);
    CHECK_EQ(bytes_queue_next_frame(&queue, &format, &frame, &need), 1);
    Bytes view = bytes_queue_pop_front(&frame);
    CHECK(bytes_is_static(&view));
    CHECK_MEM(view.data, view.len, "abc");
    CHECK_EQ(bytes_queue_next_frame(&queue, &format, &frame, &need), 1);
    view = bytes_queue_pop_front(&frame);
    CHECK(!bytes_is_static(&view));
    CHECK_MEM(view.data, view.len, "de");
    bytes_drop(&view);
    CHECK_EQ(queue.len, 0);
    bytes_queue_drop(&queue);
}

TEST(frames_below_copy_below_pin_nothing)
{
    for (size_t body = 0; body < 20; body++) {
        const BytesFrameFormat format = {.width = 1, .maximum = 99, .skip = BYTES_SKIP_HEADER, .copy_below = 10};
        TestAllocator allocator = test_allocator();
        BytesMut buffer;
        BytesQueue queue;
        Bytes frame;
        BytesQueue pieces;
        size_t need;
        const char text[20] = "0123456789012345678";
        CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, 4096, &buffer), 0);
        CHECK_EQ(bytes_mut_put_frame(&buffer, &format, NULL, text, body), 0);
        CHECK_EQ(bytes_mut_put_frame(&buffer, &format, NULL, text, body), 0);
        bytes_queue_init(&allocator.base, 4096, &queue);
        CHECK_EQ(bytes_queue_put(&queue, buffer.data, buffer.len), 0);
        queue.pack_below = 1000;
        allocator.copied = 0;
        CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frame, &need), 1);
        CHECK_EQ(frame.len, body);
        CHECK(memcmp(frame.len != 0 ? (const char *)frame.data : "", text, body) == 0);
        CHECK_EQ(frame.storage == buffer.storage, body >= 10);
        CHECK_EQ(buffer.len, body + 1);
        CHECK_EQ(allocator.copied, body < 10 ? body : 0);
        CHECK_EQ(bytes_queue_next_frame(&queue, &format, &pieces, &need), 1);
        CHECK_EQ(queue.len, body + 1);
        Bytes piece = bytes_queue_pop_front(&pieces);
        CHECK_EQ(piece.len, body);
        CHECK(memcmp(piece.len != 0 ? (const char *)piece.data : "", text, body) == 0);
        CHECK(bytes_retained(&piece) < 100 || body >= 10);
        CHECK_EQ(allocator.copied, body < 10 ? 2 * body : 0);
        bytes_drop(&piece);
        bytes_drop(&frame);
        bytes_mut_drop(&buffer);
        bytes_queue_drop(&queue);
        bytes_queue_drop(&pieces);
        CHECK_EQ(allocator.live, 0);
    }
}

TEST(without_memory_for_a_copy_nothing_is_consumed)
{
    const BytesFrameFormat format = {.width = 1, .maximum = 99, .skip = BYTES_SKIP_HEADER, .copy_below = 10};
    TestAllocator allocator = test_allocator();
    BytesMut buffer;
    BytesQueue queue;
    Bytes frame;
    BytesQueue pieces;
    size_t need = 99;
    CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, 100, &buffer), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "\3abc"), 0);
    bytes_queue_init(&allocator.base, 100, &queue);
    CHECK_EQ(bytes_queue_put_str(&queue, "\3abc"), 0);
    memset(&frame, 0x5a, sizeof(frame));
    memset(&pieces, 0x5a, sizeof(pieces));
    const Bytes frame_before = frame;
    const BytesQueue pieces_before = pieces;
    allocator.largest = 0;
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frame, &need), BYTES_ENOMEM);
        CHECK_EQ(bytes_queue_next_frame(&queue, &format, &pieces, &need), BYTES_ENOMEM);
    }
    CHECK(memcmp(&frame, &frame_before, sizeof(frame)) == 0);
    CHECK(memcmp(&pieces, &pieces_before, sizeof(pieces)) == 0);
    CHECK_EQ(need, 99);
    CHECK_EQ(buffer.len, 4);
    CHECK_EQ(queue.len, 4);
    allocator.largest = SIZE_MAX;
    CHECK_EQ(bytes_mut_next_frame(&buffer, &format, &frame, &need), 1);
    CHECK_MEM(frame.data, frame.len, "abc");
    CHECK_EQ(bytes_queue_next_frame(&queue, &format, &pieces, &need), 1);
    CHECK(bytes_queue_equal(&pieces, BYTES_SPAN("abc")));
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    bytes_queue_drop(&pieces);
    CHECK_EQ(allocator.live, 0);
}

TEST(without_memory_for_the_segments_of_a_frame_nothing_is_consumed)
{
    const BytesFrameFormat format = {.width = 1, .maximum = 99, .skip = BYTES_SKIP_HEADER};
    TestAllocator allocator = test_allocator();
    BytesQueue queue;
    BytesQueue frame;
    size_t need;
    bytes_queue_init(&allocator.base, 0, &queue);
    static const char bytes[] = "\011123456789abcdefghijklmnopq";
    for (size_t i = 0; i < sizeof(bytes) - 1; i++) {
        Bytes part = bytes_static(bytes + i, 1);
        CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
    }
    allocator.largest = 0;
    CHECK_EQ(bytes_queue_next_frame(&queue, &format, &frame, &need), BYTES_ENOMEM);
    CHECK_EQ(queue.len, sizeof(bytes) - 1);
    allocator.largest = SIZE_MAX;
    CHECK_EQ(bytes_queue_next_frame(&queue, &format, &frame, &need), 1);
    CHECK(bytes_queue_equal(&frame, BYTES_SPAN("123456789")));
    CHECK(bytes_queue_starts_with(&queue, BYTES_SPAN("abc")));
    bytes_queue_drop(&queue);
    bytes_queue_drop(&frame);
    CHECK_EQ(allocator.live, 0);
}

TAP_MAIN()
