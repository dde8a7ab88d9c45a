/* SPDX-License-Identifier: MIT */
/*
 * What the parts of fuzz_numbers.c share: the input, the handles with their flat arrays, and the naive versions.
 */
#ifndef BYTES_FUZZ_NUMBERS_H
#define BYTES_FUZZ_NUMBERS_H

#include <bytes/bytes.h>

#include "../tests/unit/test_allocator.h"

enum { CAPACITY = 2048, LONGEST_NUMBER = 10, LONGEST_NEEDLE = 40 };

/* The value of an out-parameter before the call. */
#define UNTOUCHED UINT64_C(0xa5a5a5a5a5a5a5a5)

/* Print the name of the step and what is wrong, and abort. */
void begin_step(const char *name);
void check(bool condition, const char *what);

/* The rest of the input; zeros follow it. */
typedef struct Input {
    const uint8_t *data;
    size_t len;
} Input;

uint8_t take(Input *input);
/* Often a number near the limit of some width. */
uint64_t take_number(Input *input);

typedef enum Kind { FIXED, UINT, INT, LEB128, ZIGZAG, QUIC, QUIC_WIDE } Kind;
typedef enum Order { be, le, ne } Order;

typedef struct Number {
    const char *name;
    Kind kind;
    Order order;
    size_t width; /* in bytes, if it is FIXED */
    /* Numbers as their bits, sign-extended. Reading returns the size, 0 or an error. */
    int (*peek)(const void *self, size_t offset, size_t width, uint64_t *out);
    int (*get)(void *self, size_t width, uint64_t *out);
    int (*put)(void *self, uint64_t value, size_t width);
} Number;

/* A row for each number, with the functions of the library that read and put it; once for each handle. */
enum { NUMBERS = 2 + 8 * 3 + 2 * 3 + 4 };
extern const Number numbers[3][NUMBERS];

/* The number of bytes read or written, 0 or an error. */
int naive_read(const Number *number, const uint8_t *data, size_t len, size_t width, uint64_t *out);
int naive_write(const Number *number, uint64_t value, size_t width, uint8_t *out);

/* A handle, and the bytes that it must have. */
typedef struct Source {
    void *self;
    uint8_t bytes[CAPACITY];
    size_t begin;
    size_t end;
} Source;

typedef struct State {
    Bytes view;
    BytesMut buffer;
    BytesQueue queue;
    Source sources[3];
    TestAllocator memory; /* of the buffer and the queue */
} State;

BytesSpan expected(const Source *source);
/* True, once, if the call failed because the program chose its allocation to fail. */
bool ran_out(State *state, int result);

bool same(BytesSpan a, BytesSpan b);
/* At most `most` bytes from an offset on; `self` may be empty and NULL. */
BytesSpan part(BytesSpan self, size_t begin, size_t most);
size_t naive_find(BytesSpan self, BytesSpan needle, size_t from);
size_t naive_find_any(BytesSpan self, BytesSpan set, size_t from);
BytesSpan naive_trim(BytesSpan self, BytesSpan set);
unsigned small(uint8_t byte);
/* 0 to 15; above that for what is no hex digit. */
unsigned digit_of(uint8_t byte);
int naive_parse(BytesSpan text, unsigned base, uint64_t *out);

void read_step(State *state, int which, Input *input, bool get);
void put_step(State *state, int which, Input *input);
void slot_step(State *state, int which, Input *input);
void search_step(State *state, Input *input);
void print_step(State *state, BytesSpan bytes);
void parse_step(BytesSpan needle, uint64_t number);

#endif
