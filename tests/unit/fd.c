/* SPDX-License-Identifier: MIT */
/* Descriptors: pipes, sockets and files; each short count, each error, and how many system calls there are. */
#include "tap.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <bytes/bytes.h>
#include <bytes/fd.h>

#include "counting.h"
#include "fd_calls.h"
#include "test_allocator.h"

enum { SEGMENTS = 2000 };

static uint8_t pattern(size_t index)
{
    return (uint8_t)(index * 7 + index / 251); /* cast: any byte will do */
}

static void check_pattern(const uint8_t *data, size_t len, size_t from)
{
    for (size_t i = 0; i < len; i++) {
        if (data[i] != pattern(from + i)) {
            CHECK_EQ(data[i], pattern(from + i));
        }
    }
}

static void fill_pattern(uint8_t *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        data[i] = pattern(i);
    }
}

typedef struct Pipe {
    int out; /* to read from */
    int in;
} Pipe;

static Pipe open_pipe(int flags)
{
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(fcntl(ends[i], F_SETFL, flags), 0);
    }
    fd_calls_reset();
    return (Pipe){ends[0], ends[1]};
}

static void close_pipe(Pipe *self)
{
    close(self->out);
    close(self->in);
}

static void feed(int fd, const char *text)
{
    const FdCalls saved = fd_calls;
    fd_calls_reset();
    CHECK_EQ(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    fd_calls = saved;
}

static int open_file(size_t size)
{
    char name[] = "/tmp/bytes-fd-XXXXXX";
    const int fd = mkstemp(name);
    CHECK(fd >= 0);
    CHECK_EQ(unlink(name), 0);
    fd_calls_reset();
    for (size_t i = 0; i < size; i++) {
        const uint8_t byte = pattern(i);
        CHECK_EQ(write(fd, &byte, 1), 1);
    }
    CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
    fd_calls_reset();
    return fd;
}

static const uint8_t *flat(BytesQueue *queue)
{
    CHECK_EQ(bytes_queue_coalesce(queue, queue->len), 0);
    return bytes_queue_front(queue).data;
}

TEST(a_buffer_reads_once_into_all_its_spare_capacity)
{
    Pipe ends = open_pipe(0);
    BytesMut buffer;
    size_t count = 99;
    CHECK_EQ(bytes_mut_with_capacity(100, &buffer), 0);
    feed(ends.in, "0123456789");
    CHECK_EQ(bytes_mut_read_fd(&buffer, ends.out, 1, &count), 0);
    CHECK_EQ(count, 10);
    CHECK_MEM(buffer.data, buffer.len, "0123456789");
    CHECK_EQ(fd_calls.made, 1);
    CHECK_EQ(fd_calls.largest, buffer.cap);
    feed(ends.in, "ab");
    CHECK_EQ(bytes_mut_read_fd(&buffer, ends.out, 1000, &count), 0);
    CHECK_EQ(count, 2);
    CHECK(buffer.cap >= 1010);
    CHECK_MEM(buffer.data, buffer.len, "0123456789ab");
    bytes_mut_drop(&buffer);
    close_pipe(&ends);
}

TEST(a_queue_reads_into_the_rest_of_its_tail_and_the_next_block)
{
    Pipe ends = open_pipe(0);
    TestAllocator allocator = test_allocator();
    BytesQueue queue;
    BytesSpan spans[3];
    size_t count;
    bytes_queue_init(&allocator.base, 100, &queue);
    CHECK_EQ(bytes_queue_put_bytes(&queue, 'x', 90), 0);
    feed(ends.in, "0123456789abcdefghij");
    CHECK_EQ(bytes_queue_read_fd(&queue, ends.out, 50, &count), 0);
    CHECK_EQ(count, 20);
    CHECK_EQ(fd_calls.made, 1);
    CHECK_EQ(fd_calls.most_pieces, 2);
    CHECK_EQ(bytes_queue_spans(&queue, 0, spans, 3), 2);
    CHECK_EQ(spans[0].len, 100);
    CHECK_MEM(spans[1].data, spans[1].len, "abcdefghij");
    CHECK_EQ(allocator.copied, 0);
    bytes_queue_drop(&queue);
    CHECK_EQ(allocator.live, 0);
    close_pipe(&ends);
}

TEST(the_end_of_file_is_a_count_of_0)
{
    Pipe ends = open_pipe(0);
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    size_t count = 99;
    close(ends.in);
    CHECK_EQ(bytes_mut_read_fd(&buffer, ends.out, 1, &count), 0);
    CHECK_EQ(count, 0);
    count = 99;
    CHECK_EQ(bytes_queue_read_fd(&queue, ends.out, 1, &count), 0);
    CHECK_EQ(count, 0);
    CHECK_EQ(buffer.len + queue.len, 0);
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    close(ends.out);
}

TEST(reading_at_least_nothing_is_an_error)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    size_t count = 99;
    fd_calls_reset();
    CHECK_EQ(bytes_mut_read_fd(&buffer, 0, 0, &count), BYTES_EINVAL);
    CHECK_EQ(bytes_mut_pread_fd(&buffer, 0, 0, 0, &count), BYTES_EINVAL);
    CHECK_EQ(bytes_queue_read_fd(&queue, 0, 0, &count), BYTES_EINVAL);
    CHECK_EQ(bytes_queue_pread_fd(&queue, 0, 0, 0, &count), BYTES_EINVAL);
    CHECK_EQ(count, 99);
    CHECK_EQ(fd_calls.made, 0);
}

