/* SPDX-License-Identifier: MIT */
/*
 * Numbers and search against naive ones: the same bytes as a view, as a buffer, and as a queue in pieces.
 *
 * The input is a byte that says how the bytes are held, their number, the bytes, where the queue is cut, and then the
 * program. Each of the three has a flat array beside it. What a step answers is worked out on that array byte by byte,
 * or bit by bit, by code that shares nothing with the library's; after a step the bytes must be those of the array.
 */
#include <bytes/bytes.h>
#include <bytes/number.h>
#include <bytes/queue.h>
#include <bytes/queue_number.h>
#include <bytes/search.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CAPACITY = 2048, MOST_STEPS = 300, LONGEST_NUMBER = 10, LONGEST_NEEDLE = 40 };

static const uint64_t untouched = UINT64_C(0xa5a5a5a5a5a5a5a5);

static const char *step_name = "";

static void check(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_numbers: %s: %s\n", step_name, what);
        abort();
    }
}

/* What is left of the input; zeros follow it. */
typedef struct Input {
    const uint8_t *data;
    size_t len;
} Input;

static uint8_t take(Input *input)
{
    if (input->len == 0) {
        return 0;
    }
    input->len--;
    return *input->data++;
}

/* Numbers around the limits of every width come up often: those are where mistakes are. */
static uint64_t take_number(Input *input)
{
    const uint8_t shape = take(input);
    uint64_t value = 0;
    if ((shape & 0x80) != 0) {
        value = (uint64_t)1 << (shape & 63);
        return value + (uint64_t)take(input) % 5 - 2;
    }
    for (int i = 0; i < (shape & 7) + 1; i++) {
        value = value << 8 | take(input);
    }
    return (shape & 0x40) != 0 ? ~value : value;
}

/* Numbers: each function of the library stands in one of these rows, once for each handle. */

typedef enum Kind { FIXED, UINT, INT, LEB128, ZIGZAG, QUIC, QUIC_WIDE } Kind;
typedef enum Order { be, le, ne } Order;

typedef struct Number {
    const char *name;
    Kind kind;
    Order order;
    size_t width; /* of a fixed one */
    /* All numbers as the bits they are; a signed one extended. Reading returns the bytes taken, 0 or an error. */
    int (*peek)(const void *self, size_t offset, size_t width, uint64_t *out);
    int (*get)(void *self, size_t width, uint64_t *out);
    int (*put)(void *self, uint64_t value, size_t width);
} Number;

