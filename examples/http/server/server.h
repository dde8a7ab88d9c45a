/* SPDX-License-Identifier: MIT */
/**
 * @file server.h
 * A server that responds to each request with its own parsed head, on one libuv loop. Its users need no libuv headers.
 */
#ifndef HTTP_SERVER_SERVER_H
#define HTTP_SERVER_SERVER_H

#include <stdint.h>

#include <bytes/allocator.h>

#include "server_options.h"

/** What a server has done. */
typedef struct HttpServerSummary {
    uint64_t request_count;
    uint64_t connection_count;
    uint64_t view_count;
    BytesMemoryStats memory; /**< With live blocks, something was lost. */
} HttpServerSummary;

/**
 * Serve until SIGINT or SIGTERM: then accept no more, complete the requests that have begun, and return. A second
 * signal ends at once.
 *
 * SIGUSR1 prints counters to standard error, in one line. Neither it nor the log waits for who reads them.
 *
 * The first line on standard output is "listening on 127.0.0.1:8080" or "listening on [::1]:8080", with the real port.
 * SIGPIPE is ignored from here on. Standard streams that are closed become /dev/null.
 *
 * @param[out] summary Written in any case.
 * @return 0; or, after one sentence on standard error, EX_OSERR (a system error, such as an address in use) or EX_IOERR
 *         (the line could not be written).
 */
int http_serve(const HttpServerOptions *options, HttpServerSummary *summary);

#endif
