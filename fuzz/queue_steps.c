/* SPDX-License-Identifier: MIT */
/* Steps of queue.h that move whole handles: push and pop, append and split, settings. */
#include "queue_steps.h"

#include "../src/queue_ring.h"

void check_untouched(const Queue *self)
{
    const Pieces now = pieces_of(&self->handle);
    REQUIRE(same_pieces(&now, &self->before));
}

size_t next_offset(World *w, const Queue *self)
{
    const size_t n = next_byte(w);
    size_t at = 0;
    if (n < 96 || self->before.count == 0) {
        return next_within(w, self->copy.len);
    }
    for (size_t i = 0; i <= n % self->before.count; i++) {
        at += self->before.at[i].len;
    }
    return at - (n / 32 < at ? n / 32 : at);
}

bool may_fail(int error, size_t len)
{
    return error == BYTES_ENOMEM ? memory_failed() : error == BYTES_EOVERFLOW && plausible_error(error, len);
}

bool fits(const Queue *self, size_t len)
{
    /* The tail's bytes become a piece, and the new bytes are one. */
    return self->before.count + 2 <= PIECES && (len > MEMORY_LIMIT || self->handle.len + len <= QUEUE_SIZE);
}

void handed_out(View *to, Bytes out, Queue *self, size_t begin, size_t end)
{
    REQUIRE(out.len == end - begin);
    to->handle = out;
    to->copy = copy_range(&self->copy, begin, end);
    for (size_t i = 0; i < to->copy.len; i++) {
        to->copy.marks[i] = to->copy.marks[i] < QUEUE_MARK ? to->copy.marks[i] : 0;
    }
    to->copy.borrowed = out.len != 0 && out.storage == NULL;
    to->copy.initial = out.storage != NULL ? storage_initial(out.storage) : 0;
    copy_remove(&self->copy, begin, end);
}

static void step_init(World *w)
{
    BytesAllocator *const allocator = memory_allocator(next_byte(w));
    Queue *const self = fresh_queue(w, NULL);
    const size_t size = next_small(w) % 300;
    bytes_queue_init(allocator, size, &self->handle);
    REQUIRE(self->handle.len == 0 && self->handle.pack_below == 0);
    REQUIRE(self->handle.low == 0 && self->handle.high == 0 && self->handle.compact_multiple == 0);
    REQUIRE(self->handle.low_retained == 0 && self->handle.high_retained == 0);
}

/* True if push_back copies a view to the tail. */
static bool is_packed(const BytesQueue *queue, const Bytes *view, const Piece *last)
{
    const size_t retained = bytes_retained(view);
    if (view->len == 0 || view->len < queue->pack_below) {
        return true;
    }
    /* The last segment: the last piece, or the one in front of the tail's. */
    const bool held = view->storage == queue->tail_.storage || (last != NULL && last->storage == view->storage);
    return queue->compact_multiple != 0 && !held && retained / queue->compact_multiple >= view->len &&
           retained > queue->compact_multiple * view->len;
}

/* True if push_back joins a view with the last segment. */
static bool is_joined(const BytesQueue *queue, const Bytes *view, const Piece *last)
{
    return queue->tail_.len == 0 && last != NULL && !last->own && view->storage != NULL &&
           last->storage == view->storage && last->data + last->len == view->data &&
           queue_segment(queue, queue->count_ - 1)->view.weight <= BYTES_WEIGHT_WHOLE_ - view->weight;
}

/* A view goes to an end of a queue. Its bytes stay where they are, unless they are packed. */
static void pushed(Queue *self, View *view, bool front)
{
    const Bytes old = view->handle;
    const Piece one = {old.data, old.len, old.storage, false};
    const Piece *const last = self->handle.count_ != 0 ? &self->before.at[self->handle.count_ - 1] : NULL;
    const bool packed = !front && is_packed(&self->handle, &old, last);
    const bool joined = !front && !packed && is_joined(&self->handle, &old, last);
    if (!fits(self, old.len)) {
        return;
    }
    const int error = front ? bytes_queue_push_front(&self->handle, &view->handle)
                            : bytes_queue_push_back(&self->handle, &view->handle);
    if (error != 0) {
        REQUIRE(may_fail(error, old.len) && same_view(&view->handle, &old) && !joined);
        check_untouched(self);
        return;
    }
    REQUIRE(view->handle.data == NULL && view->handle.len == 0 && view->handle.storage == NULL);
    REQUIRE(memory_calls() <= (packed ? 2 : joined ? 0 : 1));
    if (packed) {
        check_appended_to(self, view->copy.bytes, old.len);
    } else {
        Pieces wanted = {.count = 0};
        const Pieces now = pieces_of(&self->handle);
        if (front && old.len != 0) {
            wanted.at[wanted.count++] = one;
        }
        pieces_add(&wanted, &self->before);
        if (joined) {
            wanted.at[wanted.count - 1].len += old.len;
        } else if (!front) {
            wanted.at[wanted.count++] = one;
        }
        REQUIRE(same_pieces(&now, &wanted));
        copy_insert(&self->copy, front ? 0 : self->copy.len, view->copy.bytes, view->copy.marks, old.len);
    }
    copy_clear(&view->copy);
}

