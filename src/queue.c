/* SPDX-License-Identifier: MIT */
/* Whole views and whole queues, in and out. */
#include <bytes/queue.h>

#include "queue_ring.h"

static BytesQueue empty_like(const BytesQueue *self)
{
    BytesQueue out = BYTES_QUEUE_EMPTY;
    out.pack_below = self->pack_below;
    out.compact_multiple = self->compact_multiple;
    out.low = self->low;
    out.high = self->high;
    out.low_retained = self->low_retained;
    out.high_retained = self->high_retained;
    out.allocator_ = self->allocator_;
    out.tail_size_ = self->tail_size_;
    return out;
}

void bytes_queue_init(BytesAllocator *allocator, size_t tail_size, BytesQueue *out)
{
    *out = (BytesQueue)BYTES_QUEUE_EMPTY;
    out->allocator_ = allocator;
    out->tail_size_ = tail_size;
}

BytesQueue bytes_queue_move(BytesQueue *self)
{
    const BytesQueue out = *self;
    *self = empty_like(&out);
    return out;
}

void bytes_queue_clear(BytesQueue *self)
{
    bytes_queue_advance(self, self->len);
}

void bytes_queue_drop(BytesQueue *self)
{
    bytes_queue_clear(self);
    bytes_queue_shrink(self);
}

void bytes_queue_shrink(BytesQueue *self)
{
    if (self->ring_ != NULL && self->count_ <= BYTES_QUEUE_ENTRIES_) {
        for (size_t i = 0; i < self->count_; i++) {
            self->entries_[i] = *queue_at(self, i);
        }
        queue_release_ring(self);
    }
    if (self->tail_.len == 0) {
        bytes_mut_drop(&self->tail_);
    }
    bytes_mut_drop(&self->next_);
}

/* True if a view pins too much more than it shows, and pins it alone: neither the last segment nor the tail has its
 * storage anyway. */
static bool pins_too_much(const BytesQueue *self, const Bytes *view)
{
    if (self->compact_multiple == 0 || view->storage == NULL || view->storage == self->tail_.storage ||
        (self->count_ != 0 && queue_segment(self, self->count_ - 1)->view.storage == view->storage)) {
        return false;
    }
    /* retained > multiple * len, without the product */
    return (storage_retained(view->storage) - 1) / self->compact_multiple >= view->len;
}

/* Copy a view to the tail instead. */
static NOT_INLINE int pack(BytesQueue *self, Bytes *view)
{
    const int error = bytes_queue_put(self, view->data, view->len);
    if (error != 0) {
        return error;
    }
    storage_copied(self->allocator_, view->len);
    bytes_drop(view);
    return 0;
}

/* The tail's bytes, if any, and a view become segments. The same as queue_freeze_tail() and queue_add_last(), but the
 * ring and its last segments are looked up once: text and views that alternate are what most programs write. */
static inline void add_last_two(BytesQueue *self, const Bytes *view)
{
    BytesQueueSegment_ *const ring = queue_ring(self);
    const size_t mask = queue_mask(self);
    const size_t count = self->count_;
    size_t end = self->first_ + count;
    size_t position = self->end_;
    size_t retained = self->retained_;
    const BytesStorage *last = count >= 1 ? ring[(end - 1) & mask].view.storage : NULL;
    const BytesStorage *before = count >= 2 ? ring[(end - 2) & mask].view.storage : NULL;
    if (self->tail_.len != 0) {
        const Bytes text = queue_freeze_front(&self->tail_, self->tail_.len);
        position += text.len;
        if (text.storage != last && text.storage != before) {
            retained += storage_retained(text.storage);
        }
        ring[end++ & mask] = (BytesQueueSegment_){text, position, true};
        before = last;
        last = text.storage;
    }
    if (view->storage != NULL && view->storage != last && view->storage != before) {
        retained += storage_retained(view->storage);
    }
    position += view->len;
    ring[end++ & mask] = (BytesQueueSegment_){*view, position, false};
    self->count_ = end - self->first_;
    self->end_ = position;
    self->len += view->len;
    self->retained_ = retained;
}

static NOT_INLINE int push_last(BytesQueue *self, Bytes *view)
{
    if (pins_too_much(self, view)) {
        return pack(self, view);
    }
    const int error = queue_reserve_entries(self, (self->tail_.len != 0) + (size_t)1);
    if (error != 0) {
        return error;
    }
    add_last_two(self, view);
    *view = bytes_detached_(NULL);
    return 0;
}

