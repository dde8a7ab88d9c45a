/* SPDX-License-Identifier: MIT */
/* What all entries share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static uint8_t source[BENCH_BLOCK];
const uint8_t *const bench_source = source;

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
