/* SPDX-License-Identifier: MIT */
/*
 * The library from C++11: the handles' layout, which other languages repeat, and the initialisers.
 */
#include "layout.h"

#include <cstdio>
#include <cstring>
#include <type_traits>

static_assert(alignof(Bytes) == alignof(void *) && alignof(BytesMut) == alignof(void *), "aligned as a pointer");
static_assert(std::is_trivial<Bytes>::value && std::is_standard_layout<Bytes>::value, "plain data");
static_assert(std::is_trivial<BytesMut>::value && std::is_standard_layout<BytesMut>::value, "plain data");
static_assert(std::is_trivial<BytesControl>::value && std::is_standard_layout<BytesControl>::value, "plain data");
static_assert(std::is_standard_layout<BytesAllocator>::value, "plain data");

static const Bytes initialised = BYTES_STATIC_INIT("static\0text");
static const Bytes empty = BYTES_EMPTY;
static int number;
static int failed;

static void check(bool condition, const char *what)
{
    number++;
    failed += condition ? 0 : 1;
    std::printf("%s %d - %s\n", condition ? "ok" : "not ok", number, what);
}

static bool shows(const Bytes &view, const char *text, size_t len)
{
    return view.len == len && (len == 0 || std::memcmp(view.data, text, len) == 0);
}

int main()
{
    Bytes literal = BYTES_LITERAL("literal");
    Bytes zero = Bytes();
    BytesMut buffer = BYTES_MUT_EMPTY;
    std::printf("1..6\n");
    check(shows(initialised, "static\0text", 11), "a static initialiser has all of its bytes");
    check(shows(literal, "literal", 7) && shows(BYTES_LITERAL("expression"), "expression", 10), "a literal too");
    check(std::memcmp(&zero, &empty, sizeof(zero)) == 0, "a value-initialised view is the empty one");
    check(bytes_mut_put_str(&buffer, "hello world") == 0, "a buffer is written");
    {
        Bytes frame = bytes_mut_split_freeze(&buffer, 5);
        Bytes part = bytes_share_slice(&frame, 1, 3);
        check(shows(frame, "hello", 5) && shows(part, "el", 2), "and shared");
        bytes_drop(&frame);
        bytes_drop(&part);
    }
    check(bytes_mut_is_unique(&buffer), "and its views given back");
    bytes_mut_drop(&buffer);
    return failed != 0;
}
