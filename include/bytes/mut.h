/* SPDX-License-Identifier: MIT */
/**
 * @file mut.h
 * `BytesMut`: a growable buffer, the only writer of its part of a storage.
 *
 * It fills up, is split where a message ends, and the message is frozen into a `Bytes`; nothing is copied:
 *
 *     BytesSpare spare = bytes_mut_spare(&buffer);          // after bytes_mut_reserve(&buffer, n)
 *     ssize_t n = read(fd, spare.data, spare.len);
 *     bytes_mut_commit(&buffer, (size_t)n);
 *     Bytes message = bytes_mut_split_freeze(&buffer, end); // the buffer goes on behind it
 *
 * Have the buffer of a hot loop in a local variable (bytes_mut_move() it there and back): the inline functions never
 * let its address out, so it can stay in registers.
 *
 * Read `data`, `len` and `cap` directly, and write the bytes from `data` up to `data + cap`. An all-zero BytesMut
 * (#BYTES_MUT_EMPTY) is a valid buffer of capacity 0. It keeps its storage, also at capacity 0, until it is dropped,
 * frozen, moved or joined to another; each piece that is split off has its own share, and so the same allocator.
 */
#ifndef BYTES_MUT_H
#define BYTES_MUT_H

#include <stdarg.h>
#include <string.h>

#include <bytes/view.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A view's growable sibling, see mut.h. */
typedef struct BytesMut {
    uint8_t *data;         /**< First byte. May be NULL when `cap` is 0. */
    size_t len;            /**< Number of bytes written. */
    size_t cap;            /**< Number of bytes from `data` on that this handle alone may write. */
    BytesStorage *storage; /**< Private. */
    size_t weight;         /**< Private. */
} BytesMut;

/** Initialiser of an empty buffer without storage. */
#define BYTES_MUT_EMPTY                                                                                                \
    {                                                                                                                  \
        NULL, 0, 0, NULL, 0                                                                                            \
    }

/** Room to write into. */
typedef struct BytesSpare {
    uint8_t *data; /**< First byte that may be written; may be NULL if `len` is 0. */
    size_t len;    /**< How many. */
} BytesSpare;

/** @name Making buffers
 * @{ */

/**
 * Make an empty buffer with room in front, for the headers that will be prepended to what is written first.
 *
 * @param allocator NULL: malloc. Must outlive the storage.
 * @param headroom  Bytes to keep free in front.
 * @param capacity  See bytes_mut_with_capacity().
 * @param[out] out  The buffer. A reserve that needs room may use up the headroom.
 * @return See bytes_mut_with_capacity(). Cost: 1 allocation.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_with_headroom(BytesAllocator *allocator, size_t headroom, size_t capacity,
                                                         BytesMut *out);

/**
 * Make an empty buffer.
 *
 * @param capacity Room for at least so many bytes; `cap` says how many it became. 0 allocates nothing.
 * @param[out] out The buffer. When it must move to a fresh block, because views of the old one are alive, that block
 *                 has this capacity again, whatever the buffer needed meanwhile.
 * @retval 0               Done. Cost: 1 allocation.
 * @retval BYTES_ENOMEM    Out of memory.
 * @retval BYTES_EOVERFLOW No object can be that large.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_with_capacity(size_t capacity, BytesMut *out);

/** bytes_mut_with_capacity() from @p allocator, which all that grows or is split from the buffer uses too.
 * With an allocator, capacity 0 allocates a block that only remembers it.
 * @param allocator NULL: malloc. Must outlive the storage. @param capacity, out See bytes_mut_with_capacity().
 * @return See bytes_mut_with_capacity(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_with_capacity_in(BytesAllocator *allocator, size_t capacity, BytesMut *out);

/**
 * Copy a buffer's bytes into a new one of its own.
 *
 * @param self     Unchanged; many threads may copy one buffer at once.
 * @param[out] out The copy, from the same allocator, with room for its bytes.
 * @return See bytes_mut_with_capacity(). Cost: 1 allocation, `len` bytes copied; nothing for an empty buffer
 *         without an allocator.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_copy(const BytesMut *self, BytesMut *out);

/** Move a handle: return it and leave an empty one behind. @param self The handle to empty. @return What it was. */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_move(BytesMut *self);

/** @} */
/** @name Room
 * @{ */

