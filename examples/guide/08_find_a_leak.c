/* SPDX-License-Identifier: MIT */
/* Find a leak: an allocator that counts is put around the one in use, and read at points where nothing may be left. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    BytesCountingAllocator memory;
    bytes_counting_allocator(NULL, &memory);

    Bytes view;
    if (bytes_copy_in(&memory.base, "hello", 5, &view) != 0) {
        return 1;
    }
    Bytes forgotten = bytes_share(&view);
    bytes_drop(&view);
    assert(bytes_counting_allocator_stats(&memory).live_blocks == 1); /* trace.h names the place of its birth */

    bytes_drop(&forgotten);
    const BytesMemoryStats stats = bytes_counting_allocator_stats(&memory);
    assert(stats.live_blocks == 0 && stats.allocations == 1 && stats.copied == 5);
    return 0;
}
