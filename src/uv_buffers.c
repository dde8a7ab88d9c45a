/* SPDX-License-Identifier: MIT */
/* uv_buf_t: of a buffer to read into, and of a queue to write. */
#include <bytes/uv.h>

#include "uv_internal.h"

#ifndef _WIN32
#include <assert.h>
#include <sys/uio.h>
#endif

void bytes_uv_alloc(BytesMut *in, size_t at_least, uv_buf_t *out)
{
    *out = uv_buf_init(NULL, 0);
    if (bytes_mut_reserve(in, at_least) == 0) {
        const BytesSpare spare = bytes_mut_spare(in);
        *out = uv_buf_init((char *)spare.data, (unsigned)size_min(spare.len, BYTES_UV_MAX));
    }
}

uv_buf_t uv_buf_of(BytesSpan span, size_t max)
{
    return uv_buf_init((char *)(uintptr_t)span.data, (unsigned)size_min(span.len, max));
}

/* The pieces of a queue, of any size. */
#ifdef _WIN32
static size_t describe(const BytesQueue *queue, size_t offset, uv_buf_t *out, size_t max)
{
    enum { SPANS = 64 }; /* looked up at a time, on the stack: the fields of a buffer have another order here */
    size_t count = 0;
    while (count < max && offset < queue->len) {
        BytesSpan spans[SPANS];
        const size_t found = bytes_queue_spans(queue, offset, spans, size_min(max - count, SPANS));
        for (size_t i = 0; i < found; i++) {
            out[count++] = uv_buf_of(spans[i], BYTES_UV_MAX);
            offset += spans[i].len;
        }
    }
    return count;
}
#else
static_assert(sizeof(uv_buf_t) == sizeof(struct iovec) &&
                  offsetof(uv_buf_t, base) == offsetof(struct iovec, iov_base) &&
                  offsetof(uv_buf_t, len) == offsetof(struct iovec, iov_len),
              "libuv's buffers are laid out as iovecs, as it documents");

static size_t describe(const BytesQueue *queue, size_t offset, uv_buf_t *out, size_t max)
{
    return bytes_queue_iovecs(queue, offset, (struct iovec *)out, max); /* cast: see above */
}
#endif

unsigned bytes_uv_bufs(const BytesQueue *queue, size_t offset, uv_buf_t *out, unsigned max, size_t *total)
{
    const size_t found = describe(queue, offset, out, max);
    unsigned count = 0;
    size_t sum = 0;
    while (count < found && out[count].len <= BYTES_UV_MAX - sum) {
        sum += out[count].len;
        count++;
    }
    if (count < found && sum < BYTES_UV_MAX) {
        out[count] = uv_buf_init(out[count].base, (unsigned)(BYTES_UV_MAX - sum));
        sum = BYTES_UV_MAX;
        count++;
    }
    if (total != NULL) {
        *total = sum;
    }
    return count;
}
