/* SPDX-License-Identifier: MIT */
/**
 * @file field_counts.h
 * How many requests have each value of one field.
 *
 * This shows what to do with a header that outlives its request. A view of it pins the whole block that it arrived in,
 * 64 KiB for perhaps ten bytes, as long as the view is kept. So each new value is copied out once; values that are only
 * compared are not.
 */
#ifndef HTTP_CLI_FIELD_COUNTS_H
#define HTTP_CLI_FIELD_COUNTS_H

#include <stddef.h>
#include <stdint.h>

#include <bytes/bytes.h>

#include "reader.h"

/** A value, and how often it occurred. */
typedef struct HttpFieldCount {
    Bytes value;    /**< In a block of about its own size. */
    uint64_t count; /**< 0: a free slot. */
    uint64_t hash;
} HttpFieldCount;

/** The values of one field. The members with a description may be read; the others are private. */
typedef struct HttpFieldCounts {
    HttpFieldCount *slots; /**< A hash table; after http_field_counts_sort() the first `count` are the values. */
    size_t count;          /**< Number of different values. */
    size_t capacity;       /**< Number of slots: a power of two, or 0. */
    const char *name;
    BytesAllocator *allocator;
} HttpFieldCounts;

/**
 * Start.
 *
 * @param name      Name of the field, in any case; must outlive the counts.
 * @param allocator Of the values and of the table; must outlive the counts.
 */
void http_field_counts_init(const char *name, BytesAllocator *allocator, HttpFieldCounts *out);

/** Count the values of the field in a request, whose views stay as they are. @return 0 or #BYTES_ENOMEM; then some of
 * the values may have been counted. */
int http_field_counts_add(HttpFieldCounts *counts, const HttpMessage *message);

/** Sort by count, the highest first, and then in lexicographic order of the values. Nothing may be added after that. */
void http_field_counts_sort(HttpFieldCounts *counts);

/** Free everything. */
void http_field_counts_drop(HttpFieldCounts *counts);

#endif
