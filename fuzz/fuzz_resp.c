/* SPDX-License-Identifier: MIT */
/*
 * The request parser of examples/cache: a stream has one outcome, in whichever pieces it arrives.
 *
 * The first byte of the input selects the limits and a size of pieces; the rest is the stream. It is parsed whole, in
 * pieces of that size, byte by byte, and cut in two at every place; all requests, and the error, must agree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "resp_run.h"

enum { LONGEST = 2048 };

static void compare(const RespLimits *limits, BytesSpan stream, size_t first, size_t piece, const RespRun *whole)
{
    RespRun run = resp_run(limits, bytes_malloc_allocator(), stream, first, piece);
    if (run.result != whole->result || !bytes_span_equal(bytes_mut_span(&run.text), bytes_mut_span(&whole->text))) {
        fprintf(stderr, "fuzz_resp: pieces of %zu and %zu bytes: %d, not %d\n", first, piece, run.result,
                whole->result);
        abort();
    }
    resp_run_drop(&run);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const RespLimits choices[2] = {{.arguments = 1 << 20, .argument = 1 << 29, .request = 1 << 30},
                                          {.arguments = 20, .argument = 30, .request = 100}};
    if (size < 2 || size > LONGEST) {
        return 0;
    }
    const RespLimits *const limits = &choices[data[0] & 1];
    const BytesSpan stream = bytes_span_of(data + 1, size - 1);
    RespRun whole = resp_run(limits, bytes_malloc_allocator(), stream, 0, stream.len);
    compare(limits, stream, 0, 1, &whole);
    compare(limits, stream, 0, (size_t)(data[0] >> 1) + 1, &whole);
    for (size_t cut = 1; cut < stream.len && stream.len <= 300; cut++) {
        compare(limits, stream, cut, stream.len, &whole);
    }
    resp_run_drop(&whole);
    return 0;
}
