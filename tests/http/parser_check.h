/* SPDX-License-Identifier: MIT */
/**
 * @file parser_check.h
 * Checks of the outcome of an input, in every way it can arrive. every_way.h says how outcomes are written.
 */
#ifndef BYTES_TESTS_HTTP_PARSER_CHECK_H
#define BYTES_TESTS_HTTP_PARSER_CHECK_H

#include "every_way.h"
#include "tap.h"

/** The default configuration: origin-server rules, default limits. */
static inline HttpConfig origin_server(void)
{
    HttpConfig config;
    http_config_init(&config);
    return config;
}

/** Message syntax and framing only. */
static inline HttpConfig syntax_only(void)
{
    HttpConfig config = origin_server();
    config.syntax_only = true;
    return config;
}

/** With targets of RFC 3986. */
static inline HttpConfig strict_target(void)
{
    HttpConfig config = origin_server();
    config.strict_target = true;
    return config;
}

/** The outcome of a string literal, which may contain NUL. */
#define CHECK_WITH(config, input, outcome) CHECK_STR(every_way(&(config), "" input, sizeof(input) - 1), outcome)

/** With the default configuration. */
#define CHECK_INPUT(input, outcome)                                                                                    \
    do {                                                                                                               \
        const HttpConfig config_ = origin_server();                                                                    \
        CHECK_WITH(config_, input, outcome);                                                                           \
    } while (0)

/** With syntax_only. */
#define CHECK_SYNTAX(input, outcome)                                                                                   \
    do {                                                                                                               \
        const HttpConfig config_ = syntax_only();                                                                      \
        CHECK_WITH(config_, input, outcome);                                                                           \
    } while (0)

/** With strict_target. */
#define CHECK_STRICT(input, outcome)                                                                                   \
    do {                                                                                                               \
        const HttpConfig config_ = strict_target();                                                                    \
        CHECK_WITH(config_, input, outcome);                                                                           \
    } while (0)

/** A good request, up to where one more field may follow: 25 bytes. */
#define GET "GET / HTTP/1.1\r\nHost: a\r\n"
/** The outcome of such a request, to be completed with its other fields: `GET_IS ", b: c} | end"`. */
#define GET_IS "GET / 1.1 {Host: a"
/** A request whose chunked body begins at offset 56. */
#define CHUNKED "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
#define CHUNKED_IS "POST / 1.1 {Host: a, Transfer-Encoding: chunked}"

#endif
