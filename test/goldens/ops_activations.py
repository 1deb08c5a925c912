"""Writes ops-activations.json: activations over any axis with their gradients as PyTorch computes them in float64."""
import torch
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240613
draws = Draws(SEED)
normal = draws.normal

CASES = []
SHARES = [("softmax", F.softmax), ("log-softmax", F.log_softmax), ("softmin", F.softmin)]
for op, function in SHARES:
    CASES.append(case(op, {}, lambda x, f=function: f(x, -1), [normal(4, 5)]))
    for axis, shape in [(0, (4, 5)), (-2, (2, 3, 4)), (2, (2, 3, 4)), (1, (2, 0, 3)), (0, (7,))]:
        CASES.append(case(op, {"axis": axis}, lambda x, f=function, a=axis: f(x, a), [normal(*shape)]))
    # Far beyond where e^x overflows, in numbers that float32 holds exactly.
    CASES.append(case(op, {"axis": 0}, lambda x, f=function: f(x, 0), [1000 + torch.round(4 * normal(3, 5)) / 4]))
for axis, shape in [(-1, (2, 3, 4)), (0, (4, 3)), (-2, (2, 6, 3))]:
    CASES.append(case("glu", {"axis": axis}, lambda x, a=axis: F.glu(x, a), [normal(*shape)]))

write("ops-activations", {"source": SOURCE, "seed": SEED, "cases": CASES})
