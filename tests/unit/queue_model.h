/* SPDX-License-Identifier: MIT */
/*
 * Two queues and a flat array for each, which go through the same steps. The steps are read from bytes: random ones in
 * the test, a fuzzer's in fuzz/. After each step everything that can be asked must have the array's answer; a step that
 * runs out of memory must have changed nothing; a view that was taken out must never change.
 */
#ifndef TESTS_QUEUE_MODEL_H
#define TESTS_QUEUE_MODEL_H

#include <bytes/bytes.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REQUIRE(condition) ((condition) ? (void)0 : model_broken(__FILE__, __LINE__, #condition))

_Noreturn static void model_broken(const char *file, int line, const char *rule)
{
    fprintf(stderr, "%s:%d: not true: %s\n", file, line, rule);
    abort();
}

/* malloc() with a size in front of each block, which says no on demand. */
typedef struct ModelAllocator {
    BytesAllocator base;
    size_t live;
    size_t calls;
    size_t fail_at; /* refuse the call with this number; 0: none */
    bool refused;
} ModelAllocator;

enum { MODEL_PREFIX = 32 };

static void *model_allocate(BytesAllocator *base, size_t size)
{
    ModelAllocator *self = (ModelAllocator *)(void *)base; /* cast: base is its first member */
    unsigned char *block;
    REQUIRE(size != 0);
    self->calls++;
    if (self->fail_at != 0 && self->calls == self->fail_at) {
        self->refused = true;
        return NULL;
    }
    block = (unsigned char *)malloc(size + MODEL_PREFIX);
    REQUIRE(block != NULL);
    memcpy(block, &size, sizeof(size));
    memset(block + MODEL_PREFIX, 0xa5, size);
    self->live++;
    return block + MODEL_PREFIX;
}

static void model_deallocate(BytesAllocator *base, void *block, size_t size)
{
    ModelAllocator *self = (ModelAllocator *)(void *)base; /* cast: as above */
    unsigned char *const start = (unsigned char *)block - MODEL_PREFIX;
    REQUIRE(memcmp(start, &size, sizeof(size)) == 0);
    REQUIRE(self->live != 0);
    self->live--;
    memset(block, 0x5a, size);
    free(start);
}

static ModelAllocator model_allocator(void)
{
    ModelAllocator out = {{model_allocate, NULL, model_deallocate, NULL, NULL, 0}, 0, 0, 0, false};
    return out;
}

enum { MODEL_MAX = 1 << 13, MODEL_HELD = 4, MODEL_SLOTS = 16, MODEL_STEPS = 24 };

typedef struct ModelSide {
    BytesQueue queue;
    uint8_t bytes[MODEL_MAX];
    uint8_t slots[MODEL_MAX]; /* of each byte: one more than the number of its slot, or 0 */
    size_t len;
} ModelSide;

typedef struct ModelHeld {
    Bytes view;
    uint8_t *bytes;
} ModelHeld;

typedef struct ModelSlot {
    BytesQueueSlot slot;
    bool unknown; /* a neighbour was coalesced: it may have ended */
} ModelSlot;

typedef struct Model {
    ModelAllocator allocator;
    ModelSide side[2];
    ModelHeld held[MODEL_HELD];
    ModelSlot slot[MODEL_SLOTS];
    size_t next_slot;
    Bytes block; /* what is cut into neighbours, which can be rejoined */
    uint8_t next_byte;
    const uint8_t *in;
    size_t left;
} Model;

static size_t model_read(Model *m, size_t below)
{
    size_t value = 0;
    for (size_t range = 1; range < below && m->left != 0; range *= 256) {
        value = value * 256 + *m->in++;
        m->left--;
    }
    return below != 0 ? value % below : 0;
}

/* Mostly small, sometimes large. */
static size_t model_read_len(Model *m)
{
    static const size_t below[] = {2, 4, 12, 40, 40, 100, 300, 1200};
    return model_read(m, below[model_read(m, 8)]);
}

static uint8_t *model_copy(const void *data, size_t len)
{
    uint8_t *out = (uint8_t *)malloc(len + 1);
    REQUIRE(out != NULL);
    if (len != 0) {
        memcpy(out, data, len);
    }
    return out;
}

/* Bytes that tell one place from another, but for some that repeat, so that needles nearly match. */
static void model_make(Model *m, uint8_t *out, size_t len)
{
    const bool plain = model_read(m, 3) == 0;
    for (size_t i = 0; i < len; i++) {
        out[i] = plain ? (uint8_t)(i % 7 == 6) : m->next_byte++;
    }
}

