/* SPDX-License-Identifier: MIT */
/*
 * What a head means: framing, Host, Connection, Expect, Upgrade. Private to the example.
 *
 * The parser calls http_meaning_field() for each field for which http_may_matter(), in order, and
 * http_meaning_end() when the head is complete. The first rule that is broken is remembered; the rest of the
 * head is still checked for syntax.
 */
#ifndef HTTP_PARSER_SEMANTICS_H
#define HTTP_PARSER_SEMANTICS_H

#include "error.h"
#include "request.h"
#include "syntax.h"

typedef struct HttpMeaning {
    HttpRefusal refusal; /* the first one */
    BytesRange host;
    BytesRange length;     /* the digits of Content-Length */
    size_t coding;         /* the last coding, or where one is missing */
    size_t unknown_coding; /* the first one other than chunked */
    bool has_host;
    bool has_length;
    bool has_coding;
    bool is_chunked; /* the last coding is chunked */
    bool has_unknown_coding;
    bool has_upgrade;
    bool lists_close;
    bool lists_keep_alive;
    bool lists_upgrade;
} HttpMeaning;

/* Can this be one of the six fields that change how a request is treated? No other field is asked further:
 * hardly any has the length and the first letter of one of them. */
static inline bool http_may_matter(const uint8_t *name, size_t len)
{
    /* Host, Expect, Upgrade, Connection, Content-Length, Transfer-Encoding */
    static const uint8_t first[18] = {[4] = 'h', [6] = 'e', [7] = 'u', [10] = 'c', [14] = 'c', [17] = 't'};

    return len < sizeof(first) && (name[0] | 0x20) == first[len];
}

/* `request` has its minor version and its first two ranges. @p plain: the target has no brackets. */
void http_meaning_start(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request,
                        bool plain);
void http_meaning_field(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request,
                        BytesRange name, BytesRange value);
/* Fill in what the fields said together; false if the request is to be refused. */
bool http_meaning_end(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request);

/* The target is of a form that goes with the method, and keeps to it: sets the form, and the authority if the
 * target has one. */
void http_target_check(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request,
                       bool plain);

/* Only the first refusal counts. */
static inline void http_meaning_refuse(HttpMeaning *meaning, HttpError error, size_t at)
{
    if (meaning->refusal.error == HTTP_OK) {
        meaning->refusal.error = error;
        meaning->refusal.at = at;
    }
}

static inline uint8_t http_lower(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? (uint8_t)(byte | 0x20) : byte;
}

/* Where [begin, end) stops being a host with an optional port, or @p end + 1 if it is one as a whole: a name
 * without comma, or an address. May it be empty? Must it have a port? */
size_t http_host_check(const HttpScanner *scanner, const uint8_t *data, BytesRange range, bool may_be_empty,
                       bool needs_port);

#endif
