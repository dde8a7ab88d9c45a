/* SPDX-License-Identifier: MIT */
/* Which block size: one read fills it, several messages share it, and a block that views pin is replaced by one of the
 * same size, whatever single messages needed meanwhile. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    BytesMut in;
    if (bytes_mut_with_capacity(16 * 1024, &in) != 0) { /* some ten messages, or what one read() gets */
        return 1;
    }
    const size_t block = in.cap;
    if (bytes_mut_put_bytes(&in, 'x', 100000) != 0) { /* one large message */
        return 1;
    }
    assert(bytes_mut_block_capacity(&in) >= 100000);
    Bytes large = bytes_mut_split_freeze(&in, in.len);
    if (bytes_mut_reserve(&in, block) != 0) { /* its block is pinned: a fresh one, of the first size */
        return 1;
    }
    assert(bytes_mut_block_capacity(&in) < 2 * block);
    bytes_drop(&large);
    bytes_mut_drop(&in);
    return 0;
}
