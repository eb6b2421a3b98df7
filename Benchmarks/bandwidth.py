#!/usr/bin/env python3
"""How fast this machine reads memory, in a process of its own.

A child's peak memory begins with its parent's, so the runner itself must stay small.
"""
import concurrent.futures
import json
import time

import numpy


def bandwidth():
    """GB/s that one thread reads, and that two read, over memory far larger than the caches."""
    parts = [numpy.ones(32 << 20) for _ in range(2)]

    def rate(count):
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            best = 0
            for _ in range(7):
                start = time.perf_counter()
                list(pool.map(numpy.sum, parts[:count]))
                best = max(best, count * parts[0].nbytes / (time.perf_counter() - start) / 1e9)
        return best

    return rate(1), rate(2)


if __name__ == "__main__":
    print(json.dumps(bandwidth()))
