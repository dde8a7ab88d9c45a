/* SPDX-License-Identifier: MIT */
/* framed_client.c in C++: framed_client PORT MESSAGE... */
#include <arpa/inet.h>
#include <exception>
#include <iostream>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>

#include <bytes/bytes.hpp>
#include <bytes/fd.h>

static int dial(const char *port)
{
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(port)));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0) {
        throw std::system_error(errno, std::generic_category(), "connect");
    }
    return fd;
}

static void check(int error)
{
    if (error != 0) {
        throw std::system_error(bytes::error_code(error));
    }
}

int main(int argc, char **argv)
{
    BytesFrameFormat format = {};
    format.width = 4;
    format.skip = BYTES_SKIP_HEADER;
    format.maximum = 1 << 20;
    try {
        const int fd = dial(argc > 2 ? argv[1] : throw std::runtime_error("usage: framed_client PORT MESSAGE..."));
        bytes::queue out;
        for (int i = 2; i < argc; i++) {
            bytes::view message = bytes::view::of_static(argv[i]);
            check(bytes_queue_put_frame(out.c(), &format, nullptr, message.c()));
        }
        for (std::size_t count; !out.empty();) {
            check(bytes_queue_write_fd(out.c(), fd, &count));
        }
        bytes::buffer in(16384);
        for (int left = argc - 2; left > 0;) {
            bytes::view message;
            std::size_t count;
            const int found = bytes_mut_next_frame(in.c(), &format, message.c(), &count);
            if (found == 1) {
                std::cout << message.str() << '\n';
                left--;
            } else {
                check(found);
                check(bytes_mut_read_fd(in.c(), fd, 4096, &count));
                check(count == 0 ? BYTES_EPROTO : 0); // the end, too early
            }
        }
    } catch (const std::exception &error) {
        std::cerr << "framed_client: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
