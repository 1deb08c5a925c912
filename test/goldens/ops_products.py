"""Writes ops-products.json: products of matrices with their gradients as PyTorch computes them in float64."""
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240610
draws = Draws(SEED)
normal = draws.normal

CASES = [
    case("linear", {}, F.linear, [normal(4, 3), normal(2, 3), normal(2)]),
    case("linear", {}, F.linear, [normal(4, 3), normal(2, 3)]),
    case("linear", {}, F.linear, [normal(2, 3, 5), normal(4, 5), normal(4)]),
]

write("ops-products", {"source": SOURCE, "seed": SEED, "cases": CASES})
