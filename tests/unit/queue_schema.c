/* SPDX-License-Identifier: MIT */
/*
 * A protocol with fields in both byte orders, varints, and nested parts after their length. Random schemas are written
 * to a queue and to a buffer; the queue is cut into random segments and read back.
 */
#include <bytes/bytes.h>

#include "random.h"
#include "tap.h"

static int64_t random_signed(void)
{
    const uint64_t bits = random_number();
    int64_t out;
    memcpy(&out, &bits, sizeof(out));
    return random_below(2) != 0 ? out : -(out >> 1);
}

enum Kind {
    U8,
    U16_BE,
    I16_LE,
    U32_LE,
    I32_BE,
    U64_BE,
    I64_LE,
    F32_LE,
    F64_BE,
    UINT_BE,
    INT_LE,
    LEB,
    ZIGZAG,
    QUIC,
    TEXT,
    PART_BEGIN,
    PART_END,
    KINDS
};

enum { FIELDS = 60, DEPTH = 6 };

typedef struct Field {
    enum Kind kind;
    size_t width;    /* of integers of any width, of a part's length, of a text */
    uint64_t number; /* its bits; for floats too */
    int64_t integer;
    bool little; /* a part's length */
} Field;

static Field fields[FIELDS + DEPTH];
static size_t field_count;
static const char text[] = "a text that is long enough to be cut anywhere, and is put by copying it or pushed as it is";

static void make_schema(void)
{
    size_t depth = 0;
    field_count = 0;
    while (field_count < FIELDS) {
        Field *const field = &fields[field_count];
        field->kind = (enum Kind)random_below(KINDS);
        if ((field->kind == PART_BEGIN && depth == DEPTH) || (field->kind == PART_END && depth == 0)) {
            continue;
        }
        depth += field->kind == PART_BEGIN;
        depth -= field->kind == PART_END;
        field->number = random_number();
        field->integer = random_signed();
        field->width = 1 + random_below(8);
        field->little = random_below(2) != 0;
        if (field->kind == PART_BEGIN) {
            field->width = 2 + random_below(7);
        } else if (field->kind == TEXT) {
            field->width = random_below(sizeof(text));
        } else if (field->kind == QUIC) {
            field->number &= BYTES_QUIC_VARINT_MAX;
        } else if (field->width < 8) {
            field->number &= ((uint64_t)1 << (8 * field->width)) - 1;
            field->integer %= (int64_t)1 << (8 * field->width - 1);
        }
        field_count++;
    }
    for (; depth > 0; depth--) {
        fields[field_count++].kind = PART_END;
    }
}

static float float_of(const Field *field)
{
    return (float)field->integer / 3;
}

static double double_of(const Field *field)
{
    return (double)field->integer / 3;
}

/* One writer for both handles, whose functions differ only in their prefix. */
#define DEFINE_WRITE(prefix, Handle)                                                                                   \
    static int prefix##_write_field(Handle *to, const Field *field)                                                    \
    {                                                                                                                  \
        switch (field->kind) {                                                                                         \
        case U8:                                                                                                       \
            return prefix##_put_u8(to, (uint8_t)field->number);                                                        \
        case U16_BE:                                                                                                   \
            return prefix##_put_u16_be(to, (uint16_t)field->number);                                                   \
        case I16_LE:                                                                                                   \
            return prefix##_put_i16_le(to, (int16_t)field->integer);                                                   \
        case U32_LE:                                                                                                   \
            return prefix##_put_u32_le(to, (uint32_t)field->number);                                                   \
        case I32_BE:                                                                                                   \
            return prefix##_put_i32_be(to, (int32_t)field->integer);                                                   \
        case U64_BE:                                                                                                   \
            return prefix##_put_u64_be(to, field->number);                                                             \
        case I64_LE:                                                                                                   \
            return prefix##_put_i64_le(to, field->integer);                                                            \
        case F32_LE:                                                                                                   \
            return prefix##_put_f32_le(to, float_of(field));                                                           \
        case F64_BE:                                                                                                   \
            return prefix##_put_f64_be(to, double_of(field));                                                          \
        case UINT_BE:                                                                                                  \
            return prefix##_put_uint_be(to, field->number, field->width);                                              \
        case INT_LE:                                                                                                   \
            return prefix##_put_int_le(to, field->integer, field->width);                                              \
        case LEB:                                                                                                      \
            return prefix##_put_leb128(to, field->number);                                                             \
        case ZIGZAG:                                                                                                   \
            return prefix##_put_leb128_zigzag(to, field->integer);                                                     \
        default:                                                                                                       \
            return prefix##_put_quic_varint(to, field->number);                                                        \
        }                                                                                                              \
    }
