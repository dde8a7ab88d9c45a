/* SPDX-License-Identifier: MIT */
/*
 * The system calls of src/fd.c, which the linker sends here: they are counted, and a script says what each transfers at
 * most, or how it fails. Programs that include this are linked with --wrap, see meson.build.
 */
#ifndef BYTES_TESTS_UNIT_FD_CALLS_H
#define BYTES_TESTS_UNIT_FD_CALLS_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>

/* glibc gives calls with offsets of 64 bits names of their own. */
#if defined(__GLIBC__) && defined(_FILE_OFFSET_BITS) && _FILE_OFFSET_BITS == 64
#define FD_REAL(name) __real_##name##64
#define FD_WRAP(name) __wrap_##name##64
#else
#define FD_REAL(name) __real_##name
#define FD_WRAP(name) __wrap_##name
#endif

enum { FD_SCRIPT_MAX = 8 };

typedef struct FdCalls {
    size_t made;                /* those that were interrupted included */
    size_t most_pieces;         /* of one call */
    size_t largest;             /* bytes that one call asked for */
    size_t at_most;             /* bytes that each call transfers; 0: any number */
    bool pretends;              /* a call transfers what it was asked for, without looking at it */
    long script[FD_SCRIPT_MAX]; /* for the calls one by one: bytes at most, or a negated errno */
    size_t scripted;            /* entries in the script */
    size_t done;                /* of them used up */
} FdCalls;

static _Thread_local FdCalls fd_calls; /* each thread has its own script */

static void fd_calls_reset(void)
{
    fd_calls = (FdCalls){0};
}

static void fd_calls_script(const long *results, size_t count)
{
    fd_calls_reset();
    memcpy(fd_calls.script, results, count * sizeof(*results));
    fd_calls.scripted = count;
}

/* Cut a request as the script says. False: the call returns *result at once. */
static bool fd_calls_plan(const struct iovec *asked, int count, struct iovec *cut, int *cut_count, ssize_t *result)
{
    size_t total = 0;
    size_t limit = fd_calls.at_most != 0 ? fd_calls.at_most : SIZE_MAX;
    for (int i = 0; i < count; i++) {
        total += asked[i].iov_len;
    }
    fd_calls.made++;
    fd_calls.most_pieces = (size_t)count > fd_calls.most_pieces ? (size_t)count : fd_calls.most_pieces;
    fd_calls.largest = total > fd_calls.largest ? total : fd_calls.largest;
    if (fd_calls.done < fd_calls.scripted) {
        const long step = fd_calls.script[fd_calls.done++];
        if (step <= 0) {
            errno = step != 0 ? (int)-step : errno;
            *result = step != 0 ? -1 : 0;
            return false;
        }
        limit = (size_t)step;
    }
    if (fd_calls.pretends) {
        *result = (ssize_t)total;
        return false;
    }
    *cut_count = 0;
    for (int i = 0; i < count && limit != 0; i++) {
        cut[i] = asked[i];
        cut[i].iov_len = asked[i].iov_len < limit ? asked[i].iov_len : limit;
        limit -= cut[i].iov_len;
        *cut_count = i + 1;
    }
    return true;
}

#define FD_PIECES(wrap, real, parameters, arguments)                                                                   \
    ssize_t real parameters;                                                                                           \
    ssize_t wrap parameters;                                                                                           \
    ssize_t wrap parameters                                                                                            \
    {                                                                                                                  \
        struct iovec cut[2048];                                                                                        \
        ssize_t result = 0;                                                                                            \
        if (!fd_calls_plan(pieces, count, cut, &count, &result)) {                                                     \
            return result;                                                                                             \
        }                                                                                                              \
        pieces = cut;                                                                                                  \
        return real arguments;                                                                                         \
    }

#define FD_BUFFER(wrap, real, parameters, arguments)                                                                   \
    ssize_t real parameters;                                                                                           \
    ssize_t wrap parameters;                                                                                           \
    ssize_t wrap parameters                                                                                            \
    {                                                                                                                  \
        struct iovec asked = {NULL, size};                                                                             \
        struct iovec cut = asked;                                                                                      \
        int cut_count = 1;                                                                                             \
        ssize_t result = 0;                                                                                            \
        if (!fd_calls_plan(&asked, 1, &cut, &cut_count, &result)) {                                                    \
            return result;                                                                                             \
        }                                                                                                              \
        size = cut.iov_len;                                                                                            \
        return real arguments;                                                                                         \
    }

FD_BUFFER(__wrap_read, __real_read, (int fd, void *data, size_t size), (fd, data, size))
FD_BUFFER(__wrap_write, __real_write, (int fd, const void *data, size_t size), (fd, data, size))
FD_BUFFER(FD_WRAP(pread), FD_REAL(pread), (int fd, void *data, size_t size, off_t offset), (fd, data, size, offset))
FD_BUFFER(FD_WRAP(pwrite), FD_REAL(pwrite), (int fd, const void *data, size_t size, off_t offset),
          (fd, data, size, offset))
FD_PIECES(__wrap_readv, __real_readv, (int fd, const struct iovec *pieces, int count), (fd, pieces, count))
FD_PIECES(__wrap_writev, __real_writev, (int fd, const struct iovec *pieces, int count), (fd, pieces, count))
FD_PIECES(FD_WRAP(preadv), FD_REAL(preadv), (int fd, const struct iovec *pieces, int count, off_t offset),
          (fd, pieces, count, offset))
FD_PIECES(FD_WRAP(pwritev), FD_REAL(pwritev), (int fd, const struct iovec *pieces, int count, off_t offset),
          (fd, pieces, count, offset))

#endif
