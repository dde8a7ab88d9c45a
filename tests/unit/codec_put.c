/* SPDX-License-Identifier: MIT */
/* Encoding length-delimited frames: what is written, what is rejected, and that nothing changes then. */
#include "tap.h"

#include <bytes/bytes.h>

#include "counting.h"
#include "test_allocator.h"

static const BytesFrameFormat formats[] = {
    {.width = 1, .maximum = 300},
    {.width = 2, .maximum = 300},
    {.width = 3, .length = BYTES_LENGTH_LE, .maximum = 300},
    {.width = 8, .maximum = 300},
    {.offset = 1, .width = 4, .adjustment = -4, .maximum = 300},
    {.offset = 2, .width = 3, .adjustment = 6, .maximum = 300},
    {.length = BYTES_LENGTH_LEB128, .maximum = 300},
    {.offset = 3, .length = BYTES_LENGTH_LEB128, .adjustment = -100, .maximum = 300},
    {.length = BYTES_LENGTH_QUIC_VARINT, .maximum = 300},
    {.offset = 1, .length = BYTES_LENGTH_QUIC_VARINT, .adjustment = 1, .maximum = 300},
    {.length = BYTES_LENGTH_NETSTRING, .maximum = 300},
};
enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

static const size_t sizes[] = {0, 1, 5, 6, 62, 63, 64, 127, 128, 255, 256, 299, 300, 301};
enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };

static char body[301];
static const char lead[3] = "LED";

/* The error of a body of a size. */
static int expected(const BytesFrameFormat *format, size_t size)
{
    if (size > format->maximum) {
        return BYTES_EMSGSIZE;
    }
    if (format->adjustment > 0 && (int64_t)size < format->adjustment) {
        return BYTES_ERANGE;
    }
    return format->width == 1 && size > 255 ? BYTES_ERANGE : 0;
}

/* What was encoded is one frame, of this body. */
static void check_frame(const BytesFrameFormat *format, BytesMut *encoded, size_t size)
{
    BytesFrameFormat decoded = *format;
    Bytes frame;
    size_t need;
    CHECK(format->offset == 0 || memcmp(encoded->data, lead, format->offset) == 0);
    decoded.skip = BYTES_SKIP_HEADER;
    for (size_t len = 0; len < encoded->len; len++) {
        BytesMut part;
        CHECK_EQ(bytes_mut_copy(encoded, &part), 0);
        bytes_mut_truncate(&part, len);
        CHECK_EQ(bytes_mut_next_frame(&part, &decoded, &frame, &need), 0);
        bytes_mut_drop(&part);
    }
    CHECK_EQ(bytes_mut_next_frame(encoded, &decoded, &frame, &need), 1);
    CHECK_EQ(encoded->len, 0);
    CHECK_EQ(frame.len, size);
    CHECK(size == 0 || memcmp(frame.data, body, size) == 0);
    bytes_drop(&frame);
}

static void flatten(BytesQueue *queue, BytesMut *out)
{
    while (queue->len != 0) {
        Bytes piece = bytes_queue_pop_front(queue);
        CHECK_EQ(bytes_mut_put_view(out, &piece), 0);
        bytes_drop(&piece);
    }
}

/* Encodes a body of a size at the end of a buffer. */
typedef int Encode(const BytesFrameFormat *format, size_t size, BytesMut *out);

static int encode_copy(const BytesFrameFormat *format, size_t size, BytesMut *out)
{
    return bytes_mut_put_frame(out, format, lead, body, size);
}

static int encode_in_place(const BytesFrameFormat *format, size_t size, BytesMut *out)
{
    const size_t before = out->len;
    size_t mark;
    CHECK_EQ(bytes_mut_begin_frame(out, format, lead, &mark), 0);
    CHECK_EQ(bytes_mut_put(out, body, size), 0);
    const size_t len = out->len;
    const int error = bytes_mut_end_frame(out, format, mark);
    if (error != 0) {
        CHECK_EQ(out->len, len);
        bytes_mut_truncate(out, before);
    }
    return error;
}

static int encode_in_front(const BytesFrameFormat *format, size_t size, BytesMut *out)
{
    BytesMut frame = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put(&frame, body, size), 0);
    const int error = bytes_mut_prepend_frame(&frame, format, lead);
    if (error != 0) {
        CHECK_EQ(frame.len, size);
        CHECK(size == 0 || memcmp(frame.data, body, size) == 0);
        bytes_mut_drop(&frame);
        return error;
    }
    return bytes_mut_unsplit(out, &frame);
}

