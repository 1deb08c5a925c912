"""
Writes ops-constants.json: tensors made of attributes alone, as PyTorch makes them in float64. The positional encoding is the formula of
Vaswani et al. 2017, section 3.5, written in PyTorch's primitives as in its own tutorial on transformers, but without exp and log.
"""
import torch

from golden import SOURCE, case, write

DOUBLE = torch.float64


def positions(length, features, base=10000):
    places = torch.arange(length, dtype=DOUBLE)[:, None]
    encoding = torch.zeros(length, features, dtype=DOUBLE)
    rates = torch.tensor([float(base) ** (2 * i / features) for i in range((features + 1) // 2)], dtype=DOUBLE)
    encoding[:, 0::2] = torch.sin(places / rates)
    encoding[:, 1::2] = torch.cos(places / rates[: features // 2])
    return encoding


def mask(function, rows, columns, diagonal):
    return lambda: function(torch.ones(rows, columns, dtype=torch.bool), diagonal)


def arange(start, end, step, whole=False):
    kind = torch.int64 if whole else DOUBLE
    attributes = {"start": start, "end": end, "step": step, "whole": whole}
    return case("arange", attributes, lambda: torch.arange(start, end, step, dtype=kind), [])


def triangle(name, function, rows, columns, diagonal):
    return case(name, {"rows": rows, "columns": columns, "diagonal": diagonal}, mask(function, rows, columns, diagonal), [])


CASES = [
    case("zeros", {"sizes": [2, 3]}, lambda: torch.zeros(2, 3, dtype=DOUBLE), []),
    case("zeros", {"sizes": []}, lambda: torch.zeros((), dtype=DOUBLE), []),
    case("full", {"sizes": [2, 0, 3], "value": 1.5}, lambda: torch.full((2, 0, 3), 1.5, dtype=DOUBLE), []),
    case("full", {"sizes": [3], "value": -0.1}, lambda: torch.full((3,), -0.1, dtype=DOUBLE), []),
    case("full-like", {"value": 0.3}, lambda x: torch.full_like(x, 0.3), [torch.zeros(2, 2, dtype=DOUBLE)]),
    case("full-like", {"value": 0.3}, lambda x: torch.full_like(x, 0.3, dtype=DOUBLE), [torch.tensor([4, 5])]),
    *[case("eye", {"rows": r, "columns": c}, lambda r=r, c=c: torch.eye(r, c, dtype=DOUBLE), []) for r, c in ((3, 3), (2, 4), (4, 2))],
    arange(0, 5, 1), arange(0.5, 3, 0.75), arange(3, -1, -0.5), arange(2, 2, 1), arange(0, 7, 2, True), arange(5, -5, -3, True),
    *[
        case("linspace", {"start": a, "end": b, "count": n}, lambda a=a, b=b, n=n: torch.linspace(a, b, n, dtype=DOUBLE), [])
        for a, b, n in ((0, 1, 5), (-1, 0.3, 8), (2, -1, 3), (4, 7, 1), (0, 1, 0))
    ],
    triangle("tril-mask", torch.tril, 4, 4, 0), triangle("tril-mask", torch.tril, 3, 5, 1), triangle("tril-mask", torch.tril, 5, 3, -2),
    triangle("triu-mask", torch.triu, 4, 4, 1), triangle("triu-mask", torch.triu, 3, 5, -1),
    *[
        case("positional-encoding", {"length": n, "features": f, "base": b}, lambda n=n, f=f, b=b: positions(n, f, b), [])
        for n, f, b in ((6, 8, 10000), (4, 5, 10000), (3, 2, 100))
    ],
]

write("ops-constants", {"source": SOURCE, "seed": None, "cases": CASES})
