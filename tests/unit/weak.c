/* SPDX-License-Identifier: MIT */
/* Weak views: upgraded while a handle is alive, gone afterwards, and free of charge for storages that have none. */
#include <bytes/bytes.h>
#include <bytes/weak.h>

#include "tap.h"
#include "test_allocator.h"

typedef struct Fixture {
    TestAllocator memory;
    Bytes view;
    BytesWeak weak;
} Fixture;

static void init(Fixture *f)
{
    f->memory = test_allocator();
    CHECK_EQ(bytes_copy_in(&f->memory.base, "0123456789", 10, &f->view), 0);
    CHECK_EQ(bytes_enable_weak(&f->memory.base, &f->view), 0);
    CHECK_EQ(bytes_downgrade(&f->view, &f->weak), 0);
}

TEST(a_weak_view_is_upgraded_while_a_handle_is_alive)
{
    Fixture f;
    Bytes again;
    init(&f);
    CHECK_MEM(f.view.data, f.view.len, "0123456789");
    CHECK(!bytes_weak_is_gone(&f.weak));
    CHECK(bytes_weak_upgrade(&f.weak, &again));
    CHECK(bytes_same_storage(&again, &f.view));
    bytes_drop(&f.view);
    CHECK_MEM(again.data, again.len, "0123456789"); /* it keeps them alive by itself */
    CHECK(!bytes_weak_is_gone(&f.weak));
    bytes_drop(&again);
    CHECK(bytes_weak_is_gone(&f.weak));
    bytes_weak_drop(&f.weak);
    CHECK_EQ(f.memory.live, 0);
}

TEST(a_weak_view_does_not_keep_the_bytes_alive)
{
    Fixture f;
    Bytes again = BYTES_LITERAL("unchanged");
    init(&f);
    CHECK_EQ(f.memory.live, 2);
    bytes_drop(&f.view);
    CHECK_EQ(f.memory.live, 1); /* the bookkeeping alone */
    CHECK(!bytes_weak_upgrade(&f.weak, &again));
    CHECK_MEM(again.data, again.len, "unchanged");
    bytes_weak_drop(&f.weak);
    CHECK_EQ(f.memory.live, 0);
    bytes_weak_drop(&f.weak); /* does nothing */
}

TEST(the_last_weak_view_may_go_before_the_last_handle)
{
    Fixture f;
    init(&f);
    BytesWeak second = bytes_weak_clone(&f.weak);
    bytes_weak_drop(&f.weak);
    bytes_weak_drop(&second);
    CHECK_EQ(f.memory.live, 2);
    CHECK_MEM(f.view.data, f.view.len, "0123456789");
    bytes_drop(&f.view);
    CHECK_EQ(f.memory.live, 0);
}

TEST(slices_of_an_enabled_view_are_downgraded_too)
{
    Fixture f;
    Bytes again;
    BytesWeak weak;
    init(&f);
    Bytes part = bytes_slice(&f.view, 2, 5);
    CHECK_EQ(bytes_downgrade(&part, &weak), 0);
    bytes_drop(&f.view);
    CHECK(bytes_weak_upgrade(&weak, &again));
    CHECK_MEM(again.data, again.len, "234");
    bytes_drop(&part);
    bytes_drop(&again);
    CHECK(!bytes_weak_upgrade(&weak, &again));
    CHECK(!bytes_weak_upgrade(&f.weak, &again));
    bytes_weak_drop(&weak);
    bytes_weak_drop(&f.weak);
    CHECK_EQ(f.memory.live, 0);
}

TEST(handles_of_the_old_storage_are_not_affected)
{
    TestAllocator memory = test_allocator();
    Bytes view;
    BytesWeak weak;
    CHECK_EQ(bytes_copy_in(&memory.base, "0123456789", 10, &view), 0);
    Bytes other = bytes_slice(&view, 3, 6);
    CHECK_EQ(bytes_enable_weak(&memory.base, &view), 0);
    CHECK(!bytes_same_storage(&view, &other));
    CHECK_EQ(bytes_downgrade(&other, &weak), BYTES_ENOTSUP);
    CHECK_EQ(bytes_downgrade(&view, &weak), 0);
    bytes_drop(&view);
    CHECK(bytes_weak_is_gone(&weak));
    CHECK_MEM(other.data, other.len, "345");
    bytes_drop(&other);
    bytes_weak_drop(&weak);
    CHECK_EQ(memory.live, 0);
}

