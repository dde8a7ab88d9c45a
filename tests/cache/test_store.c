/* SPDX-License-Identifier: MIT */
/* The store: values, their order of use, expiry, eviction by memory held, scans, and memory that runs out. */
#include "store.h"

#include "tap.h"
#include "unit/test_allocator.h"

enum { COPY_BELOW = 100 };

static TestAllocator allocator;
static Memory memory;
static Store store;

static void begin(size_t max_memory)
{
    allocator = test_allocator();
    memory_init(&allocator.base, &memory);
    store_init(&memory, 42, max_memory, COPY_BELOW, &store);
    store.now = 1000;
}

static void end(void)
{
    store_clear(&store);
    CHECK_EQ(allocator.live, 0);
    CHECK_EQ(memory.held, 0);
}

static BytesSpan key_of(int number)
{
    static char text[16];
    const int len = snprintf(text, sizeof(text), "key:%d", number);
    return bytes_span_of(text, (size_t)len);
}

static int set(BytesSpan key, BytesSpan value, int64_t expires)
{
    return store_set(&store, store_find(&store, key), key, value, expires);
}

static int set_zeros(BytesSpan key, size_t len)
{
    static const char zeros[200000];
    return set(key, bytes_span_of(zeros, len), 0);
}

TEST(a_short_value_is_in_its_entry_and_a_long_one_is_a_view_as_it_is_sent)
{
    begin(0);
    CHECK_EQ(set(BYTES_SPAN("a"), BYTES_SPAN("hello"), 0), 0);
    Entry *entry = store_find(&store, BYTES_SPAN("a"));
    CHECK(!entry_is_view(entry));
    CHECK_MEM(entry_value(entry).data, entry_value(entry).len, "hello");
    CHECK_EQ(set_zeros(BYTES_SPAN("a"), 1234), 0);
    entry = store_find(&store, BYTES_SPAN("a"));
    CHECK(entry_is_view(entry));
    CHECK_EQ(entry_value(entry).len, 1234);
    CHECK_MEM(entry_view(entry)->data, 7, "$1234\r\n");
    CHECK_EQ(entry_view(entry)->len, 7 + 1234 + 2);
    CHECK_EQ(set(BYTES_SPAN("a"), BYTES_SPAN(""), 0), 0);
    CHECK_EQ(entry_value(store_find(&store, BYTES_SPAN("a"))).len, 0);
    CHECK_EQ(store_count(&store), 1);
    end();
}

/* A view of a request in a block with this much of other bytes. */
static Bytes wire_in_block(size_t len, size_t other)
{
    BytesMut block;
    CHECK_EQ(bytes_mut_with_capacity_in(&memory.base, len + other + 32, &block), 0);
    CHECK_EQ(bytes_mut_printf(&block, "$%zu\r\n", len), 0);
    CHECK_EQ(bytes_mut_put_bytes(&block, 'x', len), 0);
    CHECK_EQ(bytes_mut_put_str(&block, "\r\n"), 0);
    return bytes_mut_freeze(&block);
}

static BytesSpan value_in(const Bytes *wire, size_t len)
{
    return bytes_span_slice(bytes_span(wire), wire->len - 2 - len, wire->len - 2);
}

TEST(a_view_of_what_was_read_is_kept_unless_it_pins_much_more_than_it_shows)
{
    begin(0);
    Bytes wire = wire_in_block(50000, 10000);
    const uint8_t *const data = wire.data;
    CHECK_EQ(store_set_view(&store, NULL, BYTES_SPAN("kept"), &wire, value_in(&wire, 50000), 0), 0);
    CHECK_EQ(wire.len, 0);
    CHECK(entry_view(store_find(&store, BYTES_SPAN("kept")))->data == data);
    CHECK(entry_retained(store_find(&store, BYTES_SPAN("kept"))) > 60000);

    wire = wire_in_block(4096, 60000);
    CHECK_EQ(store_set_view(&store, NULL, BYTES_SPAN("copied"), &wire, value_in(&wire, 4096), 0), 0);
    CHECK(wire.len != 0);
    CHECK(entry_retained(store_find(&store, BYTES_SPAN("copied"))) < 4500);
    CHECK_EQ(store.counts.kept_views, 1);
    CHECK_EQ(store.counts.copied_views, 1);
    bytes_drop(&wire);
    end();
}

