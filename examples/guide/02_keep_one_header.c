/* SPDX-License-Identifier: MIT */
/* Keep one header of a request: a small view pins its whole block, so compact what is kept for long. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    BytesMut in;
    if (bytes_mut_with_capacity(65536, &in) != 0 || bytes_mut_put_str(&in, "Host: example.org\r\n\r\n") != 0) {
        return 1;
    }
    Bytes request = bytes_mut_split_freeze(&in, in.len);
    Bytes host = bytes_share_slice(&request, 6, 17);
    bytes_drop(&request);
    assert(bytes_retained(&host) > 65536); /* eleven bytes keep 64 KiB */

    if (bytes_compact(&host, 8) != 0) { /* copies, as more than 8 times its length is pinned */
        return 1;
    }
    assert(bytes_retained(&host) < 100);
    assert(bytes_mut_is_unique(&in)); /* the read buffer has its block to itself again */

    bytes_drop(&host);
    bytes_mut_drop(&in);
    return 0;
}
