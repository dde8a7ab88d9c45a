/* SPDX-License-Identifier: MIT */
/**
 * @file counter.h
 * An allocator that counts: what it allocated, and what the library copied in it.
 */
#ifndef HTTP_COUNTER_H
#define HTTP_COUNTER_H

#include <stddef.h>
#include <stdint.h>

#include <bytes/allocator.h>

/** A BytesAllocator that wraps bytes_malloc_allocator(). Not for several threads at once: the counts are plain. */
typedef struct HttpCounter {
    BytesAllocator allocator; /**< First, so that its address is that of the counter. Pass it to the library. */
    uint64_t allocations;     /**< How often memory was allocated or reallocated. */
    uint64_t copied;          /**< Bytes that the library copied, or had reallocated. */
} HttpCounter;

/** Start at zero. @param counter Must stay in place as long as blocks of it are alive. */
void http_counter_init(HttpCounter *counter);

#endif
