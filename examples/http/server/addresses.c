/* SPDX-License-Identifier: MIT */
#include "addresses.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <bytes/search.h>

enum { IPV6_PREFIX = 8 /* bytes */ };

typedef union Name {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
} Name;

static bool get_name(int fd, Name *out)
{
    socklen_t len = sizeof(*out);
    return getpeername(fd, &out->any, &len) == 0;
}

void http_address_print(int fd, char *out)
{
    Name name;
    char text[INET6_ADDRSTRLEN];
    snprintf(out, HTTP_ADDRESS_TEXT, "-");
    if (!get_name(fd, &name)) {
        return;
    }
    if (name.any.sa_family == AF_INET6 && inet_ntop(AF_INET6, &name.six.sin6_addr, text, sizeof(text)) != NULL) {
        snprintf(out, HTTP_ADDRESS_TEXT, "[%s]:%u", text, ntohs(name.six.sin6_port));
    } else if (name.any.sa_family == AF_INET && inet_ntop(AF_INET, &name.four.sin_addr, text, sizeof(text)) != NULL) {
        snprintf(out, HTTP_ADDRESS_TEXT, "%s:%u", text, ntohs(name.four.sin_port));
    }
}

void http_address_of(int fd, HttpAddress *out)
{
    Name name;
    *out = (HttpAddress){{0}};
    if (!get_name(fd, &name)) {
        return;
    }
    if (name.any.sa_family == AF_INET6) {
        memcpy(out->bytes, &name.six.sin6_addr, IPV6_PREFIX);
    } else if (name.any.sa_family == AF_INET) {
        out->bytes[sizeof(out->bytes) - 1] = 1; /* no IPv6 prefix */
        memcpy(out->bytes, &name.four.sin_addr, sizeof(name.four.sin_addr));
    }
}

static bool is_same(const HttpAddress *a, const HttpAddress *b)
{
    return memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool http_addresses_add(HttpAddresses *addresses, HttpAddressEntry *entry, size_t max)
{
    const BytesSpan key = {entry->address.bytes, sizeof(entry->address.bytes)};
    HttpAddressEntry **const bucket = &addresses->buckets[bytes_span_hash(key, addresses->seed) % HTTP_ADDRESS_BUCKETS];
    size_t count = 0;
    for (const HttpAddressEntry *other = *bucket; other != NULL; other = other->next) {
        count += is_same(&other->address, &entry->address);
    }
    if (count >= max) {
        return false;
    }
    entry->next = *bucket;
    entry->link = bucket;
    if (entry->next != NULL) {
        entry->next->link = &entry->next;
    }
    *bucket = entry;
    return true;
}

void http_addresses_remove(HttpAddressEntry *entry)
{
    if (entry->link == NULL) {
        return;
    }
    *entry->link = entry->next;
    if (entry->next != NULL) {
        entry->next->link = entry->link;
    }
    entry->link = NULL;
}
