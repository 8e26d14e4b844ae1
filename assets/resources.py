"""What every stage gets from Dagster: the installation it works in, the periods, and errors without values.

Belongs here: what all `assets.py` files share of Dagster. Paths come from `pipelines/settings.py`, pins from
`assets/release.py`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from traceback import extract_tb

import dagster as dg

from schemas.period import Quarter

#: One partition dimension: the period. Clusters are data, not partitions.
PERIODS = dg.StaticPartitionsDefinition([str(q) for q in (Quarter(2024, 1).plus(i) for i in range(12 * 4))])


class Installation(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Where this installation keeps things: `data` is confidential, `outputs` is what left the house."""

    data: str
    outputs: str

    @property
    def root(self) -> Path:
        """The confidential root."""
        return Path(self.data)

    @property
    def published(self) -> Path:
        """The root of published packages."""
        return Path(self.outputs)

    def folder(self, name: str) -> Path:
        """Return a folder below the confidential root: inbox, extracts, quarantine, runs, keys, ledger, releases."""
        return Path(self.data) / name


@contextmanager
def sealed(*known: type[Exception]) -> Iterator[None]:
    """Let no other library's words out of a step: they may quote a value, and Dagster keeps and shows them.

    Errors of a `known` type carry sentences of ours and fail the step with them; any other is told by its kind and
    place only.
    """
    try:
        yield
    except dg.Failure:
        raise
    except known as error:
        raise dg.Failure(str(error)) from None
    except Exception as error:
        frame = extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}:{frame.lineno}"
        raise dg.Failure(
            f"{type(error).__name__} at {place}; its words are withheld, they may hold values"
        ) from None
