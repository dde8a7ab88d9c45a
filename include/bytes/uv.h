/* SPDX-License-Identifier: MIT */
/**
 * @file uv.h
 * libuv streams, datagrams and worker threads on `Bytes`, `BytesMut` and `BytesQueue`: the library `bytes-uv`
 * (pkg-config: libbytes-uv), for libuv 1.44 and later. <bytes/bytes.h> does not include this header.
 *
 * An echo server with backpressure; nothing is copied:
 *
 *     static void on_read(BytesUvReader *reader, ssize_t result)
 *     {
 *         Connection *connection = reader->data;
 *         if (result < 0) {
 *             connection_close(connection);
 *             return;
 *         }
 *         Bytes view = bytes_mut_split_freeze(&reader->in, reader->in.len);
 *         if (bytes_queue_push_back(&connection->writer.queue, &view) != 0 ||
 *             bytes_uv_writer_flush(&connection->writer) != 0) {
 *             bytes_drop(&view);
 *             connection_close(connection);
 *         }
 *     }
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

#include <bytes/impl/begin.inl>

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
 * @return Number of pieces. Cost: O(log segments, and pieces filled in); 0 allocations.
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
 *  - positive: the number of bytes that have been appended to `reader->in`;
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
    /** What was read and not consumed. Without a lender the caller may supply it before start, to choose its allocator:
     * bytes_mut_with_capacity_in(). */
    BytesMut in;
    /** Settable: the next read gets capacity for at least this many bytes, as for the rest of a message whose length is
     * known; 0 again after a read. While it is set, bytes that are left keep their buffer. Memory then follows this
     * number and not what arrives: bound it, by a multiple of `in.len` for instance. */
    size_t need;
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
/** @name Writing
 * Append to the writer's queue, then flush. Many small pieces that are flushed at once leave in one system call.
 *
 * A flush offers the queue to the system (uv_try_write(), 1024 pieces at a time). Where the system takes no more, one
 * uv_write() waits with the next 4 pieces, and the rest is offered when it completes. Bytes leave the queue, and their
 * views are dropped, when the system has taken them, when the stream fails, or in bytes_uv_writer_drop(): whichever
 * comes first, and once.
 *
 * A program that writes to sockets ignores SIGPIPE: libuv does not do it.
 * @{ */

/** Writes a queue to a stream. */
typedef struct BytesUvWriter BytesUvWriter;

/**
 * Called when libuv has written what was under way, and when writing has failed.
 *
 * @param writer The writer.
 * @param status One of:
 *  - 0: bytes have left, and what is still in the queue is under way again. A producer continues unless
 *    bytes_uv_writer_is_high(). A writer that was high always calls back once it is low, however it was drained;
 *  - negative: writing has failed, the queue has been dropped, and nothing more can be written. Reported once: here,
 *    unless a call of the program met the error and returned it.
 */
typedef void BytesUvProgress(BytesUvWriter *writer, int status);

/** Called once the sending side is shut down. @param writer The writer. @param status 0 or a negative code. */
typedef void BytesUvShutdown(BytesUvWriter *writer, int status);

/** Collects writers and flushes each once per turn of the loop. See bytes_uv_writer_flush_later(). */
typedef struct BytesUvBatch {
    uv_prepare_t prepare_;  /**< Private. First, so that it has the address of the batch. */
    BytesUvWriter *first_;  /**< Private. */
    uv_close_cb on_closed_; /**< Private. */
    bool closing_;          /**< Private. Once the writers are flushed. */
} BytesUvBatch;

