/* SPDX-License-Identifier: MIT */
/* What each operation of search.h costs, see view_rows.h. */
/* clang-format off */
ROW(bytes_span_of, any, (void)0, yes(bytes_span_of("abc", 3).len == 3), 0, 0, 0, 0)
ROW(bytes_span_str, any, (void)0, yes(bytes_span_str("abc").len == 3), 0, 0, 0, 0)

ROW(bytes_span_find_byte, found, shared(f), yes(bytes_span_find_byte(bytes_span(&f->v), '7', 0) == 7), 0, 0, 0, 0)
ROW(bytes_span_find_byte, not_found, shared(f),
    yes(bytes_span_find_byte(bytes_span(&f->v), 'x', 0) == BYTES_NOT_FOUND), 0, 0, 0, 0)
ROW(bytes_span_find_last_byte, found, shared(f),
    yes(bytes_span_find_last_byte(bytes_span(&f->v), '7') == 7), 0, 0, 0, 0)
ROW(bytes_span_find_any, found, shared(f),
    yes(bytes_span_find_any(bytes_span(&f->v), BYTES_SPAN("87"), 0) == 7), 0, 0, 0, 0)
ROW(bytes_span_find, found, shared(f), yes(bytes_span_find(bytes_span(&f->v), BYTES_SPAN("78"), 0) == 7), 0, 0, 0, 0)
ROW(bytes_span_find, not_found, shared(f),
    yes(bytes_span_find(bytes_span(&f->v), BYTES_SPAN("87"), 0) == BYTES_NOT_FOUND), 0, 0, 0, 0)
ROW(bytes_span_starts_with, any, shared(f),
    yes(bytes_span_starts_with(bytes_span(&f->v), BYTES_SPAN("012"))), 0, 0, 0, 0)
ROW(bytes_span_ends_with, any, shared(f), yes(bytes_span_ends_with(bytes_span(&f->v), BYTES_SPAN("789"))), 0, 0, 0, 0)

ROW(bytes_find_byte, found, shared(f), yes(bytes_find_byte(&f->v, '7', 0) == 7), 0, 0, 0, 0)
ROW(bytes_find_byte, not_found, shared(f), yes(bytes_find_byte(&f->v, 'x', 0) == BYTES_NOT_FOUND), 0, 0, 0, 0)
ROW(bytes_find_last_byte, found, shared(f), yes(bytes_find_last_byte(&f->v, '7') == 7), 0, 0, 0, 0)
ROW(bytes_find_any, found, shared(f), yes(bytes_find_any(&f->v, BYTES_SPAN("87"), 0) == 7), 0, 0, 0, 0)
ROW(bytes_find, found, shared(f), yes(bytes_find(&f->v, BYTES_SPAN("78"), 0) == 7), 0, 0, 0, 0)
ROW(bytes_find, not_found, shared(f), yes(bytes_find(&f->v, BYTES_SPAN("87"), 0) == BYTES_NOT_FOUND), 0, 0, 0, 0)
ROW(bytes_starts_with, any, shared(f), yes(bytes_starts_with(&f->v, BYTES_SPAN("012"))), 0, 0, 0, 0)
ROW(bytes_ends_with, any, shared(f), yes(bytes_ends_with(&f->v, BYTES_SPAN("789"))), 0, 0, 0, 0)

ROW(bytes_span_trim, any, shared(f), yes(bytes_span_trim(bytes_span(&f->v)).len == 10), 0, 0, 0, 0)
ROW(bytes_span_trim_set, any, shared(f),
    yes(bytes_span_trim_set(bytes_span(&f->v), BYTES_SPAN("089")).len == 7), 0, 0, 0, 0)
ROW(bytes_trim, both_ends, (ok(bytes_copy_in(&exact, " a ", 3, &f->v)), f->w = bytes_share(&f->v)),
    bytes_trim(&f->v), 0, 0, 0, 0)
ROW(bytes_trim, to_nothing, (ok(bytes_copy_in(&exact, "   ", 3, &f->v)), f->w = bytes_share(&f->v)),
    bytes_trim(&f->v), 0, 0, 1, 0)
ROW(bytes_trim_set, both_ends, shared(f), bytes_trim_set(&f->v, BYTES_SPAN("089")), 0, 0, 0, 0)
ROW(bytes_trim_set, to_nothing, shared(f), bytes_trim_set(&f->v, BYTES_SPAN("0123456789")), 0, 0, 1, 0)
ROW(bytes_trim_set, sole_to_nothing, view(f), bytes_trim_set(&f->v, BYTES_SPAN("0123456789")), 0, 1, 0, 0)

ROW(bytes_split_once, middle, shared(f), yes(bytes_split_once(&f->v, BYTES_SPAN("45"), &f->many[0])), 0, 0, 0, 0)
ROW(bytes_split_once, at_the_front, shared(f), yes(bytes_split_once(&f->v, BYTES_SPAN("01"), &f->many[0])), 0, 0, 0, 0)
ROW(bytes_split_once, at_the_end, shared(f), yes(bytes_split_once(&f->v, BYTES_SPAN("89"), &f->many[0])), 0, 0, 0, 0)
ROW(bytes_split_once, both_empty, shared(f),
    yes(bytes_split_once(&f->v, BYTES_SPAN("0123456789"), &f->many[0])), 0, 0, 1, 0)
