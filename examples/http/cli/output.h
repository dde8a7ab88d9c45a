/* SPDX-License-Identifier: MIT */
/**
 * @file output.h
 * Text gathered for a descriptor, so that many requests leave in one write. Remembers the first failure.
 */
#ifndef HTTP_CLI_OUTPUT_H
#define HTTP_CLI_OUTPUT_H

#include <stddef.h>
#include <stdint.h>

#include <bytes/base.h>

typedef struct HttpOutput {
    int file;
    int error; /**< 0, or the errno of the write that failed; nothing more is written then. */
    size_t len;
    uint8_t bytes[65536];
} HttpOutput;

/** @param file A descriptor; still the caller's. */
void http_output_init(int file, HttpOutput *out);

/** Write what was gathered. @return `error`. */
int http_output_flush(HttpOutput *output);

/** Append bytes. */
void http_output_put(HttpOutput *output, const void *data, size_t len);

/** Append a string without its NUL. */
void http_output_text(HttpOutput *output, const char *text);

/** Append a formatted text of at most 255 characters. */
void http_output_format(HttpOutput *output, const char *format, ...) BYTES_PRINTF(2, 3);

/** "" for 1, else "s". */
static inline const char *http_plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

#endif
