/* SPDX-License-Identifier: MIT */
/* Steps of queue.h and queue_number.h on bytes: append, read. */
#include "queue_steps.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/uio.h>

void check_appended_to(Queue *self, const uint8_t *bytes, size_t len)
{
    const Pieces now = pieces_of(&self->handle);
    const Pieces kept = pieces_range(&now, 0, self->copy.len);
    REQUIRE(same_pieces(&kept, &self->before));
    copy_insert(&self->copy, self->copy.len, bytes, NULL, len);
}

bool written(Queue *self, int error, const uint8_t *bytes, size_t len)
{
    if (error != 0) {
        REQUIRE(may_fail(error, len));
        check_untouched(self);
        return false;
    }
    REQUIRE(memory_calls() <= 2);
    check_appended_to(self, bytes, len);
    return true;
}

static void step_put(World *w)
{
    Queue *const self = next_queue(w);
    const size_t len = next_size(w);
    /* Bytes that cannot be appended are not read. */
    const uint8_t *const bytes = payload(len <= MEMORY_LIMIT ? len : 1);
    if (fits(self, len)) {
        written(self, bytes_queue_put(&self->handle, bytes, len), bytes, len);
    }
}

/* Bytes of a piece of any queue, the same one included. */
static void step_put_own(World *w)
{
    Queue *const self = next_queue(w);
    const Queue *const from = &w->queues[next_byte(w) % QUEUES];
    const Piece piece = from->before.count != 0 ? from->before.at[next_byte(w) % from->before.count] : (Piece){0};
    const size_t len = next_within(w, piece.len);
    uint8_t *const bytes = (uint8_t *)plain_alloc(len);
    if (len != 0) {
        memcpy(bytes, piece.data, len);
    }
    if (fits(self, len)) {
        written(self, bytes_queue_put(&self->handle, piece.data, len), bytes, len);
    }
    plain_free(bytes);
}

static void step_put_bytes(World *w)
{
    Queue *const self = next_queue(w);
    const uint8_t value = next_byte(w);
    const size_t len = next_size(w);
    uint8_t *const bytes = (uint8_t *)plain_alloc(len <= MEMORY_LIMIT ? len : 1);
    memset(bytes, value, len <= MEMORY_LIMIT ? len : 1);
    if (fits(self, len)) {
        written(self, bytes_queue_put_bytes(&self->handle, value, len), bytes, len);
    }
    plain_free(bytes);
}

BYTES_PRINTF(2, 3) static int queue_vprintf(BytesQueue *queue, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int error = bytes_queue_vprintf(queue, format, arguments);
    va_end(arguments);
    return error;
}

static int print(BytesQueue *queue, const char *text, int width, int number)
{
    switch (number % 3) {
    case 0:
        return bytes_queue_put_str(queue, text);
    case 1:
        return queue_vprintf(queue, "%*d", width, number);
    default:
        return bytes_queue_printf(queue, "%*d", width, number);
    }
}

static void step_printf(World *w)
{
    char text[300];
    Queue *const self = next_queue(w);
    const int width = next_byte(w);
    const int number = next_byte(w);
    const int count = snprintf(text, sizeof(text), "%*d", width, number);
    if (fits(self, (size_t)count)) {
        const int error = print(&self->handle, text, width, number);
        written(self, error, (const uint8_t *)text, (size_t)count);
    }
}

