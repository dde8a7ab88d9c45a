/* SPDX-License-Identifier: MIT */
/*
 * A process that starts single-threaded, so that the library takes its fast path without the lock prefix, starts
 * threads in mid-life, joins them and goes on. Each team runs in a process of its own.
 */
#include "tap.h"
#include "team.h"

#ifndef _WIN32
#include <sys/wait.h>
#include <unistd.h>
#endif

#if defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#define SINGLE_THREADED __libc_single_threaded
#endif
#endif
/* ThreadSanitizer has a thread of its own. */
#if !defined(SINGLE_THREADED) || defined(__SANITIZE_THREAD__)
#undef SINGLE_THREADED
#define SINGLE_THREADED true
#endif

enum { STEPS = 20000 };

static bool live(size_t size)
{
    static Team team;
    if (!SINGLE_THREADED) {
        printf("# the process does not start single-threaded\n");
        return false;
    }
    team_open(&team, size);
    for (int phase = 0; phase < 3; phase++) {
        team_run_alone(&team, STEPS);
        team_run_threads(&team, STEPS);
    }
    team_run_alone(&team, STEPS);
    const char *const wrong = team_close(&team);
    if (wrong != NULL) {
        printf("# %d threads: does not hold: %s\n", (int)size, wrong);
    }
    return wrong == NULL;
}

#ifdef _WIN32
static bool live_in_a_process(size_t size)
{
    return live(size);
}
#else
static bool live_in_a_process(size_t size)
{
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        const bool good = live(size);
        fflush(NULL);
        _exit(good ? 0 : 1);
    }
    int status = 1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}
#endif

TEST(counts_stay_right_when_a_process_becomes_multi_threaded_and_back)
{
    for (size_t size = 2; size <= TEAM_MOST; size += 2) {
        CHECK(live_in_a_process(size));
    }
}

TAP_MAIN()
