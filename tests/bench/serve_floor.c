/* SPDX-License-Identifier: MIT */
/*
 * The least that a server on a libuv loop costs: it searches for blank lines and writes fixed bytes for each. No
 * parser, no limits, no timeouts. All responses to one read leave in one write.
 *
 * usage: serve_floor SIZE, the size of a response with its head; prints "listening on 127.0.0.1:PORT".
 */
#define _GNU_SOURCE /* memmem() */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

enum {
    READ_SIZE = 64 * 1024,
    TAIL = 3,        /* bytes of a blank line that the next read completes */
    MAX_WRITE = 1024 /* responses in one write */
};

typedef struct Client {
    uv_tcp_t tcp;
    size_t tail_len;
    char tail[TAIL];
} Client;

typedef struct Rest {
    uv_write_t write;
    char data[];
} Rest;

static char input[TAIL + READ_SIZE];
static char *responses; /* MAX_WRITE of them */
static size_t response_len;

static void check(int error)
{
    if (error != 0) {
        fprintf(stderr, "serve_floor: %s\n", uv_strerror(error));
        exit(71);
    }
}

static void *allocate(size_t size)
{
    void *block = malloc(size);

    check(block == NULL ? UV_ENOMEM : 0);
    return block;
}

static void on_closed(uv_handle_t *handle)
{
    free(handle->data);
}

static void close_client(Client *client)
{
    if (!uv_is_closing((uv_handle_t *)&client->tcp)) {
        uv_close((uv_handle_t *)&client->tcp, on_closed);
    }
}

static void on_written(uv_write_t *write, int status)
{
    if (status != 0) {
        close_client(write->handle->data);
    }
    free(write->data);
}

static void send_responses(Client *client, size_t count)
{
    uv_stream_t *stream = (uv_stream_t *)&client->tcp;
    const size_t len = count * response_len;
    uv_buf_t buf = uv_buf_init(responses, (unsigned)len);
    const int sent = uv_try_write(stream, &buf, 1);
    const size_t left = sent >= 0 ? len - (size_t)sent : len;
    if (sent < 0 && sent != UV_EAGAIN) {
        close_client(client);
    } else if (left != 0) {
        Rest *rest = allocate(sizeof(*rest) + left);
        memcpy(rest->data, responses + (len - left), left);
        rest->write.data = rest;
        buf = uv_buf_init(rest->data, (unsigned)left);
        check(uv_write(&rest->write, stream, &buf, 1, on_written));
    }
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
    (void)handle;
    (void)suggested;
    *buf = uv_buf_init(input + TAIL, READ_SIZE);
}

static void on_read(uv_stream_t *stream, ssize_t len, const uv_buf_t *buf)
{
    Client *client = stream->data;
    const char *at = input + TAIL - client->tail_len;
    const char *end = input + TAIL + (len > 0 ? len : 0);
    size_t count = 0;
    (void)buf;
    if (len < 0) {
        close_client(client);
        return;
    }
    memcpy(input + TAIL - client->tail_len, client->tail, client->tail_len);
    for (const char *found; (found = memmem(at, (size_t)(end - at), "\r\n\r\n", 4)) != NULL;) {
        at = found + 4;
        if (++count == MAX_WRITE) {
            send_responses(client, count);
            count = 0;
        }
    }
    at = end - at > TAIL ? end - TAIL : at;
    client->tail_len = (size_t)(end - at);
    memcpy(client->tail, at, client->tail_len);
    if (count != 0) {
        send_responses(client, count);
    }
}

static void on_client(uv_stream_t *listener, int status)
{
    if (status != 0) {
        return;
    }
    Client *client = allocate(sizeof(*client));
    client->tail_len = 0;
    check(uv_tcp_init(listener->loop, &client->tcp));
    client->tcp.data = client;
    check(uv_accept(listener, (uv_stream_t *)&client->tcp));
    check(uv_tcp_nodelay(&client->tcp, 1));
    check(uv_read_start((uv_stream_t *)&client->tcp, on_alloc, on_read));
}

static void make_responses(size_t len)
{
    size_t digits = 1;
    char head[80];
    int head_len = 0;
    for (int i = 0; i < 3; i++) { /* the second round has the right number of digits */
        const size_t head_size = sizeof("HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n") - 1 + digits;
        if (len < head_size) {
            fputs("serve_floor: no response is that small\n", stderr);
            exit(64);
        }
        head_len = snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n", len - head_size);
        digits += (size_t)head_len - head_size;
    }
    response_len = len;
    responses = allocate(MAX_WRITE * len);
    memset(responses, 'x', MAX_WRITE * len);
    for (size_t i = 0; i < MAX_WRITE; i++) {
        memcpy(responses + i * len, head, (size_t)head_len);
    }
}

int main(int argc, char **argv)
{
    struct sockaddr_in address;
    int address_len = sizeof(address);
    uv_tcp_t listener;

    if (argc != 2) {
        fputs("usage: serve_floor SIZE\n", stderr);
        return 64;
    }
    make_responses(strtoul(argv[1], NULL, 10));
    check(uv_tcp_init(uv_default_loop(), &listener));
    check(uv_ip4_addr("127.0.0.1", 0, &address));
    check(uv_tcp_bind(&listener, (const struct sockaddr *)&address, 0));
    check(uv_listen((uv_stream_t *)&listener, 511, on_client));
    check(uv_tcp_getsockname(&listener, (struct sockaddr *)&address, &address_len));
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
