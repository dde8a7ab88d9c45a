/* SPDX-License-Identifier: MIT */
#include "timers.h"

#include <stddef.h>

void http_deadlines_init(HttpDeadlines *deadlines, uv_loop_t *loop, HttpDeadlineExpired *expired)
{
    for (int i = 0; i < HTTP_DEADLINE_KINDS; i++) {
        deadlines->lists[i].prev = &deadlines->lists[i];
        deadlines->lists[i].next = &deadlines->lists[i];
        deadlines->times[i] = 0;
    }
    deadlines->expired = expired;
    deadlines->timer_due = UINT64_MAX;
    uv_timer_init(loop, &deadlines->timer); /* cannot fail */
    deadlines->timer.data = deadlines;
}

void http_deadlines_close(HttpDeadlines *deadlines)
{
    deadlines->timer_due = 0; /* nothing is due earlier, so nothing starts it again */
    uv_close((uv_handle_t *)&deadlines->timer, NULL);
}

static void on_timer(uv_timer_t *timer);

static void set_timer(HttpDeadlines *deadlines, uint64_t due)
{
    const uint64_t now = uv_now(deadlines->timer.loop);

    deadlines->timer_due = due;
    uv_timer_start(&deadlines->timer, on_timer, due > now ? due - now : 0, 0); /* fails only after uv_close() */
}

static void on_timer(uv_timer_t *timer)
{
    HttpDeadlines *deadlines = timer->data;
    const uint64_t now = uv_now(timer->loop);
    uint64_t first = UINT64_MAX;

    deadlines->timer_due = 0; /* what is armed meanwhile is seen below */
    for (int i = 0; i < HTTP_DEADLINE_KINDS; i++) {
        HttpDeadline *list = &deadlines->lists[i];

        while (list->next != list && list->next->due <= now) {
            HttpDeadline *passed = list->next;

            http_deadline_disarm(passed);
            deadlines->expired(deadlines, passed);
        }
    }
    if (uv_is_closing((uv_handle_t *)timer)) {
        return;
    }
    for (int i = 0; i < HTTP_DEADLINE_KINDS; i++) {
        const HttpDeadline *list = &deadlines->lists[i];

        if (list->next != list && list->next->due < first) {
            first = list->next->due;
        }
    }
    deadlines->timer_due = UINT64_MAX;
    if (first != UINT64_MAX) {
        set_timer(deadlines, first);
    }
}

void http_deadline_arm(HttpDeadlines *deadlines, HttpDeadline *deadline, HttpDeadlineKind kind)
{
    const uint64_t now = uv_now(deadlines->timer.loop);
    const uint64_t time = deadlines->times[kind];
    const uint64_t due = time < UINT64_MAX - now ? now + time : UINT64_MAX;
    HttpDeadline *list = &deadlines->lists[kind];

    if (deadline->next != NULL && deadline->kind == kind && deadline->due == due) {
        return;
    }
    http_deadline_disarm(deadline);
    deadline->kind = kind;
    deadline->due = due;
    deadline->prev = list->prev;
    deadline->next = list;
    list->prev->next = deadline;
    list->prev = deadline;
    if (due < deadlines->timer_due) {
        set_timer(deadlines, due);
    }
}

void http_deadline_disarm(HttpDeadline *deadline)
{
    if (deadline->next != NULL) {
        deadline->prev->next = deadline->next;
        deadline->next->prev = deadline->prev;
        deadline->next = NULL;
    }
}
