/* SPDX-License-Identifier: MIT */
/*
 * Weak views that are upgraded on some threads while the last handles are dropped on others. Meant for ThreadSanitizer;
 * the release callback counts, and poisons the bytes, so that a view of bytes that are gone shows without it too.
 */
#include <bytes/bytes.h>
#include <bytes/weak.h>

#include <pthread.h>
#include <stdatomic.h>

#include "../tap.h"

enum { THREADS = 4, ROUNDS = 3000, SIZE = 64 };

typedef struct Round {
    uint8_t memory[SIZE];
    Bytes handles[THREADS];
    BytesWeak weak[THREADS];
    atomic_int released;
    atomic_int wrong;
    pthread_barrier_t begin;
} Round;

static void release(void *data, size_t len, void *context)
{
    Round *const round = context;
    memset(data, 0xdd, len);
    atomic_fetch_add(&round->released, 1);
}

static void *race(void *context)
{
    Round *const round = context;
    static atomic_uint next;
    const unsigned self = atomic_fetch_add(&next, 1) % THREADS;
    for (int i = 0; i < ROUNDS; i++) {
        pthread_barrier_wait(&round->begin); /* the handles are there */
        bytes_drop(&round->handles[self]);
        Bytes again;
        for (int attempt = 0; attempt < 3 && bytes_weak_upgrade(&round->weak[self], &again); attempt++) {
            if (again.data[0] != 'x' || again.data[SIZE - 1] != 'x') {
                atomic_fetch_add(&round->wrong, 1);
            }
            bytes_drop(&again);
        }
        bytes_weak_drop(&round->weak[self]);
        pthread_barrier_wait(&round->begin); /* all is dropped */
    }
    return NULL;
}

TEST(an_upgrade_that_races_with_the_last_drop_finds_the_bytes_or_says_that_they_are_gone)
{
    static Round round;
    pthread_t threads[THREADS];
    CHECK_EQ(pthread_barrier_init(&round.begin, NULL, THREADS + 1), 0);
    for (size_t i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_create(&threads[i], NULL, race, &round), 0);
    }
    for (int i = 0; i < ROUNDS; i++) {
        Bytes view;
        memset(round.memory, 'x', SIZE);
        CHECK_EQ(bytes_adopt(round.memory, SIZE, BYTES_READ_ONLY, release, &round, &view), 0);
        CHECK_EQ(bytes_enable_weak(NULL, &view), 0);
        /* In turn: handles for all threads, or for one, whose drop is then that of a unique handle. */
        const size_t handles = i % 2 == 0 ? THREADS : 1;
        for (size_t j = 0; j < THREADS; j++) {
            CHECK_EQ(bytes_downgrade(&view, &round.weak[j]), 0);
        }
        for (size_t j = 0; j < THREADS; j++) {
            round.handles[j] =
                j + 1 < handles ? bytes_share(&view) : (j == handles - 1 ? bytes_move(&view) : (Bytes)BYTES_EMPTY);
        }
        pthread_barrier_wait(&round.begin);
        pthread_barrier_wait(&round.begin);
        CHECK_EQ(atomic_load(&round.released), i + 1);
    }
    for (size_t i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    }
    CHECK_EQ(atomic_load(&round.wrong), 0);
    CHECK_EQ(pthread_barrier_destroy(&round.begin), 0);
}

TAP_MAIN()
