/* SPDX-License-Identifier: MIT */
/* The authority of a URI, less the user information: a host and an optional port (RFC 3986 section 3.2). */
#include "semantics.h"

/* A registered name, or an IPv4 address, which has the same characters; besides escapes. The grammar has the
 * comma too, but then a list of hosts, as some implementation might join two Host fields to, would be a
 * name. */
static const HttpByteSet name_set = {
    .low = {0xa8, 0xfc, 0xf8, 0xf8, 0xfc, 0xf8, 0xfc, 0xfc, 0xfc, 0xfc, 0xf4, 0x5c, 0x50, 0x5c, 0xd4, 0x70},
    .high = {0, 0, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, 1 << 7, 0, 0, 0, 0, 0, 0, 0, 0},
};

/* Skip one decimal number up to 255 without leading zeros; the offset of the first byte that does not fit, by
 * way of @p ok. */
static size_t skip_octet(const uint8_t *data, size_t at, size_t end, bool *ok)
{
    unsigned value = 0;
    const size_t begin = at;

    while (at < end && http_is_digit(data[at])) {
        value = value * 10 + (unsigned)(data[at] - '0');
        if (value > 255 || (at > begin && data[begin] == '0')) {
            *ok = false;
            return at;
        }
        at++;
    }
    *ok = at > begin;
    return at;
}

/* The last four bytes of an IPv6 address may be written as an IPv4 address. */
static size_t skip_ipv4(const uint8_t *data, size_t at, size_t end, bool *ok)
{
    for (int part = 0; part < 4; part++) {
        if (part > 0) {
            if (at == end || data[at] != '.') {
                *ok = false;
                return at;
            }
            at++;
        }
        at = skip_octet(data, at, end, ok);
        if (!*ok) {
            return at;
        }
    }
    return at;
}

/* Skip an IPv6 address up to its closing bracket: eight groups of up to four digits, or fewer and once
 * "::". */
static size_t skip_ipv6(const uint8_t *data, size_t at, size_t end, bool *ok)
{
    unsigned groups = 0;
    bool gap = false;

    *ok = false;
    if (end - at >= 2 && data[at] == ':' && data[at + 1] == ':') {
        gap = true;
        at += 2;
    }
    while (at < end && data[at] != ']') {
        size_t group = at;

        if (groups == 8) {
            return at;
        }
        while (at < end && at - group < 4 && http_is_hex(data[at])) {
            at++;
        }
        if (at == group) {
            return at;
        }
        if (at < end && data[at] == '.') {
            if (groups > 6) {
                return at;
            }
            at = skip_ipv4(data, group, end, ok);
            if (!*ok) {
                return at;
            }
            groups += 2;
            break;
        }
        groups++;
        if (at == end || data[at] != ':') {
            break;
        }
        at++;
        if (at < end && data[at] == ':') {
            if (gap) {
                return at;
            }
            gap = true;
            at++;
        } else if (at == end || data[at] == ']') {
            return at;
        }
    }
    /* "::" stands for at least one group. */
    *ok = at < end && data[at] == ']' && (gap ? groups < 8 : groups == 8);
    return at;
}

static size_t skip_name(const HttpScanner *scanner, const uint8_t *data, size_t at, size_t end)
{
    for (;;) {
        at = scanner->span(data, at, end, end, &name_set);
        if (end - at < 3 || data[at] != '%' || !http_is_hex(data[at + 1]) || !http_is_hex(data[at + 2])) {
            return at;
        }
        at += 3;
    }
}

/* A port of *DIGIT up to 65535. Where one is needed (RFC 9110 section 9.3.6), none is not enough, and nobody
 * can connect to port 0. */
static size_t check_port(const uint8_t *data, size_t at, size_t end, bool needs_port)
{
    uint32_t port = 0;
    const size_t begin = at;

    for (; at < end; at++) {
        if (!http_is_digit(data[at])) {
            return at;
        }
        port = port * 10 + (uint32_t)(data[at] - '0');
        if (port > 65535) {
            return at;
        }
    }
    if (needs_port && port == 0) {
        return at == begin ? end : end - 1;
    }
    return end + 1;
}

size_t http_host_check(const HttpScanner *scanner, const uint8_t *data, BytesRange range, bool may_be_empty,
                       bool needs_port)
{
    const size_t end = range.end;
    size_t at = range.begin;

    if (at == end) {
        return may_be_empty ? end + 1 : end;
    }
    if (data[at] == '[') {
        bool ok;

        at = skip_ipv6(data, at + 1, end, &ok);
        if (!ok) {
            return at;
        }
        at++;
    } else {
        at = skip_name(scanner, data, at, end);
        if (at == range.begin) {
            return at;
        }
    }
    if (at == end) {
        return needs_port ? end : end + 1;
    }
    return data[at] == ':' ? check_port(data, at + 1, end, needs_port) : at;
}
