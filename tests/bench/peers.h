/* SPDX-License-Identifier: MIT */
/* The libraries measured, and the floors. */
#ifndef BYTES_TESTS_BENCH_PEERS_H
#define BYTES_TESTS_BENCH_PEERS_H

#include "bench.h"

typedef struct BenchPeer {
    const char *name;
    const char *package;       /* Debian's; NULL: nothing to install */
    const BenchEntry *entries; /* NULL: absent when this program was built */
    const char *version;
} BenchPeer;

/* Ended by an entry without a name. Several tables may belong to one name. */
extern const BenchPeer bench_peers[];

#endif
