/* SPDX-License-Identifier: MIT */
/**
 * @file mut.h
 * `BytesMut`: a growable buffer, the only writer of its part of a storage.
 *
 * A read loop fills it, splits it where a message ends, and freezes the message into a Bytes; nothing is copied:
 *
 *     if (bytes_mut_reserve(&buffer, 4096) != 0) {
 *         return;
 *     }
 *     BytesSpare spare = bytes_mut_spare(&buffer);
 *     ssize_t n = read(fd, spare.data, spare.len); // fd.h has this with its errors
 *     bytes_mut_commit(&buffer, (size_t)n);
 *     while (find_end(bytes_mut_span(&buffer), &end)) {
 *         Bytes message = bytes_mut_split_freeze(&buffer, end); // the buffer continues behind it
 *         ...
 *     }
 *
 * Read `data`, `len` and `cap` directly, and write anything from `data` up to `data + len`. The bytes behind, up to
 * `data + cap`, are *spare capacity*. It is handed out for writing when the buffer is made, by bytes_mut_reserve() and
 * by bytes_mut_spare(), until the buffer changes. A program with AddressSanitizer, or in a mode for Valgrind, ends with
 * a report if it accesses spare capacity that was not handed out, or what the buffer gave back (see "Finding bugs" in
 * the README).
 *
 * The block may have more: *headroom* in front of the buffer, and what was split off it and dropped.
 * A reserve gets that back as soon as the buffer is the only handle to its storage.
 *
 * A buffer keeps its storage, also at capacity 0, until it is dropped, frozen, moved or joined to another; so does each
 * piece split off it. Both grow from the same allocator.
 *
 * In hot loops keep the buffer in a local variable (bytes_mut_move() it there and back): no inline function takes its
 * address, so the compiler can keep it in registers.
 */
#ifndef BYTES_MUT_H
#define BYTES_MUT_H

#include <stdarg.h>
#include <string.h>

#include <bytes/allocator.h>
#include <bytes/base.h>
#include <bytes/storage.h>
#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** A buffer: five words, relocatable by memcpy(). All-zero is valid and has capacity 0. */
typedef struct BytesMut {
    uint8_t *data;         /**< First byte. May be NULL if `cap` is 0. */
    size_t len;            /**< Number of bytes written. */
    size_t cap;            /**< Number of bytes from `data` on that this handle alone may write. */
    BytesStorage *storage; /**< Private. NULL: nothing is counted. */
    size_t weight;         /**< Private. This handle's part of the storage's total. */
#if BYTES_TRACE_HANDLES
    uint64_t birth; /* private: the number of its record, see trace.h */
#endif
} BytesMut;

/* clang-format off */
/** Initialiser of an empty buffer without storage: `BytesMut buffer = BYTES_MUT_EMPTY;`. It grows from malloc(). */
#define BYTES_MUT_EMPTY {BYTES_NULL_, 0, 0, BYTES_NULL_, 0 BYTES_NO_BIRTH_}
/* clang-format on */

/** @name Construction and destruction
 * @{ */

/** The largest initial capacity that a buffer remembers by itself: one that was made larger continues with fresh blocks
 * of this size, unless bytes_mut_set_initial_capacity() says otherwise. */
#define BYTES_MUT_INITIAL_MAX ((size_t)1 << 20)

/**
 * Make an empty buffer.
 *
 * @param capacity Minimum; `cap` says how much it became. 0 allocates nothing.
 * @param[out] out The unique handle to its storage. A fresh block, which it moves to when views pin the old one, has
 *                 this capacity again (at most #BYTES_MUT_INITIAL_MAX), whatever single messages needed meanwhile.
 * @retval 0               Done. Cost: 1 allocation.
 * @retval BYTES_ENOMEM    Out of memory.
 * @retval BYTES_EOVERFLOW No object can be that large.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_with_capacity(size_t capacity, BytesMut *out);

/** bytes_mut_with_capacity() from @p allocator, which must outlive all that grows or is split from the buffer. With an
 * allocator, capacity 0 allocates a block that only remembers it. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_with_capacity_in(BytesAllocator *allocator, size_t capacity, BytesMut *out);

/** bytes_mut_with_capacity_in() with @p headroom bytes in front, for a header that will be prepended. A reserve that
 * needs more capacity may use the headroom up. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_with_headroom(BytesAllocator *allocator, size_t headroom, size_t capacity,
                                                         BytesMut *out);

/** Copy a buffer's bytes into a new buffer from the same allocator. Many threads may copy one buffer at once.
 * Returns as bytes_mut_with_capacity(). Cost: 1 allocation, `len` bytes copied. */
BYTES_API BYTES_NODISCARD int bytes_mut_copy(const BytesMut *self, BytesMut *out);

