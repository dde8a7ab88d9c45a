# SPDX-License-Identifier: MIT
"""The figures in the documents, from results/side-by-side.json: all of them in tests/bench/README.md, the chart and a few
rows in README.md, each between two markers.

usage: table.py          write both sections
       table.py --check  fail unless both are what would be written, and the chart is drawn from the same figures"""
import pathlib
import re
import sys

import figures

ROOT = figures.FOLDER.parent.parent
BEGIN = '<!-- begin: written by tests/bench/run.sh -->\n'
END = '<!-- end: written by tests/bench/run.sh -->\n'
# The rows of README.md.
SHORT = ['share-drop', 'slice-drop', 'frames, drop each', 'read loop', 'append 64 B x 1024']


def number(ns):
    """Three digits, or an integer."""
    if ns is None:
        return ''
    return f'{ns:.2f}' if ns < 10 else f'{ns:.1f}' if ns < 100 else f'{ns:.0f}'


def table(run, rows):
    ns = figures.medians(run, 'multi')
    peers = [peer for peer in figures.PEERS if run['peers'].get(peer, 'absent') != 'absent']
    lines = ['| ns | libbytes | floor | ' + ' | '.join(peers) + ' |',
             '|---|' + '--:|' * (len(peers) + 2)]
    for work, title, floor in rows:
        ours = ns.get((work, figures.OURS))
        theirs = [ns.get((work, peer)) for peer in peers]
        best = min(x for x in [ours, *theirs] if x is not None)
        cells = [number(ours), number(ns.get((work, floor)))] + [number(x) for x in theirs]
        for i, x in [(0, ours)] + list(enumerate(theirs, 2)):
            if x == best:
                cells[i] = f'**{cells[i]}**'
        lines.append(f'| {title} | ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines) + '\n'


def clones(run):
    """The first rows are of bytes_share(); the functions for a const view cost more, which must not be hidden."""
    ns = figures.medians(run, 'multi')
    clone, piece = (number(ns.get((work, f'libbytes: {function}')))
                    for work, function in (('share-drop', 'bytes_clone'), ('slice-drop', 'bytes_slice')))
    return ('*Share* is `bytes_share` and `bytes_share_slice`, for a view that one thread owns. For a view that several threads '
            f'use,\n`bytes_clone` and its drop take {clone} ns, `bytes_slice` and its drop {piece} ns.\n')


def faster_peers(run):
    """The rows of the table in which a peer is faster, in either kind of process."""
    found = []
    for mode, where in (('multi', ''), ('single', ', single-threaded')):
        ns = figures.medians(run, mode)
        for work, title, _ in figures.ROWS:
            ours = ns.get((work, figures.OURS))
            faster = [f'{peer} {ns[work, peer] / ours:.2f}×' for peer in figures.PEERS
                      if ours and ns.get((work, peer), ours) < ours]
            if faster:
                found.append(f'- {title}{where}: {", ".join(faster)}')
    if not found:
        return 'No peer is faster in any row, in a multi-threaded or a single-threaded process.\n'
    return 'A peer is faster in these rows (its time as a multiple of libbytes\'):\n\n' + '\n'.join(found) + '\n'


def missed(run):
    """The required ratios that do not hold."""
    names = [f'{one["work"]}{", single-threaded" if one["mode"] == "single" else ""}: {one["measured"]:.2f} of '
             f'"{one["than"]}", at most {one["most"]:.2f}' + (f' ({one["who"]})' if one["who"] != figures.OURS else '')
             for one in run['required'] if one['measured'] is not None and one['measured'] > one['most']]
    if not names:
        return 'All required ratios hold.\n'
    return 'These required ratios do not hold on this machine:\n\n- ' + '\n- '.join(names) + '\n'


def machine(run):
    this = run['machine']
    return f'{this["processor"]}, {this["processors"]} processors; {this["compiler"]} {this["options"]}, {this["C library"]}'


def versions(run):
    names = [f'{name} {version}' for name, version in run['peers'].items() if version not in (None, 'absent')]
    absent = [name for name, version in run['peers'].items() if version == 'absent']
    return f'{machine(run)}. ' + '; '.join(names) + '.' + (' Absent: ' + ', '.join(absent) + '.' if absent else '')


def full(run):
    return (f'{table(run, figures.ROWS)}\nThe fastest, floors excluded, is in bold. {versions(run)}\n\n'
            f'{clones(run)}\n{faster_peers(run)}\n{missed(run)}')


def short(run):
    chart = figures.CHART.relative_to(ROOT)
    rows = [row for row in figures.ROWS if row[0] in SHORT]
    return (f'![Time of each piece of work, as a multiple of what libbytes takes]({chart})\n\n{table(run, rows)}\n'
            f'The fastest, floors excluded, is in bold. {machine(run)}.\n\n{clones(run)}')


def update(path, text, check):
    """Replace the section between the markers by the text, or fail unless it is the text."""
    old = path.read_text()
    found = re.search(re.escape(BEGIN) + '(.*)' + re.escape(END), old, re.S)
    if not found:
        sys.exit(f'{path}: the markers are missing')
    if not check:
        path.write_text(old[:found.start(1)] + text + old[found.end(1):])
    elif found.group(1) != text:
        sys.exit(f'{path}: the figures are not those of {figures.RESULTS}: run tests/bench/table.py')


def main():
    check = sys.argv[1:] == ['--check']
    if sys.argv[1:] and not check:
        sys.exit(__doc__)
    run, digest = figures.load()
    update(ROOT / 'README.md', short(run), check)
    update(figures.FOLDER / 'README.md', full(run), check)
    if check and digest not in figures.CHART.read_text():
        sys.exit(f'{figures.CHART}: not drawn from {figures.RESULTS}: run tests/bench/chart.py')


main()
