"""The exact question: which hidden cells follow from the sums by any linear way at all.

A hidden cell can be worked out if and only if its unit vector lies in the row space of the sums over the hidden cells,
that is, if every vector in their null space is 0 there. A random vector of the null space is 0 at another
cell only by a chance far below the tolerance. So one projection answers for all cells of all measures at once: the
residual of a random vector after least squares on the rows, by conjugate gradients on the normal equations.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from dashboards.disclosure.cells import Flags, Ints, Sums

Floats = npt.NDArray[np.float64]

SEED = 20260901
ZERO = 1e-6
RESIDUAL = 1e-9
ITERATIONS = 2_000
# A second pass over what is left removes the rounding of the first.
PASSES = 6


def given_away(sums: Sums, n: Ints, hidden: Flags, busy: Flags, threshold: int) -> Ints:
    """Hidden cells, ascending, that the sums give away in one of the two groups; and both cells of a pair of parts of
    one whole whose total is given away and is that of `threshold` pupils at most. Looks at cells with `busy` only,
    which must take in whole series.

    Sums among pooled cells add nothing, since they follow from the years' own, and a hidden pooled figure is nothing
    but a name for the total of its years. So the unknowns are the hidden cells of single years, tied by the sums of
    their tables and by the pooled figures that are shown. `n` is 0, shape (2, cells), where a group of a cell is
    known anyway.
    """
    lines = np.flatnonzero(busy[sums.parent])
    unknown, null = _unknown(sums, n, hidden, busy)
    found = [np.flatnonzero((unknown & _zero(null)).any(axis=0))]
    found += [_small_pairs(sums, lines, n[g], unknown[g], null[g], threshold) for g in (0, 1)]
    return np.unique(np.concatenate(found))


def determined(sums: Sums, n: Ints, hidden: Flags) -> Flags:
    """Which groups of hidden cells the sums give away, (2, cells)."""
    unknown, null = _unknown(sums, n, hidden, np.ones(n.shape[1], dtype=np.bool_))
    return np.logical_and(unknown, _zero(null))


def _unknown(sums: Sums, n: Ints, hidden: Flags, busy: Flags) -> tuple[Flags, Floats]:
    """The unknown groups of cells, (2, cells), and two random vectors, (2, cells, 2), of what they may be beyond what
    they are."""
    every, parent = np.arange(sums.parent.size), sums.parent
    lines = every[busy[parent] & ((every < sums.base) | ((every >= sums.tables) & ~hidden[parent]))]
    windows = every[(every >= sums.tables) & (busy & hidden)[parent]]
    unknown = hidden & busy & (n > 0)
    unknown[:, n.shape[1] // 2 :] = False
    null = _null_vectors(sums, unknown, lines)
    line, member = _members(sums, windows)
    for g in (0, 1):
        np.add.at(null[g], parent[line], null[g, member])
        unknown[g, parent[line[unknown[g, member]]]] = True
    return np.logical_and(unknown, n > 0), null


def _small_pairs(sums: Sums, lines: Ints, n: Ints, unknown: Flags, null: Floats, threshold: int) -> Ints:
    """Pairs of parts whose total is 0 in every null vector, so that it is known though neither part is."""
    line, member = _members(sums, lines)
    small = unknown[member] & (n[member] < threshold)
    line, member = line[small], member[small]
    order = np.lexsort((np.abs(null[member, 0]), line))
    line, member = line[order], member[order]
    first, second = member[:-1], member[1:]
    tied = (line[:-1] == line[1:]) & (n[first] + n[second] <= threshold) & _zero(null[first] + null[second])
    return np.concatenate([first[tied], second[tied]])


def _zero(vectors: Floats) -> Flags:
    zero: Flags = np.less(np.abs(vectors).max(axis=-1, initial=0.0), ZERO)
    return zero


def _members(sums: Sums, lines: Ints) -> tuple[Ints, Ints]:
    """Pairs (sum, member) of the given sums."""
    sizes = sums.starts[lines + 1] - sums.starts[lines]
    offset = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(lines, sizes), sums.members[np.repeat(sums.starts[lines], sizes) + offset]


def _null_vectors(sums: Sums, unknown: Flags, lines: Ints) -> Floats:
    """Two random vectors of the null space of the sums over the unknown cells, (2, cells, 2), 0 at known cells.

    Two draws: the chance of a zero that means nothing is squared. Both groups are one system, side by side.
    """
    line, member = _members(sums, lines)
    row = np.concatenate([line, lines])
    cell = np.concatenate([member, sums.parent[lines]])
    sign = np.concatenate([np.ones(member.size), np.full(lines.size, -1.0)])
    of_group, at = np.nonzero(unknown[:, cell])
    row, cell, sign = row[at] + of_group * sums.parent.size, cell[at] + of_group * unknown.shape[1], sign[at]
    null = np.zeros((unknown.size, 2))
    free = np.flatnonzero(unknown)
    null[free] = np.random.default_rng(SEED).standard_normal((free.size, 2))
    if cell.size:
        numbers, column = np.unique(cell, return_inverse=True)
        _, index = np.unique(row, return_inverse=True)
        matrix = sparse.csr_array((sign, (index, column)), shape=(int(index.max()) + 1, numbers.size))
        null[numbers] = _project(matrix, null[numbers])
    return null.reshape(*unknown.shape, 2)


def _project(matrix: sparse.csr_array, start: Floats) -> Floats:
    """Each column of `start` less its part in the row space. Raises ArithmeticError without convergence."""
    across = matrix.T.tocsr()
    inverse = 1 / np.maximum(np.abs(matrix).sum(axis=1), 1)[:, None]
    null = start.copy()
    for _ in range(PASSES):
        residual = matrix @ null
        if np.abs(residual).max(initial=0.0) < RESIDUAL:
            return null
        null -= across @ _solve(matrix, across, inverse, residual)
    raise ArithmeticError("the disclosure check did not converge")


def _solve(matrix: sparse.csr_array, across: sparse.csr_array, inverse: Floats, residual: Floats) -> Floats:
    """y with matrix matrix^T y near `residual`, by preconditioned conjugate gradients; columns go on by themselves."""
    residual = residual.copy()
    solution = np.zeros_like(residual)
    direction = inverse * residual
    power = np.einsum("ij,ij->j", residual, direction)
    target = 1e-24 * power
    for _ in range(ITERATIONS):
        # `power` is the squared residual, weighed: cheap to look at, and near enough.
        going = power > target
        if not going.any():
            break
        image = matrix @ (across @ direction)
        bend = np.einsum("ij,ij->j", direction, image)
        step = np.divide(power, bend, out=np.zeros_like(power), where=going & (bend > 0))
        solution += step * direction
        residual -= step * image
        scaled = inverse * residual
        after = np.einsum("ij,ij->j", residual, scaled)
        direction = scaled + np.divide(after, power, out=np.zeros_like(power), where=power > 0) * direction
        power = after
    return solution
