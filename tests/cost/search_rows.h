/* SPDX-License-Identifier: MIT */
/* What each operation of search.h costs, see view_rows.h. */
/* clang-format off */
ROW(bytes_span_of, any, (void)0, yes(bytes_span_of("abc", 3).len == 3), 0, 0, 0, 0)
ROW(bytes_span_str, any, (void)0, yes(bytes_span_str("abc").len == 3), 0, 0, 0, 0)
ROW(bytes_span_slice, any, shared(f), yes(bytes_span_slice(bytes_span(&f->v), 2, 5).len == 3), 0, 0, 0, 0)
ROW(bytes_span_try_slice, inside, shared(f), ok(bytes_span_try_slice(bytes_span(&f->v), 2, 5, &f->span)), 0, 0, 0, 0)
ROW(bytes_span_try_slice, outside, shared(f),
    fails(bytes_span_try_slice(bytes_span(&f->v), 2, 11, &f->span)), 0, 0, 0, 0)

ROW(bytes_span_find_byte, found, shared(f), yes(bytes_span_find_byte(bytes_span(&f->v), '7', 0) == 7), 0, 0, 0, 0)
ROW(bytes_span_find_byte, not_found, shared(f),
    yes(bytes_span_find_byte(bytes_span(&f->v), 'x', 0) == BYTES_NOT_FOUND), 0, 0, 0, 0)
ROW(bytes_span_find_last_byte, found, shared(f),
    yes(bytes_span_find_last_byte(bytes_span(&f->v), '7') == 7), 0, 0, 0, 0)
ROW(bytes_span_find_last_byte_before, found, shared(f),
    yes(bytes_span_find_last_byte_before(bytes_span(&f->v), '7', 8) == 7), 0, 0, 0, 0)
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
ROW(bytes_find_last_byte_before, found, shared(f), yes(bytes_find_last_byte_before(&f->v, '7', 8) == 7), 0, 0, 0, 0)
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
ROW(bytes_hasher_init, any, (void)0, bytes_hasher_init(1, &f->hasher), 0, 0, 0, 0)
ROW(bytes_hasher_add, any, bytes_hasher_init(1, &f->hasher),
    bytes_hasher_add(&f->hasher, BYTES_SPAN("abc")), 0, 0, 0, 0)
ROW(bytes_hasher_end, any, bytes_hasher_init(1, &f->hasher),
    yes(bytes_hasher_end(&f->hasher) == bytes_span_hash(BYTES_SPAN(""), 1)), 0, 0, 0, 0)
/* clang-format on */
