/* SPDX-License-Identifier: MIT */
/* How decoded messages leave a queue. */
#ifndef BYTES_SRC_CODEC_INTERNAL_H
#define BYTES_SRC_CODEC_INTERNAL_H

#include <bytes/codec.h>

/* Take a message out, see bytes_mut_take_(). */
int codec_take_queue(BytesQueue *self, BytesMessage_ message, size_t copy_below, BytesQueue *out);

#endif
