/* SPDX-License-Identifier: MIT */
#include "response.h"

#include <stdio.h>
#include <string.h>

#include <bytes/text.h>

/* The body comes from the client: no browser may take it for anything but text. */
#define FIELDS_OF_HEAD "Content-Type: text/plain\r\nX-Content-Type-Options: nosniff\r\n"

/* The Connection field comes next, where http_response_change_to_close() finds it. */
#define STATUS_OK "HTTP/1.1 200 OK\r\n"

enum { MAX_DIGITS = 20 /* of a size in decimal */ };

static const char *const connection_fields[HTTP_PERSISTENCE_KINDS] = {
    "",
    "Connection: keep-alive\r\n",
    "Connection: close\r\n",
};

/* Without strftime(), which uses the language of the locale. */
static void write_date(time_t now, char *out, size_t size)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct tm tm;
    if (gmtime_r(&now, &tm) == NULL) {
        out[0] = '\0'; /* a year that does not fit: a server without a clock sends no Date */
        return;
    }
    snprintf(out, size, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d GMT\r\n", days + 3 * tm.tm_wday, tm.tm_mday,
             months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void refresh(HttpResponses *responses)
{
    const time_t now = time(NULL);
    if (now == responses->second) {
        return;
    }
    responses->second = now;
    write_date(now, responses->date, sizeof(responses->date));
    for (int i = 0; i < HTTP_PERSISTENCE_KINDS; i++) {
        char *out = responses->heads[i];
        const size_t size = sizeof(responses->heads[i]);
        int len; /* far less than the size */
        if (responses->reply != NULL) {
            len = snprintf(out, size, STATUS_OK "%s%sContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
                           connection_fields[i], responses->date, responses->reply_len);
        } else {
            len = snprintf(out, size, STATUS_OK "%s%s" FIELDS_OF_HEAD "Content-Length: ", connection_fields[i],
                           responses->date);
        }
        responses->head_lens[i] = (size_t)len;
    }
}

void http_responses_init(const char *reply, size_t reply_len, HttpResponses *out)
{
    *out = (HttpResponses){.reply = reply, .reply_len = reply_len, .second = (time_t)-1};
}

static uint8_t *put(uint8_t *out, const void *data, size_t len)
{
    memcpy(out, data, len);
    return out + len;
}

static uint8_t *put_view(uint8_t *out, const Bytes *view)
{
    return view->len != 0 ? put(out, view->data, view->len) : out;
}

static int respond_with_reply(const HttpResponses *responses, BytesMut *out, HttpPersistence persistence,
                              bool without_body)
{
    const size_t head_len = responses->head_lens[persistence];
    const size_t body_len = without_body ? 0 : responses->reply_len;
    const int error = bytes_mut_reserve(out, head_len + body_len);
    if (error != 0) {
        return error;
    }
    uint8_t *end = put(bytes_mut_spare(out).data, responses->heads[persistence], head_len);
    put(end, responses->reply, body_len);
    bytes_mut_commit(out, head_len + body_len);
    return 0;
}

static const char method_label[] = "method: ";
static const char target_label[] = "\ntarget: ";
static const char version_label[] = "\nversion: 1.";

static size_t body_len_of(const HttpRequest *request, const Bytes *views)
{
    /* Behind the version a digit and a line feed; ": " behind each name and a line feed behind each value. */
    size_t len = strlen(method_label) + strlen(target_label) + strlen(version_label) + 2 + 3 * request->field_count;
    const size_t count = http_request_range_count(request);
    for (size_t i = 0; i < count; i++) {
        len += views[i].len;
    }
    return len;
}

static uint8_t *put_body(uint8_t *out, const HttpRequest *request, const Bytes *views)
{
    out = put(out, method_label, strlen(method_label));
    out = put_view(out, &views[0]);
    out = put(out, target_label, strlen(target_label));
    out = put_view(out, &views[1]);
    out = put(out, version_label, strlen(version_label));
    *out++ = (uint8_t)('0' + request->minor);
    *out++ = '\n';
    const size_t count = http_request_range_count(request);
    for (size_t i = 2; i < count; i += 2) {
        out = put_view(out, &views[i]);
        out = put(out, ": ", 2);
        out = put_view(out, &views[i + 1]);
        *out++ = '\n';
    }
    return out;
}

static int respond_with_head(const HttpResponses *responses, BytesMut *out, const HttpRequest *request,
                             const Bytes *views, HttpPersistence persistence, bool without_body)
{
    const size_t head_len = responses->head_lens[persistence];
    const size_t body_len = body_len_of(request, views);
    int error = bytes_mut_reserve(out, head_len + MAX_DIGITS + 4 + (without_body ? 0 : body_len));
    if (error != 0) {
        return error;
    }
    put(bytes_mut_spare(out).data, responses->heads[persistence], head_len);
    bytes_mut_commit(out, head_len);
    error = bytes_mut_put_decimal(out, body_len); /* does not fail: the capacity is there */
    uint8_t *const begin = bytes_mut_spare(out).data;
    uint8_t *end = put(begin, "\r\n\r\n", 4);
    if (!without_body) {
        end = put_body(end, request, views);
    }
    bytes_mut_commit(out, (size_t)(end - begin));
    return error;
}

int http_respond(HttpResponses *responses, BytesMut *out, const HttpRequest *request, const Bytes *views,
                 HttpPersistence persistence)
{
    /* RFC 9110 section 9.3.2. */
    const bool without_body = views[0].len == 4 && memcmp(views[0].data, "HEAD", 4) == 0;
    refresh(responses);
    return responses->reply != NULL ? respond_with_reply(responses, out, persistence, without_body)
                                    : respond_with_head(responses, out, request, views, persistence, without_body);
}

static const char *reason_phrase(int status)
{
    switch (status) {
    case 408:
        return "Request Timeout";
    case 413:
        return "Content Too Large";
    case 414:
        return "URI Too Long";
    case 417:
        return "Expectation Failed";
    case 431:
        return "Request Header Fields Too Large";
    case 501:
        return "Not Implemented";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Bad Request";
    }
}

int http_respond_with_error(HttpResponses *responses, BytesMut *out, HttpError error, bool without_body)
{
    const int status = http_error_status(error);
    char body[160];
    const int body_len = snprintf(body, sizeof(body), "%s (%s)\n", http_error_sentence(error), http_error_code(error));
    refresh(responses);
    return bytes_mut_printf(out,
                            "HTTP/1.1 %d %s\r\n%sContent-Type: text/plain\r\nConnection: close\r\n"
                            "Content-Length: %d\r\n\r\n%s",
                            status, reason_phrase(status), responses->date, body_len, without_body ? "" : body);
}

int http_respond_continue(BytesMut *out)
{
    return bytes_mut_put_str(out, "HTTP/1.1 100 Continue\r\n\r\n");
}

int http_response_change_to_close(BytesMut *out, size_t begin, HttpPersistence persistence)
{
    const char *close = connection_fields[HTTP_PERSISTENCE_CLOSE];
    const size_t field = begin + strlen(STATUS_OK);
    const size_t old_len = strlen(connection_fields[persistence]);
    const size_t new_len = strlen(close);
    const size_t rest = out->len - field - old_len;
    const size_t whole = field + new_len + rest;
    if (whole > out->len) {
        const int error = bytes_mut_resize(out, whole, 0);
        if (error != 0) {
            return error;
        }
    }
    memmove(out->data + field + new_len, out->data + field + old_len, rest);
    memcpy(out->data + field, close, new_len);
    bytes_mut_truncate(out, whole);
    return 0;
}
