/* SPDX-License-Identifier: MIT */
/* Misuse of a queue aborts after one line that names the function and the numbers. */
#include "death.h"

#include <bytes/bytes.h>

static BytesQueue q; /* ten bytes in three pieces */
static BytesQueue other;
static Bytes view;
static uint8_t scratch[16];
static volatile int ignored;

static void make(void)
{
    view = BYTES_LITERAL("0123");
    ignored = bytes_queue_push_back(&q, &view);
    view = BYTES_LITERAL("456");
    ignored = bytes_queue_push_back(&q, &view);
    ignored = bytes_queue_put_str(&q, "789");
}

/* One byte more than was reserved, after all that was. */
static void commit(void)
{
    BytesSpare spares[2];
    size_t pieces = 0;
    ignored = bytes_queue_reserve_pieces(&other, 8, spares, &pieces);
    bytes_queue_commit(&other, spares[0].len);
    bytes_queue_commit(&other, 1);
}

#if SIZE_MAX > 0xffffffffu
#define MOST "18446744073709551615"
#else
#define MOST "4294967295"
#endif
#define RANGE(function, begin, end, len)                                                                               \
    "libbytes: " function ": range [" begin ", " end ") is not inside a length of " len

/* CASE(name, the misuse, the line that it must end with) */
#define CASES(CASE)                                                                                                    \
    CASE(advance_past_the_end, bytes_queue_advance(&q, 11), RANGE("bytes_queue_advance", "0", "11", "10"))             \
    CASE(advance_an_empty_queue, bytes_queue_advance(&other, 1), RANGE("bytes_queue_advance", "0", "1", "0"))          \
    CASE(split_to_past_the_end, ignored = bytes_queue_split_to(&q, 11, &other),                                        \
         RANGE("bytes_queue_split_to", "0", "11", "10"))                                                               \
    CASE(split_view_size_max, ignored = bytes_queue_split_view(&q, SIZE_MAX, &view),                                   \
         RANGE("bytes_queue_split_view", "0", MOST, "10"))                                                             \
    CASE(coalesce_past_the_end, ignored = bytes_queue_coalesce(&q, 11),                                                \
         RANGE("bytes_queue_coalesce", "0", "11", "10"))                                                               \
    CASE(copy_to_past_the_end, bytes_queue_copy_to(&q, 4, 7, scratch), RANGE("bytes_queue_copy_to", "4", "11", "10"))  \
    CASE(copy_to_behind_the_end, bytes_queue_copy_to(&q, 11, 0, scratch),                                              \
         RANGE("bytes_queue_copy_to", "11", "11", "10"))                                                               \
    CASE(commit_more_than_was_reserved, commit(), RANGE("bytes_queue_commit", "0", "1", "0"))                          \
    CASE(append_to_itself, ignored = bytes_queue_append(&q, &q),                                                       \
         "libbytes: bytes_queue_append: a queue cannot be appended to itself")

#define FUNCTION(name, misuse, line)                                                                                   \
    static void case_##name(void)                                                                                      \
    {                                                                                                                  \
        make();                                                                                                        \
        misuse;                                                                                                        \
    }
CASES(FUNCTION)

#define ENTRY(name, misuse, line) {#name, case_##name, line},
static const DeathCase cases[] = {CASES(ENTRY)};

int main(int argc, char **argv)
{
    return death_main(argc, argv, cases, (int)(sizeof(cases) / sizeof(cases[0])));
}
