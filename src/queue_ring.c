/* SPDX-License-Identifier: MIT */
#include "queue_ring.h"

#include <assert.h>

#include "sizes.h"

static_assert((BYTES_QUEUE_ENTRIES_ & (BYTES_QUEUE_ENTRIES_ - 1)) == 0, "a mask wraps an index");

QueueCursor queue_locate(const BytesQueue *self, size_t offset)
{
    if (offset <= self->len / 2) {
        return queue_skip(self, (QueueCursor){0, 0}, offset);
    }
    QueueCursor out = {self->count_, 0};
    size_t begin = self->len - self->tail_.len;
    while (offset < begin) {
        out.index--;
        begin -= queue_piece(self, out.index).len;
    }
    out.within = offset - begin;
    return out;
}

QueueCursor queue_skip(const BytesQueue *self, QueueCursor cursor, size_t count)
{
    cursor.within += count;
    while (cursor.index < self->count_ && cursor.within >= queue_piece(self, cursor.index).len) {
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
    to->retained_ = from->retained_;
    memcpy(to->entries_, from->entries_, sizeof(to->entries_));
}

void queue_exchange_rings(BytesQueue *a, BytesQueue *b)
{
    const BytesQueue old = *a;
    copy_ring(a, b);
    copy_ring(b, &old);
}
