/* SPDX-License-Identifier: MIT */
/*
 * Adopted memory: the release callback runs once, on the last drop, with the memory that was adopted; memory that was
 * not adopted stays the caller's; bytes_steal() returns it.
 */
#include "tap.h"

#include <bytes/bytes.h>

typedef struct Owner {
    uint8_t bytes[16];
    BytesControl control;
    int released;
    void *data;
    size_t len;
} Owner;

static void note_release(void *data, size_t len, void *context)
{
    Owner *const owner = context;
    owner->released++;
    owner->data = data;
    owner->len = len;
    memset(&owner->control, 0xdd, sizeof(owner->control)); /* the library must not read it any more */
}

static void init(Owner *owner)
{
    memset(owner, 0, sizeof(*owner));
    memcpy(owner->bytes, "0123456789abcdef", 16);
}

static Bytes adopt_with_allocated_control(Owner *owner, enum BytesAccess access)
{
    init(owner);
    Bytes out;
    CHECK_EQ(bytes_adopt(owner->bytes, 16, access, note_release, owner, &out), 0);
    return out;
}

static Bytes adopt_with_own_control(Owner *owner, enum BytesAccess access)
{
    init(owner);
    memset(&owner->control, 0xee, sizeof(owner->control)); /* need not be initialised */
    return bytes_adopt_with_control(&owner->control, owner->bytes, 16, access, note_release, owner);
}

typedef Bytes Adopt(Owner *owner, enum BytesAccess access);
static Adopt *const adopts[] = {adopt_with_allocated_control, adopt_with_own_control};

enum { ADOPTS = sizeof(adopts) / sizeof(adopts[0]) };

static void check_released_once(const Owner *owner)
{
    CHECK_EQ(owner->released, 1);
    CHECK(owner->data == owner->bytes);
    CHECK_EQ(owner->len, 16);
}

TEST(adopted_memory_is_shown_in_place_and_released_once)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_READ_ONLY);
        CHECK(view.data == owner.bytes && view.len == 16);
        CHECK(bytes_is_unique(&view));
        CHECK_EQ(bytes_retained(&view), 16);
        CHECK_EQ(owner.released, 0);
        bytes_drop(&view);
        check_released_once(&owner);
        bytes_drop(&view);
        check_released_once(&owner);
    }
}

TEST(the_callback_waits_for_the_last_handle_of_any_part)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_READ_ONLY);
        Bytes clone = bytes_clone(&view);
        Bytes part = bytes_slice(&view, 3, 4);
        Bytes front = bytes_split_to(&view, 8);
        bytes_drop(&view);
        bytes_drop(&clone);
        bytes_drop(&front);
        CHECK_EQ(owner.released, 0);
        CHECK_MEM(part.data, part.len, "3");
        bytes_advance(&part, 1);
        check_released_once(&owner);
    }
}

TEST(memory_of_size_0_is_released_at_once)
{
    Owner owner;
    init(&owner);
    Bytes view = BYTES_LITERAL("overwritten");
    CHECK_EQ(bytes_adopt(owner.bytes, 0, BYTES_WRITABLE, note_release, &owner, &view), 0);
    CHECK(owner.released == 1 && owner.data == owner.bytes && owner.len == 0);
    CHECK(view.len == 0 && view.storage == NULL);
    init(&owner);
    view = bytes_adopt_with_control(&owner.control, owner.bytes, 0, BYTES_WRITABLE, note_release, &owner);
    CHECK(owner.released == 1 && owner.data == owner.bytes && owner.len == 0);
    CHECK(view.len == 0 && view.storage == NULL);
    CHECK_EQ(bytes_adopt(NULL, 0, BYTES_WRITABLE, NULL, NULL, &view), 0);
    CHECK_EQ(bytes_adopt_malloc(malloc(1), 0, &view), 0); /* freed: a leak checker sees it if not */
    CHECK_EQ(bytes_adopt_malloc(NULL, 0, &view), 0);
}

TEST(the_callback_is_optional)
{
    static uint8_t memory[4] = {'a', 'b', 'c', 'd'};
    Bytes view;
    CHECK_EQ(bytes_adopt(memory, 4, BYTES_READ_ONLY, NULL, NULL, &view), 0);
    bytes_drop(&view);
    BytesControl control;
    view = bytes_adopt_with_control(&control, memory, 4, BYTES_READ_ONLY, NULL, NULL);
    bytes_drop(&view);
}

TEST(memory_of_malloc_is_freed_and_writable)
{
    uint8_t *const memory = malloc(4);
    CHECK(memory != NULL);
    memcpy(memory, "abcd", 4);
    Bytes view;
    CHECK_EQ(bytes_adopt_malloc(memory, 4, &view), 0);
    CHECK(view.data == memory);
    BytesMut buffer;
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
    CHECK(buffer.data == memory);
    bytes_mut_drop(&buffer);
}

