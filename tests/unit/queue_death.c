/* SPDX-License-Identifier: MIT */
/* Misuse of a queue aborts after one line on standard error. */
#include <bytes/bytes.h>

#include "death.h"
#include "test_allocator.h"

static uint8_t memory[16];
static BytesSpare spares[2];

/* Ten bytes in three pieces. */
static BytesQueue ten(void)
{
    BytesQueue out = BYTES_QUEUE_EMPTY;
    Bytes first = BYTES_LITERAL("0123");
    Bytes second = BYTES_LITERAL("456");
    if (bytes_queue_push_back(&out, &first) != 0 || bytes_queue_push_back(&out, &second) != 0 ||
        bytes_queue_put_str(&out, "789") != 0) {
        exit(1);
    }
    return out;
}

static void commit(size_t count)
{
    static TestAllocator allocator;
    BytesQueue q;
    size_t pieces;
    allocator = test_allocator();
    bytes_queue_init(&allocator.base, 8, &q);
    if (bytes_queue_reserve_pieces(&q, 8, spares, &pieces) == 0) {
        bytes_queue_commit(&q, count);
    }
}

#define CASES(X)                                                                                                       \
    X(advance, bytes_queue_advance(&q, 11),                                                                            \
      "libbytes: bytes_queue_advance: range [0, 11) is not inside a length of 10")                                     \
    X(advance_nothing, bytes_queue_advance(&empty, 1),                                                                 \
      "libbytes: bytes_queue_advance: range [0, 1) is not inside a length of 0")                                       \
    X(split_to, (void)(bytes_queue_split_to(&q, 11, &empty) == 0),                                                     \
      "libbytes: bytes_queue_split_to: range [0, 11) is not inside a length of 10")                                    \
    X(split_view, (void)(bytes_queue_split_view(&q, 11, &view) == 0),                                                  \
      "libbytes: bytes_queue_split_view: range [0, 11) is not inside a length of 10")                                  \
    X(coalesce, (void)(bytes_queue_coalesce(&q, 11) == 0),                                                             \
      "libbytes: bytes_queue_coalesce: range [0, 11) is not inside a length of 10")                                    \
    X(copy_to, bytes_queue_copy_to(&q, 4, 7, memory),                                                                  \
      "libbytes: bytes_queue_copy_to: range [4, 11) is not inside a length of 10")                                     \
    X(copy_nothing_beyond_the_end, bytes_queue_copy_to(&q, 11, 0, memory),                                             \
      "libbytes: bytes_queue_copy_to: range [11, 11) is not inside a length of 10")                                    \
    X(hash, (void)bytes_queue_hash(&q, 4, 7, 0),                                                                       \
      "libbytes: bytes_queue_hash: range [4, 11) is not inside a length of 10")                                        \
    X(append_to_itself, (void)(bytes_queue_append(&q, &q) == 0),                                                       \
      "libbytes: bytes_queue_append: a queue cannot be appended to itself")                                            \
    X(commit, commit(9), "libbytes: bytes_queue_commit: range [0, 9) is not inside a length of 8")

#define FUNCTION(name, what, line)                                                                                     \
    static void case_##name(void)                                                                                      \
    {                                                                                                                  \
        BytesQueue q = ten();                                                                                          \
        BytesQueue empty = BYTES_QUEUE_EMPTY;                                                                          \
        Bytes view = BYTES_EMPTY;                                                                                      \
        what;                                                                                                          \
        memory[0] = (uint8_t)(q.len + empty.len + view.len); /* all are used in every case */                          \
    }
CASES(FUNCTION)

#define ENTRY(name, what, line) {#name, case_##name, line},
static const DeathCase cases[] = {CASES(ENTRY)};

int main(int argc, char **argv)
{
    return death_main(argc, argv, cases, (int)(sizeof(cases) / sizeof(cases[0])));
}
