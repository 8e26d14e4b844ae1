"""Hidden figures that may be known, because they only add up what an attacker knows anyway.

Belongs here: the audit's own judgement of that, from published figures alone. It shares no code with the check
of certificates, which judges the same in another way.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.optimize import Bounds, LinearConstraint, milp

from disclosure.table import Bools, Ints, System


class Redundant:
    """Which figures are nothing but shown figures, atoms known to be zero and the attacker's own atoms.

    values: N, read only where `shown` (U). A shown figure that is neither zero nor at least the threshold makes
    nothing redundant: what repeats it repeats a disclosure.
    """

    def __init__(self, system: System, values: Ints, shown: Bools, threshold: int) -> None:
        visible = system.spread(shown & system.published)
        sums = sp.csr_matrix(system.sums)
        zero = np.unique(sums[visible & (np.where(visible, values, 1) == 0)].indices)
        self._live = np.ones(sums.shape[1], bool)
        self._live[zero] = False
        odd = np.asarray(
            sp.csr_matrix((sums.data != 1, sums.indices, sums.indptr), sums.shape).sum(axis=1)
        ).ravel()
        self._plain = odd == 0
        large = visible & (np.where(visible, values, 0) >= threshold)
        self._pieces = sp.csr_matrix(sums[large & self._plain])[:, self._live]
        self._sums = sums
        self._for_anyone: dict[int, bool] = {}

    def __call__(self, figure: int, known: Bools) -> bool:
        """Say whether the figure is redundant for an attacker who knows these atoms (n).

        What is redundant for who knows nothing is so for everybody: knowing more only adds choices.
        """
        if figure not in self._for_anyone:
            self._for_anyone[figure] = self._judged(figure, np.zeros_like(known))
        return self._for_anyone[figure] or (bool(known.any()) and self._judged(figure, known))

    def _judged(self, figure: int, known: Bools) -> bool:
        row = self._sums[[figure]].toarray().ravel()
        atoms = (row != 0) & self._live
        if not (atoms & ~known).any():
            return True
        if not self._plain[figure]:
            return False
        inside = atoms[self._live]
        outside = self._pieces @ (~inside).astype(np.int64) > 0
        pieces = self._pieces[~outside][:, inside].toarray()
        own = np.eye(int(inside.sum()))[known[atoms]]
        choices = np.concatenate([pieces, own])
        return self._partition(choices) if len(choices) else False

    @staticmethod
    def _partition(choices: Ints) -> bool:
        """Say whether some rows add up to one everywhere: set partitioning as a whole-number program."""
        count = len(choices)
        once = LinearConstraint(choices.T, 1, 1)
        answer = milp(np.zeros(count), integrality=np.ones(count), bounds=Bounds(0, 1), constraints=once)
        return bool(answer.success)
