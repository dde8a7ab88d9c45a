/* SPDX-License-Identifier: MIT */
/* Handles of every kind, for gdb to print where stop() is called. */
#include <bytes/bytes.h>

#include <stdlib.h>

void stop(const void *first, ...);
/* Keeps the handles in memory. */
__attribute__((noinline)) void stop(const void *first, ...)
{
    __asm__ volatile("" : : "r"(first) : "memory");
}

static char adopted_memory[] = "adopted";

int main(void)
{
    Bytes empty = BYTES_EMPTY;
    Bytes literal = BYTES_LITERAL("a \"b\"\n\0\x7f");
    Bytes unique;
    Bytes adopted;
    BytesMut buffer;
    BytesMut aligned;
    BytesAllocator allocator;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    BytesQueue ring = BYTES_QUEUE_EMPTY;
    BytesWeak weak;
    BytesWeak gone;
    const BytesFrameFormat format = {.width = 4, .length = BYTES_LENGTH_BE, .skip = BYTES_SKIP_HEADER, .maximum = 100};
    const BytesLines lines = {.maximum = 80};
    int error = bytes_copy("hello world", 11, &unique);
    Bytes most = bytes_split_to(&unique, 5);
    error += bytes_mut_with_capacity(100, &buffer);
    error += bytes_mut_put_str(&buffer, "headtail");
    Bytes head = bytes_mut_split_freeze(&buffer, 4);
    error += bytes_aligned_allocator(4096, &allocator);
    error += bytes_mut_with_capacity_in(&allocator, 4096, &aligned);
    error += bytes_adopt(adopted_memory, 7, BYTES_READ_ONLY, NULL, NULL, &adopted);

    /* Stale entries in front of the first one, and a tail. */
    for (int i = 0; i < 3; i++) {
        Bytes stale = bytes_static("stale", 5);
        error += bytes_queue_push_back(&queue, &stale);
    }
    bytes_queue_clear(&queue);
    Bytes one = bytes_static("one", 3);
    Bytes two = bytes_static("two", 3);
    error += bytes_queue_push_back(&queue, &one) + bytes_queue_push_back(&queue, &two);
    error += bytes_queue_put_str(&queue, "tail");
    queue.high = 1000;
    for (int i = 0; i < 6; i++) {
        Bytes digit = bytes_static(&"012345"[i], 1);
        error += bytes_queue_push_back(&ring, &digit);
    }
    Bytes digit = bytes_queue_pop_front(&ring);

    Bytes kept;
    error += bytes_copy("kept", 4, &kept) + bytes_enable_weak(NULL, &kept) + bytes_downgrade(&kept, &weak);
    Bytes dropped;
    error += bytes_copy("dropped", 7, &dropped) + bytes_enable_weak(NULL, &dropped) + bytes_downgrade(&dropped, &gone);
    bytes_drop(&dropped);

    BytesSpan span = BYTES_SPAN("span");
    stop(&empty, &literal, &unique, &most, &adopted, &buffer, &head, &aligned, &queue, &ring, &weak, &gone, &kept,
         &format, &lines, &span, &digit);

    bytes_drop(&unique);
    bytes_drop(&most);
    bytes_drop(&adopted);
    bytes_drop(&head);
    bytes_drop(&kept);
    bytes_mut_drop(&buffer);
    bytes_mut_drop(&aligned);
    bytes_queue_drop(&queue);
    bytes_queue_drop(&ring);
    bytes_weak_drop(&weak);
    bytes_weak_drop(&gone);
    return error;
}
