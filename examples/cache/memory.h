/* SPDX-License-Identifier: MIT */
/*
 * The allocator of everything that the cache holds: read blocks, values, entries, the table, queued responses. What is
 * pinned by a view is a live block here, so `held` is the memory that is really held, and not the bytes shown.
 */
#ifndef CACHE_MEMORY_H
#define CACHE_MEMORY_H

#include <bytes/bytes.h>

typedef struct Memory {
    BytesAllocator base; /* first, so that an allocator is its memory */
    BytesAllocator *inner;
    size_t held;   /* of live blocks, with what malloc() adds */
    size_t peak;   /* the most that it was */
    size_t copied; /* bytes that the library copied */
} Memory;

/* Take memory from @p inner; NULL: malloc. For one thread. */
void memory_init(BytesAllocator *inner, Memory *out);

/* What a block of this size takes. */
size_t memory_size_of(size_t size);

static inline void *memory_allocate(Memory *self, size_t size)
{
    return self->base.allocate(&self->base, size);
}

static inline void memory_free(Memory *self, void *block, size_t size)
{
    self->base.deallocate(&self->base, block, size);
}

#endif