TEST(what_would_block_is_an_error_and_nothing_has_happened)
{
    Pipe ends = open_pipe(O_NONBLOCK);
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    size_t count = 99;
    CHECK_EQ(bytes_mut_read_fd(&buffer, ends.out, 1, &count), BYTES_EAGAIN);
    CHECK_EQ(bytes_queue_read_fd(&queue, ends.out, 1, &count), BYTES_EAGAIN);
    CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, ends.out, 10), BYTES_EAGAIN);
    CHECK_EQ(count, 99);
    CHECK_EQ(buffer.len + queue.len, 0);
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    close_pipe(&ends);
}

TEST(a_write_takes_its_bytes_off_the_front)
{
    Pipe ends = open_pipe(0);
    char back[16];
    Bytes view = BYTES_LITERAL("view");
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes literal = BYTES_LITERAL("que");
    size_t count;
    CHECK_EQ(bytes_mut_put_str(&buffer, "mut"), 0);
    CHECK_EQ(bytes_queue_push_back(&queue, &literal), 0);
    CHECK_EQ(bytes_queue_put_str(&queue, "ue"), 0);
    CHECK_EQ(bytes_write_fd(&view, ends.in, &count), 0);
    CHECK_EQ(count, 4);
    CHECK_EQ(bytes_mut_write_fd(&buffer, ends.in, &count), 0);
    CHECK_EQ(count, 3);
    CHECK_EQ(bytes_queue_write_fd(&queue, ends.in, &count), 0);
    CHECK_EQ(count, 5);
    CHECK_EQ(fd_calls.made, 3);
    CHECK_EQ(view.len + buffer.len + queue.len, 0);
    CHECK_EQ(read(ends.out, back, sizeof(back)), 12);
    CHECK_MEM(back, 12, "viewmutqueue");
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    close_pipe(&ends);
}

TEST(writing_nothing_makes_no_system_call)
{
    Bytes view = BYTES_EMPTY;
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    size_t count = 99;
    fd_calls_reset();
    CHECK_EQ(bytes_write_fd(&view, -1, &count), 0);
    CHECK_EQ(count, 0);
    CHECK_EQ(bytes_mut_write_fd(&buffer, -1, &count), 0);
    CHECK_EQ(bytes_queue_write_fd(&queue, -1, &count), 0);
    CHECK_EQ(bytes_queue_pwrite_fd(&queue, -1, 0, &count), 0);
    CHECK_EQ(count, 0);
    CHECK_EQ(fd_calls.made, 0);
}

