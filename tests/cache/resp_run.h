/* SPDX-License-Identifier: MIT */
/* Runs the parser of examples/cache over a stream that arrives in pieces, as a connection does. */
#ifndef BYTES_TESTS_CACHE_RESP_RUN_H
#define BYTES_TESTS_CACHE_RESP_RUN_H

#include "resp.h"

/* What a run led to: "[SET|key|value][GET|key]" for each request, then `?` and the bytes that are left of an incomplete
 * one, or `!` and the error. */
typedef struct RespRun {
    BytesMut text;
    int result; /* the last */
} RespRun;

/*
 * @param piece Bytes of each piece; the first is @p first, if that is not 0.
 *
 * Each call of the parser gets the bytes in a block of exactly their size, so that AddressSanitizer reports the first
 * byte read outside. Aborts if the parser breaks its contract.
 */
RespRun resp_run(const RespLimits *limits, BytesAllocator *allocator, BytesSpan stream, size_t first, size_t piece);

void resp_run_drop(RespRun *run);

#endif
