# SPDX-License-Identifier: MIT
"""The figures of a run, and which of them the documents show. For table.py and chart.py."""
import hashlib
import json
import pathlib

FOLDER = pathlib.Path(__file__).parent
RESULTS = FOLDER / 'results' / 'side-by-side.json'
CHART = FOLDER / 'results' / 'side-by-side.svg'

OURS = 'libbytes'
FLOOR = 'floor'
PEERS = ['Rust bytes', 'gRPC slice', 'GLib GBytes', 'Abseil Cord', 'libevent evbuffer', 'ZeroMQ zmq_msg',
         'FFmpeg AVBufferRef', 'GStreamer GstMemory']
# Work, its title in the documents, and its floor.
ROWS = [
    ('share-drop', 'share a view, drop it', 'floor: pair'),
    ('slice-drop', 'share a slice of a view, drop it', 'floor: pair'),
    ('share-drop, 2 threads', 'share and drop on two threads', 'floor: pair'),
    ('frames, drop each', 'split off a frame of 64 B, drop it', 'floor: pair'),
    ('frames, drop all', 'the same, all 1024 dropped at once', 'floor: pair'),
    ('frames, drop elsewhere', 'the same, dropped by another thread', None),
    ('40 headers', 'a header view, one of 40', 'floor: pair'),
    ('read loop', 'read 1000 B, split, freeze, drop', 'floor: memcpy'),
    ('read loop, 4 held', 'the same, the last 4 still in use', None),
    ('append 64 B x 1024', 'append 64 B 1024 times, freeze', 'floor: doubling realloc'),
    ('queue of 16 views', 'queue 16 views, export iovecs, advance', 'floor: 16 pairs'),
    ('copy-drop 64 B', 'copy 64 B, drop', 'floor: malloc, memcpy, free'),
    ('copy-drop 960 B', 'copy 960 B, drop', 'floor: malloc, memcpy, free'),
    ('copy-drop 1 KiB', 'copy 1 KiB, drop', 'floor: malloc with a header, memcpy, free'),
    ('adopt-drop malloc', 'adopt a malloc\'ed block, drop', 'floor: malloc, free'),
    ('adopt-drop static', 'adopt memory with a callback, drop', None),
    ('get u8', 'get a byte', 'floor: plain C'),
    ('get u32 big-endian', 'get a 32-bit number', 'floor: plain C'),
    ('put u8', 'put a byte', 'floor: plain C'),
    ('put u32 big-endian', 'put a 32-bit number', 'floor: plain C'),
]


def load():
    """The run and the hash of its file."""
    text = RESULTS.read_bytes()
    return json.loads(text), hashlib.sha256(text).hexdigest()


def medians(run, mode):
    """{(work, who): ns} of the entries that were measured."""
    return {(r['work'], r['who']): r['ns'] for r in run['results'] if r['mode'] == mode and r['ns'] is not None}
