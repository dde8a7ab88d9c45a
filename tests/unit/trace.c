/* SPDX-License-Identifier: MIT */
/* The tracing allocator: what it records at each level, reports, checkpoints, threads. */
#include "tap.h"
#include "test_allocator.h"
#include "trace_text.h"

#include <bytes/bytes.h>

#ifndef _WIN32
#include <pthread.h>
#endif

#define NOT_INLINE __attribute__((noinline))

static TraceText text;

static BytesTracingAllocator tracing_in(TestAllocator *memory, enum BytesTraceLevel level, size_t interval)
{
    BytesTracingAllocator out;
    CHECK_EQ(bytes_tracing_allocator(&memory->base, level, interval, &out), 0);
    return out;
}

static const TraceText *report(const BytesTracingAllocator *tracing, const BytesTraceCheckpoint *since)
{
    memset(&text, 0, sizeof(text));
    CHECK_EQ(bytes_trace_report(tracing, since, trace_text_write, &text), 0);
    return &text;
}

/* True if the platform has stacks; where it has none (Debian's musl), every level is that of counts. */
static bool has_stacks(void)
{
    BytesTracingAllocator tracing;
    CHECK_EQ(bytes_tracing_allocator(NULL, BYTES_TRACE_STACKS, 0, &tracing), 0);
    const bool out = bytes_trace_level(&tracing) == BYTES_TRACE_STACKS;
    bytes_tracing_allocator_end(&tracing);
    return out;
}

#define NEEDS_STACKS()                                                                                                 \
    do {                                                                                                               \
        if (!has_stacks()) {                                                                                           \
            return;                                                                                                    \
        }                                                                                                              \
    } while (0)

/* Views of `len` bytes: with the header, blocks of 32 more. Each caller is a place. */
static NOT_INLINE void make(BytesTracingAllocator *tracing, size_t len, size_t count, Bytes *out)
{
    static const char bytes[10000];
    for (size_t i = 0; i < count; i++) {
        CHECK_EQ(bytes_copy_in(&tracing->base, bytes, len, &out[i]), 0);
    }
}

TEST(a_level_or_an_interval_that_is_none_is_an_error)
{
    BytesTracingAllocator out;
    memset(&out, 0x5a, sizeof(out));
    const BytesTracingAllocator before = out;
    CHECK_EQ(bytes_tracing_allocator(NULL, BYTES_TRACE_SAMPLE_BLOCKS, 0, &out), BYTES_EINVAL);
    CHECK_EQ(bytes_tracing_allocator(NULL, BYTES_TRACE_SAMPLE_BYTES, 0, &out), BYTES_EINVAL);
    CHECK_EQ(bytes_tracing_allocator(NULL, (enum BytesTraceLevel)4, 1, &out), BYTES_EINVAL);
    CHECK_EQ(memcmp(&before, &out, sizeof(out)), 0);
}

TEST(where_there_are_no_stacks_reports_say_so)
{
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_SAMPLE_BYTES, 10);
    Bytes view;
    make(&tracing, 68, 1, &view);
    if (has_stacks()) {
        CHECK(strstr(report(&tracing, NULL)->text, "stacks cannot be captured") == NULL);
        CHECK_EQ(bytes_trace_level(&tracing), BYTES_TRACE_SAMPLE_BYTES);
    } else {
        CHECK_TEXT(report(&tracing, NULL), "alive: 1 block, 100 bytes; ",
                   "stacks cannot be captured on this platform\n");
        CHECK_EQ(bytes_trace_level(&tracing), BYTES_TRACE_COUNTS);
    }
    bytes_drop(&view);
    bytes_tracing_allocator_end(&tracing);
}

TEST(with_counts_only_the_report_is_the_sums)
{
    NEEDS_STACKS(); /* elsewhere there is a line more */
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_COUNTS, 0);
    CHECK_EQ(bytes_trace_level(&tracing), BYTES_TRACE_COUNTS);
    CHECK_TEXT(report(&tracing, NULL),
               "alive: 0 blocks, 0 bytes; peak 0 bytes, 0 allocations, 0 failures, 0 bytes copied\n");
    Bytes views[2];
    make(&tracing, 68, 2, views);
    CHECK_EQ(bytes_trace_live_blocks(&tracing), 2);
    bytes_drop(&views[1]);
    CHECK_TEXT(report(&tracing, NULL),
               "alive: 1 block, 100 bytes; peak 200 bytes, 2 allocations, 0 failures, 136 bytes copied\n");
    bytes_drop(&views[0]);
    bytes_tracing_allocator_end(&tracing);
    CHECK_EQ(memory.live, 0);
}

