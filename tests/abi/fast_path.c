/* SPDX-License-Identifier: MIT */
/*
 * What the headers promise to do inline calls nothing on its usual path: neither the library, nor memcpy(), nor an
 * inline function that the compiler did not inline after all.
 *
 * Compiled with optimisation, and linked not with the library but with a stub for each function that it exports, inline
 * ones included (fast_path.py): the first call of one ends the operation, and its name is the result. So nothing needs
 * to be disassembled, and it holds for whatever compiler and machine this is run with.
 */
#include "tap.h"

#include <bytes/bytes.h>

enum { FRAMES = 40, FRAME = 16, BYTES = 1024 };

/* What the operations work on. They get its address through a pointer, so that the compiler knows nothing of it. */
typedef struct Place {
    Bytes view;       /* the first half of `bytes` */
    Bytes next;       /* the other half */
    BytesMut buffer;  /* full of bytes, but for one quarter of room */
    BytesQueue front; /* a queue that begins with a segment */
    BytesQueue tail;  /* one that has nothing but its tail, with one quarter of room */
    Bytes frames[FRAMES];
    BytesMut piece;
    Bytes out;
    BytesSpan span;
    uint8_t number[8];
    uint8_t bytes[BYTES];
    uint64_t storage[32]; /* nobody looks inside, on the paths in question */
} Place;

typedef bool Operation(Place *here);

static jmp_buf called;
static const char *volatile first; /* volatile: it survives longjmp() */
static volatile bool armed;

void fast_path_called(const char *name);
void fast_path_called(const char *name)
{
    if (!armed) {
        abort(); /* the test itself uses none of it */
    }
    armed = false;
    first = name;
    longjmp(called, 1);
}

#ifdef FAST_PATH_WRAP
/* With the linker's --wrap: of constant and small size they are to be a few instructions. */
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

static void prepare(Place *here)
{
    BytesStorage *storage = (BytesStorage *)(void *)here->storage; /* cast: all that matters is its address */
    const size_t half = BYTES_WEIGHT_WHOLE_ / 2;
    const Bytes view = {here->bytes, BYTES / 2, storage, half};
    const Bytes next = {here->bytes + BYTES / 2, BYTES / 2, storage, half};
    const BytesMut buffer = {here->bytes, BYTES / 4 * 3, BYTES, storage, BYTES_WEIGHT_WHOLE_};
    memset(here, 0, sizeof(*here));
    here->view = view;
    here->next = next;
    here->buffer = buffer;
    here->front.len = view.len;
    here->front.count_ = 1;
    here->front.entries_[0].view = view;
    here->tail.len = buffer.len;
    here->tail.tail_ = buffer;
}

/* The name of the first function that is called, or "" if none is. */
static const char *first_call_of(Operation *operation)
{
    static Place place;
    static volatile bool done;
    Operation *volatile run = operation; /* volatile: not to be inlined */
    prepare(&place);
    first = "";
    done = false;
    if (setjmp(called) == 0) {
        armed = true;
        done = run(&place);
        armed = false;
        CHECK(done);
    }
    return first;
}

