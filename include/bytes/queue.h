/* SPDX-License-Identifier: MIT */
/**
 * @file queue.h
 * `BytesQueue`: a rope of bytes. Views go in and come out at both ends without being copied; small pieces are written
 * to a tail buffer behind them.
 *
 * A response is header text and a body that is not touched:
 *
 *     bytes_queue_printf(&out, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", body.len);
 *     bytes_queue_push_back(&out, &body);
 *     int count = (int)bytes_queue_iovecs(&out, 0, places, 16);
 *     ssize_t n = writev(fd, places, count);
 *     bytes_queue_advance(&out, (size_t)n);
 *
 * The bytes are those of the *segments* in order, and then those of the tail. A segment is a view that was pushed, or
 * tail bytes that something was pushed behind. Bytes in a queue never move, but for bytes_queue_coalesce() and
 * bytes_queue_split_view(): the addresses that it tells stay good until the bytes leave it.
 *
 * Numbers of any kind are read and written across segments by queue_number.h; bytes are found and compared across them
 * by the functions below. What else search.h has is for bytes that lie together: bytes_queue_split_view() takes them
 * out so, bytes_queue_coalesce() makes bytes_queue_front() tell them.
 *
 * An all-zero queue (#BYTES_QUEUE_EMPTY) is valid and empty. A queue is relocatable by memcpy(); it is moved by
 * bytes_queue_move(), or by plain assignment if the source is not used again. A function that takes
 * `const BytesQueue *` may be called on one queue by many threads at once.
 *
 * "Atomics" are atomic read-modify-writes. "Segments" in a cost are those before the place in question, or between it
 * and the nearer end. A cost says what a full ring adds ("a place"): when it is full it doubles, which is 1 allocation
 * and moves the handles, not the bytes, and does not happen again while the queue stays that long.
 */
#ifndef BYTES_QUEUE_H
#define BYTES_QUEUE_H

#include <stdarg.h>
#include <string.h>

#include <bytes/allocator.h>
#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/search.h>
#include <bytes/view.h>

