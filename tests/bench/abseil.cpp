/* SPDX-License-Identifier: MIT */
/* Abseil: Cord. It stores up to 15 bytes inside the handle; no work here is that small. */
#include <absl/strings/cord.h>
#include <absl/strings/cord_buffer.h>
#include <sys/uio.h>

#include <cstdlib>
#include <new>
#include <utility>

#include "bench.h"

/* Storage for a Cord, whose construction and destruction are explicit here. */
struct Peer {
    alignas(absl::Cord) unsigned char storage[sizeof(absl::Cord)];
};

static inline absl::Cord *cord(Peer *handle)
{
    return reinterpret_cast<absl::Cord *>(handle->storage);
}

static inline absl::string_view source(size_t begin, size_t len)
{
    return absl::string_view(reinterpret_cast<const char *>(bench_source) + begin, len);
}

static inline void peer_copy(Peer *out, size_t len)
{
    new (out->storage) absl::Cord(source(0, len));
}

static inline void peer_drop(Peer *handle)
{
    cord(handle)->~Cord();
}

#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    new (out->storage) absl::Cord(*cord(from));
}

#define PEER_SLICES
static inline void peer_slice(Peer *out, Peer *from, size_t begin, size_t end)
{
    new (out->storage) absl::Cord(cord(from)->Subcord(begin, end - begin));
}

static inline absl::string_view view(void *data, size_t len)
{
    return absl::string_view(static_cast<char *>(data), len);
}

#define PEER_ADOPTS_MALLOC
static inline void peer_adopt_malloc(Peer *out, void *data, size_t len)
{
    new (out->storage) absl::Cord(absl::MakeCordFromExternal(view(data, len), [data] { free(data); }));
}

static size_t released;

#define PEER_ADOPTS
static inline void peer_adopt(Peer *out, void *data, size_t len)
{
    new (out->storage) absl::Cord(absl::MakeCordFromExternal(view(data, len), [] { ++released; }));
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    absl::CordBuffer buffer = absl::CordBuffer::CreateWithDefaultLimit(BENCH_READ);
    bench_read(buffer.data(), BENCH_READ);
    buffer.IncreaseLengthBy(BENCH_READ);
    new (out->storage) absl::Cord();
    cord(out)->Append(std::move(buffer));
}

#include "peer_rows.h"

/* A chain of blocks of up to 4 KiB. */
static void append_chain(void *, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        absl::Cord all;
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            all.Append(source(0, BENCH_FRAME));
        }
        BENCH_ESCAPE(&all);
    }
}

static void *body_setup()
{
    Peer *const self = static_cast<Peer *>(bench_alloc(sizeof(Peer)));
    peer_copy(self, BENCH_PIECES * BENCH_PIECE);
    return self;
}

static void body_teardown(void *state)
{
    peer_drop(static_cast<Peer *>(state));
    free(state);
}

/* Chunks are not views: a piece that spans two blocks is two chunks. */
static void send_all(void *state, size_t rounds)
{
    Peer *const body = static_cast<Peer *>(state);
    for (size_t i = 0; i < rounds; i++) {
        struct iovec iovecs[2 * BENCH_PIECES];
        size_t count = 0;
        absl::Cord queue;
        for (size_t j = 0; j < BENCH_PIECES; j++) {
            queue.Append(cord(body)->Subcord(j * BENCH_PIECE, BENCH_PIECE));
        }
        for (absl::string_view chunk : queue.Chunks()) {
            BENCH_CHECK(count < 2 * BENCH_PIECES);
            iovecs[count].iov_base = const_cast<char *>(chunk.data());
            iovecs[count].iov_len = chunk.size();
            count++;
        }
        BENCH_CHECK(count >= BENCH_PIECES);
        BENCH_ESCAPE(iovecs);
        queue.RemovePrefix(BENCH_PIECES * BENCH_PIECE);
    }
}

#define WHO "Abseil Cord"

extern "C" const BenchEntry bench_abseil[];
const BenchEntry bench_abseil[] = {
    PEER_ROWS(WHO) /* commas are in it */
    {"append 64 B x 1024", WHO, nullptr, append_chain, nullptr, 1, 0},
    {"queue of 16 views", WHO, body_setup, send_all, body_teardown, 1, 0},
    {nullptr, nullptr, nullptr, nullptr, nullptr, 0, 0},
};
