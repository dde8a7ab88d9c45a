/* SPDX-License-Identifier: MIT */
/* Printing, parsing and lines. */
#include <bytes/number.h>
#include <bytes/text.h>

#include <inttypes.h>

#include "no_memory.h"
#include "random.h"
#include "tap.h"

static const BytesSpan nothing = {NULL, 0};

typedef int Print(BytesMut *self, BytesSpan bytes);

static void check_printed(Print *print, BytesSpan bytes, const char *expected)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesMut before;
    CHECK_EQ(bytes_mut_put_str(&buffer, "> "), 0);
    CHECK_EQ(print(&buffer, bytes), 0);
    CHECK_EQ(bytes_mut_put(&buffer, "", 1), 0); /* its NUL */
    CHECK(buffer.len >= 2 && memcmp(buffer.data, "> ", 2) == 0);
    CHECK_STR((const char *)buffer.data + 2, expected);
    bytes_mut_drop(&buffer);

    /* The buffer's own bytes, which move. */
    CHECK_EQ(bytes_mut_put(&buffer, bytes.data, bytes.len), 0);
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
    CHECK_EQ(print(&buffer, bytes_mut_span(&buffer)), 0);
    CHECK(buffer.len == bytes.len + strlen(expected));
    CHECK(bytes.len == 0 || memcmp(buffer.data, bytes.data, bytes.len) == 0);
    CHECK(strlen(expected) == 0 || memcmp(buffer.data + bytes.len, expected, strlen(expected)) == 0);
    bytes_mut_drop(&buffer);

    /* Out of memory. */
    buffer = full_buffer();
    before = buffer;
    CHECK_EQ(print(&buffer, bytes), *expected != '\0' ? BYTES_ENOMEM : 0);
    CHECK(memcmp(&before, &buffer, sizeof(buffer)) == 0);
    bytes_mut_drop(&buffer);
}

static void check_decimal(uint64_t value)
{
    char expected[30];
    BytesMut buffer = BYTES_MUT_EMPTY;
    int64_t negative;
    memcpy(&negative, &value, sizeof(value));
    CHECK_EQ(bytes_mut_put_decimal(&buffer, value), 0);
    CHECK_EQ(buffer.len, sprintf(expected, "%" PRIu64, value));
    CHECK(memcmp(buffer.data, expected, buffer.len) == 0);
    bytes_mut_clear(&buffer);
    CHECK_EQ(bytes_mut_put_signed_decimal(&buffer, negative), 0);
    CHECK_EQ(buffer.len, sprintf(expected, "%" PRId64, negative));
    CHECK(memcmp(buffer.data, expected, buffer.len) == 0);
    bytes_mut_drop(&buffer);
}

TEST(numbers_are_printed_in_decimal)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_decimal(&buffer, 0), 0);
    CHECK_EQ(bytes_mut_put_signed_decimal(&buffer, 0), 0);
    CHECK_EQ(bytes_mut_put_decimal(&buffer, UINT64_MAX), 0);
    CHECK_EQ(bytes_mut_put_signed_decimal(&buffer, INT64_MIN), 0);
    CHECK_EQ(bytes_mut_put_signed_decimal(&buffer, INT64_MAX), 0);
    CHECK_EQ(bytes_mut_put_signed_decimal(&buffer, -1), 0);
    CHECK_MEM(buffer.data, buffer.len, "0018446744073709551615-92233720368547758089223372036854775807-1");
    bytes_mut_drop(&buffer);
    /* Every number of up to five digits, and both sides of each power of ten. */
    for (uint64_t value = 0; value < 100000; value++) {
        check_decimal(value);
        check_decimal(0 - value);
    }
    for (uint64_t power = 10;; power *= 10) {
        for (uint64_t around = 0; around < 5; around++) {
            check_decimal(power - 2 + around);
            check_decimal(0 - (power - 2 + around));
        }
        if (power > UINT64_MAX / 10) {
            break;
        }
    }
    for (uint64_t around = 0; around < 5; around++) {
        check_decimal((uint64_t)INT64_MAX - 2 + around);
        check_decimal(UINT64_MAX - around);
    }
    for (int round = 0; round < 20000; round++) {
        check_decimal(random_bits() >> (random_bits() % 64));
    }
}

