/* SPDX-License-Identifier: MIT */
/*
 * Misuse ends the program with a line that names the function and the numbers, before anything is corrupted. Each case
 * runs in a process of its own.
 */
#include <bytes/bytes.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/storage_internal.h"

#ifndef _WIN32
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

static volatile size_t most = SIZE_MAX; /* volatile: so that compilers do not see what is wrong below */

static Bytes ten(void)
{
    Bytes out = BYTES_EMPTY;
    if (bytes_copy("0123456789", 10, &out) != 0) {
        exit(99); /* not an abort */
    }
    return out;
}

static BytesMut ten_mut(void)
{
    BytesMut out = BYTES_MUT_EMPTY;
    if (bytes_mut_with_capacity(10, &out) != 0 || bytes_mut_put_str(&out, "0123456789") != 0) {
        exit(99); /* likewise */
    }
    return out;
}

/* A case: its name, what it does with a view and a buffer of ten bytes, and the line that it must end with. */
#define RANGE(function, begin, end, len)                                                                               \
    "libbytes: " function ": range [" begin ", " end ") is not inside a length of " len
#define CLONE_LIMIT "libbytes: bytes_clone: too many handles to one storage"
#define TWICE "libbytes: bytes_drop: more weight than the storage has: a handle was dropped twice"
#if SIZE_MAX > 0xffffffffu
#define MOST "18446744073709551615"
#define HALF "9223372036854775807"
#define HALF_1 "9223372036854775808"
#else
#define MOST "4294967295"
#define HALF "2147483647"
#define HALF_1 "2147483648"
#endif
#define COUNT_LIMIT (STORAGE_TOTAL_MAX / 2)

