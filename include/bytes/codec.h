/* SPDX-License-Identifier: MIT */
/**
 * @file codec.h
 * Messages in a stream of bytes: length-delimited frames, netstrings, lines, and text between delimiters.
 *
 * A decoder takes one message off the front of a buffer or queue, wherever the stream was cut by its reads:
 *
 *     const BytesFrameFormat format = {.width = 4, .skip = BYTES_SKIP_HEADER, .maximum = 1 << 20};
 *     size_t need = 0;
 *     do {
 *         while ((result = bytes_mut_next_frame(&in, &format, &frame, &need)) == 1) {
 *             handle(&frame);                                          // a view: nothing was copied
 *         }
 *         size = bytes_mut_read_size(&in, need, 65536);
 *     } while (result == 0 && (error = bytes_mut_read_fd(&in, fd, size, &count)) == 0 && count != 0);
 *
 * It returns 1 and the message; or 0 if more bytes are needed, and has consumed nothing; or a negative error. What a
 * peer claims costs nothing: a decoder allocates nothing on account of a length, and a claim above the maximum is an
 * error as soon as it can be read. The results do not depend on where the stream was cut.
 *
 * ### Which buffer to read with
 *
 * | messages                                 | read into                    | a message is | bytes copied           |
 * |------------------------------------------|------------------------------|--------------|------------------------|
 * | that mostly fit a read block             | `BytesMut`                   | one view     | at the end of a block  |
 * | of any size, needed contiguous           | `BytesMut`                   | one view     | each at most once      |
 * | of any size, written, forwarded, counted | `BytesQueue`                 | a queue      | none                   |
 * | of less than 500 bytes, kept for long    | either, with `copy_below`    | a copy       | each once              |
 *
 * - **Block size**: 64 KiB for bulk data, 16 KiB for many connections of small messages. Idle connections need no block
 *   at all, see pool.h and uv.h.
 * - **How much to reserve** before a read: bytes_mut_read_size(). Share of the bytes that was copied, with frames of
 *   300 kB and reads of 64 KiB (tests/unit/codec_reads.c):
 *
 *   | reserved before each read                               | frames dropped at once | the last 4 kept |
 *   |---------------------------------------------------------|------------------------|-----------------|
 *   | `bytes_mut_read_size(&in, need, block)`                 | 0.1 %                  | 21.8 %          |
 *   | the same with a `need` of at most `in.len`              | 48.6 %                 | 91.9 %          |
 *   | a block                                                 | 64.3 %                 | 119.9 %         |
 *   | a block of a queue; frames are queues                   | 0 %                    | 0 %             |
 *   | a block of a queue; then bytes_queue_split_view()       | 100 %                  | 100 %           |
 *
 *   The second row is for peers that are not trusted with `maximum` bytes of memory for a header: what is reserved is
 *   at most as much as has been received.
 * - **What is kept** pins its block. Copy small messages with `copy_below`, about 500: up to there copying is cheaper
 *   than counting. For views kept long, bytes_compact() with a `multiple` of 4 bounds the memory held to 4 times what
 *   is shown; with 64 KiB blocks it copies what is shorter than 16 KiB.
 */
#ifndef BYTES_CODEC_H
#define BYTES_CODEC_H

#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/number.h>
#include <bytes/queue.h>
#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How much to reserve before the next read into a buffer that is decoded: so much that a message moves once at most,
 * and that a read is worth its system call.
 *
 * @param need  What a decoder returned as missing; 0 if unknown.
 * @param block The usual size of a read.
 * @return The larger of both; only @p need, but at least 1, if the buffer has a block of bytes or more. Cost: nothing.
 */
BYTES_API BYTES_NODISCARD size_t bytes_mut_read_size(const BytesMut *self, size_t need, size_t block);

