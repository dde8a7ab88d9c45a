/* SPDX-License-Identifier: MIT */
#include "print.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

static const char hex_digits[] = "0123456789abcdef";

/* Writes the escape sequence of a byte; returns its length, 0 if the byte stands for itself. */
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
    /* U+0080 to U+009F are control characters too. JSON need not escape them, but many programs end a line at
     * U+0085. */
    memcpy(text, "\\u00", 4);
    text[4] = hex_digits[byte >> 4];
    text[5] = hex_digits[byte & 15];
    return 6;
}

/* A terminal obeys control characters, also those above 0x7f: none is written. */
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

/* Most bytes stand for themselves: they are written a run at a time. */
static void put_view(HttpOutput *output, const Bytes *view, Escape *escape)
{
    size_t plain = 0; /* where the run began */
    for (size_t i = 0; i < view->len; i++) {
        char text[8];
        const size_t len = escape(view->data[i], text);
        if (len != 0) {
            if (plain < i) {
                http_output_put(output, view->data + plain, i - plain);
            }
            http_output_put(output, text, len);
            plain = i + 1;
        }
    }
    if (plain < view->len) {
        http_output_put(output, view->data + plain, view->len - plain);
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
    http_output_format(output, " HTTP/1.%u\n", message->minor);
    put_readable_fields(output, method + 2, message->field_count);
    /* No field name contains a parenthesis, so these lines cannot be taken for fields. */
    if (message->body_len != 0) {
        http_output_format(output, "    (body of %" PRIu64 " byte%s)\n", message->body_len,
                           http_plural(message->body_len));
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
    http_output_format(output, "\",\"version\":\"1.%u\",\"headers\":[", message->minor);
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

void http_print_counts(HttpOutput *output, const HttpFieldCounts *counts)
{
    for (size_t i = 0; i < counts->count; i++) {
        http_output_format(output, "%8" PRIu64 " ", counts->slots[i].count);
        put_view(output, &counts->slots[i].value, escape_readable);
        http_output_text(output, "\n");
    }
}

void http_print_counts_json(HttpOutput *output, const HttpFieldCounts *counts)
{
    for (size_t i = 0; i < counts->count; i++) {
        http_output_text(output, "{\"value\":\"");
        put_view(output, &counts->slots[i].value, escape_json);
        http_output_format(output, "\",\"count\":%" PRIu64 "}\n", counts->slots[i].count);
    }
}

void http_print_rejection(HttpOutput *output, HttpError error, uint64_t offset)
{
    http_output_format(output, "rejected with %d at byte %" PRIu64 ": %s (%s)\n", http_error_status(error), offset,
                       http_error_sentence(error), http_error_code(error));
}

void http_print_rejection_json(HttpOutput *output, HttpError error, uint64_t offset)
{
    /* Sentences and codes are constants that need no escapes. */
    http_output_format(output, "{\"error\":\"%s\",\"code\":\"%s\",\"status\":%d,\"offset\":%" PRIu64 "}\n",
                       http_error_sentence(error), http_error_code(error), http_error_status(error), offset);
}
