/* SPDX-License-Identifier: MIT */
/* Misuse of a queue ends the program with a line that says what was asked. Each case runs in a process of its own. */
#include <bytes/bytes.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

static BytesQueue q; /* ten bytes in three pieces */
static BytesQueue other;
static BytesSpare spares[2];
static size_t pieces;
static Bytes view;
static uint8_t place[16];
static volatile int ignored;

static void make(void)
{
    view = BYTES_LITERAL("0123");
    ignored = bytes_queue_push_back(&q, &view);
    view = BYTES_LITERAL("456");
    ignored = bytes_queue_push_back(&q, &view);
    ignored = bytes_queue_put_str(&q, "789");
}

static void advance(void)
{
    bytes_queue_advance(&q, 11);
}

static void advance_nothing(void)
{
    bytes_queue_advance(&other, 1);
}

static void split_to(void)
{
    ignored = bytes_queue_split_to(&q, 11, &other);
}

static void split_view(void)
{
    ignored = bytes_queue_split_view(&q, SIZE_MAX, &view);
}

static void coalesce(void)
{
    ignored = bytes_queue_coalesce(&q, 11);
}

static void copy_to(void)
{
    bytes_queue_copy_to(&q, 4, 7, place);
}

static void copy_to_from_outside(void)
{
    bytes_queue_copy_to(&q, 11, 0, place);
}

static void append(void)
{
    ignored = bytes_queue_append(&q, &q);
}

static void commit(void)
{
    ignored = bytes_queue_reserve_pieces(&other, 8, spares, &pieces);
    bytes_queue_commit(&other, spares[0].len + 1);
}

/* Runs the case in a child; is this how it ends? */
static bool dies(void (*run)(void), const char *expected)
{
    const struct rlimit no_core = {0, 0};
    char line[256] = "";
    int ends[2];
    int status = 0;
    FILE *output;
    pid_t child;
    CHECK_EQ(pipe(ends), 0);
    fflush(NULL);
    child = fork();
    if (child == 0) {
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)dup2(ends[1], STDERR_FILENO);
        make();
        run();
        _exit(0);
    }
    close(ends[1]);
    output = fdopen(ends[0], "r");
    CHECK(child > 0 && output != NULL);
    CHECK(fgets(line, sizeof(line), output) != NULL);
    while (fgetc(output) != EOF) { /* an emulator may have more to say */
    }
    fclose(output);
    CHECK_EQ(waitpid(child, &status, 0), child);
    if (strncmp(line, expected, strlen(expected)) != 0) {
        printf("# said %s", line);
    }
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && strncmp(line, expected, strlen(expected)) == 0;
}

TEST(a_range_outside_the_queue_aborts)
{
    CHECK(dies(advance, "libbytes: bytes_queue_advance: range [0, 11) is not inside a length of 10"));
    CHECK(dies(advance_nothing, "libbytes: bytes_queue_advance: range [0, 1) is not inside a length of 0"));
    CHECK(dies(split_to, "libbytes: bytes_queue_split_to: range [0, 11) is not inside a length of 10"));
    CHECK(dies(split_view, "libbytes: bytes_queue_split_view: range [0, "));
    CHECK(dies(coalesce, "libbytes: bytes_queue_coalesce: range [0, 11) is not inside a length of 10"));
    CHECK(dies(copy_to, "libbytes: bytes_queue_copy_to: range [4, 11) is not inside a length of 10"));
    CHECK(dies(copy_to_from_outside, "libbytes: bytes_queue_copy_to: range [11, 11) is not inside a length of 10"));
    CHECK(dies(commit, "libbytes: bytes_queue_commit: range [0, "));
}

TEST(appending_a_queue_to_itself_aborts)
{
    CHECK(dies(append, "libbytes: bytes_queue_append: a queue cannot be appended to itself"));
}

TAP_MAIN()
