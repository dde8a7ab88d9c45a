/* SPDX-License-Identifier: MIT */
#include "allocator_internal.h"

#include <stdlib.h>
#ifdef _WIN32
#include <malloc.h>
#endif

#include "sizes.h"

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
    /* Not const because the functions take it so; nothing writes it. */
    static BytesAllocator allocator = {
        .allocate = malloc_allocate,
        .reallocate = malloc_reallocate,
        .deallocate = malloc_deallocate,
        .good_size = malloc_good_size,
    };
    return &allocator;
}

static void *aligned_allocate(BytesAllocator *self, size_t size)
{
#ifdef _WIN32
    return _aligned_malloc(size, self->alignment);
#else
    return aligned_alloc(self->alignment, size_round_up(size, self->alignment)); /* C11 wants a multiple */
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
    return size_round_up(size, self->alignment);
}

int bytes_aligned_allocator(size_t alignment, BytesAllocator *out)
{
    if (alignment == 0 || (alignment & (alignment - 1)) != 0 || alignment > (size_t)1 << 30) {
        return BYTES_EINVAL;
    }
    *out = (BytesAllocator){
        .allocate = aligned_allocate,
        .deallocate = aligned_deallocate,
        .good_size = aligned_good_size,
        .alignment = size_max(alignment, BYTES_HEADER_SIZE), /* the header's own needs no less */
    };
    return 0;
}
