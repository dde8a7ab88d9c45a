/* SPDX-License-Identifier: MIT */
/* What all connections share, what one of them keeps between requests, and a request that is being executed. */
#ifndef CACHE_CACHE_H
#define CACHE_CACHE_H

#include "memory.h"
#include "reply.h"
#include "resp.h"
#include "store.h"

typedef struct Cache {
    Memory memory;
    Store store;
    RespLimits limits;
    size_t max_key; /* bytes */
    size_t max_clients;
    size_t clients; /* connected */
    uint64_t accepted;
    uint64_t requests;
    int64_t started; /* milliseconds since 1970 */
    uint16_t port;
} Cache;

typedef struct Session {
    uint64_t id;
    Bytes name; /* CLIENT SETNAME */
    bool ends;  /* after the replies so far */
} Session;

struct Command;

/* A request. Its arguments are in the read buffer, and valid while it is executed. */
typedef struct Call {
    Cache *cache;
    Session *session;
    Reply *reply;
    BytesMut *in;              /* begins with the request, unless `whole` has it */
    const RespParser *request; /* complete */
    Bytes whole;               /* the request, once a view of it was wanted; else empty */
    const struct Command *command;
} Call;

static inline size_t call_count(const Call *self)
{
    return self->request->count;
}

/* An argument; that of index 0 is the command. */
static inline BytesSpan call_argument(const Call *self, size_t index)
{
    const BytesRange range = self->request->args[index];
    const uint8_t *const data = self->whole.len != 0 ? self->whole.data : self->in->data;
    return bytes_span_of(data + range.begin, range.end - range.begin);
}

/* Execute a request. Errors of the client's become replies; `reply->error` ends the connection. */
void command_run(Call *call);

#endif
