/* SPDX-License-Identifier: MIT */
/* POSIX, and preadv() and pwritev(), which are not in it but nearly everywhere; offsets of 64 bits. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif

#include <bytes/fd.h>

#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "sizes.h"

/* POSIX guarantees 16 pieces; more are on the stack as long as 256 of them take 4 KiB of it. */
enum { PIECES_GUARANTEED = 16, PIECES_MAX = 256 };

/* What Linux transfers at most. More than SSIZE_MAX may be rejected, and more than INT_MAX is by some systems. */
#define TRANSFER_MAX ((size_t)0x7ffff000)

/* What is worth a system call when the size of the rest is unknown. */
enum { READ_STEP = 16384 };

/* Where to transfer: at a file's position, or at an offset. */
typedef struct Where {
    int fd;
    bool has_offset;
    uint64_t offset;
} Where;

static Where at_position(int fd)
{
    return (Where){fd, false, 0};
}

static Where at_offset(int fd, uint64_t offset)
{
    return (Where){fd, true, offset};
}

static bool is_valid(Where where)
{
    const off_t offset = (off_t)where.offset; /* cast: compared right below */
    return offset >= 0 && (uint64_t)offset == where.offset;
}

static int error_of(int number)
{
    return number == EWOULDBLOCK ? BYTES_EAGAIN : -number;
}

/* Cut a list of pieces to a total that one call may transfer; return how many are left. */
static int limit_total(struct iovec *pieces, int count, size_t maximum)
{
    for (int i = 0; i < count; i++) {
        if (pieces[i].iov_len >= maximum) {
            pieces[i].iov_len = maximum;
            return i + 1;
        }
        maximum -= pieces[i].iov_len;
    }
    return count;
}

/* One system call, repeated while a signal interrupts it: the number of bytes, or an error. */
static int read_pieces(Where where, struct iovec *pieces, int count, size_t *transferred)
{
    const off_t offset = (off_t)where.offset; /* cast: the caller has checked it */
    ssize_t n;
    do {
        if (where.has_offset) {
#ifdef BYTES_HAVE_PREADV
            n = count > 1 ? preadv(where.fd, pieces, count, offset)
                          : pread(where.fd, pieces[0].iov_base, pieces[0].iov_len, offset);
#else
            n = pread(where.fd, pieces[0].iov_base, pieces[0].iov_len, offset);
#endif
        } else {
            n = count > 1 ? readv(where.fd, pieces, count) : read(where.fd, pieces[0].iov_base, pieces[0].iov_len);
        }
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        return error_of(errno);
    }
    *transferred = (size_t)n;
    return 0;
}

/* The same for writing; BYTES_EAGAIN if a system writes nothing without an error, so that no caller waits in a loop. */
static int write_pieces(Where where, struct iovec *pieces, int count, size_t *transferred)
{
    const off_t offset = (off_t)where.offset; /* cast: the caller has checked it */
    ssize_t n;
    do {
        if (where.has_offset) {
#ifdef BYTES_HAVE_PREADV
            n = count > 1 ? pwritev(where.fd, pieces, count, offset)
                          : pwrite(where.fd, pieces[0].iov_base, pieces[0].iov_len, offset);
#else
            n = pwrite(where.fd, pieces[0].iov_base, pieces[0].iov_len, offset);
#endif
        } else {
            n = count > 1 ? writev(where.fd, pieces, count) : write(where.fd, pieces[0].iov_base, pieces[0].iov_len);
        }
    } while (n < 0 && errno == EINTR);
    if (n <= 0) {
        return n == 0 ? BYTES_EAGAIN : error_of(errno);
    }
    *transferred = (size_t)n;
    return 0;
}

/* Read into a buffer once, at most `maximum` bytes. */
static int read_mut(BytesMut *self, Where where, size_t at_least, size_t maximum, size_t *count)
{
    if (at_least == 0) {
        return BYTES_EINVAL;
    }
    if (!is_valid(where)) {
        return BYTES_EOVERFLOW;
    }
    int error = bytes_mut_reserve(self, at_least);
    if (error != 0) {
        return error;
    }
    const BytesSpare spare = bytes_mut_spare(self);
    struct iovec piece = {spare.data, size_min(spare.len, maximum)};
    size_t transferred = 0;
    error = read_pieces(where, &piece, 1, &transferred);
    if (error != 0) {
        return error;
    }
    bytes_mut_commit(self, transferred);
    *count = transferred;
    return 0;
}

/* Read into a queue once, at most `maximum` bytes. */
static int read_queue(BytesQueue *self, Where where, size_t at_least, size_t maximum, size_t *count)
{
    if (at_least == 0) {
        return BYTES_EINVAL;
    }
    if (!is_valid(where)) {
        return BYTES_EOVERFLOW;
    }
    struct iovec pieces[2];
    size_t used;
    int error = bytes_queue_reserve_iovecs(self, at_least, pieces, &used);
    if (error != 0) {
        return error;
    }
    size_t transferred = 0;
    error = read_pieces(where, pieces, limit_total(pieces, (int)used, maximum), &transferred);
    if (error != 0) {
        return error;
    }
    bytes_queue_commit(self, transferred);
    *count = transferred;
    return 0;
}

int bytes_mut_read_fd(BytesMut *self, int fd, size_t at_least, size_t *count)
{
    return read_mut(self, at_position(fd), at_least, TRANSFER_MAX, count);
}

int bytes_mut_pread_fd(BytesMut *self, int fd, uint64_t offset, size_t at_least, size_t *count)
{
    return read_mut(self, at_offset(fd, offset), at_least, TRANSFER_MAX, count);
}

int bytes_queue_read_fd(BytesQueue *self, int fd, size_t at_least, size_t *count)
{
    return read_queue(self, at_position(fd), at_least, TRANSFER_MAX, count);
}

