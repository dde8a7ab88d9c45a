#include "tap.h"
#include <bytes/bytes.h>
TEST(a_read_loop_works)
{
    BytesMut b;
    CHECK_EQ(bytes_mut_with_capacity(100, &b), 0);
    for (int i = 0; i < 1000; i++) {
        CHECK_EQ(bytes_mut_reserve(&b, 30), 0);
        CHECK_EQ(bytes_mut_put_str(&b, "hello world"), 0);
        Bytes f = bytes_mut_split_freeze(&b, 5);
        Bytes g = bytes_share_slice(&f, 1, 3);
        Bytes h = bytes_clone(&f);
        CHECK_MEM(g.data, g.len, "el");
        bytes_drop(&f);
        bytes_drop(&g);
        bytes_drop(&h);
        bytes_mut_advance(&b, 6);
    }
    bytes_mut_drop(&b);
}
TAP_MAIN()
