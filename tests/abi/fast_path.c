/* SPDX-License-Identifier: MIT */
/*
 * The fast path of an inline function calls nothing: neither the library, nor memcpy(), nor an inline function that the
 * compiler did not inline after all.
 *
 * Compiled with optimisation, and linked not with the library but with a stub for each function that it exports, inline
 * ones included (fast_path.py): the first call of a stub ends the operation, and its name is the result. So nothing
 * needs to be disassembled, and the test works with any compiler for any machine.
 */
#include "tap.h"

#include <bytes/bytes.h>

enum { FRAMES = 40, FRAME = 16, BYTES = 1024 };

/* What the operations work on. They get it through a pointer, so that the compiler cannot know its contents. */
typedef struct Handles {
    Bytes view;       /* the first half of `bytes` */
    Bytes next;       /* the other half */
    BytesMut buffer;  /* three quarters full */
    BytesQueue front; /* a queue that begins with a segment */
    BytesQueue tail;  /* one that is only its tail, three quarters full */
    Bytes frames[FRAMES];
    BytesMut piece;
    Bytes out;
    BytesSpan span;
    uint8_t number[8];
    uint8_t bytes[BYTES];
    uint64_t storage[32]; /* no fast path looks inside */
} Handles;

typedef bool Operation(Handles *h);

static jmp_buf called;
static const char *volatile first; /* volatile: it survives longjmp() */
static volatile bool armed;

void fast_path_called(const char *name);
void fast_path_called(const char *name)
{
    if (!armed) {
        abort(); /* the test itself must not call the library */
    }
    armed = false;
    first = name;
    longjmp(called, 1);
}

