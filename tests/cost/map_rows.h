/* SPDX-License-Identifier: MIT */
/*
 * The cost table of map.h.
 *
 * ROW(function, case, what is there before, the operation, allocations, deallocations, atomics, bytes copied)
 */
#ifndef _WIN32
/* clang-format off */
ROW(bytes_map_file, any, (void)0, ok(bytes_map_file("/proc/self/exe", 1, 10, BYTES_MAP_NORMAL, &f->v)), 1, 0, 0, 0)
ROW(bytes_map_file, nothing, (void)0, ok(bytes_map_file("/proc/self/exe", 1, 0, BYTES_MAP_NORMAL, &f->v)), 0, 0, 0, 0)
ROW(bytes_map_fd, fails, (void)0, fails(bytes_map_fd(-1, 0, 1, BYTES_MAP_NORMAL, &f->v)), 0, 0, 0, 0)
ROW(bytes_is_mapped, no, view(f), yes(!bytes_is_mapped(&f->v)), 0, 0, 0, 0)
/* clang-format on */
#endif
