/* SPDX-License-Identifier: MIT */
/*
 * Benchmarks: the same work done with this library, with its peers, and with the simplest possible code.
 *
 * Each library has one file with a table of entries, ended by a zero entry. peers.c lists the tables, measure.c runs
 * the entries, and tests/bench/README.md says what each piece of work is.
 */
#ifndef BYTES_TESTS_BENCH_BENCH_H
#define BYTES_TESTS_BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One way of doing one piece of work. */
typedef struct BenchEntry {
    const char *work;                        /* "share-drop" ...: the row */
    const char *who;                         /* "libbytes", "GLib GBytes", "floor: pair", ...: the column */
    void *(*setup)(void);                    /* NULL: none */
    void (*run)(void *state, size_t rounds); /* does rounds * items items of work */
    void (*teardown)(void *state);           /* NULL: none */
    unsigned items;                          /* items in one round */
    unsigned threads;                        /* worker threads besides the caller of run(); if not 0, the entry is
                                                measured only in multi-threaded processes, in wall-clock time
                                                instead of processor time */
} BenchEntry;

/* Sizes, the same for this library and all peers. */
enum {
    BENCH_BLOCK = 65536, /* a read buffer */
    BENCH_FRAME = 64,    /* a message in it */
    BENCH_FRAMES = BENCH_BLOCK / BENCH_FRAME,
    BENCH_LARGE = 1024 * 1024, /* a block much larger than the L1 and L2 caches */
    BENCH_READ = 1000,         /* bytes returned by one read() */
    BENCH_READ_BUFFER = 8192,  /* capacity of the buffer read into */
    BENCH_HELD = 4,            /* messages still in use while the next is read */
    BENCH_HEAD = 1000,         /* a request head */
    BENCH_HEADERS = 40,        /* its header fields, BENCH_HEADER bytes each */
    BENCH_HEADER = 24,
    BENCH_PIECES = 16, /* views in a queue, BENCH_PIECE bytes each */
    BENCH_PIECE = 1000,
    BENCH_NUMBERS = 1024 /* numbers read or written in sequence */
};

/* Barriers for the optimiser. The object and all memory reachable from it must be up to date, and may change. */
#define BENCH_ESCAPE(pointer) __asm__ volatile("" : : "r"(pointer) : "memory")
/* The bytes are consumed: address, length and contents must be up to date. The handle itself need not be in memory. */
#define BENCH_CONSUME(data, len) __asm__ volatile("" : : "r"(data), "r"(len) : "memory")
/* The value must be computed; memory is not affected. */
#define BENCH_USE(value) __asm__ volatile("" : : "r"(value))
/* The compiler must assume that the variable has any value. */
#define BENCH_OPAQUE(variable) __asm__ volatile("" : "+r"(variable))

/* Exits unless the condition holds; in all builds. */
#define BENCH_CHECK(condition) ((condition) ? (void)0 : bench_fail(__FILE__, __LINE__, #condition))

__attribute__((noreturn, cold)) void bench_fail(const char *file, int line, const char *what);

/* Zeroed memory, to be freed with free(); exits instead of returning NULL. */
void *bench_alloc(size_t size);

/* BENCH_LARGE bytes to copy from. */
extern const uint8_t *const bench_source;

/* The n-th number to print: one to ten digits. */
static inline uint32_t bench_decimal(uint32_t n)
{
    return (n * UINT32_C(2654435761)) >> (n * 7 % 29);
}

/* Stands for read(): writes `len` bytes, at most BENCH_LARGE. */
void bench_read(void *to, size_t len);

/*
 * A team of threads. The caller is number 0; `others` more are started, each pinned to the next processor in turn.
 * bench_team_run() makes each of them call work(state, number, rounds) and returns when all are done. Between runs they
 * sleep.
 */
typedef struct BenchTeam BenchTeam;
typedef void BenchWork(void *state, unsigned number, size_t rounds);

BenchTeam *bench_team_new(unsigned others, BenchWork *work, void *state);
void bench_team_run(BenchTeam *team, size_t rounds);
void bench_team_free(BenchTeam *team);

/*
 * Batches produced on one thread and consumed on another: in a team of two, number 0 fills and number 1 drains. There
 * are two batches, so that both can work at the same time. bench_relay() is a BenchWork; its `state` is a BenchRelay or
 * a structure that begins with one.
 */
typedef struct BenchRelay {
    void (*fill)(void *state, unsigned batch);
    void (*drain)(void *state, unsigned batch);
    char padding_before_[64]; /* each flag has a cache line to itself */
    unsigned full_[2][16];
    char padding_after_[64];
} BenchRelay;

void bench_relay(void *state, unsigned number, size_t rounds);

#ifdef __cplusplus
}
#endif

#endif
