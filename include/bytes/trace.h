/* SPDX-License-Identifier: MIT */
/**
 * @file trace.h
 * Who holds memory: an allocator that records where its blocks were made and, in a library built for it, a record of
 * where each handle was made.
 *
 *     BytesTracingAllocator trace;
 *     int error = bytes_tracing_allocator(NULL, BYTES_TRACE_STACKS, 0, &trace);
 *     ... bytes_mut_with_capacity_in(&trace.base, 65536, &buffer) ...
 *     BytesTraceCheckpoint start = bytes_trace_checkpoint(&trace);
 *     ... a request ...
 *     bytes_trace_report(&trace, &start, bytes_trace_to_file, stderr); // what the request left behind
 *
 * ### Reports
 *
 * A report is text. It has a group of lines for each place, largest first; the first line of a group begins with its
 * totals and names the innermost line of source outside the library, and the lines after it are the whole stack.
 * Behind the groups is a line with the sums; it is the first one where nothing is alive.
 *
 * Source lines are named with elfutils' libdw. A library built with `-Dsymbols=enabled` is linked with it; so is one
 * built with `-Dtrace_handles=true`, where it is installed. Otherwise, and for code without debugging information, an
 * address is printed as `module+offset`, which `addr2line -e module offset` takes.
 *
 * ### Blocks and handles
 *
 * The tracing allocator names where a *block* was made: for a message that is kept too long, often the read loop. Which
 * *handle* keeps it is known to a library built with the meson option `trace_handles`: each clone, share, slice, split
 * and other birth of a handle is recorded with its stack until the handle is dropped, and
 * bytes_trace_report_handles() names the ones that were lost. In such a library the handles have one more field, and
 * dropping one handle twice is a misuse that aborts. Callers need the flag that pkg-config and meson pass on; without
 * it they do not link. A birth and its death cost one to four microseconds together, by the depth of the stack, some
 * hundred bytes while the handle lives, and a lock that all threads share: a child of a process with threads should
 * exec before it uses handles. In a library built without it nothing is recorded, and nothing costs anything.
 *
 * If the environment variable `BYTES_TRACE_HANDLES` is set, such a library reports the handles that are left when the
 * program exits, to stderr.
 *
 * Stacks come from `backtrace()` or `_Unwind_Backtrace()`, and have at most 32 frames. Where neither exists only counts
 * are kept, and reports say so. Records are made with malloc(). If it fails, the block or handle is made all the same,
 * and the report counts it as not recorded.
 */
#ifndef BYTES_TRACE_H
#define BYTES_TRACE_H

