/* SPDX-License-Identifier: MIT */
#include "allocator.h"

#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#include <malloc.h>
#endif

#ifdef BYTES_COUNTING
BytesCounts *bytes_counts(void)
{
    static _Thread_local BytesCounts counts;
    return &counts;
}
#endif

static void *malloc_allocate(BytesAllocator *self, size_t size)
{
    (void)self;
    return malloc(size);
}

static void *malloc_reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    (void)self;
    (void)old_size;
    return realloc(block, new_size);
}

static void malloc_deallocate(BytesAllocator *self, void *block, size_t size)
{
    (void)self;
    (void)size;
    free(block);
}

/*
 * What malloc really uses. The common allocators keep one word in front of a block and round to two, and give large
 * blocks whole pages with two words in front. Where one does otherwise, a guess costs a few bytes and is never wrong.
 */
static size_t malloc_good_size(BytesAllocator *self, size_t size)
{
    const size_t word = sizeof(size_t);
    const size_t page = 4096;
    (void)self;
    if (size > SIZE_MAX / 2) {
        return size;
    }
    if (size >= 32 * page) {
        return ((size + 2 * word + page - 1) & ~(page - 1)) - 2 * word;
    }
    return ((size + word + 15) & ~(size_t)15) - word;
}

BytesAllocator *bytes_malloc_allocator(void)
{
    /* Not const, because a wrapper calls it through the same type as any other; nothing writes it. */
    static BytesAllocator allocator = {
        malloc_allocate, malloc_reallocate, malloc_deallocate, malloc_good_size, NULL, 0,
    };
    return &allocator;
}

static void *aligned_allocate(BytesAllocator *self, size_t size)
{
#ifdef _WIN32
    return _aligned_malloc(size, self->alignment);
#else
    /* C11 asks for a multiple of the alignment. Cannot overflow: no block is above PTRDIFF_MAX, no alignment above
     * 2^30. */
    return aligned_alloc(self->alignment, (size + self->alignment - 1) & ~(self->alignment - 1));
#endif
}

static void aligned_deallocate(BytesAllocator *self, void *block, size_t size)
{
    (void)self;
    (void)size;
#ifdef _WIN32
    _aligned_free(block);
#else
    free(block);
#endif
}

static size_t aligned_good_size(BytesAllocator *self, size_t size)
{
    return (size + self->alignment - 1) & ~(self->alignment - 1);
}

int bytes_aligned_allocator(size_t alignment, BytesAllocator *out)
{
    BytesAllocator allocator = {aligned_allocate, NULL, aligned_deallocate, aligned_good_size, NULL, 0};
    if (alignment == 0 || (alignment & (alignment - 1)) != 0 || alignment > (size_t)1 << 30) {
        return BYTES_EINVAL;
    }
    /* The header needs that of max_align_t, and more is never wrong. */
    allocator.alignment = alignment < BYTES_HEADER_SIZE ? BYTES_HEADER_SIZE : alignment;
    *out = allocator;
    return 0;
}

void *allocator_allocate(BytesAllocator *allocator, size_t size)
{
    COUNT(allocations, 1);
    return allocator == NULL ? malloc(size) : allocator->allocate(allocator, size);
}

void *allocator_reallocate(BytesAllocator *allocator, void *block, size_t old_size, size_t new_size)
{
    COUNT(allocations, 1);
    return allocator == NULL ? realloc(block, new_size) : allocator->reallocate(allocator, block, old_size, new_size);
}

void allocator_deallocate(BytesAllocator *allocator, void *block, size_t size)
{
    COUNT(deallocations, 1);
    if (allocator == NULL) {
        free(block);
    } else {
        allocator->deallocate(allocator, block, size);
    }
}

size_t allocator_good_size(BytesAllocator *allocator, size_t size)
{
    size_t good;
    if (allocator == NULL) {
        return malloc_good_size(NULL, size);
    }
    good = allocator->good_size != NULL ? allocator->good_size(allocator, size) : size;
    return good < size ? size : good; /* an allocator that rounds down is wrong, but must not corrupt */
}
