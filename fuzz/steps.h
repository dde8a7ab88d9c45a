/* SPDX-License-Identifier: MIT */
/*
 * The steps that a program is made of: one for each public operation. A step reads its arguments from the program,
 * calls the operation, does the same to the plain copies, and checks what the operation's contract says.
 */
#ifndef FUZZ_STEPS_H
#define FUZZ_STEPS_H

#include "model.h"

typedef struct Step {
    const char *name;
    void (*run)(World *w);
    bool allocates; /* may it ask for memory? */
} Step;

extern const Step view_make_steps[];
extern const size_t view_make_step_count;
extern const Step view_steps[];
extern const size_t view_step_count;
extern const Step buffer_steps[];
extern const size_t buffer_step_count;
extern const Step room_steps[];
extern const size_t room_step_count;
extern const Step slot_steps[];
extern const size_t slot_step_count;
extern const Step queue_steps[];
extern const size_t queue_step_count;
extern const Step queue_front_steps[];
extern const size_t queue_front_step_count;
extern const Step queue_bytes_steps[];
extern const size_t queue_bytes_step_count;

/* Put a result and what it must be into a handle that fresh_view() gave. */
void put_view(View *place, Bytes handle, Copy copy);
/* Likewise a range of another view: the handle must show these bytes, where they lie. */
void put_view_range(View *place, Bytes handle, const View *from, const uint8_t *data, size_t begin, size_t end);

/* Fill each slot whose bytes are all in one buffer. */
void fill_open_slots(World *w);
/* Try to fill each slot of a queue through all queues. */
void fill_queue_slots(World *w);

#endif
