/* SPDX-License-Identifier: MIT */
/*
 * The layout of the public structures, which other languages repeat: asserted by C and by C++ alike. Numbers are words,
 * as most members are one; those with other members are as the 64-bit targets have them. A mode of the library
 * (include/bytes/impl/mode.inl) may have others.
 */
#ifndef BYTES_TESTS_ABI_LAYOUT_H
#define BYTES_TESTS_ABI_LAYOUT_H

#include <bytes/bytes.h>

#include <assert.h>

#ifndef BYTES_IN_MODE_

#define LAYOUT_SIZE(type, words) static_assert(sizeof(type) == (words) * sizeof(void *), #type " has another size")
#define LAYOUT(type, member, word)                                                                                     \
    static_assert(offsetof(type, member) == (word) * sizeof(void *), #type "." #member " has moved")

LAYOUT_SIZE(Bytes, 4);
LAYOUT(Bytes, data, 0);
LAYOUT(Bytes, len, 1);
LAYOUT(Bytes, storage, 2);
LAYOUT(Bytes, weight, 3);

LAYOUT_SIZE(BytesMut, 5);
LAYOUT(BytesMut, data, 0);
LAYOUT(BytesMut, len, 1);
LAYOUT(BytesMut, cap, 2);
LAYOUT(BytesMut, storage, 3);
LAYOUT(BytesMut, weight, 4);

LAYOUT_SIZE(BytesSpan, 2);
LAYOUT(BytesSpan, data, 0);
LAYOUT(BytesSpan, len, 1);

LAYOUT_SIZE(BytesRange, 2);
LAYOUT(BytesRange, begin, 0);
LAYOUT(BytesRange, end, 1);

LAYOUT_SIZE(BytesSpare, 2);
LAYOUT(BytesSpare, data, 0);
LAYOUT(BytesSpare, len, 1);

LAYOUT_SIZE(BytesSlot, 2);
LAYOUT(BytesSlot, width, 1);
LAYOUT_SIZE(BytesQueueSlot, 3);
LAYOUT(BytesQueueSlot, width, 2);

LAYOUT_SIZE(BytesAllocator, 6);
LAYOUT(BytesAllocator, allocate, 0);
LAYOUT(BytesAllocator, reallocate, 1);
LAYOUT(BytesAllocator, deallocate, 2);
LAYOUT(BytesAllocator, good_size, 3);
LAYOUT(BytesAllocator, copied, 4);
LAYOUT(BytesAllocator, alignment, 5);

LAYOUT_SIZE(BytesMemoryStats, 6);
LAYOUT(BytesMemoryStats, live_blocks, 0);
LAYOUT(BytesMemoryStats, live_bytes, 1);
LAYOUT(BytesMemoryStats, peak_bytes, 2);
LAYOUT(BytesMemoryStats, allocations, 3);
LAYOUT(BytesMemoryStats, failures, 4);
LAYOUT(BytesMemoryStats, copied, 5);
LAYOUT_SIZE(BytesCountingAllocator, 14);
LAYOUT(BytesCountingAllocator, base, 0);
LAYOUT_SIZE(BytesTracingAllocator, 21);
LAYOUT(BytesTracingAllocator, base, 0);
LAYOUT(BytesTracingAllocator, counting, 6);

static_assert(sizeof(BytesControl) == 64, "a control block is 64 bytes");
LAYOUT_SIZE(BytesStolen, 6);
LAYOUT(BytesStolen, data, 0);
LAYOUT(BytesStolen, size, 1);
LAYOUT(BytesStolen, offset, 2);
LAYOUT(BytesStolen, len, 3);
LAYOUT(BytesStolen, release, 4);
LAYOUT(BytesStolen, context, 5);

LAYOUT_SIZE(BytesPoolStats, 5);
LAYOUT_SIZE(BytesWeak, 3);

LAYOUT(BytesQueue, len, 0);
LAYOUT(BytesQueue, pack_below, 1);
LAYOUT(BytesQueue, compact_multiple, 2);
LAYOUT(BytesQueue, low, 3);
LAYOUT(BytesQueue, high, 4);
LAYOUT(BytesQueue, low_retained, 5);
LAYOUT(BytesQueue, high_retained, 6);
LAYOUT_SIZE(BytesQueue, 15 + 5 + 5 + 4 * 6);

static_assert(sizeof(BytesHasher) == 648, "a hasher is 648 bytes");
LAYOUT(BytesLines, maximum, 0);
LAYOUT(BytesLines, copy_below, 1);
LAYOUT(BytesLines, delimiters, 2);
LAYOUT_SIZE(BytesLines, 6);

#if SIZE_MAX > 0xffffffffu
LAYOUT(BytesFrameFormat, offset, 0);
LAYOUT(BytesFrameFormat, width, 1);
LAYOUT(BytesFrameFormat, length, 2);
LAYOUT(BytesFrameFormat, adjustment, 3);
LAYOUT(BytesFrameFormat, skip, 4);
LAYOUT(BytesFrameFormat, maximum, 5);
LAYOUT(BytesFrameFormat, copy_below, 6);
LAYOUT_SIZE(BytesFrameFormat, 7);
#endif

#endif

#endif
