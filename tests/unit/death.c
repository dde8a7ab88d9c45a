/* SPDX-License-Identifier: MIT */
/* Misuse aborts after one line that names the function and the numbers, before anything is corrupted. */
#include "death.h"

#include <bytes/bytes.h>

#include "../../src/storage_internal.h"

static volatile size_t most = SIZE_MAX; /* volatile: or compilers warn of the calls below */

static Bytes ten(void)
{
    Bytes out = BYTES_EMPTY;
    if (bytes_copy("0123456789", 10, &out) != 0) {
        exit(99); /* not an abort */
    }
    return out;
}

static BytesMut ten_mut(void)
{
    BytesMut out = BYTES_MUT_EMPTY;
    if (bytes_mut_with_capacity(10, &out) != 0 || bytes_mut_put_str(&out, "0123456789") != 0) {
        exit(99);
    }
    return out;
}

#define RANGE(function, begin, end, len)                                                                               \
    "libbytes: " function ": range [" begin ", " end ") is not inside a length of " len
#define CLONE_LIMIT "libbytes: bytes_clone: too many handles to one storage"
#if BYTES_TRACE_HANDLES
#define TWICE "libbytes: bytes_drop: a handle was dropped twice: it was copied by assignment"
#else
#define TWICE "libbytes: bytes_drop: more weight than the storage has: a handle was dropped twice"
#endif
#if SIZE_MAX > 0xffffffffu
#define MOST "18446744073709551615"
#define HALF "9223372036854775807"
#define HALF_1 "9223372036854775808"
#else
#define MOST "4294967295"
#define HALF "2147483647"
#define HALF_1 "2147483648"
#endif
#define COUNT_LIMIT (STORAGE_TOTAL_MAX / 2)

