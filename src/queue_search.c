/* SPDX-License-Identifier: MIT */
/* Searching and comparing across segments. */
#include <bytes/queue.h>

#include "queue_ring.h"
#include "sizes.h"
#include "storage_internal.h"

/* Needles up to HEAD bytes take linear time: a window at least four times as long advances by most of its length. */
enum { HEAD = 256, WINDOW = 4 * HEAD };

size_t bytes_queue_find_byte(const BytesQueue *self, uint8_t byte, size_t from)
{
    if (from >= self->len) {
        return BYTES_NOT_FOUND;
    }
    QueueCursor cursor = queue_locate(self, from);
    while (from < self->len) {
        const BytesSpan piece = queue_rest(self, cursor);
        const size_t found = bytes_span_find_byte(piece, byte, 0);
        if (found != BYTES_NOT_FOUND) {
            return from + found;
        }
        from += piece.len;
        cursor = (QueueCursor){cursor.index + 1, 0};
    }
    return BYTES_NOT_FOUND;
}

/* True if the queue has these bytes at a cursor, where there are at least as many. */
static bool matches(const BytesQueue *self, QueueCursor cursor, BytesSpan bytes)
{
    while (bytes.len != 0) {
        const BytesSpan piece = queue_rest(self, cursor);
        const size_t part = size_min(piece.len, bytes.len);
        if (memcmp(piece.data, bytes.data, part) != 0) {
            return false;
        }
        bytes.data += part;
        bytes.len -= part;
        cursor = (QueueCursor){cursor.index + 1, 0};
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

/* How many bytes around the end of a piece to gather: enough that the search can continue with the next piece, unless
 * that is short too. */
static size_t window_size(const BytesQueue *self, QueueCursor cursor, size_t piece, size_t needle, size_t left)
{
    size_t size = WINDOW;
    if (needle <= HEAD && cursor.index < self->count_ && queue_piece(self, cursor.index + 1).len >= needle) {
        size = piece + needle - 1;
    }
    return size_min(size, left);
}

/* Search around the ends of pieces: the needle's head in a gathered window, the rest of it in place. */
static size_t find_across(const BytesQueue *self, QueueCursor cursor, size_t from, size_t size, BytesSpan needle)
{
    uint8_t scratch[WINDOW];
    const BytesSpan window = {scratch, size};
    const BytesSpan head = {needle.data, size_min(needle.len, HEAD)};
    size_t found = 0;
    queue_copy(self, cursor, size, scratch);
    storage_copied(self->allocator_, size);
    while ((found = bytes_span_find(window, head, found)) != BYTES_NOT_FOUND) {
        if (needle.len > self->len - from - found) {
            break;
        }
        if (head.len == needle.len || matches(self, queue_skip(self, cursor, found), needle)) {
            return found;
        }
        found++;
    }
    return BYTES_NOT_FOUND;
}

size_t bytes_queue_find(const BytesQueue *self, BytesSpan needle, size_t from)
{
    const size_t head = size_min(needle.len, HEAD);
    if (from > self->len || needle.len == 0) {
        return from > self->len ? BYTES_NOT_FOUND : from;
    }
    QueueCursor cursor = queue_locate(self, from);
    while (self->len - from >= needle.len) {
        const BytesSpan piece = queue_rest(self, cursor);
        size_t found;
        size_t step;
        if (piece.len >= needle.len) {
            found = bytes_span_find(piece, needle, 0);
            step = piece.len - (needle.len - 1);
        } else {
            const size_t size = window_size(self, cursor, piece.len, needle.len, self->len - from);
            found = find_across(self, cursor, from, size, needle);
            step = size - (head - 1);
        }
        if (found != BYTES_NOT_FOUND) {
            return from + found;
        }
        from += step;
        cursor = queue_skip(self, cursor, step);
    }
    return BYTES_NOT_FOUND;
}
