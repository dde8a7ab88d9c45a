/* SPDX-License-Identifier: MIT */
#ifndef TESTS_BENCH_REPORT_H
#define TESTS_BENCH_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "measure.h"

/* The figures, each with how many times those of this library it is. */
void bench_print(const BenchResults *results, FILE *out);

/* The required ratios, and where a peer is ahead. Returns whether all hold that were measured. */
bool bench_check(const BenchResults *results, FILE *out);

/* Everything, for programs. Returns whether it could be written. */
bool bench_write_json(const BenchResults *results, const BenchSettings *settings, const char *path);

#endif
