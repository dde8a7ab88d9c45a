/* SPDX-License-Identifier: MIT */
/* The ring of segments: what goes in and comes out whole. */
#include <bytes/queue.h>

#include "queue.h"
#include "storage_internal.h"

_Static_assert((BYTES_QUEUE_PLACES_ & (BYTES_QUEUE_PLACES_ - 1)) == 0, "an index is wrapped by a mask");

static void release_ring(BytesQueue *self)
{
    if (self->ring_ != NULL) {
        allocator_deallocate(self->allocator_, self->ring_, (self->mask_ + 1) * sizeof(*self->ring_));
        self->ring_ = NULL;
    }
    self->mask_ = 0;
    self->first_ = 0;
}

int queue_ensure_places(BytesQueue *self, size_t count)
{
    size_t places = queue_mask(self) + 1;
    BytesQueueSegment_ *ring;
    if (BYTES_LIKELY(count <= places - self->count_)) {
        return 0;
    }
    while (places - self->count_ < count) {
        if (places > STORAGE_SIZE_MAX / sizeof(*ring) / 2) {
            return BYTES_EOVERFLOW;
        }
        places *= 2;
    }
    /* Cast: an allocator's blocks are aligned for any type. */
    ring = (BytesQueueSegment_ *)allocator_allocate(self->allocator_, places * sizeof(*ring));
    if (ring == NULL) {
        return BYTES_ENOMEM;
    }
    for (size_t i = 0; i < self->count_; i++) {
        ring[i] = *queue_at(self, i);
    }
    release_ring(self);
    self->ring_ = ring;
    self->mask_ = places - 1;
    return 0;
}

/* Let two queues of one allocator exchange their segments. */
static void exchange_rings(BytesQueue *a, BytesQueue *b)
{
    const BytesQueue old = *a;
    a->ring_ = b->ring_;
    a->mask_ = b->mask_;
    a->first_ = b->first_;
    a->count_ = b->count_;
    memcpy(a->places_, b->places_, sizeof(a->places_));
    b->ring_ = old.ring_;
    b->mask_ = old.mask_;
    b->first_ = old.first_;
    b->count_ = old.count_;
    memcpy(b->places_, old.places_, sizeof(b->places_));
}

static BytesQueue alike(const BytesQueue *self)
{
    BytesQueue out = BYTES_QUEUE_EMPTY;
    out.pack_below = self->pack_below;
    out.low = self->low;
    out.high = self->high;
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
    const BytesQueue rest = alike(self);
    const BytesQueue out = *self;
    *self = rest;
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
    if (self->ring_ != NULL && self->count_ <= BYTES_QUEUE_PLACES_) {
        for (size_t i = 0; i < self->count_; i++) {
            self->places_[i] = *queue_at(self, i);
        }
        release_ring(self);
    }
    if (self->tail_.len == 0) {
        bytes_mut_drop(&self->tail_);
    }
    bytes_mut_drop(&self->next_);
}

int bytes_queue_push_back(BytesQueue *self, Bytes *view)
{
    int error;
    if (view->len > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    if (view->len < self->pack_below || view->len == 0) {
        error = bytes_queue_put(self, view->data, view->len);
        if (error == 0) {
            storage_copied(self->allocator_, view->len);
            bytes_drop(view);
        }
        return error;
    }
    error = queue_ensure_places(self, (self->tail_.len != 0) + (size_t)1);
    if (error == 0) {
        queue_freeze_tail(self);
        queue_add_last(self, *view, false);
        *view = bytes_detached_(NULL);
    }
    return error;
}

int bytes_queue_push_front(BytesQueue *self, Bytes *view)
{
    int error;
    if (view->len == 0) {
        bytes_drop(view);
        return 0;
    }
    if (view->len > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    error = queue_ensure_places(self, 1);
    if (error == 0) {
        queue_add_first(self, *view, false);
        *view = bytes_detached_(NULL);
    }
    return error;
}

Bytes bytes_queue_pop_front(BytesQueue *self)
{
    return self->count_ != 0 ? queue_take_first(self).view : queue_cut_tail(self, self->tail_.len);
}

Bytes bytes_queue_pop_back(BytesQueue *self)
{
    return self->tail_.len != 0 || self->count_ == 0 ? queue_cut_tail(self, self->tail_.len)
                                                     : queue_take_last(self).view;
}

/* Drop a segment: hand its weight to another handle of its storage, so that as few atomics as possible are needed, and
 * so that the tail is the only owner of its block as soon as it can be. */
static void let_go(BytesQueue *self, Bytes *pending, Bytes gone)
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
        let_go(self, &pending, gone);
    }
    if (self->count_ != 0) {
        bytes_advance(&queue_at(self, 0)->view, count);
    } else {
        bytes_mut_advance(&self->tail_, count);
    }
    self->len -= count;
    bytes_drop(&pending);
}

