/* SPDX-License-Identifier: MIT */
/* ZeroMQ: zmq_msg_t. It has no slices. */
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include "bench.h"

typedef zmq_msg_t Peer;

static inline void peer_copy(Peer *out, size_t len)
{
    BENCH_CHECK(zmq_msg_init_size(out, len) == 0);
    memcpy(zmq_msg_data(out), bench_source, len);
}

static inline void peer_drop(Peer *handle)
{
    BENCH_CHECK(zmq_msg_close(handle) == 0);
}

/* zmq_msg_copy() writes to its source: two threads may not copy one message at the same time. */
#define PEER_ONE_THREAD
#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    BENCH_CHECK(zmq_msg_init(out) == 0);
    BENCH_CHECK(zmq_msg_copy(out, from) == 0);
}

static void release_malloc(void *data, void *hint)
{
    (void)hint;
    free(data);
}

#define PEER_ADOPTS_MALLOC
static inline void peer_adopt_malloc(Peer *out, void *data, size_t len)
{
    BENCH_CHECK(zmq_msg_init_data(out, data, len, release_malloc, NULL) == 0);
}

static size_t released;

static void count_release(void *data, void *hint)
{
    (void)data;
    ++*(size_t *)hint;
}

#define PEER_ADOPTS
static inline void peer_adopt(Peer *out, void *data, size_t len)
{
    BENCH_CHECK(zmq_msg_init_data(out, data, len, count_release, &released) == 0);
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    BENCH_CHECK(zmq_msg_init_size(out, BENCH_READ) == 0);
    bench_read(zmq_msg_data(out), BENCH_READ);
}

#include "peer_rows.h"

#define WHO "ZeroMQ zmq_msg"

extern const BenchEntry bench_zeromq[];
const BenchEntry bench_zeromq[] = {
    PEER_ROWS(WHO) /* commas are in it */
    {0},
};
