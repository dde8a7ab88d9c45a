/* SPDX-License-Identifier: MIT */
/* GStreamer: GstMemory; GstBuffer as a queue; GstByteReader and GstByteWriter for numbers. */
#include <gst/base/gstbytereader.h>
#include <gst/base/gstbytewriter.h>
#include <gst/gst.h>
#include <stdlib.h>
#include <sys/uio.h>

#include "bench.h"

typedef GstMemory *Peer;

#define PEER_START
static inline void peer_start(void)
{
    /* Without the registry: scanning for plugins takes long, and none is needed. */
    BENCH_CHECK(g_setenv("GST_REGISTRY_DISABLE", "yes", TRUE));
    BENCH_CHECK(gst_init_check(NULL, NULL, NULL));
}

static inline void fill(GstMemory *memory, size_t len)
{
    GstMapInfo map;
    BENCH_CHECK(gst_memory_map(memory, &map, GST_MAP_WRITE));
    bench_read(map.data, len);
    gst_memory_unmap(memory, &map);
}

static inline void peer_copy(Peer *out, size_t len)
{
    *out = gst_allocator_alloc(NULL, len, NULL);
    BENCH_CHECK(*out != NULL);
    fill(*out, len);
}

static inline void peer_drop(Peer *handle)
{
    gst_memory_unref(*handle);
}

#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    *out = gst_memory_ref(*from);
}

#define PEER_SLICES
static inline void peer_slice(Peer *out, Peer *from, size_t begin, size_t end)
{
    *out = gst_memory_share(*from, (gssize)begin, (gssize)(end - begin));
    BENCH_CHECK(*out != NULL);
}

#define PEER_ADOPTS_MALLOC
static inline void peer_adopt_malloc(Peer *out, void *data, size_t len)
{
    *out = gst_memory_new_wrapped(GST_MEMORY_FLAG_READONLY, data, len, 0, len, data, free);
}

static size_t released;

static void count_release(void *user)
{
    ++*(size_t *)user;
}

#define PEER_ADOPTS
static inline void peer_adopt(Peer *out, void *data, size_t len)
{
    *out = gst_memory_new_wrapped(GST_MEMORY_FLAG_READONLY, data, len, 0, len, &released, count_release);
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    peer_copy(out, BENCH_READ);
}

#include "peer_rows.h"

static void append_freeze(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        GstByteWriter writer;
        gst_byte_writer_init(&writer);
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            BENCH_CHECK(gst_byte_writer_put_data(&writer, bench_source, BENCH_FRAME));
        }
        GstBuffer *const view = gst_byte_writer_reset_and_get_buffer(&writer);
        BENCH_ESCAPE(view);
        gst_buffer_unref(view);
    }
}

static void get_u8(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        GstByteReader reader;
        gst_byte_reader_init(&reader, bench_source, BENCH_NUMBERS * 8);
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            guint8 value;
            BENCH_CHECK(gst_byte_reader_get_uint8(&reader, &value));
            BENCH_USE(value);
        }
    }
}

static void get_u32(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        GstByteReader reader;
        gst_byte_reader_init(&reader, bench_source, BENCH_NUMBERS * 8);
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            guint32 value;
            BENCH_CHECK(gst_byte_reader_get_uint32_be(&reader, &value));
            BENCH_USE(value);
        }
    }
}

static void *writer_setup(void)
{
    return gst_byte_writer_new_with_size(BENCH_NUMBERS * 8, FALSE);
}

static void writer_teardown(void *state)
{
    gst_byte_writer_free(state);
}

static void put_u8(void *state, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        BENCH_CHECK(gst_byte_writer_set_pos(state, 0));
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            guint8 value = (guint8)j;
            BENCH_OPAQUE(value);
            BENCH_CHECK(gst_byte_writer_put_uint8(state, value));
        }
        BENCH_ESCAPE(state);
    }
}

static void put_u32(void *state, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        BENCH_CHECK(gst_byte_writer_set_pos(state, 0));
        for (size_t j = 0; j < BENCH_NUMBERS; j++) {
            guint32 value = (guint32)j;
            BENCH_OPAQUE(value);
            BENCH_CHECK(gst_byte_writer_put_uint32_be(state, value));
        }
        BENCH_ESCAPE(state);
    }
}

static void *body_setup(void)
{
    Peer *const self = bench_alloc(sizeof(*self));
    peer_start();
    peer_copy(self, BENCH_PIECES * BENCH_PIECE);
    return self;
}

static void body_teardown(void *state)
{
    peer_drop(state);
    free(state);
}

/* A GstBuffer holds up to 16 memories. */
static void send_all(void *state, size_t rounds)
{
    Peer *const body = state;
    for (size_t i = 0; i < rounds; i++) {
        struct iovec iovecs[BENCH_PIECES];
        GstMapInfo maps[BENCH_PIECES];
        GstBuffer *const queue = gst_buffer_new();
        for (size_t j = 0; j < BENCH_PIECES; j++) {
            Peer piece;
            peer_slice(&piece, body, j * BENCH_PIECE, (j + 1) * BENCH_PIECE);
            gst_buffer_append_memory(queue, piece);
        }
        BENCH_CHECK(gst_buffer_n_memory(queue) == BENCH_PIECES);
        for (guint j = 0; j < BENCH_PIECES; j++) {
            BENCH_CHECK(gst_memory_map(gst_buffer_peek_memory(queue, j), &maps[j], GST_MAP_READ));
            iovecs[j].iov_base = maps[j].data;
            iovecs[j].iov_len = maps[j].size;
        }
        BENCH_ESCAPE(iovecs);
        for (guint j = 0; j < BENCH_PIECES; j++) {
            gst_memory_unmap(gst_buffer_peek_memory(queue, j), &maps[j]);
        }
        gst_buffer_unref(queue);
    }
}

#define WHO "GStreamer GstMemory"

extern const BenchEntry bench_gstreamer[];
const BenchEntry bench_gstreamer[] = {
    PEER_ROWS(WHO) /* commas are in it */
    {"append 64 B x 1024", WHO, peer_setup, append_freeze, NULL, 1, 0},
    {"get u8", WHO, NULL, get_u8, NULL, BENCH_NUMBERS, 0},
    {"get u32 big-endian", WHO, NULL, get_u32, NULL, BENCH_NUMBERS, 0},
    {"put u8", WHO, writer_setup, put_u8, writer_teardown, BENCH_NUMBERS, 0},
    {"put u32 big-endian", WHO, writer_setup, put_u32, writer_teardown, BENCH_NUMBERS, 0},
    {"queue of 16 views", WHO, body_setup, send_all, body_teardown, 1, 0},
    {0},
};
