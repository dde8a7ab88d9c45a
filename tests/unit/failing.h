/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAILING_H
#define TESTS_FAILING_H

#include <stdlib.h>

#include <bytes/allocator.h>

/* An allocator that can be told to have no memory. */
typedef struct Failing {
    BytesAllocator base;
    bool fails;
} Failing;

static void *failing_allocate(BytesAllocator *self, size_t size)
{
    return ((Failing *)self)->fails ? NULL : malloc(size); /* cast: it is the first member */
}

static void failing_deallocate(BytesAllocator *self, void *block, size_t size)
{
    (void)self;
    (void)size;
    free(block);
}

static Failing failing = {{failing_allocate, NULL, failing_deallocate, NULL, NULL, 0}, false};

#endif
