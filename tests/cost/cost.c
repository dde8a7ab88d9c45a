/* SPDX-License-Identifier: MIT */
/*
 * What every public operation costs: allocations, deallocations, atomic read-modify-writes, bytes copied. The tables
 * are the headers *_rows.h; a number that changes fails. `cost --list` prints the functions that have rows, so that a
 * check can compare them with the public headers.
 */
#ifndef _WIN32
#include <sys/uio.h>
#endif

#include "counting.h"
#include "fixture.h"

/* Handles run out of 16-bit weights, so that a job which makes many of them pays for so many refills. */
#if defined(TESTS_WEIGHT_BITS) && TESTS_WEIGHT_BITS == 16
#define REFILLS(count) (count)
#else
#define REFILLS(count) 0
#endif

#define ROW(function, what, setup, operation, allocations, deallocations, atomics, copied)                             \
    static void setup_##function##_##what(Fixture *f)                                                                  \
    {                                                                                                                  \
        (void)f;                                                                                                       \
        setup;                                                                                                         \
    }                                                                                                                  \
    static void run_##function##_##what(Fixture *f)                                                                    \
    {                                                                                                                  \
        (void)f;                                                                                                       \
        operation;                                                                                                     \
    }
#include "mut_rows.h"
#include "number_rows.h"
#include "queue_rows.h"
#include "search_rows.h"
#include "text_rows.h"
#include "view_rows.h"
#undef ROW

static const struct Row {
    const char *function;
    const char *what;
    void (*setup)(Fixture *f);
    void (*run)(Fixture *f);
    BytesCounts expected;
} rows[] = {
#define ROW(function, what, setup, operation, allocations, deallocations, atomics, copied)                             \
    {#function,                                                                                                        \
     #what,                                                                                                            \
     setup_##function##_##what,                                                                                        \
     run_##function##_##what,                                                                                          \
     {allocations, deallocations, atomics, copied}},
#include "view_rows.h"

#include "mut_rows.h"

#include "number_rows.h"
#include "search_rows.h"
#include "text_rows.h"

#include "queue_rows.h"
#undef ROW
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static bool check(const struct Row *row)
{
    static Fixture f;
    BytesCounts before, after;
    memset(&f, 0, sizeof(f));
    wrong = false;
    row->setup(&f);
    before = *bytes_counts();
    row->run(&f);
    after = *bytes_counts();
    clean_up(&f);
    after.allocations -= before.allocations;
    after.deallocations -= before.deallocations;
    after.atomics -= before.atomics;
    after.copied -= before.copied;
    if (memcmp(&after, &row->expected, sizeof(after)) != 0) {
        printf("# allocations %d (stated: %d), deallocations %d (%d), atomics %d (%d), bytes copied %d (%d)\n",
               (int)after.allocations, (int)row->expected.allocations, (int)after.deallocations,
               (int)row->expected.deallocations, (int)after.atomics, (int)row->expected.atomics, (int)after.copied,
               (int)row->expected.copied);
        return false;
    }
    if (wrong) {
        printf("# an operation did not do what its row says\n");
    }
    return !wrong;
}

int main(int argc, char **argv)
{
    int failed = 0;
    if (argc == 2 && strcmp(argv[1], "--list") == 0) {
        for (int i = 0; i < ROWS; i++) {
            printf("%s\n", rows[i].function);
        }
        return 0;
    }
    for (size_t i = 0; i < MANY; i++) {
        ranges[i].begin = i % 10;
        ranges[i].end = i % 10 + 1;
    }
    printf("1..%d\n", (int)ROWS);
    for (int i = 0; i < ROWS; i++) {
        const bool good = check(&rows[i]);
        failed += !good;
        printf("%s %d - %s: %s\n", good ? "ok" : "not ok", i + 1, rows[i].function, rows[i].what);
    }
    return failed != 0;
}
