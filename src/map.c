/* SPDX-License-Identifier: MIT */
#if !defined(_WIN32)

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* madvise(), MAP_POPULATE; off_t of 64 bits follows below */
#endif
#define _FILE_OFFSET_BITS 64

#include <bytes/map.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bytes/adopt.h>

#include "storage_internal.h"

static void unmap(void *data, size_t len, void *context)
{
    (void)context;
    munmap(data, len); /* cannot fail: the range is one that mmap() made */
}

/* Advice is best effort: its errors say that the system knows better. */
static void advise(void *data, size_t len, unsigned advice)
{
    if ((advice & BYTES_MAP_SEQUENTIAL) != 0) {
        (void)posix_madvise(data, len, POSIX_MADV_SEQUENTIAL);
    }
    if ((advice & BYTES_MAP_RANDOM) != 0) {
        (void)posix_madvise(data, len, POSIX_MADV_RANDOM);
    }
#ifdef MADV_HUGEPAGE
    if ((advice & BYTES_MAP_HUGEPAGE) != 0) {
        (void)madvise(data, len, MADV_HUGEPAGE);
    }
#endif
    if ((advice & BYTES_MAP_WILLNEED) != 0) {
        (void)posix_madvise(data, len, POSIX_MADV_WILLNEED);
    }
}

/* The length of the range in the file, resolved and checked. */
static int check_range(int fd, uint64_t offset, size_t len, size_t *out)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return -errno;
    }
    const uint64_t size = status.st_size > 0 ? (uint64_t)status.st_size : 0;
    if (offset > size || (len != BYTES_MAP_TO_END && len > size - offset)) {
        return BYTES_ERANGE;
    }
    const uint64_t wanted = len != BYTES_MAP_TO_END ? len : size - offset;
    if (wanted > STORAGE_SIZE_MAX) {
        return BYTES_EOVERFLOW;
    }
    *out = (size_t)wanted;
    return 0;
}

int bytes_map_fd(int fd, uint64_t offset, size_t len, unsigned advice, Bytes *out)
{
    const int error = check_range(fd, offset, len, &len);
    if (error != 0) {
        return error;
    }
    if (len == 0) {
        *out = bytes_static(NULL, 0);
        return 0;
    }
    /* A mapping begins at a page; the view begins inside it. */
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t before = (size_t)(offset % page);
    if (len > STORAGE_SIZE_MAX - before) {
        return BYTES_EOVERFLOW;
    }
    int flags = MAP_SHARED;
#ifdef MAP_POPULATE
    if ((advice & BYTES_MAP_POPULATE) != 0) {
        flags |= MAP_POPULATE;
    }
#endif
    void *const data = mmap(NULL, before + len, PROT_READ, flags, fd, (off_t)(offset - before));
    if (data == MAP_FAILED) {
        return -errno;
    }
    advise(data, before + len, advice);
    Bytes view;
    const int adopted = bytes_adopt(data, before + len, BYTES_READ_ONLY, unmap, NULL, &view);
    if (adopted != 0) {
        munmap(data, before + len);
        return adopted;
    }
    bytes_advance(&view, before);
    *out = view;
    return 0;
}

bool bytes_is_mapped(const Bytes *self)
{
    void *context;
    return bytes_adopted_context(self, unmap, &context) == 0;
}

int bytes_map_file(const char *path, uint64_t offset, size_t len, unsigned advice, Bytes *out)
{
    int fd;
    do {
        fd = open(path, O_RDONLY | O_CLOEXEC);
    } while (fd < 0 && errno == EINTR);
    if (fd < 0) {
        return -errno;
    }
    const int error = bytes_map_fd(fd, offset, len, advice, out);
    close(fd);
    return error;
}

#endif
