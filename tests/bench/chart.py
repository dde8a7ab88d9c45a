# SPDX-License-Identifier: MIT
"""Draws results/side-by-side.svg from results/side-by-side.json: the time of each peer as a multiple of this library's.
Transparent, in colours that are visible on white and on black."""
import sys

import matplotlib
matplotlib.use('svg')
import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter, NullFormatter

import figures

INK = '#7d8590'
OURS = '#1a7f37'
# Peers differ in both colour and shape.
STYLES = {
    'Rust bytes': ('#e36209', 'o'),
    'gRPC slice': ('#2f81f7', 's'),
    'GLib GBytes': ('#a371f7', '^'),
    'Abseil Cord': ('#db61a2', 'D'),
    'libevent evbuffer': ('#d29922', 'v'),
    'ZeroMQ zmq_msg': ('#f85149', 'P'),
    'FFmpeg AVBufferRef': ('#57ab5a', 'X'),
    'GStreamer GstMemory': ('#39c5cf', '*'),
}


def draw(run):
    ns = figures.medians(run, 'multi')
    rows = [row for row in figures.ROWS if (row[0], figures.OURS) in ns]
    plt.rcParams.update({'svg.fonttype': 'path', 'svg.hashsalt': 'libbytes', 'font.size': 10, 'text.color': INK,
                         'axes.labelcolor': INK, 'xtick.color': INK, 'ytick.color': INK, 'axes.edgecolor': INK})
    figure, axes = plt.subplots(figsize=(9.6, 0.36 * len(rows) + 1.5))
    figure.patch.set_alpha(0)
    axes.patch.set_alpha(0)
    axes.set_xscale('log', base=2)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvline(1, color=OURS, linewidth=2, zorder=1)
    handles = [axes.plot([], [], color=OURS, linewidth=2, label=figures.OURS)[0]]

    for y in range(len(rows)):
        axes.axhline(y, color=INK, alpha=0.25, linewidth=0.6, zorder=0)
    floors = [(ns[work, floor] / ns[work, figures.OURS], y) for y, (work, _, floor) in enumerate(rows)
              if (work, floor) in ns]
    handles.append(axes.scatter([x for x, _ in floors], [y for _, y in floors], marker='|', s=170, color=INK,
                                linewidth=2, zorder=2, label='floor'))
    for i, (peer, (colour, shape)) in enumerate(STYLES.items()):
        # Slightly above or below the row's line, so that equal points do not cover each other.
        shift = 0.07 * (i - (len(STYLES) - 1) / 2)
        points = [(ns[work, peer] / ns[work, figures.OURS], y + shift) for y, (work, _, _) in enumerate(rows)
                  if (work, peer) in ns]
        if points:
            handles.append(axes.scatter([x for x, _ in points], [y for _, y in points], marker=shape,
                                        s=90 if shape == '*' else 46, color=colour, linewidth=0, zorder=3,
                                        label=peer))

    axes.set_yticks(range(len(rows)), [title for _, title, _ in rows])
    axes.tick_params(length=0)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f'{x:g}×'))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.grid(axis='x', color=INK, alpha=0.2, linewidth=0.6)
    axes.set_xlabel('time, as a multiple of libbytes\' (log scale; to the right of the line is slower)')
    for side in ('top', 'right', 'left', 'bottom'):
        axes.spines[side].set_visible(False)
    figure.legend(handles=handles, loc='upper center', ncol=5, frameon=False, columnspacing=1.4, handletextpad=0.4)
    figure.tight_layout(rect=(0, 0, 1, 1 - 0.62 / figure.get_figheight()))
    return figure


def main():
    run, digest = figures.load()
    figure = draw(run)
    # The description ties the chart to its figures; without a date the same figures give the same file.
    figure.savefig(figures.CHART, metadata={'Date': None, 'Title': 'libbytes beside its peers',
                                            'Description': f'{figures.RESULTS.name}, sha256 {digest}'})
    for path in sys.argv[1:]:  # other formats, for viewing
        matplotlib.pyplot.switch_backend('agg')
        draw(run).savefig(path, dpi=100)


main()
