/* SPDX-License-Identifier: MIT */
/* Threads that each work on handles of their own. */
#ifndef BYTES_TESTS_THREADS_WORKER_H
#define BYTES_TESTS_THREADS_WORKER_H

#include "tap.h"

#include <bytes/bytes.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

/* What a thread works on, and what it found. */
typedef struct Worker {
    pthread_t thread;
    Bytes view;
    Bytes *handles;
    size_t count; /* of the handles */
    const Bytes *common;
    const BytesMut *buffer;
    unsigned sum; /* of the bytes that it read */
    bool wrong;
} Worker;

static inline void start(Worker *worker, void *(*run)(void *))
{
    CHECK_EQ(pthread_create(&worker->thread, NULL, run, worker), 0);
}

static inline void join(Worker *worker)
{
    CHECK_EQ(pthread_join(worker->thread, NULL), 0);
    CHECK(!worker->wrong);
}

static inline unsigned sum_of(const uint8_t *data, size_t len)
{
    unsigned sum = 0;
    for (size_t i = 0; i < len; i++) {
        sum += data[i];
    }
    return sum;
}

static inline void *read_and_drop(void *context)
{
    Worker *const worker = context;
    worker->sum = sum_of(worker->view.data, worker->view.len);
    bytes_drop(&worker->view);
    return NULL;
}

/* A full buffer of `len` times the value. */
static inline BytesMut buffer_of(size_t len, uint8_t value)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity(len, &out), 0);
    CHECK_EQ(bytes_mut_put_bytes(&out, value, len), 0);
    return out;
}

#endif
