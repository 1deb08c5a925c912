"""Writes ops-arithmetic.json: elementwise mathematics with its gradients as PyTorch computes them in float64."""
from golden import SOURCE, Draws, case, write

SEED = 20240611
draws = Draws(SEED)
normal = draws.normal

CASES = [
    case("add", {}, lambda x, y: x + y, [normal(4, 3), normal(4, 3)]),
    case("add", {}, lambda x, y, z: x + y + z, [normal(4, 3), normal(3), normal(4, 1)]),
    case("add", {}, lambda x, y: x + y, [normal(), normal(2, 1, 2)]),
]

write("ops-arithmetic", {"source": SOURCE, "seed": SEED, "cases": CASES})
