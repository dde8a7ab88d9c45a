/* SPDX-License-Identifier: MIT */
/*
 * Benchmarks: the same pieces of work, done with this library, with its peers, and by the plainest code there is.
 *
 * A file for each library has a table of entries, ended by a zero entry. peers.c lists the tables, measure.c runs the
 * entries, and tests/bench/README.md says what each piece of work is.
 */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One way of doing one piece of work. */
typedef struct BenchEntry {
    const char *work;                        /* "clone-drop" ...: the row */
    const char *who;                         /* "libbytes", "GLib GBytes", "floor: pair", ...: the column */
    void *(*setup)(void);                    /* NULL: none */
    void (*run)(void *state, size_t rounds); /* does rounds * items items of work */
    void (*teardown)(void *state);           /* NULL: none */
    unsigned items;                          /* items in one round */
    unsigned threads;                        /* that work besides the one that calls run(), or 0. If not 0, it is
                                                measured in processes with several threads only, and what counts
                                                is the time on the wall and not the processor's */
} BenchEntry;

/* The sizes that all contestants work on. */
enum {
    BENCH_BLOCK = 65536, /* a read buffer */
    BENCH_FRAME = 64,    /* a message in it */
    BENCH_FRAMES = BENCH_BLOCK / BENCH_FRAME,
    BENCH_LARGE = 1024 * 1024, /* a block much larger than the caches next to the processor */
    BENCH_READ = 1000,         /* what one read() brings */
    BENCH_READ_BUFFER = 8192,  /* the buffer that it is read into */
    BENCH_HELD = 4,            /* messages still in use while the next is read */
    BENCH_HEAD = 1000,         /* the head of a request */
    BENCH_HEADERS = 40,        /* its fields, BENCH_HEADER bytes each */
    BENCH_HEADER = 24,
    BENCH_PIECES = 16, /* views in a queue, BENCH_PIECE bytes each */
    BENCH_PIECE = 1000,
    BENCH_NUMBERS = 1024 /* numbers in a row */
};

/* The value must be computed, in memory too, and the compiler does not learn what becomes of it. */
#define BENCH_ESCAPE(pointer) __asm__ volatile("" : : "r"(pointer) : "memory")
/* The bytes of a handle are handed to somebody: what they are, where, and how many. The handle itself stays here. */
#define BENCH_HAND(data, len) __asm__ volatile("" : : "r"(data), "r"(len) : "memory")
/* The value must be computed; memory stays out of it. */
#define BENCH_USE(value) __asm__ volatile("" : : "r"(value))
/* The compiler no longer knows what the variable is. */
#define BENCH_OPAQUE(variable) __asm__ volatile("" : "+r"(variable))

/* What must hold for the figures to mean anything. */
#define BENCH_NEED(condition) ((condition) ? (void)0 : bench_fail(__FILE__, __LINE__, #condition))

__attribute__((noreturn, cold)) void bench_fail(const char *file, int line, const char *what);

/* malloc() that does not return NULL; zeroed. */
void *bench_alloc(size_t size);

/* BENCH_LARGE bytes to copy from. */
extern const uint8_t *const bench_source;

/* What read() does to a buffer: `len` bytes are written to it, at most BENCH_LARGE. */
void bench_read(void *to, size_t len);

/*
 * Threads that work together. The caller is number 0, `others` more are started, each on the next processor in turn;
 * bench_team_run() lets all of them do work(state, number, rounds), and returns when all have. In between they sleep.
 */
typedef struct BenchTeam BenchTeam;
typedef void BenchWork(void *state, unsigned number, size_t rounds);

BenchTeam *bench_team_new(unsigned others, BenchWork *work, void *state);
void bench_team_run(BenchTeam *team, size_t rounds);
void bench_team_free(BenchTeam *team);

/*
 * Batches made on one thread and used up on another: of a team of two, number 0 fills and number 1 drains. There are
 * two batches, so that both can work at once. To be called as BenchWork, with `state` a BenchRelay, alone or first in
 * a structure.
 */
typedef struct BenchRelay {
    void (*fill)(void *state, unsigned batch);
    void (*drain)(void *state, unsigned batch);
    char apart_[64]; /* the two flags on cache lines of their own */
    unsigned full_[2][16];
    char apart_too_[64];
} BenchRelay;

void bench_relay(void *state, unsigned number, size_t rounds);

#ifdef __cplusplus
}
#endif

#endif
