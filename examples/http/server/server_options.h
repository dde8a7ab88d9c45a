/* SPDX-License-Identifier: MIT */
/**
 * @file server_options.h
 * Every limit and every time of the server, each with a safe default. Needs no libuv.
 */
#ifndef HTTP_SERVER_SERVER_OPTIONS_H
#define HTTP_SERVER_SERVER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bytes/allocator.h>

#include "parser/config.h"

/** How to serve. Set up by http_server_options_init(); then change what you need. Times are in milliseconds. */
typedef struct HttpServerOptions {
    char host[46];          /**< Numeric address, such as "127.0.0.1" or "::1". See http_server_options_address(). */
    uint16_t port;          /**< 0: the kernel chooses one. */
    HttpConfig config;      /**< Of the parser. `ignore_upgrade` is set: the server offers no other protocol. */
    const char *reply;      /**< Body of every response; NULL: the parsed head of the request. */
    bool log;               /**< Print one line for each response to standard output. */
    size_t reply_len;       /**< Number of bytes of `reply`. */
    size_t max_connections; /**< Open connections; further clients wait until one closes: 10000, or what the limit on
                                    open descriptors allows. */
    size_t max_per_address; /**< Of one client address, for IPv6 one prefix of 64 bits; more are closed at once. 0 is no
                                 limit, and the default. */
    size_t max_memory;      /**< Bytes of memory of all connections together; beyond them, those that hold most and make
                                 the least progress are closed: 256 MiB. */
    size_t max_responses;   /**< Responses of one connection that may be queued; then reading stops: 1024. */
    size_t max_output;      /**< Bytes of queued responses; then reading stops: 256 KiB. One response may exceed it. */
    size_t turn_requests;   /**< Requests, and pieces of bodies, of one connection that are handled in a row while other
                                 connections wait: 32. */
    uint64_t head_time;     /**< From the first byte of a head to its last; 408 beyond: 10 s. */
    uint64_t body_time;     /**< For each `body_step` bytes of a body, and for the rest; 408 beyond: 30 s. */
    uint64_t body_step;     /**< Body bytes that must arrive within `body_time`: 64 KiB. */
    uint64_t idle_time;     /**< From a response, or from the start, to the next request: 60 s. */
    uint64_t yield_time;   /**< When all places are taken, the connection that has been idle, inside a head or lingering
                                 for longest is closed for a new client, if it has been so for this time: 200 ms. */
    uint64_t write_time;   /**< For the client to take `write_step` bytes of its responses, or all of them: 30 s. */
    uint64_t write_step;   /**< Bytes that the client must take within `write_time`: 16 KiB. */
    uint64_t linger_time;  /**< After the last response, for the client to close, or to send `linger_step` bytes: 2 s.
                                 What it sends is discarded. */
    uint64_t linger_step;  /**< Bytes that renew `linger_time`: 64 KiB. */
    uint64_t linger_bytes; /**< Bytes that are discarded at most: 1 GiB. */
    uint64_t grace_time; /**< After SIGINT or SIGTERM, for a request that is under way on an idle connection: 500 ms. */
    uint64_t drain_time; /**< After SIGINT or SIGTERM, for requests that have begun: 10 s. */
    BytesAllocator *allocator; /**< Of buffers and connections; NULL: malloc. */
} HttpServerOptions;

/** Fill in the defaults: 127.0.0.1, port 0. */
void http_server_options_init(HttpServerOptions *options);

/**
 * Set `host` and `port` from text.
 *
 * @param options Changed only on success.
 * @param text    "ADDR:PORT", such as "127.0.0.1:8080", "[::1]:8080" or "0.0.0.0:0"; addresses are numeric. ":8080" and
 *                "localhost:8080" stand for 127.0.0.1.
 * @return True if it is an address.
 */
bool http_server_options_address(HttpServerOptions *options, const char *text);

#endif