/**
 * Make sure that @p additional more bytes can be written: `cap - len >= additional` afterwards.
 *
 * In this order: the room is there already; or nobody else has a handle to the storage, and the room behind that split
 * pieces gave back will do; or the bytes are moved to the front, if at least as much has been consumed there as they
 * are long (so that moving costs a constant per byte in all); or the block grows to at least twice its size. Where
 * others do have handles, the bytes move to a fresh block of the size that the buffer was made with, or as much as is
 * needed. What is in the spare room is not preserved.
 *
 * @param self       The buffer. Its `data` may move; its bytes stay the same.
 * @param additional Number of bytes.
 * @retval 0               Done. Cost: nothing if there is room; else at most 1 allocation, `len` bytes copied, and
 *                         1 atomic if others have handles.
 * @retval BYTES_ENOMEM    Out of memory; unchanged.
 * @retval BYTES_EOVERFLOW No object can be that large; unchanged.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_reserve(BytesMut *self, size_t additional);

/**
 * As bytes_mut_reserve(), but never allocate.
 *
 * @param self, additional See bytes_mut_reserve().
 * @return True if there is room now; if false, nothing has changed.
 */
BYTES_API bool bytes_mut_try_reclaim(BytesMut *self, size_t additional);

/** The room behind the bytes: read into it, then bytes_mut_commit(). @param self The buffer.
 * @return Valid until the buffer changes. */
BYTES_INLINE BytesSpare bytes_mut_spare(BytesMut *self);

/** Count bytes that were written to bytes_mut_spare(). @param self The buffer. @param count How many, from the start
 * of the spare room. Aborts if there is not that much. */
BYTES_INLINE void bytes_mut_commit(BytesMut *self, size_t count);

/**
 * Keep room for @p keep bytes and let the rest go: after one large message, or on a connection that idles.
 *
 * @param self The buffer. Its bytes stay, and so does its allocator; a later fresh block is no larger than @p keep.
 * @param keep Capacity to keep, if the bytes do not need more.
 * @retval 0            Done; nothing happens if the block is no larger than one of that capacity. Cost: else
 *                      1 allocation, at most `len` bytes copied, and 1 atomic if others have handles.
 * @retval BYTES_ENOMEM Out of memory; unchanged.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_shrink(BytesMut *self, size_t keep);

/** How many bytes can be prepended without moving any. @param self The buffer. @return 0 while others have handles to
 * the storage. Cost: one acquire load. */
BYTES_API size_t bytes_mut_headroom(const BytesMut *self);

/** @} */
/** @name Writing
 * Each may grow the buffer as bytes_mut_reserve() does, returns its errors, and then has changed nothing.
 * @{ */

/**
 * Append bytes.
 *
 * @param self The buffer.
 * @param data First byte; may be NULL if @p len is 0. May be among the buffer's own bytes.
 * @param len  Number of bytes.
 * @return 0, #BYTES_ENOMEM or #BYTES_EOVERFLOW. Cost: @p len bytes copied, and bytes_mut_reserve().
 */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put(BytesMut *self, const void *data, size_t len);

/** Append a string without its NUL. @param self The buffer. @param string The string. @return See bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_str(BytesMut *self, const char *string);

/** Append the bytes of a view by copying them. @param self The buffer. @param view Unchanged; may be a view of the
 * buffer's own storage. @return See bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_view(BytesMut *self, const Bytes *view);

/** Append @p count times the byte @p value. @param self The buffer. @param value The byte. @param count How many.
 * @return See bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_bytes(BytesMut *self, uint8_t value, size_t count);

/**
 * Append formatted text, as printf() does, without a NUL.
 *
 * @param self   The buffer.
 * @param format A format of printf(). Neither it nor the arguments may be among the buffer's own bytes.
 * @return How many bytes were appended, or #BYTES_ENOMEM, #BYTES_EOVERFLOW, or #BYTES_EINVAL if the C library
 *         could not format. Needs room for one byte more than it appends.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_printf(BytesMut *self, const char *format, ...) BYTES_PRINTF(2, 3);

/** bytes_mut_printf() with its arguments in a list. @param self, format See there. @param arguments As for vprintf().
 * @return See bytes_mut_printf(). */
BYTES_API BYTES_NODISCARD int bytes_mut_vprintf(BytesMut *self, const char *format, va_list arguments)
    BYTES_PRINTF(2, 0);

/** Make the buffer @p len bytes long: cut it, or append bytes of @p value. @param self The buffer. @param len Its new
 * length. @param value The byte to fill with. @return See bytes_mut_put(). */
BYTES_API BYTES_NODISCARD int bytes_mut_resize(BytesMut *self, size_t len, uint8_t value);

/** Append a copy of a range of the buffer's own bytes. @param self The buffer. @param begin, end The range; aborts
 * unless `begin <= end <= len`. @return See bytes_mut_put(). */
BYTES_API BYTES_NODISCARD int bytes_mut_extend_from_within(BytesMut *self, size_t begin, size_t end);

