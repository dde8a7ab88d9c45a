/* SPDX-License-Identifier: MIT */
/* The commands, from request to reply without a network: what is copied, and memory that runs out anywhere. */
#include "cache.h"

#include "tap.h"
#include "unit/test_allocator.h"

enum { BLOCK = 64 * 1024 };

static TestAllocator allocator;
static Cache cache;
static Session session;
static BytesQueue queue;
static Reply reply;
static BytesMut in;

static void begin(void)
{
    allocator = test_allocator();
    session = (Session){.id = 1};
    cache = (Cache){.limits = {.arguments = 1000, .argument = 1 << 20, .request = 1 << 21}, .max_key = 100};
    in = (BytesMut)BYTES_MUT_EMPTY;
    memory_init(&allocator.base, &cache.memory);
    store_init(&cache.memory, 1, 0, 512, &cache.store);
    cache.store.now = 1000;
    bytes_queue_init(&cache.memory.base, 0, &queue);
    reply = (Reply){.queue = &queue, .protocol = 2, .max_copied = 1 << 20};
}

static void end(void)
{
    bytes_mut_drop(&in);
    bytes_queue_drop(&queue);
    bytes_drop(&session.name);
    store_clear(&cache.store);
    CHECK_EQ(allocator.live, 0);
    CHECK_EQ(cache.memory.held, 0);
}

/* Execute the requests of a stream that is in a read block. Returns the first error of the reply or the parser. */
static int run(BytesSpan stream)
{
    RespParser parser;
    resp_init(&cache.limits, &cache.memory.base, &parser);
    int error = bytes_mut_with_capacity_in(&cache.memory.base, stream.len < BLOCK ? BLOCK : stream.len, &in);
    if (error == 0) {
        error = bytes_mut_put(&in, stream.data, stream.len);
    }
    while (error == 0 && in.len != 0) {
        Call call = {.cache = &cache, .session = &session, .reply = &reply, .in = &in, .request = &parser};
        const int result = resp_parse(&parser, in.data, in.len);
        if (result != 1) {
            error = result;
            break;
        }
        command_run(&call);
        if (call.whole.len == 0) {
            bytes_mut_advance(&in, parser.offset);
        } else {
            CHECK_EQ(bytes_drop_into_mut(&call.whole, &in), 0);
        }
        error = reply.error;
        resp_next(&parser);
    }
    resp_drop(&parser);
    bytes_mut_drop(&in);
    return error;
}

static void check_reply(const char *expected)
{
    static char text[1000];
    CHECK(queue.len < sizeof(text));
    bytes_queue_copy_to(&queue, 0, queue.len, text);
    text[queue.len] = '\0';
    CHECK_STR(text, expected);
    bytes_queue_clear(&queue);
}

TEST(requests_get_their_replies)
{
    begin();
    CHECK_EQ(run(BYTES_SPAN("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nhello\r\n*2\r\n$3\r\nGET\r\n$1\r\na\r\nSTRLEN a\r\n")),
             0);
    check_reply("+OK\r\n$5\r\nhello\r\n:5\r\n");
    CHECK_EQ(run(BYTES_SPAN("SET \"\" x\r\nKEYS *\r\nMGET a b\r\n*1\r\n$0\r\n\r\n")), 0);
    check_reply("+OK\r\n*2\r\n$1\r\na\r\n$0\r\n\r\n*2\r\n$5\r\nhello\r\n$-1\r\n"
                "-ERR unknown command '', with args beginning with: \r\n");
    end();
}

/* "SET k", of a value of this many bytes. */
static BytesMut set_request(size_t len)
{
    BytesMut out = BYTES_MUT_EMPTY;
    CHECK_EQ(bytes_mut_printf(&out, "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$%zu\r\n", len), 0);
    CHECK_EQ(bytes_mut_put_bytes(&out, 'v', len), 0);
    CHECK_EQ(bytes_mut_put_str(&out, "\r\n"), 0);
    return out;
}

TEST(a_get_sends_the_view_that_was_stored_and_copies_nothing)
{
    begin();
    BytesMut request = set_request(60000);
    CHECK_EQ(run(bytes_mut_span(&request)), 0);
    CHECK_EQ(cache.memory.copied, 0);
    CHECK_EQ(cache.store.counts.kept_views, 1);
    bytes_queue_clear(&queue);
    const size_t calls = allocator.calls;
    Bytes *const stored = entry_view(store_find(&cache.store, BYTES_SPAN("k")));
    CHECK_EQ(run(BYTES_SPAN("GET k\r\n")), 0);
    const BytesSpan sent = bytes_queue_front(&queue);
    CHECK(sent.data == stored->data);
    CHECK_EQ(sent.len, queue.len);
    CHECK_EQ(cache.memory.copied, 0);
    CHECK_EQ(allocator.calls, calls + 1); /* the read block of the test */

    CHECK_EQ(run(BYTES_SPAN("SET k 1\r\n")), 0);
    CHECK_MEM(bytes_queue_front(&queue).data, 8, "$60000\r\n");
    CHECK(memcmp(bytes_queue_front(&queue).data + 8, "vvvv", 4) == 0);
    CHECK_EQ(cache.memory.copied, 0);
    bytes_mut_drop(&request);
    end();
}

/* A session that allocates in every way: entries, blocks, arrays of arguments, the table, the queue. */
static int run_session(void)
{
    static const char words[] =
        "SET a 1\r\nAPPEND a 2345\r\nINCRBY n 5\r\nSETRANGE r 700 xyz\r\nAPPEND r "
        "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\nMSET b 1 c 2 d 3\r\nGET r\r\nGETRANGE r 0 600\r\n"
        "KEYS *\r\nSCAN 0\r\nCLIENT SETNAME me\r\nHELLO 3\r\nINFO\r\nCONFIG GET *\r\nCOMMAND\r\n"
        "MGET a b c d e f g h i j k l m n o p q r s t u v w x y z\r\nGETDEL r\r\nDEL a b c d\r\n";
    BytesMut request = set_request(5000);
    int error = run(bytes_mut_span(&request));
    if (error == 0) {
        error = run(bytes_span_str(words));
    }
    bytes_mut_drop(&request);
    return error;
}

TEST(where_an_allocation_fails_the_reply_says_so_or_the_connection_ends_and_nothing_leaks)
{
    for (size_t fail_at = 1;; fail_at++) {
        begin();
        allocator.fail_at = fail_at;
        const int error = run_session();
        const bool failed = allocator.failed;
        CHECK(error == 0 || (error == BYTES_ENOMEM && failed));
        if (failed && error == 0) {
            CHECK(bytes_queue_find(&queue, BYTES_SPAN("-OOM out of memory\r\n"), 0) != BYTES_NOT_FOUND);
        }
        allocator.fail_at = 0;
        /* With memory again, everything works. */
        reply.error = 0;
        bytes_queue_clear(&queue);
        reply.protocol = 2;
        CHECK_EQ(run(BYTES_SPAN("SET a 1\r\nINCR a\r\nGET a\r\n")), 0);
        check_reply("+OK\r\n:2\r\n$1\r\n2\r\n");
        end();
        if (!failed) {
            CHECK(fail_at > 20);
            break;
        }
    }
}

TAP_MAIN()
