/* SPDX-License-Identifier: MIT */
/**
 * @file view.h
 * `Bytes`: an immutable view of bytes, with a reference to the storage that holds them.
 *
 *     Bytes message;
 *     int error = bytes_copy(text, len, &message);       // 1 allocation
 *     Bytes head = bytes_split_to(&message, 4);          // no copy, no atomic, no error
 *     Bytes field = bytes_share_slice(&message, 10, 20); // nor here
 *     send_to_worker(bytes_move(&field));                // any thread may drop it
 *     bytes_drop(&head);
 *     bytes_drop(&message);                              // the block lives until the worker's drop
 *
 * Read `data` and `len` directly. Making another handle never allocates, copies or fails: from a `const` handle that
 * other threads may be using, by bytes_clone() and bytes_slice() at one atomic each; from a handle of one's own, by
 * bytes_share(), bytes_share_slice(), bytes_slice_many() and the splits, without any. storage.h explains how.
 *
 * A view that becomes empty gives its reference up, so it pins nothing, and keeps its address in `data`.
 */
#ifndef BYTES_VIEW_H
#define BYTES_VIEW_H

#include <bytes/allocator.h>
#include <bytes/base.h>
#include <bytes/storage.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A view: four words, relocatable by memcpy(). All-zero is valid and empty.
 *
 * A handle is moved by bytes_move(), or by plain assignment if the source is not used again. A second handle is only
 * ever made by clone, slice, share or split.
 */
typedef struct Bytes {
    const uint8_t *data;   /**< First byte. May be NULL if `len` is 0: do not offset it or pass it on then. */
    size_t len;            /**< Number of bytes. */
    BytesStorage *storage; /**< Private. NULL: nothing is counted (static or empty). */
    size_t weight;         /**< Private. This handle's part of the storage's total. */
#if BYTES_TRACE_HANDLES
    uint64_t birth; /* private: the number of its record, see trace.h */
#endif
} Bytes;

/* clang-format off */
/** Initialiser of an empty view: `Bytes view = BYTES_EMPTY;`. */
#define BYTES_EMPTY {BYTES_NULL_, 0, BYTES_NULL_, 0 BYTES_NO_BIRTH_}

/** Initialiser of a view of a string literal, without its NUL, also for static objects:
 * `static const Bytes crlf = BYTES_STATIC_INIT("\r\n");`. */
#define BYTES_STATIC_INIT(literal)                                                                                     \
    {BYTES_CAST_(const uint8_t *, "" literal), sizeof(literal) - 1, BYTES_NULL_, 0 BYTES_NO_BIRTH_}

/** A view of a string literal, without its NUL, as an expression. */
#ifdef __cplusplus
#define BYTES_LITERAL(literal) (::Bytes BYTES_STATIC_INIT(literal))
#else
#define BYTES_LITERAL(literal) ((Bytes)BYTES_STATIC_INIT(literal))
#endif
/* clang-format on */

/** @name Construction and destruction
 * Memory of the caller's becomes a view by adopt.h, a written buffer by bytes_mut_freeze().
 * @{ */

/** View memory that stays unchanged for as long as the program needs it. @p data may be NULL if @p len is 0.
 * Cost: nothing, also for what is cloned or split from it. */
BYTES_INLINE Bytes bytes_static(const void *data, size_t len);

/**
 * Copy bytes into a new storage of their size.
 *
 * @param data May be NULL if @p len is 0.
 * @param[out] out The unique handle to the copy; an empty view if @p len is 0.
 * @retval 0               Done. Cost: 1 allocation, @p len bytes copied; nothing if @p len is 0.
 * @retval BYTES_ENOMEM    Out of memory.
 * @retval BYTES_EOVERFLOW No object can be that large.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_copy(const void *data, size_t len, Bytes *out);

/** bytes_copy() into storage of @p allocator, which must outlive it. */
BYTES_INLINE BYTES_NODISCARD int bytes_copy_in(BytesAllocator *allocator, const void *data, size_t len, Bytes *out);

/** Return a handle and leave an empty one behind. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_move(Bytes *self);

/**
 * Give the reference up; the handle becomes all-zero. Dropping an empty handle does nothing.
 *
 * The last drop frees the block, or calls the BytesRelease of adopted memory, on its own thread.
 *
 * Cost: at most 1 atomic; none for static and empty views, nor for a unique handle that holds at least half of the
 * whole weight (a storage that was never shared, or whose shares have come back).
 */
