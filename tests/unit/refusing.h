/* SPDX-License-Identifier: MIT */
/* malloc() with a size in front of each block, which says no on demand, and knows what was not given back. */
#ifndef TESTS_REFUSING_H
#define TESTS_REFUSING_H

#include <bytes/allocator.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct RefusingAllocator {
    BytesAllocator base;
    size_t live;
    size_t calls;
    size_t fail_at; /* refuse the call with this number; 0: none */
    bool refused;
} RefusingAllocator;

enum { REFUSING_PREFIX = 32 };

static inline void refusing_require(bool condition, const char *rule)
{
    if (!condition) {
        fprintf(stderr, "allocator: not true: %s\n", rule);
        abort();
    }
}

static inline void *refusing_allocate(BytesAllocator *base, size_t size)
{
    RefusingAllocator *self = (RefusingAllocator *)(void *)base; /* cast: base is its first member */
    unsigned char *block;
    refusing_require(size != 0, "a size is not 0");
    self->calls++;
    if (self->fail_at != 0 && self->calls == self->fail_at) {
        self->refused = true;
        return NULL;
    }
    block = (unsigned char *)malloc(size + REFUSING_PREFIX);
    refusing_require(block != NULL, "there is memory");
    memcpy(block, &size, sizeof(size));
    memset(block + REFUSING_PREFIX, 0xa5, size);
    self->live++;
    return block + REFUSING_PREFIX;
}

static inline void refusing_deallocate(BytesAllocator *base, void *block, size_t size)
{
    RefusingAllocator *self = (RefusingAllocator *)(void *)base; /* cast: as above */
    unsigned char *const start = (unsigned char *)block - REFUSING_PREFIX;
    refusing_require(memcmp(start, &size, sizeof(size)) == 0, "a block has the size that it was made with");
    refusing_require(self->live != 0, "a block is given back once");
    self->live--;
    memset(block, 0x5a, size);
    free(start);
}

static inline RefusingAllocator refusing_allocator(void)
{
    RefusingAllocator out = {{refusing_allocate, NULL, refusing_deallocate, NULL, NULL, 0}, 0, 0, 0, false};
    return out;
}

#endif