/* A number that just fits does not grow the buffer; one that does not fit, without memory, changes nothing. */
TEST(a_decimal_number_needs_only_its_own_size)
{
    static const struct {
        int64_t value;
        size_t size;
    } rows[] = {{0, 1}, {9, 1}, {10, 2}, {-9, 2}, {-10, 3}, {12345678, 8}, {INT64_MAX, 19}, {INT64_MIN, 20}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (size_t room = 0; room < 24; room++) {
            BytesMut buffer = full_buffer();
            bytes_mut_truncate(&buffer, buffer.cap - room);
            const BytesMut before = buffer;
            const bool fits = rows[i].size <= room;
            CHECK_EQ(bytes_mut_put_signed_decimal(&buffer, rows[i].value), fits ? 0 : BYTES_ENOMEM);
            CHECK_EQ(buffer.len, before.len + (fits ? rows[i].size : 0));
            CHECK(buffer.data == before.data && buffer.cap == before.cap);
            buffer.len = before.len;
            if (rows[i].value >= 0) {
                const uint64_t value = (uint64_t)rows[i].value;
                CHECK_EQ(bytes_mut_put_decimal(&buffer, value), fits ? 0 : BYTES_ENOMEM);
                CHECK_EQ(buffer.len, before.len + (fits ? rows[i].size : 0));
            }
            bytes_mut_drop(&buffer);
        }
    }
    CHECK_NO_MEMORY(bytes_mut_put_decimal(&buffer, UINT64_MAX));
    CHECK_NO_MEMORY(bytes_mut_put_decimal(&buffer, 0));
}

TEST(bytes_are_printed_as_rust_prints_them)
{
    char expected[4 * 256 + 4];
    uint8_t all[256];
    size_t len = 2;
    check_printed(bytes_mut_put_escaped, nothing, "b\"\"");
    check_printed(bytes_mut_put_escaped, BYTES_SPAN("hello"), "b\"hello\"");
    check_printed(bytes_mut_put_escaped, BYTES_SPAN("GET /\r\n\t\0\\\"'\x01\x1f\x7f\x80\xff~ "),
                  "b\"GET /\\r\\n\\t\\0\\\\\\\"'\\x01\\x1f\\x7f\\x80\\xff~ \"");
    strcpy(expected, "b\"");
    for (unsigned i = 0; i < 256; i++) {
        all[i] = (uint8_t)i;
        if (i == '\n' || i == '\r' || i == '\t' || i == 0 || i == '\\' || i == '"') {
            expected[len++] = '\\';
            expected[len++] = i == '\n' ? 'n' : i == '\r' ? 'r' : i == '\t' ? 't' : i == 0 ? '0' : (char)i;
        } else if (i >= 0x20 && i < 0x7f) {
            expected[len++] = (char)i;
        } else {
            len += (size_t)sprintf(expected + len, "\\x%02x", i);
        }
    }
    memcpy(expected + len, "\"", 2);
    check_printed(bytes_mut_put_escaped, bytes_span_of(all, sizeof(all)), expected);
}

TEST(bytes_are_escaped_into_an_array)
{
    char out[16];
    CHECK_EQ(bytes_span_escape(nothing, out, sizeof(out)), 3);
    CHECK_STR(out, "b\"\"");
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("a\n\xff"), out, sizeof(out)), 10);
    CHECK_STR(out, "b\"a\\n\\xff\"");
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("0123456789ab"), out, sizeof(out)), 15); /* it fits exactly */
    CHECK_STR(out, "b\"0123456789ab\"");
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("0123456789abc"), out, sizeof(out)), 15);
    CHECK_STR(out, "b\"012345678\"...");
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("01234567\xff 9"), out, sizeof(out)), 14); /* an escape is not cut */
    CHECK_STR(out, "b\"01234567\"...");
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("a"), out, 5), 4);
    CHECK_STR(out, "b\"a\"");
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("ab"), out, 7), 5);
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("ab"), out, 6), 5);
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("abcd"), out, 7), 6);
    CHECK_STR(out, "b\"\"...");
    CHECK_EQ(bytes_span_escape(BYTES_SPAN("ab"), out, 5), 0);
    CHECK_STR(out, "");
    CHECK_EQ(bytes_span_escape(nothing, out, 3), 0);
    CHECK_STR(out, "");
}

