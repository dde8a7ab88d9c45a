/* SPDX-License-Identifier: MIT */
#include "print.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char hex_digits[] = "0123456789abcdef";

void http_output_init(HttpOutput *output, int file)
{
    output->file = file;
    output->error = 0;
    output->len = 0;
}

int http_output_flush(HttpOutput *output)
{
    size_t at = 0;

    while (at < output->len && output->error == 0) {
        const ssize_t count = write(output->file, output->bytes + at, output->len - at);

        if (count > 0) {
            at += (size_t)count;
        } else if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            struct pollfd wait = {.fd = output->file, .events = POLLOUT};

            if (poll(&wait, 1, -1) < 0 && errno != EINTR) {
                output->error = errno;
            }
        } else if (count == 0 || errno != EINTR) {
            output->error = count == 0 ? EIO : errno;
        }
    }
    output->len = 0;
    return output->error;
}

static void put(HttpOutput *output, const void *data, size_t len)
{
    const uint8_t *from = data;

    while (len != 0) {
        size_t part = sizeof(output->bytes) - output->len;

        part = part < len ? part : len;
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
    put(output, text, strlen(text));
}

/* Numbers and short texts. */
static void put_format(HttpOutput *output, const char *format, ...) BYTES_PRINTF(2, 3);

static void put_format(HttpOutput *output, const char *format, ...)
{
    char text[256];
    va_list arguments;
    int len;

    va_start(arguments, format);
    len = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (len > 0) {
        put(output, text, (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1);
    }
}

/* What a byte looks like. Returns the number of characters, 0 if it is itself. */
typedef size_t Escape(uint8_t byte, char text[8]);

static size_t escape_json(uint8_t byte, char text[8])
{
    if (byte >= 0xa0) { /* the UTF-8 of U+00A0 to U+00FF */
        text[0] = (char)(0xc0 | byte >> 6);
        text[1] = (char)(0x80 | (byte & 0x3f));
        return 2;
    }
    if (byte == '"' || byte == '\\') {
        text[0] = '\\';
        text[1] = (char)byte;
        return 2;
    }
    if (byte >= 0x20 && byte < 0x80) {
        return 0;
    }
    /* U+0080 to U+009F are control characters too. JSON need not escape them, but many readers of lines end one at
     * U+0085. */
    memcpy(text, "\\u00", 4);
    text[4] = hex_digits[byte >> 4];
    text[5] = hex_digits[byte & 15];
    return 6;
}

/* A terminal obeys control characters, those above 0x7f too: none goes out. */
static size_t escape_readable(uint8_t byte, char text[8])
{
    if (byte == '\\') {
        memcpy(text, "\\\\", 2);
        return 2;
    }
    if (byte >= 0x20 && byte < 0x7f) {
        return 0;
    }
    memcpy(text, "\\x", 2);
    text[2] = hex_digits[byte >> 4];
    text[3] = hex_digits[byte & 15];
    return 4;
}

/* Most bytes are themselves: they go out a run at a time. */
static void put_view(HttpOutput *output, const Bytes *view, Escape *escape)
{
    size_t plain = 0; /* where the run began */
    char text[8];

    for (size_t i = 0; i < view->len; i++) {
        const size_t len = escape(view->data[i], text);

        if (len != 0) {
            if (plain < i) {
                put(output, view->data + plain, i - plain);
            }
            put(output, text, len);
            plain = i + 1;
        }
    }
    if (plain < view->len) {
        put(output, view->data + plain, view->len - plain);
    }
}

static void put_readable_fields(HttpOutput *output, const Bytes *views, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        http_output_text(output, "    ");
        put_view(output, &views[2 * i], escape_readable);
        http_output_text(output, ": ");
        put_view(output, &views[2 * i + 1], escape_readable);
        http_output_text(output, "\n");
    }
}

void http_print_message(HttpOutput *output, const HttpMessage *message)
{
    const Bytes *method = &message->views[HTTP_MESSAGE_METHOD];

    put_view(output, method, escape_readable);
    http_output_text(output, " ");
    put_view(output, method + 1, escape_readable);
    put_format(output, " HTTP/1.%u\n", message->minor);
    put_readable_fields(output, method + 2, message->field_count);
    /* No field name can contain a parenthesis, so these lines are not taken for fields. */
    if (message->body_len != 0) {
        put_format(output, "    (body of %" PRIu64 " byte%s)\n", message->body_len, message->body_len == 1 ? "" : "s");
    }
    if (message->trailer_count != 0) {
        http_output_text(output, "    (trailers)\n");
        put_readable_fields(output, message->views + http_message_trailers(message), message->trailer_count);
    }
    http_output_text(output, "\n");
}

static void put_json_fields(HttpOutput *output, const Bytes *views, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        http_output_text(output, i == 0 ? "[\"" : ",[\"");
        put_view(output, &views[2 * i], escape_json);
        http_output_text(output, "\",\"");
        put_view(output, &views[2 * i + 1], escape_json);
        http_output_text(output, "\"]");
    }
}

void http_print_message_json(HttpOutput *output, const HttpMessage *message)
{
    const Bytes *method = &message->views[HTTP_MESSAGE_METHOD];
    const Bytes *body = message->views + http_message_body(message);

    http_output_text(output, "{\"method\":\"");
    put_view(output, method, escape_json);
    http_output_text(output, "\",\"target\":\"");
    put_view(output, method + 1, escape_json);
    put_format(output, "\",\"version\":\"1.%u\",\"headers\":[", message->minor);
    put_json_fields(output, method + 2, message->field_count);
    http_output_text(output, "],\"body\":\"");
    for (size_t i = 0; i < message->body_count; i++) {
        put_view(output, &body[i], escape_json);
    }
    http_output_text(output, "\",\"trailers\":[");
    if (message->trailer_count != 0) {
        put_json_fields(output, message->views + http_message_trailers(message), message->trailer_count);
    }
    http_output_text(output, "]}\n");
}

void http_print_tally(HttpOutput *output, const HttpTally *tally)
{
    for (size_t i = 0; i < tally->count; i++) {
        put_format(output, "%8" PRIu64 " ", tally->entries[i].count);
        put_view(output, &tally->entries[i].value, escape_readable);
        http_output_text(output, "\n");
    }
}

void http_print_tally_json(HttpOutput *output, const HttpTally *tally)
{
    for (size_t i = 0; i < tally->count; i++) {
        http_output_text(output, "{\"value\":\"");
        put_view(output, &tally->entries[i].value, escape_json);
        put_format(output, "\",\"count\":%" PRIu64 "}\n", tally->entries[i].count);
    }
}

void http_print_refusal(HttpOutput *output, HttpError error, uint64_t at)
{
    put_format(output, "refused with %d at byte %" PRIu64 ": %s (%s)\n", http_error_status(error), at,
               http_error_sentence(error), http_error_code(error));
}

void http_print_refusal_json(HttpOutput *output, HttpError error, uint64_t at)
{
    /* Sentences and codes are the program's own and need no escapes. */
    put_format(output, "{\"error\":\"%s\",\"code\":\"%s\",\"status\":%d,\"offset\":%" PRIu64 "}\n",
               http_error_sentence(error), http_error_code(error), http_error_status(error), at);
}
