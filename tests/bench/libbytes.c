/* SPDX-License-Identifier: MIT */
/* This library: single views, frames and headers. */
#include <bytes/bytes.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "libbytes.h"

/* One view of a shared storage. */
typedef struct View {
    Bytes view;
    Bytes other; /* so that `view` is not unique */
} View;

static void *view_setup(void)
{
    View *const self = bench_alloc(sizeof(*self));
    BENCH_CHECK(bytes_copy(bench_source, 1024, &self->view) == 0);
    self->other = bytes_clone(&self->view);
    return self;
}

static void view_teardown(void *state)
{
    View *const self = state;
    bytes_drop(&self->view);
    bytes_drop(&self->other);
    free(self);
}

static void share_drop(void *state, size_t rounds)
{
    View *const self = state;
    Bytes view = bytes_move(&self->view);
    for (; rounds != 0; rounds--) { /* downwards: saves the register that the handle needs */
        Bytes copy = bytes_share(&view);
        BENCH_CONSUME(copy.data, copy.len);
        bytes_drop(&copy);
    }
    self->view = view;
}

static void clone_drop(void *state, size_t rounds)
{
    const View *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes copy = bytes_clone(&self->view);
        BENCH_CONSUME(copy.data, copy.len);
        bytes_drop(&copy);
    }
}

static void share_slice_drop(void *state, size_t rounds)
{
    View *const self = state;
    Bytes view = bytes_move(&self->view);
    for (; rounds != 0; rounds--) { /* downwards: saves the register that the handle needs */
        Bytes part = bytes_share_slice(&view, 100, 900);
        BENCH_CONSUME(part.data, part.len);
        bytes_drop(&part);
    }
    self->view = view;
}

static void slice_drop(void *state, size_t rounds)
{
    const View *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes part = bytes_slice(&self->view, 100, 900);
        BENCH_CONSUME(part.data, part.len);
        bytes_drop(&part);
    }
}

static void copy_drop(size_t len, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        Bytes copy;
        BENCH_OPAQUE(len);
        BENCH_CHECK(bytes_copy(bench_source, len, &copy) == 0);
        BENCH_CONSUME(copy.data, copy.len);
        bytes_drop(&copy);
    }
}

static void copy_drop_64(void *state, size_t rounds)
{
    (void)state;
    copy_drop(64, rounds);
}

static void copy_drop_960(void *state, size_t rounds)
{
    (void)state;
    copy_drop(960, rounds);
}

static void copy_drop_1024(void *state, size_t rounds)
{
    (void)state;
    copy_drop(1024, rounds);
}

/* Frames split off a read buffer that is refilled with `block` bytes at a time. */
void *libbytes_frames_new(size_t block)
{
    LibbytesFrames *const self = bench_alloc(sizeof(*self));
    self->block = block;
    self->frames = bench_alloc(block / BENCH_FRAME * sizeof(self->frames[0]));
    BENCH_CHECK(bytes_mut_with_capacity(block, &self->buffer) == 0);
    return self;
}

void libbytes_frames_free(void *state)
{
    LibbytesFrames *const self = state;
    bytes_mut_drop(&self->buffer);
    free(self->frames);
    free(self);
}

void libbytes_frames_drop_each(void *state, size_t rounds)
{
    LibbytesFrames *const self = state;
    BytesMut buffer = bytes_mut_move(&self->buffer);
    for (size_t i = 0; i < rounds; i++) {
        libbytes_frames_read(&buffer, self->block);
        while (buffer.len >= BENCH_FRAME) {
            Bytes frame = bytes_mut_split_freeze(&buffer, BENCH_FRAME);
            BENCH_CONSUME(frame.data, frame.len);
            bytes_drop(&frame);
        }
    }
    self->buffer = buffer;
}

static void frames_drop_all(void *state, size_t rounds)
{
    LibbytesFrames *const self = state;
    Bytes *const frames = self->frames;
    BytesMut buffer = bytes_mut_move(&self->buffer);
    for (size_t i = 0; i < rounds; i++) {
        size_t count = 0;
        libbytes_frames_read(&buffer, self->block);
        while (buffer.len >= BENCH_FRAME) {
            frames[count++] = bytes_mut_split_freeze(&buffer, BENCH_FRAME);
        }
        BENCH_ESCAPE(frames);
        bytes_drop_all(frames, count);
    }
    self->buffer = buffer;
}

static void *frames_setup(void)
{
    return libbytes_frames_new(BENCH_BLOCK);
}

static void *frames_setup_64(void)
{
    return libbytes_frames_new(BENCH_FRAME);
}

static void *frames_setup_1k(void)
{
    return libbytes_frames_new(1024);
}

static void *frames_setup_1m(void)
{
    return libbytes_frames_new(BENCH_LARGE);
}

/* Adopting memory. */
static void adopt_malloc(void *state, size_t rounds)
{
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes view;
        void *const data = malloc(BENCH_READ);
        BENCH_CHECK(data != NULL);
        BENCH_CHECK(bytes_adopt_malloc(data, BENCH_READ, &view) == 0);
        BENCH_CONSUME(view.data, view.len);
        bytes_drop(&view);
    }
}

