/* SPDX-License-Identifier: MIT */
/*
 * The steps that a program consists of: one for each public function, or for several similar ones. A step reads its
 * arguments from the program, calls the function, does the same to the plain copies, and checks the function's
 * contract.
 */
#ifndef BYTES_FUZZ_STEPS_H
#define BYTES_FUZZ_STEPS_H

#include "model.h"

typedef struct Step {
    const char *name;
    void (*run)(World *w);
    bool allocates; /* may allocate */
} Step;

extern const Step view_create_steps[];
extern const size_t view_create_step_count;
extern const Step weak_steps[];
extern const size_t weak_step_count;
extern const Step pool_steps[];
extern const size_t pool_step_count;
extern const Step map_steps[];
extern const size_t map_step_count;
extern const Step view_steps[];
extern const size_t view_step_count;
extern const Step adopt_steps[];
extern const size_t adopt_step_count;
extern const Step mut_steps[];
extern const size_t mut_step_count;
extern const Step mut_capacity_steps[];
extern const size_t mut_capacity_step_count;
extern const Step codec_steps[];
extern const size_t codec_step_count;
extern const Step slot_steps[];
extern const size_t slot_step_count;
extern const Step queue_steps[];
extern const size_t queue_step_count;
extern const Step queue_front_steps[];
extern const size_t queue_front_step_count;
extern const Step queue_bytes_steps[];
extern const size_t queue_bytes_step_count;

/* Store a result, and the copy of what it must show, in a handle from fresh_view(). */
void put_view(View *to, Bytes handle, Copy copy);
/* The same for a range of another view: the handle must show these bytes, at their address. */
void put_view_range(View *to, Bytes handle, const View *from, const uint8_t *data, size_t begin, size_t end);

/* Fill each slot whose bytes are all in one buffer. */
void fill_open_slots(World *w);
/* Try to fill each slot of a queue through all queues. */
void fill_queue_slots(World *w);

#endif
