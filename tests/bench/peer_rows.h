/* SPDX-License-Identifier: MIT */
/*
 * The rows that are the same for every peer with a reference-counted handle, so that all do the same work in the same
 * loops. A peer's file includes this once, after it has defined a type `Peer` (its handle, relocatable by memcpy) and:
 *
 *     void peer_copy(Peer *out, size_t len);                                 a new storage, `len` bytes of bench_source
 *     void peer_drop(Peer *handle);
 *     void peer_clone(Peer *out, Peer *from);                                #define PEER_CLONES
 *     void peer_slice(Peer *out, Peer *from, size_t begin, size_t end);      #define PEER_SLICES
 *     void peer_adopt_malloc(Peer *out, void *data, size_t len);             #define PEER_ADOPTS_MALLOC
 *     void peer_adopt(Peer *out, void *data, size_t len);                    #define PEER_ADOPTS, with a callback
 *     void peer_read(Peer *out);                                             #define PEER_READS: BENCH_READ bytes of
 *                                                                            bench_read() in the peer's own memory
 *
 *     void peer_start(void);                                                 #define PEER_START: initialise the library
 *
 * PEER_ROWS(who) are the entries.
 */
#include <stdlib.h>

#include "bench.h"

#ifndef PEER_START
#define peer_start() ((void)0)
#endif

/* Copying, adopting, reading. */
static void peer_copy_drop(size_t len, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        Peer copy;
        BENCH_OPAQUE(len);
        peer_copy(&copy, len);
        BENCH_ESCAPE(&copy);
        peer_drop(&copy);
    }
}

static void peer_copy_drop_64(void *state, size_t rounds)
{
    (void)state;
    peer_copy_drop(64, rounds);
}

static void peer_copy_drop_960(void *state, size_t rounds)
{
    (void)state;
    peer_copy_drop(960, rounds);
}

static void peer_copy_drop_1024(void *state, size_t rounds)
{
    (void)state;
    peer_copy_drop(1024, rounds);
}

static void *peer_setup(void)
{
    peer_start();
    return NULL;
}

#define PEER_COPY_ROWS(who)                                                                                            \
    {"copy-drop 64 B", who, peer_setup, peer_copy_drop_64, NULL, 1, 0},                                                \
        {"copy-drop 960 B", who, peer_setup, peer_copy_drop_960, NULL, 1, 0},                                          \
        {"copy-drop 1 KiB", who, peer_setup, peer_copy_drop_1024, NULL, 1, 0},

#ifdef PEER_ADOPTS_MALLOC
static void peer_adopt_malloc_drop(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        Peer handle;
        void *data = malloc(BENCH_READ);
        BENCH_CHECK(data != NULL);
        peer_adopt_malloc(&handle, data, BENCH_READ);
        BENCH_ESCAPE(&handle);
        peer_drop(&handle);
    }
}
#define PEER_ADOPT_MALLOC_ROWS(who) {"adopt-drop malloc", who, peer_setup, peer_adopt_malloc_drop, NULL, 1, 0},
#else
#define PEER_ADOPT_MALLOC_ROWS(who)
#endif

#ifdef PEER_ADOPTS
static void peer_adopt_static_drop(void *state, size_t rounds)
{
    static uint8_t memory[BENCH_READ];
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        Peer handle;
        peer_adopt(&handle, memory, sizeof(memory));
        BENCH_ESCAPE(&handle);
        peer_drop(&handle);
    }
}
#define PEER_ADOPT_STATIC_ROWS(who) {"adopt-drop static", who, peer_setup, peer_adopt_static_drop, NULL, 1, 0},
#else
#define PEER_ADOPT_STATIC_ROWS(who)
#endif

#ifdef PEER_READS
static void peer_read_loop(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        Peer message;
        peer_read(&message);
        BENCH_ESCAPE(&message);
        peer_drop(&message);
    }
}

typedef struct PeerReads {
    Peer held[BENCH_HELD];
    size_t next;
} PeerReads;

static void *peer_reads_setup(void)
{
    PeerReads *const self = (PeerReads *)bench_alloc(sizeof(*self)); /* cast: this file is C++ too */
    peer_start();
    for (size_t i = 0; i < BENCH_HELD; i++) {
        peer_read(&self->held[i]);
    }
    return self;
}

static void peer_reads_teardown(void *state)
{
    PeerReads *const self = (PeerReads *)state;
    for (size_t i = 0; i < BENCH_HELD; i++) {
        peer_drop(&self->held[i]);
    }
    free(self);
}

static void peer_read_loop_held(void *state, size_t rounds)
{
    PeerReads *const self = (PeerReads *)state;
    for (size_t i = 0; i < rounds; i++) {
        Peer message;
        peer_read(&message);
        peer_drop(&self->held[self->next]);
        self->held[self->next] = message;
        BENCH_ESCAPE(self->held);
        self->next = (self->next + 1) % BENCH_HELD;
    }
}
#define PEER_READ_ROWS(who)                                                                                            \
    {"read loop", who, peer_setup, peer_read_loop, NULL, 1, 0},                                                        \
        {"read loop, 4 held", who, peer_reads_setup, peer_read_loop_held, peer_reads_teardown, 1, 0},
#else
#define PEER_READ_ROWS(who)
#endif

#ifdef PEER_CLONES
/* A shared block and handles to parts of it. */
typedef struct PeerBlock {
    Peer whole;
    size_t size;
    Peer *parts;
    BenchTeam *team;
} PeerBlock;

