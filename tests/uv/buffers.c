/* SPDX-License-Identifier: MIT */
/* uv_buf_t out of buffers and queues. */
#include <sys/mman.h>

#include "loopback.h"

TEST(alloc_describes_the_spare_capacity)
{
    BytesMut in = BYTES_MUT_EMPTY;
    uv_buf_t buf;
    bytes_uv_alloc(&in, 100, &buf);
    CHECK(buf.len >= 100);
    CHECK_EQ(buf.len, in.cap);
    CHECK_EQ((uint8_t *)buf.base, in.data);
    memcpy(buf.base, "abc", 3);
    bytes_mut_commit(&in, 3);
    const uint8_t *const data = in.data;
    bytes_uv_alloc(&in, in.cap - 3, &buf);
    CHECK_EQ((uint8_t *)buf.base, data + 3);
    CHECK_EQ(buf.len, in.cap - 3);
    bytes_uv_alloc(&in, in.cap, &buf);
    CHECK(buf.len >= in.len);
    CHECK_MEM(in.data, in.len, "abc");
    bytes_mut_drop(&in);
}

TEST(alloc_without_memory_describes_nothing_and_changes_nothing)
{
    TestAllocator memory = test_allocator();
    BytesMut in;
    uv_buf_t buf;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, 16, &in), 0);
    CHECK_EQ(bytes_mut_put_str(&in, "kept"), 0);
    const BytesMut before = in;
    memory.largest = 0;
    bytes_uv_alloc(&in, 1000, &buf);
    CHECK_EQ(buf.base, NULL);
    CHECK_EQ(buf.len, 0);
    CHECK(memcmp(&before, &in, sizeof(in)) == 0);
    bytes_uv_alloc(&in, SIZE_MAX, &buf);
    CHECK_EQ(buf.base, NULL);
    bytes_mut_drop(&in);
    CHECK_EQ(memory.live, 0);
}

static void push_text(BytesQueue *queue, const char *text)
{
    Bytes view;
    CHECK_EQ(bytes_copy(text, strlen(text), &view), 0);
    CHECK_EQ(bytes_queue_push_back(queue, &view), 0);
}

TEST(bufs_are_the_pieces_of_a_queue_from_an_offset)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    uv_buf_t bufs[8];
    size_t total = 99;
    CHECK_EQ(bytes_uv_bufs(&queue, 0, bufs, 8, &total), 0);
    CHECK_EQ(total, 0);
    push_text(&queue, "one");
    push_text(&queue, "three");
    CHECK_EQ(bytes_queue_put_str(&queue, "tail"), 0);
    CHECK_EQ(bytes_uv_bufs(&queue, 0, bufs, 8, &total), 3);
    CHECK_EQ(total, 12);
    CHECK_MEM(bufs[0].base, bufs[0].len, "one");
    CHECK_MEM(bufs[1].base, bufs[1].len, "three");
    CHECK_MEM(bufs[2].base, bufs[2].len, "tail");
    CHECK_EQ(bytes_uv_bufs(&queue, 4, bufs, 1, &total), 1);
    CHECK_EQ(total, 4);
    CHECK_MEM(bufs[0].base, bufs[0].len, "hree");
    CHECK_EQ(bytes_uv_bufs(&queue, 8, bufs, 8, NULL), 1);
    CHECK_MEM(bufs[0].base, bufs[0].len, "tail");
    CHECK_EQ(bytes_uv_bufs(&queue, 12, bufs, 8, &total), 0);
    CHECK_EQ(total, 0);
    CHECK_EQ(bytes_uv_bufs(&queue, SIZE_MAX, bufs, 8, NULL), 0);
    CHECK_EQ(bytes_uv_bufs(&queue, 0, bufs, 0, &total), 0);
    CHECK_EQ(total, 0);
    bytes_queue_drop(&queue);
}

TEST(thousands_of_pieces_are_described_in_order)
{
    enum { COUNT = 5000 };
    static const uint8_t bytes[COUNT];
    static uv_buf_t bufs[COUNT];
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    size_t total;
    for (int i = COUNT - 1; i >= 0; i--) {
        Bytes view = bytes_static(&bytes[i], 1);
        CHECK_EQ(bytes_queue_push_back(&queue, &view), 0);
    }
    CHECK_EQ(bytes_uv_bufs(&queue, 0, bufs, COUNT, &total), COUNT);
    CHECK_EQ(total, COUNT);
    for (size_t i = 0; i < COUNT; i++) {
        CHECK_EQ(bufs[i].len, 1);
        CHECK_EQ((const uint8_t *)bufs[i].base, &bytes[COUNT - 1 - i]);
    }
    CHECK_EQ(bytes_uv_bufs(&queue, 3, bufs, 1000, &total), 1000);
    CHECK_EQ((const uint8_t *)bufs[999].base, &bytes[COUNT - 1 - 1002]);
    bytes_queue_drop(&queue);
}

#if SIZE_MAX > 0xffffffffu
TEST(lengths_are_clamped_to_what_one_call_takes)
{
    const size_t size = (size_t)5 << 30;
    void *const memory = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    uv_buf_t bufs[4];
    size_t total;
    CHECK(memory != MAP_FAILED);
    Bytes large = bytes_static(memory, size);
    CHECK_EQ(bytes_queue_push_back(&queue, &large), 0);
    CHECK_EQ(bytes_uv_bufs(&queue, 0, bufs, 4, &total), 1);
    CHECK_EQ(bufs[0].len, BYTES_UV_MAX);
    CHECK_EQ(total, BYTES_UV_MAX);
    /* Of several pieces the sum is what counts. */
    Bytes small = bytes_static("0123456789", 10);
    CHECK_EQ(bytes_queue_push_front(&queue, &small), 0);
    CHECK_EQ(bytes_uv_bufs(&queue, 0, bufs, 4, &total), 2);
    CHECK_EQ(bufs[0].len, 10);
    CHECK_EQ(bufs[1].len, BYTES_UV_MAX - 10);
    CHECK_EQ(total, BYTES_UV_MAX);
    bytes_queue_drop(&queue);
    munmap(memory, size);
}
#endif

TAP_MAIN()
