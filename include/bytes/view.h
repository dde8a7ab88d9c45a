/* SPDX-License-Identifier: MIT */
/**
 * @file view.h
 * `Bytes`: an immutable view of bytes together with a reference to the storage that holds them.
 *
 * Views are cloned, sliced, split and joined without copying, allocating or failing. Read `data` and `len` directly.
 *
 * **How it counts.** A storage counts *weight*, not handles: each handle carries a part of it, and a handle that you
 * own gives a part of its own away when it is split or shared. So functions that take `Bytes *` need no atomic
 * operation except to give weight back; functions that take `const Bytes *` (bytes_clone(), bytes_slice()) use one,
 * and may be called on one handle by many threads at once. "Atomics" below means atomic read-modify-writes.
 *
 * What a storage can count has room for four thousand million handles, or on 32-bit machines a quarter of a million;
 * beyond that, more handles are still made, but each costs an atomic or two.
 *
 * **Empty views pin nothing.** A view that becomes empty gives its reference up, and keeps its address in `data`.
 */
#ifndef BYTES_VIEW_H
#define BYTES_VIEW_H

#include <bytes/storage.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A view: four words, passed by address or returned by value, and relocatable by memcpy().
 *
 * All-zero (#BYTES_EMPTY) is a valid, empty view. A handle is moved by bytes_move(), or by plain assignment if the
 * source is not used again; a second handle is only ever made by clone, slice, share or split.
 */
typedef struct Bytes {
    const uint8_t *data;   /**< First byte. May be NULL when `len` is 0: do not offset it or pass it on then. */
    size_t len;            /**< Number of bytes. */
    BytesStorage *storage; /**< Private. NULL: nothing to give back (static or empty). */
    size_t weight;         /**< Private. This handle's part of the storage's weight. */
} Bytes;

/** Initialiser of an empty view: `Bytes view = BYTES_EMPTY;`. */
#define BYTES_EMPTY                                                                                                    \
    {                                                                                                                  \
        NULL, 0, NULL, 0                                                                                               \
    }

/** Initialiser of a view of a string literal, without its NUL, also for static objects:
 * `static const Bytes crlf = BYTES_STATIC_INIT("\r\n");`. */
#define BYTES_STATIC_INIT(literal)                                                                                     \
    {                                                                                                                  \
        (const uint8_t *)("" literal), sizeof(literal) - 1, NULL, 0                                                    \
    }

/** A view of a string literal, without its NUL, as an expression. */
#ifdef __cplusplus
#define BYTES_LITERAL(literal) (::Bytes BYTES_STATIC_INIT(literal))
#else
#define BYTES_LITERAL(literal) ((Bytes)BYTES_STATIC_INIT(literal))
#endif

/** @name Making views
 * @{ */

/**
 * View memory that lives, unchanged, as long as the program needs it. Nothing is counted.
 *
 * @param data First byte; may be NULL if @p len is 0.
 * @param len  Number of bytes.
 * @return The view. Cost: nothing.
 */
BYTES_INLINE Bytes bytes_static(const void *data, size_t len);

/** bytes_copy() into storage of @p allocator (NULL: malloc). @param allocator Must outlive the storage.
 * @param data, len, out See bytes_copy(). @return See bytes_copy(). */
BYTES_INLINE BYTES_NODISCARD int bytes_copy_in(BytesAllocator *allocator, const void *data, size_t len, Bytes *out);

/**
 * Copy bytes into a new storage of their size.
 *
 * @param data First byte; still the caller's; may be NULL if @p len is 0.
 * @param len  Number of bytes.
 * @param[out] out The only handle to the copy; an empty view, without storage, if @p len is 0.
 * @retval 0               Done. Cost: 1 allocation, 0 atomics, @p len bytes copied; nothing if @p len is 0.
 * @retval BYTES_ENOMEM    Out of memory.
 * @retval BYTES_EOVERFLOW No object can be that large.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_copy(const void *data, size_t len, Bytes *out);

/** @} */
/** @name More handles, from a handle that others may be using (one atomic each)
 * @{ */

/**
 * Make a second handle to the same bytes. Many threads may do so with one handle at once.
 *
 * @param self The view; unchanged.
 * @return The new handle. Cost: 0 allocations, 1 atomic (0 for static and empty views), 0 copies.
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_clone(const Bytes *self);

/**
 * Make a handle to a range of the view. Many threads may do so with one handle at once.
 *
 * @param self  The view; unchanged.
 * @param begin Offset of the first byte.
 * @param end   Offset after the last. Aborts unless `begin <= end <= self->len`.
 * @return The new handle; if the range is empty it holds no reference, and `data` is the address of the range.
 *         Cost: 0 allocations, 1 atomic (0 for static views and empty ranges), 0 copies.
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_slice(const Bytes *self, size_t begin, size_t end);

/** bytes_slice() for a range from outside. @param self, begin, end See bytes_slice(). @param[out] out The new handle.
 * @retval 0 Done. @retval BYTES_ERANGE The range is not inside the view. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_slice(const Bytes *self, size_t begin, size_t end, Bytes *out);

/**
 * Make a handle to a range that is given by pointer, such as a token that a parser found in `self->data`.
 *
 * @param self The view; unchanged.
 * @param data, len The range. Aborts unless it lies inside the view. If @p len is 0, @p data may be anything.
 * @return As bytes_slice(), at the same cost.
 */
BYTES_API BYTES_NODISCARD Bytes bytes_slice_ref(const Bytes *self, const void *data, size_t len);

/** @} */
/** @name More handles, from a handle that you own (no atomics)
 * The cost of each is 0 allocations, 0 atomics and 0 copies; a handle that has been shared so often, or is so small a
 * share of a share, that it has no weight left to give takes one atomic to get more.
 * @{ */

/**
 * Make a handle to a range of a view that the caller has to itself.
 *
 * @param self  The view. Its bytes are unchanged; its weight is not, so nobody else may use the handle meanwhile.
 * @param begin, end See bytes_slice(); aborts likewise.
 * @return As bytes_slice().
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_share_slice(Bytes *self, size_t begin, size_t end);

/** bytes_share_slice() for a range from outside. @param self, begin, end See bytes_share_slice().
 * @param[out] out The new handle. @retval 0 Done. @retval BYTES_ERANGE The range is not inside the view. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_share_slice(Bytes *self, size_t begin, size_t end, Bytes *out);

/**
 * Make a second handle to the same bytes, of a view that the caller has to itself.
 *
 * @param self The view; see bytes_share_slice().
 * @return The new handle.
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_share(Bytes *self);

/**
 * Make a handle to each of many ranges, in one go: the fields of a header, the cells of a row.
 *
 * @param self   The view; see bytes_share_slice().
 * @param ranges @p count ranges, in any order; they may overlap. Aborts if one is wrong.
 * @param count  Number of ranges; may be 0.
 * @param[out] out @p count handles, overwritten (not dropped); must not contain @p self.
 * Cost: 0 allocations, 0 copies, 0 atomics, or 1 for all if the handle has no more weight than there are ranges that
 * are not empty.
 */
BYTES_API void bytes_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out);

