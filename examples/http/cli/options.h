/* SPDX-License-Identifier: MIT */
/**
 * @file options.h
 * The command line of http_headers.
 */
#ifndef HTTP_CLI_OPTIONS_H
#define HTTP_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "server/server.h"

/** Exit statuses; those from 64 on are those of sysexits.h. */
enum {
    HTTP_EXIT_REFUSED = 1,
    HTTP_EXIT_INCOMPLETE = 2,
    HTTP_EXIT_USAGE = 64,
    HTTP_EXIT_INPUT = 66,
    HTTP_EXIT_SYSTEM = 71,
    HTTP_EXIT_OUTPUT = 74
};

/** What was asked for. */
typedef struct HttpOptions {
    HttpServeOptions serve; /**< Its `config` is that of the parser, with `--listen` and without. */
    const char *listen;     /**< NULL: read a file. */
    const char *file;       /**< NULL: standard input. */
    const char *count;      /**< Name of the field whose values are counted; NULL: print the requests. */
    size_t split;           /**< Feed pieces of so many bytes; 0: as they come. */
    bool json;
} HttpOptions;

/**
 * Read the command line.
 *
 * @param options  Overwritten. Strings are those of @p argv.
 * @param argc, argv As main() has them.
 * @param[out] status Status to exit with, if there is nothing more to do.
 * @return False if there is nothing more to do: help was printed, or a sentence about what is wrong.
 */
bool http_options_parse(HttpOptions *options, int argc, char **argv, int *status);

#endif