/* CASE(name, what it does with a view `v` and a buffer `m` of ten bytes each, the line that it must end with) */
#define CASES(CASE)                                                                                                    \
    CASE(span_slice_past_the_end, (void)bytes_span_slice(bytes_span(&v), 0, 11),                                       \
         RANGE("bytes_span_slice", "0", "11", "10"))                                                                   \
    CASE(span_slice_backwards, (void)bytes_span_slice(bytes_span(&v), 6, 5),                                           \
         RANGE("bytes_span_slice", "6", "5", "10"))                                                                    \
    CASE(slice_past_the_end, v = bytes_slice(&v, 0, 11), RANGE("bytes_slice", "0", "11", "10"))                        \
    CASE(slice_backwards, v = bytes_slice(&v, 6, 5), RANGE("bytes_slice", "6", "5", "10"))                             \
    CASE(slice_to_size_max, v = bytes_slice(&v, 1, most), RANGE("bytes_slice", "1", MOST, "10"))                       \
    CASE(slice_from_size_max, v = bytes_slice(&v, most, most), RANGE("bytes_slice", MOST, MOST, "10"))                 \
    CASE(share_slice_past_the_end, v = bytes_share_slice(&v, 3, 11), RANGE("bytes_share_slice", "3", "11", "10"))      \
    CASE(share_slice_backwards, v = bytes_share_slice(&v, 6, 5), RANGE("bytes_share_slice", "6", "5", "10"))           \
    CASE(slice_many_past_the_end, slice_many(&v, 2, 11), RANGE("bytes_slice_many", "2", "11", "10"))                   \
    CASE(slice_many_backwards, slice_many(&v, 6, 5), RANGE("bytes_slice_many", "6", "5", "10"))                        \
    CASE(slice_ref_past_the_end, v = bytes_slice_ref(&v, v.data + 4, 7), RANGE("bytes_slice_ref", "4", "11", "10"))    \
    CASE(slice_ref_too_long, v = bytes_slice_ref(&v, v.data + 4, most), RANGE("bytes_slice_ref", "4", MOST, "10"))     \
    CASE(slice_ref_in_front, v = slice_in_front(&v), RANGE("bytes_slice_ref", MOST, MOST, "4"))                        \
    CASE(split_to_past_the_end, v = bytes_split_to(&v, 11), RANGE("bytes_split_to", "0", "11", "10"))                  \
    CASE(split_to_size_max, v = bytes_split_to(&v, most), RANGE("bytes_split_to", "0", MOST, "10"))                    \
    CASE(split_off_past_the_end, v = bytes_split_off(&v, 11), RANGE("bytes_split_off", "11", "10", "10"))              \
    CASE(split_off_size_max, v = bytes_split_off(&v, most), RANGE("bytes_split_off", MOST, "10", "10"))                \
    CASE(advance_past_the_end, bytes_advance(&v, 11), RANGE("bytes_advance", "0", "11", "10"))                         \
    CASE(advance_size_max, bytes_advance(&v, most), RANGE("bytes_advance", "0", MOST, "10"))                           \
    CASE(advance_an_empty_view, advance_empty(), RANGE("bytes_advance", "0", "1", "0"))                                \
    CASE(copy_to_past_the_end, bytes_copy_to(&v, 4, 7, scratch), RANGE("bytes_copy_to", "4", "11", "10"))              \
    CASE(copy_to_size_max, bytes_copy_to(&v, 4, most, scratch), RANGE("bytes_copy_to", "4", MOST, "10"))               \
    CASE(copy_to_behind_the_end, bytes_copy_to(&v, 11, 0, scratch), RANGE("bytes_copy_to", "11", "11", "10"))          \
    CASE(mut_split_to_past_the_end, m = bytes_mut_split_to(&m, 11), RANGE("bytes_mut_split_to", "0", "11", "10"))      \
    CASE(mut_split_to_size_max, m = bytes_mut_split_to(&m, most), RANGE("bytes_mut_split_to", "0", MOST, "10"))        \
    CASE(mut_split_to_without_storage, split_nothing(), RANGE("bytes_mut_split_to", "0", "1", "0"))                    \
    CASE(mut_split_off_size_max, trimmed_split_off(&m, most), RANGE("bytes_mut_split_off", MOST, "10", "10"))          \
    CASE(mut_split_off_past_the_capacity, trimmed_split_off(&m, 11), RANGE("bytes_mut_split_off", "11", "10", "10"))   \
    CASE(mut_advance_past_the_end, bytes_mut_advance(&m, 11), RANGE("bytes_mut_advance", "0", "11", "10"))             \
    CASE(mut_advance_size_max, bytes_mut_advance(&m, most), RANGE("bytes_mut_advance", "0", MOST, "10"))               \
    CASE(commit_more_than_the_tailroom, trimmed_commit(&m, 1), RANGE("bytes_mut_commit", "0", "1", "0"))               \
    CASE(commit_size_max, trimmed_commit(&m, most), RANGE("bytes_mut_commit", "0", MOST, "0"))                         \
    CASE(split_freeze_past_the_end, v = bytes_mut_split_freeze(&m, 11),                                                \
         RANGE("bytes_mut_split_freeze", "0", "11", "10"))                                                             \
    CASE(split_freeze_many_past_the_end, bytes_mut_split_freeze_many(&m, 11, &range, 1, many),                         \
         RANGE("bytes_mut_split_freeze_many", "0", "11", "10"))                                                        \
    CASE(split_freeze_many_past_the_head, bytes_mut_split_freeze_many(&m, 3, &range, 1, many),                         \
         RANGE("bytes_mut_split_freeze_many", "2", "4", "3"))                                                          \
    CASE(extend_past_the_end, (void)(bytes_mut_extend_from_within(&m, 3, 11) == 0),                                    \
         RANGE("bytes_mut_extend_from_within", "3", "11", "10"))                                                       \
    CASE(extend_backwards, (void)(bytes_mut_extend_from_within(&m, 6, 5) == 0),                                        \
         RANGE("bytes_mut_extend_from_within", "6", "5", "10"))                                                        \
    CASE(adopt_more_than_an_object_has,                                                                                \
         v = bytes_adopt_with_control(&control, scratch, most, BYTES_WRITABLE, NULL, NULL),                            \
         RANGE("bytes_adopt_with_control", "0", MOST, HALF))                                                           \
    CASE(adopt_one_more_than_an_object_has,                                                                            \
         v = bytes_adopt_with_control(&control, scratch, most / 2 + 1, BYTES_WRITABLE, NULL, NULL),                    \
         RANGE("bytes_adopt_with_control", "0", HALF_1, HALF))                                                         \
    CASE(unsplit_with_itself, (void)(bytes_mut_unsplit(&m, &m) == 0),                                                  \
         "libbytes: bytes_mut_unsplit: a buffer cannot be appended to itself")                                         \
    CASE(drop_a_handle_twice, drop_twice(&v), TWICE)                                                                   \
    CASE(drop_a_buffer_twice, drop_mut_twice(&m), TWICE)                                                               \
    CASE(drop_all_with_a_handle_twice, drop_all_twice(&v), TWICE)                                                      \
    CASE(join_a_handle_twice, join_twice(&v),                                                                          \
         "libbytes: bytes_try_unsplit: more weight than the storage has: a handle was used twice")                     \
    CASE(clone_beyond_the_limit, at_limit(&v, 1); v = bytes_clone(&v), CLONE_LIMIT)                                    \
    CASE(slice_beyond_the_limit, at_limit(&v, 1); v = bytes_slice(&v, 0, 1), CLONE_LIMIT)                              \
    CASE(share_beyond_the_limit, at_limit(&v, 1); v.weight = 1; v = bytes_share(&v), CLONE_LIMIT)                      \
    CASE(slice_many_beyond_the_limit, at_limit(&v, 1); v.weight = 1; slice_many(&v, 2, 3), CLONE_LIMIT)                \
    CASE(clone_at_the_limit, at_limit(&v, 0); v = bytes_clone(&v); v = bytes_clone(&v), CLONE_LIMIT)

