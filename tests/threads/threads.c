/* SPDX-License-Identifier: MIT */
/*
 * Several threads: const functions on one handle, handles to one storage given back on any thread in any order, and
 * writing again what others have read. ThreadSanitizer watches; what it needs to see is that no test orders the threads
 * by anything but the library between a reader's last access and what must come after it.
 */
#include "tap.h"

#include <bytes/bytes.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { READERS = 4, ROUNDS = 100 };

/* A thread: it reads `view`, adds its bytes up, and drops it, unless told otherwise by `run`. */
typedef struct Worker {
    pthread_t thread;
    Bytes view;
    Bytes *handles;
    const Bytes *common;
    const BytesMut *buffer;
    size_t count;
    unsigned sum;
    bool wrong;
} Worker;

static unsigned sum_of(const uint8_t *data, size_t len)
{
    unsigned sum = 0;
    for (size_t i = 0; i < len; i++) {
        sum += data[i];
    }
    return sum;
}

static void *read_and_drop(void *context)
{
    Worker *worker = context;
    worker->sum = sum_of(worker->view.data, worker->view.len);
    bytes_drop(&worker->view);
    return NULL;
}

static void start(Worker *worker, void *(*run)(void *))
{
    CHECK_EQ(pthread_create(&worker->thread, NULL, run, worker), 0);
}

static void join(Worker *worker)
{
    CHECK_EQ(pthread_join(worker->thread, NULL), 0);
    CHECK(!worker->wrong);
}

/* A thread that does nothing, so that the process is not single-threaded while a handle is made ready. */
static void *idle(void *context)
{
    while (!atomic_load_explicit((atomic_bool *)context, memory_order_relaxed)) {
        sched_yield();
    }
    return NULL;
}

static BytesMut buffer_of(size_t capacity, uint8_t value, size_t len)
{
    BytesMut out;
    CHECK_EQ(bytes_mut_with_capacity(capacity, &out), 0);
    CHECK_EQ(bytes_mut_put_bytes(&out, value, len), 0);
    return out;
}

static void *use_common(void *context)
{
    Worker *worker = context;
    const Bytes *view = worker->common;
    for (int i = 0; i < 500; i++) {
        Bytes clone = bytes_clone(view);
        Bytes slice = bytes_slice(view, 1, 3);
        Bytes tried = BYTES_EMPTY;
        Bytes found = bytes_slice_ref(view, view->data + 2, 2);
        BytesMut copy = BYTES_MUT_EMPTY;
        char text[4];
        worker->wrong |= bytes_try_slice(view, 0, 1, &tried) != 0 || bytes_mut_copy(worker->buffer, &copy) != 0;
        bytes_copy_to(view, 0, 4, text);
        worker->wrong |= bytes_try_copy_to(view, 0, 4, text) != 0 || memcmp(text, "abcd", 4) != 0;
        worker->wrong |= bytes_retained(view) < 4 || bytes_is_unique(view) || bytes_is_static(view);
        worker->wrong |= !bytes_same_storage(view, &clone) || bytes_span(view).len != 4;
        worker->wrong |= clone.len != 4 || memcmp(slice.data, "bc", 2) != 0 || memcmp(found.data, "cd", 2) != 0;
        worker->wrong |= copy.len != 10 || bytes_mut_retained(worker->buffer) < 10 ||
                         !bytes_mut_is_unique(worker->buffer) || bytes_mut_headroom(worker->buffer) != 0;
        bytes_mut_drop(&copy);
        bytes_drop(&clone);
        bytes_drop(&slice);
        bytes_drop(&tried);
        bytes_drop(&found);
    }
    return NULL;
}

TEST(const_functions_may_use_one_handle_from_many_threads)
{
    Worker workers[READERS];
    Bytes view, other;
    BytesMut buffer = buffer_of(10, 'x', 10);
    CHECK_EQ(bytes_copy("abcd", 4, &view), 0);
    other = bytes_share(&view); /* alive throughout: so none of them is ever alone */
    memset(workers, 0, sizeof(workers));
    for (int i = 0; i < READERS; i++) {
        workers[i].common = &view;
        workers[i].buffer = &buffer;
        start(&workers[i], use_common);
    }
    for (int i = 0; i < READERS; i++) {
        join(&workers[i]);
    }
    bytes_drop(&other);
    CHECK(bytes_is_unique(&view));
    bytes_drop(&view);
    bytes_mut_drop(&buffer);
}

TEST(whichever_thread_drops_last_frees_what_all_have_read)
{
    for (int round = 0; round < ROUNDS; round++) {
        Worker workers[READERS];
        BytesMut buffer = buffer_of(256, 1, 256);
        Bytes view = bytes_mut_freeze(&buffer);
        memset(workers, 0, sizeof(workers));
        for (int i = 0; i < READERS; i++) {
            workers[i].view = round % 2 != 0 ? bytes_clone(&view) : bytes_share(&view);
        }
        bytes_drop(&view); /* small shares are left: the last one subtracts, then frees */
        for (int i = 0; i < READERS; i++) {
            start(&workers[i], read_and_drop);
        }
        for (int i = 0; i < READERS; i++) {
            join(&workers[i]);
            CHECK_EQ(workers[i].sum, 256);
        }
    }
}

