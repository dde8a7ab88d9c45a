/* SPDX-License-Identifier: MIT */
/*
 * A clock that a test controls. The program for server_deadlines.py calls these functions in place of libuv's; see
 * meson.build. The file that HTTP_TEST_CLOCK names consists of two numbers: the time in milliseconds, which the test
 * writes, and the number of rounds that the loop has run, which the test can wait for.
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <uv.h>

typedef struct Clock {
    _Atomic uint64_t now;
    _Atomic uint64_t rounds;
} Clock;

/* uv_now() and uv_timer_start() under other names. */
uint64_t clock_now(const uv_loop_t *loop);
int clock_timer_start(uv_timer_t *timer, uv_timer_cb callback, uint64_t timeout, uint64_t repeat);

static uv_timer_cb due_callback;
static uint64_t due;
static Clock *the_clock;

/* At the start, because the test does not keep the file. */
__attribute__((constructor)) static void open_clock(void)
{
    const char *name = getenv("HTTP_TEST_CLOCK");
    const int file = name != NULL ? open(name, O_RDWR | O_CLOEXEC) : -1;
    void *memory = file >= 0 ? mmap(NULL, sizeof(*the_clock), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
    if (memory == MAP_FAILED) {
        perror("HTTP_TEST_CLOCK");
        exit(99);
    }
    close(file);
    the_clock = memory;
}

uint64_t clock_now(const uv_loop_t *loop)
{
    (void)loop;
    return atomic_load(&the_clock->now);
}

/* Once in each round of the loop, before it polls its sockets. */
static void on_round(uv_timer_t *timer)
{
    if (due <= clock_now(timer->loop)) {
        due = UINT64_MAX;
        due_callback(timer);
    }
    atomic_fetch_add(&the_clock->rounds, 1);
}

int clock_timer_start(uv_timer_t *timer, uv_timer_cb callback, uint64_t timeout, uint64_t repeat)
{
    const uint64_t now = clock_now(timer->loop);
    (void)repeat; /* 0: the only timer is set again each time */
    due_callback = callback;
    due = timeout < UINT64_MAX - now ? now + timeout : UINT64_MAX;
    return uv_timer_start(timer, on_round, 1, 1);
}