#define CASES(CASE)                                                                                                    \
    CASE(span_slice_past_the_end, (void)bytes_span_slice(bytes_span(&v), 0, 11),                                       \
         RANGE("bytes_span_slice", "0", "11", "10"))                                                                   \
    CASE(span_slice_backwards, (void)bytes_span_slice(bytes_span(&v), 6, 5),                                           \
         RANGE("bytes_span_slice", "6", "5", "10"))                                                                    \
    CASE(slice_past_the_end, v = bytes_slice(&v, 0, 11), RANGE("bytes_slice", "0", "11", "10"))                        \
    CASE(slice_backwards, v = bytes_slice(&v, 6, 5), RANGE("bytes_slice", "6", "5", "10"))                             \
    CASE(slice_to_the_most, v = bytes_slice(&v, 1, most), RANGE("bytes_slice", "1", MOST, "10"))                       \
    CASE(slice_from_the_most, v = bytes_slice(&v, most, most), RANGE("bytes_slice", MOST, MOST, "10"))                 \
    CASE(share_slice_past_the_end, v = bytes_share_slice(&v, 3, 11), RANGE("bytes_share_slice", "3", "11", "10"))      \
    CASE(share_slice_backwards, v = bytes_share_slice(&v, 6, 5), RANGE("bytes_share_slice", "6", "5", "10"))           \
    CASE(slice_many_past_the_end, slice_many(&v, 2, 11), RANGE("bytes_slice_many", "2", "11", "10"))                   \
    CASE(slice_many_backwards, slice_many(&v, 6, 5), RANGE("bytes_slice_many", "6", "5", "10"))                        \
    CASE(slice_ref_past_the_end, v = bytes_slice_ref(&v, v.data + 4, 7), RANGE("bytes_slice_ref", "4", "11", "10"))    \
    CASE(slice_ref_too_long, v = bytes_slice_ref(&v, v.data + 4, most), RANGE("bytes_slice_ref", "4", MOST, "10"))     \
    CASE(slice_ref_in_front, v = slice_in_front(&v), RANGE("bytes_slice_ref", MOST, MOST, "4"))                        \
    CASE(split_to_past_the_end, v = bytes_split_to(&v, 11), RANGE("bytes_split_to", "0", "11", "10"))                  \
    CASE(split_to_the_most, v = bytes_split_to(&v, most), RANGE("bytes_split_to", "0", MOST, "10"))                    \
    CASE(split_off_past_the_end, v = bytes_split_off(&v, 11), RANGE("bytes_split_off", "11", "10", "10"))              \
    CASE(split_off_the_most, v = bytes_split_off(&v, most), RANGE("bytes_split_off", MOST, "10", "10"))                \
    CASE(advance_past_the_end, bytes_advance(&v, 11), RANGE("bytes_advance", "0", "11", "10"))                         \
    CASE(advance_the_most, bytes_advance(&v, most), RANGE("bytes_advance", "0", MOST, "10"))                           \
    CASE(advance_an_empty_view, advance_empty(), RANGE("bytes_advance", "0", "1", "0"))                                \
    CASE(copy_to_past_the_end, bytes_copy_to(&v, 4, 7, place), RANGE("bytes_copy_to", "4", "11", "10"))                \
    CASE(copy_to_the_most, bytes_copy_to(&v, 4, most, place), RANGE("bytes_copy_to", "4", MOST, "10"))                 \
    CASE(copy_to_from_outside, bytes_copy_to(&v, 11, 0, place), RANGE("bytes_copy_to", "11", "11", "10"))              \
    CASE(mut_split_to_past_the_end, m = bytes_mut_split_to(&m, 11), RANGE("bytes_mut_split_to", "0", "11", "10"))      \
    CASE(mut_split_to_the_most, m = bytes_mut_split_to(&m, most), RANGE("bytes_mut_split_to", "0", MOST, "10"))        \
    CASE(mut_split_to_without_storage, split_nothing(), RANGE("bytes_mut_split_to", "0", "1", "0"))                    \
    CASE(mut_split_off_the_most, exact(&m, most), RANGE("bytes_mut_split_off", MOST, "10", "10"))                      \
    CASE(mut_split_off_past_the_room, exact(&m, 11), RANGE("bytes_mut_split_off", "11", "10", "10"))                   \
    CASE(mut_advance_past_the_end, bytes_mut_advance(&m, 11), RANGE("bytes_mut_advance", "0", "11", "10"))             \
    CASE(mut_advance_the_most, bytes_mut_advance(&m, most), RANGE("bytes_mut_advance", "0", MOST, "10"))               \
    CASE(commit_more_than_the_room, commit(&m, 1), RANGE("bytes_mut_commit", "0", "1", "0"))                           \
    CASE(commit_the_most, commit(&m, most), RANGE("bytes_mut_commit", "0", MOST, "0"))                                 \
    CASE(split_freeze_past_the_end, v = bytes_mut_split_freeze(&m, 11),                                                \
         RANGE("bytes_mut_split_freeze", "0", "11", "10"))                                                             \
    CASE(extend_past_the_end, (void)(bytes_mut_extend_from_within(&m, 3, 11) == 0),                                    \
         RANGE("bytes_mut_extend_from_within", "3", "11", "10"))                                                       \
    CASE(extend_backwards, (void)(bytes_mut_extend_from_within(&m, 6, 5) == 0),                                        \
         RANGE("bytes_mut_extend_from_within", "6", "5", "10"))                                                        \
    CASE(take_more_than_there_can_be, v = bytes_adopt_with_control(&control, place, most, BYTES_WRITABLE, NULL, NULL), \
         RANGE("bytes_adopt_with_control", "0", MOST, HALF))                                                           \
    CASE(take_one_more_than_there_can_be,                                                                              \
         v = bytes_adopt_with_control(&control, place, most / 2 + 1, BYTES_WRITABLE, NULL, NULL),                      \
         RANGE("bytes_adopt_with_control", "0", HALF_1, HALF))                                                         \
    CASE(unsplit_with_itself, (void)(bytes_mut_unsplit(&m, &m) == 0),                                                  \
         "libbytes: bytes_mut_unsplit: a buffer cannot be appended to itself")                                         \
    CASE(drop_a_handle_twice, drop_twice(&v), TWICE)                                                                   \
    CASE(drop_a_buffer_twice, drop_mut_twice(&m), TWICE)                                                               \
    CASE(drop_all_with_a_handle_twice, drop_all_twice(&v), TWICE)                                                      \
    CASE(join_a_handle_twice, join_twice(&v),                                                                          \
         "libbytes: bytes_try_unsplit: more weight than the storage has: a handle was used twice")                     \
    CASE(clone_beyond_the_limit, at_limit(&v, 1); v = bytes_clone(&v), CLONE_LIMIT)                                    \
    CASE(slice_beyond_the_limit, at_limit(&v, 1); v = bytes_slice(&v, 0, 1), CLONE_LIMIT)                              \
    CASE(share_beyond_the_limit, at_limit(&v, 1); v.weight = 1; v = bytes_share(&v), CLONE_LIMIT)                      \
    CASE(slice_many_beyond_the_limit, at_limit(&v, 1); v.weight = 1; slice_many(&v, 2, 3), CLONE_LIMIT)                \
    CASE(clone_at_the_limit, at_limit(&v, 0); v = bytes_clone(&v); v = bytes_clone(&v), CLONE_LIMIT)

static unsigned char place[64];
static BytesControl control;

static void slice_many(Bytes *v, size_t begin, size_t end)
{
    BytesRange ranges[3] = {{0, 1}, {0, 0}, {3, 4}};
    Bytes out[3];
    ranges[1].begin = begin;
    ranges[1].end = end;
    bytes_slice_many(v, ranges, 3, out);
}

static Bytes slice_in_front(Bytes *v)
{
    const uint8_t *const front = v->data + 4;
    bytes_advance(v, 5);
    bytes_truncate(v, 4);
    return bytes_slice_ref(v, front, 2);
}

