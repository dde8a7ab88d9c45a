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

#include <bytes/allocator.h>
#include <bytes/base.h>
#include <bytes/view.h>

#ifdef __cplusplus
extern "C" {
#endif

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

/** @cond private */
/* What does not fit into a BytesBlock_: the capacity, or, where there is no storage, the error. */
typedef union BytesRoom_ {
    size_t cap;
    int error;
} BytesRoom_;

BYTES_API BYTES_DIRECT BYTES_NODISCARD BytesBlock_ bytes_mut_make_(BytesAllocator *allocator, size_t headroom,
                                                                   size_t capacity, BytesRoom_ *room);
BYTES_API BYTES_DIRECT BYTES_NODISCARD BytesBlock_ bytes_mut_grow_(uint8_t *data, size_t len, BytesStorage *storage,
                                                                   size_t weight, size_t additional, BytesRoom_ *room);

/* Are these bytes among the buffer's own? Then they move when it does. Compared as numbers: pointers into different
 * objects have no order. */
BYTES_INLINE bool bytes_mut_has_(const BytesMut *self, const void *data)
{
    return (uintptr_t)data - (uintptr_t)self->data < self->len;
}

BYTES_INLINE uint8_t *bytes_mut_at_(uint8_t *data, size_t offset)
{
    return offset != 0 ? data + offset : data;
}
/** @endcond */

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
                                                         BytesMut *out)
{
    BytesMut made = BYTES_MUT_EMPTY;
    if (allocator != NULL || (headroom | capacity) != 0) {
        BytesRoom_ room;
        BytesBlock_ block = bytes_mut_make_(allocator, headroom, capacity, &room);
        if (block.storage == NULL) {
            return room.error < 0 ? room.error : BYTES_ENOMEM; /* it is; but then the compiler knows that too */
        }
        made.data = block.data;
        made.cap = room.cap;
        made.storage = block.storage;
        made.weight = BYTES_WEIGHT_WHOLE_;
    }
    *out = made;
    return 0;
}

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
BYTES_INLINE BYTES_NODISCARD int bytes_mut_with_capacity(size_t capacity, BytesMut *out)
{
    return bytes_mut_with_headroom(NULL, 0, capacity, out);
}

/** bytes_mut_with_capacity() from @p allocator, which all that grows or is split from the buffer uses too.
 * With an allocator, capacity 0 allocates a block that only remembers it.
 * @param allocator NULL: malloc. Must outlive the storage. @param capacity, out See bytes_mut_with_capacity().
 * @return See bytes_mut_with_capacity(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_with_capacity_in(BytesAllocator *allocator, size_t capacity, BytesMut *out)
{
    return bytes_mut_with_headroom(allocator, 0, capacity, out);
}

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
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_move(BytesMut *self)
{
    BytesMut out = *self;
    BytesMut empty = BYTES_MUT_EMPTY;
    *self = empty;
    return out;
}

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
BYTES_INLINE BYTES_NODISCARD int bytes_mut_reserve(BytesMut *self, size_t additional)
{
    BytesRoom_ room;
    BytesBlock_ block;
    if (BYTES_LIKELY(additional <= self->cap - self->len)) {
        return 0;
    }
    block = bytes_mut_grow_(self->data, self->len, self->storage, self->weight, additional, &room);
    if (block.storage == NULL) {
        return room.error < 0 ? room.error : BYTES_ENOMEM; /* it is; but then the compiler knows that too */
    }
    self->data = block.data;
    self->cap = room.cap;
    self->storage = block.storage;
    self->weight = BYTES_WEIGHT_WHOLE_;
    return 0;
}

/**
 * As bytes_mut_reserve(), but never allocate.
 *
 * @param self, additional See bytes_mut_reserve().
 * @return True if there is room now; if false, nothing has changed.
 */
BYTES_API bool bytes_mut_try_reclaim(BytesMut *self, size_t additional);

/** The room behind the bytes: read into it, then bytes_mut_commit(). @param self The buffer.
 * @return Valid until the buffer changes. */
BYTES_INLINE BytesSpare bytes_mut_spare(BytesMut *self)
{
    BytesSpare out;
    out.data = bytes_mut_at_(self->data, self->len);
    out.len = self->cap - self->len;
    return out;
}

/** Count bytes that were written to bytes_mut_spare(). @param self The buffer. @param count How many, from the start
 * of the spare room. Aborts if there is not that much. */
