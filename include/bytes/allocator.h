/* SPDX-License-Identifier: MIT */
/**
 * @file allocator.h
 * `BytesAllocator`: where blocks come from. One small table of functions, chosen per buffer.
 *
 * Every function that makes storage has a form that ends in `_in` and takes a `BytesAllocator *`; NULL, and the form
 * without it, mean malloc(). A pool, an arena of huge pages, a leak tracer and a test's failing allocator are
 * allocators. What is not used costs nothing.
 *
 *     BytesCountingAllocator memory;
 *     bytes_counting_allocator(NULL, &memory);
 *     ... bytes_mut_with_capacity_in(&memory.base, 65536, &buffer) ...
 *     BytesMemoryStats stats = bytes_counting_allocator_stats(&memory);
 *     printf("%zu blocks of %zu bytes are alive\n", stats.live_blocks, stats.live_bytes);
 */
#ifndef BYTES_ALLOCATOR_H
#define BYTES_ALLOCATOR_H

#include <bytes/base.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** Size of the library's header in each block, in front of the data. */
#define BYTES_HEADER_SIZE 32

/**
 * A source of memory. The object is its own context: put it first in a larger structure to give it state.
 *
 * It is borrowed, and must outlive every block that it gave out. Its functions are called on any thread, by several at
 * once, whichever thread a block came from. They must not use the handle on whose behalf they are called.
 */
typedef struct BytesAllocator BytesAllocator;

/** @copydoc BytesAllocator */
struct BytesAllocator {
    /** Return @p size bytes (never 0) aligned to #alignment, or NULL. */
    void *(*allocate)(BytesAllocator *self, size_t size);
    /** Resize a block as realloc() does and keep it aligned; on failure return NULL and leave the block alone.
     * May be NULL: then the library allocates, copies what is in use, and deallocates. */
    void *(*reallocate)(BytesAllocator *self, void *block, size_t old_size, size_t new_size);
    /** Free a block. @p size is what it was allocated or last reallocated with. */
    void (*deallocate)(BytesAllocator *self, void *block, size_t size);
    /** Round a size up to what a block of it really takes, so that a buffer can use the difference; never less than
     * @p size. May be NULL: sizes are used as they are. */
    size_t (*good_size)(BytesAllocator *self, size_t size);
    /** Optional statistics hook: @p count bytes were copied, by the library on its own account (growth, reallocation,
     * gathering) or by a function that copies what there is (bytes_copy(), bytes_copy_to(), bytes_compact(),
     * bytes_mut_copy()); not bytes that a caller appends or fills in. May be NULL. */
    void (*copied)(BytesAllocator *self, size_t count);
    /** Alignment in bytes of each block and of the first byte of its data: a power of two, or 0 for malloc()'s.
     * If it is above #BYTES_HEADER_SIZE the data begins this many bytes into the block. */
    size_t alignment;
};

/** @name Ready allocators
 * @{ */

/** The allocator that NULL stands for: malloc(), realloc() and free(). Good to wrap. Never NULL. */
BYTES_API BytesAllocator *bytes_malloc_allocator(void);

/**
 * Make an allocator whose data begins at a multiple of @p alignment, for O_DIRECT, DMA or vector loads.
 *
 * Blocks come from the C library's aligned allocation. A view is aligned only if its offset in the block is. Up to
 * #BYTES_HEADER_SIZE each block has the usual header; above, the header takes @p alignment bytes.
 *
 * @param alignment A power of two.
 * @param[out] out  Keep it alive and in place as long as blocks of it are. Nothing needs to be undone.
 * @retval 0            Done.
 * @retval BYTES_EINVAL @p alignment is not a power of two, or is above 2^30.
 */
BYTES_API BYTES_NODISCARD int bytes_aligned_allocator(size_t alignment, BytesAllocator *out);

/** @} */
/** @name Counting
 * @{ */

/** What went through a BytesCountingAllocator. */
typedef struct BytesMemoryStats {
    size_t live_blocks; /**< Blocks that are allocated now. */
    size_t live_bytes;  /**< Their sizes, headers included. */
    size_t peak_bytes;  /**< The most that `live_bytes` has been. */
    size_t allocations; /**< Blocks allocated and reallocated so far; modulo SIZE_MAX + 1. */
    size_t failures;    /**< Allocations and reallocations that failed. */
    size_t copied;      /**< Bytes reported to BytesAllocator::copied; modulo SIZE_MAX + 1. */
} BytesMemoryStats;

/** An allocator that counts what another one gives out. Any thread may use it, and read it meanwhile. */
typedef struct BytesCountingAllocator {
    BytesAllocator base; /**< Pass its address as the allocator. */
    /** @cond private */
    union {
        size_t align_;
        unsigned char space_[8 * sizeof(size_t)];
    } state_;
    /** @endcond */
} BytesCountingAllocator;

/**
 * Make an allocator that takes blocks from @p inner and counts them.
 *
 * @param inner    NULL: malloc(). Borrowed.
 * @param[out] out Keep it alive and in place as long as blocks of it are. Nothing needs to be undone.
 * Cost: some atomics for each block; what does not allocate costs nothing more.
 */
BYTES_API void bytes_counting_allocator(BytesAllocator *inner, BytesCountingAllocator *out);

/** Read the counts. Each is right; while other threads allocate, they need not be of one and the same moment. */
BYTES_API BYTES_NODISCARD BytesMemoryStats bytes_counting_allocator_stats(const BytesCountingAllocator *self);

/** Let `peak_bytes` start again from what is alive now: for the peak of one phase. */
BYTES_API void bytes_counting_allocator_reset_peak(BytesCountingAllocator *self);

/** @} */

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
