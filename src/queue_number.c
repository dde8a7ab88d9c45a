/* SPDX-License-Identifier: MIT */
#include <bytes/queue_number.h>

#include "number.h"

/* The external definitions of the header's inline functions. */
extern inline BytesSpan bytes_queue_window_(const BytesQueue *self, size_t offset, size_t want, uint8_t *scratch);
extern inline int bytes_queue_write_(BytesQueue *self, const void *data, size_t len);
NUMBERS_EXTERN_READ(bytes_queue, BytesQueue);
NUMBERS_EXTERN_WRITE(bytes_queue, BytesQueue);

NUMBERS_DEFINE_FILL_SLOT(bytes_queue, BytesQueue, BytesQueueSlot)
