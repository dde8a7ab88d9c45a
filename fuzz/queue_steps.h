/* SPDX-License-Identifier: MIT */
/* What the steps of queues have in common. */
#ifndef BYTES_FUZZ_QUEUE_STEPS_H
#define BYTES_FUZZ_QUEUE_STEPS_H

#include "steps.h"

/* An offset: at the end of a piece or shortly before it, or anywhere. */
size_t next_place(World *w, const Queue *self);
/* May a step append so many bytes, or what cannot be appended? */
bool has_room(const Queue *self, size_t len);
/* May a call that needs an object of `len` bytes at most, and places, have failed so? */
bool fair_refusal(int error, size_t len);
/* The bytes lie where they did before the step. */
void check_untouched(const Queue *self);
/* Bytes were written behind the others, which lie where they did: they belong to the copy too. */
void check_appended_to(Queue *self, const uint8_t *bytes, size_t len);
/* A range comes out in a view: it is no queue's slot any more; a buffer's it still is. */
void let_out(View *place, Bytes out, Queue *self, size_t begin, size_t end);

#endif
