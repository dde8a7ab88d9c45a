/* SPDX-License-Identifier: MIT */
#include "codec_model.h"

#include <stdio.h>
#include <stdlib.h>

static const size_t no_cut = SIZE_MAX;
const CodecCuts codec_whole = {&no_cut, 1};

void codec_require(bool condition, const char *rule)
{
    if (!condition) {
        fprintf(stderr, "codec: not true: %s\n", rule);
        abort();
    }
}

/* Logs. */

static void log_number(BytesMut *log, char what, uint64_t number)
{
    codec_require(bytes_mut_put(log, &what, 1) == 0 && bytes_mut_put_u64_be(log, number) == 0, "there is memory");
}

static void log_bytes(BytesMut *log, char what, BytesSpan bytes)
{
    log_number(log, what, bytes.len);
    codec_require(bytes_mut_put(log, bytes.data, bytes.len) == 0, "there is memory");
}

static void log_queue(BytesMut *log, char what, BytesQueue *queue)
{
    log_number(log, what, queue->len);
    while (queue->len != 0) {
        Bytes piece = bytes_queue_pop_front(queue);
        codec_require(bytes_mut_put_view(log, &piece) == 0, "there is memory");
        bytes_drop(&piece);
    }
    bytes_queue_drop(queue);
}

/* Frames, simply. */

/* What is at the front of some bytes: `total` is the size of the frame where that is known. */
typedef struct Front {
    int result;
    size_t total;
    BytesSpan frame;
} Front;

/* The length field at `at`: 1, its value and where it ends; or 0, or an error. */
static int simple_field(const BytesFrameFormat *format, BytesSpan in, size_t at, uint64_t *value, size_t *end)
{
    const size_t left = in.len > at ? in.len - at : 0;
    const uint8_t *const bytes = left != 0 ? in.data + at : NULL;
    *value = 0;
    switch (format->length) {
    case BYTES_LENGTH_BE:
    case BYTES_LENGTH_LE:
        if (left < format->width) {
            return 0;
        }
        for (size_t i = 0; i < format->width; i++) {
            const size_t place = format->length == BYTES_LENGTH_LE ? i : format->width - 1 - i;
            *value |= (uint64_t)bytes[i] << (8 * place);
        }
        *end = at + format->width;
        return 1;
    case BYTES_LENGTH_LEB128:
        for (size_t i = 0; i < left; i++) {
            if (i == 9 && bytes[i] > 1) {
                return BYTES_EPROTO;
            }
            *value += (uint64_t)(bytes[i] % 128) << (7 * i);
            if (bytes[i] < 128) {
                *end = at + i + 1;
                return bytes[i] == 0 && i > 0 ? BYTES_EPROTO : 1;
            }
        }
        return 0;
    case BYTES_LENGTH_QUIC_VARINT: {
        static const size_t widths[] = {1, 2, 4, 8};
        if (left == 0 || left < widths[bytes[0] / 64]) {
            return 0;
        }
        *value = bytes[0] % 64;
        for (size_t i = 1; i < widths[bytes[0] / 64]; i++) {
            *value = *value * 256 + bytes[i];
        }
        *end = at + widths[bytes[0] / 64];
        return 1;
    }
    default:
        for (size_t i = 0; i < left; i++) {
            if (bytes[i] == ':') {
                *end = at + i + 1;
                return i == 0 ? BYTES_EPROTO : 1;
            }
            if (bytes[i] < '0' || bytes[i] > '9' || (i == 1 && bytes[0] == '0')) {
                return BYTES_EPROTO;
            }
            if (__builtin_mul_overflow(*value, 10, value) ||
                __builtin_add_overflow(*value, (uint64_t)(bytes[i] - '0'), value) || *value > format->maximum) {
                return BYTES_EMSGSIZE;
            }
        }
        return 0;
    }
}

