/* SPDX-License-Identifier: MIT */
#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "entry.h"

enum { HEADER_MAX = 32, CRLF = 2 };

void reply_raw(Reply *self, const void *data, size_t len)
{
    if (self->error == 0) {
        self->error = bytes_queue_put(self->queue, data, len);
    }
}

/* A type, a number and a line end. */
static void put_header(Reply *self, char type, int64_t value)
{
    uint8_t text[HEADER_MAX];
    size_t len;
    if (value >= 0) {
        len = entry_write_prefix((size_t)value, text);
        text[0] = (uint8_t)type;
    } else {
        len = (size_t)snprintf((char *)text, sizeof(text), "%c%lld\r\n", type, (long long)value);
    }
    reply_raw(self, text, len);
}

void reply_integer(Reply *self, int64_t value)
{
    put_header(self, ':', value);
}

void reply_null(Reply *self)
{
    if (self->protocol == 3) {
        REPLY_LITERAL(self, "_\r\n");
    } else {
        REPLY_LITERAL(self, "$-1\r\n");
    }
}

void reply_array(Reply *self, size_t count)
{
    put_header(self, '*', (int64_t)count);
}

void reply_map(Reply *self, size_t count)
{
    if (self->protocol == 3) {
        put_header(self, '%', (int64_t)count);
    } else {
        reply_array(self, 2 * count);
    }
}

void reply_string(Reply *self, BytesSpan bytes)
{
    BytesSpare spare;
    if (self->error == 0 && bytes.len > self->max_copied - self->copied) {
        self->error = BYTES_EMSGSIZE;
    }
    if (self->error == 0) {
        self->error = bytes_queue_reserve(self->queue, ENTRY_PREFIX_MAX + bytes.len + CRLF, &spare);
    }
    if (self->error != 0) {
        return;
    }
    uint8_t *out = spare.data + entry_write_prefix(bytes.len, spare.data);
    if (bytes.len != 0) {
        memcpy(out, bytes.data, bytes.len);
    }
    memcpy(out + bytes.len, "\r\n", CRLF);
    bytes_queue_commit(self->queue, (size_t)(out + bytes.len + CRLF - spare.data));
    self->copied += bytes.len;
    self->sent_copies++;
}

void reply_text(Reply *self, const char *text)
{
    reply_string(self, bytes_span_str(text));
}

static void push(Reply *self, Bytes view)
{
    if (self->error == 0) {
        self->error = bytes_queue_push_back(self->queue, &view);
    }
    bytes_drop(&view);
}

void reply_view(Reply *self, Bytes *wire)
{
    push(self, bytes_share(wire));
    self->sent_views++;
}

void reply_slice(Reply *self, Bytes *wire, BytesSpan part)
{
    const size_t begin = part.len != 0 ? (size_t)(part.data - wire->data) : 0;
    put_header(self, '$', (int64_t)part.len);
    push(self, bytes_share_slice(wire, begin, begin + part.len));
    REPLY_LITERAL(self, "\r\n");
    self->sent_views++;
}

void reply_error(Reply *self, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    const int len = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    for (char *at = text; *at != '\0'; at++) {
        if (*at == '\r' || *at == '\n') {
            *at = ' ';
        }
    }
    REPLY_LITERAL(self, "-");
    reply_raw(self, text, len < 0 ? 0 : strlen(text));
    REPLY_LITERAL(self, "\r\n");
}
