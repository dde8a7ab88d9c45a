/* SPDX-License-Identifier: MIT */
#include "server_options.h"

#include <arpa/inet.h>
#include <string.h>

void http_server_options_init(HttpServerOptions *options)
{
    *options = (HttpServerOptions){
        .host = "127.0.0.1",
        .max_connections = 10000,
        .max_memory = 256 * 1024 * 1024,
        .max_responses = 1024,
        .max_output = 256 * 1024,
        .turn_requests = 32,
        .head_time = 10 * 1000,
        .body_time = 30 * 1000,
        .body_step = 64 * 1024,
        .idle_time = 60 * 1000,
        .yield_time = 200,
        .write_time = 30 * 1000,
        .write_step = 16 * 1024,
        .linger_time = 2 * 1000,
        .linger_step = 64 * 1024,
        .linger_bytes = 1024 * 1024 * 1024,
        .grace_time = 500,
        .drain_time = 10 * 1000,
    };
    http_config_init(&options->config);
    options->config.ignore_upgrade = true;
}

static bool parse_port(const char *text, uint16_t *port)
{
    unsigned value = 0;
    if (*text == '\0' || strlen(text) > 5) {
        return false;
    }
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') {
            return false;
        }
        value = 10 * value + (unsigned)(*text - '0');
    }
    *port = (uint16_t)value;
    return value <= UINT16_MAX;
}

bool http_server_options_address(HttpServerOptions *options, const char *text)
{
    const char *colon = strrchr(text, ':');
    uint16_t port;
    if (colon == NULL || !parse_port(colon + 1, &port)) {
        return false;
    }
    size_t len = (size_t)(colon - text);
    const bool six = len >= 2 && text[0] == '[' && text[len - 1] == ']';
    if (six) {
        text++;
        len -= 2;
    } else if (len == 0 || (len == 9 && memcmp(text, "localhost", 9) == 0)) {
        text = "127.0.0.1";
        len = 9;
    }
    char host[sizeof(options->host)];
    if (len >= sizeof(host)) {
        return false;
    }
    memcpy(host, text, len);
    host[len] = '\0';
    unsigned char address[sizeof(struct in6_addr)];
    if (inet_pton(six ? AF_INET6 : AF_INET, host, address) != 1) {
        return false;
    }
    memcpy(options->host, host, len + 1);
    options->port = port;
    return true;
}
