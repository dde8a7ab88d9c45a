/* SPDX-License-Identifier: MIT */
/* What the figures must show: ratios of figures of one run, so that they hold on any machine. */
#ifndef TESTS_BENCH_REQUIRED_H
#define TESTS_BENCH_REQUIRED_H

#include "measure.h"

typedef struct BenchRatio {
    BenchMode mode;
    const char *work;
    const char *who;
    const char *than; /* the column that it is divided by */
    double most;      /* that it may be */
} BenchRatio;

/* Ended by one without work. */
extern const BenchRatio bench_ratios[];

/* The ratio in a run, or 0 if not both were measured. */
double bench_ratio(const BenchResults *results, const BenchRatio *ratio);

#endif
