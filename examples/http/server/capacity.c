/* SPDX-License-Identifier: MIT */
/* Which connections are closed when memory or places run short. */
#include "connection_internal.h"

enum {
    MAX_VICTIMS = 64, /* found by one look at all connections */
    SLACK_PART = 16   /* the part of the limit that is then made free, so that looking is rare */
};

typedef struct Victim {
    HttpConnection *connection;
    uint64_t score;
} Victim;

size_t http_connection_memory(const HttpConnection *connection)
{
    return sizeof(*connection) + bytes_queue_retained(&connection->writer.queue) +
           bytes_mut_retained(&connection->reader.in) + bytes_mut_retained(&connection->exchange.out) +
           bytes_mut_retained(&connection->exchange.request_line);
}

/* High for one that holds much and has made no progress for long. */
static uint64_t score_of(const HttpConnection *connection)
{
    const uint64_t held = http_connection_memory(connection) - sizeof(*connection);
    return held * (1 + uv_now(connection->connections->loop) - connection->progress_at);
}

/* Insert into a list in descending order. @return Its new length. */
static size_t insert(Victim *victims, size_t count, Victim victim)
{
    size_t at = count < MAX_VICTIMS ? count : MAX_VICTIMS - 1;
    if (at < count && victims[at].score >= victim.score) {
        return count;
    }
    for (; at > 0 && victims[at - 1].score < victim.score; at--) {
        victims[at] = victims[at - 1];
    }
    victims[at] = victim;
    return count < MAX_VICTIMS ? count + 1 : count;
}

static size_t find_victims(const HttpConnections *connections, Victim *victims)
{
    size_t count = 0;
    for (HttpConnection *connection = connections->first; connection != NULL; connection = connection->next) {
        const uint64_t score = score_of(connection);
        if (score != 0) {
            count = insert(victims, count, (Victim){connection, score});
        }
    }
    return count;
}

bool http_connections_are_closing(const HttpConnections *connections)
{
    return connections->closing_bytes != 0 &&
           bytes_counting_allocator_stats(connections->memory).live_bytes > connections->context->options->max_memory;
}

static size_t memory_of(const HttpConnections *connections)
{
    const size_t live = bytes_counting_allocator_stats(connections->memory).live_bytes;
    /* A block that several connections hold counts for each that is closing. */
    return live > connections->closing_bytes ? live - connections->closing_bytes : 0;
}

void http_connections_bound_memory(HttpConnections *connections)
{
    const size_t limit = connections->context->options->max_memory;
    if (memory_of(connections) <= limit) {
        return;
    }
    Victim victims[MAX_VICTIMS];
    const size_t count = find_victims(connections, victims);
    for (size_t i = 0; i < count && memory_of(connections) > limit - limit / SLACK_PART; i++) {
        http_connection_close(victims[i].connection);
        connections->over_memory_count++;
    }
}

/* The connection that has waited for its client for longest. */
static HttpTimer *find_idle(HttpConnections *connections)
{
    static const HttpTimerKind kinds[] = {HTTP_TIMER_IDLE, HTTP_TIMER_HEAD, HTTP_TIMER_LINGER};
    HttpTimer *oldest = NULL;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        HttpTimer *const timer = http_timers_first(connections->timers, kinds[i]);
        if (timer != NULL && (oldest == NULL || http_timer_age(connections->timers, timer) >
                                                    http_timer_age(connections->timers, oldest))) {
            oldest = timer;
        }
    }
    return oldest;
}

bool http_connections_may_yield(HttpConnections *connections)
{
    const HttpTimer *idle = find_idle(connections);
    return idle != NULL && http_timer_age(connections->timers, idle) >= connections->context->options->yield_time;
}

void http_connections_yield(HttpConnections *connections)
{
    if (http_connections_may_yield(connections)) {
        HttpTimer *const timer = find_idle(connections);
        void *const connection = (char *)timer - offsetof(HttpConnection, timer);
        http_connection_close(connection);
        connections->yielded_count++;
    }
}