/** @name Length-delimited frames
 * A frame is a header that ends with the length field, and a body:
 *
 *     | `offset` bytes | length field | body: the field's value + `adjustment` bytes |
 *
 * | protocol               | format                                                              | a frame is         |
 * |------------------------|---------------------------------------------------------------------|--------------------|
 * | DNS over TCP           | `{.width = 2, .skip = BYTES_SKIP_HEADER, ...}`                      | the message        |
 * | PostgreSQL             | `{.offset = 1, .width = 4, .adjustment = -4, ...}`                  | type, length, body |
 * | MySQL                  | `{.width = 3, .length = BYTES_LENGTH_LE, .adjustment = 1, ...}`     | all of the packet  |
 * | HTTP/2                 | `{.width = 3, .adjustment = 6, ...}`                                | header and payload |
 * | protobuf, delimited    | `{.length = BYTES_LENGTH_LEB128, .skip = BYTES_SKIP_HEADER, ...}`   | the message        |
 * | netstrings             | `{.length = BYTES_LENGTH_NETSTRING, .skip = BYTES_SKIP_HEADER, ...}` | the string        |
 * @{ */

/** How a length field is written. */
enum BytesFrameLength {
    BYTES_LENGTH_BE = 0,      /**< `width` bytes, most significant first. */
    BYTES_LENGTH_LE,          /**< `width` bytes, least significant first. */
    BYTES_LENGTH_LEB128,      /**< 1 to 10 bytes, shortest form only. */
    BYTES_LENGTH_QUIC_VARINT, /**< 1, 2, 4 or 8 bytes, in any width that fits (RFC 9000, section 16). */
    BYTES_LENGTH_NETSTRING    /**< Decimal digits without leading zeros, a colon; and a comma after the body. */
};

/** As BytesFrameFormat::skip: all that precedes the body, and the comma of a netstring. */
#define BYTES_SKIP_HEADER SIZE_MAX

/** A length-delimited format. Plain data; what is not named in an initialiser is 0. */
typedef struct BytesFrameFormat {
    size_t offset;                /**< Bytes in front of the length field. 0 for netstrings. */
    size_t width;                 /**< Bytes of the field, 1 to 8, in #BYTES_LENGTH_BE and #BYTES_LENGTH_LE; else 0. */
    enum BytesFrameLength length; /**< How the field is written. */
    int64_t adjustment;           /**< Added to the field's value for the size of the body: negative if the value counts
                                  bytes of the header too, positive if not all of the body. 0 for netstrings. */
    size_t skip;                  /**< Bytes at the beginning of a frame that decoding drops, or #BYTES_SKIP_HEADER. */
    size_t maximum;               /**< The most bytes of a body, after the adjustment; on encoding too. At least 1. */
    size_t copy_below; /**< Frames shorter than this, after skipping, are decoded into storage of their own, from
                                  the buffer's allocator, so that they pin nothing. 0: none. About 500 is where copying
                                  becomes dearer than counting. */
} BytesFrameFormat;

/**
 * Check a format. The functions below check it too: this is for formats that come from a configuration.
 *
 * @retval 0            It is valid.
 * @retval BYTES_EINVAL A width that is not as stated, `maximum` is 0, or header and maximum exceed a `size_t`; or a
 *                      netstring with an offset or an adjustment.
 */
BYTES_API BYTES_NODISCARD int bytes_frame_format_check(const BytesFrameFormat *format);

/**
 * Take the next frame off the front of a buffer, as a view.
 *
 * After an error the stream has no more frames: where the next one begins is unknown. If the compiler knows the format,
 * a `static const` object, this is inline and takes a few instructions.
 *
 * @param self      Keeps the bytes after the frame, and the spare capacity.
 * @param[out] out  The frame, without the bytes to skip; written only if the result is 1.
 * @param[out] need How many bytes are missing at least; written only if the result is 0. Exact once the length field is
 *                  complete.
 * @retval 1              A frame. Cost: 0 allocations, 0 atomics, 0 copies; below `copy_below` 1 allocation, and the
 *                        frame's bytes copied.
 * @retval 0              More bytes are needed.
 * @retval BYTES_EMSGSIZE The body would be longer than the maximum.
 * @retval BYTES_EPROTO   Malformed: a negative size of the body, a frame shorter than `skip`, a LEB128 number that is
 *                        not in its shortest form or has more than 64 bits, a netstring without digits, with leading
 *                        zeros or without its comma.
 * @retval BYTES_EINVAL   The format is invalid.
 * @retval BYTES_ENOMEM   No memory for a copy below `copy_below`. Nothing was consumed: the next call tries again.
 */
