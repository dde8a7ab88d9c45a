/* SPDX-License-Identifier: MIT */
#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "field_counts.h"
#include "output.h"
#include "print.h"
#include "reader.h"

/* How reading ended. */
typedef struct Ending {
    int status;         /* of the program */
    int error;          /* errno, if the input could not be read */
    bool is_closed;     /* a request has ended the stream */
    uint64_t remaining; /* number of bytes after that request */
} Ending;

/* The ending for an error of the reader, or for none. */
static Ending ending_of(int error)
{
    if (error == 0) {
        return (Ending){0};
    }
    if (error == BYTES_ENOMEM || error == BYTES_EOVERFLOW) {
        return (Ending){.status = EX_OSERR};
    }
    return (Ending){.status = EX_NOINPUT, .error = -error};
}

/* Print the request, or count its values. */
static int use_message(const HttpFilterOptions *options, const HttpMessage *message, HttpFieldCounts *counts,
                       HttpOutput *output)
{
    if (options->count != NULL) {
        return http_field_counts_add(counts, message);
    }
    (options->json ? http_print_message_json : http_print_message)(output, message);
    return 0;
}

/* Read more. What has been printed is flushed first, because the read may block. False at the end. */
static bool read_more(HttpReader *reader, HttpOutput *output, Ending *ending)
{
    size_t count = 0;
    if (http_output_flush(output) != 0) {
        return false;
    }
    *ending = ending_of(http_reader_read(reader, &count));
    if (ending->status == 0 && count == 0 && !http_stream_may_end(&reader->stream)) {
        ending->status = HTTP_EXIT_INCOMPLETE;
    }
    return count != 0;
}

static Ending skip_rest(HttpReader *reader, HttpOutput *output)
{
    uint64_t remaining;
    if (http_output_flush(output) != 0) {
        return (Ending){0};
    }
    Ending ending = ending_of(http_reader_skip(reader, &remaining));
    ending.is_closed = true;
    ending.remaining = remaining;
    return ending;
}

static Ending use_requests(const HttpFilterOptions *options, HttpReader *reader, HttpFieldCounts *counts,
                           HttpOutput *output)
{
    Ending ending = {0};
    while (output->error == 0) {
        switch (http_reader_next(reader)) {
        case HTTP_READER_REQUEST: {
            const int error = use_message(options, &reader->message, counts, output);
            http_reader_release(reader);
            if (error != 0) {
                return ending_of(error);
            }
            break;
        }
        case HTTP_READER_MORE:
            if (!read_more(reader, output, &ending)) {
                return ending;
            }
            break;
        case HTTP_READER_REJECTED:
            return (Ending){.status = HTTP_EXIT_REJECTED};
        case HTTP_READER_CLOSED:
            return skip_rest(reader, output);
        case HTTP_READER_NO_MEMORY:
            return (Ending){.status = EX_OSERR};
        }
    }
    return ending;
}

/* What comes last on standard output. */
static void print_last(const HttpFilterOptions *options, const HttpReader *reader, HttpFieldCounts *counts, int status,
                       HttpOutput *output)
{
    http_field_counts_sort(counts);
    (options->json ? http_print_counts_json : http_print_counts)(output, counts);
    if (status == HTTP_EXIT_REJECTED) {
        (options->json ? http_print_rejection_json : http_print_rejection)(output, reader->stream.rejection.error,
                                                                           http_stream_rejected_at(&reader->stream));
    }
}

/* On standard error: what it took, and last why the status is not 0. */
static void print_summary(const HttpReader *reader, const Ending *ending, const char *name, int output_error)
{
    const BytesMemoryStats memory = bytes_counting_allocator_stats(&reader->memory);
    const HttpError error = reader->stream.rejection.error;
    fprintf(stderr,
            "http_headers: %" PRIu64 " request%s, %" PRIu64
            " view%s handed out, %zu byte%s copied by the library, memory allocated %zu time%s\n",
            reader->request_count, http_plural(reader->request_count), reader->view_count,
            http_plural(reader->view_count), memory.copied, http_plural(memory.copied), memory.allocations,
            http_plural(memory.allocations));
    if (ending->is_closed) {
        fprintf(stderr, "http_headers: the last request ended the stream, %" PRIu64 " byte%s remain%s\n",
                ending->remaining, http_plural(ending->remaining), ending->remaining == 1 ? "s" : "");
    }
    switch (ending->status) {
    case HTTP_EXIT_REJECTED:
        fprintf(stderr, "http_headers: rejected with %d at byte %" PRIu64 ": %s\n", http_error_status(error),
                http_stream_rejected_at(&reader->stream), http_error_sentence(error));
        break;
    case HTTP_EXIT_INCOMPLETE:
        fprintf(stderr, "http_headers: the input ended inside a request, after %" PRIu64 " byte%s\n", reader->length,
                http_plural(reader->length));
        break;
    case EX_NOINPUT:
        fprintf(stderr, "http_headers: cannot read %s: %s\n", name, strerror(ending->error));
        break;
    case EX_OSERR:
        fprintf(stderr, "http_headers: out of memory after %" PRIu64 " byte%s of input\n", reader->length,
                http_plural(reader->length));
        break;
    case EX_IOERR:
        fprintf(stderr, "http_headers: cannot write to standard output: %s\n", strerror(output_error));
        break;
    default:
        break;
    }
}

static int filter_file(const HttpConfig *config, const HttpFilterOptions *options, int file, const char *name)
{
    HttpOutput output;
    HttpFieldCounts counts;
    HttpReader reader;
    if (!http_reader_init(config, file, options->split, &reader)) {
        fputs("http_headers: out of memory before the first byte of input\n", stderr);
        return EX_OSERR;
    }
    http_output_init(STDOUT_FILENO, &output);
    http_field_counts_init(options->count, &reader.memory.base, &counts);
    Ending ending = use_requests(options, &reader, &counts, &output);
    print_last(options, &reader, &counts, ending.status, &output);
    if (http_output_flush(&output) != 0) {
        ending.status = EX_IOERR;
    }
    print_summary(&reader, &ending, name, output.error);
    http_field_counts_drop(&counts);
    http_reader_drop(&reader);
    return ending.status;
}

int http_filter(const HttpConfig *config, const HttpFilterOptions *options)
{
    if (options->file == NULL || strcmp(options->file, "-") == 0) {
        return filter_file(config, options, STDIN_FILENO, "standard input");
    }
    int file;
    do {
        file = open(options->file, O_RDONLY | O_CLOEXEC);
    } while (file < 0 && errno == EINTR);
    if (file < 0) {
        fprintf(stderr, "http_headers: cannot read %s: %s\n", options->file, strerror(errno));
        return EX_NOINPUT;
    }
    const int status = filter_file(config, options, file, options->file);
    close(file);
    return status;
}
