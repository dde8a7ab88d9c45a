/* SPDX-License-Identifier: MIT */
/* Shared by the entries of this library: a read buffer from which frames are split. */
#ifndef BYTES_TESTS_BENCH_LIBBYTES_H
#define BYTES_TESTS_BENCH_LIBBYTES_H

#include <bytes/bytes.h>

#include "bench.h"

typedef struct LibbytesFrames {
    BytesMut buffer;
    size_t block;
    Bytes *frames; /* array of block / BENCH_FRAME handles */
} LibbytesFrames;

void *libbytes_frames_new(size_t block);
void libbytes_frames_free(void *state);

/*
 * Fills the buffer with a block, as a read would; the bytes are not written, for any library. The loops keep the buffer
 * in a local variable, so that the compiler can keep it in registers.
 */
static inline void libbytes_frames_read(BytesMut *buffer, size_t block)
{
    BENCH_CHECK(bytes_mut_reserve(buffer, block) == 0);
    bytes_mut_commit(buffer, block);
}

void libbytes_frames_drop_each(void *state, size_t rounds);

#endif