static void model_insert(ModelSide *side, size_t at, const uint8_t *bytes, const uint8_t *slots, size_t len)
{
    if (len == 0) {
        return;
    }
    REQUIRE(side->len + len <= MODEL_MAX);
    memmove(side->bytes + at + len, side->bytes + at, side->len - at);
    memmove(side->slots + at + len, side->slots + at, side->len - at);
    memcpy(side->bytes + at, bytes, len);
    if (slots != NULL) {
        memcpy(side->slots + at, slots, len);
    } else {
        memset(side->slots + at, 0, len);
    }
    side->len += len;
}

static void model_append(ModelSide *side, const uint8_t *bytes, size_t len)
{
    model_insert(side, side->len, bytes, NULL, len);
}

static void model_remove(ModelSide *side, size_t at, size_t len)
{
    memmove(side->bytes + at, side->bytes + at + len, side->len - at - len);
    memmove(side->slots + at, side->slots + at + len, side->len - at - len);
    side->len -= len;
}

static void model_check(Model *m)
{
    for (size_t i = 0; i < 2; i++) {
        const ModelSide *const side = &m->side[i];
        BytesSpan spans[8];
        size_t at = 0;
        size_t count;
        REQUIRE(side->queue.len == side->len);
        REQUIRE(bytes_queue_equal(&side->queue, (BytesSpan){side->bytes, side->len}));
        REQUIRE((bytes_queue_front(&side->queue).len == 0) == (side->len == 0));
        while ((count = bytes_queue_spans(&side->queue, at, spans, 8)) != 0) {
            for (size_t j = 0; j < count; j++) {
                REQUIRE(spans[j].len != 0 && spans[j].len <= side->len - at);
                REQUIRE(memcmp(spans[j].data, side->bytes + at, spans[j].len) == 0);
                at += spans[j].len;
            }
        }
        REQUIRE(at == side->len);
    }
    for (size_t i = 0; i < MODEL_HELD; i++) {
        const ModelHeld *const held = &m->held[i];
        REQUIRE(held->view.len == 0 || memcmp(held->view.data, held->bytes, held->view.len) == 0);
    }
}

/* Is an error the refusal that was asked for? */
static bool model_refused(Model *m, int error)
{
    if (error < 0) {
        REQUIRE(error == BYTES_ENOMEM && m->allocator.refused);
        m->allocator.refused = false;
        m->allocator.fail_at = 0;
        return true;
    }
    return false;
}

static void model_hold(Model *m, Bytes view)
{
    ModelHeld *const held = &m->held[model_read(m, MODEL_HELD)];
    bytes_drop(&held->view);
    free(held->bytes);
    held->view = view;
    held->bytes = model_copy(view.data, view.len);
}

/* A view to push: static, copied, cut from a shared block, or one that was taken out before. Made without refusals. */
static Bytes model_view(Model *m)
{
    static const uint8_t still[] = "static bytes, which nobody counts and which never join";
    const size_t fail_at = m->allocator.fail_at;
    const size_t kind = model_read(m, 5);
    Bytes out = BYTES_EMPTY;
    size_t len = model_read_len(m);
    m->allocator.fail_at = 0;
    if (kind == 0) {
        const size_t at = model_read(m, sizeof(still));
        out = bytes_static(still + at, len < sizeof(still) - at ? len : sizeof(still) - at);
    } else if (kind == 1) {
        uint8_t *const bytes = (uint8_t *)malloc(len + 1);
        REQUIRE(bytes != NULL);
        model_make(m, bytes, len);
        REQUIRE(bytes_copy_in(&m->allocator.base, bytes, len, &out) == 0);
        free(bytes);
    } else if (kind == 2) {
        out = bytes_clone(&m->held[model_read(m, MODEL_HELD)].view);
    } else {
        if (m->block.len < len) {
            uint8_t bytes[2048];
            model_make(m, bytes, sizeof(bytes));
            bytes_drop(&m->block);
            REQUIRE(bytes_copy_in(&m->allocator.base, bytes, sizeof(bytes), &m->block) == 0);
        }
        out = bytes_split_to(&m->block, len);
    }
    /* One whose turn has passed meanwhile is the next. */
    m->allocator.fail_at = fail_at != 0 && fail_at <= m->allocator.calls ? m->allocator.calls + 1 : fail_at;
    return out;
}

