/* SPDX-License-Identifier: MIT */
/* With trace_handles: each birth and each death of a handle is recorded, and the report of those that are alive. */
#include "tap.h"
#include "trace_text.h"

#include <bytes/bytes.h>

#ifndef _WIN32
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#define NOT_INLINE __attribute__((noinline))

static TraceText text;

static const TraceText *report(uint64_t since)
{
    memset(&text, 0, sizeof(text));
    CHECK_EQ(bytes_trace_report_handles(since, trace_text_write, &text), 0);
    return &text;
}

static Bytes view_of(const char *string)
{
    Bytes out;
    CHECK_EQ(bytes_copy(string, strlen(string), &out), 0);
    return out;
}

static BytesMut buffer_of(const char *string)
{
    BytesMut out = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_put_str(&out, string), 0);
    return out;
}

/* CHECK_LIVE(n): so many handles are alive. */
#define CHECK_LIVE(n) CHECK_EQ(bytes_trace_live_handles(0), n)

TEST(handles_are_recorded)
{
    CHECK(bytes_trace_has_handles());
    CHECK_LIVE(0);
    CHECK_TEXT(report(0), "alive: 0 handles, pinning 0 storages, 0 bytes\n");
}

TEST(each_view_of_a_storage_is_a_handle_until_it_is_dropped)
{
    Bytes view = view_of("0123456789");
    CHECK_LIVE(1);
    Bytes clone = bytes_clone(&view);
    Bytes share = bytes_share(&view);
    Bytes slice = bytes_slice(&view, 1, 5);
    Bytes share_slice = bytes_share_slice(&view, 2, 3);
    Bytes ref = bytes_slice_ref(&view, view.data + 1, 3);
    CHECK_LIVE(6);
    Bytes front = bytes_split_to(&view, 4);
    Bytes back = bytes_split_off(&view, 3);
    CHECK_LIVE(8);
    CHECK_EQ(bytes_try_unsplit(&view, &back), 0);
    CHECK_LIVE(7);
    CHECK_EQ(bytes_drop_into(&front, &view), 0);
    CHECK_LIVE(6);
    bytes_drop(&clone);
    bytes_clear(&share);
    bytes_truncate(&slice, 0);
    bytes_advance(&share_slice, 1);
    CHECK_LIVE(2);
    Bytes moved = bytes_move(&ref);
    void *raw;
    CHECK_EQ(bytes_to_raw(&moved, &raw), 0);
    CHECK_LIVE(2);
    moved = bytes_from_raw(raw);
    bytes_drop(&moved);
    bytes_drop(&moved);
    bytes_drop(&view);
    CHECK_LIVE(0);
}

TEST(static_and_empty_views_are_no_handles)
{
    Bytes text_view = BYTES_LITERAL("abc");
    Bytes clone = bytes_clone(&text_view);
    Bytes part = bytes_split_to(&clone, 1);
    Bytes view = view_of("abc");
    Bytes nothing = bytes_slice(&view, 1, 1);
    CHECK_LIVE(1);
    bytes_drop(&nothing);
    bytes_drop(&part);
    bytes_drop(&clone);
    bytes_drop(&view);
    CHECK_LIVE(0);
}

TEST(many_slices_are_as_many_handles)
{
    static const BytesRange ranges[] = {{0, 2}, {2, 2}, {1, 5}, {4, 10}};
    Bytes view = view_of("0123456789");
    Bytes out[8];
    bytes_slice_many(&view, ranges, 4, out);
    CHECK_LIVE(4); /* one is empty */
    BytesMut buffer = buffer_of("0123456789");
    bytes_mut_split_freeze_many(&buffer, 10, ranges, 4, out + 4);
    CHECK_LIVE(8);
    bytes_drop_all(out, 8);
    CHECK_LIVE(2);
    bytes_drop(&view);
    bytes_mut_drop(&buffer);
    CHECK_LIVE(0);
}

