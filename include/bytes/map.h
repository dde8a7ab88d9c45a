/* SPDX-License-Identifier: MIT */
/**
 * @file map.h
 * Files as views, without reading them: a file, or a range of it, is mapped, and unmapped by the last drop. POSIX only.
 *
 *     Bytes file;
 *     int error = bytes_map_file("words.txt", 0, BYTES_MAP_TO_END, BYTES_MAP_SEQUENTIAL, &file);
 *
 * The view is read-only, and like any other: it is sliced, shared between threads, pushed onto a queue and dropped.
 * bytes_retained() is the length of the mapping, from the beginning of its first page.
 *
 * **If the file changes.** The mapping is shared with the file: bytes that another process writes may or may not be
 * seen. If the file is truncated, access to a page behind its new end raises SIGBUS, which the library cannot prevent.
 * Map files that are replaced by rename() and not rewritten in place, or read them into a buffer instead.
 */
#ifndef BYTES_MAP_H
#define BYTES_MAP_H

#include <bytes/view.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** As a length: up to the end of the file. */
#define BYTES_MAP_TO_END SIZE_MAX

/** How a mapping will be used; combined with |. Advice only: what the system does not know, or rejects, is ignored. */
enum BytesMapAdvice {
    BYTES_MAP_NORMAL = 0,
    BYTES_MAP_SEQUENTIAL = 1, /**< From front to back: read ahead, and drop pages soon. */
    BYTES_MAP_RANDOM = 2,     /**< Anywhere: do not read ahead. */
    BYTES_MAP_WILLNEED = 4,   /**< Soon: start reading now. */
    BYTES_MAP_HUGEPAGE = 8,   /**< With huge pages, where the file system has them. */
    BYTES_MAP_POPULATE = 16   /**< Read now, before the call returns, so that no access waits. */
};

/**
 * Map a range of an open file.
 *
 * @param fd       A regular file or another object that mmap() takes, open for reading. It is not kept: it may be
 *                 closed afterwards.
 * @param offset   Offset of the first byte in the file; any number, not only multiples of a page.
 * @param len      Number of bytes, or #BYTES_MAP_TO_END.
 * @param advice   #BytesMapAdvice, combined.
 * @param[out] out The view; empty, without a mapping, if the range is.
 * @retval 0               Done. Cost: 1 allocation, 0 copies; fstat(), mmap(), and madvise() for each advice.
 * @retval BYTES_ERANGE    The range is not inside the file, whose pages behind the end would raise SIGBUS.
 * @retval BYTES_EOVERFLOW The range is larger than an object can be (on 32-bit targets).
 * @retval BYTES_ENOMEM    Out of memory or address space.
 * @return Else the negated `errno` of fstat() or mmap(): -EBADF, -EACCES, -ENODEV, ...
 */
BYTES_API BYTES_NODISCARD int bytes_map_fd(int fd, uint64_t offset, size_t len, unsigned advice, Bytes *out);

/**
 * Map a range of a file by its name.
 *
 * @return As bytes_map_fd(), or the negated `errno` of open(): -ENOENT, -EACCES, ...
 */
BYTES_API BYTES_NODISCARD int bytes_map_file(const char *path, uint64_t offset, size_t len, unsigned advice,
                                             Bytes *out);

/** True if the view shows a mapping of this header's. */
BYTES_API bool bytes_is_mapped(const Bytes *self);

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
