/* SPDX-License-Identifier: MIT */
/* Headers that are kept beyond their requests: what they pin, and that compaction gives it up. */
#include "cli/field_counts.h"
#include "socket_reader.h"

enum {
    REQUESTS = 10000,
    PADDING = 8000, /* bytes of each request that nobody keeps */
    SMALL = 128     /* more than the block of a User-Agent of twenty bytes takes, with the library's header */
};

/* A large request with a User-Agent of its own. */
static void write_request(SocketReader *self, size_t number)
{
    static char padding[PADDING + 1];
    static char request[PADDING + 200];
    memset(padding, 'v', PADDING);
    const int len = snprintf(request, sizeof(request),
                             "GET /%zu HTTP/1.1\r\nHost: a\r\nX-Padding: %s\r\nUser-Agent: agent/%zu (test)\r\n\r\n",
                             number, padding, number);
    socket_reader_write(self, request, (size_t)len);
}

static Bytes *user_agent_of(const HttpMessage *message)
{
    /* After method and target, and the names and values of Host and X-Padding. */
    return &message->views[HTTP_MESSAGE_METHOD + HTTP_RANGES(2) + 1];
}

static void check_user_agent(const Bytes *view, size_t number)
{
    char expected[40];
    snprintf(expected, sizeof(expected), "agent/%zu (test)", number);
    CHECK_EQ(view->len, strlen(expected));
    CHECK(memcmp(view->data, expected, view->len) == 0);
}

TEST(one_small_header_of_each_of_10000_large_requests_pins_all_of_them_until_it_is_compacted)
{
    static Bytes kept[REQUESTS];
    SocketReader self;
    size_t shown = 0;
    size_t pinned = 0; /* according to the views, each block once */
    socket_reader_start(&self);
    const size_t at_rest = socket_reader_live_bytes(&self);
    for (size_t i = 0; i < REQUESTS; i++) {
        write_request(&self, i);
        kept[i] = bytes_share(user_agent_of(socket_reader_next(&self)));
        http_reader_release(&self.reader);
        shown += kept[i].len;
        if (i == 0 || !bytes_same_storage(&kept[i], &kept[i - 1])) {
            pinned += bytes_retained(&kept[i]);
        }
    }
    const size_t before = socket_reader_live_bytes(&self) - at_rest;
    printf("# %d headers of %zu bytes in all, which pin %zu\n", REQUESTS, shown, pinned);
    printf("# allocated before: %zu bytes\n", before);
    CHECK(pinned >= (size_t)REQUESTS * PADDING);
    CHECK(before >= pinned - at_rest); /* the newest block is also the reader's, and was there at rest */

    for (size_t i = 0; i < REQUESTS; i++) {
        const uint8_t *data = kept[i].data;
        CHECK_EQ(bytes_compact_in(&self.reader.memory.base, &kept[i], 4), 0);
        CHECK(kept[i].data != data);
        CHECK(bytes_retained(&kept[i]) <= SMALL);
        check_user_agent(&kept[i], i);
    }
    const size_t after = socket_reader_live_bytes(&self) - at_rest;
    printf("# allocated after: %zu bytes\n", after);
    CHECK(after <= (size_t)REQUESTS * SMALL);

    bytes_drop_all(kept, REQUESTS);
    CHECK_EQ(socket_reader_live_bytes(&self), at_rest);
    socket_reader_end(&self);
    CHECK_EQ(socket_reader_live_bytes(&self), 0);
}

TEST(field_counts_keep_each_value_once_and_none_of_the_requests)
{
    SocketReader self;
    HttpFieldCounts counts;
    socket_reader_start(&self);
    http_field_counts_init("user-agent", &self.reader.memory.base, &counts);
    const size_t at_rest = socket_reader_live_bytes(&self);
    for (size_t i = 0; i < REQUESTS + 10; i++) {
        write_request(&self, i % REQUESTS);
        CHECK_EQ(http_field_counts_add(&counts, socket_reader_next(&self)), 0);
        /* The request still has its view. */
        check_user_agent(user_agent_of(&self.reader.message), i % REQUESTS);
        http_reader_release(&self.reader);
    }
    CHECK_EQ(counts.count, REQUESTS);
    const size_t allocated = socket_reader_live_bytes(&self) - at_rest;
    printf("# allocated for %d values: %zu bytes\n", REQUESTS, allocated);
    CHECK(allocated <= (size_t)REQUESTS * SMALL + counts.capacity * sizeof(*counts.slots));

    http_field_counts_sort(&counts);
    for (size_t i = 0; i < REQUESTS; i++) {
        CHECK_EQ(counts.slots[i].count, i < 10 ? 2 : 1);
    }
    check_user_agent(&counts.slots[0].value, 0);
    http_field_counts_drop(&counts);
    CHECK_EQ(socket_reader_live_bytes(&self), at_rest);
    socket_reader_end(&self);
    CHECK_EQ(socket_reader_live_bytes(&self), 0);
}

TAP_MAIN()
