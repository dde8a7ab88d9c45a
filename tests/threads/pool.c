/* SPDX-License-Identifier: MIT */
/*
 * A pool whose blocks come home from other threads. Meant for ThreadSanitizer; the contents of each block are checked,
 * so that a block with two owners at once shows without it too.
 */
#include <bytes/bytes.h>
#include <bytes/pool.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "../tap.h"

enum { CONSUMERS = 3, CAPACITY = 256, KEEP = 16, ROUNDS = 20000, MAILBOXES = 32 };

/* Views on their way to a consumer: one a mailbox, NULL when it is empty. */
typedef struct Exchange {
    _Atomic(Bytes *) mailboxes[MAILBOXES];
    atomic_bool done;
    atomic_size_t wrong;
} Exchange;

static void check_view(Exchange *exchange, const Bytes *view)
{
    for (size_t i = 1; i < view->len; i++) {
        if (view->data[i] != view->data[0]) {
            atomic_fetch_add(&exchange->wrong, 1);
            return;
        }
    }
}

static bool empty_mailboxes(Exchange *exchange)
{
    bool found = false;
    for (size_t i = 0; i < MAILBOXES; i++) {
        Bytes *const view = atomic_exchange(&exchange->mailboxes[i], NULL);
        if (view != NULL) {
            found = true;
            check_view(exchange, view);
            bytes_drop(view);
            free(view);
        }
    }
    return found;
}

static void *consume(void *context)
{
    Exchange *const exchange = context;
    while (!atomic_load(&exchange->done)) {
        if (!empty_mailboxes(exchange)) {
            sched_yield();
        }
    }
    empty_mailboxes(exchange);
    return NULL;
}

/* Fills a buffer of the pool, and puts two views of it into mailboxes; what finds no empty one is dropped here. */
static void produce(BytesPool *pool, Exchange *exchange, size_t round)
{
    BytesMut buffer;
    CHECK_EQ(bytes_pool_buffer(pool, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, (uint8_t)round, CAPACITY), 0);
    for (size_t part = 0; part < 2; part++) {
        Bytes *const view = malloc(sizeof(*view));
        CHECK(view != NULL);
        *view = bytes_mut_split_freeze(&buffer, CAPACITY / 2);
        Bytes *none = NULL;
        if (!atomic_compare_exchange_strong(&exchange->mailboxes[(2 * round + part) % MAILBOXES], &none, view)) {
            bytes_drop(view);
            free(view);
        }
    }
    bytes_mut_drop(&buffer);
}

TEST(blocks_come_home_from_other_threads)
{
    static Exchange exchange;
    BytesPool *pool;
    pthread_t threads[CONSUMERS];
    CHECK_EQ(bytes_pool_create(NULL, CAPACITY, KEEP, &pool), 0);
    for (size_t i = 0; i < CONSUMERS; i++) {
        CHECK_EQ(pthread_create(&threads[i], NULL, consume, &exchange), 0);
    }
    for (size_t round = 0; round < ROUNDS; round++) {
        produce(pool, &exchange, round);
    }
    atomic_store(&exchange.done, true);
    for (size_t i = 0; i < CONSUMERS; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    }
    CHECK_EQ(exchange.wrong, 0);
    bytes_pool_trim(pool, KEEP);
    const BytesPoolStats stats = bytes_pool_stats(pool);
    CHECK_EQ(stats.in_use, 0);
    CHECK(stats.cached <= KEEP);
    CHECK_EQ(stats.hits + stats.misses, ROUNDS);
    bytes_pool_drop(&pool);
}

TEST(a_pool_that_is_dropped_while_blocks_come_home_is_freed_by_the_last)
{
    for (int round = 0; round < 200; round++) {
        static Exchange exchange;
        BytesPool *pool;
        pthread_t threads[CONSUMERS];
        atomic_store(&exchange.done, false);
        CHECK_EQ(bytes_pool_create(NULL, CAPACITY, KEEP, &pool), 0);
        for (size_t i = 0; i < CONSUMERS; i++) {
            CHECK_EQ(pthread_create(&threads[i], NULL, consume, &exchange), 0);
        }
        for (size_t i = 0; i < 20; i++) {
            produce(pool, &exchange, i);
        }
        bytes_pool_drop(&pool);
        atomic_store(&exchange.done, true);
        for (size_t i = 0; i < CONSUMERS; i++) {
            CHECK_EQ(pthread_join(threads[i], NULL), 0);
        }
        empty_mailboxes(&exchange);
        CHECK_EQ(exchange.wrong, 0);
    }
}

static void *grow_elsewhere(void *context)
{
    BytesMut *const buffer = context;
    for (int i = 0; i < 100; i++) {
        BytesMut copy;
        if (bytes_mut_copy(buffer, &copy) == 0) {
            bytes_mut_drop(&copy);
        }
    }
    bytes_mut_drop(buffer);
    return NULL;
}

TEST(another_thread_may_ask_for_blocks_too)
{
    BytesPool *pool;
    BytesMut buffers[CONSUMERS];
    pthread_t threads[CONSUMERS];
    CHECK_EQ(bytes_pool_create(NULL, CAPACITY, KEEP, &pool), 0);
    for (size_t i = 0; i < CONSUMERS; i++) {
        CHECK_EQ(bytes_pool_buffer(pool, &buffers[i]), 0);
        CHECK_EQ(bytes_mut_put_bytes(&buffers[i], 'x', CAPACITY), 0);
        CHECK_EQ(pthread_create(&threads[i], NULL, grow_elsewhere, &buffers[i]), 0);
    }
    for (size_t i = 0; i < CONSUMERS; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    }
    bytes_pool_trim(pool, 0);
    CHECK_EQ(bytes_pool_stats(pool).in_use, 0);
    bytes_pool_drop(&pool);
}

static void *own(void *context)
{
    BytesPool *pool = context;
    BytesMut buffer;
    bytes_pool_own(pool);
    for (int i = 0; i < 100; i++) {
        if (bytes_pool_buffer(pool, &buffer) == 0) {
            bytes_mut_drop(&buffer);
        }
    }
    const BytesPoolStats stats = bytes_pool_stats(pool);
    bytes_pool_drop(&pool);
    return stats.misses == 1 && stats.hits == 99 ? context : NULL;
}

TEST(another_thread_can_become_the_owner)
{
    BytesPool *pool;
    pthread_t thread;
    void *result;
    CHECK_EQ(bytes_pool_create(NULL, CAPACITY, KEEP, &pool), 0);
    CHECK_EQ(pthread_create(&thread, NULL, own, pool), 0);
    CHECK_EQ(pthread_join(thread, &result), 0);
    CHECK(result == pool);
}

TAP_MAIN()
