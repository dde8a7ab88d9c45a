/* SPDX-License-Identifier: MIT */
/*
 * lines: print the lines that contain a string, as `grep -F` does, straight from the blocks that they were read into.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bytes/fd.h>

#include "filter.h"

/* A block is searched while it is still in the L2 cache from being read. A read gets at least a quarter of one: pipes
 * bring less than a block at a time. */
enum { BLOCK_SIZE = 128 * 1024, READ_AT_LEAST = BLOCK_SIZE / 4 };

/* As grep's: lines were selected, none were, or something went wrong. */
enum { STATUS_SELECTED = 0, STATUS_NONE = 1, STATUS_TROUBLE = 2 };

static const char usage[] = "usage: lines [-v] [-c] NEEDLE [FILE...]\n"
                            "Print the lines that contain NEEDLE.\n"
                            "  -v  print the lines that do not\n"
                            "  -c  print their number instead\n"
                            "Without FILE, or where FILE is -, read standard input.\n";

typedef struct Options {
    bool invert;
    bool count;
} Options;

/* Prints the error and returns the exit status for it. */
static int report(const char *what, int error)
{
    fprintf(stderr, "lines: %s: %s\n", what, bytes_strerror(error));
    return STATUS_TROUBLE;
}

static int write_selected(Filter *filter)
{
    while (filter->out.len != 0) {
        size_t written = 0;
        const int error = bytes_queue_write_fd(&filter->out, STDOUT_FILENO, &written);
        if (error != 0) {
            return report("standard output", error);
        }
    }
    return 0;
}

/* One file from its beginning to its end; `in` is the buffer that all of them are read into. */
static int filter_file(const char *name, int fd, const Options *options, BytesMut *in, Filter *filter)
{
    size_t count = 0;
    do {
        int error = bytes_mut_read_fd(in, fd, READ_AT_LEAST, &count);
        if (error != 0) {
            return report(name, error);
        }
        Bytes block = bytes_mut_split_freeze(in, in->len);
        error = count != 0 ? filter_block(filter, &block) : filter_end(filter);
        if (error != 0) {
            bytes_drop(&block);
            return report(name, error);
        }
        if (options->count) {
            bytes_queue_clear(&filter->out);
        } else if (write_selected(filter) != 0) {
            return STATUS_TROUBLE;
        }
    } while (count != 0);
    return 0;
}

static int filter_named(const char *name, const Options *options, BytesMut *in, Filter *filter)
{
    if (strcmp(name, "-") == 0) {
        return filter_file("standard input", STDIN_FILENO, options, in, filter);
    }
    const int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return report(name, -errno);
    }
    const int status = filter_file(name, fd, options, in, filter);
    close(fd);
    return status;
}

static int run(BytesSpan needle, const Options *options, char **names)
{
    char dash[] = "-";
    char *standard_input[] = {dash, NULL};
    BytesMut in;
    const int error = bytes_mut_with_capacity(BLOCK_SIZE, &in);
    if (error != 0) {
        return report("memory", error);
    }
    Filter filter;
    filter_init(NULL, needle, options->invert, &filter);
    int status = 0;
    for (char *const *name = *names != NULL ? names : standard_input; *name != NULL; name++) {
        const int trouble = filter_named(*name, options, &in, &filter);
        status = trouble != 0 ? trouble : status;
    }
    const uint64_t selected = filter.selected;
    filter_drop(&filter);
    bytes_mut_drop(&in);
    if (options->count && (printf("%" PRIu64 "\n", selected) < 0 || fflush(stdout) != 0)) {
        return report("standard output", -errno);
    }
    return status != 0 ? status : (selected != 0 ? STATUS_SELECTED : STATUS_NONE);
}

int main(int argc, char **argv)
{
    Options options = {false, false};
    int option;
    while ((option = getopt(argc, argv, "vch")) != -1) {
        switch (option) {
        case 'v':
            options.invert = true;
            break;
        case 'c':
            options.count = true;
            break;
        case 'h':
            fputs(usage, stdout);
            return 0;
        default:
            fputs(usage, stderr);
            return STATUS_TROUBLE;
        }
    }
    if (optind == argc || argv[optind][0] == '\0' || strchr(argv[optind], '\n') != NULL) {
        fputs("lines: NEEDLE must be one line of at least one byte\n", stderr);
        fputs(usage, stderr);
        return STATUS_TROUBLE;
    }
    return run(bytes_span_str(argv[optind]), &options, argv + optind + 1);
}
