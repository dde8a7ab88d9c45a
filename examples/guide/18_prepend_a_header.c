/* SPDX-License-Identifier: MIT */
/* Put a header in front of a body that is written first: headroom, so that the body does not move. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    BytesMut out;
    if (bytes_mut_with_headroom(NULL, 16, 1000, &out) != 0 || bytes_mut_put_str(&out, "body") != 0) {
        return 1;
    }
    const uint8_t *const body = out.data;
    if (bytes_mut_prepend(&out, "4:", 2) != 0) {
        return 1;
    }
    assert(out.data == body - 2 && bytes_span_equal(bytes_mut_span(&out), BYTES_SPAN("4:body")));
    bytes_mut_drop(&out);
    return 0;
}
