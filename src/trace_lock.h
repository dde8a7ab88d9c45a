/* SPDX-License-Identifier: MIT */
/* A mutex that needs no construction, which C11's need; nor does every C library have those. */
#ifndef BYTES_SRC_TRACE_LOCK_H
#define BYTES_SRC_TRACE_LOCK_H

#ifdef _WIN32
#include <windows.h>

typedef SRWLOCK TraceLock;
#define TRACE_LOCK_INIT SRWLOCK_INIT

static inline void trace_lock(TraceLock *lock)
{
    AcquireSRWLockExclusive(lock);
}

static inline void trace_unlock(TraceLock *lock)
{
    ReleaseSRWLockExclusive(lock);
}
#else
#include <pthread.h>

typedef pthread_mutex_t TraceLock;
#define TRACE_LOCK_INIT PTHREAD_MUTEX_INITIALIZER

static inline void trace_lock(TraceLock *lock)
{
    (void)pthread_mutex_lock(lock); /* cannot fail: it is initialised, and never locked twice */
}

static inline void trace_unlock(TraceLock *lock)
{
    (void)pthread_mutex_unlock(lock);
}
#endif

#endif
