/* SPDX-License-Identifier: MIT */
/* Steps of codec.h: frames and lines out of buffers and queues, and frames into them. What a format may be, and where
 * the input may be cut, is for the target `codec`; these are about who owns what afterwards. */
#include "queue_steps.h"

#include <stdio.h>

/* What a decoder must find at the front of a source. */
typedef struct Message {
    int result;
    size_t need;
    size_t skip;
    size_t len;
    size_t trailer;
} Message;

enum { HEADER_MAX = 2 + 20, BODY_MAX = 300 };

static BytesFrameFormat next_format(World *w)
{
    static const enum BytesFrameLength lengths[] = {BYTES_LENGTH_BE, BYTES_LENGTH_LE, BYTES_LENGTH_NETSTRING};
    BytesFrameFormat out = {.length = lengths[next_byte(w) % 3]};
    const uint8_t settings = next_byte(w);
    if (out.length != BYTES_LENGTH_NETSTRING) {
        out.width = 1 + settings % 2;
        out.offset = settings / 2 % 3;
    }
    out.skip = settings >= 192 ? settings % 8 : BYTES_SKIP_HEADER;
    out.maximum = 1 + next_byte(w);
    out.copy_below = settings & 64 ? next_byte(w) : 0;
    REQUIRE(bytes_frame_format_check(&out) == 0);
    return out;
}

/* The header at the front: 1, the size of the body and that of the header; 0, and the need; or an error. */
static int simple_header(const BytesFrameFormat *format, BytesSpan bytes, size_t *body, size_t *header, size_t *need)
{
    *body = 0;
    *header = format->offset + format->width;
    if (format->length != BYTES_LENGTH_NETSTRING) {
        for (size_t i = 0; i < format->width && *header <= bytes.len; i++) {
            const size_t at = format->length == BYTES_LENGTH_BE ? i : format->width - 1 - i;
            *body = *body << 8 | bytes.data[format->offset + at];
        }
        *need = *header <= bytes.len ? 0 : *header - bytes.len;
        return *need != 0 ? 0 : *body <= format->maximum ? 1 : BYTES_EMSGSIZE;
    }
    for (size_t i = 0; i < bytes.len; i++) {
        const uint8_t byte = bytes.data[i];
        *header = i + 1;
        if (byte == ':' && i != 0) {
            return 1;
        }
        if (byte < '0' || byte > '9' || (i != 0 && bytes.data[0] == '0')) {
            return BYTES_EPROTO;
        }
        *body = 10 * *body + byte - '0';
        if (*body > format->maximum) {
            return BYTES_EMSGSIZE;
        }
    }
    *need = (bytes.len == 0) + *body + 2;
    return 0;
}

static Message find_frame(const BytesFrameFormat *format, BytesSpan bytes)
{
    Message out = {.trailer = format->length == BYTES_LENGTH_NETSTRING};
    size_t body;
    size_t header;
    out.result = simple_header(format, bytes, &body, &header, &out.need);
    if (out.result != 1) {
        return out;
    }
    const size_t total = header + body + out.trailer;
    if (format->skip == BYTES_SKIP_HEADER) {
        out.skip = header;
        out.len = body;
    } else if (format->skip <= total) {
        out.skip = format->skip;
        out.len = total - format->skip;
    } else {
        out.result = BYTES_EPROTO;
        return out;
    }
    if (total > bytes.len) {
        out.result = 0;
        out.need = total - bytes.len;
    } else if (out.trailer != 0 && bytes.data[total - 1] != ',') {
        out.result = BYTES_EPROTO;
    }
    if (format->skip != BYTES_SKIP_HEADER) {
        out.trailer = 0; /* it belongs to the frame */
    }
    return out;
}