static int encode_to_queue(const BytesFrameFormat *format, size_t size, size_t pack_below, BytesMut *out)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes payload;
    queue.pack_below = pack_below;
    CHECK_EQ(bytes_copy(body, size, &payload), 0);
    const int error = bytes_queue_put_frame(&queue, format, lead, &payload);
    CHECK_EQ(payload.len, error != 0 ? size : 0);
    CHECK(error == 0 || queue.len == 0);
    flatten(&queue, out);
    bytes_drop(&payload);
    bytes_queue_drop(&queue);
    return error;
}

static int encode_view(const BytesFrameFormat *format, size_t size, BytesMut *out)
{
    return encode_to_queue(format, size, 0, out);
}

static int encode_packed(const BytesFrameFormat *format, size_t size, BytesMut *out)
{
    return encode_to_queue(format, size, 1000, out);
}

static int encode_queue(const BytesFrameFormat *format, size_t size, BytesMut *out)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    BytesQueue payload = BYTES_QUEUE_EMPTY;
    for (size_t i = 0; i < size; i += 40) {
        Bytes part = bytes_static(body + i, size - i < 40 ? size - i : 40);
        CHECK_EQ(bytes_queue_push_back(&payload, &part), 0);
    }
    const int error = bytes_queue_put_frame_queue(&queue, format, lead, &payload);
    CHECK_EQ(payload.len, error != 0 ? size : 0);
    CHECK(error == 0 || queue.len == 0);
    flatten(&queue, out);
    bytes_queue_drop(&payload);
    bytes_queue_drop(&queue);
    return error;
}

static Encode *const encoders[] = {encode_copy, encode_in_place, encode_in_front,
                                   encode_view, encode_packed,   encode_queue};
enum { ENCODERS = sizeof(encoders) / sizeof(encoders[0]) };

TEST(what_is_encoded_is_decoded)
{
    for (size_t i = 0; i < sizeof(body); i++) {
        body[i] = (char)('a' + i % 26);
    }
    for (size_t i = 0; i < FORMATS; i++) {
        for (size_t j = 0; j < SIZES; j++) {
            for (size_t k = 0; k < ENCODERS; k++) {
                BytesMut out = BYTES_MUT_EMPTY;
                CHECK_EQ(encoders[k](&formats[i], sizes[j], &out), expected(&formats[i], sizes[j]));
                if (out.len != 0) {
                    check_frame(&formats[i], &out, sizes[j]);
                }
                CHECK_EQ(out.len, 0);
                bytes_mut_drop(&out);
            }
        }
    }
}

TEST(what_is_written)
{
    static const struct Case {
        BytesFrameFormat format;
        const char *bytes;
        size_t len;
    } cases[] = {
        {{.width = 1}, "\2ab", 3},
        {{.width = 3}, "\0\0\2ab", 5},
        {{.width = 3, .length = BYTES_LENGTH_LE}, "\2\0\0ab", 5},
        {{.width = 8}, "\0\0\0\0\0\0\0\2ab", 10},
        {{.offset = 1, .width = 4, .adjustment = -4}, "L\0\0\0\6ab", 7},
        {{.width = 2, .adjustment = 2}, "\0\0ab", 4},
        {{.length = BYTES_LENGTH_LEB128}, "\2ab", 3},
        {{.length = BYTES_LENGTH_LEB128, .adjustment = -200}, "\xca\1ab", 4},
        {{.length = BYTES_LENGTH_NETSTRING}, "2:ab,", 5},
    };
    static const char payload[] = "ab";
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        BytesFrameFormat format = cases[i].format;
        memcpy(body, payload, 2);
        format.maximum = 1000;
        for (size_t k = 0; k < ENCODERS; k++) {
            BytesMut out = BYTES_MUT_EMPTY;
            CHECK_EQ(encoders[k](&format, 2, &out), 0);
            CHECK_EQ(out.len, cases[i].len);
            CHECK(memcmp(out.data, cases[i].bytes, out.len) == 0);
            bytes_mut_drop(&out);
        }
    }
}

