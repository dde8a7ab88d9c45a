/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <bytes/fd.h>
#include <bytes/view.h>

#include "wait.h"

void http_output_init(int file, HttpOutput *out)
{
    out->file = file;
    out->error = 0;
    out->len = 0;
}

int http_output_flush(HttpOutput *output)
{
    Bytes rest = bytes_static(output->bytes, output->len);
    while (rest.len != 0 && output->error == 0) {
        size_t count;
        int error = bytes_write_fd(&rest, output->file, &count);
        if (error == BYTES_EAGAIN) {
            error = http_wait(output->file, POLLOUT);
        }
        output->error = -error;
    }
    output->len = 0;
    return output->error;
}

void http_output_put(HttpOutput *output, const void *data, size_t len)
{
    const uint8_t *from = data;
    while (len != 0) {
        const size_t capacity = sizeof(output->bytes) - output->len;
        const size_t part = len < capacity ? len : capacity;
        memcpy(output->bytes + output->len, from, part);
        output->len += part;
        from += part;
        len -= part;
        if (output->len == sizeof(output->bytes) && http_output_flush(output) != 0) {
            return;
        }
    }
}

void http_output_text(HttpOutput *output, const char *text)
{
    http_output_put(output, text, strlen(text));
}

void http_output_format(HttpOutput *output, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    const int len = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (len > 0) {
        http_output_put(output, text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1);
    }
}
