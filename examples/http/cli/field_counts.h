/* SPDX-License-Identifier: MIT */
/**
 * @file tally.h
 * How many requests have each value of one field.
 *
 * This is what to do with a header that outlives its request. A view of it pins the whole block that it arrived in, 64
 * KiB for perhaps ten bytes, for as long as it is kept. So what is kept is copied out, once for each new value; what is
 * only looked at is not.
 */
#ifndef HTTP_CLI_FIELD_COUNTS_H
#define HTTP_CLI_FIELD_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#include <bytes/bytes.h>

#include "reader.h"

/** A value, and how often it was there. */
typedef struct HttpTallyEntry {
    Bytes value;    /**< In a block of about its own size. */
    uint64_t count; /**< 0: there is no value here. */
    uint64_t hash;
} HttpTallyEntry;

/** The values of one field. Members described may be read; the others are private. */
typedef struct HttpTally {
    HttpTallyEntry *entries; /**< After http_tally_sort() the first `count` are the values. */
    size_t count;            /**< Number of different values. */
    size_t room;
    const char *name;
    BytesAllocator *allocator;
} HttpTally;

/**
 * Start.
 *
 * @param tally     Overwritten.
 * @param name      Of the field, in any case; must outlive the tally.
 * @param allocator Of the values and of the table; must outlive the tally.
 */
void http_tally_init(HttpTally *tally, const char *name, BytesAllocator *allocator);

/**
 * Count the values that a request has of the field. Its views are left as they were.
 *
 * @param tally   From http_tally_init().
 * @param message The request.
 * @return 0 or #BYTES_ENOMEM; then some of its values may have been counted.
 */
int http_tally_add(HttpTally *tally, const HttpMessage *message);

/** The most frequent first, and those of the same count in the order of their bytes. Add no more after that.
 * @param tally From http_tally_init(). */
void http_tally_sort(HttpTally *tally);

/** Give everything back. @param tally From http_tally_init(). */
void http_tally_drop(HttpTally *tally);

#endif
