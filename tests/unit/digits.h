/* SPDX-License-Identifier: MIT */
/* An adopted block that counts its releases, and checks of views that dropped it. */
#ifndef BYTES_TESTS_UNIT_DIGITS_H
#define BYTES_TESTS_UNIT_DIGITS_H

#include "tap.h"

#include <bytes/adopt.h>

/* Ten bytes, adopted: `released` is 1 once the last reference is dropped. */
typedef struct Digits {
    BytesControl control;
    uint8_t bytes[10];
    int released;
} Digits;

static inline void count_release(void *data, size_t len, void *context)
{
    (void)data;
    (void)len;
    ++*(int *)context;
}

static inline Bytes digits(Digits *block)
{
    memcpy(block->bytes, "0123456789", sizeof(block->bytes));
    block->released = 0;
    return bytes_adopt_with_control(&block->control, block->bytes, sizeof(block->bytes), BYTES_WRITABLE, count_release,
                                    &block->released);
}

/* The view is empty and holds no reference, but has kept its address. */
static inline void check_detached(const Bytes *view, const uint8_t *address)
{
    CHECK_EQ(view->len, 0);
    CHECK(view->storage == NULL);
    CHECK_EQ(view->weight, 0);
    CHECK(view->data == address);
    CHECK_EQ(bytes_retained(view), 0);
}

/* `last` is the last reference: dropping it releases the block, once. */
static inline void check_last(Digits *block, Bytes *last)
{
    CHECK_EQ(block->released, 0);
    bytes_drop(last);
    CHECK_EQ(block->released, 1);
}

#endif
