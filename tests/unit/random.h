/* SPDX-License-Identifier: MIT */
/* Random numbers: small, fast, the same on every machine. */
#ifndef BYTES_TESTS_UNIT_RANDOM_H
#define BYTES_TESTS_UNIT_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static uint64_t random_state = 88172645463325252u;

/* xorshift64*, G. Marsaglia and S. Vigna. `*state` is not 0. */
static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 2685821657736338717u;
}

static inline uint64_t random_bits(void)
{
    return random_next(&random_state);
}

static inline size_t random_below(size_t limit)
{
    return (size_t)(random_bits() % limit); /* cast: below a size_t */
}

/* Numbers of all magnitudes, not only large ones. */
static inline uint64_t random_number(void)
{
    const uint64_t bits = random_bits();
    return bits >> (random_bits() % 64);
}

#endif
