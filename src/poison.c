/* SPDX-License-Identifier: MIT */
#include "poison.h"

#if (BYTES_VALGRIND || BYTES_ISOLATE) && defined(__has_include)
#if __has_include(<valgrind/memcheck.h>)
#define BYTES_HAVE_MEMCHECK
#endif
#endif

#if BYTES_SANITIZE_ADDRESS_
#include <sanitizer/asan_interface.h>

#define GRANULE ((size_t)8)

static size_t offset_in_granule(const uint8_t *address)
{
    return (uintptr_t)address & (GRANULE - 1);
}

static void asan_hide(const uint8_t *begin, const uint8_t *end)
{
    end -= offset_in_granule(end);
    if (begin >= end) {
        return;
    }
    /* What is in front of the range in its first granule may have been poisoned, and belong to another handle now. */
    ASAN_UNPOISON_MEMORY_REGION(begin - offset_in_granule(begin), GRANULE);
    ASAN_POISON_MEMORY_REGION(begin, (size_t)(end - begin));
}

/* Make [begin, end) accessible, and poison what follows, up to `limit`, where the handle's bytes end. */
static void asan_show(const uint8_t *begin, const uint8_t *end, const uint8_t *limit)
{
    /* The granule at the limit may not be the handle's: then it was never poisoned. */
    const uint8_t *const last = limit - offset_in_granule(limit);
    if (begin >= last) {
        return;
    }
    const bool hidden = __asan_address_is_poisoned(last - 1) != 0;
    const uint8_t *const granule = end - offset_in_granule(end);
    const uint8_t *const next = end == granule ? end : granule + GRANULE;
    const uint8_t *const shown = next < last ? next : last;
    if (begin < shown) {
        ASAN_UNPOISON_MEMORY_REGION(begin, (size_t)(shown - begin));
    }
    if (end < last) {
        asan_hide(end, hidden ? shown : last); /* one granule, if the rest is hidden already */
    }
}
#endif

#ifdef BYTES_HAVE_MEMCHECK
#include <valgrind/memcheck.h>

static bool memcheck_can_access(const uint8_t *byte)
{
    enum { NOT_ADDRESSABLE = 3 };
    uint8_t bits;
    return VALGRIND_GET_VBITS(byte, &bits, 1) != NOT_ADDRESSABLE;
}

/* The number of bytes that are accessible, where those that are not follow those that are. */
static size_t memcheck_accessible(const uint8_t *data, size_t count)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (memcheck_can_access(data + middle)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void memcheck_hide_rest(const uint8_t *data, size_t len, size_t cap)
{
    if (len != cap && memcheck_can_access(data + cap - 1)) {
        (void)VALGRIND_MAKE_MEM_NOACCESS(data + len, cap - len);
    }
}
#endif

#if BYTES_POISON_
size_t poison_granule(const void *data)
{
#if BYTES_SANITIZE_ADDRESS_
    return offset_in_granule(data);
#else
    (void)data;
    return 0;
#endif
}

void poison_hide(const void *data, size_t count)
{
    const uint8_t *const bytes = data;
    if (count == 0) {
        return;
    }
#if BYTES_SANITIZE_ADDRESS_
    asan_hide(bytes, bytes + count);
#endif
#ifdef BYTES_HAVE_MEMCHECK
    (void)VALGRIND_MAKE_MEM_NOACCESS(bytes, count);
#endif
    (void)bytes;
}

/* Accessible again; for Valgrind their contents are defined if they were written. */
static void show(void *data, size_t count, bool written)
{
#if BYTES_SANITIZE_ADDRESS_
    ASAN_UNPOISON_MEMORY_REGION(data, count);
#endif
#ifdef BYTES_HAVE_MEMCHECK
    (void)(written ? VALGRIND_MAKE_MEM_DEFINED(data, count) : VALGRIND_MAKE_MEM_UNDEFINED(data, count));
#endif
    (void)data;
    (void)count;
    (void)written;
}

void poison_show(void *data, size_t count)
{
    show(data, count, false);
}

void poison_show_contents(void *data, size_t count)
{
    show(data, count, true);
}
#endif

/* The hooks of inline functions are there in every library: a program may be instrumented where the library is not. */

/* The first `count` bytes of the spare capacity, which were written or are about to be. Some may have been accessible,
 * and written, before, as the datagrams of a batch are: their contents matter. */
static void show_spare(uint8_t *data, size_t len, size_t cap, size_t count, bool written)
{
    if (len == cap) {
        return;
    }
#if BYTES_SANITIZE_ADDRESS_
    asan_show(data + len, data + len + count, data + cap);
#endif
#ifdef BYTES_HAVE_MEMCHECK
    const size_t accessible = memcheck_accessible(data + len, count);
    uint8_t *const hidden = data + len + accessible;
    (void)(written ? VALGRIND_MAKE_MEM_DEFINED(hidden, count - accessible)
                   : VALGRIND_MAKE_MEM_UNDEFINED(hidden, count - accessible));
    memcheck_hide_rest(data, len + count, cap);
#endif
    (void)data;
    (void)count;
    (void)written;
}

void bytes_spare_use_(uint8_t *data, size_t len, size_t cap, size_t count)
{
    show_spare(data, len, cap, count, false);
}

void bytes_spare_commit_(uint8_t *data, size_t len, size_t cap, size_t count)
{
    show_spare(data, len, cap, count, true);
}

void bytes_spare_hide_(uint8_t *data, size_t len, size_t cap)
{
#if BYTES_POISON_
    if (cap != len) {
        poison_hide(data + len, cap - len);
    }
#endif
    (void)data;
    (void)len;
    (void)cap;
}
