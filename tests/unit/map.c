/* SPDX-License-Identifier: MIT */
/* Mapped files: any range at any offset, unmapped by the last drop, and each error with nothing mapped. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define _FILE_OFFSET_BITS 64

#include <bytes/bytes.h>
#include <bytes/map.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tap.h"

enum { SIZE = 3 * 65536 + 77 }; /* several pages of any size, and a part of one */

static uint8_t byte_at(size_t offset)
{
    return (uint8_t)(offset * 131 + (offset >> 8));
}

/* An open file without a name. */
static int temporary_file(size_t size)
{
    char name[] = "/tmp/bytes-map-XXXXXX";
    const int fd = mkstemp(name);
    CHECK(fd >= 0);
    CHECK_EQ(unlink(name), 0);
    static uint8_t content[SIZE];
    for (size_t i = 0; i < size; i++) {
        content[i] = byte_at(i);
    }
    CHECK_EQ(write(fd, content, size), size);
    return fd;
}

/* The system copies a byte from the address, or finds that there is none. */
static bool is_mapped(const void *address)
{
    int ends[2];
    CHECK_EQ(pipe(ends), 0);
    const bool mapped = write(ends[1], address, 1) == 1;
    CHECK(mapped || errno == EFAULT);
    close(ends[0]);
    close(ends[1]);
    return mapped;
}

static void check_content(const Bytes *view, size_t offset, size_t len)
{
    CHECK_EQ(view->len, len);
    for (size_t i = 0; i < len; i++) {
        CHECK_EQ(view->data[i], byte_at(offset + i));
    }
}

TEST(any_range_of_a_file_is_mapped)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t offsets[] = {0, 1, page - 1, page, page + 1, 2 * page + 100, SIZE - 1, SIZE};
    const int fd = temporary_file(SIZE);
    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        const size_t rest = SIZE - offsets[i];
        const size_t lengths[] = {0, rest < 1 ? rest : 1, rest / 2, rest};
        Bytes view;
        for (size_t j = 0; j < 4; j++) {
            CHECK_EQ(bytes_map_fd(fd, offsets[i], lengths[j], BYTES_MAP_NORMAL, &view), 0);
            check_content(&view, offsets[i], lengths[j]);
            bytes_drop(&view);
        }
        CHECK_EQ(bytes_map_fd(fd, offsets[i], BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), 0);
        check_content(&view, offsets[i], rest);
        bytes_drop(&view);
    }
    close(fd);
}

TEST(the_last_view_unmaps_the_file)
{
    const int fd = temporary_file(SIZE);
    Bytes view;
    CHECK_EQ(bytes_map_fd(fd, 10, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), 0);
    close(fd); /* the mapping does not need it */
    const uint8_t *const data = view.data;
    CHECK_EQ(bytes_retained(&view), SIZE);
    Bytes part = bytes_slice(&view, 5, 100000);
    bytes_drop(&view);
    CHECK(is_mapped(data));
    check_content(&part, 15, 100000 - 5);
    bytes_drop(&part);
    CHECK(!is_mapped(data));
}

TEST(an_empty_file_is_an_empty_view_that_maps_nothing)
{
    const int fd = temporary_file(0);
    Bytes view;
    CHECK_EQ(bytes_map_fd(fd, 0, BYTES_MAP_TO_END, BYTES_MAP_POPULATE, &view), 0);
    CHECK_EQ(view.len, 0);
    CHECK_EQ(bytes_retained(&view), 0);
    CHECK_EQ(bytes_map_fd(fd, 0, 1, BYTES_MAP_NORMAL, &view), BYTES_ERANGE);
    close(fd);
}

TEST(a_range_that_is_not_all_in_the_file_is_an_error)
{
    const int fd = temporary_file(SIZE);
    Bytes view = BYTES_LITERAL("unchanged");
    CHECK_EQ(bytes_map_fd(fd, SIZE + 1, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), BYTES_ERANGE);
    CHECK_EQ(bytes_map_fd(fd, SIZE + 1, 0, BYTES_MAP_NORMAL, &view), BYTES_ERANGE);
    CHECK_EQ(bytes_map_fd(fd, 0, SIZE + 1, BYTES_MAP_NORMAL, &view), BYTES_ERANGE);
    CHECK_EQ(bytes_map_fd(fd, 1, SIZE, BYTES_MAP_NORMAL, &view), BYTES_ERANGE);
    CHECK_EQ(bytes_map_fd(fd, UINT64_MAX, 1, BYTES_MAP_NORMAL, &view), BYTES_ERANGE);
    CHECK_EQ(bytes_map_fd(fd, 1, SIZE_MAX - 1, BYTES_MAP_NORMAL, &view), BYTES_ERANGE);
    CHECK_MEM(view.data, view.len, "unchanged");
    close(fd);
}

