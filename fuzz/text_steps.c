/* SPDX-License-Identifier: MIT */
/* Steps that print, and parse what was printed. */
#include "numbers.h"

#include <inttypes.h>

typedef int Print(BytesMut *self, BytesSpan bytes);

/* A call that ran out of memory has changed nothing; the next one succeeds. */
static void print(State *state, Print *function, BytesMut *out, BytesSpan bytes)
{
    const BytesMut before = *out;
    int result = function(out, bytes);
    if (ran_out(state, result)) {
        check(out->data == before.data && out->len == before.len && out->cap == before.cap, "failed, and changed");
        result = function(out, bytes);
    }
    check(result == 0, "cannot append");
}

static int put(BytesMut *self, BytesSpan bytes)
{
    return bytes_mut_put(self, bytes.data, bytes.len);
}

/* Into an array of any capacity up to that of the whole text. */
static void escape_into_array(BytesSpan bytes, BytesSpan whole)
{
    char *array;
    size_t capacity = bytes.len;
    size_t kept = 2; /* characters of the text before the end, if it is cut */
    size_t len;
    for (size_t i = 0; i < bytes.len; i++) {
        capacity = (capacity * 31 + bytes.data[i]) % (whole.len + 4);
    }
    array = malloc(capacity != 0 ? capacity : 1); /* of the exact size, for a sanitizer */
    check(array != NULL, "out of memory");
    len = bytes_span_escape(bytes, array, capacity);
    if (capacity == 0) {
        check(len == 0, "escape: into nothing");
    } else if (capacity > whole.len) {
        check(same(bytes_span_of(array, len), whole) && array[len] == '\0', "escape: wrong text");
    } else if (capacity < strlen("b\"\"...") + 1) {
        check(len == 0 && array[0] == '\0', "escape: into too little");
    } else {
        for (;;) {
            const size_t next = whole.data[kept] != '\\' ? 1 : whole.data[kept + 1] != 'x' ? 2 : 4;
            if (kept == whole.len - 1 || kept + next + strlen("\"...") + 1 > capacity) {
                break;
            }
            kept += next;
        }
        check(same(bytes_span_of(array, kept), bytes_span_of(whole.data, kept)), "escape: wrong part");
        check(len == kept + 4 && strcmp(array + kept, "\"...") == 0, "escape: wrong end");
    }
    free(array);
}

/* Appends to a buffer that is not empty and grows, and reads the text back naively. */
void print_step(State *state, BytesSpan bytes)
{
    BytesMut out = BYTES_MUT_EMPTY;
    size_t at = 3;
    char line[100];
    begin_step("print");
    if (ran_out(state, bytes_mut_with_capacity_in(&state->memory.base, 0, &out))) {
        check(bytes_mut_with_capacity_in(&state->memory.base, 0, &out) == 0, "no buffer");
    }
    print(state, put, &out, BYTES_SPAN("<"));
    print(state, bytes_mut_put_escaped, &out, bytes);
    check(memcmp(out.data, "<b\"", 3) == 0, "escaped: wrong beginning");
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned byte = out.data[at++];
        check(byte >= 0x20 && byte < 0x7f && byte != '"', "escaped: not printable");
        if (byte == '\\') {
            const char *const names = "n\nr\rt\t\\\\\"\"";
            const char *const name = strchr(names, out.data[at]);
            byte = out.data[at] == '0' ? 0 : out.data[at] == 'x' || name == NULL ? 256 : (unsigned char)name[1];
            if (out.data[at++] == 'x') {
                byte = 16 * digit_of(out.data[at]) + digit_of(out.data[at + 1]);
                at += 2;
            }
        }
        check(byte == bytes.data[i], "escaped: wrong byte");
    }
    check(out.len == at + 1 && out.data[at] == '"', "escaped: wrong end");
    escape_into_array(bytes, bytes_span_of(out.data + 1, out.len - 1));
    at = out.len;
    print(state, bytes_mut_put_hex, &out, bytes);
    check(out.len == at + 2 * bytes.len, "hex: wrong length");
    for (size_t i = 0; i < bytes.len; i++, at += 2) {
        snprintf(line, sizeof(line), "%02x", bytes.data[i]);
        check(memcmp(out.data + at, line, 2) == 0, "hex: wrong byte");
    }
    print(state, bytes_mut_put_from_hex, &out, bytes_span_of(out.data + at - 2 * bytes.len, 2 * bytes.len));
    check(same(bytes_span_of(out.data + at, out.len - at), bytes), "hex: not read back");
    bytes_mut_truncate(&out, at);
    print(state, bytes_mut_put_hex_dump, &out, bytes);
    for (size_t i = 0; i < bytes.len; i += 16) {
        int len = snprintf(line, sizeof(line), "%08zx", i);
        for (size_t k = i; k < i + 16; k++) {
            len += snprintf(line + len, sizeof(line) - (size_t)len, k % 8 == 0 ? "  " : " ");
            len += snprintf(line + len, sizeof(line) - (size_t)len, k < bytes.len ? "%02x" : "  ",
                            k < bytes.len ? bytes.data[k] : 0u);
        }
        len += snprintf(line + len, sizeof(line) - (size_t)len, "  |");
        for (size_t k = i; k < i + 16 && k < bytes.len; k++) {
            line[len++] = bytes.data[k] < 0x20 || bytes.data[k] > 0x7e ? '.' : (char)bytes.data[k];
        }
        line[len++] = '|';
        line[len++] = '\n';
        check(out.len - at >= (size_t)len && memcmp(out.data + at, line, (size_t)len) == 0, "hex_dump: wrong line");
        at += (size_t)len;
    }
    check(out.len == at, "hex_dump: wrong length");
    /* The buffer's own bytes, which move when it grows. */
    print(state, bytes_mut_put_hex, &out, bytes_span_of(out.data + 1, at - 1));
    check(out.len == at + 2 * (at - 1), "own hex");
    for (size_t i = 0; i + 1 < at; i++) {
        check(16 * digit_of(out.data[at + 2 * i]) + digit_of(out.data[at + 2 * i + 1]) == out.data[i + 1], "own hex");
    }
    bytes_mut_drop(&out);
}

