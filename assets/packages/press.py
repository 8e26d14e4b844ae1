"""Packages side by side: each is made in a process of its own choosing, and the same bytes come out.

Belongs here: the processes. Does not belong here: what a package is (`package.py`), publishing (`assets.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from assets.packages.package import Built, Order, build


class Press:
    """Takes orders and hands packages back in the order they were asked for."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def start(self, orders: Sequence[Order | Built]) -> Iterator[Built]:
        """Begin all of them now; yield each when it is done. What failed comes back as a Built with its error."""
        started: list[Future[Built]] = [self._pool.submit(build, order) for order in orders]
        return (future.result() for future in started)


@contextmanager
def side_by_side(workers: int | None = None) -> Iterator[Press]:
    """Open as many processes as there are cores, or `workers`. They are spawned: Dagster's threads are not copied."""
    with ProcessPoolExecutor(workers or os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        try:
            yield Press(pool)
        finally:
            # After an error nobody waits for packages that were not begun.
            pool.shutdown(wait=True, cancel_futures=True)
