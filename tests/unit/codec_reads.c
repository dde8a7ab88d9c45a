/* SPDX-License-Identifier: MIT */
/*
 * Read loops over frames that are larger than a read: which share of the bytes is copied, and how much memory is used.
 * The shares are those of the table in codec.h.
 */
#include "tap.h"

#include <bytes/bytes.h>

#include "test_allocator.h"

enum { BLOCK = 1 << 16, BODY = 300000, FRAMES = 200, KEPT = 4 };

static const BytesFrameFormat format = {.width = 4, .maximum = 1 << 20, .skip = BYTES_SKIP_HEADER};

/* How much to reserve before a read. */
enum Policy {
    BLOCKS, /* a block */
    NEED,   /* what is needed */
    GRADUAL /* what is needed, but no more than has been received: a claimed length costs no memory */
};

static size_t reserve_for(enum Policy policy, size_t need, const BytesMut *in)
{
    if (policy == BLOCKS) {
        return BLOCK;
    }
    if (policy == GRADUAL && need > in->len) {
        need = in->len;
    }
    return bytes_mut_read_size(in, need, BLOCK);
}

/* The bytes of a stream of frames, from an offset on. */
static size_t read_stream(size_t offset, uint8_t *data, size_t size)
{
    const size_t total = (size_t)FRAMES * (4 + BODY);
    static const uint8_t header[4] = {0, BODY >> 16, (BODY >> 8) & 0xff, BODY & 0xff};
    size_t i = 0;
    for (; i < size && i < BLOCK && offset + i < total; i++) {
        const size_t at = (offset + i) % (4 + BODY);
        data[i] = at < 4 ? header[at] : (uint8_t)(at * 7);
    }
    return i;
}

static void check_body(BytesSpan span, size_t offset)
{
    for (size_t i = 0; i < span.len; i += 97) {
        CHECK_EQ(span.data[i], (uint8_t)((offset + 4 + i) * 7));
    }
}

/* The bytes copied for each 1000 of the stream. */
static size_t share_of_mut(enum Policy policy, size_t kept, size_t *peak)
{
    TestAllocator allocator = test_allocator();
    Bytes frames[KEPT] = {BYTES_EMPTY};
    BytesMut in;
    size_t offset = 0;
    size_t need = 4;
    size_t count = 0;
    *peak = 0;
    CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, BLOCK, &in), 0);
    for (;;) {
        Bytes frame;
        int result;
        while ((result = bytes_mut_next_frame(&in, &format, &frame, &need)) == 1) {
            CHECK_EQ(frame.len, BODY);
            check_body(bytes_span(&frame), 0);
            if (kept != 0) {
                bytes_drop(&frames[count % kept]);
                frames[count % kept] = bytes_move(&frame);
            }
            bytes_drop(&frame);
            count++;
        }
        CHECK_EQ(result, 0);
        CHECK_EQ(bytes_mut_reserve(&in, reserve_for(policy, need, &in)), 0);
        *peak = allocator.live_bytes > *peak ? allocator.live_bytes : *peak;
        const BytesSpare spare = bytes_mut_spare(&in);
        const size_t size = read_stream(offset, spare.data, spare.len);
        if (size == 0) {
            break;
        }
        bytes_mut_commit(&in, size);
        offset += size;
    }
    CHECK_EQ(count, FRAMES);
    CHECK_EQ(in.len, 0);
    bytes_mut_drop(&in);
    bytes_drop_all(frames, KEPT);
    CHECK_EQ(allocator.live, 0);
    return allocator.copied / (offset / 1000);
}

static size_t share_of_queue(bool as_views)
{
    TestAllocator allocator = test_allocator();
    BytesQueue in;
    size_t offset = 0;
    size_t need;
    size_t count = 0;
    bytes_queue_init(&allocator.base, BLOCK, &in);
    for (;;) {
        BytesQueue frame;
        int result;
        while ((result = bytes_queue_next_frame(&in, &format, &frame, &need)) == 1) {
            CHECK_EQ(frame.len, BODY);
            if (as_views) {
                Bytes view;
                CHECK_EQ(bytes_queue_split_view(&frame, BODY, &view), 0);
                check_body(bytes_span(&view), 0);
                bytes_drop(&view);
            }
            for (size_t at = 0; frame.len != 0;) {
                Bytes piece = bytes_queue_pop_front(&frame);
                check_body(bytes_span(&piece), at);
                at += piece.len;
                bytes_drop(&piece);
            }
            bytes_queue_drop(&frame);
            count++;
        }
        CHECK_EQ(result, 0);
        BytesSpare spare;
        CHECK_EQ(bytes_queue_reserve(&in, 1, &spare), 0);
        const size_t size = read_stream(offset, spare.data, spare.len);
        if (size == 0) {
            break;
        }
        bytes_queue_commit(&in, size);
        offset += size;
    }
    CHECK_EQ(count, FRAMES);
    bytes_queue_drop(&in);
    CHECK_EQ(allocator.live, 0);
    return allocator.copied / (offset / 1000);
}

TEST(a_buffer_copies_each_byte_at_most_once)
{
    static const char *const names[] = {"a block", "the need", "the need, gradually"};
    static const size_t most[][2] = {{SIZE_MAX, SIZE_MAX}, {2, 219}, {490, 920}}; /* for each 1000 bytes */
    for (enum Policy policy = BLOCKS; policy <= GRADUAL; policy++) {
        for (size_t kept = 0; kept <= KEPT; kept += KEPT) {
            size_t peak;
            const size_t share = share_of_mut(policy, kept, &peak);
            printf(
                "# frames of 300 kB in reads of 64 KiB, %d kept, reserving %s: %d.%d %% copied, at most %d KiB used\n",
                (int)kept, names[policy], (int)(share / 10), (int)(share % 10), (int)(peak / 1024));
            CHECK(share <= most[policy][kept != 0]);
        }
    }
}

TEST(a_queue_copies_nothing_unless_a_frame_must_be_contiguous)
{
    const size_t none = share_of_queue(false);
    const size_t all = share_of_queue(true);
    printf("# frames of 300 kB in reads of 64 KiB, as queues: %d.%d %% copied, as views: %d.%d %%\n", (int)(none / 10),
           (int)(none % 10), (int)(all / 10), (int)(all % 10));
    CHECK_EQ(none, 0);
    CHECK(all >= 990);
}

TEST(how_much_to_ask_for)
{
    static const struct Case {
        size_t len;
        size_t need;
        size_t expected;
    } cases[] = {
        {0, 0, 100},  {0, 4, 100},   {0, 99, 100},   {0, 100, 100},  {0, 101, 101}, {0, SIZE_MAX, SIZE_MAX},
        {99, 1, 100}, {99, 99, 100}, {99, 500, 500}, {100, 1, 1},    {100, 99, 99}, {100, 500, 500},
        {5000, 1, 1}, {5000, 0, 1},  {100, 0, 1},    {99, 101, 101},
    };
    static uint8_t bytes[5000];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const BytesMut in = {.data = bytes, .len = cases[i].len, .cap = sizeof(bytes)};
        CHECK_EQ(bytes_mut_read_size(&in, cases[i].need, 100), cases[i].expected);
    }
}

TAP_MAIN()
