"""RESULTS.md: its tables are written by the runs, its prose by hand.

A table stands between `<!-- NAME: written by make bench -->` and `<!-- end of NAME -->`; a run
replaces those it has measured and leaves the rest as it is.
"""

def number(value):
    """Three digits, as many as the clock is good for."""
    if value is None:
        return "–"
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.3g}"


def ratio(mine, theirs):
    """PQL's part of a peer's time; in bold where it is not less."""
    if mine is None or theirs is None:
        return "–"
    return bold(f"{mine / theirs:.2f}", mine >= theirs)


def bold(text, is_bold=True):
    return f"**{text}**" if is_bold else text


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def write(path, blocks):
    """Replaces the tables by name; a name that the page lacks goes to its end."""
    text = path.read_text() if path.exists() else "# Benchmarks\n"
    for name, body in blocks.items():
        first, last = f"<!-- {name}: written by make bench -->", f"<!-- end of {name} -->"
        block = f"{first}\n\n{body}\n\n{last}"
        if first in text:
            before, rest = text.split(first, 1)
            text = before + block + rest.split(last, 1)[1]
        else:
            text = text.rstrip("\n") + f"\n\n{block}\n"
    path.write_text(text)
