/* SPDX-License-Identifier: MIT */
/**
 * @file queue.h
 * `BytesQueue`: a rope of bytes. Views are pushed and popped at both ends without copying; small writes are appended to
 * a tail buffer.
 *
 * An HTTP response is head text and a body that is not copied:
 *
 *     bytes_queue_printf(&out, "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", body.len);
 *     bytes_queue_push_back(&out, &body);
 *     int count = (int)bytes_queue_iovecs(&out, 0, iovecs, 16);
 *     ssize_t n = writev(fd, iovecs, count);
 *     bytes_queue_advance(&out, (size_t)n);
 *
 * A queue is a row of *segments* and a tail after them. A segment is a view that was pushed, or tail bytes that were
 * frozen because something was pushed after them. Bytes in a queue never move, except by bytes_queue_coalesce() and
 * bytes_queue_split_view(): addresses that the queue returns are valid until their bytes leave it.
 *
 * queue_number.h reads and writes numbers across segments; the functions below search, compare and hash across them.
 * The rest of search.h and text.h needs contiguous bytes: bytes_queue_split_view() takes them out as one view,
 * bytes_queue_coalesce() makes them contiguous in place.
 *
 * An all-zero queue (#BYTES_QUEUE_EMPTY) is valid and empty. A queue is relocatable by memcpy(), and moved by
 * bytes_queue_move(), or by plain assignment if the source is not used again. A function that takes
 * `const BytesQueue *` may be called on one queue by many threads at once.
 *
 * ### Costs
 *
 * "Atomics" are atomic read-modify-writes. An offset is found in O(log segments). "An entry" is one of the ring of
 * segments: where the ring is full it doubles, which is 1 allocation, moves handles but no bytes, and does not happen
 * again while the queue is no longer than that. The first four entries are in the queue itself.
 */
#ifndef BYTES_QUEUE_H
#define BYTES_QUEUE_H

#include <stdarg.h>
#include <string.h>

#include <bytes/allocator.h>
#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/search.h>
#include <bytes/text.h>
#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** @cond private */
/* A segment: an entry of the ring. */
typedef struct BytesQueueSegment_ {
    Bytes view;
    size_t end; /* position of the byte after the last, modulo SIZE_MAX + 1; see end_ */
    bool own;   /* frozen from a tail and never handed out: no view outside the queues can see these bytes */
} BytesQueueSegment_;

enum { BYTES_QUEUE_ENTRIES_ = 4 }; /* a power of two */

struct iovec;
/** @endcond */

