/* SPDX-License-Identifier: MIT */
/* The four forms of a request target (RFC 9112 section 3.2), each with its methods only. */
#include "semantics.h"

#include <string.h>

/* RFC 9112 section 3.2.2. An origin server knows two schemes; the path and the query may have no brackets. */
static void check_absolute(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request)
{
    static const char scheme[] = "http";
    const BytesRange target = request->ranges[1];
    size_t at = target.begin;
    size_t end;
    size_t bad;

    for (size_t i = 0; i < 4; i++, at++) {
        if (at == target.end || http_lower(data[at]) != (uint8_t)scheme[i]) {
            http_meaning_refuse(meaning, HTTP_ERROR_TARGET_FORM, at);
            return;
        }
    }
    if (at < target.end && http_lower(data[at]) == 's') {
        at++;
    }
    for (size_t i = 0; i < 3; i++, at++) {
        if (at == target.end || data[at] != (uint8_t) "://"[i]) {
            http_meaning_refuse(meaning, HTTP_ERROR_TARGET_FORM, at);
            return;
        }
    }
    for (end = at; end < target.end && data[end] != '/' && data[end] != '?'; end++) {
    }
    request->target_form = HTTP_TARGET_ABSOLUTE;
    request->authority = (BytesRange){at, end};
    /* RFC 9110 section 4.2.1: no empty host; section 4.2.4: user information is an error. */
    bad = http_host_check(config->scanner, data, request->authority, false, false);
    if (bad <= end) {
        http_meaning_refuse(meaning, HTTP_ERROR_BAD_HOST, bad);
        return;
    }
    for (; end < target.end; end++) {
        if (data[end] == '[' || data[end] == ']') {
            http_meaning_refuse(meaning, HTTP_ERROR_BAD_TARGET, end);
            return;
        }
    }
}

void http_target_check(HttpMeaning *meaning, const HttpConfig *config, const uint8_t *data, HttpRequest *request,
                       bool plain)
{
    const BytesRange method = request->ranges[0];
    const BytesRange target = request->ranges[1];
    const uint8_t first = data[target.begin];

    if (request->connect) {
        size_t bad;

        if (first == '/' || first == '*') {
            http_meaning_refuse(meaning, HTTP_ERROR_TARGET_FORM, target.begin);
            return;
        }
        request->target_form = HTTP_TARGET_AUTHORITY;
        request->authority = target;
        /* RFC 9110 section 9.3.6: an empty or invalid port must be refused. */
        bad = http_host_check(config->scanner, data, target, false, true);
        if (bad <= target.end) {
            http_meaning_refuse(meaning, HTTP_ERROR_BAD_HOST, bad);
        }
    } else if (first == '/') {
        request->target_form = HTTP_TARGET_ORIGIN;
        if (!plain) {
            size_t at = target.begin;

            while (data[at] != '[' && data[at] != ']') {
                at++;
            }
            http_meaning_refuse(meaning, HTTP_ERROR_BAD_TARGET, at);
        }
    } else if (first == '*') {
        request->target_form = HTTP_TARGET_ASTERISK;
        if (method.end - method.begin != 7 || memcmp(data + method.begin, "OPTIONS", 7) != 0) {
            http_meaning_refuse(meaning, HTTP_ERROR_TARGET_FORM, target.begin);
        } else if (target.end - target.begin != 1) {
            http_meaning_refuse(meaning, HTTP_ERROR_TARGET_FORM, target.begin + 1);
        }
    } else {
        check_absolute(meaning, config, data, request);
    }
}
