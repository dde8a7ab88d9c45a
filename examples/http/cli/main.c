/* SPDX-License-Identifier: MIT */
/* http_headers: prints the requests of a stream, or serves. See options.c for its command line. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "reader.h"
#include "options.h"
#include "print.h"
#include "field_counts.h"

/* How the reading came to its end. */
typedef struct Ending {
    int status;     /* of the program */
    int error;      /* errno, if the input could not be read */
    bool closed;    /* a request has ended the stream; then */
    uint64_t after; /* so many bytes follow it */
} Ending;

/* After an error of http_feed_read() or http_feed_skip(), or none. */
static void end_reading(Ending *ending, int error)
{
    if (error == BYTES_ENOMEM || error == BYTES_EOVERFLOW) {
        ending->status = HTTP_EXIT_SYSTEM;
    } else if (error != 0) {
        ending->status = HTTP_EXIT_INPUT;
        ending->error = -error;
    }
}

/* What was asked for: each request, or, of each, what is to be counted. */
static int take(const HttpOptions *options, const HttpMessage *message, HttpTally *tally, HttpOutput *output)
{
    if (options->count != NULL) {
        return http_tally_add(tally, message);
    }
    (options->json ? http_print_message_json : http_print_message)(output, message);
    return 0;
}

/* Take requests until there is none left. What has been printed is flushed before a read, which may take its time. */
static Ending take_requests(const HttpOptions *options, HttpFeed *feed, HttpTally *tally, HttpOutput *output)
{
    Ending ending = {0, 0, false, 0};
    int result;

    while (output->error == 0) {
        switch (http_feed_next(feed)) {
        case HTTP_FEED_REQUEST:
            result = take(options, &feed->message, tally, output);
            http_feed_release(feed);
            if (result != 0) {
                end_reading(&ending, result);
                return ending;
            }
            break;
        case HTTP_FEED_MORE:
            if (http_output_flush(output) != 0) {
                break;
            }
            result = http_feed_read(feed);
            if (result > 0) {
                break;
            }
            if (result == 0 && !http_stream_may_end(&feed->stream)) {
                ending.status = HTTP_EXIT_INCOMPLETE;
            }
            end_reading(&ending, result);
            return ending;
        case HTTP_FEED_REFUSED:
            ending.status = HTTP_EXIT_REFUSED;
            return ending;
        case HTTP_FEED_CLOSED:
            if (http_output_flush(output) == 0) {
                ending.closed = true;
                end_reading(&ending, http_feed_skip(feed, &ending.after));
            }
            return ending;
        case HTTP_FEED_NO_MEMORY:
            ending.status = HTTP_EXIT_SYSTEM;
            return ending;
        }
    }
    return ending;
}

/* What is left to print at the end. */
static void print_ending(const HttpOptions *options, const HttpFeed *feed, HttpTally *tally, int status,
                         HttpOutput *output)
{
    http_tally_sort(tally);
    (options->json ? http_print_tally_json : http_print_tally)(output, tally);
    if (status == HTTP_EXIT_REFUSED) {
        (options->json ? http_print_refusal_json : http_print_refusal)(output, feed->stream.rejection.error,
                                                                       http_feed_refused_at(feed));
    }
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* What is said on standard error, last of all why the status is not 0. */
static void say(const HttpFeed *feed, const Ending *ending, const char *name, int output_error)
{
    const HttpMemory *memory = &feed->memory;

    fprintf(stderr,
            "http_headers: %" PRIu64 " request%s, %" PRIu64 " view%s handed out, %" PRIu64
            " byte%s copied by the library, memory allocated %" PRIu64 " time%s\n",
            feed->requests, plural(feed->requests), feed->views, plural(feed->views), memory->copied,
            plural(memory->copied), memory->allocations, plural(memory->allocations));
    if (ending->closed) {
        fprintf(stderr, "http_headers: the last request ended the stream, %" PRIu64 " byte%s remain%s\n", ending->after,
                plural(ending->after), ending->after == 1 ? "s" : "");
    }
    switch (ending->status) {
    case HTTP_EXIT_REFUSED:
        fprintf(stderr, "http_headers: refused with %d at byte %" PRIu64 ": %s\n",
                http_error_status(feed->stream.rejection.error), http_feed_refused_at(feed),
                http_error_sentence(feed->stream.rejection.error));
        break;
    case HTTP_EXIT_INCOMPLETE:
        fprintf(stderr, "http_headers: the input ended inside a request, after %" PRIu64 " byte%s\n", feed->length,
                plural(feed->length));
        break;
    case HTTP_EXIT_INPUT:
        fprintf(stderr, "http_headers: cannot read %s: %s\n", name, strerror(ending->error));
        break;
    case HTTP_EXIT_SYSTEM:
        fprintf(stderr, "http_headers: out of memory after %" PRIu64 " byte%s of input\n", feed->length,
                plural(feed->length));
        break;
    case HTTP_EXIT_OUTPUT:
        fprintf(stderr, "http_headers: cannot write to standard output: %s\n", strerror(output_error));
        break;
    default:
        break;
    }
}

static int print_file(const HttpOptions *options, int file, const char *name)
{
    HttpOutput output;
    HttpTally tally;
    HttpFeed feed;
    Ending ending;

    if (!http_feed_init(&feed, &options->serve.config, file, options->split)) {
        fputs("http_headers: out of memory before the first byte of input\n", stderr);
        return HTTP_EXIT_SYSTEM;
    }
    http_output_init(&output, STDOUT_FILENO);
    http_tally_init(&tally, options->count, &feed.memory.allocator);
    ending = take_requests(options, &feed, &tally, &output);
    print_ending(options, &feed, &tally, ending.status, &output);
    if (http_output_flush(&output) != 0) {
        ending.status = HTTP_EXIT_OUTPUT;
    }
    say(&feed, &ending, name, output.error);
    http_tally_drop(&tally);
    http_feed_drop(&feed);
    return ending.status;
}

static int open_and_print(const HttpOptions *options)
{
    int file;
    int status;

    if (options->file == NULL || strcmp(options->file, "-") == 0) {
        return print_file(options, STDIN_FILENO, "standard input");
    }
    do {
        file = open(options->file, O_RDONLY | O_CLOEXEC);
    } while (file < 0 && errno == EINTR);
    if (file < 0) {
        fprintf(stderr, "http_headers: cannot read %s: %s\n", options->file, strerror(errno));
        return HTTP_EXIT_INPUT;
    }
    status = print_file(options, file, options->file);
    close(file);
    return status;
}

static int serve(const HttpOptions *options)
{
#ifdef HTTP_HAVE_LIBUV
    return http_serve(&options->serve);
#else
    fprintf(stderr, "http_headers: cannot listen on %s: this program was built without libuv\n", options->listen);
    return HTTP_EXIT_SYSTEM;
#endif
}

int main(int argc, char **argv)
{
    HttpOptions options;
    int status;

    /* A reader that left is an output that failed, with its status and its sentence. */
    signal(SIGPIPE, SIG_IGN);
    if (!http_options_parse(&options, argc, argv, &status)) {
        if (fflush(stdout) != 0 || ferror(stdout)) {
            fprintf(stderr, "http_headers: cannot write to standard output: %s\n", strerror(errno));
            return HTTP_EXIT_OUTPUT;
        }
        return status;
    }
    return options.listen != NULL ? serve(&options) : open_and_print(&options);
}