static void step_push_back(World *w)
{
    Queue *const self = next_queue(w);
    pushed(self, next_view(w), false);
}

static void step_push_front(World *w)
{
    Queue *const self = next_queue(w);
    pushed(self, next_view(w), true);
}

/* Bytes of a buffer, frozen. */
static void step_push_buffer(World *w)
{
    Queue *const self = next_queue(w);
    Buffer *const buffer = next_buffer(w);
    View *const view = fresh_view(w, NULL);
    const size_t at = next_within(w, buffer->handle.len);
    view->handle = bytes_mut_split_freeze(&buffer->handle, at);
    view->copy = copy_range(&buffer->copy, 0, at);
    copy_remove(&buffer->copy, 0, at);
    pushed(self, view, false);
}

/* Views that are adjacent in one storage, each a segment: to the front, where they are not joined. */
static void step_push_pieces(World *w)
{
    Queue *const self = next_queue(w);
    View *const view = next_view(w);
    const size_t pieces = next_byte(w) % 9;
    const size_t len = view->handle.len / (pieces + 1);
    Pieces wanted = {.count = 0};
    for (size_t i = 0; i < pieces && len != 0; i++) {
        if (self->handle.count_ + 3 > PIECES || self->handle.len + len > QUEUE_SIZE) {
            break;
        }
        const size_t at = view->handle.len - len;
        Bytes part = bytes_split_off(&view->handle, at);
        const Piece one = {part.data, len, part.storage, false};
        const int error = bytes_queue_push_front(&self->handle, &part);
        if (error == 0) {
            memmove(wanted.at + 1, wanted.at, wanted.count * sizeof(wanted.at[0]));
            wanted.at[0] = one;
            wanted.count++;
            copy_insert(&self->copy, 0, view->copy.bytes + at, view->copy.marks + at, len);
        } else {
            REQUIRE(may_fail(error, len) && part.data == one.data && part.len == len);
            bytes_drop(&part);
        }
        copy_remove(&view->copy, at, at + len);
    }
    pieces_add(&wanted, &self->before);
    const Pieces now = pieces_of(&self->handle);
    REQUIRE(same_pieces(&now, &wanted));
}

static void popped(World *w, bool front)
{
    Queue *const self = next_queue(w);
    View *const to = fresh_view(w, NULL);
    const Bytes out = front ? bytes_queue_pop_front(&self->handle) : bytes_queue_pop_back(&self->handle);
    const size_t count = self->before.count;
    const size_t len = self->copy.len;
    if (count == 0) {
        REQUIRE(out.len == 0 && out.storage == NULL);
    } else {
        const Piece *const piece = &self->before.at[front ? 0 : count - 1];
        REQUIRE(out.data == piece->data && out.len == piece->len && out.storage == piece->storage);
    }
    handed_out(to, out, self, front ? 0 : len - out.len, front ? out.len : len);
}

static void step_pop_front(World *w)
{
    popped(w, true);
}

static void step_pop_back(World *w)
{
    popped(w, false);
}

static void step_append(World *w)
{
    Queue *const self = next_queue(w);
    Queue *const other = next_queue(w);
    Pieces wanted = self->before;
    Pieces now;
    int error;
    if (self == other || self->before.count + other->before.count > PIECES || !fits(self, other->copy.len)) {
        return;
    }
    error = bytes_queue_append(&self->handle, &other->handle);
    if (error != 0) {
        REQUIRE(may_fail(error, other->copy.len));
        check_untouched(self);
        check_untouched(other);
        return;
    }
    REQUIRE(other->handle.len == 0 && memory_calls() <= 1);
    pieces_add(&wanted, &other->before);
    now = pieces_of(&self->handle);
    REQUIRE(same_pieces(&now, &wanted));
    copy_insert(&self->copy, self->copy.len, other->copy.bytes, other->copy.marks, other->copy.len);
    copy_clear(&other->copy);
}

