/* SPDX-License-Identifier: MIT */
/* Looking at bytes wherever they lie. */
#include <bytes/queue_number.h>

#include <assert.h>

#include "queue.h"
#include "storage_internal.h"

#if !defined(_WIN32)
#include <sys/uio.h>

/* What takes one takes the other, on every system that has it. */
static_assert(sizeof(BytesSpan) == sizeof(struct iovec) && sizeof(BytesSpare) == sizeof(struct iovec) &&
                  offsetof(BytesSpan, data) == offsetof(struct iovec, iov_base) &&
                  offsetof(BytesSpan, len) == offsetof(struct iovec, iov_len) &&
                  offsetof(BytesSpare, data) == offsetof(struct iovec, iov_base) &&
                  offsetof(BytesSpare, len) == offsetof(struct iovec, iov_len),
              "spans and spares are laid out as iovecs");
#endif

/* Needles up to HEAD bytes take linear time: a window that is at least four times as long moves on by most of it. */
enum { HEAD = 256, WINDOW = 4 * HEAD };

QueuePlace queue_locate(const BytesQueue *self, size_t offset)
{
    QueuePlace out = {0, offset};
    if (offset <= self->len / 2) {
        while (out.index < self->count_ && out.within >= queue_piece(self, out.index).len) {
            out.within -= queue_piece(self, out.index).len;
            out.index++;
        }
    } else {
        size_t begin = self->len - self->tail_.len;
        out.index = self->count_;
        while (offset < begin) {
            out.index--;
            begin -= queue_piece(self, out.index).len;
        }
        out.within = offset - begin;
    }
    return out;
}

/* What lies together from a place on. */
static BytesSpan rest_of_piece(const BytesQueue *self, QueuePlace place)
{
    BytesSpan out = queue_piece(self, place.index);
    out.data = bytes_at_(out.data, place.within);
    out.len -= place.within;
    return out;
}

/* A place some bytes further on; not behind the end. */
static QueuePlace move_on(const BytesQueue *self, QueuePlace place, size_t count)
{
    place.within += count;
    while (place.index < self->count_ && place.within >= queue_piece(self, place.index).len) {
        place.within -= queue_piece(self, place.index).len;
        place.index++;
    }
    return place;
}

void queue_copy(const BytesQueue *self, QueuePlace from, size_t count, uint8_t *out)
{
    while (count != 0) {
        const BytesSpan piece = rest_of_piece(self, from);
        const size_t part = piece.len < count ? piece.len : count;
        memcpy(out, piece.data, part);
        out += part;
        count -= part;
        from = (QueuePlace){from.index + 1, 0};
    }
}

const uint8_t *bytes_queue_peek_slow_(const BytesQueue *self, size_t offset, size_t count, void *scratch)
{
    QueuePlace place;
    BytesSpan piece;
    if (count == 0 || offset > self->len || count > self->len - offset) {
        return NULL;
    }
    place = queue_locate(self, offset);
    piece = rest_of_piece(self, place);
    if (piece.len >= count) {
        return piece.data;
    }
    queue_copy(self, place, count, (uint8_t *)scratch); /* cast: bytes of any object */
    storage_copied(self->allocator_, count);
    return (const uint8_t *)scratch; /* cast: likewise */
}

int bytes_queue_try_copy_to(const BytesQueue *self, size_t offset, size_t count, void *out)
{
    if (offset > self->len || count > self->len - offset) {
        return BYTES_ERANGE;
    }
    if (count != 0) {
        queue_copy(self, queue_locate(self, offset), count, (uint8_t *)out); /* cast: bytes of any object */
        storage_copied(self->allocator_, count);
    }
    return 0;
}

void bytes_queue_copy_to(const BytesQueue *self, size_t offset, size_t count, void *out)
{
    if (bytes_queue_try_copy_to(self, offset, count, out) != 0) {
        const size_t end = count > SIZE_MAX - offset ? SIZE_MAX : offset + count;
        bytes_abort_range_("bytes_queue_copy_to", offset, end, self->len);
    }
}

size_t bytes_queue_find_byte(const BytesQueue *self, uint8_t byte, size_t from)
{
    QueuePlace place;
    if (from >= self->len) {
        return BYTES_NOT_FOUND;
    }
    place = queue_locate(self, from);
    while (from < self->len) {
        const BytesSpan piece = rest_of_piece(self, place);
        const size_t found = bytes_span_find_byte(piece, byte, 0);
        if (found != BYTES_NOT_FOUND) {
            return from + found;
        }
        from += piece.len;
        place = (QueuePlace){place.index + 1, 0};
    }
    return BYTES_NOT_FOUND;
}

/* Are these the bytes at a place? There are enough. */
static bool matches(const BytesQueue *self, QueuePlace place, BytesSpan bytes)
{
    while (bytes.len != 0) {
        const BytesSpan piece = rest_of_piece(self, place);
        const size_t part = piece.len < bytes.len ? piece.len : bytes.len;
        if (memcmp(piece.data, bytes.data, part) != 0) {
            return false;
        }
        bytes.data += part;
        bytes.len -= part;
        place = (QueuePlace){place.index + 1, 0};
    }
    return true;
}

