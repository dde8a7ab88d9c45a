/* SPDX-License-Identifier: MIT */
/* The steps of the model of a queue that write bytes and read them. */
#include "queue_model.h"

void model_put(Model *m, ModelSide *side)
{
    uint8_t bytes[1200];
    const size_t len = model_read_len(m);
    model_make(m, bytes, len);
    if (side->len + len > MODEL_MAX) {
        return;
    }
    if (model_read(m, 4) == 0 && side->len != 0) { /* the queue's own bytes */
        const BytesSpan front = bytes_queue_front(&side->queue);
        const size_t own = front.len < len ? front.len : len;
        memcpy(bytes, front.data, own);
        if (!model_failed(m, bytes_queue_put(&side->queue, front.data, own))) {
            model_append(side, bytes, own);
        }
    } else if (!model_failed(m, bytes_queue_put(&side->queue, len != 0 ? bytes : NULL, len))) {
        model_append(side, bytes, len);
    }
}

void model_print(Model *m, ModelSide *side)
{
    const unsigned number = (unsigned)model_read(m, 100000);
    const size_t width = model_read(m, 200);
    const size_t how = model_read(m, 4);
    BytesMut flat = BYTES_MUT_EMPTY;
    REQUIRE(bytes_mut_printf(&flat, "<%*u>", (int)width, number) == 0);
    if (how == 1) {
        bytes_mut_clear(&flat);
        REQUIRE(bytes_mut_put_decimal(&flat, number) == 0);
    } else if (how == 2) {
        bytes_mut_clear(&flat);
        REQUIRE(bytes_mut_put_signed_decimal(&flat, -(int64_t)number) == 0);
    } else if (how == 3) {
        const BytesSpan front = {side->bytes, bytes_queue_front(&side->queue).len % (width + 1)};
        bytes_mut_clear(&flat);
        REQUIRE(bytes_mut_put_escaped(&flat, front) == 0);
    }
    if (side->len + flat.len <= MODEL_MAX) {
        BytesSpan front = bytes_queue_front(&side->queue);
        front.len %= width + 1;
        const int error = how == 0   ? bytes_queue_printf(&side->queue, "<%*u>", (int)width, number)
                          : how == 1 ? bytes_queue_put_decimal(&side->queue, number)
                          : how == 2 ? bytes_queue_put_signed_decimal(&side->queue, -(int64_t)number)
                                     : bytes_queue_put_escaped(&side->queue, front);
        if (!model_failed(m, error)) {
            model_append(side, flat.data, flat.len);
        }
    }
    bytes_mut_drop(&flat);
}

void model_reserve(Model *m, ModelSide *side)
{
    const size_t want = model_read_len(m);
    const bool pieces = model_read(m, 2) != 0;
    BytesSpare spares[2] = {{NULL, 0}, {NULL, 0}};
    size_t made = 0;
    const int error = pieces ? bytes_queue_reserve_pieces(&side->queue, want, spares, &made)
                             : bytes_queue_reserve(&side->queue, want, spares);
    uint8_t bytes[1500];
    size_t used;
    if (model_failed(m, error)) {
        REQUIRE(made == 0 && spares[0].data == NULL);
        return;
    }
    REQUIRE(error == 0 && (pieces ? made == 1 || made == 2 : made == 0));
    REQUIRE((made == 2) == (spares[1].data != NULL));
    REQUIRE(made != 2 || (spares[0].len != 0 && spares[1].len != 0));
    REQUIRE(spares[0].len + spares[1].len >= want);
    model_check(m);
    used = model_read(m, 3) == 0 ? want : model_read(m, spares[0].len + spares[1].len + 1);
    used = used < sizeof(bytes) ? used : sizeof(bytes);
    if (side->len + used > MODEL_MAX) {
        return;
    }
    model_make(m, bytes, used);
    if (used != 0) {
        const size_t here = used < spares[0].len ? used : spares[0].len;
        memcpy(spares[0].data, bytes, here);
        if (used != here) {
            memcpy(spares[1].data, bytes + here, used - here);
        }
    }
    bytes_queue_commit(&side->queue, used);
    model_append(side, bytes, used);
}