BYTES_INLINE void bytes_mut_commit(BytesMut *self, size_t count)
{
    if (!BYTES_LIKELY(count <= self->cap - self->len)) {
        bytes_abort_range_("bytes_mut_commit", 0, count, self->cap - self->len);
    }
    self->len += count;
}

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
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put(BytesMut *self, const void *data, size_t len)
{
    if (!BYTES_LIKELY(len <= self->cap - self->len)) {
        const bool own = bytes_mut_has_(self, data);
        const size_t distance = (uintptr_t)data - (uintptr_t)self->data;
        const int error = bytes_mut_reserve(self, len);
        if (error != 0) {
            return error;
        }
        if (own) {
            data = self->data + distance;
        }
    }
    if (len != 0) { /* memcpy() does not take NULL */
        memcpy(self->data + self->len, data, len);
        self->len += len;
    }
    return 0;
}

/** Append a string without its NUL. @param self The buffer. @param string The string. @return See bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_str(BytesMut *self, const char *string)
{
    return bytes_mut_put(self, string, strlen(string));
}

/** Append the bytes of a view by copying them. @param self The buffer. @param view Unchanged; may be a view of the
 * buffer's own storage. @return See bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_view(BytesMut *self, const Bytes *view)
{
    return bytes_mut_put(self, view->data, view->len);
}

/** Append @p count times the byte @p value. @param self The buffer. @param value The byte. @param count How many.
 * @return See bytes_mut_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_put_bytes(BytesMut *self, uint8_t value, size_t count)
{
    int error = bytes_mut_reserve(self, count);
    if (error == 0 && count != 0) {
        memset(self->data + self->len, value, count);
        self->len += count;
    }
    return error;
}

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
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split_to(BytesMut *self, size_t at)
{
    BytesMut out = BYTES_MUT_EMPTY;
    if (!BYTES_LIKELY(at <= self->len)) {
        bytes_abort_range_("bytes_mut_split_to", 0, at, self->len);
    }
    out.data = self->data;
    out.len = at;
    out.cap = at;
    if (self->storage != NULL) {
        out.storage = self->storage;
        out.weight = bytes_split_weight_(self->storage, &self->weight);
        self->data += at;
        self->len -= at;
        self->cap -= at;
    }
    return out;
}

/** bytes_mut_split_to() for an offset from outside. @param self, at See there. @param[out] out The front.
 * @retval 0 Done. @retval BYTES_ERANGE @p at is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_to(BytesMut *self, size_t at, BytesMut *out)
{
    if (at > self->len) {
        return BYTES_ERANGE;
    }
    *out = bytes_mut_split_to(self, at);
    return 0;
}

/** Split off all bytes that were written; the buffer keeps the spare room. @param self The buffer. @return The bytes.
 */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split(BytesMut *self)
{
    return bytes_mut_split_to(self, self->len);
}

/**
 * Split the buffer in two at an offset; return the back.
 *
 * @param self Keeps what lies before @p at, and no more room than that.
 * @param at   May be above `len`: then the back is spare room only. Aborts if it is above `cap`.
 * @return What lies from @p at on, spare room included.
 */
BYTES_INLINE BYTES_NODISCARD BytesMut bytes_mut_split_off(BytesMut *self, size_t at)
{
    BytesMut out = BYTES_MUT_EMPTY;
    if (!BYTES_LIKELY(at <= self->cap)) {
        bytes_abort_range_("bytes_mut_split_off", at, self->cap, self->cap);
    }
    if (self->storage != NULL) {
        out.data = self->data + at;
        out.len = self->len > at ? self->len - at : 0;
        out.cap = self->cap - at;
        out.storage = self->storage;
        out.weight = bytes_split_weight_(self->storage, &self->weight);
        self->len = self->len < at ? self->len : at;
        self->cap = at;
    }
    return out;
}

/** bytes_mut_split_off() for an offset from outside. @param self, at See there. @param[out] out The back.
 * @retval 0 Done. @retval BYTES_ERANGE @p at is above the capacity. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_off(BytesMut *self, size_t at, BytesMut *out)
{
    if (at > self->cap) {
        return BYTES_ERANGE;
    }
    *out = bytes_mut_split_off(self, at);
    return 0;
}

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
BYTES_INLINE BYTES_NODISCARD int bytes_drop_into_mut(Bytes *self, BytesMut *into)
{
    if (self->storage != NULL) {
        if (self->storage != into->storage) {
            return BYTES_EXDEV;
        }
        bytes_join_weight_(into->storage, &into->weight, self->weight);
    }
    *self = bytes_detached_(NULL);
    return 0;
}

/** @} */
/** @name Shortening, freezing and dropping
 * @{ */

