/* SPDX-License-Identifier: MIT */
/*
 * Load for an echo and digest server:
 *
 *     framing_load PORT CONNECTIONS FRAME_SIZE BATCH ROUNDS
 *
 * On each connection, BATCH frames are written and their responses read at the same time, ROUNDS times; every byte that
 * comes back is compared. Prints the number of frames. Plain poll() and blocking nothing; ends with 1 on any
 * difference.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "protocol.h"

typedef struct Batch {
    uint8_t *request;
    size_t request_len;
    uint8_t *response;
    size_t response_len;
    bool mixed;
} Batch;

typedef struct Client {
    int fd;
    size_t sent;
    size_t received;
    size_t rounds;
} Client;

static void fail(const char *what)
{
    fprintf(stderr, "framing_load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void *allocate(size_t size)
{
    void *const out = malloc(size);
    if (out == NULL) {
        fail("memory");
    }
    return out;
}

static uint64_t random_state = 88172645463325252u;

static size_t random_below(size_t limit)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)((random_state >> 33) % limit); /* cast: it is below a size */
}

/* Of all magnitudes: as many frames have 1 to 2 bytes as have 1 to 2 MiB. */
static size_t random_size(size_t maximum)
{
    const size_t limit = (size_t)1 << random_below(25);
    const size_t size = random_below(2 * limit);
    return size < maximum ? size : maximum;
}

static Batch make_batch(size_t size, bool mixed, size_t frames)
{
    size_t *const sizes = allocate(frames * sizeof(*sizes));
    size_t total = 0;
    for (size_t i = 0; i < frames; i++) {
        sizes[i] = !mixed || i == 0 ? size : random_size(size); /* the largest, and one of nothing, are among them */
        sizes[i] = mixed && i == 1 ? 0 : sizes[i];
        total += sizes[i];
    }
    const Batch out = {allocate(frames * PREFIX + total), frames * PREFIX + total, allocate(frames * HEADER + total),
                       frames * HEADER + total, mixed};
    uint8_t *request = out.request;
    uint8_t *response = out.response;
    for (size_t i = 0; i < frames; i++) {
        store_prefix(request, (uint32_t)sizes[i]); /* cast: at most FRAME_MAX */
        for (size_t j = 0; j < sizes[i]; j++) {
            request[PREFIX + j] = (uint8_t)random_below(256);
        }
        store_header(response, request + PREFIX, sizes[i]);
        memcpy(response + HEADER, request + PREFIX, sizes[i]);
        request += PREFIX + sizes[i];
        response += HEADER + sizes[i];
    }
    free(sizes);
    return out;
}

static int connect_to(uint16_t port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)) != 0) {
        fail("connect");
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0) {
        fail("fcntl");
    }
    return fd;
}

static void send_some(Client *client, const Batch *batch)
{
    const size_t left = batch->request_len - client->sent;
    const size_t piece = batch->mixed ? 1 + random_size(1 << 20) : left;
    const ssize_t count = send(client->fd, batch->request + client->sent, piece < left ? piece : left, MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN) {
        fail("send");
    }
    client->sent += count > 0 ? (size_t)count : 0;
}

static void receive_some(Client *client, const Batch *batch)
{
    static uint8_t buffer[256 * 1024];
    const size_t left = batch->response_len - client->received;
    const ssize_t count = recv(client->fd, buffer, left < sizeof(buffer) ? left : sizeof(buffer), 0);
    if (count == 0 || (count < 0 && errno != EAGAIN)) {
        fail("receive");
    }
    if (count > 0 && memcmp(buffer, batch->response + client->received, (size_t)count) != 0) {
        errno = 0;
        fail("a response is wrong");
    }
    client->received += count > 0 ? (size_t)count : 0;
}

/* True as long as there is something to do. */
static bool step(Client *client, const Batch *batch, short ready)
{
    if ((ready & POLLOUT) != 0 && client->sent < batch->request_len) {
        send_some(client, batch);
    }
    if ((ready & POLLIN) != 0) {
        receive_some(client, batch);
    }
    if (client->received == batch->response_len) {
        client->sent = 0;
        client->received = 0;
        client->rounds--;
    }
    return client->rounds != 0;
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fputs("usage: framing_load PORT CONNECTIONS FRAME_SIZE BATCH ROUNDS\n", stderr);
        return 64;
    }
    const size_t connections = strtoul(argv[2], NULL, 10);
    const size_t frames = strtoul(argv[4], NULL, 10);
    const size_t rounds = strtoul(argv[5], NULL, 10);
    const bool mixed = strncmp(argv[3], "mixed:", 6) == 0;
    const size_t size = strtoul(argv[3] + (mixed ? 6 : 0), NULL, 10);
    if (size > FRAME_MAX || frames == 0 || rounds == 0) {
        fputs("framing_load: a frame is at most 16777216 bytes; there is at least one frame and one round\n", stderr);
        return 64;
    }
    const Batch batch = make_batch(size, mixed, frames);
    Client *const clients = allocate(connections * sizeof(*clients));
    struct pollfd *const polls = allocate(connections * sizeof(*polls));
    size_t active = connections;
    for (size_t i = 0; i < connections; i++) {
        clients[i] = (Client){.fd = connect_to((uint16_t)strtoul(argv[1], NULL, 10)), .rounds = rounds};
    }
    while (active != 0) {
        for (size_t i = 0; i < active; i++) {
            const short out = clients[i].sent < batch.request_len ? POLLOUT : 0;
            polls[i] = (struct pollfd){.fd = clients[i].fd, .events = (short)(POLLIN | out)};
        }
        if (poll(polls, active, 60000) <= 0) {
            fail("poll");
        }
        for (size_t i = active; i-- > 0;) {
            if (polls[i].revents != 0 && !step(&clients[i], &batch, polls[i].revents)) {
                close(clients[i].fd);
                clients[i] = clients[--active];
            }
        }
    }
    printf("%zu\n", connections * frames * rounds);
    free(batch.request);
    free(batch.response);
    free(clients);
    free(polls);
    return 0;
}
