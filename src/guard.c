/* SPDX-License-Identifier: MIT */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#endif

#include "guard.h"

#if BYTES_ISOLATE

#include <stdlib.h>
#include <string.h>

#include "sizes.h"

#if !BYTES_SANITIZE_ADDRESS_ && !defined(_WIN32)
#define WITH_PAGES 1
#include <sys/mman.h>
#include <unistd.h>
#else
#define WITH_PAGES 0
#endif

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif

#if WITH_PAGES
/* True under Valgrind, whose malloc() has redzones and does not use freed blocks again soon. */
static bool is_watched(void)
{
#ifdef RUNNING_ON_VALGRIND
    return RUNNING_ON_VALGRIND;
#else
    return false;
#endif
}

enum { ALIGNMENT = 16 };

static size_t page_size(void)
{
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* Map `size` bytes that end at an inaccessible page. */
static uint8_t *map(size_t size)
{
    const size_t page = page_size();
    if (size > SIZE_MAX / 2) {
        return NULL;
    }
    const size_t used = size_round_up(size, page);
    uint8_t *const begin = mmap(NULL, used + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (begin == MAP_FAILED) {
        return NULL;
    }
    if (mprotect(begin, used, PROT_READ | PROT_WRITE) != 0) {
        munmap(begin, used + page);
        return NULL;
    }
    return begin + (used - size);
}

/* The first page of a mapping: its bytes begin there. */
static uint8_t *first_page(uint8_t *bytes)
{
    return bytes - ((uintptr_t)bytes & (page_size() - 1));
}

/* The memory goes, but the addresses stay taken where there are enough of them. */
static void unmap(uint8_t *bytes, size_t size)
{
    const size_t page = page_size();
    uint8_t *const begin = first_page(bytes);
    const size_t total = size_round_up(size, page) + page;
    const int flags = MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    if (SIZE_MAX <= UINT32_MAX || mmap(begin, total, PROT_NONE, flags, -1, 0) == MAP_FAILED) {
        munmap(begin, total);
    }
}

/* Blocks of malloc, for when there are no more mappings, are told from mapped ones by their ends. */
static bool ends_at_page(const void *block, size_t size)
{
    return (((uintptr_t)block + size_round_up(size, ALIGNMENT)) & (page_size() - 1)) == 0;
}

static void *allocate_unmapped(size_t size)
{
    void *const block = malloc(size);
    if (block == NULL || !ends_at_page(block, size)) {
        return block;
    }
    void *const other = allocate_unmapped(size);
    free(block);
    return other;
}
#endif

void *guard_allocate(size_t size)
{
#if WITH_PAGES
    if (!is_watched()) {
        void *const block = size <= SIZE_MAX / 2 ? map(size_round_up(size, ALIGNMENT)) : NULL;
        return block != NULL ? block : allocate_unmapped(size);
    }
#endif
    return malloc(size);
}

void guard_deallocate(void *block, size_t size)
{
#if WITH_PAGES
    if (!is_watched() && ends_at_page(block, size)) {
        unmap(block, size_round_up(size, ALIGNMENT));
        return;
    }
#endif
    (void)size;
    free(block);
}

void *guard_reallocate(void *block, size_t old_size, size_t new_size)
{
    void *const fresh = guard_allocate(new_size);
    if (fresh != NULL) {
        memcpy(fresh, block, size_min(old_size, new_size));
        guard_deallocate(block, old_size);
    }
    return fresh;
}

uint8_t *guard_bytes(size_t size)
{
#if WITH_PAGES
    if (!is_watched()) {
        return map(size);
    }
#endif
    return malloc(size);
}

void guard_release(void *data, size_t size, void *context)
{
    (void)context;
#if WITH_PAGES
    if (!is_watched()) {
        unmap(data, size);
        return;
    }
#endif
    (void)size;
    free(data);
}

void guard_set_writable(uint8_t *data, size_t size, bool writable)
{
#if WITH_PAGES
    if (!is_watched()) {
        /* Best effort: with read-only bytes nothing is wrong but a fault that goes unseen. Pages that cannot be made
         * writable again, for want of mappings, end the program at the first write. */
        const int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
        (void)mprotect(first_page(data), size_round_up(size, page_size()), protection);
    }
#endif
    (void)data;
    (void)size;
    (void)writable;
}

#endif
