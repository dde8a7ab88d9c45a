/* SPDX-License-Identifier: MIT */
/**
 * @file uv.h
 * libuv streams, datagrams and worker threads on `Bytes`, `BytesMut` and `BytesQueue`: the library `bytes-uv`
 * (pkg-config: libbytes-uv), for libuv 1.44 and later. <bytes/bytes.h> does not include this header.
 *
 * ### Results
 *
 * A call that can fail returns 0 or a negative libuv code (`UV_E...`), and so does what a callback receives. On Unix
 * these are the numbers of the `BYTES_E...` codes; on Windows they are not.
 *
 * ### Memory
 *
 * Every structure here belongs to the caller and must stay in place while it is in use: for the parts of a stream, from
 * init to the callback of uv_close(). They are dropped there or later, since on Windows the system may use buffers
 * until then. Allocated is what the buffers and queues need, and what libuv itself allocates.
 *
 * ### Threads and callbacks
 *
 * Everything belongs to the thread of the loop, except what bytes_uv_work() runs elsewhere. Every callback comes from
 * the loop, never from inside a call of the program, and may call any function of this header and uv_close(). After
 * uv_close() a reader, a writer and a datagram receiver call nothing back.
 */
#ifndef BYTES_UV_H
#define BYTES_UV_H

#include <uv.h>

#include <bytes/allocator.h>
#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/queue.h>
#include <bytes/view.h>