static void *wait_then_drop(void *context)
{
    Worker *worker = context;
    while (!bytes_is_unique(&worker->view)) {
        sched_yield();
    }
    bytes_drop(&worker->view);
    return NULL;
}

/* The large share sees that it is alone, and frees without a subtraction. */
TEST(the_owner_of_the_large_share_frees_what_others_have_read)
{
    for (int round = 0; round < ROUNDS; round++) {
        Worker workers[2];
        BytesMut buffer = buffer_of(256, 1, 256);
        memset(workers, 0, sizeof(workers));
        workers[0].view = bytes_mut_split_freeze(&buffer, 128);
        workers[1].view = bytes_mut_freeze(&buffer);
        start(&workers[1], wait_then_drop);
        start(&workers[0], read_and_drop);
        join(&workers[0]);
        join(&workers[1]);
        CHECK_EQ(workers[0].sum, 128);
    }
}

TEST(a_buffer_reclaims_and_writes_what_other_threads_have_read)
{
    for (int round = 0; round < ROUNDS; round++) {
        Worker workers[READERS];
        BytesMut buffer = buffer_of(256, 1, 256);
        const uint8_t *data = buffer.data;
        memset(workers, 0, sizeof(workers));
        for (int i = 0; i < READERS; i++) {
            workers[i].view = bytes_mut_split_freeze(&buffer, 64);
            start(&workers[i], read_and_drop);
        }
        while (!bytes_mut_try_reclaim(&buffer, 256)) {
            sched_yield();
        }
        CHECK(buffer.data == data);
        CHECK_EQ(bytes_mut_put_bytes(&buffer, 2, 256), 0);
        for (int i = 0; i < READERS; i++) {
            join(&workers[i]);
            CHECK_EQ(workers[i].sum, 64);
        }
        bytes_mut_drop(&buffer);
    }
}

TEST(a_view_becomes_a_buffer_after_the_other_threads_have_dropped_theirs)
{
    for (int round = 0; round < ROUNDS; round++) {
        Worker worker;
        BytesMut buffer = buffer_of(64, 1, 64);
        Bytes view = bytes_mut_freeze(&buffer);
        memset(&worker, 0, sizeof(worker));
        worker.view = bytes_clone(&view);
        start(&worker, read_and_drop);
        while (bytes_try_into_mut(&view, &buffer) != 0) {
            sched_yield();
        }
        memset(buffer.data, 2, 64);
        join(&worker);
        CHECK_EQ(worker.sum, 64);
        bytes_mut_drop(&buffer);
    }
}

static void *read_all_and_drop_all(void *context)
{
    Worker *worker = context;
    for (size_t i = 0; i < worker->count; i++) {
        worker->sum += sum_of(worker->handles[i].data, worker->handles[i].len);
    }
    bytes_drop_all(worker->handles, worker->count);
    return NULL;
}

TEST(batches_are_given_back_on_several_threads)
{
    enum { BATCH = 64 };
    static Bytes handles[READERS][BATCH];
    for (int round = 0; round < ROUNDS / 4; round++) {
        Worker workers[READERS];
        BytesMut buffer = buffer_of((size_t)READERS * BATCH, 1, (size_t)READERS * BATCH);
        memset(workers, 0, sizeof(workers));
        for (int i = 0; i < READERS; i++) {
            for (int j = 0; j < BATCH; j++) {
                handles[i][j] = bytes_mut_split_freeze(&buffer, 1);
            }
            workers[i].handles = handles[i];
            workers[i].count = BATCH;
        }
        bytes_mut_drop(&buffer);
        for (int i = 0; i < READERS; i++) {
            start(&workers[i], read_all_and_drop_all);
        }
        for (int i = 0; i < READERS; i++) {
            join(&workers[i]);
            CHECK_EQ(workers[i].sum, BATCH);
        }
    }
}

/* Surplus weight goes back by itself, before what the thread read is given up. */
static void *join_surplus_then_drop(void *context)
{
    Worker *worker = context;
    worker->sum = sum_of(worker->view.data, worker->view.len);
    for (int i = 0; i < 10; i++) {
        Bytes clone = bytes_clone(&worker->view);
        worker->wrong |= bytes_drop_into(&clone, &worker->view) != 0;
    }
    bytes_drop(&worker->view);
    return NULL;
}

TEST(handles_that_gave_surplus_weight_back_still_publish_their_reads)
{
    for (int round = 0; round < ROUNDS; round++) {
        Worker worker;
        BytesMut buffer = buffer_of(128, 1, 128);
        BytesMut front = bytes_mut_split_to(&buffer, 64);
        const uint8_t *data = front.data;
        memset(&worker, 0, sizeof(worker));
        worker.view = bytes_mut_freeze(&buffer); /* the large share */
        start(&worker, join_surplus_then_drop);
        while (!bytes_mut_try_reclaim(&front, 64)) {
            sched_yield();
        }
        memset(front.data, 2, front.cap);
        CHECK(front.data == data);
        join(&worker);
        CHECK_EQ(worker.sum, 64);
        bytes_mut_drop(&front);
    }
}

