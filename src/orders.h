/* SPDX-License-Identifier: MIT */
/*
 * The memory orders of the weighted reference count, of weak views and of pools, in one place: src/storage.c and
 * src/pool.c use them, and tests/model explores every execution that they allow (weights_*.c, weak.c, pool.c). With any
 * acquire or release here weakened, the model test fails.
 *
 * Words: a handle has *weight*; the storage's *total* is the sum of the weights of its live handles; a handle is
 * *unique* if its weight is the total. A *release sequence* is a release followed, in the modification order of the
 * total, by read-modify-writes only; an acquire that reads any of these synchronises with the release.
 */
#ifndef BYTES_SRC_ORDERS_H
#define BYTES_SRC_ORDERS_H

#include <stdatomic.h>

/*
 * Clone and refill. Relaxed: a handle that adds has weight, so the total cannot reach zero meanwhile; and an addition
 * publishes nothing, since the subtraction that returns the new weight does.
 */
#define BYTES_ORDER_ADD memory_order_relaxed

/*
 * Drop. Release: what this thread did with the bytes happens before a thread that reads the total without this weight
 * frees or overwrites them. Every later change of the total is a read-modify-write, or the store of a unique handle
 * that has acquired this subtraction: so the last subtraction is in the release sequence of every earlier one.
 */
#define BYTES_ORDER_SUB memory_order_release

/*
 * The load between the last subtraction and the free. Acquire: it reads the last subtraction, which is in the release
 * sequence of every earlier one. A load and not a fence, because ThreadSanitizer does not model fences.
 */
#define BYTES_ORDER_LAST memory_order_acquire

/*
 * The unique check (total == weight of this handle), before a free without a subtraction and before bytes that other
 * handles have shown are overwritten. Acquire: a handle becomes unique by the subtractions of others, which must happen
 * before what follows.
 */
#define BYTES_ORDER_UNIQUE memory_order_acquire

/*
 * A unique handle resets the total, and its weight, to the whole weight. Relaxed: no other thread accesses the total
 * before this one passes it a share, and passing the share publishes the store.
 */
#define BYTES_ORDER_RESET memory_order_relaxed

/*
 * Surplus returned after an unsplit. Relaxed: the handle keeps weight, so no other handle is unique and the total is
 * not zero before the rest is dropped, and the release of that drop covers what came before the surplus. Not valid for
 * the last of a handle's weight.
 */
#define BYTES_ORDER_SURPLUS memory_order_relaxed

/*
 * A block that another thread than the owner of a pool gives back. Release: what this thread did with the block happens
 * before the owner uses it again. Blocks below it on the stack were released by their own pushes, whose release
 * sequences this read-modify-write continues.
 */
#define BYTES_ORDER_POOL_PUSH memory_order_release

/* The owner of a pool takes the whole stack. Acquire: pairs with the pushes. */
#define BYTES_ORDER_POOL_TAKE memory_order_acquire

/*
 * References to a pool are given up. Release: this thread's use of the pool happens before it is freed. Acquire: the
 * same for the use by others, for whoever frees it.
 */
#define BYTES_ORDER_POOL_LAST memory_order_acq_rel

/*
 * A unique handle of a storage with weak views exchanges its weight for 0, unless a weak view was upgraded meanwhile.
 * Acquire: a view that was upgraded and dropped since the unique check has made the total equal again, and its use of
 * the bytes must happen before their end. An upgrade itself is an addition, which publishes nothing.
 */
#define BYTES_ORDER_WEAK_END memory_order_acquire

#endif
