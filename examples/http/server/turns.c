/* SPDX-License-Identifier: MIT */
#include "turns.h"

/* Continued in one turn of the loop: some milliseconds of work. */
enum { MAX_AT_ONCE = 64 };

void http_turns_init(HttpTurns *turns, uv_loop_t *loop)
{
    turns->queue = (HttpTurn){.prev = &turns->queue, .next = &turns->queue};
    turns->count = 0;
    uv_idle_init(loop, &turns->idle); /* cannot fail */
    turns->idle.data = turns;
}

void http_turns_close(HttpTurns *turns)
{
    uv_close((uv_handle_t *)&turns->idle, NULL);
}

void http_turn_cancel(HttpTurns *turns, HttpTurn *turn)
{
    if (turn->next == NULL) {
        return;
    }
    turn->prev->next = turn->next;
    turn->next->prev = turn->prev;
    turn->next = NULL;
    if (--turns->count == 0) {
        uv_idle_stop(&turns->idle);
    }
}

static void on_idle(uv_idle_t *idle)
{
    HttpTurns *const turns = idle->data;
    /* Those that wait again meanwhile have their next turn later. */
    size_t left = turns->count < MAX_AT_ONCE ? turns->count : MAX_AT_ONCE;
    for (; left > 0 && turns->count > 0; left--) {
        HttpTurn *const first = turns->queue.next;
        http_turn_cancel(turns, first);
        first->run(first);
    }
}

void http_turn_wait(HttpTurns *turns, HttpTurn *turn)
{
    if (turn->next != NULL) {
        return;
    }
    turn->prev = turns->queue.prev;
    turn->next = &turns->queue;
    turn->prev->next = turn;
    turns->queue.prev = turn;
    if (turns->count++ == 0) {
        uv_idle_start(&turns->idle, on_idle); /* cannot fail */
    }
}
