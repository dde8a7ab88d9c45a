/* SPDX-License-Identifier: MIT */
/**
 * @file bytes.h
 * All of the core, but for what is POSIX only: fd.h, map.h.
 */
#ifndef BYTES_BYTES_H
#define BYTES_BYTES_H

#include <bytes/adopt.h>
#include <bytes/allocator.h>
#include <bytes/base.h>
#include <bytes/codec.h>
#include <bytes/mut.h>
#include <bytes/number.h>
#include <bytes/pool.h>
#include <bytes/queue.h>
#include <bytes/queue_number.h>
#include <bytes/search.h>
#include <bytes/storage.h>
#include <bytes/text.h>
#include <bytes/trace.h>
#include <bytes/view.h>
#include <bytes/weak.h>

#endif