static unsigned char scratch[64];
static BytesControl control;
static const BytesRange range = {2, 4};
static Bytes many[1];

static void slice_many(Bytes *v, size_t begin, size_t end)
{
    const BytesRange ranges[3] = {{0, 1}, {begin, end}, {3, 4}};
    Bytes out[3];
    bytes_slice_many(v, ranges, 3, out);
}

static Bytes slice_in_front(Bytes *v)
{
    const uint8_t *const front = v->data + 4;
    bytes_advance(v, 5);
    bytes_truncate(v, 4);
    return bytes_slice_ref(v, front, 2);
}

static void advance_empty(void)
{
    Bytes empty = BYTES_EMPTY;
    bytes_advance(&empty, 1);
}

static void split_nothing(void)
{
    BytesMut empty = BYTES_MUT_EMPTY;
    empty = bytes_mut_split_to(&empty, 1);
}

static void trim(BytesMut *m)
{
    BytesMut rest = bytes_mut_split_off(m, 10);
    bytes_mut_drop(&rest);
}

static void trimmed_split_off(BytesMut *m, size_t at)
{
    trim(m);
    *m = bytes_mut_split_off(m, at);
}

static void trimmed_commit(BytesMut *m, size_t count)
{
    trim(m);
    bytes_mut_commit(m, count);
}

static void drop_twice(Bytes *v)
{
    Bytes clone = bytes_clone(v); /* keeps the block, so that the second drop finds a count */
    Bytes again = *v;
    bytes_drop(v);
    bytes_drop(&again);
    bytes_drop(&clone);
}

static void drop_mut_twice(BytesMut *m)
{
    Bytes frame = bytes_mut_split_freeze(m, 5);
    BytesMut again = *m;
    bytes_mut_drop(m);
    bytes_mut_drop(&again);
    bytes_drop(&frame);
}

static void drop_all_twice(Bytes *v)
{
    const Bytes share = bytes_share(v);
    Bytes handles[3] = {share, *v, *v};
    bytes_drop_all(handles, 3);
}

static void join_twice(Bytes *v)
{
    Bytes copies[2] = {*v, *v};
    (void)(bytes_drop_into(&copies[1], &copies[0]) == 0);
}

/* The total is `beyond` the largest to which a handle may still be added. */
static void at_limit(Bytes *v, size_t beyond)
{
    if (v->storage != NULL) {
        atomic_store(&v->storage->total, (size_t)COUNT_LIMIT + beyond);
    }
}

#define FUNCTION(name, what, line)                                                                                     \
    static void case_##name(void)                                                                                      \
    {                                                                                                                  \
        Bytes v = ten();                                                                                               \
        BytesMut m = ten_mut();                                                                                        \
        what;                                                                                                          \
        scratch[0] = (unsigned char)(v.len + m.len); /* both are used in every case */                                 \
    }
CASES(FUNCTION)

#define ENTRY(name, what, line) {#name, case_##name, line},
static const DeathCase cases[] = {CASES(ENTRY)};

int main(int argc, char **argv)
{
    return death_main(argc, argv, cases, (int)(sizeof(cases) / sizeof(cases[0])));
}
