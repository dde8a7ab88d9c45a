/* SPDX-License-Identifier: MIT */
/* Each skip function moves @p at past what it is named after. If it returns false, @p at is the first bad byte. */
#include "host.h"

#include "chars.h"

/* A decimal number up to 255 without leading zeros. */
static bool skip_octet(const uint8_t *data, size_t end, size_t *at)
{
    const size_t begin = *at;
    unsigned value = 0;
    for (; *at < end && http_is_digit(data[*at]); ++*at) {
        value = value * 10 + (unsigned)(data[*at] - '0');
        if (value > 255 || (*at > begin && data[begin] == '0')) {
            return false;
        }
    }
    return *at > begin;
}

static bool skip_ipv4(const uint8_t *data, size_t end, size_t *at)
{
    for (int part = 0; part < 4; part++) {
        if (part > 0) {
            if (*at == end || data[*at] != '.') {
                return false;
            }
            ++*at;
        }
        if (!skip_octet(data, end, at)) {
            return false;
        }
    }
    return true;
}

/* Up to four digits of an IPv6 address. */
static bool skip_group(const uint8_t *data, size_t end, size_t *at)
{
    const size_t begin = *at;
    while (*at < end && *at - begin < 4 && http_is_hex(data[*at])) {
        ++*at;
    }
    return *at > begin;
}

/* An IPv6 address up to its closing bracket: eight groups, or fewer and "::" once. */
static bool skip_ipv6(const uint8_t *data, size_t end, size_t *at)
{
    unsigned groups = 0;
    bool gap = false;
    if (end - *at >= 2 && data[*at] == ':' && data[*at + 1] == ':') {
        gap = true;
        *at += 2;
    }
    while (*at < end && data[*at] != ']') {
        const size_t group = *at;
        if (groups == 8 || !skip_group(data, end, at)) {
            return false;
        }
        if (*at < end && data[*at] == '.') {
            /* The last two groups may be written as an IPv4 address. */
            if (groups > 6) {
                return false;
            }
            *at = group;
            if (!skip_ipv4(data, end, at)) {
                return false;
            }
            groups += 2;
            break;
        }
        groups++;
        if (*at == end || data[*at] != ':') {
            break;
        }
        ++*at;
        if (*at < end && data[*at] == ':') {
            if (gap) {
                return false;
            }
            gap = true;
            ++*at;
        } else if (*at == end || data[*at] == ']') {
            return false;
        }
    }
    /* "::" stands for at least one group. */
    return *at < end && data[*at] == ']' && (gap ? groups < 8 : groups == 8);
}

static bool skip_address_in_brackets(const uint8_t *data, size_t end, size_t *at)
{
    ++*at;
    if (!skip_ipv6(data, end, at)) {
        return false;
    }
    ++*at;
    return true;
}

static bool skip_name(const HttpScanner *scanner, const uint8_t *data, size_t end, size_t *at)
{
    const size_t begin = *at;
    for (;;) {
        *at = scanner->span(data, *at, end, end, &http_host_name_set);
        if (end - *at < 3 || data[*at] != '%' || !http_is_hex(data[*at + 1]) || !http_is_hex(data[*at + 2])) {
            return *at > begin;
        }
        *at += 3;
    }
}

/* A port of *DIGIT up to 65535, from @p at to @p end. */
static size_t check_port(const uint8_t *data, size_t at, size_t end, bool required)
{
    const size_t begin = at;
    uint32_t port = 0;
    for (; at < end; at++) {
        if (!http_is_digit(data[at])) {
            return at;
        }
        port = port * 10 + (uint32_t)(data[at] - '0');
        if (port > 65535) {
            return at;
        }
    }
    /* Nobody can connect to port 0. */
    if (required && port == 0) {
        return at == begin ? end : end - 1;
    }
    return HTTP_HOST_IS_GOOD;
}

size_t http_host_check(const HttpScanner *scanner, const uint8_t *data, BytesRange range, HttpHostRule rule)
{
    const size_t end = range.end;
    size_t at = range.begin;
    if (at == end) {
        return rule == HTTP_HOST_MAY_BE_EMPTY ? HTTP_HOST_IS_GOOD : end;
    }
    if (!(data[at] == '[' ? skip_address_in_brackets(data, end, &at) : skip_name(scanner, data, end, &at))) {
        return at;
    }
    if (at == end) {
        return rule == HTTP_HOST_WITH_PORT ? end : HTTP_HOST_IS_GOOD;
    }
    return data[at] == ':' ? check_port(data, at + 1, end, rule == HTTP_HOST_WITH_PORT) : at;
}
