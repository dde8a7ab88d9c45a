/* SPDX-License-Identifier: MIT */
/*
 * The births and deaths of handles, for <bytes/trace.h>. Private.
 *
 * In a library that was built with `trace_handles` each handle has the number of its birth, which moves along with it.
 * In any other these are nothing.
 */
#ifndef BYTES_IMPL_TRACE_HANDLES_INL
#define BYTES_IMPL_TRACE_HANDLES_INL

#if BYTES_TRACE_HANDLES
/* Not under BYTES_API, the mark of what the library without this mode exports too. */
#define BYTES_TRACE_API_ BYTES_API
/* Record that a handle pins a storage: a new handle if `birth` is 0. Returns its number; 0 if it is not recorded. */
BYTES_TRACE_API_ uint64_t bytes_trace_pin_(uint64_t birth, const BytesStorage *storage);
/* Record that a handle is about to leave its storage for another one, before the old one can be freed. */
BYTES_TRACE_API_ void bytes_trace_unpin_(uint64_t birth);
/* Record that a handle is dropped, before its storage can be freed. */
BYTES_TRACE_API_ void bytes_trace_death_(uint64_t birth);

/* The handle is new. */
#define BYTES_BORN_(handle) ((void)((handle)->birth = bytes_trace_pin_(0, (handle)->storage)))
/* The handle, new or not, has got another storage. */
#define BYTES_PINS_(handle) ((void)((handle)->birth = bytes_trace_pin_((handle)->birth, (handle)->storage)))
#define BYTES_UNPINS_(handle) bytes_trace_unpin_((handle)->birth)
/* The handle's weight is given away or returned next. */
#define BYTES_DIES_(handle) ((void)(bytes_trace_death_((handle)->birth), (handle)->birth = 0))
/* The handle becomes the other one. */
#define BYTES_MOVES_(handle, out) ((void)((out)->birth = (handle)->birth, (handle)->birth = 0))
/* Initialiser of the field. */
#define BYTES_NO_BIRTH_ , 0
#else
#define BYTES_BORN_(handle) ((void)0)
#define BYTES_PINS_(handle) ((void)0)
#define BYTES_UNPINS_(handle) ((void)0)
#define BYTES_DIES_(handle) ((void)0)
#define BYTES_MOVES_(handle, out) ((void)0)
#define BYTES_NO_BIRTH_
#endif

#endif
