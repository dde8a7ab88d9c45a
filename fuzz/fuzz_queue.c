/* SPDX-License-Identifier: MIT */
/* Two queues compared with flat arrays: the input is the program. Its first byte says which allocation fails. */
#include "../tests/unit/queue_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size != 0) {
        model_run(data + 1, size - 1, data[0]);
    }
    return 0;
}
