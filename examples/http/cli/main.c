/* SPDX-License-Identifier: MIT */
/* http_headers: prints the requests of a stream, or serves. Its command line. */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include <bytes/base.h>

#include "filter.h"
#include "options.h"
#include "output.h"
#include "server/server.h"
#include "server/server_options.h"

/* What an option is for. */
enum { FOR_FILTER, FOR_BOTH, LIMIT, FOR_SERVER, SERVER_LIMIT };

typedef struct Program {
    HttpFilterOptions filter;
    HttpServerOptions server; /* its `config` is that of the parser in either case */
    const char *listen;       /* NULL: read a file */
} Program;

/* The parser needs an array for all fields at once, so there a limit is memory. */
#define MAX_FIELDS 1000000
#define MAX_TIME 1000000000

/* clang-format off */
#define FLAG(name, group, member, help) {name, NULL, HTTP_OPTION_FLAG, group, offsetof(Program, member), 0, 0, help}
#define TEXT(name, value, group, member, help) \
    {name, value, HTTP_OPTION_TEXT, group, offsetof(Program, member), 0, 0, help}
#define SIZE(name, group, member, min, max, help) \
    {name, "N", HTTP_OPTION_SIZE, group, offsetof(Program, member), min, max, help}
#define UINT64(name, group, member, min, help) \
    {name, "N", HTTP_OPTION_UINT64, group, offsetof(Program, member), min, UINT64_MAX, help}
#define TIME(name, member, help) \
    {name, "MS", HTTP_OPTION_UINT64, SERVER_LIMIT, offsetof(Program, server.member), 1, MAX_TIME, help}

