/* SPDX-License-Identifier: MIT */
/**
 * @file pool.h
 * `BytesPool`: an allocator of blocks of one size, for read buffers that are filled on one thread and dropped on any.
 *
 *     BytesPool *pool;
 *     BytesMut buffer;
 *     bytes_pool_create(NULL, 16384, 64, &pool);  // blocks of 16 KiB, at most 64 of them cached
 *     bytes_pool_buffer(pool, &buffer);           // from the cache, or a new block
 *     ...                                         // read, split, freeze; hand the views to worker threads
 *     bytes_mut_drop(&buffer);                    // a block goes back with its last handle, on any thread
 *     bytes_pool_drop(&pool);                     // at any time: the pool lives on until its last block is home
 *
 * **Threads.** A pool has one owner thread, at first the one that created it. There, taking a block and giving it back
 * cost a few instructions: no lock, no atomic read-modify-write. On any other thread, a block that is given back is
 * pushed onto a lock-free stack with two atomic read-modify-writes; the owner takes the whole stack with one when its
 * cache is empty. A block that another thread asks for comes from the upstream allocator.
 *
 * The owner thread drops the pool, or hands it over (bytes_pool_own()), before it ends.
 *
 * A pool is a `BytesAllocator` (bytes_pool_allocator()), so everything that takes an allocator can use it. Requests
 * that are larger than a block, or smaller than an eighth of one, are passed to the upstream allocator.
 */
#ifndef BYTES_POOL_H
#define BYTES_POOL_H

#include <bytes/allocator.h>
#include <bytes/mut.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** A pool. Opaque; it is counted, and outlives its creator's handle until its last block is home. */
typedef struct BytesPool BytesPool;

/** What a pool holds, see bytes_pool_stats(). */
typedef struct BytesPoolStats {
    size_t block_size; /**< Bytes of a block, the library's header included. */
    size_t cached;     /**< Blocks in the cache, ready to be taken. */
    size_t in_use; /**< Blocks that are not in the cache: taken, or returned by other threads and not yet collected. */
    size_t hits;   /**< Blocks taken from the cache so far. */
    size_t misses; /**< Blocks taken from the upstream allocator by the owner thread so far. */
} BytesPoolStats;

/**
 * Create a pool. The calling thread becomes its owner.
 *
 * @param upstream  Where blocks come from and go; NULL: malloc. Must outlive the pool and all its blocks. Its alignment
 *                  becomes the pool's.
 * @param capacity  Bytes of data in a block, at least 1.
 * @param keep      The most blocks that the cache holds; more go back to @p upstream. The stack of blocks returned by
 *                  other threads is bounded by the same number. 0 caches nothing.
 * @param[out] out  The pool, to be given to bytes_pool_drop() once.
 * @retval 0               Done. Cost: 1 allocation; blocks are allocated as they are needed.
 * @retval BYTES_EINVAL    @p capacity is 0.
 * @retval BYTES_EOVERFLOW No object can be that large.
 * @retval BYTES_ENOMEM    Out of memory.
 */
BYTES_API BYTES_NODISCARD int bytes_pool_create(BytesAllocator *upstream, size_t capacity, size_t keep,
                                                BytesPool **out);

/**
 * Give the pool up. Its cache is freed at once, its remaining blocks as they come home, and the pool itself with the
 * last. Buffers in use stay valid, also for growing. On the owner thread only.
 *
 * @param pool Set to NULL. Dropping NULL does nothing.
 */
BYTES_API void bytes_pool_drop(BytesPool **pool);

/** The pool as an allocator. Any thread. It is valid until the pool is dropped, and for each buffer made from it as
 * long as the buffer's storage is alive. */
BYTES_API BytesAllocator *bytes_pool_allocator(BytesPool *pool);

/**
 * Make an empty buffer with the pool's capacity.
 *
 * @param[out] out The buffer. Growing beyond the capacity moves it to a block of the upstream allocator.
 * @retval 0            Done. Cost on the owner thread, with a cached block: nothing is asked of the upstream allocator;
 *                      0 atomics.
 * @retval BYTES_ENOMEM The cache is empty and the upstream allocator has no memory.
 */
BYTES_API BYTES_NODISCARD int bytes_pool_buffer(BytesPool *pool, BytesMut *out);

/**
 * Collect the blocks that other threads returned, and free cached blocks until at most @p keep are left. On the owner
 * thread only. The bound given to bytes_pool_create() is not changed.
 *
 * @return The number of blocks given back to the upstream allocator.
 */
BYTES_API size_t bytes_pool_trim(BytesPool *pool, size_t keep);

/**
 * Make the calling thread the owner: for a pool that is created on one thread and used on another. Whatever the
 * previous owner did with the pool must happen before (thread creation or a join see to that).
 */
BYTES_API void bytes_pool_own(BytesPool *pool);

/** What the pool holds now. On the owner thread only. */
BYTES_API BytesPoolStats bytes_pool_stats(const BytesPool *pool);

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
