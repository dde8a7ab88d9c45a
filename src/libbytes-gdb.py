# SPDX-License-Identifier: MIT
"""gdb: printers for views, buffers, queues and codecs, and the command bytes-storage. gdb loads this file with the
shared library where it is installed; otherwise: source libbytes-gdb.py"""
import gdb
import gdb.printing

KINDS = ('allocated', 'adopted', 'adopted, control block of the caller', 'with weak views')
HEADER_SIZE = 32
ESCAPES = {0: '\\0', 9: '\\t', 10: '\\n', 13: '\\r', 34: '\\"', 92: '\\\\'}


class Storage:
    """A storage's header, by its layout: the library may have been built without debugging information."""

    def __init__(self, address):
        self.word = gdb.lookup_type('char').pointer().sizeof
        self.total, self.size, self.allocator = (self.number(address + i * self.word, self.word) for i in range(3))
        bits = self.number(address + 3 * self.word, 4)
        self.kind = KINDS[bits & 3]
        self.is_writable = bits & 4 != 0
        self.initial = (bits >> 3) * 16
        self.retained = self.size + (self.data_offset() if bits & 3 == 0 else 0)
        self.whole = 1 << 48 if self.word == 8 else 1 << 24

    @staticmethod
    def number(address, size):
        order = 'big' if 'big' in gdb.execute('show endian', to_string=True) else 'little'
        return int.from_bytes(bytes(gdb.selected_inferior().read_memory(address, size)), order)

    def data_offset(self):
        # The allocator's last member is the alignment.
        alignment = self.number(self.allocator + 5 * self.word, self.word) if self.allocator else 0
        return max(HEADER_SIZE, alignment)


def escaped(address, length):
    """The bytes as bytes_mut_put_escaped() prints them, and no more of them than `set print elements` says."""
    limit = gdb.parameter('print elements') or length
    shown = min(length, limit)
    data = bytes(gdb.selected_inferior().read_memory(address, shown)) if shown else b''
    text = ''.join(ESCAPES.get(byte) or (chr(byte) if 32 <= byte < 127 else f'\\x{byte:02x}') for byte in data)
    return f'b"{text}"' + ('...' if shown < length else '')


def pinned(handle):
    """What a handle keeps alive, and its share of the weight."""
    address = int(handle['storage'])
    if address == 0:
        return 'pins nothing'
    storage = Storage(address)
    weight = int(handle['weight'])
    if weight == storage.total:
        share = 'unique'
    else:
        share = f'{100 * weight / storage.total:.3g}% of the weight' if storage.total else 'of a storage without weight'
    return f'pins {storage.retained} bytes {storage.kind}, {share}'


def described(what, details):
    try:
        return f'{what()}, {details()}'
    except (gdb.error, gdb.MemoryError) as error:
        return f'<{error}>'


class ViewPrinter:
    """Bytes"""

    def __init__(self, value):
        self.value = value

    def text(self):
        return escaped(int(self.value['data']), int(self.value['len']))

    def to_string(self):
        return described(lambda: f'{int(self.value["len"])} bytes {self.text()}', lambda: pinned(self.value))


class BufferPrinter(ViewPrinter):
    """BytesMut"""

    def to_string(self):
        return described(lambda: f'{int(self.value["len"])} of {int(self.value["cap"])} bytes {self.text()}',
                         lambda: pinned(self.value))


class SpanPrinter(ViewPrinter):
    """BytesSpan"""

    def to_string(self):
        return described(lambda: f'{int(self.value["len"])} bytes', self.text)


class WeakPrinter:
    """BytesWeak"""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        address = int(self.value['storage_'])
        if address != 0 and Storage(address).total == 0:
            return f'{int(self.value["len_"])} bytes that are gone'
        return described(lambda: f'{int(self.value["len_"])} bytes, weak',
                         lambda: escaped(int(self.value['data_']), int(self.value['len_'])))