TEST(a_buffer_is_a_handle_from_its_first_storage_on)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    CHECK_LIVE(0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "0123456789"), 0);
    CHECK_LIVE(1);
    CHECK_EQ(bytes_mut_reserve(&buffer, 10000), 0);
    CHECK_LIVE(1);
    BytesMut front = bytes_mut_split_to(&buffer, 2);
    BytesMut back = bytes_mut_split_off(&buffer, 4);
    Bytes frame = bytes_mut_split_freeze(&buffer, 1);
    CHECK_LIVE(4);
    CHECK_EQ(bytes_mut_try_unsplit(&buffer, &back), 0);
    CHECK_LIVE(3);
    CHECK_EQ(bytes_mut_prepend(&buffer, "more than there is", 18), 0); /* to a fresh block */
    CHECK_EQ(bytes_mut_shrink(&buffer, 0), 0);
    CHECK_LIVE(3);
    CHECK_EQ(bytes_mut_unsplit(&front, &buffer), 0);
    CHECK_LIVE(2);
    Bytes frozen = bytes_mut_freeze(&front);
    CHECK_LIVE(2);
    CHECK_EQ(bytes_drop_into(&frame, &frozen), BYTES_EXDEV);
    bytes_drop(&frame);
    CHECK_EQ(bytes_try_into_mut(&frozen, &buffer), 0);
    CHECK_LIVE(1);
    BytesMut copy;
    CHECK_EQ(bytes_mut_copy(&buffer, &copy), 0);
    frozen = bytes_mut_split_freeze(&buffer, 1);
    CHECK_EQ(bytes_drop_into_mut(&frozen, &buffer), 0);
    CHECK_LIVE(2);
    bytes_mut_drop(&copy);
    bytes_mut_drop(&buffer);
    BytesMut prepended = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_prepend(&prepended, "x", 1), 0);
    CHECK_LIVE(1);
    bytes_mut_drop(&prepended);
    CHECK_LIVE(0);
}

TEST(a_copy_that_replaces_a_view_is_the_only_handle)
{
    Bytes view = view_of("0123456789012345678901234567890123456789");
    Bytes other = bytes_clone(&view);
    BytesMut buffer;
    CHECK_EQ(bytes_into_mut(&view, &buffer), 0); /* a copy: it is shared */
    CHECK_LIVE(2);
    bytes_truncate(&other, 1);
    CHECK_EQ(bytes_compact(&other, 1), 0);
    CHECK_LIVE(2);
    bytes_drop(&other);
    bytes_mut_drop(&buffer);
    CHECK_LIVE(0);
}

TEST(adopted_memory_and_weak_views)
{
    static char memory[16];
    Bytes view;
    BytesStolen stolen;
    CHECK_EQ(bytes_adopt(memory, sizeof(memory), BYTES_WRITABLE, NULL, NULL, &view), 0);
    CHECK_LIVE(1);
    CHECK_EQ(bytes_steal(&view, &stolen), 0);
    CHECK_LIVE(0);
    BytesControl control;
    view = bytes_adopt_with_control(&control, memory, sizeof(memory), BYTES_READ_ONLY, NULL, NULL);
    CHECK_EQ(bytes_enable_weak(NULL, &view), 0);
    BytesWeak weak;
    Bytes again;
    CHECK_EQ(bytes_downgrade(&view, &weak), 0);
    CHECK_LIVE(1);
    CHECK(bytes_weak_upgrade(&weak, &again));
    CHECK_LIVE(2);
    bytes_drop(&again);
    bytes_drop(&view);
    CHECK(!bytes_weak_upgrade(&weak, &again));
    bytes_weak_drop(&weak);
    CHECK_LIVE(0);
}

TEST(what_a_queue_holds_is_recorded_where_it_was_made)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes view = view_of("0123456789");
    Bytes front = bytes_split_to(&view, 4);
    CHECK_EQ(bytes_queue_push_back(&queue, &front), 0);
    CHECK_EQ(bytes_queue_push_back(&queue, &view), 0); /* joined: they are adjacent */
    CHECK_LIVE(1);
    CHECK_EQ(bytes_queue_put_str(&queue, "tail"), 0);
    CHECK_LIVE(2);
    Bytes out;
    CHECK_EQ(bytes_queue_split_view(&queue, 3, &out), 0);
    CHECK_LIVE(3);
    bytes_drop(&out);
    view = view_of("more");
    CHECK_EQ(bytes_queue_push_back(&queue, &view), 0); /* and the tail is a segment now */
    CHECK_LIVE(4);
    bytes_queue_advance(&queue, 9);
    bytes_queue_drop(&queue);
    CHECK_LIVE(0);
}

/* Each caller is a place. */
static NOT_INLINE void keep(const Bytes *view, size_t count, Bytes *out)
{
    for (size_t i = 0; i < count; i++) {
        out[i] = bytes_clone(view);
    }
}

TEST(handles_are_grouped_by_their_place_most_first)
{
    Bytes view = view_of("0123456789");
    const size_t size = bytes_retained(&view);
    Bytes few[2];
    Bytes many[5];
    keep(&view, 2, few);
    keep(&view, 5, many);
    bytes_drop(&view);
    char sums[80];
    (void)snprintf(sums, sizeof(sums), "alive: 7 handles, pinning 1 storage, %u bytes\n", (unsigned)size);
    CHECK_TEXT(report(0), "5 handles: ", "2 handles: ", sums);
    bytes_drop_all(many, 4);
    CHECK_TEXT(report(0), "2 handles: ", "1 handle: ", "alive: 3 handles, pinning 1 storage, ");
    bytes_drop(&few[0]);
    CHECK_TEXT(report(0), "1 handle: ", "1 handle: ", "alive: 2 handles, pinning 1 storage, ");
    bytes_drop(&few[1]);
    bytes_drop(&many[4]);
}

