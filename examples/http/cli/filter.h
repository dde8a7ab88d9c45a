/* SPDX-License-Identifier: MIT */
/**
 * @file filter.h
 * The program without a server: reads a stream of requests from a file, and prints or counts them.
 */
#ifndef HTTP_CLI_FILTER_H
#define HTTP_CLI_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "parser/config.h"

/** Exit statuses besides those of sysexits.h. */
enum { HTTP_EXIT_REJECTED = 1, HTTP_EXIT_INCOMPLETE = 2 };

typedef struct HttpFilterOptions {
    const char *file;  /**< NULL or "-": standard input. */
    const char *count; /**< Name of the field whose values are counted; NULL: print the requests. */
    size_t split;      /**< See http_reader_init(). */
    bool json;
} HttpFilterOptions;

/** Read the requests and print them to standard output, and a summary to standard error. @return The exit status. */
int http_filter(const HttpConfig *config, const HttpFilterOptions *options);

#endif
