/* SPDX-License-Identifier: MIT */
/* Slots: placeholders that are back-patched; they follow their bytes wherever the buffer moves them. */
#include "handles.h"
#include "tap.h"

#include <bytes/bytes.h>

TEST(a_slot_is_filled_once_in_place_with_its_width)
{
    BytesMut buffer = buffer_of("ab", 10);
    BytesSlot slot;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0);
    CHECK_EQ(slot.width, 2);
    CHECK_MEM(buffer.data, buffer.len, "ab\0\0");
    CHECK_EQ(bytes_mut_put_str(&buffer, "cd"), 0);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "xyz", 3), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "x", 1), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "xy", 2), 0);
    CHECK_EQ(slot.width, 0);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "zz", 2), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "", 0), BYTES_EINVAL);
    CHECK_MEM(buffer.data, buffer.len, "abxycd");
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 0, &slot), BYTES_EINVAL);
    bytes_mut_drop(&buffer);
}

TEST(a_slot_follows_its_bytes_wherever_the_buffer_moves_them)
{
    BytesMut buffer = buffer_of("0123456789", 10);
    BytesSlot slot;
    CHECK_EQ(bytes_mut_put_bytes(&buffer, '.', buffer.cap - buffer.len), 0);
    const size_t front = buffer.len;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0); /* grows */
    CHECK_EQ(bytes_mut_put_bytes(&buffer, '.', 1000), 0);   /* grows again */
    CHECK_EQ(bytes_mut_prepend(&buffer, "ab", 2), 0);
    bytes_mut_advance(&buffer, 3);
    CHECK_EQ(bytes_mut_resize(&buffer, front + 3, '.'), 0);
    CHECK_EQ(bytes_mut_reserve(&buffer, 5000), 0);
    Bytes frame = bytes_mut_split_freeze(&buffer, front - 1);
    CHECK_EQ(bytes_mut_reserve(&buffer, 90000), 0); /* to a fresh block */
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), 0);
    CHECK_MEM(buffer.data, buffer.len, "XY..");
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
}

TEST(a_slot_survives_reclaiming_the_front)
{
    BytesMut buffer = buffer_of("0123456789", 16);
    const uint8_t *const data = buffer.data;
    const size_t cap = buffer.cap;
    BytesSlot slot;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0);
    bytes_mut_advance(&buffer, 9);
    CHECK_EQ(bytes_mut_reserve(&buffer, cap - 3), 0);
    CHECK(buffer.data == data);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), 0);
    CHECK_MEM(buffer.data, buffer.len, "9XY");
    bytes_mut_drop(&buffer);
}

TEST(a_slot_is_filled_through_the_piece_that_has_its_bytes)
{
    BytesMut buffer = buffer_of("abcd", 100);
    BytesSlot slot;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "efgh"), 0);
    BytesMut front = bytes_mut_split_to(&buffer, 4);
    BytesMut back = bytes_mut_split_off(&buffer, 2);
    CHECK_EQ(bytes_mut_fill_slot(&front, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_fill_slot(&back, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_EQ(slot.width, 2);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), 0);
    CHECK_MEM(front.data, front.len, "abcd");
    CHECK_MEM(buffer.data, buffer.len, "XY");
    CHECK_MEM(back.data, back.len, "efgh");
    bytes_mut_drop(&front);
    bytes_mut_drop(&buffer);
    bytes_mut_drop(&back);
}

TEST(a_slot_whose_bytes_are_gone_cannot_be_filled)
{
    BytesMut buffer = buffer_of("abcd", 100);
    BytesSlot slot;
    CHECK_EQ(bytes_mut_reserve_slot(&buffer, 2, &slot), 0);
    BytesMut empty = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_fill_slot(&empty, &slot, "XY", 2), BYTES_ERANGE);
    bytes_mut_truncate(&buffer, 5); /* its second byte is gone */
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_EQ(bytes_mut_resize(&buffer, 8, '.'), 0);
    bytes_mut_advance(&buffer, 5); /* and its first */
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_MEM(buffer.data, buffer.len, "...");
    bytes_mut_clear(&buffer);
    CHECK_EQ(bytes_mut_fill_slot(&buffer, &slot, "XY", 2), BYTES_ERANGE);
    CHECK_EQ(slot.width, 2);
    bytes_mut_drop(&buffer);
}

TAP_MAIN()