TEST(bytes_above_4_gib_of_a_sparse_file_are_mapped)
{
    const uint64_t far = ((uint64_t)5 << 30) + 123;
    const int fd = temporary_file(0);
    CHECK_EQ(pwrite(fd, "here", 4, (off_t)far), 4);
    Bytes view;
    CHECK_EQ(bytes_map_fd(fd, far, BYTES_MAP_TO_END, BYTES_MAP_RANDOM, &view), 0);
    CHECK_EQ(view.len, 4);
    /* As the system itself maps it: an emulator of 32-bit machines wraps the offset. */
    const size_t before = far % (size_t)sysconf(_SC_PAGESIZE);
    const uint8_t *const direct = mmap(NULL, before + 4, PROT_READ, MAP_SHARED, fd, (off_t)(far - before));
    CHECK(direct != MAP_FAILED);
    CHECK(memcmp(view.data, direct + before, 4) == 0);
    CHECK(sizeof(size_t) == 4 || memcmp(view.data, "here", 4) == 0);
    CHECK_EQ(munmap((void *)(uintptr_t)direct, before + 4), 0);
    bytes_drop(&view);
    if (sizeof(size_t) == 4) {
        CHECK_EQ(bytes_map_fd(fd, 0, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), BYTES_EOVERFLOW);
    }
    close(fd);
}

TEST(advice_changes_no_content)
{
    const unsigned advice[] = {BYTES_MAP_SEQUENTIAL, BYTES_MAP_RANDOM,
                               BYTES_MAP_WILLNEED,   BYTES_MAP_HUGEPAGE,
                               BYTES_MAP_POPULATE,   BYTES_MAP_SEQUENTIAL | BYTES_MAP_WILLNEED | BYTES_MAP_POPULATE};
    const int fd = temporary_file(SIZE);
    for (size_t i = 0; i < sizeof(advice) / sizeof(advice[0]); i++) {
        Bytes view;
        CHECK_EQ(bytes_map_fd(fd, 7, 70000, advice[i], &view), 0);
        check_content(&view, 7, 70000);
        bytes_drop(&view);
    }
    close(fd);
}

TEST(a_file_is_mapped_by_its_name)
{
    char name[] = "/tmp/bytes-map-XXXXXX";
    const int fd = mkstemp(name);
    CHECK(fd >= 0);
    CHECK_EQ(write(fd, "0123456789", 10), 10);
    close(fd);
    Bytes view;
    CHECK_EQ(bytes_map_file(name, 3, 4, BYTES_MAP_NORMAL, &view), 0);
    CHECK_MEM(view.data, view.len, "3456");
    bytes_drop(&view);
    CHECK_EQ(unlink(name), 0);
    CHECK_EQ(bytes_map_file(name, 0, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), -ENOENT);
    CHECK_EQ(bytes_map_file("/tmp", 0, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), -ENODEV);
}

TEST(what_cannot_be_mapped_is_an_error)
{
    Bytes view;
    CHECK_EQ(bytes_map_fd(-1, 0, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), -EBADF);
    char name[] = "/tmp/bytes-map-XXXXXX";
    int fd = mkstemp(name);
    CHECK_EQ(write(fd, "x", 1), 1);
    close(fd);
    fd = open(name, O_WRONLY);
    CHECK_EQ(unlink(name), 0);
    CHECK_EQ(bytes_map_fd(fd, 0, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), -EACCES);
    close(fd);
}

TEST(a_mapped_file_is_read_only)
{
    const int fd = temporary_file(SIZE);
    Bytes view;
    BytesMut buffer;
    CHECK_EQ(bytes_map_fd(fd, 0, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &view), 0);
    close(fd);
    CHECK_EQ(bytes_try_into_mut(&view, &buffer), BYTES_EACCES);
    CHECK_EQ(bytes_into_mut(&view, &buffer), 0); /* a copy */
    CHECK_EQ(view.len, 0);
    CHECK_EQ(buffer.data[SIZE - 1], byte_at(SIZE - 1));
    bytes_mut_drop(&buffer);
}

