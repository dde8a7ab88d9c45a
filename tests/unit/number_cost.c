/* SPDX-License-Identifier: MIT */
/* What numbers and searches cost: allocations, atomics and copies, one row an operation. */
#include <bytes/number.h>
#include <bytes/search.h>

#include "counting.h"
#include "tap.h"

/* Each row finds a view of 24 bytes that has a second handle alive, so that giving it back takes an atomic, and a
 * buffer with room. */
static Bytes view;
static BytesMut buffer;
static uint64_t number;
static int64_t signed_number;
static double real;
static Bytes piece;

typedef struct Row {
    const char *operation;
    void (*run)(void);
    size_t allocations, atomics, copied;
} Row;

static void get(void)
{
    CHECK(bytes_get_u64_be(&view, &number) && bytes_get_f64_le(&view, &real));
}
static void get_the_last(void)
{
    CHECK(bytes_get_u64_be(&view, &number) && bytes_get_f64_le(&view, &real) && bytes_get_u64_ne(&view, &number));
}
static void get_when_short(void)
{
    bytes_truncate(&view, 3);
    CHECK(!bytes_get_u64_be(&view, &number));
}
static void peek(void)
{
    CHECK(bytes_peek_u64_be(&view, 16, &number) && !bytes_peek_u64_be(&view, 17, &number));
}
static void get_of_a_width(void)
{
    CHECK(bytes_get_uint_be(&view, 3, &number) && bytes_get_int_le(&view, 7, &signed_number));
}
static void get_leb128(void)
{
    CHECK(bytes_get_leb128(&view, &number) > 0);
}
static void get_quic_varint(void)
{
    CHECK(bytes_get_quic_varint(&view, &number) > 0);
}
static void get_from_a_buffer(void)
{
    CHECK(bytes_mut_get_u32_be(&buffer, &(uint32_t){0}) && bytes_mut_get_u32_le(&buffer, &(uint32_t){0}));
}
static void put(void)
{
    CHECK_EQ(bytes_mut_put_u64_be(&buffer, 1), 0);
    CHECK_EQ(bytes_mut_put_int_le(&buffer, -1, 5), 0);
    CHECK_EQ(bytes_mut_put_leb128(&buffer, UINT64_MAX), 0);
    CHECK_EQ(bytes_mut_put_quic_varint(&buffer, 1), 0);
}
static void find(void)
{
    CHECK_EQ(bytes_find_byte(&view, 'n', 0), 6);
    CHECK_EQ(bytes_find(&view, BYTES_SPAN("hijk"), 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_find_any(&view, BYTES_SPAN("wn"), 0), 6);
}
static void split_at(void)
{
    CHECK(bytes_split_at(&view, BYTES_SPAN("no"), &piece));
}
static void split_at_the_end(void)
{
    CHECK(bytes_split_at(&view, BYTES_SPAN("xyz"), &piece));
}
static void split_where_nothing_is_left(void)
{
    CHECK(bytes_split_at(&view, BYTES_SPAN("hello norwegian wood xyz"), &piece));
}
static void trim(void)
{
    bytes_trim_set(&view, BYTES_SPAN("hxyz"));
}
static void trim_to_nothing(void)
{
    bytes_trim_set(&view, bytes_span_of(view.data, view.len));
}
static void hash(void)
{
    CHECK(bytes_hash(&view, 1) != bytes_hash(&view, 2));
}
static void print_in_hex(void)
{
    CHECK_EQ(bytes_mut_put_hex(&buffer, bytes_span(&view)), 0);
    CHECK_EQ(bytes_mut_put_escaped(&buffer, bytes_span(&view)), 0);
}

static const Row rows[] = {
    /* operation, allocations, atomics, bytes copied within storage */
    {"get", get, 0, 0, 0},
    {"get of the last byte", get_the_last, 0, 1, 0},
    {"get when short", get_when_short, 0, 0, 0},
    {"peek", peek, 0, 0, 0},
    {"get of a width", get_of_a_width, 0, 0, 0},
    {"get LEB128", get_leb128, 0, 0, 0},
    {"get QUIC varint", get_quic_varint, 0, 0, 0},
    {"get from a buffer", get_from_a_buffer, 0, 0, 0},
    {"put with room", put, 0, 0, 0},
    {"find", find, 0, 0, 0},
    {"split at a delimiter", split_at, 0, 0, 0},
    {"split at the last delimiter", split_at_the_end, 0, 0, 0},
    {"split with nothing left", split_where_nothing_is_left, 0, 1, 0},
    {"trim", trim, 0, 0, 0},
    {"trim to nothing", trim_to_nothing, 0, 1, 0},
    {"hash", hash, 0, 0, 0},
    {"print with room", print_in_hex, 0, 0, 0},
};

TEST(operations_cost_what_the_table_says)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        Bytes other;
        BytesCounts before;
        BytesCounts after;
        CHECK_EQ(bytes_copy("hello norwegian wood xyz", 24, &view), 0);
        CHECK_EQ(bytes_mut_with_capacity(200, &buffer), 0);
        CHECK_EQ(bytes_mut_put_str(&buffer, "12345678"), 0);
        other = bytes_clone(&view);
        before = *bytes_counts();
        rows[i].run();
        after = *bytes_counts();
        printf("# %s\n", rows[i].operation);
        CHECK_EQ(after.allocations - before.allocations, rows[i].allocations);
        CHECK_EQ(after.atomics - before.atomics, rows[i].atomics);
        CHECK_EQ(after.copied - before.copied, rows[i].copied);
        bytes_drop(&other);
        bytes_drop(&view);
        bytes_drop(&piece);
        bytes_mut_drop(&buffer);
    }
}

TAP_MAIN()
