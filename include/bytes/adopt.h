/* SPDX-License-Identifier: MIT */
/**
 * @file adopt.h
 * Views of memory that the library did not allocate: a receive ring, a mapped file, an object of another language. A
 * callback gives it back when the last view is gone.
 *
 *     static void give_back(void *data, size_t len, void *ring) { ring_put(ring, data); }
 *
 *     Bytes packet;
 *     int error = bytes_adopt(slot, length, BYTES_READ_ONLY, give_back, ring, &packet);
 *
 * Adopting copies nothing, and the views are like any other: they are shared, sliced, and dropped on any thread.
 */
#ifndef BYTES_ADOPT_H
#define BYTES_ADOPT_H

#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** @name Adopting
 * @{ */

/**
 * Gives adopted memory back to its owner.
 *
 * Called once, on the thread that drops the last handle, as the library's last access to the memory and to its control
 * block. It may use the library, and free or reuse both. If it drops a view of other adopted memory, that callback is
 * called from inside this one: bytes_drop_later() prevents it, for chains of any length.
 */
typedef void BytesRelease(void *data, size_t len, void *context);

/** Whether adopted memory may be written through a BytesMut, once a view of it is unique. */
enum BytesAccess {
    BYTES_READ_ONLY = 0, /**< No: bytes_try_into_mut() returns #BYTES_EACCES. */
    BYTES_WRITABLE = 1   /**< Yes. */
};

/**
 * Adopt memory.
 *
 * @param data    May be NULL if @p len is 0.
 * @param len     If it is 0 nothing is pinned: @p release is called at once, on success.
 * @param access  #BYTES_WRITABLE if the memory may become a BytesMut.
 * @param release May be NULL.
 * @param context Passed to @p release.
 * @param[out] out The unique handle.
 * @retval 0               The memory is the library's until @p release is called.
 *                         Cost: 1 allocation, a control block of 64 bytes.
 * @retval BYTES_ENOMEM    Out of memory; @p data is still the caller's and @p release was not called.
 * @retval BYTES_EOVERFLOW @p len is above PTRDIFF_MAX; as above.
 */
BYTES_API BYTES_NODISCARD int bytes_adopt(void *data, size_t len, enum BytesAccess access, BytesRelease *release,
                                          void *context, Bytes *out);

/** bytes_adopt() with the control block from @p allocator, which must outlive it. */
BYTES_API BYTES_NODISCARD int bytes_adopt_in(BytesAllocator *allocator, void *data, size_t len, enum BytesAccess access,
                                             BytesRelease *release, void *context, Bytes *out);

/** Gives adopted memory back without a context: free(), or a function like it. */
typedef void BytesFree(void *data);

/** bytes_adopt() with a callback that takes the address alone, such as free(). @p release may be NULL. */
BYTES_API BYTES_NODISCARD int bytes_adopt_free(void *data, size_t len, enum BytesAccess access, BytesFree *release,
                                               Bytes *out);

/** bytes_adopt() of a block that came from malloc(); free() releases it. It is writable. */
BYTES_API BYTES_NODISCARD int bytes_adopt_malloc(void *data, size_t len, Bytes *out);

/**
 * bytes_adopt() of writable memory with spare capacity behind its bytes: bytes_try_into_mut() of the view that is
 * returned, or of any other unique view of it, has the capacity up to the end of the memory.
 *
 * @param len      Number of bytes that are there.
 * @param capacity Size of the memory, at least @p len; what @p release is called with.
 * @retval BYTES_ERANGE @p len is above @p capacity. For the rest as bytes_adopt().
 */
BYTES_API BYTES_NODISCARD int bytes_adopt_capacity(void *data, size_t len, size_t capacity, BytesRelease *release,
                                                   void *context, Bytes *out);

/** Memory for the bookkeeping of one adopted block, for bytes_adopt_with_control(). Need not be initialised. */
typedef union BytesControl {
    uint64_t align_;          /**< Private. */
    void *align_pointer_;     /**< Private. */
    unsigned char space_[64]; /**< Private. */
} BytesControl;

/**
 * bytes_adopt() with a control block of the caller's: nothing is allocated, so nothing can fail.
 *
 * @param control The library's until @p release is called, which may free or reuse it.
 * @return The unique handle. Aborts if @p len is above PTRDIFF_MAX. Cost: nothing.
 */
BYTES_API BYTES_NODISCARD Bytes bytes_adopt_with_control(BytesControl *control, void *data, size_t len,
                                                         enum BytesAccess access, BytesRelease *release, void *context);

/** @} */
/** @name Queries
 * Also of views that bytes_enable_weak() was called for: then of the memory that they show.
 * @{ */

/** True if the view shows adopted or mapped memory. bytes_retained() is its size. */
BYTES_API bool bytes_is_adopted(const Bytes *self);

/**
 * The context of adopted memory, without taking the memory back: the way from a view to the object that its bytes are
 * part of. The object is alive as long as the view is.
 *
 * @param release  The callback that the memory was adopted with. It says what the context points to, so that a view of
 *                 other memory is not taken for one of this owner's.
 * @param[out] out The context.
 * @retval 0             Done. Cost: nothing.
 * @retval BYTES_ENOTSUP The memory was not adopted, or not with this callback.
 */
BYTES_API BYTES_NODISCARD int bytes_adopted_context(const Bytes *self, BytesRelease *release, void **out);

/** @} */
/** @name Taking back
 * @{ */

/** Adopted memory on its way back to its owner, see bytes_steal(). */
typedef struct BytesStolen {
    void *data;            /**< The memory as it was adopted. */
    size_t size;           /**< Its size as it was adopted. */
    size_t offset;         /**< Where the view began in it. */
    size_t len;            /**< Length of the view. */
    BytesRelease *release; /**< As it was given; not called. */
    void *context;         /**< As it was given. */
} BytesStolen;

/**
 * Take adopted memory back out of its unique view, without calling the callback: the inverse of bytes_adopt().
 *
 * @param self     Emptied on success. A BytesControl is the caller's again.
 * @param[out] out The memory, now the caller's.
 * @retval 0             Done. Cost: one acquire load; a control block that the library allocated is freed.
 * @retval BYTES_EBUSY   Other handles are alive.
 * @retval BYTES_ENOTSUP The storage was not adopted, or the view is static or empty.
 */
BYTES_API BYTES_NODISCARD int bytes_steal(Bytes *self, BytesStolen *out);

/** @} */

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
