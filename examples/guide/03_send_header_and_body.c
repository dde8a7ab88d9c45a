/* SPDX-License-Identifier: MIT */
/* Send a header and a body in one system call, without copying the body. */
#include <assert.h>
#include <string.h>
#include <unistd.h>

#include <bytes/bytes.h>
#include <bytes/fd.h>

int main(void)
{
    int ends[2];
    Bytes body = BYTES_LITERAL("the body");
    BytesQueue out = BYTES_QUEUE_EMPTY;
    if (pipe(ends) != 0 || bytes_queue_printf(&out, "Content-Length: %u\r\n\r\n", (unsigned)body.len) != 0 ||
        bytes_queue_push_back(&out, &body) != 0) { /* moved in */
        return 1;
    }
    assert(bytes_queue_pieces(&out) == 2);

    size_t count;
    if (bytes_queue_write_fd(&out, ends[1], &count) != 0) { /* writev(); the queue keeps what is left */
        return 1;
    }
    assert(out.len == 0);

    char text[64];
    const ssize_t read_count = read(ends[0], text, sizeof(text));
    assert(read_count == (ssize_t)count && memcmp(text, "Content-Length: 8\r\n\r\nthe body", count) == 0);
    bytes_queue_drop(&out);
    close(ends[0]);
    close(ends[1]);
    return 0;
}
