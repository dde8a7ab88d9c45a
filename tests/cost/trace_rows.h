/* SPDX-License-Identifier: MIT */
/* What each operation of trace.h costs, see view_rows.h. The library has no records of handles here. Memory of the
 * records themselves is not counted. */
/* clang-format off */
ROW(bytes_trace_to_file, nothing, (void)0, bytes_trace_to_file(stderr, "", 0), 0, 0, 0, 0)
ROW(bytes_tracing_allocator, counts, (void)0, traced(f, BYTES_TRACE_COUNTS), 0, 0, 0, 0)
ROW(bytes_tracing_allocator_end, counts, traced(f, BYTES_TRACE_COUNTS), bytes_tracing_allocator_end(&f->tracing),
    0, 0, 0, 0)
#if defined(__GLIBC__) || defined(_WIN32) /* where there are stacks */
ROW(bytes_tracing_allocator, stacks, (void)0, traced(f, BYTES_TRACE_STACKS), 1, 0, 0, 0)
ROW(bytes_tracing_allocator_end, stacks, traced(f, BYTES_TRACE_STACKS), bytes_tracing_allocator_end(&f->tracing),
    0, 1, 0, 0)
ROW(bytes_trace_level, stacks, traced(f, BYTES_TRACE_STACKS),
    yes(bytes_trace_level(&f->tracing) == BYTES_TRACE_STACKS), 0, 0, 0, 0)
#endif
ROW(bytes_trace_level, counts, traced(f, BYTES_TRACE_COUNTS),
    yes(bytes_trace_level(&f->tracing) == BYTES_TRACE_COUNTS), 0, 0, 0, 0)
ROW(bytes_trace_live_blocks, any, traced(f, BYTES_TRACE_STACKS), yes(bytes_trace_live_blocks(&f->tracing) == 0),
    0, 0, 0, 0)
ROW(bytes_trace_checkpoint, any, traced(f, BYTES_TRACE_STACKS),
    yes(bytes_trace_checkpoint(&f->tracing).stats.live_blocks == 0), 0, 0, 0, 0)
ROW(bytes_trace_report, any, traced(f, BYTES_TRACE_STACKS),
    ok(bytes_trace_report(&f->tracing, NULL, discard, NULL)), 0, 0, 0, 0)
ROW(bytes_copy_in, traced, traced(f, BYTES_TRACE_STACKS),
    ok(bytes_copy_in(&f->tracing.base, "0123456789", 10, &f->v)), 1, 0, 0, 10)
ROW(bytes_drop, traced, traced_view(f), bytes_drop(&f->v), 0, 1, 0, 0)
ROW(bytes_trace_has_handles, any, (void)0, yes(!bytes_trace_has_handles()), 0, 0, 0, 0)
ROW(bytes_trace_handle_checkpoint, any, (void)0, yes(bytes_trace_handle_checkpoint() == 0), 0, 0, 0, 0)
ROW(bytes_trace_live_handles, any, (void)0, yes(bytes_trace_live_handles(0) == 0), 0, 0, 0, 0)
ROW(bytes_trace_report_handles, any, (void)0, fails(bytes_trace_report_handles(0, discard, NULL)), 0, 0, 0, 0)
/* clang-format on */
