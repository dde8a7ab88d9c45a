/* SPDX-License-Identifier: MIT */
/* What each operation of text.h costs, see view_rows.h. */
/* clang-format off */
ROW(bytes_mut_put_decimal, has_room, sixty(f), ok(bytes_mut_put_decimal(&f->m, UINT64_MAX)), 0, 0, 0, 0)
ROW(bytes_mut_put_decimal, just_fits, filled(&f->m, &exact, 100, 99), ok(bytes_mut_put_decimal(&f->m, 7)), 0, 0, 0, 0)
ROW(bytes_mut_put_decimal, grows, full(f), ok(bytes_mut_put_decimal(&f->m, 7)), 1, 0, 0, 100)
ROW(bytes_mut_put_signed_decimal, has_room, sixty(f),
    ok(bytes_mut_put_signed_decimal(&f->m, INT64_MIN)), 0, 0, 0, 0)
ROW(bytes_mut_put_signed_decimal, just_fits, filled(&f->m, &exact, 100, 98),
    ok(bytes_mut_put_signed_decimal(&f->m, -7)), 0, 0, 0, 0)
ROW(bytes_mut_put_signed_decimal, grows, full(f), ok(bytes_mut_put_signed_decimal(&f->m, -7)), 1, 0, 0, 100)
ROW(bytes_mut_put_escaped, has_room, filled(&f->m, &exact, 200, 10),
    ok(bytes_mut_put_escaped(&f->m, BYTES_SPAN("0123456789"))), 0, 0, 0, 0)
ROW(bytes_mut_put_escaped, grows, full(f), ok(bytes_mut_put_escaped(&f->m, BYTES_SPAN("0123456789"))), 1, 0, 0, 100)
ROW(bytes_span_escape, fits, (void)0, yes(bytes_span_escape(BYTES_SPAN("abc"), (char[9]){0}, 9) == 6), 0, 0, 0, 0)
ROW(bytes_span_escape, is_cut, (void)0, yes(bytes_span_escape(BYTES_SPAN("abcdef"), (char[9]){0}, 9) == 8), 0, 0, 0, 0)
ROW(bytes_mut_put_hex, has_room, filled(&f->m, &exact, 200, 10),
    ok(bytes_mut_put_hex(&f->m, BYTES_SPAN("0123456789"))), 0, 0, 0, 0)
ROW(bytes_mut_put_hex, grows, full(f), ok(bytes_mut_put_hex(&f->m, BYTES_SPAN("0123456789"))), 1, 0, 0, 100)
ROW(bytes_mut_put_from_hex, has_room, filled(&f->m, &exact, 200, 10),
    ok(bytes_mut_put_from_hex(&f->m, BYTES_SPAN("0123456789"))), 0, 0, 0, 0)
ROW(bytes_mut_put_from_hex, grows, full(f), ok(bytes_mut_put_from_hex(&f->m, BYTES_SPAN("0123456789"))), 1, 0, 0, 100)
ROW(bytes_mut_put_from_hex, rejected, full(f),
    fails(bytes_mut_put_from_hex(&f->m, BYTES_SPAN("012345678x"))), 0, 0, 0, 0)
ROW(bytes_mut_put_hex_dump, has_room, filled(&f->m, &exact, 200, 10),
    ok(bytes_mut_put_hex_dump(&f->m, BYTES_SPAN("0123456789"))), 0, 0, 0, 0)
ROW(bytes_mut_put_hex_dump, grows, full(f), ok(bytes_mut_put_hex_dump(&f->m, BYTES_SPAN("0123456789"))), 1, 0, 0, 100)

ROW(bytes_span_parse_decimal, any, (void)0, ok(bytes_span_parse_decimal(BYTES_SPAN("12"), &(uint64_t){0})), 0, 0, 0, 0)
ROW(bytes_span_parse_decimal, rejected, (void)0,
    fails(bytes_span_parse_decimal(BYTES_SPAN("x"), &(uint64_t){0})), 0, 0, 0, 0)
ROW(bytes_span_parse_signed_decimal, any, (void)0,
    ok(bytes_span_parse_signed_decimal(BYTES_SPAN("-12"), &(int64_t){0})), 0, 0, 0, 0)
ROW(bytes_span_parse_hex, any, (void)0, ok(bytes_span_parse_hex(BYTES_SPAN("fF"), &(uint64_t){0})), 0, 0, 0, 0)

ROW(bytes_span_next_line, a_line, f->span = BYTES_SPAN("a\r\nb"),
    yes(bytes_span_next_line(&f->span, &(BytesSpan){NULL, 0})), 0, 0, 0, 0)
ROW(bytes_span_next_line, none, (void)0,
    yes(!bytes_span_next_line(&f->span, &(BytesSpan){NULL, 0})), 0, 0, 0, 0)
/* clang-format on */