TEST(a_value_that_is_being_sent_outlives_its_key)
{
    begin(0);
    CHECK_EQ(set_zeros(BYTES_SPAN("a"), 1000), 0);
    Bytes sent = bytes_share(entry_view(store_find(&store, BYTES_SPAN("a"))));
    const size_t held = memory.held;
    CHECK_EQ(set(BYTES_SPAN("a"), BYTES_SPAN("short"), 0), 0);
    CHECK(memory.held > 1000);
    CHECK_MEM(sent.data, 7, "$1000\r\n");
    bytes_drop(&sent);
    CHECK(memory.held + 900 < held);
    end();
}

TEST(values_change_their_length_in_place_as_copies_and_as_views)
{
    begin(0);
    Entry *entry = NULL;
    uint8_t *value;
    size_t len = 0;
    for (size_t step = 1; len < 20000; step += 3) {
        CHECK_EQ(store_edit(&store, &entry, BYTES_SPAN("a"), len + step, &value), 0);
        for (size_t i = 0; i < len; i++) {
            CHECK_EQ(value[i], 'x');
        }
        for (size_t i = len; i < len + step; i++) {
            CHECK_EQ(value[i], 0);
            value[i] = 'x';
        }
        len += step;
        CHECK(entry == store_find(&store, BYTES_SPAN("a")));
        CHECK_EQ(entry_value(entry).len, len);
        if (entry_is_view(entry)) {
            uint8_t prefix[ENTRY_PREFIX_MAX];
            const size_t size = entry_write_prefix(len, prefix);
            CHECK(memcmp(entry_view(entry)->data, prefix, size) == 0);
            CHECK(memcmp(value + len, "\r\n", 2) == 0);
        }
    }
    Bytes sent = bytes_share(entry_view(entry));
    CHECK_EQ(store_edit(&store, &entry, BYTES_SPAN("a"), len + 1, &value), 0);
    value[0] = 'y';
    CHECK_EQ(sent.data[8], 'x');
    bytes_drop(&sent);
    end();
}

TEST(keys_expire_when_they_are_used_or_swept)
{
    begin(0);
    CHECK_EQ(set(BYTES_SPAN("a"), BYTES_SPAN("1"), 1001), 0);
    CHECK_EQ(set(BYTES_SPAN("b"), BYTES_SPAN("1"), 0), 0);
    CHECK(store_find(&store, BYTES_SPAN("a")) != NULL);
    store.now = 1001;
    CHECK(store_find(&store, BYTES_SPAN("a")) == NULL);
    for (int i = 0; i < 1000; i++) {
        CHECK_EQ(set(key_of(i), BYTES_SPAN("1"), 2000), 0);
    }
    CHECK_EQ(store.expiring, 1000);
    store.now = 2000;
    store_sweep(&store);
    CHECK_EQ(store.expiring, 0);
    CHECK_EQ(store_count(&store), 1);
    CHECK_EQ(store.counts.expired, 1001);
    end();
}

TEST(the_least_recently_used_keys_are_evicted_until_the_memory_held_is_within_the_bound)
{
    begin(100000);
    for (int i = 0; i < 50; i++) {
        CHECK_EQ(set_zeros(key_of(i), 1000), 0);
    }
    CHECK(store_evict(&store));
    CHECK_EQ(store_count(&store), 50);
    for (int i = 0; i < 10; i++) {
        CHECK(store_find(&store, key_of(2 * i)) != NULL);
    }
    store.max_memory = 30000;
    CHECK(store_evict(&store));
    CHECK(memory.held <= 30000);
    CHECK(store_count(&store) > 15);
    for (int i = 0; i < 10; i++) {
        CHECK(store_find(&store, key_of(2 * i)) != NULL);
        CHECK(store_find(&store, key_of(2 * i + 1)) == NULL);
    }
    end();
}

