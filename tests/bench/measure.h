/* SPDX-License-Identifier: MIT */
/*
 * Measuring: each sample in a program of its own, all samples of all entries in random order. So a change of the clock
 * rate or a busy neighbour meets all alike; no entry finds the heap as another left it; and the addresses at which a
 * program happens to be loaded, which can double a figure of a few nanoseconds, are part of the spread.
 */
#ifndef TESTS_BENCH_MEASURE_H
#define TESTS_BENCH_MEASURE_H

#include <stdbool.h>

#include "bench.h"
#include "peers.h"

/* Whether the process that is measured has a second thread, which sleeps. The C library tells, and so locks are left
 * out of malloc() and of this library while there is none. */
typedef enum BenchMode { BENCH_SINGLE, BENCH_MULTI, BENCH_MODES } BenchMode;

typedef enum BenchOutcome {
    BENCH_PENDING,
    BENCH_DONE,
    BENCH_FAILED,
    BENCH_HAS_THREADS /* to be measured with one thread, but there are more: the peer starts some of its own */
} BenchOutcome;

enum { BENCH_SAMPLES_MAX = 101 };

typedef struct BenchResult {
    unsigned peer_index;   /* in bench_peers[] */
    unsigned entry_index;  /* in its table */
    const BenchPeer *peer; /* the two that these are */
    const BenchEntry *entry;
    BenchMode mode;
    BenchOutcome outcome;
    size_t rounds; /* in a sample; 0: not known yet */
    unsigned samples;
    double ns[BENCH_SAMPLES_MAX]; /* an item; sorted at the end */
    double median, low, high;     /* the quartiles, or thereabouts */
} BenchResult;

typedef struct BenchSettings {
    bool modes[BENCH_MODES];
    const char *filter; /* part of the work's or the entry's name, or NULL */
    unsigned samples;
    double ms; /* that a sample takes at least */
    bool quiet;
} BenchSettings;

typedef struct BenchResults {
    size_t count;
    BenchResult *all;
} BenchResults;

extern const char *const bench_mode_names[BENCH_MODES];

/* Put the calling thread on a processor: the one of that number among those that the program may use, in turn. */
void bench_pin(unsigned number);

/* How many processors there are to be pinned to. */
unsigned bench_processors(void);

BenchResults bench_measure(const BenchSettings *settings);

/* What bench_measure() starts this program anew for: one sample. The arguments are its own. */
int bench_sample(int argc, char **argv);

/* The median in that mode, or 0 if there is none. */
double bench_median(const BenchResults *results, BenchMode mode, const char *work, const char *who);

#endif
