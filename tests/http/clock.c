/* SPDX-License-Identifier: MIT */
/*
 * Time that passes when a test says so. The program that server_deadlines.py is given asks these functions where it
 * asks libuv otherwise, see meson.build. The file that HTTP_TEST_CLOCK names has two numbers: the time in milliseconds,
 * which the test writes, and how often the loop has gone round, which it can wait for.
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

/* As uv.h has them, by other names. */
uint64_t clock_now(const uv_loop_t *loop);
int clock_timer_start(uv_timer_t *timer, uv_timer_cb callback, uint64_t timeout, uint64_t repeat);

static uv_timer_cb wanted;
static uint64_t wanted_at;

static Clock *the_clock;

/* At once, for the test does not keep the file. */
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

/* Once in each round of the loop, before it looks at its sockets. */
static void on_round(uv_timer_t *timer)
{
    if (wanted_at <= clock_now(timer->loop)) {
        wanted_at = UINT64_MAX;
        wanted(timer);
    }
    atomic_fetch_add(&the_clock->rounds, 1);
}

int clock_timer_start(uv_timer_t *timer, uv_timer_cb callback, uint64_t timeout, uint64_t repeat)
{
    const uint64_t now = clock_now(timer->loop);

    (void)repeat; /* 0: there is one timer, and it is set anew each time */
    wanted = callback;
    wanted_at = timeout < UINT64_MAX - now ? now + timeout : UINT64_MAX;
    return uv_timer_start(timer, on_round, 1, 1);
}
