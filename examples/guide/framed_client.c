/* SPDX-License-Identifier: MIT */
/*
 * A client of a framed protocol: a length of 4 bytes, most significant first, then the message.
 *     framed_client PORT MESSAGE...
 * Sends each message to a server on this machine, such as examples/echo.c, and prints the frames that come back.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <bytes/bytes.h>
#include <bytes/fd.h>

static const BytesFrameFormat format = {.width = 4, .skip = BYTES_SKIP_HEADER, .maximum = 1 << 20};

static int dial(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)strtoul(port, NULL, 10))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    return fd >= 0 && connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0 ? fd : -1;
}

/* All messages in one queue: their lengths are small writes, they themselves are not copied. */
static int send_all(int fd, char **messages, int count)
{
    BytesQueue out = BYTES_QUEUE_EMPTY;
    int error = 0;
    for (int i = 0; i < count && error == 0; i++) {
        Bytes message = bytes_static(messages[i], strlen(messages[i]));
        error = bytes_queue_put_frame(&out, &format, NULL, &message);
    }
    while (error == 0 && out.len != 0) {
        size_t sent;
        error = bytes_queue_write_fd(&out, fd, &sent);
    }
    bytes_queue_drop(&out);
    return error;
}

static int receive(int fd, int count)
{
    BytesMut in;
    int error = bytes_mut_with_capacity(16384, &in);
    if (error != 0) {
        return error;
    }
    while (count > 0 && error == 0) {
        Bytes message;
        size_t need;
        const int found = bytes_mut_next_frame(&in, &format, &message, &need);
        if (found == 1) {
            printf(BYTES_FMT "\n", BYTES_ARG(message));
            bytes_drop(&message);
            count--;
        } else if (found == 0) {
            size_t got;
            error = bytes_mut_read_fd(&in, fd, 4096, &got);
            error = error == 0 && got == 0 ? BYTES_EPROTO : error; /* the end, too early */
        } else {
            error = found; /* a message that is too long */
        }
    }
    bytes_mut_drop(&in);
    return error;
}

int main(int argc, char **argv)
{
    const int fd = argc > 2 ? dial(argv[1]) : -1;
    if (fd < 0) {
        fputs("usage: framed_client PORT MESSAGE...\n", stderr);
        return 1;
    }
    int error = send_all(fd, argv + 2, argc - 2);
    if (error == 0) {
        error = receive(fd, argc - 2);
    }
    if (error != 0) {
        fprintf(stderr, "framed_client: %s\n", bytes_strerror(error));
    }
    close(fd);
    return error != 0;
}
