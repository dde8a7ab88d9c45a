/* SPDX-License-Identifier: MIT */
/* What the tests' build with -DBYTES_COUNTING counts, per thread; other builds have none of it. */
#ifndef BYTES_SRC_COUNTING_H
#define BYTES_SRC_COUNTING_H

#include <bytes/base.h>

typedef struct BytesCounts {
    size_t allocations;   /* calls of allocate and reallocate */
    size_t deallocations; /* calls of deallocate */
    size_t atomics;       /* read-modify-writes of reference counts */
    size_t copied;        /* bytes copied, moved or (reallocated) possibly moved */
    size_t visits;        /* segments of queues that were looked at to find an offset or a slot */
} BytesCounts;

#ifdef __cplusplus
extern "C" {
#endif

/* The calling thread's counts. */
BYTES_API BytesCounts *bytes_counts(void);

#ifdef __cplusplus
}
#endif

#endif
