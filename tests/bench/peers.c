/* SPDX-License-Identifier: MIT */
#include "peers.h"

extern const BenchEntry bench_libbytes[];
extern const BenchEntry bench_libbytes_streams[];
extern const BenchEntry bench_libbytes_threads[];
extern const BenchEntry bench_floors[];

const BenchPeer bench_peers[] = {
    {"libbytes", NULL, bench_libbytes, BENCH_LIBBYTES_VERSION},
    {"libbytes", NULL, bench_libbytes_streams, BENCH_LIBBYTES_VERSION},
    {"libbytes", NULL, bench_libbytes_threads, BENCH_LIBBYTES_VERSION},
    {"floors", NULL, bench_floors, NULL},
    {NULL, NULL, NULL, NULL},
};