BYTES_INLINE void bytes_drop(Bytes *self);

/**
 * bytes_drop() for a BytesRelease that drops another view: the callbacks are not nested.
 *
 * Where each block of a list holds a view of the next one, bytes_drop() in the callbacks takes stack in proportion to
 * the length of the list. By this function the callback of the next block is called once the present one has returned,
 * and the stack does not grow. Several are called in the order of their drops. Outside callbacks it is bytes_drop().
 *
 * What the later callback needs, its memory and control block, must outlive the callback that drops the view.
 *
 * Cost: as bytes_drop().
 */
BYTES_INLINE void bytes_drop_later(Bytes *self);

/** Drop many handles. Cost: as bytes_drop() for each run of handles to one storage, not for each handle; empty and
 * static ones do not end a run. */
BYTES_API void bytes_drop_all(Bytes *handles, size_t count);

/** @} */
/** @name Cloning and slicing: concurrent
 * The handle is `const`: many threads may do this with one handle at once.
 * Cost of each: 1 atomic; none for static views and empty ranges.
 * @{ */

/** Make a second handle to the same bytes. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_clone(const Bytes *self);

/** Make a handle to the bytes from @p begin up to @p end. Aborts unless `begin <= end <= len`. An empty range holds no
 * reference; its `data` is the address of the range. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_slice(const Bytes *self, size_t begin, size_t end);

/** Checked form of bytes_slice(), for untrusted ranges: 0, or #BYTES_ERANGE. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_slice(const Bytes *self, size_t begin, size_t end, Bytes *out);

/** bytes_slice() of a range given by its address, such as a token that a parser found in `self->data`. Aborts unless
 * the range is inside the view; if @p len is 0, @p data may be any address. */
BYTES_API BYTES_NODISCARD Bytes bytes_slice_ref(const Bytes *self, const void *data, size_t len);

/** Checked form of bytes_slice_ref(), for untrusted addresses: 0, or #BYTES_ERANGE. */
BYTES_API BYTES_NODISCARD int bytes_try_slice_ref(const Bytes *self, const void *data, size_t len, Bytes *out);

/** @} */
/** @name Sharing and slicing: exclusive
 * The caller has the handle to itself. Its bytes stay the same; part of its weight goes to the new handle.
 * Cost of each: nothing; 1 atomic if the handle has no weight left to give, see storage.h.
 * @{ */

/** Make a second handle to the same bytes. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_share(Bytes *self);

/** bytes_slice() of a handle that the caller has to itself. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_share_slice(Bytes *self, size_t begin, size_t end);

/** Checked form of bytes_share_slice(), for untrusted ranges: 0, or #BYTES_ERANGE. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_share_slice(Bytes *self, size_t begin, size_t end, Bytes *out);

/**
 * Make a handle to each of many ranges: the fields of a header, the cells of a row.
 *
 * @param ranges In any order; they may overlap. Aborts if one is not inside the view.
 * @param count  May be 0.
 * @param[out] out @p count handles, overwritten; @p self must not be one of them.
 * Cost: nothing; 1 atomic for all if the handle has no more weight than there are ranges.
 */
BYTES_API void bytes_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out);

/** Checked form of bytes_slice_many(), for untrusted ranges: 0, or #BYTES_ERANGE and nothing was made. */
BYTES_API BYTES_NODISCARD int bytes_try_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out);

/** @} */
/** @name Splitting and joining
 * Cost of a split: as of bytes_share(); nothing if one side is empty.
 * @{ */

/** Split off and return the first @p at bytes; the view keeps the rest. Aborts if @p at is above `len`. An empty side
 * holds no reference. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_split_to(Bytes *self, size_t at);

/** Split off and return the bytes from @p at on; the view keeps those before. Aborts if @p at is above `len`. An empty
 * side holds no reference. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_split_off(Bytes *self, size_t at);

/** Checked form of bytes_split_to(), for untrusted offsets: 0, or #BYTES_ERANGE. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_split_to(Bytes *self, size_t at, Bytes *out);

/** Checked form of bytes_split_off(), for untrusted offsets: 0, or #BYTES_ERANGE. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_split_off(Bytes *self, size_t at, Bytes *out);

/**
 * Append a view that is adjacent in the same storage: the inverse of a split.
 *
 * An empty side always joins. Static views never do, nor do views of two storages that touch.
 *
 * @param self  Becomes the union.
 * @param other Emptied on success.
 * @retval 0           Joined. Cost: nothing; 1 atomic if together they hold more than the whole weight, which takes
 *                     clones.
 * @retval BYTES_EXDEV Not adjacent, or one and the same handle.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_try_unsplit(Bytes *self, Bytes *other);

/**
 * Drop a view by giving its weight to another handle of its storage: no atomic now, and none later.
 *
 * @param self Emptied on success; an empty or static view is just emptied.
 * @param into Keeps its bytes.
 * @retval 0           Done. Cost: as bytes_try_unsplit().
 * @retval BYTES_EXDEV The views are of different storages, or one and the same handle.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_drop_into(Bytes *self, Bytes *into);

/** @} */
/** @name Shortening
 * Cost of each: nothing; as bytes_drop() if the view becomes empty.
 * @{ */