TEST(a_checkpoint_separates_new_handles_from_old_ones)
{
    Bytes view = view_of("0123456789");
    Bytes old[3];
    Bytes fresh[2];
    keep(&view, 3, old);
    const uint64_t start = bytes_trace_handle_checkpoint();
    CHECK_EQ(bytes_trace_live_handles(start), 0);
    keep(&view, 2, fresh);
    bytes_drop_all(old, 3);
    CHECK_EQ(bytes_trace_live_handles(start), 2);
    CHECK_TEXT(report(start), "2 handles: ", "since the checkpoint: 2 handles, pinning 1 storage, ");
    bytes_drop_all(fresh, 2);
    bytes_drop(&view);
}

TEST(storages_are_counted_once_and_leave_with_their_last_handle)
{
    Bytes views[3];
    for (size_t i = 0; i < 3; i++) {
        views[i] = view_of("0123456789");
    }
    Bytes clone = bytes_clone(&views[1]);
    CHECK_TEXT(report(0), "3 handles: ", "1 handle: ", "alive: 4 handles, pinning 3 storages, ");
    bytes_drop(&views[1]);
    bytes_drop(&views[2]);
    CHECK(strstr(report(0)->text, "alive: 2 handles, pinning 2 storages, ") != NULL);
    bytes_drop(&clone);
    CHECK(strstr(report(0)->text, "  pinning 1 storage, ") != NULL);
    CHECK(strstr(text.text, "alive: 1 handle, pinning 1 storage, ") != NULL);
    bytes_drop(&views[0]);
    CHECK_TEXT(report(0), "alive: 0 handles, pinning 0 storages, 0 bytes\n");
}

TEST(a_buffer_that_grows_pins_its_new_storage)
{
    BytesMut buffer = buffer_of("0123456789");
    Bytes frame = bytes_mut_split_freeze(&buffer, 5);
    CHECK(strstr(report(0)->text, "pinning 1 storage, ") != NULL);
    CHECK_EQ(bytes_mut_reserve(&buffer, 10000), 0);
    char sums[80];
    (void)snprintf(sums, sizeof(sums), "alive: 2 handles, pinning 2 storages, %u bytes\n",
                   (unsigned)(bytes_mut_retained(&buffer) + bytes_retained(&frame)));
    CHECK(strstr(report(0)->text, sums) != NULL);
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
    CHECK_LIVE(0);
}

#ifndef _WIN32
/* Runs in a child process: true if it was aborted. */
static bool aborts(void (*run)(void))
{
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        (void)freopen("/dev/null", "w", stderr);
        run();
        _exit(0);
    }
    int status = 0;
    CHECK_EQ(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status);
}

static void drop_twice(void)
{
    Bytes view = view_of("0123456789");
    Bytes other = bytes_clone(&view); /* so that the count alone would not show it */
    Bytes copy = view;
    bytes_drop(&view);
    bytes_drop(&copy);
    bytes_drop(&other);
}

static void drop_once(void)
{
    Bytes view = view_of("0123456789");
    Bytes copy = view; /* moved: the first one is not used again */
    bytes_drop(&copy);
}

TEST(a_handle_that_was_copied_by_assignment_is_dropped_once_or_aborts)
{
    CHECK(aborts(drop_twice));
    CHECK(!aborts(drop_once));
}

enum { THREADS = 4, ROUNDS = 2000 };

static void *share_and_drop(void *argument)
{
    const Bytes *const view = argument;
    for (size_t i = 0; i < ROUNDS; i++) {
        Bytes clone = bytes_clone(view);
        Bytes part = bytes_split_to(&clone, 1 + i % 8);
        BytesMut buffer = buffer_of("abc");
        bytes_drop(&part);
        bytes_drop(&clone);
        bytes_mut_drop(&buffer);
    }
    return NULL;
}

static void count_text(void *context, const char *line, size_t len)
{
    (void)line;
    *(size_t *)context += len;
}

TEST(threads_record_together_and_reports_are_had_meanwhile)
{
    Bytes view = view_of("0123456789");
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_create(&threads[i], NULL, share_and_drop, &view), 0);
    }
    for (size_t i = 0; i < 3; i++) {
        size_t len = 0;
        CHECK_EQ(bytes_trace_report_handles(0, count_text, &len), 0);
        CHECK(len != 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_join(threads[i], NULL), 0);
    }
    CHECK_LIVE(1);
    bytes_drop(&view);
    CHECK_LIVE(0);
}
#endif

TAP_MAIN()
