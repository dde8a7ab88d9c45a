/* SPDX-License-Identifier: MIT */
/* One table: the names, the values and their bounds, and the help. */
#include "options.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <bytes/base.h>

typedef enum OptionKind { OPTION_FLAG, OPTION_TEXT, OPTION_SIZE, OPTION_UINT64 } OptionKind;

/* Which of the two things that the program does an option is for. */
typedef enum OptionUse { USE_BOTH, USE_FILE, USE_LISTEN } OptionUse;

typedef struct Option {
    const char *name;
    const char *value; /* what the help calls it */
    OptionKind kind;
    OptionUse use;
    size_t offset; /* in HttpOptions */
    uint64_t least;
    uint64_t most;
    const char *help;
} Option;

#define AT(member) offsetof(HttpOptions, member)
#define LIMIT(member) offsetof(HttpOptions, serve.config.limits.member)

/* The parser wants room for all fields at once, so there a limit is memory. */
#define MOST_FIELDS 1000000
#define MOST_TIME 1000000000

static const Option table[] = {
    {"json", NULL, OPTION_FLAG, USE_FILE, AT(json), 0, 0, "one JSON object a request, on one line"},
    {"split", "N", OPTION_SIZE, USE_FILE, AT(split), 1, SIZE_MAX,
     "feed the input in pieces of N bytes; the output does not change"},
    {"count", "NAME", OPTION_TEXT, USE_FILE, AT(count), 0, 0,
     "count the values of this field instead of printing the requests"},
    {"syntax", NULL, OPTION_FLAG, USE_BOTH, AT(serve.config.syntax_only), 0, 0,
     "syntax and framing only: no rules on Host, targets and trailers, no body limit"},
    {"listen", "ADDR:PORT", OPTION_TEXT, USE_BOTH, AT(listen), 0, 0,
     "serve: answer each request with its own parsed head; port 0: any"},
    {"reply", "TEXT", OPTION_TEXT, USE_LISTEN, AT(serve.reply), 0, 0, "answer with this text instead"},

    {"max-empty-lines", "N", OPTION_SIZE, USE_BOTH, LIMIT(empty_lines), 0, SIZE_MAX, "empty lines before a request"},
    {"max-request-line", "N", OPTION_SIZE, USE_BOTH, LIMIT(request_line), 0, SIZE_MAX, "bytes of the request line"},
    {"max-field", "N", OPTION_SIZE, USE_BOTH, LIMIT(field_line), 0, SIZE_MAX, "bytes of one field"},
    {"max-fields", "N", OPTION_SIZE, USE_BOTH, LIMIT(fields), 0, MOST_FIELDS, "number of fields"},
    {"max-head", "N", OPTION_SIZE, USE_BOTH, LIMIT(head), 0, SIZE_MAX, "bytes of the whole head"},
    {"max-body", "N", OPTION_UINT64, USE_BOTH, LIMIT(body), 0, UINT64_MAX, "bytes of the decoded body"},
    {"max-chunk-line", "N", OPTION_SIZE, USE_BOTH, LIMIT(chunk_line), 0, SIZE_MAX,
     "bytes of a chunk size and its extensions"},
    {"max-chunk-overhead", "N", OPTION_SIZE, USE_BOTH, LIMIT(chunk_overhead), 0, SIZE_MAX,
     "bytes of chunk framing beyond 4 for each byte of data"},
    {"max-trailers", "N", OPTION_SIZE, USE_BOTH, LIMIT(trailers), 0, MOST_FIELDS, "number of trailer fields"},
    {"max-trailer-bytes", "N", OPTION_SIZE, USE_BOTH, LIMIT(trailer_bytes), 0, SIZE_MAX,
     "bytes of the trailer section"},

    {"max-connections", "N", OPTION_SIZE, USE_LISTEN, AT(serve.max_connections), 1, SIZE_MAX, "open connections"},
    {"max-answers", "N", OPTION_SIZE, USE_LISTEN, AT(serve.max_answers), 1, SIZE_MAX,
     "answers of one connection that wait to be sent"},
    {"max-output", "N", OPTION_SIZE, USE_LISTEN, AT(serve.max_output), 1, SIZE_MAX, "bytes of them"},
    {"head-time", "MS", OPTION_UINT64, USE_LISTEN, AT(serve.head_time), 1, MOST_TIME, "for a whole head"},
    {"body-time", "MS", OPTION_UINT64, USE_LISTEN, AT(serve.body_time), 1, MOST_TIME, "for each step of a body"},
    {"body-step", "N", OPTION_UINT64, USE_LISTEN, AT(serve.body_step), 1, UINT64_MAX, "bytes of such a step"},
    {"idle-time", "MS", OPTION_UINT64, USE_LISTEN, AT(serve.idle_time), 1, MOST_TIME, "until the next request"},
    {"write-time", "MS", OPTION_UINT64, USE_LISTEN, AT(serve.write_time), 1, MOST_TIME,
     "for the client to take what waits"},
    {"linger-time", "MS", OPTION_UINT64, USE_LISTEN, AT(serve.linger_time), 1, MOST_TIME,
     "after the last answer, for the client to close"},
    {"linger-bytes", "N", OPTION_UINT64, USE_LISTEN, AT(serve.linger_bytes), 0, UINT64_MAX,
     "what it may still send then"},
    {"drain-time", "MS", OPTION_UINT64, USE_LISTEN, AT(serve.drain_time), 1, MOST_TIME,
     "after SIGINT or SIGTERM, for requests that have begun"},
};

