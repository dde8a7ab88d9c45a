/* SPDX-License-Identifier: MIT */
/* Usage: see usage(). The method is in measure.h and tests/bench/README.md. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "measure.h"
#include "peers.h"
#include "report.h"

static void usage(FILE *out)
{
    fputs("usage: bench [OPTION...]\n"
          "  --mode single|multi  only in a process with one thread, or only in one with two\n"
          "  --filter SUBSTRING   only the work, or the libraries, of that name\n"
          "  --samples N          so many of each, at most 101 (default 9)\n"
          "  --ms N               each at least so long (default 20)\n"
          "  --json FILE          write the figures there too\n"
          "  --no-check           do not compare with what is required\n"
          "  --quiet              do not tell how far it is\n"
          "  --run WORK WHO N     nothing but N rounds of one entry, for a profiler\n",
          out);
}

static int bad_usage(void)
{
    usage(stderr);
    return 64;
}

/* In this process, unmeasured and with one thread. */
static int run_one(const char *work, const char *who, size_t rounds)
{
    for (const BenchPeer *peer = bench_peers; peer->name != NULL; peer++) {
        for (const BenchEntry *entry = peer->entries; entry != NULL && entry->work != NULL; entry++) {
            if (strcmp(entry->work, work) == 0 && strcmp(entry->who, who) == 0) {
                void *state = entry->setup != NULL ? entry->setup() : NULL;

                entry->run(state, rounds);
                if (entry->teardown != NULL) {
                    entry->teardown(state);
                }
                return 0;
            }
        }
    }
    fprintf(stderr, "bench: no such entry: %s, %s\n", work, who);
    return 1;
}

static bool set_mode(BenchSettings *settings, const char *name)
{
    for (BenchMode mode = BENCH_SINGLE; mode < BENCH_MODES; mode++) {
        settings->modes[mode] = strcmp(name, bench_mode_names[mode]) == 0;
    }
    return settings->modes[BENCH_SINGLE] || settings->modes[BENCH_MULTI];
}

static bool any_failed(const BenchResults *results)
{
    for (size_t i = 0; i < results->count; i++) {
        if (results->all[i].outcome == BENCH_FAILED) {
            return true;
        }
    }
    return false;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"mode", required_argument, NULL, 'm'},    {"filter", required_argument, NULL, 'f'},
        {"samples", required_argument, NULL, 's'}, {"ms", required_argument, NULL, 't'},
        {"json", required_argument, NULL, 'j'},    {"no-check", no_argument, NULL, 'n'},
        {"quiet", no_argument, NULL, 'q'},         {"run", required_argument, NULL, 'r'},
        {"help", no_argument, NULL, 'h'},          {NULL, 0, NULL, 0},
    };
    BenchSettings settings = {.modes = {true, true}, .samples = 9, .ms = 20};
    BenchResults results;
    const char *json = NULL;
    const char *run = NULL;
    bool check = true;
    int option;

    if (argc > 1 && strcmp(argv[1], "--sample") == 0) {
        return bench_sample(argc, argv);
    }
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'm':
            if (!set_mode(&settings, optarg)) {
                return bad_usage();
            }
            break;
        case 'f':
            settings.filter = optarg;
            break;
        case 's':
            settings.samples = (unsigned)strtoul(optarg, NULL, 10);
            break; /* cast: checked below */
        case 't':
            settings.ms = strtod(optarg, NULL);
            break;
        case 'j':
            json = optarg;
            break;
        case 'n':
            check = false;
            break;
        case 'q':
            settings.quiet = true;
            break;
        case 'r':
            run = optarg;
            break;
        case 'h':
            usage(stdout);
            return 0;
        default:
            return bad_usage();
        }
    }
    if (run != NULL) {
        return optind + 2 == argc ? run_one(run, argv[optind], strtoul(argv[optind + 1], NULL, 10)) : bad_usage();
    }
    if (optind != argc || settings.samples < 1 || settings.samples > BENCH_SAMPLES_MAX || !(settings.ms >= 0)) {
        return bad_usage();
    }
    results = bench_measure(&settings);
    bench_print(&results, stdout);
    if (json != NULL && !bench_write_json(&results, &settings, json)) {
        perror(json);
        return 74;
    }
    return (check && !bench_check(&results, stdout)) || any_failed(&results);
}
