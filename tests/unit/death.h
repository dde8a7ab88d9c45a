/* SPDX-License-Identifier: MIT */
/*
 * Cases that must end the process: each runs in a process of its own, and must abort after one expected line on
 * standard error. A program of such cases speaks TAP:
 *
 *     static const DeathCase cases[] = {{"slice_past_the_end", run, "libbytes: bytes_slice: ..."}};
 *     int main(int argc, char **argv) { return death_main(argc, argv, cases, 1); }
 */
#ifndef BYTES_TESTS_UNIT_DEATH_H
#define BYTES_TESTS_UNIT_DEATH_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef _WIN32
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

typedef struct DeathCase {
    const char *name;
    void (*run)(void);
    const char *line; /* without its end */
} DeathCase;

enum { DEATH_LINE = 256 };

#ifdef _WIN32
/* No fork(): run this program again, with the name of the case as its argument. */
static inline bool death_run(const char *program, const DeathCase *test, char line[DEATH_LINE])
{
    char command[1024];
    snprintf(command, sizeof(command), "\"%s\" %s 2>&1", program, test->name);
    FILE *const output = _popen(command, "r");
    if (output == NULL) {
        return false;
    }
    if (fgets(line, DEATH_LINE, output) == NULL) {
        line[0] = '\0';
    }
    return _pclose(output) != 0;
}
#else
static inline bool death_run(const char *program, const DeathCase *test, char line[DEATH_LINE])
{
    (void)program;
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        const struct rlimit no_core = {0, 0};
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        test->run();
        _exit(0);
    }
    close(ends[1]);
    FILE *const output = fdopen(ends[0], "r");
    if (child < 0 || output == NULL) {
        return false;
    }
    if (fgets(line, DEATH_LINE, output) == NULL) {
        line[0] = '\0';
    }
    while (fgetc(output) != EOF) { /* an emulator may add lines */
    }
    fclose(output);
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}
#endif

static inline bool death_is_as_expected(const char *program, const DeathCase *test)
{
    char line[DEATH_LINE] = "";
    const bool died = death_run(program, test, line);
    line[strcspn(line, "\r\n")] = '\0';
    if (!died || strcmp(line, test->line) != 0) {
        printf("# %s after the line \"%s\", not \"%s\"\n", died ? "aborted" : "did not abort", line, test->line);
        return false;
    }
    return true;
}

static inline int death_main(int argc, char **argv, const DeathCase *cases, int count)
{
    for (int i = 0; argc > 1 && i < count; i++) {
        if (strcmp(argv[1], cases[i].name) == 0) {
            cases[i].run();
            return 0;
        }
    }
    int failed = 0;
    printf("1..%d\n", count);
    for (int i = 0; i < count; i++) {
        const bool good = death_is_as_expected(argv[0], &cases[i]);
        failed += !good;
        printf("%s %d - %s\n", good ? "ok" : "not ok", i + 1, cases[i].name);
    }
    return failed != 0;
}

#endif