#ifdef __cplusplus
extern "C" {
#endif

/** @cond private */
/* A segment: an entry of the ring. */
typedef struct BytesQueueSegment_ {
    Bytes view;
    bool own; /* frozen from a tail and never handed out: no view outside the queues can see these bytes */
} BytesQueueSegment_;

enum { BYTES_QUEUE_PLACES_ = 4 }; /* a power of two */

struct iovec;
/** @endcond */

/** Views in a row, and a buffer behind them. */
typedef struct BytesQueue {
    size_t len;                                      /**< Number of bytes. Read it, do not write it. */
    size_t pack_below;                               /**< Set at will, 0 at first: bytes_queue_push_back() copies views
                                                           that are shorter than this to the tail. */
    size_t low;                                      /**< Set at will, 0 at first: see bytes_queue_is_low(). */
    size_t high;                                     /**< Set at will, 0 at first: see bytes_queue_is_high(). */
    BytesAllocator *allocator_;                      /**< Private. */
    size_t tail_size_;                               /**< Private. 0: the default. */
    BytesQueueSegment_ *ring_;                       /**< Private. NULL: places_ is the ring. */
    size_t mask_;                                    /**< Private. One less than the places of ring_. */
    size_t first_;                                   /**< Private. Index of the first segment. */
    size_t count_;                                   /**< Private. Segments in the ring. */
    BytesMut tail_;                                  /**< Private. */
    BytesMut next_;                                  /**< Private. Without bytes: the tail's successor. */
    BytesQueueSegment_ places_[BYTES_QUEUE_PLACES_]; /**< Private. */
} BytesQueue;

/** Initialiser of an empty queue. */
#ifdef __cplusplus
#define BYTES_QUEUE_EMPTY                                                                                              \
    {                                                                                                                  \
    }
#else
#define BYTES_QUEUE_EMPTY                                                                                              \
    {                                                                                                                  \
        0                                                                                                              \
    }
#endif

/** @cond private */
BYTES_API BYTES_NODISCARD int bytes_queue_put_slow_(BytesQueue *self, const void *data, size_t len);
BYTES_API BYTES_NODISCARD int bytes_queue_make_room_(BytesQueue *self, size_t count);
BYTES_API void bytes_queue_advance_slow_(BytesQueue *self, size_t count);
BYTES_API const uint8_t *bytes_queue_peek_slow_(const BytesQueue *self, size_t offset, size_t count, void *scratch);
/** @endcond */

/** @name Making and leaving
 * @{ */

/**
 * Make an empty queue whose tail and ring come from an allocator.
 *
 * @param allocator NULL: malloc. Must outlive the queue and every view of tail bytes.
 * @param tail_size Size of the tail's blocks, when what is put does not need a larger one; 0: one of 4 KiB.
 * @param[out] out  The queue.
 * Cost: nothing is allocated before it is needed.
 */
BYTES_API void bytes_queue_init(BytesAllocator *allocator, size_t tail_size, BytesQueue *out);

/** Move a queue: return it and leave an empty one behind, with the same settings. @param self The queue to empty.
 * @return What it was. Cost: O(1). */
BYTES_API BYTES_NODISCARD BytesQueue bytes_queue_move(BytesQueue *self);

/** Drop all bytes. The settings, the ring and the tail's room stay. @param self The queue.
 * Cost: as bytes_queue_advance() by all. */
BYTES_API void bytes_queue_clear(BytesQueue *self);

/** Drop all bytes and all memory. The settings stay: the queue is empty, and may be used again.
 * @param self The queue. Dropping an empty one does nothing. Cost: as bytes_queue_clear(), and 1 atomic. */
BYTES_API void bytes_queue_drop(BytesQueue *self);

/** Let go of what has no bytes: the ring if the segments fit in the queue itself, a tail without bytes. For a
 * connection that idles. @param self The queue. Its bytes stay. Cost: at most 2 atomics; O(1). */
BYTES_API void bytes_queue_shrink(BytesQueue *self);

/** @} */
/** @name Views in and out
 * @{ */

/**
 * Append a view by moving it in.
 *
 * @param self The queue. Bytes in the tail become a segment before it; the tail goes on with the rest of its room.
 * @param view Emptied on success. An empty one vanishes.
 * @retval 0               Done. Cost: O(1): 0 copies, 0 atomics, 0 allocations, and at most two places. If the view is
 *                         shorter than `pack_below`: as bytes_queue_put(), told to `copied`, and bytes_drop().
 * @retval BYTES_ENOMEM    Out of memory; nothing has changed.
 * @retval BYTES_EOVERFLOW The length would not fit a size_t; nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_push_back(BytesQueue *self, Bytes *view);

/** Put a view in front by moving it in. @param self The queue. @param view Emptied on success. An empty one vanishes.
 * @return See bytes_queue_push_back(). Cost: O(1): 0 copies, 0 atomics, 0 allocations, and at most one place. */
BYTES_API BYTES_NODISCARD int bytes_queue_push_front(BytesQueue *self, Bytes *view);

/**
 * Take the first segment out.
 *
 * @param self The queue.
 * @return What was pushed, or what is left of it; tail bytes if nothing was pushed before them; empty if the queue is.
 *         Cost: O(1): 0 allocations, 0 atomics, 0 copies.
 */
BYTES_API BYTES_NODISCARD Bytes bytes_queue_pop_front(BytesQueue *self);

/** Take the last segment out: all of the tail's bytes if it has any. @param self The queue.
 * @return As bytes_queue_pop_front(), at the same cost. */
BYTES_API BYTES_NODISCARD Bytes bytes_queue_pop_back(BytesQueue *self);

/**
 * Append all bytes of another queue by moving its segments.
 *
 * @param self  The queue. Slots of both can be filled through it.
 * @param other Emptied on success; keeps its settings and its tail's room. Must be another queue, or aborts.
 * @retval 0               Done. Cost: O(segments of the queue that has fewer), if both have one allocator, or else of
 *                         @p other: 0 copies, 0 atomics, 0 allocations, and their places.
 * @retval BYTES_ENOMEM    Out of memory; nothing has changed.
 * @retval BYTES_EOVERFLOW The length would not fit a size_t; nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_append(BytesQueue *self, BytesQueue *other);

/**
 * Split the queue in two at an offset; the front is a queue of its own.
 *
 * @param self     Keeps the bytes from @p at on, and the tail's room.
 * @param at       Aborts if it is above `self->len`.
 * @param[out] out The first @p at bytes, in a queue with the same settings; overwritten (not dropped).
 * @retval 0            Done. Cost: O(segments of the part that has fewer): 0 copies, 0 atomics, and 1 allocation if
 *                      that part has more than 4 segments; at most one place where the cut goes through the tail.
 * @retval BYTES_ENOMEM Out of memory; nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_split_to(BytesQueue *self, size_t at, BytesQueue *out);

/** bytes_queue_split_to() for an offset from outside. @param self, at, out See there. @return See there, or
 * #BYTES_ERANGE if @p at is above the length. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_split_to(BytesQueue *self, size_t at, BytesQueue *out);

/**
 * Take the first bytes out as one view: what a framing loop does with each message.
 *
 * @param self     Keeps the bytes from @p at on.
 * @param at       Aborts if it is above `self->len`.
 * @param[out] out The first @p at bytes.
 * @retval 0            Done. Cost: O(segments in @p at): nothing is copied or allocated where @p at bytes lie in one
 *                      segment, or in segments that are neighbours in one storage; else as bytes_queue_coalesce().
 * @retval BYTES_ENOMEM Out of memory; nothing has changed.
 * @retval BYTES_EOVERFLOW No object can be that large; likewise.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_split_view(BytesQueue *self, size_t at, Bytes *out);

/** bytes_queue_split_view() for an offset from outside. @param self, at, out See there. @return See there, or
 * #BYTES_ERANGE if @p at is above the length. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_split_view(BytesQueue *self, size_t at, Bytes *out);

/**
 * Let the first @p count bytes go.
 *
 * @param self  The queue.
 * @param count Aborts if it is above `self->len`.
 * Cost: O(segments in @p count): 0 allocations, 0 copies; 1 atomic for each run of segments of one storage that goes
 * entirely, none for bytes that were put into the tail's present block.
 */
BYTES_INLINE void bytes_queue_advance(BytesQueue *self, size_t count)
{
    if (self->count_ != 0) {
        BytesQueueSegment_ *first = (self->ring_ != NULL ? self->ring_ : self->places_) + self->first_;
        if (BYTES_LIKELY(count < first->view.len)) {
            first->view.data += count; /* not NULL: segments are not empty */
            first->view.len -= count;
            self->len -= count;
            return;
        }
    } else if (BYTES_LIKELY(count <= self->len)) {
        bytes_mut_advance(&self->tail_, count);
        self->len -= count;
        return;
    }
    bytes_queue_advance_slow_(self, count);
}

/** bytes_queue_advance() for a count from outside. @param self, count See there.
 * @retval 0 Done. @retval BYTES_ERANGE @p count is above the length. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_try_advance(BytesQueue *self, size_t count)
{
    if (count > self->len) {
        return BYTES_ERANGE;
    }
    bytes_queue_advance(self, count);
    return 0;
}

/** @} */
/** @name Writing behind
 * Each writes to the tail, and goes on in a fresh block of it when there is no more room. Bytes that are there already
 * do not move. Each returns 0 or:
 *  - #BYTES_ENOMEM: out of memory; nothing has changed.
 *  - #BYTES_EOVERFLOW: no object can be that large, or the length would not fit a size_t; likewise.
 *
 * The cost of each is O(bytes), which are written where the caller asked for it and so do not count as copied; and,
 * when the block is full, 1 allocation and at most one place; none if all of the block's bytes have come and gone: then
 * it is used again.
 * @{ */

/**
 * Append bytes by copying them to the tail. They may go to the end of one block and the beginning of the next.
 *
 * @param self The queue.
 * @param data First byte; may be NULL if @p len is 0. May be among the queue's own bytes.
 * @param len  Number of bytes.
 * @return See above.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put(BytesQueue *self, const void *data, size_t len)
{
    if (!BYTES_LIKELY(len <= self->tail_.cap - self->tail_.len && len <= SIZE_MAX - self->len)) {
        return bytes_queue_put_slow_(self, data, len);
    }
    if (len != 0) { /* memcpy() does not take NULL */
        memcpy(self->tail_.data + self->tail_.len, data, len);
        self->tail_.len += len;
        self->len += len;
    }
    return 0;
}

