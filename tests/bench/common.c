/* SPDX-License-Identifier: MIT */
/* What all entries share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static uint8_t source[BENCH_LARGE];
const uint8_t *const bench_source = source;

/* Before main(): pages that were never written to are all one page, which is always in the cache. */
__attribute__((constructor)) static void fill_source(void)
{
    for (size_t i = 0; i < sizeof(source); i++) {
        source[i] = (uint8_t)(i * 31); /* cast: anything that is not all alike will do */
    }
}

void bench_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, what);
    exit(70);
}

void *bench_alloc(size_t size)
{
    void *out = calloc(1, size);

    BENCH_NEED(out != NULL);
    return out;
}

/* Called and not inlined, as read() is. */
__attribute__((noinline)) void bench_read(void *to, size_t len)
{
    memcpy(to, source, len);
}
