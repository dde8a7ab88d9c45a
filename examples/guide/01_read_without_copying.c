/* SPDX-License-Identifier: MIT */
/* Read from a socket without copying: the bytes are read into the buffer, and a message leaves it as a view. */
#include <assert.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bytes/bytes.h>
#include <bytes/fd.h>

int main(void)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 || write(ends[1], "first second", 12) != 12) {
        return 1;
    }
    BytesMut in;
    if (bytes_mut_with_capacity(4096, &in) != 0) {
        return 1;
    }
    const uint8_t *const memory = in.data;

    size_t count;
    if (bytes_mut_read_fd(&in, ends[0], 4096, &count) != 0) { /* reserves, reads, commits */
        return 1;
    }
    Bytes message = bytes_mut_split_freeze(&in, 6); /* no copy, no allocation, no atomic */

    assert(bytes_span_equal(bytes_span(&message), BYTES_SPAN("first ")));
    assert(message.data == memory && in.data == memory + 6);
    bytes_drop(&message);
    bytes_mut_drop(&in);
    close(ends[0]);
    close(ends[1]);
    return 0;
}