int bytes_queue_append(BytesQueue *self, BytesQueue *other)
{
    int error;
    if (self == other) {
        bytes_abort_misuse_("bytes_queue_append", "a queue cannot be appended to itself");
    }
    if (other->len == 0) {
        return 0;
    }
    if (other->len > SIZE_MAX - self->len) {
        return BYTES_EOVERFLOW;
    }
    /* Rings can be exchanged only where each is given back to the allocator that it came from. */
    if (other->count_ > bytes_queue_pieces(self) && other->ring_ != NULL && self->allocator_ == other->allocator_) {
        error = queue_ensure_places(other, bytes_queue_pieces(self) + (other->tail_.len != 0));
        if (error != 0) {
            return error;
        }
        queue_freeze_tail(other);
        if (self->tail_.len != 0) {
            const Bytes view = queue_cut_tail(self, self->tail_.len);
            queue_add_first(other, view, true);
        }
        while (self->count_ != 0) {
            const BytesQueueSegment_ segment = queue_take_last(self);
            queue_add_first(other, segment.view, segment.own);
        }
        exchange_rings(self, other);
        self->len = other->len;
        other->len = 0;
        return 0;
    }
    error = queue_ensure_places(self, bytes_queue_pieces(other) + (self->tail_.len != 0));
    if (error != 0) {
        return error;
    }
    queue_freeze_tail(self);
    while (other->count_ != 0) {
        const BytesQueueSegment_ segment = queue_take_first(other);
        queue_add_last(self, segment.view, segment.own);
    }
    if (other->tail_.len != 0) {
        const Bytes view = queue_cut_tail(other, other->tail_.len);
        queue_add_last(self, view, true);
    }
    return 0;
}

/* The first `count` bytes of the piece at the cut. */
static BytesQueueSegment_ cut_piece(BytesQueue *self, QueuePlace cut)
{
    BytesQueueSegment_ out;
    if (cut.index < self->count_) {
        BytesQueueSegment_ *const segment = queue_at(self, cut.index);
        out.view = bytes_split_to(&segment->view, cut.within);
        out.own = segment->own;
        self->len -= cut.within;
    } else {
        out.view = queue_cut_tail(self, cut.within);
        out.own = true;
    }
    return out;
}

int bytes_queue_try_split_to(BytesQueue *self, size_t at, BytesQueue *out)
{
    BytesQueue other = alike(self);
    QueuePlace cut;
    size_t front;
    size_t back;
    int error;
    if (at > self->len) {
        return BYTES_ERANGE;
    }
    cut = queue_locate(self, at);
    front = cut.index + (cut.within != 0);
    back = self->count_ - cut.index;
    if (front <= back) {
        error = queue_ensure_places(&other, front);
        if (error != 0) {
            return error;
        }
        for (size_t i = 0; i < cut.index; i++) {
            const BytesQueueSegment_ segment = queue_take_first(self);
            queue_add_last(&other, segment.view, segment.own);
        }
        if (cut.within != 0) {
            const BytesQueueSegment_ segment = cut_piece(self, (QueuePlace){0, cut.within});
            queue_add_last(&other, segment.view, segment.own);
        }
        *out = other;
        return 0;
    }
    /* The back is shorter: move that, and exchange the rings. A cut through a segment leaves a place for its front
     * where it was; one through the tail needs another. */
    error = queue_ensure_places(self, back == 0 && cut.within != 0);
    error = error != 0 ? error : queue_ensure_places(&other, back);
    if (error != 0) {
        return error;
    }
    {
        const size_t rest = self->len - at;
        BytesQueueSegment_ piece = {BYTES_EMPTY, false};
        if (cut.within != 0) {
            piece = cut_piece(self, cut);
        }
        while (self->count_ > cut.index) {
            const BytesQueueSegment_ segment = queue_take_last(self);
            queue_add_first(&other, segment.view, segment.own);
        }
        if (cut.within != 0) {
            queue_add_last(self, piece.view, piece.own);
        }
        exchange_rings(self, &other);
        self->len = rest;
        other.len = at;
    }
    *out = other;
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

/* Are the first `count` bytes neighbours in one storage? They are not all in the first segment. */
static bool are_neighbours(BytesQueue *self, size_t count)
{
    const Bytes *const first = &queue_at(self, 0)->view;
    size_t covered = first->len;
    for (size_t i = 1; covered < count; i++) {
        const BytesStorage *const storage = i < self->count_ ? queue_at(self, i)->view.storage : self->tail_.storage;
        const BytesSpan piece = queue_piece(self, i);
        if (storage == NULL || storage != first->storage || piece.data != first->data + covered) {
            return false;
        }
        covered += piece.len;
    }
    return true;
}

static int join(BytesQueue *self, size_t count)
{
    BytesQueueSegment_ joined = queue_take_first(self);
    int error = 0;
    while (joined.view.len < count && error == 0) {
        BytesQueueSegment_ next = {BYTES_EMPTY, true};
        if (self->count_ != 0) {
            next = queue_take_first(self);
        } else {
            next.view = queue_cut_tail(self, count - joined.view.len);
        }
        error = bytes_try_unsplit(&joined.view, &next.view); /* 0: they are neighbours */
        joined.own = joined.own && next.own;
    }
    queue_add_first(self, joined.view, joined.own);
    return error;
}

int bytes_queue_try_coalesce(BytesQueue *self, size_t count)
{
    BytesMut flat;
    int error;
    if (count > self->len) {
        return BYTES_ERANGE;
    }
    if (count <= bytes_queue_front(self).len) {
        return 0;
    }
    if (are_neighbours(self, count)) {
        return join(self, count);
    }
    error = bytes_mut_with_capacity_in(self->allocator_, count, &flat);
    if (error != 0) {
        return error;
    }
    queue_copy(self, (QueuePlace){0, 0}, count, flat.data);
    storage_copied(self->allocator_, count);
    flat.len = count;
    bytes_queue_advance(self, count);
    /* There is a place: at least the first segment has gone. */
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
        *out = queue_cut_tail(self, at);
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