TEST(blocks_are_grouped_by_the_place_that_made_them_most_bytes_first)
{
    NEEDS_STACKS();
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_STACKS, 0);
    CHECK_EQ(bytes_trace_level(&tracing), BYTES_TRACE_STACKS);
    Bytes views[10];
    make(&tracing, 68, 3, views);
    make(&tracing, 968, 1, views + 3);
    make(&tracing, 168, 4, views + 4);
    CHECK_TEXT(report(&tracing, NULL), "1 block, 1000 bytes: ", "4 blocks, 800 bytes: ", "3 blocks, 300 bytes: ",
               "alive: 8 blocks, 2100 bytes; peak 2100 bytes, 8 allocations, 0 failures, 1844 bytes copied\n");
    bytes_drop(&views[3]);
    bytes_drop_all(views, 2);
    CHECK_TEXT(report(&tracing, NULL), "4 blocks, 800 bytes: ", "1 block, 100 bytes: ", "alive: 5 blocks, 900 bytes; ");
    bytes_drop_all(views, 8);
    CHECK_TEXT(report(&tracing, NULL), "alive: 0 blocks, 0 bytes; ");
    bytes_tracing_allocator_end(&tracing);
    CHECK_EQ(memory.live, 0);
}

TEST(a_checkpoint_separates_what_is_new_from_what_was_there)
{
    NEEDS_STACKS();
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_STACKS, 0);
    Bytes old[3];
    Bytes fresh[2];
    make(&tracing, 68, 3, old);
    const BytesTraceCheckpoint start = bytes_trace_checkpoint(&tracing);
    CHECK_EQ(start.stats.live_blocks, 3);
    CHECK_TEXT(report(&tracing, &start), "since the checkpoint: +0 blocks, +0 bytes; 0 allocations, ");
    make(&tracing, 18, 2, fresh);
    bytes_drop_all(old, 3);
    CHECK_TEXT(report(&tracing, &start), "2 blocks, 100 bytes: ",
               "since the checkpoint: -1 blocks, -200 bytes; 2 allocations, 0 failures, 36 bytes copied\n");
    bytes_drop_all(fresh, 2);
    bytes_tracing_allocator_end(&tracing);
}

TEST(a_reallocated_block_is_new_where_it_was_reallocated)
{
    NEEDS_STACKS();
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_STACKS, 0);
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&tracing.base, 68, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', 68), 0);
    const BytesTraceCheckpoint before = bytes_trace_checkpoint(&tracing);
    memory.fail_at = memory.calls + 1;
    CHECK_EQ(bytes_mut_reserve(&buffer, 1), BYTES_ENOMEM); /* the block is as it was */
    CHECK_TEXT(report(&tracing, &before), "since the checkpoint: +0 blocks, +0 bytes; 0 allocations, 1 failure, ");
    CHECK_TEXT(report(&tracing, NULL), "1 block, 100 bytes: ", "alive: 1 block, 100 bytes; ");
    CHECK_EQ(bytes_mut_reserve(&buffer, 200), 0);
    CHECK_EQ(memory.reallocations, 1);
    CHECK_TEXT(report(&tracing, &before), "1 block, 300 bytes: ", "since the checkpoint: +0 blocks, +200 bytes; ");
    CHECK_TEXT(report(&tracing, NULL), "1 block, 300 bytes: ", "alive: 1 block, 300 bytes; ");
    bytes_mut_drop(&buffer);
    CHECK_TEXT(report(&tracing, NULL), "alive: 0 blocks, 0 bytes; ");
    bytes_tracing_allocator_end(&tracing);
}

