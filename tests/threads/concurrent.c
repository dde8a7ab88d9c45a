/* SPDX-License-Identifier: MIT */
/* Functions that take a const handle are called on one handle by many threads at once. */
#include "worker.h"

enum { THREADS = 4, ROUNDS = 100000, CLONES = 64 };

static void *use_common(void *context)
{
    Worker *const worker = context;
    const Bytes *const view = worker->common;
    for (int i = 0; i < 500; i++) {
        Bytes clone = bytes_clone(view);
        Bytes slice = bytes_slice(view, 1, 3);
        Bytes part = bytes_slice_ref(view, view->data + 2, 2);
        Bytes tried = BYTES_EMPTY;
        BytesMut copy = BYTES_MUT_EMPTY;
        worker->wrong |= bytes_try_slice(view, 0, 1, &tried) != 0 || bytes_mut_copy(worker->buffer, &copy) != 0;
        char text[4];
        bytes_copy_to(view, 0, 4, text);
        worker->wrong |= bytes_try_copy_to(view, 0, 4, text) != 0 || memcmp(text, "abcd", 4) != 0;
        worker->wrong |= bytes_retained(view) < 4 || bytes_is_unique(view) || bytes_is_static(view);
        worker->wrong |= !bytes_same_storage(view, &clone) || bytes_span(view).len != 4;
        worker->wrong |= clone.len != 4 || memcmp(slice.data, "bc", 2) != 0 || memcmp(part.data, "cd", 2) != 0;
        worker->wrong |= copy.len != 10 || bytes_mut_retained(worker->buffer) < 10 ||
                         !bytes_mut_is_unique(worker->buffer) || bytes_mut_headroom(worker->buffer) != 0;
        bytes_mut_drop(&copy);
        bytes_drop(&clone);
        bytes_drop(&slice);
        bytes_drop(&part);
        bytes_drop(&tried);
    }
    return NULL;
}

TEST(const_functions_may_be_called_on_one_handle_by_many_threads)
{
    Bytes view;
    CHECK_EQ(bytes_copy("abcd", 4, &view), 0);
    Bytes other = bytes_share(&view); /* alive throughout, so `view` is never unique */
    BytesMut buffer = buffer_of(10, 'x');
    Worker workers[THREADS];
    memset(workers, 0, sizeof(workers));
    for (int i = 0; i < THREADS; i++) {
        workers[i].common = &view;
        workers[i].buffer = &buffer;
        start(&workers[i], use_common);
    }
    for (int i = 0; i < THREADS; i++) {
        join(&workers[i]);
    }
    bytes_drop(&other);
    CHECK(bytes_is_unique(&view));
    bytes_drop(&view);
    bytes_mut_drop(&buffer);
}

/* A count that is not atomic loses updates here: the threads start together, run for many time slices, and are seldom
 * interrupted with as many clones as the last time. */
static atomic_int arrived;

static void *clone_and_drop(void *context)
{
    Worker *const worker = context;
    atomic_fetch_add(&arrived, 1);
    while (atomic_load(&arrived) < THREADS) {
        sched_yield();
    }
    for (int round = 0; round < ROUNDS; round++) {
        Bytes clones[CLONES];
        for (int i = 0; i < CLONES; i++) {
            clones[i] = bytes_clone(worker->common);
        }
        for (int i = 0; i < CLONES; i++) {
            bytes_drop(&clones[i]);
        }
    }
    return NULL;
}

TEST(no_count_is_lost_when_threads_clone_and_drop_at_once)
{
    Bytes view;
    CHECK_EQ(bytes_copy("abcd", 4, &view), 0);
    Bytes other = bytes_share(&view);
    Worker workers[THREADS];
    memset(workers, 0, sizeof(workers));
    atomic_store(&arrived, 0);
    for (int i = 0; i < THREADS; i++) {
        workers[i].common = &view;
        start(&workers[i], clone_and_drop);
    }
    for (int i = 0; i < THREADS; i++) {
        join(&workers[i]);
    }
    CHECK(!bytes_is_unique(&view));
    bytes_drop(&other);
    CHECK(bytes_is_unique(&view));
    CHECK_MEM(view.data, view.len, "abcd");
    bytes_drop(&view);
}

TAP_MAIN()