/* `to` must be what was taken off the front of a buffer. */
static void took_view(Buffer *self, const BytesMut *old, const Message *message, size_t copy_below, Bytes out, View *to)
{
    const size_t total = message->skip + message->len + message->trailer;
    const bool copied = message->len != 0 && message->len < copy_below;
    REQUIRE(out.len == message->len);
    REQUIRE(self->handle.data == (total != 0 ? old->data + total : old->data));
    REQUIRE(self->handle.len == old->len - total && self->handle.cap == old->cap - total);
    REQUIRE(self->handle.storage == old->storage);
    REQUIRE(copied ? memory_called_once(old->storage->allocator) : memory_calls() == 0);
    to->handle = out;
    to->copy = copy_range(&self->copy, message->skip, message->skip + message->len);
    if (copied) {
        REQUIRE(out.storage != old->storage && out.storage->allocator == old->storage->allocator);
        to->copy.initial = storage_initial(out.storage);
        copy_unmark(&to->copy);
    } else if (message->len != 0) {
        REQUIRE(out.data == old->data + message->skip && out.storage == old->storage);
    } else {
        REQUIRE(out.storage == NULL);
        to->copy.initial = 0;
    }
    copy_remove(&self->copy, 0, total);
}

static void step_mut_frame(World *w)
{
    Buffer *const self = next_buffer(w);
    View *const to = fresh_view(w, NULL);
    const BytesFrameFormat format = next_format(w);
    const BytesMut old = self->handle;
    const Message message = find_frame(&format, bytes_span_of(self->copy.bytes, self->copy.len));
    Bytes out;
    size_t need = SIZE_MAX;
    poison(&out, sizeof(out));
    const int result = bytes_mut_next_frame(&self->handle, &format, &out, &need);
    if (result == 1) {
        REQUIRE(message.result == 1);
        took_view(self, &old, &message, format.copy_below, out, to);
        return;
    }
    REQUIRE(is_poison(&out, sizeof(out)) && same_buffer(&self->handle, &old));
    if (message.result == 1) {
        REQUIRE(result == BYTES_ENOMEM && memory_failed() && message.len < format.copy_below);
    } else {
        REQUIRE(result == message.result && need == (result == 0 ? message.need : SIZE_MAX));
        REQUIRE(memory_calls() == 0);
    }
    const size_t size = bytes_mut_read_size(&self->handle, need, BODY_MAX);
    REQUIRE(size == need || (need < size && size == (old.len < BODY_MAX ? BODY_MAX : 1)));
}

/* `out` must be what was taken off the front of a queue. */
static void took_queue(Queue *self, const Message *message, size_t copy_below, const BytesQueue *out, Queue *to)
{
    const size_t len = self->copy.len;
    const size_t end = message->skip + message->len;
    const Pieces rest = pieces_range(&self->before, end + message->trailer, len);
    const Pieces now = pieces_of(&self->handle);
    const Pieces taken = pieces_of(out);
    const Pieces shared = pieces_range(&self->before, message->skip, end);
    REQUIRE(same_pieces(&now, &rest) && out->len == message->len);
    REQUIRE(out->pack_below == self->handle.pack_below && out->high == self->handle.high);
    to->handle = *out;
    to->copy = copy_range(&self->copy, message->skip, end);
    if (message->len != 0 && message->len < copy_below) {
        REQUIRE(taken.count == 1 && taken.at[0].storage->allocator == self->handle.allocator_);
        REQUIRE(taken.at[0].storage != self->before.at[0].storage && memory_calls() <= 3);
        copy_unmark(&to->copy);
    } else {
        REQUIRE(same_pieces(&taken, &shared) && memory_calls() <= 2);
    }
    copy_remove(&self->copy, 0, end + message->trailer);
}

static void step_queue_frame(World *w)
{
    Queue *const self = next_queue(w);
    Queue *const to = fresh_queue(w, self);
    const BytesFrameFormat format = next_format(w);
    const Message message = find_frame(&format, bytes_span_of(self->copy.bytes, self->copy.len));
    BytesQueue out;
    size_t need = SIZE_MAX;
    poison(&out, sizeof(out));
    const int result = bytes_queue_next_frame(&self->handle, &format, &out, &need);
    if (result == 1) {
        REQUIRE(message.result == 1);
        took_queue(self, &message, format.copy_below, &out, to);
        return;
    }
    REQUIRE(is_poison(&out, sizeof(out)));
    check_untouched(self);
    if (message.result == 1) {
        REQUIRE(may_fail(result, message.len));
    } else {
        REQUIRE(result == message.result && need == (result == 0 ? message.need : SIZE_MAX));
        REQUIRE(memory_calls() == 0);
    }
}

