/* SPDX-License-Identifier: MIT */
/* The inline functions of number.h and queue_number.h, through their addresses: the families by the headers' table. */
#include "through_address.h"

THROUGH_ADDRESS(bytes_extend_sign_)
THROUGH_ADDRESS(bytes_fits_int_)
THROUGH_ADDRESS(bytes_fits_uint_)
THROUGH_ADDRESS(bytes_is_big_endian_)
THROUGH_ADDRESS(bytes_is_quic_width_)
THROUGH_ADDRESS(bytes_leb128_decode_)
THROUGH_ADDRESS(bytes_leb128_size)
THROUGH_ADDRESS(bytes_load_be_)
THROUGH_ADDRESS(bytes_load_le_)
THROUGH_ADDRESS(bytes_load_ne_)
THROUGH_ADDRESS(bytes_mut_window_)
THROUGH_ADDRESS(bytes_mut_write_)
THROUGH_ADDRESS(bytes_queue_window_)
THROUGH_ADDRESS(bytes_queue_write_)
THROUGH_ADDRESS(bytes_quic_varint_decode_)
THROUGH_ADDRESS(bytes_quic_varint_encode_)
THROUGH_ADDRESS(bytes_quic_varint_size)
THROUGH_ADDRESS(bytes_quic_varint_width_)
THROUGH_ADDRESS(bytes_store_be_)
THROUGH_ADDRESS(bytes_store_le_)
THROUGH_ADDRESS(bytes_store_ne_)
THROUGH_ADDRESS(bytes_swap16_)
THROUGH_ADDRESS(bytes_swap32_)
THROUGH_ADDRESS(bytes_swap64_)
THROUGH_ADDRESS(bytes_window_)
THROUGH_ADDRESS(bytes_zigzag_decode_)
THROUGH_ADDRESS(bytes_zigzag_encode_)

