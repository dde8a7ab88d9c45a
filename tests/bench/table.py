# SPDX-License-Identifier: MIT
"""The section of README.md with the figures, from results/side-by-side.json.

usage: table.py README          write it, between its two markers
       table.py --check README  fail unless it is what would be written, and the chart is of the same figures"""
import pathlib
import re
import sys

import figures

BEGIN = '<!-- begin: tests/bench/run.sh writes this -->\n'
END = '<!-- end: tests/bench/run.sh -->\n'


def number(ns):
    """Three digits, or whole."""
    if ns is None:
        return ''
    return f'{ns:.2f}' if ns < 10 else f'{ns:.1f}' if ns < 100 else f'{ns:.0f}'


def table(run):
    ns = figures.medians(run, 'multi')
    peers = [peer for peer in figures.PEERS if run['peers'].get(peer, 'absent') != 'absent']
    lines = ['| ns | libbytes | floor | ' + ' | '.join(peers) + ' |',
             '|---|' + '--:|' * (len(peers) + 2)]
    for work, title, floor in figures.ROWS:
        ours = ns.get((work, figures.OURS))
        theirs = [ns.get((work, peer)) for peer in peers]
        best = min(x for x in [ours, *theirs] if x is not None)
        cells = [number(ours), number(ns.get((work, floor)))] + [number(x) for x in theirs]
        for i, x in [(0, ours)] + list(enumerate(theirs, 2)):
            if x == best:
                cells[i] = f'**{cells[i]}**'
        lines.append(f'| {title} | ' + ' | '.join(cells) + ' |')
    return '\n'.join(lines)


def behind(run):
    """What is slower here than elsewhere, of the rows of the table, in either kind of process."""
    found = []
    for mode, where in (('multi', ''), ('single', ', with one thread')):
        ns = figures.medians(run, mode)
        for work, title, _ in figures.ROWS:
            ours = ns.get((work, figures.OURS))
            faster = [f'{peer} {ns[work, peer] / ours:.2f}×' for peer in figures.PEERS
                      if ours and ns.get((work, peer), ours) < ours]
            if faster:
                found.append(f'- {title}{where}: {", ".join(faster)}')
    if not found:
        return 'No peer is faster at any of these, with several threads or with one.\n'
    return 'A peer is faster at these (its time, as a multiple of libbytes\'):\n\n' + '\n'.join(found) + '\n'


def shared(run):
    """The rows of views are of bytes_share(); a const view costs more, and that is not to be hidden."""
    ns = figures.medians(run, 'multi')
    clone, piece = (number(ns.get((work, f'libbytes: {function}')))
                    for work, function in (('clone-drop', 'bytes_clone'), ('slice-drop', 'bytes_slice')))
    return (f'The first rows are `bytes_share` and `bytes_share_slice`, for a view that is one\'s own; for one that others '
            f'may be using meanwhile,\n`bytes_clone` takes {clone} ns and `bytes_slice` {piece}.\n')


def missed(run):
    """What was asked for and is not reached."""
    names = [f'{one["work"]}{", with one thread" if one["mode"] == "single" else ""}: {one["measured"]:.2f} of '
             f'"{one["than"]}", at most {one["most"]:.2f}' + (f' ({one["who"]})' if one["who"] != figures.OURS else '')
             for one in run['required'] if one['measured'] is not None and one['measured'] > one['most']]
    if not names:
        return 'All required ratios hold.\n'
    return 'Of the required ratios these do not hold on this machine:\n\n- ' + '\n- '.join(names) + '\n'


def versions(run):
    machine = run['machine']
    names = [f'{name} {version}' for name, version in run['peers'].items() if version not in (None, 'absent')]
    absent = [name for name, version in run['peers'].items() if version == 'absent']
    text = (f'{machine["processor"]}, {machine["processors"]} processors; {machine["compiler"]} '
            f'{machine["options"]}, {machine["C library"]}. ' + '; '.join(names) + '.')
    return text + (' Absent: ' + ', '.join(absent) + '.' if absent else '')


def section(run):
    chart = figures.CHART.relative_to(figures.FOLDER.parent.parent)
    return (f'![Time of each piece of work, as a multiple of what libbytes takes]({chart})\n\n{table(run)}\n\n'
            f'The fastest but for the floor is in bold. {versions(run)}\n\n{shared(run)}\n{behind(run)}\n'
            f'{missed(run)}\n[Why](tests/bench/README.md#required).\n')


def main():
    check = sys.argv[1] == '--check'
    readme = pathlib.Path(sys.argv[-1])
    run, digest = figures.load()
    old = readme.read_text()
    found = re.search(re.escape(BEGIN) + '(.*)' + re.escape(END), old, re.S)
    if not found:
        sys.exit(f'{readme}: the markers are missing')
    if not check:
        readme.write_text(old[:found.start(1)] + section(run) + old[found.end(1):])
        return
    if found.group(1) != section(run):
        sys.exit(f'{readme}: the figures are not those of {figures.RESULTS}: run tests/bench/table.py')
    if digest not in figures.CHART.read_text():
        sys.exit(f'{figures.CHART}: not drawn from {figures.RESULTS}: run tests/bench/chart.py')


main()
