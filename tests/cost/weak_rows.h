/* SPDX-License-Identifier: MIT */
/*
 * The cost table of weak.h.
 *
 * ROW(function, case, what is there before, the operation, allocations, deallocations, atomics, bytes copied)
 */
/* clang-format off */
ROW(bytes_enable_weak, any, view(f), ok(bytes_enable_weak(&exact, &f->v)), 1, 0, 0, 0)
ROW(bytes_enable_weak, again, enabled(f), ok(bytes_enable_weak(&exact, &f->v)), 0, 0, 0, 0)
ROW(bytes_enable_weak, static_view, f->v = text, ok(bytes_enable_weak(&exact, &f->v)), 0, 0, 0, 0)
ROW(bytes_downgrade, enabled, enabled(f), ok(bytes_downgrade(&f->v, &f->weak)), 0, 0, 1, 0)
ROW(bytes_downgrade, static_view, f->v = text, ok(bytes_downgrade(&f->v, &f->weak)), 0, 0, 0, 0)
ROW(bytes_downgrade, not_enabled, view(f), fails(bytes_downgrade(&f->v, &f->weak)), 0, 0, 0, 0)
ROW(bytes_weak_upgrade, alive, weak(f), yes(bytes_weak_upgrade(&f->weak, &f->w)), 0, 0, 1, 0)
ROW(bytes_weak_upgrade, gone, gone(f), yes(!bytes_weak_upgrade(&f->weak, &f->w)), 0, 0, 0, 0)
ROW(bytes_weak_clone, any, weak(f), f->weak_clone = bytes_weak_clone(&f->weak), 0, 0, 1, 0)
ROW(bytes_weak_is_gone, any, weak(f), yes(!bytes_weak_is_gone(&f->weak)), 0, 0, 0, 0)
ROW(bytes_weak_drop, alive, weak(f), bytes_weak_drop(&f->weak), 0, 0, 1, 0)
ROW(bytes_weak_drop, gone, gone(f), bytes_weak_drop(&f->weak), 0, 1, 1, 0)
ROW(bytes_drop, last_with_a_weak_view, weak(f), bytes_drop(&f->v), 0, 1, 2, 0)
/* clang-format on */