/** Writes a queue to a stream. */
struct BytesUvWriter {
    /** What has not left. Append to it only (push_back, append, put...), and set its marks (of bytes, of memory held)
     * and its `pack_below`. The first `in_flight` bytes are libuv's: they must not be removed, nor coalesced. */
    BytesQueue queue;
    size_t in_flight;              /**< Bytes at the front of the queue that libuv is writing. Read-only. */
    void *data;                    /**< The caller's. */
    uv_stream_t *stream_;          /**< Private. */
    BytesUvProgress *on_progress_; /**< Private. */
    BytesUvShutdown *on_shutdown_; /**< Private. */
    BytesUvReader *reader_;        /**< Private. Held back while this is high. */
    BytesUvBatch *batch_;          /**< Private. That will flush this, or NULL. */
    BytesUvWriter *prev_;          /**< Private. In the batch. */
    BytesUvWriter *next_;          /**< Private. In the batch. */
    int error_;                    /**< Private. What the stream failed with. */
    bool held_;                    /**< Private. The mark was reached; on_progress is owed. */
    bool ending_;                  /**< Private. To be shut down once the queue is empty. */
    bool shut_;                    /**< Private. uv_shutdown() was called. */
    union {
        uv_write_t write;       /**< Private. */
        uv_shutdown_t shutdown; /**< Private. After all writes. */
    } request_;                 /**< Private. */
};

/**
 * Make a writer for a stream.
 *
 * @param stream      Initialised, connected or not: what is written before it is connected waits.
 * @param allocator   Of the queue; NULL: malloc. See bytes_queue_init().
 * @param tail_size   Of the queue. See bytes_queue_init().
 * @param on_progress May be NULL.
 * @param[out] out    The writer: keep it in place.
 */
BYTES_API void bytes_uv_writer_init(uv_stream_t *stream, BytesAllocator *allocator, size_t tail_size,
                                    BytesUvProgress *on_progress, BytesUvWriter *out);

/**
 * Hold a reader back while the writer is high: it stops reading when a flush, now or later, finds the queue high, and
 * resumes when the queue is low. Bytes that were left in its `in` are announced first, with a result of 0: so requests
 * that came together with others are not forgotten.
 *
 * The callback of the reader stops consuming when bytes_uv_writer_is_high().
 *
 * @param self   The writer. Nothing has been flushed yet.
 * @param reader Of the same stream, or of the one that is forwarded. Must stay in place as long as the writer is used.
 *               Several writers may hold one reader back.
 */
BYTES_API void bytes_uv_writer_hold_back(BytesUvWriter *self, BytesUvReader *reader);

/**
 * Write the queue, as far as the system takes it now; the rest follows without further calls.
 *
 * While the queue is high, its last pieces go through uv_write() even if the system would take them at once: the
 * callback of that comes from the loop. So a producer that stopped at the mark is always resumed, and from the loop.
 *
 * @param self The writer.
 * @retval 0            Written, or under way. Cost: 1 system call for up to 1024 pieces, and 2 more when the system
 *                      does not take all; 0 allocations, 0 copies; libuv allocates nothing either.
 * @retval UV_ECANCELED The stream is closing. What is not in flight is dropped.
 * @retval UV_EPIPE     Or another code of the stream; UV_EPIPE also for what is appended after shutdown. The queue is
 *                      dropped; later calls return the same.
 */
BYTES_API BYTES_NODISCARD int bytes_uv_writer_flush(BytesUvWriter *self);

/**
 * Write the first bytes of a buffer after those of the queue: for output that is formatted into a buffer that streams
 * take turns with (bytes_uv_lender_lend()).
 *
 * Where nothing waits and the queue would not be high, the bytes go to the system straight from the buffer. What it
 * does not take, or all of them otherwise, is split off and pushed (bytes_queue_push_back()), and flushed. So with a
 * `compact_multiple` of the queue a small rest is copied, and does not hold the buffer's block.
 *
 * @param self  The writer.
 * @param from  Loses the bytes, whatever is returned; keeps its storage.
 * @param count Aborts if it is above `from->len`.
 * @retval 0         Written, or under way. Cost: 0 allocations, 0 atomics and 1 system call if the system takes all;
 *                   otherwise bytes_queue_push_back() and bytes_uv_writer_flush() too.
 * @retval UV_ENOMEM There was no memory to queue the rest. The stream has failed: a part may have been written.
 * @retval UV_EPIPE  Or another code: as bytes_uv_writer_flush().
 */