/** bytes_slice_many() for ranges from outside. @param self, ranges, count, out See bytes_slice_many().
 * @retval 0 Done. @retval BYTES_ERANGE A range is not inside the view; nothing was made. */
BYTES_API BYTES_NODISCARD int bytes_try_slice_many(Bytes *self, const BytesRange *ranges, size_t count, Bytes *out);

/**
 * Move a handle: return it and leave an empty one behind.
 *
 * @param self The handle to empty.
 * @return What it was.
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_move(Bytes *self);

/**
 * Split the view in two at an offset; return the front.
 *
 * @param self Keeps the bytes from @p at on.
 * @param at   Aborts if it is above `self->len`. At 0 the result, at `self->len` the view itself, is empty and
 *             holds no reference.
 * @return The first @p at bytes.
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_split_to(Bytes *self, size_t at);

/** bytes_split_to() for an offset from outside. @param self, at See bytes_split_to(). @param[out] out The front.
 * @retval 0 Done. @retval BYTES_ERANGE @p at is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_split_to(Bytes *self, size_t at, Bytes *out);

/**
 * Split the view in two at an offset; return the back.
 *
 * @param self Keeps the first @p at bytes.
 * @param at   As for bytes_split_to().
 * @return The bytes from @p at on.
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_split_off(Bytes *self, size_t at);

/** bytes_split_off() for an offset from outside. @param self, at See bytes_split_off(). @param[out] out The back.
 * @retval 0 Done. @retval BYTES_ERANGE @p at is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_split_off(Bytes *self, size_t at, Bytes *out);

/** @} */
/** @name Joining
 * @{ */