/* An allocator that notes on which thread it was last called. */
typedef struct Noting {
    BytesAllocator base;
    atomic_int blocks;
    pthread_t freed_by;
} Noting;

static void *noting_allocate(BytesAllocator *self, size_t size)
{
    Noting *noting = (Noting *)(void *)self; /* cast: base is its first member */
    atomic_fetch_add(&noting->blocks, 1);
    return malloc(size);
}

static void noting_deallocate(BytesAllocator *self, void *block, size_t size)
{
    Noting *noting = (Noting *)(void *)self; /* cast: as above */
    (void)size;
    noting->freed_by = pthread_self();
    atomic_fetch_sub(&noting->blocks, 1);
    free(block);
}

TEST(a_block_goes_back_to_its_allocator_on_the_thread_that_drops_it)
{
    Noting noting;
    Worker worker;
    memset(&noting, 0, sizeof(noting));
    memset(&worker, 0, sizeof(worker));
    noting.base.allocate = noting_allocate;
    noting.base.deallocate = noting_deallocate;
    CHECK_EQ(bytes_copy_in(&noting.base, "\1\1\1", 3, &worker.view), 0);
    CHECK_EQ(atomic_load(&noting.blocks), 1);
    start(&worker, read_and_drop);
    join(&worker);
    CHECK_EQ(worker.sum, 3);
    CHECK_EQ(atomic_load(&noting.blocks), 0);
    CHECK(!pthread_equal(noting.freed_by, pthread_self()));
}

typedef struct Owner {
    uint8_t bytes[64];
    int released;
    pthread_t released_by;
} Owner;

/* Writes the memory, which is its owner's again: nobody may still be reading it. */
static void note_release(void *data, size_t len, void *context)
{
    Owner *owner = context;
    memset(data, 2, len);
    owner->released++;
    owner->released_by = pthread_self();
}

TEST(the_callback_runs_once_on_the_dropping_thread_after_all_have_read)
{
    for (int round = 0; round < ROUNDS; round++) {
        Owner owner;
        Worker workers[READERS];
        bool by_worker = false;
        Bytes view;
        memset(&owner, 0, sizeof(owner));
        memset(owner.bytes, 1, sizeof(owner.bytes));
        memset(workers, 0, sizeof(workers));
        CHECK_EQ(bytes_adopt(owner.bytes, sizeof(owner.bytes), BYTES_WRITABLE, note_release, &owner, &view), 0);
        for (int i = 0; i < READERS; i++) {
            workers[i].view = bytes_clone(&view);
        }
        bytes_drop(&view);
        CHECK_EQ(owner.released, 0);
        for (int i = 0; i < READERS; i++) {
            start(&workers[i], read_and_drop);
        }
        for (int i = 0; i < READERS; i++) {
            join(&workers[i]);
            CHECK_EQ(workers[i].sum, 64);
        }
        CHECK_EQ(owner.released, 1);
        for (int i = 0; i < READERS; i++) {
            by_worker = by_worker || pthread_equal(owner.released_by, workers[i].thread);
        }
        CHECK(by_worker);
    }
}

TEST(memory_is_stolen_after_the_other_threads_have_dropped_theirs)
{
    for (int round = 0; round < ROUNDS; round++) {
        Owner owner;
        Worker worker;
        BytesStolen stolen;
        Bytes view;
        memset(&owner, 0, sizeof(owner));
        memset(owner.bytes, 1, sizeof(owner.bytes));
        memset(&worker, 0, sizeof(worker));
        CHECK_EQ(bytes_adopt(owner.bytes, sizeof(owner.bytes), BYTES_WRITABLE, note_release, &owner, &view), 0);
        worker.view = bytes_clone(&view);
        start(&worker, read_and_drop);
        while (bytes_steal(&view, &stolen) != 0) {
            sched_yield();
        }
        memset(stolen.data, 3, stolen.size);
        join(&worker);
        CHECK_EQ(worker.sum, 64);
        CHECK_EQ(owner.released, 0);
    }
}

/* A process that was single-threaded, is not, and is again: counts made without the lock prefix and with it agree. */
TEST(counts_agree_across_the_start_and_end_of_other_threads)
{
    Bytes view;
    Bytes clones[30];
    CHECK_EQ(bytes_copy("abcd", 4, &view), 0);
    for (int i = 0; i < 30; i++) {
        clones[i] = bytes_clone(&view);
        if (i % 10 == 5) {
            atomic_bool stop = false;
            pthread_t other;
            CHECK_EQ(pthread_create(&other, NULL, idle, &stop), 0);
            bytes_drop(&clones[i]);
            bytes_drop(&clones[i - 1]);
            atomic_store(&stop, true);
            CHECK_EQ(pthread_join(other, NULL), 0);
        }
    }
    bytes_drop_all(clones, 30);
    CHECK(bytes_is_unique(&view));
    bytes_drop(&view);
}

TAP_MAIN()