/* Four segments of 10 bytes, of the pattern. */
static void push_pattern(BytesQueue *queue, Bytes *whole)
{
    for (size_t i = 0; i < 4; i++) {
        Bytes part = bytes_share_slice(whole, 10 * i, 10 * i + 10);
        CHECK_EQ(bytes_queue_push_back(queue, &part), 0);
    }
}

TEST(a_write_goes_on_after_each_short_count)
{
    uint8_t bytes[40];
    uint8_t back[40];
    Bytes whole;
    fill_pattern(bytes, sizeof(bytes));
    CHECK_EQ(bytes_copy(bytes, sizeof(bytes), &whole), 0);
    for (size_t at_most = 1; at_most <= 41; at_most++) {
        Pipe ends = open_pipe(0);
        BytesQueue queue = BYTES_QUEUE_EMPTY;
        Bytes view = bytes_share(&whole);
        size_t count;
        push_pattern(&queue, &whole);
        fd_calls.at_most = at_most;
        CHECK_EQ(bytes_queue_write_fd(&queue, ends.in, &count), 0);
        CHECK_EQ(count, 40);
        CHECK_EQ(queue.len, 0);
        CHECK_EQ(fd_calls.made, (40 + at_most - 1) / at_most);
        fd_calls_reset();
        CHECK_EQ(read(ends.out, back, sizeof(back)), 40);
        check_pattern(back, 40, 0);
        fd_calls_reset();
        fd_calls.at_most = at_most;
        CHECK_EQ(bytes_write_fd(&view, ends.in, &count), 0);
        CHECK_EQ(count, 40);
        CHECK_EQ(view.len, 0);
        CHECK_EQ(fd_calls.made, (40 + at_most - 1) / at_most);
        fd_calls_reset();
        CHECK_EQ(read(ends.out, back, sizeof(back)), 40);
        check_pattern(back, 40, 0);
        bytes_queue_drop(&queue);
        close_pipe(&ends);
    }
    bytes_drop(&whole);
}

TEST(a_read_keeps_each_short_count)
{
    uint8_t bytes[40];
    fill_pattern(bytes, sizeof(bytes));
    for (size_t at_most = 1; at_most <= 40; at_most++) {
        Pipe ends = open_pipe(0);
        BytesQueue queue;
        size_t total = 0;
        bytes_queue_init(NULL, 7, &queue);
        CHECK_EQ(write(ends.in, bytes, sizeof(bytes)), 40);
        close(ends.in);
        fd_calls_reset();
        fd_calls.at_most = at_most;
        for (size_t count = 1; count != 0; total += count) {
            CHECK_EQ(bytes_queue_read_fd(&queue, ends.out, 13, &count), 0);
        }
        CHECK_EQ(total, 40);
        CHECK_EQ(queue.len, 40);
        check_pattern(flat(&queue), 40, 0);
        bytes_queue_drop(&queue);
        close(ends.out);
    }
}

TEST(an_error_after_a_part_comes_with_the_next_call)
{
    static const int errors[] = {EAGAIN, EIO, ENOSPC, EPIPE, EBADF};
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        Pipe ends = open_pipe(0);
        const long script[] = {3, 4, -errors[i], -errors[i]};
        uint8_t bytes[40];
        Bytes whole;
        BytesQueue queue = BYTES_QUEUE_EMPTY;
        size_t count = 99;
        fill_pattern(bytes, sizeof(bytes));
        CHECK_EQ(bytes_copy(bytes, sizeof(bytes), &whole), 0);
        push_pattern(&queue, &whole);
        fd_calls_script(script, 4);
        CHECK_EQ(bytes_queue_write_fd(&queue, ends.in, &count), 0);
        CHECK_EQ(count, 7);
        CHECK_EQ(queue.len, 33);
        count = 99;
        CHECK_EQ(bytes_queue_write_fd(&queue, ends.in, &count), -errors[i]);
        CHECK_EQ(count, 99);
        CHECK_EQ(queue.len, 33);
        fd_calls_script(script, 4);
        CHECK_EQ(bytes_write_fd(&whole, ends.in, &count), 0);
        CHECK_EQ(count, 7);
        CHECK_EQ(bytes_write_fd(&whole, ends.in, &count), -errors[i]);
        CHECK_EQ(whole.len, 33);
        check_pattern(whole.data, 33, 7);
        bytes_queue_drop(&queue);
        bytes_drop(&whole);
        close_pipe(&ends);
    }
}

