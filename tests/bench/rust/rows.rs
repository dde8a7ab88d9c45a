// SPDX-License-Identifier: MIT
//! Rust's `bytes`: the same work through its own interface, as a static library for bench.
use bytes::{Buf, BufMut, Bytes, BytesMut};
use std::ffi::c_void;
use std::os::raw::{c_char, c_uint};

// The constants of bench.h.
const BLOCK: usize = 65536;
const FRAME: usize = 64;
const FRAMES: usize = BLOCK / FRAME;
const LARGE: usize = 1024 * 1024;
const READ: usize = 1000;
const READ_BUFFER: usize = 8192;
const HELD: usize = 4;
const HEAD: usize = 1000;
const HEADERS: usize = 40;
const HEADER: usize = 24;
const NUMBERS: usize = 1024;

type Setup = extern "C" fn() -> *mut c_void;
type Run = extern "C" fn(*mut c_void, usize);
type Teardown = extern "C" fn(*mut c_void);
type Work = extern "C" fn(*mut c_void, c_uint, usize);

#[repr(C)]
pub struct Entry {
    work: *const c_char,
    who: *const c_char,
    setup: Option<Setup>,
    run: Option<Run>,
    teardown: Option<Teardown>,
    items: c_uint,
    threads: c_uint,
}

// Never written to.
unsafe impl Sync for Entry {}

#[repr(C)]
struct Relay {
    fill: extern "C" fn(*mut c_void, c_uint),
    drain: extern "C" fn(*mut c_void, c_uint),
    private: [u32; 16 + 32 + 16],
}

extern "C" {
    static bench_source: *const u8;
    fn bench_read(to: *mut u8, len: usize);
    fn bench_team_new(others: c_uint, work: Work, state: *mut c_void) -> *mut c_void;
    fn bench_team_run(team: *mut c_void, rounds: usize);
    fn bench_team_free(team: *mut c_void);
    fn bench_relay(state: *mut c_void, number: c_uint, rounds: usize);
}

/// BENCH_ESCAPE: the value must be in memory.
#[inline(always)]
fn escape<T>(value: &T) {
    unsafe { std::arch::asm!("/* {0} */", in(reg) value as *const T, options(nostack, preserves_flags)) }
}

/// BENCH_CONSUME: the bytes are consumed, the handle is not.
#[inline(always)]
fn consume(bytes: &[u8]) {
    unsafe {
        std::arch::asm!("/* {0} {1} */", in(reg) bytes.as_ptr(), in(reg) bytes.len(), options(nostack, preserves_flags))
    }
}

/// BENCH_USE and BENCH_OPAQUE: the value must be computed.
#[inline(always)]
fn opaque(mut value: usize) -> usize {
    unsafe { std::arch::asm!("/* {0} */", inout(reg) value, options(nomem, nostack, preserves_flags)) }
    value
}

fn source(len: usize) -> &'static [u8] {
    unsafe { std::slice::from_raw_parts(bench_source, len) }
}

fn boxed<T>(value: T) -> *mut c_void {
    Box::into_raw(Box::new(value)) as *mut c_void
}

extern "C" fn unbox<T>(state: *mut c_void) {
    drop(unsafe { Box::from_raw(state as *mut T) })
}

fn of<'a, T>(state: *mut c_void) -> &'a mut T {
    unsafe { &mut *(state as *mut T) }
}

// One view, and another so that it is not unique.
struct View {
    view: Bytes,
    _other: Bytes,
}

fn view_of(len: usize) -> View {
    let view = Bytes::copy_from_slice(source(len));
    View { _other: view.clone(), view }
}

extern "C" fn view_setup() -> *mut c_void {
    boxed(view_of(1024))
}

extern "C" fn clone_drop(state: *mut c_void, rounds: usize) {
    let view = of::<View>(state);
    for _ in 0..rounds {
        let copy = view.view.clone();
        consume(&copy);
    }
}

extern "C" fn slice_drop(state: *mut c_void, rounds: usize) {
    let view = of::<View>(state);
    for _ in 0..rounds {
        let part = view.view.slice(100..900);
        consume(&part);
    }
}

fn copy_drop(len: usize, rounds: usize) {
    for _ in 0..rounds {
        let copy = Bytes::copy_from_slice(source(opaque(len)));
        consume(&copy);
    }
}

extern "C" fn copy_drop_64(_: *mut c_void, rounds: usize) {
    copy_drop(64, rounds)
}