/* Against the whole text, for every capacity. Nothing is written beyond the capacity. */
TEST(an_escaped_text_that_does_not_fit_is_cut_between_bytes)
{
    for (int round = 0; round < 2000; round++) {
        uint8_t bytes[12];
        const BytesSpan span = bytes_span_of(bytes, random_below(sizeof(bytes) + 1));
        BytesMut whole = BYTES_MUT_EMPTY;
        for (size_t i = 0; i < span.len; i++) {
            static const uint8_t some[] = {'a', '"', 0, 0xff, ' ', 1};
            bytes[i] = some[random_below(sizeof(some))];
        }
        CHECK_EQ(bytes_mut_put_escaped(&whole, span), 0);
        for (size_t capacity = 0; capacity <= whole.len + 3; capacity++) {
            char out[64];
            memset(out, '#', sizeof(out));
            const size_t len = bytes_span_escape(span, out, capacity);
            CHECK(out[capacity] == '#' && (capacity == 0 || (len < capacity && out[len] == '\0')));
            if (capacity > whole.len) {
                CHECK(len == whole.len && memcmp(out, whole.data, len) == 0);
            } else if (capacity < 7) {
                CHECK_EQ(len, 0);
            } else {
                CHECK(len >= 6 && len + 4 >= capacity - 1 && memcmp(out + len - 4, "\"...", 4) == 0);
                CHECK(memcmp(out, whole.data, len - 4) == 0);
            }
        }
        bytes_mut_drop(&whole);
    }
}

/* Each line followed by a bar. */
static void check_lines(const char *text, const char *expected)
{
    BytesSpan rest = bytes_span_str(text);
    const uint8_t *const end = rest.data + rest.len;
    BytesSpan line;
    BytesMut joined = BYTES_MUT_EMPTY;
    while (bytes_span_next_line(&rest, &line)) {
        CHECK_EQ(bytes_mut_put(&joined, line.data, line.len), 0);
        CHECK_EQ(bytes_mut_put_u8(&joined, '|'), 0);
        CHECK(rest.data + rest.len == end);
    }
    CHECK_EQ(rest.len, 0);
    CHECK_EQ(bytes_mut_put_u8(&joined, '\0'), 0);
    CHECK_STR((const char *)joined.data, expected);
    bytes_mut_drop(&joined);
}

TEST(lines_are_taken_off)
{
    BytesSpan rest = nothing;
    BytesSpan line = BYTES_SPAN("untouched");
    check_lines("", "");
    check_lines("a", "a|");
    check_lines("a\n", "a|");
    check_lines("\n", "|");
    check_lines("\n\n", "||");
    check_lines("a\nb", "a|b|");
    check_lines("a\n\nb\n", "a||b|");
    check_lines("a\r\nb\r\n", "a|b|");
    check_lines("\r\n", "|");
    check_lines("\r\n\n\r\nx", "|||x|");
    check_lines("a\r", "a\r|");
    check_lines("\r", "\r|");
    check_lines("a\r\r\n", "a\r|");
    check_lines("a\rb\n\rc\n", "a\rb|\rc|");
    CHECK(!bytes_span_next_line(&rest, &line));
    CHECK(rest.data == NULL && rest.len == 0);
    CHECK_MEM(line.data, line.len, "untouched");
    rest = BYTES_SPAN("a\0b\n\0");
    CHECK(bytes_span_next_line(&rest, &line));
    CHECK_MEM(line.data, line.len, "a\0b");
    CHECK_MEM(rest.data, rest.len, "\0");
}

TEST(bytes_are_printed_in_hex)
{
    check_printed(bytes_mut_put_hex, nothing, "");
    check_printed(bytes_mut_put_hex, BYTES_SPAN("\x00\x01\x7f\x80\xab\xff"), "00017f80abff");
    check_printed(bytes_mut_put_hex, BYTES_SPAN("hello world, in hex"), "68656c6c6f20776f726c642c20696e20686578");
}

TEST(bytes_are_read_back_from_hex)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    uint8_t all[256];
    check_printed(bytes_mut_put_from_hex, nothing, "");
    check_printed(bytes_mut_put_from_hex, BYTES_SPAN("68656c6C6F"), "hello");
    check_printed(bytes_mut_put_from_hex, BYTES_SPAN("217E"), "!~");
    for (unsigned i = 0; i < 256; i++) {
        all[i] = (uint8_t)i;
    }
    CHECK_EQ(bytes_mut_put_hex(&buffer, bytes_span_of(all, 256)), 0);
    CHECK_EQ(bytes_mut_put_from_hex(&buffer, bytes_mut_span(&buffer)), 0);
    CHECK_EQ(buffer.len, 3 * 256);
    CHECK(memcmp(buffer.data + 512, all, 256) == 0);
    bytes_mut_drop(&buffer);
}