static void read_hex(BytesSpan text)
{
    BytesMut out = BYTES_MUT_EMPTY;
    bool wrong = text.len % 2 != 0;
    for (size_t i = 0; i < text.len; i++) {
        wrong = wrong || digit_of(text.data[i]) > 15;
    }
    check(bytes_mut_put_from_hex(&out, text) == (wrong ? BYTES_EINVAL : 0), "from_hex: wrong result");
    check(out.len == (wrong ? 0 : text.len / 2), "from_hex: wrong length");
    for (size_t i = 0; i < out.len; i++) {
        check(out.data[i] == 16 * digit_of(text.data[2 * i]) + digit_of(text.data[2 * i + 1]), "from_hex");
    }
    bytes_mut_drop(&out);
}

static void parse(BytesSpan text)
{
    const bool minus = text.len != 0 && text.data[0] == '-';
    const uint64_t limit = (uint64_t)INT64_MAX + minus;
    uint64_t wanted = UNTOUCHED;
    uint64_t value = UNTOUCHED;
    int64_t number = 77;
    int result = naive_parse(text, 10, &wanted);
    begin_step("parse");
    check(bytes_span_parse_decimal(text, &value) == result && value == wanted, "decimal");
    value = wanted = UNTOUCHED;
    result = naive_parse(text, 16, &wanted);
    check(bytes_span_parse_hex(text, &value) == result && value == wanted, "hex");
    read_hex(text);
    wanted = UNTOUCHED;
    result = naive_parse(minus ? bytes_span_of(text.data + 1, text.len - 1) : text, 10, &wanted);
    result = result == 0 && wanted > limit ? BYTES_ERANGE : result;
    check(bytes_span_parse_signed_decimal(text, &number) == result, "signed decimal: another result");
    check((uint64_t)number == (result != 0 ? 77 : minus ? 0 - wanted : wanted), "signed decimal");
}

/* Into little tailroom, so that the fast and the slow path are taken. */
static void print_decimal(uint64_t number)
{
    BytesMut out = BYTES_MUT_EMPTY;
    char text[LONGEST_NEEDLE];
    int64_t negative;
    int len = snprintf(text, sizeof(text), "%" PRIu64, number);
    memcpy(&negative, &number, sizeof(number));
    begin_step("print decimal");
    check(bytes_mut_with_capacity((size_t)(number >> 3) % 64, &out) == 0, "out of memory");
    check(bytes_mut_put_decimal(&out, number) == 0, "cannot append");
    check(same(bytes_mut_span(&out), bytes_span_of(text, (size_t)len)), "decimal");
    bytes_mut_advance(&out, out.len);
    len = snprintf(text, sizeof(text), "%" PRId64, negative);
    check(bytes_mut_put_signed_decimal(&out, negative) == 0, "cannot append");
    check(same(bytes_mut_span(&out), bytes_span_of(text, (size_t)len)), "signed decimal");
    bytes_mut_drop(&out);
}

void parse_step(BytesSpan needle, uint64_t number)
{
    char text[LONGEST_NEEDLE];
    print_decimal(number);
    snprintf(text, sizeof(text), "-00%" PRIu64 "0", number);
    for (size_t i = 0; i < 4; i++) {
        /* Negative, with leading zeros, and plain; each also ten times as large. */
        parse(bytes_span_of(text + i, strlen(text) - i));
        parse(bytes_span_of(text + i, strlen(text) - i - 1));
    }
    snprintf(text, sizeof(text), (number & 1) != 0 ? "%" PRIX64 : "00%" PRIx64, number);
    parse(bytes_span_str(text));
    parse(needle);
    for (size_t i = 0; i < needle.len; i++) {
        text[i] = needle.data[i] == 255 ? '-' : (char)('0' + needle.data[i] % 10);
    }
    parse(bytes_span_of(text, needle.len));
}