BYTES_INLINE BYTES_NODISCARD int bytes_mut_next_frame(BytesMut *self, const BytesFrameFormat *format, Bytes *out,
                                                      size_t *need);

/**
 * Take the next frame off the front of a queue, as a queue: 0 copies, however large it is.
 *
 * @param self      Keeps the bytes after the frame, and the tail's spare capacity.
 * @param[out] out  The frame, in a queue with the same settings; written only if the result is 1.
 * @param[out] need See bytes_mut_next_frame().
 * @return See bytes_mut_next_frame(). #BYTES_ENOMEM also if the frame has more segments than a queue has room for in
 *         itself. Cost: that of bytes_queue_split_to(), and of bytes_queue_advance() by the bytes to skip; a length
 *         field that spans segments is copied to be read.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_next_frame(BytesQueue *self, const BytesFrameFormat *format, BytesQueue *out,
                                                     size_t *need);

/**
 * Append a frame to a queue: a header, and the payload as its body.
 *
 * @param lead    The `offset` bytes in front of the length field; may be NULL if there are none.
 * @param payload The body, moved in; emptied on success.
 * @retval 0               Done. Cost: the header's bytes written to the tail, and bytes_queue_push_back().
 * @retval BYTES_EMSGSIZE  The body is longer than the maximum.
 * @retval BYTES_ERANGE    The length field cannot hold the size of the body less the adjustment.
 * @retval BYTES_EINVAL    The format is invalid, or @p lead is missing.
 * @retval BYTES_ENOMEM    Out of memory.
 * @retval BYTES_EOVERFLOW The queue's length would not fit a `size_t`.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_put_frame(BytesQueue *self, const BytesFrameFormat *format, const void *lead,
                                                    Bytes *payload);

/** bytes_queue_put_frame() with a queue as the body. @param payload Another queue; emptied on success. @return See
 * bytes_queue_put_frame(). Cost: the header's bytes written to the tail, and bytes_queue_append(). */
BYTES_API BYTES_NODISCARD int bytes_queue_put_frame_queue(BytesQueue *self, const BytesFrameFormat *format,
                                                          const void *lead, BytesQueue *payload);

/**
 * Append a frame to a buffer by copying its body.
 *
 * @param lead Not bytes of the buffer.
 * @param data Not bytes of the buffer.
 * @return As bytes_queue_put_frame(). Cost: the frame's bytes written, and bytes_mut_reserve().
 */
BYTES_API BYTES_NODISCARD int bytes_mut_put_frame(BytesMut *self, const BytesFrameFormat *format, const void *lead,
                                                  const void *data, size_t len);

/**
 * Begin a frame at the end of a buffer: append a header whose length bytes_mut_end_frame() fills in. Append the body in
 * between, and nothing else; frames may be nested. To abandon the frame, truncate the buffer to its length from before.
 *
 * @param lead      See bytes_queue_put_frame(). Not bytes of the buffer.
 * @param[out] mark Where the body begins; for bytes_mut_end_frame().
 * @return 0; #BYTES_EINVAL, #BYTES_ENOMEM or #BYTES_EOVERFLOW. Cost: the header's bytes written, in a width that holds
 *         the length of the longest body; and bytes_mut_reserve().
 */
BYTES_API BYTES_NODISCARD int bytes_mut_begin_frame(BytesMut *self, const BytesFrameFormat *format, const void *lead,
                                                    size_t *mark);