/** Keep the first @p len bytes. Nothing happens if there are no more. */
BYTES_INLINE void bytes_truncate(Bytes *self, size_t len);

/** Skip the first @p count bytes. Aborts if there are fewer. */
BYTES_INLINE void bytes_advance(Bytes *self, size_t count);

/** Checked form of bytes_advance(), for untrusted counts: 0, or #BYTES_ERANGE. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_advance(Bytes *self, size_t count);

/** Become empty, but keep the address. */
BYTES_INLINE void bytes_clear(Bytes *self);

/** @} */
/** @name Queries
 * @{ */

/** The bytes without the reference. Valid as long as the view is. */
BYTES_INLINE BytesSpan bytes_span(const Bytes *self);

/**
 * True if no other handle to the storage is alive; false for static and empty views.
 *
 * True stays true until the caller makes another handle, and whatever other threads did with the bytes happened
 * before. False may be outdated at once. Cost: one acquire load.
 */
BYTES_API bool bytes_is_unique(const Bytes *self);

/** True if the view has bytes but holds no reference: that of bytes_static() or #BYTES_LITERAL. */
BYTES_INLINE bool bytes_is_static(const Bytes *self);

/** True if the storage may be written once the view is unique: bytes_try_into_mut() does not return #BYTES_EACCES.
 * False for read-only adopted memory, and for static and empty views. */
BYTES_API bool bytes_is_writable(const Bytes *self);

/** True if both views refer to one storage; false if either is static or empty. */
BYTES_INLINE bool bytes_same_storage(const Bytes *a, const Bytes *b);

/** Bytes of memory that the view keeps allocated: its whole block, header included, or the adopted memory; 0 for static
 * and empty views. */
BYTES_API size_t bytes_retained(const Bytes *self);

/** @} */
/** @name Copying out
 * @{ */

/** Copy @p count bytes from @p offset on to memory of the caller. Aborts unless they are inside the view. @p out may be
 * NULL if @p count is 0, and must not overlap them. */
BYTES_API void bytes_copy_to(const Bytes *self, size_t offset, size_t count, void *out);

/** Checked form of bytes_copy_to(), for untrusted ranges: 0, or #BYTES_ERANGE and nothing was written. */
BYTES_API BYTES_NODISCARD int bytes_try_copy_to(const Bytes *self, size_t offset, size_t count, void *out);

/**
 * Replace a view that pins much more than it shows by a copy of its own size.
 *
 * @param multiple Copy if bytes_retained() is more than this many times `len`, and more than the copy would retain.
 * @retval 0            Done. If it copied, `data` is another address with the same bytes, from the same allocator.
 *                      Cost: 1 allocation, `len` bytes copied, and bytes_drop(); else nothing.
 * @retval BYTES_ENOMEM Out of memory.
 */
BYTES_API BYTES_NODISCARD int bytes_compact(Bytes *self, size_t multiple);

/** bytes_compact() into storage of @p allocator, which must outlive it. */
BYTES_API BYTES_NODISCARD int bytes_compact_in(BytesAllocator *allocator, Bytes *self, size_t multiple);

/** @} */
/** @name Foreign interfaces
 * @{ */

/**
 * Move a handle into one pointer, for a language or an interface that can carry no more.
 *
 * @param[out] out Never NULL. Give it to bytes_from_raw() once, on any thread.
 * @retval 0            Done. Cost: 1 allocation.
 * @retval BYTES_ENOMEM Out of memory.
 */
BYTES_API BYTES_NODISCARD int bytes_to_raw(Bytes *self, void **out);

/** The inverse of bytes_to_raw(); the pointer is dead afterwards. */
BYTES_API BYTES_NODISCARD Bytes bytes_from_raw(void *raw);

/** @} */

#include <bytes/impl/view.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