DEFINE_WRITE(bytes_queue, BytesQueue)
DEFINE_WRITE(bytes_mut, BytesMut)

typedef struct Part {
    BytesQueueSlot slot;
    BytesSlot flat_slot;
    size_t begin;
    bool little;
} Part;

static void write_schema(BytesQueue *q, BytesMut *flat)
{
    Part parts[DEPTH];
    size_t depth = 0;
    for (size_t i = 0; i < field_count; i++) {
        const Field *const field = &fields[i];
        if (field->kind == TEXT) {
            Bytes view = bytes_static(text, field->width);
            if (random_below(2) != 0) {
                CHECK_EQ(bytes_queue_push_back(q, &view), 0);
            } else {
                CHECK_EQ(bytes_queue_put(q, view.data, view.len), 0);
            }
            CHECK_EQ(bytes_mut_put(flat, text, field->width), 0);
        } else if (field->kind == PART_BEGIN) {
            Part *const part = &parts[depth++];
            CHECK_EQ(bytes_queue_reserve_slot(q, field->width, &part->slot), 0);
            CHECK_EQ(bytes_mut_reserve_slot(flat, field->width, &part->flat_slot), 0);
            part->begin = flat->len;
            part->little = field->little;
        } else if (field->kind == PART_END) {
            Part *const part = &parts[--depth];
            const size_t len = flat->len - part->begin;
            CHECK_EQ(part->little ? bytes_queue_fill_slot_le(q, &part->slot, len)
                                  : bytes_queue_fill_slot_be(q, &part->slot, len),
                     0);
            CHECK_EQ(part->little ? bytes_mut_fill_slot_le(flat, &part->flat_slot, len)
                                  : bytes_mut_fill_slot_be(flat, &part->flat_slot, len),
                     0);
        } else {
            CHECK_EQ(bytes_queue_write_field(q, field), 0);
            CHECK_EQ(bytes_mut_write_field(flat, field), 0);
        }
    }
    CHECK_EQ(depth, 0);
}

/* The same bytes in other segments: some copied, some put, some split off, some of one byte. */
static BytesQueue cut(BytesQueue *q)
{
    BytesQueue out;
    const size_t most = 1 + random_below(20);
    bytes_queue_init(NULL, 16, &out);
    while (q->len != 0) {
        const size_t want = 1 + random_below(most);
        const size_t len = want < q->len ? want : q->len;
        const size_t how = random_below(4);
        if (how == 0) {
            uint8_t bytes[20];
            Bytes copy;
            bytes_queue_copy_to(q, 0, len, bytes);
            bytes_queue_advance(q, len);
            CHECK_EQ(bytes_copy(bytes, len, &copy), 0);
            CHECK_EQ(bytes_queue_push_back(&out, &copy), 0);
        } else if (how == 1) {
            uint8_t bytes[20];
            const uint8_t *const seen = bytes_queue_peek(q, 0, len, bytes);
            CHECK_EQ(bytes_queue_put(&out, seen, len), 0);
            bytes_queue_advance(q, len);
        } else {
            BytesQueue part;
            CHECK_EQ(bytes_queue_split_to(q, len, &part), 0);
            CHECK_EQ(bytes_queue_append(&out, &part), 0);
            bytes_queue_drop(&part);
        }
    }
    return out;
}

static void check_float(float read, float written)
{
    CHECK(memcmp(&read, &written, sizeof(read)) == 0);
}

static void check_double(double read, double written)
{
    CHECK(memcmp(&read, &written, sizeof(read)) == 0);
}

