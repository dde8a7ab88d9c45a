/* SPDX-License-Identifier: MIT */
/*
 * Requests of RESP2 and RESP3, the protocol of Redis: arrays of bulk strings, and inline commands.
 *
 * The parser works on the front of a read buffer and keeps its state as offsets from there, so the buffer may grow and
 * move between calls, but must not be consumed within a request. Each byte is looked at once, however requests are cut;
 * the bytes of an argument are not looked at at all.
 */
#ifndef CACHE_RESP_H
#define CACHE_RESP_H

#include <bytes/bytes.h>

/* The most of each, on pain of an error. */
typedef struct RespLimits {
    size_t arguments; /* of a request */
    size_t argument;  /* bytes of one */
    size_t request;   /* bytes of a request */
} RespLimits;

enum { RESP_INLINE_MAX = 64 * 1024, RESP_FEW = 16 };

typedef struct RespParser {
    const RespLimits *limits;
    BytesAllocator *allocator; /* of the arrays of requests with more than a few arguments */
    BytesRange *args;          /* offsets in the buffer; an argument is followed by CR LF unless `is_inline` */
    size_t count;              /* arguments that are complete, or begun */
    size_t capacity;           /* of `args` */
    size_t expected;           /* arguments of the array; 0: none has begun */
    size_t offset;             /* first byte that was not parsed; after a request its size */
    size_t need;               /* after 0: bytes missing at least, if an argument's length is known; else 0 */
    const char *error;         /* after BYTES_EPROTO: what is wrong, in Redis' words */
    bool is_inline;
    bool in_argument;   /* the last argument has begun: its header was parsed */
    uint8_t unexpected; /* what stands in place of a '$'; part of that error */
    BytesRange few[RESP_FEW];
} RespParser;

void resp_init(const RespLimits *limits, BytesAllocator *allocator, RespParser *out);
void resp_drop(RespParser *self);

/*
 * Parse on.
 *
 * @param data, len What is in the buffer, from the first byte of the request on. Quoted inline arguments are unescaped
 *                  in place.
 * @retval 1            A request, maybe without arguments. Then resp_next().
 * @retval 0            Incomplete.
 * @retval BYTES_EPROTO Malformed, or over a limit; see `error`. The stream has no more requests.
 * @retval BYTES_ENOMEM Out of memory.
 */
int resp_parse(RespParser *self, uint8_t *data, size_t len);

/* Begin with the next request; the bytes of the last one have been consumed. */
void resp_next(RespParser *self);

#endif