/** Return a handle and leave an empty one behind. */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_move(BytesMut *self);

/** Give the reference up; the handle becomes all-zero. Dropping an empty handle does nothing. Cost: as bytes_drop(). */
BYTES_INLINE void bytes_mut_drop(BytesMut *self);

/** @} */
/** @name Capacity
 * @{ */

/**
 * Make sure that `cap - len` is at least @p additional, and hand the spare capacity out, whose contents are not
 * preserved.
 *
 * The first of these that suffices:
 *  1. the spare capacity that there is;
 *  2. if the buffer is unique: the rest of its block, which pieces given back have left behind it;
 *  3. if it is unique, and at least `len` bytes were consumed in front: moving its bytes to the front of the block,
 *     which is amortised O(1) a byte;
 *  4. if it is unique: a block of at least twice the size;
 *  5. if views pin the block: a fresh one of the buffer's initial capacity, or as large as is needed.
 *
 * @retval 0               Done; `data` may have moved. Cost: nothing for 1 and 2; else at most 1 allocation and `len`
 *                         bytes copied, and for 5 also 1 atomic.
 * @retval BYTES_ENOMEM    Out of memory.
 * @retval BYTES_EOVERFLOW No object can be that large.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_reserve(BytesMut *self, size_t additional);

/** bytes_mut_reserve() without allocating (1 to 3): true if there is enough; if false, nothing has changed. */
BYTES_API bool bytes_mut_try_reclaim(BytesMut *self, size_t additional);

/** Memory that may be written. */
typedef struct BytesSpare {
    uint8_t *data; /**< First byte; may be NULL if `len` is 0. */
    size_t len;    /**< Number of bytes. */
} BytesSpare;

/** Hand the spare capacity out, to read into; then bytes_mut_commit(). Valid until the buffer changes. */
BYTES_INLINE BytesSpare bytes_mut_spare(BytesMut *self);

/** Append the first @p count bytes of the spare capacity, which have been written. The rest is not handed out any more.
 * Aborts if there are fewer. */
BYTES_INLINE void bytes_mut_commit(BytesMut *self, size_t count);

/**
 * Free memory beyond @p keep bytes of capacity: after one large message, or on a connection that idles.
 *
 * @param keep Kept if the bytes do not need more; also the largest capacity of a later fresh block.
 * @retval 0            Done; nothing happens if the block is no larger than one of that capacity. Cost: else
 *                      1 allocation, at most `len` bytes copied, and 1 atomic if views pin the block.
 * @retval BYTES_ENOMEM Out of memory.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_shrink(BytesMut *self, size_t keep);

/**
 * Set the initial capacity: that of a fresh block, which the buffer moves to when views pin the old one.
 *
 * It is remembered in the block, and kept when the buffer grows or moves.
 *
 * @param capacity Rounded up to a multiple of 16. Not bounded by #BYTES_MUT_INITIAL_MAX.
 * @retval 0             Done. Cost: one acquire load.
 * @retval BYTES_EBUSY   Other handles to the storage are alive.
 * @retval BYTES_ENOTSUP The buffer has no storage.
 * @retval BYTES_ERANGE  @p capacity is 8 GiB or more (1 GiB on 32-bit targets).
 */
BYTES_API BYTES_NODISCARD int bytes_mut_set_initial_capacity(BytesMut *self, size_t capacity);

/** The capacity of the next fresh block, if no more is needed: that which the buffer was made with, at most
 * #BYTES_MUT_INITIAL_MAX, or was set to; rounded up to a multiple of 16. 0 without storage. */
BYTES_API size_t bytes_mut_initial_capacity(const BytesMut *self);

/** @} */
/** @name Appending and prepending
 * Each makes capacity as bytes_mut_reserve() does, and returns 0, #BYTES_ENOMEM or #BYTES_EOVERFLOW.
 * Cost of each: as bytes_mut_reserve(), and writing the bytes.
 * @{ */

/** Append bytes, which may be the buffer's own. @p data may be NULL if @p len is 0. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put(BytesMut *self, const void *data, size_t len);

/** Append a string without its NUL. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_str(BytesMut *self, const char *string);

/** Append a copy of a view's bytes. It may be a view of the buffer's own storage. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_view(BytesMut *self, const Bytes *view);

/** Append @p count bytes of @p value. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_bytes(BytesMut *self, uint8_t value, size_t count);

/** Append a copy of the buffer's own bytes from @p begin up to @p end. Aborts unless `begin <= end <= len`. */
BYTES_API BYTES_NODISCARD int bytes_mut_extend_from_within(BytesMut *self, size_t begin, size_t end);

/** Make the buffer @p len bytes long: cut it, or append bytes of @p value. */
BYTES_API BYTES_NODISCARD int bytes_mut_resize(BytesMut *self, size_t len, uint8_t value);

