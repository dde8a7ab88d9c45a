/* SPDX-License-Identifier: MIT */
#include <bytes/queue_number.h>

#include "number.h"

NUMBERS_DEFINE_FILL_SLOT(bytes_queue, BytesQueue, BytesQueueSlot)
