/* SPDX-License-Identifier: MIT */
/**
 * @file weak.h
 * `BytesWeak`: a view that does not keep its bytes alive. For caches and registries, whose entries should go when
 * nobody else uses them.
 *
 *     bytes_enable_weak(&view);             // once; what is cloned or sliced from it is enabled too
 *     bytes_downgrade(&view, &entry);       // the registry keeps a weak view
 *     ...
 *     if (bytes_weak_upgrade(&entry, &again)) { ... }  // a view, or false: the bytes are gone
 *
 * Weak views need a storage that outlives its bytes by its bookkeeping, which bytes_enable_weak() puts around the
 * storage of a view. Storages that it was not called for pay nothing: no word in the header, no branch in a drop.
 *
 * An enabled storage is read-only, and bytes_is_unique() on it may be outdated at once, because a weak view may be
 * upgraded at any time. Threads: the general rule of base.h; upgrades may race with the last drop.
 */
#ifndef BYTES_WEAK_H
#define BYTES_WEAK_H

#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** A weak view. All-zero is valid: the weak view of an empty view. */
typedef struct BytesWeak {
    const uint8_t *data_;   /**< Private. */
    size_t len_;            /**< Private. */
    BytesStorage *storage_; /**< Private. NULL: static or empty, never gone. */
} BytesWeak;

/**
 * Enable weak views of a view's bytes: its reference moves into a storage of its own, which has a weak count.
 *
 * Other handles to the old storage are not affected, and cannot be downgraded. An enabled, static or empty view is left
 * as it is.
 *
 * @param allocator Of the bookkeeping; NULL: malloc. Must outlive the storage and its weak views.
 * @retval 0            Done. Cost: 1 allocation, 0 atomics, 0 copies.
 * @retval BYTES_ENOMEM Out of memory; the view is unchanged.
 */
BYTES_API BYTES_NODISCARD int bytes_enable_weak(BytesAllocator *allocator, Bytes *self);

/**
 * Make a weak view of a view's bytes.
 *
 * @param[out] out The weak view; overwritten (not dropped).
 * @retval 0             Done. Cost: 1 atomic; none for static and empty views.
 * @retval BYTES_ENOTSUP The view's storage is not enabled.
 */
BYTES_API BYTES_NODISCARD int bytes_downgrade(const Bytes *self, BytesWeak *out);

/**
 * Make a view again, if the bytes are still there.
 *
 * @param[out] out A new handle; written only on success.
 * @return False if the last handle is gone. Cost: 1 atomic, and one more for each other thread that comes between; none
 *         if the bytes are gone, static or empty.
 */
BYTES_API BYTES_NODISCARD bool bytes_weak_upgrade(const BytesWeak *self, Bytes *out);

/** Make a second weak view of the same bytes. Cost: 1 atomic. */
BYTES_API BYTES_NODISCARD BytesWeak bytes_weak_clone(const BytesWeak *self);

/** True if the bytes are gone: bytes_weak_upgrade() will never succeed again. Cost: 1 load. */
BYTES_API bool bytes_weak_is_gone(const BytesWeak *self);

/** Give the weak view up and make it all-zero. Dropping it again does nothing. Cost: 1 atomic, and 1 deallocation for
 * the last one if the bytes are gone. */
BYTES_API void bytes_weak_drop(BytesWeak *self);

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
