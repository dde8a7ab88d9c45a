/* SPDX-License-Identifier: MIT */
/* Numbers read and written: every member of the family against bytes laid out by hand, and at its edges. */
#include <bytes/number.h>

#include "failing.h"
#include "tap.h"

/* Small, fast, the same on every machine: xorshift64*, G. Marsaglia and S. Vigna. */
static uint64_t random_state = 88172645463325252u;

static uint64_t random_bits(void)
{
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 2685821657736338717u;
}

static size_t random_below(size_t limit)
{
    return (size_t)(random_bits() % limit); /* cast: it is below a size */
}

/* Numbers of all magnitudes, not only large ones. */
static uint64_t random_number(void)
{
    const uint64_t bits = random_bits();
    return bits >> (random_bits() % 64);
}

/* A full buffer whose allocator has nothing more to give. */
static BytesMut full_buffer(void)
{
    BytesMut buffer;
    failing.fails = false;
    CHECK_EQ(bytes_mut_with_capacity_in(&failing.base, 32, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', buffer.cap), 0);
    failing.fails = true;
    return buffer;
}

#define CHECK_NO_MEMORY(put)                                                                                           \
    do {                                                                                                               \
        BytesMut buffer = full_buffer();                                                                               \
        const BytesMut before = buffer;                                                                                \
        CHECK_EQ(put, BYTES_ENOMEM);                                                                                   \
        CHECK(memcmp(&before, &buffer, sizeof(before)) == 0);                                                          \
        bytes_mut_drop(&buffer);                                                                                       \
    } while (0)

/* What the header must not use: the bytes of a number one at a time, by the meaning of the order's name. */
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

/* One test for each row of the table. */
#define ROW_TEST(prefix, Handle, name, type, bits, order)                                                              \
    TEST(name##_is_read_and_written)                                                                                   \
    {                                                                                                                  \
        for (int round = 0; round < 200; round++) {                                                                    \
            const uint64_t random = round == 0 ? 0 : round == 1 ? UINT64_MAX : random_bits();                          \
            uint8_t laid_out[3 + sizeof(type)] = {0xa5, 0x5a, 0xa5};                                                   \
            uint##bits##_t pattern = (uint##bits##_t)random; /* cast: as many bits as there are */                     \
            type value;                                                                                                \
            type out;                                                                                                  \
            Bytes view;                                                                                                \
            Bytes other;                                                                                               \
            BytesMut buffer = BYTES_MUT_EMPTY;                                                                         \
            if ((type)0.5f != 0) { /* a float; one that is no number need not survive being passed by value */        \
                pattern &= (uint##bits##_t)~((uint##bits##_t)1 << (bits - 2));                                         \
            }                                                                                                          \
            memcpy(&value, &pattern, sizeof(value));                                                                   \
            lay_out(laid_out + 3, &pattern, sizeof(pattern), order);                                                   \
                                                                                                                       \
            /* From a static view, at every offset. */                                                                 \
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
            /* Put, also where the buffer grows and at an odd place. */                                                \
            CHECK_EQ(bytes_mut_put(&buffer, laid_out, 3), 0);                                                          \
            for (int i = 0; i < 20; i++) {                                                                             \
                CHECK_EQ(bytes_mut_put_##name(&buffer, value), 0);                                                     \
            }                                                                                                          \
            CHECK_EQ(buffer.len, 3 + 20 * sizeof(type));                                                               \
            CHECK(memcmp(buffer.data, laid_out, sizeof(laid_out)) == 0);                                               \
            CHECK(memcmp(buffer.data + buffer.len - sizeof(type), laid_out + 3, sizeof(type)) == 0);                   \
                                                                                                                       \
            /* Out of the buffer. */                                                                                   \
            CHECK(bytes_mut_peek_##name(&buffer, 3 + 19 * sizeof(type), &out));                                        \
            CHECK(memcmp(&out, &value, sizeof(out)) == 0);                                                             \
            CHECK(!bytes_mut_peek_##name(&buffer, 4 + 19 * sizeof(type), &out));                                       \
            CHECK(!bytes_mut_peek_##name(&buffer, SIZE_MAX, &out));                                                    \
            bytes_mut_advance(&buffer, 3);                                                                             \
            CHECK(bytes_mut_get_##name(&buffer, &out) && memcmp(&out, &value, sizeof(out)) == 0);                      \
            CHECK_EQ(buffer.len, 19 * sizeof(type));                                                                   \
                                                                                                                       \
            /* Out of a view that is shared, then of a sole one, down to the last byte. */                             \
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
            /* The last bytes of a view: the reference goes. */                                                        \
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
BYTES_NUMBERS_(ROW_TEST, , )

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

#define WIDTHS_TEST(prefix, Handle, order)                                                                             \
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
            /* The sign extended by arithmetic: value - 2^(8 width). */                                                \
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
BYTES_NUMBER_ORDERS_(WIDTHS_TEST, , )

TEST(leb128_of_known_numbers)
{
    static const struct {
        uint64_t value;
        size_t len;
        const char *bytes;
    } known[] = {
        {0, 1, "\x00"},
        {1, 1, "\x01"},
        {127, 1, "\x7f"},
        {128, 2, "\x80\x01"},
        {16383, 2, "\xff\x7f"},
        {16384, 3, "\x80\x80\x01"},
        {624485, 3, "\xe5\x8e\x26"}, /* the example of DWARF and of WebAssembly */
        {UINT64_MAX >> 1, 9, "\xff\xff\xff\xff\xff\xff\xff\xff\x7f"},
        {(UINT64_MAX >> 1) + 1, 10, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"},
        {UINT64_MAX, 10, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        BytesMut b = BYTES_MUT_EMPTY;
        Bytes view = bytes_static(known[i].bytes, known[i].len);
        uint64_t out = 7;
        CHECK_EQ(bytes_leb128_size(known[i].value), known[i].len);
        CHECK_EQ(bytes_mut_put_leb128(&b, known[i].value), 0);
        CHECK_EQ(b.len, known[i].len);
        CHECK(memcmp(b.data, known[i].bytes, b.len) == 0);
        CHECK_EQ(bytes_mut_get_leb128(&b, &out), known[i].len);
        CHECK(out == known[i].value);
        out = 7;
        for (size_t len = 0; len < known[i].len; len++) {
            Bytes part = bytes_static(known[i].bytes, len);
            CHECK_EQ(bytes_get_leb128(&part, &out), 0);
            CHECK(out == 7 && part.len == len);
        }
        CHECK_EQ(bytes_peek_leb128(&view, 0, &out), known[i].len);
        CHECK_EQ(bytes_peek_leb128(&view, known[i].len, &out), 0);
        CHECK_EQ(bytes_peek_leb128(&view, SIZE_MAX, &out), 0);
        CHECK_EQ(bytes_get_leb128(&view, &out), known[i].len);
        CHECK(out == known[i].value && view.len == 0);
        bytes_mut_drop(&b);
    }
    CHECK_NO_MEMORY(bytes_mut_put_leb128(&buffer, 1));
    CHECK_NO_MEMORY(bytes_mut_put_leb128(&buffer, UINT64_MAX));
    CHECK_NO_MEMORY(bytes_mut_put_leb128_zigzag(&buffer, -1));
}

TEST(leb128_that_is_over_long_or_over_wide_is_refused)
{
    static const struct {
        int error;
        size_t len;
        const char *bytes;
    } bad[] = {
        {BYTES_EINVAL, 2, "\x80\x00"},
        {BYTES_EINVAL, 3, "\xff\x80\x00"},
        {BYTES_EINVAL, 9, "\xff\xff\xff\xff\xff\xff\xff\xff\x00"},
        {BYTES_EINVAL, 10, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00"},
        {BYTES_ERANGE, 10, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02"},
        {BYTES_ERANGE, 10, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f"},
        {BYTES_ERANGE, 10, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"}, /* known before the eleventh is there */
        {BYTES_ERANGE, 11, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"},
        {BYTES_ERANGE, 12, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        Bytes view = bytes_static(bad[i].bytes, bad[i].len);
        uint64_t out = 7;
        int64_t signed_out = 7;
        CHECK_EQ(bytes_peek_leb128(&view, 0, &out), bad[i].error);
        CHECK_EQ(bytes_get_leb128(&view, &out), bad[i].error);
        CHECK_EQ(bytes_get_leb128_zigzag(&view, &signed_out), bad[i].error);
        CHECK(out == 7 && signed_out == 7 && view.len == bad[i].len);
        view.len = bad[i].len < 10 ? bad[i].len - 1 : 9; /* one less is only short */
        CHECK_EQ(bytes_get_leb128(&view, &out), 0);
    }
}

TEST(zigzag_of_known_numbers)
{
    static const struct {
        int64_t value;
        uint64_t coded;
    } known[] = {
        {0, 0},
        {-1, 1},
        {1, 2},
        {-2, 3},
        {2, 4},
        {-64, 127},
        {64, 128},
        {INT32_MAX, 4294967294u},
        {INT32_MIN, 4294967295u},
        {INT64_MAX, UINT64_MAX - 1},
        {INT64_MIN, UINT64_MAX},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        BytesMut b = BYTES_MUT_EMPTY;
        uint64_t coded = 7;
        int64_t out = 7;
        CHECK_EQ(bytes_mut_put_leb128_zigzag(&b, known[i].value), 0);
        CHECK_EQ(bytes_mut_peek_leb128(&b, 0, &coded), bytes_leb128_size(known[i].coded));
        CHECK(coded == known[i].coded);
        CHECK_EQ(bytes_mut_peek_leb128_zigzag(&b, 0, &out), b.len);
        CHECK_EQ(out, known[i].value);
        CHECK_EQ(bytes_mut_get_leb128_zigzag(&b, &out), bytes_leb128_size(known[i].coded));
        CHECK_EQ(b.len, 0);
        bytes_mut_drop(&b);
    }
}

TEST(quic_varints_of_known_numbers)
{
    /* RFC 9000, appendix A.1, and the ends of each width. */
    static const struct {
        uint64_t value;
        size_t len;
        const char *bytes;
    } known[] = {
        {0, 1, "\x00"},
        {37, 1, "\x25"},
        {63, 1, "\x3f"},
        {64, 2, "\x40\x40"},
        {15293, 2, "\x7b\xbd"},
        {16383, 2, "\x7f\xff"},
        {16384, 4, "\x80\x00\x40\x00"},
        {494878333, 4, "\x9d\x7f\x3e\x7d"},
        {1073741823, 4, "\xbf\xff\xff\xff"},
        {1073741824, 8, "\xc0\x00\x00\x00\x40\x00\x00\x00"},
        {151288809941952652u, 8, "\xc2\x19\x7c\x5e\xff\x14\xe8\x8c"},
        {BYTES_QUIC_VARINT_MAX, 8, "\xff\xff\xff\xff\xff\xff\xff\xff"},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        BytesMut b = BYTES_MUT_EMPTY;
        Bytes view = bytes_static(known[i].bytes, known[i].len);
        uint64_t out = 7;
        CHECK_EQ(bytes_quic_varint_size(known[i].value), known[i].len);
        CHECK_EQ(bytes_mut_put_quic_varint(&b, known[i].value), 0);
        CHECK_EQ(b.len, known[i].len);
        CHECK(memcmp(b.data, known[i].bytes, b.len) == 0);
        for (size_t len = 0; len < known[i].len; len++) {
            Bytes part = bytes_static(known[i].bytes, len);
            CHECK_EQ(bytes_get_quic_varint(&part, &out), 0);
            CHECK(out == 7 && part.len == len);
        }
        CHECK_EQ(bytes_peek_quic_varint(&view, known[i].len, &out), 0);
        CHECK_EQ(bytes_peek_quic_varint(&view, SIZE_MAX, &out), 0);
        CHECK_EQ(bytes_get_quic_varint(&view, &out), known[i].len);
        CHECK(out == known[i].value && view.len == 0);
        for (size_t width = 0; width < 20; width++) {
            const bool exists = width == 1 || width == 2 || width == 4 || width == 8;
            bytes_mut_clear(&b);
            CHECK_EQ(bytes_mut_put_quic_varint_wide(&b, known[i].value, width),
                     !exists                ? BYTES_EINVAL
                     : width < known[i].len ? BYTES_ERANGE
                                            : 0);
            if (!exists || width < known[i].len) {
                CHECK_EQ(b.len, 0);
                continue;
            }
            CHECK_EQ(b.len, width);
            CHECK_EQ(bytes_mut_peek_quic_varint(&b, 0, &out), width);
            CHECK(out == known[i].value);
            CHECK_EQ(bytes_mut_get_quic_varint(&b, &out), width);
        }
        bytes_mut_drop(&b);
    }
    {
        Bytes wide = BYTES_LITERAL("\x40\x25"); /* the appendix's 37 in two bytes */
        BytesMut b = BYTES_MUT_EMPTY;
        uint64_t out;
        CHECK_EQ(bytes_get_quic_varint(&wide, &out), 2);
        CHECK_EQ(out, 37);
        CHECK_EQ(bytes_quic_varint_size(BYTES_QUIC_VARINT_MAX + 1), 0);
        CHECK_EQ(bytes_mut_put_quic_varint(&b, BYTES_QUIC_VARINT_MAX + 1), BYTES_ERANGE);
        CHECK_EQ(bytes_mut_put_quic_varint(&b, UINT64_MAX), BYTES_ERANGE);
        CHECK_EQ(bytes_mut_put_quic_varint_wide(&b, BYTES_QUIC_VARINT_MAX + 1, 8), BYTES_ERANGE);
        CHECK_EQ(bytes_mut_put_quic_varint_wide(&b, 0, SIZE_MAX), BYTES_EINVAL);
        CHECK_EQ(b.len, 0);
    }
    CHECK_NO_MEMORY(bytes_mut_put_quic_varint(&buffer, 1));
    CHECK_NO_MEMORY(bytes_mut_put_quic_varint_wide(&buffer, 1, 8));
}

TEST(random_variable_length_numbers_come_back)
{
    BytesMut b = BYTES_MUT_EMPTY;
    for (int round = 0; round < 20000; round++) {
        const uint64_t value = random_number();
        const uint64_t quic = value & BYTES_QUIC_VARINT_MAX;
        int64_t signed_value;
        uint64_t out;
        int64_t signed_out;
        memcpy(&signed_value, &value, sizeof(value));
        CHECK_EQ(bytes_mut_put_leb128(&b, value), 0);
        CHECK_EQ(b.len, bytes_leb128_size(value));
        CHECK_EQ(bytes_mut_put_leb128_zigzag(&b, signed_value), 0);
        CHECK_EQ(bytes_mut_put_quic_varint(&b, quic), 0);
        CHECK(bytes_mut_get_leb128(&b, &out) > 0 && out == value);
        CHECK(bytes_mut_get_leb128_zigzag(&b, &signed_out) > 0 && signed_out == signed_value);
        CHECK(bytes_mut_get_quic_varint(&b, &out) > 0 && out == quic);
        CHECK_EQ(b.len, 0);
    }
    bytes_mut_drop(&b);
}

TEST(random_bytes_are_leb128_only_in_the_form_that_is_written)
{
    for (int round = 0; round < 200000; round++) {
        uint8_t raw[12];
        uint64_t out;
        Bytes view = bytes_static(raw, random_below(sizeof(raw) + 1));
        int taken;
        for (size_t i = 0; i < sizeof(raw); i++) {
            const uint64_t bits = random_bits();
            raw[i] = (uint8_t)(bits % 4 == 0 ? 0x80 : bits % 4 == 1 ? bits >> 9 & 1 : bits >> 8);
            raw[i] |= bits >> 60 < 14 ? 0x80 : 0; /* mostly long ones */
        }
        taken = bytes_peek_leb128(&view, 0, &out);
        if (taken > 0) {
            BytesMut b = BYTES_MUT_EMPTY;
            CHECK_EQ(bytes_mut_put_leb128(&b, out), 0);
            CHECK_EQ(b.len, taken);
            CHECK(memcmp(b.data, raw, b.len) == 0);
            bytes_mut_drop(&b);
        }
    }
}

TEST(slots_are_filled_with_numbers)
{
    for (size_t width = 1; width <= 9; width++) {
        const uint64_t largest = UINT64_MAX >> (width <= 8 ? 64 - 8 * width : 0);
        const bool is_quic = width == 1 || width == 2 || width == 4 || width == 8;
        BytesMut b = BYTES_MUT_EMPTY;
        BytesSlot big, little, quic, late;
        uint64_t out;
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &big), 0);
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &little), 0);
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &quic), 0);
        CHECK_EQ(bytes_mut_put_bytes(&b, 'x', 1000), 0); /* the block has moved */
        if (width > 8) {
            CHECK_EQ(bytes_mut_fill_slot_be(&b, &big, 1), BYTES_EINVAL);
            CHECK_EQ(bytes_mut_fill_slot_le(&b, &little, 1), BYTES_EINVAL);
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, 1), BYTES_EINVAL);
            bytes_mut_drop(&b);
            continue;
        }
        if (width < 8) {
            CHECK_EQ(bytes_mut_fill_slot_be(&b, &big, largest + 1), BYTES_EOVERFLOW);
            CHECK_EQ(bytes_mut_fill_slot_le(&b, &little, largest + 1), BYTES_EOVERFLOW);
            CHECK(big.width == width && little.width == width);
        }
        CHECK_EQ(bytes_mut_fill_slot_be(&b, &big, largest - 1), 0);
        CHECK_EQ(bytes_mut_fill_slot_le(&b, &little, largest - 1), 0);
        CHECK_EQ(bytes_mut_fill_slot_be(&b, &big, 0), BYTES_EINVAL); /* filled already */
        CHECK_EQ(bytes_mut_fill_slot_le(&b, &little, 0), BYTES_EINVAL);
        CHECK(bytes_mut_peek_uint_be(&b, 0, width, &out) && out == largest - 1);
        CHECK(bytes_mut_peek_uint_le(&b, width, width, &out) && out == largest - 1);
        if (is_quic) {
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, (largest >> 2) + 1), BYTES_EOVERFLOW);
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, UINT64_MAX), BYTES_EOVERFLOW);
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, 5), 0);
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, 5), BYTES_EINVAL);
            CHECK_EQ(bytes_mut_peek_quic_varint(&b, 2 * width, &out), width);
            CHECK_EQ(out, 5);
        } else {
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, 5), BYTES_EINVAL);
        }
        /* Its bytes have left the buffer. */
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &late), 0);
        bytes_mut_advance(&b, b.len);
        CHECK_EQ(bytes_mut_fill_slot_be(&b, &late, 1), BYTES_ERANGE);
        CHECK_EQ(late.width, width);
        bytes_mut_drop(&b);
    }
}

TAP_MAIN()
