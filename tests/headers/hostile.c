/* SPDX-License-Identifier: MIT */
/*
 * The headers in a program whose macros have the names that the headers use. The macros come from src/macros.py, and
 * are in force again after the headers.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifndef _WIN32
#include <sys/types.h>
#endif
#ifdef HAVE_UV
#include <uv.h>
#endif

#include "hostile.h"

#include <bytes/bytes.h>
#ifndef _WIN32
#include <bytes/fd.h>
#include <bytes/map.h>
#endif
#ifdef HAVE_UV
#include <bytes/uv.h>
#endif

#define TEXT_(x) #x
#define TEXT(x) TEXT_(x)

static const Bytes fixed = BYTES_STATIC_INIT("fixed");

int main(void)
{
    static const char restored[] = TEXT(len) TEXT(at) TEXT(out) TEXT(cap) TEXT(from);
    Bytes pushed = BYTES_EMPTY;
    Bytes four = BYTES_LITERAL("text");
    BytesMut mut = BYTES_MUT_EMPTY;
    BytesQueue rope = BYTES_QUEUE_EMPTY;
    int wrong = 0;
    wrong += bytes_mut_put_view(&mut, &fixed) != 0 || bytes_mut_put_u8(&mut, '!') != 0;
    wrong += bytes_find_byte(&four, 'x', 0) != 2;
    pushed = bytes_mut_freeze(&mut);
    wrong += !bytes_span_equal(bytes_span(&pushed), BYTES_SPAN("fixed!"));
    wrong += bytes_queue_push_back(&rope, &pushed) != 0 || !bytes_queue_equal(&rope, BYTES_SPAN("fixed!"));
    bytes_queue_drop(&rope);
    wrong += strcmp(restored, "2 22 22 22 22 2") != 0;
    return wrong;
}
