/* SPDX-License-Identifier: MIT */
/**
 * @file deadlines.h
 * Deadlines of any number of things on one timer.
 *
 * All deadlines of one kind are equally long, so those armed later are due later: each kind is a list in order of time,
 * and arming, moving and disarming cost a few stores. The timer is set for the first of all. It is not set anew when
 * that one moves back, as those of busy connections always do; then it goes off once for nothing.
 */
#ifndef HTTP_SERVER_TIMERS_H
#define HTTP_SERVER_TIMERS_H

#include <stdint.h>
#include <uv.h>

typedef enum HttpDeadlineKind {
    HTTP_DEADLINE_IDLE,   /* a connection between requests */
    HTTP_DEADLINE_HEAD,   /* from the first byte of a head */
    HTTP_DEADLINE_BODY,   /* each step of a body */
    HTTP_DEADLINE_WRITE,  /* for what waits to be sent */
    HTTP_DEADLINE_LINGER, /* after the last answer */
    HTTP_DEADLINE_ACCEPT, /* to try again to accept */
    HTTP_DEADLINE_DRAIN,  /* for the whole server, once it is to end */
    HTTP_DEADLINE_KINDS
} HttpDeadlineKind;

/** One deadline, part of what it is for. All-zero is not armed. Not to be moved while armed. */
typedef struct HttpDeadline {
    struct HttpDeadline *prev;
    struct HttpDeadline *next; /* NULL: not armed */
    uint64_t due;
    HttpDeadlineKind kind;
} HttpDeadline;

typedef struct HttpDeadlines HttpDeadlines;

/** Called for each deadline that has passed; it is not armed any more. */
typedef void HttpDeadlineExpired(HttpDeadlines *deadlines, HttpDeadline *deadline);

struct HttpDeadlines {
    HttpDeadline lists[HTTP_DEADLINE_KINDS]; /* rings; each begins and ends here */
    uint64_t times[HTTP_DEADLINE_KINDS];     /* milliseconds; to be set before arming */
    HttpDeadlineExpired *expired;
    uint64_t timer_due; /* UINT64_MAX: the timer does not run */
    uv_timer_t timer;
};

/** Cannot fail. @p expired may arm and disarm any deadline. */
void http_deadlines_init(HttpDeadlines *deadlines, uv_loop_t *loop, HttpDeadlineExpired *expired);

/** To be called before the loop ends; nothing may be armed after that. */
void http_deadlines_close(HttpDeadlines *deadlines);

/** Arm, or move from wherever it is: due when the time of @p kind has passed from now. */
void http_deadline_arm(HttpDeadlines *deadlines, HttpDeadline *deadline, HttpDeadlineKind kind);

/** Disarm; nothing happens if it is not armed. */
void http_deadline_disarm(HttpDeadline *deadline);

static inline int http_deadline_is_armed(const HttpDeadline *deadline)
{
    return deadline->next != NULL;
}

#endif