/* A decoder that has seen nothing, with delimiters in memory of the caller. */
static BytesLines next_lines(World *w, uint8_t delimiters[3])
{
    const size_t count = next_byte(w) % 4;
    for (size_t i = 0; i < 3; i++) {
        delimiters[i] = next_byte(w);
    }
    const uint8_t maximum = next_byte(w);
    return (BytesLines){
        .maximum = 1 + (size_t)maximum * maximum,
        .copy_below = next_byte(w) % 4 == 0 ? next_byte(w) : 0,
        .delimiters = {delimiters, count},
    };
}

static bool ends_line(const BytesLines *lines, uint8_t byte)
{
    return lines->delimiters.len == 0 ? byte == '\n'
                                      : memchr(lines->delimiters.data, byte, lines->delimiters.len) != NULL;
}

/* In an error, what is found is dropped. */
static Message find_line(const BytesLines *lines, bool is_last, BytesSpan bytes)
{
    size_t end = 0;
    while (end < bytes.len && !ends_line(lines, bytes.data[end])) {
        end++;
    }
    const bool has_cr = lines->delimiters.len == 0 && end != 0 && bytes.data[end - 1] == '\r';
    if (end != bytes.len) {
        const size_t len = end - has_cr;
        return (Message){len <= lines->maximum ? 1 : BYTES_EMSGSIZE, 0, 0, len, 1 + (size_t)has_cr};
    }
    if (bytes.len > lines->maximum && (is_last || bytes.len - has_cr > lines->maximum)) {
        return (Message){BYTES_EMSGSIZE, 0, 0, bytes.len, 0};
    }
    return (Message){is_last && bytes.len != 0, 0, 0, bytes.len, 0};
}

static void step_mut_line(World *w)
{
    uint8_t delimiters[3];
    Buffer *const self = next_buffer(w);
    View *const to = fresh_view(w, NULL);
    BytesLines lines = next_lines(w, delimiters);
    const bool is_last = next_byte(w) % 2 != 0;
    const BytesMut old = self->handle;
    const Message message = find_line(&lines, is_last, bytes_span_of(self->copy.bytes, self->copy.len));
    Bytes out;
    poison(&out, sizeof(out));
    const int result =
        is_last ? bytes_mut_last_line(&self->handle, &lines, &out) : bytes_mut_next_line(&self->handle, &lines, &out);
    if (result == 1) {
        REQUIRE(message.result == 1);
        took_view(self, &old, &message, lines.copy_below, out, to);
        return;
    }
    REQUIRE(is_poison(&out, sizeof(out)));
    if (message.result == 1) {
        REQUIRE(result == BYTES_ENOMEM && memory_failed() && message.len < lines.copy_below);
        REQUIRE(same_buffer(&self->handle, &old));
        return;
    }
    REQUIRE(result == message.result && memory_calls() == 0);
    if (result == BYTES_EMSGSIZE) {
        REQUIRE(self->handle.len == old.len - message.len - message.trailer);
        copy_remove(&self->copy, 0, message.len + message.trailer);
    } else {
        REQUIRE(same_buffer(&self->handle, &old));
    }
}

