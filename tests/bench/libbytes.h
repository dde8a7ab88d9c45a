/* SPDX-License-Identifier: MIT */
/* What the entries of this library share: a read buffer that frames are split off. */
#ifndef TESTS_BENCH_LIBBYTES_H
#define TESTS_BENCH_LIBBYTES_H

#include <bytes/bytes.h>

#include "bench.h"

typedef struct LibbytesFrames {
    BytesMut buffer;
    size_t block;
    Bytes *frames; /* room for as many as a block has */
} LibbytesFrames;

void *libbytes_frames_new(size_t block);
void libbytes_frames_free(void *state);
/* A block of bytes, as if it had been read: that is the same for all. The loops have the buffer in a local variable
 * meanwhile: where no function gets its address, it need not be in memory. */
static inline void libbytes_frames_read(BytesMut *buffer, size_t block)
{
    BENCH_NEED(bytes_mut_reserve(buffer, block) == 0);
    bytes_mut_commit(buffer, block);
}

void libbytes_frames_drop_each(void *state, size_t rounds);

#endif
