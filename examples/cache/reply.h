/* SPDX-License-Identifier: MIT */
/* Replies in RESP2 or RESP3, appended to the queue of a connection. An error of the queue is kept: later calls do
 * nothing, and the connection is closed. */
#ifndef CACHE_REPLY_H
#define CACHE_REPLY_H

#include <bytes/bytes.h>

typedef struct Reply {
    BytesQueue *queue;
    int protocol;         /* 2 or 3 */
    int error;            /* BYTES_ENOMEM, or BYTES_EMSGSIZE above `max_copied` */
    size_t copied;        /* bytes of values that were copied, for one request */
    size_t max_copied;    /* more end the connection */
    uint64_t sent_views;  /* values sent as views */
    uint64_t sent_copies; /* values copied, because they are short */
} Reply;

/* Bytes as they are. */
void reply_raw(Reply *self, const void *data, size_t len);

/* A literal that is a whole reply, or the header of one. */
#define REPLY_LITERAL(self, literal) reply_raw(self, "" literal, sizeof(literal) - 1)

static inline void reply_ok(Reply *self)
{
    REPLY_LITERAL(self, "+OK\r\n");
}

void reply_integer(Reply *self, int64_t value);
void reply_null(Reply *self);

/* The header of so many elements, or of so many pairs. */
void reply_array(Reply *self, size_t count);
void reply_map(Reply *self, size_t count);

/* A string, copied. */
void reply_string(Reply *self, BytesSpan bytes);
void reply_text(Reply *self, const char *text);

/* A view that has its length and line ends: a share of it, and nothing is copied. */
void reply_view(Reply *self, Bytes *wire);

/* A part of a view as a string: nothing of it is copied. */
void reply_slice(Reply *self, Bytes *wire, BytesSpan part);

/* "-MESSAGE", with line ends in it made blanks. */
void reply_error(Reply *self, const char *format, ...) BYTES_PRINTF(2, 3);

#endif
