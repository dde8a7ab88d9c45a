/* SPDX-License-Identifier: MIT */
#ifndef TESTS_FAILING_H
#define TESTS_FAILING_H

#include <stdlib.h>

#include <bytes/mut.h>

#include "tap.h"

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

/* A full buffer whose allocator has nothing more to give; and what a call that needs some must do with it. */
static inline BytesMut full_buffer(void)
{
    BytesMut buffer;
    failing.fails = false;
    CHECK_EQ(bytes_mut_with_capacity_in(&failing.base, 32, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', buffer.cap), 0);
    failing.fails = true;
    return buffer;
}

#define CHECK_NO_MEMORY(put)                                                                                           \
    do {                                                                                                               \
        BytesMut buffer = full_buffer();                                                                               \
        const BytesMut before = buffer;                                                                                \
        CHECK_EQ(put, BYTES_ENOMEM);                                                                                   \
        CHECK(memcmp(&before, &buffer, sizeof(before)) == 0);                                                          \
        bytes_mut_drop(&buffer);                                                                                       \
    } while (0)

#endif
