/* SPDX-License-Identifier: MIT */
#include "counter.h"

/* The allocator is the counter's first member. */
static HttpCounter *counter_of(BytesAllocator *self)
{
    return (HttpCounter *)(void *)self;
}

static void *counter_allocate(BytesAllocator *self, size_t size)
{
    BytesAllocator *wrapped = bytes_malloc_allocator();

    counter_of(self)->allocations++;
    return wrapped->allocate(wrapped, size);
}

static void *counter_reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    BytesAllocator *wrapped = bytes_malloc_allocator();

    counter_of(self)->allocations++;
    return wrapped->reallocate(wrapped, block, old_size, new_size);
}

static void counter_deallocate(BytesAllocator *self, void *block, size_t size)
{
    BytesAllocator *wrapped = bytes_malloc_allocator();

    (void)self;
    wrapped->deallocate(wrapped, block, size);
}

static size_t counter_good_size(BytesAllocator *self, size_t size)
{
    BytesAllocator *wrapped = bytes_malloc_allocator();

    (void)self;
    return wrapped->good_size(wrapped, size);
}

static void counter_copied(BytesAllocator *self, size_t count)
{
    counter_of(self)->copied += count;
}

void http_counter_init(HttpCounter *counter)
{
    const HttpCounter fresh = {
        .allocator =
            {
                .allocate = counter_allocate,
                .reallocate = counter_reallocate,
                .deallocate = counter_deallocate,
                .good_size = counter_good_size,
                .copied = counter_copied,
                .alignment = bytes_malloc_allocator()->alignment,
            },
    };

    *counter = fresh;
}