BYTES_API BYTES_NODISCARD int bytes_uv_writer_write(BytesUvWriter *self, BytesMut *from, size_t count);

/**
 * Flush once, before the loop waits for events: for pieces that come from many callbacks of one turn, as results of
 * workers do. A reader is held back at once if the queue is high. An error is reported to `on_progress`.
 *
 * @param self  The writer. Nothing happens if it is in a batch already.
 * @param batch Of the stream's loop. Must outlive the writer's use.
 */
BYTES_API void bytes_uv_writer_flush_later(BytesUvWriter *self, BytesUvBatch *batch);

/** True if a producer should stop: the queue is high, or was at a flush and is not low yet, or writing has failed. See
 * bytes_queue_is_high() and bytes_queue_is_low(); bytes in flight count. Cost: O(1). */
BYTES_API bool bytes_uv_writer_is_high(const BytesUvWriter *self);

/**
 * Treat the queue as high until it is low, whatever `high` is: for a limit of the program's own, as a number of
 * responses. The next flush then leads to `on_progress`. Nothing happens if the queue is low.
 */
BYTES_API void bytes_uv_writer_hold(BytesUvWriter *self);

/**
 * Flush, and shut the sending side down after the last byte. Nothing can be appended after this.
 *
 * @param self        The writer.
 * @param on_shutdown Called from the loop; not if writing fails first (then `on_progress` is), nor after uv_close().
 *                    May be NULL.
 * @return As bytes_uv_writer_flush(); or what uv_shutdown() returns, as `UV_ENOTCONN`.
 */
BYTES_API BYTES_NODISCARD int bytes_uv_writer_shutdown(BytesUvWriter *self, BytesUvShutdown *on_shutdown);

/** Drop the queue and leave the batch. Not before the callback of uv_close(), if anything was written. Dropping twice
 * does nothing. Cost: as bytes_queue_drop(). */
BYTES_API void bytes_uv_writer_drop(BytesUvWriter *self);

/**
 * Make a batch.
 *
 * @param loop     Its loop.
 * @param[out] out The batch: keep it in place. It keeps the loop alive only while a writer waits.
 * @return 0, or what uv_prepare_init() returns.
 */
BYTES_API BYTES_NODISCARD int bytes_uv_batch_init(uv_loop_t *loop, BytesUvBatch *out);

/** Close, once the writers that wait have been flushed from the loop. Nothing may be added any more. @param self The
 * batch. @param on_closed See uv_close(): the handle has the address of the batch. May be NULL. */
BYTES_API void bytes_uv_batch_close(BytesUvBatch *self, uv_close_cb on_closed);

/** @} */
/** @name Datagrams
 * Where the handle was made with `UV_UDP_RECVMMSG` (uv_udp_init_ex()) and the system has recvmmsg(), up to 20 datagrams
 * are received by one system call into one block: libuv gives each 64 KiB of it, of which only the pages that are
 * written take memory. Elsewhere one call receives one datagram, and they are adjacent in the block.
 *
 * A datagram that is kept pins its block: bytes_compact() what is kept for long.
 * @{ */

/** Receives datagrams. */
typedef struct BytesUvUdp BytesUvUdp;

/**
 * Called for each datagram, and for errors.
 *
 * @param udp      The receiver.
 * @param status   One of:
 *  - 0: a datagram. It is whole: the buffer is never smaller than the largest;
 *  - `UV_ENOBUFS`: there was no memory to receive into. Receiving has stopped; bytes_uv_udp_start() tries again;
 *  - any other code: an error of the socket, as `UV_ECONNREFUSED` after a datagram that was sent. Receiving goes on.
 * @param datagram To be moved out of if it is wanted; else dropped after the callback, without an atomic. May be empty:
 *                 datagrams may.
 * @param from     The sender, valid during the callback; NULL with an error.
 */
