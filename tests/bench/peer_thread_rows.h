/* SPDX-License-Identifier: MIT */
/* The rows on several threads; included by peer_rows.h. */
#if defined(PEER_CLONES) && !defined(PEER_ONE_THREAD)
static void peer_contend(void *state, unsigned number, size_t rounds)
{
    (void)number;
    peer_clone_drop(state, rounds);
}

static void *peer_contended(void)
{
    PeerBlock *const self = peer_block_new(BENCH_BLOCK);
    self->team = bench_team_new(1, peer_contend, self);
    return self;
}

static void peer_contended_run(void *state, size_t rounds)
{
    bench_team_run(((PeerBlock *)state)->team, rounds);
}

#define PEER_CONTENDED_ROWS(who)                                                                                       \
    {"share-drop, 2 threads", who, peer_contended, peer_contended_run, peer_block_free, 2, 1},
#else
#define PEER_CONTENDED_ROWS(who)
#endif

#if defined(PEER_SLICES) && !defined(PEER_ONE_THREAD)
/* Frames dropped by another thread. */
typedef struct PeerHandover {
    BenchRelay relay;
    BenchTeam *team;
    PeerBlock *batches[2];
} PeerHandover;

static void peer_fill(void *state, unsigned batch)
{
    peer_make_parts(((PeerHandover *)state)->batches[batch], BENCH_FRAMES, BENCH_FRAME);
}

static void peer_drain(void *state, unsigned batch)
{
    peer_drop_parts(((PeerHandover *)state)->batches[batch], BENCH_FRAMES);
}

static void *peer_handover(void)
{
    PeerHandover *const self = (PeerHandover *)bench_alloc(sizeof(*self));
    self->relay.fill = peer_fill;
    self->relay.drain = peer_drain;
    self->batches[0] = peer_block_new(BENCH_BLOCK);
    self->batches[1] = peer_block_new(BENCH_BLOCK);
    self->team = bench_team_new(1, bench_relay, self);
    return self;
}

static void peer_handover_run(void *state, size_t rounds)
{
    bench_team_run(((PeerHandover *)state)->team, rounds);
}

static void peer_handover_free(void *state)
{
    PeerHandover *const self = (PeerHandover *)state;
    bench_team_free(self->team);
    peer_block_free(self->batches[0]);
    peer_block_free(self->batches[1]);
    free(self);
}

/* Independent threads, each with its own block. */
typedef struct PeerParallel {
    BenchTeam *team;
    unsigned threads;
    PeerBlock *blocks[4];
} PeerParallel;

static void peer_parallel_work(void *state, unsigned number, size_t rounds)
{
    peer_frames_drop_each(((PeerParallel *)state)->blocks[number], rounds);
}

static void *peer_parallel_new(unsigned threads)
{
    PeerParallel *const self = (PeerParallel *)bench_alloc(sizeof(*self));
    self->threads = threads;
    for (unsigned i = 0; i < threads; i++) {
        self->blocks[i] = peer_block_new(BENCH_BLOCK);
    }
    self->team = bench_team_new(threads - 1, peer_parallel_work, self);
    return self;
}

static void *peer_parallel_1(void)
{
    return peer_parallel_new(1);
}

static void *peer_parallel_2(void)
{
    return peer_parallel_new(2);
}

static void *peer_parallel_3(void)
{
    return peer_parallel_new(3);
}

static void *peer_parallel_4(void)
{
    return peer_parallel_new(4);
}

static void peer_parallel_run(void *state, size_t rounds)
{
    bench_team_run(((PeerParallel *)state)->team, rounds);
}

static void peer_parallel_free(void *state)
{
    PeerParallel *const self = (PeerParallel *)state;
    bench_team_free(self->team);
    for (unsigned i = 0; i < self->threads; i++) {
        peer_block_free(self->blocks[i]);
    }
    free(self);
}

#define PEER_THREAD_ROWS(who)                                                                                          \
    {"frames, drop elsewhere", who, peer_handover, peer_handover_run, peer_handover_free, BENCH_FRAMES, 1},            \
        {"frames on 1 thread", who, peer_parallel_1, peer_parallel_run, peer_parallel_free, BENCH_FRAMES, 1},          \
        {"frames on 2 threads", who, peer_parallel_2, peer_parallel_run, peer_parallel_free, 2 * BENCH_FRAMES, 1},     \
        {"frames on 3 threads", who, peer_parallel_3, peer_parallel_run, peer_parallel_free, 3 * BENCH_FRAMES, 2},     \
        {"frames on 4 threads", who, peer_parallel_4, peer_parallel_run, peer_parallel_free, 4 * BENCH_FRAMES, 3},
#else
#define PEER_THREAD_ROWS(who)
#endif
