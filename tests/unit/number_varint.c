/* SPDX-License-Identifier: MIT */
/* Variable-length numbers, and slots filled with numbers. */
#include <bytes/number.h>

#include "no_memory.h"
#include "random.h"
#include "tap.h"

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

TEST(leb128_that_is_too_long_or_too_large_is_rejected)
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
        {BYTES_ERANGE, 10, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"}, /* known without the eleventh */
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
        view.len = bad[i].len < 10 ? bad[i].len - 1 : 9; /* a prefix is incomplete, not malformed */
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
            CHECK_EQ(bytes_mut_put_quic_varint_wide(&b, known[i].value, width), !exists                ? BYTES_EINVAL
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
        Bytes wide = BYTES_LITERAL("\x40\x25"); /* 37 in two bytes: also in the appendix */
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

TEST(random_variable_length_numbers_are_read_back)
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

TEST(random_bytes_are_leb128_only_in_its_shortest_form)
{
    for (int round = 0; round < 200000; round++) {
        uint8_t raw[12];
        uint64_t out;
        Bytes view = bytes_static(raw, random_below(sizeof(raw) + 1));
        int taken;
        for (size_t i = 0; i < sizeof(raw); i++) {
            const uint64_t bits = random_bits();
            raw[i] = (uint8_t)(bits % 4 == 0 ? 0x80 : bits % 4 == 1 ? bits >> 9 & 1 : bits >> 8);
            raw[i] |= bits >> 60 < 14 ? 0x80 : 0; /* mostly with a continuation bit */
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
        BytesSlot big;
        BytesSlot little;
        BytesSlot native;
        BytesSlot quic;
        BytesSlot late;
        uint64_t out;
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &big), 0);
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &little), 0);
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &quic), 0);
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &native), 0);
        CHECK_EQ(bytes_mut_put_bytes(&b, 'x', 1000), 0); /* the block has moved */
        if (width > 8) {
            CHECK_EQ(bytes_mut_fill_slot_be(&b, &big, 1), BYTES_EINVAL);
            CHECK_EQ(bytes_mut_fill_slot_le(&b, &little, 1), BYTES_EINVAL);
            CHECK_EQ(bytes_mut_fill_slot_ne(&b, &native, 1), BYTES_EINVAL);
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, 1), BYTES_EINVAL);
            bytes_mut_drop(&b);
            continue;
        }
        if (width < 8) {
            CHECK_EQ(bytes_mut_fill_slot_be(&b, &big, largest + 1), BYTES_ERANGE);
            CHECK_EQ(bytes_mut_fill_slot_le(&b, &little, largest + 1), BYTES_ERANGE);
            CHECK_EQ(bytes_mut_fill_slot_ne(&b, &native, largest + 1), BYTES_ERANGE);
            CHECK(big.width == width && little.width == width && native.width == width);
        }
        CHECK_EQ(bytes_mut_fill_slot_be(&b, &big, largest - 1), 0);
        CHECK_EQ(bytes_mut_fill_slot_le(&b, &little, largest - 1), 0);
        CHECK_EQ(bytes_mut_fill_slot_be(&b, &big, 0), BYTES_EINVAL); /* filled already */
        CHECK_EQ(bytes_mut_fill_slot_le(&b, &little, 0), BYTES_EINVAL);
        CHECK_EQ(bytes_mut_fill_slot_ne(&b, &native, largest - 1), 0);
        CHECK_EQ(bytes_mut_fill_slot_ne(&b, &native, 0), BYTES_EINVAL);
        CHECK(bytes_mut_peek_uint_ne(&b, 3 * width, width, &out) && out == largest - 1);
        CHECK(bytes_mut_peek_uint_be(&b, 0, width, &out) && out == largest - 1);
        CHECK(bytes_mut_peek_uint_le(&b, width, width, &out) && out == largest - 1);
        if (is_quic) {
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, (largest >> 2) + 1), BYTES_ERANGE);
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, UINT64_MAX), BYTES_ERANGE);
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, 5), 0);
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, 5), BYTES_EINVAL);
            CHECK_EQ(bytes_mut_peek_quic_varint(&b, 2 * width, &out), width);
            CHECK_EQ(out, 5);
        } else {
            CHECK_EQ(bytes_mut_fill_slot_quic_varint(&b, &quic, 5), BYTES_EINVAL);
        }
        /* The slot's bytes have left the buffer. */
        CHECK_EQ(bytes_mut_reserve_slot(&b, width, &late), 0);
        bytes_mut_advance(&b, b.len);
        CHECK_EQ(bytes_mut_fill_slot_be(&b, &late, 1), BYTES_ERANGE);
        CHECK_EQ(late.width, width);
        bytes_mut_drop(&b);
    }
}

TAP_MAIN()
