/* SPDX-License-Identifier: MIT */
/* GLib: GBytes; GByteArray for appending. */
#include <glib.h>

#include "bench.h"

typedef GBytes *Peer;

static inline void peer_copy(Peer *out, size_t len)
{
    *out = g_bytes_new(bench_source, len);
}

static inline void peer_drop(Peer *handle)
{
    g_bytes_unref(*handle);
}

#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    *out = g_bytes_ref(*from);
}

#define PEER_SLICES
static inline void peer_slice(Peer *out, Peer *from, size_t begin, size_t end)
{
    *out = g_bytes_new_from_bytes(*from, begin, end - begin);
}

#define PEER_ADOPTS_MALLOC /* g_free() is free() since GLib 2.46 */
static inline void peer_adopt_malloc(Peer *out, void *data, size_t len)
{
    *out = g_bytes_new_take(data, len);
}

static size_t released;

static void count_release(void *user)
{
    ++*(size_t *)user;
}

#define PEER_ADOPTS
static inline void peer_adopt(Peer *out, void *data, size_t len)
{
    *out = g_bytes_new_with_free_func(data, len, count_release, &released);
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    void *const data = g_malloc(BENCH_READ);
    bench_read(data, BENCH_READ);
    *out = g_bytes_new_take(data, BENCH_READ);
}

#include "peer_rows.h"

static void append_freeze(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        GByteArray *const array = g_byte_array_new();
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            g_byte_array_append(array, bench_source, BENCH_FRAME);
        }
        GBytes *const view = g_byte_array_free_to_bytes(array);
        BENCH_ESCAPE(view);
        g_bytes_unref(view);
    }
}

#define WHO "GLib GBytes"

extern const BenchEntry bench_glib[];
const BenchEntry bench_glib[] = {
    PEER_ROWS(WHO) /* commas are in it */
    {"append 64 B x 1024", WHO, NULL, append_freeze, NULL, 1, 0},
    {0},
};