/** Append a string without its NUL. @param self The queue. @param string The string. @return See bytes_queue_put(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_str(BytesQueue *self, const char *string)
{
    return bytes_queue_put(self, string, strlen(string));
}

/** Append @p count times the byte @p value, in one piece. @param self The queue. @param value The byte.
 * @param count How many. @return See bytes_queue_put(). */
BYTES_API BYTES_NODISCARD int bytes_queue_put_bytes(BytesQueue *self, uint8_t value, size_t count);

/**
 * Append formatted text, as printf() does, without a NUL, in one piece.
 *
 * @param self   The queue.
 * @param format A format of printf().
 * @return How many bytes were appended, or an error as above, or #BYTES_EINVAL if the C library could not format. Needs
 *         room for one byte more than it appends.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_printf(BytesQueue *self, const char *format, ...) BYTES_PRINTF(2, 3);

/** bytes_queue_printf() with its arguments in a list. @param self, format See there. @param arguments As for vprintf().
 * @return See bytes_queue_printf(). */
BYTES_API BYTES_NODISCARD int bytes_queue_vprintf(BytesQueue *self, const char *format, va_list arguments)
    BYTES_PRINTF(2, 0);

/**
 * Ask for room to read into, in one piece: read(), recv().
 *
 * @param self     The queue.
 * @param count    At least so many bytes.
 * @param[out] out Where to write; valid until the queue changes. May be larger than asked for.
 * @return See above. If the tail has less room it goes on in a fresh block, and that room is given up.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_reserve(BytesQueue *self, size_t count, BytesSpare *out);

/**
 * Ask for room to read into, in one or two pieces, so that none of the tail's room is given up: readv().
 *
 * @param self     The queue.
 * @param count    At least so many bytes in all.
 * @param[out] out Where to write; valid until the queue changes. Laid out as two `struct iovec` on systems that have
 *                 these. May be larger than asked for.
 * @return How many of the two are filled in, or an error as above.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_reserve_pieces(BytesQueue *self, size_t count, BytesSpare out[2]);

/** Append bytes that were written to what bytes_queue_reserve() or bytes_queue_reserve_pieces() told.
 * @param self The queue, not changed since. @param count How many, from the start of the first piece. Aborts if there
 * is not that much room. Cost: O(1): 0 allocations, 0 atomics, 0 copies. */