/** Segments in a row, and a buffer after them. The settings may be written at any time and are 0 (off) at first. */
typedef struct BytesQueue {
    size_t len;                                        /**< Number of bytes. Read only. */
    size_t pack_below;                                 /**< Setting of bytes_queue_push_back(). */
    size_t compact_multiple;                           /**< Setting of bytes_queue_push_back(). */
    size_t low;                                        /**< Setting of bytes_queue_is_low(). */
    size_t high;                                       /**< Setting of bytes_queue_is_high(). */
    size_t low_retained;                               /**< Setting of bytes_queue_is_low(). */
    size_t high_retained;                              /**< Setting of bytes_queue_is_high(). */
    BytesAllocator *allocator_;                        /**< Private. */
    size_t tail_size_;                                 /**< Private. 0: the default. */
    BytesQueueSegment_ *ring_;                         /**< Private. NULL: entries_ is the ring. */
    size_t mask_;                                      /**< Private. One less than the capacity of ring_. */
    size_t first_;                                     /**< Private. Index of the first segment. */
    size_t count_;                                     /**< Private. Number of segments. */
    size_t end_;                                       /**< Private. Position after the segments, from any origin. */
    size_t retained_;                                  /**< Private. By the segments. */
    BytesMut tail_;                                    /**< Private. */
    BytesMut next_;                                    /**< Private. Without bytes: the tail's successor. */
    BytesQueueSegment_ entries_[BYTES_QUEUE_ENTRIES_]; /**< Private. */
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

/** @name Construction and destruction
 * @{ */

/**
 * Make an empty queue whose tail and ring come from an allocator. Nothing is allocated before it is needed.
 *
 * @param allocator NULL: malloc. Must outlive the queue and every view of tail bytes.
 * @param tail_size Size of the tail's blocks, unless a single write needs a larger one; 0: blocks of 4 KiB.
 * @param[out] out  The queue.
 */
BYTES_API void bytes_queue_init(BytesAllocator *allocator, size_t tail_size, BytesQueue *out);

/** Move a queue: return it, and leave an empty one with the same settings. Cost: O(1). */
BYTES_API BYTES_NODISCARD BytesQueue bytes_queue_move(BytesQueue *self);

/** Drop all bytes; the settings, the ring and the tail's capacity stay. Cost: as bytes_queue_advance() by all. */
BYTES_API void bytes_queue_clear(BytesQueue *self);

/** Drop all bytes and all memory. The settings stay: the queue is empty and may be used again; dropping an empty one
 * does nothing. Cost: as bytes_queue_clear(), and 1 atomic. */
BYTES_API void bytes_queue_drop(BytesQueue *self);

/** Release memory that holds no bytes: the ring if the segments fit into the queue itself, and a tail without bytes.
 * For a connection that becomes idle. Cost: O(1), at most 2 atomics. */
BYTES_API void bytes_queue_shrink(BytesQueue *self);

/** @} */
/** @name Push and pop
 * @{ */

/**
 * Append a view by moving it in. Tail bytes become a segment before it; the tail keeps its remaining capacity.
 *
 * A view that follows the last segment in its storage is joined with it: frames that are split off a block and pushed
 * in order are one segment, and one iovec. (Not with tail bytes; nor where clones together have more weight than one
 * handle can hold.)
 *
 * A view is copied to the tail instead, so that the queue does not hold its storage, if it is shorter than
 * `pack_below`; or if `compact_multiple` is not 0, bytes_retained() of the view is more than `compact_multiple` times
 * its length, and the queue does not hold that storage anyway, by its last segment or its tail.
 *
 * @param view Emptied on success. An empty one adds nothing.
 * @retval 0               Done. Cost: O(1): 0 copies, 0 atomics, 0 allocations, at most two entries; of one that is
 *                         copied: bytes_queue_put(), reported to `copied`, and bytes_drop().
 * @retval BYTES_ENOMEM    Out of memory; nothing has changed.
 * @retval BYTES_EOVERFLOW The length would exceed SIZE_MAX; nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_push_back(BytesQueue *self, Bytes *view);

/**
 * Prepend a view by moving it in.
 *
 * @param view Emptied on success. An empty one adds nothing.
 * @return As bytes_queue_push_back(). Cost: O(1): 0 copies, 0 atomics, 0 allocations, at most one entry.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_push_front(BytesQueue *self, Bytes *view);

/** Take the first segment out: what was pushed, joined or split since; tail bytes if nothing was pushed before them; an
 * empty view if the queue is empty. Cost: O(1): 0 allocations, 0 atomics, 0 copies. */
BYTES_API BYTES_NODISCARD Bytes bytes_queue_pop_front(BytesQueue *self);

/** Take the last segment out: all of the tail's bytes if it has any. Otherwise as bytes_queue_pop_front(). */
BYTES_API BYTES_NODISCARD Bytes bytes_queue_pop_back(BytesQueue *self);

/**
 * Append all bytes of another queue by moving its segments.
 *
 * @param other Emptied on success; keeps its settings and its tail's capacity. Aborts if it is @p self.
 * @retval 0               Done. Cost: O(segments of the queue that has fewer) if both have one allocator, otherwise of
 *                         @p other: 0 copies, 0 atomics, 0 allocations, and their entries.
 * @retval BYTES_ENOMEM    Out of memory; nothing has changed.
 * @retval BYTES_EOVERFLOW The length would exceed SIZE_MAX; nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_append(BytesQueue *self, BytesQueue *other);

/** @} */
/** @name Consuming
 * @{ */

/**
 * Drop the first @p count bytes.
 *
 * @param count Aborts if it is above `self->len`.
 * Cost: O(segments in @p count): 0 allocations, 0 copies; 1 atomic for each run of segments of one storage that is
 * dropped entirely, 0 for bytes that were put into the tail's present block.
 */
BYTES_INLINE void bytes_queue_advance(BytesQueue *self, size_t count);

/** Checked form of bytes_queue_advance(), for untrusted counts. @return 0, or #BYTES_ERANGE if @p count is above the
 * length. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_try_advance(BytesQueue *self, size_t count);

/**
 * Take the first bytes out as one view: what a framing loop does with each message.
 *
 * @param self     Keeps the bytes from @p at on.
 * @param at       Aborts if it is above `self->len`.
 * @param[out] out The first @p at bytes.
 * @retval 0               Done. Cost: O(segments in @p at): 0 copies and 0 allocations where the bytes are in one
 *                         segment, or in segments that are adjacent in one storage; otherwise as
 *                         bytes_queue_coalesce().
 * @retval BYTES_ENOMEM    Out of memory; nothing has changed.
 * @retval BYTES_EOVERFLOW No object can be that large; nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_split_view(BytesQueue *self, size_t at, Bytes *out);

/** Checked form of bytes_queue_split_view(), for untrusted offsets: #BYTES_ERANGE if @p at is above the length. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_split_view(BytesQueue *self, size_t at, Bytes *out);

/**
 * Split the queue in two at an offset; the front becomes a queue of its own.
 *
 * @param self     Keeps the bytes from @p at on, and the tail's capacity.
 * @param at       Aborts if it is above `self->len`.
 * @param[out] out The first @p at bytes, in a queue with the same settings.
 * @retval 0            Done. Cost: O(segments of the part that has fewer): 0 copies, 0 atomics, and 1 allocation if
 *                      that part has more than 4 segments; at most one entry where the cut goes through the tail.
 * @retval BYTES_ENOMEM Out of memory; nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_split_to(BytesQueue *self, size_t at, BytesQueue *out);

/** Checked form of bytes_queue_split_to(), for untrusted offsets: #BYTES_ERANGE if @p at is above the length. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_split_to(BytesQueue *self, size_t at, BytesQueue *out);

/** @} */
/** @name Appending
 * Each writes to the tail, and continues in a fresh block when that is full. Bytes already in the queue do not move.
 * Each returns 0 or:
 *  - #BYTES_ENOMEM: out of memory; nothing has changed.
 *  - #BYTES_EOVERFLOW: no object can be that large, or the length would exceed SIZE_MAX; nothing has changed.
 *
 * Cost: O(bytes), which are written on the caller's request and so do not count as copied; when the block is full, also
 * 1 allocation and at most one entry, or nothing if all bytes of the block have left the queue: then it is reused.
 * @{ */

/** Append bytes by copying them to the tail, possibly to the end of one block and the beginning of the next.
 *
 * @param data May be NULL if @p len is 0. May be among the queue's own bytes. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put(BytesQueue *self, const void *data, size_t len);

/** Append a string without its NUL. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_str(BytesQueue *self, const char *string);

/** Append the byte @p value @p count times, contiguous. */
BYTES_API BYTES_NODISCARD int bytes_queue_put_bytes(BytesQueue *self, uint8_t value, size_t count);

/** Append formatted text as printf() does, without a NUL, contiguous. Needs capacity for one byte more than it appends.
 * @return As above, or #BYTES_EINVAL if the C library could not format. */
BYTES_API BYTES_NODISCARD int bytes_queue_printf(BytesQueue *self, const char *format, ...) BYTES_PRINTF(2, 3);

/** bytes_queue_printf() with its arguments in a list, as vprintf(). */
BYTES_API BYTES_NODISCARD int bytes_queue_vprintf(BytesQueue *self, const char *format, va_list arguments)
    BYTES_PRINTF(2, 0);

/** Append a number in decimal, contiguous, as bytes_mut_put_decimal(). */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_decimal(BytesQueue *self, uint64_t value);

/** Append a number in decimal, contiguous, a negative one after a `-`. */
BYTES_INLINE BYTES_NODISCARD int bytes_queue_put_signed_decimal(BytesQueue *self, int64_t value);

/** Append the text of bytes_mut_put_escaped(), possibly in two blocks. The bytes may be the queue's own. */
BYTES_API BYTES_NODISCARD int bytes_queue_put_escaped(BytesQueue *self, BytesSpan bytes);

/**
 * Reserve contiguous memory to read into: read(), recv().
 *
 * @param count    At least this many bytes.
 * @param[out] out Where to write; may be larger than @p count; valid until the queue changes.
 * @return As above. If the tail has less capacity it continues in a fresh block, and the rest of the old is given up.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_reserve(BytesQueue *self, size_t count, BytesSpare *out);

/**
 * Reserve memory to read into, in one or two pieces, so that no capacity of the tail is given up: readv().
 *
 * @param count    At least this many bytes in all.
 * @param[out] out Where to write; may be larger than @p count; valid until the queue changes. Has the layout of two
 *                 `struct iovec` on systems that have these.
 * @param[out] pieces How many of the two are set.
 * @return As above.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_reserve_pieces(BytesQueue *self, size_t count, BytesSpare out[2],
                                                         size_t *pieces);

#ifndef _WIN32
/** bytes_queue_reserve_pieces() for readv(), where there is <sys/uio.h>. */
BYTES_API BYTES_NODISCARD int bytes_queue_reserve_iovecs(BytesQueue *self, size_t count, struct iovec *out,
                                                         size_t *pieces);
#endif

/** Append bytes that were written to reserved memory.
 *
 * @param self  Unchanged since bytes_queue_reserve() or bytes_queue_reserve_pieces().
 * @param count From the start of the first piece. Aborts if it is above what was reserved.
 * Cost: O(1): 0 allocations, 0 atomics, 0 copies. */
BYTES_API void bytes_queue_commit(BytesQueue *self, size_t count);

/** @} */
/** @name Back-patching
 * A length prefix is known only when what it counts has been appended: reserve a slot for it, append, and fill it.
 *
 * One rule holds for slots of queues and of buffers: **filling never writes into bytes that a view outside the queue
 * can see.** A slot is valid as long as all its bytes are in one queue: push, put, reserve, advance over other bytes,
 * append, split_to elsewhere and move leave it valid, and it is filled through the queue that has its bytes. It becomes
 * invalid when a byte of it leaves (advance, pop, split_view), also if the view that took it is pushed again; when it
 * is cut in two; and when bytes_queue_coalesce() copies it or joins it with a view that was pushed. Filling an invalid
 * slot is a mistake: the result is #BYTES_ERANGE, or, where the tail has reused its memory, unrelated bytes of the
 * queue itself are overwritten.
 * @{ */

/** A placeholder in a queue. Plain data; nothing needs to be released. */
typedef struct BytesQueueSlot {
    const uint8_t *data_; /**< Private. */
    size_t position_;     /**< Private. Where to look for it first. */
    size_t width;         /**< Bytes to fill; 0 once filled. */
} BytesQueueSlot;

/** Append @p width zero bytes, contiguous, to be filled later.
 *
 * @param width At least 1.
 * @return As the functions for appending; #BYTES_EINVAL if @p width is 0. */
BYTES_API BYTES_NODISCARD int bytes_queue_reserve_slot(BytesQueue *self, size_t width, BytesQueueSlot *out);

/**
 * Fill a slot.
 *
 * @param self The queue that has the slot's bytes now.
 * @param slot On success its width becomes 0.
 * @param data What to write.
 * @param len  The slot's width.
 * @retval 0            Done. Cost: O(log segments), or O(segments) where the slot came from another queue by
 *                      bytes_queue_append(): 0 allocations, 0 atomics; @p len bytes are written, which like those of
 *                      bytes_queue_put() do not count as copied.
 * @retval BYTES_EINVAL Already filled, or @p len is not the slot's width.
 * @retval BYTES_ERANGE The slot's bytes are not in this queue, or the slot is invalid.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_fill_slot(BytesQueue *self, BytesQueueSlot *slot, const void *data,
                                                    size_t len);

/** @} */
/** @name Reading
 * @{ */

/** The first contiguous bytes; empty only if the queue is. Valid until they leave it. Cost: O(1). */
BYTES_INLINE BytesSpan bytes_queue_front(const BytesQueue *self);

/**
 * The contiguous pieces of the bytes from an offset on, none of them empty.
 *
 * @param offset   At or after the end there are none.
 * @param[out] out Each piece is valid until its bytes leave the queue. Has the layout of `struct iovec` on systems that
 *                 have these.
 * @param max      Capacity of @p out.
 * @return How many are set. Cost: O(n + pieces).
 */
BYTES_API size_t bytes_queue_spans(const BytesQueue *self, size_t offset, BytesSpan *out, size_t max);

#ifndef _WIN32
/** bytes_queue_spans() for writev(), where there is <sys/uio.h>. The system takes IOV_MAX at a time, often 1024. */
BYTES_API size_t bytes_queue_iovecs(const BytesQueue *self, size_t offset, struct iovec *out, size_t max);
#endif

/** The number of pieces: segments, and 1 for a tail that has bytes. Cost: O(1). */
BYTES_INLINE size_t bytes_queue_pieces(const BytesQueue *self);

/**
 * Read a range, in place if it is contiguous.
 *
 * @param scratch @p count bytes of memory outside the queue.
 * @return The range in place, or @p scratch with a copy of it if it spans pieces. NULL if it is not inside the queue,
 *         or empty. Cost: O(log segments, and segments in @p count); @p count bytes copied, or none.
 */
BYTES_INLINE const uint8_t *bytes_queue_peek(const BytesQueue *self, size_t offset, size_t count, void *scratch);

/**
 * Copy a range to the caller's memory.
 *
 * @param offset Where the range begins.
 * @param count  Its length. Aborts unless the range is inside the queue.
 * @param[out] out @p count bytes outside the queue; may be NULL if @p count is 0.
 * Cost: O(n + segments in the range): @p count bytes copied.
 */
BYTES_API void bytes_queue_copy_to(const BytesQueue *self, size_t offset, size_t count, void *out);

/** Checked form of bytes_queue_copy_to(), for untrusted ranges: #BYTES_ERANGE, and nothing written, if the range is not
 * inside the queue. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_copy_to(const BytesQueue *self, size_t offset, size_t count, void *out);

/**
 * Make the first @p count bytes contiguous, so that bytes_queue_front() has them all.
 *
 * @param count Aborts if it is above `self->len`.
 * @retval 0               Done. Cost: O(segments in @p count): nothing where they are contiguous; 0 allocations,
 *                         0 copies and the atomics of bytes_try_unsplit() where they are adjacent in one storage, and
 *                         rejoined; otherwise 1 allocation, @p count bytes copied, and bytes_queue_advance().
 * @retval BYTES_ENOMEM    Out of memory; nothing has changed.
 * @retval BYTES_EOVERFLOW No object can be that large; nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_coalesce(BytesQueue *self, size_t count);

/** Checked form of bytes_queue_coalesce(), for untrusted counts: #BYTES_ERANGE if @p count is above the length. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_coalesce(BytesQueue *self, size_t count);

/** @} */
/** @name Search, compare and hash
 * @{ */

/**
 * Find a byte.
 *
 * @param from Offset to begin at; above the length, nothing is found.
 * @return Offset of the first such byte at or after @p from, or #BYTES_NOT_FOUND. Cost: O(bytes and segments searched,
 *         and n); 0 allocations, 0 copies.
 */
BYTES_API size_t bytes_queue_find_byte(const BytesQueue *self, uint8_t byte, size_t from);

/**
 * Find a byte sequence; it may span segments.
 *
 * @param needle An empty one is found at @p from.
 * @param from   Offset to begin at; above the length, nothing is found. To continue when more bytes have arrived, begin
 *               `needle.len - 1` bytes before the old end.
 * @return Offset of the first at or after @p from, or #BYTES_NOT_FOUND. 0 allocations. Cost: O(bytes and segments
 *         searched, and n) for needles of up to 256 bytes; a longer one costs its length more for each occurrence of
 *         its first 256 bytes across the end of a segment. Bytes around the ends of segments are copied to the stack,
 *         at most 1 KiB at a time: fewer than twice the needle's length for each end between segments that are no
 *         shorter than a needle of up to 256 bytes, otherwise at most 4 for each 3 that are searched, and 1 KiB.
 */
BYTES_API size_t bytes_queue_find(const BytesQueue *self, BytesSpan needle, size_t from);

/** True if the queue has @p bytes at an offset. Cost: O(bytes, segments in the range, and n). */
BYTES_API bool bytes_queue_matches(const BytesQueue *self, size_t offset, BytesSpan bytes);

/** True if the bytes begin with @p prefix. Every queue begins with an empty one. Cost: O(bytes and segments in
 * @p prefix). */
BYTES_INLINE bool bytes_queue_starts_with(const BytesQueue *self, BytesSpan prefix);

/** True if the queue has exactly @p bytes. Cost: O(bytes and segments). */
BYTES_INLINE bool bytes_queue_equal(const BytesQueue *self, BytesSpan bytes);

#ifndef BYTES_NO_HASH
/**
 * Hash a range: bytes_span_hash() of the same bytes, whatever segments they are in.
 *
 * @param offset Where the range begins.
 * @param count  Its length. Aborts unless the range is inside the queue.
 * Cost: O(bytes, segments in the range, and n); 0 allocations; a range that spans segments goes through a BytesHasher.
 */
BYTES_API uint64_t bytes_queue_hash(const BytesQueue *self, size_t offset, size_t count, uint64_t seed);

/** Checked form of bytes_queue_hash(), for untrusted ranges: 0, or #BYTES_ERANGE if the range is not inside the
 * queue. */
BYTES_API BYTES_NODISCARD int bytes_queue_try_hash(const BytesQueue *self, size_t offset, size_t count, uint64_t seed,
                                                   uint64_t *out);
#endif

/** @} */
/** @name Back-pressure
 * The marks `high` and `low` bound bytes; `high_retained` and `low_retained` bound the memory that they hold, which can
 * be far more. Where 600 bytes are kept of each block of 64 KiB, a queue at a mark of 256 KiB holds 28.7 MB. A mark of
 * 1 MiB of memory stops the producer at 1 MiB; with a `compact_multiple` of 8 each of those bytes is copied once, and
 * the queue holds 0.27 MB.
 * @{ */

/**
 * Memory that the queue holds: the storage of its segments and its tail (bytes_retained()), a block that is reserved
 * ahead, and a ring outside the queue. Storage that others hold too counts in full.
 *
 * Storage counts once for all its segments in a row, and again only where two or more segments of other storage are in
 * between. So the result is exact where views and small writes alternate, and never too low. Cost: O(1).
 */
BYTES_API size_t bytes_queue_retained(const BytesQueue *self);

/** True if the producer should stop: `len` has reached `high`, or bytes_queue_retained() has reached `high_retained`
 * and the queue is not empty. A mark of 0 is not reached. Cost: O(1). */
BYTES_INLINE bool bytes_queue_is_high(const BytesQueue *self);

/** True if the producer should continue: `len` is not above `low`; nor, unless `low_retained` is 0 or the queue is
 * empty, bytes_queue_retained() above `low_retained`. Cost: O(1). */
BYTES_INLINE bool bytes_queue_is_low(const BytesQueue *self);

/** @} */

#include <bytes/impl/queue.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