/** Append formatted text, without a NUL. Neither @p format nor the arguments may be the buffer's own bytes. Needs one
 * byte of capacity more than it appends. Also returns #BYTES_EINVAL if the C library cannot format. */
BYTES_API BYTES_NODISCARD int bytes_mut_printf(BytesMut *self, const char *format, ...) BYTES_PRINTF(2, 3);

/** bytes_mut_printf() with a list of arguments. */
BYTES_API BYTES_NODISCARD int bytes_mut_vprintf(BytesMut *self, const char *format, va_list arguments)
    BYTES_PRINTF(2, 0);

/**
 * Put bytes in front; they may be the buffer's own.
 *
 * Cost: @p len bytes copied, if bytes_mut_headroom() is enough. Else the bytes move so that half of the free capacity
 * is in front of them: within the block if the buffer is unique and at least `len` bytes of it stay free, otherwise to
 * a new one. Either is amortised O(1) a byte.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_prepend(BytesMut *self, const void *data, size_t len);

/** @} */
/** @name Back-patching
 * A length prefix is known only when what it counts has been written: reserve a slot, append, fill the slot.
 * @{ */

/** A placeholder in a buffer. Plain data; nothing needs to be given back. */
typedef struct BytesSlot {
    uint32_t position_; /**< Private. */
    size_t width;       /**< Bytes to fill; 0 once filled. */
} BytesSlot;

/**
 * Append @p width zero bytes, to be filled later.
 *
 * The slot follows its bytes when the buffer grows, reclaims, prepends or advances; after a split it is filled through
 * the piece that has them. It is invalid once they were cut off, overwritten by a prepend after advancing over them, or
 * copied by bytes_mut_unsplit(): filling it then fails or overwrites unrelated bytes of this buffer, never of a view.
 * Filling through another buffer is not detected.
 *
 * @retval 0               Done.
 * @retval BYTES_EINVAL    @p width is 0.
 * @retval BYTES_ENOMEM    Out of memory.
 * @retval BYTES_EOVERFLOW The buffer would be longer than 4 GiB.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_reserve_slot(BytesMut *self, size_t width, BytesSlot *out);

/**
 * Fill a slot. Numbers: number.h.
 *
 * @param len The slot's width, which becomes 0 on success.
 * @retval 0            Done.
 * @retval BYTES_EINVAL Filled before, or @p len is not its width.
 * @retval BYTES_ERANGE Its bytes are not, or not all, in this buffer.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot(BytesMut *self, BytesSlot *slot, const void *data, size_t len);

/** @} */
/** @name Splitting and freezing
 * Cost of each: nothing; 1 atomic if the buffer has no weight left to give, which takes more than 260,000 splits (4,000
 * on 32-bit targets) during which it was never unique; as bytes_drop() where an empty buffer is frozen.
 * @{ */

/** Split off the first @p at bytes and freeze them: what a framing loop does with each message. Aborts if @p at is
 * above `len`. An empty view holds no reference. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_mut_split_freeze(BytesMut *self, size_t at);

/** Checked form of bytes_mut_split_freeze(), for untrusted offsets: 0, or #BYTES_ERANGE. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_freeze(BytesMut *self, size_t at, Bytes *out);

/**
 * Split off the first @p at bytes and make a view of each of many ranges of them, at once: bytes_mut_split_freeze(),
 * bytes_slice_many() and bytes_drop_into_mut() without the view in between.
 *
 * @param ranges Offsets from the buffer's first byte, in any order; they may overlap, and `{0, at}` is the whole.
 *               Aborts unless `at <= len` and each `begin <= end <= at`. Bytes in none of them are given up.
 * @param[out] out @p count views, overwritten; the empty ones hold no reference.
 */
BYTES_API void bytes_mut_split_freeze_many(BytesMut *self, size_t at, const BytesRange *ranges, size_t count,
                                           Bytes *out);

/** Checked form of bytes_mut_split_freeze_many(), for untrusted offsets: 0, or #BYTES_ERANGE and nothing was split. */
BYTES_API BYTES_NODISCARD int bytes_mut_try_split_freeze_many(BytesMut *self, size_t at, const BytesRange *ranges,
                                                              size_t count, Bytes *out);

/** Turn the buffer into a view of its bytes, and empty it. The view pins the whole block, spare capacity included, see
 * bytes_compact(); an empty one holds no reference. */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_mut_freeze(BytesMut *self);

/** Split off and return the first @p at bytes, without spare capacity; the buffer keeps the rest and the spare
 * capacity. Aborts if @p at is above `len`. */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split_to(BytesMut *self, size_t at);

