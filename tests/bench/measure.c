/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* sched_setaffinity(), memfd_create() */
#include "measure.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/single_threaded.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SAMPLE_TIMEOUT_S = 120 };

const char *const bench_mode_names[BENCH_MODES] = {"single", "multi"};

static cpu_set_t allowed;

unsigned bench_processors(void)
{
    if (CPU_COUNT(&allowed) == 0) {
        BENCH_CHECK(sched_getaffinity(0, sizeof(allowed), &allowed) == 0);
    }
    return (unsigned)CPU_COUNT(&allowed);
}

void bench_pin(unsigned number)
{
    unsigned left = number % bench_processors();
    cpu_set_t one;
    CPU_ZERO(&one);
    for (size_t cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (CPU_ISSET(cpu, &allowed) && left-- == 0) {
            CPU_SET(cpu, &one);
            break;
        }
    }
    BENCH_CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
}

/* Processor time for single-threaded work, so that other load on the machine is not counted. */
static double now_ns(const BenchEntry *entry)
{
    struct timespec time;
    clock_gettime(entry->threads != 0 ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double time_ns(const BenchEntry *entry, void *state, size_t rounds)
{
    const double start = now_ns(entry);
    entry->run(state, rounds);
    return now_ns(entry) - start;
}

static void *sleep_forever(void *unused)
{
    while (pause() < 0) { /* always: pause() returns after a signal only */
    }
    return unused;
}

static void take_sample(BenchResult *result, const BenchEntry *entry, unsigned number, double target_ns)
{
    alarm(SAMPLE_TIMEOUT_S);
    bench_pin(0);
    if (result->mode == BENCH_MULTI) {
        pthread_t thread;
        BENCH_CHECK(pthread_create(&thread, NULL, sleep_forever, NULL) == 0);
        BENCH_CHECK(pthread_detach(thread) == 0);
    }
    void *const state = entry->setup != NULL ? entry->setup() : NULL;
    if (result->rounds == 0) {
        result->rounds = 1;
    } else {
        (void)time_ns(entry, state, result->rounds / 8 + 1); /* warm-up: caches, heap, branch predictors */
    }
    double took = time_ns(entry, state, result->rounds);
    while (took < target_ns) {
        /* At most tenfold at a time, since the first runs are cold. */
        const double more = took > 0 ? 1.1 * target_ns / took : 10;
        result->rounds = (size_t)((double)result->rounds * (more < 10 ? more : 10)) + 1;
        took = time_ns(entry, state, result->rounds);
    }
    result->ns[number] = took / ((double)result->rounds * entry->items);
    /* After the work, since some libraries start threads on first use. */
    if (result->mode == BENCH_SINGLE && !__libc_single_threaded) {
        result->outcome = BENCH_HAS_THREADS;
    }
    if (entry->teardown != NULL) {
        entry->teardown(state);
    }
}

/* The results are in an anonymous file that the sampling processes map too. */
static BenchResult *map_results(int file, size_t count)
{
    BenchResult *out = mmap(NULL, count * sizeof(out[0]), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    BENCH_CHECK(out != MAP_FAILED);
    return out;
}

int bench_sample(int argc, char **argv)
{
    BENCH_CHECK(argc == 6);
    const size_t index = strtoul(argv[3], NULL, 10);
    BenchResult *const result = &map_results((int)strtol(argv[2], NULL, 10), index + 1)[index];
    take_sample(result, &bench_peers[result->peer_index].entries[result->entry_index],
                (unsigned)strtoul(argv[4], NULL, 10), strtod(argv[5], NULL));
    return 0;
}

/* True if the sampling process succeeded. */
static bool spawn(int file, size_t index, unsigned number, double target_ns)
{
    char arguments[4][32];
    char *argv[] = {
        program_invocation_name, (char[]){"--sample"}, arguments[0], arguments[1], arguments[2], arguments[3], NULL};
    snprintf(arguments[0], sizeof(arguments[0]), "%d", file);
    snprintf(arguments[1], sizeof(arguments[1]), "%zu", index);
    snprintf(arguments[2], sizeof(arguments[2]), "%u", number);
    snprintf(arguments[3], sizeof(arguments[3]), "%.0f", target_ns);
    fflush(NULL); /* keeps the output in order with the child's */
    const pid_t child = fork();
    BENCH_CHECK(child >= 0);
    if (child == 0) {
        execv("/proc/self/exe", argv);
        _exit(71);
    }
    int status;
    BENCH_CHECK(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Marsaglia's xorshift. */
static size_t random_below(size_t bound)
{
    static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 32) % bound;
}

static void shuffle(size_t *order, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        const size_t j = random_below(i);
        const size_t other = order[j];
        order[j] = order[i - 1];
        order[i - 1] = other;
    }
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void summarise(BenchResult *result)
{
    const unsigned quarter = (result->samples - 1) / 4;
    qsort(result->ns, result->samples, sizeof(double), compare);
    result->median = result->ns[result->samples / 2];
    result->low = result->ns[quarter];
    result->high = result->ns[result->samples - 1 - quarter];
    result->outcome = BENCH_DONE;
}

static bool is_wanted(const BenchSettings *settings, const BenchEntry *entry, BenchMode mode)
{
    return settings->modes[mode] && !(mode == BENCH_SINGLE && entry->threads != 0) &&
           (settings->filter == NULL || strstr(entry->work, settings->filter) != NULL ||
            strstr(entry->who, settings->filter) != NULL);
}

/* Returns the number of wanted entries, and describes each in `out` unless that is NULL. */
static size_t collect(const BenchSettings *settings, BenchResult *out)
{
    size_t count = 0;
    for (unsigned i = 0; bench_peers[i].name != NULL; i++) {
        const BenchEntry *entries = bench_peers[i].entries;
        for (unsigned j = 0; entries != NULL && entries[j].work != NULL; j++) {
            for (BenchMode mode = BENCH_SINGLE; mode < BENCH_MODES; mode++) {
                if (!is_wanted(settings, &entries[j], mode)) {
                    continue;
                }
                if (out != NULL) {
                    out[count].peer_index = i;
                    out[count].entry_index = j;
                    out[count].peer = &bench_peers[i];
                    out[count].entry = &entries[j];
                    out[count].mode = mode;
                    out[count].samples = settings->samples;
                }
                count++;
            }
        }
    }
    return count;
}

/* One sample of each entry. */
static void measure_all(const BenchSettings *settings, BenchResults *results, int file, const size_t *order,
                        unsigned number)
{
    for (size_t i = 0; i < results->count; i++) {
        BenchResult *const result = &results->all[order[i]];
        if (!settings->quiet) {
            fprintf(stderr, "\rsample %u of %u: %zu of %zu ", number + 1, settings->samples, i + 1, results->count);
        }
        if (result->outcome == BENCH_PENDING && !spawn(file, order[i], number, settings->ms * 1e6)) {
            result->outcome = BENCH_FAILED;
        }
    }
}

BenchResults bench_measure(const BenchSettings *settings)
{
    BenchResults results = {.count = collect(settings, NULL)};
    const size_t size = results.count * sizeof(results.all[0]);
    if (results.count == 0) {
        return results;
    }
    const int file = memfd_create("results", 0); /* not CLOEXEC: the sampling processes inherit it */
    BENCH_CHECK(file >= 0 && ftruncate(file, (off_t)size) == 0);
    results.all = map_results(file, results.count); /* never unmapped: needed until exit */
    (void)collect(settings, results.all);
    size_t *const order = bench_alloc(results.count * sizeof(order[0]));
    for (size_t i = 0; i < results.count; i++) {
        order[i] = i;
    }
    for (unsigned number = 0; number < settings->samples; number++) {
        shuffle(order, results.count);
        measure_all(settings, &results, file, order, number);
    }
    if (!settings->quiet) {
        fprintf(stderr, "\n");
    }
    free(order);
    close(file);
    for (size_t i = 0; i < results.count; i++) {
        if (results.all[i].outcome == BENCH_PENDING) {
            summarise(&results.all[i]);
        }
    }
    return results;
}

double bench_median(const BenchResults *results, BenchMode mode, const char *work, const char *who)
{
    for (size_t i = 0; i < results->count; i++) {
        const BenchResult *const result = &results->all[i];
        if (result->outcome == BENCH_DONE && result->mode == mode && strcmp(result->entry->work, work) == 0 &&
            strcmp(result->entry->who, who) == 0) {
            return result->median;
        }
    }
    return 0;
}
