/* SPDX-License-Identifier: MIT */
/* The inline functions of queue.h, through their addresses. */
#include "through_address.h"

THROUGH_ADDRESS(bytes_queue_advance)
THROUGH_ADDRESS(bytes_queue_equal)
THROUGH_ADDRESS(bytes_queue_fits_decimal_)
THROUGH_ADDRESS(bytes_queue_front)
THROUGH_ADDRESS(bytes_queue_is_high)
THROUGH_ADDRESS(bytes_queue_is_low)
THROUGH_ADDRESS(bytes_queue_peek)
THROUGH_ADDRESS(bytes_queue_pieces)
THROUGH_ADDRESS(bytes_queue_put)
THROUGH_ADDRESS(bytes_queue_put_decimal)
THROUGH_ADDRESS(bytes_queue_put_signed_decimal)
THROUGH_ADDRESS(bytes_queue_put_str)
THROUGH_ADDRESS(bytes_queue_starts_with)
THROUGH_ADDRESS(bytes_queue_try_advance)

TEST(the_inline_functions_of_queues_work_through_their_address)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes view = BYTES_LITERAL("0123");
    char scratch[4];
    CHECK_EQ(bytes_queue_push_back(&queue, &view), 0);
    CHECK_EQ(call_bytes_queue_put(&queue, "45", 2), 0);
    CHECK_EQ(call_bytes_queue_put_str(&queue, "67"), 0);
    CHECK_EQ(call_bytes_queue_pieces(&queue), 2);
    CHECK(call_bytes_queue_equal(&queue, BYTES_SPAN("01234567")));
    CHECK(call_bytes_queue_starts_with(&queue, BYTES_SPAN("012345")));
    CHECK(call_bytes_queue_peek(&queue, 2, 4, scratch) == (const uint8_t *)scratch);
    CHECK_MEM(scratch, 4, "2345");
    call_bytes_queue_advance(&queue, 1);
    CHECK_EQ(call_bytes_queue_try_advance(&queue, 1), 0);
    CHECK_MEM(call_bytes_queue_front(&queue).data, call_bytes_queue_front(&queue).len, "23");
    CHECK(call_bytes_queue_fits_decimal_(&queue));
    CHECK_EQ(call_bytes_queue_put_decimal(&queue, 89), 0);
    CHECK_EQ(call_bytes_queue_put_signed_decimal(&queue, -1), 0);
    CHECK(call_bytes_queue_equal(&queue, BYTES_SPAN("23456789-1")));
    queue.high = 6;
    CHECK(call_bytes_queue_is_high(&queue) && !call_bytes_queue_is_low(&queue));
    bytes_queue_drop(&queue);
}

THROUGH_ADDRESS_MAIN()
