/* SPDX-License-Identifier: MIT */
#include "queue_ring.h"

#include <assert.h>

#include "sizes.h"

static_assert((BYTES_QUEUE_ENTRIES_ & (BYTES_QUEUE_ENTRIES_ - 1)) == 0, "a mask wraps an index");

/* Below this number of segments a walk is faster than bisection. */
enum { FEW = 8 };

QueueCursor queue_locate(const BytesQueue *self, size_t offset)
{
    const size_t tail = self->len - self->tail_.len;
    if (offset >= tail) {
        return (QueueCursor){self->count_, offset - tail};
    }
    if (self->count_ <= FEW || offset < bytes_queue_front(self).len) {
        return queue_skip(self, (QueueCursor){0, 0}, offset);
    }
    const BytesQueueSegment_ *const ring = self->ring_; /* the queue's own entries are fewer */
    const size_t begin = queue_begin(self);
    size_t low = 1;
    size_t high = self->count_ - 1;
    /* The first segment whose end is behind the offset. */
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        COUNT(visits, 1);
        if (ring[(self->first_ + middle) & self->mask_].end - begin > offset) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    const BytesQueueSegment_ *const found = &ring[(self->first_ + low) & self->mask_];
    return (QueueCursor){low, offset - (found->end - found->view.len - begin)};
}

QueueCursor queue_skip(const BytesQueue *self, QueueCursor cursor, size_t count)
{
    cursor.within += count;
    while (cursor.index < self->count_ && cursor.within >= queue_piece(self, cursor.index).len) {
        COUNT(visits, 1);
        cursor.within -= queue_piece(self, cursor.index).len;
        cursor.index++;
    }
    return cursor;
}

void queue_abort_range(const char *function, const BytesQueue *self, size_t offset, size_t count)
{
    const size_t end = count > SIZE_MAX - offset ? SIZE_MAX : offset + count;
    bytes_abort_range_(function, offset, end, self->len);
}

void queue_copy(const BytesQueue *self, QueueCursor from, size_t count, uint8_t *out)
{
    while (count != 0) {
        const BytesSpan piece = queue_rest(self, from);
        const size_t part = size_min(piece.len, count);
        memcpy(out, piece.data, part);
        out += part;
        count -= part;
        from = (QueueCursor){from.index + 1, 0};
    }
}

int queue_grow_ring(BytesQueue *self, size_t count)
{
    size_t capacity = queue_mask(self) + 1;
    while (capacity - self->count_ < count) {
        if (capacity > STORAGE_SIZE_MAX / sizeof(BytesQueueSegment_) / 2) {
            return BYTES_EOVERFLOW;
        }
        capacity *= 2;
    }
    BytesQueueSegment_ *const ring = allocator_allocate(self->allocator_, capacity * sizeof(*ring));
    if (ring == NULL) {
        return BYTES_ENOMEM;
    }
    for (size_t i = 0; i < self->count_; i++) {
        ring[i] = *queue_at(self, i);
    }
    queue_release_ring(self);
    self->ring_ = ring;
    self->mask_ = capacity - 1;
    return 0;
}

void queue_release_ring(BytesQueue *self)
{
    if (self->ring_ != NULL) {
        allocator_deallocate(self->allocator_, self->ring_, (self->mask_ + 1) * sizeof(*self->ring_));
        self->ring_ = NULL;
    }
    self->mask_ = 0;
    self->first_ = 0;
}

static void copy_ring(BytesQueue *to, const BytesQueue *from)
{
    to->ring_ = from->ring_;
    to->mask_ = from->mask_;
    to->first_ = from->first_;
    to->count_ = from->count_;
    to->end_ = from->end_;
    to->retained_ = from->retained_;
    memcpy(to->entries_, from->entries_, sizeof(to->entries_));
}

void queue_exchange_rings(BytesQueue *a, BytesQueue *b)
{
    const BytesQueue old = *a;
    copy_ring(a, b);
    copy_ring(b, &old);
}
