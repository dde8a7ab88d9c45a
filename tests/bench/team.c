/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* pthread_barrier_t */
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

#include "bench.h"
#include "measure.h"

enum { OTHERS_MAX = 7 };

typedef struct Member {
    BenchTeam *team;
    unsigned number;
    pthread_t thread;
} Member;

struct BenchTeam {
    BenchWork *work;
    void *state;
    size_t rounds;
    bool done;
    unsigned others;
    pthread_barrier_t begin; /* also publishes `rounds` and `done` */
    pthread_barrier_t end;
    Member members[OTHERS_MAX];
};

static void *run_member(void *member)
{
    const Member *const me = member;
    BenchTeam *const team = me->team;
    bench_pin(me->number);
    for (;;) {
        pthread_barrier_wait(&team->begin);
        if (team->done) {
            return NULL;
        }
        team->work(team->state, me->number, team->rounds);
        pthread_barrier_wait(&team->end);
    }
}

BenchTeam *bench_team_new(unsigned others, BenchWork *work, void *state)
{
    BENCH_CHECK(others <= OTHERS_MAX);
    BenchTeam *const team = bench_alloc(sizeof(*team));
    team->work = work;
    team->state = state;
    team->others = others;
    BENCH_CHECK(pthread_barrier_init(&team->begin, NULL, others + 1) == 0);
    BENCH_CHECK(pthread_barrier_init(&team->end, NULL, others + 1) == 0);
    for (unsigned i = 0; i < others; i++) {
        team->members[i].team = team;
        team->members[i].number = i + 1;
        BENCH_CHECK(pthread_create(&team->members[i].thread, NULL, run_member, &team->members[i]) == 0);
    }
    return team;
}

void bench_team_run(BenchTeam *team, size_t rounds)
{
    team->rounds = rounds;
    pthread_barrier_wait(&team->begin);
    team->work(team->state, 0, rounds);
    pthread_barrier_wait(&team->end);
}

void bench_team_free(BenchTeam *team)
{
    team->done = true;
    pthread_barrier_wait(&team->begin);
    for (unsigned i = 0; i < team->others; i++) {
        BENCH_CHECK(pthread_join(team->members[i].thread, NULL) == 0);
    }
    BENCH_CHECK(pthread_barrier_destroy(&team->begin) == 0);
    BENCH_CHECK(pthread_barrier_destroy(&team->end) == 0);
    free(team);
}

/* Spins first, since the other thread is running; then yields, in case there is only one processor. */
static void wait_for(const unsigned *flag, unsigned wanted)
{
    for (unsigned tries = 0; __atomic_load_n(flag, __ATOMIC_ACQUIRE) != wanted; tries++) {
        if (tries > 20000) {
            sched_yield();
        }
    }
}

void bench_relay(void *state, unsigned number, size_t rounds)
{
    BenchRelay *const relay = state;
    for (size_t round = 0; round < rounds; round++) {
        const unsigned batch = round % 2;
        unsigned *full = &relay->full_[batch][0];
        wait_for(full, number);
        if (number == 0) {
            relay->fill(state, batch);
        } else {
            relay->drain(state, batch);
        }
        __atomic_store_n(full, 1 - number, __ATOMIC_RELEASE); /* release: publishes the contents of the batch */
    }
}
