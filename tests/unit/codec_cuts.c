/* SPDX-License-Identifier: MIT */
/* The same result however the input is cut: into two and three parts at every offset, byte by byte, and at random. */
#include "tap.h"

#include "codec_model.h"
#include "random.h"

typedef void RunFrames(const BytesFrameFormat *format, BytesSpan input, CodecCuts cuts, BytesMut *log);
typedef void RunLines(const BytesLines *settings, BytesSpan input, CodecCuts cuts, BytesMut *log);

static void check_logs(const BytesMut *log, BytesMut *other)
{
    CHECK_EQ(other->len, log->len);
    CHECK(log->len == 0 || memcmp(other->data, log->data, log->len) == 0);
    bytes_mut_clear(other);
}

static void check_frames(const BytesFrameFormat *format, BytesSpan input, CodecCuts cuts, const BytesMut *log,
                         BytesMut *other)
{
    static RunFrames *const runs[] = {codec_frames_of_mut, codec_frames_of_queue};
    for (size_t i = 0; i < 2; i++) {
        runs[i](format, input, cuts, other);
        check_logs(log, other);
    }
}

static void check_frames_in_every_cut(const BytesFrameFormat *format, BytesSpan input)
{
    static const size_t one = 1;
    BytesMut log = BYTES_MUT_EMPTY;
    BytesMut other = BYTES_MUT_EMPTY;
    codec_frames_simply(format, input, &log);
    check_frames(format, input, codec_whole, &log, &other);
    check_frames(format, input, (CodecCuts){&one, 1}, &log, &other);
    for (size_t i = 1; i < input.len; i++) {
        for (size_t j = 1; j <= input.len - i; j++) {
            const size_t sizes[3] = {i, j, SIZE_MAX};
            check_frames(format, input, (CodecCuts){sizes, 3}, &log, &other);
        }
    }
    bytes_mut_drop(&log);
    bytes_mut_drop(&other);
}

static void check_lines(const BytesLines *settings, BytesSpan input, CodecCuts cuts, const BytesMut *log,
                        BytesMut *other)
{
    static RunLines *const runs[] = {codec_lines_of_mut, codec_lines_of_queue};
    for (size_t i = 0; i < 2; i++) {
        runs[i](settings, input, cuts, other);
        check_logs(log, other);
    }
}

static void check_lines_in_every_cut(const BytesLines *settings, BytesSpan input)
{
    static const size_t one = 1;
    BytesMut log = BYTES_MUT_EMPTY;
    BytesMut other = BYTES_MUT_EMPTY;
    codec_lines_simply(settings, input, &log);
    check_lines(settings, input, codec_whole, &log, &other);
    check_lines(settings, input, (CodecCuts){&one, 1}, &log, &other);
    for (size_t i = 1; i < input.len; i++) {
        for (size_t j = 1; j <= input.len - i; j++) {
            const size_t sizes[3] = {i, j, SIZE_MAX};
            check_lines(settings, input, (CodecCuts){sizes, 3}, &log, &other);
        }
    }
    bytes_mut_drop(&log);
    bytes_mut_drop(&other);
}

static const BytesFrameFormat formats[] = {
    {.width = 1, .maximum = 9, .skip = BYTES_SKIP_HEADER},
    {.width = 2, .maximum = 9},
    {.width = 3, .length = BYTES_LENGTH_LE, .maximum = 9, .skip = 1},
    {.width = 8, .maximum = 9, .skip = BYTES_SKIP_HEADER, .copy_below = 5},
    {.offset = 1, .width = 4, .adjustment = -4, .maximum = 9, .skip = BYTES_SKIP_HEADER},
    {.offset = 2, .width = 1, .adjustment = 3, .maximum = 12, .skip = 4, .copy_below = 100},
    {.length = BYTES_LENGTH_LEB128, .maximum = 200, .skip = BYTES_SKIP_HEADER},
    {.offset = 3, .length = BYTES_LENGTH_LEB128, .adjustment = -1, .maximum = 9, .skip = 2},
    {.length = BYTES_LENGTH_QUIC_VARINT, .maximum = 70, .skip = BYTES_SKIP_HEADER},
    {.offset = 1, .length = BYTES_LENGTH_QUIC_VARINT, .adjustment = 1, .maximum = 9},
    {.length = BYTES_LENGTH_NETSTRING, .maximum = 12, .skip = BYTES_SKIP_HEADER},
    {.length = BYTES_LENGTH_NETSTRING, .maximum = 12, .skip = 1, .copy_below = 8},
};
enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

/* Frames of some sizes, as far as the format can have them. */
static void put_frames(const BytesFrameFormat *format, BytesMut *out)
{
    static const size_t sizes[] = {0, 1, 9, 12, 3, 70};
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char body[70];
        memset(body, 'a' + (int)i, sizeof(body));
        const int error = bytes_mut_put_frame(out, format, "lead", body, sizes[i]);
        CHECK(error == 0 || error == BYTES_EMSGSIZE || error == BYTES_ERANGE);
    }
}

