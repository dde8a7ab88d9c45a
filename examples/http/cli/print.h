/* SPDX-License-Identifier: MIT */
/**
 * @file print.h
 * Requests and refusals as text to read, and as JSON.
 */
#ifndef HTTP_CLI_PRINT_H
#define HTTP_CLI_PRINT_H

#include <stddef.h>
#include <stdint.h>

#include "parser/error.h"
#include "reader.h"
#include "field_counts.h"

/** Output that is gathered, so that many requests leave in one write, and that remembers its first failure. */
typedef struct HttpOutput {
    int file;             /**< The descriptor. */
    int error;            /**< 0, or the errno of the write that failed; then nothing more is written. */
    size_t len;           /**< Bytes gathered. */
    uint8_t bytes[65536]; /**< The bytes. */
} HttpOutput;

/** Start. @param output Overwritten. @param file A descriptor; still the caller's. */
void http_output_init(HttpOutput *output, int file);

/** Write what was gathered. @param output From http_output_init(). @return `output->error`. */
int http_output_flush(HttpOutput *output);

/** A string without its NUL. @param output From http_output_init(). @param text The string. */
void http_output_text(HttpOutput *output, const char *text);

/** A request to read: bytes that are not printable ASCII are shown as \\xNN, a backslash as two.
 * @param output Where to. @param message The request. */
void http_print_message(HttpOutput *output, const HttpMessage *message);

/** A request as one line of JSON; each byte is the code point of the same number. @param output Where to.
 * @param message The request. */
void http_print_message_json(HttpOutput *output, const HttpMessage *message);

/** How often each value was there, one a line, most frequent first. @param output Where to.
 * @param tally After http_tally_sort(). */
void http_print_tally(HttpOutput *output, const HttpTally *tally);

/** The same as lines of JSON. @param output Where to. @param tally After http_tally_sort(). */
void http_print_tally_json(HttpOutput *output, const HttpTally *tally);

/** A refusal, as one line to read. @param output Where to. @param error The reason. @param at Offset in the stream. */
void http_print_refusal(HttpOutput *output, HttpError error, uint64_t at);

/** A refusal, as one line of JSON. @param output Where to. @param error The reason. @param at Offset in the stream. */
void http_print_refusal_json(HttpOutput *output, HttpError error, uint64_t at);

#endif
