/* SPDX-License-Identifier: MIT */
/* The inline functions of codec.h, through their addresses. */
#include "through_address.h"

THROUGH_ADDRESS(bytes_frame_is_plain_)
THROUGH_ADDRESS(bytes_mut_next_frame)
THROUGH_ADDRESS(bytes_mut_take_)

TEST(the_inline_functions_of_codecs_work_through_their_address)
{
    const BytesFrameFormat format = {.width = 1, .maximum = 9, .skip = BYTES_SKIP_HEADER};
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesMessage_ message;
    Bytes frame;
    size_t need;
    CHECK_EQ(bytes_mut_put_str(&buffer, "\2ab\3cde"), 0);
    CHECK(call_bytes_frame_is_plain_(buffer.data, buffer.len, &format, &message));
    CHECK_EQ(call_bytes_mut_take_(&buffer, message, 0, &frame), 1);
    CHECK_MEM(frame.data, frame.len, "ab");
    bytes_drop(&frame);
    CHECK_EQ(call_bytes_mut_next_frame(&buffer, &format, &frame, &need), 1);
    CHECK_MEM(frame.data, frame.len, "cde");
    bytes_drop(&frame);
    CHECK_EQ(call_bytes_mut_next_frame(&buffer, &format, &frame, &need), 0);
    bytes_mut_drop(&buffer);
}

THROUGH_ADDRESS_MAIN()