#define ORDERED(X, P, H, name, type, bits)                                                                             \
    X(P, H, name##_be, type, bits, be)                                                                                 \
    X(P, H, name##_le, type, bits, le)                                                                                 \
    X(P, H, name##_ne, type, bits, ne)

#define FIXED_ROWS(X, P, H)                                                                                            \
    X(P, H, u8, uint8_t, 8, be)                                                                                        \
    X(P, H, i8, int8_t, 8, be)                                                                                         \
    ORDERED(X, P, H, u16, uint16_t, 16)                                                                                \
    ORDERED(X, P, H, i16, int16_t, 16)                                                                                 \
    ORDERED(X, P, H, u32, uint32_t, 32)                                                                                \
    ORDERED(X, P, H, i32, int32_t, 32)                                                                                 \
    ORDERED(X, P, H, u64, uint64_t, 64)                                                                                \
    ORDERED(X, P, H, i64, int64_t, 64)                                                                                 \
    ORDERED(X, P, H, f32, float, 32)                                                                                   \
    ORDERED(X, P, H, f64, double, 64)

#define WIDTH_ROWS(X, P, H)                                                                                            \
    ORDERED(X, P, H, uint, uint64_t, UINT)                                                                             \
    ORDERED(X, P, H, int, int64_t, INT)

/* The name of reading, that of writing, and whether writing takes a width. */
#define VARIABLE_ROWS(X, P, H)                                                                                         \
    X(P, H, leb128, leb128, uint64_t, LEB128, (H *)self, number)                                                       \
    X(P, H, leb128_zigzag, leb128_zigzag, int64_t, ZIGZAG, (H *)self, number)                                          \
    X(P, H, quic_varint, quic_varint, uint64_t, QUIC, (H *)self, number)                                               \
    X(P, H, quic_varint, quic_varint_wide, uint64_t, QUIC_WIDE, (H *)self, number, width)

#define READ(function, P, H, type, bits_type, result, ...)                                                             \
    {                                                                                                                  \
        bits_type bits = (bits_type)*out;                                                                              \
        type number;                                                                                                   \
        int answer;                                                                                                    \
        (void)width;                                                                                                   \
        memcpy(&number, &bits, sizeof(number));                                                                        \
        answer = (int)P##_##function(__VA_ARGS__, &number) * (int)(result);                                            \
        memcpy(&bits, &number, sizeof(bits));                                                                          \
        *out = bits;                                                                                                   \
        return answer;                                                                                                 \
    }
#define WRITE(type, bits_type, ...)                                                                                    \
    {                                                                                                                  \
        const bits_type bits = (bits_type)value;                                                                       \
        type number;                                                                                                   \
        (void)width;                                                                                                   \
        memcpy(&number, &bits, sizeof(number));                                                                        \
        return __VA_ARGS__;                                                                                            \
    }
#define PEEK_HEAD(P, name) static int peek_##P##_##name(const void *self, size_t offset, size_t width, uint64_t *out)
#define GET_HEAD(P, name) static int get_##P##_##name(void *self, size_t width, uint64_t *out)
#define PUT_HEAD(P, name) static int put_##P##_##name(void *self, uint64_t value, size_t width)

#define FIXED_READ(P, H, name, type, bits, order)                                                                      \
    PEEK_HEAD(P, name) READ(peek_##name, P, H, type, uint##bits##_t, bits / 8, (const H *)self, offset)                \
    GET_HEAD(P, name) READ(get_##name, P, H, type, uint##bits##_t, bits / 8, (H *)self)
#define FIXED_WRITE(P, H, name, type, bits, order)                                                                     \
    PUT_HEAD(P, name) WRITE(type, uint##bits##_t, P##_put_##name((H *)self, number))
#define WIDTH_READ(P, H, name, type, kind, order)                                                                      \
    PEEK_HEAD(P, name) READ(peek_##name, P, H, type, uint64_t, width, (const H *)self, offset, width)                  \
    GET_HEAD(P, name) READ(get_##name, P, H, type, uint64_t, width, (H *)self, width)
#define WIDTH_WRITE(P, H, name, type, kind, order)                                                                     \
    PUT_HEAD(P, name) WRITE(type, uint64_t, P##_put_##name((H *)self, number, width))
#define VARIABLE_READ(P, H, name, writes, type, kind, ...)                                                             \
    PEEK_HEAD(P, writes) READ(peek_##name, P, H, type, uint64_t, 1, (const H *)self, offset)                           \
    GET_HEAD(P, writes) READ(get_##name, P, H, type, uint64_t, 1, (H *)self)
#define VARIABLE_WRITE(P, H, name, writes, type, kind, ...)                                                            \
    PUT_HEAD(P, writes) WRITE(type, uint64_t, P##_put_##writes(__VA_ARGS__))

#define READS(P, H) FIXED_ROWS(FIXED_READ, P, H) WIDTH_ROWS(WIDTH_READ, P, H) VARIABLE_ROWS(VARIABLE_READ, P, H)
#define WRITES(P, H) FIXED_ROWS(FIXED_WRITE, P, H) WIDTH_ROWS(WIDTH_WRITE, P, H) VARIABLE_ROWS(VARIABLE_WRITE, P, H)

READS(bytes, Bytes)
READS(bytes_mut, BytesMut)
READS(bytes_queue, BytesQueue)
WRITES(bytes_mut, BytesMut)
WRITES(bytes_queue, BytesQueue)

#define PUT_bytes(name) NULL
#define PUT_bytes_mut(name) put_bytes_mut_##name
#define PUT_bytes_queue(name) put_bytes_queue_##name
#define FIXED_ENTRY(P, H, name, type, bits, order)                                                                     \
    {#P " " #name, FIXED, order, bits / 8, peek_##P##_##name, get_##P##_##name, PUT_##P(name)},
#define WIDTH_ENTRY(P, H, name, type, kind, order)                                                                     \
    {#P " " #name, kind, order, 0, peek_##P##_##name, get_##P##_##name, PUT_##P(name)},
#define VARIABLE_ENTRY(P, H, name, writes, type, kind, ...)                                                            \
    {#P " " #writes, kind, be, 0, peek_##P##_##writes, get_##P##_##writes, PUT_##P(writes)},
#define ENTRIES(P, H)                                                                                                  \
    {FIXED_ROWS(FIXED_ENTRY, P, H) WIDTH_ROWS(WIDTH_ENTRY, P, H) VARIABLE_ROWS(VARIABLE_ENTRY, P, H)}

enum { NUMBERS = 2 + 8 * 3 + 2 * 3 + 4 };
static const Number numbers[3][NUMBERS] = {ENTRIES(bytes, Bytes), ENTRIES(bytes_mut, BytesMut),
                                           ENTRIES(bytes_queue, BytesQueue)};

/* Where in a number of some bytes is the one that counts for 256^i? */
static size_t place(Order order, size_t width, size_t i)
{
    const uint16_t one = 1;
    const bool little = order == le || (order == ne && *(const uint8_t *)&one == 1);
    return little ? i : width - 1 - i;
}

static int naive_read(const Number *number, const uint8_t *data, size_t len, size_t width, uint64_t *out)
{
    uint64_t value = 0;
    if (number->kind == LEB128 || number->kind == ZIGZAG) {
        for (size_t i = 0; i < len; i++) {
            for (size_t bit = 0; bit < 7; bit++) {
                if ((data[i] >> bit & 1) != 0) {
                    if (7 * i + bit > 63) {
                        return BYTES_ERANGE;
                    }
                    value += (uint64_t)1 << (7 * i + bit);
                }
            }
            if (data[i] < 128) {
                if (i > 0 && data[i] == 0) {
                    return BYTES_EINVAL;
                }
                *out = number->kind == LEB128 ? value : (value % 2 == 0 ? value / 2 : ~(value / 2));
                return (int)i + 1;
            }
            if (i == LONGEST_NUMBER - 1) {
                return BYTES_ERANGE;
            }
        }
        return 0;
    }
    if (number->kind == FIXED) {
        width = number->width;
    } else if (number->kind == QUIC || number->kind == QUIC_WIDE) {
        static const size_t widths[4] = {1, 2, 4, 8};
        width = len != 0 ? widths[data[0] / 64] : 1;
    }
    if (width < 1 || width > 8 || len < width) {
        return 0;
    }
    for (size_t i = 0; i < width; i++) {
        value += (uint64_t)data[place(number->order, width, i)] << (8 * i);
    }
    if (number->kind == QUIC || number->kind == QUIC_WIDE) {
        value -= (uint64_t)(data[0] / 64 * 64) << (8 * (width - 1));
    }
    if (number->kind == INT && data[place(number->order, width, width - 1)] >= 128) {
        for (size_t i = width; i < 8; i++) {
            value += (uint64_t)0xff << (8 * i);
        }
    }
    *out = value;
    return (int)width;
}

static bool fits_quic(uint64_t value, size_t width)
{
    return value >> (8 * width - 2) == 0;
}

/* How many bytes are written, or an error. */
static int naive_write(const Number *number, uint64_t value, size_t width, uint8_t *out)
{
    const bool negative = value >> 63 != 0;
    size_t len = 0;
    switch (number->kind) {
    case ZIGZAG:
    case LEB128:
        if (number->kind == ZIGZAG) {
            value = negative ? ~value * 2 + 1 : value * 2;
        }
        for (; value >= 128; value /= 128) {
            out[len++] = (uint8_t)(value % 128 + 128);
        }
        out[len++] = (uint8_t)value;
        return (int)len;
    case QUIC:
        width = fits_quic(value, 1) ? 1 : fits_quic(value, 2) ? 2 : fits_quic(value, 4) ? 4 : 8;
        break;
    case FIXED:
        width = number->width;
        break;
    default:
        break;
    }
    if (width < 1 || width > 8) {
        return BYTES_EINVAL;
    }
    if (number->kind == QUIC || number->kind == QUIC_WIDE) {
        if (width == 3 || (width > 4 && width < 8)) {
            return BYTES_EINVAL;
        }
        if (!fits_quic(value, width)) {
            return BYTES_ERANGE;
        }
        value += (uint64_t)(width == 1 ? 0 : width == 2 ? 1 : width == 4 ? 2 : 3) << (8 * width - 2);
    }
    for (size_t i = 0; i < 8; i++) {
        const uint8_t byte = (uint8_t)(value >> (8 * i));
        if (i < width) {
            out[place(number->order, width, i)] = byte;
        } else if ((number->kind == UINT && byte != 0) || (number->kind == INT && byte != (negative ? 0xff : 0))) {
            return BYTES_ERANGE;
        }
    }
    return number->kind == INT && (value >> (8 * width - 1) & 1) != negative ? BYTES_ERANGE : (int)width;
}

/* A handle, and the bytes that it should have. */
typedef struct Source {
    void *self;
    uint8_t bytes[CAPACITY];
    size_t begin;
    size_t end;
} Source;

typedef struct State {
    Bytes view;
    BytesMut buffer;
    BytesQueue queue;
    Source sources[3];
} State;

static BytesSpan expected(const Source *source)
{
    return bytes_span_of(source->bytes + source->begin, source->end - source->begin);
}

static bool same(BytesSpan a, BytesSpan b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && a.data[i] == b.data[i]) {
        i++;
    }
    return i == a.len && i == b.len;
}

static void check_bytes(const State *state, int which)
{
    const BytesSpan bytes = expected(&state->sources[which]);
    if (which == 0) {
        check(same(bytes_span(&state->view), bytes), "other bytes in the view");
    } else if (which == 1) {
        check(same(bytes_mut_span(&state->buffer), bytes), "other bytes in the buffer");
    } else {
        uint8_t copy[CAPACITY];
        check(state->queue.len == bytes.len, "another length of the queue");
        bytes_queue_copy_to(&state->queue, 0, bytes.len, copy);
        check(same(bytes_span_of(copy, bytes.len), bytes), "other bytes in the queue");
    }
}

static void check_read(const Number *number, const Source *source, size_t offset, size_t width, int answer,
                       uint64_t value)
{
    const BytesSpan bytes = expected(source);
    uint64_t wanted = untouched;
    int taken = 0;
    if (offset <= bytes.len) {
        taken = naive_read(number, bytes.data + offset, bytes.len - offset, width, &wanted);
    }
    if (taken <= 0 && number->kind == FIXED) {
        wanted >>= 64 - 8 * number->width;
    }
    check(answer == taken, "another answer");
    check(value == wanted, taken > 0 ? "another number" : "a number where there is none");
}

static void read_step(State *state, int which, Input *input, bool get)
{
    Source *const source = &state->sources[which];
    const Number *const number = &numbers[which][take(input) % NUMBERS];
    const uint8_t choice = take(input);
    const size_t width = choice == 255 ? SIZE_MAX : choice % 10;
    uint64_t value = untouched;
    step_name = number->name;
    if (get) {
        const int answer = number->get(source->self, width, &value);
        check_read(number, source, 0, width, answer, value);
        source->begin += answer > 0 ? (size_t)answer : 0;
    } else {
        const uint8_t at = take(input);
        const size_t len = source->end - source->begin;
        const size_t offset = at >= 0xf8 ? SIZE_MAX - (at & 7) : at >= 0xe0 ? len - (at & 7) : at;
        const int answer = number->peek(source->self, offset, width, &value);
        check_read(number, source, offset, width, answer, value);
    }
}

static void put_step(State *state, int which, Input *input)
{
    Source *const source = &state->sources[which];
    const Number *const number = &numbers[which][take(input) % NUMBERS];
    const uint8_t choice = take(input);
    const size_t width = choice == 255 ? SIZE_MAX : choice % 10;
    const size_t offset = source->end - source->begin;
    uint64_t value = take_number(input);
    uint8_t raw[LONGEST_NUMBER];
    int answer;
    int wanted;
    if (number->put == NULL || source->end > CAPACITY - LONGEST_NUMBER) {
        return;
    }
    if (strchr(number->name, 'f') != NULL) {
        /* Some machines make a signalling NaN a quiet one when it is passed on; so it is one from the start. */
        const uint64_t exponent = number->width == 4 ? 0x7f800000 : UINT64_C(0x7ff0000000000000);
        value |= (value & exponent) == exponent ? (uint64_t)1 << (number->width == 4 ? 22 : 51) : 0;
    }
    if (number->kind == FIXED) {
        value = value << (64 - 8 * number->width) >> (64 - 8 * number->width);
    }
    step_name = number->name;
    wanted = naive_write(number, value, width, raw);
    answer = number->put(source->self, value, width);
    check(answer == (wanted < 0 ? wanted : 0), "another answer to put");
    if (wanted > 0) {
        uint64_t back = untouched;
        memcpy(source->bytes + source->end, raw, (size_t)wanted);
        source->end += (size_t)wanted;
        check(number->peek(source->self, offset, (size_t)wanted, &back) == wanted && back == value, "not read back");
        check(number->kind != LEB128 || bytes_leb128_size(value) == (size_t)wanted, "another size of LEB128");
        check(number->kind != QUIC || bytes_quic_varint_size(value) == (size_t)wanted, "another size for QUIC");
    }
}

/* A slot is filled after something else was put behind it, and only once. */
#define SLOT_STEP(P, Slot)                                                                                             \
    static int P##_slot(void *self, size_t width, uint64_t value, int how, Source *source)                             \
    {                                                                                                                  \
        Slot slot;                                                                                                     \
        int answer = 0;                                                                                                \
        check(P##_reserve_slot(self, width, &slot) == 0 && P##_put(self, "xy", 2) == 0, "no slot");                    \
        memset(source->bytes + source->end, 0, width);                                                                 \
        memcpy(source->bytes + source->end + width, "xy", 2);                                                          \
        source->end += width + 2;                                                                                      \
        for (int again = 0; again < 2 && answer == 0; again++) {                                                       \
            const int last = how == 0   ? P##_fill_slot_be(self, &slot, value)                                         \
                             : how == 1 ? P##_fill_slot_le(self, &slot, value)                                         \
                                        : P##_fill_slot_quic_varint(self, &slot, value);                               \
            check(again == 0 || last == BYTES_EINVAL, "filled twice");                                                 \
            answer = again == 0 ? last : answer;                                                                       \
        }                                                                                                              \
        return answer;                                                                                                 \
    }
SLOT_STEP(bytes_mut, BytesSlot)
SLOT_STEP(bytes_queue, BytesQueueSlot)

static void slot_step(State *state, int which, Input *input)
{
    static const Kind kinds[3] = {UINT, UINT, QUIC_WIDE};
    Source *const source = &state->sources[which];
    const size_t width = 1 + take(input) % 9;
    const int how = take(input) % 3;
    const uint64_t value = take_number(input);
    const Number like = {"slot", kinds[how], how == 1 ? le : be, 0, NULL, NULL, NULL};
    uint8_t raw[LONGEST_NUMBER];
    const int wanted = naive_write(&like, value, width, raw);
    int answer;
    if (which == 0 || source->end > CAPACITY - width - 2) {
        return;
    }
    step_name = which == 1 ? "bytes_mut slot" : "bytes_queue slot";
    answer = (which == 1 ? bytes_mut_slot : bytes_queue_slot)(source->self, width, value, how, source);
    check(answer == (wanted > 0 ? 0 : wanted == BYTES_ERANGE ? BYTES_EOVERFLOW : wanted), "another answer to fill");
    if (wanted > 0) {
        memcpy(source->bytes + source->end - 2 - width, raw, width);
    }
}

/* Search: */

static bool is_in(BytesSpan set, uint8_t byte)
{
    bool found = false;
    for (size_t i = 0; i < set.len; i++) {
        found = found || set.data[i] == byte;
    }
    return found;
}

/* From an offset on, at most so many; also of nothing, which may lie nowhere. */
static BytesSpan part(BytesSpan self, size_t begin, size_t most)
{
    const size_t left = self.len - begin;
    return left != 0 ? bytes_span_of(self.data + begin, left < most ? left : most) : bytes_span_of(NULL, 0);
}

static size_t naive_find(BytesSpan self, BytesSpan needle, size_t from)
{
    for (size_t i = from; i <= self.len && needle.len <= self.len - i; i++) {
        if (same(part(self, i, needle.len), needle)) {
            return i;
        }
    }
    return BYTES_NOT_FOUND;
}

static size_t naive_find_any(BytesSpan self, BytesSpan set, size_t from)
{
    while (from < self.len && !is_in(set, self.data[from])) {
        from++;
    }
    return from < self.len ? from : BYTES_NOT_FOUND;
}

static BytesSpan naive_trim(BytesSpan self, BytesSpan set)
{
    for (; self.len != 0 && is_in(set, self.data[0]); self.len--) {
        self.data++;
    }
    for (; self.len != 0 && is_in(set, self.data[self.len - 1]);) {
        self.len--;
    }
    return self;
}

static unsigned small(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z' ? byte + 32u : byte;
}

static void find_step(const State *state, BytesSpan needle, size_t from)
{
    static const BytesSpan white = {(const uint8_t *)" \t\n\v\f\r", 6};
    const Bytes *const view = &state->view;
    const BytesSpan self = bytes_span(view);
    const BytesSpan flat = expected(&state->sources[2]);
    const uint8_t byte = needle.len != 0 ? needle.data[0] : 0;
    const BytesSpan one = bytes_span_of(&byte, 1);
    const bool starts = same(part(self, 0, needle.len), needle);
    const bool ends = needle.len <= self.len && naive_find(self, needle, self.len - needle.len) != BYTES_NOT_FOUND;
    size_t last = BYTES_NOT_FOUND;
    Bytes trimmed = bytes_clone(view);
    BytesSpan wanted = naive_trim(self, white);
    for (size_t i = 0; i < self.len; i++) {
        last = self.data[i] == byte ? i : last;
    }
    step_name = "find";
    check(bytes_find(view, needle, from) == naive_find(self, needle, from), "find");
    check(bytes_find_byte(view, byte, from) == naive_find(self, one, from), "find_byte");
    check(bytes_find_last_byte(view, byte) == last, "find_last_byte");
    check(bytes_find_any(view, needle, from) == naive_find_any(self, needle, from), "find_any");
    check(bytes_starts_with(view, needle) == starts, "starts_with");
    check(bytes_ends_with(view, needle) == ends, "ends_with");
    check(bytes_queue_find(&state->queue, needle, from) == naive_find(flat, needle, from), "queue find");
    check(bytes_queue_find_byte(&state->queue, byte, from) == naive_find(flat, one, from), "queue find_byte");
    check(bytes_queue_equal(&state->queue, self) == same(flat, self), "queue equal");
    if (from <= flat.len) {
        check(bytes_queue_matches(&state->queue, from, needle) == same(part(flat, from, needle.len), needle),
              "queue matches");
    }
    bytes_trim(&trimmed);
    check(same(bytes_span(&trimmed), wanted) && same(bytes_span_trim(self), wanted), "trim");
    check(bytes_span_trim(self).data == wanted.data || self.len == 0, "trim: elsewhere");
    bytes_drop(&trimmed);
    trimmed = bytes_clone(view);
    wanted = naive_trim(self, needle);
    bytes_trim_set(&trimmed, needle);
    check(same(bytes_span(&trimmed), wanted) && same(bytes_span_trim_set(self, needle), wanted), "trim_set");
    bytes_drop(&trimmed);
}

/* Of two different bytes only: a search that goes by periods meets some. */
static void find_periods(BytesSpan self, BytesSpan needle, size_t from)
{
    uint8_t copy[CAPACITY];
    uint8_t wanted[LONGEST_NEEDLE];
    const BytesSpan a = bytes_span_of(copy, self.len);
    const BytesSpan b = bytes_span_of(wanted, needle.len);
    step_name = "find periods";
    for (size_t i = 0; i < self.len; i++) {
        copy[i] = self.data[i] & 1;
    }
    for (size_t i = 0; i < needle.len; i++) {
        wanted[i] = needle.data[i] & 1;
    }
    check(bytes_span_find(a, b, from) == naive_find(a, b, from), "find");
}

static void split_step(const State *state, BytesSpan delimiter, bool single)
{
    Bytes rest = bytes_clone(&state->view);
    BytesSpan left = bytes_span(&state->view);
    step_name = "split_at";
    for (;;) {
        const size_t at = delimiter.len != 0 ? naive_find(left, delimiter, 0) : BYTES_NOT_FOUND;
        Bytes piece;
        if (!(single && delimiter.len == 1 ? bytes_split_at_byte(&rest, delimiter.data[0], &piece)
                                           : bytes_split_at(&rest, delimiter, &piece))) {
            check(at == BYTES_NOT_FOUND, "not found");
            break;
        }
        check(at != BYTES_NOT_FOUND && same(bytes_span(&piece), bytes_span_of(left.data, at)), "another piece");
        left = part(left, at + delimiter.len, SIZE_MAX);
        bytes_drop(&piece);
        check(same(bytes_span(&rest), left), "another rest");
    }
    check(same(bytes_span(&rest), left), "another last piece");
    bytes_drop(&rest);
}

/* Another span is as the first, at another address, but perhaps for one byte or its end. */
static void compare_step(const State *state, BytesSpan needle, uint8_t at, uint8_t flip, uint64_t seed)
{
    const BytesSpan a = (flip & 1) != 0 ? needle : bytes_span(&state->view);
    uint8_t copy[CAPACITY + 1];
    const size_t len = at == 255 && a.len != 0 ? a.len - 1 : a.len;
    const BytesSpan b = bytes_span_of(copy + 1, len);
    bool alike = len == a.len;
    int order;
    size_t i = 0;
    memset(copy, 0, sizeof(copy));
    for (; i < len; i++) {
        copy[i + 1] = i == at ? a.data[i] ^ (flip & 0xfe) : a.data[i];
        alike = alike && small(a.data[i]) == small(copy[i + 1]);
    }
    for (i = 0; i < len && a.data[i] == b.data[i];) {
        i++;
    }
    order = i < len ? (a.data[i] < b.data[i] ? -1 : 1) : (a.len > len);
    step_name = "compare";
    check(bytes_span_equal(a, b) == (order == 0), "equal");
    check(bytes_span_equal_constant_time(a, b) == (order == 0), "equal_constant_time");
    check(bytes_span_compare(a, b) == order && bytes_span_compare(b, a) == -order, "compare");
    check(bytes_span_equal_ignore_case(a, b) == alike, "equal_ignore_case");
    check((bytes_span_hash(a, seed) == bytes_span_hash(b, seed)) == (order == 0), "hash");
    check(bytes_span_hash(a, seed) != bytes_span_hash(a, seed + 1), "hash: another seed");
    check(bytes_hash(&state->view, seed) == bytes_span_hash(expected(&state->sources[0]), seed), "hash of a view");
}

static unsigned digit_of(uint8_t byte)
{
    const char *const digits = "0123456789abcdefABCDEF";
    const char *const found = byte != 0 ? strchr(digits, byte) : NULL;
    const unsigned at = found != NULL ? (unsigned)(found - digits) : 99;
    return at < 16 ? at : at < 22 ? at - 6 : 99;
}

/* What was printed, read back by hand; in a buffer that has something already, and grows. */
static void print_step(BytesSpan bytes)
{
    BytesMut out = BYTES_MUT_EMPTY;
    size_t at = 3;
    char line[100];
    step_name = "print";
    check(bytes_mut_put(&out, "<", 1) == 0 && bytes_mut_put_escaped(&out, bytes) == 0, "no room");
    check(memcmp(out.data, "<b\"", 3) == 0, "escaped: its begin");
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
        check(byte == bytes.data[i], "escaped: another byte");
    }
    check(out.len == at + 1 && out.data[at] == '"', "escaped: its end");
    at = out.len;
    check(bytes_mut_put_hex(&out, bytes) == 0 && out.len == at + 2 * bytes.len, "hex: its length");
    for (size_t i = 0; i < bytes.len; i++, at += 2) {
        snprintf(line, sizeof(line), "%02x", bytes.data[i]);
        check(memcmp(out.data + at, line, 2) == 0, "hex: another byte");
    }
    check(bytes_mut_put_hex_dump(&out, bytes) == 0, "no room");
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
        check(out.len - at >= (size_t)len && memcmp(out.data + at, line, (size_t)len) == 0, "hex_dump: another line");
        at += (size_t)len;
    }
    check(out.len == at, "hex_dump: its length");
    /* Of its own bytes, which move when it grows. */
    check(bytes_mut_put_hex(&out, bytes_span_of(out.data + 1, at - 1)) == 0 && out.len == at + 2 * (at - 1), "own hex");
    for (size_t i = 0; i + 1 < at; i++) {
        check(16 * digit_of(out.data[at + 2 * i]) + digit_of(out.data[at + 2 * i + 1]) == out.data[i + 1], "own hex");
    }
    bytes_mut_drop(&out);
}

static int naive_parse(BytesSpan text, unsigned base, uint64_t *out)
{
    uint64_t value = 0;
    int answer = text.len != 0 ? 0 : BYTES_EINVAL;
    for (size_t i = 0; i < text.len; i++) {
        const unsigned digit = digit_of(text.data[i]);
        if (digit >= base) {
            return BYTES_EINVAL;
        }
        if (value > UINT64_MAX / base || value * base > UINT64_MAX - digit) {
            answer = BYTES_ERANGE;
        }
        value = value * base + digit;
    }
    *out = answer == 0 ? value : untouched;
    return answer;
}

static void parse(BytesSpan text)
{
    const bool minus = text.len != 0 && text.data[0] == '-';
    const uint64_t limit = (uint64_t)INT64_MAX + minus;
    uint64_t wanted = untouched;
    uint64_t value = untouched;
    int64_t number = 77;
    int answer = naive_parse(text, 10, &wanted);
    step_name = "parse";
    check(bytes_span_parse_decimal(text, &value) == answer && value == wanted, "decimal");
    value = wanted = untouched;
    answer = naive_parse(text, 16, &wanted);
    check(bytes_span_parse_hex(text, &value) == answer && value == wanted, "hex");
    wanted = untouched;
    answer = naive_parse(minus ? bytes_span_of(text.data + 1, text.len - 1) : text, 10, &wanted);
    answer = answer == 0 && wanted > limit ? BYTES_ERANGE : answer;
    check(bytes_span_parse_signed_decimal(text, &number) == answer, "signed decimal: another answer");
    check((uint64_t)number == (answer != 0 ? 77 : minus ? 0 - wanted : wanted), "signed decimal");
}

static void parse_step(BytesSpan needle, uint64_t number)
{
    char text[LONGEST_NEEDLE];
    snprintf(text, sizeof(text), "-00%" PRIu64 "0", number);
    for (size_t i = 0; i < 4; i++) {
        /* Negative, with zeros, and as it is; and each ten times as large. */
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

/* With bytes of the view, which are found, or of the input; in a block of their size, for a sanitizer. */
static void search_step(const State *state, Input *input)
{
    const BytesSpan self = bytes_span(&state->view);
    const uint8_t what = take(input);
    const size_t len = take(input) % LONGEST_NEEDLE;
    const uint8_t at = take(input);
    const uint8_t from = take(input);
    uint8_t *const block = malloc(len != 0 ? len : 1);
    check(block != NULL, "out of memory");
    for (size_t i = 0; i < len; i++) {
        block[i] = (what & 0x80) != 0 && at + i < self.len ? self.data[at + i] : take(input);
    }
    switch (what % 5) {
    case 0:
        find_step(state, bytes_span_of(block, len), from >= 0xfc ? SIZE_MAX - (from & 3) : from & 0x7f);
        break;
    case 1:
        find_periods(self, bytes_span_of(block, len), from & 0x7f);
        split_step(state, bytes_span_of(block, len), (from & 1) != 0);
        break;
    case 2:
        compare_step(state, bytes_span_of(block, len), at, from, take_number(input));
        break;
    case 3:
        print_step(len != 0 ? bytes_span_of(block, len) : self);
        break;
    default:
        parse_step(bytes_span_of(block, len), take_number(input));
        break;
    }
    free(block);
}

/* Some pieces are pushed, others put: the queue's numbers then lie across views and the tail. */
static void cut_queue(BytesQueue *queue, const uint8_t *data, size_t len, Input *input)
{
    while (len != 0) {
        const uint8_t cut = take(input);
        const size_t wanted = 1 + (cut & 15);
        const size_t count = wanted < len ? wanted : len;
        Bytes piece = bytes_static(data, count);
        if (cut >= 0xc0) {
            check(bytes_queue_put(queue, data, count) == 0, "out of memory");
        } else {
            check((cut < 0x80 || bytes_copy(data, count, &piece) == 0) && bytes_queue_push_back(queue, &piece) == 0,
                  "out of memory");
        }
        data += count;
        len -= count;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static State state; /* its arrays are large */
    Input input = {data, size};
    const uint8_t how = take(&input);
    const size_t wanted = take(&input);
    const size_t len = wanted < input.len ? wanted : input.len;
    uint8_t *const block = malloc(len != 0 ? len : 1);
    check(block != NULL, "out of memory");
    if (len != 0) {
        memcpy(block, input.data, len);
        input.data += len;
        input.len -= len;
    }
    state.view = bytes_static(block, len);
    state.buffer = (BytesMut)BYTES_MUT_EMPTY;
    check((how & 1) == 0 || bytes_copy(block, len, &state.view) == 0, "out of memory");
    check(bytes_mut_put(&state.buffer, block, len) == 0, "out of memory");
    bytes_queue_init(&state.queue, NULL, (how & 2) != 0 ? 16 + how / 4 : 0);
    cut_queue(&state.queue, block, len, &input);
    for (int i = 0; i < 3; i++) {
        state.sources[i].self = i == 0 ? (void *)&state.view : i == 1 ? (void *)&state.buffer : (void *)&state.queue;
        state.sources[i].begin = 0;
        state.sources[i].end = len;
        memcpy(state.sources[i].bytes, block, len);
        check_bytes(&state, i);
    }
    for (int step = 0; step < MOST_STEPS && input.len != 0; step++) {
        const uint8_t what = take(&input);
        const int which = what % 3;
        switch (what / 3 % 5) {
        case 0:
        case 1:
            read_step(&state, which, &input, what / 3 % 5 == 0);
            break;
        case 2:
            put_step(&state, which, &input);
            break;
        case 3:
            slot_step(&state, which, &input);
            break;
        default:
            search_step(&state, &input);
            break;
        }
        check_bytes(&state, which);
    }
    bytes_drop(&state.view);
    bytes_mut_drop(&state.buffer);
    bytes_queue_drop(&state.queue);
    free(block);
    return 0;
}
