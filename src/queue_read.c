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

/*
 * Take whole segments of at most `count` bytes in total off the front: static ones, those of the tail's storage, and
 * those of one other storage. The tail and `other` take over their weight. That saves atomics, and makes the tail the
 * unique handle of its block as soon as it can be. Returns how many bytes were taken.
 */
static size_t take_run(BytesQueue *self, size_t count, Bytes *other)
{
    const BytesQueueSegment_ *const ring = queue_ring(self);
    const size_t mask = queue_mask(self);
    size_t first = self->first_;
    size_t left = self->count_;
    size_t taken = 0;
    while (left != 0 && count - taken >= ring[first].view.len) {
        Bytes view = ring[first].view;
        if (view.storage == NULL || view.storage == self->tail_.storage) {
            BYTES_DIES_(&view);
            bytes_join_weight_(view.storage, &self->tail_.weight, view.weight); /* that of a static view is 0 */
        } else if (other->storage == NULL) {
            *other = view;
        } else if (other->storage == view.storage) {
            BYTES_DIES_(&view);
            bytes_join_weight_(view.storage, &other->weight, view.weight);
        } else {
            break;
        }
        taken += view.len;
        first = (first + 1) & mask;
        left--;
        const bool is_held = (left >= 1 && ring[first].view.storage == view.storage) ||
                             (left >= 2 && ring[(first + 1) & mask].view.storage == view.storage);
        if (!is_held && view.storage != NULL) {
            self->retained_ -= storage_retained(view.storage);
        }
    }
    self->first_ = first;
    self->count_ = left;
    self->len -= taken;
    return taken;
}

void bytes_queue_advance_slow_(BytesQueue *self, size_t count)
{
    if (count > self->len) {
        bytes_abort_range_("bytes_queue_advance", 0, count, self->len);
    }
    while (self->count_ != 0 && count >= queue_at(self, 0)->view.len) {
        Bytes other = BYTES_EMPTY;
        count -= take_run(self, count, &other);
        bytes_drop(&other);
    }
    if (self->count_ != 0) {
        bytes_advance(&queue_at(self, 0)->view, count);
    } else {
        bytes_mut_advance(&self->tail_, count);
        self->end_ += count;
    }
    self->len -= count;
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
        BytesQueueSegment_ next = {BYTES_EMPTY, 0, true};
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
    queue_copy(self, (QueueCursor){0, 0}, count, bytes_mut_spare(&flat).data);
    storage_copied(self->allocator_, count);
    bytes_mut_commit(&flat, count);
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
        *out = BYTES_ISOLATED_(queue_split_tail(self, at));
    } else if (at == queue_at(self, 0)->view.len) {
        *out = queue_hand_out(queue_take_first(self));
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

/* The pieces from an offset on, `max` at most, as memory of the layout of a BytesSpan. */
static inline size_t describe(const BytesQueue *self, size_t offset, void *out, size_t max)
{
    if (offset >= self->len || max == 0) {
        return 0;
    }
    const QueueCursor first = queue_locate(self, offset);
    const size_t count = size_min(bytes_queue_pieces(self) - first.index, max);
    const BytesQueueSegment_ *const ring = queue_const_ring(self);
    const size_t mask = queue_mask(self);
    const size_t segments = size_min(self->count_ - first.index, count);
    uint8_t *to = out;
    const BytesSpan part = queue_rest(self, first);
    memcpy(to, &part, sizeof(part));
    for (size_t i = 1; i < segments; i++) {
        const BytesSpan piece = bytes_span(&ring[(self->first_ + first.index + i) & mask].view);
        memcpy(to + i * sizeof(piece), &piece, sizeof(piece));
    }
    if (count > size_max(segments, 1)) {
        const BytesSpan tail = bytes_mut_span(&self->tail_);
        memcpy(to + segments * sizeof(tail), &tail, sizeof(tail));
    }
    return count;
}

size_t bytes_queue_spans(const BytesQueue *self, size_t offset, BytesSpan *out, size_t max)
{
    return describe(self, offset, out, max);
}

#if !defined(_WIN32)
size_t bytes_queue_iovecs(const BytesQueue *self, size_t offset, struct iovec *out, size_t max)
{
    return describe(self, offset, out, max); /* the same layout, but an iovec's address is not const */
}
#endif