/* An operation, which returns whether it did what it is to do, and the test of what it calls. */
#define CALLS(name, what)                                                                                              \
    static Operation run_##name;                                                                                       \
    TEST(name)                                                                                                         \
    {                                                                                                                  \
        CHECK_STR(first_call_of(run_##name), what);                                                                    \
    }                                                                                                                  \
    static bool run_##name(Place *here)
#define CALLS_NOTHING(name) CALLS(name##_calls_nothing, "")

/* Views. */

CALLS_NOTHING(sharing)
{
    here->out = bytes_share(&here->view);
    return here->out.len == here->view.len;
}

CALLS_NOTHING(sharing_a_slice)
{
    here->out = bytes_share_slice(&here->view, 10, 20);
    return here->out.len == 10;
}

CALLS_NOTHING(cutting_forty_slices)
{
    for (size_t i = 0; i < FRAMES; i++) {
        here->frames[i] = bytes_share_slice(&here->view, i, i + 8);
    }
    return here->frames[FRAMES - 1].len == 8;
}

CALLS_NOTHING(trying_to_share_a_slice)
{
    return bytes_try_share_slice(&here->view, 0, BYTES, &here->out) == BYTES_ERANGE &&
           bytes_try_share_slice(&here->view, 1, 2, &here->out) == 0;
}

CALLS_NOTHING(an_empty_slice)
{
    here->out = bytes_slice(&here->view, 7, 7);
    return here->out.storage == NULL;
}

CALLS_NOTHING(splitting_a_view)
{
    here->frames[0] = bytes_split_to(&here->view, 10);
    here->frames[1] = bytes_split_off(&here->view, 10);
    here->frames[2] = bytes_split_to(&here->view, here->view.len);
    return here->view.len == 0 && here->frames[2].len == 10;
}

CALLS_NOTHING(joining_views)
{
    return bytes_try_unsplit(&here->view, &here->next) == 0 && here->view.len == BYTES;
}

CALLS_NOTHING(reabsorbing)
{
    return bytes_drop_into(&here->next, &here->view) == 0 && here->next.storage == NULL;
}

CALLS_NOTHING(shortening_a_view)
{
    bytes_advance(&here->view, 5);
    bytes_truncate(&here->view, 10);
    return here->view.len == 10;
}

CALLS_NOTHING(moving_a_view)
{
    here->out = bytes_move(&here->view);
    return here->view.len == 0 && here->out.len == BYTES / 2;
}

CALLS_NOTHING(dropping_an_empty_or_static_view)
{
    here->out = bytes_static(here->bytes, 10);
    bytes_drop(&here->out);
    bytes_drop(&here->out);
    return here->out.len == 0;
}

CALLS(dropping_calls_release_first, "bytes_release_")
{
    bytes_drop(&here->view);
    return true;
}

CALLS(cloning_adds_weight_first, "bytes_add_weight_")
{
    here->out = bytes_clone(&here->view);
    return true;
}

CALLS(slicing_adds_weight_first, "bytes_add_weight_")
{
    here->out = bytes_slice(&here->view, 10, 20);
    return true;
}

/* Buffers. */

CALLS_NOTHING(splitting_a_buffer_into_frames)
{
    BytesMut buffer = bytes_mut_move(&here->buffer);
    for (size_t i = 0; i < FRAMES; i++) {
        here->frames[i] = bytes_mut_split_freeze(&buffer, FRAME);
    }
    here->buffer = buffer;
    return here->buffer.len == BYTES / 4 * 3 - (size_t)FRAMES * FRAME; /* cast: from an enumeration */
}

CALLS_NOTHING(splitting_and_then_freezing)
{
    here->piece = bytes_mut_split_to(&here->buffer, FRAME);
    here->out = bytes_mut_freeze(&here->piece);
    return here->out.len == FRAME && here->piece.storage == NULL;
}

CALLS_NOTHING(splitting_all_or_the_back_off)
{
    here->piece = bytes_mut_split(&here->buffer);
    here->frames[0] = bytes_mut_freeze(&here->piece);
    here->piece = bytes_mut_split_off(&here->buffer, 8);
    return here->piece.cap == BYTES / 4 - 8;
}

CALLS_NOTHING(reading_into_a_buffer_with_room)
{
    BytesSpare spare;
    if (bytes_mut_reserve(&here->buffer, BYTES / 4) != 0) {
        return false;
    }
    spare = bytes_mut_spare(&here->buffer);
    spare.data[0] = 'x';
    bytes_mut_commit(&here->buffer, 1);
    return here->buffer.len == BYTES / 4 * 3 + 1;
}

CALLS_NOTHING(putting_a_constant_number_of_bytes)
{
    return bytes_mut_put(&here->buffer, here->number, sizeof(here->number)) == 0 &&
           bytes_mut_put_str(&here->buffer, "HTTP") == 0;
}

CALLS_NOTHING(shortening_a_buffer)
{
    bytes_mut_advance(&here->buffer, 5);
    bytes_mut_truncate(&here->buffer, 10);
    bytes_mut_clear(&here->buffer);
    return here->buffer.cap == BYTES - 5;
}

CALLS_NOTHING(reabsorbing_into_a_buffer)
{
    here->out = bytes_mut_split_freeze(&here->buffer, FRAME);
    return bytes_drop_into_mut(&here->out, &here->buffer) == 0;
}

CALLS(dropping_a_buffer_calls_release_first, "bytes_release_")
{
    bytes_mut_drop(&here->buffer);
    return true;
}

CALLS(putting_without_room_grows_first, "bytes_mut_grow_")
{
    return bytes_mut_put(&here->buffer, here->frames, BYTES / 2) == 0;
}

CALLS(reserving_without_room_grows_first, "bytes_mut_grow_")
{
    return bytes_mut_reserve(&here->buffer, BYTES / 2) == 0;
}

/* Numbers, out of what has enough bytes and into what has room. One of each size: a compiler inlines less where there
 * is very much to inline. */

#define GETS(prefix, Handle, name, type, bits, order)                                                                  \
    CALLS_NOTHING(prefix##_get_##name)                                                                                 \
    {                                                                                                                  \
        type value = 0;                                                                                                \
        const bool done = prefix##_get_##name(FROM_##prefix, &value);                                                  \
        memcpy(here->number, &value, sizeof(value));                                                                   \
        return done;                                                                                                   \
    }                                                                                                                  \
    CALLS_NOTHING(prefix##_peek_##name)                                                                                \
    {                                                                                                                  \
        type value = 0;                                                                                                \
        const bool done = prefix##_peek_##name(FROM_##prefix, 3, &value);                                              \
        memcpy(here->number, &value, sizeof(value));                                                                   \
        return done;                                                                                                   \
    }

#define PUTS(prefix, Handle, name, type, bits, order)                                                                  \
    CALLS_NOTHING(prefix##_put_##name)                                                                                 \
    {                                                                                                                  \
        type value;                                                                                                    \
        memcpy(&value, here->number, sizeof(value));                                                                   \
        return prefix##_put_##name(TO_##prefix, value) == 0;                                                           \
    }

#define FROM_bytes (&here->view)
#define FROM_bytes_mut (&here->buffer)
#define TO_bytes_mut (&here->buffer)
#define TO_bytes_queue (&here->tail)
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
    return bytes_get_leb128(&here->view, &first_value) == 1 && bytes_get_quic_varint(&here->view, &second_value) == 1 &&
           first_value + second_value == 0;
}

CALLS_NOTHING(putting_a_varint_of_one_byte)
{
    return bytes_mut_put_leb128(&here->buffer, here->number[0] & 0x7f) == 0;
}

/* Queues. */

CALLS_NOTHING(putting_a_constant_number_of_bytes_into_a_queue)
{
    return bytes_queue_put(&here->tail, here->number, sizeof(here->number)) == 0;
}

CALLS_NOTHING(looking_at_and_leaving_the_front_of_a_queue)
{
    here->span = bytes_queue_front(&here->front);
    bytes_queue_advance(&here->front, 10);
    bytes_queue_advance(&here->tail, 10);
    return bytes_queue_peek(&here->front, 3, 4, here->frames) == here->span.data + 13;
}

TAP_MAIN()
