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

    if (block != NULL) {
        memory->blocks++;
        memory->made++;
    }
    return block;
}

static void *reallocate(BytesAllocator *self, void *block, size_t old_size, size_t new_size)
{
    BytesAllocator *inner = memory_of(self)->inner;

    return inner->reallocate(inner, block, old_size, new_size);
}

static void deallocate(BytesAllocator *self, void *block, size_t size)
{
    HttpMemory *memory = memory_of(self);

    memory->blocks--;
    memory->inner->deallocate(memory->inner, block, size);
}

static size_t good_size(BytesAllocator *self, size_t size)
{
    BytesAllocator *inner = memory_of(self)->inner;

    return inner->good_size(inner, size);
}

static void copied(BytesAllocator *self, size_t count)
{
    BytesAllocator *inner = memory_of(self)->inner;

    inner->copied(inner, count);
}

void http_memory_init(HttpMemory *memory, BytesAllocator *inner)
{
    memory->inner = inner != NULL ? inner : bytes_malloc_allocator();
    memory->blocks = 0;
    memory->made = 0;
    memory->allocator = (BytesAllocator){
        .allocate = allocate,
        .reallocate = memory->inner->reallocate != NULL ? reallocate : NULL,
        .deallocate = deallocate,
        .good_size = memory->inner->good_size != NULL ? good_size : NULL,
        .copied = memory->inner->copied != NULL ? copied : NULL,
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