static size_t released;

static void count_release(void *data, size_t len, void *context)
{
    (void)data;
    (void)len;
    ++*(size_t *)context;
}

static void adopt_static(void *state, size_t rounds)
{
    static uint8_t memory[BENCH_READ];
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes view;
        BENCH_CHECK(bytes_adopt(memory, sizeof(memory), BYTES_WRITABLE, count_release, &released, &view) == 0);
        BENCH_CONSUME(view.data, view.len);
        bytes_drop(&view);
    }
}

static void adopt_with_control(void *state, size_t rounds)
{
    static uint8_t memory[BENCH_READ];
    BytesControl control;
    (void)state;
    for (size_t i = 0; i < rounds; i++) {
        Bytes view =
            bytes_adopt_with_control(&control, memory, sizeof(memory), BYTES_WRITABLE, count_release, &released);
        BENCH_CONSUME(view.data, view.len);
        bytes_drop(&view);
    }
}

/* Views of the header fields of a request head. */
typedef struct Headers {
    Bytes head;
    BytesRange ranges[BENCH_HEADERS];
    Bytes fields[BENCH_HEADERS];
} Headers;

static void *headers_setup(void)
{
    Headers *const self = bench_alloc(sizeof(*self));
    BENCH_CHECK(bytes_copy(bench_source, BENCH_HEAD, &self->head) == 0);
    for (size_t i = 0; i < BENCH_HEADERS; i++) {
        self->ranges[i].begin = i * BENCH_HEADER;
        self->ranges[i].end = (i + 1) * BENCH_HEADER;
    }
    return self;
}

static void headers_teardown(void *state)
{
    Headers *const self = state;
    bytes_drop(&self->head);
    free(self);
}

static void headers_drop_all(void *state, size_t rounds)
{
    Headers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        bytes_slice_many(&self->head, self->ranges, BENCH_HEADERS, self->fields);
        BENCH_ESCAPE(self->fields);
        bytes_drop_all(self->fields, BENCH_HEADERS);
    }
}

static void headers_drop_each(void *state, size_t rounds)
{
    Headers *const self = state;
    for (size_t i = 0; i < rounds; i++) {
        for (size_t j = 0; j < BENCH_HEADERS; j++) {
            self->fields[j] = bytes_share_slice(&self->head, self->ranges[j].begin, self->ranges[j].end);
        }
        BENCH_ESCAPE(self->fields);
        for (size_t j = 0; j < BENCH_HEADERS; j++) {
            bytes_drop(&self->fields[j]);
        }
    }
}

const BenchEntry bench_libbytes[] = {
    {"share-drop", "libbytes", view_setup, share_drop, view_teardown, 1, 0},
    {"share-drop", "libbytes: bytes_clone", view_setup, clone_drop, view_teardown, 1, 0},
    {"slice-drop", "libbytes", view_setup, share_slice_drop, view_teardown, 1, 0},
    {"slice-drop", "libbytes: bytes_slice", view_setup, slice_drop, view_teardown, 1, 0},
    {"copy-drop 64 B", "libbytes", NULL, copy_drop_64, NULL, 1, 0},
    {"copy-drop 960 B", "libbytes", NULL, copy_drop_960, NULL, 1, 0},
    {"copy-drop 1 KiB", "libbytes", NULL, copy_drop_1024, NULL, 1, 0},
    {"frames, drop each", "libbytes", frames_setup, libbytes_frames_drop_each, libbytes_frames_free, BENCH_FRAMES, 0},
    {"frames, drop all", "libbytes", frames_setup, frames_drop_all, libbytes_frames_free, BENCH_FRAMES, 0},
    {"frames of 64 B blocks", "libbytes", frames_setup_64, libbytes_frames_drop_each, libbytes_frames_free, 1, 0},
    {"frames of 1 KiB blocks", "libbytes", frames_setup_1k, libbytes_frames_drop_each, libbytes_frames_free,
     1024 / BENCH_FRAME, 0},
    {"frames of 64 KiB blocks", "libbytes", frames_setup, libbytes_frames_drop_each, libbytes_frames_free, BENCH_FRAMES,
     0},
    {"frames of 1 MiB blocks", "libbytes", frames_setup_1m, libbytes_frames_drop_each, libbytes_frames_free,
     BENCH_LARGE / BENCH_FRAME, 0},
    {"adopt-drop malloc", "libbytes", NULL, adopt_malloc, NULL, 1, 0},
    {"adopt-drop static", "libbytes", NULL, adopt_static, NULL, 1, 0},
    {"adopt-drop static", "libbytes: bytes_adopt_with_control", NULL, adopt_with_control, NULL, 1, 0},
    {"40 headers", "libbytes", headers_setup, headers_drop_all, headers_teardown, BENCH_HEADERS, 0},
    {"40 headers", "libbytes: drop each", headers_setup, headers_drop_each, headers_teardown, BENCH_HEADERS, 0},
    {0},
};
