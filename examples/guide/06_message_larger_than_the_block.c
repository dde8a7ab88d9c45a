/* SPDX-License-Identifier: MIT */
/* A message that is larger than the read block: the decoder says how much is missing, and the buffer grows as the bytes
 * arrive. Never on the claim of a peer alone. */
#include <assert.h>
#include <string.h>

#include <bytes/bytes.h>

static const BytesFrameFormat format = {.width = 4, .skip = BYTES_SKIP_HEADER, .maximum = 1 << 20};

int main(void)
{
    static const char body[100000];
    BytesMut in;
    BytesMut wire = BYTES_MUT_EMPTY;
    Bytes message = BYTES_EMPTY;
    size_t need = 0;
    int result;
    if (bytes_mut_put_frame(&wire, &format, NULL, body, sizeof(body)) != 0 || bytes_mut_with_capacity(4096, &in) != 0) {
        return 1;
    }
    while ((result = bytes_mut_next_frame(&in, &format, &message, &need)) == 0) {
        if (bytes_mut_reserve(&in, 4096) != 0) { /* doubles: as much as there is, not as much as is claimed */
            return 1;
        }
        const BytesSpare spare = bytes_mut_spare(&in);
        const size_t count = spare.len < wire.len ? spare.len : wire.len; /* stands for read() */
        memcpy(spare.data, wire.data, count);
        bytes_mut_advance(&wire, count);
        bytes_mut_commit(&in, count);
    }
    assert(result == 1 && message.len == sizeof(body));
    bytes_drop(&message);
    bytes_mut_drop(&in);
    bytes_mut_drop(&wire);
    return 0;
}
