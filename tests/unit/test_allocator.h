/* SPDX-License-Identifier: MIT */
/*
 * An allocator for tests: malloc() with exact sizes that counts, fails on demand, and aborts where the library breaks a
 * rule. Fresh and freed bytes are overwritten, and every reallocation moves, so that stale bytes and pointers show.
 */
#ifndef BYTES_TESTS_UNIT_TEST_ALLOCATOR_H
#define BYTES_TESTS_UNIT_TEST_ALLOCATOR_H

#include <bytes/allocator.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct TestAllocator {
    BytesAllocator base;
    size_t live;          /* blocks that were not given back */
    size_t live_bytes;    /* their sizes, summed */
    size_t calls;         /* of allocate and reallocate, with those that failed */
    size_t reallocations; /* that succeeded */
    size_t copied;        /* bytes that the library reported */
    size_t fail_at;       /* the call of this number fails; 0: none */
    size_t largest;       /* larger sizes fail */
    size_t round;         /* good_size() rounds up to a multiple of it; 0: not at all */
    bool failed;          /* a call has failed */
} TestAllocator;

/* In front of each block: its size. A multiple of malloc()'s alignment. */
enum { TEST_ALLOCATOR_PREFIX = 32 };

static inline void test_allocator_require(bool condition, const char *rule)
{
    if (!condition) {
        fprintf(stderr, "test allocator: not true: %s\n", rule);
        abort();
    }
}

static inline void test_allocator_check_block(const void *block, size_t size)
{
    test_allocator_require(memcmp((const unsigned char *)block - TEST_ALLOCATOR_PREFIX, &size, sizeof(size)) == 0,
                           "a block comes back with the size that it was allocated with");
}

static inline void *test_allocator_allocate(BytesAllocator *base, size_t size)
{
    TestAllocator *const self = (TestAllocator *)base; /* base is its first member */
    test_allocator_require(size != 0, "a size is not 0");
    self->calls++;
    if (self->calls == self->fail_at || size > self->largest) {
        self->failed = true;
        return NULL;
    }
    unsigned char *const start = (unsigned char *)malloc(size + TEST_ALLOCATOR_PREFIX);
    test_allocator_require(start != NULL, "there is memory");
    memcpy(start, &size, sizeof(size));
    memset(start + TEST_ALLOCATOR_PREFIX, 0xa5, size);
    self->live++;
    self->live_bytes += size;
    return start + TEST_ALLOCATOR_PREFIX;
}

static inline void test_allocator_deallocate(BytesAllocator *base, void *block, size_t size)
{
    TestAllocator *const self = (TestAllocator *)base;
    volatile unsigned char *const bytes = (volatile unsigned char *)block; /* volatile: a store before free() is kept */
    test_allocator_check_block(block, size);
    test_allocator_require(self->live != 0, "a block is given back once");
    self->live--;
    self->live_bytes -= size;
    for (size_t i = 0; i < size; i++) {
        bytes[i] = 0x5a;
    }
    free((unsigned char *)block - TEST_ALLOCATOR_PREFIX);
}

static inline void *test_allocator_reallocate(BytesAllocator *base, void *block, size_t old_size, size_t new_size)
{
    TestAllocator *const self = (TestAllocator *)base;
    test_allocator_check_block(block, old_size);
    void *const fresh = test_allocator_allocate(base, new_size);
    if (fresh != NULL) {
        memcpy(fresh, block, old_size < new_size ? old_size : new_size);
        test_allocator_deallocate(base, block, old_size);
        self->reallocations++;
    }
    return fresh;
}

static inline size_t test_allocator_good_size(BytesAllocator *base, size_t size)
{
    const size_t round = ((const TestAllocator *)base)->round;
    return round != 0 ? (size + round - 1) / round * round : size;
}

static inline void test_allocator_copied(BytesAllocator *base, size_t count)
{
    test_allocator_require(count != 0, "a copy of nothing is not reported");
    ((TestAllocator *)base)->copied += count;
}

static inline TestAllocator test_allocator(void)
{
    const TestAllocator out = {
        .base = {.allocate = test_allocator_allocate,
                 .reallocate = test_allocator_reallocate,
                 .deallocate = test_allocator_deallocate,
                 .good_size = test_allocator_good_size,
                 .copied = test_allocator_copied},
        .largest = SIZE_MAX,
    };
    return out;
}

/* Without the optional functions. */
static inline TestAllocator test_allocator_plain(void)
{
    TestAllocator out = test_allocator();
    out.base.reallocate = NULL;
    out.base.good_size = NULL;
    out.base.copied = NULL;
    return out;
}

#endif
