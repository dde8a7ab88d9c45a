/* SPDX-License-Identifier: MIT */
/*
 * Programs with one fault each, which a checked build must report at its line: `test-faults NAME` has the fault,
 * `test-faults NAME sound` is the same without it, and `test-faults` lists the names, each with who sees it. None of
 * the faults does any harm in a build without checks, where nobody notices them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bytes/bytes.h>

/* The line that faults.py finds in the report: a call, so that the compiler does not move the access to another. */
#define READ(bytes, offset) read_byte((bytes) + (offset))
#define WRITE(bytes, offset) write_byte((bytes) + (offset))

__attribute__((noinline)) static void read_byte(const volatile uint8_t *byte)
{
    (void)*byte;
}

__attribute__((noinline)) static void write_byte(volatile uint8_t *byte)
{
    *byte = 1;
}

static void ok(int error)
{
    if (error != 0) {
        fprintf(stderr, "%s\n", bytes_strerror(error));
        exit(2);
    }
}

static BytesMut buffer_of(size_t capacity, const char *text)
{
    BytesMut out = BYTES_MUT_EMPTY;
    ok(bytes_mut_with_capacity(capacity, &out));
    ok(bytes_mut_put_str(&out, text));
    return out;
}

/* Poisoned bytes. */

static void read_of_spare_capacity(bool fault)
{
    BytesMut buffer = buffer_of(64, "hello");
    READ(buffer.data, fault ? buffer.len : buffer.len - 1);
    bytes_mut_drop(&buffer);
}

static void write_to_spare_capacity(bool fault)
{
    BytesMut buffer = buffer_of(64, "hello");
    uint8_t *const end = fault ? buffer.data + buffer.len : bytes_mut_spare(&buffer).data;
    WRITE(end, 0);
    bytes_mut_drop(&buffer);
}

static void read_behind_what_was_committed(bool fault)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    ok(bytes_mut_reserve(&buffer, 1000));
    memset(bytes_mut_spare(&buffer).data, 'x', 1000);
    bytes_mut_commit(&buffer, 3);
    READ(buffer.data, fault ? 3 : 2);
    bytes_mut_drop(&buffer);
}

static void read_of_what_was_cut_off(bool fault)
{
    BytesMut buffer = buffer_of(64, "head and tail");
    bytes_mut_truncate(&buffer, 4);
    READ(buffer.data, fault ? 5 : 3);
    bytes_mut_drop(&buffer);
}

static void read_of_what_was_advanced_over(bool fault)
{
    BytesMut buffer = buffer_of(64, "a consumed head, and the rest");
    const uint8_t *const old = buffer.data;
    bytes_mut_advance(&buffer, 16);
    READ(old, fault ? 15 : 16);
    bytes_mut_drop(&buffer);
}

static void read_of_what_small_numbers_were_taken_from(bool fault)
{
    BytesMut buffer = buffer_of(64, "twenty single bytes.");
    const uint8_t *const old = buffer.data;
    uint8_t byte;
    for (int i = 0; i < 16 && bytes_mut_get_u8(&buffer, &byte); i++) {
    }
    READ(old, fault ? 7 : 16);
    bytes_mut_drop(&buffer);
}

static void read_of_a_buffer_that_was_dropped(bool fault)
{
    BytesMut buffer = buffer_of(64, "one half and the other half");
    BytesMut front = bytes_mut_split_to(&buffer, 16);
    const uint8_t *const old = front.data;
    if (fault) {
        bytes_mut_drop(&front);
    }
    READ(old, 0);
    bytes_mut_drop(&front);
    bytes_mut_drop(&buffer);
}

static void read_of_where_a_buffer_was_before_it_grew(bool fault)
{
    BytesMut buffer = buffer_of(64, "frame and some more bytes");
    Bytes frame = bytes_mut_split_freeze(&buffer, 8); /* pins the block */
    const uint8_t *const old = buffer.data;
    if (fault) {
        ok(bytes_mut_reserve(&buffer, 1000));
    }
    READ(old, 0);
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
}

static void read_behind_a_copied_view(bool fault)
{
    Bytes view = BYTES_EMPTY;
    ok(bytes_copy("hello", 5, &view)); /* its block is rounded up */
    READ(view.data, fault ? 5 : 4);
    bytes_drop(&view);
}

static void read_behind_a_frozen_view(bool fault)
{
    BytesMut buffer = buffer_of(64, "hello");
    memset(bytes_mut_spare(&buffer).data, 'x', 10);
    Bytes view = bytes_mut_freeze(&buffer);
    READ(view.data, fault ? 5 : 4);
    bytes_drop(&view);
}

