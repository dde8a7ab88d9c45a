/* SPDX-License-Identifier: MIT */
/* Usage: see usage(). The method is described in measure.h and tests/bench/README.md. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "measure.h"
#include "peers.h"
#include "report.h"

static void usage(FILE *out)
{
    fputs("usage: bench [OPTION...]\n"
          "  --mode single|multi  only in a process with one thread, or only in one with two\n"
          "  --filter SUBSTRING   only work or libraries whose name contains SUBSTRING\n"
          "  --samples N          samples per entry, at most 101 (default 9)\n"
          "  --ms N               minimum duration of a sample in milliseconds (default 20)\n"
          "  --json FILE          also write the results to FILE\n"
          "  --no-check           do not check the required ratios\n"
          "  --quiet              no progress on standard error, as where that is no terminal\n"
          "  --run WORK WHO N     only N rounds of one entry, for a profiler\n",
          out);
}

/* In this process, single-threaded and unmeasured. */
static int run_one(const char *work, const char *who, size_t rounds)
{
    for (const BenchPeer *peer = bench_peers; peer->name != NULL; peer++) {
        for (const BenchEntry *entry = peer->entries; entry != NULL && entry->work != NULL; entry++) {
            if (strcmp(entry->work, work) == 0 && strcmp(entry->who, who) == 0) {
                void *const state = entry->setup != NULL ? entry->setup() : NULL;
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

typedef struct Options {
    BenchSettings settings;
    const char *json; /* file name or NULL */
    const char *run;  /* work or NULL */
    bool check;
    bool help;
} Options;

static bool parse_options(int argc, char **argv, Options *out)
{
    static const struct option options[] = {
        {"mode", required_argument, NULL, 'm'},    {"filter", required_argument, NULL, 'f'},
        {"samples", required_argument, NULL, 's'}, {"ms", required_argument, NULL, 't'},
        {"json", required_argument, NULL, 'j'},    {"no-check", no_argument, NULL, 'n'},
        {"quiet", no_argument, NULL, 'q'},         {"run", required_argument, NULL, 'r'},
        {"help", no_argument, NULL, 'h'},          {NULL, 0, NULL, 0},
    };
    BenchSettings *const settings = &out->settings;
    int option = 0;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'm':
            if (!set_mode(settings, optarg)) {
                return false;
            }
            break;
        case 'f':
            settings->filter = optarg;
            break;
        case 's':
            settings->samples = (unsigned)strtoul(optarg, NULL, 10);
            break;
        case 't':
            settings->ms = strtod(optarg, NULL);
            break;
        case 'j':
            out->json = optarg;
            break;
        case 'n':
            out->check = false;
            break;
        case 'q':
            settings->quiet = true;
            break;
        case 'r':
            out->run = optarg;
            break;
        case 'h':
            out->help = true;
            break;
        default:
            return false;
        }
    }
    return settings->samples >= 1 && settings->samples <= BENCH_SAMPLES_MAX && settings->ms >= 0 &&
           optind + (out->run != NULL ? 2 : 0) == argc;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--sample") == 0) {
        return bench_sample(argc, argv);
    }
    Options options = {.settings = {.modes = {true, true}, .samples = 9, .ms = 20}, .check = true};
    if (!parse_options(argc, argv, &options)) {
        usage(stderr);
        return 64;
    }
    if (options.help) {
        usage(stdout);
        return 0;
    }
    if (options.run != NULL) {
        return run_one(options.run, argv[optind], strtoul(argv[optind + 1], NULL, 10));
    }
    /* Progress is one line that is written over, which a log cannot do. */
    options.settings.quiet = options.settings.quiet || isatty(STDERR_FILENO) == 0;
    const BenchResults results = bench_measure(&options.settings);
    bench_print(&results, stdout);
    if (options.json != NULL && !bench_write_json(&results, &options.settings, options.json)) {
        perror(options.json);
        return 74;
    }
    return (options.check && !bench_check(&results, stdout)) || any_failed(&results);
}
