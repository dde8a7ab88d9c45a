/* SPDX-License-Identifier: MIT */
/**
 * @file print.h
 * Requests, counts and rejections as text to read, and as JSON.
 */
#ifndef HTTP_CLI_PRINT_H
#define HTTP_CLI_PRINT_H

#include <stdint.h>

#include "field_counts.h"
#include "output.h"
#include "parser/error.h"
#include "reader.h"

/** A request to read: bytes that are not printable ASCII are written as \\xNN, a backslash as two. */
void http_print_message(HttpOutput *output, const HttpMessage *message);

/** A request as one line of JSON; each byte is the code point of the same number. */
void http_print_message_json(HttpOutput *output, const HttpMessage *message);

/** One line for each value, after http_field_counts_sort(). */
void http_print_counts(HttpOutput *output, const HttpFieldCounts *counts);

/** The same as lines of JSON. */
void http_print_counts_json(HttpOutput *output, const HttpFieldCounts *counts);

/** A rejection as one line to read. @param offset In the stream. */
void http_print_rejection(HttpOutput *output, HttpError error, uint64_t offset);

/** The same as one line of JSON. */
void http_print_rejection_json(HttpOutput *output, HttpError error, uint64_t offset);

#endif
