/* SPDX-License-Identifier: MIT */
/*
 * What threads read before they drop their handles happens before the memory is freed, overwritten or handed back.
 * ThreadSanitizer checks it; so that it can, nothing but the library orders a reader's last access before what must
 * come after it.
 */
#include "worker.h"

enum { READERS = 4, ROUNDS = 100 };

TEST(the_last_drop_frees_what_all_threads_have_read)
{
    for (int round = 0; round < ROUNDS; round++) {
        BytesMut buffer = buffer_of(256, 1);
        Bytes view = bytes_mut_freeze(&buffer);
        Worker workers[READERS];
        memset(workers, 0, sizeof(workers));
        for (int i = 0; i < READERS; i++) {
            workers[i].view = round % 2 != 0 ? bytes_clone(&view) : bytes_share(&view);
        }
        bytes_drop(&view); /* small shares are left: the last drop subtracts, then frees */
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
    Worker *const worker = context;
    while (!bytes_is_unique(&worker->view)) {
        sched_yield();
    }
    bytes_drop(&worker->view);
    return NULL;
}

/* The handle with the large share sees that it is unique, and frees without a subtraction. */
TEST(a_drop_of_the_large_share_frees_what_others_have_read)
{
    for (int round = 0; round < ROUNDS; round++) {
        BytesMut buffer = buffer_of(256, 1);
        Worker workers[2];
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

TEST(a_buffer_reclaims_and_overwrites_what_other_threads_have_read)
{
    for (int round = 0; round < ROUNDS; round++) {
        BytesMut buffer = buffer_of(256, 1);
        const uint8_t *const data = buffer.data;
        Worker workers[READERS];
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

TEST(a_view_becomes_a_buffer_after_other_threads_have_dropped_theirs)
{
    for (int round = 0; round < ROUNDS; round++) {
        BytesMut buffer = buffer_of(64, 1);
        Bytes view = bytes_mut_freeze(&buffer);
        Worker worker = {.view = bytes_clone(&view)};
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
    Worker *const worker = context;
    for (size_t i = 0; i < worker->count; i++) {
        worker->sum += sum_of(worker->handles[i].data, worker->handles[i].len);
    }
    bytes_drop_all(worker->handles, worker->count);
    return NULL;
}

TEST(several_threads_drop_handles_in_batches)
{
    enum { BATCH = 64 };
    static Bytes handles[READERS][BATCH];
    for (int round = 0; round < ROUNDS / 4; round++) {
        BytesMut buffer = buffer_of((size_t)READERS * BATCH, 1);
        Worker workers[READERS];
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

/* The surplus weight of the clones is returned before the drop that publishes the reads. */
static void *return_surplus_and_drop(void *context)
{
    Worker *const worker = context;
    worker->sum = sum_of(worker->view.data, worker->view.len);
    for (int i = 0; i < 10; i++) {
        Bytes clone = bytes_clone(&worker->view);
        worker->wrong |= bytes_drop_into(&clone, &worker->view) != 0;
    }
    bytes_drop(&worker->view);
    return NULL;
}

TEST(a_handle_that_returned_surplus_weight_still_publishes_its_reads)
{
    for (int round = 0; round < ROUNDS; round++) {
        BytesMut buffer = buffer_of(128, 1);
        BytesMut front = bytes_mut_split_to(&buffer, 64);
        const uint8_t *const data = front.data;
        Worker worker = {.view = bytes_mut_freeze(&buffer)}; /* the large share */
        start(&worker, return_surplus_and_drop);
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

/* An allocator that notes which thread called it last. */
typedef struct Noting {
    BytesAllocator base;
    atomic_int blocks;
    pthread_t freed_by;
} Noting;

static void *noting_allocate(BytesAllocator *self, size_t size)
{
    atomic_fetch_add(&((Noting *)self)->blocks, 1);
    return malloc(size);
}

static void noting_deallocate(BytesAllocator *self, void *block, size_t size)
{
    (void)size;
    Noting *const noting = (Noting *)self;
    noting->freed_by = pthread_self();
    atomic_fetch_sub(&noting->blocks, 1);
    free(block);
}

TEST(the_thread_of_the_last_drop_returns_the_block_to_its_allocator)
{
    Noting noting = {.base = {.allocate = noting_allocate, .deallocate = noting_deallocate}};
    Worker worker = {0};
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

/* Writes the memory: no thread may still be reading it. */
static void note_release(void *data, size_t len, void *context)
{
    Owner *const owner = context;
    memset(data, 2, len);
    owner->released++;
    owner->released_by = pthread_self();
}

static Bytes adopt(Owner *owner)
{
    memset(owner, 0, sizeof(*owner));
    memset(owner->bytes, 1, sizeof(owner->bytes));
    Bytes out;
    CHECK_EQ(bytes_adopt(owner->bytes, sizeof(owner->bytes), BYTES_WRITABLE, note_release, owner, &out), 0);
    return out;
}

TEST(the_callback_runs_once_on_the_dropping_thread_after_all_have_read)
{
    for (int round = 0; round < ROUNDS; round++) {
        Owner owner;
        Bytes view = adopt(&owner);
        Worker workers[READERS];
        memset(workers, 0, sizeof(workers));
        for (int i = 0; i < READERS; i++) {
            workers[i].view = bytes_clone(&view);
        }
        bytes_drop(&view);
        CHECK_EQ(owner.released, 0);
        for (int i = 0; i < READERS; i++) {
            start(&workers[i], read_and_drop);
        }
        bool by_worker = false;
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

TEST(memory_is_stolen_after_other_threads_have_dropped_theirs)
{
    for (int round = 0; round < ROUNDS; round++) {
        Owner owner;
        Bytes view = adopt(&owner);
        Worker worker = {.view = bytes_clone(&view)};
        start(&worker, read_and_drop);
        BytesStolen stolen;
        while (bytes_steal(&view, &stolen) != 0) {
            sched_yield();
        }
        memset(stolen.data, 3, stolen.size);
        join(&worker);
        CHECK_EQ(worker.sum, 64);
        CHECK_EQ(owner.released, 0);
    }
}

TAP_MAIN()
