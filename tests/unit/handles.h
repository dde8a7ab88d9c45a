/* SPDX-License-Identifier: MIT */
/* Views and buffers of a text, for tests that go on from there. */
#ifndef BYTES_TESTS_UNIT_HANDLES_H
#define BYTES_TESTS_UNIT_HANDLES_H

#include "tap.h"

#include <bytes/mut.h>

static inline Bytes copy_of(const char *text)
{
    Bytes out;
    CHECK_EQ(bytes_copy(text, strlen(text), &out), 0);
    return out;
}

static inline BytesMut buffer_of(const char *text, size_t capacity)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity(capacity, &out), 0);
    CHECK_EQ(bytes_mut_put_str(&out, text), 0);
    return out;
}

/* As BYTES_MUT_EMPTY. */
static inline void check_empty(const BytesMut *buffer)
{
    CHECK(buffer->data == NULL && buffer->storage == NULL);
    CHECK(buffer->len == 0 && buffer->cap == 0 && buffer->weight == 0);
}

#endif