extern "C" fn copy_drop_960(_: *mut c_void, rounds: usize) {
    copy_drop(960, rounds)
}

extern "C" fn copy_drop_1024(_: *mut c_void, rounds: usize) {
    copy_drop(1024, rounds)
}

extern "C" fn append_freeze(_: *mut c_void, rounds: usize) {
    for _ in 0..rounds {
        let mut buffer = BytesMut::new();
        for _ in 0..FRAMES {
            buffer.extend_from_slice(source(FRAME));
        }
        let view = buffer.freeze();
        consume(&view);
    }
}

// Frames split off a read buffer.
struct Frames {
    buffer: BytesMut,
    block: usize,
    frames: Vec<Bytes>,
}

impl Frames {
    fn new(block: usize) -> Frames {
        let frames = Vec::with_capacity(block / FRAME);
        Frames { buffer: BytesMut::with_capacity(block), block, frames }
    }

    fn read(&mut self) {
        self.buffer.reserve(self.block);
        // Stands for a read; the bytes are not written, for any library.
        unsafe { self.buffer.set_len(self.block) }
    }

    fn drop_each(&mut self, rounds: usize) {
        for _ in 0..rounds {
            self.read();
            while self.buffer.len() >= FRAME {
                let frame = self.buffer.split_to(FRAME).freeze();
                consume(&frame);
            }
        }
    }

    fn make(&mut self) {
        self.read();
        while self.buffer.len() >= FRAME {
            self.frames.push(self.buffer.split_to(FRAME).freeze());
        }
        escape(&self.frames);
    }
}

extern "C" fn frames_64() -> *mut c_void {
    boxed(Frames::new(FRAME))
}

extern "C" fn frames_1k() -> *mut c_void {
    boxed(Frames::new(1024))
}

extern "C" fn frames_64k() -> *mut c_void {
    boxed(Frames::new(BLOCK))
}

extern "C" fn frames_1m() -> *mut c_void {
    boxed(Frames::new(LARGE))
}

extern "C" fn frames_drop_each(state: *mut c_void, rounds: usize) {
    of::<Frames>(state).drop_each(rounds)
}

extern "C" fn frames_drop_all(state: *mut c_void, rounds: usize) {
    let frames = of::<Frames>(state);
    for _ in 0..rounds {
        frames.make();
        frames.frames.clear();
    }
}

extern "C" fn adopt_malloc(_: *mut c_void, rounds: usize) {
    for _ in 0..rounds {
        let mut data = Vec::<u8>::with_capacity(READ);
        unsafe { data.set_len(READ) }
        escape(&data);
        let view = Bytes::from(data);
        consume(&view);
    }
}

extern "C" fn head_setup() -> *mut c_void {
    boxed((view_of(HEAD), Vec::<Bytes>::with_capacity(HEADERS)))
}

extern "C" fn headers(state: *mut c_void, rounds: usize) {
    let (head, fields) = of::<(View, Vec<Bytes>)>(state);
    for _ in 0..rounds {
        for i in 0..HEADERS {
            fields.push(head.view.slice(i * HEADER..(i + 1) * HEADER));
        }
        escape(fields);
        fields.clear();
    }
}

// Each read is split off as a message; the last HELD messages are still in use.
struct Reads {
    buffer: BytesMut,
    held: [Bytes; HELD],
    next: usize,
}

impl Reads {
    fn read(&mut self) -> Bytes {
        self.buffer.reserve(READ);
        unsafe {
            bench_read(self.buffer.chunk_mut().as_mut_ptr(), READ);
            self.buffer.advance_mut(READ);
        }
        self.buffer.split().freeze()
    }
}

extern "C" fn reads_setup() -> *mut c_void {
    boxed(Reads { buffer: BytesMut::with_capacity(READ_BUFFER), held: Default::default(), next: 0 })
}

extern "C" fn read_loop(state: *mut c_void, rounds: usize) {
    let reads = of::<Reads>(state);
    for _ in 0..rounds {
        let message = reads.read();
        consume(&message);
    }
}

extern "C" fn read_loop_held(state: *mut c_void, rounds: usize) {
    let reads = of::<Reads>(state);
    for _ in 0..rounds {
        let message = reads.read();
        reads.held[reads.next] = message;
        escape(&reads.held);
        reads.next = (reads.next + 1) % HELD;
    }
}

