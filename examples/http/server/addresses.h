/* SPDX-License-Identifier: MIT */
/**
 * @file addresses.h
 * How many connections each client address has.
 */
#ifndef HTTP_SERVER_ADDRESSES_H
#define HTTP_SERVER_ADDRESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The address of a client; of IPv6 the first 64 bits, which one client has to itself. */
typedef struct HttpAddress {
    uint8_t bytes[16];
} HttpAddress;

typedef struct HttpAddressEntry HttpAddressEntry;

/** One connection, part of the object that it is for; all-zero is not in a table. Must stay in place while it is. */
struct HttpAddressEntry {
    HttpAddressEntry *next;
    HttpAddressEntry **link; /* what points to it; NULL: not in a table */
    HttpAddress address;
};

enum { HTTP_ADDRESS_BUCKETS = 1024, HTTP_ADDRESS_TEXT = 64 };

/** All-zero is an empty table, but for the seed. */
typedef struct HttpAddresses {
    uint64_t seed; /**< So that clients cannot choose the bucket they are in. */
    HttpAddressEntry *buckets[HTTP_ADDRESS_BUCKETS];
} HttpAddresses;

/** The address that a socket is connected to; all zeros if it has none. */
void http_address_of(int fd, HttpAddress *out);

/** Print the address and the port that a socket is connected to, as "127.0.0.1:80" or "[::1]:80"; "-" if it has none.
 * @param[out] out #HTTP_ADDRESS_TEXT bytes. */
void http_address_print(int fd, char *out);

/** Add a connection of `entry->address`, unless it has @p max already: then false. */
bool http_addresses_add(HttpAddresses *addresses, HttpAddressEntry *entry, size_t max);

/** Remove a connection; nothing happens if it was not added. */
void http_addresses_remove(HttpAddressEntry *entry);

#endif