TEST(frames_are_the_same_however_they_are_cut)
{
    for (size_t i = 0; i < FORMATS; i++) {
        BytesMut input = BYTES_MUT_EMPTY;
        put_frames(&formats[i], &input);
        CHECK(input.len > 4);
        /* With and without what begins the next frame, which may be malformed. */
        CHECK_EQ(bytes_mut_put_str(&input, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), 0);
        for (size_t cut = 0; cut <= 12; cut += 3) {
            bytes_mut_truncate(&input, input.len - (cut != 0 ? 3 : 0));
            check_frames_in_every_cut(&formats[i], bytes_mut_span(&input));
        }
        bytes_mut_drop(&input);
    }
}

TEST(netstrings_are_the_same_however_they_are_cut)
{
    static const char *const inputs[] = {"",
                                         "0:,",
                                         "0:,3:abc,12:abcdefghijkl,1:x",
                                         "13:abcdefghijklm,",
                                         "00:,",
                                         "01:a,",
                                         ":,",
                                         "3:ab",
                                         "3:abc;",
                                         "3:abcd,",
                                         "a",
                                         "1a:b,",
                                         "-1:a,",
                                         "99999999999999999999999:",
                                         "12",
                                         "0",
                                         "0x",
                                         "3: ab,",
                                         " 3:a,",
                                         "3:abc,",
                                         "3:abc,x",
                                         "12:",
                                         "2:,,,0:,"};
    for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
        check_frames_in_every_cut(&formats[FORMATS - 2], bytes_span_str(inputs[i]));
        check_frames_in_every_cut(&formats[FORMATS - 1], bytes_span_str(inputs[i]));
    }
}

static const BytesLines line_settings[] = {
    {.maximum = 3},
    {.maximum = 1, .copy_below = 100},
    {.maximum = SIZE_MAX},
    {.maximum = 3, .delimiters = {(const uint8_t *)",;\r", 3}},
    {.maximum = 4, .delimiters = {(const uint8_t *)"\n", 1}, .copy_below = 2},
};
enum { LINE_SETTINGS = sizeof(line_settings) / sizeof(line_settings[0]) };

TEST(lines_are_the_same_however_they_are_cut)
{
    static const char *const inputs[] = {
        "",
        "\n",
        "\r\n",
        "\r",
        "abc\ndef\r\n\nx",
        "abcd\ndef\nabcdefgh\r\nabc\r\nabc\rd\n",
        "abc\r",
        "abcd\r",
        "ab\r\r\n",
        "abc\r\r\n",
        "\r\r\r\n\n\n\r\n",
        "abcdefghijkl",
        "abcdefghijkl\nok\n",
        "abc,de;f\r\ngh,,;;long one;x",
    };
    for (size_t i = 0; i < sizeof(inputs) / sizeof(inputs[0]); i++) {
        for (size_t j = 0; j < LINE_SETTINGS; j++) {
            check_lines_in_every_cut(&line_settings[j], bytes_span_str(inputs[i]));
        }
    }
}

/* Few distinct bytes, so that fields and delimiters are met. */
static size_t random_input(uint8_t *out, size_t max)
{
    static const uint8_t bytes[] = {0,    0,    1,    2,    3,    4,   5,   9,   0x41, 0x80,
                                    0x81, 0xc0, 0xff, '\r', '\n', ':', ',', '0', '3'};
    const size_t len = random_below(max + 1);
    for (size_t i = 0; i < len; i++) {
        out[i] = bytes[random_below(sizeof(bytes))];
    }
    return len;
}

static CodecCuts random_cuts(size_t sizes[4])
{
    for (size_t i = 0; i < 4; i++) {
        sizes[i] = 1 + random_below(random_below(2) != 0 ? 3 : 20);
    }
    return (CodecCuts){sizes, 4};
}

static BytesFrameFormat random_format(void)
{
    BytesFrameFormat out = {.length = (enum BytesFrameLength)random_below(5), .maximum = 1 + random_below(40)};
    if (out.length <= BYTES_LENGTH_LE) {
        out.width = 1 + random_below(8);
    }
    if (out.length != BYTES_LENGTH_NETSTRING) {
        out.offset = random_below(4);
        out.adjustment = (int64_t)random_below(9) - 4;
    }
    out.skip = random_below(2) != 0 ? BYTES_SKIP_HEADER : random_below(8);
    out.copy_below = random_below(2) * random_below(20);
    return out;
}

TEST(random_input_gives_the_same_in_random_cuts)
{
    BytesMut log = BYTES_MUT_EMPTY;
    BytesMut other = BYTES_MUT_EMPTY;
    for (int i = 0; i < 20000; i++) {
        uint8_t bytes[60];
        size_t sizes[4];
        const BytesSpan input = {bytes, random_input(bytes, sizeof(bytes))};
        const CodecCuts cuts = random_cuts(sizes);
        const BytesFrameFormat format = random_format();
        CHECK_EQ(bytes_frame_format_check(&format), 0);
        codec_frames_simply(&format, input, &log);
        check_frames(&format, input, cuts, &log, &other);
        bytes_mut_clear(&log);
        BytesLines lines = line_settings[random_below(LINE_SETTINGS)];
        lines.maximum = 1 + random_below(10);
        codec_lines_simply(&lines, input, &log);
        check_lines(&lines, input, cuts, &log, &other);
        bytes_mut_clear(&log);
    }
    bytes_mut_drop(&log);
    bytes_mut_drop(&other);
}

TAP_MAIN()
