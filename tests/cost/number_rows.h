/* SPDX-License-Identifier: MIT */
/*
 * What each operation of number.h and queue_number.h costs, see view_rows.h. Those of the grid are made from
 * tests/number_table.h.
 */
#include "../number_table.h"
/* clang-format off */
ROW(bytes_leb128_size, any, (void)0, yes(bytes_leb128_size(300) == 2), 0, 0, 0, 0)
ROW(bytes_quic_varint_size, any, (void)0, yes(bytes_quic_varint_size(300) == 2), 0, 0, 0, 0)
ROW(bytes_mut_fill_slot_be, any, slot(f), ok(bytes_mut_fill_slot_be(&f->m, &f->slot, 1)), 0, 0, 0, 0)
ROW(bytes_mut_fill_slot_be, rejected, slot(f), fails(bytes_mut_fill_slot_be(&f->m, &f->slot, UINT64_MAX)), 0, 0, 0, 0)
ROW(bytes_mut_fill_slot_le, any, slot(f), ok(bytes_mut_fill_slot_le(&f->m, &f->slot, 1)), 0, 0, 0, 0)
ROW(bytes_mut_fill_slot_ne, any, slot(f), ok(bytes_mut_fill_slot_ne(&f->m, &f->slot, 1)), 0, 0, 0, 0)
ROW(bytes_mut_fill_slot_quic_varint, any, slot(f), ok(bytes_mut_fill_slot_quic_varint(&f->m, &f->slot, 1)), 0, 0, 0, 0)
ROW(bytes_queue_fill_slot_be, any, queue_slot(f), ok(bytes_queue_fill_slot_be(&f->q, &f->queue_slot, 1)), 0, 0, 0, 0)
ROW(bytes_queue_fill_slot_be, rejected, queue_slot(f),
    fails(bytes_queue_fill_slot_be(&f->q, &f->queue_slot, UINT64_MAX)), 0, 0, 0, 0)
ROW(bytes_queue_fill_slot_le, any, queue_slot(f), ok(bytes_queue_fill_slot_le(&f->q, &f->queue_slot, 1)), 0, 0, 0, 0)
ROW(bytes_queue_fill_slot_ne, any, queue_slot(f), ok(bytes_queue_fill_slot_ne(&f->q, &f->queue_slot, 1)), 0, 0, 0, 0)
ROW(bytes_queue_fill_slot_quic_varint, any, queue_slot(f),
    ok(bytes_queue_fill_slot_quic_varint(&f->q, &f->queue_slot, 1)), 0, 0, 0, 0)

/* A number of `size` bytes at the front of each handle; a queue copies `gathered` of them where it spans segments. The
 * other arguments are those of the functions after the handle and the offset. */
