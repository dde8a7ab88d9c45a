/* SPDX-License-Identifier: MIT */
#include "allocator_internal.h"

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

static size_t malloc_good_size(BytesAllocator *self, size_t size)
{
    (void)self;
    return allocator_malloc_size(size);
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
