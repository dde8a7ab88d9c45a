/* SPDX-License-Identifier: MIT */
/*
 * Two queues and a flat array for each, which go through the same steps. The steps are read from bytes: random ones in
 * the test, a fuzzer's in fuzz/. After each step everything that can be asked must have the array's answer; a step that
 * runs out of memory must have changed nothing; a view that was taken out must never change.
 */
#ifndef TESTS_QUEUE_MODEL_H
#define TESTS_QUEUE_MODEL_H

#include <bytes/bytes.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_allocator.h"

#define REQUIRE(condition) ((condition) ? (void)0 : model_broken(__FILE__, __LINE__, #condition))
_Noreturn void model_broken(const char *file, int line, const char *rule);

enum { MODEL_MAX = 1 << 13, MODEL_HELD = 4, MODEL_SLOTS = 16, MODEL_STEPS = 24 };

typedef struct ModelSide {
    BytesQueue queue;
    uint8_t bytes[MODEL_MAX];
    uint8_t slots[MODEL_MAX]; /* of each byte: one more than the number of its slot, or 0 */
    size_t len;
} ModelSide;

typedef struct ModelHeld {
    Bytes view;
    uint8_t *bytes;
} ModelHeld;

typedef struct ModelSlot {
    BytesQueueSlot slot;
    bool unknown; /* a neighbour was coalesced: it may have ended */
} ModelSlot;

typedef struct Model {
    TestAllocator allocator;
    ModelSide side[2];
    ModelHeld held[MODEL_HELD];
    ModelSlot slot[MODEL_SLOTS];
    size_t next_slot;
    Bytes block; /* what is cut into neighbours, which can be rejoined */
    uint8_t next_byte;
    const uint8_t *in;
    size_t left;
} Model;

/* Reading the program; past its end there are zeros. */
size_t model_read(Model *m, size_t below);
/* Mostly small, sometimes large. */
size_t model_read_len(Model *m);

/* Memory outside of the account. */
uint8_t *model_copy(const void *data, size_t len);
/* Bytes that tell one place from another, but for some that repeat, so that needles nearly match. */
void model_make(Model *m, uint8_t *out, size_t len);

/* The flat array. */
void model_insert(ModelSide *side, size_t at, const uint8_t *bytes, const uint8_t *slots, size_t len);
void model_append(ModelSide *side, const uint8_t *bytes, size_t len);
void model_remove(ModelSide *side, size_t at, size_t len);

/* All that can be asked has the array's answer. */
void model_check(Model *m);
/* Is an error the refusal that was asked for? */
bool model_refused(Model *m, int error);
/* Keep a view that was taken out, to see that it does not change. */
void model_hold(Model *m, Bytes view);
/* A slot that loses one of its bytes has ended. */
void model_end_slots(Model *m, size_t number);
/* The slot that a cut goes through has ended. */
void model_cut_slots(Model *m, const ModelSide *side, size_t at);

/* The steps: of whole views and queues, and of bytes. */
void model_push(Model *m, ModelSide *side, bool front);
void model_pop(Model *m, ModelSide *side, bool front);
void model_split(Model *m, ModelSide *side, ModelSide *other);
void model_join(Model *m, ModelSide *side, ModelSide *other);
void model_coalesce(Model *m, ModelSide *side);
void model_put(Model *m, ModelSide *side);
void model_print(Model *m, ModelSide *side);
void model_reserve(Model *m, ModelSide *side);
void model_find(Model *m, const ModelSide *side);
void model_look(Model *m, const ModelSide *side);
/* Each number as number.h reads it from the flat array. */
void model_get(Model *m, ModelSide *side);
void model_put_number(Model *m, ModelSide *side);
void model_reserve_slot(Model *m, ModelSide *side);
void model_fill_slot(Model *m, ModelSide *side);

/* Run a program. `fail_at`: the allocation to refuse; returns how many there were. */
size_t model_run(const uint8_t *in, size_t len, size_t fail_at);

#endif
