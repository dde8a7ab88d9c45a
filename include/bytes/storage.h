/* SPDX-License-Identifier: MIT */
/**
 * @file storage.h
 * `BytesStorage`: a block of bytes with a reference count, which the handles Bytes and BytesMut point into. A program
 * never calls this header; it explains what the costs of the others rest on.
 *
 * ### How it counts
 *
 * A storage counts *weight* instead of handles: each handle carries a part of it, and the storage's total is the sum of
 * its live handles' weights. (Weighted reference counting: D. I. Bevan, "Distributed garbage collection using reference
 * counting", and P. Watson and I. Watson, "An efficient garbage collection scheme for parallel computer
 * architectures", both PARLE 1987.)
 *
 * | operation                                     | weight                                              | atomics     |
 * |-----------------------------------------------|-----------------------------------------------------|-------------|
 * | copy, with_capacity, adopt                    | the one handle gets the whole weight                | 0           |
 * | share, split: the caller has the handle       | the new handle gets a part of the old one's         | 0 (a)       |
 * | move, freeze, into_mut, advance, truncate     | stays with the handle                               | 0           |
 * | try_unsplit, drop_into                        | the sum goes to the handle that remains             | 0 (b)       |
 * | clone, slice: the handle is `const`           | is added to the total for the new handle            | 1           |
 * | drop                                          | is subtracted; the block is freed when none is left | 1 (c)       |
 * | drop_all                                      | is summed for each run of handles to one storage    | 1 a run (c) |
 * | is_unique, try_into_mut, reserve              | unique if the handle's weight is the total          | 0: one load |
 *
 * - (a) A handle that has no weight left to give away gets more by one atomic. A whole weight is good for more than
 *   260,000 shares (4,000 on 32-bit targets), a share of it for 40 more of its own.
 * - (b) 1 to return the surplus, if the two hold more than a whole weight together, which takes clones.
 * - (c) 0 if the handle is unique and holds at least half of the whole weight: its storage was never shared, or the
 *   shares have come back.
 *
 * So a message that is split off a read buffer, frozen and sliced into forty fields costs no atomic, and one when it is
 * dropped. While the C library says that the process has a single thread, atomics are plain loads and stores.
 *
 * A storage supports about 2^32 live handles (2^18 on 32-bit targets) at this cost. Beyond that each new handle costs
 * one or two more atomics, and far beyond it the program is aborted instead of the count wrapping around.
 *
 * A handle that was copied by assignment and then dropped twice is a bug that the count notices only sometimes.
 * AddressSanitizer finds the use after free.
 */
#ifndef BYTES_STORAGE_H
#define BYTES_STORAGE_H

#include <bytes/allocator.h>
#include <bytes/base.h>

#include <bytes/impl/begin.inl>

#ifdef __cplusplus
extern "C" {
#endif

/** A block of bytes with a reference count. Opaque: its layout is not part of the ABI. */
typedef struct BytesStorage BytesStorage;

#include <bytes/impl/storage.inl>
#include <bytes/impl/trace_handles.inl>

#ifdef __cplusplus
}
#endif

#include <bytes/impl/end.inl>

#endif