/* Memory is reserved, a part of it written and committed. */
static void step_reserve(World *w)
{
    Queue *const self = next_queue(w);
    const size_t how = next_byte(w) % 3;
    const size_t want = next_size(w);
    BytesSpare spares[2] = {{NULL, 0}, {NULL, 0}};
    struct iovec iovecs[2] = {{NULL, 0}, {NULL, 0}};
    const uint8_t *bytes;
    size_t here;
    size_t len;
    size_t made = 0;
    if (!fits(self, want)) {
        return;
    }
    const int error = how == 0   ? bytes_queue_reserve(&self->handle, want, spares)
                      : how == 1 ? bytes_queue_reserve_pieces(&self->handle, want, spares, &made)
                                 : bytes_queue_reserve_iovecs(&self->handle, want, iovecs, &made);
    for (size_t i = 0; i < 2 && how == 2; i++) {
        spares[i] = (BytesSpare){(uint8_t *)iovecs[i].iov_base, iovecs[i].iov_len};
    }
    check_untouched(self);
    if (error != 0) {
        REQUIRE(may_fail(error, want) && spares[0].data == NULL && spares[1].data == NULL && made == 0);
        return;
    }
    REQUIRE(how == 0 ? made == 0 : made == (spares[1].data != NULL ? 2u : 1u));
    REQUIRE(spares[0].len + spares[1].len >= want && (made != 2 || (spares[0].len != 0 && spares[1].len != 0)));
    len = next_byte(w) % 2 != 0 ? want : next_within(w, spares[0].len + spares[1].len);
    if (!fits(self, len)) {
        return;
    }
    bytes = payload(len);
    here = len < spares[0].len ? len : spares[0].len;
    if (here != 0) {
        memcpy(spares[0].data, bytes, here);
    }
    if (len != here) {
        memcpy(spares[1].data, bytes + here, len - here);
    }
    bytes_queue_commit(&self->handle, len);
    check_appended_to(self, bytes, len);
}

static void step_find(World *w)
{
    const Queue *const self = next_queue(w);
    const size_t len = self->copy.len;
    const size_t from = next_around(w, len);
    const size_t at = next_offset(w, self);
    const size_t most = next_byte(w) % 4 != 0 && len - at > 12 ? 12 : len - at;
    const size_t count = next_within(w, most);
    const uint8_t *const bytes = at != 0 ? self->copy.bytes + at : self->copy.bytes;
    /* In memory of its own, so that a sanitizer sees its end. */
    uint8_t *const needle = (uint8_t *)plain_alloc(count);
    size_t wanted = from;
    if (count != 0) {
        memcpy(needle, bytes, count);
        needle[next_within(w, count - 1)] ^= next_byte(w) % 4 == 0;
    }
    while (wanted <= len && count <= len - wanted && count != 0 &&
           memcmp(self->copy.bytes + wanted, needle, count) != 0) {
        wanted++;
    }
    wanted = wanted <= len && count <= len - wanted ? wanted : BYTES_NOT_FOUND;
    REQUIRE(bytes_queue_find(&self->handle, bytes_span_of(needle, count), from) == wanted);
    if (count != 0) {
        const BytesSpan whole = bytes_span_of(self->copy.bytes, len);
        REQUIRE(bytes_queue_find_byte(&self->handle, needle[0], from) == bytes_span_find_byte(whole, needle[0], from));
        REQUIRE(bytes_queue_matches(&self->handle, at, bytes_span_of(bytes, count)));
        REQUIRE(bytes_queue_matches(&self->handle, at, bytes_span_of(needle, count)) ==
                (memcmp(needle, bytes, count) == 0));
    }
    check_untouched(self);
    plain_free(needle);
}

/* The pieces from an offset on. */
static void check_pieces(const Queue *self, size_t offset, size_t most)
{
    const size_t len = self->copy.len;
    const Pieces wanted = pieces_range(&self->before, offset < len ? offset : len, len);
    const size_t count = wanted.count < most ? wanted.count : most;
    BytesSpan spans[PIECES];
    struct iovec iovecs[PIECES];
    REQUIRE(bytes_queue_spans(&self->handle, offset, spans, most) == count);
    REQUIRE(bytes_queue_iovecs(&self->handle, offset, iovecs, most) == count);
    for (size_t i = 0; i < count; i++) {
        REQUIRE(spans[i].data == wanted.at[i].data && spans[i].len == wanted.at[i].len);
        REQUIRE(iovecs[i].iov_base == (const void *)wanted.at[i].data && iovecs[i].iov_len == wanted.at[i].len);
    }
}

