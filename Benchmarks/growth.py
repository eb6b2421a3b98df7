"""How time and memory grow with the number of deals, with a plot; and a load of ten million."""
import math
import pathlib
import statistics

import processes
import results
from bench import SIZES
from questions import questions

TAGS = ("10k", "30k", "100k", "300k", "1m", "3m")
PLOT = pathlib.Path(__file__).with_name("growth.svg")
ROUNDS = 3
# One panel of the plot, in its own units.
WIDTH, HEIGHT, MARGIN = 300, 220, 46


def grow(bench):
    """Load and one shot from 10 000 to 3 000 000 deals, two threads."""
    rows, points = [], {"load": [], "one shot": []}
    for tag in TAGS:
        count, data = SIZES[tag], bench.data(tag)
        row = [f"{count:,}".replace(",", " ")]
        for name, command in (
            ("load", bench.program.load(2, data)),
            ("one shot", bench.program.ask(2, data, questions(count)[0].pql)),
        ):
            ended = [processes.must(command) for _ in range(ROUNDS)]
            seconds = statistics.median(one.seconds for one in ended)
            peak = statistics.median(one.peak for one in ended)
            points[name].append((count, seconds * 1000, peak))
            row += [
                results.number(seconds * 1000),
                f"{seconds / count * 1e9:.0f}",
                results.number(peak),
                f"{peak / count * 1e6:.0f}",
            ]
        rows.append(row)
    head = ["deals"] + [
        f"{name}: {what}" for name in points for what in ("ms", "ns a deal", "peak MB", "bytes a deal")
    ]
    PLOT.write_text(plot(points))
    bench.put("growth", results.table(head, rows) + f"\n\n![time and memory by deals]({PLOT.name})")


def load_ten_million(bench):
    """Ten million deals of NDJSON, once: whether they fit, and how long they take."""
    data = bench.data("10m")
    size = (bench.folder / "deals_10m.ndjson").stat().st_size / 1e9
    rows = []
    for name, command in (
        ("every field", bench.program.load(2, data)),
        ("one shot Q1", bench.program.ask(2, data, questions(SIZES["10m"])[0].pql)),
    ):
        ended = processes.must(command)
        rows.append(
            [name, f"{ended.seconds:.2f}", f"{size / ended.seconds:.2f}", f"{ended.peak / 1000:.2f}"]
        )
    bench.put("ten million", results.table([f"{size:.2f} GB", "s", "GB/s", "peak GB"], rows))


def plot(points):
    """Two panels on logarithmic scales with a line each of what linear growth would be."""
    panels = [
        panel(points, 1, "ms", 0),
        panel(points, 2, "peak MB", WIDTH + 2 * MARGIN),
    ]
    width, height = 2 * (WIDTH + 2 * MARGIN), HEIGHT + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11">\n'
        f'<rect width="{width}" height="{height}" fill="white"/>\n' + "".join(panels) + "</svg>\n"
    )


def panel(points, column, title, left):
    every = [point for line in points.values() for point in line]
    across = [math.log10(point[0]) for point in every]
    up = [math.log10(point[column]) for point in every]
    low, high = math.floor(min(up)), math.ceil(max(up))
    first, last = math.floor(min(across)), math.ceil(max(across))

    def place(count, value):
        x = left + MARGIN + (math.log10(count) - first) / (last - first) * WIDTH
        y = MARGIN + HEIGHT - (math.log10(value) - low) / (high - low) * HEIGHT
        return f"{x:.1f},{y:.1f}"

    parts = [f'<text x="{left + MARGIN}" y="{MARGIN - 14}" font-weight="bold">{title}</text>\n']
    for power in range(low, high + 1):
        x, y = place(10**first, 10**power).split(",")
        parts.append(
            f'<line x1="{x}" y1="{y}" x2="{float(x) + WIDTH}" y2="{y}" stroke="#ddd"/>'
            f'<text x="{float(x) - 6}" y="{float(y) + 4}" text-anchor="end">{10**power:g}</text>\n'
        )
    for power in range(first, last + 1):
        x, y = place(10**power, 10**low).split(",")
        parts.append(
            f'<line x1="{x}" y1="{y}" x2="{x}" y2="{float(y) - HEIGHT}" stroke="#ddd"/>'
            f'<text x="{x}" y="{float(y) + 16}" text-anchor="middle">{10**power:,}</text>\n'
        )
    parts.append(
        f'<text x="{left + MARGIN + WIDTH / 2}" y="{MARGIN + HEIGHT + 34}" text-anchor="middle">deals; '
        "dashed: linear</text>\n"
    )
    for number, (name, line) in enumerate(points.items()):
        colour = ("#1f5fa8", "#c2571a")[number]
        path = " ".join(place(point[0], point[column]) for point in line)
        dots = "".join(
            f'<circle cx="{at.split(",")[0]}" cy="{at.split(",")[1]}" r="3" fill="{colour}"/>'
            for at in path.split(" ")
        )
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'
            f'<text x="{left + MARGIN + 10}" y="{MARGIN + 16 + 15 * number}" fill="{colour}">{name}</text>\n'
        )
    # What growing by as much as the deals would be, from the last point of the first line.
    end = next(iter(points.values()))[-1]
    start = max(10**first, end[0] * 10**low / end[column])
    parts.append(
        f'<polyline points="{place(start, end[column] * start / end[0])} {place(end[0], end[column])}" '
        'fill="none" stroke="#888" stroke-dasharray="4 4"/>\n'
    )
    return "".join(parts)
