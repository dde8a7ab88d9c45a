/* SPDX-License-Identifier: MIT */
/*
 * Out of memory in each allocation, those of the records included: what cannot be recorded is made all the same and is
 * counted, a report without memory writes nothing, and nothing leaks.
 */
#include "tap.h"
#include "trace_text.h"

#include <bytes/bytes.h>

/* The linker sends the calls of malloc() of the program and of the library, which is linked into it, here; those of
 * calloc() too, which the compiler makes of malloc() and memset(). */
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

static size_t calls;
static size_t fail_at; /* the call of this number fails, and those after it if `from_then_on` */
static bool from_then_on;

static bool fails(void)
{
    calls++;
    return fail_at != 0 && (from_then_on ? calls >= fail_at : calls == fail_at);
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

static void fail(size_t nth, bool all)
{
    calls = 0;
    fail_at = nth;
    from_then_on = all;
}

static TraceText text;

static int write_report(const BytesTracingAllocator *tracing)
{
    memset(&text, 0, sizeof(text));
    return bytes_trace_report(tracing, NULL, trace_text_write, &text);
}

/* An allocator that does not fail, so that what does is the record. */
static void *allocate(BytesAllocator *self, size_t size)
{
    (void)self;
    return __real_malloc(size);
}

static void deallocate(BytesAllocator *self, void *block, size_t size)
{
    (void)self;
    (void)size;
    free(block);
}

static BytesAllocator certain = {.allocate = allocate, .deallocate = deallocate};

enum { COUNT = 200 };

/* As many blocks as make the tables grow; the number of malloc() that it took. */
static size_t fill_and_empty(size_t nth, bool all)
{
    static Bytes views[COUNT];
    BytesTracingAllocator tracing;
    fail(0, false);
    CHECK_EQ(bytes_tracing_allocator(&certain, BYTES_TRACE_STACKS, 0, &tracing), 0);
    fail(nth, all);
    for (size_t i = 0; i < COUNT; i++) {
        CHECK_EQ(bytes_copy_in(&tracing.base, "0123456789", 10, &views[i]), 0);
    }
    const size_t used = calls;
    fail(0, false);
    CHECK_EQ(bytes_trace_live_blocks(&tracing), COUNT);
    CHECK_EQ(write_report(&tracing), 0);
    unsigned long recorded = 0;
    unsigned long missing = 0;
    for (const char *line = trace_text_group(text.text); line != NULL; line = trace_text_group(trace_text_next(line))) {
        static const char prefix[] = "not recorded, out of memory: ";
        if (trace_text_begins(line, prefix)) {
            missing = strtoul(line + strlen(prefix), NULL, 10);
        } else {
            recorded += strtoul(line, NULL, 10); /* 0 of the line with the sums, which begins with a word */
        }
    }
    CHECK_EQ(recorded + missing, COUNT);
    CHECK(nth != 0 || missing == 0);
    bytes_drop_all(views, COUNT);
    CHECK_EQ(bytes_trace_live_blocks(&tracing), 0);
    bytes_tracing_allocator_end(&tracing);
    return used;
}

TEST(a_block_without_a_record_is_a_block)
{
    const size_t used = fill_and_empty(0, false);
    CHECK(used >= 4); /* chains, stacks, a table that grows */
    for (size_t nth = 1; nth <= used; nth++) {
        (void)fill_and_empty(nth, false);
        (void)fill_and_empty(nth, true);
    }
}

TEST(an_allocator_without_memory_for_its_state_is_none)
{
    BytesTracingAllocator out;
    memset(&out, 0x5a, sizeof(out));
    const BytesTracingAllocator before = out;
    fail(1, false);
    CHECK_EQ(bytes_tracing_allocator(NULL, BYTES_TRACE_STACKS, 0, &out), BYTES_ENOMEM);
    CHECK_EQ(memcmp(&before, &out, sizeof(out)), 0);
    fail(0, false);
}

TEST(a_report_without_memory_writes_nothing)
{
    BytesTracingAllocator tracing;
    CHECK_EQ(bytes_tracing_allocator(NULL, BYTES_TRACE_STACKS, 0, &tracing), 0);
    Bytes views[2];
    for (size_t i = 0; i < 2; i++) {
        CHECK_EQ(bytes_copy_in(&tracing.base, "0123456789", 10, &views[i]), 0);
    }
    size_t failed = 0;
    for (size_t nth = 1; nth <= 6; nth++) {
        fail(nth, false);
        const int error = write_report(&tracing);
        fail(0, false);
        if (error != 0) {
            CHECK_EQ(error, BYTES_ENOMEM);
            CHECK_EQ(text.len, 0);
            failed++;
        }
        fail(nth, false);
        memset(&text, 0, sizeof(text));
        const int handles = bytes_trace_report_handles(0, trace_text_write, &text);
        fail(0, false);
        CHECK(handles == 0 || (handles == BYTES_ENOMEM && text.len == 0));
    }
    CHECK(failed >= 4); /* rows and groups, for one block at first and then for both */
    bytes_drop_all(views, 2);
    bytes_tracing_allocator_end(&tracing);
}

/* As many handles as make the tables grow. Returns how many were not recorded. */
static size_t clone_and_drop(size_t nth, bool all, size_t *used)
{
    static Bytes views[COUNT];
    Bytes view;
    BytesMut buffer = BYTES_MUT_EMPTY;
    fail(0, false);
    CHECK_EQ(bytes_copy_in(&certain, "0123456789", 10, &view), 0);
    CHECK_EQ(bytes_mut_with_capacity_in(&certain, 10, &buffer), 0);
    const size_t before = bytes_trace_live_handles(0);
    fail(nth, all);
    for (size_t i = 0; i < COUNT; i++) {
        views[i] = bytes_clone(&view);
    }
    CHECK_EQ(bytes_mut_reserve(&buffer, 1000), 0); /* to another storage */
    *used = calls;
    fail(0, false);
    const size_t recorded = bytes_trace_live_handles(0) - before;
    bytes_drop_all(views, COUNT);
    bytes_drop(&view);
    bytes_mut_drop(&buffer);
    CHECK_EQ(bytes_trace_live_handles(0), 0);
    return COUNT - recorded;
}

TEST(a_handle_without_a_record_is_a_handle)
{
    size_t used;
    size_t missing = 0;
    for (size_t nth = 1; nth <= 6; nth++) {
        missing += clone_and_drop(nth, true, &used);
    }
    CHECK(missing != 0); /* the tables of the first runs could not grow */
    CHECK_EQ(clone_and_drop(0, false, &used), 0);
    for (size_t nth = 1; nth <= used; nth++) {
        (void)clone_and_drop(nth, false, &used);
    }
    memset(&text, 0, sizeof(text));
    CHECK_EQ(bytes_trace_report_handles(0, trace_text_write, &text), 0);
    CHECK_TEXT(&text, "not recorded, out of memory: ", "alive: 0 handles, ");
}

TAP_MAIN()
