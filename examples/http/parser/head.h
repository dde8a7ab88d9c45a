/* SPDX-License-Identifier: MIT */
/**
 * @file head.h
 * The parser of request heads: a strict one after RFC 9112 and RFC 9110.
 *
 * It copies nothing, allocates nothing and keeps no pointer: a head becomes ranges of the buffer that it was read into.
 *
 * ### Independent of how the bytes arrive
 *
 * The outcome depends on the bytes alone, not on how they were cut: the same requests, or the same error at the same
 * offset. Two rules ensure that.
 *  - Errors of syntax and limits are found in the order of the input, each at the earliest byte that shows it: the
 *    bytes before it could still have become an acceptable message. If one byte breaks a limit and a rule of syntax,
 *    the limit is reported.
 *  - What the fields mean (framing, Host) is judged when the head is complete and free of such errors: the target
 *    first, then the fields in order, then what is missing, then what is too large.
 *
 * Each byte of a head is read a small constant number of times, however many calls it takes.
 *
 * ### Threads
 *
 * There is no global state. An HttpHead and an HttpRequest belong to one thread at a time; an HttpConfig is only read.
 */
#ifndef HTTP_PARSER_HEAD_H
#define HTTP_PARSER_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config.h"
#include "error.h"
#include "request.h"
#include "syntax.h"

/** Where the parsing of a head stopped. All-zero is the start. */
typedef struct HttpHead {
    HttpSyntaxState syntax;
    uint64_t scanned; /**< How many times a byte was read: for the tests that bound it. */
    bool tried;       /**< The fast path has been tried. */
} HttpHead;

/**
 * Parse a head, or continue when more bytes are there.
 *
 * @param head   All-zero for a new head; then the same object until the call does not return #HTTP_MORE.
 * @param config The same for all calls for one head.
 * @param data   The buffer: all bytes of the head so far, from its first one (or the first empty line before it). It
 *               may have moved since the last call. May contain any number of bytes after the head; may be NULL if @p
 *               len is 0.
 * @param len    Number of bytes; never less than in the call before.
 * @param[in,out] request With `ranges` and `capacity` set. The other members and the array may be written in any case,
 *                        and are valid only if #HTTP_DONE is returned.
 * @param[out] rejection  Written only if #HTTP_REJECTED is returned.
 * @retval HTTP_DONE     The first `request->end` bytes of the buffer are this head.
 * @retval HTTP_MORE     Keep the bytes and append more.
 * @retval HTTP_REJECTED Respond with the status of the error and close.
 * Cost: no allocation, no copy. A caller that passes one byte more each time pays for each byte once, and for one pass
 * at the end.
 */
HttpResult http_head_parse(HttpHead *head, const HttpConfig *config, const uint8_t *data, size_t len,
                           HttpRequest *request, HttpRejection *rejection);

/** True if no byte of a request has been seen, perhaps after complete empty lines: the input may end here. */
bool http_head_is_idle(const HttpHead *head);

#endif