#define READ_ROWS(name, size, gathered, ...)                                                                           \
    ROW(bytes_peek_##name, inside, shared(f), yes(bytes_peek_##name(&f->v, 0, __VA_ARGS__) > 0), 0, 0, 0, 0)           \
    ROW(bytes_peek_##name, outside, shared(f), yes(!(bytes_peek_##name(&f->v, 10, __VA_ARGS__) > 0)), 0, 0, 0, 0)      \
    ROW(bytes_get_##name, some_left, shared(f), yes(bytes_get_##name(&f->v, __VA_ARGS__) > 0), 0, 0, 0, 0)             \
    ROW(bytes_get_##name, none_left, (shared(f), bytes_truncate(&f->v, size)),                                         \
        yes(bytes_get_##name(&f->v, __VA_ARGS__) > 0), 0, 0, 1, 0)                                                     \
    ROW(bytes_get_##name, too_short, (shared(f), bytes_truncate(&f->v, size - 1)),                                     \
        yes(!(bytes_get_##name(&f->v, __VA_ARGS__) > 0)), 0, 0, 0, 0)                                                  \
    ROW(bytes_mut_peek_##name, inside, digits(f), yes(bytes_mut_peek_##name(&f->m, 0, __VA_ARGS__) > 0), 0, 0, 0, 0)   \
    ROW(bytes_mut_get_##name, some_left, digits(f), yes(bytes_mut_get_##name(&f->m, __VA_ARGS__) > 0), 0, 0, 0, 0)     \
    ROW(bytes_mut_get_##name, none_left, (digits(f), bytes_mut_truncate(&f->m, size)),                                 \
        yes(bytes_mut_get_##name(&f->m, __VA_ARGS__) > 0), 0, 0, 0, 0)                                                 \
    ROW(bytes_mut_get_##name, too_short, (digits(f), bytes_mut_truncate(&f->m, size - 1)),                             \
        yes(!(bytes_mut_get_##name(&f->m, __VA_ARGS__) > 0)), 0, 0, 0, 0)                                              \
    ROW(bytes_queue_peek_##name, in_a_segment, queue(f), yes(bytes_queue_peek_##name(&f->q, 0, __VA_ARGS__) > 0), 0,   \
        0, 0, 0)                                                                                                       \
    ROW(bytes_queue_peek_##name, in_the_tail, spare_tail(f),                                                           \
        yes(bytes_queue_peek_##name(&f->q, 0, __VA_ARGS__) > 0), 0, 0, 0, 0)                                           \
    ROW(bytes_queue_peek_##name, in_two_segments, straddling(f),                                                       \
        yes(bytes_queue_peek_##name(&f->q, 0, __VA_ARGS__) > 0), 0, 0, 0, gathered)                                    \
    ROW(bytes_queue_get_##name, some_left, queue(f), yes(bytes_queue_get_##name(&f->q, __VA_ARGS__) > 0), 0, 0, 0, 0)  \
    ROW(bytes_queue_get_##name, in_the_tail, spare_tail(f), yes(bytes_queue_get_##name(&f->q, __VA_ARGS__) > 0), 0,    \
        0, 0, 0)                                                                                                       \
    ROW(bytes_queue_get_##name, in_two_segments, straddling(f),                                                        \
        yes(bytes_queue_get_##name(&f->q, __VA_ARGS__) > 0), 0, 0, 1, gathered)                                        \
    ROW(bytes_queue_get_##name, too_short, (void)0, yes(!(bytes_queue_get_##name(&f->q, __VA_ARGS__) > 0)), 0, 0, 0, 0)

/* The arguments after `name` are those of the functions after the handle. */
#define PUT_ROWS(name, ...)                                                                                            \
    ROW(bytes_mut_put_##name, has_room, sixty(f), ok(bytes_mut_put_##name(&f->m, __VA_ARGS__)), 0, 0, 0, 0)            \
    ROW(bytes_mut_put_##name, grows, full(f), ok(bytes_mut_put_##name(&f->m, __VA_ARGS__)), 1, 0, 0, 100)              \
    ROW(bytes_queue_put_##name, has_room, spare_tail(f), ok(bytes_queue_put_##name(&f->q, __VA_ARGS__)), 0, 0, 0, 0)   \
    ROW(bytes_queue_put_##name, without_a_tail, (void)0, ok(bytes_queue_put_##name(&f->q, __VA_ARGS__)), 1, 0, 0, 0)   \
    ROW(bytes_queue_put_##name, full, full_tail(f), ok(bytes_queue_put_##name(&f->q, __VA_ARGS__)), 1, 0, 0, 0)

#define FIXED_ROWS(name, type, bits, order)                                                                            \
    READ_ROWS(name, sizeof(type), sizeof(type) > 1 ? sizeof(type) : 0, &(type){0})                                     \
    PUT_ROWS(name, (type)1)
#define WIDTH_ROWS(order)                                                                                              \
    READ_ROWS(uint_##order, 3, 3, 3, &(uint64_t){0})                                                                   \
    READ_ROWS(int_##order, 3, 3, 3, &(int64_t){0})                                                                     \
    PUT_ROWS(uint_##order, 1, 3)                                                                                       \
    PUT_ROWS(int_##order, -1, 3)

NUMBERS(FIXED_ROWS)
NUMBER_ORDERS(WIDTH_ROWS)
/* The ten digits are numbers of one byte, which is contiguous; the bytes after it are not read. */
READ_ROWS(leb128, 1, 0, &(uint64_t){0})
READ_ROWS(leb128_zigzag, 1, 0, &(int64_t){0})
READ_ROWS(quic_varint, 1, 0, &(uint64_t){0})
ROW(bytes_queue_peek_leb128, of_three_bytes, variable(f), yes(bytes_queue_peek_leb128(&f->q, 0, &(uint64_t){0}) == 3),
    0, 0, 0, 3)
ROW(bytes_queue_peek_leb128, not_all_there, variable(f), yes(bytes_queue_peek_leb128(&f->q, 5, &(uint64_t){0}) == 0),
    0, 0, 0, 0)
ROW(bytes_queue_peek_leb128_zigzag, of_three_bytes, variable(f),
    yes(bytes_queue_peek_leb128_zigzag(&f->q, 0, &(int64_t){0}) == 3), 0, 0, 0, 3)
ROW(bytes_queue_peek_quic_varint, of_four_bytes, variable(f),
    yes(bytes_queue_peek_quic_varint(&f->q, 0, &(uint64_t){0}) == 4), 0, 0, 0, 4)
ROW(bytes_queue_peek_quic_varint, not_all_there, variable(f),
    yes(bytes_queue_peek_quic_varint(&f->q, 5, &(uint64_t){0}) == 0), 0, 0, 0, 0)
ROW(bytes_queue_peek_u32_be, not_all_there, variable(f), yes(!bytes_queue_peek_u32_be(&f->q, 5, &(uint32_t){0})), 0, 0,
    0, 0)
ROW(bytes_queue_get_leb128, of_three_bytes, variable(f), yes(bytes_queue_get_leb128(&f->q, &(uint64_t){0}) == 3), 0, 0,
    0, 3)
ROW(bytes_queue_get_quic_varint, of_four_bytes, variable(f),
    yes(bytes_queue_get_quic_varint(&f->q, &(uint64_t){0}) == 4), 0, 0, 0, 4)
PUT_ROWS(leb128, UINT64_MAX)
PUT_ROWS(leb128_zigzag, INT64_MIN)
PUT_ROWS(quic_varint, BYTES_QUIC_VARINT_MAX)
PUT_ROWS(quic_varint_wide, 1, 8)

#undef READ_ROWS
#undef PUT_ROWS
#undef FIXED_ROWS
#undef WIDTH_ROWS
/* clang-format on */
