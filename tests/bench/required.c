/* SPDX-License-Identifier: MIT */
#include "required.h"

#define PAIR "floor: pair"
#define COPY "floor: malloc, memcpy, free"

const BenchRatio bench_ratios[] = {
    {BENCH_MULTI, "share-drop", "libbytes", PAIR, 0.8},
    {BENCH_MULTI, "slice-drop", "libbytes", PAIR, 0.8},
    {BENCH_MULTI, "frames, drop each", "libbytes", PAIR, 0.65},
    {BENCH_MULTI, "frames, drop all", "libbytes", PAIR, 0.15},
    {BENCH_MULTI, "copy-drop 64 B", "libbytes", COPY, 1.4},
    {BENCH_MULTI, "copy-drop 960 B", "libbytes", COPY, 1.25},
    {BENCH_MULTI, "copy-drop 1 KiB", "libbytes", "floor: malloc with a header, memcpy, free", 1.2},
    {BENCH_MULTI, "copy-drop 1 KiB", "libbytes: pool", "Rust bytes", 0.99},
    {BENCH_MULTI, "buffer of 4 KiB", "libbytes: pool", "floor: malloc, free", 0.5},
    {BENCH_MULTI, "buffer, drop elsewhere", "libbytes: pool", "floor: malloc, free", 0.5},
    {BENCH_MULTI, "append 64 B x 1024", "libbytes", "floor: doubling realloc", 1.3},
    {BENCH_MULTI, "read loop", "libbytes", "Rust bytes", 0.9},
    {BENCH_MULTI, "read loop, 4 held", "libbytes", "Rust bytes", 0.9},
    {BENCH_MULTI, "40 headers", "libbytes", PAIR, 0.25},
    {BENCH_SINGLE, "share-drop", "libbytes", PAIR, 0.32},
    {BENCH_SINGLE, "share-drop", "libbytes: bytes_clone", PAIR, 0.32},
    {BENCH_MODES, NULL, NULL, NULL, 0},
};

double bench_ratio(const BenchResults *results, const BenchRatio *ratio)
{
    const double numerator = bench_median(results, ratio->mode, ratio->work, ratio->who);
    const double denominator = bench_median(results, ratio->mode, ratio->work, ratio->than);
    return denominator > 0 ? numerator / denominator : 0;
}
