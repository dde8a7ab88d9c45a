/* SPDX-License-Identifier: MIT */
/*
 * The line scan, written once for all paths. The .c file of a path defines
 *
 *   SCAN_TARGET                  attributes of its functions
 *   SCAN_INLINE                  the same, and static inline
 *   scan_block(data)             bitmaps of 64 bytes
 *   scan_short(data, len)        bitmaps of 16 to 63 bytes; bits from len on are 0
 *   scan_put(lines, base, lf)    stores the ends of the lines whose LF are in a bitmap; may write a few more entries
 *   scan_count(bits)             number of bits set
 *   scan_token(data, at, len)    offset of the first byte from at on that is not a token character; there is one
 *
 * and then includes this file.
 *
 * The scan passes over the bytes twice. The first pass makes the bitmaps: with them a check of all line ends takes one
 * shift and one comparison for 64 bytes, and storing the line ends takes no branch for each. The second pass reads the
 * first bytes of each line. Interleaving the two was slower: each line end is then a branch that the processor cannot
 * predict.
 */

/* The second pass: where the name on each line ends, and whether a CR stands before each LF. */
SCAN_INLINE HttpScanResult scan_names(HttpScan *scan, uint32_t count, HttpScanResult result)
{
    const uint8_t *data = scan->data;
    const uint32_t len = scan->len;
    uint32_t begin = scan->line;
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t end = scan->lines[i].end;
        scan->lines[i].name_end = scan_token(data, begin, len);
        wrong |= data[end] ^ (uint32_t)'\r';
        begin = end + 2;
    }
    scan->line = begin;
    scan->count = count;
    return wrong == 0 ? result : HTTP_SCAN_BAD;
}

static SCAN_TARGET HttpScanResult scan_lines(HttpScan *scan)
{
    const uint8_t *data = scan->data;
    const uint32_t len = scan->len;
    HttpLine *out = scan->lines;
    HttpLine *const full = scan->lines + HTTP_SCAN_BATCH;
    uint64_t before = scan->before;       /* bit 0: the byte before is a control character other than LF */
    uint64_t lf_before = scan->lf_before; /* bit 1: the byte before is an LF; bit 0: the one before that is */
    uint32_t at = scan->at;
    if (len < HTTP_SCAN_SHORTEST) {
        return HTTP_SCAN_SHORT;
    }
    while (at < len && out < full) {
        ScanMasks m;
        if (len - at >= HTTP_SCAN_BLOCK) {
            m = scan_block(data + at);
        } else {
            /* The rest is taken together with bytes seen before, so that nothing is read past the end. */
            const bool tiny = len < HTTP_SCAN_BLOCK;
            const uint32_t seen = tiny ? at : HTTP_SCAN_BLOCK - (len - at);
            m = tiny ? scan_short(data, len) : scan_block(data + len - HTTP_SCAN_BLOCK);
            m.lf >>= seen;
            m.control >>= seen;
        }
        /* Each control character other than LF must be followed by an LF, and each LF must follow one; that it is a CR
         * is checked with the names. A CR in the last byte of the data does not matter: the head is not complete. */
        const uint64_t other = m.control ^ m.lf;
        const uint64_t expected = other << 1 | before;
        /* An LF two bytes after another one ends the empty line, and with it the head. */
        const uint64_t empty = m.lf & (m.lf << 2 | lf_before);
        if (empty != 0) {
            const uint64_t until = empty ^ (empty - 1);
            if (((m.lf ^ expected) & until) != 0) {
                return HTTP_SCAN_BAD;
            }
            m.lf &= until;
            scan_put(out, at - 1, m.lf);
            out += scan_count(m.lf);
            return scan_names(scan, (uint32_t)(out - scan->lines), HTTP_SCAN_HEAD);
        }
        if (m.lf != expected) {
            return HTTP_SCAN_BAD;
        }
        before = other >> 63;
        lf_before = m.lf >> 62;
        scan_put(out, at - 1, m.lf);
        out += scan_count(m.lf);
        at = len - at >= HTTP_SCAN_BLOCK ? at + HTTP_SCAN_BLOCK : len;
    }
    if (out < full) {
        return HTTP_SCAN_SHORT;
    }
    scan->at = at;
    scan->before = (uint8_t)before;
    scan->lf_before = (uint8_t)lf_before;
    return scan_names(scan, (uint32_t)(out - scan->lines), HTTP_SCAN_PAUSE);
}
