/* SPDX-License-Identifier: MIT */
/*
 * Part of <bytes/base.h>: the build options of the library that its callers must have too. Private.
 *
 * Both are off unless the library was built with them; then meson's dependency and pkg-config pass the macro on. They
 * change handles or inline functions, so library and caller must agree. In a mode, each function with which a program
 * gets or drops a handle has a symbol that names the mode: a caller of another mode does not link, for want of
 * `bytes_drop_with_trace_handles`, for instance. A caller without a mode misses the plain names, as `bytes_release_`.
 */
#ifndef BYTES_IMPL_MODE_INL
#define BYTES_IMPL_MODE_INL

/* -Dtrace_handles=true: each handle's birth is recorded; see <bytes/trace.h>. */
#ifndef BYTES_TRACE_HANDLES
#define BYTES_TRACE_HANDLES 0
#endif

/* -Disolate=true: each split and freeze is a copy in a block of its own. */
#ifndef BYTES_ISOLATE
#define BYTES_ISOLATE 0
#endif

/* -Dvalgrind=true: spare capacity is poisoned for Valgrind too; see <bytes/impl/poison.inl>. Part of BYTES_ISOLATE. */
#ifndef BYTES_VALGRIND
#define BYTES_VALGRIND 0
#endif

#if BYTES_TRACE_HANDLES && BYTES_ISOLATE
#define BYTES_IN_MODE_(name) name##_with_trace_handles_and_isolate
#elif BYTES_TRACE_HANDLES && !BYTES_VALGRIND
#define BYTES_IN_MODE_(name) name##_with_trace_handles
#elif BYTES_ISOLATE
#define BYTES_IN_MODE_(name) name##_with_isolate
#elif BYTES_TRACE_HANDLES && BYTES_VALGRIND
#define BYTES_IN_MODE_(name) name##_with_trace_handles_and_valgrind
#elif BYTES_VALGRIND
#define BYTES_IN_MODE_(name) name##_with_valgrind
#endif

