/* SPDX-License-Identifier: MIT */
/*
 * What every public operation costs: allocations, deallocations, atomic read-modify-writes, bytes copied, as stated in
 * the tables *_rows.h. `cost --list` prints the functions that have rows, for the check that every public one has.
 */
#ifndef _WIN32
#include <bytes/map.h>
#include <sys/uio.h>
#endif

#include "counting.h"
#include "fixture.h"

/* Refills of the weight that a job needs; only 16-bit weights run out. */
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
#include "rows.h"
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
     {allocations, deallocations, atomics, copied, 0}},
#include "rows.h"
#undef ROW
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static bool check(const struct Row *row)
{
    static Fixture f;
    memset(&f, 0, sizeof(f));
    wrong = false;
    row->setup(&f);
    const BytesCounts before = *bytes_counts();
    row->run(&f);
    BytesCounts cost = *bytes_counts();
    drop_fixture(&f);
    cost.allocations -= before.allocations;
    cost.deallocations -= before.deallocations;
    cost.atomics -= before.atomics;
    cost.copied -= before.copied;
    cost.visits = 0; /* queue_scaling.c states those */
    if (memcmp(&cost, &row->expected, sizeof(cost)) != 0) {
        printf("# allocations %d (stated: %d), deallocations %d (%d), atomics %d (%d), bytes copied %d (%d)\n",
               (int)cost.allocations, (int)row->expected.allocations, (int)cost.deallocations,
               (int)row->expected.deallocations, (int)cost.atomics, (int)row->expected.atomics, (int)cost.copied,
               (int)row->expected.copied);
        return false;
    }
    if (wrong) {
        printf("# the setup or the operation did not have the stated result\n");
    }
    return !wrong;
}

int main(int argc, char **argv)
{
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
    int failed = 0;
    printf("1..%d\n", (int)ROWS);
    for (int i = 0; i < ROWS; i++) {
        const bool good = check(&rows[i]);
        failed += !good;
        printf("%s %d - %s: %s\n", good ? "ok" : "not ok", i + 1, rows[i].function, rows[i].what);
    }
    return failed != 0;
}