TEST(a_system_that_writes_nothing_without_an_error_would_block)
{
    const long script[] = {3, 0, 0};
    Pipe ends = open_pipe(0);
    Bytes view = BYTES_LITERAL("0123456789");
    size_t count = 99;
    fd_calls_script(script, 3);
    CHECK_EQ(bytes_write_fd(&view, ends.in, &count), 0);
    CHECK_EQ(count, 3);
    CHECK_EQ(bytes_write_fd(&view, ends.in, &count), BYTES_EAGAIN);
    CHECK_EQ(view.len, 7);
    close_pipe(&ends);
}

TEST(an_interrupted_call_is_repeated)
{
    const long script[] = {-EINTR, -EINTR, 4, -EINTR, 6};
    Pipe ends = open_pipe(0);
    Bytes view = BYTES_LITERAL("0123456789");
    BytesMut buffer = BYTES_MUT_EMPTY;
    size_t count;
    fd_calls_script(script, 5);
    CHECK_EQ(bytes_write_fd(&view, ends.in, &count), 0);
    CHECK_EQ(count, 10);
    CHECK_EQ(fd_calls.made, 5);
    fd_calls_script(script, 3);
    CHECK_EQ(bytes_mut_read_fd(&buffer, ends.out, 10, &count), 0);
    CHECK_EQ(count, 4);
    CHECK_EQ(fd_calls.made, 3);
    bytes_mut_drop(&buffer);
    close_pipe(&ends);
}

static atomic_int signals; /* of any thread */

static void count_signal(int number)
{
    (void)number;
    signals++;
}

/* Reads a megabyte slowly from a pipe, or all of it. */
static void *read_pattern(void *argument)
{
    const int fd = *(const int *)argument;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    for (size_t count = 1; count != 0;) {
        if (bytes_queue_read_fd(&queue, fd, 1000, &count) != 0) {
            return NULL;
        }
        usleep(100);
    }
    for (size_t i = 0; queue.len != 0; i++) {
        uint8_t byte;
        if (!bytes_queue_get_u8(&queue, &byte) || byte != pattern(i)) {
            return NULL;
        }
    }
    bytes_queue_drop(&queue);
    return argument;
}

TEST(a_storm_of_signals_changes_nothing)
{
    enum { TOTAL = 1 << 20 };
    struct sigaction action;
    struct itimerval storm = {{0, 200}, {0, 200}};
    struct itimerval calm = {{0, 0}, {0, 0}};
    Pipe ends = open_pipe(0);
    pthread_t reader;
    void *result;
    BytesMut buffer;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    size_t total = 0;
    memset(&action, 0, sizeof(action));
    action.sa_handler = count_signal; /* without SA_RESTART */
    CHECK_EQ(sigaction(SIGALRM, &action, NULL), 0);
    CHECK_EQ(bytes_mut_with_capacity(TOTAL, &buffer), 0);
    fill_pattern(buffer.data, TOTAL);
    bytes_mut_commit(&buffer, TOTAL);
    while (buffer.len != 0) {
        Bytes part = bytes_mut_split_freeze(&buffer, buffer.len < 5000 ? buffer.len : 5000);
        CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
    }
    CHECK_EQ(pthread_create(&reader, NULL, read_pattern, &ends.out), 0);
    CHECK_EQ(setitimer(ITIMER_REAL, &storm, NULL), 0);
    while (queue.len != 0) {
        size_t count;
        CHECK_EQ(bytes_queue_write_fd(&queue, ends.in, &count), 0);
        total += count;
    }
    CHECK_EQ(setitimer(ITIMER_REAL, &calm, NULL), 0);
    close(ends.in);
    CHECK_EQ(pthread_join(reader, &result), 0);
    CHECK(result != NULL);
    CHECK_EQ(total, TOTAL);
    CHECK(signals > 5);
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    close(ends.out);
}