static void model_push(Model *m, ModelSide *side, bool front)
{
    Bytes view = model_view(m);
    const size_t len = view.len;
    uint8_t *const bytes = model_copy(view.data, len);
    if (side->len + len <= MODEL_MAX) {
        const uint8_t *const data = view.data;
        const int error =
            front ? bytes_queue_push_front(&side->queue, &view) : bytes_queue_push_back(&side->queue, &view);
        if (model_refused(m, error)) {
            REQUIRE(view.data == data && view.len == len && memcmp(data, bytes, len) == 0);
        } else {
            REQUIRE(view.len == 0 && view.storage == NULL);
            model_insert(side, front ? 0 : side->len, bytes, NULL, len);
        }
    }
    bytes_drop(&view);
    free(bytes);
}

static void model_pop(Model *m, ModelSide *side, bool front)
{
    const Bytes view = front ? bytes_queue_pop_front(&side->queue) : bytes_queue_pop_back(&side->queue);
    REQUIRE((view.len == 0) == (side->len == 0) && view.len <= side->len);
    REQUIRE(view.len == 0 || memcmp(view.data, side->bytes + (front ? 0 : side->len - view.len), view.len) == 0);
    model_remove(side, front ? 0 : side->len - view.len, view.len);
    model_hold(m, view);
}

static void model_put(Model *m, ModelSide *side)
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
        if (!model_refused(m, bytes_queue_put(&side->queue, front.data, own))) {
            model_append(side, bytes, own);
        }
    } else if (!model_refused(m, bytes_queue_put(&side->queue, len != 0 ? bytes : NULL, len))) {
        model_append(side, bytes, len);
    }
}

static void model_print(Model *m, ModelSide *side)
{
    const unsigned number = (unsigned)model_read(m, 100000);
    const size_t width = model_read(m, 200);
    char expected[256];
    const int count = snprintf(expected, sizeof(expected), "<%*u>", (int)width, number);
    int result;
    if (side->len + (size_t)count > MODEL_MAX) {
        return;
    }
    result = bytes_queue_printf(&side->queue, "<%*u>", (int)width, number);
    if (!model_refused(m, result)) {
        REQUIRE(result == count);
        model_append(side, (const uint8_t *)expected, (size_t)count);
    }
}

