/* SPDX-License-Identifier: MIT */
/* Find, cut, compare and hash. */
#include <bytes/search.h>

#include "random.h"
#include "tap.h"

static const BytesSpan nothing = {NULL, 0};

TEST(a_byte_is_found_from_an_offset)
{
    const BytesSpan text = BYTES_SPAN("key: value: x");
    CHECK_EQ(bytes_span_find_byte(text, ':', 0), 3);
    CHECK_EQ(bytes_span_find_byte(text, ':', 3), 3);
    CHECK_EQ(bytes_span_find_byte(text, ':', 4), 10);
    CHECK_EQ(bytes_span_find_byte(text, ':', 11), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_byte(text, 'x', 12), 12);
    CHECK_EQ(bytes_span_find_byte(text, 'x', 13), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_byte(text, 'x', 14), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_byte(text, 'x', SIZE_MAX), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_byte(text, 0, 0), BYTES_NOT_FOUND); /* not the NUL behind the literal */
    CHECK_EQ(bytes_span_find_byte(nothing, 0, 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_byte(BYTES_SPAN("a\xff"), 0xff, 0), 1);
    CHECK_EQ(bytes_span_find_last_byte(text, ':'), 10);
    CHECK_EQ(bytes_span_find_last_byte(text, 'k'), 0);
    CHECK_EQ(bytes_span_find_last_byte(text, 'q'), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_last_byte(nothing, 0), BYTES_NOT_FOUND);
}

TEST(the_last_byte_before_an_offset_is_found)
{
    const BytesSpan text = BYTES_SPAN("a.b.c");
    const Bytes view = BYTES_LITERAL("a.b.c");
    CHECK_EQ(bytes_span_find_last_byte_before(text, '.', 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_last_byte_before(text, '.', 1), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_last_byte_before(text, '.', 2), 1);
    CHECK_EQ(bytes_span_find_last_byte_before(text, '.', 3), 1);
    CHECK_EQ(bytes_span_find_last_byte_before(text, '.', 4), 3);
    CHECK_EQ(bytes_span_find_last_byte_before(text, 'c', 4), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_last_byte_before(text, 'c', 5), 4);
    CHECK_EQ(bytes_span_find_last_byte_before(text, 'c', 6), 4);
    CHECK_EQ(bytes_span_find_last_byte_before(text, 'c', SIZE_MAX), 4);
    CHECK_EQ(bytes_span_find_last_byte_before(text, 'a', 1), 0);
    CHECK_EQ(bytes_span_find_last_byte_before(nothing, 'a', SIZE_MAX), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_find_last_byte_before(&view, '.', 3), 1);
}

TEST(a_span_is_sliced)
{
    const BytesSpan text = BYTES_SPAN("abcdef");
    BytesSpan out = BYTES_SPAN("untouched");
    CHECK_MEM(bytes_span_slice(text, 0, 6).data, bytes_span_slice(text, 0, 6).len, "abcdef");
    CHECK_MEM(bytes_span_slice(text, 1, 3).data, bytes_span_slice(text, 1, 3).len, "bc");
    CHECK_EQ(bytes_span_slice(text, 6, 6).len, 0);
    CHECK(bytes_span_slice(text, 6, 6).data == text.data + 6);
    CHECK(bytes_span_slice(nothing, 0, 0).data == NULL);
    CHECK_EQ(bytes_span_try_slice(text, 0, 7, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_span_try_slice(text, 7, 7, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_span_try_slice(text, 3, 2, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_span_try_slice(text, 0, SIZE_MAX, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_span_try_slice(text, SIZE_MAX, SIZE_MAX, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_span_try_slice(text, SIZE_MAX, 0, &out), BYTES_ERANGE);
    CHECK_EQ(bytes_span_try_slice(nothing, 0, 1, &out), BYTES_ERANGE);
    CHECK_MEM(out.data, out.len, "untouched");
    CHECK_EQ(bytes_span_try_slice(text, 5, 6, &out), 0);
    CHECK_MEM(out.data, out.len, "f");
    CHECK_EQ(bytes_span_try_slice(nothing, 0, 0, &out), 0);
    CHECK(out.data == NULL && out.len == 0);
}

TEST(any_of_a_set_is_found)
{
    const BytesSpan text = BYTES_SPAN("key: value\xff\n");
    CHECK_EQ(bytes_span_find_any(text, BYTES_SPAN(" :"), 0), 3);
    CHECK_EQ(bytes_span_find_any(text, BYTES_SPAN(" :"), 4), 4);
    CHECK_EQ(bytes_span_find_any(text, BYTES_SPAN(" :"), 5), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_any(text, BYTES_SPAN("\xff"), 0), 10);
    CHECK_EQ(bytes_span_find_any(text, BYTES_SPAN("\n\xff"), 0), 10);
    CHECK_EQ(bytes_span_find_any(text, BYTES_SPAN("\0\x7f\x80"), 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_any(text, nothing, 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_any(nothing, text, 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_any(text, text, 12), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find_any(text, text, SIZE_MAX), BYTES_NOT_FOUND);
}

TEST(any_of_random_sets_is_found)
{
    for (int round = 0; round < 20000; round++) {
        uint8_t text[50];
        uint8_t set[5];
        const size_t len = random_below(sizeof(text) + 1);
        const size_t set_len = random_below(sizeof(set) + 1);
        const size_t from = random_below(sizeof(text) + 2);
        size_t expected = BYTES_NOT_FOUND;
        for (size_t i = 0; i < sizeof(text); i++) {
            text[i] = (uint8_t)random_bits();
        }
        for (size_t i = 0; i < set_len; i++) {
            set[i] = random_bits() % 2 ? text[random_below(sizeof(text))] : (uint8_t)random_bits();
        }
        for (size_t i = from; i < len && expected == BYTES_NOT_FOUND; i++) {
            for (size_t j = 0; j < set_len; j++) {
                expected = text[i] == set[j] ? i : expected;
            }
        }
        CHECK_EQ(bytes_span_find_any(bytes_span_of(text, len), bytes_span_of(set, set_len), from), expected);
    }
}

TEST(a_needle_is_found)
{
    const BytesSpan text = BYTES_SPAN("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK_EQ(bytes_span_find(text, BYTES_SPAN("\r\n"), 0), 14);
    CHECK_EQ(bytes_span_find(text, BYTES_SPAN("\r\n"), 15), 23);
    CHECK_EQ(bytes_span_find(text, BYTES_SPAN("\r\n\r\n"), 0), 23);
    CHECK_EQ(bytes_span_find(text, BYTES_SPAN("\r\n\r\n"), 24), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find(text, BYTES_SPAN("\r\n\r\n\r"), 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find(text, BYTES_SPAN("/"), 5), 10);
    CHECK_EQ(bytes_span_find(text, text, 0), 0);
    CHECK_EQ(bytes_span_find(text, text, 1), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find(text, nothing, 3), 3);
    CHECK_EQ(bytes_span_find(text, nothing, text.len), text.len);
    CHECK_EQ(bytes_span_find(text, nothing, text.len + 1), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find(text, nothing, SIZE_MAX), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find(text, BYTES_SPAN("GE"), SIZE_MAX), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find(nothing, nothing, 0), 0);
    CHECK_EQ(bytes_span_find(nothing, BYTES_SPAN("a"), 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_find(nothing, BYTES_SPAN("ab"), 0), BYTES_NOT_FOUND);
}

TEST(prefixes_and_suffixes_are_recognised)
{
    const BytesSpan text = BYTES_SPAN("abcab");
    CHECK(bytes_span_starts_with(text, BYTES_SPAN("abc")) && bytes_span_starts_with(text, text));
    CHECK(bytes_span_starts_with(text, nothing) && bytes_span_starts_with(nothing, nothing));
    CHECK(!bytes_span_starts_with(text, BYTES_SPAN("b")) && !bytes_span_starts_with(text, BYTES_SPAN("abcabc")));
    CHECK(!bytes_span_starts_with(nothing, text));
    CHECK(bytes_span_ends_with(text, BYTES_SPAN("cab")) && bytes_span_ends_with(text, text));
    CHECK(bytes_span_ends_with(text, nothing) && bytes_span_ends_with(nothing, nothing));
    CHECK(!bytes_span_ends_with(text, BYTES_SPAN("a")) && !bytes_span_ends_with(text, BYTES_SPAN("xabcab")));
    CHECK(!bytes_span_ends_with(nothing, text));
}

TEST(views_are_searched_like_their_spans)
{
    const Bytes text = BYTES_LITERAL("abcab");
    const Bytes other = BYTES_LITERAL("abcAB");
    const Bytes empty = BYTES_EMPTY;
    CHECK_EQ(bytes_find_byte(&text, 'b', 2), 4);
    CHECK_EQ(bytes_find_last_byte(&text, 'a'), 3);
    CHECK_EQ(bytes_find_any(&text, BYTES_SPAN("cb"), 2), 2);
    CHECK_EQ(bytes_find(&text, BYTES_SPAN("ab"), 1), 3);
    CHECK(bytes_starts_with(&text, BYTES_SPAN("ab")) && bytes_ends_with(&text, BYTES_SPAN("ab")));
    CHECK(!bytes_equal(&text, &other) && bytes_equal(&text, &text) && bytes_equal(&empty, &empty));
    CHECK(bytes_equal_ignore_case(&text, &other) && !bytes_equal_constant_time(&text, &other));
    CHECK(bytes_equal_constant_time(&text, &text));
    CHECK_EQ(bytes_compare(&text, &other), 1);
    CHECK_EQ(bytes_hash(&text, 1), bytes_span_hash(BYTES_SPAN("abcab"), 1));
    CHECK_EQ(bytes_find_byte(&empty, 0, 0), BYTES_NOT_FOUND);
    CHECK_EQ(bytes_span_str("abc").len, 3);
}

/* The fields of a text, each followed by a bar. */
static void check_pieces(Bytes text, BytesSpan delimiter, const char *expected)
{
    char joined[100];
    size_t len = 0;
    Bytes piece;
    bool more = true;
    while (more) {
        more = bytes_split_once(&text, delimiter, &piece);
        if (!more) {
            piece = bytes_move(&text);
        }
        if (piece.len != 0) {
            memcpy(joined + len, piece.data, piece.len);
            len += piece.len;
        } else {
            CHECK(piece.storage == NULL);
        }
        joined[len++] = '|';
        bytes_drop(&piece);
    }
    joined[len] = '\0';
    CHECK_STR(joined, expected);
}

TEST(a_view_is_split_at_delimiters)
{
    static const struct {
        const char *text, *delimiter, *pieces;
    } rows[] = {
        {"a, b,c", ",", "a| b|c|"},
        {"abc", ",", "abc|"},
        {"", ",", "|"},
        {",", ",", "||"},
        {",a,", ",", "|a||"},
        {",,", ",", "|||"},
        {"a\r\nb\r\n", "\r\n", "a|b||"},
        {"\r\n", "\r\n", "||"},
        {"a\rb\n", "\r\n", "a\rb\n|"},
        {"aaa", "aa", "|a|"},
        {"abc", "", "abc|"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const BytesSpan delimiter = bytes_span_str(rows[i].delimiter);
        Bytes owned;
        Bytes shared;
        check_pieces(bytes_static(rows[i].text, strlen(rows[i].text)), delimiter, rows[i].pieces);
        CHECK_EQ(bytes_copy(rows[i].text, strlen(rows[i].text), &owned), 0);
        shared = bytes_clone(&owned);
        check_pieces(owned, delimiter, rows[i].pieces);
        CHECK(shared.len == 0 || bytes_is_unique(&shared)); /* every field gave its share back */
        check_pieces(shared, delimiter, rows[i].pieces);
    }
}

TEST(a_split_that_finds_nothing_changes_nothing)
{
    Bytes view;
    Bytes before;
    Bytes out = BYTES_LITERAL("untouched");
    CHECK_EQ(bytes_copy("abc", 3, &view), 0);
    before = view;
    CHECK(!bytes_split_once_byte(&view, ',', &out));
    CHECK(!bytes_split_once(&view, nothing, &out));
    CHECK(!bytes_split_once(&view, BYTES_SPAN("abcd"), &out));
    CHECK(memcmp(&before, &view, sizeof(view)) == 0);
    CHECK_MEM(out.data, out.len, "untouched");
    CHECK(bytes_split_once_byte(&view, 'c', &out)); /* the rest is empty: the reference moved */
    CHECK_MEM(out.data, out.len, "ab");
    CHECK(view.len == 0 && view.storage == NULL && view.data == out.data + 3);
    CHECK(bytes_is_unique(&out));
    bytes_drop(&out);
}

TEST(white_space_is_trimmed)
{
    static const char *const rows[][2] = {
        {"", ""},    {" ", ""},   {" \t\n\v\f\r", ""},   {"a", "a"},
        {" a", "a"}, {"a ", "a"}, {"\r\n a b\t", "a b"}, {"\xa0", "\xa0"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const BytesSpan span = bytes_span_trim(bytes_span_str(rows[i][0]));
        Bytes view;
        CHECK(bytes_span_equal(span, bytes_span_str(rows[i][1])));
        CHECK_EQ(bytes_copy(rows[i][0], strlen(rows[i][0]), &view), 0);
        bytes_trim(&view);
        CHECK(bytes_span_equal(bytes_span(&view), bytes_span_str(rows[i][1])));
        CHECK((view.len == 0) == (view.storage == NULL));
        bytes_drop(&view);
    }
    {
        Bytes view = BYTES_LITERAL("--a-b--");
        Bytes none = BYTES_EMPTY;
        bytes_trim_set(&view, nothing);
        CHECK_MEM(view.data, view.len, "--a-b--");
        bytes_trim_set(&view, BYTES_SPAN("-"));
        CHECK_MEM(view.data, view.len, "a-b");
        bytes_trim(&none);
        bytes_trim_set(&none, BYTES_SPAN("-"));
        CHECK_EQ(none.len, 0);
        CHECK_EQ(bytes_span_trim(nothing).len, 0);
    }
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

TEST(bytes_are_ordered)
{
    CHECK_EQ(bytes_span_compare(nothing, nothing), 0);
    CHECK_EQ(bytes_span_compare(nothing, BYTES_SPAN("")), 0);
    CHECK_EQ(bytes_span_compare(nothing, BYTES_SPAN("\0")), -1);
    CHECK_EQ(bytes_span_compare(BYTES_SPAN("\0"), nothing), 1);
    CHECK_EQ(bytes_span_compare(BYTES_SPAN("ab"), BYTES_SPAN("abc")), -1);
    CHECK_EQ(bytes_span_compare(BYTES_SPAN("b"), BYTES_SPAN("abc")), 1);
    CHECK_EQ(bytes_span_compare(BYTES_SPAN("\x7f"), BYTES_SPAN("\x80")), -1); /* unsigned */
    CHECK_EQ(bytes_span_compare(BYTES_SPAN("abc"), BYTES_SPAN("abc")), 0);
    CHECK(bytes_span_equal(nothing, BYTES_SPAN("")) && !bytes_span_equal(nothing, BYTES_SPAN("\0")));
    for (int round = 0; round < 20000; round++) {
        char a[4]; /* strings, so that strcmp() is an oracle */
        char b[4];
        for (size_t i = 0; i < 3; i++) {
            a[i] = (char)(random_bits() % 3 == 0 ? 0 : 'a' + (int)(random_bits() % 3));
            b[i] = (char)(random_bits() % 3 == 0 ? 0 : 'a' + (int)(random_bits() % 3));
        }
        a[3] = b[3] = '\0';
        CHECK_EQ(bytes_span_compare(bytes_span_str(a), bytes_span_str(b)), sign(strcmp(a, b)));
        CHECK_EQ(bytes_span_equal(bytes_span_str(a), bytes_span_str(b)), strcmp(a, b) == 0);
        CHECK_EQ(bytes_span_equal_constant_time(bytes_span_str(a), bytes_span_str(b)), strcmp(a, b) == 0);
        CHECK_EQ(bytes_span_equal_ignore_case(bytes_span_str(a), bytes_span_str(b)), strcmp(a, b) == 0);
    }
}

TEST(case_is_ignored_for_ascii_letters_only)
{
    for (unsigned a = 0; a < 256; a++) {
        for (unsigned b = 0; b < 256; b++) {
            const uint8_t left = (uint8_t)a;
            const uint8_t right = (uint8_t)b;
            const bool letters = (a | 0x20) >= 'a' && (a | 0x20) <= 'z';
            CHECK_EQ(bytes_span_equal_ignore_case(bytes_span_of(&left, 1), bytes_span_of(&right, 1)),
                     a == b || (letters && (a | 0x20) == (b | 0x20)));
            CHECK_EQ(bytes_span_equal_constant_time(bytes_span_of(&left, 1), bytes_span_of(&right, 1)), a == b);
        }
    }
    CHECK(bytes_span_equal_ignore_case(BYTES_SPAN("Content-Length"), BYTES_SPAN("cONTENT-lENGTH")));
    CHECK(!bytes_span_equal_ignore_case(BYTES_SPAN("ab"), BYTES_SPAN("abc")));
    CHECK(bytes_span_equal_ignore_case(nothing, nothing) && bytes_span_equal_constant_time(nothing, nothing));
    CHECK(!bytes_span_equal_constant_time(BYTES_SPAN("ab"), BYTES_SPAN("abc")));
}

TEST(a_hash_is_that_of_xxh3)
{
    /* The same on every machine. */
    CHECK_EQ(bytes_span_hash(nothing, 0), (intmax_t)0x2d06800538d394c2u);
    CHECK_EQ(bytes_span_hash(BYTES_SPAN(""), 0), (intmax_t)0x2d06800538d394c2u);
    CHECK_EQ(bytes_span_hash(BYTES_SPAN("a"), 0), (intmax_t)0xe6c632b61e964e1fu);
    CHECK_EQ(bytes_span_hash(BYTES_SPAN("abc"), 0), (intmax_t)0x78af5f94892f3950u);
    CHECK(bytes_span_hash(BYTES_SPAN("abc"), 0) != bytes_span_hash(BYTES_SPAN("abc"), 1));
    CHECK(bytes_span_hash(nothing, 0) != bytes_span_hash(nothing, 1));
    CHECK(bytes_span_hash(BYTES_SPAN("\0"), 0) != bytes_span_hash(nothing, 0));
    {
        static uint8_t long_text[3000]; /* longer than the length at which XXH3 switches to its last algorithm */
        uint64_t sum = 0;
        for (size_t i = 0; i < sizeof(long_text); i++) {
            long_text[i] = (uint8_t)(i * 7);
        }
        for (size_t len = 0; len <= sizeof(long_text); len++) {
            sum = sum * 31 + bytes_span_hash(bytes_span_of(long_text, len), len);
        }
        CHECK_EQ(sum, (intmax_t)0x041712f1e28efe5fu); /* from the shared library of xxHash */
    }
}

static uint64_t hash_in_parts(BytesSpan text, uint64_t seed, size_t (*part)(void))
{
    BytesHasher hasher;
    bytes_hasher_init(seed, &hasher);
    while (text.len != 0) {
        const size_t wanted = part();
        const size_t len = wanted < text.len ? wanted : text.len;
        bytes_hasher_add(&hasher, bytes_span_slice(text, 0, len));
        text = bytes_span_slice(text, len, text.len);
    }
    return bytes_hasher_end(&hasher);
}

static size_t whole(void)
{
    return SIZE_MAX;
}

static size_t single(void)
{
    return 1;
}

static size_t any_size(void)
{
    return random_below(1 + ((size_t)1 << random_below(12)));
}

TEST(a_hash_of_parts_is_the_hash_of_the_whole)
{
    static uint8_t text[5000];
    static const uint64_t seeds[] = {0, 1, UINT64_MAX};
    for (size_t i = 0; i < sizeof(text); i++) {
        text[i] = (uint8_t)random_bits();
    }
    for (size_t len = 0; len <= sizeof(text); len += len < 1200 ? 1 : 61) {
        const BytesSpan span = bytes_span_of(text, len);
        const uint64_t seed = seeds[len % 3];
        const uint64_t expected = bytes_span_hash(span, seed);
        CHECK(hash_in_parts(span, seed, whole) == expected);
        CHECK(hash_in_parts(span, seed, single) == expected);
        CHECK(hash_in_parts(span, seed, any_size) == expected);
    }
    CHECK(hash_in_parts(nothing, 7, whole) == bytes_span_hash(nothing, 7));
}

/* In three parts, at the lengths at which XXH3 switches algorithms and the buffer of the hasher is full. */
TEST(a_hash_does_not_depend_on_where_the_bytes_are_cut)
{
    static const size_t sizes[] = {1, 16, 17, 128, 129, 240, 241, 256, 257, 320};
    uint8_t text[320];
    memset(text, 'x', sizeof(text));
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        const BytesSpan span = bytes_span_of(text, sizes[i]);
        const uint64_t expected = bytes_span_hash(span, i);
        for (size_t a = 0; a <= span.len; a++) {
            for (size_t b = a; b <= span.len; b += 1 + (size_t)random_below(7)) {
                BytesHasher hasher;
                bytes_hasher_init(i, &hasher);
                bytes_hasher_add(&hasher, bytes_span_slice(span, 0, a));
                bytes_hasher_add(&hasher, bytes_span_slice(span, a, b));
                bytes_hasher_add(&hasher, bytes_span_slice(span, b, span.len));
                CHECK(bytes_hasher_end(&hasher) == expected);
            }
        }
    }
}

TEST(a_hasher_can_be_moved_copied_and_continued_after_its_end)
{
    static uint8_t memory[8 * 9 + 2 * sizeof(BytesHasher)];
    static uint8_t text[2000];
    uint8_t *const aligned = memory + (8 - (uintptr_t)memory % 8) % 8;
    BytesHasher hasher;
    bytes_hasher_init(5, &hasher);
    for (size_t i = 0; i < sizeof(text); i++) {
        text[i] = (uint8_t)(i * 13);
    }
    for (size_t at = 0; at < sizeof(text); at += 50) {
        /* To every address modulo 64 that a uint64_t can have. */
        BytesHasher *const moved = (BytesHasher *)(void *)(aligned + 8 * (at / 50 % 9));
        memcpy(moved, &hasher, sizeof(hasher));
        memset(&hasher, 0xa5, sizeof(hasher));
        CHECK(bytes_hasher_end(moved) == bytes_span_hash(bytes_span_of(text, at), 5));
        bytes_hasher_add(moved, bytes_span_of(text + at, 50));
        bytes_hasher_add(moved, nothing);
        CHECK(bytes_hasher_end(moved) == bytes_span_hash(bytes_span_of(text, at + 50), 5));
        hasher = *moved;
        bytes_hasher_add(moved, BYTES_SPAN("another continuation"));
        CHECK(bytes_hasher_end(&hasher) == bytes_span_hash(bytes_span_of(text, at + 50), 5));
    }
}

TAP_MAIN()
