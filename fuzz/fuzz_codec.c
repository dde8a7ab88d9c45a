/* SPDX-License-Identifier: MIT */
/*
 * Decoders on arbitrary formats and input, in a buffer and in a queue, against ones that see all of the input at once;
 * and encoders against each other and against decoding.
 *
 * The input is the settings (see take_format() and take_lines()), a byte for the number of cuts, the cuts, and then the
 * stream. It is decoded whole, in these cuts, byte by byte, and, if it is short, in two at every offset.
 */
#include <stdio.h>
#include <stdlib.h>

#include "../tests/unit/codec_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_CUTS = 8, EVERY_CUT_BELOW = 48, MOST_BODY = 4096 };

typedef void RunFrames(const BytesFrameFormat *format, BytesSpan input, CodecCuts cuts, BytesMut *log);
typedef void RunLines(const BytesLines *settings, BytesSpan input, CodecCuts cuts, BytesMut *log);

static uint8_t take(BytesSpan *input)
{
    if (input->len == 0) {
        return 0;
    }
    input->len--;
    return *input->data++;
}

/* A size around 0, a power of two, or SIZE_MAX. */
static size_t take_size(BytesSpan *input)
{
    const uint8_t shape = take(input);
    if (shape < 0x80) {
        return shape;
    }
    return shape < 0xc0 ? ((size_t)1 << (shape % (8 * sizeof(size_t)))) + take(input) % 4 - 2 : SIZE_MAX - shape % 64;
}

static BytesFrameFormat take_format(BytesSpan *input)
{
    BytesFrameFormat out = {.length = (enum BytesFrameLength)(take(input) % 6)};
    out.width = take(input) % 16;
    out.offset = take_size(input);
    const uint8_t adjustment = take(input);
    out.adjustment = adjustment == 0x7f   ? INT64_MAX
                     : adjustment == 0x80 ? INT64_MIN
                                          : (int64_t)adjustment - (adjustment > 0x80 ? 0x100 : 0);
    out.skip = take_size(input);
    out.maximum = take_size(input);
    out.copy_below = take_size(input);
    return out;
}

static BytesLines take_lines(BytesSpan *input)
{
    static const char *const sets[] = {"", "\n", ",;", "\r\n", "abc"};
    BytesLines out = {.maximum = take_size(input)};
    out.copy_below = take_size(input);
    const uint8_t set = take(input) % 6;
    out.delimiters = set < 5 ? bytes_span_str(sets[set]) : bytes_span_of("", 1);
    return out;
}

static CodecCuts take_cuts(BytesSpan *input, size_t sizes[MOST_CUTS])
{
    const size_t count = 1 + take(input) % MOST_CUTS;
    for (size_t i = 0; i < count; i++) {
        sizes[i] = 1 + take(input);
    }
    return (CodecCuts){sizes, count};
}

static void check_log(const BytesMut *log, BytesMut *other, const char *what)
{
    codec_require(bytes_span_equal(bytes_mut_span(log), bytes_mut_span(other)), what);
    bytes_mut_clear(other);
}

static void check_frames(const BytesFrameFormat *format, BytesSpan input, CodecCuts cuts, const BytesMut *log)
{
    BytesMut other = BYTES_MUT_EMPTY;
    codec_frames_of_mut(format, input, cuts, &other);
    check_log(log, &other, "a buffer has the frames that all of the input has");
    codec_frames_of_queue(format, input, cuts, &other);
    check_log(log, &other, "a queue has the frames that all of the input has");
    bytes_mut_drop(&other);
}

static void check_lines(const BytesLines *settings, BytesSpan input, CodecCuts cuts, const BytesMut *log)
{
    BytesMut other = BYTES_MUT_EMPTY;
    codec_lines_of_mut(settings, input, cuts, &other);
    check_log(log, &other, "a buffer has the lines that all of the input has");
    codec_lines_of_queue(settings, input, cuts, &other);
    check_log(log, &other, "a queue has the lines that all of the input has");
    bytes_mut_drop(&other);
}

static void check_encoded(const BytesMut *expected, int expected_error, int error, BytesSpan encoded)
{
    codec_require(error == expected_error, "all encoders have the same error");
    codec_require(bytes_span_equal(bytes_mut_span(expected), encoded), "all encoders write the same");
}

static void check_queue(const BytesMut *expected, int expected_error, int error, BytesQueue *queue)
{
    codec_require(error == expected_error, "queues have the error that buffers have");
    codec_require(bytes_queue_equal(queue, bytes_mut_span(expected)), "queues have the bytes that buffers have");
    bytes_queue_drop(queue);
}

static int expected_error(const BytesFrameFormat *format, size_t body)
{
    uint64_t value;
    if (body > format->maximum) {
        return BYTES_EMSGSIZE;
    }
    if (__builtin_sub_overflow((uint64_t)body, format->adjustment, &value) ||
        (format->width != 0 && format->width < 8 && value >> (8 * format->width) != 0) ||
        (format->length == BYTES_LENGTH_QUIC_VARINT && value > BYTES_QUIC_VARINT_MAX)) {
        return BYTES_ERANGE;
    }
    return 0;
}