/* A view that follows the bytes of the last segment. It is joined with that, but not with the queue's own bytes, which
 * then could not be told from the view's; nor where weight would have to be returned, by an atomic. */
static NOT_INLINE int push_adjacent(BytesQueue *self, Bytes *view)
{
    BytesQueueSegment_ *const last = queue_at(self, self->count_ - 1);
    if (last->own || view->weight > BYTES_WEIGHT_WHOLE_ - last->view.weight) {
        return push_last(self, view);
    }
    last->view.len += view->len;
    BYTES_DIES_(view);
    last->view.weight += view->weight;
    last->end += view->len;
    self->end_ = last->end;
    self->len += view->len;
    *view = bytes_detached_(NULL);
    return 0;
}

int bytes_queue_push_back(BytesQueue *self, Bytes *view)
{
    const Bytes added = *view;
    const size_t count = self->count_;
    if (added.len > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    if (added.len < self->pack_below || added.len == 0) {
        return pack(self, view);
    }
    if (self->tail_.len != 0 || count == 0) {
        return push_last(self, view);
    }
    BytesQueueSegment_ *const ring = queue_ring(self);
    const size_t mask = queue_mask(self);
    const size_t end = self->first_ + count;
    BytesQueueSegment_ *const last = &ring[(end - 1) & mask];
    if (last->view.storage != added.storage || added.storage == NULL) {
        return push_last(self, view);
    }
    /* The queue holds this storage already. */
    if (last->view.data + last->view.len == added.data) {
        return push_adjacent(self, view);
    }
    if (count > mask) {
        return push_last(self, view);
    }
    self->end_ += added.len;
    ring[end & mask] = (BytesQueueSegment_){added, self->end_, false};
    self->count_ = count + 1;
    self->len += added.len;
    *view = bytes_detached_(NULL);
    return 0;
}

size_t bytes_queue_retained(const BytesQueue *self)
{
    size_t out = self->retained_;
    if (self->tail_.storage != NULL && !queue_is_in_last_two(self, self->tail_.storage)) {
        out += storage_retained(self->tail_.storage);
    }
    if (self->next_.storage != NULL) {
        out += storage_retained(self->next_.storage);
    }
    if (self->ring_ != NULL) {
        out += (self->mask_ + 1) * sizeof(*self->ring_);
    }
    return out;
}

int bytes_queue_push_front(BytesQueue *self, Bytes *view)
{
    if (view->len == 0) {
        bytes_drop(view);
        return 0;
    }
    if (view->len > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    const int error = queue_reserve_entries(self, 1);
    if (error != 0) {
        return error;
    }
    queue_add_first(self, *view, false);
    *view = bytes_detached_(NULL);
    return 0;
}

Bytes bytes_queue_pop_front(BytesQueue *self)
{
    return self->count_ != 0 ? queue_hand_out(queue_take_first(self))
                             : BYTES_ISOLATED_(queue_split_tail(self, self->tail_.len));
}

Bytes bytes_queue_pop_back(BytesQueue *self)
{
    return self->tail_.len != 0 || self->count_ == 0 ? BYTES_ISOLATED_(queue_split_tail(self, self->tail_.len))
                                                     : queue_hand_out(queue_take_last(self));
}

/* Append where `self` has fewer segments: put these in front of the other's, and exchange the rings. */
static int append_longer(BytesQueue *self, BytesQueue *other)
{
    const int error = queue_reserve_entries(other, bytes_queue_pieces(self) + (other->tail_.len != 0));
    if (error != 0) {
        return error;
    }
    queue_freeze_tail(other);
    if (self->tail_.len != 0) {
        const Bytes view = queue_split_tail(self, self->tail_.len);
        queue_add_first(other, view, true);
    }
    while (self->count_ != 0) {
        const BytesQueueSegment_ segment = queue_take_last(self);
        queue_add_first(other, segment.view, segment.own);
    }
    queue_exchange_rings(self, other);
    self->len = other->len;
    other->len = 0;
    return 0;
}

int bytes_queue_append(BytesQueue *self, BytesQueue *other)
{
    if (self == other) {
        bytes_abort_misuse_("bytes_queue_append", "a queue cannot be appended to itself");
    }
    if (other->len == 0) {
        return 0;
    }
    if (other->len > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    /* Rings can be exchanged only where each returns to the allocator that it came from. */
    if (other->count_ > bytes_queue_pieces(self) && other->ring_ != NULL && self->allocator_ == other->allocator_) {
        return append_longer(self, other);
    }
    const int error = queue_reserve_entries(self, bytes_queue_pieces(other) + (self->tail_.len != 0));
    if (error != 0) {
        return error;
    }
    queue_freeze_tail(self);
    while (other->count_ != 0) {
        const BytesQueueSegment_ segment = queue_take_first(other);
        queue_add_last(self, segment.view, segment.own);
    }
    if (other->tail_.len != 0) {
        const Bytes view = queue_split_tail(other, other->tail_.len);
        queue_add_last(self, view, true);
    }
    return 0;
}

/* bytes_split_to() and bytes_split_off() that leave both sides in one storage. A cut is inside a segment. */
static inline Bytes split_segment_to(Bytes *view, size_t at)
{
#if BYTES_ISOLATE
    Bytes out = *view;
    out.len = at;
    if (out.storage != NULL) {
        out.weight = bytes_split_weight_(view->storage, &view->weight);
        BYTES_BORN_(&out);
    }
    view->data += at;
    view->len -= at;
    return out;
#else
    return bytes_split_to(view, at);
#endif
}

static inline Bytes split_segment_off(Bytes *view, size_t at)
{
#if BYTES_ISOLATE
    const Bytes front = split_segment_to(view, at);
    const Bytes out = *view;
    *view = front;
    return out;
#else
    return bytes_split_off(view, at);
#endif
}

/* Split where the front has fewer segments: move these out. */
static int split_front(BytesQueue *self, QueueCursor cut, BytesQueue *front)
{
    const int error = queue_reserve_entries(front, cut.index + (cut.within != 0));
    if (error != 0) {
        return error;
    }
    front->end_ = queue_begin(self);
    for (size_t i = 0; i < cut.index; i++) {
        const BytesQueueSegment_ segment = queue_take_first(self);
        queue_add_last(front, segment.view, segment.own);
    }
    if (cut.within == 0) {
        return 0;
    }
    if (self->count_ == 0) {
        queue_add_last(front, queue_split_tail(self, cut.within), true);
    } else {
        BytesQueueSegment_ *const segment = queue_at(self, 0);
        queue_add_last(front, split_segment_to(&segment->view, cut.within), segment->own);
        self->len -= cut.within;
    }
    return 0;
}

/* The part of the last segment from an offset on becomes the first segment of another queue. */
static void move_rear_of_last(BytesQueue *self, size_t at, BytesQueue *to)
{
    BytesQueueSegment_ *const last = queue_at(self, self->count_ - 1);
    const Bytes rear = split_segment_off(&last->view, at);
    last->end -= rear.len;
    self->end_ -= rear.len;
    self->len -= rear.len;
    queue_add_first(to, rear, last->own);
}

/* Split where the back has fewer: move those out, and exchange the rings. A cut through the tail needs an entry for the
 * front of it. */
static int split_back(BytesQueue *self, QueueCursor cut, BytesQueue *front)
{
    const size_t len = self->len;
    const bool cuts_tail = cut.index == self->count_ && cut.within != 0;
    int error = queue_reserve_entries(self, cuts_tail);
    if (error != 0) {
        return error;
    }
    error = queue_reserve_entries(front, self->count_ - cut.index);
    if (error != 0) {
        return error;
    }
    if (cuts_tail) {
        queue_freeze_front_of_tail(self, cut.within);
        front->end_ = self->end_;
    } else {
        front->end_ = self->end_;
        while (self->count_ > cut.index + (cut.within != 0)) {
            const BytesQueueSegment_ segment = queue_take_last(self);
            queue_add_first(front, segment.view, segment.own);
        }
        if (cut.within != 0) {
            move_rear_of_last(self, cut.within, front);
        }
    }
    queue_exchange_rings(self, front);
    self->len = front->len + self->tail_.len;
    front->len = len - self->len;
    return 0;
}

int bytes_queue_try_split_to(BytesQueue *self, size_t at, BytesQueue *out)
{
    if (at > self->len) {
        return BYTES_ERANGE;
    }
    BytesQueue front = empty_like(self);
    const QueueCursor cut = queue_locate(self, at);
    const bool front_is_shorter = cut.index + (cut.within != 0) <= self->count_ - cut.index;
    const int error = front_is_shorter ? split_front(self, cut, &front) : split_back(self, cut, &front);
    if (error != 0) {
        return error;
    }
    *out = front;
    return 0;
}

int bytes_queue_split_to(BytesQueue *self, size_t at, BytesQueue *out)
{
    const int error = bytes_queue_try_split_to(self, at, out);
    if (error == BYTES_ERANGE) {
        bytes_abort_range_("bytes_queue_split_to", 0, at, self->len);
    }
    return error;
}
