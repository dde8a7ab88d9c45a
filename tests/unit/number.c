/* SPDX-License-Identifier: MIT */
/* Numbers of fixed size and of 1 to 8 bytes, against bytes laid out by hand. */
#include <bytes/number.h>

#include "no_memory.h"
#include "number_table.h"
#include "random.h"
#include "tap.h"

/* Independently of the header: one byte at a time, by the meaning of the byte order. */
enum Order { be, le, ne };

static void lay_out(uint8_t *to, const void *number, size_t width, enum Order order)
{
    const union {
        uint16_t number;
        uint8_t bytes[2];
    } probe = {1};
    const bool machine_is_little = probe.bytes[0] == 1;
    const uint8_t *from = number;
    for (size_t i = 0; i < width; i++) {
        const bool as_is = order == ne || (order == le) == machine_is_little;
        to[i] = from[as_is ? i : width - 1 - i];
    }
}

/* A test for each row of the table. */
#define ROW_TEST(name, type, bits, order)                                                                              \
    TEST(name##_is_read_and_written)                                                                                   \
    {                                                                                                                  \
        for (int round = 0; round < 200; round++) {                                                                    \
            const uint64_t random = round == 0 ? 0 : round == 1 ? UINT64_MAX : random_bits();                          \
            uint8_t laid_out[3 + sizeof(type)] = {0xa5, 0x5a, 0xa5};                                                   \
            uint##bits##_t pattern = (uint##bits##_t)random;                                                           \
            type value;                                                                                                \
            type out;                                                                                                  \
            Bytes view;                                                                                                \
            Bytes other;                                                                                               \
            BytesMut buffer = BYTES_MUT_EMPTY;                                                                         \
            if ((type)0.5f != 0) { /* a float: passing a signalling NaN by value may change it */                      \
                pattern &= (uint##bits##_t) ~((uint##bits##_t)1 << (bits - 2));                                        \
            }                                                                                                          \
            memcpy(&value, &pattern, sizeof(value));                                                                   \
            lay_out(laid_out + 3, &pattern, sizeof(pattern), order);                                                   \
                                                                                                                       \
            /* In a static view. */                                                                                    \
            view = bytes_static(laid_out, sizeof(laid_out));                                                           \
            CHECK(bytes_peek_##name(&view, 3, &out) && memcmp(&out, &value, sizeof(out)) == 0);                        \
            memset(&out, 0x77, sizeof(out));                                                                           \
            CHECK(!bytes_peek_##name(&view, 4, &out));                                                                 \
            CHECK(!bytes_peek_##name(&view, sizeof(laid_out), &out));                                                  \
            CHECK(!bytes_peek_##name(&view, SIZE_MAX - sizeof(type), &out));                                           \
            CHECK(!bytes_peek_##name(&view, SIZE_MAX, &out));                                                          \
            CHECK(memcmp(&out, "wwwwwwww", sizeof(out)) == 0);                                                         \
            CHECK(bytes_get_##name(&view, &out));                                                                      \
            CHECK_EQ(view.len, 3);                                                                                     \
            CHECK_EQ(view.data - laid_out, sizeof(type));                                                              \
                                                                                                                       \
            /* Put, unaligned, while the buffer grows. */                                                              \
            CHECK_EQ(bytes_mut_put(&buffer, laid_out, 3), 0);                                                          \
            for (int i = 0; i < 20; i++) {                                                                             \
                CHECK_EQ(bytes_mut_put_##name(&buffer, value), 0);                                                     \
            }                                                                                                          \
            CHECK_EQ(buffer.len, 3 + 20 * sizeof(type));                                                               \
            CHECK(memcmp(buffer.data, laid_out, sizeof(laid_out)) == 0);                                               \
            CHECK(memcmp(buffer.data + buffer.len - sizeof(type), laid_out + 3, sizeof(type)) == 0);                   \
                                                                                                                       \
            /* Off the buffer. */                                                                                      \
            CHECK(bytes_mut_peek_##name(&buffer, 3 + 19 * sizeof(type), &out));                                        \
            CHECK(memcmp(&out, &value, sizeof(out)) == 0);                                                             \
            CHECK(!bytes_mut_peek_##name(&buffer, 4 + 19 * sizeof(type), &out));                                       \
            CHECK(!bytes_mut_peek_##name(&buffer, SIZE_MAX, &out));                                                    \
            bytes_mut_advance(&buffer, 3);                                                                             \
            CHECK(bytes_mut_get_##name(&buffer, &out) && memcmp(&out, &value, sizeof(out)) == 0);                      \
            CHECK_EQ(buffer.len, 19 * sizeof(type));                                                                   \
                                                                                                                       \
            /* Off a view that is shared, then unique, down to the last byte. */                                       \
            view = bytes_mut_split_freeze(&buffer, 3 * sizeof(type));                                                  \
            other = bytes_clone(&view);                                                                                \
            CHECK(bytes_get_##name(&view, &out) && memcmp(&out, &value, sizeof(out)) == 0);                            \
            CHECK_EQ(view.len, 2 * sizeof(type));                                                                      \
            bytes_drop(&other);                                                                                        \
            bytes_mut_drop(&buffer);                                                                                   \
            CHECK(bytes_is_unique(&view));                                                                             \
            CHECK(bytes_get_##name(&view, &out));                                                                      \
            bytes_truncate(&view, sizeof(type) - 1 + (sizeof(type) == 1));                                             \
            if (sizeof(type) != 1) {                                                                                   \
                const Bytes before = view;                                                                             \
                memset(&out, 0x77, sizeof(out));                                                                       \
                CHECK(!bytes_get_##name(&view, &out));                                                                 \
                CHECK(memcmp(&out, "wwwwwwww", sizeof(out)) == 0);                                                     \
                CHECK(memcmp(&before, &view, sizeof(view)) == 0);                                                      \
            } else {                                                                                                   \
                CHECK(bytes_get_##name(&view, &out));                                                                  \
                CHECK(view.storage == NULL);                                                                           \
                CHECK(!bytes_get_##name(&view, &out));                                                                 \
            }                                                                                                          \
            bytes_drop(&view);                                                                                         \
                                                                                                                       \
            /* The last bytes of a view: it drops its reference. */                                                    \
            CHECK_EQ(bytes_copy(laid_out + 3, sizeof(type), &view), 0);                                                \
            CHECK(bytes_get_##name(&view, &out) && memcmp(&out, &value, sizeof(out)) == 0);                            \
            CHECK(view.len == 0 && view.storage == NULL);                                                              \
        }                                                                                                              \
        {                                                                                                              \
            Bytes view = BYTES_EMPTY;                                                                                  \
            BytesMut buffer = BYTES_MUT_EMPTY;                                                                         \
            type out;                                                                                                  \
            CHECK(!bytes_get_##name(&view, &out) && !bytes_peek_##name(&view, 0, &out));                               \
            CHECK(!bytes_mut_get_##name(&buffer, &out) && !bytes_mut_peek_##name(&buffer, 0, &out));                   \
            CHECK(!bytes_peek_##name(&view, SIZE_MAX, &out) && !bytes_mut_peek_##name(&buffer, SIZE_MAX, &out));       \
        }                                                                                                              \
        CHECK_NO_MEMORY(bytes_mut_put_##name(&buffer, (type)1));                                                       \
    }
NUMBERS(ROW_TEST)

TEST(numbers_are_laid_out_as_their_names_say)
{
    BytesMut b = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_u8(&b, 0xfe), 0);
    CHECK_EQ(bytes_mut_put_i8(&b, -2), 0);
    CHECK_EQ(bytes_mut_put_u16_be(&b, 0x0102), 0);
    CHECK_EQ(bytes_mut_put_i16_le(&b, -2), 0);
    CHECK_EQ(bytes_mut_put_u32_le(&b, 0x01020304), 0);
    CHECK_EQ(bytes_mut_put_i64_be(&b, INT64_MIN), 0);
    CHECK_EQ(bytes_mut_put_f32_be(&b, 1.0f), 0);
    CHECK_EQ(bytes_mut_put_f64_le(&b, -2.0), 0);
    CHECK_MEM(b.data, b.len,
              "\xfe\xfe\x01\x02\xfe\xff\x04\x03\x02\x01\x80\0\0\0\0\0\0\0\x3f\x80\0\0\0\0\0\0\0\0\0\xc0");
    bytes_mut_drop(&b);
}

#define WIDTHS_TEST(order)                                                                                             \
    TEST(integers_of_any_width_##order)                                                                                \
    {                                                                                                                  \
        for (int round = 0; round < 4000; round++) {                                                                   \
            const size_t width = (size_t)round % 8 + 1;                                                                \
            const uint64_t mask = UINT64_MAX >> (64 - 8 * width);                                                      \
            const uint64_t value = round < 8    ? mask                                                                 \
                                   : round < 16 ? mask / 2                                                             \
                                   : round < 24 ? mask / 2 + 1                                                         \
                                                : random_bits() & mask;                                                \
            const bool negative = value > mask / 2;                                                                    \
            /* value - 2^(8 width) */                                                                                  \
            const int64_t expected = negative ? -(int64_t)(mask - value) - 1 : (int64_t)value;                         \
            uint8_t laid_out[8];                                                                                       \
            uint64_t high = value << (64 - 8 * width);                                                                 \
            uint64_t out = 7;                                                                                          \
            int64_t signed_out = 7;                                                                                    \
            BytesMut b = BYTES_MUT_EMPTY;                                                                              \
            Bytes view;                                                                                                \
            for (size_t i = 0; i < width; i++) {                                                                       \
                const union {                                                                                          \
                    uint16_t number;                                                                                   \
                    uint8_t bytes[2];                                                                                  \
                } probe = {1};                                                                                         \
                const bool little = order == le || (order == ne && probe.bytes[0] == 1);                               \
                laid_out[little ? width - 1 - i : i] = (uint8_t)(high >> 56);                                          \
                high <<= 8;                                                                                            \
            }                                                                                                          \
            CHECK_EQ(bytes_mut_put_uint_##order(&b, value, width), 0);                                                 \
            CHECK_EQ(bytes_mut_put_int_##order(&b, expected, width), 0);                                               \
            CHECK_EQ(b.len, 2 * width);                                                                                \
            CHECK(memcmp(b.data, laid_out, width) == 0 && memcmp(b.data + width, laid_out, width) == 0);               \
            if (width < 8) {                                                                                           \
                CHECK_EQ(bytes_mut_put_uint_##order(&b, mask + 1, width), BYTES_ERANGE);                               \
                CHECK_EQ(bytes_mut_put_uint_##order(&b, UINT64_MAX, width), BYTES_ERANGE);                             \
                CHECK_EQ(bytes_mut_put_int_##order(&b, (int64_t)(mask / 2 + 1), width), BYTES_ERANGE);                 \
                CHECK_EQ(bytes_mut_put_int_##order(&b, -(int64_t)(mask / 2) - 2, width), BYTES_ERANGE);                \
                CHECK_EQ(bytes_mut_put_int_##order(&b, INT64_MIN, width), BYTES_ERANGE);                               \
                CHECK_EQ(bytes_mut_put_int_##order(&b, INT64_MAX, width), BYTES_ERANGE);                               \
            }                                                                                                          \
            CHECK_EQ(b.len, 2 * width);                                                                                \
            CHECK(bytes_mut_peek_uint_##order(&b, width, width, &out) && out == value);                                \
            CHECK(bytes_mut_peek_int_##order(&b, 0, width, &signed_out));                                              \
            CHECK_EQ(signed_out, expected);                                                                            \
            CHECK(bytes_mut_get_uint_##order(&b, width, &out) && out == value);                                        \
            CHECK(bytes_mut_get_int_##order(&b, width, &signed_out) && signed_out == expected);                        \
            CHECK(b.len == 0 && b.storage != NULL);                                                                    \
            CHECK(!bytes_mut_get_int_##order(&b, width, &signed_out));                                                 \
            bytes_mut_drop(&b);                                                                                        \
            view = bytes_static(laid_out, width);                                                                      \
            CHECK(bytes_peek_uint_##order(&view, 0, width, &out) && out == value);                                     \
            CHECK(bytes_peek_int_##order(&view, 0, width, &signed_out) && signed_out == expected);                     \
            out = 7;                                                                                                   \
            CHECK(!bytes_peek_uint_##order(&view, 1, width, &out) && out == 7);                                        \
            CHECK(!bytes_peek_uint_##order(&view, SIZE_MAX, width, &out));                                             \
            CHECK(!bytes_get_uint_##order(&view, 0, &out) && !bytes_get_uint_##order(&view, 9, &out));                 \
            CHECK(!bytes_get_int_##order(&view, 0, &signed_out));                                                      \
            CHECK(!bytes_get_int_##order(&view, SIZE_MAX, &signed_out));                                               \
            CHECK_EQ(view.len, width);                                                                                 \
            view.len--;                                                                                                \
            CHECK(!bytes_get_uint_##order(&view, width, &out) && view.len == width - 1 && out == 7);                   \
            view.len++;                                                                                                \
            CHECK(bytes_get_int_##order(&view, width, &signed_out) && signed_out == expected && view.len == 0);        \
        }                                                                                                              \
        CHECK_NO_MEMORY(bytes_mut_put_uint_##order(&buffer, 1, 3));                                                    \
        CHECK_NO_MEMORY(bytes_mut_put_int_##order(&buffer, -1, 3));                                                    \
        {                                                                                                              \
            BytesMut b = BYTES_MUT_EMPTY;                                                                              \
            CHECK_EQ(bytes_mut_put_uint_##order(&b, 0, 0), BYTES_EINVAL);                                              \
            CHECK_EQ(bytes_mut_put_uint_##order(&b, 0, 9), BYTES_EINVAL);                                              \
            CHECK_EQ(bytes_mut_put_int_##order(&b, 0, 0), BYTES_EINVAL);                                               \
            CHECK_EQ(bytes_mut_put_int_##order(&b, 0, SIZE_MAX), BYTES_EINVAL);                                        \
            CHECK_EQ(b.len, 0);                                                                                        \
        }                                                                                                              \
    }
NUMBER_ORDERS(WIDTHS_TEST)

TAP_MAIN()
