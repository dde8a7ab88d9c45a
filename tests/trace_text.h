/* SPDX-License-Identifier: MIT */
/* Takes a report of trace.h, for tests. */
#ifndef BYTES_TESTS_TRACE_TEXT_H
#define BYTES_TESTS_TRACE_TEXT_H

#include "tap.h"

typedef struct TraceText {
    char text[1 << 16];
    size_t len;
} TraceText;

/* A BytesTraceWrite. */
static inline void trace_text_write(void *context, const char *text, size_t len)
{
    TraceText *const self = (TraceText *)context;
    CHECK(len != 0 && text[len - 1] == '\n'); /* whole lines */
    CHECK(len < sizeof(self->text) - self->len);
    memcpy(self->text + self->len, text, len);
    self->len += len;
    self->text[self->len] = '\0';
}

static inline bool trace_text_begins(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The next line that begins a group, from a position on, or NULL: lines of stacks are indented. */
static inline const char *trace_text_group(const char *from)
{
    while (from != NULL && *from == ' ') {
        from = strchr(from, '\n');
        from = from != NULL ? from + 1 : NULL;
    }
    return from != NULL && *from != '\0' ? from : NULL;
}

/* The line after the one at a position. */
static inline const char *trace_text_next(const char *line)
{
    const char *const end = strchr(line, '\n');
    return end != NULL ? end + 1 : NULL;
}

/* Write the text as TAP wants it. */
static inline void trace_text_print(const TraceText *self)
{
    for (const char *line = self->text; line != NULL && *line != '\0'; line = trace_text_next(line)) {
        printf("# %.*s\n", (int)strcspn(line, "\n"), line);
    }
}

/* True if the lines that are not indented begin so, in this order, and are no others. */
static inline bool trace_text_is(const TraceText *self, const char *const *prefixes, size_t count)
{
    const char *line = trace_text_group(self->text);
    for (size_t i = 0; i < count; i++) {
        if (line == NULL || !trace_text_begins(line, prefixes[i])) {
            printf("# no \"%s\" in:\n", prefixes[i]);
            trace_text_print(self);
            return false;
        }
        line = trace_text_group(trace_text_next(line));
    }
    if (line != NULL) {
        printf("# more lines:\n");
        trace_text_print(self);
    }
    return line == NULL;
}

#define CHECK_TEXT(text, ...)                                                                                          \
    do {                                                                                                               \
        const char *const expected_[] = {__VA_ARGS__};                                                                 \
        CHECK(trace_text_is(text, expected_, sizeof(expected_) / sizeof(expected_[0])));                               \
    } while (0)

#endif