extern "C" fn numbers_setup() -> *mut c_void {
    boxed((view_of(NUMBERS * 8), BytesMut::with_capacity(NUMBERS * 8)))
}

extern "C" fn get_u8(state: *mut c_void, rounds: usize) {
    let (view, _) = of::<(View, BytesMut)>(state);
    for _ in 0..rounds {
        let mut view = view.view.clone();
        for _ in 0..NUMBERS {
            opaque(view.get_u8().into());
        }
    }
}

extern "C" fn get_u32(state: *mut c_void, rounds: usize) {
    let (view, _) = of::<(View, BytesMut)>(state);
    for _ in 0..rounds {
        let mut view = view.view.clone();
        for _ in 0..NUMBERS {
            opaque(view.get_u32() as usize);
        }
    }
}

extern "C" fn put_u8(state: *mut c_void, rounds: usize) {
    let (_, buffer) = of::<(View, BytesMut)>(state);
    for _ in 0..rounds {
        buffer.clear();
        for i in 0..NUMBERS {
            buffer.put_u8(opaque(i) as u8);
        }
        escape(buffer);
    }
}

extern "C" fn put_u32(state: *mut c_void, rounds: usize) {
    let (_, buffer) = of::<(View, BytesMut)>(state);
    for _ in 0..rounds {
        buffer.clear();
        for i in 0..NUMBERS {
            buffer.put_u32(opaque(i) as u32);
        }
        escape(buffer);
    }
}

// Work on several threads. The relay and the team come first, so that one function runs and one frees all of them. The
// threads share the state by pointer, and each uses its part.
#[repr(C)]
struct Shared<T> {
    relay: Relay,
    team: *mut c_void,
    state: T,
}

extern "C" fn nothing(_: *mut c_void, _: c_uint) {}

fn shared<T>(others: c_uint, work: Work, relay: Relay, state: T) -> *mut c_void {
    let out = boxed(Shared { relay, team: std::ptr::null_mut(), state });
    of::<Shared<T>>(out).team = unsafe { bench_team_new(others, work, out) };
    out
}

fn relay(fill: extern "C" fn(*mut c_void, c_uint), drain: extern "C" fn(*mut c_void, c_uint)) -> Relay {
    Relay { fill, drain, private: [0; 64] }
}

extern "C" fn shared_run<T>(state: *mut c_void, rounds: usize) {
    unsafe { bench_team_run((*(state as *const Shared<T>)).team, rounds) }
}

extern "C" fn shared_teardown<T>(state: *mut c_void) {
    unsafe { bench_team_free((*(state as *const Shared<T>)).team) }
    unbox::<Shared<T>>(state)
}

extern "C" fn contend(state: *mut c_void, _: c_uint, rounds: usize) {
    let view = unsafe { &(*(state as *const Shared<View>)).state.view };
    for _ in 0..rounds {
        let copy = view.clone();
        consume(&copy);
    }
}

extern "C" fn contended_setup() -> *mut c_void {
    shared(1, contend, relay(nothing, nothing), view_of(1024))
}

type Batches = [Frames; 2];

fn batch<'a>(state: *mut c_void, batch: c_uint) -> &'a mut Frames {
    unsafe { &mut (*std::ptr::addr_of_mut!((*(state as *mut Shared<Batches>)).state[batch as usize])) }
}

extern "C" fn fill(state: *mut c_void, number: c_uint) {
    batch(state, number).make()
}

extern "C" fn drain(state: *mut c_void, number: c_uint) {
    batch(state, number).frames.clear()
}

extern "C" fn relay_work(state: *mut c_void, number: c_uint, rounds: usize) {
    unsafe { bench_relay(state, number, rounds) }
}

extern "C" fn handover_setup() -> *mut c_void {
    shared(1, relay_work, relay(fill, drain), [Frames::new(BLOCK), Frames::new(BLOCK)])
}

type Parallel = [Frames; 4];

extern "C" fn parallel_work(state: *mut c_void, number: c_uint, rounds: usize) {
    let frames = unsafe { &mut *std::ptr::addr_of_mut!((*(state as *mut Shared<Parallel>)).state[number as usize]) };
    frames.drop_each(rounds)
}

fn parallel(threads: c_uint) -> *mut c_void {
    let each = [Frames::new(BLOCK), Frames::new(BLOCK), Frames::new(BLOCK), Frames::new(BLOCK)];
    shared(threads - 1, parallel_work, relay(nothing, nothing), each)
}