TEST(a_write_to_a_full_pipe_counts_what_went_and_keeps_the_rest)
{
    enum { TOTAL = 1 << 20 };
    Pipe ends = open_pipe(O_NONBLOCK);
    BytesMut buffer;
    BytesMut back = BYTES_MUT_EMPTY;
    size_t count;
    size_t written;
    CHECK_EQ(bytes_mut_with_capacity(TOTAL, &buffer), 0);
    fill_pattern(buffer.data, TOTAL);
    bytes_mut_commit(&buffer, TOTAL);
    CHECK_EQ(bytes_mut_write_fd(&buffer, ends.in, &written), 0);
    CHECK(written > 0 && written < TOTAL);
    CHECK_EQ(bytes_mut_write_fd(&buffer, ends.in, &count), BYTES_EAGAIN);
    CHECK_EQ(buffer.len, TOTAL - written);
    while (back.len < TOTAL) {
        CHECK_EQ(bytes_mut_read_fd(&back, ends.out, 1 << 16, &count), 0);
        if (buffer.len != 0) {
            CHECK_EQ(bytes_mut_write_fd(&buffer, ends.in, &count), 0);
        }
    }
    check_pattern(back.data, TOTAL, 0);
    bytes_mut_drop(&buffer);
    bytes_mut_drop(&back);
    close_pipe(&ends);
}

TEST(two_thousand_segments_go_in_batches)
{
    int pair[2];
    uint8_t bytes[SEGMENTS];
    uint8_t back[SEGMENTS];
    Bytes whole;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    size_t count;
    const size_t copied = bytes_counts()->copied;
    fill_pattern(bytes, sizeof(bytes));
    whole = bytes_static(bytes, sizeof(bytes));
    for (size_t i = 0; i < SEGMENTS; i++) {
        Bytes part = bytes_slice(&whole, i, i + 1);
        CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
    }
    CHECK_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    fd_calls_reset();
    CHECK_EQ(bytes_queue_write_fd(&queue, pair[0], &count), 0);
    CHECK_EQ(count, SEGMENTS);
    CHECK_EQ(fd_calls.made, (SEGMENTS + 255) / 256);
    CHECK_EQ(fd_calls.most_pieces, 256);
    CHECK_EQ(bytes_counts()->copied, copied);
    fd_calls_reset();
    CHECK_EQ(recv(pair[1], back, sizeof(back), MSG_WAITALL), SEGMENTS);
    check_pattern(back, SEGMENTS, 0);
    bytes_queue_drop(&queue);
    close(pair[0]);
    close(pair[1]);
}

TEST(a_pipe_that_nobody_reads_from_is_an_error_code)
{
    Pipe ends = open_pipe(0);
    Bytes view = BYTES_LITERAL("x");
    size_t count = 99;
    CHECK(signal(SIGPIPE, SIG_IGN) != SIG_ERR);
    close(ends.out);
    CHECK_EQ(bytes_write_fd(&view, ends.in, &count), BYTES_EPIPE);
    CHECK_EQ(view.len, 1);
    CHECK_EQ(count, 99);
    close(ends.in);
}