/** Give the reference up and become all-zero. Dropping an empty handle does nothing. @param self The handle.
 * Cost: as bytes_drop(). */
BYTES_INLINE void bytes_mut_drop(BytesMut *self)
{
    BytesMut old = bytes_mut_move(self);
    if (old.storage != NULL) {
        bytes_release_(old.storage, old.weight);
    }
}

/**
 * Turn the buffer into an immutable view of its bytes.
 *
 * @param self Emptied. Its spare room stays part of the block, see bytes_retained().
 * @return The view; if it is empty the reference is given up.
 *         Cost: 0 allocations, 0 atomics, 0 copies; if it is empty, as bytes_drop().
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_mut_freeze(BytesMut *self)
{
    Bytes out = BYTES_EMPTY;
    out.data = self->data;
    if (self->len != 0) {
        BytesMut old = bytes_mut_move(self);
        out.len = old.len;
        out.storage = old.storage;
        out.weight = old.weight;
    } else {
        bytes_mut_drop(self);
    }
    return out;
}

/**
 * Split off the first @p at bytes and freeze them: what a framing loop does with each message.
 *
 * @param self Keeps the bytes from @p at on, and the spare room.
 * @param at   Aborts if it is above `len`.
 * @return The view; at 0, an empty one that holds no reference. Cost: 0 allocations, 0 atomics, 0 copies.
 */
BYTES_INLINE BYTES_NODISCARD Bytes bytes_mut_split_freeze(BytesMut *self, size_t at)
{
    Bytes out = bytes_detached_(self->data);
    if (!BYTES_LIKELY(at <= self->len)) {
        bytes_abort_range_("bytes_mut_split_freeze", 0, at, self->len);
    }
    if (at != 0) { /* so there are bytes, and a storage that has them */
        out.len = at;
        out.storage = self->storage;
        out.weight = bytes_split_weight_(self->storage, &self->weight);
        self->data += at;
        self->len -= at;
        self->cap -= at;
    }
    return out;
}

/** bytes_mut_split_freeze() for an offset from outside. @param self, at See there. @param[out] out The view.
 * @retval 0 Done. @retval BYTES_ERANGE @p at is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_split_freeze(BytesMut *self, size_t at, Bytes *out)
{
    if (at > self->len) {
        return BYTES_ERANGE;
    }
    *out = bytes_mut_split_freeze(self, at);
    return 0;
}

/** Keep the first @p len bytes; the capacity stays. @param self The buffer. @param len If it is not below the length
 * nothing happens. */
BYTES_INLINE void bytes_mut_truncate(BytesMut *self, size_t len)
{
    if (len < self->len) {
        self->len = len;
    }
}

/** Forget all bytes; the capacity stays. @param self The buffer. */
BYTES_INLINE void bytes_mut_clear(BytesMut *self)
{
    self->len = 0;
}

/** Let the first @p count bytes go, and their room with them until a reserve reclaims it. @param self The buffer.
 * @param count Aborts if it is above the length. */
BYTES_INLINE void bytes_mut_advance(BytesMut *self, size_t count)
{
    if (!BYTES_LIKELY(count <= self->len)) {
        bytes_abort_range_("bytes_mut_advance", 0, count, self->len);
    }
    self->data = bytes_mut_at_(self->data, count);
    self->len -= count;
    self->cap -= count;
}

/** bytes_mut_advance() for a count from outside. @param self, count See there.
 * @retval 0 Done. @retval BYTES_ERANGE @p count is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_try_advance(BytesMut *self, size_t count)
{
    if (count > self->len) {
        return BYTES_ERANGE;
    }
    bytes_mut_advance(self, count);
    return 0;
}

/** @} */
/** @name Asking
 * @{ */

/** Is this the only handle to its storage? @param self The buffer. @return As bytes_is_unique(): false without
 * storage. Cost: one acquire load. */
BYTES_API bool bytes_mut_is_unique(const BytesMut *self);

/** How many bytes of memory the buffer keeps alive. @param self The buffer. @return As bytes_retained(). */
BYTES_API size_t bytes_mut_retained(const BytesMut *self);

/** A buffer's bytes as a span. @param self The buffer. @return Valid until the buffer changes. */
BYTES_INLINE BytesSpan bytes_mut_span(const BytesMut *self)
{
    BytesSpan out;
    out.data = self->data;
    out.len = self->len;
    return out;
}

/** @} */

#ifdef __cplusplus
}
#endif

#endif
