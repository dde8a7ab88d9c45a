/* SPDX-License-Identifier: MIT */
/* All that is measured. */
#ifndef TESTS_BENCH_PEERS_H
#define TESTS_BENCH_PEERS_H

#include "bench.h"

typedef struct BenchPeer {
    const char *name;
    const char *package;       /* what Debian calls it; NULL: nothing to install */
    const BenchEntry *entries; /* NULL: it was not there when this program was built */
    const char *version;
} BenchPeer;

/* Ended by one without a name. Several tables may have one name. */
extern const BenchPeer bench_peers[];

#endif
