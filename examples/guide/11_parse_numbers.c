/* SPDX-License-Identifier: MIT */
/* Parse a binary message: each get takes a number off the front, or says that the bytes are short and takes none. */
#include <assert.h>

#include <bytes/bytes.h>

int main(void)
{
    Bytes message = BYTES_LITERAL("\x01\x02\x03\x04\xac\x02name");
    uint16_t kind;
    uint16_t flags;
    uint64_t id;
    if (!bytes_get_u16_be(&message, &kind) || !bytes_get_u16_le(&message, &flags) ||
        bytes_get_leb128(&message, &id) <= 0) {
        return 1;
    }
    assert(kind == 0x0102 && flags == 0x0403 && id == 300);
    uint64_t too_long;
    assert(!bytes_get_u64_be(&message, &too_long) && message.len == 4); /* nothing was consumed */
    return 0;
}
