/* SPDX-License-Identifier: MIT */
/**
 * @file adopt.h
 * Views of memory that the library did not allocate, with a callback that gives it back.
 */
#ifndef BYTES_ADOPT_H
#define BYTES_ADOPT_H

#include <bytes/view.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Caller-supplied memory for the bookkeeping of an adopted block, see bytes_adopt_with_control(). Contents private. */
typedef union BytesControl {
    uint64_t align_;          /**< Private. */
    void *align_pointer_;     /**< Private. */
    unsigned char space_[64]; /**< Private. */
} BytesControl;

/**
 * Gives adopted memory back to its owner. Called once, on the thread that drops the last handle, as the library's last
 * access to the memory and to its control block. It may use the library, and free or reuse both.
 *
 * @param data    The memory as it was taken.
 * @param len     Its size as it was taken.
 * @param context As it was taken.
 */
typedef void BytesRelease(void *data, size_t len, void *context);

/** Whether adopted memory may be written through a BytesMut once a view is its only handle. */
enum BytesAccess {
    BYTES_READ_ONLY = 0, /**< bytes_try_into_mut() refuses. */
    BYTES_WRITABLE = 1   /**< A sole owner may write. */
};

/**
 * Adopt the caller's memory without copying it.
 *
 * @param data    Memory to own. May be NULL if @p len is 0.
 * @param len     Its size in bytes. If it is 0 there is nothing to view: @p release is called at once, on success.
 * @param access  #BYTES_WRITABLE if the memory may be written once a view is its only handle.
 * @param release Called once when the last handle is gone, see #BytesRelease; may be NULL.
 * @param context Passed to @p release.
 * @param[out] out The only handle.
 * @retval 0               @p data belongs to the library until @p release is called.
 *                         Cost: 1 allocation (a control block of 64 bytes), 0 atomics, 0 copies.
 * @retval BYTES_ENOMEM    Out of memory; @p data is still the caller's and @p release was not called.
 * @retval BYTES_EOVERFLOW No object can be that large; likewise.
 */
BYTES_API BYTES_NODISCARD int bytes_adopt(void *data, size_t len, enum BytesAccess access, BytesRelease *release,
                                          void *context, Bytes *out);

/** bytes_adopt() with the control block from @p allocator (NULL: malloc). @param allocator Must outlive the storage.
 * @param data, len, access, release, context, out See bytes_adopt(). @return See bytes_adopt(). */
BYTES_API BYTES_NODISCARD int bytes_adopt_in(BytesAllocator *allocator, void *data, size_t len, enum BytesAccess access,
                                             BytesRelease *release, void *context, Bytes *out);

/**
 * Adopt the caller's memory with a control block that the caller supplies too: nothing is allocated, so nothing fails.
 *
 * @param control The library's until @p release is called (which may free it, or reuse it). Need not be initialised.
 * @param data, len, access, release, context See bytes_adopt(). @p len above PTRDIFF_MAX aborts.
 * @return The only handle. Cost: 0 allocations, 0 atomics, 0 copies.
 */
BYTES_API BYTES_NODISCARD Bytes bytes_adopt_with_control(BytesControl *control, void *data, size_t len,
                                                         enum BytesAccess access, BytesRelease *release, void *context);

/**
 * Adopt a block that came from malloc(); it is given to free() when the last handle is gone. It is writable.
 *
 * @param data, len, out See bytes_adopt().
 * @return See bytes_adopt().
 */
BYTES_API BYTES_NODISCARD int bytes_adopt_malloc(void *data, size_t len, Bytes *out);

/** Adopted memory on its way back to its owner, see bytes_steal(). */
typedef struct BytesStolen {
    void *data;            /**< The memory as it was taken. */
    size_t size;           /**< Its size as it was taken. */
    size_t offset;         /**< Where the view began in it. */
    size_t len;            /**< How long the view was. */
    BytesRelease *release; /**< As it was taken; not called. */
    void *context;         /**< As it was taken. */
} BytesStolen;

/**
 * Take adopted memory back out: the inverse of bytes_adopt(), the callback is not run.
 *
 * @param self    The only handle; emptied on success. A caller's BytesControl is the caller's again.
 * @param[out] out The memory, now the caller's, and where in it the view was.
 * @retval 0             Done. Cost: one acquire load, and the control block is freed if the library had allocated it.
 * @retval BYTES_EBUSY   Other handles are alive.
 * @retval BYTES_ENOTSUP The storage was not adopted, or the view is static or empty.
 */
BYTES_API BYTES_NODISCARD int bytes_steal(Bytes *self, BytesStolen *out);

#ifdef __cplusplus
}
#endif

#endif
