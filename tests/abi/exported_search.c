/* SPDX-License-Identifier: MIT */
/* The inline functions of search.h and text.h, through their addresses. */
#include "through_address.h"

THROUGH_ADDRESS(bytes_compare)
THROUGH_ADDRESS(bytes_ends_with)
THROUGH_ADDRESS(bytes_equal)
THROUGH_ADDRESS(bytes_equal_constant_time)
THROUGH_ADDRESS(bytes_equal_ignore_case)
THROUGH_ADDRESS(bytes_find)
THROUGH_ADDRESS(bytes_find_any)
THROUGH_ADDRESS(bytes_find_byte)
THROUGH_ADDRESS(bytes_find_last_byte)
THROUGH_ADDRESS(bytes_find_last_byte_before)
THROUGH_ADDRESS(bytes_hash)
THROUGH_ADDRESS(bytes_mut_put_decimal)
THROUGH_ADDRESS(bytes_mut_put_signed_decimal)
THROUGH_ADDRESS(bytes_span_ends_with)
THROUGH_ADDRESS(bytes_span_equal)
THROUGH_ADDRESS(bytes_span_find_byte)
THROUGH_ADDRESS(bytes_span_find_last_byte_before)
THROUGH_ADDRESS(bytes_span_next_line)
THROUGH_ADDRESS(bytes_span_of)
THROUGH_ADDRESS(bytes_span_slice)
THROUGH_ADDRESS(bytes_span_starts_with)
THROUGH_ADDRESS(bytes_span_str)
THROUGH_ADDRESS(bytes_span_try_slice)
THROUGH_ADDRESS(bytes_split_once_byte)
THROUGH_ADDRESS(bytes_starts_with)

TEST(the_inline_functions_of_search_work_through_their_address)
{
    const Bytes view = BYTES_LITERAL("key=value=3");
    const Bytes other = BYTES_LITERAL("KEY=value=3");
    Bytes rest = view;
    Bytes front = BYTES_EMPTY;
    const BytesSpan key = call_bytes_span_str("key");
    const BytesSpan span = call_bytes_span_of(view.data, view.len);
    CHECK_MEM(key.data, key.len, "key");
    CHECK_EQ(call_bytes_span_find_byte(span, '=', 4), 9);
    CHECK(call_bytes_span_starts_with(span, key) && !call_bytes_span_ends_with(span, key));
    CHECK(call_bytes_starts_with(&view, key) && !call_bytes_ends_with(&view, key));
    CHECK_EQ(call_bytes_find_byte(&view, '=', 0), 3);
    CHECK_EQ(call_bytes_find_last_byte(&view, '='), 9);
    CHECK_EQ(call_bytes_find_any(&view, BYTES_SPAN("=v"), 4), 4);
    CHECK_EQ(call_bytes_find(&view, BYTES_SPAN("=3"), 0), 9);
    CHECK(call_bytes_split_once_byte(&rest, '=', &front));
    CHECK_MEM(rest.data, rest.len, "value=3");
    CHECK_MEM(front.data, front.len, "key");
    CHECK(call_bytes_span_equal(key, bytes_span(&front)));
    CHECK(call_bytes_equal(&view, &view) && !call_bytes_equal(&view, &other));
    CHECK(call_bytes_equal_ignore_case(&view, &other) && !call_bytes_equal_constant_time(&view, &other));
    CHECK_EQ(call_bytes_compare(&view, &other), 1);
    CHECK(call_bytes_hash(&view, 1) != call_bytes_hash(&view, 2));
}

TEST(the_inline_functions_of_spans_work_through_their_address)
{
    const Bytes view = BYTES_LITERAL("a=b=c");
    const BytesSpan span = bytes_span(&view);
    BytesSpan part = call_bytes_span_slice(span, 2, 3);
    CHECK_MEM(part.data, part.len, "b");
    CHECK_EQ(call_bytes_span_try_slice(span, 2, 6, &part), BYTES_ERANGE);
    CHECK_EQ(call_bytes_span_find_last_byte_before(span, '=', 3), 1);
    CHECK_EQ(call_bytes_find_last_byte_before(&view, '=', 4), 3);
}

TEST(the_inline_functions_of_text_work_through_their_address)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesSpan rest = BYTES_SPAN("a\r\nb");
    BytesSpan line;
    CHECK(call_bytes_span_next_line(&rest, &line));
    CHECK_MEM(line.data, line.len, "a");
    CHECK_EQ(call_bytes_mut_put_decimal(&buffer, 42), 0);
    CHECK_EQ(call_bytes_mut_put_signed_decimal(&buffer, -7), 0);
    CHECK_MEM(buffer.data, buffer.len, "42-7");
    bytes_mut_drop(&buffer);
}

THROUGH_ADDRESS_MAIN()
