/* SPDX-License-Identifier: MIT */
/*
 * The grammar of a head, byte by byte: the authority on where a head breaks it or goes over a limit.
 *
 * The quick parser of request.c only ever says "this is a good head" or "I do not know". Everything else is
 * decided here, by an automaton whose state after n bytes depends on these n bytes alone: that is why an
 * error and its offset cannot depend on how the bytes arrived. Private to the example.
 */
#ifndef HTTP_PARSER_SYNTAX_H
#define HTTP_PARSER_SYNTAX_H

#include "error.h"
#include "request.h"
#include "scan.h"

/* What a section may contain, how much of it, and what exceeding it is called. */
typedef struct HttpSyntax {
    const HttpScanner *scanner;
    const HttpByteSet *target; /* bytes of a target besides '%' */
    bool escapes;              /* '%' in a target must be followed by two hexadecimal digits */
    bool trailers;             /* a trailer section, not a head */
    size_t empty_lines;
    size_t request_line;
    size_t field_line;
    size_t fields;
    size_t bytes; /* of the whole section */
} HttpSyntax;

/* The states of HttpHead::state. Their order matters: see is_content(). */
enum {
    HTTP_STATE_START, /* before the request, at the start of a line */
    HTTP_STATE_EMPTY_LF,
    HTTP_STATE_METHOD,
    HTTP_STATE_TARGET_FIRST,
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

/* The rules for a head, or for a trailer section of at most @p capacity ranges. */
void http_syntax_head(HttpSyntax *syntax, const HttpConfig *config, size_t capacity);
void http_syntax_trailers(HttpSyntax *syntax, const HttpConfig *config, size_t capacity);

/* Go on from where the last call stopped. HTTP_DONE: the section ends at head->at. For trailers start with
 * the state HTTP_STATE_FIELD. The caller counts the scanned bytes. */
HttpStep http_syntax_check(HttpHead *head, const HttpSyntax *syntax, const uint8_t *data, size_t len,
                           HttpRefusal *refusal);

/* RFC 3986: what a path and a query consist of, besides escapes; the same with the brackets of an IPv6
 * address; and RFC 9112 with nothing but its own delimiters excluded. */
extern const HttpByteSet http_path_set;
extern const HttpByteSet http_uri_set;
extern const HttpByteSet http_any_target_set;

static inline bool http_is_hex(uint8_t byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f');
}

static inline bool http_is_digit(uint8_t byte)
{
    return byte >= '0' && byte <= '9';
}

/* Optional white space (RFC 9110 section 5.6.3) is SP and HT; nothing else is. */
static inline bool http_is_ows(uint8_t byte)
{
    return byte == ' ' || byte == '\t';
}

/* A size limit as used: offsets within a head must fit 32 bits with room to spare. */
static inline size_t http_limit_bytes(size_t limit)
{
    return limit < ((size_t)1 << 30) ? limit : (size_t)1 << 30;
}

#endif