BYTES_API void bytes_queue_commit(BytesQueue *self, size_t count);

/** A placeholder in a queue. Plain data; nothing needs to be released. */
typedef struct BytesQueueSlot {
    const uint8_t *data_; /**< Private. */
    size_t width;         /**< Bytes to fill; 0 once filled. */
} BytesQueueSlot;

/**
 * Append @p width zero bytes, contiguous, to be back-patched: a length prefix.
 *
 * One rule holds for slots of queues and of buffers: **filling never writes into bytes that a view outside the queue
 * can see.** A slot is valid as long as all its bytes are in one queue: push, put, reserve, advance over other bytes,
 * append, split_to elsewhere and move leave it valid, and it is filled through the queue that has its bytes. It becomes
 * invalid when a byte of it leaves (advance, pop, split_view), also if the view that took it is pushed again; when it
 * is cut in two; and when bytes_queue_coalesce() copies it or joins it with a view that was pushed. Filling an invalid
 * slot is a mistake: the result is #BYTES_ERANGE, or, where the tail has reused its memory, unrelated bytes of the
 * queue itself are overwritten.
 *
 * @param width    At least 1.
 * @param[out] out The slot.
 * @return As above; #BYTES_EINVAL if @p width is 0.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_reserve_slot(BytesQueue *self, size_t width, BytesQueueSlot *out);

/**
 * Fill a slot.
 *
 * @param self The queue that has the slot's bytes now.
 * @param slot On success its width becomes 0.
 * @param data, len What to write; @p len must be the slot's width.
 * @retval 0            Done. Cost: O(segments behind the slot): 0 allocations, 0 atomics; @p len bytes are written,
 *                      which like those of bytes_queue_put() do not count as copied.
 * @retval BYTES_EINVAL Already filled, or @p len is not the slot's width.
 * @retval BYTES_ERANGE The slot's bytes are not in this queue, or the slot is invalid.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot(BytesQueue *self, BytesQueueSlot *slot, const void *data,
                                                    size_t len);

/** @} */
/** @name Looking
 * @{ */

