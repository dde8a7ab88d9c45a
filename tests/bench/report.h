/* SPDX-License-Identifier: MIT */
#ifndef BYTES_TESTS_BENCH_REPORT_H
#define BYTES_TESTS_BENCH_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "measure.h"

/* Print the figures, each also as a multiple of this library's. */
void bench_print(const BenchResults *results, FILE *out);

/* Print the required ratios and the rows where a peer is faster. True if all measured ratios hold and none failed. */
bool bench_check(const BenchResults *results, FILE *out);

/* Write all results and the machine's description. False on an I/O error. */
bool bench_write_json(const BenchResults *results, const BenchSettings *settings, const char *path);

#endif
