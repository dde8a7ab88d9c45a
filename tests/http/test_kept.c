/* SPDX-License-Identifier: MIT */
/* Headers that are kept beyond their requests: what they pin, and that compaction lets it go. */
#include "feeding.h"
#include "cli/field_counts.h"

enum {
    REQUESTS = 10000,
    PADDING = 8000, /* bytes of each request that nobody keeps */
    SMALL = 128     /* more than a block for a User-Agent of twenty bytes takes, with the library's header */
};

/* A large request with a User-Agent of its own. */
static void send_one(Feeding *feeding, size_t number)
{
    static char padding[PADDING + 1];
    static char request[PADDING + 200];
    int len;

    memset(padding, 'v', PADDING);
    len = snprintf(request, sizeof(request),
                   "GET /%zu HTTP/1.1\r\nHost: a\r\nX-Padding: %s\r\nUser-Agent: agent/%zu (test)\r\n\r\n", number,
                   padding, number);
    feeding_write(feeding, request, (size_t)len);
}

static Bytes *user_agent_of(const HttpMessage *message)
{
    /* Behind method and target, and behind the names and values of Host and X-Padding. */
    return &message->views[HTTP_MESSAGE_METHOD + HTTP_RANGES(2) + 1];
}

static void check_user_agent(const Bytes *view, size_t number)
{
    char wanted[40];

    snprintf(wanted, sizeof(wanted), "agent/%zu (test)", number);
    CHECK_EQ(view->len, strlen(wanted));
    CHECK(memcmp(view->data, wanted, view->len) == 0);
}

TEST(one_small_header_of_each_of_10000_large_requests_pins_all_of_them_until_it_is_compacted)
{
    static Bytes kept[REQUESTS];
    Feeding feeding;
    const HttpMemory *memory = &feeding.feed.memory;
    size_t at_rest;
    size_t shown = 0;
    size_t pinned = 0; /* as the views say, each block once */
    size_t before;
    size_t after;

    feeding_start(&feeding);
    at_rest = memory->bytes;
    for (size_t i = 0; i < REQUESTS; i++) {
        send_one(&feeding, i);
        kept[i] = bytes_share(user_agent_of(feeding_next(&feeding)));
        http_feed_release(&feeding.feed);
        shown += kept[i].len;
        if (i == 0 || !bytes_same_storage(&kept[i], &kept[i - 1])) {
            pinned += bytes_retained(&kept[i]);
        }
    }
    before = memory->bytes - at_rest;
    printf("# %d headers of %zu bytes in all, which pin %zu\n", REQUESTS, shown, pinned);
    printf("# alive before: %zu bytes\n", before);
    CHECK(pinned >= (size_t)REQUESTS * PADDING);
    CHECK(before >= pinned - at_rest); /* the newest block is still the feed's, and was there at rest */

    for (size_t i = 0; i < REQUESTS; i++) {
        CHECK_EQ(bytes_compact_in(&feeding.feed.memory.allocator, &kept[i], 4), 0);
        CHECK(bytes_retained(&kept[i]) <= SMALL);
        check_user_agent(&kept[i], i);
    }
    after = memory->bytes - at_rest;
    printf("# alive after: %zu bytes\n", after);
    CHECK(after <= (size_t)REQUESTS * SMALL);

    bytes_drop_all(kept, REQUESTS);
    CHECK_EQ(memory->bytes, at_rest);
    feeding_end(&feeding);
    CHECK_EQ(memory->bytes, 0);
}

TEST(a_tally_keeps_each_value_once_and_none_of_the_requests)
{
    Feeding feeding;
    const HttpMemory *memory = &feeding.feed.memory;
    HttpTally tally;
    size_t at_rest;

    feeding_start(&feeding);
    http_tally_init(&tally, "user-agent", &feeding.feed.memory.allocator);
    at_rest = memory->bytes;
    for (size_t i = 0; i < REQUESTS + 10; i++) {
        send_one(&feeding, i % REQUESTS);
        CHECK_EQ(http_tally_add(&tally, feeding_next(&feeding)), 0);
        /* The request's own view is still there. */
        check_user_agent(user_agent_of(&feeding.feed.message), i % REQUESTS);
        http_feed_release(&feeding.feed);
    }
    CHECK_EQ(tally.count, REQUESTS);
    printf("# alive with %d values in the tally: %zu bytes\n", REQUESTS, memory->bytes - at_rest);
    CHECK(memory->bytes - at_rest <= (size_t)REQUESTS * SMALL + tally.room * sizeof(*tally.entries));

    http_tally_sort(&tally);
    for (size_t i = 0; i < REQUESTS; i++) {
        CHECK_EQ(tally.entries[i].count, i < 10 ? 2 : 1);
    }
    check_user_agent(&tally.entries[0].value, 0);
    http_tally_drop(&tally);
    CHECK_EQ(memory->bytes, at_rest);
    feeding_end(&feeding);
}

TAP_MAIN()
