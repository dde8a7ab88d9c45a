/* SPDX-License-Identifier: MIT */
/*
 * The protocol of examples/framing, without this library, for the servers that are measured beside it and for the load.
 *
 * A request is a length of 4 bytes, most significant first, and a payload. The response is a length, 8 bytes of
 * digest (XXH3 of the payload, seed 0, most significant first), which the length counts too, and the payload.
 */
#ifndef BYTES_TESTS_BENCH_FRAMING_PROTOCOL_H
#define BYTES_TESTS_BENCH_FRAMING_PROTOCOL_H

#include <stddef.h>
#include <stdint.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { PREFIX = 4, DIGEST = 8, HEADER = PREFIX + DIGEST, FRAME_MAX = 16 << 20 };

static inline uint32_t load_prefix(const uint8_t *from)
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

static inline void store_prefix(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < PREFIX; i++) {
        to[i] = (uint8_t)(value >> (8 * (PREFIX - 1 - i)));
    }
}

/* The header of the response to a payload. */
static inline void store_header(uint8_t *to, const uint8_t *payload, size_t len)
{
    const uint64_t digest = XXH3_64bits(payload, len);
    store_prefix(to, (uint32_t)(DIGEST + len)); /* cast: a payload is at most FRAME_MAX */
    for (int i = 0; i < DIGEST; i++) {
        to[PREFIX + i] = (uint8_t)(digest >> (8 * (DIGEST - 1 - i)));
    }
}

#endif