typedef void BytesUvDatagram(BytesUvUdp *udp, int status, Bytes *datagram, const struct sockaddr *from);

/** @copydoc BytesUvUdp */
struct BytesUvUdp {
    void *data;                    /**< The caller's. */
    uv_udp_t *handle_;             /**< Private. */
    BytesAllocator *allocator_;    /**< Private. */
    size_t block_size_;            /**< Private. */
    BytesMut block_;               /**< Private. Without bytes: what follows the last datagram. */
    BytesUvDatagram *on_datagram_; /**< Private. */
};

/** A datagram that is being sent. */
typedef struct BytesUvSend BytesUvSend;

/** Called once a datagram was sent, or was not. @param request The caller's again: it may be freed. @param status 0 or
 * a negative code; `UV_ECANCELED` if the handle was closed before. */
typedef void BytesUvSent(BytesUvSend *request, int status);

/** @copydoc BytesUvSend */
struct BytesUvSend {
    void *data;             /**< The caller's. */
    Bytes view_;            /**< Private. */
    BytesUvSent *then_;     /**< Private. */
    uv_udp_send_t request_; /**< Private. */
};

/**
 * Make a receiver.
 *
 * @param handle      Initialised, bound or not. Its `data` belongs to the receiver from now on.
 * @param allocator   Of the blocks; NULL: malloc. Must outlive the receiver and every datagram.
 * @param block_size  64 KiB for each datagram that is to be received at once, and for one at least; 0: for 20 with
 *                    recvmmsg(), else for 4.
 * @param on_datagram Called for each datagram.
 * @param[out] out    The receiver: keep it in place.
 */
BYTES_API void bytes_uv_udp_init(uv_udp_t *handle, BytesAllocator *allocator, size_t block_size,
                                 BytesUvDatagram *on_datagram, BytesUvUdp *out);

/** Receive, or resume receiving. @return 0, or what uv_udp_recv_start() returns. Cost: 1 allocation when datagrams
 * come; the block is used again when none of its datagrams is left. */
BYTES_API BYTES_NODISCARD int bytes_uv_udp_start(BytesUvUdp *self);

/** Stop receiving, also in the callback. Datagrams that were received together with the one of the callback are lost,
 * as datagrams may be. */
BYTES_API void bytes_uv_udp_stop(BytesUvUdp *self);

/** Drop the block. Not before the callback of uv_close(), if the receiver was started. Dropping twice does nothing. */
BYTES_API void bytes_uv_udp_drop(BytesUvUdp *self);

/**
 * Send a view as a datagram.
 *
 * @param handle  The socket. It need not have a receiver.
 * @param request In place until @p then; its `data` stays.
 * @param view    Emptied on success, and dropped once after @p then. May be empty.
 * @param to      The receiver's address; NULL if the socket is connected. Copied.
 * @param then    Called once, from the loop; may be NULL.
 * @return 0, or what uv_udp_send() returns; then nothing has changed. Cost: 0 allocations, 0 copies.
 */
BYTES_API BYTES_NODISCARD int bytes_uv_udp_send(uv_udp_t *handle, BytesUvSend *request, Bytes *view,
                                                const struct sockaddr *to, BytesUvSent *then);

/** @} */
/** @name Work on other threads
 * Views are handed to the threads of libuv (uv_queue_work()), and completed on the thread of the loop in the order of
 * their submission, whichever is finished first.
 *
 * To end a connection: bytes_uv_order_cancel() and uv_close(). The order, and what the callbacks need, stay in place
 * until the callback of uv_close() has come and `count` is 0.
 * @{ */

/** A view that is being worked on. Make it the first member of a structure for what the work needs and makes. */
typedef struct BytesUvTask BytesUvTask;

/**
 * The work, on a thread of libuv's pool.
 *
 * @param task  The task, for this thread alone until the work returns.
 * @param input What was submitted, for this thread alone too: it may be sliced and consumed, and what is left of it is
 *              passed to #BytesUvDone. Other handles to the same storage may be in use on other threads.
 */
