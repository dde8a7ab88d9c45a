/* SPDX-License-Identifier: MIT */
/* What the parts of bytes-uv share. */
#ifndef BYTES_SRC_UV_INTERNAL_H
#define BYTES_SRC_UV_INTERNAL_H

#include <bytes/uv.h>

#include "sizes.h"

static inline bool uv_stream_is_closing(const uv_stream_t *stream)
{
    return uv_is_closing((const uv_handle_t *)stream) != 0;
}

/* At most @p max bytes of a span, to be written: libuv's buffers are not const, but it only reads these. */
uv_buf_t uv_buf_of(BytesSpan span, size_t max);

/* Before a read: have a buffer to read into, for a reader that has no bytes or few. The last read brought @p last.
 * @return 0 or UV_ENOMEM; then the buffer is unchanged. */
int uv_lender_prepare(BytesUvLender *self, size_t last, BytesMut *buffer);

/* A writer is high: do not read. */
void uv_reader_hold(BytesUvReader *self);

/* It is low again: announce what was left, and read on. From a callback of the loop only. */
void uv_reader_release(BytesUvReader *self);

/* As bytes_uv_writer_flush(), with an error reported to on_progress. From a callback of the loop only. */
void uv_writer_flush_from_loop(BytesUvWriter *self);

/* Leave the batch, if the writer is in one. */
void uv_batch_leave(BytesUvWriter *writer);

#endif
