/* SPDX-License-Identifier: MIT */
/* Reading a program: its arguments, and the handles that they name. */
#include "model.h"

uint8_t next_byte(World *w)
{
    return w->at != w->end ? *w->at++ : 0;
}

size_t next_within(World *w, size_t max)
{
    size_t n = next_byte(w);
    if (n >= 254) {
        return n == 255 ? max : max / 2;
    }
    if (max > 254) {
        n = n << 8 | next_byte(w);
    }
    return n <= max ? n : n % (max + 1);
}

static size_t next_edge(World *w, size_t near)
{
    const size_t edges[] = {
        SIZE_MAX,          SIZE_MAX - near,        SIZE_MAX - near + 1, (size_t)PTRDIFF_MAX - near,
        PTRDIFF_MAX,       SIZE_MAX - 1,           SIZE_MAX / 2 + 1,    (size_t)PTRDIFF_MAX - near - 32,
        UINT32_MAX - near, (size_t)UINT32_MAX + 1,
    };
    const size_t n = next_byte(w);
    return edges[n % (sizeof(edges) / sizeof(edges[0]))] - n / 64;
}

size_t next_around(World *w, size_t max)
{
    const size_t n = next_byte(w);
    if (n < 24) {
        return max + n;
    }
    return n < 30 ? next_edge(w, max) : next_within(w, max);
}

size_t next_small(World *w)
{
    const size_t n = next_byte(w);
    return n < 192 ? n : (n - 192) << 8 | next_byte(w);
}

size_t next_size(World *w)
{
    return w->at != w->end && *w->at >= 250 ? next_edge(w, *w->at) : next_small(w);
}

View *next_view(World *w)
{
    const size_t n = next_byte(w);
    View *out = &w->views[n % VIEWS];
    for (size_t i = 0; i < VIEWS && n < 224 && out->handle.len == 0; i++) {
        out = &w->views[(n + i) % VIEWS];
    }
    out->in_use = true;
    return out;
}

Buffer *next_buffer(World *w)
{
    const size_t n = next_byte(w);
    Buffer *out = &w->buffers[n % BUFFERS];
    for (size_t i = 0; i < BUFFERS && n < 240 && out->handle.storage == NULL; i++) {
        out = &w->buffers[(n + i) % BUFFERS];
    }
    out->in_use = true;
    return out;
}

View *fresh_view(World *w, const View *except)
{
    const size_t n = next_byte(w);
    View *out = &w->views[n % VIEWS];
    for (size_t i = 0; i < VIEWS && n < 240 && (out == except || out->handle.len != 0); i++) {
        out = &w->views[(n + i) % VIEWS];
    }
    if (out == except) {
        out = &w->views[(n + 1) % VIEWS];
        out = out == except ? &w->views[(n + 2) % VIEWS] : out;
    }
    bytes_drop(&out->handle);
    copy_clear(&out->copy);
    out->in_use = true;
    return out;
}

Buffer *fresh_buffer(World *w, const Buffer *except)
{
    const size_t n = next_byte(w);
    Buffer *out = &w->buffers[n % BUFFERS];
    for (size_t i = 0; i < BUFFERS && n < 240 && (out == except || out->handle.storage != NULL); i++) {
        out = &w->buffers[(n + i) % BUFFERS];
    }
    if (out == except) {
        out = &w->buffers[(n + 1) % BUFFERS];
        out = out == except ? &w->buffers[(n + 2) % BUFFERS] : out;
    }
    bytes_mut_drop(&out->handle);
    copy_clear(&out->copy);
    out->in_use = true;
    return out;
}

/* Mostly the first: rare states need many steps on one queue. */
Queue *next_queue(World *w)
{
    const size_t n = next_byte(w);
    Queue *out = &w->queues[n % 8 < 5 ? 0 : n % 8 < 7 ? 1 : 2];
    for (size_t i = 0; i < QUEUES && n < 128 && out->handle.len == 0; i++) {
        out = &w->queues[i];
    }
    out->in_use = true;
    return out;
}

Queue *fresh_queue(World *w, const Queue *except)
{
    const size_t n = next_byte(w);
    Queue *out = &w->queues[n % QUEUES];
    for (size_t i = 0; i < QUEUES && n < 192 && (out == except || out->handle.len != 0); i++) {
        out = &w->queues[(n + i) % QUEUES];
    }
    if (out == except) {
        out = &w->queues[(n + 1) % QUEUES];
    }
    bytes_queue_drop(&out->handle);
    copy_clear(&out->copy);
    out->in_use = true;
    return out;
}
