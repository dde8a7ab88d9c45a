/* SPDX-License-Identifier: MIT */
#include "target.h"

#include <string.h>

#include "chars.h"
#include "host.h"

static const HttpRejection good = {HTTP_OK, 0};

/* Moves @p at past "http://" or "https://", the schemes that an origin server has. If it returns false, @p at is the
 * first byte that differs. */
static bool skip_scheme(const uint8_t *data, size_t end, size_t *at)
{
    for (const char *expected = "http"; *expected != '\0'; expected++, ++*at) {
        if (*at == end || http_to_lower(data[*at]) != (uint8_t)*expected) {
            return false;
        }
    }
    if (*at < end && http_to_lower(data[*at]) == 's') {
        ++*at;
    }
    for (const char *expected = "://"; *expected != '\0'; expected++, ++*at) {
        if (*at == end || data[*at] != (uint8_t)*expected) {
            return false;
        }
    }
    return true;
}

/* RFC 9112 section 3.2.2. */
static HttpRejection check_absolute(const HttpConfig *config, const uint8_t *data, const BytesRange *target,
                                    HttpRequest *request)
{
    size_t begin = target->begin;
    if (!skip_scheme(data, target->end, &begin)) {
        return (HttpRejection){HTTP_ERROR_TARGET_FORM, begin};
    }
    size_t end = begin;
    while (end < target->end && data[end] != '/' && data[end] != '?') {
        end++;
    }
    request->target_form = HTTP_TARGET_ABSOLUTE;
    request->authority = (BytesRange){begin, end};
    /* RFC 9110 section 4.2.4: user information is an error, too. */
    const size_t bad = http_host_check(config->scanner, data, request->authority, HTTP_HOST_NOT_EMPTY);
    return bad == HTTP_HOST_IS_GOOD ? good : (HttpRejection){HTTP_ERROR_BAD_HOST, bad};
}

/* RFC 9112 section 3.2.3: the only form for CONNECT. */
static HttpRejection check_authority(const HttpConfig *config, const uint8_t *data, const BytesRange *target,
                                     HttpRequest *request)
{
    const bool is_asterisk = target->end - target->begin == 1 && data[target->begin] == '*';
    if (data[target->begin] == '/' || is_asterisk) {
        return (HttpRejection){HTTP_ERROR_TARGET_FORM, target->begin};
    }
    request->target_form = HTTP_TARGET_AUTHORITY;
    request->authority = *target;
    const size_t bad = http_host_check(config->scanner, data, *target, HTTP_HOST_WITH_PORT);
    return bad == HTTP_HOST_IS_GOOD ? good : (HttpRejection){HTTP_ERROR_BAD_HOST, bad};
}

/* RFC 9112 section 3.2.4: "*" and nothing else, for OPTIONS only. */
static HttpRejection check_asterisk(const uint8_t *data, const BytesRange *target, HttpRequest *request)
{
    const BytesRange method = http_request_method(request);
    request->target_form = HTTP_TARGET_ASTERISK;
    if (method.end - method.begin != 7 || memcmp(data + method.begin, "OPTIONS", 7) != 0) {
        return (HttpRejection){HTTP_ERROR_TARGET_FORM, target->begin};
    }
    return target->end - target->begin == 1 ? good : (HttpRejection){HTTP_ERROR_TARGET_FORM, target->begin + 1};
}

HttpRejection http_target_check(const HttpConfig *config, const uint8_t *data, HttpRequest *request)
{
    const BytesRange *target = &request->ranges[1];
    if (request->connect) {
        return check_authority(config, data, target, request);
    }
    switch (data[target->begin]) {
    case '/':
        request->target_form = HTTP_TARGET_ORIGIN;
        return good;
    case '*':
        return check_asterisk(data, target, request);
    default:
        return check_absolute(config, data, target, request);
    }
}