#ifdef FAST_PATH_WRAP
/* By the linker's --wrap. A copy of small constant size must be a few instructions instead. */
#define WRAP(name, Second)                                                                                             \
    void *__real_##name(void *to, Second second, size_t len);                                                          \
    void *__wrap_##name(void *to, Second second, size_t len);                                                          \
    void *__wrap_##name(void *to, Second second, size_t len)                                                           \
    {                                                                                                                  \
        if (armed) {                                                                                                   \
            fast_path_called(#name);                                                                                   \
        }                                                                                                              \
        return __real_##name(to, second, len);                                                                         \
    }
WRAP(memcpy, const void *)
WRAP(memmove, const void *)
WRAP(memset, int)
#endif

static void prepare(Handles *h)
{
    BytesStorage *storage = (BytesStorage *)(void *)h->storage; /* cast: only its address matters */
    const size_t half = BYTES_WEIGHT_WHOLE_ / 2;
    const Bytes view = {h->bytes, BYTES / 2, storage, half};
    const Bytes next = {h->bytes + BYTES / 2, BYTES / 2, storage, half};
    const BytesMut buffer = {h->bytes, BYTES / 4 * 3, BYTES, storage, BYTES_WEIGHT_WHOLE_};
    memset(h, 0, sizeof(*h));
    h->view = view;
    h->next = next;
    h->buffer = buffer;
    h->front.len = view.len;
    h->front.count_ = 1;
    h->front.entries_[0].view = view;
    h->tail.len = buffer.len;
    h->tail.tail_ = buffer;
}

/* The name of the first function that is called, or "" if none is. */
static const char *first_call_of(Operation *operation)
{
    static Handles handles;
    static volatile bool done;
    Operation *volatile run = operation; /* volatile: not to be inlined */
    prepare(&handles);
    first = "";
    done = false;
    if (setjmp(called) == 0) {
        armed = true;
        done = run(&handles);
        armed = false;
        CHECK(done);
    }
    return first;
}

/* Defines an operation, which returns true if its result is right, and the test of the first call that it makes. */
#define CALLS(name, what)                                                                                              \
    static Operation run_##name;                                                                                       \
    TEST(name)                                                                                                         \
    {                                                                                                                  \
        CHECK_STR(first_call_of(run_##name), what);                                                                    \
    }                                                                                                                  \
    static bool run_##name(Handles *h)
#define CALLS_NOTHING(name) CALLS(name##_calls_nothing, "")

/* Views. */

CALLS_NOTHING(sharing)
{
    h->out = bytes_share(&h->view);
    return h->out.len == h->view.len;
}

CALLS_NOTHING(sharing_a_slice)
{
    h->out = bytes_share_slice(&h->view, 10, 20);
    return h->out.len == 10;
}

CALLS_NOTHING(cutting_forty_slices)
{
    for (size_t i = 0; i < FRAMES; i++) {
        h->frames[i] = bytes_share_slice(&h->view, i, i + 8);
    }
    return h->frames[FRAMES - 1].len == 8;
}

CALLS_NOTHING(trying_to_share_a_slice)
{
    return bytes_try_share_slice(&h->view, 0, BYTES, &h->out) == BYTES_ERANGE &&
           bytes_try_share_slice(&h->view, 1, 2, &h->out) == 0;
}

CALLS_NOTHING(an_empty_slice)
{
    h->out = bytes_slice(&h->view, 7, 7);
    return h->out.storage == NULL;
}

CALLS_NOTHING(splitting_a_view)
{
    h->frames[0] = bytes_split_to(&h->view, 10);
    h->frames[1] = bytes_split_off(&h->view, 10);
    h->frames[2] = bytes_split_to(&h->view, h->view.len);
    return h->view.len == 0 && h->frames[2].len == 10;
}

CALLS_NOTHING(joining_views)
{
    return bytes_try_unsplit(&h->view, &h->next) == 0 && h->view.len == BYTES;
}

CALLS_NOTHING(dropping_a_view_into_another)
{
    return bytes_drop_into(&h->next, &h->view) == 0 && h->next.storage == NULL;
}

CALLS_NOTHING(shortening_a_view)
{
    bytes_advance(&h->view, 5);
    bytes_truncate(&h->view, 10);
    return h->view.len == 10;
}

CALLS_NOTHING(moving_a_view)
{
    h->out = bytes_move(&h->view);
    return h->view.len == 0 && h->out.len == BYTES / 2;
}

CALLS_NOTHING(dropping_an_empty_or_static_view)
{
    h->out = bytes_static(h->bytes, 10);
    bytes_drop(&h->out);
    bytes_drop(&h->out);
    return h->out.len == 0;
}

CALLS(dropping_calls_release_first, "bytes_release_")
{
    bytes_drop(&h->view);
    return true;
}

CALLS(cloning_adds_weight_first, "bytes_add_weight_")
{
    h->out = bytes_clone(&h->view);
    return true;
}

CALLS(slicing_adds_weight_first, "bytes_add_weight_")
{
    h->out = bytes_slice(&h->view, 10, 20);
    return true;
}

/* Buffers. */

CALLS_NOTHING(splitting_a_buffer_into_frames)
{
    BytesMut buffer = bytes_mut_move(&h->buffer);
    for (size_t i = 0; i < FRAMES; i++) {
        h->frames[i] = bytes_mut_split_freeze(&buffer, FRAME);
    }
    h->buffer = buffer;
    return h->buffer.len == BYTES / 4 * 3 - (size_t)FRAMES * FRAME; /* cast: from an enumeration */
}

CALLS_NOTHING(decoding_a_frame)
{
    static const BytesFrameFormat format = {.width = 4, .maximum = 100, .skip = BYTES_SKIP_HEADER};
    size_t need;
    h->bytes[3] = FRAME;
    return bytes_mut_next_frame(&h->buffer, &format, &h->out, &need) == 1 && h->out.len == FRAME;
}

CALLS_NOTHING(splitting_and_then_freezing)
{
    h->piece = bytes_mut_split_to(&h->buffer, FRAME);
    h->out = bytes_mut_freeze(&h->piece);
    return h->out.len == FRAME && h->piece.storage == NULL;
}

CALLS_NOTHING(splitting_all_or_the_back_off)
{
    h->piece = bytes_mut_split(&h->buffer);
    h->frames[0] = bytes_mut_freeze(&h->piece);
    h->piece = bytes_mut_split_off(&h->buffer, 8);
    return h->piece.cap == BYTES / 4 - 8;
}

CALLS_NOTHING(reading_into_a_buffer_with_room)
{
    BytesSpare spare;
    if (bytes_mut_reserve(&h->buffer, BYTES / 4) != 0) {
        return false;
    }
    spare = bytes_mut_spare(&h->buffer);
    spare.data[0] = 'x';
    bytes_mut_commit(&h->buffer, 1);
    return h->buffer.len == BYTES / 4 * 3 + 1;
}

CALLS_NOTHING(putting_a_constant_number_of_bytes)
{
    return bytes_mut_put(&h->buffer, h->number, sizeof(h->number)) == 0 && bytes_mut_put_str(&h->buffer, "HTTP") == 0;
}

CALLS_NOTHING(shortening_a_buffer)
{
    bytes_mut_advance(&h->buffer, 5);
    bytes_mut_truncate(&h->buffer, 10);
    bytes_mut_clear(&h->buffer);
    return h->buffer.cap == BYTES - 5;
}

CALLS_NOTHING(dropping_a_view_into_a_buffer)
{
    h->out = bytes_mut_split_freeze(&h->buffer, FRAME);
    return bytes_drop_into_mut(&h->out, &h->buffer) == 0;
}

CALLS(dropping_a_buffer_calls_release_first, "bytes_release_")
{
    bytes_mut_drop(&h->buffer);
    return true;
}

CALLS(putting_without_room_grows_first, "bytes_mut_grow_")
{
    return bytes_mut_put(&h->buffer, h->frames, BYTES / 2) == 0;
}

CALLS(reserving_without_room_grows_first, "bytes_mut_grow_")
{
    return bytes_mut_reserve(&h->buffer, BYTES / 2) == 0;
}

/* Numbers, from handles with enough bytes and into spare capacity. One of each size: in a function with very much to
 * inline a compiler gives up. */

#define GETS(prefix, Handle, name, type, bits, order)                                                                  \
    CALLS_NOTHING(prefix##_get_##name)                                                                                 \
    {                                                                                                                  \
        type value = 0;                                                                                                \
        const bool done = prefix##_get_##name(FROM_##prefix, &value);                                                  \
        memcpy(h->number, &value, sizeof(value));                                                                      \
        return done;                                                                                                   \
    }                                                                                                                  \
    CALLS_NOTHING(prefix##_peek_##name)                                                                                \
    {                                                                                                                  \
        type value = 0;                                                                                                \
        const bool done = prefix##_peek_##name(FROM_##prefix, 3, &value);                                              \
        memcpy(h->number, &value, sizeof(value));                                                                      \
        return done;                                                                                                   \
    }

#define PUTS(prefix, Handle, name, type, bits, order)                                                                  \
    CALLS_NOTHING(prefix##_put_##name)                                                                                 \
    {                                                                                                                  \
        type value;                                                                                                    \
        memcpy(&value, h->number, sizeof(value));                                                                      \
        return prefix##_put_##name(TO_##prefix, value) == 0;                                                           \
    }

#define FROM_bytes (&h->view)
#define FROM_bytes_mut (&h->buffer)
#define TO_bytes_mut (&h->buffer)
#define TO_bytes_queue (&h->tail)
#define EACH_SIZE(X, prefix, Handle)                                                                                   \
    X(prefix, Handle, u8, uint8_t, 8, ne)                                                                              \
    X(prefix, Handle, u16_le, uint16_t, 16, le)                                                                        \
    X(prefix, Handle, u32_be, uint32_t, 32, be)                                                                        \
    X(prefix, Handle, u64_be, uint64_t, 64, be)                                                                        \
    X(prefix, Handle, f64_le, double, 64, le)
EACH_SIZE(GETS, bytes, Bytes)
EACH_SIZE(GETS, bytes_mut, BytesMut)
EACH_SIZE(PUTS, bytes_mut, BytesMut)
EACH_SIZE(PUTS, bytes_queue, BytesQueue)

CALLS_NOTHING(getting_a_varint_of_one_byte)
{
    uint64_t first_value = 1;
    uint64_t second_value = 1;
    return bytes_get_leb128(&h->view, &first_value) == 1 && bytes_get_quic_varint(&h->view, &second_value) == 1 &&
           first_value + second_value == 0;
}

CALLS_NOTHING(putting_a_varint_of_one_byte)
{
    return bytes_mut_put_leb128(&h->buffer, h->number[0] & 0x7f) == 0;
}

CALLS(putting_a_longer_varint_only_encodes, "bytes_leb128_encode_")
{
    return bytes_mut_put_leb128(&h->buffer, h->number[0] | 0x80) == 0;
}

CALLS_NOTHING(putting_an_integer_of_three_bytes)
{
    return bytes_mut_put_uint_be(&h->buffer, h->number[0], 3) == 0;
}

CALLS(putting_a_decimal_only_writes_digits, "bytes_decimal_write_")
{
    return bytes_mut_put_decimal(&h->buffer, h->number[0]) == 0;
}

/* Queues. */

CALLS_NOTHING(putting_a_constant_number_of_bytes_into_a_queue)
{
    return bytes_queue_put(&h->tail, h->number, sizeof(h->number)) == 0;
}

CALLS_NOTHING(looking_at_and_leaving_the_front_of_a_queue)
{
    h->span = bytes_queue_front(&h->front);
    bytes_queue_advance(&h->front, 10);
    bytes_queue_advance(&h->tail, 10);
    return bytes_queue_peek(&h->front, 3, 4, h->frames) == h->span.data + 13;
}

TAP_MAIN()
