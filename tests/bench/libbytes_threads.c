/* SPDX-License-Identifier: MIT */
/* This library: on several threads. */
#include <bytes/bytes.h>
#include <stdlib.h>

#include "bench.h"
#include "libbytes.h"

/* Two threads with views of one storage. */
typedef struct Contest {
    BenchTeam *team;
    Bytes common;
    struct {
        Bytes view;
        char apart[128 - sizeof(Bytes)]; /* what they compete for is the count alone */
    } own[2];
} Contest;

static void share_drop(void *state, unsigned number, size_t rounds)
{
    Contest *self = state;

    for (size_t i = 0; i < rounds; i++) {
        Bytes copy = bytes_share(&self->own[number].view);
        BENCH_HAND(copy.data, copy.len);
        bytes_drop(&copy);
    }
}

static void clone_drop(void *state, unsigned number, size_t rounds)
{
    const Contest *self = state;

    (void)number;
    for (size_t i = 0; i < rounds; i++) {
        Bytes copy = bytes_clone(&self->common);
        BENCH_HAND(copy.data, copy.len);
        bytes_drop(&copy);
    }
}

static Contest *contest_new(BenchWork *work)
{
    Contest *self = bench_alloc(sizeof(*self));

    BENCH_NEED(bytes_copy(bench_source, 1024, &self->common) == 0);
    self->own[0].view = bytes_clone(&self->common);
    self->own[1].view = bytes_clone(&self->common);
    self->team = bench_team_new(1, work, self);
    return self;
}

static void *share_setup(void)
{
    return contest_new(share_drop);
}

static void *clone_setup(void)
{
    return contest_new(clone_drop);
}

static void contest_run(void *state, size_t rounds)
{
    Contest *self = state;

    bench_team_run(self->team, rounds);
}

static void contest_teardown(void *state)
{
    Contest *self = state;

    bench_team_free(self->team);
    bytes_drop(&self->own[0].view);
    bytes_drop(&self->own[1].view);
    bytes_drop(&self->common);
    free(self);
}

/* Frames that another thread drops: a buffer for each of the batches, so that each is read into once its frames are
 * back. */
typedef struct Elsewhere {
    BenchRelay relay;
    BenchTeam *team;
    LibbytesFrames *batches[2];
} Elsewhere;

static void fill(void *state, unsigned batch)
{
    const Elsewhere *self = state;
    LibbytesFrames *frames = self->batches[batch];

    BytesMut buffer = bytes_mut_move(&frames->buffer);

    libbytes_frames_read(&buffer, frames->block);
    for (size_t i = 0; i < BENCH_FRAMES; i++) {
        frames->frames[i] = bytes_mut_split_freeze(&buffer, BENCH_FRAME);
    }
    frames->buffer = buffer;
}

static void drain(void *state, unsigned batch)
{
    const Elsewhere *self = state;
    LibbytesFrames *frames = self->batches[batch];

    for (size_t i = 0; i < BENCH_FRAMES; i++) {
        bytes_drop(&frames->frames[i]);
    }
}

static void drain_all(void *state, unsigned batch)
{
    const Elsewhere *self = state;

    bytes_drop_all(self->batches[batch]->frames, BENCH_FRAMES);
}

static Elsewhere *elsewhere_new(void (*how)(void *state, unsigned batch))
{
    Elsewhere *self = bench_alloc(sizeof(*self));

    self->relay.fill = fill;
    self->relay.drain = how;
    self->batches[0] = libbytes_frames_new(BENCH_BLOCK);
    self->batches[1] = libbytes_frames_new(BENCH_BLOCK);
    self->team = bench_team_new(1, bench_relay, self);
    return self;
}

static void *elsewhere_setup(void)
{
    return elsewhere_new(drain);
}

static void *elsewhere_all_setup(void)
{
    return elsewhere_new(drain_all);
}

static void elsewhere_run(void *state, size_t rounds)
{
    Elsewhere *self = state;

    bench_team_run(self->team, rounds);
}

static void elsewhere_teardown(void *state)
{
    Elsewhere *self = state;

    bench_team_free(self->team);
    libbytes_frames_free(self->batches[0]);
    libbytes_frames_free(self->batches[1]);
    free(self);
}

/* Threads that have nothing to do with each other: each with a buffer of its own. */
enum { THREADS_MAX = 4 };

typedef struct Crowd {
    BenchTeam *team;
    unsigned threads;
    LibbytesFrames *frames[THREADS_MAX];
} Crowd;

static void crowd_work(void *state, unsigned number, size_t rounds)
{
    const Crowd *self = state;

    libbytes_frames_drop_each(self->frames[number], rounds);
}

static void *crowd_new(unsigned threads)
{
    Crowd *self = bench_alloc(sizeof(*self));

    self->threads = threads;
    for (unsigned i = 0; i < threads; i++) {
        self->frames[i] = libbytes_frames_new(BENCH_BLOCK);
    }
    self->team = bench_team_new(threads - 1, crowd_work, self);
    return self;
}

static void *crowd_setup_1(void)
{
    return crowd_new(1);
}

static void *crowd_setup_2(void)
{
    return crowd_new(2);
}

static void *crowd_setup_3(void)
{
    return crowd_new(3);
}

static void *crowd_setup_4(void)
{
    return crowd_new(4);
}

static void crowd_run(void *state, size_t rounds)
{
    Crowd *self = state;

    bench_team_run(self->team, rounds);
}

static void crowd_teardown(void *state)
{
    Crowd *self = state;

    bench_team_free(self->team);
    for (unsigned i = 0; i < self->threads; i++) {
        libbytes_frames_free(self->frames[i]);
    }
    free(self);
}

const BenchEntry bench_libbytes_threads[] = {
    {"clone-drop, 2 threads", "libbytes", share_setup, contest_run, contest_teardown, 2, 1},
    {"clone-drop, 2 threads", "libbytes: bytes_clone", clone_setup, contest_run, contest_teardown, 2, 1},
    {"frames, drop elsewhere", "libbytes", elsewhere_setup, elsewhere_run, elsewhere_teardown, BENCH_FRAMES, 1},
    {"frames, drop elsewhere", "libbytes: drop all", elsewhere_all_setup, elsewhere_run, elsewhere_teardown,
     BENCH_FRAMES, 1},
    /* With one it has a process of several threads too, and the same clock as the others. */
    {"frames on 1 thread", "libbytes", crowd_setup_1, crowd_run, crowd_teardown, BENCH_FRAMES, 1},
    {"frames on 2 threads", "libbytes", crowd_setup_2, crowd_run, crowd_teardown, 2 * BENCH_FRAMES, 1},
    {"frames on 3 threads", "libbytes", crowd_setup_3, crowd_run, crowd_teardown, 3 * BENCH_FRAMES, 2},
    {"frames on 4 threads", "libbytes", crowd_setup_4, crowd_run, crowd_teardown, 4 * BENCH_FRAMES, 3},
    {0},
};
