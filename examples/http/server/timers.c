/* SPDX-License-Identifier: MIT */
#include "timers.h"

#include <stddef.h>

void http_timers_init(HttpTimers *timers, uv_loop_t *loop)
{
    for (int i = 0; i < HTTP_TIMER_KINDS; i++) {
        timers->lists[i].prev = &timers->lists[i];
        timers->lists[i].next = &timers->lists[i];
        timers->durations[i] = 0;
    }
    timers->due = UINT64_MAX;
    uv_timer_init(loop, &timers->timer); /* cannot fail */
    timers->timer.data = timers;
}

void http_timers_close(HttpTimers *timers)
{
    timers->due = 0; /* nothing is due earlier, so nothing starts it again */
    uv_close((uv_handle_t *)&timers->timer, NULL);
}

static void expire(HttpTimer *list, uint64_t now)
{
    while (list->next != list && list->next->due <= now) {
        HttpTimer *const first = list->next;
        http_timer_stop(first);
        first->expired(first);
    }
}

static uint64_t next_due(const HttpTimers *timers)
{
    uint64_t due = UINT64_MAX;
    for (int i = 0; i < HTTP_TIMER_KINDS; i++) {
        const HttpTimer *list = &timers->lists[i];
        if (list->next != list && list->next->due < due) {
            due = list->next->due;
        }
    }
    return due;
}

static void on_timer(uv_timer_t *timer);

static void set_timer(HttpTimers *timers, uint64_t due)
{
    const uint64_t now = uv_now(timers->timer.loop);
    timers->due = due;
    uv_timer_start(&timers->timer, on_timer, due > now ? due - now : 0, 0); /* fails only after uv_close() */
}

static void on_timer(uv_timer_t *timer)
{
    HttpTimers *timers = timer->data;
    const uint64_t now = uv_now(timer->loop);
    timers->due = 0; /* the timers that are started meanwhile are taken into account below */
    for (int i = 0; i < HTTP_TIMER_KINDS; i++) {
        expire(&timers->lists[i], now);
    }
    if (uv_is_closing((uv_handle_t *)timer)) {
        return;
    }
    const uint64_t due = next_due(timers);
    timers->due = UINT64_MAX;
    if (due != UINT64_MAX) {
        set_timer(timers, due);
    }
}

void http_timer_start(HttpTimers *timers, HttpTimer *timer, HttpTimerKind kind)
{
    const uint64_t now = uv_now(timers->timer.loop);
    const uint64_t duration = timers->durations[kind];
    const uint64_t due = duration < UINT64_MAX - now ? now + duration : UINT64_MAX;
    if (timer->next != NULL && timer->kind == kind && timer->due == due) {
        return;
    }
    http_timer_stop(timer);
    HttpTimer *const list = &timers->lists[kind];
    timer->kind = kind;
    timer->due = due;
    timer->prev = list->prev;
    timer->next = list;
    list->prev->next = timer;
    list->prev = timer;
    if (due < timers->due) {
        set_timer(timers, due);
    }
}

void http_timer_stop(HttpTimer *timer)
{
    if (timer->next != NULL) {
        timer->prev->next = timer->next;
        timer->next->prev = timer->prev;
        timer->next = NULL;
    }
}

HttpTimer *http_timers_first(HttpTimers *timers, HttpTimerKind kind)
{
    HttpTimer *const list = &timers->lists[kind];
    return list->next != list ? list->next : NULL;
}

uint64_t http_timer_age(const HttpTimers *timers, const HttpTimer *timer)
{
    return uv_now(timers->timer.loop) - (timer->due - timers->durations[timer->kind]);
}
