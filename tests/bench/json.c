/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "peers.h"
#include "report.h"
#include "required.h"

/* Names in this program are plain ASCII; those from the system may contain anything. */
static void put_string(FILE *out, const char *string)
{
    if (string == NULL) {
        fputs("null", out);
        return;
    }
    fputc('"', out);
    for (; *string != '\0'; string++) {
        const unsigned char c = (unsigned char)*string;
        if (c == '"' || c == '\\') {
            fprintf(out, "\\%c", c);
        } else if (c < 0x20) {
            fprintf(out, "\\u%04x", c);
        } else {
            fputc(c, out);
        }
    }
    fputc('"', out);
}

static void put_member(FILE *out, const char *name, const char *value)
{
    fprintf(out, "    ");
    put_string(out, name);
    fprintf(out, ": ");
    put_string(out, value);
}

/* The processor's name, where the system gives one. */
static void put_processor(FILE *out)
{
    FILE *const info = fopen("/proc/cpuinfo", "r");
    char line[256];
    char *name = NULL;
    while (name == NULL && info != NULL && fgets(line, sizeof(line), info) != NULL) {
        if (strncmp(line, "model name", strlen("model name")) == 0) {
            name = strstr(line, ": ");
        }
    }
    if (name != NULL) {
        name[strcspn(name, "\n")] = '\0';
        name += strlen(": ");
    }
    put_member(out, "processor", name);
    if (info != NULL) {
        fclose(info);
    }
}

static void put_machine(FILE *out)
{
    fprintf(out, "  \"machine\": {\n");
    put_processor(out);
    fprintf(out, ",\n    \"processors\": %u,\n", bench_processors());
    put_member(out, "compiler", BENCH_COMPILER);
    fprintf(out, ",\n");
    put_member(out, "options", BENCH_OPTIONS);
    fprintf(out, ",\n");
    put_member(out, "C library", BENCH_LIBC);
    fprintf(out, "\n  },\n");
}

static void put_peers(FILE *out)
{
    fprintf(out, "  \"peers\": {\n");
    for (const BenchPeer *peer = bench_peers; peer->name != NULL; peer++) {
        const bool last = peer[1].name == NULL;
        if (!last && strcmp(peer[1].name, peer->name) == 0) {
            continue; /* another table of the same peer */
        }
        put_member(out, peer->name, peer->entries == NULL ? "absent" : peer->version);
        fprintf(out, "%s\n", last ? "" : ",");
    }
    fprintf(out, "  },\n");
}

static const char *outcome_name(BenchOutcome outcome)
{
    switch (outcome) {
    case BENCH_DONE:
        return "done";
    case BENCH_HAS_THREADS:
        return "not measurable: it starts threads";
    case BENCH_PENDING:
    case BENCH_FAILED:
        break;
    }
    return "failed";
}

static void put_result(FILE *out, const BenchResult *result)
{
    fprintf(out, "    {\"work\": ");
    put_string(out, result->entry->work);
    fprintf(out, ", \"who\": ");
    put_string(out, result->entry->who);
    fprintf(out, ", \"peer\": ");
    put_string(out, result->peer->name);
    fprintf(out, ", \"mode\": \"%s\", \"clock\": \"%s\", ", bench_mode_names[result->mode],
            result->entry->threads != 0 ? "wall" : "thread");
    if (result->outcome == BENCH_DONE) {
        fprintf(out, "\"ns\": %.3f, \"low\": %.3f, \"high\": %.3f, \"rounds\": %zu, \"items\": %u}", result->median,
                result->low, result->high, result->rounds, result->entry->items);
    } else {
        fprintf(out, "\"ns\": null, \"why\": \"%s\"}", outcome_name(result->outcome));
    }
}

static void put_ratios(FILE *out, const BenchResults *results)
{
    fprintf(out, "  \"required\": [\n");
    for (const BenchRatio *ratio = bench_ratios; ratio->work != NULL; ratio++) {
        const double measured = bench_ratio(results, ratio);
        fprintf(out, "    {\"work\": ");
        put_string(out, ratio->work);
        fprintf(out, ", \"mode\": \"%s\", \"who\": ", bench_mode_names[ratio->mode]);
        put_string(out, ratio->who);
        fprintf(out, ", \"than\": ");
        put_string(out, ratio->than);
        fprintf(out, ", \"most\": %.2f, \"measured\": ", ratio->most);
        if (measured > 0) {
            fprintf(out, "%.3f", measured);
        } else {
            fputs("null", out);
        }
        fprintf(out, "}%s\n", ratio[1].work != NULL ? "," : "");
    }
    fprintf(out, "  ],\n");
}

bool bench_write_json(const BenchResults *results, const BenchSettings *settings, const char *path)
{
    FILE *const out = fopen(path, "w");
    if (out == NULL) {
        return false;
    }
    fprintf(out, "{\n");
    put_machine(out);
    put_peers(out);
    fprintf(out, "  \"samples\": %u,\n  \"sample ms\": %g,\n", settings->samples, settings->ms);
    put_ratios(out, results);
    fprintf(out, "  \"results\": [\n");
    for (size_t i = 0; i < results->count; i++) {
        put_result(out, &results->all[i]);
        fprintf(out, "%s\n", i + 1 < results->count ? "," : "");
    }
    fprintf(out, "  ]\n}\n");
    const bool failed = ferror(out) != 0;
    return fclose(out) == 0 && !failed;
}