TEST(a_sample_of_blocks_stands_for_its_interval)
{
    NEEDS_STACKS();
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_SAMPLE_BLOCKS, 10);
    static Bytes views[100];
    make(&tracing, 68, 100, views);
    CHECK_TEXT(report(&tracing, NULL), "100 blocks, 10000 bytes, by 10 samples: ", "alive: 100 blocks, 10000 bytes; ");
    bytes_drop_all(views, 50);
    CHECK_TEXT(report(&tracing, NULL), "50 blocks, 5000 bytes, by 5 samples: ", "alive: 50 blocks, 5000 bytes; ");
    bytes_drop_all(views, 100);
    CHECK_TEXT(report(&tracing, NULL), "alive: 0 blocks, 0 bytes; ");
    bytes_tracing_allocator_end(&tracing);
}

TEST(a_sample_of_bytes_stands_for_its_interval_and_a_large_block_for_itself)
{
    NEEDS_STACKS();
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_SAMPLE_BYTES, 1000);
    static Bytes views[100];
    make(&tracing, 68, 99, views);
    CHECK_TEXT(report(&tracing, NULL), "90 blocks, 9000 bytes, by 9 samples: ", "alive: 99 blocks, 9900 bytes; ");
    make(&tracing, 4968, 1, views + 99);
    CHECK_TEXT(report(&tracing, NULL),
               "90 blocks, 9000 bytes, by 9 samples: ", "1 block, 5000 bytes: ", "alive: 100 blocks, 14900 bytes; ");
    bytes_drop_all(views, 100);
    bytes_tracing_allocator_end(&tracing);
}

TEST(many_blocks_are_found_again_in_any_order)
{
    NEEDS_STACKS();
    enum { COUNT = 5000 };
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_STACKS, 0);
    static Bytes views[COUNT];
    make(&tracing, 1, COUNT, views);
    size_t left = COUNT;
    for (size_t i = 0; i < COUNT; i++) {
        bytes_drop(&views[i * 1237 % COUNT]); /* each once: 1237 is prime to the count */
        left--;
        if (left % 1000 == 1) {
            char expected[80];
            (void)snprintf(expected, sizeof(expected), "%u block%s, %u bytes: ", (unsigned)left, left == 1 ? "" : "s",
                           (unsigned)left * 33);
            CHECK_TEXT(report(&tracing, NULL), expected, "alive: ");
        }
    }
    CHECK_TEXT(report(&tracing, NULL), "alive: 0 blocks, 0 bytes; ");
    bytes_tracing_allocator_end(&tracing);
    CHECK_EQ(memory.live, 0);
}

TEST(blocks_that_outlive_the_records_go_back_all_the_same)
{
    TestAllocator memory = test_allocator();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_STACKS, 0);
    Bytes views[2];
    make(&tracing, 68, 2, views);
    bytes_tracing_allocator_end(&tracing);
    CHECK_EQ(bytes_trace_level(&tracing), BYTES_TRACE_COUNTS);
    CHECK_EQ(bytes_trace_live_blocks(&tracing), 2);
    bytes_drop_all(views, 2);
    CHECK_EQ(bytes_trace_live_blocks(&tracing), 0);
    CHECK_EQ(memory.live, 0);
    bytes_tracing_allocator_end(&tracing); /* again: nothing */
}

TEST(what_the_inner_allocator_lacks_the_tracing_one_lacks_too)
{
    TestAllocator memory = test_allocator_plain();
    BytesTracingAllocator tracing = tracing_in(&memory, BYTES_TRACE_STACKS, 0);
    CHECK(tracing.base.reallocate == NULL && tracing.base.good_size == NULL);
    BytesAllocator aligned;
    CHECK_EQ(bytes_aligned_allocator(4096, &aligned), 0);
    BytesTracingAllocator of_aligned;
    CHECK_EQ(bytes_tracing_allocator(&aligned, BYTES_TRACE_STACKS, 0, &of_aligned), 0);
    CHECK_EQ(of_aligned.base.alignment, 4096);
    Bytes view;
    make(&of_aligned, 100, 1, &view);
    CHECK_EQ((uintptr_t)view.data % 4096, 0);
    bytes_drop(&view);
    bytes_tracing_allocator_end(&of_aligned);
    bytes_tracing_allocator_end(&tracing);
}

/* A report may be written to a buffer of the very allocator. */
static void put(void *context, const char *line, size_t len)
{
    CHECK_EQ(bytes_mut_put((BytesMut *)context, line, len), 0);
}