typedef void BytesUvWork(BytesUvTask *task, Bytes *input);

/**
 * The completion, on the thread of the loop: once for each task.
 *
 * @param task   The caller's again: it may be freed or submitted anew.
 * @param input  To be moved out of if it is wanted, as by bytes_queue_push_back(); else dropped after the callback.
 * @param status 0: the work has been done. `UV_ECANCELED`: it has not, and will not be.
 */
typedef void BytesUvDone(BytesUvTask *task, Bytes *input, int status);

/** Tasks that are completed in order: one per connection, for instance. */
typedef struct BytesUvOrder {
    size_t max;             /**< Settable: of tasks that are not completed; 0: no limit. */
    size_t count;           /**< Tasks that are not completed. Read-only. */
    uv_loop_t *loop_;       /**< Private. */
    BytesUvTask *first_;    /**< Private. */
    BytesUvTask *last_;     /**< Private. If there is a first one. */
    BytesUvReader *reader_; /**< Private. Held back while this is full. */
    bool *dropped_;         /**< Private. Not NULL while tasks are being completed. */
    bool held_;             /**< Private. The reader is. */
    bool canceled_;         /**< Private. */
} BytesUvOrder;

/** @copydoc BytesUvTask */
struct BytesUvTask {
    void *data;           /**< The caller's. */
    Bytes input_;         /**< Private. */
    BytesUvOrder *order_; /**< Private. */
    BytesUvTask *next_;   /**< Private. */
    BytesUvWork *work_;   /**< Private. */
    BytesUvDone *done_;   /**< Private. */
    int status_;          /**< Private. */
    bool finished_;       /**< Private. */
    uv_work_t request_;   /**< Private. */
};

/** Make an order without tasks. @param loop Its loop. @param max See BytesUvOrder. @param[out] out The order: keep it
 * in place while it has tasks. */
BYTES_API void bytes_uv_order_init(uv_loop_t *loop, size_t max, BytesUvOrder *out);

/**
 * Hold a reader back while the order is full: until half of the tasks are completed. As bytes_uv_writer_hold_back();
 * the callback of the reader stops consuming when bytes_uv_order_is_full().
 *
 * @param self   The order, without tasks.
 * @param reader Must stay in place as long as the order has tasks. It may also be held back by writers.
 */
BYTES_API void bytes_uv_order_hold_back(BytesUvOrder *self, BytesUvReader *reader);

/** True if a producer should stop: the order has `max` tasks, or had them and still holds its reader back, or is
 * canceled. */
BYTES_API bool bytes_uv_order_is_full(const BytesUvOrder *self);

/**
 * Submit a view.
 *
 * @param order The order. `order->count` becomes 1 more.
 * @param task  In place until @p done; its `data` stays.
 * @param input Emptied on success. Its storage is counted with atomics from now on, see bytes_clone().
 * @param work  Called once, unless the task is canceled.
 * @param done  Called once.
 * @retval 0            Submitted. Cost: 0 allocations, 0 copies, 0 atomics, and that of uv_queue_work(): a lock and a
 *                      wake-up, so submit small messages in batches, as one view.
 * @retval UV_EAGAIN    There are `max` tasks. Nothing has changed.
 * @retval UV_ECANCELED The order was canceled. Nothing has changed.
 */
BYTES_API BYTES_NODISCARD int bytes_uv_work(BytesUvOrder *order, BytesUvTask *task, Bytes *input, BytesUvWork *work,
                                            BytesUvDone *done);

/** Cancel the tasks that no thread has begun, and accept no more. Every task is still completed, from the loop and in
 * order. A reader that was held back remains so. */
BYTES_API void bytes_uv_order_cancel(BytesUvOrder *self);

/** End an order without tasks: before its memory is freed, also in the callback of its last task. Aborts if there are
 * tasks. */
BYTES_API void bytes_uv_order_drop(BytesUvOrder *self);

/** @} */

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
