/* SPDX-License-Identifier: MIT */
/* What each operation of adopt.h costs, see view_rows.h. */
/* clang-format off */
ROW(bytes_adopt, ten, (void)0, ok(bytes_adopt(f->memory, 10, BYTES_WRITABLE, NULL, NULL, &f->v)), 1, 0, 0, 0)
ROW(bytes_adopt, nothing, (void)0, ok(bytes_adopt(f->memory, 0, BYTES_WRITABLE, NULL, NULL, &f->v)), 0, 0, 0, 0)
ROW(bytes_adopt_in, ten, (void)0,
    ok(bytes_adopt_in(&exact, f->memory, 10, BYTES_WRITABLE, NULL, NULL, &f->v)), 1, 0, 0, 0)
ROW(bytes_adopt_with_control, ten, (void)0,
    f->v = bytes_adopt_with_control(&f->control, f->memory, 10, BYTES_WRITABLE, NULL, NULL), 0, 0, 0, 0)
ROW(bytes_adopt_malloc, ten, (void)0, ok(bytes_adopt_malloc(malloc(10), 10, &f->v)), 1, 0, 0, 0)
ROW(bytes_adopt_free, ten, (void)0, ok(bytes_adopt_free(f->memory, 10, BYTES_WRITABLE, NULL, &f->v)), 1, 0, 0, 0)
ROW(bytes_adopt_capacity, ten, (void)0, ok(bytes_adopt_capacity(f->memory, 4, 10, NULL, NULL, &f->v)), 1, 0, 0, 0)
ROW(bytes_adopt_capacity, nothing, (void)0, ok(bytes_adopt_capacity(f->memory, 0, 10, NULL, NULL, &f->v)), 0, 0, 0, 0)
ROW(bytes_is_adopted, yes, adopted(f), yes(bytes_is_adopted(&f->v)), 0, 0, 0, 0)
ROW(bytes_is_adopted, no, view(f), yes(!bytes_is_adopted(&f->v)), 0, 0, 0, 0)
ROW(bytes_adopted_context, any, adopted(f), ok(bytes_adopted_context(&f->v, NULL, &f->raw)), 0, 0, 0, 0)
ROW(bytes_steal, adopted, adopted(f), ok(bytes_steal(&f->v, &f->stolen)), 0, 1, 0, 0)
ROW(bytes_steal, adopted_with, adopted_with(f), ok(bytes_steal(&f->v, &f->stolen)), 0, 0, 0, 0)
ROW(bytes_steal, rejected, view(f), fails(bytes_steal(&f->v, &f->stolen)), 0, 0, 0, 0)
/* clang-format on */
