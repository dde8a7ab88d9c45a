/* SPDX-License-Identifier: MIT */
/* Steps that read numbers, put them, and fill slots with them. */
#include "numbers.h"

static void check_read(const Number *number, const Source *source, size_t offset, size_t width, int result,
                       uint64_t value)
{
    const BytesSpan bytes = expected(source);
    uint64_t wanted = UNTOUCHED;
    int taken = 0;
    if (offset <= bytes.len) {
        taken = naive_read(number, bytes.data + offset, bytes.len - offset, width, &wanted);
    }
    if (taken <= 0 && number->kind == FIXED) {
        wanted >>= 64 - 8 * number->width;
    }
    check(result == taken, "wrong result");
    check(value == wanted, taken > 0 ? "wrong number" : "a number where there is none");
}

void read_step(State *state, int which, Input *input, bool get)
{
    Source *const source = &state->sources[which];
    const Number *const number = &numbers[which][take(input) % NUMBERS];
    const uint8_t choice = take(input);
    const size_t width = choice == 255 ? SIZE_MAX : choice % 10;
    uint64_t value = UNTOUCHED;
    begin_step(number->name);
    if (get) {
        const int result = number->get(source->self, width, &value);
        check_read(number, source, 0, width, result, value);
        source->begin += result > 0 ? (size_t)result : 0;
    } else {
        const uint8_t at = take(input);
        const size_t len = source->end - source->begin;
        const size_t offset = at >= 0xf8 ? SIZE_MAX - (at & 7) : at >= 0xe0 ? len - (at & 7) : at;
        const int result = number->peek(source->self, offset, width, &value);
        check_read(number, source, offset, width, result, value);
    }
}

void put_step(State *state, int which, Input *input)
{
    Source *const source = &state->sources[which];
    const Number *const number = &numbers[which][take(input) % NUMBERS];
    const uint8_t choice = take(input);
    const size_t width = choice == 255 ? SIZE_MAX : choice % 10;
    const size_t offset = source->end - source->begin;
    uint64_t value = take_number(input);
    const BytesMut before = state->buffer;
    uint8_t raw[LONGEST_NUMBER];
    int result;
    int wanted;
    if (number->put == NULL || source->end > CAPACITY - LONGEST_NUMBER) {
        return;
    }
    if (strchr(number->name, 'f') != NULL) {
        /* Passing a signalling NaN by value makes it quiet on some machines; so it is quiet from the start. */
        const uint64_t exponent = number->width == 4 ? 0x7f800000 : UINT64_C(0x7ff0000000000000);
        value |= (value & exponent) == exponent ? (uint64_t)1 << (number->width == 4 ? 22 : 51) : 0;
    }
    if (number->kind == FIXED) {
        value = value << (64 - 8 * number->width) >> (64 - 8 * number->width);
    }
    begin_step(number->name);
    wanted = naive_write(number, value, width, raw);
    result = number->put(source->self, value, width);
    if (ran_out(state, result)) {
        check(which != 1 || (state->buffer.data == before.data && state->buffer.cap == before.cap), "it moved");
        return;
    }
    check(result == (wanted < 0 ? wanted : 0), "wrong result to put");
    if (wanted > 0) {
        uint64_t back = UNTOUCHED;
        memcpy(source->bytes + source->end, raw, (size_t)wanted);
        source->end += (size_t)wanted;
        check(number->peek(source->self, offset, (size_t)wanted, &back) == wanted && back == value, "not read back");
        check(number->kind != LEB128 || bytes_leb128_size(value) == (size_t)wanted, "wrong size of LEB128");
        check(number->kind != QUIC || bytes_quic_varint_size(value) == (size_t)wanted, "wrong size for QUIC");
    }
}

/* Fills a slot after more was put behind it; a second time must fail. */
#define SLOT_STEP(P, Slot)                                                                                             \
    static int P##_slot(void *self, size_t width, uint64_t value, int how, Source *source)                             \
    {                                                                                                                  \
        Slot slot;                                                                                                     \
        int result = P##_reserve_slot(self, width, &slot);                                                             \
        if (result == 0) {                                                                                             \
            memset(source->bytes + source->end, 0, width);                                                             \
            source->end += width;                                                                                      \
            result = P##_put(self, "xy", 2);                                                                           \
        }                                                                                                              \
        if (result != 0) {                                                                                             \
            return result;                                                                                             \
        }                                                                                                              \
        memcpy(source->bytes + source->end, "xy", 2);                                                                  \
        source->end += 2;                                                                                              \
        for (int again = 0; again < 2 && result == 0; again++) {                                                       \
            const int last = how == 0   ? P##_fill_slot_be(self, &slot, value)                                         \
                             : how == 1 ? P##_fill_slot_le(self, &slot, value)                                         \
                             : how == 3 ? P##_fill_slot_ne(self, &slot, value)                                         \
                                        : P##_fill_slot_quic_varint(self, &slot, value);                               \
            check(again == 0 || last == BYTES_EINVAL, "filled twice");                                                 \
            result = again == 0 ? last : result;                                                                       \
        }                                                                                                              \
        return result;                                                                                                 \
    }
SLOT_STEP(bytes_mut, BytesSlot)
SLOT_STEP(bytes_queue, BytesQueueSlot)

void slot_step(State *state, int which, Input *input)
{
    static const Kind kinds[4] = {UINT, UINT, QUIC_WIDE, UINT};
    static const Order orders[4] = {be, le, be, ne};
    Source *const source = &state->sources[which];
    const size_t width = 1 + take(input) % 9;
    const uint8_t choice = take(input);
    const int how = choice < 192 ? choice % 3 : 3;
    const uint64_t value = take_number(input);
    const Number like = {"slot", kinds[how], orders[how], 0, NULL, NULL, NULL};
    uint8_t raw[LONGEST_NUMBER];
    const int wanted = naive_write(&like, value, width, raw);
    int result;
    if (which == 0 || source->end > CAPACITY - width - 2) {
        return;
    }
    begin_step(which == 1 ? "bytes_mut slot" : "bytes_queue slot");
    result = (which == 1 ? bytes_mut_slot : bytes_queue_slot)(source->self, width, value, how, source);
    if (ran_out(state, result)) {
        return;
    }
    check(result == (wanted > 0 ? 0 : wanted), "wrong result to fill");
    if (wanted > 0) {
        memcpy(source->bytes + source->end - 2 - width, raw, width);
    }
}