TEST(digits_that_are_not_hex_are_rejected_and_change_nothing)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    static const uint8_t digit = '0';
    CHECK_EQ(bytes_mut_put_str(&buffer, "as it was"), 0);
    for (unsigned i = 0; i < 512; i++) {
        /* Each byte as either digit of a pair. */
        const uint8_t byte = (uint8_t)(i / 2);
        const uint8_t pair[4] = {'0', '0', i % 2 == 0 ? byte : '0', i % 2 == 0 ? '0' : byte};
        const bool is_digit = byte != 0 && strchr("0123456789abcdefABCDEF", byte) != NULL;
        CHECK_EQ(bytes_mut_put_from_hex(&buffer, bytes_span_of(pair, 4)), is_digit ? 0 : BYTES_EINVAL);
        CHECK_EQ(buffer.len, is_digit ? 11 : 9);
        bytes_mut_truncate(&buffer, 9);
    }
    CHECK_EQ(bytes_mut_put_from_hex(&buffer, BYTES_SPAN("0")), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_put_from_hex(&buffer, BYTES_SPAN("012")), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_put_from_hex(&buffer, BYTES_SPAN("0x01")), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_put_from_hex(&buffer, BYTES_SPAN("01 2")), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_put_from_hex(&buffer, bytes_span_of(&digit, SIZE_MAX)), BYTES_EINVAL); /* it is odd */
    CHECK_EQ(bytes_mut_put_from_hex(&buffer, bytes_span_of(&digit, SIZE_MAX - 1)), BYTES_EOVERFLOW);
    CHECK_MEM(buffer.data, buffer.len, "as it was");
    bytes_mut_drop(&buffer);
}

TEST(bytes_are_dumped_as_hexdump_dumps_them)
{
    check_printed(bytes_mut_put_hex_dump, nothing, "");
    check_printed(bytes_mut_put_hex_dump, BYTES_SPAN("a"),
                  "00000000  61                                                |a|\n");
    check_printed(bytes_mut_put_hex_dump, BYTES_SPAN("12345678"),
                  "00000000  31 32 33 34 35 36 37 38                           |12345678|\n");
    check_printed(bytes_mut_put_hex_dump, BYTES_SPAN("0123456789abcde\xff"),
                  "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 ff  |0123456789abcde.|\n");
    check_printed(bytes_mut_put_hex_dump, BYTES_SPAN("0123456789abcde\nxyz"),
                  "00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 0a  |0123456789abcde.|\n"
                  "00000010  78 79 7a                                          |xyz|\n");
}

TEST(a_length_that_no_object_has_is_rejected)
{
    /* Before any byte is read. */
    static const uint8_t byte = 'a';
    BytesMut buffer = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_hex(&buffer, bytes_span_of(&byte, SIZE_MAX)), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_put_hex(&buffer, bytes_span_of(&byte, SIZE_MAX / 4 + 1)), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_put_escaped(&buffer, bytes_span_of(&byte, SIZE_MAX)), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_put_escaped(&buffer, bytes_span_of(&byte, SIZE_MAX / 8 + 1)), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_put_hex_dump(&buffer, bytes_span_of(&byte, SIZE_MAX)), BYTES_EOVERFLOW);
    CHECK_EQ(bytes_mut_put_hex_dump(&buffer, bytes_span_of(&byte, SIZE_MAX / 8)), BYTES_EOVERFLOW);
    CHECK_EQ(buffer.len, 0);
}

typedef struct Parsed {
    const char *text;
    int error;
    uint64_t value;
} Parsed;

