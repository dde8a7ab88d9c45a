/* SPDX-License-Identifier: MIT */
/* Write a length prefix before the length is known: reserve a slot, append, fill it. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    BytesMut out = BYTES_MUT_EMPTY;
    BytesSlot length;
    if (bytes_mut_reserve_slot(&out, 2, &length) != 0) {
        return 1;
    }
    const size_t begin = out.len;
    if (bytes_mut_put_str(&out, "body of ") != 0 || bytes_mut_put_decimal(&out, 17) != 0 ||
        bytes_mut_fill_slot_be(&out, &length, out.len - begin) != 0) {
        return 1;
    }
    assert(bytes_span_equal(bytes_mut_span(&out), BYTES_SPAN("\0\012body of 17")));
    bytes_mut_drop(&out);
    return 0;
}