static void split(World *w, bool tried)
{
    Queue *const self = next_queue(w);
    Queue *const front = fresh_queue(w, self);
    const size_t len = self->copy.len;
    const size_t at = tried ? next_around(w, len) : next_offset(w, self);
    Pieces wanted = pieces_range(&self->before, 0, at);
    Pieces now;
    BytesQueue out;
    int error;
    poison(&out, sizeof(out));
    error = tried ? bytes_queue_try_split_to(&self->handle, at, &out) : bytes_queue_split_to(&self->handle, at, &out);
    REQUIRE((error == BYTES_ERANGE) == (at > len));
    if (error != 0) {
        REQUIRE(is_poison(&out, sizeof(out)) && (at > len || may_fail(error, at)));
        check_untouched(self);
        return;
    }
    now = pieces_of(&out);
    REQUIRE(same_pieces(&now, &wanted));
    wanted = pieces_range(&self->before, at, len);
    now = pieces_of(&self->handle);
    REQUIRE(same_pieces(&now, &wanted));
    REQUIRE(out.pack_below == self->handle.pack_below && out.compact_multiple == self->handle.compact_multiple);
    REQUIRE(out.low == self->handle.low && out.high == self->handle.high);
    REQUIRE(out.low_retained == self->handle.low_retained && out.high_retained == self->handle.high_retained);
    REQUIRE(out.allocator_ == self->handle.allocator_ && memory_calls() <= 2);
    front->handle = out;
    front->copy = copy_range(&self->copy, 0, at);
    copy_remove(&self->copy, 0, at);
}

static void step_split_to(World *w)
{
    split(w, false);
}

static void step_try_split_to(World *w)
{
    split(w, true);
}

/* To another handle; or there by memcpy(), with nothing left at the old address, and back. */
static void step_move(World *w)
{
    Queue *const from = next_queue(w);
    Queue *const other = fresh_queue(w, from);
    Queue *const to = next_byte(w) % 2 != 0 ? other : from;
    const size_t high = from->handle.high;
    Pieces now;
    if (to == other) {
        other->handle = bytes_queue_move(&from->handle);
    } else {
        memcpy(&other->handle, &from->handle, sizeof(other->handle));
        memset(&from->handle, 0xdd, sizeof(from->handle));
        from->handle = bytes_queue_move(&other->handle);
    }
    now = pieces_of(&to->handle);
    REQUIRE(same_pieces(&now, &from->before) && to->handle.high == high);
    if (to == other) {
        REQUIRE(from->handle.high == high && from->handle.ring_ == NULL && from->handle.tail_.storage == NULL);
        other->copy = copy_move(&from->copy);
    }
}

static void step_empty(World *w)
{
    Queue *const self = next_queue(w);
    if (next_byte(w) % 2 != 0) {
        bytes_queue_drop(&self->handle);
        REQUIRE(self->handle.ring_ == NULL && self->handle.tail_.storage == NULL && self->handle.next_.storage == NULL);
    } else {
        bytes_queue_clear(&self->handle);
    }
    REQUIRE(self->handle.len == 0);
    copy_clear(&self->copy);
}

static void step_shrink(World *w)
{
    Queue *const self = next_queue(w);
    bytes_queue_shrink(&self->handle);
    check_untouched(self);
    REQUIRE(self->handle.next_.storage == NULL && (self->handle.ring_ == NULL || self->handle.count_ > 4));
    REQUIRE(self->handle.tail_.storage == NULL || self->handle.tail_.len != 0);
}

static void step_set(World *w)
{
    Queue *const self = next_queue(w);
    const size_t value = next_around(w, self->copy.len);
    BytesQueue *const queue = &self->handle;
    size_t *const settings[] = {&queue->pack_below,       &queue->low,          &queue->high,
                                &queue->compact_multiple, &queue->low_retained, &queue->high_retained};
    const size_t which = next_byte(w) % 6;
    *settings[which] = which == 3 ? value % 16 : value;
}

const Step queue_steps[] = {
    {"bytes_queue_init", step_init, false},
    {"bytes_queue_push_back", step_push_back, true},
    {"bytes_queue_push_front", step_push_front, true},
    {"pushing a buffer's bytes", step_push_buffer, true},
    {"pushing adjacent views", step_push_pieces, true},
    {"bytes_queue_pop_front", step_pop_front, false},
    {"bytes_queue_pop_back", step_pop_back, false},
    {"bytes_queue_append", step_append, true},
    {"bytes_queue_split_to", step_split_to, true},
    {"bytes_queue_try_split_to", step_try_split_to, true},
    {"bytes_queue_move", step_move, false},
    {"bytes_queue_clear", step_empty, false},
    {"bytes_queue_shrink", step_shrink, false},
    {"setting a queue", step_set, false},
};
const size_t queue_step_count = sizeof(queue_steps) / sizeof(queue_steps[0]);
