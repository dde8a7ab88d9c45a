/* SPDX-License-Identifier: MIT */
/**
 * @file syntax.h
 * The grammar of a head, byte by byte: the authority on where a head breaks it or exceeds a limit.
 *
 * The fast path of head.c decides only that a head is good. All else is decided here, by an automaton whose state after
 * n bytes depends on these n bytes alone: therefore an error and its offset cannot depend on how the bytes arrived.
 */
#ifndef HTTP_PARSER_SYNTAX_H
#define HTTP_PARSER_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "chars.h"
#include "config.h"
#include "error.h"

/** The rules for one section: what it may contain, and how much of it. */
typedef struct HttpSyntax {
    const HttpScanner *scanner;
    const HttpByteSet *target; /**< Bytes of a target, or of a path and a query. */
    bool strict_target;        /**< Brackets only before the path, and '%' only before two hexadecimal digits. */
    bool trailers;             /**< A trailer section, not a head. */
    size_t empty_lines;
    size_t request_line;
    size_t field_line;
    size_t fields;
    size_t bytes; /**< Of the whole section. */
} HttpSyntax;

/** The states of the automaton. Their order matters: see is_content() in syntax.c. */
enum {
    HTTP_STATE_START, /* before the request, at the start of a line */
    HTTP_STATE_EMPTY_LF,
    HTTP_STATE_METHOD,
    HTTP_STATE_TARGET_FIRST,
    HTTP_STATE_AUTHORITY, /* with strict_target, before the path: the scheme, and a host perhaps in brackets */
    HTTP_STATE_TARGET,
    HTTP_STATE_ESCAPE_1, /* after '%' */
    HTTP_STATE_ESCAPE_2,
    HTTP_STATE_VERSION,
    HTTP_STATE_REQUEST_CR,
    HTTP_STATE_REQUEST_LF,
    HTTP_STATE_FIELD, /* at the start of a field line, or of the blank line */
    HTTP_STATE_NAME,
    HTTP_STATE_VALUE,
    HTTP_STATE_VALUE_LF,
    HTTP_STATE_LAST_LF
};

/** The slashes of an absolute target up to its path, "http://a/". The third begins it; so does a first byte that is
 * one, or a question mark. */
enum { HTTP_PATH_SLASHES = 3 };

/** Where the check of a section stopped. All-zero is the start of a head; of a trailer section see below. */
typedef struct HttpSyntaxState {
    size_t at;    /**< Everything before this offset has been checked. */
    size_t begin; /**< Offset of the request line, or of the trailer section. */
    size_t line;  /**< Offset of the line in progress. */
    size_t empty_lines;
    size_t field_count;
    uint8_t state;
    uint8_t matched; /**< Bytes of "HTTP/1.x" seen so far. */
    uint8_t slashes; /**< With strict_target: those of the target seen so far, up to #HTTP_PATH_SLASHES. */
} HttpSyntaxState;

/** True if targets follow RFC 3986. */
static inline bool http_target_is_strict(const HttpConfig *config)
{
    return config->strict_target && !config->syntax_only;
}

/** The bytes of a target; of a strict one those of its path and query. */
static inline const HttpByteSet *http_target_set(const HttpConfig *config)
{
    if (config->syntax_only) {
        return &http_any_target_set;
    }
    return config->strict_target ? &http_path_set : &http_browser_target_set;
}

/** The rules for a head whose ranges must fit an array of @p capacity. */
HttpSyntax http_syntax_of_head(const HttpConfig *config, size_t capacity);

/** The rules for a trailer section whose ranges must fit an array of @p capacity; start with #HTTP_STATE_FIELD. */
HttpSyntax http_syntax_of_trailers(const HttpConfig *config, size_t capacity);

/**
 * Check a section from where the last call stopped.
 *
 * @retval HTTP_DONE     The section ends at `state->at`.
 * @retval HTTP_REJECTED @p rejection is written.
 */
HttpResult http_syntax_check(HttpSyntaxState *state, const HttpSyntax *syntax, const uint8_t *data, size_t len,
                             HttpRejection *rejection);

#endif
