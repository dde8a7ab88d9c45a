/* SPDX-License-Identifier: MIT */
/* Decoding lines, and text between delimiters. */
#include <bytes/codec.h>

#include <bytes/search.h>

#include "codec_internal.h"
#include "queue_ring.h"
#include "sizes.h"

/* The source of one call. */
typedef struct Source {
    size_t len;
    size_t found;   /* offset of the first delimiter that was not searched before, or BYTES_NOT_FOUND */
    uint8_t before; /* the byte before that, or the last one; 0 if there is none */
    uint8_t delimiter;
    bool is_complete; /* no more bytes will come */
} Source;

/* What to do with the front of the source. */
enum Action {
    WAIT,    /* nothing */
    TAKE,    /* take the line */
    REJECT,  /* drop the bytes of a line that is too long */
    CONTINUE /* drop the rest of a line that has been rejected, and look at what follows */
};

typedef struct Step {
    enum Action action;
    BytesMessage_ message; /* to take, or to drop */
} Step;

static bool is_crlf(const BytesLines *lines)
{
    return lines->delimiters.len == 0;
}

static size_t search_from(const BytesLines *lines, size_t len)
{
    return lines->searched_ <= len ? lines->searched_ : 0;
}

/* Inside a line that has been rejected. */
static Step skip_line(const Source *source)
{
    if (source->found != BYTES_NOT_FOUND) {
        return (Step){CONTINUE, {source->found + 1, 0, 0}};
    }
    return (Step){WAIT, {source->len, 0, 0}};
}

static Step next_step(const BytesLines *lines, const Source *source)
{
    const bool has_cr = is_crlf(lines) && source->before == '\r';
    if (lines->skips_) {
        return skip_line(source);
    }
    if (source->found != BYTES_NOT_FOUND) {
        const size_t end = 1 + (size_t)has_cr;
        const size_t len = source->found + 1 - end;
        return (Step){len <= lines->maximum ? TAKE : REJECT, {0, len, end}};
    }
    if (source->is_complete) {
        return (Step){source->len == 0 ? WAIT : source->len <= lines->maximum ? TAKE : REJECT, {0, source->len, 0}};
    }
    /* A CR at the end may be that of a CRLF. */
    if (source->len > lines->maximum && !(has_cr && source->len - lines->maximum == 1)) {
        return (Step){REJECT, {0, source->len, 0}};
    }
    return (Step){WAIT, {0, 0, 0}};
}

/* What the decoder remembers after a step; not after a line that could not be taken. */
static void remember(BytesLines *lines, const Source *source, enum Action action)
{
    const bool has_end = source->found != BYTES_NOT_FOUND;
    if (action == TAKE) {
        lines->delimiter = has_end ? source->delimiter : 0;
    }
    if (action == WAIT && !lines->skips_) {
        lines->searched_ = source->len;
    } else {
        lines->searched_ = 0;
    }
    if (action == REJECT || lines->skips_) {
        lines->skips_ = !has_end && !source->is_complete;
    }
}

static Source look_at_mut(const BytesMut *self, const BytesLines *lines, bool is_complete)
{
    const BytesSpan bytes = bytes_mut_span(self);
    const size_t from = search_from(lines, bytes.len);
    Source out = {bytes.len, BYTES_NOT_FOUND, 0, 0, is_complete};
    out.found =
        is_crlf(lines) ? bytes_span_find_byte(bytes, '\n', from) : bytes_span_find_any(bytes, lines->delimiters, from);
    const size_t end = size_min(out.found, bytes.len);
    out.before = end != 0 ? bytes.data[end - 1] : 0;
    out.delimiter = end != bytes.len ? bytes.data[end] : 0;
    return out;
}

static int next_mut(BytesMut *self, BytesLines *lines, bool is_complete, Bytes *out)
{
    if (lines->maximum == 0) {
        return BYTES_EINVAL;
    }
    for (;;) {
        const Source source = look_at_mut(self, lines, is_complete);
        const Step step = next_step(lines, &source);
        if (step.action == TAKE) {
            const int result = bytes_mut_take_(self, step.message, lines->copy_below, out);
            if (result < 0) {
                lines->searched_ = size_min(source.found, source.len);
                return result;
            }
            remember(lines, &source, TAKE);
            return 1;
        }
        bytes_mut_advance(self, step.message.skip + step.message.len + step.message.trailer);
        remember(lines, &source, step.action);
        if (step.action != CONTINUE) {
            return step.action == REJECT ? BYTES_EMSGSIZE : 0;
        }
    }
}

int bytes_mut_next_line(BytesMut *self, BytesLines *lines, Bytes *out)
{
    return next_mut(self, lines, false, out);
}

int bytes_mut_last_line(BytesMut *self, BytesLines *lines, Bytes *out)
{
    return next_mut(self, lines, true, out);
}

static size_t find_any(const BytesQueue *self, BytesSpan set, size_t from)
{
    if (from == self->len) {
        return BYTES_NOT_FOUND;
    }
    QueueCursor cursor = queue_locate(self, from);
    while (from < self->len) {
        const BytesSpan piece = queue_rest(self, cursor);
        const size_t found = bytes_span_find_any(piece, set, 0);
        if (found != BYTES_NOT_FOUND) {
            return from + found;
        }
        from += piece.len;
        cursor = (QueueCursor){cursor.index + 1, 0};
    }
    return BYTES_NOT_FOUND;
}

static uint8_t byte_at(const BytesQueue *self, size_t offset)
{
    uint8_t scratch;
    return *bytes_queue_peek(self, offset, 1, &scratch);
}

static Source look_at_queue(const BytesQueue *self, const BytesLines *lines, bool is_complete)
{
    const size_t from = search_from(lines, self->len);
    Source out = {self->len, BYTES_NOT_FOUND, 0, 0, is_complete};
    out.found = is_crlf(lines) ? bytes_queue_find_byte(self, '\n', from) : find_any(self, lines->delimiters, from);
    const size_t end = size_min(out.found, self->len);
    out.before = end != 0 ? byte_at(self, end - 1) : 0;
    out.delimiter = end != self->len ? byte_at(self, end) : 0;
    return out;
}

static int next_queue(BytesQueue *self, BytesLines *lines, bool is_complete, BytesQueue *out)
{
    if (lines->maximum == 0) {
        return BYTES_EINVAL;
    }
    for (;;) {
        const Source source = look_at_queue(self, lines, is_complete);
        const Step step = next_step(lines, &source);
        if (step.action == TAKE) {
            const int result = codec_take_queue(self, step.message, lines->copy_below, out);
            if (result < 0) {
                lines->searched_ = size_min(source.found, source.len);
                return result;
            }
            remember(lines, &source, TAKE);
            return 1;
        }
        bytes_queue_advance(self, step.message.skip + step.message.len + step.message.trailer);
        remember(lines, &source, step.action);
        if (step.action != CONTINUE) {
            return step.action == REJECT ? BYTES_EMSGSIZE : 0;
        }
    }
}

int bytes_queue_next_line(BytesQueue *self, BytesLines *lines, BytesQueue *out)
{
    return next_queue(self, lines, false, out);
}

int bytes_queue_last_line(BytesQueue *self, BytesLines *lines, BytesQueue *out)
{
    return next_queue(self, lines, true, out);
}
