/* SPDX-License-Identifier: MIT */
/*
 * What each operation of queue.h costs, see view_rows.h. A queue has four entries in itself, so a fifth segment costs
 * an allocation. Bytes that are put are written, not copied, as in mut_rows.h.
 */
/* clang-format off */
ROW(bytes_queue_init, any, (void)0, bytes_queue_init(&exact, 100, &f->q), 0, 0, 0, 0)
ROW(bytes_queue_move, any, queue(f), f->r = bytes_queue_move(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_clear, shared, queue(f), bytes_queue_clear(&f->q), 0, 0, 1, 0)
ROW(bytes_queue_clear, unique, three(f), bytes_queue_clear(&f->q), 0, 3, 0, 0)
ROW(bytes_queue_clear, tail, spare_tail(f), bytes_queue_clear(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_clear, ring, literals(&f->q, 5), bytes_queue_clear(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_drop, shared, queue(f), bytes_queue_drop(&f->q), 0, 0, 1, 0)
ROW(bytes_queue_drop, unique, three(f), bytes_queue_drop(&f->q), 0, 3, 0, 0)
ROW(bytes_queue_drop, tail, spare_tail(f), bytes_queue_drop(&f->q), 0, 1, 0, 0)
ROW(bytes_queue_drop, shared_tail, (spare_tail(f), f->v = bytes_queue_pop_back(&f->q)),
    bytes_queue_drop(&f->q), 0, 0, 1, 0)
ROW(bytes_queue_drop, ring, literals(&f->q, 5), bytes_queue_drop(&f->q), 0, 1, 0, 0)
ROW(bytes_queue_drop, empty, (void)0, bytes_queue_drop(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_shrink, nothing_to_gain, spare_tail(f), bytes_queue_shrink(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_shrink, idle_tail, idle_tail(f), bytes_queue_shrink(&f->q), 0, 1, 0, 0)
ROW(bytes_queue_shrink, ring, (literals(&f->q, 5), bytes_queue_advance(&f->q, f->q.len)),
    bytes_queue_shrink(&f->q), 0, 1, 0, 0)

ROW(bytes_queue_push_back, counted, shared(f), ok(bytes_queue_push_back(&f->q, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_push_back, with_a_tail, (spare_tail(f), view(f)), ok(bytes_queue_push_back(&f->q, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_push_back, fifth, (literals(&f->q, 4), view(f)), ok(bytes_queue_push_back(&f->q, &f->v)), 1, 0, 0, 0)
ROW(bytes_queue_push_back, empty, (void)0, ok(bytes_queue_push_back(&f->q, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_push_front, counted, shared(f), ok(bytes_queue_push_front(&f->q, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_push_front, with_a_tail, (spare_tail(f), view(f)),
    ok(bytes_queue_push_front(&f->q, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_push_front, fifth, (literals(&f->q, 4), view(f)), ok(bytes_queue_push_front(&f->q, &f->v)), 1, 0, 0, 0)
ROW(bytes_queue_push_front, empty, (void)0, ok(bytes_queue_push_front(&f->q, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_push_back, packed, (spare_tail(f), f->q.pack_below = 11, shared(f)),
    ok(bytes_queue_push_back(&f->q, &f->v)), 0, 0, 1, 10)
ROW(bytes_queue_push_back, too_long_to_pack, (spare_tail(f), f->q.pack_below = 10, shared(f)),
    ok(bytes_queue_push_back(&f->q, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_push_back, adjacent, (view(f), push(&f->q, bytes_split_to(&f->v, 5))),
    (ok(bytes_queue_push_back(&f->q, &f->v)), yes(bytes_queue_pieces(&f->q) == 1)), 0, 0, 0, 0)
ROW(bytes_queue_push_back, adjacent_with_a_full_ring,
    (literals(&f->q, 3), view(f), push(&f->q, bytes_split_to(&f->v, 5))),
    (ok(bytes_queue_push_back(&f->q, &f->v)), yes(bytes_queue_pieces(&f->q) == 4)), 0, 0, 0, 0)
ROW(bytes_queue_push_back, clones_in_a_row, (clones_halves(f), push(&f->q, bytes_move(&f->v))),
    ok(bytes_queue_push_back(&f->q, &f->w)), 0, 0, 0, 0)
ROW(bytes_queue_push_back, compacted, (spare_tail(f), f->q.compact_multiple = 2, part(f)),
    ok(bytes_queue_push_back(&f->q, &f->v)), 0, 1, 0, 2)
ROW(bytes_queue_push_back, compacted_without_a_tail, (f->q.compact_multiple = 2, part(f)),
    ok(bytes_queue_push_back(&f->q, &f->v)), 1, 1, 0, 2)
ROW(bytes_queue_push_back, pins_little, (spare_tail(f), f->q.compact_multiple = 100, part(f)),
    ok(bytes_queue_push_back(&f->q, &f->v)), 0, 0, 0, 0)
ROW(bytes_queue_pop_front, segment, three(f), f->v = bytes_queue_pop_front(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_pop_front, tail, spare_tail(f), f->v = bytes_queue_pop_front(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_pop_front, full_tail, full_tail(f), f->v = bytes_queue_pop_front(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_pop_front, empty, (void)0, f->v = bytes_queue_pop_front(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_pop_back, segment, three(f), f->v = bytes_queue_pop_back(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_pop_back, tail, spare_tail(f), f->v = bytes_queue_pop_back(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_pop_back, full_tail, full_tail(f), f->v = bytes_queue_pop_back(&f->q), 0, 0, 0, 0)
ROW(bytes_queue_pop_back, empty, (void)0, f->v = bytes_queue_pop_back(&f->q), 0, 0, 0, 0)

ROW(bytes_queue_append, has_entries, (three(f), push_unique(&f->r)), ok(bytes_queue_append(&f->q, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_append, needs_entries, (three(f), literals(&f->r, 2)), ok(bytes_queue_append(&f->q, &f->r)), 1, 0, 0, 0)
ROW(bytes_queue_append, shorter_is_moved, (literals(&f->q, 1), literals(&f->r, 100)),
    ok(bytes_queue_append(&f->q, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_append, longer_of_another_allocator,
    (literals(&f->q, 1), bytes_queue_init(&exact, 0, &f->r), literals(&f->r, 10)),
    ok(bytes_queue_append(&f->q, &f->r)), 1, 0, 0, 0)
ROW(bytes_queue_append, with_a_tail, (three(f), ok(bytes_queue_put_str(&f->r, "abc"))),
    ok(bytes_queue_append(&f->q, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_append, nothing, three(f), ok(bytes_queue_append(&f->q, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_split_to, at_0, three(f), ok(bytes_queue_split_to(&f->q, 0, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_split_to, between, three(f), ok(bytes_queue_split_to(&f->q, 10, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_split_to, inside, three(f), ok(bytes_queue_split_to(&f->q, 15, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_split_to, at_len, three(f), ok(bytes_queue_split_to(&f->q, 30, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_split_to, in_the_tail, spare_tail(f), ok(bytes_queue_split_to(&f->q, 5, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_split_to, five_of_ten, literals(&f->q, 10),
    ok(bytes_queue_split_to(&f->q, f->q.len / 2, &f->r)), 1, 0, 0, 0)
ROW(bytes_queue_split_to, nine_of_ten, literals(&f->q, 10),
    ok(bytes_queue_split_to(&f->q, f->q.len / 10 * 9, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_try_split_to, inside, three(f), ok(bytes_queue_try_split_to(&f->q, 15, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_try_split_to, rejected, three(f), fails(bytes_queue_try_split_to(&f->q, 31, &f->r)), 0, 0, 0, 0)
ROW(bytes_queue_split_view, in_a_segment, three(f), ok(bytes_queue_split_view(&f->q, 5, &f->w)), 0, 0, 0, 0)
ROW(bytes_queue_split_view, all_of_a_segment, three(f), ok(bytes_queue_split_view(&f->q, 10, &f->w)), 0, 0, 0, 0)
ROW(bytes_queue_split_view, adjacent, adjacent(f), ok(bytes_queue_split_view(&f->q, 8, &f->w)), 0, 0, 0, 0)
ROW(bytes_queue_split_view, in_the_tail, spare_tail(f), ok(bytes_queue_split_view(&f->q, 5, &f->w)), 0, 0, 0, 0)
ROW(bytes_queue_split_view, not_adjacent, three(f), ok(bytes_queue_split_view(&f->q, 25, &f->w)), 1, 2, 0, 25)
ROW(bytes_queue_try_split_view, in_a_segment, three(f), ok(bytes_queue_try_split_view(&f->q, 5, &f->w)), 0, 0, 0, 0)
ROW(bytes_queue_try_split_view, rejected, three(f), fails(bytes_queue_try_split_view(&f->q, 31, &f->w)), 0, 0, 0, 0)

ROW(bytes_queue_advance, in_a_segment, queue(f), bytes_queue_advance(&f->q, 5), 0, 0, 0, 0)
ROW(bytes_queue_advance, shared_to_the_end, queue(f), bytes_queue_advance(&f->q, 10), 0, 0, 1, 0)
ROW(bytes_queue_advance, unique_to_the_end, three(f), bytes_queue_advance(&f->q, 10), 0, 1, 0, 0)
ROW(bytes_queue_advance, tail_to_the_end, spare_tail(f), bytes_queue_advance(&f->q, 10), 0, 0, 0, 0)
ROW(bytes_queue_advance, all_but_the_last_of_two_runs, two_runs(f), bytes_queue_advance(&f->q, 195), 0, 0, 2, 0)
ROW(bytes_queue_advance, two_runs, two_runs(f), bytes_queue_advance(&f->q, 200), 0, 0, 2, 0)
ROW(bytes_queue_try_advance, in_a_segment, queue(f), ok(bytes_queue_try_advance(&f->q, 5)), 0, 0, 0, 0)
ROW(bytes_queue_try_advance, rejected, queue(f), fails(bytes_queue_try_advance(&f->q, 11)), 0, 0, 0, 0)

ROW(bytes_queue_put, has_tailroom, spare_tail(f), ok(bytes_queue_put(&f->q, "abc", 3)), 0, 0, 0, 0)
ROW(bytes_queue_put, without_a_tail, (void)0, ok(bytes_queue_put(&f->q, "abc", 3)), 1, 0, 0, 0)
ROW(bytes_queue_put, full, full_tail(f), ok(bytes_queue_put(&f->q, "abc", 3)), 1, 0, 0, 0)
ROW(bytes_queue_put, full_with_a_full_ring, full_tail_and_ring(f), ok(bytes_queue_put(&f->q, "abc", 3)), 2, 0, 0, 0)
ROW(bytes_queue_put, block_reused, (full_tail(f), bytes_queue_advance(&f->q, 10)),
    ok(bytes_queue_put(&f->q, "abc", 3)), 0, 0, 0, 0)
ROW(bytes_queue_put, in_two_blocks, tail(f, 12), ok(bytes_queue_put(&f->q, "abc", 3)), 1, 0, 0, 0)
ROW(bytes_queue_put_str, has_tailroom, spare_tail(f), ok(bytes_queue_put_str(&f->q, "abc")), 0, 0, 0, 0)
ROW(bytes_queue_put_str, without_a_tail, (void)0, ok(bytes_queue_put_str(&f->q, "abc")), 1, 0, 0, 0)
ROW(bytes_queue_put_str, full, full_tail(f), ok(bytes_queue_put_str(&f->q, "abc")), 1, 0, 0, 0)
ROW(bytes_queue_put_str, full_with_a_full_ring, full_tail_and_ring(f),
    ok(bytes_queue_put_str(&f->q, "abc")), 2, 0, 0, 0)
ROW(bytes_queue_put_str, block_reused, (full_tail(f), bytes_queue_advance(&f->q, 10)),
    ok(bytes_queue_put_str(&f->q, "abc")), 0, 0, 0, 0)
ROW(bytes_queue_put_bytes, has_tailroom, spare_tail(f), ok(bytes_queue_put_bytes(&f->q, 'x', 3)), 0, 0, 0, 0)
ROW(bytes_queue_put_bytes, without_a_tail, (void)0, ok(bytes_queue_put_bytes(&f->q, 'x', 3)), 1, 0, 0, 0)
ROW(bytes_queue_put_bytes, full, full_tail(f), ok(bytes_queue_put_bytes(&f->q, 'x', 3)), 1, 0, 0, 0)
ROW(bytes_queue_put_bytes, full_with_a_full_ring, full_tail_and_ring(f),
    ok(bytes_queue_put_bytes(&f->q, 'x', 3)), 2, 0, 0, 0)
ROW(bytes_queue_put_bytes, block_reused, (full_tail(f), bytes_queue_advance(&f->q, 10)),
    ok(bytes_queue_put_bytes(&f->q, 'x', 3)), 0, 0, 0, 0)
ROW(bytes_queue_printf, has_tailroom, spare_tail(f), ok(bytes_queue_printf(&f->q, "%d", 123)), 0, 0, 0, 0)
ROW(bytes_queue_printf, without_a_tail, (void)0, ok(bytes_queue_printf(&f->q, "%d", 123)), 1, 0, 0, 0)
ROW(bytes_queue_printf, full, full_tail(f), ok(bytes_queue_printf(&f->q, "%d", 123)), 1, 0, 0, 0)
ROW(bytes_queue_printf, full_with_a_full_ring, full_tail_and_ring(f),
    ok(bytes_queue_printf(&f->q, "%d", 123)), 2, 0, 0, 0)
ROW(bytes_queue_printf, block_reused, (full_tail(f), bytes_queue_advance(&f->q, 10)),
    ok(bytes_queue_printf(&f->q, "%d", 123)), 0, 0, 0, 0)
ROW(bytes_queue_vprintf, has_tailroom, spare_tail(f), ok(queue_format(&f->q, "%d", 123)), 0, 0, 0, 0)
ROW(bytes_queue_vprintf, without_a_tail, (void)0, ok(queue_format(&f->q, "%d", 123)), 1, 0, 0, 0)
ROW(bytes_queue_vprintf, full, full_tail(f), ok(queue_format(&f->q, "%d", 123)), 1, 0, 0, 0)
ROW(bytes_queue_vprintf, full_with_a_full_ring, full_tail_and_ring(f),
    ok(queue_format(&f->q, "%d", 123)), 2, 0, 0, 0)
ROW(bytes_queue_vprintf, block_reused, (full_tail(f), bytes_queue_advance(&f->q, 10)),
    ok(queue_format(&f->q, "%d", 123)), 0, 0, 0, 0)
ROW(bytes_queue_put_decimal, has_tailroom, spare_tail(f), ok(bytes_queue_put_decimal(&f->q, 123)), 0, 0, 0, 0)
ROW(bytes_queue_put_decimal, without_a_tail, (void)0, ok(bytes_queue_put_decimal(&f->q, 123)), 1, 0, 0, 0)
ROW(bytes_queue_put_decimal, full, full_tail(f), ok(bytes_queue_put_decimal(&f->q, 123)), 1, 0, 0, 0)
ROW(bytes_queue_put_signed_decimal, has_tailroom, spare_tail(f),
    ok(bytes_queue_put_signed_decimal(&f->q, -123)), 0, 0, 0, 0)
ROW(bytes_queue_put_signed_decimal, full, full_tail(f), ok(bytes_queue_put_signed_decimal(&f->q, -123)), 1, 0, 0, 0)
ROW(bytes_queue_put_escaped, has_tailroom, spare_tail(f),
    ok(bytes_queue_put_escaped(&f->q, BYTES_SPAN("a\n"))), 0, 0, 0, 0)
ROW(bytes_queue_put_escaped, in_two_blocks, tail(f, 12),
    ok(bytes_queue_put_escaped(&f->q, BYTES_SPAN("a\n"))), 1, 0, 0, 0)
ROW(bytes_queue_reserve, has_tailroom, spare_tail(f), ok(bytes_queue_reserve(&f->q, 3, f->spares)), 0, 0, 0, 0)
ROW(bytes_queue_reserve, without_a_tail, (void)0, ok(bytes_queue_reserve(&f->q, 3, f->spares)), 1, 0, 0, 0)
ROW(bytes_queue_reserve, full, full_tail(f), ok(bytes_queue_reserve(&f->q, 3, f->spares)), 1, 0, 0, 0)
ROW(bytes_queue_reserve, full_with_a_full_ring, full_tail_and_ring(f),
    ok(bytes_queue_reserve(&f->q, 3, f->spares)), 2, 0, 0, 0)
ROW(bytes_queue_reserve, block_reused, (full_tail(f), bytes_queue_advance(&f->q, 10)),
    ok(bytes_queue_reserve(&f->q, 3, f->spares)), 0, 0, 0, 0)
ROW(bytes_queue_reserve_pieces, has_tailroom, spare_tail(f),
    (ok(bytes_queue_reserve_pieces(&f->q, 3, f->spares, &f->pieces)), yes(f->pieces == 1)), 0, 0, 0, 0)
ROW(bytes_queue_reserve_pieces, without_a_tail, (void)0,
    (ok(bytes_queue_reserve_pieces(&f->q, 3, f->spares, &f->pieces)), yes(f->pieces == 1)), 1, 0, 0, 0)
ROW(bytes_queue_reserve_pieces, full, full_tail(f),
    (ok(bytes_queue_reserve_pieces(&f->q, 3, f->spares, &f->pieces)), yes(f->pieces == 1)), 1, 0, 0, 0)
ROW(bytes_queue_reserve_pieces, full_with_a_full_ring, full_tail_and_ring(f),
    (ok(bytes_queue_reserve_pieces(&f->q, 3, f->spares, &f->pieces)), yes(f->pieces == 1)), 2, 0, 0, 0)
ROW(bytes_queue_reserve_pieces, block_reused, (full_tail(f), bytes_queue_advance(&f->q, 10)),
    (ok(bytes_queue_reserve_pieces(&f->q, 3, f->spares, &f->pieces)), yes(f->pieces == 1)), 0, 0, 0, 0)
ROW(bytes_queue_reserve_pieces, two, spare_tail(f),
    (ok(bytes_queue_reserve_pieces(&f->q, 91, f->spares, &f->pieces)), yes(f->pieces == 2)), 1, 0, 0, 0)
ROW(bytes_queue_commit, one_piece, (spare_tail(f), ok(bytes_queue_reserve(&f->q, 3, f->spares))),
    bytes_queue_commit(&f->q, 3), 0, 0, 0, 0)
ROW(bytes_queue_commit, two_pieces,
    (spare_tail(f), ok(bytes_queue_reserve_pieces(&f->q, 91, f->spares, &f->pieces)), yes(f->pieces == 2)),
    bytes_queue_commit(&f->q, 91), 0, 0, 0, 0)
ROW(bytes_queue_reserve_slot, has_tailroom, spare_tail(f),
    ok(bytes_queue_reserve_slot(&f->q, 4, &f->queue_slot)), 0, 0, 0, 0)
ROW(bytes_queue_reserve_slot, without_a_tail, (void)0,
    ok(bytes_queue_reserve_slot(&f->q, 4, &f->queue_slot)), 1, 0, 0, 0)
ROW(bytes_queue_reserve_slot, full, full_tail(f), ok(bytes_queue_reserve_slot(&f->q, 4, &f->queue_slot)), 1, 0, 0, 0)
ROW(bytes_queue_reserve_slot, full_with_a_full_ring, full_tail_and_ring(f),
    ok(bytes_queue_reserve_slot(&f->q, 4, &f->queue_slot)), 2, 0, 0, 0)
ROW(bytes_queue_reserve_slot, block_reused, (full_tail(f), bytes_queue_advance(&f->q, 10)),
    ok(bytes_queue_reserve_slot(&f->q, 4, &f->queue_slot)), 0, 0, 0, 0)
ROW(bytes_queue_fill_slot, in_the_tail, queue_slot(f),
    ok(bytes_queue_fill_slot(&f->q, &f->queue_slot, "abcd", 4)), 0, 0, 0, 0)
ROW(bytes_queue_fill_slot, in_a_segment, (queue_slot(f), push(&f->q, text)),
    ok(bytes_queue_fill_slot(&f->q, &f->queue_slot, "abcd", 4)), 0, 0, 0, 0)
ROW(bytes_queue_fill_slot, rejected, (queue_slot(f), bytes_queue_clear(&f->q)),
    fails(bytes_queue_fill_slot(&f->q, &f->queue_slot, "abcd", 4)), 0, 0, 0, 0)

ROW(bytes_queue_front, any, queue(f), yes(bytes_queue_front(&f->q).len == 10), 0, 0, 0, 0)
ROW(bytes_queue_pieces, any, three(f), yes(bytes_queue_pieces(&f->q) == 3), 0, 0, 0, 0)
ROW(bytes_queue_peek, in_a_segment, three(f), yes(bytes_queue_peek(&f->q, 12, 5, f->memory) != f->memory), 0, 0, 0, 0)
ROW(bytes_queue_peek, adjacent, adjacent(f), yes(bytes_queue_peek(&f->q, 1, 5, f->memory) == f->memory), 0, 0, 0, 5)
ROW(bytes_queue_peek, not_adjacent, three(f), yes(bytes_queue_peek(&f->q, 7, 5, f->memory) == f->memory), 0, 0, 0, 5)
ROW(bytes_queue_peek, outside, three(f), yes(bytes_queue_peek(&f->q, 26, 5, f->memory) == NULL), 0, 0, 0, 0)
ROW(bytes_queue_copy_to, two_segments, three(f), bytes_queue_copy_to(&f->q, 7, 5, f->memory), 0, 0, 0, 5)
ROW(bytes_queue_copy_to, nothing, three(f), bytes_queue_copy_to(&f->q, 7, 0, NULL), 0, 0, 0, 0)
ROW(bytes_queue_try_copy_to, two_segments, three(f), ok(bytes_queue_try_copy_to(&f->q, 7, 5, f->memory)), 0, 0, 0, 5)
ROW(bytes_queue_try_copy_to, rejected, three(f), fails(bytes_queue_try_copy_to(&f->q, 26, 5, f->memory)), 0, 0, 0, 0)
ROW(bytes_queue_coalesce, in_a_segment, three(f), ok(bytes_queue_coalesce(&f->q, 10)), 0, 0, 0, 0)
ROW(bytes_queue_coalesce, adjacent, adjacent(f), ok(bytes_queue_coalesce(&f->q, 8)), 0, 0, 0, 0)
ROW(bytes_queue_coalesce, more_than_the_whole, clones_in_a_row(f), ok(bytes_queue_coalesce(&f->q, 8)), 0, 0, 1, 0)
ROW(bytes_queue_coalesce, not_adjacent, three(f), ok(bytes_queue_coalesce(&f->q, 25)), 1, 2, 0, 25)
ROW(bytes_queue_try_coalesce, in_a_segment, three(f), ok(bytes_queue_try_coalesce(&f->q, 10)), 0, 0, 0, 0)
ROW(bytes_queue_try_coalesce, not_adjacent, three(f), ok(bytes_queue_try_coalesce(&f->q, 25)), 1, 2, 0, 25)
ROW(bytes_queue_try_coalesce, rejected, three(f), fails(bytes_queue_try_coalesce(&f->q, 31)), 0, 0, 0, 0)
ROW(bytes_queue_find_byte, found, three(f), yes(bytes_queue_find_byte(&f->q, '7', 10) == 17), 0, 0, 0, 0)
ROW(bytes_queue_find_byte, not_found, three(f),
    yes(bytes_queue_find_byte(&f->q, 'x', 0) == BYTES_NOT_FOUND), 0, 0, 0, 0)
ROW(bytes_queue_find, in_a_segment, three(f), yes(bytes_queue_find(&f->q, BYTES_SPAN("78"), 10) == 17), 0, 0, 0, 0)
ROW(bytes_queue_find, in_two_segments, three(f), yes(bytes_queue_find(&f->q, BYTES_SPAN("90"), 0) == 9), 0, 0, 0, 2)
ROW(bytes_queue_find, behind_the_ends_of_segments, three(f),
    yes(bytes_queue_find(&f->q, BYTES_SPAN("90x"), 0) == BYTES_NOT_FOUND), 0, 0, 0, 2 * 4)
ROW(bytes_queue_find, longer_than_segments, three(f),
    yes(bytes_queue_find(&f->q, BYTES_SPAN("901234567890"), 0) == 9), 0, 0, 0, 30)
ROW(bytes_queue_find, too_long, three(f),
    yes(bytes_queue_find(&f->q, BYTES_SPAN("0123456789012345678901234567890"), 0) == BYTES_NOT_FOUND), 0, 0, 0, 0)
ROW(bytes_queue_matches, two_segments, three(f), yes(bytes_queue_matches(&f->q, 8, BYTES_SPAN("8901"))), 0, 0, 0, 0)
ROW(bytes_queue_starts_with, two_segments, straddling(f),
    yes(bytes_queue_starts_with(&f->q, BYTES_SPAN("001"))), 0, 0, 0, 0)
ROW(bytes_queue_equal, two_segments, straddling(f),
    yes(bytes_queue_equal(&f->q, BYTES_SPAN("00123456789"))), 0, 0, 0, 0)
ROW(bytes_queue_hash, one_segment, three(f),
    yes(bytes_queue_hash(&f->q, 10, 10, 0) == bytes_span_hash(BYTES_SPAN("0123456789"), 0)), 0, 0, 0, 0)
ROW(bytes_queue_hash, two_segments, three(f),
    yes(bytes_queue_hash(&f->q, 8, 4, 0) == bytes_span_hash(BYTES_SPAN("8901"), 0)), 0, 0, 0, 0)
ROW(bytes_queue_try_hash, two_segments, three(f),
    ok(bytes_queue_try_hash(&f->q, 8, 4, 0, &(uint64_t){0})), 0, 0, 0, 0)
ROW(bytes_queue_try_hash, rejected, three(f), fails(bytes_queue_try_hash(&f->q, 8, 23, 0, &(uint64_t){0})), 0, 0, 0, 0)
ROW(bytes_queue_spans, any, three(f), yes(bytes_queue_spans(&f->q, 5, (BytesSpan[3]){{NULL, 0}}, 3) == 3), 0, 0, 0, 0)
ROW(bytes_queue_retained, any, three(f), yes(bytes_queue_retained(&f->q) >= 30), 0, 0, 0, 0)
ROW(bytes_queue_is_high, of_memory, (three(f), f->q.high_retained = 30),
    yes(bytes_queue_is_high(&f->q)), 0, 0, 0, 0)
ROW(bytes_queue_is_low, of_memory, (three(f), f->q.low = 30, f->q.low_retained = 30),
    yes(!bytes_queue_is_low(&f->q)), 0, 0, 0, 0)
ROW(bytes_queue_is_high, any, three(f), yes(!bytes_queue_is_high(&f->q)), 0, 0, 0, 0)
ROW(bytes_queue_is_low, any, three(f), yes(!bytes_queue_is_low(&f->q)), 0, 0, 0, 0)
#ifndef _WIN32
ROW(bytes_queue_iovecs, any, three(f),
    yes(bytes_queue_iovecs(&f->q, 5, (struct iovec[3]){{NULL, 0}}, 3) == 3), 0, 0, 0, 0)
ROW(bytes_queue_reserve_iovecs, one, spare_tail(f),
    (ok(bytes_queue_reserve_iovecs(&f->q, 3, (struct iovec[2]){{NULL, 0}}, &f->pieces)), yes(f->pieces == 1)),
    0, 0, 0, 0)
ROW(bytes_queue_reserve_iovecs, two, spare_tail(f),
    (ok(bytes_queue_reserve_iovecs(&f->q, 91, (struct iovec[2]){{NULL, 0}}, &f->pieces)), yes(f->pieces == 2)),
    1, 0, 0, 0)
#endif

/* Whole jobs. */
ROW(scenario, pushing_and_popping, many(f), push_and_pop(f), 0, 0, 0, 0)
ROW(scenario, a_long_ring_is_allocated_once, (void)0, long_and_short(f), 1, 0, 0, 0)
ROW(scenario, a_thousand_responses, (view(f), idle_tail(f)), responses(f), 0, 0, 1000 + REFILLS(12), 0)
/* clang-format on */