static const HttpOption options[] = {
    FLAG("json", FOR_FILTER, filter.json, "one JSON object for each request, on one line"),
    SIZE("split", FOR_FILTER, filter.split, 1, SIZE_MAX,
         "parse the input in pieces of N bytes; the output stays the same"),
    TEXT("count", "NAME", FOR_FILTER, filter.count, "count the values of this field instead of printing the requests"),
    FLAG("strict-target", FOR_BOTH, server.config.strict_target,
         "reject targets that are outside the grammar of URIs, as some that browsers send"),
    FLAG("syntax", FOR_BOTH, server.config.syntax_only,
         "syntax and framing only: no rules on Host, targets and trailers, no body limit"),
    TEXT("listen", "ADDR:PORT", FOR_BOTH, listen,
         "serve: respond to each request with its own parsed head; port 0: any"),

    SIZE("max-empty-lines", LIMIT, server.config.limits.empty_lines, 0, SIZE_MAX, "empty lines before a request"),
    SIZE("max-request-line", LIMIT, server.config.limits.request_line, 0, SIZE_MAX, "bytes of the request line"),
    SIZE("max-field", LIMIT, server.config.limits.field_line, 0, SIZE_MAX, "bytes of one field"),
    SIZE("max-fields", LIMIT, server.config.limits.fields, 0, MAX_FIELDS, "number of fields"),
    SIZE("max-head", LIMIT, server.config.limits.head, 0, SIZE_MAX, "bytes of the whole head"),
    UINT64("max-body", LIMIT, server.config.limits.body, 0, "bytes of the decoded body"),
    SIZE("max-chunk-line", LIMIT, server.config.limits.chunk_line, 0, SIZE_MAX,
         "bytes of a chunk size and its extensions"),
    SIZE("max-chunk-overhead", LIMIT, server.config.limits.chunk_overhead, 0, SIZE_MAX,
         "bytes of chunk framing beyond 4 for each byte of data"),
    SIZE("max-trailers", LIMIT, server.config.limits.trailers, 0, MAX_FIELDS, "number of trailer fields"),
    SIZE("max-trailer-bytes", LIMIT, server.config.limits.trailer_bytes, 0, SIZE_MAX, "bytes of the trailer section"),

    TEXT("reply", "TEXT", FOR_SERVER, server.reply, "respond with this text instead"),

    FLAG("log", FOR_SERVER, server.log,
         "print a line for each response: method, target, status, bytes, microseconds, client"),

    SIZE("max-connections", SERVER_LIMIT, server.max_connections, 1, SIZE_MAX, "open connections"),
    SIZE("max-per-address", SERVER_LIMIT, server.max_per_address, 0, SIZE_MAX,
         "of them from one client address; 0: any"),
    SIZE("max-memory", SERVER_LIMIT, server.max_memory, 1, SIZE_MAX, "bytes of memory of all connections together"),
    SIZE("max-responses", SERVER_LIMIT, server.max_responses, 1, SIZE_MAX, "queued responses of one connection"),
    SIZE("max-answers", SERVER_LIMIT, server.max_responses, 1, SIZE_MAX, NULL), /* the former name */
    SIZE("max-output", SERVER_LIMIT, server.max_output, 1, SIZE_MAX, "bytes of queued responses"),
    SIZE("turn-requests", SERVER_LIMIT, server.turn_requests, 1, SIZE_MAX,
         "requests of one connection in a row while others wait"),
    TIME("head-time", head_time, "for a whole head"),
    TIME("body-time", body_time, "for each step of a body"),
    UINT64("body-step", SERVER_LIMIT, server.body_step, 1, "bytes of such a step"),
    TIME("idle-time", idle_time, "until the next request"),
    TIME("yield-time", yield_time, "idle, before a new client takes the place where all are taken"),
    TIME("write-time", write_time, "for the client to take each step of its responses"),
    UINT64("write-step", SERVER_LIMIT, server.write_step, 1, "bytes of such a step"),
    TIME("linger-time", linger_time, "after the last response, for the client to close or for each step"),
    UINT64("linger-step", SERVER_LIMIT, server.linger_step, 1, "bytes of such a step, which it still sends"),
    UINT64("linger-bytes", SERVER_LIMIT, server.linger_bytes, 0, "bytes that it may still send at most"),
    {"grace-time", "MS", HTTP_OPTION_UINT64, SERVER_LIMIT, offsetof(Program, server.grace_time), 0, MAX_TIME,
     "after SIGINT or SIGTERM, for a request that is under way on an idle connection"},
    TIME("drain-time", drain_time, "after SIGINT or SIGTERM, for requests that have begun"),
};
/* clang-format on */

enum { OPTION_COUNT = sizeof(options) / sizeof(options[0]) };

static const HttpOptionTable table = {options, OPTION_COUNT};

static void print_help(void)
{
    Program defaults = {0};
    http_server_options_init(&defaults.server);
    fputs("usage: http_headers [OPTION...] [FILE]\n"
          "       http_headers --listen ADDR:PORT [OPTION...]\n"
          "\n"
          "Print the requests of a stream of HTTP/1.x requests, from FILE or, without it or if it is -, from standard\n"
          "input. Each is printed when its last byte has been read; a rejection is the last line. A summary goes to\n"
          "standard error: the numbers of views handed out, of bytes copied by the library, of allocations, and of\n"
          "bytes after a request that ended the stream.\n"
          "\n",
          stdout);
    http_options_print(&table, FOR_FILTER, NULL);
    http_options_print(&table, FOR_BOTH, NULL);
    fputs("  --help                 print this\n"
          "  --version              print the version\n"
          "\n"
          "Limits, with their defaults:\n",
          stdout);
    http_options_print(&table, LIMIT, &defaults);
    fputs("\n"
          "With --listen, where times are in milliseconds:\n",
          stdout);
    http_options_print(&table, FOR_SERVER, NULL);
    http_options_print(&table, SERVER_LIMIT, &defaults);
    fputs("\n"
          "A line of JSON is a request, in which each byte is the code point of the same number,\n"
          "  {\"method\":\"\",\"target\":\"\",\"version\":\"1.1\",\"headers\":[[\"name\",\"value\"]],"
          "\"body\":\"\",\"trailers\":[]}\n"
          "or, as the last, a rejection, whose offset counts from the first byte of the stream:\n"
          "  {\"error\":\"a sentence\",\"code\":\"a-word\",\"status\":400,\"offset\":0}\n"
          "With --count it is a value, the most frequent first:\n"
          "  {\"value\":\"\",\"count\":1}\n"
          "\n"
          "Exit status: 0 every request was complete, 1 one was rejected, 2 the input ended inside one,\n"
          "64 wrong usage, 66 the file cannot be read, 71 system error or out of memory, 74 the output failed.\n",
          stdout);
}