static Front simple_front(const BytesFrameFormat *format, BytesSpan in)
{
    Front out = {0, 0, {NULL, 0}};
    uint64_t value;
    size_t end;
    out.result = simple_field(format, in, format->offset, &value, &end);
    if (out.result != 1) {
        return out;
    }
    uint64_t body;
    if (__builtin_add_overflow(value, format->adjustment, &body)) {
        out.result = format->adjustment < 0 ? BYTES_EPROTO : BYTES_EMSGSIZE;
        return out;
    }
    if (body > format->maximum) {
        out.result = BYTES_EMSGSIZE;
        return out;
    }
    const bool netstring = format->length == BYTES_LENGTH_NETSTRING;
    const size_t total = end + (size_t)body + netstring;
    if (format->skip != BYTES_SKIP_HEADER && format->skip > total) {
        out.result = BYTES_EPROTO;
        return out;
    }
    out.total = total;
    if (in.len < total) {
        out.result = 0;
        return out;
    }
    if (netstring && in.data[total - 1] != ',') {
        out.result = BYTES_EPROTO;
        return out;
    }
    const bool all = format->skip == BYTES_SKIP_HEADER;
    const size_t begin = all ? end : format->skip;
    out.frame = (BytesSpan){in.data + begin, all ? (size_t)body : total - begin};
    return out;
}

void codec_frames_simply(const BytesFrameFormat *format, BytesSpan input, BytesMut *log)
{
    size_t at = 0;
    for (;;) {
        const BytesSpan rest = {at != 0 ? input.data + at : input.data, input.len - at};
        const Front front = simple_front(format, rest);
        if (front.result == 0) {
            log_number(log, 'R', rest.len);
            return;
        }
        if (front.result < 0) {
            log_number(log, 'E', (uint64_t)-front.result);
            log_number(log, 'C', at);
            return;
        }
        log_bytes(log, 'F', front.frame);
        at += front.total;
    }
}

/* Frames, by the library. */

/* What a call without a result said, against what the bytes there say. */
static void check_need(const BytesFrameFormat *format, BytesSpan in, size_t need)
{
    const Front front = simple_front(format, in);
    codec_require(front.result == 0, "bytes are needed");
    codec_require(need != 0, "a need is not 0");
    codec_require(front.total == 0 || need == front.total - in.len, "the need is exact when the field is there");
    codec_require(need <= format->offset + format->maximum + 22, "the need is that of a frame");
}

/* A frame needs at least what was said at each cut before: `earliest` is where the input may have one. */
static void check_earliest(size_t fed, size_t earliest)
{
    codec_require(fed >= earliest, "no frame comes before the bytes that it needs");
}

static size_t next_cut(CodecCuts cuts, size_t *index, size_t left)
{
    const size_t size = cuts.sizes[*index % cuts.count];
    ++*index;
    return size < left ? size : left;
}

static BytesSpan part_of(BytesSpan input, size_t begin, size_t end)
{
    return (BytesSpan){begin != 0 ? input.data + begin : input.data, end - begin};
}

void codec_frames_of_mut(const BytesFrameFormat *format, BytesSpan input, CodecCuts cuts, BytesMut *log)
{
    BytesMut in = BYTES_MUT_EMPTY;
    size_t fed = 0;
    size_t earliest = 0;
    size_t index = 0;
    for (;;) {
        Bytes frame;
        size_t need = 0;
        int result;
        while ((result = bytes_mut_next_frame(&in, format, &frame, &need)) == 1) {
            check_earliest(fed, earliest);
            earliest = 0;
            log_bytes(log, 'F', bytes_span(&frame));
            bytes_drop(&frame);
        }
        if (result < 0) {
            log_number(log, 'E', (uint64_t)-result);
            log_number(log, 'C', fed - in.len);
            codec_require(bytes_mut_next_frame(&in, format, &frame, &need) == result, "an error stays");
            break;
        }
        check_need(format, part_of(input, fed - in.len, fed), need);
        earliest = fed + need > earliest ? fed + need : earliest;
        if (fed == input.len) {
            log_number(log, 'R', in.len);
            break;
        }
        const size_t size = next_cut(cuts, &index, input.len - fed);
        codec_require(bytes_mut_put(&in, input.data + fed, size) == 0, "there is memory");
        fed += size;
    }
    bytes_mut_drop(&in);
}

/* Pieces come as views, or into the tail. */
static void feed_queue(BytesQueue *in, BytesSpan piece, size_t index)
{
    if (index % 3 == 0) {
        codec_require(bytes_queue_put(in, piece.data, piece.len) == 0, "there is memory");
        return;
    }
    Bytes view;
    codec_require(bytes_copy(piece.data, piece.len, &view) == 0 && bytes_queue_push_back(in, &view) == 0,
                  "there is memory");
}

