/* SPDX-License-Identifier: MIT */
/* Arithmetic on sizes. */
#ifndef BYTES_SRC_SIZES_H
#define BYTES_SRC_SIZES_H

#include <stddef.h>
#include <stdint.h>

static inline size_t size_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t size_max(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Up to a multiple of a power of two. No overflow for what an object can have and multiples up to 2^30. */
static inline size_t size_round_up(size_t size, size_t multiple)
{
    return (size + multiple - 1) & ~(multiple - 1);
}

/* Twice a size, or the size itself if no object could be that large. */
static inline size_t size_twice(size_t size)
{
    return size <= PTRDIFF_MAX / 4 ? 2 * size : size;
}

#endif
