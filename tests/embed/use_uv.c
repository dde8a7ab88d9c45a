/* SPDX-License-Identifier: MIT */
#include <bytes/uv.h>

static void on_read(BytesUvReader *reader, ssize_t result)
{
    (void)reader;
    (void)result;
}

int main(void)
{
    uv_pipe_t pipe;
    BytesUvReader reader;
    uv_loop_t *const loop = uv_default_loop();
    if (uv_pipe_init(loop, &pipe, 0) != 0) {
        return 1;
    }
    bytes_uv_reader_init((uv_stream_t *)&pipe, NULL, on_read, &reader);
    uv_close((uv_handle_t *)&pipe, NULL);
    uv_run(loop, UV_RUN_DEFAULT);
    bytes_uv_reader_drop(&reader);
    return uv_loop_close(loop);
}