TEST(a_view_that_is_not_enabled_cannot_be_downgraded)
{
    Bytes view;
    BytesWeak weak = {NULL, 7, NULL};
    CHECK_EQ(bytes_copy("abc", 3, &view), 0);
    CHECK_EQ(bytes_downgrade(&view, &weak), BYTES_ENOTSUP);
    CHECK_EQ(weak.len_, 7);
    bytes_drop(&view);
}

TEST(static_and_empty_views_are_never_gone)
{
    TestAllocator memory = test_allocator();
    Bytes views[2] = {BYTES_LITERAL("static"), BYTES_EMPTY};
    for (int i = 0; i < 2; i++) {
        BytesWeak weak;
        Bytes again;
        CHECK_EQ(bytes_enable_weak(&memory.base, &views[i]), 0);
        CHECK_EQ(memory.calls, 0);
        CHECK_EQ(bytes_downgrade(&views[i], &weak), 0);
        bytes_drop(&views[i]);
        BytesWeak second = bytes_weak_clone(&weak);
        CHECK(!bytes_weak_is_gone(&weak));
        CHECK(bytes_weak_upgrade(&second, &again));
        CHECK_EQ(again.len, i == 0 ? 6 : 0);
        bytes_weak_drop(&weak);
        bytes_weak_drop(&second);
        bytes_drop(&again);
    }
}

TEST(enabling_twice_changes_nothing)
{
    Fixture f;
    init(&f);
    const size_t calls = f.memory.calls;
    const Bytes before = f.view;
    CHECK_EQ(bytes_enable_weak(&f.memory.base, &f.view), 0);
    CHECK_EQ(f.memory.calls, calls);
    CHECK(memcmp(&before, &f.view, sizeof(before)) == 0);
    bytes_drop(&f.view);
    bytes_weak_drop(&f.weak);
}

TEST(an_enabled_storage_is_read_only)
{
    Fixture f;
    BytesMut buffer;
    BytesStolen stolen;
    init(&f);
    CHECK_EQ(bytes_try_into_mut(&f.view, &buffer), BYTES_EACCES);
    CHECK_EQ(bytes_steal(&f.view, &stolen), BYTES_ENOTSUP);
    CHECK_EQ(bytes_into_mut(&f.view, &buffer), 0); /* a copy */
    CHECK(bytes_weak_is_gone(&f.weak));
    CHECK_MEM(buffer.data, buffer.len, "0123456789");
    bytes_mut_drop(&buffer);
    bytes_weak_drop(&f.weak);
    CHECK_EQ(f.memory.live, 0);
}

TEST(an_enabled_view_retains_what_it_did_before)
{
    TestAllocator memory = test_allocator();
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, 4096, &buffer), 0);
    CHECK_EQ(bytes_mut_put_str(&buffer, "little"), 0);
    Bytes view = bytes_mut_freeze(&buffer);
    const size_t retained = bytes_retained(&view);
    CHECK_EQ(bytes_enable_weak(&memory.base, &view), 0);
    CHECK_EQ(bytes_retained(&view), retained);
    CHECK_EQ(bytes_compact(&view, 2), 0);
    CHECK(bytes_retained(&view) < 100);
    bytes_drop(&view);
    CHECK_EQ(memory.live, 0);
}

static void count_release(void *data, size_t len, void *context)
{
    (void)data;
    (void)len;
    ++*(int *)context;
}

TEST(the_callback_of_adopted_memory_runs_when_the_last_handle_goes)
{
    static char memory[4] = "abc";
    int released = 0;
    Bytes view;
    BytesWeak weak;
    CHECK_EQ(bytes_adopt(memory, 4, BYTES_WRITABLE, count_release, &released, &view), 0);
    CHECK_EQ(bytes_enable_weak(NULL, &view), 0);
    CHECK_EQ(bytes_downgrade(&view, &weak), 0);
    Bytes second = bytes_clone(&view);
    bytes_drop(&view);
    CHECK_EQ(released, 0);
    bytes_drop(&second);
    CHECK_EQ(released, 1);
    bytes_weak_drop(&weak);
    CHECK_EQ(released, 1);
}

TEST(without_memory_enabling_is_an_error_and_the_view_is_unchanged)
{
    TestAllocator memory = test_allocator();
    Bytes view;
    CHECK_EQ(bytes_copy("abc", 3, &view), 0);
    const Bytes before = view;
    memory.fail_at = 1;
    CHECK_EQ(bytes_enable_weak(&memory.base, &view), BYTES_ENOMEM);
    CHECK(memcmp(&before, &view, sizeof(before)) == 0);
    bytes_drop(&view);
}

TAP_MAIN()
