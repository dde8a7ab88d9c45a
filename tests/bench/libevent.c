/* SPDX-License-Identifier: MIT */
/* libevent: evbuffer. A part of one can only be copied out. */
#include <event2/buffer.h>
#include <stdlib.h>
#include <sys/uio.h>

#include "bench.h"

typedef struct evbuffer *Peer;

static inline void peer_copy(Peer *out, size_t len)
{
    *out = evbuffer_new();
    BENCH_NEED(*out != NULL && evbuffer_add(*out, bench_source, len) == 0);
}

static inline void peer_drop(Peer *handle)
{
    evbuffer_free(*handle);
}

/* The source is written to, and has no lock unless asked for one. */
#define PEER_ONE_THREAD
#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    *out = evbuffer_new();
    BENCH_NEED(*out != NULL && evbuffer_add_buffer_reference(*out, *from) == 0);
}

/* It does not promise to write, so const goes. */
static void release_malloc(const void *data, size_t len, void *extra)
{
    (void)data;
    (void)len;
    free(extra);
}

#define PEER_TAKES_MALLOC
static inline void peer_take_malloc(Peer *out, void *data, size_t len)
{
    *out = evbuffer_new();
    BENCH_NEED(*out != NULL && evbuffer_add_reference(*out, data, len, release_malloc, data) == 0);
}

static size_t released;

static void count_release(const void *data, size_t len, void *extra)
{
    (void)data;
    (void)len;
    ++*(size_t *)extra;
}

#define PEER_TAKES
static inline void peer_take(Peer *out, void *data, size_t len)
{
    *out = evbuffer_new();
    BENCH_NEED(*out != NULL && evbuffer_add_reference(*out, data, len, count_release, &released) == 0);
}

static struct evbuffer *input;

#define PEER_START
static inline void peer_start(void)
{
    if (input == NULL) {
        input = evbuffer_new();
        BENCH_NEED(input != NULL);
    }
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    struct evbuffer_iovec room;

    BENCH_NEED(evbuffer_reserve_space(input, BENCH_READ, &room, 1) == 1);
    bench_read(room.iov_base, BENCH_READ);
    room.iov_len = BENCH_READ;
    BENCH_NEED(evbuffer_commit_space(input, &room, 1) == 0);
    *out = evbuffer_new();
    BENCH_NEED(*out != NULL && evbuffer_remove_buffer(input, *out, BENCH_READ) == BENCH_READ);
}

#include "peer_rows.h"

static void frames_copied(void *state, size_t rounds)
{
    struct evbuffer *block = evbuffer_new();

    (void)state;
    BENCH_NEED(block != NULL);
    for (size_t i = 0; i < rounds; i++) {
        BENCH_NEED(evbuffer_add_reference(block, bench_source, BENCH_BLOCK, NULL, NULL) == 0);
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            void *frame = malloc(BENCH_FRAME);
            BENCH_NEED(frame != NULL && evbuffer_remove(block, frame, BENCH_FRAME) == BENCH_FRAME);
            BENCH_ESCAPE(frame);
            free(frame);
        }
    }
    evbuffer_free(block);
}

/* It does not join what it appends. */
static void append_chain(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        struct evbuffer *buffer = evbuffer_new();
        BENCH_NEED(buffer != NULL);
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            BENCH_NEED(evbuffer_add(buffer, bench_source, BENCH_FRAME) == 0);
        }
        BENCH_ESCAPE(buffer);
        evbuffer_free(buffer);
    }
}

static void *queue_setup(void)
{
    struct evbuffer *queue = evbuffer_new();

    BENCH_NEED(queue != NULL);
    return queue;
}

static void queue_teardown(void *state)
{
    evbuffer_free(state);
}

/* References to memory that lives for ever: the least that it can do. */
static void send_all(void *state, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        struct evbuffer_iovec places[BENCH_PIECES];
        for (size_t j = 0; j < BENCH_PIECES; j++) {
            BENCH_NEED(evbuffer_add_reference(state, bench_source + j * BENCH_PIECE, BENCH_PIECE, NULL, NULL) == 0);
        }
        BENCH_NEED(evbuffer_peek(state, -1, NULL, places, BENCH_PIECES) == BENCH_PIECES);
        BENCH_ESCAPE(places);
        BENCH_NEED(evbuffer_drain(state, BENCH_PIECES * BENCH_PIECE) == 0);
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
