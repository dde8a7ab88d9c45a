/* SPDX-License-Identifier: MIT */
/* The inline functions of number.h and queue_number.h, through their addresses. */
#include "number_table.h"
#include "through_address.h"

THROUGH_ADDRESS(bytes_check_int_)
THROUGH_ADDRESS(bytes_check_quic_varint_)
THROUGH_ADDRESS(bytes_check_uint_)
THROUGH_ADDRESS(bytes_extend_sign_)
THROUGH_ADDRESS(bytes_is_big_endian_)
THROUGH_ADDRESS(bytes_is_width_)
THROUGH_ADDRESS(bytes_leb128_decode_)
THROUGH_ADDRESS(bytes_leb128_size)
THROUGH_ADDRESS(bytes_load_be16_)
THROUGH_ADDRESS(bytes_load_be32_)
THROUGH_ADDRESS(bytes_load_be64_)
THROUGH_ADDRESS(bytes_load_be_)
THROUGH_ADDRESS(bytes_load_le16_)
THROUGH_ADDRESS(bytes_load_le32_)
THROUGH_ADDRESS(bytes_load_le64_)
THROUGH_ADDRESS(bytes_load_le_)
THROUGH_ADDRESS(bytes_load_ne_)
THROUGH_ADDRESS(bytes_queue_end_)
THROUGH_ADDRESS(bytes_queue_ensure_)
THROUGH_ADDRESS(bytes_queue_extend_)
THROUGH_ADDRESS(bytes_queue_window_)
THROUGH_ADDRESS(bytes_quic_varint_decode_)
THROUGH_ADDRESS(bytes_quic_varint_encode_)
THROUGH_ADDRESS(bytes_quic_varint_size)
THROUGH_ADDRESS(bytes_quic_varint_width_)
THROUGH_ADDRESS(bytes_store_be16_)
THROUGH_ADDRESS(bytes_store_be32_)
THROUGH_ADDRESS(bytes_store_be64_)
THROUGH_ADDRESS(bytes_store_be_)
THROUGH_ADDRESS(bytes_store_le16_)
THROUGH_ADDRESS(bytes_store_le32_)
THROUGH_ADDRESS(bytes_store_le64_)
THROUGH_ADDRESS(bytes_store_le_)
THROUGH_ADDRESS(bytes_store_ne_)
THROUGH_ADDRESS(bytes_zigzag_decode_)
THROUGH_ADDRESS(bytes_zigzag_encode_)

