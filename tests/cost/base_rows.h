/* SPDX-License-Identifier: MIT */
/* What each operation of base.h and allocator.h costs, see view_rows.h. */
/* clang-format off */
ROW(bytes_version, any, (void)0, (void)bytes_version(), 0, 0, 0, 0)
ROW(bytes_strerror, any, (void)0, (void)bytes_strerror(0), 0, 0, 0, 0)
ROW(bytes_malloc_allocator, any, (void)0, (void)bytes_malloc_allocator(), 0, 0, 0, 0)
ROW(bytes_aligned_allocator, any, (void)0, ok(bytes_aligned_allocator(64, &f->aligned)), 0, 0, 0, 0)
ROW(bytes_counting_allocator, any, (void)0, bytes_counting_allocator(NULL, &f->counting), 0, 0, 0, 0)
ROW(bytes_counting_allocator_stats, any, bytes_counting_allocator(NULL, &f->counting),
    yes(bytes_counting_allocator_stats(&f->counting).live_bytes == 0), 0, 0, 0, 0)
ROW(bytes_counting_allocator_reset_peak, any, bytes_counting_allocator(NULL, &f->counting),
    bytes_counting_allocator_reset_peak(&f->counting), 0, 0, 0, 0)
/* clang-format on */