/* clang-format off */
#define READ_ADDRESSES(prefix, Handle, name, type, bits, order)                                                        \
    THROUGH_ADDRESS(prefix##_peek_##name)                                                                              \
    THROUGH_ADDRESS(prefix##_get_##name)
#define WRITE_ADDRESSES(prefix, Handle, name, type, bits, order) THROUGH_ADDRESS(prefix##_put_##name)
#define READ_WIDTH_ADDRESSES(prefix, Handle, order)                                                                    \
    READ_ADDRESSES(prefix, Handle, uint_##order, uint64_t, 64, order)                                                  \
    READ_ADDRESSES(prefix, Handle, int_##order, int64_t, 64, order)
#define WRITE_WIDTH_ADDRESSES(prefix, Handle, order)                                                                   \
    THROUGH_ADDRESS(prefix##_put_uint_##order)                                                                         \
    THROUGH_ADDRESS(prefix##_put_int_##order)
#define READS(prefix, Handle)                                                                                          \
    BYTES_NUMBERS_(READ_ADDRESSES, prefix, Handle)                                                                     \
    BYTES_NUMBER_ORDERS_(READ_WIDTH_ADDRESSES, prefix, Handle)                                                         \
    READ_ADDRESSES(prefix, Handle, leb128, uint64_t, 64, ne)                                                           \
    READ_ADDRESSES(prefix, Handle, leb128_zigzag, int64_t, 64, ne)                                                     \
    READ_ADDRESSES(prefix, Handle, quic_varint, uint64_t, 64, ne)
#define WRITES(prefix, Handle)                                                                                         \
    BYTES_NUMBERS_(WRITE_ADDRESSES, prefix, Handle)                                                                    \
    BYTES_NUMBER_ORDERS_(WRITE_WIDTH_ADDRESSES, prefix, Handle)                                                        \
    THROUGH_ADDRESS(prefix##_put_leb128)                                                                               \
    THROUGH_ADDRESS(prefix##_put_leb128_zigzag)                                                                        \
    THROUGH_ADDRESS(prefix##_put_quic_varint)                                                                          \
    THROUGH_ADDRESS(prefix##_put_quic_varint_wide)

READS(bytes, Bytes)
READS(bytes_mut, BytesMut)
READS(bytes_queue, BytesQueue)
WRITES(bytes_mut, BytesMut)
WRITES(bytes_queue, BytesQueue)

TEST(what_numbers_are_made_of_works_through_its_address)
{
    const bool big = call_bytes_is_big_endian_();
    uint8_t raw[BYTES_NUMBER_MAX_];
    uint64_t value = 0;
    CHECK_EQ(call_bytes_swap16_(0x1234), 0x3412);
    CHECK_EQ(call_bytes_swap32_(0x12345678), 0x78563412);
    CHECK_EQ(call_bytes_swap64_(0x12), 0x1200000000000000);
    call_bytes_store_be_(raw, 3, 0x010203);
    CHECK_EQ(call_bytes_load_be_(raw, 3), 0x010203);
    CHECK_EQ(call_bytes_load_le_(raw, 3), 0x030201);
    call_bytes_store_le_(raw, 3, 0x010203);
    CHECK_EQ(call_bytes_load_ne_(raw, 3), big ? 0x030201 : 0x010203);
    call_bytes_store_ne_(raw, 3, 0x010203);
    CHECK_EQ(raw[0], big ? 1 : 3);
    CHECK(call_bytes_fits_uint_(255, 1) && !call_bytes_fits_uint_(256, 1));
    CHECK(call_bytes_fits_int_(-128, 1) && !call_bytes_fits_int_(128, 1));
    CHECK_EQ(call_bytes_extend_sign_(0x80, 1), -128);
    CHECK_EQ(call_bytes_zigzag_encode_(-2), 3);
    CHECK_EQ(call_bytes_zigzag_decode_(3), -2);
    CHECK_EQ(call_bytes_leb128_size(300), 2);
    raw[0] = 5;
    CHECK(call_bytes_leb128_decode_(raw, 1, &value) == 1 && value == 5);
    CHECK_EQ(call_bytes_quic_varint_size(300), 2);
    CHECK_EQ(call_bytes_quic_varint_width_(0x85), 4);
    CHECK(call_bytes_is_quic_width_(4) && !call_bytes_is_quic_width_(3));
    call_bytes_quic_varint_encode_(300, 2, raw);
    CHECK(call_bytes_quic_varint_decode_(raw, 2, &value) == 2 && value == 300);
}

/* A number goes to a buffer and to a queue, and is read from these and from a view. What is between the parentheses
 * stands behind the number, or between the handle and its place. */
#define CHECK_NUMBER(type, read, write, size, width_read, width_write)                                                 \
    {                                                                                                                  \
        BytesMut buffer = BYTES_MUT_EMPTY;                                                                             \
        BytesQueue queue = BYTES_QUEUE_EMPTY;                                                                          \
        Bytes view = BYTES_EMPTY;                                                                                      \
        type out[6] = {0, 0, 0, 0, 0, 0};                                                                              \
        CHECK_EQ(call_bytes_mut_put_##write(&buffer, 7 width_write), 0);                                               \
        CHECK_EQ(call_bytes_queue_put_##write(&queue, 7 width_write), 0);                                              \
        CHECK(buffer.len == (size) && queue.len == (size));                                                            \
        CHECK(call_bytes_mut_peek_##read(&buffer, 0 width_read, &out[0]) > 0);                                         \
        CHECK(call_bytes_queue_peek_##read(&queue, 0 width_read, &out[1]) > 0);                                        \
        CHECK(!(call_bytes_queue_peek_##read(&queue, size width_read, &out[1]) > 0));                                  \
        view = bytes_static(buffer.data, buffer.len);                                                                  \
        CHECK(call_bytes_peek_##read(&view, 0 width_read, &out[2]) > 0);                                               \
        CHECK(call_bytes_get_##read(&view width_read, &out[3]) > 0 && view.len == 0);                                  \
        CHECK(call_bytes_mut_get_##read(&buffer width_read, &out[4]) > 0 && buffer.len == 0);                          \
        CHECK(call_bytes_queue_get_##read(&queue width_read, &out[5]) > 0 && queue.len == 0);                          \
        for (int i = 0; i < 6; i++) {                                                                                  \
            CHECK_EQ(out[i], 7);                                                                                       \
        }                                                                                                              \
        bytes_mut_drop(&buffer);                                                                                       \
        bytes_queue_drop(&queue);                                                                                      \
    }
#define COMMA ,
#define CHECK_FIXED(prefix, Handle, name, type, bits, order) CHECK_NUMBER(type, name, name, bits / 8, , )
#define CHECK_WIDTHS(prefix, Handle, order)                                                                            \
    CHECK_NUMBER(uint64_t, uint_##order, uint_##order, 3, COMMA 3, COMMA 3)                                            \
    CHECK_NUMBER(int64_t, int_##order, int_##order, 5, COMMA 5, COMMA 5)

TEST(numbers_of_fixed_size_work_through_their_address)
{
    BYTES_NUMBERS_(CHECK_FIXED, , )
}

TEST(numbers_of_any_width_work_through_their_address)
{
    BYTES_NUMBER_ORDERS_(CHECK_WIDTHS, , )
    CHECK_NUMBER(uint64_t, leb128, leb128, 1, , )
    CHECK_NUMBER(int64_t, leb128_zigzag, leb128_zigzag, 1, , )
    CHECK_NUMBER(uint64_t, quic_varint, quic_varint, 1, , )
    CHECK_NUMBER(uint64_t, quic_varint, quic_varint_wide, 4, , COMMA 4)
}

TEST(what_the_families_rest_on_works_through_its_address)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes view;
    uint8_t scratch[BYTES_NUMBER_MAX_];
    CHECK_EQ(call_bytes_mut_write_(&buffer, "abc", 3), 0);
    CHECK_EQ(call_bytes_queue_write_(&queue, "abc", 3), 0);
    view = bytes_static(buffer.data, buffer.len);
    CHECK_EQ(call_bytes_window_(&view, 1, 2, scratch).len, 2);
    CHECK_EQ(call_bytes_mut_window_(&buffer, 1, 2, scratch).len, 2);
    CHECK_EQ(call_bytes_queue_window_(&queue, 1, 2, scratch).len, 2);
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
}

THROUGH_ADDRESS_MAIN()
/* clang-format on */
