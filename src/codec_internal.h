/* SPDX-License-Identifier: MIT */
/* How decoded messages leave a buffer or queue. */
#ifndef BYTES_SRC_CODEC_INTERNAL_H
#define BYTES_SRC_CODEC_INTERNAL_H

#include <bytes/codec.h>

/*
 * Where a message is at the front of its source: bytes to drop, the message, bytes to drop. Their sum is at most the
 * length of the source.
 */
typedef struct CodecMessage {
    size_t skip;
    size_t len;
    size_t trailer;
} CodecMessage;

/* Take a message out: a copy if it is shorter than `copy_below`. 1, or an error and nothing was consumed. */
int codec_take_mut(BytesMut *self, CodecMessage message, size_t copy_below, Bytes *out);
int codec_take_queue(BytesQueue *self, CodecMessage message, size_t copy_below, BytesQueue *out);

#endif