TEST(a_quic_varint_in_place_is_as_wide_as_the_longest)
{
    const BytesFrameFormat format = {.length = BYTES_LENGTH_QUIC_VARINT, .maximum = 20000};
    BytesMut out = BYTES_MUT_EMPTY;
    size_t mark;
    const size_t copied = bytes_counts()->copied;
    CHECK_EQ(bytes_mut_with_capacity(100, &out), 0);
    CHECK_EQ(bytes_mut_begin_frame(&out, &format, NULL, &mark), 0);
    CHECK_EQ(bytes_mut_put_str(&out, "ab"), 0);
    CHECK_EQ(bytes_mut_end_frame(&out, &format, mark), 0);
    CHECK_MEM(out.data, out.len, "\x80\0\0\2ab");
    CHECK_EQ(bytes_counts()->copied, copied);
    bytes_mut_drop(&out);
}

TEST(frames_can_be_nested)
{
    const BytesFrameFormat outer = {.width = 2, .maximum = 1000};
    const BytesFrameFormat inner = {.length = BYTES_LENGTH_LEB128, .maximum = 1000};
    BytesMut out = BYTES_MUT_EMPTY;
    size_t first;
    size_t second;
    CHECK_EQ(bytes_mut_begin_frame(&out, &outer, NULL, &first), 0);
    CHECK_EQ(bytes_mut_put_str(&out, "x"), 0);
    CHECK_EQ(bytes_mut_begin_frame(&out, &inner, NULL, &second), 0);
    CHECK_EQ(bytes_mut_put_str(&out, "abc"), 0);
    CHECK_EQ(bytes_mut_end_frame(&out, &inner, second), 0);
    CHECK_EQ(bytes_mut_put_str(&out, "y"), 0);
    CHECK_EQ(bytes_mut_end_frame(&out, &outer, first), 0);
    CHECK_MEM(out.data, out.len, "\0\6x\3abcy");
    bytes_mut_drop(&out);
}

TEST(a_mark_where_no_frame_can_have_begun_is_an_error)
{
    const BytesFrameFormat format = {.offset = 1, .width = 2, .maximum = 1000};
    BytesMut out = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_str(&out, "0123456789"), 0);
    CHECK_EQ(bytes_mut_end_frame(&out, &format, 11), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_end_frame(&out, &format, SIZE_MAX), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_end_frame(&out, &format, 2), BYTES_EINVAL);
    CHECK_MEM(out.data, out.len, "0123456789");
    CHECK_EQ(bytes_mut_end_frame(&out, &format, 3), 0);
    CHECK_MEM(out.data, out.len,
              "0\0\7"
              "3456789");
    bytes_mut_drop(&out);
}

TEST(an_invalid_format_or_a_missing_lead_is_rejected)
{
    const BytesFrameFormat invalid = {.width = 9, .maximum = 9};
    const BytesFrameFormat leading = {.offset = 1, .width = 2, .maximum = 9};
    const BytesFrameFormat *const wrong[] = {&invalid, &leading};
    for (size_t i = 0; i < 2; i++) {
        BytesMut out = BYTES_MUT_EMPTY;
        BytesQueue queue = BYTES_QUEUE_EMPTY;
        BytesQueue other = BYTES_QUEUE_EMPTY;
        Bytes payload = BYTES_LITERAL("abc");
        size_t mark = 99;
        CHECK_EQ(bytes_queue_put_str(&other, "abc"), 0);
        CHECK_EQ(bytes_mut_put_frame(&out, wrong[i], NULL, "abc", 3), BYTES_EINVAL);
        CHECK_EQ(bytes_mut_begin_frame(&out, wrong[i], NULL, &mark), BYTES_EINVAL);
        CHECK_EQ(bytes_mut_prepend_frame(&out, wrong[i], NULL), BYTES_EINVAL);
        CHECK_EQ(bytes_queue_put_frame(&queue, wrong[i], NULL, &payload), BYTES_EINVAL);
        CHECK_EQ(bytes_queue_put_frame_queue(&queue, wrong[i], NULL, &other), BYTES_EINVAL);
        CHECK_EQ(mark, 99);
        CHECK_EQ(out.len + queue.len, 0);
        CHECK_EQ(payload.len, 3);
        CHECK_EQ(other.len, 3);
        bytes_queue_drop(&other);
    }
    CHECK_EQ(bytes_mut_end_frame(&(BytesMut)BYTES_MUT_EMPTY, &invalid, 0), BYTES_EINVAL);
}

