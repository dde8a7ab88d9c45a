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

extern const Step view_steps[];
extern const size_t view_step_count;
extern const Step buffer_steps[];
extern const size_t buffer_step_count;
extern const Step room_steps[];
extern const size_t room_step_count;

/* Fill each slot whose bytes are all in one buffer. */
void fill_open_slots(World *w);

#endif