TEST(memory_that_was_not_adopted_stays_the_callers)
{
    Owner owner;
    init(&owner);
    Bytes view = BYTES_LITERAL("kept");
    CHECK_EQ(bytes_adopt(owner.bytes, SIZE_MAX, BYTES_WRITABLE, note_release, &owner, &view), BYTES_EOVERFLOW);
    CHECK_EQ(owner.released, 0);
    CHECK_MEM(view.data, view.len, "kept");
}

TEST(stolen_memory_is_the_callers_and_the_callback_does_not_run)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_READ_ONLY);
        bytes_advance(&view, 3);
        bytes_truncate(&view, 5);
        BytesStolen stolen;
        CHECK_EQ(bytes_steal(&view, &stolen), 0);
        CHECK(view.storage == NULL && view.len == 0 && view.data == NULL);
        CHECK(stolen.data == owner.bytes);
        CHECK_EQ(stolen.size, 16);
        CHECK_EQ(stolen.offset, 3);
        CHECK_EQ(stolen.len, 5);
        CHECK(stolen.release == note_release && stolen.context == &owner);
        CHECK_EQ(owner.released, 0);
    }
}

TEST(shared_memory_and_the_librarys_own_cannot_be_stolen)
{
    BytesStolen stolen;
    memset(&stolen, 0x11, sizeof(stolen));
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_READ_ONLY);
        Bytes clone = bytes_clone(&view);
        const Bytes before = view;
        CHECK_EQ(bytes_steal(&view, &stolen), BYTES_EBUSY);
        CHECK_EQ(memcmp(&view, &before, sizeof(view)), 0);
        bytes_drop(&clone);
        bytes_drop(&view);
        check_released_once(&owner);
    }
    Bytes own;
    CHECK_EQ(bytes_copy("abc", 3, &own), 0);
    CHECK_EQ(bytes_steal(&own, &stolen), BYTES_ENOTSUP);
    CHECK_MEM(own.data, own.len, "abc");
    CHECK_EQ(stolen.size, (SIZE_MAX / 0xff) * 0x11);
    bytes_drop(&own);
}

TEST(read_only_memory_is_never_written)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_READ_ONLY);
        BytesMut buffer = BYTES_MUT_EMPTY;
        CHECK_EQ(bytes_try_into_mut(&view, &buffer), BYTES_EACCES);
        CHECK(buffer.storage == NULL);
        CHECK(view.data == owner.bytes);
        CHECK_EQ(bytes_into_mut(&view, &buffer), 0); /* by copy */
        check_released_once(&owner);
        CHECK(buffer.data != owner.bytes);
        CHECK_MEM(buffer.data, buffer.len, "0123456789abcdef");
        bytes_mut_drop(&buffer);
    }
}

TEST(writable_memory_becomes_a_buffer_at_the_views_offset)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_WRITABLE);
        Bytes clone = bytes_clone(&view);
        bytes_advance(&view, 4);
        bytes_truncate(&view, 2);
        BytesMut buffer;
        CHECK_EQ(bytes_try_into_mut(&view, &buffer), BYTES_EBUSY);
        bytes_drop(&clone);
        CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
        CHECK(buffer.data == owner.bytes + 4 && buffer.len == 2 && buffer.cap == 12);
        CHECK_EQ(bytes_mut_headroom(&buffer), 4);
        CHECK_EQ(bytes_mut_retained(&buffer), 16);
        CHECK_EQ(bytes_mut_put_str(&buffer, "X"), 0);
        CHECK_EQ(bytes_mut_prepend(&buffer, "Y", 1), 0);
        view = bytes_mut_freeze(&buffer);
        CHECK_EQ(owner.released, 0);
        bytes_drop(&view);
        check_released_once(&owner);
        CHECK_MEM(owner.bytes, 16, "012Y45X789abcdef"); /* the owner's again, and not poisoned any more */
    }
}

TEST(a_buffer_that_grows_out_of_adopted_memory_releases_it)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_WRITABLE);
        BytesMut buffer;
        CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
        CHECK_EQ(bytes_mut_put_str(&buffer, "grows"), 0);
        check_released_once(&owner);
        CHECK_MEM(buffer.data, buffer.len, "0123456789abcdefgrows");
        bytes_mut_drop(&buffer);
        check_released_once(&owner);
    }
}

TEST(freezing_an_empty_buffer_releases_adopted_memory)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_WRITABLE);
        BytesMut buffer;
        CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
        bytes_mut_clear(&buffer);
        CHECK_EQ(owner.released, 0);
        view = bytes_mut_freeze(&buffer);
        check_released_once(&owner);
    }
}

