/* SPDX-License-Identifier: MIT */
/* Read buffers from a pool: a block is taken without malloc(), and comes back when its last view is dropped. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    BytesPool *pool;
    if (bytes_pool_create(NULL, 16384, 8, &pool) != 0) {
        return 1;
    }
    for (int i = 0; i < 100; i++) {
        BytesMut in;
        if (bytes_pool_buffer(pool, &in) != 0 || bytes_mut_put_str(&in, "message") != 0) {
            return 1;
        }
        Bytes message = bytes_mut_freeze(&in);
        bytes_drop(&message); /* on any thread */
    }
    const BytesPoolStats stats = bytes_pool_stats(pool);
    assert(stats.misses == 1 && stats.hits == 99 && stats.in_use == 0);
    bytes_pool_drop(&pool);
    return 0;
}
