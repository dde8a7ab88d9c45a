/* SPDX-License-Identifier: MIT */
/* Random numbers: small, fast, the same on every machine. */
#ifndef TESTS_RANDOM_H
#define TESTS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

static uint64_t random_state = 88172645463325252u; /* xorshift64*, G. Marsaglia and S. Vigna */

static inline uint64_t random_bits(void)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 2685821657736338717u;
}

static inline size_t random_below(size_t limit)
{
    return (size_t)(random_bits() % limit); /* cast: it is below a size */
}

/* Numbers of all magnitudes, not only large ones. */
static inline uint64_t random_number(void)
{
    const uint64_t bits = random_bits();
    return bits >> (random_bits() % 64);
}

#endif
