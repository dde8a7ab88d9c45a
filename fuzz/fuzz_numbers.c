/* SPDX-License-Identifier: MIT */
/*
 * Numbers, text and search against naive versions, on the same bytes in a view, a buffer and a queue of pieces.
 *
 * The input is a byte for the kinds of storage, the number of bytes, the bytes, the cuts of the queue, and then the
 * program. Each of the three handles has a flat array beside it. The result of a step is computed on that array, byte
 * by byte or bit by bit, by code that shares nothing with the library; after each step the handle must have the bytes
 * of its array. The program also chooses allocations that fail: a call that fails must have changed nothing.
 */
#include "numbers.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_STEPS = 300, FAILING = 240 };

static const char *step_name = "";

void begin_step(const char *name)
{
    step_name = name;
}

void check(bool condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "fuzz_numbers: %s: %s\n", step_name, what);
        abort();
    }
}

uint8_t take(Input *input)
{
    if (input->len == 0) {
        return 0;
    }
    input->len--;
    return *input->data++;
}

uint64_t take_number(Input *input)
{
    const uint8_t shape = take(input);
    uint64_t value = 0;
    if ((shape & 0x80) != 0) {
        value = (uint64_t)1 << (shape & 63);
        return value + (uint64_t)take(input) % 5 - 2;
    }
    for (int i = 0; i < (shape & 7) + 1; i++) {
        value = value << 8 | take(input);
    }
    return (shape & 0x40) != 0 ? ~value : value;
}

BytesSpan expected(const Source *source)
{
    return bytes_span_of(source->bytes + source->begin, source->end - source->begin);
}

bool same(BytesSpan a, BytesSpan b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && a.data[i] == b.data[i]) {
        i++;
    }
    return i == a.len && i == b.len;
}

static void check_bytes(const State *state, int which)
{
    const BytesSpan bytes = expected(&state->sources[which]);
    if (which == 0) {
        check(same(bytes_span(&state->view), bytes), "wrong bytes in the view");
    } else if (which == 1) {
        check(same(bytes_mut_span(&state->buffer), bytes), "wrong bytes in the buffer");
    } else {
        uint8_t copy[CAPACITY];
        check(state->queue.len == bytes.len, "wrong length of the queue");
        bytes_queue_copy_to(&state->queue, 0, bytes.len, copy);
        check(same(bytes_span_of(copy, bytes.len), bytes), "wrong bytes in the queue");
    }
}

bool ran_out(State *state, int result)
{
    if (result != BYTES_ENOMEM || !state->memory.failed) {
        return false;
    }
    state->memory.failed = false;
    return true;
}

/* Pushes some pieces and puts others, so that numbers span views and the tail. */
static void cut_queue(BytesQueue *queue, const uint8_t *data, size_t len, Input *input)
{
    while (len != 0) {
        const uint8_t cut = take(input);
        const size_t wanted = 1 + (cut & 15);
        const size_t count = wanted < len ? wanted : len;
        Bytes piece = bytes_static(data, count);
        if (cut >= 0xc0) {
            check(bytes_queue_put(queue, data, count) == 0, "out of memory");
        } else {
            check((cut < 0x80 || bytes_copy(data, count, &piece) == 0) && bytes_queue_push_back(queue, &piece) == 0,
                  "out of memory");
        }
        data += count;
        len -= count;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static State state; /* its arrays are large */
    BytesAllocator *const memory = &state.memory.base;
    Input input = {data, size};
    const uint8_t how = take(&input);
    const size_t wanted = take(&input);
    const size_t len = wanted < input.len ? wanted : input.len;
    uint8_t *const block = malloc(len != 0 ? len : 1);
    check(block != NULL, "out of memory");
    if (len != 0) {
        memcpy(block, input.data, len);
        input.data += len;
        input.len -= len;
    }
    state.view = bytes_static(block, len);
    state.memory = test_allocator_plain();
    check((how & 1) == 0 || bytes_copy_in(memory, block, len, &state.view) == 0, "out of memory");
    check(bytes_mut_with_capacity_in(memory, 0, &state.buffer) == 0, "out of memory");
    check(bytes_mut_put(&state.buffer, block, len) == 0, "out of memory");
    bytes_queue_init(memory, (how & 2) != 0 ? 16 + how / 4 : 0, &state.queue);
    cut_queue(&state.queue, block, len, &input);
    for (int i = 0; i < 3; i++) {
        state.sources[i].self = i == 0 ? (void *)&state.view : i == 1 ? (void *)&state.buffer : (void *)&state.queue;
        state.sources[i].begin = 0;
        state.sources[i].end = len;
        memcpy(state.sources[i].bytes, block, len);
        check_bytes(&state, i);
    }
    for (int step = 0; step < MOST_STEPS && input.len != 0; step++) {
        const uint8_t what = take(&input);
        const int which = what % 3;
        if (what >= FAILING) {
            state.memory.fail_at = state.memory.calls + 1 + what % 4;
            continue;
        }
        switch (what / 3 % 5) {
        case 0:
        case 1:
            read_step(&state, which, &input, what / 3 % 5 == 0);
            break;
        case 2:
            put_step(&state, which, &input);
            break;
        case 3:
            slot_step(&state, which, &input);
            break;
        default:
            search_step(&state, &input);
            break;
        }
        check_bytes(&state, which);
    }
    bytes_drop(&state.view);
    bytes_mut_drop(&state.buffer);
    bytes_queue_drop(&state.queue);
    check(state.memory.live == 0, "a block leaked");
    free(block);
    return 0;
}
