/* SPDX-License-Identifier: MIT */
#include "peers.h"

extern const BenchEntry bench_libbytes[];
extern const BenchEntry bench_libbytes_pool[];
extern const BenchEntry bench_libbytes_streams[];
extern const BenchEntry bench_libbytes_threads[];
extern const BenchEntry bench_floors[];
extern const BenchEntry bench_floors_pool[];

/* Each is in its own file, compiled if meson found the library; BENCH_<NAME>_VERSION is then defined. */
extern const BenchEntry bench_abseil[];
extern const BenchEntry bench_ffmpeg[];
extern const BenchEntry bench_glib[];
extern const BenchEntry bench_grpc[];
extern const BenchEntry bench_gstreamer[];
extern const BenchEntry bench_libevent[];
extern const BenchEntry bench_rust[];
extern const BenchEntry bench_zeromq[];

const BenchPeer bench_peers[] = {
    {"libbytes", NULL, bench_libbytes, BENCH_LIBBYTES_VERSION},
    {"libbytes", NULL, bench_libbytes_pool, BENCH_LIBBYTES_VERSION},
    {"libbytes", NULL, bench_libbytes_streams, BENCH_LIBBYTES_VERSION},
    {"libbytes", NULL, bench_libbytes_threads, BENCH_LIBBYTES_VERSION},
    {"floors", NULL, bench_floors, NULL},
    {"floors", NULL, bench_floors_pool, NULL},
#ifdef BENCH_RUST_VERSION
    {"Rust bytes", NULL, bench_rust, BENCH_RUST_VERSION},
#else
    {"Rust bytes", "librust-bytes-dev and rustc", NULL, NULL},
#endif
#ifdef BENCH_GRPC_VERSION
    {"gRPC slice", NULL, bench_grpc, BENCH_GRPC_VERSION},
#else
    {"gRPC slice", "libgrpc-dev", NULL, NULL},
#endif
#ifdef BENCH_GLIB_VERSION
    {"GLib GBytes", NULL, bench_glib, BENCH_GLIB_VERSION},
#else
    {"GLib GBytes", "libglib2.0-dev", NULL, NULL},
#endif
#ifdef BENCH_ABSEIL_VERSION
    {"Abseil Cord", NULL, bench_abseil, BENCH_ABSEIL_VERSION},
#else
    {"Abseil Cord", "libabsl-dev", NULL, NULL},
#endif
#ifdef BENCH_LIBEVENT_VERSION
    {"libevent evbuffer", NULL, bench_libevent, BENCH_LIBEVENT_VERSION},
#else
    {"libevent evbuffer", "libevent-dev", NULL, NULL},
#endif
#ifdef BENCH_ZEROMQ_VERSION
    {"ZeroMQ zmq_msg", NULL, bench_zeromq, BENCH_ZEROMQ_VERSION},
#else
    {"ZeroMQ zmq_msg", "libzmq3-dev", NULL, NULL},
#endif
#ifdef BENCH_FFMPEG_VERSION
    {"FFmpeg AVBufferRef", NULL, bench_ffmpeg, BENCH_FFMPEG_VERSION},
#else
    {"FFmpeg AVBufferRef", "libavutil-dev", NULL, NULL},
#endif
#ifdef BENCH_GSTREAMER_VERSION
    {"GStreamer GstMemory", NULL, bench_gstreamer, BENCH_GSTREAMER_VERSION},
#else
    {"GStreamer GstMemory", "libgstreamer1.0-dev", NULL, NULL},
#endif
    {NULL, NULL, NULL, NULL},
};