#include <bytes/allocator.h>
#include <bytes/base.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** @name Output
 * @{ */

/** Takes the next part of a report: @p len bytes at @p text, whole lines. It may use traced allocators and handles. */
typedef void BytesTraceWrite(void *context, const char *text, size_t len);

/** A BytesTraceWrite whose context is a `FILE *`. */
BYTES_API void bytes_trace_to_file(void *file, const char *text, size_t len);

/** @} */
/** @name Blocks
 * @{ */

/** What a tracing allocator records of each block. */
enum BytesTraceLevel {
    BYTES_TRACE_COUNTS,        /**< Counts only. Cost: as a BytesCountingAllocator. */
    BYTES_TRACE_SAMPLE_BLOCKS, /**< The stack of one block in each `interval` blocks. */
    BYTES_TRACE_SAMPLE_BYTES,  /**< The stack of one block in each `interval` bytes allocated. */
    BYTES_TRACE_STACKS         /**< The stack of every block. */
};

/** An allocator that counts and records what another one gives out. Any thread may use it, and report meanwhile. */
typedef struct BytesTracingAllocator {
    BytesAllocator base;             /**< Pass its address as the allocator. */
    BytesCountingAllocator counting; /**< Its counts, at every level: bytes_counting_allocator_stats(). */
    struct BytesTrace_ *trace_;      /**< Private. */
} BytesTracingAllocator;

/** A moment in the life of a tracing allocator. */
typedef struct BytesTraceCheckpoint {
    BytesMemoryStats stats; /**< The counts at that moment. */
    uint64_t serial_;       /**< Private. */
} BytesTraceCheckpoint;

/**
 * Make an allocator that takes blocks from @p inner, counts them, and records where they are made.
 *
 * @param inner    NULL: malloc(). Borrowed.
 * @param interval Of the sampling levels; others ignore it. A sample stands for `interval` blocks or bytes, and reports
 *                 scale it. Samples are taken at a fixed distance, so choose a number that does not divide a period of
 *                 the program, such as a prime.
 * @param[out] out Keep it in place until bytes_tracing_allocator_end(), and after that as long as blocks of it live.
 * @retval 0            Done. Where stacks cannot be had the level is #BYTES_TRACE_COUNTS; see bytes_trace_level().
 *                      Cost: 1 allocation, none at #BYTES_TRACE_COUNTS. For a block with a stack a few microseconds,
 *                      and some 100 bytes while it lives; for one without, what a BytesCountingAllocator costs.
 * @retval BYTES_EINVAL @p interval is 0 at a sampling level, or @p level is none.
 * @retval BYTES_ENOMEM Out of memory.
 */
BYTES_API BYTES_NODISCARD int bytes_tracing_allocator(BytesAllocator *inner, enum BytesTraceLevel level,
                                                      size_t interval, BytesTracingAllocator *out);

/** Free all records, when no thread uses the allocator. Blocks that are still alive can be freed later: the allocator
 * goes on at #BYTES_TRACE_COUNTS. Cost: the deallocations of its records. */
BYTES_API void bytes_tracing_allocator_end(BytesTracingAllocator *self);

/** The level in effect. */
BYTES_API enum BytesTraceLevel bytes_trace_level(const BytesTracingAllocator *self);

/** Blocks that are alive now: for tests that nothing leaks. Right at every level. */
BYTES_API size_t bytes_trace_live_blocks(const BytesTracingAllocator *self);

/** Remember this moment, for a report of what is new since. */
BYTES_API BytesTraceCheckpoint bytes_trace_checkpoint(const BytesTracingAllocator *self);

/**
 * Write which blocks are alive, grouped by the stack that made them, most bytes first.
 *
 *     2 blocks, 8240 bytes: connection.c:71 in read_more
 *         connection.c:71 in read_more
 *         main.c:30 in main
 *     2 blocks, 8240 bytes are alive; peak 12360 bytes, 40 allocations, 0 failures, 512 bytes copied
 *
 * A reallocated block is new at the place where it was reallocated.
 *
 * @param since NULL, or a checkpoint of this allocator: only blocks made after it, and the counts' differences.
 * @retval 0            Done. Cost: allocations in proportion to the blocks, all freed; other threads wait for the copy
 *                      of the records, not for the writing.
 * @retval BYTES_ENOMEM Out of memory; nothing was written.
 */
BYTES_API BYTES_NODISCARD int bytes_trace_report(const BytesTracingAllocator *self, const BytesTraceCheckpoint *since,
                                                 BytesTraceWrite *write, void *context);

/** @} */
/** @name Handles
 * Of all threads of the process, in a library that was built with `trace_handles`.
 * @{ */

/** True if the library records handles. */
BYTES_API bool bytes_trace_has_handles(void);

/** Remember this moment, for the functions below; 0 is the beginning of the program. */
BYTES_API uint64_t bytes_trace_handle_checkpoint(void);

/** Handles that are alive and were made after a checkpoint: for tests that nothing leaks. 0 if none are recorded. */
BYTES_API size_t bytes_trace_live_handles(uint64_t since);

/**
 * Write which handles are alive, grouped by the stack of their birth, most handles first and the newer of equals; with
 * each group, the storages that it pins and where those were made.
 *
 *     3 handles: session.c:42 in session_begin
 *         session.c:42 in session_begin
 *         main.c:51 in main
 *       pin 1 storage of 4128 bytes: connection.c:71 in read_more
 *     3 handles are alive; they pin 1 storage of 4128 bytes
 *
 * A handle that is moved, frozen or made writable keeps its birth. Static and empty handles have none.
 *
 * @param since Only handles made after this checkpoint.
 * @retval 0             Done. Cost: as bytes_trace_report().
 * @retval BYTES_ENOMEM  Out of memory; nothing was written.
 * @retval BYTES_ENOTSUP The library was not built with `trace_handles`.
 */
BYTES_API BYTES_NODISCARD int bytes_trace_report_handles(uint64_t since, BytesTraceWrite *write, void *context);

/** @} */

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
