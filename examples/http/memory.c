/* SPDX-License-Identifier: MIT */
#include "memory.h"

static HttpMemory *memory_of(BytesAllocator *self)
{
    return (HttpMemory *)self; /* its first member */
}

static void *allocate(BytesAllocator *self, size_t size)
{
    HttpMemory *memory = memory_of(self);
    void *block = memory->inner->allocate(memory->inner, size);

    memory->allocations++;
    if (block != NULL) {
        memory->blocks++;
        memory->bytes += size;
    }
    return block;
}

static void *reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    HttpMemory *memory = memory_of(self);
    void *moved = memory->inner->reallocate(memory->inner, block, old_size, new_size);

    memory->allocations++;
    if (moved != NULL) {
        memory->bytes = memory->bytes - old_size + new_size;
    }
    return moved;
}

static void deallocate(BytesAllocator *self, void *block, size_t size)
{
    HttpMemory *memory = memory_of(self);

    memory->blocks--;
    memory->bytes -= size;
    memory->inner->deallocate(memory->inner, block, size);
}

static size_t good_size(BytesAllocator *self, size_t size)
{
    BytesAllocator *inner = memory_of(self)->inner;

    return inner->good_size(inner, size);
}

static void copied(BytesAllocator *self, size_t count)
{
    HttpMemory *memory = memory_of(self);

    memory->copied += count;
    if (memory->inner->copied != NULL) {
        memory->inner->copied(memory->inner, count);
    }
}

void http_memory_init(HttpMemory *memory, BytesAllocator *inner)
{
    memory->inner = inner != NULL ? inner : bytes_malloc_allocator();
    memory->blocks = 0;
    memory->bytes = 0;
    memory->allocations = 0;
    memory->copied = 0;
    memory->allocator = (BytesAllocator){
        .allocate = allocate,
        .reallocate = memory->inner->reallocate != NULL ? reallocate : NULL,
        .deallocate = deallocate,
        .good_size = memory->inner->good_size != NULL ? good_size : NULL,
        .copied = copied,
        .alignment = memory->inner->alignment,
    };
}

void *http_memory_new(HttpMemory *memory, size_t size)
{
    return allocate(&memory->allocator, size);
}

void http_memory_free(HttpMemory *memory, void *block, size_t size)
{
    if (block != NULL) {
        deallocate(&memory->allocator, block, size);
    }
}