TEST(the_largest_numbers_are_rejected_and_not_truncated)
{
    const BytesFrameFormat below = {.width = 8, .adjustment = INT64_MIN, .maximum = SIZE_MAX - 100};
    const BytesFrameFormat above = {.width = 8, .adjustment = INT64_MAX, .maximum = SIZE_MAX - 100};
    const BytesFrameFormat quic = {.length = BYTES_LENGTH_QUIC_VARINT, .adjustment = INT64_MIN, .maximum = 9};
    const BytesFrameFormat leb128 = {.length = BYTES_LENGTH_LEB128, .adjustment = INT64_MIN, .maximum = SIZE_MAX - 100};
    BytesMut out = BYTES_MUT_EMPTY;
    size_t mark;
    CHECK_EQ(bytes_mut_put_frame(&out, &below, NULL, "abc", 3), 0);
    CHECK_MEM(out.data, out.len, "\x80\0\0\0\0\0\0\3abc");
    CHECK_EQ(bytes_mut_put_frame(&out, &above, NULL, "abc", 3), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_put_frame(&out, &quic, NULL, "abc", 3), BYTES_ERANGE);
    CHECK_EQ(out.len, 11);
    bytes_mut_clear(&out);
    CHECK_EQ(bytes_mut_begin_frame(&out, &quic, NULL, &mark), 0);
    CHECK_EQ(bytes_mut_end_frame(&out, &quic, mark), BYTES_ERANGE);
    bytes_mut_clear(&out);
    CHECK_EQ(bytes_mut_begin_frame(&out, &leb128, NULL, &mark), 0);
    CHECK_EQ(bytes_mut_end_frame(&out, &leb128, mark), 0);
    CHECK_MEM(out.data, out.len, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\1");
    bytes_mut_drop(&out);
}

TEST(a_queue_that_cannot_be_longer_is_not_changed)
{
    const BytesFrameFormat format = {.width = 4, .maximum = 9};
    static const uint8_t byte;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes huge = bytes_static(&byte, SIZE_MAX - 6);
    Bytes payload = BYTES_LITERAL("abc");
    CHECK_EQ(bytes_queue_push_back(&queue, &huge), 0);
    CHECK_EQ(bytes_queue_put_frame(&queue, &format, NULL, &payload), BYTES_EOVERFLOW);
    CHECK_EQ(queue.len, SIZE_MAX - 6);
    bytes_truncate(&payload, 2);
    CHECK_EQ(bytes_queue_put_frame(&queue, &format, NULL, &payload), 0);
    CHECK_EQ(queue.len, SIZE_MAX);
    bytes_queue_drop(&queue);
}

/* Out of memory at each allocation in turn: nothing has changed, and the same call succeeds once there is memory. */

typedef struct State {
    TestAllocator allocator;
    BytesMut buffer;
    BytesQueue queue;
    BytesQueue other;
    Bytes payload;
    size_t mark;
} State;

typedef int Call(State *s, const BytesFrameFormat *format);

static int call_put(State *s, const BytesFrameFormat *format)
{
    return bytes_mut_put_frame(&s->buffer, format, lead, body, 200);
}

static int call_begin(State *s, const BytesFrameFormat *format)
{
    return bytes_mut_begin_frame(&s->buffer, format, lead, &s->mark);
}

static int call_prepend(State *s, const BytesFrameFormat *format)
{
    return bytes_mut_prepend_frame(&s->buffer, format, lead);
}

static int call_view(State *s, const BytesFrameFormat *format)
{
    return bytes_queue_put_frame(&s->queue, format, lead, &s->payload);
}

static int call_queue(State *s, const BytesFrameFormat *format)
{
    return bytes_queue_put_frame_queue(&s->queue, format, lead, &s->other);
}

/* Where the allocations are depends on what is there before. */
typedef struct Setup {
    size_t headroom;   /* of the buffer */
    size_t segments;   /* of the queue, before its tail */
    size_t tail;       /* bytes in the tail */
    size_t tail_size;  /* of a block of the tail */
    size_t pack_below; /* of the queue */
} Setup;

static void set_up(const Setup *setup, State *s)
{
    CHECK_EQ(bytes_mut_with_headroom(&s->allocator.base, setup->headroom, 16, &s->buffer), 0);
    CHECK_EQ(bytes_mut_put_str(&s->buffer, "0123456789abcdef"), 0);
    bytes_queue_init(&s->allocator.base, setup->tail_size, &s->queue);
    bytes_queue_init(&s->allocator.base, 16, &s->other);
    for (size_t i = 0; i < setup->segments; i++) {
        Bytes a = BYTES_LITERAL("a");
        CHECK_EQ(bytes_queue_push_back(&s->queue, &a), 0);
    }
    CHECK_EQ(bytes_queue_put_bytes(&s->queue, 't', setup->tail), 0);
    for (int i = 0; i < 10; i++) {
        Bytes a = BYTES_LITERAL("a");
        CHECK_EQ(bytes_queue_push_back(&s->other, &a), 0);
    }
    CHECK_EQ(bytes_copy_in(&s->allocator.base, body, 100, &s->payload), 0);
    s->queue.pack_below = setup->pack_below;
}

static void check_unchanged(const Setup *setup, const State *s)
{
    CHECK_MEM(s->buffer.data, s->buffer.len, "0123456789abcdef");
    CHECK_EQ(s->queue.len, setup->segments + setup->tail);
    for (size_t i = 0; i < s->queue.len; i++) {
        uint8_t byte = 0;
        CHECK(bytes_queue_peek_u8(&s->queue, i, &byte));
        CHECK_EQ(byte, i < setup->segments ? 'a' : 't');
    }
    CHECK_EQ(s->payload.len, 100);
    CHECK_EQ(s->other.len, 10);
    CHECK_EQ(s->mark, 77);
}

static void check_oom(Call *call, const BytesFrameFormat *format, const Setup *setup)
{
    bool failed = true;
    for (size_t nth = 1; failed; nth++) {
        State s = {.allocator = test_allocator(), .mark = 77};
        set_up(setup, &s);
        s.allocator.fail_at = s.allocator.calls + nth;
        int error = call(&s, format);
        failed = s.allocator.failed;
        if (failed) {
            CHECK_EQ(error, BYTES_ENOMEM);
            check_unchanged(setup, &s);
            error = call(&s, format);
        }
        CHECK_EQ(error, 0);
        bytes_mut_drop(&s.buffer);
        bytes_queue_drop(&s.queue);
        bytes_queue_drop(&s.other);
        bytes_drop(&s.payload);
        CHECK_EQ(s.allocator.live, 0);
    }
}

TEST(out_of_memory_changes_nothing)
{
    static Call *const of_buffers[] = {call_put, call_begin, call_prepend};
    static Call *const of_queues[] = {call_view, call_queue};
    for (size_t j = 0; j < FORMATS; j++) {
        for (size_t i = 0; i < 3; i++) {
            for (size_t headroom = 0; headroom < 12; headroom++) {
                check_oom(of_buffers[i], &formats[j], &(Setup){.headroom = headroom, .tail_size = 16});
            }
        }
        for (size_t i = 0; i < 2; i++) {
            for (size_t segments = 0; segments < 10; segments++) {
                for (size_t tail = 0; tail < 17; tail++) {
                    check_oom(of_queues[i], &formats[j], &(Setup){.segments = segments, .tail = tail, .tail_size = 16});
                    check_oom(of_queues[i], &formats[j],
                              &(Setup){.segments = segments, .tail = tail, .tail_size = 110, .pack_below = 1000});
                }
            }
        }
    }
}

TEST(out_of_memory_for_the_comma_changes_nothing)
{
    const BytesFrameFormat format = {.length = BYTES_LENGTH_NETSTRING, .maximum = 99};
    TestAllocator allocator = test_allocator();
    BytesMut out;
    size_t mark;
    CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, 5, &out), 0);
    CHECK_EQ(bytes_mut_begin_frame(&out, &format, NULL, &mark), 0);
    CHECK_EQ(bytes_mut_put_str(&out, "ab"), 0);
    CHECK_EQ(out.len, out.cap);
    allocator.largest = 0;
    CHECK_EQ(bytes_mut_end_frame(&out, &format, mark), BYTES_ENOMEM);
    CHECK_EQ(out.len, 5);
    allocator.largest = SIZE_MAX;
    CHECK_EQ(bytes_mut_end_frame(&out, &format, mark), 0);
    CHECK_MEM(out.data, out.len, "2:ab,");
    bytes_mut_drop(&out);
    CHECK_EQ(allocator.live, 0);
}

TAP_MAIN()
