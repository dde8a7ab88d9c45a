/* SPDX-License-Identifier: MIT */
/*
 * Measuring: each sample in a process of its own, all samples of all entries in random order. A change of the clock
 * rate or other load on the machine then affects all entries equally; no entry runs on a heap that another has used;
 * and load addresses, which can double a figure of a few nanoseconds, vary from sample to sample: they are part of the
 * spread.
 */
#ifndef BYTES_TESTS_BENCH_MEASURE_H
#define BYTES_TESTS_BENCH_MEASURE_H

#include <stdbool.h>

#include "bench.h"
#include "peers.h"

/* Whether the measured process has a second thread, asleep. In a single-threaded process malloc() and this library omit
 * the lock prefix. */
typedef enum BenchMode { BENCH_SINGLE, BENCH_MULTI, BENCH_MODES } BenchMode;

typedef enum BenchOutcome {
    BENCH_PENDING,
    BENCH_DONE,
    BENCH_FAILED,
    BENCH_HAS_THREADS /* BENCH_SINGLE, but the peer started threads */
} BenchOutcome;

enum { BENCH_SAMPLES_MAX = 101 };

typedef struct BenchResult {
    unsigned peer_index;   /* in bench_peers[] */
    unsigned entry_index;  /* in its table */
    const BenchPeer *peer; /* what the two indices name */
    const BenchEntry *entry;
    BenchMode mode;
    BenchOutcome outcome;
    size_t rounds; /* per sample; 0: not calibrated yet */
    unsigned samples;
    double ns[BENCH_SAMPLES_MAX]; /* per item; sorted at the end */
    double median, low, high;     /* low, high: the first and third quartile */
} BenchResult;

typedef struct BenchSettings {
    bool modes[BENCH_MODES];
    const char *filter; /* substring of the work or of the library, or NULL */
    unsigned samples;
    double ms; /* minimum duration of a sample */
    bool quiet;
} BenchSettings;

typedef struct BenchResults {
    size_t count;
    BenchResult *all;
} BenchResults;

extern const char *const bench_mode_names[BENCH_MODES];

/* Pin the calling thread to the processor of that number, modulo the number of processors this process may use. */
void bench_pin(unsigned number);

/* The number of processors this process may use. */
unsigned bench_processors(void);

BenchResults bench_measure(const BenchSettings *settings);

/* The process that bench_measure() starts for each sample: main() passes its arguments on. */
int bench_sample(int argc, char **argv);

/* The median in that mode, or 0 if it was not measured. */
double bench_median(const BenchResults *results, BenchMode mode, const char *work, const char *who);

#endif
