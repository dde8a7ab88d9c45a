/* SPDX-License-Identifier: MIT */
/*
 * A load for servers that speak RESP: keeps one fully busy and takes little time itself, since it neither polls nor
 * formats. Each connection in turn gets a batch of requests for random keys; then the replies are read and compared.
 *
 *     cache_load PORT fill SIZE KEYS                                  sets each key to a value of SIZE bytes
 *     cache_load PORT get|set SIZE KEYS CONNECTIONS PIPELINE ROUNDS
 *
 * Prints the number of requests that were replied to.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { KEY = 16, MAX_CONNECTIONS = 1000, HEADROOM = 128 };

/* Requests of one length, one after another, and the replies that they get. */
typedef struct Batch {
    char *requests;
    size_t request; /* bytes of one */
    size_t key;     /* offset of the key in it */
    char *replies;
    size_t reply;
    size_t count;
} Batch;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void *allocate(size_t size)
{
    void *const block = malloc(size);
    if (block == NULL) {
        fail("malloc");
    }
    return block;
}

static Batch make_batch(bool is_set, size_t size, size_t count)
{
    Batch out = {.count = count};
    out.requests = allocate(count * (size + HEADROOM));
    out.replies = allocate(count * (size + HEADROOM));
    for (size_t i = 0; i < count; i++) {
        char *at = out.requests + i * out.request;
        at += sprintf(at, is_set ? "*3\r\n$3\r\nSET\r\n$16\r\n" : "*2\r\n$3\r\nGET\r\n$16\r\n");
        out.key = (size_t)(at - out.requests) - i * out.request;
        at += sprintf(at, "key:000000000000\r\n");
        char *reply = out.replies + i * out.reply;
        char *const value = is_set ? at : reply;
        char *end = value + sprintf(value, "$%zu\r\n", size);
        memset(end, 'x', size);
        end += size;
        end += sprintf(end, "\r\n");
        if (is_set) {
            at = end;
            reply += sprintf(reply, "+OK\r\n");
        } else {
            reply = end;
        }
        out.request = (size_t)(at - out.requests) - i * out.request;
        out.reply = (size_t)(reply - out.replies) - i * out.reply;
    }
    return out;
}

static void put_key(Batch *batch, size_t index, size_t number)
{
    char *const key = batch->requests + index * batch->request + batch->key;
    for (size_t i = KEY - 1; i >= KEY - 12; i--) {
        key[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

static size_t next_random(void)
{
    static uint64_t state = 88172645463325252u; /* xorshift: the same keys in each run */
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 11);
}

static int connect_to(uint16_t port)
{
    const int on = 1;
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0) {
        fail("connect");
    }
    return fd;
}

static void send_batch(int fd, const Batch *batch, size_t count)
{
    size_t left = count * batch->request;
    const char *at = batch->requests;
    while (left != 0) {
        const ssize_t sent = write(fd, at, left);
        if (sent < 0) {
            fail("write");
        }
        at += sent;
        left -= (size_t)sent;
    }
}

static void read_replies(int fd, const Batch *batch, size_t count)
{
    static char block[1 << 18];
    const size_t total = count * batch->reply;
    for (size_t at = 0; at < total;) {
        const size_t most = total - at < sizeof(block) ? total - at : sizeof(block);
        const ssize_t got = read(fd, block, most);
        if (got <= 0) {
            fail("read");
        }
        if (memcmp(block, batch->replies + at, (size_t)got) != 0) {
            fprintf(stderr, "a wrong reply: %.60s\n", block);
            exit(1);
        }
        at += (size_t)got;
    }
}

static void free_batch(Batch *batch)
{
    free(batch->requests);
    free(batch->replies);
}

static size_t fill(uint16_t port, size_t size, size_t keys)
{
    const size_t most = size < 65536 ? 16 : 1;
    Batch batch = make_batch(true, size, most);
    const int fd = connect_to(port);
    for (size_t done = 0; done < keys;) {
        const size_t count = keys - done < most ? keys - done : most;
        for (size_t i = 0; i < count; i++) {
            put_key(&batch, i, done + i);
        }
        send_batch(fd, &batch, count);
        read_replies(fd, &batch, count);
        done += count;
    }
    free_batch(&batch);
    close(fd);
    return keys;
}

static size_t run(uint16_t port, bool is_set, size_t size, size_t keys, char **numbers)
{
    static int fds[MAX_CONNECTIONS];
    const size_t connections = strtoul(numbers[0], NULL, 10);
    const size_t pipeline = strtoul(numbers[1], NULL, 10);
    const size_t rounds = strtoul(numbers[2], NULL, 10);
    Batch batch = make_batch(is_set, size, pipeline);
    for (size_t i = 0; i < connections && i < MAX_CONNECTIONS; i++) {
        fds[i] = connect_to(port);
    }
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < connections; i++) {
            for (size_t k = 0; k < pipeline; k++) {
                put_key(&batch, k, next_random() % keys);
            }
            send_batch(fds[i], &batch, pipeline);
        }
        for (size_t i = 0; i < connections; i++) {
            read_replies(fds[i], &batch, pipeline);
        }
    }
    free_batch(&batch);
    return connections * pipeline * rounds;
}

int main(int argc, char **argv)
{
    if (argc != 5 && argc != 8) {
        fputs("usage: cache_load PORT fill SIZE KEYS | PORT get|set SIZE KEYS CONNECTIONS PIPELINE ROUNDS\n", stderr);
        return 64;
    }
    const uint16_t port = (uint16_t)strtoul(argv[1], NULL, 10);
    const size_t size = strtoul(argv[3], NULL, 10);
    const size_t keys = strtoul(argv[4], NULL, 10);
    const size_t count =
        argc == 5 ? fill(port, size, keys) : run(port, strcmp(argv[2], "set") == 0, size, keys, argv + 5);
    printf("%zu\n", count);
    return 0;
}