TEST(memory_that_is_held_by_others_than_keys_cannot_be_evicted)
{
    begin(0);
    CHECK_EQ(set_zeros(BYTES_SPAN("a"), 5000), 0);
    Bytes sent = bytes_share(entry_view(store_find(&store, BYTES_SPAN("a"))));
    store.max_memory = 4000;
    CHECK(!store_evict(&store));
    CHECK_EQ(store_count(&store), 0);
    bytes_drop(&sent);
    CHECK(store_evict(&store));
    end();
}

typedef struct Seen {
    bool keys[20000];
    int count;
} Seen;

static bool see(void *context, Entry *entry)
{
    Seen *const self = context;
    const BytesSpan key = entry_key(entry);
    uint64_t number;
    CHECK_EQ(bytes_span_parse_decimal(bytes_span_slice(key, 4, key.len), &number), 0);
    self->keys[number / 10] = true;
    self->count++;
    return true;
}

TEST(a_scan_visits_each_key_that_is_there_all_the_time_though_the_table_grows)
{
    static Seen seen;
    begin(0);
    for (int i = 0; i < 500; i++) {
        CHECK_EQ(set(key_of(i * 10), BYTES_SPAN("v"), 0), 0);
    }
    uint64_t cursor = 0;
    int calls = 0;
    do {
        cursor = store_scan(&store, cursor, 40, see, &seen);
        for (int i = 0; i < 20; i++, calls++) {
            CHECK_EQ(set(key_of(100000 + calls * 10), BYTES_SPAN("v"), 0), 0);
        }
    } while (cursor != 0 && calls < 9000);
    for (int i = 0; i < 500; i++) {
        CHECK(seen.keys[i]);
    }
    CHECK_EQ(cursor, 0);
    end();
}

TEST(a_random_key_is_any_of_them)
{
    begin(0);
    CHECK(store_random(&store) == NULL);
    for (int i = 0; i < 20; i++) {
        CHECK_EQ(set(key_of(i * 10), BYTES_SPAN("v"), 0), 0);
    }
    static Seen seen;
    for (int i = 0; i < 5000; i++) {
        CHECK(see(&seen, store_random(&store)));
    }
    for (int i = 0; i < 20; i++) {
        CHECK(seen.keys[i]);
    }
    end();
}

/* Sets and edits keys; stops at the first failure. */
static int fill(void)
{
    int error = 0;
    for (int i = 0; i < 400 && error == 0; i++) {
        error = set_zeros(key_of(i % 300), (size_t)(i * 7 % 250));
        if (error == 0 && i % 3 == 0) {
            uint8_t *value;
            Entry *entry = store_find(&store, key_of(i % 300));
            const size_t before = entry_value(entry).len;
            error = store_edit(&store, &entry, key_of(i % 300), before + 40, &value);
            entry = store_find(&store, key_of(i % 300));
            CHECK(entry != NULL);
            CHECK_EQ(entry_value(entry).len, error == 0 ? before + 40 : before);
        }
    }
    return error;
}

TEST(where_memory_runs_out_nothing_changes_and_nothing_leaks)
{
    for (size_t fail_at = 1;; fail_at++) {
        begin(0);
        allocator.fail_at = fail_at;
        const int error = fill();
        const bool failed = allocator.failed;
        CHECK_EQ(error, failed ? BYTES_ENOMEM : 0);
        allocator.fail_at = 0;
        CHECK_EQ(fill(), 0);
        CHECK_EQ(store_count(&store), 300);
        end();
        if (!failed) {
            CHECK(fail_at > 400);
            break;
        }
    }
}

TAP_MAIN()