TEST(other_errors_are_negated_errno_values)
{
    Bytes view = BYTES_LITERAL("x");
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    size_t count = 99;
    const int full = open("/dev/full", O_WRONLY);
    fd_calls_reset();
    if (full >= 0) {
        CHECK_EQ(bytes_write_fd(&view, full, &count), -ENOSPC);
        close(full);
    }
    CHECK_EQ(bytes_write_fd(&view, -1, &count), -EBADF);
    CHECK_EQ(bytes_mut_read_fd(&buffer, -1, 1, &count), -EBADF);
    CHECK_EQ(bytes_queue_read_fd(&queue, -1, 1, &count), -EBADF);
    CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, -1, 1), -EBADF);
    CHECK_EQ(bytes_queue_read_fd_to_end(&queue, -1, 1), -EBADF);
    CHECK_EQ(count, 99);
    CHECK_EQ(view.len, 1);
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
}

/* A system that does not look at the bytes takes a view that no memory could hold. */
TEST(a_size_above_what_a_call_may_transfer_goes_in_several)
{
    const size_t huge = SIZE_MAX / 2;
    const size_t most = 0x7ffff000;
    static const uint8_t byte;
    Bytes view = bytes_static(&byte, huge);
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    const size_t size = 3 * (most / 2);
    Bytes part = bytes_static(&byte, size);
    Bytes other = bytes_static(&byte, 10);
    const long script[] = {-EIO, -EIO};
    size_t count = 0;
    fd_calls_script(script, 2);
    CHECK_EQ(bytes_write_fd(&view, 1, &count), -EIO);
    CHECK_EQ(fd_calls.largest, most);
    CHECK_EQ(bytes_queue_push_back(&queue, &other), 0);
    CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
    part = bytes_static(&byte, 10);
    CHECK_EQ(bytes_queue_push_back(&queue, &part), 0);
    fd_calls_reset();
    fd_calls.pretends = true;
    CHECK_EQ(bytes_queue_write_fd(&queue, 1, &count), 0);
    fd_calls.pretends = false;
    CHECK_EQ(count, size + 20);
    CHECK_EQ(fd_calls.made, 2);
    CHECK_EQ(fd_calls.largest, most);
    CHECK_EQ(queue.len, 0);
    bytes_queue_drop(&queue);
}

TEST(out_of_memory_loses_no_byte)
{
    Pipe ends = open_pipe(0);
    TestAllocator allocator = test_allocator();
    BytesMut buffer;
    BytesQueue queue;
    size_t count = 99;
    CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, 16, &buffer), 0);
    CHECK_EQ(bytes_mut_put_bytes(&buffer, 'x', 16), 0);
    bytes_queue_init(&allocator.base, 16, &queue);
    feed(ends.in, "0123456789");
    allocator.largest = 0;
    CHECK_EQ(bytes_mut_read_fd(&buffer, ends.out, 10, &count), BYTES_ENOMEM);
    CHECK_EQ(bytes_queue_read_fd(&queue, ends.out, 10, &count), BYTES_ENOMEM);
    CHECK_EQ(bytes_mut_read_fd(&buffer, ends.out, SIZE_MAX, &count), BYTES_EOVERFLOW);
    CHECK(bytes_queue_read_fd(&queue, ends.out, SIZE_MAX, &count) < 0);
    CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, ends.out, 100), BYTES_ENOMEM);
    CHECK_EQ(bytes_queue_read_fd_to_end(&queue, ends.out, 100), BYTES_ENOMEM);
    CHECK_EQ(count, 99);
    CHECK_EQ(buffer.len, 16);
    CHECK_EQ(queue.len, 0);
    CHECK_EQ(fd_calls.made, 0);
    allocator.largest = SIZE_MAX;
    CHECK_EQ(bytes_queue_read_fd(&queue, ends.out, 10, &count), 0);
    CHECK_EQ(count, 10);
    CHECK_MEM(bytes_queue_front(&queue).data, queue.len, "0123456789");
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    CHECK_EQ(allocator.live, 0);
    close_pipe(&ends);
}

