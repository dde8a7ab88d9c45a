/* SPDX-License-Identifier: MIT */
/* This library: work on several threads. */
#include <bytes/bytes.h>
#include <stdlib.h>

#include "bench.h"
#include "libbytes.h"

/* Two threads, each with a view of one storage. */
typedef struct Contended {
    BenchTeam *team;
    Bytes common;
    struct {
        Bytes view;
        char padding[128 - sizeof(Bytes)]; /* the only contended cache line is the storage's */
    } own[2];
} Contended;

static void share_drop(void *state, unsigned number, size_t rounds)
{
    Contended *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes copy = bytes_share(&self->own[number].view);
        BENCH_CONSUME(copy.data, copy.len);
        bytes_drop(&copy);
    }
}

static void clone_drop(void *state, unsigned number, size_t rounds)
{
    const Contended *const self = state;
    (void)number;
    for (size_t i = 0; i < rounds; i++) {
        Bytes copy = bytes_clone(&self->common);
        BENCH_CONSUME(copy.data, copy.len);
        bytes_drop(&copy);
    }
}

static Contended *contended_new(BenchWork *work)
{
    Contended *const self = bench_alloc(sizeof(*self));
    BENCH_CHECK(bytes_copy(bench_source, 1024, &self->common) == 0);
    self->own[0].view = bytes_clone(&self->common);
    self->own[1].view = bytes_clone(&self->common);
    self->team = bench_team_new(1, work, self);
    return self;
}

static void *share_setup(void)
{
    return contended_new(share_drop);
}

static void *clone_setup(void)
{
    return contended_new(clone_drop);
}

static void contended_run(void *state, size_t rounds)
{
    Contended *const self = state;
    bench_team_run(self->team, rounds);
}

static void contended_teardown(void *state)
{
    Contended *const self = state;
    bench_team_free(self->team);
    bytes_drop(&self->own[0].view);
    bytes_drop(&self->own[1].view);
    bytes_drop(&self->common);
    free(self);
}

/* Frames dropped by another thread. Each batch has its own buffer, which is read into once its frames are dropped. */
typedef struct Handover {
    BenchRelay relay;
    BenchTeam *team;
    LibbytesFrames *batches[2];
} Handover;

static void fill(void *state, unsigned batch)
{
    const Handover *const self = state;
    LibbytesFrames *const frames = self->batches[batch];
    BytesMut buffer = bytes_mut_move(&frames->buffer);
    libbytes_frames_read(&buffer, frames->block);
    for (size_t i = 0; i < BENCH_FRAMES; i++) {
        frames->frames[i] = bytes_mut_split_freeze(&buffer, BENCH_FRAME);
    }
    frames->buffer = buffer;
}

static void drain(void *state, unsigned batch)
{
    const Handover *const self = state;
    LibbytesFrames *const frames = self->batches[batch];
    for (size_t i = 0; i < BENCH_FRAMES; i++) {
        bytes_drop(&frames->frames[i]);
    }
}

static void drain_all(void *state, unsigned batch)
{
    const Handover *const self = state;
    bytes_drop_all(self->batches[batch]->frames, BENCH_FRAMES);
}

static Handover *handover_new(void (*drain_batch)(void *state, unsigned batch))
{
    Handover *const self = bench_alloc(sizeof(*self));
    self->relay.fill = fill;
    self->relay.drain = drain_batch;
    self->batches[0] = libbytes_frames_new(BENCH_BLOCK);
    self->batches[1] = libbytes_frames_new(BENCH_BLOCK);
    self->team = bench_team_new(1, bench_relay, self);
    return self;
}

static void *handover_setup(void)
{
    return handover_new(drain);
}

static void *handover_all_setup(void)
{
    return handover_new(drain_all);
}

static void handover_run(void *state, size_t rounds)
{
    Handover *const self = state;
    bench_team_run(self->team, rounds);
}

static void handover_teardown(void *state)
{
    Handover *const self = state;
    bench_team_free(self->team);
    libbytes_frames_free(self->batches[0]);
    libbytes_frames_free(self->batches[1]);
    free(self);
}

/* Independent threads, each with its own buffer. */
enum { THREADS_MAX = 4 };

typedef struct Parallel {
    BenchTeam *team;
    unsigned threads;
    LibbytesFrames *frames[THREADS_MAX];
} Parallel;

static void parallel_work(void *state, unsigned number, size_t rounds)
{
    const Parallel *const self = state;
    libbytes_frames_drop_each(self->frames[number], rounds);
}

static void *parallel_new(unsigned threads)
{
    Parallel *const self = bench_alloc(sizeof(*self));
    self->threads = threads;
    for (unsigned i = 0; i < threads; i++) {
        self->frames[i] = libbytes_frames_new(BENCH_BLOCK);
    }
    self->team = bench_team_new(threads - 1, parallel_work, self);
    return self;
}

static void *parallel_setup_1(void)
{
    return parallel_new(1);
}

static void *parallel_setup_2(void)
{
    return parallel_new(2);
}

static void *parallel_setup_3(void)
{
    return parallel_new(3);
}

static void *parallel_setup_4(void)
{
    return parallel_new(4);
}

static void parallel_run(void *state, size_t rounds)
{
    Parallel *const self = state;
    bench_team_run(self->team, rounds);
}

static void parallel_teardown(void *state)
{
    Parallel *const self = state;
    bench_team_free(self->team);
    for (unsigned i = 0; i < self->threads; i++) {
        libbytes_frames_free(self->frames[i]);
    }
    free(self);
}

const BenchEntry bench_libbytes_threads[] = {
    {"share-drop, 2 threads", "libbytes", share_setup, contended_run, contended_teardown, 2, 1},
    {"share-drop, 2 threads", "libbytes: bytes_clone", clone_setup, contended_run, contended_teardown, 2, 1},
    {"frames, drop elsewhere", "libbytes", handover_setup, handover_run, handover_teardown, BENCH_FRAMES, 1},
    {"frames, drop elsewhere", "libbytes: drop all", handover_all_setup, handover_run, handover_teardown, BENCH_FRAMES,
     1},
    /* With one thread too: in a multi-threaded process and in wall-clock time, as the others. */
    {"frames on 1 thread", "libbytes", parallel_setup_1, parallel_run, parallel_teardown, BENCH_FRAMES, 1},
    {"frames on 2 threads", "libbytes", parallel_setup_2, parallel_run, parallel_teardown, 2 * BENCH_FRAMES, 1},
    {"frames on 3 threads", "libbytes", parallel_setup_3, parallel_run, parallel_teardown, 3 * BENCH_FRAMES, 2},
    {"frames on 4 threads", "libbytes", parallel_setup_4, parallel_run, parallel_teardown, 4 * BENCH_FRAMES, 3},
    {0},
};
