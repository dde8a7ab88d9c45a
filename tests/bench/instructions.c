/* SPDX-License-Identifier: MIT */
/*
 * This library's rows once more, for instructions.py to count their instructions under callgrind: that is the same on
 * each run and each machine, where time is not.
 *
 * It writes a line for each call of measured(), and callgrind a part of its output; two calls with different numbers of
 * rounds make a row. The peers are not linked, since loading them would be most of the work. Rows that several threads
 * work on (libbytes_threads.c) are left out: how long those wait for each other is nothing that can be compared.
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
#define MACHINE "another machine than x86-64"
#endif

extern const BenchEntry bench_libbytes[];
extern const BenchEntry bench_libbytes_streams[];

/* callgrind starts to count here and ends its part on return; not static, so that its name stays. */
void measured(const BenchEntry *entry, void *state, size_t rounds);
__attribute__((noinline)) void measured(const BenchEntry *entry, void *state, size_t rounds)
{
    entry->run(state, rounds);
    BENCH_ESCAPE(state); /* it comes back here: a jump would leave callgrind waiting */
}

/* Twice: what each call costs by itself is no part of the difference. */
static void measure(const BenchEntry *entry)
{
    /* A multiple of the rounds after which the read loops come round, and many of them. */
    const size_t many = entry->items < 128 ? 1024 : 1024 * 128 / entry->items;
    void *state = entry->setup != NULL ? entry->setup() : NULL;

    entry->run(state, many); /* to warm up: buffers have the size that they will have, and calls have been bound */
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

static void *sleep_on(void *unused)
{
    while (pause() < 0) { /* whatever woke it */
    }
    return unused;
}

int main(int argc, char **argv)
{
    const char *what = argc == 2 ? argv[1] : "";

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
        BENCH_NEED(pthread_create(&thread, NULL, sleep_on, NULL) == 0);
        BENCH_NEED(pthread_detach(thread) == 0);
    }
    measure_all(bench_libbytes);
    measure_all(bench_libbytes_streams);
    return 0;
}
