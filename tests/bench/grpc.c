/* SPDX-License-Identifier: MIT */
/* gRPC: grpc_slice; grpc_slice_buffer for appending and as a queue. */
#include <grpc/slice.h>
#include <grpc/slice_buffer.h>
#include <stdlib.h>
#include <sys/uio.h>

#include "bench.h"

typedef grpc_slice Peer;

static inline const char *source(void)
{
    return (const char *)bench_source; /* cast: gRPC takes char */
}

static inline void peer_copy(Peer *out, size_t len)
{
    *out = grpc_slice_from_copied_buffer(source(), len);
}

static inline void peer_drop(Peer *handle)
{
    grpc_slice_unref(*handle);
}

#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    *out = grpc_slice_ref(*from);
}

#define PEER_SLICES
static inline void peer_slice(Peer *out, Peer *from, size_t begin, size_t end)
{
    *out = grpc_slice_sub(*from, begin, end);
}

#define PEER_ADOPTS_MALLOC
static inline void peer_adopt_malloc(Peer *out, void *data, size_t len)
{
    *out = grpc_slice_new(data, len, free);
}

static size_t released;

static void count_release(void *user)
{
    ++*(size_t *)user;
}

#define PEER_ADOPTS
static inline void peer_adopt(Peer *out, void *data, size_t len)
{
    *out = grpc_slice_new_with_user_data(data, len, count_release, &released);
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    *out = grpc_slice_malloc(BENCH_READ);
    bench_read(GRPC_SLICE_START_PTR(*out), BENCH_READ);
}

#include "peer_rows.h"

/* A chain: gRPC does not coalesce what is appended. */
static void append_chain(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        grpc_slice_buffer buffer;
        grpc_slice_buffer_init(&buffer);
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            grpc_slice_buffer_add(&buffer, grpc_slice_from_copied_buffer(source(), BENCH_FRAME));
        }
        BENCH_ESCAPE(&buffer);
        grpc_slice_buffer_destroy(&buffer);
    }
}

typedef struct Sends {
    grpc_slice body;
    grpc_slice_buffer queue;
} Sends;

static void *sends_setup(void)
{
    Sends *const self = bench_alloc(sizeof(*self));
    self->body = grpc_slice_from_copied_buffer(source(), BENCH_PIECES * BENCH_PIECE);
    grpc_slice_buffer_init(&self->queue);
    return self;
}

static void sends_teardown(void *state)
{
    Sends *const self = state;
    grpc_slice_buffer_destroy(&self->queue);
    grpc_slice_unref(self->body);
    free(self);
}

static void send_all(void *state, size_t rounds)
{
    Sends *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        struct iovec iovecs[BENCH_PIECES];
        for (size_t j = 0; j < BENCH_PIECES; j++) {
            grpc_slice_buffer_add_indexed(&self->queue,
                                          grpc_slice_sub(self->body, j * BENCH_PIECE, (j + 1) * BENCH_PIECE));
        }
        BENCH_CHECK(self->queue.count == BENCH_PIECES);
        for (size_t j = 0; j < BENCH_PIECES; j++) {
            iovecs[j].iov_base = GRPC_SLICE_START_PTR(self->queue.slices[j]);
            iovecs[j].iov_len = GRPC_SLICE_LENGTH(self->queue.slices[j]);
        }
        BENCH_ESCAPE(iovecs);
        grpc_slice_buffer_reset_and_unref(&self->queue);
    }
}

#define WHO "gRPC slice"

extern const BenchEntry bench_grpc[];
const BenchEntry bench_grpc[] = {
    PEER_ROWS(WHO) /* commas are in it */
    {"append 64 B x 1024", WHO, NULL, append_chain, NULL, 1, 0},
    {"queue of 16 views", WHO, sends_setup, send_all, sends_teardown, 1, 0},
    {0},
};