TEST(decimal_numbers_are_parsed)
{
    static const Parsed rows[] = {
        {"0", 0, 0},
        {"7", 0, 7},
        {"007", 0, 7},
        {"1234567890", 0, 1234567890},
        {"18446744073709551615", 0, UINT64_MAX},
        {"000000000000000000000018446744073709551615", 0, UINT64_MAX},
        {"18446744073709551616", BYTES_ERANGE, 0},
        {"18446744073709551620", BYTES_ERANGE, 0},
        {"99999999999999999999", BYTES_ERANGE, 0},
        {"184467440737095516150", BYTES_ERANGE, 0},
        {"340282366920938463463374607431768211456", BYTES_ERANGE, 0}, /* 2^128, which wraps around to 0 */
        {"18446744073709551616x", BYTES_EINVAL, 0},
        {"", BYTES_EINVAL, 0},
        {"-1", BYTES_EINVAL, 0},
        {"+1", BYTES_EINVAL, 0},
        {" 1", BYTES_EINVAL, 0},
        {"1 ", BYTES_EINVAL, 0},
        {"1/", BYTES_EINVAL, 0},
        {"1:", BYTES_EINVAL, 0},
        {"0x1", BYTES_EINVAL, 0},
        {"a", BYTES_EINVAL, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint64_t out = 77;
        CHECK_EQ(bytes_span_parse_decimal(bytes_span_str(rows[i].text), &out), rows[i].error);
        CHECK(out == (rows[i].error == 0 ? rows[i].value : 77));
    }
    {
        uint64_t out = 77;
        CHECK_EQ(bytes_span_parse_decimal(nothing, &out), BYTES_EINVAL);
        CHECK_EQ(bytes_span_parse_decimal(BYTES_SPAN("1\0"), &out), BYTES_EINVAL);
        CHECK_EQ(out, 77);
    }
}

TEST(signed_decimal_numbers_are_parsed)
{
    static const struct {
        const char *text;
        int error;
        int64_t value;
    } rows[] = {
        {"0", 0, 0},
        {"-0", 0, 0},
        {"-1", 0, -1},
        {"42", 0, 42},
        {"9223372036854775807", 0, INT64_MAX},
        {"9223372036854775808", BYTES_ERANGE, 0},
        {"-9223372036854775808", 0, INT64_MIN},
        {"-9223372036854775809", BYTES_ERANGE, 0},
        {"-18446744073709551616", BYTES_ERANGE, 0},
        {"", BYTES_EINVAL, 0},
        {"-", BYTES_EINVAL, 0},
        {"--1", BYTES_EINVAL, 0},
        {"+1", BYTES_EINVAL, 0},
        {"1-", BYTES_EINVAL, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        int64_t out = 77;
        CHECK_EQ(bytes_span_parse_signed_decimal(bytes_span_str(rows[i].text), &out), rows[i].error);
        CHECK_EQ(out, rows[i].error == 0 ? rows[i].value : 77);
    }
}

TEST(hexadecimal_numbers_are_parsed)
{
    static const Parsed rows[] = {
        {"0", 0, 0},
        {"fF", 0, 255},
        {"0123456789abcdef", 0, 0x0123456789abcdefu},
        {"ABCDEF", 0, 0xabcdef},
        {"ffffffffffffffff", 0, UINT64_MAX},
        {"00ffffffffffffffff", 0, UINT64_MAX},
        {"10000000000000000", BYTES_ERANGE, 0},
        {"100000000000000000000000000000000", BYTES_ERANGE, 0},
        {"10000000000000000g", BYTES_EINVAL, 0},
        {"", BYTES_EINVAL, 0},
        {"0x1", BYTES_EINVAL, 0},
        {"g", BYTES_EINVAL, 0},
        {"G", BYTES_EINVAL, 0},
        {"@", BYTES_EINVAL, 0},
        {"`", BYTES_EINVAL, 0},
        {"/", BYTES_EINVAL, 0},
        {":", BYTES_EINVAL, 0},
        {"\x11", BYTES_EINVAL, 0}, /* '1' without the bit that is the case of letters */
        {"-1", BYTES_EINVAL, 0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint64_t out = 77;
        CHECK_EQ(bytes_span_parse_hex(bytes_span_str(rows[i].text), &out), rows[i].error);
        CHECK(out == (rows[i].error == 0 ? rows[i].value : 77));
    }
}

TEST(random_numbers_are_parsed)
{
    for (int round = 0; round < 20000; round++) {
        const uint64_t value = random_bits() >> (random_bits() % 64);
        char text[40];
        uint64_t out;
        int64_t signed_value;
        int64_t signed_out;
        memcpy(&signed_value, &value, sizeof(value));
        sprintf(text, "%" PRIu64, value);
        CHECK(bytes_span_parse_decimal(bytes_span_str(text), &out) == 0 && out == value);
        sprintf(text, "%" PRIx64, value);
        CHECK(bytes_span_parse_hex(bytes_span_str(text), &out) == 0 && out == value);
        sprintf(text, "%" PRId64, signed_value);
        CHECK_EQ(bytes_span_parse_signed_decimal(bytes_span_str(text), &signed_out), 0);
        CHECK_EQ(signed_out, signed_value);
    }
}

TAP_MAIN()
