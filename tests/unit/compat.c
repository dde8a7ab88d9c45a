/* SPDX-License-Identifier: MIT */
/* The replacements of memrchr() and memmem() against naive ones. */
#include "compat.h"

#include <bytes/search.h>

#include "tap.h"

static uint32_t random_state = 2463534242u; /* xorshift32, G. Marsaglia */

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state % limit;
}

static const void *naive_memmem(const uint8_t *hay, size_t len, const uint8_t *needle, size_t needle_len)
{
    for (size_t i = 0; i <= len && needle_len <= len - i; i++) {
        if (needle_len == 0 || memcmp(hay + i, needle, needle_len) == 0) {
            return hay + i;
        }
    }
    return NULL;
}

static size_t offset(const uint8_t *hay, const void *found)
{
    return found != NULL ? (size_t)((const uint8_t *)found - hay) : BYTES_NOT_FOUND;
}

/* All words of two letters, as numbers in base 2. */
TEST(every_short_needle_is_found_in_every_short_text)
{
    for (size_t len = 0; len <= 11; len++) {
        for (unsigned text = 0; text < 1u << len; text++) {
            uint8_t hay[11];
            for (size_t i = 0; i < len; i++) {
                hay[i] = (uint8_t)('a' + (text >> i & 1));
            }
            for (size_t needle_len = 0; needle_len <= 6; needle_len++) {
                for (unsigned word = 0; word < 1u << needle_len; word++) {
                    uint8_t needle[6];
                    for (size_t i = 0; i < needle_len; i++) {
                        needle[i] = (uint8_t)('a' + (word >> i & 1));
                    }
                    CHECK_EQ(offset(hay, compat_memmem(hay, len, needle, needle_len)),
                             offset(hay, naive_memmem(hay, len, needle, needle_len)));
                }
            }
        }
    }
}

/* Periodic texts, and needles cut out of them and sometimes changed, in blocks of their exact size so that a sanitizer
 * sees an over-read. bytes_span_find() is compared too, whatever it is built on. */
TEST(random_needles_are_found)
{
    for (int round = 0; round < 60000; round++) {
        const size_t len = random_below(200);
        const uint32_t letters = 1 + random_below(4);
        const uint32_t period = 1 + random_below(20);
        uint8_t *hay = malloc(len + 1);
        const size_t needle_len = random_below((uint32_t)len + 3);
        uint8_t *needle = malloc(needle_len + 1);
        uint8_t *exact_hay;
        uint8_t *exact_needle;
        const size_t from = random_below((uint32_t)len + 1);
        CHECK(hay != NULL && needle != NULL);
        for (size_t i = 0; i < len; i++) {
            hay[i] = (uint8_t)(i >= period && random_below(40) != 0 ? hay[i - period] : 'a' + random_below(letters));
        }
        for (size_t i = 0; i < needle_len; i++) {
            needle[i] = from + i < len ? hay[from + i] : 'a';
        }
        if (needle_len != 0 && random_below(3) == 0) {
            needle[random_below((uint32_t)needle_len)] = 'b';
        }
        exact_hay = realloc(hay, len + (len == 0));
        exact_needle = realloc(needle, needle_len + (needle_len == 0));
        CHECK(exact_hay != NULL && exact_needle != NULL);
        CHECK_EQ(offset(exact_hay, compat_memmem(exact_hay, len, exact_needle, needle_len)),
                 offset(exact_hay, naive_memmem(exact_hay, len, exact_needle, needle_len)));
        CHECK_EQ(bytes_span_find(bytes_span_of(exact_hay, len), bytes_span_of(exact_needle, needle_len), 0),
                 offset(exact_hay, naive_memmem(exact_hay, len, exact_needle, needle_len)));
        free(exact_hay);
        free(exact_needle);
    }
}

TEST(the_worst_case_of_a_naive_search_is_fast)
{
    /* Naively 2^39 comparisons. */
    const size_t len = (size_t)1 << 20;
    uint8_t *hay = malloc(len);
    CHECK(hay != NULL);
    memset(hay, 'a', len);
    hay[len / 2 - 1] = 'b';
    CHECK(compat_memmem(hay, len / 2 - 1, hay + 1, len / 2 - 1) == NULL);
    hay[len / 4] = 'b';
    CHECK(compat_memmem(hay, len, hay, len / 2) == hay);
    free(hay);
}

TEST(the_last_byte_is_found)
{
    for (int round = 0; round < 20000; round++) {
        uint8_t hay[64];
        const size_t len = random_below(sizeof(hay) + 1);
        const uint8_t byte = (uint8_t)random_below(256);
        size_t expected = BYTES_NOT_FOUND;
        for (size_t i = 0; i < len; i++) {
            hay[i] = (uint8_t)(random_below(8) == 0 ? byte : random_below(256));
            expected = hay[i] == byte ? i : expected;
        }
        CHECK_EQ(offset(hay, compat_memrchr(hay, byte, len)), expected);
        CHECK_EQ(bytes_span_find_last_byte(bytes_span_of(hay, len), byte), expected);
    }
    CHECK(compat_memrchr(NULL, 0, 0) == NULL);
}

TAP_MAIN()