void model_find(Model *m, const ModelSide *side)
{
    uint8_t needle[600];
    const size_t from = model_read(m, side->len + 2);
    const size_t at = model_read(m, side->len + 1);
    size_t len = model_read_len(m);
    size_t expected = BYTES_NOT_FOUND;
    len = len < side->len - at ? len : side->len - at;
    len = len < sizeof(needle) ? len : sizeof(needle);
    memcpy(needle, side->bytes + at, len);
    if (len != 0 && model_read(m, 4) == 0) {
        needle[model_read(m, len)] ^= 1;
    }
    for (size_t i = from; i <= side->len && expected == BYTES_NOT_FOUND && len <= side->len - i; i++) {
        expected = memcmp(side->bytes + i, needle, len) == 0 ? i : BYTES_NOT_FOUND;
    }
    REQUIRE(bytes_queue_find(&side->queue, (BytesSpan){needle, len}, from) == expected);
    if (len != 0) {
        const uint8_t *const byte = from < side->len ? memchr(side->bytes + from, needle[0], side->len - from) : NULL;
        expected = byte != NULL ? (size_t)(byte - side->bytes) : BYTES_NOT_FOUND;
        REQUIRE(bytes_queue_find_byte(&side->queue, needle[0], from) == expected);
    }
}

void model_look(Model *m, const ModelSide *side)
{
    uint8_t scratch[MODEL_MAX];
    const size_t offset = model_read(m, side->len + 3);
    const size_t count = model_read_len(m);
    const bool inside = offset <= side->len && count <= side->len - offset;
    const uint8_t *const seen = bytes_queue_peek(&side->queue, offset, count, scratch);
    REQUIRE((seen != NULL) == (inside && count != 0));
    REQUIRE(seen == NULL || memcmp(seen, side->bytes + offset, count) == 0);
    memset(scratch, 0xee, sizeof(scratch));
    REQUIRE(bytes_queue_try_copy_to(&side->queue, offset, count, scratch) == (inside ? 0 : BYTES_ERANGE));
    uint64_t hash = 0;
    REQUIRE(bytes_queue_try_hash(&side->queue, offset, count, offset, &hash) == (inside ? 0 : BYTES_ERANGE));
    if (inside) {
        REQUIRE(hash == bytes_span_hash(bytes_span_of(side->bytes + offset, count), offset));
        REQUIRE(memcmp(scratch, side->bytes + offset, count) == 0);
        REQUIRE(bytes_queue_matches(&side->queue, offset, (BytesSpan){scratch, count}));
        if (count != 0) {
            scratch[model_read(m, count)] ^= 0x80;
            REQUIRE(!bytes_queue_matches(&side->queue, offset, (BytesSpan){scratch, count}));
        }
    } else {
        REQUIRE(scratch[0] == 0xee);
        REQUIRE(!bytes_queue_matches(&side->queue, offset, (BytesSpan){scratch, count}));
    }
}

void model_get(Model *m, ModelSide *side)
{
    Bytes flat = bytes_static(side->bytes, side->len);
    const size_t offset = model_read(m, side->len + 2);
    const size_t width = model_read(m, 10);
    uint64_t a = 7;
    uint64_t b = 7;
    int64_t c = 7;
    int64_t d = 7;
    uint16_t e = 7;
    uint16_t f = 7;
    double g = 7;
    double h = 7;
    REQUIRE(bytes_queue_peek_u64_le(&side->queue, offset, &a) == bytes_peek_u64_le(&flat, offset, &b) && a == b);
    REQUIRE(bytes_queue_peek_leb128(&side->queue, offset, &a) == bytes_peek_leb128(&flat, offset, &b) && a == b);
    REQUIRE(bytes_queue_peek_quic_varint(&side->queue, offset, &a) == bytes_peek_quic_varint(&flat, offset, &b));
    REQUIRE(a == b);
    switch (model_read(m, 6)) {
    case 0:
        REQUIRE(bytes_queue_get_u16_be(&side->queue, &e) == bytes_get_u16_be(&flat, &f) && e == f);
        break;
    case 1:
        REQUIRE(bytes_queue_get_int_be(&side->queue, width, &c) == bytes_get_int_be(&flat, width, &d) && c == d);
        break;
    case 2:
        REQUIRE(bytes_queue_get_uint_le(&side->queue, width, &a) == bytes_get_uint_le(&flat, width, &b) && a == b);
        break;
    case 3:
        REQUIRE(bytes_queue_get_leb128_zigzag(&side->queue, &c) == bytes_get_leb128_zigzag(&flat, &d) && c == d);
        break;
    case 4:
        REQUIRE(bytes_queue_get_quic_varint(&side->queue, &a) == bytes_get_quic_varint(&flat, &b) && a == b);
        break;
    default:
        REQUIRE(bytes_queue_get_f64_ne(&side->queue, &g) == bytes_get_f64_ne(&flat, &h));
        REQUIRE(memcmp(&g, &h, sizeof(g)) == 0);
        break;
    }
    REQUIRE(side->queue.len == flat.len);
    model_remove(side, 0, side->len - flat.len);
}