/* One body, by each way of encoding; then decoded. */
static void encode(const BytesFrameFormat *format, BytesSpan body)
{
    static const uint8_t lead[256] = "lead";
    BytesMut expected = BYTES_MUT_EMPTY;
    if (format->offset > sizeof(lead)) {
        return;
    }
    const int error = bytes_mut_put_frame(&expected, format, lead, body.data, body.len);
    codec_require(error == expected_error(format, body.len), "what can be encoded is, and nothing else");

    BytesMut out = BYTES_MUT_EMPTY;
    codec_require(bytes_mut_put(&out, body.data, body.len) == 0, "there is memory");
    int result = bytes_mut_prepend_frame(&out, format, lead);
    if (result != 0) {
        codec_require(bytes_span_equal(bytes_mut_span(&out), body), "an error changes nothing");
        bytes_mut_clear(&out);
    }
    check_encoded(&expected, error, result, bytes_mut_span(&out));

    size_t mark = 0;
    bytes_mut_clear(&out);
    codec_require(bytes_mut_begin_frame(&out, format, lead, &mark) == 0, "there is memory");
    codec_require(bytes_mut_put(&out, body.data, body.len) == 0, "there is memory");
    result = bytes_mut_end_frame(&out, format, mark);
    if (result != 0) {
        bytes_mut_clear(&out);
    }
    if (format->length != BYTES_LENGTH_QUIC_VARINT) { /* which may be wider */
        check_encoded(&expected, error, result, bytes_mut_span(&out));
    }
    codec_require(result == error, "a frame in place has the same error");

    BytesQueue queue = BYTES_QUEUE_EMPTY;
    BytesQueue payload = BYTES_QUEUE_EMPTY;
    queue.pack_below = body.len % 2 != 0 ? 1000 : 0;
    Bytes view = bytes_static(body.data, body.len);
    check_queue(&expected, error, bytes_queue_put_frame(&queue, format, lead, &view), &queue);
    codec_require(bytes_queue_put(&payload, body.data, body.len) == 0, "there is memory");
    check_queue(&expected, error, bytes_queue_put_frame_queue(&queue, format, lead, &payload), &queue);
    bytes_queue_drop(&payload);

    if (error == 0) {
        BytesFrameFormat decoded = *format;
        BytesMut *const sources[] = {&expected, &out};
        decoded.skip = BYTES_SKIP_HEADER;
        for (size_t i = 0; i < 2; i++) {
            Bytes frame = BYTES_EMPTY;
            size_t need;
            codec_require(bytes_mut_next_frame(sources[i], &decoded, &frame, &need) == 1, "what is encoded is a frame");
            codec_require(bytes_span_equal(bytes_span(&frame), body), "of the body");
            codec_require(sources[i]->len == 0, "and of nothing else");
            bytes_drop(&frame);
        }
    }
    bytes_mut_drop(&expected);
    bytes_mut_drop(&out);
}

/* What is no format is rejected by all. */
static void reject(const BytesFrameFormat *format, BytesSpan bytes)
{
    BytesMut in = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    BytesQueue other = BYTES_QUEUE_EMPTY;
    Bytes view = BYTES_LITERAL("x");
    size_t number;
    codec_require(bytes_mut_put(&in, bytes.data, bytes.len) == 0, "there is memory");
    codec_require(bytes_mut_next_frame(&in, format, &view, &number) == BYTES_EINVAL &&
                      bytes_queue_next_frame(&queue, format, &other, &number) == BYTES_EINVAL &&
                      bytes_mut_put_frame(&in, format, "", "x", 1) == BYTES_EINVAL &&
                      bytes_mut_begin_frame(&in, format, "", &number) == BYTES_EINVAL &&
                      bytes_mut_end_frame(&in, format, 0) == BYTES_EINVAL &&
                      bytes_mut_prepend_frame(&in, format, "") == BYTES_EINVAL &&
                      bytes_queue_put_frame(&queue, format, "", &view) == BYTES_EINVAL &&
                      bytes_queue_put_frame_queue(&queue, format, "", &other) == BYTES_EINVAL,
                  "an invalid format is rejected");
    codec_require(in.len == bytes.len && queue.len == 0 && view.len == 1, "an error changes nothing");
    bytes_mut_drop(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const size_t one = 1;
    BytesSpan input = {data, size};
    const bool is_lines = take(&input) % 4 == 3;
    BytesFrameFormat format = {.width = 1, .maximum = 1};
    BytesLines lines = {.maximum = 1};
    if (is_lines) {
        lines = take_lines(&input);
        lines.maximum = lines.maximum != 0 ? lines.maximum : 1;
    } else {
        format = take_format(&input);
    }
    size_t sizes[MOST_CUTS];
    const CodecCuts cuts = take_cuts(&input, sizes);
    if (!is_lines && bytes_frame_format_check(&format) != 0) {
        reject(&format, input);
        return 0;
    }
    BytesMut log = BYTES_MUT_EMPTY;
    CodecCuts runs[3 + EVERY_CUT_BELOW] = {codec_whole, cuts, {&one, 1}};
    size_t halves[EVERY_CUT_BELOW][2];
    size_t count = 3;
    for (size_t i = 1; i < input.len && input.len < EVERY_CUT_BELOW; i++) {
        halves[i][0] = i;
        halves[i][1] = SIZE_MAX;
        runs[count++] = (CodecCuts){halves[i], 2};
    }
    if (is_lines) {
        codec_lines_simply(&lines, input, &log);
    } else {
        codec_frames_simply(&format, input, &log);
    }
    for (size_t i = 0; i < count; i++) {
        if (is_lines) {
            check_lines(&lines, input, runs[i], &log);
        } else {
            check_frames(&format, input, runs[i], &log);
        }
    }
    if (!is_lines && input.len <= MOST_BODY) {
        encode(&format, input);
    }
    bytes_mut_drop(&log);
    return 0;
}
