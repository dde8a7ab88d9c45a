/* SPDX-License-Identifier: MIT */
/*
 * Memory held after large messages, counted by an allocator: it falls back to the configured size, small views do not
 * keep large reads, and no buffer asks for a huge block again because it was made with one.
 */
#include <bytes/bytes.h>

#include "tap.h"

enum { CONNECTIONS = 1000, CONFIGURED = 4096, SMALL = 100, READ = 65536, KEPT = 16 };

static const size_t large = (size_t)1 << 20;
static const size_t huge = (size_t)100 << 20;

static BytesCountingAllocator memory;

static size_t held(void)
{
    return bytes_counting_allocator_stats(&memory).live_bytes;
}

/* Read a message of this size, and split it off. Its bytes are not written, so that large ones cost no time. */
static Bytes receive(BytesMut *connection, size_t size)
{
    CHECK_EQ(bytes_mut_reserve(connection, size), 0);
    bytes_mut_commit(connection, size);
    return bytes_mut_split_freeze(connection, size);
}

/* The same, with all that fits behind it in the block. */
static Bytes receive_block(BytesMut *connection, size_t size)
{
    CHECK_EQ(bytes_mut_reserve(connection, size), 0);
    return receive(connection, connection->cap);
}

static void receive_and_drop(BytesMut *connection, size_t size)
{
    Bytes message = receive(connection, size);
    bytes_drop(&message);
}

static void open_connections(BytesMut *connections)
{
    bytes_counting_allocator(NULL, &memory);
    for (size_t i = 0; i < CONNECTIONS; i++) {
        CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, CONFIGURED, &connections[i]), 0);
    }
}

static void close_connections(BytesMut *connections)
{
    for (size_t i = 0; i < CONNECTIONS; i++) {
        bytes_mut_drop(&connections[i]);
    }
    CHECK_EQ(held(), 0);
}

TEST(after_one_large_message_a_shrunk_connection_holds_what_is_configured)
{
    static BytesMut connections[CONNECTIONS];
    open_connections(connections);
    const size_t configured = held();
    bytes_counting_allocator_reset_peak(&memory);
    for (size_t i = 0; i < CONNECTIONS; i++) {
        receive_and_drop(&connections[i], i == 0 ? huge : large);
        CHECK(held() >= configured + large - CONFIGURED); /* the block is kept for the next large message ... */
        CHECK_EQ(bytes_mut_shrink(&connections[i], CONFIGURED), 0);
        CHECK_EQ(held(), configured); /* ... until the connection gives it up */
    }
    CHECK(bytes_counting_allocator_stats(&memory).peak_bytes < configured + huge + CONFIGURED);
    for (size_t round = 0; round < 100; round++) {
        for (size_t i = 0; i < CONNECTIONS; i++) {
            receive_and_drop(&connections[i], SMALL);
        }
        CHECK_EQ(held(), configured);
    }
    close_connections(connections);
}

TEST(a_large_message_that_is_still_shown_goes_with_its_last_view)
{
    static BytesMut connections[CONNECTIONS];
    open_connections(connections);
    const size_t configured = held();
    for (size_t i = 0; i < CONNECTIONS; i++) {
        Bytes message = receive_block(&connections[i], i == 0 ? huge : large);
        receive_and_drop(&connections[i], SMALL); /* into a fresh block, since the message pins the large one */
        CHECK(connections[i].cap < 2 * CONFIGURED);
        CHECK(held() >= configured + large);
        bytes_drop(&message);
        CHECK_EQ(held(), configured);
    }
    for (size_t round = 0; round < 100; round++) {
        for (size_t i = 0; i < CONNECTIONS; i++) {
            receive_and_drop(&connections[i], SMALL);
        }
        CHECK_EQ(held(), configured);
    }
    close_connections(connections);
}

