/* SPDX-License-Identifier: MIT */
/* A program on the library, in what every dialect from gnu89 on and C++ share; use_more.c is its second unit. */
#include <bytes/bytes.h>

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif
size_t more(Bytes *view);
#ifdef __cplusplus
}
#endif

int main(void)
{
    BytesMut buffer;
    Bytes view;
    size_t count;
    if (bytes_mut_with_capacity(16, &buffer) != 0 || bytes_mut_put_str(&buffer, "hello") != 0 ||
        bytes_mut_put_u16_be(&buffer, 0x2121) != 0) {
        return 1;
    }
    view = bytes_mut_freeze(&buffer);
    printf(BYTES_FMT " %s\n", BYTES_ARG(view), bytes_version());
    count = more(&view);
    bytes_drop(&view);
    return count != 7;
}
