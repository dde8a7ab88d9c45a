/* SPDX-License-Identifier: MIT */
/* Required figures, as ratios within one run, so that they are comparable across machines. */
#ifndef BYTES_TESTS_BENCH_REQUIRED_H
#define BYTES_TESTS_BENCH_REQUIRED_H

#include "measure.h"

typedef struct BenchRatio {
    BenchMode mode;
    const char *work;
    const char *who;
    const char *than; /* the column it is divided by */
    double most;      /* upper bound of the ratio */
} BenchRatio;

/* Ended by an entry without work. */
extern const BenchRatio bench_ratios[];

/* The measured ratio, or 0 unless both were measured. */
double bench_ratio(const BenchResults *results, const BenchRatio *ratio);

#endif
