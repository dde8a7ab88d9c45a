/* SPDX-License-Identifier: MIT */
/*
 * The cost table of codec.h.
 *
 * ROW(function, case, what is there before, the operation, allocations, deallocations, atomics, bytes copied)
 */
#include "fixture_codec.h"

/* clang-format off */
ROW(bytes_frame_format_check, any, (void)0, ok(bytes_frame_format_check(&framing)), 0, 0, 0, 0)
ROW(bytes_mut_read_size, any, forty(f), yes(bytes_mut_read_size(&f->m, 10, 100) == 100), 0, 0, 0, 0)

ROW(bytes_mut_next_frame, frame, framed(f, &framing), yes(next_frame(&f->m, &framing, &f->v) == 1), 0, 0, 0, 0)
ROW(bytes_mut_next_frame, empty, (void)0, yes(next_frame(&f->m, &framing, &f->v) == 0), 0, 0, 0, 0)
ROW(bytes_mut_next_frame, incomplete, (framed(f, &framing), bytes_mut_truncate(&f->m, 50)),
    yes(next_frame(&f->m, &framing, &f->v) == 0), 0, 0, 0, 0)
ROW(bytes_mut_next_frame, too_long, framed(f, &framing), yes(next_frame(&f->m, &small, &f->v) < 0), 0, 0, 0, 0)
ROW(bytes_mut_next_frame, copied, framed(f, &framing), yes(next_frame(&f->m, &copying, &f->v) == 1), 1, 0, 0, FRAME)
ROW(bytes_mut_next_frame, netstring, framed(f, &netstrings),
    yes(next_frame(&f->m, &netstrings, &f->v) == 1), 0, 0, 0, 0)
ROW(bytes_mut_next_frame, scenario_thousand, framed(f, &framing), thousand_next_frames(f), 0, 0, REFILLS(12), 0)
ROW(bytes_queue_next_frame, frame, framed_queue(f, MANY, 5000), yes(next_queue_frame(f, &framing) == 1), 0, 0, 0, 0)
ROW(bytes_queue_next_frame, incomplete, (framed_queue(f, MANY, 5000), cut_queue(f, 50)),
    yes(next_queue_frame(f, &framing) == 0), 0, 0, 0, 0)
ROW(bytes_queue_next_frame, spanning, framed_queue(f, 10, 40), yes(next_queue_frame(f, &framing) == 1), 0, 0, 0, 0)
ROW(bytes_queue_next_frame, field_spanning, framed_queue(f, 10, 2), yes(next_queue_frame(f, &framing) == 1), 1, 2, 0, 4)
ROW(bytes_queue_next_frame, copied, framed_queue(f, MANY, 5000),
    yes(next_queue_frame(f, &copying) == 1), 1, 0, 0, FRAME)
ROW(bytes_queue_next_frame, scenario_thousand, framed_queue(f, MANY, 50 * (4 + FRAME)),
    thousand_next_queue_frames(f), 0, 0, 0, 0)

ROW(bytes_queue_put_frame, view, (spare_tail(f), shared(f)),
    ok(bytes_queue_put_frame(&f->q, &framing, NULL, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_put_frame, needs_a_tail, (full_tail(f), shared(f)),
    ok(bytes_queue_put_frame(&f->q, &framing, NULL, &f->v)), 1, 0, 0, 0)
ROW(bytes_queue_put_frame, too_long, (spare_tail(f), block(f), f->v = bytes_mut_freeze(&f->m)),
    fails(bytes_queue_put_frame(&f->q, &small, NULL, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_put_frame_queue, three_views, (three(f), f->r = bytes_queue_move(&f->q), spare_tail(f)),
    ok(bytes_queue_put_frame_queue(&f->q, &framing, NULL, &f->r)), 0, 0, 0, 0)
ROW(bytes_mut_put_frame, has_capacity, forty(f),
    ok(bytes_mut_put_frame(&f->m, &framing, NULL, "0123456789", 10)), 0, 0, 0, 0)
ROW(bytes_mut_begin_frame, has_capacity, forty(f), ok(bytes_mut_begin_frame(&f->m, &framing, NULL, &mark)), 0, 0, 0, 0)
ROW(bytes_mut_end_frame, fixed_width, begun(f, &framing), ok(bytes_mut_end_frame(&f->m, &framing, mark)), 0, 0, 0, 0)
ROW(bytes_mut_end_frame, field_shrinks, begun(f, &leb128), ok(bytes_mut_end_frame(&f->m, &leb128, mark)), 0, 0, 0, 10)
ROW(bytes_mut_prepend_frame, headroom, ok(bytes_mut_with_headroom(&exact, 10, 90, &f->m)),
    ok(bytes_mut_prepend_frame(&f->m, &framing, NULL)), 0, 0, 0, 0)

ROW(bytes_mut_next_line, line, lined(f), yes(bytes_mut_next_line(&f->m, &any_line, &f->v) == 1), 0, 0, 0, 0)
ROW(bytes_mut_next_line, incomplete, forty(f),
    yes(bytes_mut_next_line(&f->m, &(BytesLines){.maximum = 99}, &f->v) == 0), 0, 0, 0, 0)
ROW(bytes_mut_next_line, too_long, forty(f),
    fails(bytes_mut_next_line(&f->m, &(BytesLines){.maximum = 9}, &f->v)), 0, 0, 0, 0)
ROW(bytes_mut_next_line, copied, lined(f),
    yes(bytes_mut_next_line(&f->m, &(BytesLines){.maximum = 99, .copy_below = 20}, &f->v) == 1), 1, 0, 0, 9)
ROW(bytes_mut_next_line, scenario_thousand, lined(f), thousand_next_lines(f), 0, 0, REFILLS(12), 0)
ROW(bytes_mut_last_line, rest, forty(f), yes(bytes_mut_last_line(&f->m, &any_line, &f->v) == 1), 0, 0, 0, 0)
ROW(bytes_queue_next_line, line, lined_queue(f), yes(bytes_queue_next_line(&f->q, &any_line, &f->r) == 1), 0, 0, 0, 0)
ROW(bytes_queue_next_line, copied, lined_queue(f),
    yes(bytes_queue_next_line(&f->q, &(BytesLines){.maximum = 99, .copy_below = 20}, &f->r) == 1), 1, 0, 0, 9)
ROW(bytes_queue_last_line, rest, three(f), yes(bytes_queue_last_line(&f->q, &any_line, &f->r) == 1), 0, 0, 0, 0)
/* clang-format on */