void codec_frames_of_queue(const BytesFrameFormat *format, BytesSpan input, CodecCuts cuts, BytesMut *log)
{
    BytesQueue in;
    size_t fed = 0;
    size_t earliest = 0;
    size_t index = 0;
    bytes_queue_init(NULL, 16, &in);
    for (;;) {
        BytesQueue frame;
        size_t need = 0;
        int result;
        while ((result = bytes_queue_next_frame(&in, format, &frame, &need)) == 1) {
            check_earliest(fed, earliest);
            earliest = 0;
            log_queue(log, 'F', &frame);
        }
        if (result < 0) {
            log_number(log, 'E', (uint64_t)-result);
            log_number(log, 'C', fed - in.len);
            codec_require(bytes_queue_next_frame(&in, format, &frame, &need) == result, "an error stays");
            break;
        }
        check_need(format, part_of(input, fed - in.len, fed), need);
        earliest = fed + need > earliest ? fed + need : earliest;
        if (fed == input.len) {
            log_number(log, 'R', in.len);
            break;
        }
        const size_t size = next_cut(cuts, &index, input.len - fed);
        feed_queue(&in, part_of(input, fed, fed + size), index);
        fed += size;
    }
    bytes_queue_drop(&in);
}

/* Lines, simply. */

void codec_lines_simply(const BytesLines *settings, BytesSpan input, BytesMut *log)
{
    size_t begin = 0;
    while (begin < input.len) {
        size_t end = begin;
        while (end < input.len && (settings->delimiters.len == 0 ? input.data[end] != '\n'
                                                                 : memchr(settings->delimiters.data, input.data[end],
                                                                          settings->delimiters.len) == NULL)) {
            end++;
        }
        size_t len = end - begin;
        if (settings->delimiters.len == 0 && end < input.len && len != 0 && input.data[end - 1] == '\r') {
            len--;
        }
        if (len > settings->maximum) {
            log_number(log, 'E', (uint64_t)-BYTES_EMSGSIZE);
        } else {
            log_number(log, 'D', end < input.len ? input.data[end] : 0);
            log_bytes(log, 'L', part_of(input, begin, begin + len));
        }
        begin = end + 1;
    }
}

/* Lines, by the library. */

void codec_lines_of_mut(const BytesLines *settings, BytesSpan input, CodecCuts cuts, BytesMut *log)
{
    BytesMut in = BYTES_MUT_EMPTY;
    BytesLines lines = *settings;
    size_t fed = 0;
    size_t index = 0;
    int result;
    do {
        const size_t size = next_cut(cuts, &index, input.len - fed);
        codec_require(bytes_mut_put(&in, part_of(input, fed, fed).data, size) == 0, "there is memory");
        fed += size;
        const bool complete = fed == input.len;
        Bytes line;
        while ((result = complete ? bytes_mut_last_line(&in, &lines, &line)
                                  : bytes_mut_next_line(&in, &lines, &line)) != 0) {
            if (result == 1) {
                log_number(log, 'D', lines.delimiter);
                log_bytes(log, 'L', bytes_span(&line));
                bytes_drop(&line);
            } else {
                log_number(log, 'E', (uint64_t)-result);
            }
        }
        codec_require(in.len <= (settings->maximum < SIZE_MAX ? settings->maximum + 1 : SIZE_MAX),
                      "no more than a line is kept");
    } while (fed != input.len);
    codec_require(in.len == 0, "after the last line nothing is left");
    bytes_mut_drop(&in);
}

void codec_lines_of_queue(const BytesLines *settings, BytesSpan input, CodecCuts cuts, BytesMut *log)
{
    BytesQueue in;
    BytesLines lines = *settings;
    size_t fed = 0;
    size_t index = 0;
    int result;
    bytes_queue_init(NULL, 16, &in);
    do {
        const size_t size = next_cut(cuts, &index, input.len - fed);
        feed_queue(&in, part_of(input, fed, fed + size), index);
        fed += size;
        const bool complete = fed == input.len;
        BytesQueue line;
        while ((result = complete ? bytes_queue_last_line(&in, &lines, &line)
                                  : bytes_queue_next_line(&in, &lines, &line)) != 0) {
            if (result == 1) {
                log_number(log, 'D', lines.delimiter);
                log_queue(log, 'L', &line);
            } else {
                log_number(log, 'E', (uint64_t)-result);
            }
        }
        codec_require(in.len <= (settings->maximum < SIZE_MAX ? settings->maximum + 1 : SIZE_MAX),
                      "no more than a line is kept");
    } while (fed != input.len);
    codec_require(in.len == 0, "after the last line nothing is left");
    bytes_queue_drop(&in);
}
