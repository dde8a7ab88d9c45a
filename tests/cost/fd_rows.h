/* SPDX-License-Identifier: MIT */
/*
 * What each operation of fd.h costs, see view_rows.h. What the system transfers is not copied by the library; how many
 * system calls it takes is in tests/unit/fd.c. Descriptors are those of fixture_fd.c.
 */
#ifndef _WIN32
#include "fixture_fd.h"

/* clang-format off */
ROW(bytes_mut_read_fd, has_capacity, forty(f), ok(bytes_mut_read_fd(&f->m, zeros(), 60, &transferred)), 0, 0, 0, 0)
ROW(bytes_mut_read_fd, needs_capacity, full(f), ok(bytes_mut_read_fd(&f->m, zeros(), 60, &transferred)), 1, 0, 0, 100)
ROW(bytes_mut_read_fd, rejected, full(f), fails(bytes_mut_read_fd(&f->m, zeros(), 0, &transferred)), 0, 0, 0, 0)
ROW(bytes_mut_pread_fd, has_capacity, forty(f),
    ok(bytes_mut_pread_fd(&f->m, zeros(), 1, 60, &transferred)), 0, 0, 0, 0)
ROW(bytes_mut_read_fd_to_end, empty_file, forty(f), ok(bytes_mut_read_fd_to_end(&f->m, nothing(), 100)), 0, 0, 0, 0)
ROW(bytes_mut_read_fd_to_end, too_large, forty(f),
    yes(bytes_mut_read_fd_to_end(&f->m, zeros(), 90) == BYTES_EFBIG), 0, 0, 0, 0)
ROW(bytes_queue_read_fd, has_capacity, spare_tail(f),
    ok(bytes_queue_read_fd(&f->q, zeros(), 60, &transferred)), 0, 0, 0, 0)
ROW(bytes_queue_read_fd, into_two_blocks, spare_tail(f),
    ok(bytes_queue_read_fd(&f->q, zeros(), 120, &transferred)), 1, 0, 0, 0)
ROW(bytes_queue_pread_fd, has_capacity, spare_tail(f),
    ok(bytes_queue_pread_fd(&f->q, zeros(), 1, 60, &transferred)), 0, 0, 0, 0)
ROW(bytes_queue_read_fd_to_end, too_large, spare_tail(f),
    yes(bytes_queue_read_fd_to_end(&f->q, zeros(), 90) == BYTES_EFBIG), 0, 0, 0, 0)
ROW(bytes_write_fd, sole, view(f), ok(bytes_write_fd(&f->v, sink(), &transferred)), 0, 1, 0, 0)
ROW(bytes_write_fd, shared, shared(f), ok(bytes_write_fd(&f->v, sink(), &transferred)), 0, 0, 1, 0)
ROW(bytes_pwrite_fd, shared, shared(f), ok(bytes_pwrite_fd(&f->v, sink(), 1, &transferred)), 0, 0, 1, 0)
ROW(bytes_mut_write_fd, all, full(f), ok(bytes_mut_write_fd(&f->m, sink(), &transferred)), 0, 0, 0, 0)
ROW(bytes_mut_pwrite_fd, all, full(f), ok(bytes_mut_pwrite_fd(&f->m, sink(), 1, &transferred)), 0, 0, 0, 0)
ROW(bytes_queue_write_fd, two_runs, two_runs(f), ok(bytes_queue_write_fd(&f->q, sink(), &transferred)), 0, 0, 2, 0)
ROW(bytes_queue_write_fd, tail, spare_tail(f), ok(bytes_queue_write_fd(&f->q, sink(), &transferred)), 0, 0, 0, 0)
ROW(bytes_queue_pwrite_fd, two_runs, two_runs(f),
    ok(bytes_queue_pwrite_fd(&f->q, sink(), 1, &transferred)), 0, 0, 2, 0)
/* clang-format on */
#endif
