/* SPDX-License-Identifier: MIT */
/* This library through bytes.hpp: rows of libbytes.c once more, which instructions.txt shows to cost the same. */
#include <bytes/bytes.hpp>

#include <utility>

#include "bench.h"

extern "C" {
extern const BenchEntry bench_libbytes_hpp[];
}

namespace
{

/* One view of a shared storage. */
struct View {
    bytes::view view;
    bytes::view other; /* so that `view` is not unique */
};

void *view_setup()
{
    View *const self = new View;
    self->view = bytes::view::copy(bytes::ref(bench_source, 1024));
    self->other = self->view.clone();
    return self;
}

void view_teardown(void *state)
{
    delete static_cast<View *>(state);
}

void share_drop(void *state, size_t rounds)
{
    View *const self = static_cast<View *>(state);
    bytes::view view = std::move(self->view);
    for (; rounds != 0; rounds--) {
        bytes::view copy = view.share();
        BENCH_CONSUME(copy.data(), copy.size());
    }
    self->view = std::move(view);
}

void slice_drop(void *state, size_t rounds)
{
    View *const self = static_cast<View *>(state);
    bytes::view view = std::move(self->view);
    for (; rounds != 0; rounds--) {
        bytes::view part = view.share_slice(100, 900);
        BENCH_CONSUME(part.data(), part.size());
    }
    self->view = std::move(view);
}

void *buffer_setup()
{
    return new bytes::buffer(BENCH_BLOCK);
}

void buffer_teardown(void *state)
{
    delete static_cast<bytes::buffer *>(state);
}

void frames_drop_each(void *state, size_t rounds)
{
    bytes::buffer *const self = static_cast<bytes::buffer *>(state);
    bytes::buffer buffer = std::move(*self);
    for (size_t i = 0; i < rounds; i++) {
        buffer.reserve(BENCH_BLOCK);
        buffer.commit(BENCH_BLOCK);
        while (buffer.size() >= BENCH_FRAME) {
            bytes::view frame = buffer.split_freeze(BENCH_FRAME);
            BENCH_CONSUME(frame.data(), frame.size());
        }
    }
    *self = std::move(buffer);
}

void append_freeze(void * /*state*/, size_t rounds)
{
    for (size_t i = 0; i < rounds; i++) {
        bytes::buffer buffer;
        for (size_t j = 0; j < BENCH_FRAMES; j++) {
            buffer.put(bytes::ref(bench_source, BENCH_FRAME));
        }
        bytes::view view = std::move(buffer).freeze();
        BENCH_CONSUME(view.data(), view.size());
    }
}

} // namespace

const BenchEntry bench_libbytes_hpp[] = {
    {"share-drop", "libbytes: bytes.hpp", view_setup, share_drop, view_teardown, 1, 0},
    {"slice-drop", "libbytes: bytes.hpp", view_setup, slice_drop, view_teardown, 1, 0},
    {"frames, drop each", "libbytes: bytes.hpp", buffer_setup, frames_drop_each, buffer_teardown, BENCH_FRAMES, 0},
    {"append 64 B x 1024", "libbytes: bytes.hpp", nullptr, append_freeze, nullptr, 1, 0},
    {nullptr, nullptr, nullptr, nullptr, nullptr, 0, 0},
};
