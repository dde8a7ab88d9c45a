/* SPDX-License-Identifier: MIT */
/* What the entries of this library share: a read buffer that frames are split off. */
#ifndef TESTS_BENCH_LIBBYTES_H
#define TESTS_BENCH_LIBBYTES_H

#include <bytes/bytes.h>

typedef struct LibbytesFrames {
    BytesMut buffer;
    size_t block;
    Bytes *frames; /* room for as many as a block has */
} LibbytesFrames;

void *libbytes_frames_new(size_t block);
void libbytes_frames_free(void *state);
void libbytes_frames_read(LibbytesFrames *self);
void libbytes_frames_drop_each(void *state, size_t rounds);

#endif
