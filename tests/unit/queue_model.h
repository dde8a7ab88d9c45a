/* SPDX-License-Identifier: MIT */
/*
 * Two queues and a flat array for each, which go through the same steps. A program of steps is a sequence of bytes:
 * random in the test, a fuzzer's in fuzz/. After each step every query must give the array's result; a step that runs
 * out of memory must have changed nothing; a view that was taken out must never change.
 *
 * Of each byte the model also knows whether a view outside the queues may show it: only the others may be written, by
 * filling a slot.
 */
#ifndef BYTES_TESTS_UNIT_QUEUE_MODEL_H
#define BYTES_TESTS_UNIT_QUEUE_MODEL_H

#include <bytes/bytes.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_allocator.h"

#define REQUIRE(condition) ((condition) ? (void)0 : model_broken(__FILE__, __LINE__, #condition))
_Noreturn void model_broken(const char *file, int line, const char *rule);

enum { MODEL_MAX = 1 << 13, MODEL_HELD = 4, MODEL_SLOTS = 16, MODEL_STEPS = 24 };

/* In a mark: the byte was written to a tail and has not left the queues since. */
enum { MODEL_OWN = 0x80 };

typedef struct ModelSide {
    BytesQueue queue;
    uint8_t bytes[MODEL_MAX];
    uint8_t marks[MODEL_MAX]; /* of each byte: MODEL_OWN, and one more than the number of its slot, or 0 */
    size_t len;
} ModelSide;

typedef struct ModelHeld {
    Bytes view;
    uint8_t *bytes;
} ModelHeld;

typedef struct Model {
    TestAllocator allocator;
    ModelSide side[2];
    ModelHeld held[MODEL_HELD];
    BytesQueueSlot slot[MODEL_SLOTS];
    size_t next_slot;
    Bytes block; /* split into adjacent views, which can be rejoined */
    uint8_t next_byte;
    const uint8_t *in;
    size_t left;
} Model;

/* Read the program; past its end there are zeros. */
size_t model_read(Model *m, size_t below);
/* Mostly small, sometimes large. */
size_t model_read_len(Model *m);

/* Memory that the failing allocator does not count. */
uint8_t *model_copy(const void *data, size_t len);
/* Bytes that all differ, or that repeat, so that needles nearly match. */
void model_make(Model *m, uint8_t *out, size_t len);

/* The flat array. Marks NULL: no slots, and not the queue's own. Appended bytes were written to the tail. */
void model_insert(ModelSide *side, size_t at, const uint8_t *bytes, const uint8_t *marks, size_t len);
void model_append(ModelSide *side, const uint8_t *bytes, size_t len);
void model_remove(ModelSide *side, size_t at, size_t len);

/* Segment number `index` of a queue, whose private fields the model checks too. */
const BytesQueueSegment_ *model_segment(const BytesQueue *queue, size_t index);
/* Every query gives the array's result. */
void model_check(Model *m);
/* True if an error is the failed allocation that the program requested. */
bool model_failed(Model *m, int error);
/* Keep a view that was taken out, to check that it does not change. */
void model_hold(Model *m, Bytes view);
/* Offset of a slot's bytes if a side has them all, so that the slot is valid there; else SIZE_MAX. */
size_t model_find_slot(const Model *m, const ModelSide *side, size_t number);
/* A slot has become invalid: no byte is its any more. */
void model_end_slot(Model *m, size_t number);
/* So has the slot that a cut goes through. */
void model_cut_slots(Model *m, const ModelSide *side, size_t at);

/* The steps: on whole views and queues, and on bytes. */
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
/* A number, compared with what number.h reads from the flat array. */
void model_get(Model *m, ModelSide *side);
void model_put_number(Model *m, ModelSide *side);
void model_reserve_slot(Model *m, ModelSide *side);
void model_fill_slot(Model *m, ModelSide *side);

/* Run a program of which allocation number `fail_at` fails (0: none). Returns the number of allocations. */
size_t model_run(const uint8_t *in, size_t len, size_t fail_at);

#endif
