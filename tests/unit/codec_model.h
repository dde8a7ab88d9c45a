/* SPDX-License-Identifier: MIT */
/*
 * Decoders that do it the simple way, on all of the input at once, and runs of the library's over the same input in
 * pieces. Each writes a log of what it decoded; all logs of one input are equal. fuzz/fuzz_codec.c uses this too.
 */
#ifndef BYTES_TESTS_UNIT_CODEC_MODEL_H
#define BYTES_TESTS_UNIT_CODEC_MODEL_H

#include <bytes/bytes.h>

/* Abort unless the condition holds. */
void codec_require(bool condition, const char *rule);

/* Where a run cuts its input: after these numbers of bytes, and so on from the first of them; `whole` cuts nowhere. */
typedef struct CodecCuts {
    const size_t *sizes; /* none is 0 */
    size_t count;
} CodecCuts;

extern const CodecCuts codec_whole;

/* Frames. A log has for each frame 'F', its length and its bytes; for an error, at which decoding ends, 'E', its code
 * and how many bytes were consumed before; and at the end of the input 'R' and how many are left. */
void codec_frames_simply(const BytesFrameFormat *format, BytesSpan input, BytesMut *log);
void codec_frames_of_mut(const BytesFrameFormat *format, BytesSpan input, CodecCuts cuts, BytesMut *log);
void codec_frames_of_queue(const BytesFrameFormat *format, BytesSpan input, CodecCuts cuts, BytesMut *log);

/* Lines. A log has for each line 'L', its delimiter, its length and its bytes; for each that is too long 'E' and the
 * code. The input is complete at its end. */
void codec_lines_simply(const BytesLines *settings, BytesSpan input, BytesMut *log);
void codec_lines_of_mut(const BytesLines *settings, BytesSpan input, CodecCuts cuts, BytesMut *log);
void codec_lines_of_queue(const BytesLines *settings, BytesSpan input, CodecCuts cuts, BytesMut *log);

#endif