enum { OPTION_COUNT = sizeof(table) / sizeof(table[0]) };

static bool usage(int *status, const char *format, ...) BYTES_PRINTF(2, 3);

static bool usage(int *status, const char *format, ...)
{
    va_list arguments;

    fputs("http_headers: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs("; try --help\n", stderr);
    *status = HTTP_EXIT_USAGE;
    return false;
}

/* memcpy() because the members have types of their own. */
static uint64_t get_number(const HttpOptions *options, const Option *option)
{
    const char *member = (const char *)options + option->offset;
    uint64_t wide;
    size_t size;

    if (option->kind == OPTION_UINT64) {
        memcpy(&wide, member, sizeof(wide));
        return wide;
    }
    memcpy(&size, member, sizeof(size));
    return size;
}

static void set_number(HttpOptions *options, const Option *option, uint64_t value)
{
    char *member = (char *)options + option->offset;
    const size_t size = (size_t)value; /* `most` of a size is no more than SIZE_MAX */

    if (option->kind == OPTION_UINT64) {
        memcpy(member, &value, sizeof(value));
    } else {
        memcpy(member, &size, sizeof(size));
    }
}

/* Digits only: no sign, no white space, no unit, and no silent maximum as of strtoull(). */
static bool parse_number(const char *text, uint64_t *out)
{
    uint64_t value = 0;

    if (*text == '\0') {
        return false;
    }
    for (; *text != '\0'; text++) {
        const uint64_t digit = (uint64_t)(*text - '0');

        if (*text < '0' || *text > '9' || value > (UINT64_MAX - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

static void print_options(const HttpOptions *defaults, OptionUse use, bool numbers)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const Option *option = &table[i];
        /* What has a default is a limit or a time. */
        const bool is_limit = option->kind >= OPTION_SIZE && option->offset != AT(split);
        int width;

        if ((use == USE_LISTEN) != (option->use == USE_LISTEN) || is_limit != numbers) {
            continue;
        }
        width = printf("  --%s%s%s", option->name, option->value != NULL ? " " : "",
                       option->value != NULL ? option->value : "");
        printf("%*s%s", width < 25 ? 25 - width : 1, "", option->help);
        if (is_limit) {
            printf(" (%" PRIu64 ")", get_number(defaults, option));
        }
        putchar('\n');
    }
}

static bool help(const HttpOptions *defaults, int *status)
{
    fputs("usage: http_headers [OPTION...] [FILE]\n"
          "       http_headers --listen ADDR:PORT [OPTION...]\n"
          "\n"
          "Print the requests of a stream of HTTP/1.x requests, from FILE or, without it or if it is -, from standard\n"
          "input. Each is printed when its last byte has been read; a refusal is the last line. How many views were\n"
          "handed out, how many bytes the library copied and how often memory was allocated is said on standard\n"
          "error, as is the number of bytes behind a request that ended the stream.\n"
          "\n",
          stdout);
    print_options(defaults, USE_FILE, false);
    fputs("  --help                 print this\n"
          "  --version              print the version\n"
          "\n"
          "Limits, with their defaults:\n",
          stdout);
    print_options(defaults, USE_FILE, true);
    fputs("\n"
          "With --listen, where times are in milliseconds:\n",
          stdout);
    print_options(defaults, USE_LISTEN, false);
    print_options(defaults, USE_LISTEN, true);
    fputs("\n"
          "A line of JSON is a request, where each byte is the code point of the same number,\n"
          "  {\"method\":\"\",\"target\":\"\",\"version\":\"1.1\",\"headers\":[[\"name\",\"value\"]],"
          "\"body\":\"\",\"trailers\":[]}\n"
          "or, as the last, a refusal, where the offset counts from the first byte of the stream:\n"
          "  {\"error\":\"a sentence\",\"code\":\"a-word\",\"status\":400,\"offset\":0}\n"
          "With --count it is a value, the most frequent first:\n"
          "  {\"value\":\"\",\"count\":1}\n"
          "\n"
          "Exit status: 0 every request was complete, 1 one was refused, 2 the input ended inside one,\n"
          "64 wrong usage, 66 the file cannot be read, 71 system error or out of memory, 74 the output failed.\n",
          stdout);
    *status = 0;
    return false;
}

static bool version(int *status)
{
    printf("http_headers %s\n", bytes_version());
    *status = 0;
    return false;
}

/* One option. `value` is what followed '=', or NULL; then the next argument is taken if a value is needed. */
static bool parse_option(HttpOptions *options, const Option *option, const char *value, char ***next, int *status)
{
    uint64_t number;

    if (option->kind == OPTION_FLAG) {
        const bool on = true;

        if (value != NULL) {
            return usage(status, "--%s takes no value, but was given '%s'", option->name, value);
        }
        memcpy((char *)options + option->offset, &on, sizeof(on));
        return true;
    }
    if (value == NULL) {
        value = **next;
        if (value == NULL) {
            return usage(status, "--%s needs a value", option->name);
        }
        (*next)++;
    }
    if (option->kind == OPTION_TEXT) {
        memcpy((char *)options + option->offset, &value, sizeof(value));
        return true;
    }
    if (!parse_number(value, &number) || number < option->least || number > option->most) {
        return usage(status, "--%s needs a whole number from %" PRIu64 " to %" PRIu64 ", not '%s'", option->name,
                     option->least, option->most, value);
    }
    set_number(options, option, number);
    return true;
}

static const Option *find_option(const char *name, size_t len)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (strlen(table[i].name) == len && memcmp(table[i].name, name, len) == 0) {
            return &table[i];
        }
    }
    return NULL;
}

/* What does not go together. */
static bool check(HttpOptions *options, const bool *given, int *status)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (given[i] && table[i].use == USE_LISTEN && options->listen == NULL) {
            return usage(status, "--%s goes with --listen only", table[i].name);
        }
        if (given[i] && table[i].use == USE_FILE && options->listen != NULL) {
            return usage(status, "--%s does not go with --listen", table[i].name);
        }
    }
    if (options->listen == NULL) {
        options->serve.config.ignore_upgrade = false;
        return true;
    }
    if (options->file != NULL) {
        return usage(status, "a file, '%s', does not go with --listen", options->file);
    }
    if (!http_serve_address(&options->serve, options->listen)) {
        return usage(status, "--listen needs a numeric address and a port, as 127.0.0.1:8080 or [::1]:0, not '%s'",
                     options->listen);
    }
    if (options->serve.reply != NULL) {
        options->serve.reply_len = strlen(options->serve.reply);
    }
    return true;
}

