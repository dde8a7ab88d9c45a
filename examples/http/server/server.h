/* SPDX-License-Identifier: MIT */
/**
 * @file server.h
 * A server that answers each request with its own parsed head, on one libuv loop.
 *
 * Every limit and every time is an option with a safe default. Nothing here needs libuv's headers, and
 * http_serve_options_init() and http_serve_address() need no libuv at all.
 */
#ifndef HTTP_SERVER_SERVER_H
#define HTTP_SERVER_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/allocator.h>

#include "parser/config.h"

/** How to serve. Set up by http_serve_options_init(); then change what you need. Times are in milliseconds. */
typedef struct HttpServeOptions {
    char host[46];          /**< Numeric address, as "127.0.0.1" or "::1". See http_serve_address(). */
    uint16_t port;          /**< 0: the kernel picks one. */
    HttpConfig config;      /**< Of the parser. `ignore_upgrade` is set, because nothing else is spoken here. */
    const char *reply;      /**< Answer every request with these bytes; NULL: with its own parsed head. */
    size_t reply_len;       /**< Number of bytes of `reply`. */
    size_t max_connections; /**< Beyond it clients wait until another leaves: 10000, or what the limit of open
                                  descriptors allows. */
    size_t max_answers;     /**< Answers of one connection that may wait to be sent; then it is not read from: 1024. */
    size_t max_output;      /**< Bytes of answers that may wait likewise: 256 KiB. One answer may exceed it. */
    uint64_t head_time;     /**< From the first byte of a head to its last, over it 408: 10 s. */
    uint64_t body_time;     /**< For each `body_step` bytes of a request's body, and the rest, over it 408: 30 s. */
    uint64_t body_step;     /**< Body bytes that must come in that time: 64 KiB. */
    uint64_t idle_time;     /**< From an answer, or the beginning, to the next request: 60 s. */
    uint64_t write_time;    /**< For the client to take the answers that wait: 30 s. */
    uint64_t linger_time;   /**< After the last answer, for the client to close: 2 s. */
    uint64_t linger_bytes;  /**< What it may still send meanwhile, to be thrown away: 1 MiB. */
    uint64_t drain_time;    /**< After SIGINT or SIGTERM, for requests that have begun: 10 s. */
    BytesAllocator *allocator; /**< Of buffers and connections; NULL: malloc. */
} HttpServeOptions;

/** Fill in the defaults: 127.0.0.1, port 0. */
void http_serve_options_init(HttpServeOptions *options);

/**
 * Set `host` and `port` from text.
 *
 * @param options Changed only on success.
 * @param text    "ADDR:PORT", as "127.0.0.1:8080", "[::1]:8080", "0.0.0.0:0"; addresses are numeric. ":8080" is
 *                127.0.0.1, and "localhost" is too.
 * @return Whether it is one.
 */
bool http_serve_address(HttpServeOptions *options, const char *text);

/**
 * Serve until SIGINT or SIGTERM: then accept no more, finish what has begun, and return. A second one ends it at once.
 *
 * The first line on standard output is "listening on 127.0.0.1:8080", with the real port, or "[::1]:8080". At the end
 * a line on standard error counts requests, connections, views, bytes copied and allocations. SIGPIPE is ignored from
 * here on.
 *
 * @return 0; or, after one sentence on standard error, 70 (memory was still in use at the end), 71 (a system error,
 *         such as an address in use) or 74 (the line could not be written).
 */
int http_serve(const HttpServeOptions *options);

#endif