void model_put_number(Model *m, ModelSide *side)
{
    const uint64_t value = (uint64_t)model_read(m, 1 << 24) << model_read(m, 40);
    BytesMut flat;
    int error;
    int expected;
    REQUIRE(bytes_mut_with_capacity(16, &flat) == 0);
    if (side->len + 10 > MODEL_MAX) {
        bytes_mut_drop(&flat);
        return;
    }
    switch (model_read(m, 4)) {
    case 0:
        error = bytes_queue_put_u32_be(&side->queue, (uint32_t)value);
        expected = bytes_mut_put_u32_be(&flat, (uint32_t)value);
        break;
    case 1:
        error = bytes_queue_put_leb128(&side->queue, value);
        expected = bytes_mut_put_leb128(&flat, value);
        break;
    case 2:
        error = bytes_queue_put_quic_varint(&side->queue, value >> 2);
        expected = bytes_mut_put_quic_varint(&flat, value >> 2);
        break;
    default:
        error = bytes_queue_put_uint_le(&side->queue, value, 8);
        expected = bytes_mut_put_uint_le(&flat, value, 8);
        break;
    }
    REQUIRE(expected == 0);
    if (!model_failed(m, error)) {
        model_append(side, flat.data, flat.len);
    }
    bytes_mut_drop(&flat);
}

void model_reserve_slot(Model *m, ModelSide *side)
{
    static const uint8_t zeros[10];
    const size_t number = m->next_slot;
    const size_t width = 1 + model_read(m, 9);
    BytesQueueSlot slot;
    if (side->len + width > MODEL_MAX) {
        return;
    }
    REQUIRE(bytes_queue_reserve_slot(&side->queue, 0, &slot) == BYTES_EINVAL);
    if (model_failed(m, bytes_queue_reserve_slot(&side->queue, width, &slot))) {
        return;
    }
    REQUIRE(slot.width == width);
    model_end_slot(m, number);
    m->slot[number] = slot;
    m->next_slot = (number + 1) % MODEL_SLOTS;
    model_append(side, zeros, width);
    memset(side->marks + side->len - width, (int)(MODEL_OWN | (number + 1)), width);
}

/* An invalid slot was filled: only bytes that no view outside the queue can see may have changed. */
static void model_fill_invalid(ModelSide *side, const uint8_t *bytes, size_t width)
{
    uint8_t now[MODEL_MAX];
    size_t at = 0;
    bytes_queue_copy_to(&side->queue, 0, side->len, now);
    while (at < side->len && now[at] == side->bytes[at]) {
        at++;
    }
    /* The bytes before the first that differs may have been written too, with the value that they had. */
    for (size_t i = at; i < side->len && i < at + width; i++) {
        REQUIRE(now[i] == side->bytes[i] || (side->marks[i] & MODEL_OWN) != 0);
        REQUIRE(now[i] == side->bytes[i] || memchr(bytes, now[i], width) != NULL);
        side->bytes[i] = now[i];
    }
    REQUIRE(memcmp(now, side->bytes, side->len) == 0);
}

void model_fill_slot(Model *m, ModelSide *side)
{
    const size_t number = model_read(m, MODEL_SLOTS);
    BytesQueueSlot *const slot = &m->slot[number];
    const size_t width = slot->width;
    const size_t at = model_find_slot(m, side, number);
    uint8_t bytes[16];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = m->next_byte++;
    }
    REQUIRE(bytes_queue_fill_slot(&side->queue, slot, bytes, width + 1) == BYTES_EINVAL);
    const int error = bytes_queue_fill_slot(&side->queue, slot, bytes, width);
    if (width == 0) {
        REQUIRE(error == BYTES_EINVAL);
    } else if (at != SIZE_MAX) {
        REQUIRE(error == 0);
        memcpy(side->bytes + at, bytes, width);
    } else if (error == 0) {
        model_fill_invalid(side, bytes, width);
    } else {
        REQUIRE(error == BYTES_ERANGE);
    }
    if (error == 0) {
        REQUIRE(slot->width == 0);
        model_end_slot(m, number);
    }
}
