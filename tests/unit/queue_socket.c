/* SPDX-License-Identifier: MIT */
/* 64 MiB from a queue by writev() through a socket by readv() into a queue, none of which the library copies. */
#include <bytes/bytes.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "counting.h"
#include "random.h"
#include "tap.h"

enum { BLOCK = 64 * 1024, VECTORS = 16 };
#define TOTAL ((size_t)64 << 20)

/* The byte at an offset of the stream: its period is no power of two, so that blocks differ. */
static uint8_t expected_byte(size_t at)
{
    return (uint8_t)(at % 251 ^ at >> 16);
}

typedef struct Source {
    Bytes block;
    size_t made;
    size_t fed;
} Source;

/* Fill the queue to write from: slices of blocks, of any length, some short ones put instead of pushed. */
static void feed(Source *source, BytesQueue *out)
{
    while (!bytes_queue_is_high(out) && source->fed < TOTAL) {
        if (source->block.len == 0) {
            BytesMut buffer;
            CHECK_EQ(bytes_mut_with_capacity(BLOCK, &buffer), 0);
            for (size_t i = 0; i < BLOCK; i++) {
                buffer.data[i] = expected_byte(source->made + i);
            }
            bytes_mut_commit(&buffer, BLOCK);
            source->block = bytes_mut_freeze(&buffer);
            source->made += BLOCK;
        }
        {
            const size_t want = random_below(8) == 0 ? 1 + random_below(40) : 1 + random_below(20000);
            const size_t len = want < source->block.len ? want : source->block.len;
            Bytes slice = bytes_split_to(&source->block, len);
            if (len <= 40 && random_below(2) == 0) {
                CHECK_EQ(bytes_queue_put(out, slice.data, len), 0); /* the caller's copy, not the library's */
                bytes_drop(&slice);
            } else {
                CHECK_EQ(bytes_queue_push_back(out, &slice), 0);
            }
            source->fed += len;
        }
    }
}

static bool would_block(ssize_t n)
{
    return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

TEST(sixty_four_mebibytes_go_through_a_socket_uncopied)
{
    int pair[2];
    const int small = 20000; /* so that most writes are partial */
    BytesQueue out;
    BytesQueue in;
    Source source = {BYTES_EMPTY, 0, 0};
    size_t received = 0;
    size_t partial = 0;
    size_t copied;
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    CHECK_EQ(setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof(small)), 0);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(fcntl(pair[i], F_SETFL, O_NONBLOCK), 0);
    }
    bytes_queue_init(NULL, 0, &out);
    bytes_queue_init(NULL, BLOCK, &in);
    out.high = 4 * BLOCK;
    copied = bytes_counts()->copied;
    while (received < TOTAL) {
        struct iovec vectors[VECTORS];
        size_t count;
        ssize_t n;
        feed(&source, &out);
        count = bytes_queue_iovecs(&out, 0, vectors, VECTORS);
        if (count != 0) {
            size_t offered = 0;
            for (size_t i = 0; i < count; i++) {
                offered += vectors[i].iov_len;
            }
            n = writev(pair[0], vectors, (int)count);
            CHECK(n >= 0 || would_block(n));
            if (n > 0) {
                partial += (size_t)n < offered;
                bytes_queue_advance(&out, (size_t)n);
            }
        }
        {
            CHECK_EQ(bytes_queue_reserve_iovecs(&in, 1 + random_below(BLOCK), vectors, &count), 0);
            n = readv(pair[1], vectors, (int)count);
            CHECK(n > 0 || would_block(n));
            if (n > 0) {
                bytes_queue_commit(&in, (size_t)n);
            }
        }
        /* Split off frames of any length; some span blocks, and are read in place. */
        while (in.len >= 30000 || (in.len != 0 && received + in.len == TOTAL)) {
            const size_t want = 1 + random_below(30000);
            const size_t len = want < in.len ? want : in.len;
            BytesSpan spans[4];
            BytesQueue frame;
            size_t pieces;
            CHECK_EQ(bytes_queue_split_to(&in, len, &frame), 0);
            pieces = bytes_queue_spans(&frame, 0, spans, 4);
            CHECK(pieces >= 1 && pieces < 4);
            for (size_t i = 0; i < pieces; i++) {
                for (size_t j = 0; j < spans[i].len; j++) {
                    if (spans[i].data[j] != expected_byte(received++)) {
                        CHECK_EQ(spans[i].data[j], expected_byte(received - 1));
                    }
                }
            }
            bytes_queue_drop(&frame);
        }
    }
    CHECK_EQ(received, TOTAL);
    CHECK_EQ(out.len + in.len, 0);
    CHECK(partial > 100);
    CHECK_EQ(bytes_counts()->copied - copied, 0);
    bytes_queue_drop(&out);
    bytes_queue_drop(&in);
    close(pair[0]);
    close(pair[1]);
}

TAP_MAIN()