static void advance_empty(void)
{
    Bytes empty = BYTES_EMPTY;
    bytes_advance(&empty, 1);
}

static void split_nothing(void)
{
    BytesMut empty = BYTES_MUT_EMPTY;
    empty = bytes_mut_split_to(&empty, 1);
}

/* Ten bytes and no room behind them. */
static void cut(BytesMut *m)
{
    BytesMut rest = bytes_mut_split_off(m, 10);
    bytes_mut_drop(&rest);
}

static void exact(BytesMut *m, size_t at)
{
    cut(m);
    *m = bytes_mut_split_off(m, at);
}

static void commit(BytesMut *m, size_t count)
{
    cut(m);
    bytes_mut_commit(m, count);
}

static void drop_twice(Bytes *v)
{
    Bytes clone = bytes_clone(v); /* keeps the block, so that the second drop finds a count */
    Bytes again = *v;
    bytes_drop(v);
    bytes_drop(&again);
    bytes_drop(&clone);
}

static void drop_mut_twice(BytesMut *m)
{
    Bytes frame = bytes_mut_split_freeze(m, 5);
    BytesMut again = *m;
    bytes_mut_drop(m);
    bytes_mut_drop(&again);
    bytes_drop(&frame);
}

static void drop_all_twice(Bytes *v)
{
    Bytes handles[3];
    handles[0] = bytes_share(v);
    handles[1] = *v;
    handles[2] = *v;
    bytes_drop_all(handles, 3);
}

static void join_twice(Bytes *v)
{
    Bytes copies[2];
    copies[0] = *v;
    copies[1] = *v;
    (void)(bytes_drop_into(&copies[1], &copies[0]) == 0);
}

/* The count stands `beyond` over the most at which one may still be added. */
static void at_limit(Bytes *v, size_t beyond)
{
    if (v->storage != NULL) {
        atomic_store(&v->storage->total, (size_t)COUNT_LIMIT + beyond);
    }
}

#define FUNCTION(name, what, line)                                                                                     \
    static void case_##name(void)                                                                                      \
    {                                                                                                                  \
        Bytes v = ten();                                                                                               \
        BytesMut m = ten_mut();                                                                                        \
        what;                                                                                                          \
        place[0] = (unsigned char)(v.len + m.len); /* both are used in every case */                                   \
    }
CASES(FUNCTION)

#define ENTRY(name, what, line) {#name, case_##name, line},
static const struct Case {
    const char *name;
    void (*run)(void);
    const char *line;
} cases[] = {CASES(ENTRY)};
enum { COUNT = sizeof(cases) / sizeof(cases[0]) };

#ifdef _WIN32
static const char *program;

/* Runs this program again with the name of the case. */
static bool dies(const struct Case *test, char *line, int size)
{
    char command[1024];
    FILE *output;
    int status;
    snprintf(command, sizeof(command), "\"%s\" %s 2>&1", program, test->name);
    output = _popen(command, "r");
    if (output == NULL) {
        return false;
    }
    if (fgets(line, size, output) == NULL) {
        line[0] = '\0';
    }
    status = _pclose(output);
    return status != 0;
}
#else
/* Runs the case in a child; its first line goes into `line`. */
static bool dies(const struct Case *test, char *line, int size)
{
    const struct rlimit no_core = {0, 0};
    int ends[2];
    int status = 0;
    FILE *output;
    pid_t child;
    if (pipe(ends) != 0) {
        return false;
    }
    fflush(NULL);
    child = fork();
    if (child == 0) {
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        test->run();
        _exit(0);
    }
    close(ends[1]);
    output = fdopen(ends[0], "r");
    if (child < 0 || output == NULL) {
        return false;
    }
    if (fgets(line, size, output) == NULL) {
        line[0] = '\0';
    }
    while (fgetc(output) != EOF) { /* an emulator may have more to say */
    }
    fclose(output);
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}
#endif

int main(int argc, char **argv)
{
    int failed = 0;
#ifdef _WIN32
    program = argv[0];
    for (int i = 0; argc > 1 && i < COUNT; i++) {
        if (strcmp(argv[1], cases[i].name) == 0) {
            cases[i].run();
            return 0;
        }
    }
#endif
    (void)argc;
    (void)argv;
    printf("1..%d\n", (int)COUNT);
    for (int i = 0; i < COUNT; i++) {
        char line[256] = "";
        bool died = dies(&cases[i], line, (int)sizeof(line));
        line[strcspn(line, "\r\n")] = '\0';
        if (!died || strcmp(line, cases[i].line) != 0) {
            printf("# %s and said \"%s\", not \"%s\"\n", died ? "aborted" : "did not abort", line, cases[i].line);
            died = false;
            failed++;
        }
        printf("%s %d - %s\n", died ? "ok" : "not ok", i + 1, cases[i].name);
    }
    return failed != 0;
}
