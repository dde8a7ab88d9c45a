/* SPDX-License-Identifier: MIT */
/*
 * The rows of this library once more, for instructions.py, which counts their instructions under callgrind. That number
 * is the same on every run and every machine; time is not.
 *
 * For each call of measured() this program prints a line and callgrind dumps a part; two calls with different numbers
 * of rounds make a row. The peers are not linked, since loading them would be most of the work. Rows on several threads
 * (libbytes_threads.c) are left out: the number of their instructions depends on how long they wait for each other.
 */
#include <bytes/bytes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"

#if defined(__clang__)
#define COMPILER "clang"
#define COMPILER_VERSION __clang_major__
#else
#define COMPILER "gcc"
#define COMPILER_VERSION __GNUC__
#endif
#if defined(__x86_64__)
#define MACHINE "x86-64"
#else
#define MACHINE "a machine other than x86-64"
#endif

extern const BenchEntry bench_libbytes[];
extern const BenchEntry bench_libbytes_streams[];
extern const BenchEntry bench_libbytes_hpp[];

/* callgrind resets its counters on entry and dumps them on return; not static, so that the name is kept. */
void measured(const BenchEntry *entry, void *state, size_t rounds);
__attribute__((noinline)) void measured(const BenchEntry *entry, void *state, size_t rounds)
{
    entry->run(state, rounds);
    BENCH_ESCAPE(state); /* prevents a tail call, which would hide the return from callgrind */
}

/* Twice: the constant cost of a call cancels in the difference. */
static void measure(const BenchEntry *entry)
{
    /* A multiple of the period of the read loops. */
    const size_t many = entry->items < 128 ? 1024 : 1024 * 128 / entry->items;
    void *const state = entry->setup != NULL ? entry->setup() : NULL;
    entry->run(state, many); /* warm-up: buffers reach their final size, lazy binding is done */
    for (size_t times = 1; times <= 2; times++) {
        measured(entry, state, many * times);
        printf("%s\t%s\t%u\t%zu\n", entry->work, entry->who, entry->items, many * times);
    }
    if (entry->teardown != NULL) {
        entry->teardown(state);
    }
}

static void measure_all(const BenchEntry *entries)
{
    for (const BenchEntry *entry = entries; entry->work != NULL; entry++) {
        if (entry->threads == 0) {
            measure(entry);
        }
    }
}

static void *sleep_forever(void *unused)
{
    while (pause() < 0) { /* always: pause() returns after a signal only */
    }
    return unused;
}

int main(int argc, char **argv)
{
    const char *const what = argc == 2 ? argv[1] : "";
    if (strcmp(what, "compiler") == 0) {
        printf("%s %d for %s\n", COMPILER, COMPILER_VERSION, MACHINE);
        return 0;
    }
    if (strcmp(what, "single") != 0 && strcmp(what, "multi") != 0) {
        fputs("usage: instructions compiler|single|multi\n", stderr);
        return 64;
    }
    if (strcmp(what, "multi") == 0) {
        pthread_t thread;
        BENCH_CHECK(pthread_create(&thread, NULL, sleep_forever, NULL) == 0);
        BENCH_CHECK(pthread_detach(thread) == 0);
    }
    measure_all(bench_libbytes);
    measure_all(bench_libbytes_streams);
    measure_all(bench_libbytes_hpp);
    return 0;
}
