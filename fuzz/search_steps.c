/* SPDX-License-Identifier: MIT */
/* Steps that find, cut, compare and hash. */
#include "numbers.h"

static void find_step(const State *state, BytesSpan needle, size_t from)
{
    static const BytesSpan white = {(const uint8_t *)" \t\n\v\f\r", 6};
    const Bytes *const view = &state->view;
    const BytesSpan self = bytes_span(view);
    const BytesSpan flat = expected(&state->sources[2]);
    const uint8_t byte = needle.len != 0 ? needle.data[0] : 0;
    const BytesSpan one = bytes_span_of(&byte, 1);
    const bool starts = same(part(self, 0, needle.len), needle);
    const bool ends = needle.len <= self.len && naive_find(self, needle, self.len - needle.len) != BYTES_NOT_FOUND;
    size_t last = BYTES_NOT_FOUND;
    size_t before = BYTES_NOT_FOUND;
    Bytes trimmed = bytes_clone(view);
    BytesSpan wanted = naive_trim(self, white);
    for (size_t i = 0; i < self.len; i++) {
        last = self.data[i] == byte ? i : last;
        before = self.data[i] == byte && i < from ? i : before;
    }
    begin_step("find");
    check(bytes_find(view, needle, from) == naive_find(self, needle, from), "find");
    check(bytes_find_byte(view, byte, from) == naive_find(self, one, from), "find_byte");
    check(bytes_find_last_byte(view, byte) == last, "find_last_byte");
    check(bytes_find_last_byte_before(view, byte, from) == before, "find_last_byte_before");
    check(bytes_find_any(view, needle, from) == naive_find_any(self, needle, from), "find_any");
    check(bytes_starts_with(view, needle) == starts, "starts_with");
    check(bytes_ends_with(view, needle) == ends, "ends_with");
    check(bytes_queue_find(&state->queue, needle, from) == naive_find(flat, needle, from), "queue find");
    check(bytes_queue_find_byte(&state->queue, byte, from) == naive_find(flat, one, from), "queue find_byte");
    check(bytes_queue_equal(&state->queue, self) == same(flat, self), "queue equal");
    if (from <= flat.len) {
        check(bytes_queue_matches(&state->queue, from, needle) == same(part(flat, from, needle.len), needle),
              "queue matches");
    }
    bytes_trim(&trimmed);
    check(same(bytes_span(&trimmed), wanted) && same(bytes_span_trim(self), wanted), "trim");
    check(bytes_span_trim(self).data == wanted.data || self.len == 0, "trim: wrong address");
    bytes_drop(&trimmed);
    trimmed = bytes_clone(view);
    wanted = naive_trim(self, needle);
    bytes_trim_set(&trimmed, needle);
    check(same(bytes_span(&trimmed), wanted) && same(bytes_span_trim_set(self, needle), wanted), "trim_set");
    bytes_drop(&trimmed);
}

static void slice_step(BytesSpan self, size_t begin, size_t end)
{
    const BytesSpan untouched = BYTES_SPAN("untouched");
    BytesSpan out = untouched;
    begin_step("span slice");
    if (begin <= end && end <= self.len) {
        check(bytes_span_try_slice(self, begin, end, &out) == 0, "rejected");
        check(out.len == end - begin && (self.len == 0 || out.data == self.data + begin), "wrong slice");
        check(same(out, bytes_span_slice(self, begin, end)), "two slices");
    } else {
        check(bytes_span_try_slice(self, begin, end, &out) == BYTES_ERANGE, "not rejected");
        check(out.data == untouched.data && out.len == untouched.len, "failed, and changed");
    }
}

/* The bytes reduced to four values, two of which end lines. */
static void lines_step(BytesSpan self)
{
    uint8_t copy[CAPACITY];
    BytesSpan rest = bytes_span_of(copy, self.len);
    BytesSpan line = {NULL, 0};
    size_t begin = 0;
    for (size_t i = 0; i < self.len; i++) {
        copy[i] = (uint8_t) "\n\rab"[self.data[i] & 3];
    }
    begin_step("lines");
    while (begin < self.len) {
        size_t end = begin;
        size_t next;
        while (end < self.len && copy[end] != '\n') {
            end++;
        }
        next = end < self.len ? end + 1 : end;
        if (end < self.len && end > begin && copy[end - 1] == '\r') {
            end--;
        }
        check(bytes_span_next_line(&rest, &line), "no line");
        check(line.data == copy + begin && line.len == end - begin, "wrong line");
        check(rest.data == copy + next && rest.len == self.len - next, "wrong rest");
        begin = next;
    }
    check(!bytes_span_next_line(&rest, &line), "an extra line");
}

/* The bytes reduced to two values, so that needles are often periodic. */
static void find_periods(BytesSpan self, BytesSpan needle, size_t from)
{
    uint8_t copy[CAPACITY];
    uint8_t wanted[LONGEST_NEEDLE];
    const BytesSpan a = bytes_span_of(copy, self.len);
    const BytesSpan b = bytes_span_of(wanted, needle.len);
    begin_step("find periods");
    for (size_t i = 0; i < self.len; i++) {
        copy[i] = self.data[i] & 1;
    }
    for (size_t i = 0; i < needle.len; i++) {
        wanted[i] = needle.data[i] & 1;
    }
    check(bytes_span_find(a, b, from) == naive_find(a, b, from), "find");
}

