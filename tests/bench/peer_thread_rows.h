/* SPDX-License-Identifier: MIT */
/* The rows of peer_rows.h, which includes this, that take several threads. */
#if defined(PEER_CLONES) && !defined(PEER_ONE_THREAD)
static void peer_clone_drop_together(void *state, unsigned number, size_t rounds)
{
    (void)number;
    peer_clone_drop(state, rounds);
}

static void *peer_contest(void)
{
    PeerBlock *self = peer_block_new(BENCH_BLOCK);

    self->team = bench_team_new(1, peer_clone_drop_together, self);
    return self;
}

static void peer_contest_run(void *state, size_t rounds)
{
    bench_team_run(((PeerBlock *)state)->team, rounds);
}

#define PEER_CONTEST_ROWS(who) {"clone-drop, 2 threads", who, peer_contest, peer_contest_run, peer_block_free, 2, 1},
#else
#define PEER_CONTEST_ROWS(who)
#endif

#if defined(PEER_SLICES) && !defined(PEER_ONE_THREAD)
/* Frames that another thread drops. */
typedef struct PeerElsewhere {
    BenchRelay relay;
    BenchTeam *team;
    PeerBlock *batches[2];
} PeerElsewhere;

static void peer_fill(void *state, unsigned batch)
{
    peer_make_parts(((PeerElsewhere *)state)->batches[batch], BENCH_FRAMES, BENCH_FRAME);
}

static void peer_drain(void *state, unsigned batch)
{
    peer_drop_parts(((PeerElsewhere *)state)->batches[batch], BENCH_FRAMES);
}

static void *peer_elsewhere(void)
{
    PeerElsewhere *self = (PeerElsewhere *)bench_alloc(sizeof(*self));

    self->relay.fill = peer_fill;
    self->relay.drain = peer_drain;
    self->batches[0] = peer_block_new(BENCH_BLOCK);
    self->batches[1] = peer_block_new(BENCH_BLOCK);
    self->team = bench_team_new(1, bench_relay, self);
    return self;
}

static void peer_elsewhere_run(void *state, size_t rounds)
{
    bench_team_run(((PeerElsewhere *)state)->team, rounds);
}

static void peer_elsewhere_free(void *state)
{
    PeerElsewhere *self = (PeerElsewhere *)state;

    bench_team_free(self->team);
    peer_block_free(self->batches[0]);
    peer_block_free(self->batches[1]);
    free(self);
}

/* Threads, each with a block of its own. */
typedef struct PeerCrowd {
    BenchTeam *team;
    unsigned threads;
    PeerBlock *blocks[4];
} PeerCrowd;

static void peer_crowd_work(void *state, unsigned number, size_t rounds)
{
    peer_frames_drop_each(((PeerCrowd *)state)->blocks[number], rounds);
}

static void *peer_crowd_new(unsigned threads)
{
    PeerCrowd *self = (PeerCrowd *)bench_alloc(sizeof(*self));

    self->threads = threads;
    for (unsigned i = 0; i < threads; i++) {
        self->blocks[i] = peer_block_new(BENCH_BLOCK);
    }
    self->team = bench_team_new(threads - 1, peer_crowd_work, self);
    return self;
}

static void *peer_crowd_1(void)
{
    return peer_crowd_new(1);
}

static void *peer_crowd_2(void)
{
    return peer_crowd_new(2);
}

static void *peer_crowd_3(void)
{
    return peer_crowd_new(3);
}

static void *peer_crowd_4(void)
{
    return peer_crowd_new(4);
}

static void peer_crowd_run(void *state, size_t rounds)
{
    bench_team_run(((PeerCrowd *)state)->team, rounds);
}

static void peer_crowd_free(void *state)
{
    PeerCrowd *self = (PeerCrowd *)state;

    bench_team_free(self->team);
    for (unsigned i = 0; i < self->threads; i++) {
        peer_block_free(self->blocks[i]);
    }
    free(self);
}

#define PEER_THREAD_ROWS(who)                                                                                          \
    {"frames, drop elsewhere", who, peer_elsewhere, peer_elsewhere_run, peer_elsewhere_free, BENCH_FRAMES, 1},         \
        {"frames on 1 thread", who, peer_crowd_1, peer_crowd_run, peer_crowd_free, BENCH_FRAMES, 1},                   \
        {"frames on 2 threads", who, peer_crowd_2, peer_crowd_run, peer_crowd_free, 2 * BENCH_FRAMES, 1},              \
        {"frames on 3 threads", who, peer_crowd_3, peer_crowd_run, peer_crowd_free, 3 * BENCH_FRAMES, 2},              \
        {"frames on 4 threads", who, peer_crowd_4, peer_crowd_run, peer_crowd_free, 4 * BENCH_FRAMES, 3},
#else
#define PEER_THREAD_ROWS(who)
#endif
