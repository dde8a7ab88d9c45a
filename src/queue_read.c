/* SPDX-License-Identifier: MIT */
/* Reading and consuming bytes, in whatever segments they are. */
#include <bytes/queue.h>

#include <assert.h>

#include "queue_ring.h"
#include "sizes.h"
#include "storage_internal.h"

#if !defined(_WIN32)
#include <sys/uio.h>

static_assert(sizeof(BytesSpan) == sizeof(struct iovec) && sizeof(BytesSpare) == sizeof(struct iovec) &&
                  offsetof(BytesSpan, data) == offsetof(struct iovec, iov_base) &&
                  offsetof(BytesSpan, len) == offsetof(struct iovec, iov_len) &&
                  offsetof(BytesSpare, data) == offsetof(struct iovec, iov_base) &&
                  offsetof(BytesSpare, len) == offsetof(struct iovec, iov_len),
              "spans and spares have the layout of iovecs");
#endif

/* Drop a segment. Its weight goes to another handle of its storage where there is one: that saves atomics, and makes
 * the tail the unique handle of its block as soon as it can be. */
static void drop_segment(BytesQueue *self, Bytes *pending, Bytes gone)
{
    if (gone.storage != NULL && bytes_drop_into_mut(&gone, &self->tail_) != 0 && bytes_drop_into(&gone, pending) != 0) {
        bytes_drop(pending);
        *pending = gone;
    }
}

void bytes_queue_advance_slow_(BytesQueue *self, size_t count)
{
    Bytes pending = BYTES_EMPTY;
    if (count > self->len) {
        bytes_abort_range_("bytes_queue_advance", 0, count, self->len);
    }
    while (self->count_ != 0 && count >= queue_at(self, 0)->view.len) {
        const Bytes gone = queue_take_first(self).view;
        count -= gone.len;
        drop_segment(self, &pending, gone);
    }
    if (self->count_ != 0) {
        bytes_advance(&queue_at(self, 0)->view, count);
    } else {
        bytes_mut_advance(&self->tail_, count);
    }
    self->len -= count;
    bytes_drop(&pending);
}

/* True if the first `count` bytes are adjacent in one storage. They are not all in the first segment. */
static bool are_adjacent(const BytesQueue *self, size_t count)
{
    const Bytes *const first = &queue_segment(self, 0)->view;
    size_t covered = first->len;
    for (size_t i = 1; covered < count; i++) {
        const BytesStorage *const storage =
            i < self->count_ ? queue_segment(self, i)->view.storage : self->tail_.storage;
        const BytesSpan piece = queue_piece(self, i);
        if (storage == NULL || storage != first->storage || piece.data != first->data + covered) {
            return false;
        }
        covered += piece.len;
    }
    return true;
}

/* Join the first `count` bytes, which are adjacent, in one segment. */
static int rejoin(BytesQueue *self, size_t count)
{
    BytesQueueSegment_ joined = queue_take_first(self);
    int error = 0;
    while (joined.view.len < count && error == 0) {
        BytesQueueSegment_ next = {BYTES_EMPTY, true};
        if (self->count_ != 0) {
            next = queue_take_first(self);
        } else {
            next.view = queue_split_tail(self, count - joined.view.len);
        }
        error = bytes_try_unsplit(&joined.view, &next.view); /* 0: they are adjacent */
        joined.own = joined.own && next.own;
    }
    queue_add_first(self, joined.view, joined.own);
    return error;
}

int bytes_queue_try_coalesce(BytesQueue *self, size_t count)
{
    if (count > self->len) {
        return BYTES_ERANGE;
    }
    if (count <= bytes_queue_front(self).len) {
        return 0;
    }
    if (are_adjacent(self, count)) {
        return rejoin(self, count);
    }
    BytesMut flat;
    const int error = bytes_mut_with_capacity_in(self->allocator_, count, &flat);
    if (error != 0) {
        return error;
    }
    queue_copy(self, (QueueCursor){0, 0}, count, flat.data);
    storage_copied(self->allocator_, count);
    flat.len = count;
    bytes_queue_advance(self, count);
    /* The first segment has left an entry free. */
    queue_add_first(self, bytes_mut_freeze(&flat), false);
    return 0;
}