static void read_of_the_headroom(bool fault)
{
    BytesMut buffer = BYTES_MUT_EMPTY;
    ok(bytes_mut_with_headroom(NULL, 16, 64, &buffer));
    ok(bytes_mut_put_str(&buffer, "hello"));
    uint8_t *const end = buffer.data;
    if (!fault) {
        ok(bytes_mut_prepend(&buffer, "head", 4));
    }
    READ(end - 1, 0);
    bytes_mut_drop(&buffer);
}

static void read_behind_the_tail_of_a_queue(bool fault)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    ok(bytes_queue_put_str(&queue, "hello"));
    const BytesSpan front = bytes_queue_front(&queue);
    READ(front.data, fault ? front.len : front.len - 1);
    bytes_queue_drop(&queue);
}

static void read_of_a_block_that_its_pool_keeps(bool fault)
{
    BytesPool *pool = NULL;
    BytesMut buffer = BYTES_MUT_EMPTY;
    ok(bytes_pool_create(NULL, 4096, 4, &pool));
    ok(bytes_pool_buffer(pool, &buffer));
    ok(bytes_mut_put_str(&buffer, "hello"));
    const uint8_t *const old = buffer.data;
    if (fault) {
        bytes_mut_drop(&buffer);
    }
    READ(old, 0);
    bytes_mut_drop(&buffer);
    bytes_pool_drop(&pool);
}

/* Bytes of other handles. */

static Bytes view_of(const char *text)
{
    Bytes out = BYTES_EMPTY;
    ok(bytes_copy(text, strlen(text), &out));
    return out;
}

static void read_behind_a_slice(bool fault)
{
    Bytes view = view_of("hello world");
    Bytes slice = bytes_slice(&view, 0, 5);
    READ(slice.data, fault ? 5 : 4);
    bytes_drop(&slice);
    bytes_drop(&view);
}

static void read_behind_a_field(bool fault)
{
    static const BytesRange ranges[] = {{6, 11}, {0, 5}};
    Bytes view = view_of("hello world");
    Bytes fields[2];
    bytes_slice_many(&view, ranges, 2, fields);
    READ(fields[1].data, fault ? 5 : 4);
    bytes_drop_all(fields, 2);
    bytes_drop(&view);
}

static void read_behind_what_was_split_off(bool fault)
{
    Bytes view = view_of("hello world");
    Bytes front = bytes_split_to(&view, 5);
    READ(front.data, fault ? 5 : 4);
    bytes_drop(&front);
    bytes_drop(&view);
}

static void read_behind_what_a_split_left(bool fault)
{
    Bytes view = view_of("hello world");
    Bytes back = bytes_split_off(&view, 5);
    READ(view.data, fault ? 5 : 4);
    bytes_drop(&back);
    bytes_drop(&view);
}

static void read_behind_a_message(bool fault)
{
    BytesMut buffer = buffer_of(64, "message and the next one");
    Bytes message = bytes_mut_split_freeze(&buffer, 7);
    READ(message.data, fault ? 7 : 6);
    bytes_drop(&message);
    bytes_mut_drop(&buffer);
}

static void read_behind_a_frame(bool fault)
{
    static const BytesFrameFormat format = {.width = 1, .skip = BYTES_SKIP_HEADER, .maximum = 100};
    BytesMut buffer = buffer_of(64, "\005hello\005world");
    Bytes frame = BYTES_EMPTY;
    size_t need;
    if (bytes_mut_next_frame(&buffer, &format, &frame, &need) == 1) {
        READ(frame.data, fault ? 5 : 4);
    }
    bytes_drop(&frame);
    bytes_mut_drop(&buffer);
}

static void read_behind_a_view_out_of_a_queue(bool fault)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes view = BYTES_EMPTY;
    ok(bytes_queue_put_str(&queue, "hello world"));
    ok(bytes_queue_split_view(&queue, 5, &view));
    READ(view.data, fault ? 5 : 4);
    bytes_drop(&view);
    bytes_queue_drop(&queue);
}

static void write_behind_a_split_buffer(bool fault)
{
    BytesMut buffer = buffer_of(64, "one half and the other half");
    BytesMut front = bytes_mut_split_to(&buffer, 8);
    WRITE(front.data, fault ? 8 : 7);
    bytes_mut_drop(&front);
    bytes_mut_drop(&buffer);
}

static void write_after_a_freeze(bool fault)
{
    BytesMut buffer = buffer_of(64, "hello");
    uint8_t *const old = buffer.data;
    Bytes view = BYTES_EMPTY;
    if (fault) {
        view = bytes_mut_freeze(&buffer);
    }
    WRITE(old, 0);
    bytes_drop(&view);
    bytes_mut_drop(&buffer);
}