static PeerBlock *peer_block_new(size_t size)
{
    PeerBlock *const self = (PeerBlock *)bench_alloc(sizeof(*self));
    peer_start();
    self->size = size;
    self->parts = (Peer *)bench_alloc((size / BENCH_FRAME + BENCH_HEADERS) * sizeof(Peer));
    peer_copy(&self->whole, size);
    return self;
}

static void peer_block_free(void *state)
{
    PeerBlock *const self = (PeerBlock *)state;
    if (self->team != NULL) {
        bench_team_free(self->team);
    }
    peer_drop(&self->whole);
    free(self->parts);
    free(self);
}

static void *peer_block(void)
{
    return peer_block_new(BENCH_BLOCK);
}

static void peer_clone_drop(void *state, size_t rounds)
{
    PeerBlock *const self = (PeerBlock *)state;
    for (size_t i = 0; i < rounds; i++) {
        Peer copy;
        peer_clone(&copy, &self->whole);
        BENCH_ESCAPE(&copy);
        peer_drop(&copy);
    }
}

#define PEER_CLONE_ROWS(who) {"share-drop", who, peer_block, peer_clone_drop, peer_block_free, 1, 0},
#else
#define PEER_CLONE_ROWS(who)
#endif

#ifdef PEER_SLICES
static void peer_slice_drop(void *state, size_t rounds)
{
    PeerBlock *const self = (PeerBlock *)state;
    for (size_t i = 0; i < rounds; i++) {
        Peer part;
        peer_slice(&part, &self->whole, 100, 900);
        BENCH_ESCAPE(&part);
        peer_drop(&part);
    }
}

/* A reference to the whole block stands for one that was just read; frames are slices of it. */
static void peer_frames_drop_each(void *state, size_t rounds)
{
    PeerBlock *const self = (PeerBlock *)state;
    for (size_t i = 0; i < rounds; i++) {
        Peer block;
        peer_clone(&block, &self->whole);
        for (size_t at = 0; at + BENCH_FRAME <= self->size; at += BENCH_FRAME) {
            Peer frame;
            peer_slice(&frame, &block, at, at + BENCH_FRAME);
            BENCH_ESCAPE(&frame);
            peer_drop(&frame);
        }
        peer_drop(&block);
    }
}

static void peer_make_parts(PeerBlock *self, size_t count, size_t len)
{
    for (size_t i = 0; i < count; i++) {
        peer_slice(&self->parts[i], &self->whole, i * len, (i + 1) * len);
    }
    BENCH_ESCAPE(self->parts);
}

static void peer_drop_parts(PeerBlock *self, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        peer_drop(&self->parts[i]);
    }
}

static void peer_frames_drop_all(void *state, size_t rounds)
{
    PeerBlock *const self = (PeerBlock *)state;
    for (size_t i = 0; i < rounds; i++) {
        peer_make_parts(self, BENCH_FRAMES, BENCH_FRAME);
        peer_drop_parts(self, BENCH_FRAMES);
    }
}

static void peer_headers(void *state, size_t rounds)
{
    PeerBlock *const self = (PeerBlock *)state;
    for (size_t i = 0; i < rounds; i++) {
        peer_make_parts(self, BENCH_HEADERS, BENCH_HEADER);
        peer_drop_parts(self, BENCH_HEADERS);
    }
}

static void *peer_head(void)
{
    return peer_block_new(BENCH_HEAD);
}

static void *peer_block_64(void)
{
    return peer_block_new(64);
}

static void *peer_block_1k(void)
{
    return peer_block_new(1024);
}

static void *peer_block_1m(void)
{
    return peer_block_new(BENCH_LARGE);
}

#define PEER_SLICE_ROWS(who)                                                                                           \
    {"slice-drop", who, peer_block, peer_slice_drop, peer_block_free, 1, 0},                                           \
        {"frames, drop each", who, peer_block, peer_frames_drop_each, peer_block_free, BENCH_FRAMES, 0},               \
        {"frames, drop all", who, peer_block, peer_frames_drop_all, peer_block_free, BENCH_FRAMES, 0},                 \
        {"40 headers", who, peer_head, peer_headers, peer_block_free, BENCH_HEADERS, 0},                               \
        {"frames of 64 B blocks", who, peer_block_64, peer_frames_drop_each, peer_block_free, 1, 0},                   \
        {"frames of 1 KiB blocks", who, peer_block_1k, peer_frames_drop_each, peer_block_free, 1024 / BENCH_FRAME, 0}, \
        {"frames of 64 KiB blocks", who, peer_block, peer_frames_drop_each, peer_block_free, BENCH_FRAMES, 0},         \
        {"frames of 1 MiB blocks",  who, peer_block_1m, peer_frames_drop_each, peer_block_free,                        \
         BENCH_LARGE / BENCH_FRAME, 0},
#else
#define PEER_SLICE_ROWS(who)
#endif

#include "peer_thread_rows.h"

#define PEER_ROWS(who)                                                                                                 \
    PEER_COPY_ROWS(who)                                                                                                \
    PEER_ADOPT_MALLOC_ROWS(who)                                                                                        \
    PEER_ADOPT_STATIC_ROWS(who)                                                                                        \
    PEER_READ_ROWS(who)                                                                                                \
    PEER_CLONE_ROWS(who)                                                                                               \
    PEER_CONTENDED_ROWS(who)                                                                                           \
    PEER_SLICE_ROWS(who)                                                                                               \
    PEER_THREAD_ROWS(who)
