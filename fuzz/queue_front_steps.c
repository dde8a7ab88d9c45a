/* SPDX-License-Identifier: MIT */
/* Steps of queue.h on the first bytes: coalesce, split off, drop. */
#include "queue_steps.h"

/* True if the first bytes are in one piece, or in pieces that can be rejoined. */
static bool are_adjacent(const Pieces *pieces, size_t count)
{
    size_t covered = pieces->count != 0 ? pieces->at[0].len : 0;
    for (size_t i = 1; i < pieces->count && covered < count; i++) {
        const Piece *const piece = &pieces->at[i];
        if (piece->storage == NULL || piece->storage != pieces->at[0].storage ||
            piece->data != pieces->at[0].data + covered) {
            return false;
        }
        covered += piece->len;
    }
    return true;
}

/* The first bytes were to be made contiguous. Returns true if they are. */
static bool joined(const Queue *self, int error, size_t count)
{
    const size_t len = self->copy.len;
    const bool adjacent = are_adjacent(&self->before, count);
    REQUIRE((error == BYTES_ERANGE) == (count > len));
    if (error != 0) {
        REQUIRE(count > len || (may_fail(error, count) && !adjacent));
        check_untouched(self);
        return false;
    }
    REQUIRE(memory_calls() == !adjacent);
    return true;
}

static void step_split_view(World *w)
{
    Queue *const self = next_queue(w);
    View *const to = fresh_view(w, NULL);
    const bool tried = next_byte(w) % 2 != 0;
    const size_t len = self->copy.len;
    const size_t at = tried ? next_around(w, len) : next_offset(w, self);
    Bytes out;
    int error;
    poison(&out, sizeof(out));
    error =
        tried ? bytes_queue_try_split_view(&self->handle, at, &out) : bytes_queue_split_view(&self->handle, at, &out);
    if (joined(self, error, at)) {
        const Pieces wanted = pieces_range(&self->before, at, len);
        const Pieces now = pieces_of(&self->handle);
        REQUIRE(same_pieces(&now, &wanted));
        REQUIRE(memory_calls() != 0 || at == 0 || out.data == self->before.at[0].data);
        handed_out(to, out, self, 0, at);
    } else {
        REQUIRE(is_poison(&out, sizeof(out)));
    }
}

static void step_coalesce(World *w)
{
    Queue *const self = next_queue(w);
    const bool tried = next_byte(w) % 2 != 0;
    const size_t len = self->copy.len;
    const size_t count = tried ? next_around(w, len) : next_offset(w, self);
    const int error =
        tried ? bytes_queue_try_coalesce(&self->handle, count) : bytes_queue_coalesce(&self->handle, count);
    if (joined(self, error, count)) {
        const Pieces wanted = pieces_range(&self->before, count, len);
        const Pieces now = pieces_of(&self->handle);
        const Pieces rest = pieces_range(&now, count, len);
        REQUIRE(same_pieces(&rest, &wanted));
        REQUIRE(count == 0 || now.at[0].len >= count);
        REQUIRE(memory_calls() != 0 || count == 0 || now.at[0].data == self->before.at[0].data);
    }
}

static void step_advance(World *w)
{
    Queue *const self = next_queue(w);
    const bool tried = next_byte(w) % 2 != 0;
    const size_t len = self->copy.len;
    const size_t count = tried ? next_around(w, len) : next_offset(w, self);
    if (tried) {
        const int error = bytes_queue_try_advance(&self->handle, count);
        REQUIRE(error == (count <= len ? 0 : BYTES_ERANGE));
    } else {
        bytes_queue_advance(&self->handle, count);
    }
    if (count <= len) {
        const Pieces wanted = pieces_range(&self->before, count, len);
        const Pieces now = pieces_of(&self->handle);
        REQUIRE(same_pieces(&now, &wanted));
        copy_remove(&self->copy, 0, count);
    } else {
        check_untouched(self);
    }
}

const Step queue_front_steps[] = {
    {"bytes_queue_split_view", step_split_view, true},
    {"bytes_queue_coalesce", step_coalesce, true},
    {"bytes_queue_advance", step_advance, false},
};
const size_t queue_front_step_count = sizeof(queue_front_steps) / sizeof(queue_front_steps[0]);