/**
 * Put bytes in front.
 *
 * @param self The buffer.
 * @param data, len See bytes_mut_put(); may be among the buffer's own bytes.
 * @return 0, #BYTES_ENOMEM or #BYTES_EOVERFLOW.
 * Cost: @p len bytes copied, if bytes_mut_headroom() is enough. Else the bytes move, with about half of the free room
 * in front of them, inside the block if it has at least as much free room as the buffer is long, or else to a new one:
 * a constant per byte in all.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_prepend(BytesMut *self, const void *data, size_t len);

/** @} */
/** @name Filling in later
 * A length prefix is known only when what it counts has been written: reserve its place, write on, and fill it.
 * @{ */

/** A place reserved in a buffer. Plain data; nothing needs to be given back. */
typedef struct BytesSlot {
    uint32_t position_; /**< Private. */
    size_t width;       /**< Bytes to fill; 0 once filled. */
} BytesSlot;

/**
 * Append @p width zero bytes, to be filled later.
 *
 * The slot belongs to its bytes, wherever they go: growing, reclaiming, prepending and advancing do not disturb it, and
 * after a split it is filled through the piece that has its bytes. Bytes that unsplit or put had to copy are new bytes.
 * Once its bytes were cut off (truncate, clear, resize), or advanced over and others prepended in their place, the slot
 * is void: filling it would write over those. Nor is it noticed if a slot is filled through a buffer that it is not of.
 *
 * @param self     The buffer.
 * @param width    Number of bytes, at least 1.
 * @param[out] out The slot.
 * @return See bytes_mut_put(); #BYTES_EINVAL if @p width is 0; #BYTES_EOVERFLOW also for buffers above 4 GiB.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_reserve_slot(BytesMut *self, size_t width, BytesSlot *out);

/**
 * Fill a slot.
 *
 * @param self The buffer that has its bytes now.
 * @param slot The slot; on success its width becomes 0.
 * @param data, len What to write; @p len must be the slot's width.
 * @retval 0            Done.
 * @retval BYTES_EINVAL Filled already, or @p len is not its width.
 * @retval BYTES_ERANGE Its bytes are not, or not all, in this buffer any more.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_fill_slot(BytesMut *self, BytesSlot *slot, const void *data, size_t len);

/** @} */
/** @name Splitting and joining
 * Splitting costs 0 allocations, 0 copies and 0 atomics; a buffer that has been split so often that it has no weight
 * left to give (after more than 260,000 times, or 4,000 on 32-bit machines, without once being the only handle) takes
 * one atomic to get more.
 * @{ */

/**
 * Split the buffer in two at an offset; return the front.
 *
 * @param self Keeps the bytes from @p at on, and the spare room.
 * @param at   Aborts if it is above `len`.
 * @return The first @p at bytes, without spare room.
 */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split_to(BytesMut *self, size_t at);

/** bytes_mut_split_to() for an offset from outside. @param self, at See there. @param[out] out The front.
 * @retval 0 Done. @retval BYTES_ERANGE @p at is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_to(BytesMut *self, size_t at, BytesMut *out);

/** Split off all bytes that were written; the buffer keeps the spare room. @param self The buffer. @return The bytes.
 */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split(BytesMut *self);

/**
 * Split the buffer in two at an offset; return the back.
 *
 * @param self Keeps what lies before @p at, and no more room than that.
 * @param at   May be above `len`: then the back is spare room only. Aborts if it is above `cap`.
 * @return What lies from @p at on, spare room included.
 */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split_off(BytesMut *self, size_t at);

/** bytes_mut_split_off() for an offset from outside. @param self, at See there. @param[out] out The back.
 * @retval 0 Done. @retval BYTES_ERANGE @p at is above the capacity. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_off(BytesMut *self, size_t at, BytesMut *out);

/**
 * Append a buffer to its left-hand neighbour in the same storage.
 *
 * An empty side always joins: an empty @p self gives its room up for that of @p other; an empty @p other gives its room
 * to @p self if it follows on, or else up.
 *
 * @param self  Becomes the union.
 * @param other Emptied on success.
 * @retval 0           Joined. Cost: 0 allocations, 0 copies, 0 atomics (1 if an empty side is dropped whose storage is
 *                     another, or if together they hold more than the whole weight).
 * @retval BYTES_EXDEV Not neighbours, or one handle that is not empty; both are unchanged.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_try_unsplit(BytesMut *self, BytesMut *other);

/**
 * Append a buffer: as bytes_mut_try_unsplit() where that works, else by copying its bytes and dropping it.
 *
 * @param self  The buffer.
 * @param other Emptied on success; must be another handle, or aborts.
 * @return See bytes_mut_put().
 */
