/* SPDX-License-Identifier: MIT */
/**
 * @file memory.h
 * An allocator that wraps another and counts: the blocks that are alive, so that a program can tell at its end whether
 * everything came back, and what was asked for and copied on the way. For one thread.
 */
#ifndef HTTP_MEMORY_H
#define HTTP_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include <bytes/allocator.h>

typedef struct HttpMemory {
    BytesAllocator allocator; /**< First, so that its address is that of the whole. Give this one to the library. */
    BytesAllocator *inner;
    size_t blocks;        /**< Alive now. */
    size_t bytes;         /**< That these have. */
    uint64_t allocations; /**< How often memory was allocated or reallocated. */
    uint64_t copied;      /**< Bytes that the library copied, or had reallocated. */
} HttpMemory;

/** @param inner NULL: malloc. */
void http_memory_init(HttpMemory *memory, BytesAllocator *inner);

/** As malloc() and free(), for what is no buffer. */
void *http_memory_new(HttpMemory *memory, size_t size);
void http_memory_free(HttpMemory *memory, void *block, size_t size);

#endif
