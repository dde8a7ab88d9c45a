/* SPDX-License-Identifier: MIT */
/* 2 to 16 threads at work on the same storages. The steps are counted, not timed. */
#include "tap.h"
#include "team.h"

enum { STEPS = 2000000 };

static void check_team(size_t size)
{
    static Team team;
    team_open(&team, size);
    team_run_threads(&team, STEPS);
    const char *const wrong = team_close(&team);
    if (wrong != NULL) {
        printf("# does not hold: %s\n", wrong);
    }
    CHECK(wrong == NULL);
    for (size_t i = 0; i < size; i++) {
        CHECK(team.members[i].freed != 0); /* the last drop was on every thread */
    }
}

TEST(two_threads_share_storages)
{
    check_team(2);
}

TEST(three_threads_share_storages)
{
    check_team(3);
}

TEST(eight_threads_share_storages)
{
    check_team(8);
}

TEST(sixteen_threads_share_storages)
{
    check_team(16);
}

TAP_MAIN()