ROW(bytes_split_once, sole_both_empty, view(f),
    yes(bytes_split_once(&f->v, BYTES_SPAN("0123456789"), &f->many[0])), 0, 1, 0, 0)
ROW(bytes_split_once, not_found, shared(f), yes(!bytes_split_once(&f->v, BYTES_SPAN("x"), &f->many[0])), 0, 0, 0, 0)
ROW(bytes_split_once_byte, middle, shared(f), yes(bytes_split_once_byte(&f->v, '5', &f->many[0])), 0, 0, 0, 0)
ROW(bytes_split_once_byte, not_found, shared(f), yes(!bytes_split_once_byte(&f->v, 'x', &f->many[0])), 0, 0, 0, 0)

ROW(bytes_span_equal, any, shared(f), yes(bytes_span_equal(bytes_span(&f->v), bytes_span(&f->w))), 0, 0, 0, 0)
ROW(bytes_span_equal_ignore_case, any, shared(f),
    yes(bytes_span_equal_ignore_case(bytes_span(&f->v), bytes_span(&f->w))), 0, 0, 0, 0)
ROW(bytes_span_equal_constant_time, any, shared(f),
    yes(bytes_span_equal_constant_time(bytes_span(&f->v), bytes_span(&f->w))), 0, 0, 0, 0)
ROW(bytes_span_compare, any, shared(f), yes(bytes_span_compare(bytes_span(&f->v), bytes_span(&f->w)) == 0), 0, 0, 0, 0)
ROW(bytes_span_hash, any, shared(f),
    yes(bytes_span_hash(bytes_span(&f->v), 1) != bytes_span_hash(bytes_span(&f->v), 2)), 0, 0, 0, 0)
ROW(bytes_equal, any, shared(f), yes(bytes_equal(&f->v, &f->w)), 0, 0, 0, 0)
ROW(bytes_equal_ignore_case, any, shared(f), yes(bytes_equal_ignore_case(&f->v, &f->w)), 0, 0, 0, 0)
ROW(bytes_equal_constant_time, any, shared(f), yes(bytes_equal_constant_time(&f->v, &f->w)), 0, 0, 0, 0)
ROW(bytes_compare, any, shared(f), yes(bytes_compare(&f->v, &f->w) == 0), 0, 0, 0, 0)
ROW(bytes_hash, any, shared(f), yes(bytes_hash(&f->v, 1) != bytes_hash(&f->v, 2)), 0, 0, 0, 0)

ROW(bytes_mut_put_escaped, has_room, filled(&f->m, &exact, 200, 10),
    ok(bytes_mut_put_escaped(&f->m, BYTES_SPAN("0123456789"))), 0, 0, 0, 0)
ROW(bytes_mut_put_escaped, grows, full(f), ok(bytes_mut_put_escaped(&f->m, BYTES_SPAN("0123456789"))), 1, 0, 0, 100)
ROW(bytes_mut_put_hex, has_room, filled(&f->m, &exact, 200, 10),
    ok(bytes_mut_put_hex(&f->m, BYTES_SPAN("0123456789"))), 0, 0, 0, 0)
ROW(bytes_mut_put_hex, grows, full(f), ok(bytes_mut_put_hex(&f->m, BYTES_SPAN("0123456789"))), 1, 0, 0, 100)
ROW(bytes_mut_put_from_hex, has_room, filled(&f->m, &exact, 200, 10),
    ok(bytes_mut_put_from_hex(&f->m, BYTES_SPAN("0123456789"))), 0, 0, 0, 0)
ROW(bytes_mut_put_from_hex, grows, full(f), ok(bytes_mut_put_from_hex(&f->m, BYTES_SPAN("0123456789"))), 1, 0, 0, 100)
ROW(bytes_mut_put_from_hex, refused, full(f),
    refused(bytes_mut_put_from_hex(&f->m, BYTES_SPAN("012345678x"))), 0, 0, 0, 0)
ROW(bytes_mut_put_hex_dump, has_room, filled(&f->m, &exact, 200, 10),
    ok(bytes_mut_put_hex_dump(&f->m, BYTES_SPAN("0123456789"))), 0, 0, 0, 0)
ROW(bytes_mut_put_hex_dump, grows, full(f), ok(bytes_mut_put_hex_dump(&f->m, BYTES_SPAN("0123456789"))), 1, 0, 0, 100)

ROW(bytes_span_parse_decimal, any, (void)0, ok(bytes_span_parse_decimal(BYTES_SPAN("12"), &(uint64_t){0})), 0, 0, 0, 0)
ROW(bytes_span_parse_decimal, refused, (void)0,
    refused(bytes_span_parse_decimal(BYTES_SPAN("x"), &(uint64_t){0})), 0, 0, 0, 0)
ROW(bytes_span_parse_signed_decimal, any, (void)0,
    ok(bytes_span_parse_signed_decimal(BYTES_SPAN("-12"), &(int64_t){0})), 0, 0, 0, 0)
ROW(bytes_span_parse_hex, any, (void)0, ok(bytes_span_parse_hex(BYTES_SPAN("fF"), &(uint64_t){0})), 0, 0, 0, 0)
/* clang-format on */
