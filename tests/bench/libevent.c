/* SPDX-License-Identifier: MIT */
/* libevent: evbuffer. It has no slices: a part of one can only be copied out. */
#include <event2/buffer.h>
#include <stdlib.h>
#include <sys/uio.h>

#include "bench.h"

typedef struct evbuffer *Peer;

static inline void peer_copy(Peer *out, size_t len)
{
    *out = evbuffer_new();
    BENCH_CHECK(*out != NULL && evbuffer_add(*out, bench_source, len) == 0);
}

static inline void peer_drop(Peer *handle)
{
    evbuffer_free(*handle);
}

/* Cloning writes to the source, without a lock unless one is enabled. */
#define PEER_ONE_THREAD
#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    *out = evbuffer_new();
    BENCH_CHECK(*out != NULL && evbuffer_add_buffer_reference(*out, *from) == 0);
}

/* The callback takes a const pointer, so the block comes again as `extra`. */
static void release_malloc(const void *data, size_t len, void *extra)
{
    (void)data;
    (void)len;
    free(extra);
}

#define PEER_ADOPTS_MALLOC
static inline void peer_adopt_malloc(Peer *out, void *data, size_t len)
{
    *out = evbuffer_new();
    BENCH_CHECK(*out != NULL && evbuffer_add_reference(*out, data, len, release_malloc, data) == 0);
}

static size_t released;

static void count_release(const void *data, size_t len, void *extra)
{
    (void)data;
    (void)len;
    ++*(size_t *)extra;
}

#define PEER_ADOPTS
static inline void peer_adopt(Peer *out, void *data, size_t len)
{
    *out = evbuffer_new();
    BENCH_CHECK(*out != NULL && evbuffer_add_reference(*out, data, len, count_release, &released) == 0);
}

static struct evbuffer *input;

#define PEER_START
static inline void peer_start(void)
{
    if (input == NULL) {
        input = evbuffer_new();
        BENCH_CHECK(input != NULL);
    }
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    struct evbuffer_iovec spare;
    BENCH_CHECK(evbuffer_reserve_space(input, BENCH_READ, &spare, 1) == 1);
    bench_read(spare.iov_base, BENCH_READ);
    spare.iov_len = BENCH_READ;
    BENCH_CHECK(evbuffer_commit_space(input, &spare, 1) == 0);
    *out = evbuffer_new();
    BENCH_CHECK(*out != NULL && evbuffer_remove_buffer(input, *out, BENCH_READ) == BENCH_READ);
}

#include "peer_rows.h"

static void frames_copied(void *state, size_t rounds)
{
    (void)state;
    struct evbuffer *const block = evbuffer_new();
    BENCH_CHECK(block != NULL);
    for (size_t i = 0; i < rounds; i++) {
        BENCH_CHECK(evbuffer_add_reference(block, bench_source, BENCH_BLOCK, NULL, NULL) == 0);
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            void *const frame = malloc(BENCH_FRAME);
            BENCH_CHECK(frame != NULL && evbuffer_remove(block, frame, BENCH_FRAME) == BENCH_FRAME);
            BENCH_ESCAPE(frame);
            free(frame);
        }
    }
    evbuffer_free(block);
}

/* A chain: libevent does not coalesce what is appended. */
static void append_chain(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        struct evbuffer *const buffer = evbuffer_new();
        BENCH_CHECK(buffer != NULL);
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            BENCH_CHECK(evbuffer_add(buffer, bench_source, BENCH_FRAME) == 0);
        }
        BENCH_ESCAPE(buffer);
        evbuffer_free(buffer);
    }
}

static void *queue_setup(void)
{
    struct evbuffer *const queue = evbuffer_new();
    BENCH_CHECK(queue != NULL);
    return queue;
}

static void queue_teardown(void *state)
{
    evbuffer_free(state);
}

/* References to static memory: the least work that libevent can do here. */
static void send_all(void *state, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        struct evbuffer_iovec iovecs[BENCH_PIECES];
        for (size_t j = 0; j < BENCH_PIECES; j++) {
            BENCH_CHECK(evbuffer_add_reference(state, bench_source + j * BENCH_PIECE, BENCH_PIECE, NULL, NULL) == 0);
        }
        BENCH_CHECK(evbuffer_peek(state, -1, NULL, iovecs, BENCH_PIECES) == BENCH_PIECES);
        BENCH_ESCAPE(iovecs);
        BENCH_CHECK(evbuffer_drain(state, BENCH_PIECES * BENCH_PIECE) == 0);
    }
}

#define WHO "libevent evbuffer"

extern const BenchEntry bench_libevent[];
const BenchEntry bench_libevent[] = {
    PEER_ROWS(WHO) /* commas are in it */
    {"frames, drop each", WHO, NULL, frames_copied, NULL, BENCH_FRAMES, 0},
    {"append 64 B x 1024", WHO, NULL, append_chain, NULL, 1, 0},
    {"queue of 16 views", WHO, queue_setup, send_all, queue_teardown, 1, 0},
    {0},
};
