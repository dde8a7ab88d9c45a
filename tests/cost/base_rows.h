/* SPDX-License-Identifier: MIT */
/* What each operation of base.h and allocator.h costs, see view_rows.h. */
/* clang-format off */
ROW(bytes_version, any, (void)0, (void)bytes_version(), 0, 0, 0, 0)
ROW(bytes_strerror, any, (void)0, (void)bytes_strerror(0), 0, 0, 0, 0)
ROW(bytes_malloc_allocator, any, (void)0, (void)bytes_malloc_allocator(), 0, 0, 0, 0)
ROW(bytes_aligned_allocator, any, (void)0, ok(bytes_aligned_allocator(64, &f->aligned)), 0, 0, 0, 0)
/* clang-format on */