/** The first bytes, as many as lie together. @param self The queue. @return Valid until these bytes leave it; empty
 * only if the queue is. Cost: O(1). */
BYTES_INLINE BytesSpan bytes_queue_front(const BytesQueue *self)
{
    BytesSpan out;
    out.data = self->tail_.data;
    out.len = self->tail_.len;
    if (self->count_ != 0) {
        const BytesQueueSegment_ *ring = self->ring_ != NULL ? self->ring_ : self->places_;
        out.data = ring[self->first_].view.data;
        out.len = ring[self->first_].view.len;
    }
    return out;
}

/** How many pieces the bytes lie in. @param self The queue. @return The segments, and 1 for a tail that has bytes: the
 * most that bytes_queue_spans() can fill. Cost: O(1). */
BYTES_INLINE size_t bytes_queue_pieces(const BytesQueue *self)
{
    return self->count_ + (self->tail_.len != 0);
}

/**
 * Look at a range wherever it lies.
 *
 * @param self    The queue.
 * @param offset  Where the range begins.
 * @param count   How long it is.
 * @param scratch Room for @p count bytes, outside of the queue.
 * @return The range in place, or @p scratch with a copy of it if it lies in more than one piece. NULL if it is not all
 *         inside the queue, or is empty. Cost: O(segments up to the nearer end); @p count bytes copied, or none.
 */
BYTES_INLINE const uint8_t *bytes_queue_peek(const BytesQueue *self, size_t offset, size_t count, void *scratch)
{
    const BytesSpan front = bytes_queue_front(self);
    if (BYTES_LIKELY(offset < front.len && count <= front.len - offset && count != 0)) {
        return front.data + offset;
    }
    return bytes_queue_peek_slow_(self, offset, count, scratch);
}

/**
 * Copy a range to memory of the caller.
 *
 * @param self   The queue.
 * @param offset, count The range; aborts unless it is inside the queue.
 * @param[out] out Room for @p count bytes, outside of the queue; may be NULL if @p count is 0.
 * Cost: O(segments up to the nearer end, and in the range): @p count bytes copied.
 */
BYTES_API void bytes_queue_copy_to(const BytesQueue *self, size_t offset, size_t count, void *out);

/** bytes_queue_copy_to() for a range from outside. @param self, offset, count, out See there.
 * @retval 0 Done. @retval BYTES_ERANGE The range is not inside the queue; nothing was written. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_copy_to(const BytesQueue *self, size_t offset, size_t count, void *out);

/**
 * Make the first @p count bytes lie together, so that bytes_queue_front() has them all.
 *
 * @param self  The queue.
 * @param count Aborts if it is above `self->len`.
 * @retval 0            Done. Cost: O(segments in @p count): nothing where they do already; 0 allocations, 0 copies and
 *                      the atomics of bytes_try_unsplit() where they are neighbours in one storage, and are rejoined;
 *                      else 1 allocation, @p count bytes copied, and bytes_queue_advance().
 * @retval BYTES_ENOMEM Out of memory; nothing has changed.
 * @retval BYTES_EOVERFLOW No object can be that large; likewise.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_coalesce(BytesQueue *self, size_t count);

/** bytes_queue_coalesce() for a count from outside. @param self, count See there. @return See there, or #BYTES_ERANGE
 * if @p count is above the length. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_coalesce(BytesQueue *self, size_t count);

/**
 * Find a byte.
 *
 * @param self The queue.
 * @param byte What to look for.
 * @param from Offset to begin at; above the length, nothing is found.
 * @return Offset of the first such byte at or after @p from, or #BYTES_NOT_FOUND. Cost: O(bytes and segments searched,
 *         and segments from @p from to the nearer end); 0 allocations, 0 copies.
 */
