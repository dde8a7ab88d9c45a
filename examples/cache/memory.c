/* SPDX-License-Identifier: MIT */
#include "memory.h"

size_t memory_size_of(size_t size)
{
    enum { WORD = sizeof(size_t), MULTIPLE = 2 * WORD, SMALLEST = 4 * WORD }; /* as glibc does on 64-bit machines */
    const size_t block = (size + WORD + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    return block < SMALLEST ? SMALLEST : block;
}

static void add(Memory *self, size_t size)
{
    self->held += memory_size_of(size);
    if (self->held > self->peak) {
        self->peak = self->held;
    }
}

static void *allocate(BytesAllocator *base, size_t size)
{
    Memory *const self = (Memory *)base; /* its first member */
    void *const block = self->inner->allocate(self->inner, size);
    if (block != NULL) {
        add(self, size);
    }
    return block;
}

static void *reallocate(BytesAllocator *base, void *block, size_t old_size, size_t new_size)
{
    Memory *const self = (Memory *)base; /* its first member */
    void *const moved = self->inner->reallocate(self->inner, block, old_size, new_size);
    if (moved != NULL) {
        self->held -= memory_size_of(old_size);
        add(self, new_size);
    }
    return moved;
}

static void deallocate(BytesAllocator *base, void *block, size_t size)
{
    Memory *const self = (Memory *)base; /* its first member */
    self->held -= memory_size_of(size);
    self->inner->deallocate(self->inner, block, size);
}

static size_t good_size(BytesAllocator *base, size_t size)
{
    (void)base;
    return memory_size_of(size) - sizeof(size_t);
}

static void copied(BytesAllocator *base, size_t count)
{
    Memory *const self = (Memory *)base; /* its first member */
    self->copied += count;
}

void memory_init(BytesAllocator *inner, Memory *out)
{
    *out = (Memory){.inner = inner != NULL ? inner : bytes_malloc_allocator()};
    out->base = (BytesAllocator){.allocate = allocate,
                                 .reallocate = out->inner->reallocate != NULL ? reallocate : NULL,
                                 .deallocate = deallocate,
                                 .good_size = good_size,
                                 .copied = copied};
}