TEST(a_view_that_was_a_buffer_is_stolen_with_the_buffers_offset)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_WRITABLE);
        BytesMut buffer;
        CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
        bytes_mut_advance(&buffer, 5);
        view = bytes_mut_freeze(&buffer);
        BytesStolen stolen;
        CHECK_EQ(bytes_steal(&view, &stolen), 0);
        CHECK_EQ(stolen.offset, 5);
        CHECK_EQ(stolen.len, 11);
        CHECK_EQ(owner.released, 0);
    }
}

/* Control block and memory in one allocation of the caller's, which the callback frees. */
typedef struct Packet {
    BytesControl control;
    int *released;
    uint8_t payload[32];
} Packet;

static void free_packet(void *data, size_t len, void *context)
{
    Packet *const packet = context;
    CHECK(data == packet->payload);
    CHECK_EQ(len, 32);
    ++*packet->released;
    free(packet);
}

TEST(the_callback_may_free_the_control_block)
{
    int released = 0;
    Packet *const packet = malloc(sizeof(*packet));
    CHECK(packet != NULL);
    packet->released = &released;
    memset(packet->payload, 'p', 32);
    Bytes view = bytes_adopt_with_control(&packet->control, packet->payload, 32, BYTES_WRITABLE, free_packet, packet);
    Bytes clone = bytes_clone(&view);
    bytes_drop(&view);
    bytes_drop(&clone);
    CHECK_EQ(released, 1);
}

typedef struct Chain {
    Bytes *handle; /* the handle whose drop runs the callback */
    Bytes next;    /* dropped by the callback */
    int released;
} Chain;

static void drop_next(void *data, size_t len, void *context)
{
    (void)data;
    (void)len;
    Chain *const chain = context;
    chain->released += chain->handle->storage == NULL && chain->handle->len == 0; /* emptied before */
    bytes_drop(chain->handle);
    bytes_drop(&chain->next);
}

TEST(the_callback_may_call_the_library_and_finds_the_handle_empty)
{
    Owner owner;
    Bytes view;
    Chain chain = {.handle = &view, .next = adopt_with_allocated_control(&owner, BYTES_READ_ONLY)};
    uint8_t memory[4] = {0};
    CHECK_EQ(bytes_adopt(memory, 4, BYTES_WRITABLE, drop_next, &chain, &view), 0);
    bytes_drop(&view);
    CHECK_EQ(chain.released, 1);
    check_released_once(&owner);
}

static void *freed;

static void note_free(void *data)
{
    freed = data;
}

TEST(a_function_like_free_is_adopted_without_a_wrapper)
{
    uint8_t memory[4] = "abc";
    Bytes view;
    freed = NULL;
    CHECK_EQ(bytes_adopt_free(memory, 3, BYTES_READ_ONLY, note_free, &view), 0);
    CHECK(!bytes_is_writable(&view) && bytes_is_adopted(&view));
    Bytes part = bytes_slice(&view, 1, 2);
    bytes_drop(&view);
    CHECK(freed == NULL);
    bytes_drop(&part);
    CHECK(freed == memory);

    freed = NULL;
    CHECK_EQ(bytes_adopt_free(memory, 0, BYTES_READ_ONLY, note_free, &view), 0);
    CHECK(freed == memory && view.len == 0 && view.storage == NULL);
    CHECK_EQ(bytes_adopt_free(memory, 3, BYTES_WRITABLE, NULL, &view), 0);
    CHECK(bytes_is_writable(&view));
    bytes_drop(&view);
    freed = NULL;
    CHECK_EQ(bytes_adopt_free(memory, SIZE_MAX, BYTES_WRITABLE, note_free, &view), BYTES_EOVERFLOW);
    CHECK(freed == NULL);
}

TEST(memory_with_a_function_like_free_is_stolen_with_a_callback_that_calls_it)
{
    uint8_t memory[4] = "abc";
    Bytes view;
    BytesStolen stolen;
    CHECK_EQ(bytes_adopt_free(memory, 3, BYTES_READ_ONLY, note_free, &view), 0);
    freed = NULL;
    CHECK_EQ(bytes_steal(&view, &stolen), 0);
    CHECK(freed == NULL && stolen.data == memory && stolen.release != NULL);
    stolen.release(stolen.data, stolen.size, stolen.context);
    CHECK(freed == memory);
}