static void step_queue_line(World *w)
{
    uint8_t delimiters[3];
    Queue *const self = next_queue(w);
    Queue *const to = fresh_queue(w, self);
    BytesLines lines = next_lines(w, delimiters);
    const bool is_last = next_byte(w) % 2 != 0;
    const Message message = find_line(&lines, is_last, bytes_span_of(self->copy.bytes, self->copy.len));
    BytesQueue out;
    poison(&out, sizeof(out));
    const int result = is_last ? bytes_queue_last_line(&self->handle, &lines, &out)
                               : bytes_queue_next_line(&self->handle, &lines, &out);
    if (result == 1) {
        REQUIRE(message.result == 1);
        took_queue(self, &message, lines.copy_below, &out, to);
        return;
    }
    REQUIRE(is_poison(&out, sizeof(out)));
    if (message.result == 1) {
        REQUIRE(may_fail(result, message.len));
        check_untouched(self);
        return;
    }
    REQUIRE(result == message.result && memory_calls() == 0);
    if (result == BYTES_EMSGSIZE) {
        const Pieces rest = pieces_range(&self->before, message.len + message.trailer, self->copy.len);
        const Pieces now = pieces_of(&self->handle);
        REQUIRE(same_pieces(&now, &rest));
        copy_remove(&self->copy, 0, message.len + message.trailer);
    } else {
        check_untouched(self);
    }
}

/* The header of a frame, and the error that encoding it must return. */
typedef struct Header {
    uint8_t bytes[HEADER_MAX + 3];
    size_t len;
    int error;
} Header;

static const char lead[2] = {'<', '>'};

static Header simple_encode(const BytesFrameFormat *format, size_t body)
{
    Header out = {.error = body > format->maximum ? BYTES_EMSGSIZE : 0};
    if (format->length == BYTES_LENGTH_NETSTRING) {
        out.len = (size_t)snprintf((char *)out.bytes, sizeof(out.bytes), "%zu:", body);
        return out;
    }
    out.len = format->offset + format->width;
    memcpy(out.bytes, lead, format->offset);
    for (size_t i = 0; i < format->width; i++) {
        const size_t at = format->length == BYTES_LENGTH_LE ? i : format->width - 1 - i;
        out.bytes[format->offset + at] = (uint8_t)(body >> (8 * i));
    }
    if (out.error == 0 && body >> (8 * format->width) != 0) {
        out.error = BYTES_ERANGE;
    }
    return out;
}

/* A frame was to be appended to a queue. Returns true if its header was, and what was there before remains. */
static bool has_header(Queue *self, const Header *header, int error, size_t body)
{
    if (error != 0) {
        REQUIRE(header->error != 0 ? error == header->error : may_fail(error, sum(header->len + 1, body)));
        check_untouched(self);
        return false;
    }
    REQUIRE(header->error == 0);
    check_appended_to(self, header->bytes, header->len);
    return true;
}

static void append_trailer(const BytesFrameFormat *format, Copy *copy)
{
    const uint8_t comma = ',';
    copy_insert(copy, copy->len, &comma, NULL, format->length == BYTES_LENGTH_NETSTRING);
}

static void step_queue_put_frame(World *w)
{
    Queue *const self = next_queue(w);
    View *const from = next_view(w);
    const BytesFrameFormat format = next_format(w);
    const Bytes old = from->handle;
    const Header header = simple_encode(&format, old.len);
    const size_t begin = self->copy.len + header.len;
    if (!fits(self, HEADER_MAX + old.len + 1) || self->before.count + 4 > PIECES) {
        return;
    }
    const int error = bytes_queue_put_frame(&self->handle, &format, lead, &from->handle);
    if (!has_header(self, &header, error, old.len)) {
        REQUIRE(same_view(&from->handle, &old));
        return;
    }
    REQUIRE(from->handle.storage == NULL && from->handle.len == 0);
    const Pieces now = pieces_of(&self->handle);
    const Pieces body = pieces_range(&now, begin, begin + old.len);
    const bool packed = old.len != 0 && body.at[0].data != old.data;
    REQUIRE(!packed || old.len < self->handle.pack_below || self->handle.compact_multiple != 0);
    copy_insert(&self->copy, begin, from->copy.bytes, packed ? NULL : from->copy.marks, old.len);
    append_trailer(&format, &self->copy);
    copy_clear(&from->copy);
}