static void *sum(void *context)
{
    Bytes *const view = context;
    uintptr_t total = 0;
    for (size_t i = 0; i < view->len; i++) {
        total += view->data[i];
    }
    bytes_drop(view);
    return (void *)total; /* a number, in a pointer */
}

TEST(threads_share_a_mapped_file)
{
    enum { THREADS = 4, PART = SIZE / THREADS };
    const int fd = temporary_file(SIZE);
    Bytes file;
    Bytes parts[THREADS];
    pthread_t threads[THREADS];
    uintptr_t expected = 0;
    uintptr_t got = 0;
    CHECK_EQ(bytes_map_fd(fd, 0, BYTES_MAP_TO_END, BYTES_MAP_NORMAL, &file), 0);
    close(fd);
    const uint8_t *const data = file.data;
    for (size_t i = 0; i < THREADS * PART; i++) {
        expected += byte_at(i);
    }
    for (size_t i = 0; i < THREADS; i++) {
        parts[i] = bytes_share_slice(&file, i * PART, (i + 1) * PART);
        CHECK_EQ(pthread_create(&threads[i], NULL, sum, &parts[i]), 0);
    }
    bytes_drop(&file);
    for (size_t i = 0; i < THREADS; i++) {
        void *total;
        CHECK_EQ(pthread_join(threads[i], &total), 0);
        got += (uintptr_t)total;
    }
    CHECK_EQ(got, expected);
    CHECK(!is_mapped(data));
}

TEST(views_of_an_aligned_buffer_are_read_around_the_page_cache)
{
    enum { ALIGNMENT = 4096, BLOCK = 16 * ALIGNMENT };
    BytesAllocator aligned;
    BytesMut buffer;
    const int written = temporary_file(SIZE);
    char name[64];
    snprintf(name, sizeof(name), "/proc/self/fd/%d", written);
    int fd = open(name, O_RDONLY | O_DIRECT);
    if (fd < 0) { /* a file system without O_DIRECT: the alignment is checked all the same */
        CHECK_EQ(errno, EINVAL);
        fd = open(name, O_RDONLY);
    }
    CHECK_EQ(bytes_aligned_allocator(ALIGNMENT, &aligned), 0);
    CHECK_EQ(bytes_mut_with_capacity_in(&aligned, BLOCK, &buffer), 0);
    size_t offset = 0;
    while (offset < SIZE) {
        CHECK_EQ(bytes_mut_reserve(&buffer, BLOCK), 0);
        const BytesSpare spare = bytes_mut_spare(&buffer);
        CHECK_EQ((uintptr_t)spare.data % ALIGNMENT, 0);
        const ssize_t count = read(fd, spare.data, BLOCK);
        CHECK(count > 0);
        bytes_mut_commit(&buffer, (size_t)count);
        Bytes view = bytes_mut_split_freeze(&buffer, (size_t)count);
        check_content(&view, offset, (size_t)count);
        offset += (size_t)count;
        bytes_drop(&view);
    }
    CHECK_EQ(offset, SIZE);
    bytes_mut_drop(&buffer);
    close(fd);
    close(written);
}

TEST(a_view_says_whether_it_is_mapped)
{
    const int fd = temporary_file(SIZE);
    Bytes view;
    CHECK_EQ(bytes_map_fd(fd, 100, 1000, BYTES_MAP_NORMAL, &view), 0);
    Bytes part = bytes_slice(&view, 10, 20);
    CHECK(bytes_is_mapped(&view) && bytes_is_mapped(&part));
    CHECK(bytes_is_adopted(&part) && !bytes_is_writable(&part));
    bytes_drop(&part);
    CHECK_EQ(bytes_enable_weak(NULL, &view), 0);
    CHECK(bytes_is_mapped(&view));
    bytes_drop(&view);
    CHECK(!bytes_is_mapped(&view));
    CHECK_EQ(bytes_adopt_malloc(malloc(4), 4, &view), 0);
    CHECK(!bytes_is_mapped(&view));
    bytes_drop(&view);
    CHECK_EQ(bytes_map_fd(fd, 0, 0, BYTES_MAP_NORMAL, &view), 0);
    CHECK(!bytes_is_mapped(&view));
    close(fd);
}

TAP_MAIN()
