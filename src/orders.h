/* SPDX-License-Identifier: MIT */
/*
 * The memory orders of the count, in one place: src/storage.c counts with them and tests/model/weights.c
 * explores every execution that they allow. Weaken one here and the model test goes red.
 */
#ifndef BYTES_ORDERS_H
#define BYTES_ORDERS_H

#include <stdatomic.h>

/*
 * Clone and refill. Whoever adds holds weight already, so the total cannot reach zero meanwhile, and an
 * addition has nothing to publish: the subtraction that gives the new weight back does that.
 */
#define BYTES_ORDER_ADD memory_order_relaxed

/*
 * Drop. Release: what this thread did with the bytes happens before whoever finds the weight gone frees them
 * or writes over them. Every change after it is a read-modify-write, or made by a sole owner who has acquired
 * it, so the release sequence carries all subtractions to the last one.
 */
#define BYTES_ORDER_SUB memory_order_release

/*
 * The load between the last subtraction and the free. Acquire: it reads that subtraction, which stands in the
 * release sequence of every earlier one. A load and not a fence, because ThreadSanitizer follows only loads.
 */
#define BYTES_ORDER_LAST memory_order_acquire

/*
 * "Is the total all mine?", asked before a free without subtraction, and before bytes that others have seen
 * are written again. Acquire: the answer yes is owed to subtractions that must happen before what follows.
 */
#define BYTES_ORDER_UNIQUE memory_order_acquire

/*
 * The sole owner sets the total back to the whole weight. Relaxed: nobody else looks at the total before this
 * thread hands a share over, and the handing over publishes the store.
 */
#define BYTES_ORDER_RESET memory_order_relaxed

/*
 * Surplus given back after an unsplit. Relaxed: the handle keeps some weight, so nobody finds the total to be
 * all theirs before that rest is dropped, and the release of that drop covers what came before the surplus.
 * It would not do for the last of a handle's weight.
 */
#define BYTES_ORDER_SURPLUS memory_order_relaxed

#endif