/**
 * End a frame: fill in the length of what was appended since bytes_mut_begin_frame().
 *
 * @retval 0              Done. Cost: nothing where the length field has a fixed width, or is a QUIC varint. Else the
 *                        field shrinks to its own width, and the body is moved up to it: its bytes are copied.
 * @retval BYTES_EMSGSIZE The body is longer than the maximum.
 * @retval BYTES_ERANGE   The length field cannot hold the size of the body less the adjustment.
 * @retval BYTES_EINVAL   The format is invalid, or no frame can have begun at @p mark.
 * @retval BYTES_ENOMEM   No memory for the comma of a netstring.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_end_frame(BytesMut *self, const BytesFrameFormat *format, size_t mark);

/** Make a frame of all of a buffer's bytes: prepend the header. @param lead See bytes_queue_put_frame(). Not bytes of
 * the buffer. @return See bytes_queue_put_frame(). Cost: that of bytes_mut_prepend(): the header's bytes written, and
 * nothing else if there is headroom. */
BYTES_API BYTES_NODISCARD int bytes_mut_prepend_frame(BytesMut *self, const BytesFrameFormat *format, const void *lead);

/** @} */
/** @name Lines and delimiters
 * @{ */

/**
 * A decoder of lines: its settings, and how far it has searched. One for each stream. What is not named in an
 * initialiser is 0: `BytesLines lines = {.maximum = 8192};`.
 *
 * A line ends with LF or CRLF, which do not belong to it; a CR elsewhere does. With `delimiters` it ends with any one
 * of these bytes instead.
 */
typedef struct BytesLines {
    size_t maximum;       /**< The most bytes of a line, without its end. At least 1. */
    size_t copy_below;    /**< See BytesFrameFormat::copy_below. */
    BytesSpan delimiters; /**< Borrowed. Empty: LF and CRLF. */
    uint8_t delimiter;    /**< The byte that ended the last line. Read it after a result of 1. */
    bool skips_;          /**< Private. Inside a line that was too long. */
    size_t searched_;     /**< Private. Bytes at the front without a delimiter. */
} BytesLines;

/**
 * Take the next line off the front of a buffer, as a view.
 *
 * Each byte is searched once, however the stream was cut: the decoder remembers how far it got. So nothing else may
 * take bytes off the front in between; if something must, start with a new decoder.
 *
 * @param self     Keeps the bytes after the line's end, and the spare capacity.
 * @param[out] out The line, without its end; written only if the result is 1.
 * @retval 1              A line. Cost: 0 allocations, 0 atomics, 0 copies; below `copy_below` 1 allocation, and the
 *                        line's bytes copied.
 * @retval 0              The end of the line has not come yet.
 * @retval BYTES_EMSGSIZE A line is longer than the maximum: reported once, as soon as it is known. Its bytes are
 *                        dropped, now and as they come; the next line is decoded as usual.
 * @retval BYTES_EINVAL   The maximum is 0.
 * @retval BYTES_ENOMEM   No memory for a copy below `copy_below`. Nothing was consumed: the next call tries again.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_next_line(BytesMut *self, BytesLines *lines, Bytes *out);

/** bytes_mut_next_line() where no more bytes will come: after the last line that has an end, what is left is a line
 * too, with a `delimiter` of 0. Call it until it returns 0, which leaves @p self empty and the decoder as new. */
BYTES_API BYTES_NODISCARD int bytes_mut_last_line(BytesMut *self, BytesLines *lines, Bytes *out);

/** bytes_mut_next_line() off the front of a queue, as a queue with the same settings: 0 copies, however long it is.
 * @return Also #BYTES_ENOMEM if the line has more segments than a queue has room for in itself. Cost: that of
 * bytes_queue_split_to(), and of bytes_queue_advance() by the line's end. */
BYTES_API BYTES_NODISCARD int bytes_queue_next_line(BytesQueue *self, BytesLines *lines, BytesQueue *out);

/** bytes_queue_next_line() where no more bytes will come, see bytes_mut_last_line(). */
BYTES_API BYTES_NODISCARD int bytes_queue_last_line(BytesQueue *self, BytesLines *lines, BytesQueue *out);

/** @} */

#include <bytes/impl/codec.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