static void split_step(const State *state, BytesSpan delimiter, bool single)
{
    Bytes rest = bytes_clone(&state->view);
    BytesSpan left = bytes_span(&state->view);
    begin_step("split_once");
    for (;;) {
        const size_t at = delimiter.len != 0 ? naive_find(left, delimiter, 0) : BYTES_NOT_FOUND;
        Bytes piece;
        if (!(single && delimiter.len == 1 ? bytes_split_once_byte(&rest, delimiter.data[0], &piece)
                                           : bytes_split_once(&rest, delimiter, &piece))) {
            check(at == BYTES_NOT_FOUND, "not found");
            break;
        }
        check(at != BYTES_NOT_FOUND && same(bytes_span(&piece), bytes_span_of(left.data, at)), "wrong piece");
        left = part(left, at + delimiter.len, SIZE_MAX);
        bytes_drop(&piece);
        check(same(bytes_span(&rest), left), "wrong rest");
    }
    check(same(bytes_span(&rest), left), "wrong last piece");
    bytes_drop(&rest);
}

static void hash_in_parts(BytesSpan self, uint64_t seed, uint8_t first, uint8_t second)
{
    BytesHasher hasher;
    const size_t a = first < self.len ? first : self.len;
    const size_t b = a + (second < self.len - a ? second : self.len - a);
    bytes_hasher_init(seed, &hasher);
    bytes_hasher_add(&hasher, part(self, 0, a));
    bytes_hasher_add(&hasher, part(self, a, b - a));
    check(bytes_hasher_end(&hasher) == bytes_span_hash(part(self, 0, b), seed), "hasher: of a part");
    bytes_hasher_add(&hasher, part(self, b, SIZE_MAX));
    check(bytes_hasher_end(&hasher) == bytes_span_hash(self, seed), "hasher");
}

/* With a copy of the span that may differ in one byte or lack the last. */
static void compare_step(const State *state, BytesSpan needle, uint8_t at, uint8_t flip, uint64_t seed)
{
    const BytesSpan a = (flip & 1) != 0 ? needle : bytes_span(&state->view);
    uint8_t copy[CAPACITY + 1];
    const size_t len = at == 255 && a.len != 0 ? a.len - 1 : a.len;
    const BytesSpan b = bytes_span_of(copy + 1, len);
    bool alike = len == a.len;
    int order;
    size_t i = 0;
    memset(copy, 0, sizeof(copy));
    for (; i < len; i++) {
        copy[i + 1] = i == at ? a.data[i] ^ (flip & 0xfe) : a.data[i];
        alike = alike && small(a.data[i]) == small(copy[i + 1]);
    }
    i = 0;
    while (i < len && a.data[i] == b.data[i]) {
        i++;
    }
    order = i < len ? (a.data[i] < b.data[i] ? -1 : 1) : (a.len > len);
    begin_step("compare");
    check(bytes_span_equal(a, b) == (order == 0), "equal");
    check(bytes_span_equal_constant_time(a, b) == (order == 0), "equal_constant_time");
    check(bytes_span_compare(a, b) == order && bytes_span_compare(b, a) == -order, "compare");
    check(bytes_span_equal_ignore_case(a, b) == alike, "equal_ignore_case");
    check((bytes_span_hash(a, seed) == bytes_span_hash(b, seed)) == (order == 0), "hash");
    check(bytes_span_hash(a, seed) != bytes_span_hash(a, seed + 1), "hash: wrong seed");
    hash_in_parts(a, seed, at, flip);
    check(bytes_hash(&state->view, seed) == bytes_span_hash(expected(&state->sources[0]), seed), "hash of a view");
}

/* The needle is part of the view, which is found, or of the input; in a block of its exact size, for a sanitizer. */
void search_step(State *state, Input *input)
{
    const BytesSpan self = bytes_span(&state->view);
    const uint8_t what = take(input);
    const size_t len = take(input) % LONGEST_NEEDLE;
    const uint8_t at = take(input);
    const uint8_t from = take(input);
    uint8_t *const block = malloc(len != 0 ? len : 1);
    check(block != NULL, "out of memory");
    for (size_t i = 0; i < len; i++) {
        block[i] = (what & 0x80) != 0 && at + i < self.len ? self.data[at + i] : take(input);
    }
    switch (what % 5) {
    case 0:
        find_step(state, bytes_span_of(block, len), from >= 0xfc ? SIZE_MAX - (from & 3) : from & 0x7f);
        break;
    case 1:
        find_periods(self, bytes_span_of(block, len), from & 0x7f);
        lines_step(self);
        lines_step(bytes_span_of(block, len));
        slice_step(self, from >= 0xfc ? SIZE_MAX - (from & 3) : from, at >= 0xfc ? SIZE_MAX - (at & 3) : at);
        split_step(state, bytes_span_of(block, len), (from & 1) != 0);
        break;
    case 2:
        compare_step(state, bytes_span_of(block, len), at, from, take_number(input));
        break;
    case 3:
        print_step(state, len != 0 ? bytes_span_of(block, len) : self);
        break;
    default:
        parse_step(bytes_span_of(block, len), take_number(input));
        break;
    }
    free(block);
}
