/* SPDX-License-Identifier: MIT */
#include "resp_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void require(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "resp_run: not true: %s\n", what);
        abort();
    }
}

static void print_request(const RespParser *parser, const uint8_t *data, size_t len, BytesMut *text)
{
    require(parser->offset <= len, "a request ends within the buffer");
    require(bytes_mut_put_str(text, "[") == 0, "there is memory");
    for (size_t i = 0; i < parser->count; i++) {
        const BytesRange range = parser->args[i];
        require(range.begin <= range.end && range.end <= parser->offset, "an argument is within its request");
        require(parser->is_inline || (data[range.end] == '\r' && data[range.end + 1] == '\n'),
                "an argument of an array ends in CR LF");
        require(bytes_mut_put_str(text, i != 0 ? "|" : "") == 0 &&
                    bytes_mut_put(text, data + range.begin, range.end - range.begin) == 0,
                "there is memory");
    }
    require(bytes_mut_put_str(text, "]") == 0, "there is memory");
}

/* One call, with the bytes in a block of their size. The parser may unescape them in place. */
static int parse(RespParser *parser, BytesMut *in)
{
    uint8_t *const block = malloc(in->len != 0 ? in->len : 1);
    require(block != NULL, "there is memory");
    memcpy(block, in->data, in->len);
    const size_t before = parser->offset;
    const int result = resp_parse(parser, block, in->len);
    require(result != 0 || (parser->offset >= before && parser->offset <= in->len), "parsing goes on");
    memcpy(in->data, block, in->len);
    free(block);
    return result;
}

RespRun resp_run(const RespLimits *limits, BytesAllocator *allocator, BytesSpan stream, size_t first, size_t piece)
{
    RespRun out = {.text = BYTES_MUT_EMPTY, .result = 0};
    BytesMut in = BYTES_MUT_EMPTY;
    RespParser parser;
    resp_init(limits, allocator, &parser);
    size_t size = first != 0 ? first : piece;
    for (size_t at = 0; at < stream.len && out.result >= 0; at += size, size = piece) {
        size = size < stream.len - at ? size : stream.len - at;
        require(bytes_mut_put(&in, stream.data + at, size) == 0, "there is memory");
        out.result = 1;
        while (out.result == 1 && in.len != 0) {
            out.result = parse(&parser, &in);
            if (out.result == 1) {
                print_request(&parser, in.data, in.len, &out.text);
                bytes_mut_advance(&in, parser.offset);
                resp_next(&parser);
            }
        }
        if (in.len == 0) {
            bytes_mut_drop(&in);
        }
    }
    if (out.result == BYTES_EPROTO) {
        require(bytes_mut_printf(&out.text, "!%s", parser.error) == 0, "there is memory");
    } else if (in.len != 0) {
        require(bytes_mut_printf(&out.text, "?%zu", in.len) == 0, "there is memory");
    }
    resp_drop(&parser);
    bytes_mut_drop(&in);
    return out;
}

void resp_run_drop(RespRun *run)
{
    bytes_mut_drop(&run->text);
}