static void keep_views(Bytes *kept, bool compact)
{
    BytesMut reads;
    bytes_counting_allocator(NULL, &memory);
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, READ, &reads), 0);
    for (size_t i = 0; i < CONNECTIONS; i++) {
        Bytes read = receive(&reads, READ);
        kept[i] = bytes_share_slice(&read, 1000, 1000 + KEPT);
        bytes_drop(&read);
        if (compact) {
            CHECK_EQ(bytes_compact(&kept[i], 4), 0);
        }
    }
    bytes_mut_drop(&reads);
}

TEST(small_views_kept_from_large_reads_hold_little_once_compacted)
{
    static Bytes kept[CONNECTIONS];
    keep_views(kept, false);
    CHECK(held() >= (size_t)CONNECTIONS * READ); /* what is to be avoided */
    bytes_drop_all(kept, CONNECTIONS);
    CHECK_EQ(held(), 0);
    keep_views(kept, true);
    CHECK(held() <= CONNECTIONS * (KEPT + BYTES_HEADER_SIZE + 16));
    bytes_drop_all(kept, CONNECTIONS);
    CHECK_EQ(held(), 0);
}

TEST(a_buffer_made_huge_does_not_ask_for_as_much_again)
{
    bytes_counting_allocator(NULL, &memory);
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, huge, &buffer), 0);
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), BYTES_MUT_INITIAL_MAX);
    Bytes message = receive(&buffer, buffer.cap);
    CHECK_EQ(bytes_mut_reserve(&buffer, 1), 0);
    CHECK(buffer.cap >= BYTES_MUT_INITIAL_MAX && buffer.cap < 2 * BYTES_MUT_INITIAL_MAX);
    bytes_drop(&message);
    bytes_mut_drop(&buffer);

    buffer = (BytesMut)BYTES_MUT_EMPTY; /* the first block of an empty buffer is bounded too */
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, huge), 0);
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), BYTES_MUT_INITIAL_MAX);
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_mut_prepend(&buffer, "abc", 3), 0);
    CHECK(bytes_mut_initial_capacity(&buffer) <= 64);
    bytes_mut_drop(&buffer);
    CHECK_EQ(held(), 0);
}

TEST(the_initial_capacity_can_be_set)
{
    bytes_counting_allocator(NULL, &memory);
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, CONFIGURED, &buffer), 0);
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), CONFIGURED);
    CHECK_EQ(bytes_mut_set_initial_capacity(&buffer, 200), 0);
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), 208);
    Bytes first = receive(&buffer, buffer.cap);
    CHECK_EQ(bytes_mut_set_initial_capacity(&buffer, 1), BYTES_EBUSY); /* others read it */
    CHECK_EQ(bytes_mut_reserve(&buffer, 1), 0);
    CHECK(buffer.cap >= 208 && buffer.cap < 300);
    bytes_drop(&first);

    CHECK_EQ(bytes_mut_set_initial_capacity(&buffer, huge), 0); /* above the default bound, and kept: */
    CHECK_EQ(bytes_mut_reserve(&buffer, 3000), 0);              /* by growth */
    bytes_mut_commit(&buffer, buffer.cap);
    CHECK_EQ(bytes_mut_reserve(&buffer, 3000), 0); /* by reallocation */
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), huge);
    first = receive(&buffer, buffer.cap - buffer.len);
    CHECK_EQ(bytes_mut_reserve(&buffer, 1), 0); /* and by the move to a fresh block */
    CHECK(buffer.cap >= huge);
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), huge);
    bytes_drop(&first);
    CHECK_EQ(bytes_mut_shrink(&buffer, 100), 0); /* lowers it, as documented */
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), 112);
    CHECK_EQ(bytes_mut_set_initial_capacity(&buffer, 0), 0);
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), 0);
    CHECK_EQ(bytes_mut_set_initial_capacity(&buffer, SIZE_MAX), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_set_initial_capacity(&buffer, (size_t)PTRDIFF_MAX), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_initial_capacity(&buffer), 0);
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_mut_set_initial_capacity(&buffer, 100), BYTES_ENOTSUP);
    CHECK_EQ(held(), 0);
}

TAP_MAIN()