bool http_options_parse(HttpOptions *options, int argc, char **argv, int *status)
{
    bool given[OPTION_COUNT] = {false};
    bool only_files = false;
    char **next = argc > 0 ? argv + 1 : argv;

    memset(options, 0, sizeof(*options));
    http_serve_options_init(&options->serve);
    while (*next != NULL) {
        const char *argument = *next++;
        const Option *option;
        const char *name;
        size_t len;

        if (only_files || argument[0] != '-' || argument[1] == '\0') {
            if (options->file != NULL) {
                return usage(status, "there is one file too many, '%s'", argument);
            }
            options->file = argument;
            continue;
        }
        if (strcmp(argument, "--") == 0) {
            only_files = true;
            continue;
        }
        if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
            HttpOptions defaults = *options;

            http_serve_options_init(&defaults.serve);
            return help(&defaults, status);
        }
        if (strcmp(argument, "--version") == 0) {
            return version(status);
        }
        name = argument[1] == '-' ? argument + 2 : "";
        len = strcspn(name, "=");
        option = find_option(name, len);
        if (option == NULL) {
            return usage(status, "there is no option '%s'", argument);
        }
        given[option - table] = true;
        if (!parse_option(options, option, name[len] == '=' ? name + len + 1 : NULL, &next, status)) {
            return false;
        }
    }
    return check(options, given, status);
}
