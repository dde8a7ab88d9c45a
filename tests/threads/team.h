/* SPDX-License-Identifier: MIT */
/*
 * A team: members that clone, share, slice, split, join, rewrite, drop and send one another the bytes of the same
 * storages, chosen at random, each on a thread of its own or all in turn on the calling thread. Whatever they do, every
 * view keeps showing the bytes that were written for it.
 */
#ifndef BYTES_TESTS_THREADS_TEAM_H
#define BYTES_TESTS_THREADS_TEAM_H

#include <bytes/bytes.h>

#include <pthread.h>
#include <stdatomic.h>

enum { TEAM_MOST = 16, TEAM_COMMON = 2, MEMBER_ITEMS = 16, PARCEL_PARTS = 4, MAILBOX_PARCELS = 4 };

/* Some cells of a frame. A cell is 8 bytes: the number of its frame and its own within the frame. */
typedef struct Part {
    uint64_t frame;
    size_t first;
    size_t count; /* of cells */
} Part;

typedef struct Item {
    Bytes view;
    Part part; /* what the view shows */
} Item;

/* A queue of views, and what it shows. */
typedef struct Parcel {
    BytesQueue queue;
    Part parts[PARCEL_PARTS];
    size_t count;
} Parcel;

typedef struct Mailbox {
    pthread_mutex_t lock;
    Parcel parcels[MAILBOX_PARCELS];
    size_t count;
} Mailbox;

typedef struct Team Team;

typedef struct Member {
    Team *team;
    pthread_t thread;
    size_t steps; /* to take in a run */
    uint64_t random;
    uint64_t frames; /* number of the last frame that it made */
    BytesMut buffer;
    Item items[MEMBER_ITEMS];
    Mailbox mailbox;
    size_t freed;      /* blocks, by its drops on a thread of its own */
    const char *wrong; /* what did not hold; NULL: nothing */
} Member;

struct Team {
    BytesAllocator memory;    /* overwrites what it frees */
    atomic_int live;          /* blocks */
    Item common[TEAM_COMMON]; /* used by all members at once, through const pointers */
    Bytes kept[TEAM_COMMON];  /* shares of these, so that they are not unique */
    Member members[TEAM_MOST];
    size_t size;
};

void team_open(Team *team, size_t size);

/* Take `steps` steps in all: each member on a thread of its own, or all in turn on the calling thread. */
void team_run_threads(Team *team, size_t steps);
void team_run_alone(Team *team, size_t steps);

/* Drop everything. Returns a condition that did not hold, or NULL. */
const char *team_close(Team *team);

#endif
