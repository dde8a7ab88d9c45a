/* SPDX-License-Identifier: MIT */
/**
 * @file timers.h
 * Any number of timers on one of libuv's.
 *
 * All timers of one kind have the same duration, so one that is started later expires later: each kind is a list in the
 * order of time, and starting, restarting and stopping cost a few stores. libuv's timer is set for the first of all. It
 * is not set again when that one is restarted, as those of busy connections always are; it then fires once in vain.
 */
#ifndef HTTP_SERVER_TIMERS_H
#define HTTP_SERVER_TIMERS_H

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

typedef enum HttpTimerKind {
    HTTP_TIMER_IDLE,   /* a connection between requests */
    HTTP_TIMER_GRACE,  /* the same while the server is draining */
    HTTP_TIMER_HEAD,   /* from the first byte of a head */
    HTTP_TIMER_BODY,   /* each step of a body */
    HTTP_TIMER_WRITE,  /* each step of what is being sent */
    HTTP_TIMER_LINGER, /* after the last response */
    HTTP_TIMER_ACCEPT, /* until accepting is tried again */
    HTTP_TIMER_LINES,  /* until lines are written */
    HTTP_TIMER_DRAIN,  /* for the whole server, once it is to end */
    HTTP_TIMER_KINDS
} HttpTimerKind;

typedef struct HttpTimer HttpTimer;

/** Called when a timer has expired; it is not running any more. May start and stop any timer. */
typedef void HttpTimerExpired(HttpTimer *timer);

/** One timer, part of the object that it is for. Set `expired` and zero the rest. Must stay in place while it runs. */
struct HttpTimer {
    HttpTimerExpired *expired;
    HttpTimer *prev;
    HttpTimer *next; /* NULL: not running */
    uint64_t due;
    HttpTimerKind kind;
};

typedef struct HttpTimers {
    uint64_t durations[HTTP_TIMER_KINDS]; /* milliseconds; to be set before a timer of the kind is started */
    HttpTimer lists[HTTP_TIMER_KINDS];    /* rings; each begins and ends here */
    uint64_t due;                         /* of libuv's timer; UINT64_MAX: it is not running */
    uv_timer_t timer;
} HttpTimers;

/** Cannot fail. */
void http_timers_init(HttpTimers *timers, uv_loop_t *loop);

/** To be called before the loop ends; no timer may be started after that. */
void http_timers_close(HttpTimers *timers);

/** Start a timer, or restart it whatever its kind was: it expires when the duration of @p kind has passed from now. */
void http_timer_start(HttpTimers *timers, HttpTimer *timer, HttpTimerKind kind);

/** Stop a timer; nothing happens if it is not running. */
void http_timer_stop(HttpTimer *timer);

/** The timer of a kind that was started first; NULL if none is running. */
HttpTimer *http_timers_first(HttpTimers *timers, HttpTimerKind kind);

/** Milliseconds since a running timer was started. */
uint64_t http_timer_age(const HttpTimers *timers, const HttpTimer *timer);

static inline bool http_timer_is_running(const HttpTimer *timer)
{
    return timer->next != NULL;
}

#endif