static void model_reserve(Model *m, ModelSide *side)
{
    const size_t want = model_read_len(m);
    const bool pieces = model_read(m, 2) != 0;
    BytesSpare spares[2] = {{NULL, 0}, {NULL, 0}};
    const int made = pieces ? bytes_queue_reserve_pieces(&side->queue, want, spares)
                            : bytes_queue_reserve(&side->queue, want, spares);
    uint8_t bytes[1500];
    size_t used;
    if (model_refused(m, made)) {
        return;
    }
    REQUIRE(pieces ? made == 1 || made == 2 : made == 0);
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

/* A slot that loses one of its bytes has ended. */
static void model_end_slots(Model *m, size_t number)
{
    for (size_t i = 0; i < 2 && number != 0; i++) {
        for (size_t j = 0; j < m->side[i].len; j++) {
            if (m->side[i].slots[j] == number) {
                m->side[i].slots[j] = 0;
            }
        }
    }
}

static void model_cut_slots(Model *m, const ModelSide *side, size_t at)
{
    if (at != 0 && at < side->len && side->slots[at - 1] == side->slots[at]) {
        model_end_slots(m, side->slots[at]);
    }
}

static void model_split(Model *m, ModelSide *side, ModelSide *other)
{
    const size_t at = model_read(m, side->len + 1);
    BytesQueue out;
    if (side == other || other->len + at > MODEL_MAX) {
        return;
    }
    REQUIRE(bytes_queue_try_split_to(&side->queue, side->len + 1, &out) == BYTES_ERANGE);
    if (model_refused(m, bytes_queue_split_to(&side->queue, at, &out))) {
        return;
    }
    model_cut_slots(m, side, at);
    REQUIRE(out.len == at && bytes_queue_equal(&out, (BytesSpan){side->bytes, at}));
    if (model_refused(m, bytes_queue_append(&other->queue, &out))) {
        REQUIRE(bytes_queue_equal(&out, (BytesSpan){side->bytes, at}));
    } else {
        REQUIRE(out.len == 0);
        model_insert(other, other->len, side->bytes, side->slots, at);
    }
    bytes_queue_drop(&out);
    model_remove(side, 0, at);
}

static void model_join(Model *m, ModelSide *side, ModelSide *other)
{
    if (side == other || side->len + other->len > MODEL_MAX) {
        return;
    }
    if (!model_refused(m, bytes_queue_append(&side->queue, &other->queue))) {
        model_insert(side, side->len, other->bytes, other->slots, other->len);
        model_remove(other, 0, other->len);
    }
}

/* How far the piece goes that has byte `at`. */
static size_t model_piece_end(const ModelSide *side, size_t at)
{
    BytesSpan span;
    return bytes_queue_spans(&side->queue, at, &span, 1) != 0 ? at + span.len : at;
}

/* What coalescing does to slots. `end`: of the last piece concerned. */
static void model_coalesced(Model *m, ModelSide *side, size_t count, size_t end)
{
    model_cut_slots(m, side, count);
    for (size_t i = 0; i < end; i++) {
        if (side->slots[i] != 0 && i < count) {
            model_end_slots(m, side->slots[i]);
        } else if (side->slots[i] != 0) {
            m->slot[side->slots[i] - 1].unknown = true;
        }
    }
}

static void model_coalesce(Model *m, ModelSide *side)
{
    const size_t count = model_read(m, 2) != 0 ? model_read(m, side->len + 1) : model_read(m, side->len / 8 + 1);
    const size_t before = bytes_queue_front(&side->queue).len;
    const size_t end = count != 0 ? model_piece_end(side, count - 1) : 0;
    const bool view = model_read(m, 2) != 0;
    Bytes out;
    REQUIRE(bytes_queue_try_coalesce(&side->queue, side->len + 1) == BYTES_ERANGE);
    REQUIRE(bytes_queue_try_split_view(&side->queue, side->len + 1, &out) == BYTES_ERANGE);
    if (model_refused(m, view ? bytes_queue_split_view(&side->queue, count, &out)
                              : bytes_queue_coalesce(&side->queue, count))) {
        return;
    }
    if (count > before) {
        model_coalesced(m, side, count, end);
    }
    if (view) {
        REQUIRE(out.len == count && (count == 0 || memcmp(out.data, side->bytes, count) == 0));
        model_cut_slots(m, side, count);
        model_remove(side, 0, count);
        model_hold(m, out);
    } else {
        REQUIRE(bytes_queue_front(&side->queue).len >= count);
    }
}

static void model_find(Model *m, const ModelSide *side)
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

static void model_look(Model *m, const ModelSide *side)
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
    if (inside) {
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

/* Each number as number.h reads it from the flat array. */
static void model_get(Model *m, ModelSide *side)
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

static void model_put_number(Model *m, ModelSide *side)
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
    if (!model_refused(m, error)) {
        model_append(side, flat.data, flat.len);
    }
    bytes_mut_drop(&flat);
}

static void model_reserve_slot(Model *m, ModelSide *side)
{
    const size_t number = m->next_slot;
    const size_t width = 1 + model_read(m, 9);
    BytesQueueSlot slot;
    static const uint8_t zeros[10];
    uint8_t marks[10];
    if (side->len + width > MODEL_MAX) {
        return;
    }
    REQUIRE(bytes_queue_reserve_slot(&side->queue, 0, &slot) == BYTES_EINVAL);
    if (model_refused(m, bytes_queue_reserve_slot(&side->queue, width, &slot))) {
        return;
    }
    REQUIRE(slot.width == width);
    model_end_slots(m, number + 1);
    m->slot[number] = (ModelSlot){slot, false};
    m->next_slot = (number + 1) % MODEL_SLOTS;
    memset(marks, (int)number + 1, sizeof(marks));
    model_insert(side, side->len, zeros, marks, width);
}

static void model_fill_slot(Model *m, ModelSide *side)
{
    const size_t number = model_read(m, MODEL_SLOTS);
    ModelSlot *const slot = &m->slot[number];
    const size_t width = slot->slot.width;
    uint8_t bytes[16];
    size_t at = 0;
    size_t count = 0;
    int error;
    for (size_t i = 0; i < side->len; i++) {
        if (side->slots[i] == number + 1) {
            at = count == 0 ? i : at;
            count++;
        }
    }
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = m->next_byte++;
    }
    REQUIRE(bytes_queue_fill_slot(&side->queue, &slot->slot, bytes, width + 1) == BYTES_EINVAL);
    error = bytes_queue_fill_slot(&side->queue, &slot->slot, bytes, width);
    if (width == 0) {
        REQUIRE(error == BYTES_EINVAL);
    } else if (count != width) {
        REQUIRE(error == BYTES_ERANGE);
    } else if (error == 0) {
        memcpy(side->bytes + at, bytes, width);
        model_end_slots(m, number + 1);
        REQUIRE(slot->slot.width == 0);
    } else {
        REQUIRE(error == BYTES_ERANGE && slot->unknown);
    }
}