TEST(a_report_may_use_the_allocator_that_it_is_about)
{
    NEEDS_STACKS();
    BytesTracingAllocator tracing;
    CHECK_EQ(bytes_tracing_allocator(NULL, BYTES_TRACE_STACKS, 0, &tracing), 0);
    Bytes view;
    make(&tracing, 100, 1, &view);
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity_in(&tracing.base, 10, &out), 0);
    CHECK_EQ(bytes_trace_report(&tracing, NULL, put, &out), 0);
    CHECK(out.len > 50 && memcmp(out.data, "1 block, ", 9) == 0);
    bytes_mut_drop(&out);
    bytes_drop(&view);
    CHECK_EQ(bytes_trace_live_blocks(&tracing), 0);
    bytes_tracing_allocator_end(&tracing);
}

TEST(a_report_goes_to_a_file)
{
    BytesTracingAllocator tracing;
    CHECK_EQ(bytes_tracing_allocator(NULL, BYTES_TRACE_COUNTS, 0, &tracing), 0);
    FILE *const file = tmpfile();
    if (file == NULL) {
        return; /* no folder to write to */
    }
    CHECK_EQ(bytes_trace_report(&tracing, NULL, bytes_trace_to_file, file), 0);
    rewind(file);
    char line[200] = "";
    CHECK(fgets(line, sizeof(line), file) != NULL);
    CHECK_STR(line, "alive: 0 blocks, 0 bytes; peak 0 bytes, 0 allocations, 0 failures, 0 bytes copied\n");
    fclose(file);
}

#ifndef _WIN32
enum { THREADS = 4, ROUNDS = 500, SLOTS = 16 };

/* Threads make, exchange and drop blocks, so that most are freed by another thread than the one that made them. */
typedef struct Exchange {
    BytesTracingAllocator tracing;
    pthread_mutex_t lock;
    Bytes slots[SLOTS];
} Exchange;

static void *exchange(void *argument)
{
    Exchange *const shared = argument;
    for (size_t i = 0; i < ROUNDS; i++) {
        Bytes view;
        make(&shared->tracing, 1 + i % 100, 1, &view);
        (void)pthread_mutex_lock(&shared->lock);
        Bytes other = bytes_move(&shared->slots[i * 7 % SLOTS]);
        shared->slots[i * 7 % SLOTS] = bytes_move(&view);
        (void)pthread_mutex_unlock(&shared->lock);
        bytes_drop(&other);
    }
    return NULL;
}

static void count_text(void *context, const char *line, size_t len)
{
    (void)line;
    *(size_t *)context += len;
}

static void exchange_at(enum BytesTraceLevel level, size_t interval)
{
    static Exchange shared;
    CHECK_EQ(bytes_tracing_allocator(NULL, level, interval, &shared.tracing), 0);
    CHECK_EQ(pthread_mutex_init(&shared.lock, NULL), 0);
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_create(&threads[i], NULL, exchange, &shared), 0);
    }
    for (size_t i = 0; i < 3; i++) { /* reports meanwhile */
        size_t len = 0;
        CHECK_EQ(bytes_trace_report(&shared.tracing, NULL, count_text, &len), 0);
        CHECK(len != 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    }
    CHECK_EQ(bytes_trace_live_blocks(&shared.tracing), SLOTS);
    bytes_drop_all(shared.slots, SLOTS);
    CHECK(trace_text_begins(report(&shared.tracing, NULL)->text, "alive: 0 blocks, 0 bytes; "));
    bytes_tracing_allocator_end(&shared.tracing);
    CHECK_EQ(pthread_mutex_destroy(&shared.lock), 0);
}

TEST(blocks_may_be_freed_on_other_threads)
{
    exchange_at(BYTES_TRACE_STACKS, 0);
}

TEST(samples_may_be_freed_on_other_threads)
{
    exchange_at(BYTES_TRACE_SAMPLE_BLOCKS, 7);
    exchange_at(BYTES_TRACE_SAMPLE_BYTES, 997);
}
#endif

#if !BYTES_TRACE_HANDLES
TEST(a_library_without_records_of_handles_has_none)
{
    CHECK(!bytes_trace_has_handles());
    CHECK_EQ(bytes_trace_handle_checkpoint(), 0);
    CHECK_EQ(bytes_trace_live_handles(0), 0);
    CHECK_EQ(bytes_trace_report_handles(0, trace_text_write, NULL), BYTES_ENOTSUP);
}
#endif

TAP_MAIN()
