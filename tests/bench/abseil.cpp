/* SPDX-License-Identifier: MIT */
/* Abseil: Cord. Its parts of up to 15 bytes are copied into the handle; the work here has none so short. */
#include <absl/strings/cord.h>
#include <absl/strings/cord_buffer.h>
#include <sys/uio.h>

#include <cstdlib>
#include <new>
#include <utility>

#include "bench.h"

/* The room of a Cord, since what makes and drops one is named here. */
struct Peer {
    alignas(absl::Cord) unsigned char room[sizeof(absl::Cord)];
};

static inline absl::Cord *cord(Peer *handle)
{
    return reinterpret_cast<absl::Cord *>(handle->room);
}

static inline absl::string_view source(size_t begin, size_t len)
{
    return absl::string_view(reinterpret_cast<const char *>(bench_source) + begin, len);
}

static inline void peer_copy(Peer *out, size_t len)
{
    new (out->room) absl::Cord(source(0, len));
}

static inline void peer_drop(Peer *handle)
{
    cord(handle)->~Cord();
}

#define PEER_CLONES
static inline void peer_clone(Peer *out, Peer *from)
{
    new (out->room) absl::Cord(*cord(from));
}

#define PEER_SLICES
static inline void peer_slice(Peer *out, Peer *from, size_t begin, size_t end)
{
    new (out->room) absl::Cord(cord(from)->Subcord(begin, end - begin));
}

static inline absl::string_view view(void *data, size_t len)
{
    return absl::string_view(static_cast<char *>(data), len);
}

#define PEER_TAKES_MALLOC
static inline void peer_take_malloc(Peer *out, void *data, size_t len)
{
    new (out->room) absl::Cord(absl::MakeCordFromExternal(view(data, len), [data] { free(data); }));
}

static size_t released;

#define PEER_TAKES
static inline void peer_take(Peer *out, void *data, size_t len)
{
    new (out->room) absl::Cord(absl::MakeCordFromExternal(view(data, len), [] { ++released; }));
}

#define PEER_READS
static inline void peer_read(Peer *out)
{
    absl::CordBuffer buffer = absl::CordBuffer::CreateWithDefaultLimit(BENCH_READ);

    bench_read(buffer.data(), BENCH_READ);
    buffer.IncreaseLengthBy(BENCH_READ);
    new (out->room) absl::Cord();
    cord(out)->Append(std::move(buffer));
}

#include "peer_rows.h"

/* It does not join what it appends, but in pieces of 4 KiB. */
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
    Peer *self = static_cast<Peer *>(bench_alloc(sizeof(Peer)));

    peer_copy(self, BENCH_PIECES * BENCH_PIECE);
    return self;
}

static void body_teardown(void *state)
{
    peer_drop(static_cast<Peer *>(state));
    free(state);
}

/* Chunks are not views: a piece that lies in two blocks is two. */
static void send_all(void *state, size_t rounds)
{
    Peer *body = static_cast<Peer *>(state);

    for (size_t i = 0; i < rounds; i++) {
        struct iovec places[2 * BENCH_PIECES];
        size_t count = 0;
        absl::Cord queue;
        for (size_t j = 0; j < BENCH_PIECES; j++) {
            queue.Append(cord(body)->Subcord(j * BENCH_PIECE, BENCH_PIECE));
        }
        for (absl::string_view chunk : queue.Chunks()) {
            BENCH_NEED(count < 2 * BENCH_PIECES);
            places[count].iov_base = const_cast<char *>(chunk.data());
            places[count].iov_len = chunk.size();
            count++;
        }
        BENCH_NEED(count >= BENCH_PIECES);
        BENCH_ESCAPE(places);
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
