/* SPDX-License-Identifier: MIT */
/**
 * @file allocator.h
 * Where storage comes from: one small table of functions, chosen per buffer.
 *
 * Every function that makes storage has a form that ends in `_in` and takes a `BytesAllocator *`; NULL, and the form
 * without it, mean malloc(). A pool, an aligned or huge-page arena, a leak tracer and a test's failing allocator are
 * all allocators. What is not installed costs nothing.
 */
#ifndef BYTES_ALLOCATOR_H
#define BYTES_ALLOCATOR_H

#include <bytes/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of the library's own header in front of the data, in each block, at an alignment of 32 or less. */
#define BYTES_HEADER_SIZE 32

/**
 * A source of memory. The object is its own context: put it first in a larger structure to give it state.
 *
 * It is borrowed, and must outlive every block that it gave out. The functions may be called on any thread, by several
 * at once, whatever thread the block came from; they must not call back into the handle that they serve.
 */
typedef struct BytesAllocator BytesAllocator;

/** @copydoc BytesAllocator */
struct BytesAllocator {
    /** Return @p size bytes (never 0) aligned to #alignment, or NULL. */
    void *(*allocate)(BytesAllocator *self, size_t size);
    /** Resize a block as realloc() does and keep it aligned; on failure return NULL and leave the block alone.
     * May be NULL: then the library allocates, copies what is in use, and deallocates. */
    void *(*reallocate)(BytesAllocator *self, void *block, size_t old_size, size_t new_size);
    /** Take a block back. @p size is what it was allocated or last reallocated with. */
    void (*deallocate)(BytesAllocator *self, void *block, size_t size);
    /** Round a block size up to what the allocator would really use for it, so that a buffer gets the difference too;
     * never less than @p size. May be NULL: the size is then used as it is. */
    size_t (*good_size)(BytesAllocator *self, size_t size);
    /** Told of @p count bytes that the library copied into or within a block of this allocator, had it reallocate, or
     * brought together out of a queue; but not of those that a caller asked to append or to fill in. May be NULL. */
    void (*copied)(BytesAllocator *self, size_t count);
    /** Alignment in bytes of each block and of the first byte of data in it: a power of two, or 0 for that of malloc().
     * Above #BYTES_HEADER_SIZE the data begins this many bytes into the block. */
    size_t alignment;
};

/**
 * The allocator that NULL stands for: malloc(), realloc() and free(). Good to wrap.
 *
 * @return A static object; never NULL.
 */
BYTES_API BytesAllocator *bytes_malloc_allocator(void);

/**
 * Make an allocator whose data begins at a multiple of @p alignment, for O_DIRECT, DMA or vector loads.
 *
 * Blocks come from the C library's aligned allocation. The data of a block is aligned; a view is only if its offset in
 * the block is. Below 32 each block has the usual header; above, the header takes @p alignment bytes.
 *
 * @param alignment A power of two, in bytes.
 * @param[out] out  The allocator: keep it alive and in place as long as blocks of it are. Nothing needs to be undone.
 * @retval 0             Done.
 * @retval BYTES_EINVAL  @p alignment is not a power of two, or is above 2^30.
 */
BYTES_API BYTES_NODISCARD int bytes_aligned_allocator(size_t alignment, BytesAllocator *out);

#ifdef __cplusplus
}
#endif

#endif
