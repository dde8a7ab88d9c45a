/* SPDX-License-Identifier: MIT */
/* Formats, and buffers and queues of messages, for the rows of codec_rows.h. */
#ifndef BYTES_TESTS_COST_FIXTURE_CODEC_H
#define BYTES_TESTS_COST_FIXTURE_CODEC_H

#include "fixture.h"

/* Bodies of FRAME bytes after a length of 4; and the same with a maximum of 9, or copied. */
extern const BytesFrameFormat framing;
extern const BytesFrameFormat small;
extern const BytesFrameFormat copying;
extern const BytesFrameFormat netstrings;
extern const BytesFrameFormat leb128;
extern BytesLines any_line;
extern size_t mark;

/* Setups: a thousand frames in `m`; some in `q`, in segments of a size; lines of 9 bytes, in `m` and in `q`. */
void framed(Fixture *f, const BytesFrameFormat *format);
void framed_queue(Fixture *f, size_t frames, size_t segment);
void cut_queue(Fixture *f, size_t len);
void begun(Fixture *f, const BytesFrameFormat *format);
void lined(Fixture *f);
void lined_queue(Fixture *f);

int next_frame(BytesMut *m, const BytesFrameFormat *format, Bytes *out);
int next_queue_frame(Fixture *f, const BytesFrameFormat *format);

/* Scenarios. */
void thousand_next_frames(Fixture *f);
void thousand_next_queue_frames(Fixture *f);
void thousand_next_lines(Fixture *f);

#endif