BYTES_API BYTES_NODISCARD int bytes_mut_unsplit(BytesMut *self, BytesMut *other);

/**
 * Drop a view by adding its weight to a buffer of the same storage: no atomic now, and the buffer becomes the unique
 * owner again the sooner.
 *
 * @param self Emptied on success. An empty or static view is just emptied.
 * @param into Keeps its bytes, and receives the weight.
 * @retval 0           Done. Cost: as bytes_drop_into().
 * @retval BYTES_EXDEV A view of another storage; both are unchanged.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_drop_into_mut(Bytes *self, BytesMut *into);

/** @} */
/** @name Shortening, freezing and dropping
 * @{ */

/** Give the reference up and become all-zero. Dropping an empty handle does nothing. @param self The handle.
 * Cost: as bytes_drop(). */
BYTES_INLINE void bytes_mut_drop(BytesMut *self);

/**
 * Turn the buffer into an immutable view of its bytes.
 *
 * @param self Emptied. Its spare room stays part of the block, see bytes_retained().
 * @return The view; if it is empty the reference is given up.
 *         Cost: 0 allocations, 0 atomics, 0 copies; if it is empty, as bytes_drop().
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_mut_freeze(BytesMut *self);

/**
 * Split off the first @p at bytes and freeze them: what a framing loop does with each message.
 *
 * @param self Keeps the bytes from @p at on, and the spare room.
 * @param at   Aborts if it is above `len`.
 * @return The view; at 0, an empty one that holds no reference. Cost: 0 allocations, 0 atomics, 0 copies.
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_mut_split_freeze(BytesMut *self, size_t at);

/** bytes_mut_split_freeze() for an offset from outside. @param self, at See there. @param[out] out The view.
 * @retval 0 Done. @retval BYTES_ERANGE @p at is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_freeze(BytesMut *self, size_t at, Bytes *out);

/** Keep the first @p len bytes; the capacity stays. @param self The buffer. @param len If it is not below the length
 * nothing happens. */
BYTES_INLINE void bytes_mut_truncate(BytesMut *self, size_t len);

/** Forget all bytes; the capacity stays. @param self The buffer. */
BYTES_INLINE void bytes_mut_clear(BytesMut *self);

/** Let the first @p count bytes go, and their room with them until a reserve reclaims it. @param self The buffer.
 * @param count Aborts if it is above the length. */
BYTES_INLINE void bytes_mut_advance(BytesMut *self, size_t count);

/** bytes_mut_advance() for a count from outside. @param self, count See there.
 * @retval 0 Done. @retval BYTES_ERANGE @p count is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_advance(BytesMut *self, size_t count);

/** @} */
/** @name Conversions from views
 * @{ */

/**
 * Turn the only handle to writable storage into a BytesMut over it, without copying. Its capacity runs to the end of
 * the storage; what lies before the view stays there as headroom.
 *
 * @param self    Emptied on success.
 * @param[out] out The buffer.
 * @retval 0            Done. An empty view gives an empty buffer without storage. Cost: one acquire load.
 * @retval BYTES_EBUSY  Other handles are alive.
 * @retval BYTES_EACCES Static, or adopted as #BYTES_READ_ONLY.
 */
BYTES_API BYTES_NODISCARD int bytes_try_into_mut(Bytes *self, BytesMut *out);

/**
 * Turn a view into a BytesMut: as bytes_try_into_mut() where that works, else by copying.
 *
 * @param self    Emptied on success.
 * @param[out] out The buffer. A copy's storage comes from the allocator of the view's, or from malloc.
 * @retval 0            Done. Cost: as bytes_try_into_mut(), else 1 allocation, `len` bytes copied and bytes_drop().
 * @retval BYTES_ENOMEM Out of memory; @p self is unchanged.
 */
BYTES_API BYTES_NODISCARD int bytes_into_mut(Bytes *self, BytesMut *out);

/** @} */
/** @name Asking
 * @{ */

/** Is this the only handle to its storage? @param self The buffer. @return As bytes_is_unique(): false without
 * storage. Cost: one acquire load. */
BYTES_API bool bytes_mut_is_unique(const BytesMut *self);

/** How many bytes of memory the buffer keeps alive. @param self The buffer. @return As bytes_retained(). */
BYTES_API size_t bytes_mut_retained(const BytesMut *self);

/** A buffer's bytes as a span. @param self The buffer. @return Valid until the buffer changes. */
BYTES_INLINE BytesSpan bytes_mut_span(const BytesMut *self);

/** @} */

#include <bytes/impl/mut.inl>

#ifdef __cplusplus
}
#endif

#endif
