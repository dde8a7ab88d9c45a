/* SPDX-License-Identifier: MIT */
#include "response.h"

#include <stdio.h>
#include <string.h>

/* What is sent back came from the client: no browser may take it for anything but text. */
#define FIELDS_OF_HEAD "Content-Type: text/plain\r\nX-Content-Type-Options: nosniff\r\n"

/* The line about the connection comes next, where http_answer_close() finds it. */
#define STATUS_OK "HTTP/1.1 200 OK\r\n"

static const char *const connection_lines[HTTP_KEEP_KINDS] = {
    "",
    "Connection: keep-alive\r\n",
    "Connection: close\r\n",
};

/* By hand, because strftime() speaks the language of the locale. */
static void write_date(char *out, size_t size, time_t now)
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct tm tm;

    if (gmtime_r(&now, &tm) == NULL) {
        out[0] = '\0'; /* a year beyond all reckoning: no clock, no Date */
        return;
    }
    snprintf(out, size, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d GMT\r\n", days + 3 * tm.tm_wday, tm.tm_mday,
             months + 3 * tm.tm_mon, tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void refresh(HttpAnswers *answers)
{
    const time_t now = time(NULL);

    if (now == answers->second) {
        return;
    }
    answers->second = now;
    write_date(answers->date, sizeof(answers->date), now);
    for (int i = 0; i < HTTP_KEEP_KINDS; i++) {
        char *out = answers->heads[i];
        const size_t size = sizeof(answers->heads[i]);
        int len;

        if (answers->reply != NULL) {
            len = snprintf(out, size, STATUS_OK "%s%sContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n",
                           connection_lines[i], answers->date, answers->reply_len);
        } else {
            len = snprintf(out, size, STATUS_OK "%s%s" FIELDS_OF_HEAD "Content-Length: ", connection_lines[i],
                           answers->date);
        }
        answers->head_lens[i] = (size_t)len; /* both are far shorter than the room */
    }
}

void http_answers_init(HttpAnswers *answers, const char *reply, size_t reply_len)
{
    *answers = (HttpAnswers){.reply = reply, .reply_len = reply_len, .second = (time_t)-1};
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

static size_t write_number(char *end, size_t number)
{
    char *out = end;

    do {
        *--out = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return (size_t)(end - out);
}

static int answer_fixed(HttpAnswers *answers, BytesMut *out, HttpKeep keep, bool without_body)
{
    const size_t head_len = answers->head_lens[keep];
    const size_t body_len = without_body ? 0 : answers->reply_len;
    const int error = bytes_mut_reserve(out, head_len + body_len);
    uint8_t *to;

    if (error != 0) {
        return error;
    }
    to = put(bytes_mut_spare(out).data, answers->heads[keep], head_len);
    put(to, body_len != 0 ? answers->reply : "", body_len);
    bytes_mut_commit(out, head_len + body_len);
    return 0;
}

int http_answer_request(HttpAnswers *answers, BytesMut *out, const HttpRequest *request, const Bytes *views,
                        HttpKeep keep)
{
    static const char method[] = "method: ";
    static const char target[] = "\ntarget: ";
    static const char version[] = "\nversion: 1.";
    const size_t count = http_request_range_count(request);
    const bool without_body = views[0].len == 4 && memcmp(views[0].data, "HEAD", 4) == 0;
    /* Each name and each value is followed by two bytes, or by one: 3 a field, and the digit and line feed. */
    size_t len = sizeof(method) + sizeof(target) + sizeof(version) - 3 + 2 + 3 * request->field_count;
    char digits[24];
    size_t digit_count;
    size_t whole;
    uint8_t *begin;
    uint8_t *to;
    int error;

    refresh(answers);
    if (answers->reply != NULL) {
        return answer_fixed(answers, out, keep, without_body);
    }
    for (size_t i = 0; i < count; i++) {
        len += views[i].len;
    }
    digit_count = write_number(digits + sizeof(digits), len);
    whole = answers->head_lens[keep] + digit_count + 4 + (without_body ? 0 : len);
    error = bytes_mut_reserve(out, whole);
    if (error != 0) {
        return error;
    }
    begin = bytes_mut_spare(out).data;
    to = put(begin, answers->heads[keep], answers->head_lens[keep]);
    to = put(to, digits + sizeof(digits) - digit_count, digit_count);
    to = put(to, "\r\n\r\n", 4);
    if (!without_body) {
        to = put(to, method, sizeof(method) - 1);
        to = put_view(to, &views[0]);
        to = put(to, target, sizeof(target) - 1);
        to = put_view(to, &views[1]);
        to = put(to, version, sizeof(version) - 1);
        *to++ = (uint8_t)('0' + request->minor);
        *to++ = '\n';
        for (size_t i = 2; i < count; i += 2) {
            to = put_view(to, &views[i]);
            to = put(to, ": ", 2);
            to = put_view(to, &views[i + 1]);
            *to++ = '\n';
        }
    }
    bytes_mut_commit(out, (size_t)(to - begin));
    return 0;
}

int http_answer_close(BytesMut *out, size_t at, HttpKeep keep)
{
    const size_t line = at + sizeof(STATUS_OK) - 1;
    const size_t old_len = strlen(connection_lines[keep]);
    const size_t new_len = strlen(connection_lines[HTTP_KEEP_NOT]);
    const size_t rest = out->len - line - old_len;
    const size_t whole = line + new_len + rest;

    if (whole > out->len) {
        const int error = bytes_mut_resize(out, whole, 0);

        if (error != 0) {
            return error;
        }
    }
    memmove(out->data + line + new_len, out->data + line + old_len, rest);
    memcpy(out->data + line, connection_lines[HTTP_KEEP_NOT], new_len);
    bytes_mut_truncate(out, whole);
    return 0;
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

int http_answer_refusal(HttpAnswers *answers, BytesMut *out, HttpError error, bool without_body)
{
    const int status = http_error_status(error);
    char body[160];
    const int body_len = snprintf(body, sizeof(body), "%s (%s)\n", http_error_sentence(error), http_error_code(error));
    int count;

    refresh(answers);
    count = bytes_mut_printf(out,
                             "HTTP/1.1 %d %s\r\n%sContent-Type: text/plain\r\nConnection: close\r\n"
                             "Content-Length: %d\r\n\r\n%s",
                             status, reason_phrase(status), answers->date, body_len, without_body ? "" : body);
    return count < 0 ? count : 0;
}

int http_answer_continue(BytesMut *out)
{
    return bytes_mut_put_str(out, "HTTP/1.1 100 Continue\r\n\r\n");
}
