/* SPDX-License-Identifier: MIT */
/*
 * The geometry of a queue: the ring of segments, the tail after it, and where an offset is. Private to the library.
 */
#ifndef BYTES_SRC_QUEUE_RING_H
#define BYTES_SRC_QUEUE_RING_H

#include <bytes/queue.h>

#include "storage_internal.h"

/* The entries. Those in the queue itself are found through it each time, so that it can be moved by memcpy(). */
static inline BytesQueueSegment_ *queue_ring(BytesQueue *self)
{
    return self->ring_ != NULL ? self->ring_ : self->entries_;
}

static inline size_t queue_mask(const BytesQueue *self)
{
    return self->ring_ != NULL ? self->mask_ : (size_t)BYTES_QUEUE_ENTRIES_ - 1;
}

/* Segment number `index`; queue_segment() is the const form. */
static inline BytesQueueSegment_ *queue_at(BytesQueue *self, size_t index)
{
    return queue_ring(self) + ((self->first_ + index) & queue_mask(self));
}

static inline const BytesQueueSegment_ *queue_const_ring(const BytesQueue *self)
{
    return self->ring_ != NULL ? self->ring_ : self->entries_;
}

static inline const BytesQueueSegment_ *queue_segment(const BytesQueue *self, size_t index)
{
    return queue_const_ring(self) + ((self->first_ + index) & queue_mask(self));
}

/* Piece number `index`: a segment, or after these the tail's bytes. */
static inline BytesSpan queue_piece(const BytesQueue *self, size_t index)
{
    return index < self->count_ ? bytes_span(&queue_segment(self, index)->view) : bytes_mut_span(&self->tail_);
}

/*
 * Positions: each segment has the position of its end, and the queue that of its tail's first byte, from an arbitrary
 * origin. Segments are adjacent in positions, so one is found by bisection. Positions stay as they are when bytes leave
 * or are added at either end, and when a queue is split; so a slot remembers its own.
 */
static inline size_t queue_begin(const BytesQueue *self)
{
    if (self->count_ == 0) {
        return self->end_;
    }
    const BytesQueueSegment_ *const first = queue_segment(self, 0);
    return first->end - first->view.len;
}

/* Cursors. */

/* An offset, as a piece and an offset into it. The end of the queue is the end of the tail. */
typedef struct QueueCursor {
    size_t index;
    size_t within;
} QueueCursor;

/* O(log segments). `offset` is at most the length. */
QueueCursor queue_locate(const BytesQueue *self, size_t offset);

/* `count` bytes further on; not beyond the end. */
QueueCursor queue_skip(const BytesQueue *self, QueueCursor cursor, size_t count);

/* The contiguous bytes from a cursor on. */
static inline BytesSpan queue_rest(const BytesQueue *self, QueueCursor cursor)
{
    BytesSpan out = queue_piece(self, cursor.index);
    out.data = bytes_at_(out.data, cursor.within);
    out.len -= cursor.within;
    return out;
}

/* Abort for a range that is not inside the queue. */
BYTES_NORETURN void queue_abort_range(const char *function, const BytesQueue *self, size_t offset, size_t count);

/* Copy a range that is inside the queue. */
void queue_copy(const BytesQueue *self, QueueCursor from, size_t count, uint8_t *out);

/* Entries. */

int queue_grow_ring(BytesQueue *self, size_t count);

/* Make sure of `count` free entries. */
static inline int queue_reserve_entries(BytesQueue *self, size_t count)
{
    return BYTES_LIKELY(count <= queue_mask(self) + 1 - self->count_) ? 0 : queue_grow_ring(self, count);
}

/* Free an allocated ring, whose segments have been moved; the queue's own entries become the ring. */
void queue_release_ring(BytesQueue *self);

/* Exchange the segments of two queues of one allocator. */
void queue_exchange_rings(BytesQueue *a, BytesQueue *b);

/*
 * Memory held: a storage counts at each segment of it that is not one or two after another one of it. So text and views
 * that alternate count the tail's block once, and adding or taking a segment at either end looks at two others.
 */