class QueuePrinter:
    """BytesQueue: its pieces in order, then the settings that are on."""
    SETTINGS = ('pack_below', 'compact_multiple', 'low', 'high', 'low_retained', 'high_retained')

    def __init__(self, value):
        self.value = value

    def pieces(self):
        count, first, mask = (int(self.value[name]) for name in ('count_', 'first_', 'mask_'))
        outside = int(self.value['ring_']) != 0
        ring = self.value['ring_'] if outside else self.value['entries_']
        mask = mask if outside else self.value['entries_'].type.range()[1]
        for i in range(count):
            yield ring[(first + i) & mask]['view']
        if int(self.value['tail_']['len']) != 0:
            yield self.value['tail_']

    def to_string(self):
        try:
            return f'{int(self.value["len"])} bytes in {sum(1 for _ in self.pieces())} pieces'
        except (gdb.error, gdb.MemoryError) as error:
            return f'<{error}>'

    def children(self):
        for i, piece in enumerate(self.pieces()):
            yield f'[{i}]', piece
        for name in self.SETTINGS:
            if int(self.value[name]) != 0:
                yield name, self.value[name]


class FormatPrinter:
    """BytesFrameFormat"""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        number = {name: int(self.value[name]) for name in ('offset', 'width', 'adjustment', 'skip', 'maximum',
                                                           'copy_below')}
        length = str(self.value['length']).replace('BYTES_LENGTH_', '').lower()
        field = f'{number["width"]} bytes {length}' if number['width'] else length
        parts = [f'length of {field} at {number["offset"]}']
        if number['adjustment']:
            parts.append(f'{number["adjustment"]:+d}')
        everything = (1 << 8 * self.value['skip'].type.sizeof) - 1  # BYTES_SKIP_HEADER
        skip = 'the header' if number['skip'] == everything else number['skip']
        if skip != 0:
            parts.append(f'skips {skip}')
        parts.append(f'at most {number["maximum"]}')
        if number['copy_below']:
            parts.append(f'copies below {number["copy_below"]}')
        return ', '.join(parts)


class LinesPrinter:
    """BytesLines"""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        delimiters = self.value['delimiters']
        ends = escaped(int(delimiters['data']), int(delimiters['len'])) if int(delimiters['len']) else 'LF and CRLF'
        state = ', inside a line that is too long' if self.value['skips_'] else ''
        counts = f'at most {int(self.value["maximum"])}, {int(self.value["searched_"])} searched'
        return f'lines up to {ends}, {counts}{state}'


class StorageCommand(gdb.Command):
    """bytes-storage ADDRESS: the kind of a storage, its size, what it retains, and the weight of its live handles.

The address is that of a handle's member `storage`, or any expression with that value."""

    def __init__(self):
        super().__init__('bytes-storage', gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, argument, _from_tty):
        address = int(gdb.parse_and_eval(argument))
        if address == 0:
            print('no storage: the bytes are static, or there are none')
            return
        storage = Storage(address)
        print(f'{storage.kind}{"" if storage.is_writable else ", read only"}')
        print(f'size {storage.size}, retains {storage.retained}, initial capacity {storage.initial}')
        print(f'weight outstanding {storage.total:#x}, {storage.total / storage.whole:.6g} of the whole')
        print(f'allocator {storage.allocator:#x}' if storage.allocator else 'allocator malloc')


def build_printers():
    printers = gdb.printing.RegexpCollectionPrettyPrinter('libbytes')
    for name, printer in (('Bytes', ViewPrinter), ('BytesMut', BufferPrinter), ('BytesSpan', SpanPrinter),
                          ('BytesWeak', WeakPrinter), ('BytesQueue', QueuePrinter), ('BytesFrameFormat', FormatPrinter),
                          ('BytesLines', LinesPrinter)):
        printers.add_printer(name, f'^{name}$', printer)
    return printers


gdb.printing.register_pretty_printer(gdb.current_objfile(), build_printers(), replace=True)
StorageCommand()