TEST(spare_capacity_behind_adopted_bytes_is_the_buffers)
{
    Owner owner;
    init(&owner);
    Bytes view;
    CHECK_EQ(bytes_adopt_capacity(owner.bytes, 10, 16, note_release, &owner, &view), 0);
    CHECK_MEM(view.data, view.len, "0123456789");
    CHECK_EQ(bytes_retained(&view), 16);
    bytes_advance(&view, 4);
    BytesMut buffer;
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), 0);
    CHECK(buffer.data == owner.bytes + 4 && buffer.len == 6 && buffer.cap == 12);
    CHECK_EQ(bytes_mut_put(&buffer, "XYZUVW", 6), 0);
    CHECK_EQ(memcmp(owner.bytes, "0123456789XYZUVW", 16), 0); /* in place */
    CHECK_EQ(owner.released, 0);
    bytes_mut_drop(&buffer);
    check_released_once(&owner);
}

TEST(spare_capacity_has_its_edges)
{
    Owner owner;
    init(&owner);
    Bytes view = BYTES_LITERAL("kept");
    CHECK_EQ(bytes_adopt_capacity(owner.bytes, 11, 10, note_release, &owner, &view), BYTES_ERANGE);
    CHECK_EQ(bytes_adopt_capacity(owner.bytes, 1, SIZE_MAX, note_release, &owner, &view), BYTES_EOVERFLOW);
    CHECK_MEM(view.data, view.len, "kept");
    CHECK_EQ(owner.released, 0);
    CHECK_EQ(bytes_adopt_capacity(owner.bytes, 16, 16, note_release, &owner, &view), 0);
    bytes_drop(&view);
    check_released_once(&owner);
    CHECK_EQ(bytes_adopt_capacity(owner.bytes, 0, 16, note_release, &owner, &view), 0);
    CHECK_EQ(owner.released, 2);
    CHECK_EQ(owner.len, 16);
    CHECK(view.len == 0 && view.storage == NULL);
    CHECK_EQ(bytes_adopt_capacity(NULL, 0, 0, NULL, NULL, &view), 0);
}

TEST(a_view_says_what_its_storage_is)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_READ_ONLY);
        CHECK(bytes_is_adopted(&view) && !bytes_is_writable(&view));
        bytes_drop(&view);
        view = adopts[i](&owner, BYTES_WRITABLE);
        CHECK(bytes_is_adopted(&view) && bytes_is_writable(&view));
        Bytes part = bytes_share_slice(&view, 3, 5);
        CHECK(bytes_is_adopted(&part) && bytes_is_writable(&part)); /* also while it is shared */
        bytes_drop(&part);
        bytes_drop(&view);
        CHECK(!bytes_is_adopted(&view) && !bytes_is_writable(&view));
    }
    Bytes copy;
    CHECK_EQ(bytes_copy("abc", 3, &copy), 0);
    CHECK(!bytes_is_adopted(&copy) && bytes_is_writable(&copy));
    bytes_drop(&copy);
    const Bytes text = BYTES_LITERAL("static");
    CHECK(!bytes_is_adopted(&text) && !bytes_is_writable(&text));
}

static void other_release(void *data, size_t len, void *context)
{
    note_release(data, len, context);
}

TEST(the_owners_context_is_given_to_who_knows_the_callback)
{
    for (int i = 0; i < ADOPTS; i++) {
        Owner owner;
        Bytes view = adopts[i](&owner, BYTES_READ_ONLY);
        Bytes part = bytes_slice(&view, 3, 5);
        void *context = NULL;
        CHECK_EQ(bytes_adopted_context(&part, note_release, &context), 0);
        CHECK(context == &owner);
        context = &part;
        CHECK_EQ(bytes_adopted_context(&part, other_release, &context), BYTES_ENOTSUP);
        CHECK_EQ(bytes_adopted_context(&part, NULL, &context), BYTES_ENOTSUP);
        CHECK(context == &part);
        bytes_drop(&part);
        CHECK_EQ(bytes_enable_weak(NULL, &view), 0);
        CHECK(bytes_is_adopted(&view) && !bytes_is_writable(&view));
        CHECK_EQ(bytes_adopted_context(&view, note_release, &context), 0);
        CHECK(context == &owner);
        CHECK_EQ(owner.released, 0);
        bytes_drop(&view);
        check_released_once(&owner);
    }
    uint8_t memory[4] = {0};
    Bytes view;
    void *context = NULL;
    CHECK_EQ(bytes_adopt(memory, 4, BYTES_READ_ONLY, NULL, memory, &view), 0); /* without a callback */
    CHECK_EQ(bytes_adopted_context(&view, NULL, &context), 0);
    CHECK(context == memory);
    context = NULL;
    bytes_drop(&view);
    CHECK_EQ(bytes_copy("abc", 3, &view), 0);
    CHECK_EQ(bytes_adopted_context(&view, NULL, &context), BYTES_ENOTSUP);
    bytes_drop(&view);
    CHECK_EQ(bytes_adopted_context(&view, NULL, &context), BYTES_ENOTSUP);
    CHECK(context == NULL);
}

TAP_MAIN()
