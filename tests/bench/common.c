/* SPDX-License-Identifier: MIT */
/* What all entries share; see bench.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static uint8_t source[BENCH_LARGE];
const uint8_t *const bench_source = source;

/* Pages that were never written to all map to the one zero page, which is always cached: so fill them first. */
__attribute__((constructor)) static void fill_source(void)
{
    for (size_t i = 0; i < sizeof(source); i++) {
        source[i] = (uint8_t)(i * 31);
    }
}

void bench_fail(const char *file, int line, const char *what)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    exit(70);
}

void *bench_alloc(size_t size)
{
    void *const out = calloc(1, size);
    BENCH_CHECK(out != NULL);
    return out;
}

/* Not inlined, as read() is not. */
__attribute__((noinline)) void bench_read(void *to, size_t len)
{
    memcpy(to, source, len);
}
