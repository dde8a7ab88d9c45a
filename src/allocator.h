/* SPDX-License-Identifier: MIT */
/*
 * How the rest of the library calls an allocator, NULL (malloc) included; and, in the test build that counts, where the
 * counting is done.
 */
#ifndef BYTES_SRC_ALLOCATOR_H
#define BYTES_SRC_ALLOCATOR_H

#include <bytes/allocator.h>

void *allocator_allocate(BytesAllocator *allocator, size_t size);
void *allocator_reallocate(BytesAllocator *allocator, void *block, size_t old_size, size_t new_size);
void allocator_deallocate(BytesAllocator *allocator, void *block, size_t size);
size_t allocator_good_size(BytesAllocator *allocator, size_t size);

static inline bool allocator_can_reallocate(const BytesAllocator *allocator)
{
    return allocator == NULL || allocator->reallocate != NULL;
}

#ifdef BYTES_COUNTING
#include "counting.h"
#define COUNT(what, n) ((void)(bytes_counts()->what += (n)))
#else
#define COUNT(what, n) ((void)0)
#endif

#endif
