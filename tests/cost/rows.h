/* SPDX-License-Identifier: MIT */
/* All tables. No include guard: cost.c reads them once for each meaning of ROW. */
#include "adopt_rows.h"
#include "base_rows.h"
#include "fd_rows.h"
#include "map_rows.h"
#include "mut_rows.h"
#include "number_rows.h"
#include "pool_rows.h"
#include "queue_rows.h"
#include "search_rows.h"
#include "text_rows.h"
#include "view_rows.h"
#include "weak_rows.h"
