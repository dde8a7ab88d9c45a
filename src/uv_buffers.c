/* SPDX-License-Identifier: MIT */
/* uv_buf_t: of a buffer to read into, and of a queue to write. Field by field, since on Windows the order differs. */
#include <bytes/uv.h>

#include "uv_internal.h"

enum { SPANS = 64 }; /* looked up at a time, on the stack */

void bytes_uv_alloc(BytesMut *in, size_t at_least, uv_buf_t *out)
{
    *out = uv_buf_init(NULL, 0);
    if (bytes_mut_reserve(in, at_least) == 0) {
        const BytesSpare spare = bytes_mut_spare(in);
        *out = uv_buf_init((char *)spare.data, (unsigned)uv_size_min(spare.len, BYTES_UV_MAX));
    }
}

/* Cast: libuv's buffers are not const, but it only reads these. */
static uv_buf_t buf_of(BytesSpan span, size_t max)
{
    return uv_buf_init((char *)(uintptr_t)span.data, (unsigned)uv_size_min(span.len, max));
}

unsigned bytes_uv_bufs(const BytesQueue *queue, size_t offset, uv_buf_t *out, unsigned max, size_t *total)
{
    unsigned count = 0;
    size_t sum = 0;
    while (count < max && sum < BYTES_UV_MAX && sum < queue->len) {
        BytesSpan spans[SPANS];
        const size_t found = bytes_queue_spans(queue, offset + sum, spans, uv_size_min(max - count, SPANS));
        if (found == 0) {
            break;
        }
        for (size_t i = 0; i < found && sum < BYTES_UV_MAX; i++) {
            out[count] = buf_of(spans[i], BYTES_UV_MAX - sum);
            sum += out[count].len;
            count++;
        }
    }
    if (total != NULL) {
        *total = sum;
    }
    return count;
}