static void read_field(BytesQueue *q, const Field *field)
{
    uint64_t number = 0;
    int64_t integer = 0;
    uint8_t u8;
    uint16_t u16;
    int16_t i16;
    uint32_t u32;
    int32_t i32;
    float f32;
    double f64;
    switch (field->kind) {
    case U8:
        CHECK(bytes_queue_get_u8(q, &u8));
        CHECK_EQ(u8, (uint8_t)field->number);
        break;
    case U16_BE:
        CHECK(bytes_queue_get_u16_be(q, &u16));
        CHECK_EQ(u16, (uint16_t)field->number);
        break;
    case I16_LE:
        CHECK(bytes_queue_get_i16_le(q, &i16));
        CHECK_EQ(i16, (int16_t)field->integer);
        break;
    case U32_LE:
        CHECK(bytes_queue_get_u32_le(q, &u32));
        CHECK_EQ(u32, (uint32_t)field->number);
        break;
    case I32_BE:
        CHECK(bytes_queue_get_i32_be(q, &i32));
        CHECK_EQ(i32, (int32_t)field->integer);
        break;
    case U64_BE:
        CHECK(bytes_queue_get_u64_be(q, &number));
        CHECK_EQ(number, field->number);
        break;
    case I64_LE:
        CHECK(bytes_queue_get_i64_le(q, &integer));
        CHECK_EQ(integer, field->integer);
        break;
    case F32_LE:
        CHECK(bytes_queue_get_f32_le(q, &f32));
        check_float(f32, float_of(field));
        break;
    case F64_BE:
        CHECK(bytes_queue_get_f64_be(q, &f64));
        check_double(f64, double_of(field));
        break;
    case UINT_BE:
        CHECK(bytes_queue_get_uint_be(q, field->width, &number));
        CHECK_EQ(number, field->number);
        break;
    case INT_LE:
        CHECK(bytes_queue_get_int_le(q, field->width, &integer));
        CHECK_EQ(integer, field->integer);
        break;
    case LEB:
        CHECK_EQ(bytes_queue_get_leb128(q, &number), bytes_leb128_size(field->number));
        CHECK_EQ(number, field->number);
        break;
    case ZIGZAG:
        CHECK(bytes_queue_get_leb128_zigzag(q, &integer) > 0);
        CHECK_EQ(integer, field->integer);
        break;
    default:
        CHECK_EQ(bytes_queue_get_quic_varint(q, &number), bytes_quic_varint_size(field->number));
        CHECK_EQ(number, field->number);
        break;
    }
}

static void read_schema(BytesQueue *q)
{
    size_t ends[DEPTH]; /* how much is left where a part ends */
    size_t depth = 0;
    for (size_t i = 0; i < field_count; i++) {
        const Field *const field = &fields[i];
        if (field->kind == TEXT) {
            Bytes view;
            CHECK_EQ(bytes_queue_split_view(q, field->width, &view), 0);
            CHECK(view.len == field->width && (view.len == 0 || memcmp(view.data, text, view.len) == 0));
            bytes_drop(&view);
        } else if (field->kind == PART_BEGIN) {
            uint64_t len;
            CHECK(field->little ? bytes_queue_get_uint_le(q, field->width, &len)
                                : bytes_queue_get_uint_be(q, field->width, &len));
            CHECK(len <= q->len);
            ends[depth++] = q->len - (size_t)len; /* cast: it was compared */
        } else if (field->kind == PART_END) {
            CHECK_EQ(q->len, ends[--depth]);
        } else {
            read_field(q, field);
        }
    }
    CHECK_EQ(q->len, 0);
}

TEST(random_schemas_are_read_back_across_random_cuts)
{
    for (uint64_t seed = 1; seed <= 400; seed++) {
        BytesQueue q;
        BytesQueue pieces;
        BytesMut flat;
        random_state = seed;
        make_schema();
        bytes_queue_init(NULL, 1 + random_below(100), &q);
        CHECK_EQ(bytes_mut_with_capacity(64, &flat), 0);
        write_schema(&q, &flat);
        CHECK(bytes_queue_equal(&q, bytes_mut_span(&flat)));
        pieces = cut(&q);
        CHECK(bytes_queue_equal(&pieces, bytes_mut_span(&flat)));
        read_schema(&pieces);
        bytes_queue_drop(&pieces);
        bytes_queue_drop(&q);
        bytes_mut_drop(&flat);
    }
}

TAP_MAIN()
