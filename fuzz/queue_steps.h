/* SPDX-License-Identifier: MIT */
/* What the steps of queues have in common. */
#ifndef BYTES_FUZZ_QUEUE_STEPS_H
#define BYTES_FUZZ_QUEUE_STEPS_H

#include "steps.h"

/* An offset: the end of a piece, shortly before it, or any other. */
size_t next_offset(World *w, const Queue *self);
/* True if the limits of a program allow a step to append `len` bytes; or if no call could append as many. */
bool fits(const Queue *self, size_t len);
/* True if this is a plausible error of a call that needs an object of at most `len` bytes, and entries. */
bool may_fail(int error, size_t len);
/* The bytes are where they were before the step. */
void check_untouched(const Queue *self);
/* The bytes were appended, and the others are where they were: append them to the copy. */
void check_appended_to(Queue *self, const uint8_t *bytes, size_t len);
/* `len` bytes were to be appended. Returns true if they were. */
bool written(Queue *self, int error, const uint8_t *bytes, size_t len);
/* A range was taken out as a view: it belongs to no slot of a queue any more, but still to those of a buffer. */
void handed_out(View *to, Bytes out, Queue *self, size_t begin, size_t end);

/* Of the table of queue_bytes_steps.c. */
void step_queue_reserve_slot(World *w);
void step_queue_fill_slot(World *w);

#endif
