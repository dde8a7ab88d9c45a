/* SPDX-License-Identifier: MIT */
/**
 * @file fd.h
 * Reading from and writing to file descriptors: files, pipes, sockets, terminals. POSIX only.
 *
 * A read appends to a buffer or a queue. A write takes the bytes it has written off the front of a view, a buffer or a
 * queue. Neither copies a byte:
 *
 *     error = bytes_mut_read_fd(&in, socket, 16384, &count);   // count == 0: end of file
 *     ...
 *     error = bytes_queue_write_fd(&out, socket, &count);      // out.len != 0: wait until the socket is writable
 *
 * ### One result for each condition
 *
 * | condition                       | a read                                  | a write                               |
 * |---------------------------------|-----------------------------------------|---------------------------------------|
 * | bytes were transferred          | 0, and `*count` is their number         | 0, and `*count` is their number       |
 * | fewer than asked for            | 0; the call is not repeated             | goes on with the rest                 |
 * | end of file                     | 0, and `*count` is 0                    |                                       |
 * | nothing to write                |                                         | 0, `*count` is 0; no system call      |
 * | would block                     | #BYTES_EAGAIN                           | #BYTES_EAGAIN; 0 if some were written |
 * | interrupted by a signal (EINTR) | the call is repeated                    | the call is repeated                  |
 * | any other error                 | its negated errno value                 | the same; 0 if some were written      |
 * | out of memory                   | #BYTES_ENOMEM, before anything is read  | needs no memory                       |
 * | more pieces than IOV_MAX        |                                         | several system calls                  |
 * | more than 2 GiB                 | the first 2 GiB                         | several system calls                  |
 *
 * So an error means that nothing was transferred, and `*count` is unchanged. A write that an error stops after a part
 * of the bytes succeeds with the count of that part, and the next call meets the error. Errors that are not in
 * base.h are negated errno values as well; bytes_strerror() describes each.
 *
 * A write to a pipe or socket that nobody reads from any more returns #BYTES_EPIPE, but only in a program that ignores
 * SIGPIPE, `signal(SIGPIPE, SIG_IGN)`: by default that signal ends the process. MSG_NOSIGNAL is for sockets and for
 * sendmsg() only, so this header cannot ask for it; on systems that have SO_NOSIGPIPE a socket can be set to it.
 *
 * A call blocks as long as the descriptor does. The descriptor is the caller's: nothing here opens, closes or
 * configures one. Costs count the system calls that transfer; an interrupted one is one more.
 */
#ifndef BYTES_FD_H
#define BYTES_FD_H