/** Checked form of bytes_mut_split_to(), for untrusted offsets: 0, or #BYTES_ERANGE. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_to(BytesMut *self, size_t at, BytesMut *out);

/** Split off and return all bytes; the buffer keeps the spare capacity. */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split(BytesMut *self);

/** Split off and return the bytes from @p at on and the spare capacity; the buffer keeps those before, and no spare
 * capacity. @p at may be above `len`: then only spare capacity is split off. Aborts if it is above `cap`. */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split_off(BytesMut *self, size_t at);

/** Checked form of bytes_mut_split_off(), for untrusted offsets: 0, or #BYTES_ERANGE if @p at is above `cap`. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_off(BytesMut *self, size_t at, BytesMut *out);

/** @} */
/** @name Joining
 * @{ */

/**
 * Append a buffer that is adjacent in the same storage: the inverse of a split.
 *
 * An empty side always joins: an empty @p self becomes @p other; an empty @p other adds its capacity if it is adjacent,
 * and else is dropped.
 *
 * @param other Emptied on success.
 * @retval 0           Joined. Cost: nothing; 1 atomic if an empty side of another storage is dropped, or if together
 *                     they hold more than the whole weight.
 * @retval BYTES_EXDEV Not adjacent, or one and the same handle, not empty.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_try_unsplit(BytesMut *self, BytesMut *other);

/** bytes_mut_try_unsplit() where that works; else append a copy of the bytes, as bytes_mut_put(), and drop @p other.
 * Aborts if the two are one handle. */
BYTES_API BYTES_NODISCARD int bytes_mut_unsplit(BytesMut *self, BytesMut *other);

/**
 * Drop a view by giving its weight to a buffer of its storage: no atomic now, and the buffer is unique the sooner.
 *
 * @param self Emptied on success; an empty or static view is just emptied.
 * @retval 0           Done. Cost: as bytes_drop_into().
 * @retval BYTES_EXDEV The view is of another storage.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_drop_into_mut(Bytes *self, BytesMut *into);

/** @} */
/** @name Shortening
 * @{ */

/** Keep the first @p len bytes, and the capacity. Nothing happens if there are no more. */
BYTES_INLINE void bytes_mut_truncate(BytesMut *self, size_t len);

/** Skip the first @p count bytes; their part of the block is headroom until a reserve reclaims it. Aborts if there are
 * fewer. */
BYTES_INLINE void bytes_mut_advance(BytesMut *self, size_t count);

/** Checked form of bytes_mut_advance(), for untrusted counts: 0, or #BYTES_ERANGE. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_advance(BytesMut *self, size_t count);

/** Forget all bytes; the capacity stays. */
BYTES_INLINE void bytes_mut_clear(BytesMut *self);

/** @} */
/** @name Queries
 * @{ */

/** The bytes without the reference. Valid until the buffer changes. */
BYTES_INLINE BytesSpan bytes_mut_span(const BytesMut *self);

/** True if no other handle to the storage is alive; see bytes_is_unique(). False without storage. */
BYTES_API bool bytes_mut_is_unique(const BytesMut *self);

/** Bytes that can be prepended without moving any: those of the block in front of the buffer; 0 while it is not unique.
 * Cost: one acquire load. */
BYTES_API size_t bytes_mut_headroom(const BytesMut *self);

/** Capacity of the buffer's whole block: what a unique buffer can have without allocating. 0 without storage. */
BYTES_API size_t bytes_mut_block_capacity(const BytesMut *self);

/** Bytes of memory that the buffer keeps allocated: its whole block, header included. */
BYTES_API size_t bytes_mut_retained(const BytesMut *self);

/** @} */
/** @name Conversions from views
 * @{ */

/**
 * Turn the unique view of writable storage into a buffer, without copying.
 *
 * @param self     Emptied on success.
 * @param[out] out Its capacity reaches to the end of the storage; what is in front of the view is headroom.
 * @retval 0            Done; an empty view becomes an empty buffer without storage. Cost: one acquire load.
 * @retval BYTES_EBUSY  Other handles are alive.
 * @retval BYTES_EACCES Static, or adopted as #BYTES_READ_ONLY.
 */
BYTES_API BYTES_NODISCARD int bytes_try_into_mut(Bytes *self, BytesMut *out);

/**
 * Turn a view into a buffer: as bytes_try_into_mut() where that works, else by copying.
 *
 * @param self     Emptied on success.
 * @param[out] out A copy comes from the view's allocator.
 * @retval 0            Done. Cost: as bytes_try_into_mut(), or 1 allocation, `len` bytes copied and bytes_drop().
 * @retval BYTES_ENOMEM Out of memory.
 */
BYTES_API BYTES_NODISCARD int bytes_into_mut(Bytes *self, BytesMut *out);

/** @} */

#include <bytes/impl/mut.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