static void step_queue_put_frame_queue(World *w)
{
    Queue *const self = next_queue(w);
    Queue *const from = next_queue(w);
    const BytesFrameFormat format = next_format(w);
    const size_t len = from->copy.len;
    const Header header = simple_encode(&format, len);
    const size_t begin = self->copy.len + header.len;
    if (self == from || !fits(self, HEADER_MAX + len + 1) || self->before.count + from->before.count + 4 > PIECES) {
        return;
    }
    const int error = bytes_queue_put_frame_queue(&self->handle, &format, lead, &from->handle);
    if (!has_header(self, &header, error, len)) {
        check_untouched(from);
        return;
    }
    const Pieces now = pieces_of(&self->handle);
    const Pieces body = pieces_range(&now, begin, begin + len);
    REQUIRE(from->handle.len == 0 && same_pieces(&body, &from->before));
    copy_insert(&self->copy, begin, from->copy.bytes, from->copy.marks, len);
    append_trailer(&format, &self->copy);
    copy_clear(&from->copy);
}

/* The initial size that a buffer without storage gets with its first block. */
static void note_initial(Buffer *self, const BytesMut *old)
{
    if (old->storage == NULL && self->handle.storage != NULL) {
        self->copy.initial = storage_initial(self->handle.storage);
    }
}

/* At once; or begun, written and ended. */
static void step_mut_put_frame(World *w)
{
    Buffer *const self = next_buffer(w);
    const BytesFrameFormat format = next_format(w);
    const bool in_steps = next_byte(w) % 2 != 0;
    const size_t len = next_size(w) % BODY_MAX;
    const uint8_t *const body = payload(len);
    const Header header = simple_encode(&format, len);
    const BytesMut old = self->handle;
    size_t mark;
    int error;
    if (in_steps) {
        error = bytes_mut_begin_frame(&self->handle, &format, lead, &mark);
        error = error != 0 ? error : bytes_mut_put(&self->handle, body, len);
        error = error != 0 ? error : bytes_mut_end_frame(&self->handle, &format, mark);
        if (error != 0 && self->handle.len > old.len) {
            bytes_mut_truncate(&self->handle, old.len);
        }
    } else {
        error = bytes_mut_put_frame(&self->handle, &format, lead, body, len);
    }
    note_initial(self, &old);
    if (error != 0) {
        REQUIRE(header.error != 0 ? error == header.error || memory_failed() : plausible_error(error, old.len + len));
        REQUIRE(self->handle.len == old.len && (in_steps || same_buffer(&self->handle, &old)));
        return;
    }
    REQUIRE(header.error == 0);
    copy_insert(&self->copy, self->copy.len, header.bytes, NULL, header.len);
    copy_insert(&self->copy, self->copy.len, body, NULL, len);
    append_trailer(&format, &self->copy);
}

static void step_mut_prepend_frame(World *w)
{
    Buffer *const self = next_buffer(w);
    const BytesFrameFormat format = next_format(w);
    const Header header = simple_encode(&format, self->copy.len);
    const BytesMut old = self->handle;
    const int error = bytes_mut_prepend_frame(&self->handle, &format, lead);
    note_initial(self, &old);
    if (error != 0) {
        REQUIRE(header.error != 0 ? error == header.error : plausible_error(error, old.len + header.len));
        REQUIRE(self->handle.len == old.len);
        return;
    }
    REQUIRE(header.error == 0);
    copy_insert(&self->copy, 0, header.bytes, NULL, header.len);
    append_trailer(&format, &self->copy);
}

const Step codec_steps[] = {
    {"bytes_mut_next_frame", step_mut_frame, true},
    {"bytes_queue_next_frame", step_queue_frame, true},
    {"bytes_mut_next_line", step_mut_line, true},
    {"bytes_queue_next_line", step_queue_line, true},
    {"bytes_queue_put_frame", step_queue_put_frame, true},
    {"bytes_queue_put_frame_queue", step_queue_put_frame_queue, true},
    {"bytes_mut_put_frame", step_mut_put_frame, true},
    {"bytes_mut_prepend_frame", step_mut_prepend_frame, true},
};
const size_t codec_step_count = sizeof(codec_steps) / sizeof(codec_steps[0]);