#if UV_VERSION_HEX < ((1 << 16) | (44 << 8))
#error "bytes/uv.h needs libuv 1.44 or later"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** @name Buffers
 * For programs that call libuv themselves.
 * @{ */

/** The most bytes in one `uv_buf_t`, and in one array of them: what every system reads or writes in one call, and what
 * the `int` of uv_try_write() can express. */
#define BYTES_UV_MAX 0x7ffff000u

/**
 * The body of a `uv_alloc_cb`: reserve capacity for at least @p at_least bytes and describe it.
 *
 * @param in       After the read: bytes_mut_commit() what it returned, if that is positive.
 * @param at_least Aim for what one read may bring. Above #BYTES_UV_MAX the read gets less.
 * @param[out] out All spare capacity, up to #BYTES_UV_MAX bytes. Without memory it is empty, and @p in unchanged: libuv
 *                 then reports `UV_ENOBUFS`.
 * Cost: as bytes_mut_reserve().
 */
BYTES_API void bytes_uv_alloc(BytesMut *in, size_t at_least, uv_buf_t *out);

/**
 * Describe the bytes of a queue for uv_write(), uv_try_write() or uv_udp_send().
 *
 * @param queue      The queue.
 * @param offset     First byte. At or after the end there are none.
 * @param[out] out   Filled with pieces in order, none of them empty, #BYTES_UV_MAX bytes at most in total; valid until
 *                   their bytes leave the queue. libuv does not write to them.
 * @param max        Capacity of @p out.
 * @param[out] total Number of bytes described; may be NULL.
 * @return Number of pieces. Cost: O(segments from @p offset to the nearer end, and filled in); 0 allocations.
 */
BYTES_API unsigned bytes_uv_bufs(const BytesQueue *queue, size_t offset, uv_buf_t *out, unsigned max, size_t *total);

/** @} */
/** @name Lending read buffers
 * A lender, one per loop, keeps a read buffer that its streams take turns with, so that an idle connection owns none.
 *
 * A stream has the buffer while it reads and while the callback consumes. Then:
 *  - if no bytes are left, the buffer goes back;
 *  - if the bytes left are at least 1/`multiple` of the block, the stream keeps the buffer, and reads on into it;
 *  - if they are fewer, they move to a small buffer of twice their length, and the large one goes back. The next read
 *    moves them back into a lent buffer if the last read was at least as large as they are; otherwise it goes on in the
 *    small one, which grows. So each byte moves amortised O(1) times, also for a peer that sends byte by byte.
 *
 * What moves is reported to the allocator's `copied`.
 * @{ */

/** A source of read buffers. */
typedef struct BytesUvLender {
    size_t multiple;            /**< Settable, 4 at first: see above. 0: bytes that are left keep the buffer. */
    BytesAllocator *allocator_; /**< Private. */
    size_t block_size_;         /**< Private. */
    BytesMut idle_;             /**< Private. */
} BytesUvLender;

/**
 * Make a lender.
 *
 * @param allocator  Of the buffers; NULL: malloc. Must outlive the lender and every view of what was read.
 * @param block_size Capacity of a buffer; 0: 64 KiB.
 * @param[out] out   The lender.
 * Cost: nothing is allocated before it is needed.
 */
BYTES_API void bytes_uv_lender_init(BytesAllocator *allocator, size_t block_size, BytesUvLender *out);

/** Drop the buffer that is not lent. The lender can be used again. */
BYTES_API void bytes_uv_lender_drop(BytesUvLender *self);

/**
 * Lend a buffer. Readers do this by themselves; for responses that are written in turns it is as useful.
 *
 * It begins at the front of its block if no view of that block is left; else it is what the views leave, while that is
 * a quarter of the block or more; else a fresh block.
 *
 * @param self     The lender.
 * @param[out] out An empty buffer with capacity; overwritten (not dropped).
 * @retval 0         Done. Cost: 0 allocations or 1.
 * @retval UV_ENOMEM Out of memory.
 */
BYTES_API BYTES_NODISCARD int bytes_uv_lender_lend(BytesUvLender *self, BytesMut *out);

/**
 * Give back a buffer that is not in use, as the rule above says.
 *
 * @param self   The lender.
 * @param buffer Its bytes stay in it, maybe elsewhere. Without bytes it becomes empty. Need not be a lent one.
 * Cost: at most `1/multiple` of the block copied, and 1 allocation then; without memory for that the buffer stays.
 */
BYTES_API void bytes_uv_lender_settle(BytesUvLender *self, BytesMut *buffer);

/** @} */
/** @name Reading
 * @{ */

/** Reads a stream into a `BytesMut`. */
typedef struct BytesUvReader BytesUvReader;

/**
 * Called when something was read, or when reading has ended.
 *
 * @param reader The reader. Consume from `reader->in` with bytes_mut_split_freeze(), bytes_mut_advance() and the like;
 *               what is left is there at the next call, followed by what was read then.
 * @param result One of:
 *  - positive: so many bytes have been appended to `reader->in`;
 *  - 0: nothing new was read, but the writer that held the reader back (bytes_uv_writer_hold_back()) is low again, and
 *    `reader->in` has bytes that were left;
 *  - `UV_EOF`: the peer sends no more. Reading has ended; `reader->in` has what was left;
 *  - `UV_ENOBUFS`: there was no memory to read into. Reading has stopped and nothing is lost: bytes_uv_reader_start()
 *    tries again;
 *  - any other negative code, as `UV_ECONNRESET`: reading has ended.
 */
typedef void BytesUvRead(BytesUvReader *reader, ssize_t result);

/**
 * Reads a stream into a `BytesMut`.
 *
 * With a lender the buffer is lent for each read. Without one the reader has its own, and adapts how much it reads
 * into: it starts at `read_min`; a read that fills the buffer doubles it, up to `read_max`; 8 reads in a row that
 * bring less than a quarter halve it, down to `read_min`, and a block that is larger than needed is then given back.
 */
struct BytesUvReader {
    BytesMut in;            /**< What was read and not consumed. Without a lender the caller may supply it before start,
                                 bytes_mut_with_capacity_in() for instance, to choose its allocator. */
    size_t need;            /**< Settable: the next read gets capacity for at least this many bytes, as for the rest
                                 of a message whose length is known; 0 again after a read. While it is set, bytes that
                                 are left keep their buffer. Memory then follows this number and not what arrives:
                                 bound it, by a multiple of `in.len` for instance. */
    size_t read_min;        /**< Settable before start, 2 KiB at first. */
    size_t read_max;        /**< Settable before start, 64 KiB at first. */
    void *data;             /**< The caller's. */
    uv_stream_t *stream_;   /**< Private. */
    BytesUvLender *lender_; /**< Private. */
    BytesUvRead *on_read_;  /**< Private. */
    size_t read_size_;      /**< Private. Between read_min and read_max. */
    size_t last_;           /**< Private. What the last read brought. */
    unsigned small_reads_;  /**< Private. In a row. */
    unsigned holds_;        /**< Private. Writers that are high. */
    bool wanted_;           /**< Private. The caller wants to read. */
    bool reading_;          /**< Private. libuv reads. */
    bool shrink_;           /**< Private. The block may be too large. */
};

/**
 * Make a reader for a stream.
 *
 * @param stream   Initialised, connected or not. Its `data` belongs to the reader from now on: use that of the reader.
 * @param lender   Must outlive the reader; NULL: the reader has its own buffer.
 * @param on_read  Called for each read.
 * @param[out] out The reader: keep it in place.
 */
BYTES_API void bytes_uv_reader_init(uv_stream_t *stream, BytesUvLender *lender, BytesUvRead *on_read,
                                    BytesUvReader *out);

/**
 * Read, or go on reading after bytes_uv_reader_stop() or `UV_ENOBUFS`. Nothing happens if it reads already.
 *
 * Bytes that were left in `in` are not announced again: handle them first.
 *
 * @param self The reader.
 * @return 0, or what uv_read_start() returns: `UV_EINVAL` if the stream is closing, `UV_ENOTCONN` if it is not
 *         connected. Cost: 0 allocations by this library.
 */
BYTES_API BYTES_NODISCARD int bytes_uv_reader_start(BytesUvReader *self);

/** Stop reading: there is no callback until bytes_uv_reader_start(). Nothing happens if it does not read. */
BYTES_API void bytes_uv_reader_stop(BytesUvReader *self);

/** Stop, drop the bytes that are left and give back the buffer. Not before the callback of uv_close(), if the stream
 * was started. Dropping twice does nothing. Cost: as bytes_mut_drop(). */
BYTES_API void bytes_uv_reader_drop(BytesUvReader *self);

/** @} */

#ifdef __cplusplus
}
#endif

#endif