BYTES_API size_t bytes_queue_find_byte(const BytesQueue *self, uint8_t byte, size_t from);

/**
 * Find a row of bytes, in however many segments it lies.
 *
 * @param self   The queue.
 * @param needle What to look for; an empty one is found at @p from.
 * @param from   Offset to begin at; above the length, nothing is found. To go on when more has come, begin
 *               `needle.len - 1` bytes before the old end.
 * @return Offset of the first at or after @p from, or #BYTES_NOT_FOUND. Cost: O(bytes and segments searched, and
 *         segments from @p from to the nearer end) for needles of up to 256 bytes; a longer one costs its length more
 *         at each place around the ends of segments where its first 256 bytes are. 0 allocations. Where a needle can
 *         lie across the end of a segment, the bytes around it are copied to look at them, at most 1 KiB at a time on
 *         the stack: fewer than twice the needle's length for each end between segments that are no shorter than a
 *         needle of up to 256 bytes, else at most 4 for each 3 that are searched, and 1 KiB; 0 inside a segment.
 */
BYTES_API size_t bytes_queue_find(const BytesQueue *self, BytesSpan needle, size_t from);

/** Are the bytes at an offset these? @param self The queue. @param offset Where. @param bytes What.
 * @return False also if there are not so many. Cost: O(bytes, and segments up to the nearer end and in the range). */
BYTES_API bool bytes_queue_matches(const BytesQueue *self, size_t offset, BytesSpan bytes);

/** Does the queue begin with these bytes? @param self The queue. @param prefix What. @return True for an empty one too.
 * Cost: O(bytes and segments in @p prefix). */
BYTES_INLINE bool bytes_queue_starts_with(const BytesQueue *self, BytesSpan prefix)
{
    return bytes_queue_matches(self, 0, prefix);
}

/** Are these all of the queue's bytes? @param self The queue. @param bytes What. @return True if length and bytes are
 * equal. Cost: O(bytes and segments). */
BYTES_INLINE bool bytes_queue_equal(const BytesQueue *self, BytesSpan bytes)
{
    return self->len == bytes.len && bytes_queue_matches(self, 0, bytes);
}

/**
 * Tell where the bytes lie.
 *
 * @param self     The queue.
 * @param offset   Begin at this byte. At or behind the end there are none.
 * @param[out] out Filled with pieces in order, none of them empty; each is good until its bytes leave the queue. Laid
 *                 out as `struct iovec` on systems that have these.
 * @param max      Room in @p out.
 * @return How many were filled in. Cost: O(segments from @p offset to the nearer end, and filled in).
 */
BYTES_API size_t bytes_queue_spans(const BytesQueue *self, size_t offset, BytesSpan *out, size_t max);

#ifndef _WIN32
/** bytes_queue_spans() for writev(): where there is <sys/uio.h>. The system takes IOV_MAX at a time, often 1024.
 * @param self, offset, max See there. @param[out] out Filled in likewise. @return See there. */
BYTES_API size_t bytes_queue_iovecs(const BytesQueue *self, size_t offset, struct iovec *out, size_t max);

/** bytes_queue_reserve_pieces() for readv(): where there is <sys/uio.h>. @param self, count See there.
 * @param[out] out Two, filled in likewise. @return See there. */
BYTES_API BYTES_NODISCARD int bytes_queue_reserve_iovecs(BytesQueue *self, size_t count, struct iovec *out);
#endif

/** Is there as much as the producer should stop at? @param self The queue. @return True if `high` is not 0 and `len`
 * has reached it. Cost: O(1). */
BYTES_INLINE bool bytes_queue_is_high(const BytesQueue *self)
{
    return self->high != 0 && self->len >= self->high;
}

/** Is there so little that the producer should go on? @param self The queue. @return True if `len` is not above `low`.
 * Cost: O(1). */
BYTES_INLINE bool bytes_queue_is_low(const BytesQueue *self)
{
    return self->len <= self->low;
}

/** @} */

#ifdef __cplusplus
}
#endif

#endif
