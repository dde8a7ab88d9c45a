/* SPDX-License-Identifier: MIT */
/*
 * One client: its stream is cut into batches of whole frames, which worker threads hash; responses leave in the order
 * of the requests.
 */
#ifndef FRAMING_CONNECTION_H
#define FRAMING_CONNECTION_H

#include <bytes/bytes.h>
#include <bytes/uv.h>

enum {
    FRAME_MAX = 16 << 20,    /* bytes of a payload */
    DIGEST_SIZE = 8,         /* in front of the payload of a response */
    PENDING_HIGH = 1 << 20,  /* bytes being hashed, and bytes waiting to be written: reading stops */
    PENDING_LOW = 256 << 10, /* and goes on */
    HEADERS_SIZE = 16 << 10, /* bytes of headers in one block of the writer's queue */
    BATCH_LEAST = 64 << 10,  /* bytes of a batch beside another one of the same connection */
    BATCH_MAX = 1024,        /* frames that are hashed as one piece of work */
    BLOCK_SIZE = 192 << 10,  /* bytes of a read block: the blocks in use should stay in the cache */
    BLOCKS_KEPT = 64         /* in the pool's cache */
};

/* What all connections of a server share. */
typedef struct Server {
    uv_tcp_t listener;
    BytesAllocator *allocator; /* NULL: malloc */
    BytesUvLender lender;
    BytesUvBatch flushes; /* responses of one turn of the loop leave together */
} Server;

/* Accept a connection of the server's listener. An error closes it; the server goes on. */
void connection_accept(Server *server);

/* Close the connection of a handle of the server's loop; other handles are left alone. */
void connection_close_handle(uv_handle_t *handle, void *server);

#endif
