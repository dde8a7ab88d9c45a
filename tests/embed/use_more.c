/* SPDX-License-Identifier: MIT */
#include <bytes/bytes.h>

#ifdef __cplusplus
extern "C" {
#endif
size_t more(Bytes *view);
#ifdef __cplusplus
}
#endif

/* The address of an inline function is that of the library's. */
static void (*volatile drop)(Bytes *) = bytes_drop;

size_t more(Bytes *view)
{
    Bytes other = bytes_share(view);
    const size_t count = other.len;
    drop(&other);
    return count;
}