/**
 * Append a view to its left-hand neighbour in the same storage: the inverse of a split. Also joins clones' pieces.
 *
 * An empty side always joins. Static views never do, nor do views of different storages that happen to touch.
 *
 * @param self  Becomes the union.
 * @param other Emptied on success; may not be @p self unless that is empty.
 * @retval 0           Joined. Cost: 0 allocations, 0 copies, 0 atomics (1 if together they hold more than the whole
 *                     weight, which takes clones).
 * @retval BYTES_EXDEV Not neighbours; both are unchanged.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_try_unsplit(Bytes *self, Bytes *other);

/**
 * Drop a view by adding its weight to another handle of the same storage: no atomic now, and none later for it.
 *
 * @param self Emptied on success. An empty or static view is just emptied.
 * @param into Keeps its bytes, and receives the weight.
 * @retval 0           Done. Cost: 0 allocations, 0 copies, 0 atomics (1 as in bytes_try_unsplit()).
 * @retval BYTES_EXDEV The two are views of different storages, or are one handle; both are unchanged.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_drop_into(Bytes *self, Bytes *into);

/** @} */
/** @name Shortening and dropping
 * @{ */

/**
 * Give the reference up and become all-zero. Dropping an empty handle does nothing.
 *
 * @param self The handle. Where the block goes back, so it does on this thread.
 * Cost: at most 1 atomic; none for static and empty views, nor for the last handle if it holds at least half of the
 * whole weight (a buffer that was never shared, or whose shares have all come back).
 */
BYTES_INLINE void bytes_drop(Bytes *self);

/**
 * Drop many views. Runs of handles to one storage are given back together.
 *
 * @param handles @p count handles, all emptied.
 * @param count   May be 0.
 * Cost: at most 1 atomic for each run of handles to one storage; empty and static handles do not end a run.
 */
BYTES_API void bytes_drop_all(Bytes *handles, size_t count);

/**
 * Become empty: give the reference up, keep the address.
 *
 * @param self The view. Cost: as bytes_drop().
 */
BYTES_INLINE void bytes_clear(Bytes *self);

/**
 * Keep the first @p len bytes.
 *
 * @param self The view.
 * @param len  If it is not below `self->len` nothing happens; if it is 0, this is bytes_clear().
 * Cost: 0 atomics, 0 copies; to become empty, as bytes_drop().
 */
BYTES_INLINE void bytes_truncate(Bytes *self, size_t len);

/**
 * Let the first @p count bytes go.
 *
 * @param self  The view. If it becomes empty it gives its reference up; `data` is then the end address.
 * @param count Aborts if it is above `self->len`.
 * Cost: 0 atomics, 0 copies; to become empty, as bytes_drop().
 */
BYTES_INLINE void bytes_advance(Bytes *self, size_t count);

