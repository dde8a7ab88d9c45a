/* SPDX-License-Identifier: MIT */
/**
 * @file turns.h
 * Work that is done in turns: what one client has sent at once must not delay the others.
 *
 * Whoever has done its share waits at the end of a queue. In each turn of the loop, before it polls its sockets, the
 * first of the queue continue; so what the sockets bring meanwhile waits for a few of them only.
 */
#ifndef HTTP_SERVER_TURNS_H
#define HTTP_SERVER_TURNS_H

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

typedef struct HttpTurn HttpTurn;

/** Called when it is its turn; it is not waiting any more. May let any turn wait, and cancel any. */
typedef void HttpTurnRun(HttpTurn *turn);

/** Part of the object that it is for. Set `run` and zero the rest. Must stay in place while it waits. */
struct HttpTurn {
    HttpTurnRun *run;
    HttpTurn *prev;
    HttpTurn *next; /* NULL: not waiting */
};

typedef struct HttpTurns {
    HttpTurn queue; /* a ring; it begins and ends here */
    size_t count;
    uv_idle_t idle; /* active while somebody waits, so that polling does not block */
} HttpTurns;

/** Cannot fail. */
void http_turns_init(HttpTurns *turns, uv_loop_t *loop);

/** To be called before the loop ends, when nobody waits; nobody may wait after that. */
void http_turns_close(HttpTurns *turns);

/** Wait at the end of the queue; nothing happens if it waits already. */
void http_turn_wait(HttpTurns *turns, HttpTurn *turn);

/** Leave the queue; nothing happens if it does not wait. */
void http_turn_cancel(HttpTurns *turns, HttpTurn *turn);

static inline bool http_turn_is_waiting(const HttpTurn *turn)
{
    return turn->next != NULL;
}

#endif