static void write_after_a_message_was_frozen(bool fault)
{
    BytesMut buffer = buffer_of(64, "a whole message, and the next one");
    uint8_t *const old = buffer.data;
    Bytes message = bytes_mut_split_freeze(&buffer, fault ? 16 : 0);
    WRITE(old, 0);
    bytes_drop(&message);
    bytes_mut_drop(&buffer);
}

static void write_to_a_view(bool fault)
{
    Bytes view = view_of("hello");
    BytesMut buffer = BYTES_MUT_EMPTY;
    uint8_t *data = (uint8_t *)(uintptr_t)view.data; /* a cast that programs should not have */
    if (!fault) {
        ok(bytes_try_into_mut(&view, &buffer));
        data = buffer.data;
    }
    WRITE(data, 0);
    bytes_mut_drop(&buffer);
    bytes_drop(&view);
}

static void read_after_the_drop_of_a_clone(bool fault)
{
    Bytes view = view_of("hello");
    Bytes clone = bytes_clone(&view);
    const uint8_t *const old = clone.data;
    if (fault) {
        bytes_drop(&clone);
    }
    READ(old, 0);
    bytes_drop(&clone);
    bytes_drop(&view);
}

static void read_after_the_drop_of_what_was_cloned(bool fault)
{
    Bytes view = view_of("hello");
    Bytes clone = bytes_clone(&view);
    const uint8_t *const old = view.data;
    if (fault) {
        bytes_drop(&view);
    }
    READ(old, 0);
    bytes_drop(&clone);
    bytes_drop(&view);
}

typedef struct Fault {
    const char *name;
    void (*run)(bool fault);
    /* "poison": wherever bytes are poisoned; "isolation": by AddressSanitizer and Valgrind in the mode `isolate`;
     * "pages": by nothing but the MMU, in that mode. */
    const char *seen_by;
} Fault;

static const Fault faults[] = {
    {"read_of_spare_capacity", read_of_spare_capacity, "poison"},
    {"write_to_spare_capacity", write_to_spare_capacity, "poison"},
    {"read_behind_what_was_committed", read_behind_what_was_committed, "poison"},
    {"read_of_what_was_cut_off", read_of_what_was_cut_off, "poison"},
    {"read_of_what_was_advanced_over", read_of_what_was_advanced_over, "poison"},
    {"read_of_what_small_numbers_were_taken_from", read_of_what_small_numbers_were_taken_from, "poison"},
    {"read_of_a_buffer_that_was_dropped", read_of_a_buffer_that_was_dropped, "poison pages"},
    {"read_of_where_a_buffer_was_before_it_grew", read_of_where_a_buffer_was_before_it_grew, "poison pages"},
    {"read_behind_a_copied_view", read_behind_a_copied_view, "poison pages"},
    {"read_behind_a_frozen_view", read_behind_a_frozen_view, "poison pages"},
    {"read_of_the_headroom", read_of_the_headroom, "poison"},
    {"read_behind_the_tail_of_a_queue", read_behind_the_tail_of_a_queue, "poison"},
    {"read_of_a_block_that_its_pool_keeps", read_of_a_block_that_its_pool_keeps, "poison"},
    {"read_behind_a_slice", read_behind_a_slice, "isolation pages"},
    {"read_behind_a_field", read_behind_a_field, "isolation pages"},
    {"read_behind_what_was_split_off", read_behind_what_was_split_off, "isolation pages"},
    {"read_behind_what_a_split_left", read_behind_what_a_split_left, "isolation pages"},
    {"read_behind_a_message", read_behind_a_message, "isolation pages"},
    {"read_behind_a_frame", read_behind_a_frame, "isolation pages"},
    {"read_behind_a_view_out_of_a_queue", read_behind_a_view_out_of_a_queue, "isolation pages"},
    {"write_behind_a_split_buffer", write_behind_a_split_buffer, "isolation pages"},
    {"write_after_a_freeze", write_after_a_freeze, "isolation pages"},
    {"write_after_a_message_was_frozen", write_after_a_message_was_frozen, "isolation"},
    {"write_to_a_view", write_to_a_view, "pages"},
    {"read_after_the_drop_of_a_clone", read_after_the_drop_of_a_clone, "isolation pages"},
    {"read_after_the_drop_of_what_was_cloned", read_after_the_drop_of_what_was_cloned, "isolation pages"},
};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
        if (argc == 1) {
            printf("%s %s\n", faults[i].name, faults[i].seen_by);
        } else if (strcmp(argv[1], faults[i].name) == 0) {
            faults[i].run(argc == 2);
            return 0;
        }
    }
    return argc == 1 ? 0 : 64;
}