/* Reject what does not go together, and fill in what follows from the options. */
static bool complete(Program *program, const bool *given, const char *file)
{
    const bool serves = program->listen != NULL;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (given[i] && options[i].group >= FOR_SERVER && !serves) {
            return http_options_reject("--%s goes with --listen only", options[i].name);
        }
        if (given[i] && options[i].group == FOR_FILTER && serves) {
            return http_options_reject("--%s does not go with --listen", options[i].name);
        }
    }
    if (!serves) {
        program->filter.file = file;
        program->server.config.ignore_upgrade = false;
        return true;
    }
    if (file != NULL) {
        return http_options_reject("a file, '%s', does not go with --listen", file);
    }
    if (!http_server_options_address(&program->server, program->listen)) {
        return http_options_reject(
            "--listen needs a numeric address and a port, such as 127.0.0.1:8080 or [::1]:0, not '%s'",
            program->listen);
    }
    program->server.reply_len = program->server.reply != NULL ? strlen(program->server.reply) : 0;
    return true;
}

static int serve(const Program *program)
{
#ifdef HTTP_HAVE_LIBUV
    HttpServerSummary summary;
    const int status = http_serve(&program->server, &summary);
    if (status != 0) {
        return status;
    }
    fprintf(stderr,
            "http_headers: %" PRIu64 " request%s on %" PRIu64 " connection%s, %" PRIu64
            " view%s handed out, %zu byte%s copied by the library, memory allocated %zu time%s\n",
            summary.request_count, http_plural(summary.request_count), summary.connection_count,
            http_plural(summary.connection_count), summary.view_count, http_plural(summary.view_count),
            summary.memory.copied, http_plural(summary.memory.copied), summary.memory.allocations,
            http_plural(summary.memory.allocations));
    if (summary.memory.live_blocks != 0) {
        fprintf(stderr, "http_headers: %zu block%s of memory were not freed\n", summary.memory.live_blocks,
                http_plural(summary.memory.live_blocks));
        return EX_SOFTWARE;
    }
    return 0;
#else
    fprintf(stderr, "http_headers: cannot listen on %s: this program was built without libuv\n", program->listen);
    return EX_OSERR;
#endif
}

/* The status after something has been printed by printf(). */
static int flush_output(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "http_headers: cannot write to standard output: %s\n", strerror(errno));
        return EX_IOERR;
    }
    return 0;
}

int main(int argc, char **argv)
{
    Program program = {0};
    HttpArguments arguments;
    bool given[OPTION_COUNT];
    (void)argc;
    /* A reader that has left becomes a failed write, with its status and its sentence. */
    signal(SIGPIPE, SIG_IGN);
    http_server_options_init(&program.server);
    if (!http_options_parse(&table, argv, &program, given, &arguments)) {
        return EX_USAGE;
    }
    if (arguments.help) {
        print_help();
        return flush_output();
    }
    if (arguments.version) {
        printf("http_headers %s\n", bytes_version());
        return flush_output();
    }
    if (!complete(&program, given, arguments.file)) {
        return EX_USAGE;
    }
    return program.listen != NULL ? serve(&program) : http_filter(&program.server.config, &program.filter);
}