int bytes_queue_pread_fd(BytesQueue *self, int fd, uint64_t offset, size_t at_least, size_t *count)
{
    return read_queue(self, at_offset(fd, offset), at_least, TRANSFER_MAX, count);
}

/* One more than may be held is read, to see whether there is more. */
static size_t left_to_read(size_t len, size_t maximum)
{
    const size_t left = maximum - len;
    return size_min(left != SIZE_MAX ? left + 1 : left, TRANSFER_MAX);
}

/* The size of the rest of a regular file and one byte more, in which the end of file is seen; 0 if unknown. Only a
 * hint: the file may change, and those of /proc have a size of 0. */
static size_t size_of_rest(int fd)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        return 0;
    }
    const off_t position = lseek(fd, 0, SEEK_CUR);
    if (position < 0 || status.st_size <= position) {
        return 0;
    }
    const uint64_t rest = (uint64_t)(status.st_size - position);
    return rest < TRANSFER_MAX ? (size_t)rest + 1 : TRANSFER_MAX;
}

int bytes_mut_read_fd_to_end(BytesMut *self, int fd, size_t maximum)
{
    size_t at_least = size_of_rest(fd);
    while (self->len <= maximum) {
        const size_t left = left_to_read(self->len, maximum);
        if (at_least == 0) {
            /* The last call reads nothing: while a byte is free, the buffer does not grow for it. */
            at_least = self->cap != self->len ? 1 : READ_STEP;
        }
        size_t count;
        const int error = read_mut(self, at_position(fd), size_min(at_least, left), left, &count);
        if (error != 0 || count == 0) {
            return error;
        }
        at_least = 0;
    }
    return BYTES_EFBIG;
}

int bytes_queue_read_fd_to_end(BytesQueue *self, int fd, size_t maximum)
{
    while (self->len <= maximum) {
        const size_t left = left_to_read(self->len, maximum);
        size_t count;
        const int error = read_queue(self, at_position(fd), size_min(READ_STEP, left), left, &count);
        if (error != 0 || count == 0) {
            return error;
        }
    }
    return BYTES_EFBIG;
}

/* Write contiguous bytes: 0 and how many were written, or an error if none was. */
static int write_span(Where where, BytesSpan span, size_t *count)
{
    if (!is_valid(where)) {
        return BYTES_EOVERFLOW;
    }
    size_t written = 0;
    while (written < span.len) {
        /* memcpy() rather than a cast: an iovec's address is not const. */
        struct iovec piece = {NULL, size_min(span.len - written, TRANSFER_MAX)};
        const uint8_t *const begin = span.data + written;
        memcpy(&piece.iov_base, &begin, sizeof(begin));
        size_t transferred = 0;
        const int error = write_pieces(where, &piece, 1, &transferred);
        if (error != 0 && written == 0) {
            return error;
        }
        if (error != 0) {
            break;
        }
        written += transferred;
        where.offset += transferred;
    }
    *count = written;
    return 0;
}

/* How many pieces one call takes. */
static size_t pieces_at_once(const BytesQueue *queue)
{
    if (bytes_queue_pieces(queue) <= PIECES_GUARANTEED) {
        return PIECES_GUARANTEED;
    }
    const long maximum = sysconf(_SC_IOV_MAX);
    if (maximum < PIECES_GUARANTEED) {
        return PIECES_GUARANTEED; /* the system does not say */
    }
    return maximum < PIECES_MAX ? (size_t)maximum : (size_t)PIECES_MAX;
}

static int write_queue(BytesQueue *self, Where where, size_t *count)
{
    if (!is_valid(where)) {
        return BYTES_EOVERFLOW;
    }
    struct iovec pieces[PIECES_MAX];
    const size_t at_once = pieces_at_once(self);
    size_t written = 0;
    while (self->len != 0) {
        const int used = (int)bytes_queue_iovecs(self, 0, pieces, at_once); /* cast: at most PIECES_MAX */
        size_t transferred = 0;
        const int error = write_pieces(where, pieces, limit_total(pieces, used, TRANSFER_MAX), &transferred);
        if (error != 0 && written == 0) {
            return error;
        }
        if (error != 0) {
            break;
        }
        bytes_queue_advance(self, transferred);
        written += transferred;
        where.offset += transferred;
    }
    *count = written;
    return 0;
}

static int write_view(Bytes *self, Where where, size_t *count)
{
    const int error = write_span(where, bytes_span(self), count);
    if (error == 0) {
        bytes_advance(self, *count);
    }
    return error;
}

static int write_mut(BytesMut *self, Where where, size_t *count)
{
    const int error = write_span(where, bytes_mut_span(self), count);
    if (error == 0) {
        bytes_mut_advance(self, *count);
    }
    return error;
}

int bytes_write_fd(Bytes *self, int fd, size_t *count)
{
    return write_view(self, at_position(fd), count);
}

int bytes_pwrite_fd(Bytes *self, int fd, uint64_t offset, size_t *count)
{
    return write_view(self, at_offset(fd, offset), count);
}

int bytes_mut_write_fd(BytesMut *self, int fd, size_t *count)
{
    return write_mut(self, at_position(fd), count);
}

int bytes_mut_pwrite_fd(BytesMut *self, int fd, uint64_t offset, size_t *count)
{
    return write_mut(self, at_offset(fd, offset), count);
}

int bytes_queue_write_fd(BytesQueue *self, int fd, size_t *count)
{
    return write_queue(self, at_position(fd), count);
}

int bytes_queue_pwrite_fd(BytesQueue *self, int fd, uint64_t offset, size_t *count)
{
    return write_queue(self, at_offset(fd, offset), count);
}
