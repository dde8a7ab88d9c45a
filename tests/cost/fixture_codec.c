/* SPDX-License-Identifier: MIT */
#include "fixture_codec.h"

const BytesFrameFormat framing = {.width = 4, .maximum = 1000, .skip = BYTES_SKIP_HEADER};
const BytesFrameFormat small = {.width = 4, .maximum = 9, .skip = BYTES_SKIP_HEADER};
const BytesFrameFormat copying = {.width = 4, .maximum = 1000, .skip = BYTES_SKIP_HEADER, .copy_below = FRAME + 1};
const BytesFrameFormat netstrings = {.length = BYTES_LENGTH_NETSTRING, .maximum = 1000, .skip = BYTES_SKIP_HEADER};
const BytesFrameFormat leb128 = {.length = BYTES_LENGTH_LEB128, .maximum = 1000, .skip = BYTES_SKIP_HEADER};
BytesLines any_line = {.maximum = 99};
size_t mark;

enum { LINE = 9 };

void framed(Fixture *f, const BytesFrameFormat *format)
{
    static const char body[FRAME] = "body";
    ok(bytes_mut_with_capacity_in(&exact, (size_t)MANY * (FRAME + 5), &f->m));
    for (int i = 0; i < MANY; i++) {
        ok(bytes_mut_put_frame(&f->m, format, NULL, body, FRAME));
    }
}

void framed_queue(Fixture *f, size_t frames, size_t segment)
{
    framed(f, &framing);
    bytes_mut_truncate(&f->m, frames * (4 + FRAME));
    bytes_queue_init(&exact, 0, &f->q);
    /* Copies: views of one block that are adjacent would be joined. */
    while (f->m.len != 0) {
        const size_t len = f->m.len < segment ? f->m.len : segment;
        Bytes copy;
        ok(bytes_copy_in(&exact, f->m.data, len, &copy));
        push(&f->q, copy);
        bytes_mut_advance(&f->m, len);
    }
}

void cut_queue(Fixture *f, size_t len)
{
    BytesQueue front;
    ok(bytes_queue_split_to(&f->q, len, &front));
    bytes_queue_drop(&f->q);
    f->q = front;
}

void begun(Fixture *f, const BytesFrameFormat *format)
{
    forty(f);
    ok(bytes_mut_begin_frame(&f->m, format, NULL, &mark));
    ok(bytes_mut_put_str(&f->m, "0123456789"));
}

void lined(Fixture *f)
{
    any_line = (BytesLines){.maximum = 99};
    ok(bytes_mut_with_capacity_in(&exact, (size_t)MANY * (LINE + 1), &f->m));
    for (int i = 0; i < MANY; i++) {
        ok(bytes_mut_put_str(&f->m, "012345678\n"));
    }
}

void lined_queue(Fixture *f)
{
    lined(f);
    push(&f->q, bytes_mut_freeze(&f->m));
}

int next_frame(BytesMut *m, const BytesFrameFormat *format, Bytes *out)
{
    size_t need;
    return bytes_mut_next_frame(m, format, out, &need);
}

int next_queue_frame(Fixture *f, const BytesFrameFormat *format)
{
    size_t need;
    return bytes_queue_next_frame(&f->q, format, &f->r, &need);
}

void thousand_next_frames(Fixture *f)
{
    for (int i = 0; i < MANY; i++) {
        yes(next_frame(&f->m, &framing, &f->many[i]) == 1);
    }
}

void thousand_next_queue_frames(Fixture *f)
{
    for (int i = 0; i < MANY; i++) {
        yes(next_queue_frame(f, &framing) == 1);
        f->many[i] = bytes_queue_pop_front(&f->r);
        yes(f->r.len == 0);
    }
}

void thousand_next_lines(Fixture *f)
{
    for (int i = 0; i < MANY; i++) {
        yes(bytes_mut_next_line(&f->m, &any_line, &f->many[i]) == 1);
    }
}