TEST(an_offset_leaves_the_position_of_the_file_alone)
{
    const int fd = open_file(100);
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue;
    BytesMut text = BYTES_MUT_EMPTY;
    Bytes view = BYTES_LITERAL("view");
    char back[20];
    size_t count = 99;
    CHECK_EQ(bytes_mut_pread_fd(&buffer, fd, 30, 1, &count), 0);
    CHECK(count >= 1 && count <= 70);
    check_pattern(buffer.data, buffer.len, 30);
    bytes_queue_init(NULL, 8, &queue);
    CHECK_EQ(bytes_queue_put_bytes(&queue, 0, 3), 0);
    while (queue.len < 53) {
        CHECK_EQ(bytes_queue_pread_fd(&queue, fd, 50 + queue.len - 3, 10, &count), 0);
        CHECK(count != 0);
    }
    bytes_queue_advance(&queue, 3);
    check_pattern(flat(&queue), queue.len, 50);
    CHECK_EQ(bytes_mut_pread_fd(&buffer, fd, 100, 1, &count), 0);
    CHECK_EQ(count, 0);
    CHECK_EQ(bytes_queue_pread_fd(&queue, fd, 5000, 1, &count), 0);
    CHECK_EQ(count, 0);
    bytes_queue_clear(&queue);
    fd_calls_reset();
    fd_calls.at_most = 3;
    CHECK_EQ(bytes_pwrite_fd(&view, fd, 10, &count), 0);
    CHECK_EQ(count, 4);
    CHECK_EQ(bytes_mut_put_str(&text, "mut"), 0);
    CHECK_EQ(bytes_mut_pwrite_fd(&text, fd, 14, &count), 0);
    view = BYTES_LITERAL("que");
    CHECK_EQ(bytes_queue_push_back(&queue, &view), 0);
    CHECK_EQ(bytes_queue_put_str(&queue, "ue"), 0);
    fd_calls_reset();
    fd_calls.at_most = 2;
    CHECK_EQ(bytes_queue_pwrite_fd(&queue, fd, 17, &count), 0);
    fd_calls_reset();
    CHECK_EQ(count, 5);
    CHECK_EQ(lseek(fd, 0, SEEK_CUR), 0);
    CHECK_EQ(pread(fd, back, 12, 10), 12);
    CHECK_MEM(back, 12, "viewmutqueue");
    bytes_mut_drop(&buffer);
    bytes_mut_drop(&text);
    bytes_queue_drop(&queue);
    close(fd);
}

TEST(an_offset_that_no_file_can_have_is_an_error)
{
    const uint64_t offsets[] = {(uint64_t)INT64_MAX + 1, UINT64_MAX};
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes view = BYTES_LITERAL("x");
    size_t count = 99;
    fd_calls_reset();
    for (size_t i = 0; i < 2; i++) {
        CHECK_EQ(bytes_mut_pread_fd(&buffer, 0, offsets[i], 1, &count), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_queue_pread_fd(&queue, 0, offsets[i], 1, &count), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_pwrite_fd(&view, 0, offsets[i], &count), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_mut_pwrite_fd(&buffer, 0, offsets[i], &count), BYTES_EOVERFLOW);
        CHECK_EQ(bytes_queue_pwrite_fd(&queue, 0, offsets[i], &count), BYTES_EOVERFLOW);
    }
    CHECK_EQ(count, 99);
    CHECK_EQ(fd_calls.made, 0);
}

TEST(a_file_is_read_to_its_end_with_one_allocation_and_two_calls)
{
    enum { SIZE = 100000 };
    const int fd = open_file(SIZE);
    TestAllocator allocator = test_allocator();
    BytesMut buffer;
    CHECK_EQ(bytes_mut_with_capacity_in(&allocator.base, 0, &buffer), 0);
    allocator.calls = 0;
    CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, fd, SIZE), 0);
    CHECK_EQ(buffer.len, SIZE);
    check_pattern(buffer.data, SIZE, 0);
    CHECK_EQ(allocator.calls, 1);
    CHECK_EQ(fd_calls.made, 2);
    CHECK_EQ(allocator.copied, 0);
    bytes_mut_drop(&buffer);
    CHECK_EQ(allocator.live, 0);
    close(fd);
}

