/* SPDX-License-Identifier: MIT */
/* The hash of bytes in several segments, which is left out of a library that is built with -Dhash=disabled. */
#include <bytes/queue.h>

#include "compiler.h"
#include "queue_ring.h"

static NOT_INLINE uint64_t hash_behind_front(const BytesQueue *self, size_t offset, size_t count, uint64_t seed)
{
    QueueCursor cursor = queue_locate(self, offset);
    BytesSpan piece = queue_rest(self, cursor);
    if (count <= piece.len) {
        return bytes_span_hash(bytes_span_of(piece.data, count), seed);
    }
    BytesHasher hasher;
    bytes_hasher_init(seed, &hasher);
    while (count > piece.len) {
        bytes_hasher_add(&hasher, piece);
        count -= piece.len;
        cursor = (QueueCursor){cursor.index + 1, 0};
        piece = queue_rest(self, cursor);
    }
    bytes_hasher_add(&hasher, bytes_span_of(piece.data, count));
    return bytes_hasher_end(&hasher);
}

/* Hash a range that is inside the queue. */
static uint64_t hash(const BytesQueue *self, size_t offset, size_t count, uint64_t seed)
{
    const BytesSpan front = bytes_queue_front(self);
    if (offset < front.len && count <= front.len - offset) {
        return bytes_span_hash(bytes_span_of(front.data + offset, count), seed);
    }
    return hash_behind_front(self, offset, count, seed);
}

uint64_t bytes_queue_hash(const BytesQueue *self, size_t offset, size_t count, uint64_t seed)
{
    if (offset > self->len || count > self->len - offset) {
        queue_abort_range("bytes_queue_hash", self, offset, count);
    }
    return hash(self, offset, count, seed);
}

int bytes_queue_try_hash(const BytesQueue *self, size_t offset, size_t count, uint64_t seed, uint64_t *out)
{
    if (offset > self->len || count > self->len - offset) {
        return BYTES_ERANGE;
    }
    *out = hash(self, offset, count, seed);
    return 0;
}