static inline bool queue_is_in_last_two(const BytesQueue *self, const BytesStorage *storage)
{
    const size_t count = self->count_;
    return (count >= 1 && queue_segment(self, count - 1)->view.storage == storage) ||
           (count >= 2 && queue_segment(self, count - 2)->view.storage == storage);
}

static inline bool queue_is_in_first_two(const BytesQueue *self, const BytesStorage *storage)
{
    return (self->count_ >= 1 && queue_segment(self, 0)->view.storage == storage) ||
           (self->count_ >= 2 && queue_segment(self, 1)->view.storage == storage);
}

/* Into free entries, and out of used ones. The length and the memory held are adjusted. */
static inline void queue_add_last(BytesQueue *self, Bytes view, bool own)
{
    if (view.storage != NULL && !queue_is_in_last_two(self, view.storage)) {
        self->retained_ += storage_retained(view.storage);
    }
    self->end_ += view.len;
    *queue_at(self, self->count_++) = (BytesQueueSegment_){view, self->end_, own};
    self->len += view.len;
}

static inline void queue_add_first(BytesQueue *self, Bytes view, bool own)
{
    if (view.storage != NULL && !queue_is_in_first_two(self, view.storage)) {
        self->retained_ += storage_retained(view.storage);
    }
    const size_t end = queue_begin(self);
    self->first_ = (self->first_ - 1) & queue_mask(self); /* wraps */
    self->count_++;
    *queue_at(self, 0) = (BytesQueueSegment_){view, end, own};
    self->len += view.len;
}

static inline BytesQueueSegment_ queue_take_first(BytesQueue *self)
{
    const BytesQueueSegment_ out = *queue_at(self, 0);
    self->first_ = (self->first_ + 1) & queue_mask(self);
    self->count_--;
    self->len -= out.view.len;
    if (out.view.storage != NULL && !queue_is_in_first_two(self, out.view.storage)) {
        self->retained_ -= storage_retained(out.view.storage);
    }
    return out;
}

static inline BytesQueueSegment_ queue_take_last(BytesQueue *self)
{
    const BytesQueueSegment_ out = *queue_at(self, self->count_ - 1);
    self->count_--;
    self->end_ -= out.view.len;
    self->len -= out.view.len;
    if (out.view.storage != NULL && !queue_is_in_last_two(self, out.view.storage)) {
        self->retained_ -= storage_retained(out.view.storage);
    }
    return out;
}

/*
 * The queue's own segments are in one storage with the tail, also where other handles have copies of their bytes: slots
 * in them are filled, and adjacent ones are joined. What is handed out has a copy then.
 */
static inline Bytes queue_freeze_front(BytesMut *tail, size_t count)
{
#if BYTES_ISOLATE
    Bytes out = bytes_detached_(tail->data);
    if (count != 0) {
        out.len = count;
        out.storage = tail->storage;
        out.weight = bytes_split_weight_(tail->storage, &tail->weight);
        BYTES_BORN_(&out);
        tail->data += count;
        tail->len -= count;
        tail->cap -= count;
    }
    return out;
#else
    return bytes_mut_split_freeze(tail, count);
#endif
}

static inline Bytes queue_hand_out(BytesQueueSegment_ segment)
{
    return segment.own ? BYTES_ISOLATED_(segment.view) : segment.view;
}

/* The tail's first bytes, frozen, of a queue without segments; or all of them. The tail keeps a share of its block,
 * which is reused when all bytes have left it. */
static inline Bytes queue_split_tail(BytesQueue *self, size_t count)
{
    self->len -= count;
    if (self->count_ == 0) {
        self->end_ += count;
    }
    return queue_freeze_front(&self->tail_, count);
}

/* Make the tail's first bytes a segment, which needs a free entry. */
static inline void queue_freeze_front_of_tail(BytesQueue *self, size_t count)
{
    self->len -= count;
    queue_add_last(self, queue_freeze_front(&self->tail_, count), true);
}

/* Make all of the tail's bytes, if any, a segment. */
static inline void queue_freeze_tail(BytesQueue *self)
{
    if (self->tail_.len != 0) {
        queue_freeze_front_of_tail(self, self->tail_.len);
    }
}

#endif