TEST(a_file_of_more_than_the_maximum_is_an_error_and_what_was_read_stays)
{
    for (size_t size = 0; size < 40; size++) {
        for (size_t maximum = 0; maximum < 45; maximum++) {
            const int fd = open_file(size);
            const int expected = size <= maximum ? 0 : BYTES_EFBIG;
            const size_t len = size <= maximum ? size : maximum + 1;
            BytesMut buffer = BYTES_MUT_EMPTY;
            BytesQueue queue;
            bytes_queue_init(NULL, 4, &queue);
            fd_calls.at_most = maximum % 8; /* 0: any number */
            CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, fd, maximum), expected);
            CHECK_EQ(buffer.len, len);
            check_pattern(buffer.data, len, 0);
            CHECK_EQ(lseek(fd, 0, SEEK_CUR), (off_t)len);
            CHECK_EQ(lseek(fd, 0, SEEK_SET), 0);
            CHECK_EQ(bytes_queue_read_fd_to_end(&queue, fd, maximum), expected);
            CHECK_EQ(queue.len, len);
            CHECK_EQ(lseek(fd, 0, SEEK_CUR), (off_t)len);
            if (len != 0) {
                check_pattern(flat(&queue), len, 0);
            }
            bytes_mut_drop(&buffer);
            bytes_queue_drop(&queue);
            close(fd);
        }
    }
}

TEST(reading_to_the_end_counts_what_the_buffer_had_and_goes_on_after_an_error)
{
    Pipe ends = open_pipe(O_NONBLOCK);
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    CHECK_EQ(bytes_mut_put_str(&buffer, "abc"), 0);
    feed(ends.in, "0123");
    CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, ends.out, 8), BYTES_EAGAIN);
    CHECK_MEM(buffer.data, buffer.len, "abc0123");
    feed(ends.in, "4567");
    CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, ends.out, 8), BYTES_EFBIG);
    CHECK_MEM(buffer.data, buffer.len, "abc012345");
    CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, ends.out, 8), BYTES_EFBIG);
    CHECK_EQ(buffer.len, 9);
    CHECK_EQ(bytes_queue_read_fd_to_end(&queue, ends.out, 2), BYTES_EAGAIN);
    CHECK_EQ(queue.len, 2);
    close(ends.in);
    CHECK_EQ(bytes_queue_read_fd_to_end(&queue, ends.out, SIZE_MAX), 0);
    CHECK_MEM(bytes_queue_front(&queue).data, queue.len, "67");
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
    close(ends.out);
}

TEST(a_stream_is_read_to_its_end)
{
    enum { SIZE = 50000 };
    static uint8_t bytes[SIZE];
    Pipe ends = open_pipe(0);
    BytesMut buffer = BYTES_MUT_EMPTY;
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    fill_pattern(bytes, SIZE);
    CHECK_EQ(write(ends.in, bytes, SIZE), SIZE);
    close(ends.in);
    CHECK_EQ(bytes_mut_read_fd_to_end(&buffer, ends.out, SIZE_MAX), 0);
    CHECK_EQ(buffer.len, SIZE);
    check_pattern(buffer.data, SIZE, 0);
    close(ends.out);
    ends = open_pipe(0);
    CHECK_EQ(write(ends.in, bytes, SIZE), SIZE);
    close(ends.in);
    CHECK_EQ(bytes_queue_read_fd_to_end(&queue, ends.out, SIZE), 0);
    CHECK_EQ(queue.len, SIZE);
    check_pattern(flat(&queue), SIZE, 0);
    close(ends.out);
    bytes_mut_drop(&buffer);
    bytes_queue_drop(&queue);
}

TAP_MAIN()