#ifdef BYTES_IN_MODE_
/* What optimised callers reach through inline functions. */
#define bytes_release_ BYTES_IN_MODE_(bytes_release_)
#define bytes_release_later_ BYTES_IN_MODE_(bytes_release_later_)
#define bytes_add_weight_ BYTES_IN_MODE_(bytes_add_weight_)
#define bytes_copy_ BYTES_IN_MODE_(bytes_copy_)
#define bytes_mut_make_ BYTES_IN_MODE_(bytes_mut_make_)
#define bytes_mut_grow_ BYTES_IN_MODE_(bytes_mut_grow_)
#define bytes_mut_ensure_ BYTES_IN_MODE_(bytes_mut_ensure_)
/* The inline functions themselves, which callers that do not optimise take from the library. */
#define bytes_static BYTES_IN_MODE_(bytes_static)
#define bytes_copy BYTES_IN_MODE_(bytes_copy)
#define bytes_copy_in BYTES_IN_MODE_(bytes_copy_in)
#define bytes_move BYTES_IN_MODE_(bytes_move)
#define bytes_drop BYTES_IN_MODE_(bytes_drop)
#define bytes_drop_later BYTES_IN_MODE_(bytes_drop_later)
#define bytes_drop_into BYTES_IN_MODE_(bytes_drop_into)
#define bytes_clone BYTES_IN_MODE_(bytes_clone)
#define bytes_slice BYTES_IN_MODE_(bytes_slice)
#define bytes_share BYTES_IN_MODE_(bytes_share)
#define bytes_share_slice BYTES_IN_MODE_(bytes_share_slice)
#define bytes_split_to BYTES_IN_MODE_(bytes_split_to)
#define bytes_split_off BYTES_IN_MODE_(bytes_split_off)
#define bytes_mut_with_headroom BYTES_IN_MODE_(bytes_mut_with_headroom)
#define bytes_mut_with_capacity BYTES_IN_MODE_(bytes_mut_with_capacity)
#define bytes_mut_with_capacity_in BYTES_IN_MODE_(bytes_mut_with_capacity_in)
#define bytes_mut_move BYTES_IN_MODE_(bytes_mut_move)
#define bytes_mut_drop BYTES_IN_MODE_(bytes_mut_drop)
#define bytes_mut_reserve BYTES_IN_MODE_(bytes_mut_reserve)
#define bytes_mut_put BYTES_IN_MODE_(bytes_mut_put)
#define bytes_mut_split_to BYTES_IN_MODE_(bytes_mut_split_to)
#define bytes_mut_split_off BYTES_IN_MODE_(bytes_mut_split_off)
#define bytes_mut_split_freeze BYTES_IN_MODE_(bytes_mut_split_freeze)
#define bytes_mut_freeze BYTES_IN_MODE_(bytes_mut_freeze)
#define bytes_drop_into_mut BYTES_IN_MODE_(bytes_drop_into_mut)
/* Functions that write, read or drop handles out of line. */
#define bytes_drop_all BYTES_IN_MODE_(bytes_drop_all)
#define bytes_slice_ref BYTES_IN_MODE_(bytes_slice_ref)
#define bytes_try_slice_ref BYTES_IN_MODE_(bytes_try_slice_ref)
#define bytes_slice_many BYTES_IN_MODE_(bytes_slice_many)
#define bytes_try_slice_many BYTES_IN_MODE_(bytes_try_slice_many)
#define bytes_compact_in BYTES_IN_MODE_(bytes_compact_in)
#define bytes_to_raw BYTES_IN_MODE_(bytes_to_raw)
#define bytes_from_raw BYTES_IN_MODE_(bytes_from_raw)
#define bytes_adopt BYTES_IN_MODE_(bytes_adopt)
#define bytes_adopt_in BYTES_IN_MODE_(bytes_adopt_in)
#define bytes_adopt_free BYTES_IN_MODE_(bytes_adopt_free)
#define bytes_adopt_malloc BYTES_IN_MODE_(bytes_adopt_malloc)
#define bytes_adopt_capacity BYTES_IN_MODE_(bytes_adopt_capacity)
#define bytes_adopt_with_control BYTES_IN_MODE_(bytes_adopt_with_control)
#define bytes_mut_copy BYTES_IN_MODE_(bytes_mut_copy)
#define bytes_mut_shrink BYTES_IN_MODE_(bytes_mut_shrink)
#define bytes_try_into_mut BYTES_IN_MODE_(bytes_try_into_mut)
#define bytes_into_mut BYTES_IN_MODE_(bytes_into_mut)
#define bytes_enable_weak BYTES_IN_MODE_(bytes_enable_weak)
#define bytes_weak_upgrade BYTES_IN_MODE_(bytes_weak_upgrade)
#define bytes_map_fd BYTES_IN_MODE_(bytes_map_fd)
#define bytes_map_file BYTES_IN_MODE_(bytes_map_file)
#define bytes_pool_buffer BYTES_IN_MODE_(bytes_pool_buffer)
#define bytes_queue_init BYTES_IN_MODE_(bytes_queue_init)
#define bytes_queue_move BYTES_IN_MODE_(bytes_queue_move)
#define bytes_queue_clear BYTES_IN_MODE_(bytes_queue_clear)
#define bytes_queue_drop BYTES_IN_MODE_(bytes_queue_drop)
#define bytes_queue_push_back BYTES_IN_MODE_(bytes_queue_push_back)
#define bytes_queue_pop_front BYTES_IN_MODE_(bytes_queue_pop_front)
#define bytes_uv_lender_init BYTES_IN_MODE_(bytes_uv_lender_init)
#define bytes_uv_reader_init BYTES_IN_MODE_(bytes_uv_reader_init)
#define bytes_uv_writer_init BYTES_IN_MODE_(bytes_uv_writer_init)
#define bytes_uv_udp_init BYTES_IN_MODE_(bytes_uv_udp_init)
#define bytes_uv_work BYTES_IN_MODE_(bytes_uv_work)
#endif

/* No mode, but known from the compiler: the caller, or the library, is compiled with AddressSanitizer. */
#if defined(__SANITIZE_ADDRESS__)
#define BYTES_SANITIZE_ADDRESS_ 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BYTES_SANITIZE_ADDRESS_ 1
#endif
#endif
#if !defined(BYTES_SANITIZE_ADDRESS_)
#define BYTES_SANITIZE_ADDRESS_ 0
#endif
/* Bytes are poisoned; see <bytes/impl/poison.inl>. */
#define BYTES_POISON_ (BYTES_SANITIZE_ADDRESS_ || BYTES_VALGRIND || BYTES_ISOLATE)

#endif
