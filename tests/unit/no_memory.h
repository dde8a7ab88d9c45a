/* SPDX-License-Identifier: MIT */
/* A full buffer whose allocator has no memory left, and the check of a call that needs some. */
#ifndef BYTES_TESTS_UNIT_NO_MEMORY_H
#define BYTES_TESTS_UNIT_NO_MEMORY_H

#include <bytes/mut.h>

#include "tap.h"
#include "test_allocator.h"

static TestAllocator exhausted;

static inline BytesMut full_buffer(void)
{
    exhausted = test_allocator_plain();
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&exhausted.base, 32, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', buffer.cap), 0);
    exhausted.largest = 0;
    return buffer;
}

/* `put` is a call on a full `buffer`: it reports that there is no memory, and changes nothing. */
#define CHECK_NO_MEMORY(put)                                                                                           \
    do {                                                                                                               \
        BytesMut buffer = full_buffer();                                                                               \
        const BytesMut before = buffer;                                                                                \
        CHECK_EQ(put, BYTES_ENOMEM);                                                                                   \
        CHECK(memcmp(&before, &buffer, sizeof(before)) == 0);                                                          \
        bytes_mut_drop(&buffer);                                                                                       \
    } while (0)

#endif