static void model_keep_house(Model *m, ModelSide *side)
{
    switch (model_read(m, 5)) {
    case 0:
        bytes_queue_shrink(&side->queue);
        break;
    case 1:
        side->queue.pack_below = model_read(m, 2) != 0 ? model_read(m, 60) : 0;
        break;
    case 2: { /* to another place, with nothing left where it was */
        BytesQueue *const elsewhere = (BytesQueue *)malloc(sizeof(*elsewhere));
        REQUIRE(elsewhere != NULL);
        memcpy(elsewhere, &side->queue, sizeof(*elsewhere));
        memset(&side->queue, 0xff, sizeof(side->queue));
        REQUIRE(bytes_queue_equal(elsewhere, (BytesSpan){side->bytes, side->len}));
        side->queue = bytes_queue_move(elsewhere);
        REQUIRE(elsewhere->len == 0);
        bytes_queue_drop(elsewhere);
        free(elsewhere);
        break;
    }
    case 3:
        if (model_read(m, 8) == 0) {
            bytes_queue_clear(&side->queue);
            model_remove(side, 0, side->len);
        }
        break;
    default:
        m->allocator.fail_at = m->allocator.calls + 1 + model_read(m, 3);
        m->allocator.refused = false;
        break;
    }
}

static void model_step(Model *m)
{
    const size_t which = model_read(m, MODEL_STEPS);
    ModelSide *const side = &m->side[model_read(m, 4) == 0];
    ModelSide *const other = &m->side[side == &m->side[0]];
    size_t count;
    switch (which) {
    case 0:
    case 1:
    case 2:
        model_push(m, side, which == 2);
        break;
    case 3:
        model_pop(m, side, true);
        break;
    case 4:
        model_pop(m, side, false);
        break;
    case 5:
    case 6:
        model_put(m, side);
        break;
    case 7:
        model_print(m, side);
        break;
    case 8:
    case 9:
        model_reserve(m, side);
        break;
    case 10:
    case 11:
        count = model_read_len(m);
        REQUIRE(bytes_queue_try_advance(&side->queue, side->len + 1) == BYTES_ERANGE);
        if (bytes_queue_try_advance(&side->queue, count) == 0) {
            REQUIRE(count <= side->len);
            model_cut_slots(m, side, count);
            model_remove(side, 0, count);
        } else {
            REQUIRE(count > side->len);
        }
        break;
    case 12:
        model_split(m, side, other);
        break;
    case 13:
        model_join(m, side, other);
        break;
    case 14:
    case 15:
        model_coalesce(m, side);
        break;
    case 16:
        model_find(m, side);
        break;
    case 17:
        model_look(m, side);
        break;
    case 18:
        model_get(m, side);
        break;
    case 19:
        model_put_number(m, side);
        break;
    case 20:
        model_reserve_slot(m, side);
        break;
    case 21:
    case 22:
        model_fill_slot(m, side);
        break;
    default:
        model_keep_house(m, side);
        break;
    }
}

/* Run a program. `fail_at`: the allocation to refuse; returns how many there were. */
static size_t model_run(const uint8_t *in, size_t len, size_t fail_at)
{
    static Model model; /* large */
    Model *const m = &model;
    memset(m, 0, sizeof(*m));
    m->allocator = model_allocator();
    m->allocator.fail_at = fail_at;
    m->in = in;
    m->left = len;
    bytes_queue_init(&m->side[0].queue, &m->allocator.base, 64);
    bytes_queue_init(&m->side[1].queue, &m->allocator.base, 0);
    while (m->left != 0) {
        model_step(m);
        model_check(m);
    }
    for (size_t i = 0; i < 2; i++) {
        bytes_queue_drop(&m->side[i].queue);
        bytes_queue_drop(&m->side[i].queue);
    }
    for (size_t i = 0; i < MODEL_HELD; i++) {
        bytes_drop(&m->held[i].view);
        free(m->held[i].bytes);
    }
    bytes_drop(&m->block);
    REQUIRE(m->allocator.live == 0);
    return m->allocator.calls;
}

#endif
