/* SPDX-License-Identifier: MIT */
#include "report.h"

#include <string.h>

#include "peers.h"
#include "required.h"

#define OURS "libbytes"
#define FLOOR "floor: "

static bool is_floor(const BenchEntry *entry)
{
    return strncmp(entry->who, FLOOR, strlen(FLOOR)) == 0;
}

static bool is_ours(const BenchEntry *entry)
{
    return strncmp(entry->who, OURS, strlen(OURS)) == 0;
}

/* True for the first result of its work in its mode. */
static bool is_first(const BenchResults *results, size_t index)
{
    const BenchResult *const self = &results->all[index];
    for (size_t i = 0; i < index; i++) {
        if (results->all[i].mode == self->mode && strcmp(results->all[i].entry->work, self->entry->work) == 0) {
            return false;
        }
    }
    return true;
}

static void print_result(const BenchResult *result, double ours, FILE *out)
{
    fprintf(out, "    %-42s", result->entry->who);
    switch (result->outcome) {
    case BENCH_DONE:
        fprintf(out, "%10.2f ns  %10.2f ..%10.2f", result->median, result->low, result->high);
        if (ours > 0) {
            fprintf(out, " %7.2fx", result->median / ours);
        }
        fprintf(out, "\n");
        break;
    case BENCH_HAS_THREADS:
        fprintf(out, " not measurable: it starts threads\n");
        break;
    case BENCH_PENDING:
    case BENCH_FAILED:
        fprintf(out, " failed\n");
        break;
    }
}

static void print_work(const BenchResults *results, const BenchResult *first, FILE *out)
{
    const double ours = bench_median(results, first->mode, first->entry->work, OURS);
    fprintf(out, "  %s\n", first->entry->work);
    for (size_t i = 0; i < results->count; i++) {
        const BenchResult *const result = &results->all[i];
        if (result->mode == first->mode && strcmp(result->entry->work, first->entry->work) == 0) {
            print_result(result, ours, out);
        }
    }
}

static void print_peers(FILE *out)
{
    for (const BenchPeer *peer = bench_peers; peer->name != NULL; peer++) {
        if (peer->entries == NULL) {
            fprintf(out, "%s: absent; Debian has it in %s\n", peer->name, peer->package);
        } else if (peer->version != NULL && (peer == bench_peers || strcmp(peer->name, peer[-1].name) != 0)) {
            fprintf(out, "%s: %s\n", peer->name, peer->version);
        }
    }
}

void bench_print(const BenchResults *results, FILE *out)
{
    print_peers(out);
    for (BenchMode mode = BENCH_SINGLE; mode < BENCH_MODES; mode++) {
        bool has_title = false;
        for (size_t i = 0; i < results->count; i++) {
            if (results->all[i].mode != mode || !is_first(results, i)) {
                continue;
            }
            if (!has_title) {
                fprintf(out, "\n%s: ns per item, median and quartiles, and as a multiple of libbytes'\n",
                        mode == BENCH_SINGLE ? "in a single-threaded process (checked after each sample)"
                                             : "in a multi-threaded process");
                has_title = true;
            }
            print_work(results, &results->all[i], out);
        }
    }
}

/* Peers, not floors, that are faster than this library. */
static void print_behind(const BenchResults *results, FILE *out)
{
    bool any = false;
    for (size_t i = 0; i < results->count; i++) {
        const BenchResult *const result = &results->all[i];
        const double ours = bench_median(results, result->mode, result->entry->work, OURS);
        if (result->outcome == BENCH_DONE && !is_floor(result->entry) && !is_ours(result->entry) &&
            result->median < ours) {
            fprintf(out, "    %-24s %-8s %-24s %8.2f of libbytes'\n", result->entry->work,
                    bench_mode_names[result->mode], result->entry->who, result->median / ours);
            any = true;
        }
    }
    if (!any) {
        fprintf(out, "    none\n");
    }
}

bool bench_check(const BenchResults *results, FILE *out)
{
    bool all = true;
    fprintf(out, "\nrequired:\n    %-24s %-8s %-24s %-42s %8s %8s\n", "work", "threads", "of", "to", "at most",
            "measured");
    for (const BenchRatio *ratio = bench_ratios; ratio->work != NULL; ratio++) {
        const double measured = bench_ratio(results, ratio);
        const bool holds = measured <= ratio->most;
        fprintf(out, "    %-24s %-8s %-24s %-42s %8.2f ", ratio->work, bench_mode_names[ratio->mode], ratio->who,
                ratio->than, ratio->most);
        if (measured > 0) {
            fprintf(out, "%8.2f %s\n", measured, holds ? "ok" : "MISSED");
        } else {
            fprintf(out, "       - not measured\n");
        }
        all = all && holds;
    }
    fprintf(out, "\nfaster than libbytes:\n");
    print_behind(results, out);
    for (size_t i = 0; i < results->count; i++) {
        const BenchResult *const result = &results->all[i];
        /* A peer may start threads; this library must not. */
        const bool is_exempt = result->outcome == BENCH_HAS_THREADS && !is_ours(result->entry);
        all = all && (result->outcome == BENCH_DONE || is_exempt);
    }
    return all;
}
