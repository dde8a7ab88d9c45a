/* SPDX-License-Identifier: MIT */
/* Bound the memory of a connection: marks on the bytes that wait, and on the blocks that they hold. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    BytesQueue out = BYTES_QUEUE_EMPTY;
    out.high = 64 * 1024; /* bytes: stop reading from the peer above, go on below */
    out.low = 16 * 1024;
    out.high_retained = 1024 * 1024; /* memory, which small views of large blocks make much more */
    out.low_retained = 512 * 1024;
    out.compact_multiple = 8; /* copy views that pin more than 8 times their length */

    while (!bytes_queue_is_high(&out)) {
        BytesMut block;
        if (bytes_mut_with_capacity(65536, &block) != 0 || bytes_mut_put_bytes(&block, 'x', 600) != 0) {
            return 1;
        }
        Bytes small = bytes_mut_freeze(&block);
        if (bytes_queue_push_back(&out, &small) != 0) {
            return 1;
        }
    }
    assert(out.len >= 64 * 1024 && bytes_queue_retained(&out) < 2 * out.len);

    bytes_queue_advance(&out, out.len - 1000); /* sent */
    assert(bytes_queue_is_low(&out));
    bytes_queue_drop(&out);
    return 0;
}
