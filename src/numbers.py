#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write the get, peek and put functions of number.h and queue_number.h, each spelled out, into include/bytes/impl.

numbers.py            write the files anew
numbers.py --check    exit with 1 if a file is not what would be written

To add a number, add it to the tables below and to tests/number_table.h, and run this.
"""
import pathlib
import string
import sys
import textwrap

IMPL = pathlib.Path(__file__).resolve().parent.parent / 'include/bytes/impl'
COLUMNS = 120

# The numbers of fixed size: kind, type and bits; each of more than 8 bits in each order.
FIXED = [(letter + str(bits), f'{sign}int{bits}_t', bits)
         for bits in (8, 16, 32, 64) for letter, sign in (('u', 'u'), ('i', ''))]
FIXED += [('f32', 'float', 32), ('f64', 'double', 64)]
ORDERS = {'be': 'big-endian ', 'le': 'little-endian ', 'ne': 'native-endian '}

# Each handle: its file, the header that includes it, what its functions read from, and the code that differs.
HANDLES = {
    'bytes': {
        'file': 'number_view.inl', 'header': 'number.h', 'Handle': 'Bytes', 'noun': 'a view',
        'put': None,
    },
    'bytes_mut': {
        'file': 'number_mut.inl', 'header': 'number.h', 'Handle': 'BytesMut', 'noun': 'a buffer',
        'put': 'bytes_mut_put()',
    },
    'bytes_queue': {
        'file': 'number_queue.inl', 'header': 'queue_number.h', 'Handle': 'BytesQueue', 'noun': 'a queue',
        'put': 'bytes_queue_put()',
    },
}

HEAD = '''\
/* SPDX-License-Identifier: MIT */
/**
 * @file $file
 * Numbers in $noun: part of $header, which explains their names, results and costs.
 * Written by src/numbers.py; do not edit.
 */
#ifndef BYTES_IMPL_$GUARD
#define BYTES_IMPL_$GUARD

/** @name Numbers in $noun
 * @{ */
'''

TAIL = '''
/** @} */

#endif
'''

# The bytes of a number at an offset, contiguous: the test that they are there, and a pointer to them.
FLAT_AT = '''\
    if (${guard}offset > self->len || self->len - offset < $size) {
        return false;
    }
'''
QUEUE_AT = '''\
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, $size, scratch);
    if (${guard}window.len < $size) {
        return false;
    }
'''
FLAT_BYTES = 'self->data + offset'
QUEUE_BYTES = 'window.data'

# Tailroom for a number that is known to be valid, and where its bytes go.
RESERVE = '''\
    const int error = $reserve(self, $size);
    if (error != 0) {
        return error;
    }
'''

GET = '''\
    $type value;
    if (!BYTES_LIKELY(${prefix}_peek_$name(self, 0, &value))) {
        return false;
    }
    ${prefix}_advance(self, sizeof(value));
    $assign /* last: `out` might point into the handle */
    return true;
'''

GET_WIDTH = '''\
    if (!${prefix}_peek_$name(self, 0, width, out)) {
        return false;
    }
    ${prefix}_advance(self, width);
    return true;
'''

PEEK_INT = '''\
    uint64_t value;
    if (!${prefix}_peek_uint_$order(self, offset, width, &value)) {
        return false;
    }
    *out = bytes_extend_sign_(value, width);
    return true;
'''

GET_VARIABLE = '''\
    const int size = ${prefix}_peek_$name(self, 0, out);
    if (size > 0) {
        ${prefix}_advance(self, (size_t)size);
    }
    return size;
'''

PEEK_ZIGZAG = '''\
    uint64_t value;
    const int size = ${prefix}_peek_leb128(self, offset, &value);
    if (size > 0) {
        *out = bytes_zigzag_decode_(value);
    }
    return size;
'''

FLAT_PEEK_VARIABLE = '''\
    return offset < self->len ? bytes_${name}_decode_(self->data + offset, self->len - offset, out) : 0;
'''

QUEUE_PEEK_LEB128 = '''\
    uint8_t scratch[BYTES_NUMBER_MAX_];
    const BytesSpan window = bytes_queue_window_(self, offset, BYTES_NUMBER_LEB128_, scratch);
    return bytes_leb128_decode_(window.data, window.len, out);
'''

QUEUE_PEEK_QUIC = '''\
    uint8_t scratch[BYTES_NUMBER_MAX_];
    BytesSpan window = bytes_queue_window_(self, offset, 1, scratch);
    if (window.len != 0) { /* the first byte gives the width */
        window = bytes_queue_window_(self, offset, bytes_quic_varint_width_(window.data[0]), scratch);
    }
    return bytes_quic_varint_decode_(window.data, window.len, out);
'''

PUT_LEB128 = '''\
    if (BYTES_LIKELY(value < 0x80)) {
        return ${prefix}_put_u8(self, (uint8_t)value);
    }
    const size_t size = bytes_leb128_size(value);
'''

PUT_QUIC = '''\
    const size_t width = bytes_quic_varint_size(value);
    return width != 0 ? ${prefix}_put_quic_varint_wide(self, value, width) : BYTES_ERANGE;
'''

CHECK = '''\
    const int invalid = $check(value, width);
    if (invalid != 0) {
        return invalid;
    }
'''


def fill(text, **values):
    return string.Template(text).substitute(values)


def document(text):
    """A Doxygen comment, of one line if that is long enough."""
    if len(text) + len('/**  */') <= COLUMNS:
        return f'/** {text} */\n'
    lines = textwrap.wrap(text, COLUMNS - len('/** '), break_long_words=False, break_on_hyphens=False)
    if len(lines[-1]) + len(' *  */') > COLUMNS:
        last, word = lines[-1].rsplit(' ', 1)
        lines[-1:] = [last, word]
    return '/** ' + '\n * '.join(lines) + ' */\n'


def function(comment, result, name, parameters, body):
    start = f'BYTES_INLINE BYTES_NODISCARD {result} {name}('
    line = start
    lines = []
    for i, parameter in enumerate(parameters):
        part = parameter + (', ' if i + 1 < len(parameters) else ')')
        if len((line + part).rstrip()) > COLUMNS:
            lines.append(line.rstrip())
            line = ' ' * len(start)
        line += part
    return '\n' + document(comment) + '\n'.join(lines + [line]) + '\n{\n' + body + '}\n'


class Family:
    """The functions of one handle."""

    def __init__(self, prefix):
        self.prefix = prefix
        self.handle = HANDLES[prefix]
        self.queue = prefix == 'bytes_queue'
        self.at, self.bytes = (QUEUE_AT, QUEUE_BYTES) if self.queue else (FLAT_AT, FLAT_BYTES)
        self.const = f'const {self.handle["Handle"]} *self'
        self.self = f'{self.handle["Handle"]} *self'
        self.errors = f'or an error of {self.handle["put"]}.'

    def reserve(self, size):
        """Make space for `size` bytes. Returns the code, the place, and what to do afterwards."""
        if self.queue:
            return (fill(RESERVE, reserve='bytes_queue_ensure_', size=size),
                    'bytes_queue_end_(self)', f'    bytes_queue_extend_(self, {size});\n')
        return (fill(RESERVE, reserve='bytes_mut_ensure_', size=size), 'self->data + self->len',
                f'    self->len += {size};\n')

    def store(self, size, code):
        """`code` stores at $to."""
        reserve, to, after = self.reserve(size)
        return reserve + f'    {fill(code, to=to)}\n' + after + '    return 0;\n'

    def fixed(self, kind, ctype, bits, order):
        name = kind + (f'_{order}' if bits > 8 else '')
        what = (ORDERS[order] if bits > 8 else '') + f'`{ctype}`'
        unsigned = f'uint{bits}_t'
        if bits == 8 or order == 'ne':
            load = f'    memcpy(out, {self.bytes}, sizeof(*out));\n'
            store = 'memcpy($to, &value, sizeof(value));'
            raw = ''
        elif ctype == unsigned:
            load = f'    *out = bytes_load_{order}{bits}_({self.bytes});\n'
            store = f'bytes_store_{order}{bits}_($to, value);'
            raw = ''
        else:
            load = (f'    const {unsigned} raw = bytes_load_{order}{bits}_({self.bytes});\n'
                    '    memcpy(out, &raw, sizeof(raw));\n')
            store = f'bytes_store_{order}{bits}_($to, raw);'
            raw = f'    {unsigned} raw;\n    memcpy(&raw, &value, sizeof(raw));\n'
        assign = 'memcpy(out, &value, sizeof(value));' if kind[0] == 'f' else '*out = value;'
        yield 'read', function(
            f'Read {article(what)} at @p offset. @return False if it is not all inside.',
            'bool', f'{self.prefix}_peek_{name}', [self.const, 'size_t offset', f'{ctype} *out'],
            fill(self.at, guard='', size='sizeof(*out)') + load + '    return true;\n')
        yield 'read', function(
            f'Take {article(what)} off the front. @return False if there are too few bytes; nothing is taken.',
            'bool', f'{self.prefix}_get_{name}', [self.self, f'{ctype} *out'],
            fill(GET, type=ctype, prefix=self.prefix, name=name, assign=assign))
        yield 'write', function(
            f'Append {article(what)}. @return 0, {self.errors}',
            'int', f'{self.prefix}_put_{name}', [self.self, f'{ctype} value'],
            raw + self.store('sizeof(value)', store))

    def width(self, sign, order):
        name = f'{sign}_{order}'
        ctype = f'{"u" if sign == "uint" else ""}int64_t'
        what = f'{ORDERS[order]}{"unsigned" if sign == "uint" else "signed"} integer of @p width bytes'
        peek = [self.const, 'size_t offset', 'size_t width', f'{ctype} *out']
        if sign == 'uint':
            body = (fill(self.at, guard='!bytes_is_width_(width) || ', size='width') +
                    f'    *out = bytes_load_{order}_({self.bytes}, width);\n    return true;\n')
        else:
            body = fill(PEEK_INT, prefix=self.prefix, order=order)
        yield 'read', function(
            f'Read {article(what)} at @p offset. @return False if it is not all inside, or @p width is not 1 to 8.',
            'bool', f'{self.prefix}_peek_{name}', peek, body)
        yield 'read', function(
            f'Take {article(what)} off the front. @return False if there are too few bytes, or @p width is not 1 to 8; '
            'nothing is taken.',
            'bool', f'{self.prefix}_get_{name}', [self.self, 'size_t width', f'{ctype} *out'],
            fill(GET_WIDTH, prefix=self.prefix, name=name))
        cast = '' if sign == 'uint' else '(uint64_t)'
        yield 'write', function(
            f'Append {article(what)}. @return 0; #BYTES_EINVAL if @p width is not 1 to 8; #BYTES_ERANGE if the number '
            f'does not fit; {self.errors}',
            'int', f'{self.prefix}_put_{name}', [self.self, f'{ctype} value', 'size_t width'],
            fill(CHECK, check=f'bytes_check_{sign}_') +
            self.store('width', f'bytes_store_{order}_($to, width, {cast}value);'))

    def variable(self):
        leb128 = ('@return Its size, 1 to 10; 0 if it is not all there; #BYTES_EINVAL or #BYTES_ERANGE if it is '
                  'malformed.')
        quic = '@return Its size, 1, 2, 4 or 8; 0 if it is not all there.'
        rows = [
            ('leb128', 'an unsigned LEB128 integer', 'uint64_t', leb128,
             QUEUE_PEEK_LEB128 if self.queue else FLAT_PEEK_VARIABLE),
            ('leb128_zigzag', 'a signed integer in zig-zag LEB128', 'int64_t', leb128, PEEK_ZIGZAG),
            ('quic_varint', 'a QUIC variable-length integer', 'uint64_t', quic,
             QUEUE_PEEK_QUIC if self.queue else FLAT_PEEK_VARIABLE),
        ]
        for name, what, ctype, results, peek in rows:
            yield 'read', function(
                f'Read {what} at @p offset. {results}',
                'int', f'{self.prefix}_peek_{name}', [self.const, 'size_t offset', f'{ctype} *out'],
                fill(peek, prefix=self.prefix, name=name))
            yield 'read', function(
                f'Take {what} off the front. {results[:-1]}; only what has a size is taken.',
                'int', f'{self.prefix}_get_{name}', [self.self, f'{ctype} *out'],
                fill(GET_VARIABLE, prefix=self.prefix, name=name))
        yield 'write', function(
            f'Append an unsigned LEB128 integer. @return 0, {self.errors}',
            'int', f'{self.prefix}_put_leb128', [self.self, 'uint64_t value'],
            fill(PUT_LEB128, prefix=self.prefix) + self.store('size', '(void)bytes_leb128_encode_(value, $to);'))
        yield 'write', function(
            f'Append a signed integer in zig-zag LEB128. @return 0, {self.errors}',
            'int', f'{self.prefix}_put_leb128_zigzag', [self.self, 'int64_t value'],
            f'    return {self.prefix}_put_leb128(self, bytes_zigzag_encode_(value));\n')
        yield 'write', function(
            'Append a QUIC variable-length integer of @p width bytes. @return 0; #BYTES_EINVAL if @p width is not 1, 2, '
            f'4 or 8; #BYTES_ERANGE if the number does not fit; {self.errors}',
            'int', f'{self.prefix}_put_quic_varint_wide', [self.self, 'uint64_t value', 'size_t width'],
            fill(CHECK, check='bytes_check_quic_varint_') +
            self.store('width', 'bytes_quic_varint_encode_(value, width, $to);'))
        yield 'write', function(
            f'Append a QUIC variable-length integer in its shortest form. @return 0; #BYTES_ERANGE if it is above '
            f'#BYTES_QUIC_VARINT_MAX; {self.errors}',
            'int', f'{self.prefix}_put_quic_varint', [self.self, 'uint64_t value'],
            fill(PUT_QUIC, prefix=self.prefix))

    def text(self):
        functions = []
        for kind, ctype, bits in FIXED:
            for order in ORDERS if bits > 8 else ['ne']:
                functions += self.fixed(kind, ctype, bits, order)
        for sign in 'uint', 'int':
            for order in ORDERS:
                functions += self.width(sign, order)
        functions += self.variable()
        guard = self.handle['file'].upper().replace('.', '_')
        head = fill(HEAD, file=self.handle['file'], header=self.handle['header'], noun=self.handle['noun'],
                    GUARD=guard)
        return head + ''.join(text for what, text in functions if what == 'read' or self.handle['put']) + TAIL


def article(what):
    return ('an ' if what.lstrip('`')[0] in 'aei' else 'a ') + what


def main(arguments):
    stale = False
    for prefix, handle in HANDLES.items():
        path = IMPL / handle['file']
        text = Family(prefix).text()
        if arguments != ['--check']:
            path.write_text(text, encoding='utf-8')
        elif not path.exists() or path.read_text(encoding='utf-8') != text:
            print(f'{path}: not what src/numbers.py writes: change that, and run it')
            stale = True
    return 1 if stale else 0


if __name__ == '__main__':
    if sys.argv[1:] not in ([], ['--check']):
        print(__doc__)
        sys.exit(64)
    sys.exit(main(sys.argv[1:]))