bool bytes_queue_matches(const BytesQueue *self, size_t offset, BytesSpan bytes)
{
    if (offset > self->len || bytes.len > self->len - offset) {
        return false;
    }
    return matches(self, queue_locate(self, offset), bytes);
}

/* How much of what lies around the end of a piece to look at together: so much that the next look can begin with the
 * next piece, unless that is short too. */
static size_t window_size(const BytesQueue *self, QueuePlace place, size_t piece, size_t needle, size_t left)
{
    size_t size = WINDOW;
    if (needle <= HEAD && place.index < self->count_ && queue_piece(self, place.index + 1).len >= needle) {
        size = piece + needle - 1;
    }
    return size < left ? size : left;
}

/* Around the ends of pieces: what a window shows is found by its head first, the rest is compared where it lies. */
static size_t find_across(const BytesQueue *self, QueuePlace place, size_t from, size_t size, BytesSpan needle)
{
    uint8_t scratch[WINDOW];
    const BytesSpan window = {scratch, size};
    const BytesSpan head = {needle.data, needle.len < HEAD ? needle.len : (size_t)HEAD};
    size_t found = 0;
    queue_copy(self, place, size, scratch);
    storage_copied(self->allocator_, size);
    while ((found = bytes_span_find(window, head, found)) != BYTES_NOT_FOUND) {
        if (needle.len > self->len - from - found) {
            break;
        }
        if (head.len == needle.len || matches(self, move_on(self, place, found), needle)) {
            return found;
        }
        found++;
    }
    return BYTES_NOT_FOUND;
}

size_t bytes_queue_find(const BytesQueue *self, BytesSpan needle, size_t from)
{
    const size_t head = needle.len < HEAD ? needle.len : (size_t)HEAD;
    QueuePlace place;
    if (from > self->len || needle.len == 0) {
        return from > self->len ? BYTES_NOT_FOUND : from;
    }
    place = queue_locate(self, from);
    while (self->len - from >= needle.len) {
        const BytesSpan piece = rest_of_piece(self, place);
        size_t found;
        size_t step;
        if (piece.len >= needle.len) {
            found = bytes_span_find(piece, needle, 0);
            step = piece.len - (needle.len - 1);
        } else {
            const size_t size = window_size(self, place, piece.len, needle.len, self->len - from);
            found = find_across(self, place, from, size, needle);
            step = size - (head - 1);
        }
        if (found != BYTES_NOT_FOUND) {
            return from + found;
        }
        from += step;
        place = move_on(self, place, step);
    }
    return BYTES_NOT_FOUND;
}

/* The pieces from an offset on, `max` at most: how many, and where the first of them begins. */
static size_t pieces_from(const BytesQueue *self, size_t offset, size_t max, QueuePlace *place)
{
    size_t left;
    if (offset >= self->len) {
        return 0;
    }
    *place = queue_locate(self, offset);
    left = bytes_queue_pieces(self) - place->index;
    return left < max ? left : max;
}

static BytesSpan nth_piece(const BytesQueue *self, QueuePlace place, size_t n)
{
    return rest_of_piece(self, (QueuePlace){place.index + n, n == 0 ? place.within : 0});
}

size_t bytes_queue_spans(const BytesQueue *self, size_t offset, BytesSpan *out, size_t max)
{
    QueuePlace place = {0, 0};
    const size_t count = pieces_from(self, offset, max, &place);
    for (size_t i = 0; i < count; i++) {
        out[i] = nth_piece(self, place, i);
    }
    return count;
}

#if !defined(_WIN32)
size_t bytes_queue_iovecs(const BytesQueue *self, size_t offset, struct iovec *out, size_t max)
{
    QueuePlace place = {0, 0};
    const size_t count = pieces_from(self, offset, max, &place);
    for (size_t i = 0; i < count; i++) {
        const BytesSpan piece = nth_piece(self, place, i);
        memcpy(&out[i], &piece, sizeof(piece)); /* laid out alike; an iovec's address is not const */
    }
    return count;
}
#endif

/* How many bytes a number in LEB128 has from a place on, `left` bytes before the end; the most if it does not end. */
static size_t leb128_width(const BytesQueue *self, QueuePlace place, size_t left)
{
    BytesSpan piece = rest_of_piece(self, place);
    for (size_t width = 1; width <= left && width < BYTES_NUMBER_MAX_; width++) {
        if (piece.len == 0) {
            place = (QueuePlace){place.index + 1, 0};
            piece = rest_of_piece(self, place);
        }
        if (piece.data[0] < 0x80) {
            return width;
        }
        piece.data++;
        piece.len--;
    }
    return BYTES_NUMBER_MAX_;
}

BytesSpan bytes_queue_window_slow_(const BytesQueue *self, size_t offset, size_t want, uint8_t *scratch)
{
    BytesSpan out = {NULL, 0};
    if (offset < self->len) {
        const QueuePlace place = queue_locate(self, offset);
        const size_t left = self->len - offset;
        if (want == BYTES_NUMBER_LEB128_) {
            want = leb128_width(self, place, left);
        }
        out = rest_of_piece(self, place);
        /* A number that is not all there is not read: nor is it brought together. */
        if (out.len < want && want <= left) {
            out.data = scratch;
            out.len = want;
            queue_copy(self, place, want, scratch);
            storage_copied(self->allocator_, want);
        }
    }
    return out;
}