/* clang-format off */
#define READ_ADDRESSES(prefix, name)                                                                                   \
    THROUGH_ADDRESS(prefix##_peek_##name)                                                                              \
    THROUGH_ADDRESS(prefix##_get_##name)
#define WRITE_ADDRESSES(prefix, name) THROUGH_ADDRESS(prefix##_put_##name)
#define READ_WIDTH_ADDRESSES(prefix, order)                                                                            \
    READ_ADDRESSES(prefix, uint_##order)                                                                               \
    READ_ADDRESSES(prefix, int_##order)
#define WRITE_WIDTH_ADDRESSES(prefix, order)                                                                           \
    WRITE_ADDRESSES(prefix, uint_##order)                                                                              \
    WRITE_ADDRESSES(prefix, int_##order)
#define VIEW_FIXED(name, type, bits, order) READ_ADDRESSES(bytes, name)
#define VIEW_WIDTHS(order) READ_WIDTH_ADDRESSES(bytes, order)
#define MUT_FIXED(name, type, bits, order) READ_ADDRESSES(bytes_mut, name) WRITE_ADDRESSES(bytes_mut, name)
#define MUT_WIDTHS(order) READ_WIDTH_ADDRESSES(bytes_mut, order) WRITE_WIDTH_ADDRESSES(bytes_mut, order)
#define QUEUE_FIXED(name, type, bits, order) READ_ADDRESSES(bytes_queue, name) WRITE_ADDRESSES(bytes_queue, name)
#define QUEUE_WIDTHS(order) READ_WIDTH_ADDRESSES(bytes_queue, order) WRITE_WIDTH_ADDRESSES(bytes_queue, order)
#define READ_VARIABLE(prefix)                                                                                          \
    READ_ADDRESSES(prefix, leb128)                                                                                     \
    READ_ADDRESSES(prefix, leb128_zigzag)                                                                              \
    READ_ADDRESSES(prefix, quic_varint)
#define WRITE_VARIABLE(prefix)                                                                                         \
    WRITE_ADDRESSES(prefix, leb128)                                                                                    \
    WRITE_ADDRESSES(prefix, leb128_zigzag)                                                                             \
    WRITE_ADDRESSES(prefix, quic_varint)                                                                               \
    WRITE_ADDRESSES(prefix, quic_varint_wide)

NUMBERS(VIEW_FIXED)
NUMBER_ORDERS(VIEW_WIDTHS)
READ_VARIABLE(bytes)
NUMBERS(MUT_FIXED)
NUMBER_ORDERS(MUT_WIDTHS)
READ_VARIABLE(bytes_mut)
WRITE_VARIABLE(bytes_mut)
NUMBERS(QUEUE_FIXED)
NUMBER_ORDERS(QUEUE_WIDTHS)
READ_VARIABLE(bytes_queue)
WRITE_VARIABLE(bytes_queue)

TEST(the_helpers_of_numbers_work_through_their_address)
{
    const bool big = call_bytes_is_big_endian_();
    uint8_t raw[BYTES_NUMBER_MAX_];
    uint64_t value = 0;
    call_bytes_store_be16_(raw, 0x0102);
    CHECK(call_bytes_load_be16_(raw) == 0x0102 && call_bytes_load_le16_(raw) == 0x0201);
    call_bytes_store_le16_(raw, 0x0102);
    CHECK_EQ(call_bytes_load_be16_(raw), 0x0201);
    call_bytes_store_be32_(raw, 0x01020304);
    CHECK(call_bytes_load_be32_(raw) == 0x01020304 && call_bytes_load_le32_(raw) == 0x04030201);
    call_bytes_store_le32_(raw, 0x01020304);
    CHECK_EQ(call_bytes_load_be32_(raw), 0x04030201);
    call_bytes_store_be64_(raw, 0x0102030405060708);
    CHECK_EQ(call_bytes_load_be64_(raw), 0x0102030405060708);
    CHECK_EQ(call_bytes_load_le64_(raw), 0x0807060504030201);
    call_bytes_store_le64_(raw, 0x0102030405060708);
    CHECK_EQ(call_bytes_load_be64_(raw), 0x0807060504030201);
    call_bytes_store_be_(raw, 3, 0x010203);
    CHECK_EQ(call_bytes_load_be_(raw, 3), 0x010203);
    CHECK_EQ(call_bytes_load_le_(raw, 3), 0x030201);
    call_bytes_store_le_(raw, 3, 0x010203);
    CHECK_EQ(call_bytes_load_ne_(raw, 3), big ? 0x030201 : 0x010203);
    call_bytes_store_ne_(raw, 3, 0x010203);
    CHECK_EQ(raw[0], big ? 1 : 3);
    CHECK(call_bytes_is_width_(8) && !call_bytes_is_width_(9));
    CHECK(call_bytes_check_uint_(255, 1) == 0 && call_bytes_check_uint_(256, 1) == BYTES_ERANGE);
    CHECK(call_bytes_check_int_(-128, 1) == 0 && call_bytes_check_int_(128, 1) == BYTES_ERANGE);
    CHECK_EQ(call_bytes_extend_sign_(0x80, 1), -128);
    CHECK_EQ(call_bytes_zigzag_encode_(-2), 3);
    CHECK_EQ(call_bytes_zigzag_decode_(3), -2);
    CHECK_EQ(call_bytes_leb128_size(300), 2);
    raw[0] = 5;
    CHECK(call_bytes_leb128_decode_(raw, 1, &value) == 1 && value == 5);
    CHECK_EQ(call_bytes_quic_varint_size(300), 2);
    CHECK_EQ(call_bytes_quic_varint_width_(0x85), 4);
    CHECK(call_bytes_check_quic_varint_(300, 4) == 0 && call_bytes_check_quic_varint_(300, 3) == BYTES_EINVAL);
    call_bytes_quic_varint_encode_(300, 2, raw);
    CHECK(call_bytes_quic_varint_decode_(raw, 2, &value) == 2 && value == 300);
}

/* Puts a number into a buffer and a queue, and reads it from these and from a view. width_read and width_write are
 * empty, or a comma and the width. */
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
#define CHECK_FIXED(name, type, bits, order) CHECK_NUMBER(type, name, name, bits / 8, , )
#define CHECK_WIDTHS(order)                                                                                            \
    CHECK_NUMBER(uint64_t, uint_##order, uint_##order, 3, COMMA 3, COMMA 3)                                            \
    CHECK_NUMBER(int64_t, int_##order, int_##order, 5, COMMA 5, COMMA 5)

TEST(numbers_of_fixed_size_work_through_their_address)
{
    NUMBERS(CHECK_FIXED)
}

TEST(numbers_of_any_width_work_through_their_address)
{
    NUMBER_ORDERS(CHECK_WIDTHS)
    CHECK_NUMBER(uint64_t, leb128, leb128, 1, , )
    CHECK_NUMBER(int64_t, leb128_zigzag, leb128_zigzag, 1, , )
    CHECK_NUMBER(uint64_t, quic_varint, quic_varint, 1, , )
    CHECK_NUMBER(uint64_t, quic_varint, quic_varint_wide, 4, , COMMA 4)
}

TEST(the_helpers_of_numbers_in_a_queue_work_through_their_address)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    uint8_t scratch[BYTES_NUMBER_MAX_];
    CHECK_EQ(call_bytes_queue_ensure_(&queue, 3), 0);
    memcpy(call_bytes_queue_end_(&queue), "abc", 3);
    call_bytes_queue_extend_(&queue, 3);
    CHECK_EQ(queue.len, 3);
    CHECK_EQ(call_bytes_queue_window_(&queue, 1, 2, scratch).len, 2);
    bytes_queue_drop(&queue);
}

THROUGH_ADDRESS_MAIN()
/* clang-format on */