int bytes_queue_coalesce(BytesQueue *self, size_t count)
{
    const int error = bytes_queue_try_coalesce(self, count);
    if (error == BYTES_ERANGE) {
        bytes_abort_range_("bytes_queue_coalesce", 0, count, self->len);
    }
    return error;
}

int bytes_queue_try_split_view(BytesQueue *self, size_t at, Bytes *out)
{
    const int error = bytes_queue_try_coalesce(self, at);
    if (error != 0) {
        return error;
    }
    if (self->count_ == 0) {
        *out = queue_split_tail(self, at);
    } else if (at == queue_at(self, 0)->view.len) {
        *out = queue_take_first(self).view;
    } else {
        *out = bytes_split_to(&queue_at(self, 0)->view, at);
        self->len -= at;
    }
    return 0;
}

int bytes_queue_split_view(BytesQueue *self, size_t at, Bytes *out)
{
    const int error = bytes_queue_try_split_view(self, at, out);
    if (error == BYTES_ERANGE) {
        bytes_abort_range_("bytes_queue_split_view", 0, at, self->len);
    }
    return error;
}

const uint8_t *bytes_queue_peek_slow_(const BytesQueue *self, size_t offset, size_t count, void *scratch)
{
    if (count == 0 || offset > self->len || count > self->len - offset) {
        return NULL;
    }
    const QueueCursor cursor = queue_locate(self, offset);
    const BytesSpan piece = queue_rest(self, cursor);
    if (piece.len >= count) {
        return piece.data;
    }
    queue_copy(self, cursor, count, scratch);
    storage_copied(self->allocator_, count);
    return scratch;
}

int bytes_queue_try_copy_to(const BytesQueue *self, size_t offset, size_t count, void *out)
{
    if (offset > self->len || count > self->len - offset) {
        return BYTES_ERANGE;
    }
    if (count != 0) {
        queue_copy(self, queue_locate(self, offset), count, out);
        storage_copied(self->allocator_, count);
    }
    return 0;
}

void bytes_queue_copy_to(const BytesQueue *self, size_t offset, size_t count, void *out)
{
    if (bytes_queue_try_copy_to(self, offset, count, out) != 0) {
        queue_abort_range("bytes_queue_copy_to", self, offset, count);
    }
}

/* The number of pieces from an offset on, `max` at most, and where the first of them begins. */
static size_t pieces_from(const BytesQueue *self, size_t offset, size_t max, QueueCursor *first)
{
    if (offset >= self->len) {
        return 0;
    }
    *first = queue_locate(self, offset);
    return size_min(bytes_queue_pieces(self) - first->index, max);
}

static BytesSpan nth_piece(const BytesQueue *self, QueueCursor first, size_t n)
{
    return queue_rest(self, (QueueCursor){first.index + n, n == 0 ? first.within : 0});
}

size_t bytes_queue_spans(const BytesQueue *self, size_t offset, BytesSpan *out, size_t max)
{
    QueueCursor first = {0, 0};
    const size_t count = pieces_from(self, offset, max, &first);
    for (size_t i = 0; i < count; i++) {
        out[i] = nth_piece(self, first, i);
    }
    return count;
}

#if !defined(_WIN32)
size_t bytes_queue_iovecs(const BytesQueue *self, size_t offset, struct iovec *out, size_t max)
{
    QueueCursor first = {0, 0};
    const size_t count = pieces_from(self, offset, max, &first);
    for (size_t i = 0; i < count; i++) {
        const BytesSpan piece = nth_piece(self, first, i);
        memcpy(&out[i], &piece, sizeof(piece)); /* the same layout, but an iovec's address is not const */
    }
    return count;
}
#endif
