/* SPDX-License-Identifier: MIT */
/*
 * The queue's ring, as queue.c, queue_read.c and queue_write.c see it. Private to the library.
 */
#ifndef BYTES_SRC_QUEUE_H
#define BYTES_SRC_QUEUE_H

#include <bytes/queue.h>

/* The places. Those in the queue itself are found through it each time, so that it can be moved by memcpy(). */
static inline BytesQueueSegment_ *queue_ring(BytesQueue *self)
{
    return self->ring_ != NULL ? self->ring_ : self->places_;
}

static inline size_t queue_mask(const BytesQueue *self)
{
    return self->ring_ != NULL ? self->mask_ : (size_t)BYTES_QUEUE_PLACES_ - 1;
}

/* Segment number `index`. */
static inline BytesQueueSegment_ *queue_at(BytesQueue *self, size_t index)
{
    return queue_ring(self) + ((self->first_ + index) & queue_mask(self));
}

static inline const BytesQueueSegment_ *queue_segment(const BytesQueue *self, size_t index)
{
    const BytesQueueSegment_ *ring = self->ring_ != NULL ? self->ring_ : self->places_;
    return ring + ((self->first_ + index) & queue_mask(self));
}

/* Piece number `index`: a segment, or after these the tail's bytes. */
static inline BytesSpan queue_piece(const BytesQueue *self, size_t index)
{
    return index < self->count_ ? bytes_span(&queue_segment(self, index)->view) : bytes_mut_span(&self->tail_);
}

/* Where an offset is: in which piece, and how far into it. The end is at the end of the tail. */
typedef struct QueuePlace {
    size_t index;
    size_t within;
} QueuePlace;

/* From whichever end is nearer. `offset` is at most the length. */
QueuePlace queue_locate(const BytesQueue *self, size_t offset);

/* Copy a range that is inside the queue. */
void queue_copy(const BytesQueue *self, QueuePlace from, size_t count, uint8_t *out);

/* Make sure of `count` free places. */
int queue_ensure_places(BytesQueue *self, size_t count);

/* Into free places and out of taken ones. The length is kept. */
static inline void queue_add_last(BytesQueue *self, Bytes view, bool own)
{
    BytesQueueSegment_ *place = queue_at(self, self->count_++);
    place->view = view;
    place->own = own;
    self->len += view.len;
}

static inline void queue_add_first(BytesQueue *self, Bytes view, bool own)
{
    BytesQueueSegment_ *place;
    self->first_ = (self->first_ - 1) & queue_mask(self);
    self->count_++;
    place = queue_at(self, 0);
    place->view = view;
    place->own = own;
    self->len += view.len;
}

static inline BytesQueueSegment_ queue_take_first(BytesQueue *self)
{
    const BytesQueueSegment_ out = *queue_at(self, 0);
    self->first_ = (self->first_ + 1) & queue_mask(self);
    self->count_--;
    self->len -= out.view.len;
    return out;
}

static inline BytesQueueSegment_ queue_take_last(BytesQueue *self)
{
    const BytesQueueSegment_ out = *queue_at(self, self->count_ - 1);
    self->count_--;
    self->len -= out.view.len;
    return out;
}

/* The tail's first bytes, frozen. Its block stays the tail's, so that it is used again when all its bytes are gone. */
static inline Bytes queue_cut_tail(BytesQueue *self, size_t count)
{
    self->len -= count;
    return bytes_mut_split_freeze(&self->tail_, count);
}

/* Make the tail's bytes a segment. Needs a place if there are any. */
static inline void queue_freeze_tail(BytesQueue *self)
{
    if (self->tail_.len != 0) {
        const Bytes view = queue_cut_tail(self, self->tail_.len);
        queue_add_last(self, view, true);
    }
}

#endif
