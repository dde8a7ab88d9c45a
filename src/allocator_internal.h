/* SPDX-License-Identifier: MIT */
/* How the library calls an allocator, NULL (malloc) included. */
#ifndef BYTES_SRC_ALLOCATOR_INTERNAL_H
#define BYTES_SRC_ALLOCATOR_INTERNAL_H

#include <stdlib.h>

#include <bytes/allocator.h>

#include "compiler.h"
#include "guard.h"
#include "sizes.h"

#if BYTES_ISOLATE
#define MALLOC(size) guard_allocate(size)
#define REALLOC(block, old_size, new_size) guard_reallocate(block, old_size, new_size)
#define FREE(block, size) guard_deallocate(block, size)
#else
#define MALLOC(size) malloc(size)
#define REALLOC(block, old_size, new_size) realloc(block, new_size)
#define FREE(block, size) free(block)
#endif

/*
 * What malloc really uses for a block. Common ones keep one word in front of it and round to two, and give large blocks
 * whole pages with two words in front. A malloc that differs costs a few bytes of each block, nothing else.
 */
static inline size_t allocator_malloc_size(size_t size)
{
    const size_t word = sizeof(size_t);
    const size_t page = 4096;
    if (size < 32 * page) {
        return size_round_up(size + word, 16) - word;
    }
    return size > SIZE_MAX / 2 ? size : size_round_up(size + 2 * word, page) - 2 * word;
}

static inline size_t allocator_good_size(BytesAllocator *allocator, size_t size)
{
    if (allocator == NULL) {
        return allocator_malloc_size(size);
    }
    if (allocator->good_size == NULL) {
        return size;
    }
    return size_max(allocator->good_size(allocator, size), size); /* rounding down is a bug, but must not corrupt */
}

static inline void *allocator_allocate(BytesAllocator *allocator, size_t size)
{
    COUNT(allocations, 1);
    return allocator == NULL ? MALLOC(size) : allocator->allocate(allocator, size);
}

static inline void *allocator_reallocate(BytesAllocator *allocator, void *block, size_t old_size, size_t new_size)
{
    COUNT(allocations, 1);
    return allocator == NULL ? REALLOC(block, old_size, new_size)
                             : allocator->reallocate(allocator, block, old_size, new_size);
}

static inline void allocator_deallocate(BytesAllocator *allocator, void *block, size_t size)
{
    COUNT(deallocations, 1);
    if (allocator == NULL) {
        FREE(block, size);
    } else {
        allocator->deallocate(allocator, block, size);
    }
}

static inline bool allocator_can_reallocate(const BytesAllocator *allocator)
{
    return allocator == NULL || allocator->reallocate != NULL;
}

#endif