#include <bytes/base.h>
#include <bytes/mut.h>
#include <bytes/queue.h>
#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** @name Reading
 * @{ */

/**
 * Read once, into all the spare capacity of a buffer.
 *
 * @param at_least Spare capacity to make sure of first, see bytes_mut_reserve(): what makes a system call worth its
 *                 price, or what a decoder still needs. Not 0.
 * @param[out] count Number of bytes appended; 0 at the end of the file.
 * @retval 0               Done, or the end of the file.
 * @retval BYTES_EAGAIN    Nothing to read now.
 * @retval BYTES_EINVAL    @p at_least is 0: an end of file could not be seen.
 * @retval BYTES_ENOMEM    Out of memory. Nothing was read: no byte is lost.
 * @retval BYTES_EOVERFLOW No object can be that large; nothing was read.
 * @return Else the negated errno of read(). Cost: that of bytes_mut_reserve(), and 1 system call.
 */
BYTES_API BYTES_NODISCARD int bytes_mut_read_fd(BytesMut *self, int fd, size_t at_least, size_t *count);

/** bytes_mut_read_fd() from an offset in a file, without moving its position. @return Also #BYTES_EOVERFLOW for an
 * offset that no file can have. */
BYTES_API BYTES_NODISCARD int bytes_mut_pread_fd(BytesMut *self, int fd, uint64_t offset, size_t at_least,
                                                 size_t *count);

/**
 * Read once, into the rest of a queue's tail and the next block of it: none of the tail's spare capacity is given up.
 *
 * @param at_least Capacity to make sure of first, see bytes_queue_reserve_iovecs(). Not 0.
 * @param[out] count Number of bytes appended; 0 at the end of the file.
 * @return See bytes_mut_read_fd(). Cost: that of bytes_queue_reserve_iovecs(), and 1 system call.
 */
BYTES_API BYTES_NODISCARD int bytes_queue_read_fd(BytesQueue *self, int fd, size_t at_least, size_t *count);

/** bytes_queue_read_fd() from an offset in a file, without moving its position. Reads into one piece only where the
 * system has no preadv(). @return Also #BYTES_EOVERFLOW for an offset that no file can have. */
BYTES_API BYTES_NODISCARD int bytes_queue_pread_fd(BytesQueue *self, int fd, uint64_t offset, size_t at_least,
                                                   size_t *count);

/**
 * Read until the end of the file.
 *
 * Unlike elsewhere, what was read before an error stays in the buffer, so that no byte is lost: call again to go on.
 *
 * @param maximum The most bytes that the buffer may hold at the end, those that it has already included.
 * @retval 0            The end was reached.
 * @retval BYTES_EFBIG  There is more. The buffer has `maximum` + 1 bytes then (or what it had, if that was more).
 * @retval BYTES_EAGAIN Nothing to read now; not the end.
 * @retval BYTES_ENOMEM Out of memory.
 * @return Else the negated errno of read(). Cost: for a regular file at most 1 allocation, of the size of its rest, and
 *         2 system calls beside those that ask for that size; else amortised O(1) a byte, as bytes_mut_reserve().
 */
BYTES_API BYTES_NODISCARD int bytes_mut_read_fd_to_end(BytesMut *self, int fd, size_t maximum);

/** bytes_mut_read_fd_to_end() into a queue. Cost: 1 system call and 1 allocation for each 16 KiB or block of the tail,
 * whichever is larger; 0 copies. */
BYTES_API BYTES_NODISCARD int bytes_queue_read_fd_to_end(BytesQueue *self, int fd, size_t maximum);

/** @} */
/** @name Writing
 * Each writes until all is written, the descriptor would block, or there is an error. Cost: 0 allocations, 0 copies,
 * and advancing over what was written; 1 system call, and 1 more after each that wrote only a part.
 * @{ */

/**
 * Write a view.
 *
 * @param self       Keeps what was not written.
 * @param[out] count Number of bytes written.
 * @retval 0            Some bytes were written, or there were none to write.
 * @retval BYTES_EAGAIN Nothing can be written now.
 * @retval BYTES_EPIPE  Nobody reads any more; see above about SIGPIPE.
 * @return Else the negated errno of write().
 */
BYTES_API BYTES_NODISCARD int bytes_write_fd(Bytes *self, int fd, size_t *count);

/** bytes_write_fd() at an offset in a file, without moving its position. @return Also #BYTES_EOVERFLOW for an offset
 * that no file can have. */
BYTES_API BYTES_NODISCARD int bytes_pwrite_fd(Bytes *self, int fd, uint64_t offset, size_t *count);

/** Write a buffer. @param self Keeps what was not written. @return See bytes_write_fd(). */
BYTES_API BYTES_NODISCARD int bytes_mut_write_fd(BytesMut *self, int fd, size_t *count);

/** bytes_mut_write_fd() at an offset in a file, without moving its position. @return See bytes_pwrite_fd(). */
BYTES_API BYTES_NODISCARD int bytes_mut_pwrite_fd(BytesMut *self, int fd, uint64_t offset, size_t *count);

/** Write a queue: up to 256 of its pieces (or IOV_MAX, if that is fewer) with each system call.
 * @param self Keeps what was not written. @return See bytes_write_fd(). */
BYTES_API BYTES_NODISCARD int bytes_queue_write_fd(BytesQueue *self, int fd, size_t *count);

/** bytes_queue_write_fd() at an offset in a file, without moving its position. One system call for each piece where the
 * system has no pwritev(). @return See bytes_pwrite_fd(). */
BYTES_API BYTES_NODISCARD int bytes_queue_pwrite_fd(BytesQueue *self, int fd, uint64_t offset, size_t *count);

/** @} */

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