static void step_query(World *w)
{
    const Queue *const self = next_queue(w);
    const BytesQueue *const queue = &self->handle;
    const size_t len = self->copy.len;
    const BytesSpan front = bytes_queue_front(queue);
    const size_t offset = next_around(w, len);
    const size_t count = next_around(w, offset <= len ? len - offset : 0);
    const bool fits = offset <= len && count <= len - offset;
    uint8_t *const out = (uint8_t *)plain_alloc(fits ? count : 1);
    const uint8_t *const seen = bytes_queue_peek(queue, offset, count, out);
    REQUIRE((seen != NULL) == (fits && count != 0));
    REQUIRE(seen == NULL || memcmp(seen, self->copy.bytes + offset, count) == 0);
    REQUIRE(bytes_queue_try_copy_to(queue, offset, count, out) == (fits ? 0 : BYTES_ERANGE));
    REQUIRE(!fits || count == 0 || memcmp(out, self->copy.bytes + offset, count) == 0);
    REQUIRE(fits || !bytes_queue_matches(queue, offset, bytes_span_of(self->copy.bytes, count)));
    if (fits) {
        memset(out, 0, count);
        bytes_queue_copy_to(queue, offset, count, out);
        REQUIRE(count == 0 || memcmp(out, self->copy.bytes + offset, count) == 0);
        REQUIRE(bytes_queue_starts_with(queue, bytes_span_of(out, count)) ==
                bytes_queue_matches(queue, 0, bytes_span_of(out, count)));
    }
    REQUIRE(bytes_queue_pieces(queue) == self->before.count);
    REQUIRE(self->before.count != 0 ? front.data == self->before.at[0].data && front.len == self->before.at[0].len
                                    : front.len == 0);
    REQUIRE(bytes_queue_equal(queue, bytes_span_of(self->copy.bytes, len)));
    const size_t retained = bytes_queue_retained(queue);
    REQUIRE(bytes_queue_is_low(queue) ==
            (len <= queue->low && (len == 0 || queue->low_retained == 0 || retained <= queue->low_retained)));
    REQUIRE(bytes_queue_is_high(queue) ==
            ((queue->high != 0 && len >= queue->high) ||
             (len != 0 && queue->high_retained != 0 && retained >= queue->high_retained)));
    check_pieces(self, offset, next_within(w, PIECES));
    check_untouched(self);
    plain_free(out);
}

/* A number at the front or at an offset, as it is read from contiguous bytes. */
static void step_get(World *w)
{
    Queue *const self = next_queue(w);
    Bytes flat = bytes_static(self->copy.bytes, self->copy.len);
    const size_t offset = next_around(w, self->copy.len);
    const size_t width = next_byte(w) % 10;
    const size_t how = next_byte(w) % 4;
    uint64_t a = 7;
    uint64_t b = 7;
    int64_t c = 7;
    int64_t d = 7;
    Pieces now;
    Pieces wanted;
    REQUIRE(bytes_queue_peek_uint_le(&self->handle, offset, width, &a) == bytes_peek_uint_le(&flat, offset, width, &b));
    REQUIRE(a == b);
    if (how == 0) {
        REQUIRE(bytes_queue_get_int_be(&self->handle, width, &c) == bytes_get_int_be(&flat, width, &d));
    } else if (how == 1) {
        REQUIRE(bytes_queue_get_leb128(&self->handle, &a) == bytes_get_leb128(&flat, &b));
    } else if (how == 2) {
        REQUIRE(bytes_queue_get_quic_varint(&self->handle, &a) == bytes_get_quic_varint(&flat, &b));
    } else {
        REQUIRE(bytes_queue_get_u64_be(&self->handle, &a) == bytes_get_u64_be(&flat, &b));
    }
    REQUIRE(a == b && c == d);
    wanted = pieces_range(&self->before, self->copy.len - flat.len, self->copy.len);
    now = pieces_of(&self->handle);
    REQUIRE(same_pieces(&now, &wanted));
    copy_remove(&self->copy, 0, self->copy.len - flat.len);
}

