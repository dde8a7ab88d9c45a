/* SPDX-License-Identifier: MIT */
/* FFmpeg's libavutil: AVBufferRef; AVBufferPool for reading. */
#include <libavutil/buffer.h>
#include <libavutil/mem.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

typedef AVBufferRef *Peer;

static inline void peer_copy(Peer *out, size_t len)
{
    *out = av_buffer_alloc(len);
    BENCH_CHECK(*out != NULL);
    memcpy((*out)->data, bench_source, len);
}

static inline void peer_drop(Peer *handle)
{
    av_buffer_unref(handle);
}

#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    *out = av_buffer_ref(*from);
    BENCH_CHECK(*out != NULL);
}

/* As FFmpeg itself does: take a reference and change its two fields. */
#define PEER_SLICES
static inline void peer_slice(Peer *out, Peer *from, size_t begin, size_t end)
{
    peer_clone(out, from);
    (*out)->data += begin;
    (*out)->size = end - begin;
}

static void release_malloc(void *opaque, uint8_t *data)
{
    (void)opaque;
    free(data);
}

#define PEER_ADOPTS_MALLOC
static inline void peer_adopt_malloc(Peer *out, void *data, size_t len)
{
    *out = av_buffer_create(data, len, release_malloc, NULL, 0);
    BENCH_CHECK(*out != NULL);
}

static size_t released;

static void count_release(void *opaque, uint8_t *data)
{
    (void)data;
    ++*(size_t *)opaque;
}

#define PEER_ADOPTS
static inline void peer_adopt(Peer *out, void *data, size_t len)
{
    *out = av_buffer_create(data, len, count_release, &released, 0);
    BENCH_CHECK(*out != NULL);
}

static AVBufferPool *pool;

#define PEER_START
static inline void peer_start(void)
{
    if (pool == NULL) {
        pool = av_buffer_pool_init(BENCH_READ, NULL);
        BENCH_CHECK(pool != NULL);
    }
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    *out = av_buffer_pool_get(pool);
    BENCH_CHECK(*out != NULL);
    bench_read((*out)->data, BENCH_READ);
}

#include "peer_rows.h"

/* av_buffer_realloc() grows to exactly the size asked for, so the caller doubles it. */
static void append_grow(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        AVBufferRef *buffer = NULL;
        size_t len = 0;
        size_t capacity = 0;
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            if (capacity - len < BENCH_FRAME) {
                capacity = capacity == 0 ? BENCH_FRAME : 2 * capacity;
                BENCH_CHECK(av_buffer_realloc(&buffer, capacity) == 0);
            }
            memcpy(buffer->data + len, bench_source, BENCH_FRAME);
            len += BENCH_FRAME;
        }
        buffer->size = len;
        BENCH_ESCAPE(buffer);
        av_buffer_unref(&buffer);
    }
}

#define WHO "FFmpeg AVBufferRef"

extern const BenchEntry bench_ffmpeg[];
const BenchEntry bench_ffmpeg[] = {
    PEER_ROWS(WHO) /* commas are in it */
    {"append 64 B x 1024", WHO, NULL, append_grow, NULL, 1, 0},
    {0},
};