extern "C" fn parallel_1() -> *mut c_void {
    parallel(1)
}

extern "C" fn parallel_2() -> *mut c_void {
    parallel(2)
}

extern "C" fn parallel_3() -> *mut c_void {
    parallel(3)
}

extern "C" fn parallel_4() -> *mut c_void {
    parallel(4)
}

macro_rules! entry {
    ($work:literal, $setup:expr, $run:expr, $teardown:expr, $items:expr, $threads:literal) => {
        Entry {
            work: concat!($work, "\0").as_ptr() as *const c_char,
            who: "Rust bytes\0".as_ptr() as *const c_char,
            setup: $setup,
            run: Some($run),
            teardown: $teardown,
            items: ($items) as c_uint,
            threads: $threads,
        }
    };
}

const END: Entry = Entry {
    work: std::ptr::null(),
    who: std::ptr::null(),
    setup: None,
    run: None,
    teardown: None,
    items: 0,
    threads: 0,
};

#[no_mangle]
pub static bench_rust: [Entry; 27] = [
    entry!("share-drop", Some(view_setup), clone_drop, Some(unbox::<View>), 1, 0),
    entry!("slice-drop", Some(view_setup), slice_drop, Some(unbox::<View>), 1, 0),
    entry!("copy-drop 64 B", None, copy_drop_64, None, 1, 0),
    entry!("copy-drop 960 B", None, copy_drop_960, None, 1, 0),
    entry!("copy-drop 1 KiB", None, copy_drop_1024, None, 1, 0),
    entry!("append 64 B x 1024", None, append_freeze, None, 1, 0),
    entry!("frames, drop each", Some(frames_64k), frames_drop_each, Some(unbox::<Frames>), FRAMES, 0),
    entry!("frames, drop all", Some(frames_64k), frames_drop_all, Some(unbox::<Frames>), FRAMES, 0),
    entry!("frames of 64 B blocks", Some(frames_64), frames_drop_each, Some(unbox::<Frames>), 1, 0),
    entry!("frames of 1 KiB blocks", Some(frames_1k), frames_drop_each, Some(unbox::<Frames>), 1024 / FRAME, 0),
    entry!("frames of 64 KiB blocks", Some(frames_64k), frames_drop_each, Some(unbox::<Frames>), FRAMES, 0),
    entry!("frames of 1 MiB blocks", Some(frames_1m), frames_drop_each, Some(unbox::<Frames>), LARGE / FRAME, 0),
    entry!("adopt-drop malloc", None, adopt_malloc, None, 1, 0),
    entry!("40 headers", Some(head_setup), headers, Some(unbox::<(View, Vec<Bytes>)>), HEADERS, 0),
    entry!("read loop", Some(reads_setup), read_loop, Some(unbox::<Reads>), 1, 0),
    entry!("read loop, 4 held", Some(reads_setup), read_loop_held, Some(unbox::<Reads>), 1, 0),
    entry!("get u8", Some(numbers_setup), get_u8, Some(unbox::<(View, BytesMut)>), NUMBERS, 0),
    entry!("get u32 big-endian", Some(numbers_setup), get_u32, Some(unbox::<(View, BytesMut)>), NUMBERS, 0),
    entry!("put u8", Some(numbers_setup), put_u8, Some(unbox::<(View, BytesMut)>), NUMBERS, 0),
    entry!("put u32 big-endian", Some(numbers_setup), put_u32, Some(unbox::<(View, BytesMut)>), NUMBERS, 0),
    entry!("share-drop, 2 threads", Some(contended_setup), shared_run::<View>, Some(shared_teardown::<View>), 2, 1),
    entry!("frames, drop elsewhere", Some(handover_setup), shared_run::<Batches>,
        Some(shared_teardown::<Batches>), FRAMES, 1),
    entry!("frames on 1 thread", Some(parallel_1), shared_run::<Parallel>, Some(shared_teardown::<Parallel>), FRAMES, 1),
    entry!("frames on 2 threads", Some(parallel_2), shared_run::<Parallel>, Some(shared_teardown::<Parallel>), 2 * FRAMES, 1),
    entry!("frames on 3 threads", Some(parallel_3), shared_run::<Parallel>, Some(shared_teardown::<Parallel>), 3 * FRAMES, 2),
    entry!("frames on 4 threads", Some(parallel_4), shared_run::<Parallel>, Some(shared_teardown::<Parallel>), 4 * FRAMES, 3),
    END,
];