/** bytes_advance() for a count from outside. @param self, count See bytes_advance().
 * @retval 0 Done. @retval BYTES_ERANGE @p count is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_try_advance(Bytes *self, size_t count);

/** @} */
/** @name Asking
 * @{ */

/**
 * Is this the only handle to its storage? Only the owner of the handle learns anything lasting from it: true stays
 * true until it makes another handle; false may be outdated at once.
 *
 * @param self The view.
 * @return True if no other handle to the storage is alive; then all that their threads did to the bytes has happened
 *         before. False for static and empty views. Cost: one acquire load.
 */
BYTES_API bool bytes_is_unique(const Bytes *self);

/** Does the view hold bytes without a reference? @param self The view. @return True for a view of bytes_static() or
 * #BYTES_LITERAL that is not empty. */
BYTES_INLINE bool bytes_is_static(const Bytes *self);

/** Do two views refer to one storage? @param a, b The views. @return False if either is static or empty. */
BYTES_INLINE bool bytes_same_storage(const Bytes *a, const Bytes *b);

/** How many bytes of memory the view keeps alive. @param self The view. @return The size of its block, the library's
 * header included (for adopted memory: of the memory alone); 0 for static and empty views. */
BYTES_API size_t bytes_retained(const Bytes *self);

/** @} */
/** @name Copying, writing and leaving
 * @{ */

/**
 * If the view pins much more than it shows, copy it out and let the rest go.
 *
 * @param self     The view; afterwards its `data` may be another address with the same bytes.
 * @param multiple Copy if bytes_retained() is more than this many times `len`, and more than the copy would retain.
 * @retval 1            Copied into malloc'ed storage; the old reference is dropped.
 *                      Cost: 1 allocation, `len` bytes copied, and bytes_drop().
 * @retval 0            Left as it was: it does not pin that much, or is static or empty.
 * @retval BYTES_ENOMEM Out of memory; unchanged.
 */
BYTES_API BYTES_NODISCARD int bytes_compact(Bytes *self, size_t multiple);

/** bytes_compact() into storage of @p allocator (NULL: malloc). @param allocator Must outlive the storage.
 * @param self, multiple See bytes_compact(). @return See bytes_compact(). */
BYTES_API BYTES_NODISCARD int bytes_compact_in(BytesAllocator *allocator, Bytes *self, size_t multiple);

/**
 * Copy a range of the view to memory of the caller.
 *
 * @param self   The view.
 * @param offset, count The range; aborts unless it is inside the view.
 * @param[out] out Room for @p count bytes, outside the view; may be NULL if @p count is 0.
 */
BYTES_API void bytes_copy_to(const Bytes *self, size_t offset, size_t count, void *out);

/** bytes_copy_to() for a range from outside. @param self, offset, count, out See bytes_copy_to().
 * @retval 0 Done. @retval BYTES_ERANGE The range is not inside the view; nothing was written. */
BYTES_API BYTES_NODISCARD int bytes_try_copy_to(const Bytes *self, size_t offset, size_t count, void *out);

/**
 * Move a handle into one pointer, for a language or a C interface that can carry no more.
 *
 * @param self    Emptied on success.
 * @param[out] out Give it to bytes_from_raw(), once, on any thread. Never NULL.
 * @retval 0            Done. Cost: 1 allocation.
 * @retval BYTES_ENOMEM Out of memory; @p self is unchanged.
 */
BYTES_API BYTES_NODISCARD int bytes_to_raw(Bytes *self, void **out);

/** The inverse of bytes_to_raw(). @param raw A pointer from there, dead afterwards. @return The handle. */
BYTES_API BYTES_NODISCARD Bytes bytes_from_raw(void *raw);

/** A view's bytes as a span. @param self The view. @return Valid as long as the view is. */
BYTES_INLINE BytesSpan bytes_span(const Bytes *self);

/** @} */

#include <bytes/impl/view.inl>

#ifdef __cplusplus
}
#endif

#endif