static void step_put_number(World *w)
{
    Queue *const self = next_queue(w);
    const uint64_t value = (uint64_t)next_byte(w) << next_byte(w) % 57;
    const bool fixed = next_byte(w) % 2 != 0;
    uint8_t raw[10];
    size_t len = 0;
    if (!fits(self, sizeof(raw))) {
        return;
    }
    if (fixed) {
        for (; len < 8; len++) {
            raw[len] = (uint8_t)(value >> (56 - 8 * len));
        }
        written(self, bytes_queue_put_u64_be(&self->handle, value), raw, len);
    } else {
        uint64_t rest = value;
        for (; rest >= 128; rest >>= 7) {
            raw[len++] = (uint8_t)(rest | 128);
        }
        raw[len++] = (uint8_t)rest;
        written(self, bytes_queue_put_leb128(&self->handle, value), raw, len);
    }
}

/* Text of each kind, as a buffer has it. */
static void step_put_text(World *w)
{
    Queue *const self = next_queue(w);
    const size_t how = next_byte(w) % 3;
    const uint64_t value = (uint64_t)next_byte(w) << next_byte(w) % 57;
    const size_t from = next_offset(w, self);
    const size_t count = next_within(w, self->copy.len - from < 40 ? self->copy.len - from : 40);
    const BytesSpan bytes = {count != 0 ? self->copy.bytes + from : NULL, count};
    char text[4 * 40 + 5];
    size_t len = how == 0   ? (size_t)snprintf(text, sizeof(text), "%" PRIu64, value)
                 : how == 1 ? (size_t)snprintf(text, sizeof(text), "%" PRId64, -(int64_t)value)
                            : bytes_span_escape(bytes, text, sizeof(text));
    if (fits(self, len)) {
        const int error = how == 0   ? bytes_queue_put_decimal(&self->handle, value)
                          : how == 1 ? bytes_queue_put_signed_decimal(&self->handle, -(int64_t)value)
                                     : bytes_queue_put_escaped(&self->handle, bytes);
        written(self, error, (const uint8_t *)text, len);
    }
}

static void step_hash(World *w)
{
    const Queue *const self = next_queue(w);
    const size_t len = self->copy.len;
    const size_t offset = next_around(w, len);
    const size_t count = next_around(w, offset <= len ? len - offset : 0);
    const bool inside = offset <= len && count <= len - offset;
    uint64_t hash = 0;
    REQUIRE(bytes_queue_try_hash(&self->handle, offset, count, count, &hash) == (inside ? 0 : BYTES_ERANGE));
    if (inside) {
        const BytesSpan range = {count != 0 ? self->copy.bytes + offset : NULL, count};
        REQUIRE(hash == bytes_span_hash(range, count));
        REQUIRE(hash == bytes_queue_hash(&self->handle, offset, count, count));
    }
    check_untouched(self);
}

const Step queue_bytes_steps[] = {
    {"bytes_queue_put", step_put, true},
    {"putting a queue's bytes", step_put_own, true},
    {"bytes_queue_put_bytes", step_put_bytes, true},
    {"bytes_queue_printf", step_printf, true},
    {"bytes_queue_reserve", step_reserve, true},
    {"bytes_queue_reserve_slot", step_queue_reserve_slot, true},
    {"bytes_queue_fill_slot", step_queue_fill_slot, false},
    {"bytes_queue_find", step_find, false},
    {"querying a queue", step_query, false},
    {"reading a number", step_get, false},
    {"putting a number", step_put_number, true},
    {"putting text", step_put_text, true},
    {"bytes_queue_hash", step_hash, false},
};
const size_t queue_bytes_step_count = sizeof(queue_bytes_steps) / sizeof(queue_bytes_steps[0]);
