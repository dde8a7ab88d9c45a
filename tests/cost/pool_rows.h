/* SPDX-License-Identifier: MIT */
/*
 * The cost table of pool.h. A pool's own allocate() counts as an allocation, and so does what it asks of the
 * upstream allocator.
 *
 * ROW(function, case, what is there before, the operation, allocations, deallocations, atomics, bytes copied)
 */
/* clang-format off */
ROW(bytes_pool_create, any, (void)0, ok(bytes_pool_create(&exact, 100, 1, &f->pool)), 1, 0, 0, 0)
ROW(bytes_pool_drop, with_a_block, pool_with_block(f), bytes_pool_drop(&f->pool), 0, 2, 0, 0)
ROW(bytes_pool_drop, without_blocks, pool_without_blocks(f), bytes_pool_drop(&f->pool), 0, 1, 0, 0)
ROW(bytes_pool_allocator, any, pool_with_block(f), yes(bytes_pool_allocator(f->pool) != NULL), 0, 0, 0, 0)
ROW(bytes_pool_buffer, from_the_cache, pool_with_block(f), ok(bytes_pool_buffer(f->pool, &f->m)), 1, 0, 0, 0)
ROW(bytes_pool_buffer, from_upstream, pool_without_blocks(f), ok(bytes_pool_buffer(f->pool, &f->m)), 2, 0, 0, 0)
ROW(bytes_mut_drop, into_a_pool, (pool_without_blocks(f), ok(bytes_pool_buffer(f->pool, &f->m))),
    bytes_mut_drop(&f->m), 0, 1, 0, 0)
ROW(bytes_pool_trim, with_a_block, pool_with_block(f), yes(bytes_pool_trim(f->pool, 0) == 1), 0, 1, 0, 0)
ROW(bytes_pool_own, any, pool_with_block(f), bytes_pool_own(f->pool), 0, 0, 0, 0)
ROW(bytes_pool_stats, any, pool_with_block(f), yes(bytes_pool_stats(f->pool).cached == 1), 0, 0, 0, 0)
/* clang-format on */
