"""The questions about tables, and what others answer to them."""

import numpy as np

from meetups.engine.tables import SeatingProblem

# (tables, size, rounds): nobody is known to do more rounds without a repeat.
BEST_KNOWN = [
    *((5, 3, 7), (6, 3, 8), (7, 3, 10), (8, 3, 11), (9, 3, 13), (10, 3, 14), (5, 4, 5), (6, 4, 7), (7, 4, 9)),
    *((8, 4, 10), (9, 4, 11), (10, 4, 13), (6, 5, 6), (7, 5, 7), (8, 5, 8), (9, 5, 9), (6, 6, 3), (7, 6, 7)),
]
# Repeated pairs: good-enough-golfers (best of 60 s) and CP-SAT (60 s), measured on two cores.
SMALL: dict[tuple[int, int, int], tuple[str, str]] = {
    (5, 3, 7): ("5", "8"),
    (6, 3, 8): ("4", "7"),
    (7, 3, 9): ("2", "6"),
    (8, 4, 7): ("–", "–"),
    (8, 4, 8): ("4", "25"),
    (10, 4, 9): ("1", "52"),
}
PROFESSIONS = np.array([22, 14, 12, 10, 9, 8, 7, 6, 5, 3, 2, 2]) / 100


def golfers(tables: int, size: int, rounds: int) -> SeatingProblem:
    """Repeats and nothing else."""
    return SeatingProblem(tables * size, [size] * tables, rounds)


def evening(people: int, seed: int) -> SeatingProblem:
    """Tables of 8, 6 rounds: three past meetups, hosts, structures, newcomers, and people kept apart."""
    rng = np.random.default_rng(seed)
    history = np.zeros((people, people), dtype=np.int64)
    for _ in range(3):
        for table in rng.permutation(people)[: people * 6 // 10 // 8 * 8].reshape(-1, 8):
            history[np.ix_(table, table)] += 1
    np.fill_diagonal(history, 0)
    host = np.zeros(people, dtype=np.bool_)
    host[rng.permutation(people)[: people * 7 // 40]] = True
    apart = [rng.choice(people, 2, replace=False).tolist() for _ in range(people * 3 // 40)]
    return SeatingProblem(
        people,
        [8] * (people // 8),
        rounds=6,
        history=history,
        profession=rng.choice(PROFESSIONS.size, people, p=PROFESSIONS),
        structure=np.where(rng.random(people) < 0.5, rng.integers(0, people // 7, people), -1),
        newcomer=rng.random(people) < 0.15,
        host=host,
        apart=apart,
    )
