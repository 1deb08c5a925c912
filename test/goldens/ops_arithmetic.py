"""Writes ops-arithmetic.json: elementwise mathematics with its gradients as PyTorch computes them in float64."""
import functools

import torch

from golden import SOURCE, Draws, case, write

SEED = 20240611
draws = Draws(SEED)
normal = draws.normal


def values(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


def whole(*numbers):
    return torch.tensor(numbers, dtype=torch.int32)


def mask(*numbers):
    return torch.tensor(numbers, dtype=torch.bool)


def positive(*shape):
    return draws.uniform(*shape) + 0.05


def as_int(function):
    """The result as int32: PyTorch's indices and whole numbers are int64."""
    return lambda *args: function(*args).to(torch.int32)


def folded(function):
    return lambda *args: functools.reduce(function, args)


CASES = [
    case("add", {}, lambda x, y: x + y, [normal(4, 3), normal(4, 3)]),
    case("add", {}, lambda x, y, z: x + y + z, [normal(4, 3), normal(3), normal(4, 1)]),
    case("add", {}, lambda x, y: x + y, [normal(), normal(2, 1, 2)]),
    case("add", {}, lambda x, y: x + y, [whole(1, 2), normal(3, 2)]),
    case("add", {}, as_int(torch.add), [whole(1, 2), whole(5, -7)]),
]

# Around 0, at kinks and jumps, and at ordinary places.
near = values(-2.5, -1.5, -1, -0.5, -0.25, -1e-9, 0, 1e-9, 0.25, 0.5, 1, 1.5, 2.5)
anywhere = [("exp", torch.exp), ("expm1", torch.expm1), ("square", torch.square), ("abs", torch.abs), ("sign", torch.sign),
            ("sin", torch.sin), ("cos", torch.cos), ("tan", torch.tan), ("erf", torch.erf), ("floor", torch.floor),
            ("ceil", torch.ceil), ("round", torch.round), ("negate", torch.neg)]
for op, function in anywhere:
    CASES += [case(op, {}, function, [near]), case(op, {}, function, [normal(3, 4)])]
for op, function in [("log", torch.log), ("log1p", torch.log1p), ("sqrt", torch.sqrt), ("rsqrt", torch.rsqrt), ("reciprocal", torch.reciprocal)]:
    CASES += [case(op, {}, function, [positive(3, 4)]), case(op, {}, function, [values(1e-9, 1e-3, 1, 40, 1e9)])]
CASES += [case("log1p", {}, torch.log1p, [values(-0.9, -1e-9, 0, 1e-9)]), case("reciprocal", {}, torch.reciprocal, [values(-4, -0.5, 0.5)])]

for op in ["exp2", "atan", "sinh", "cosh", "asinh", "erfc", "trunc"]:
    CASES += [case(op, {}, getattr(torch, op), [near]), case(op, {}, getattr(torch, op), [normal(3, 4)])]
for op in ["log2", "log10"]:
    CASES += [case(op, {}, getattr(torch, op), [positive(3, 4)]), case(op, {}, getattr(torch, op), [values(1e-9, 1e-3, 1, 40, 1e9)])]
for op in ["asin", "acos", "atanh", "erfinv"]:
    CASES.append(case(op, {}, getattr(torch, op), [values(-0.875, -0.5, -1e-3, 1e-3, 0.25, 0.75, 0.875)]))
CASES.append(case("acosh", {}, torch.acosh, [values(1.25, 1.5, 3, 40, 1e9)]))
for op in ["lgamma", "digamma"]:
    CASES.append(case(op, {}, getattr(torch, op), [values(-3.3, -1.6, -0.4, 1e-3, 0.5, 1.1, 2.7, 14.5, 100)]))
CASES += [
    case("atan2", {}, torch.atan2, [values(1, 1, -1, -1, 0.5, 0), values(1, -1, 1, -1, 0, -2)]),
    case("atan2", {}, torch.atan2, [normal(4, 1), normal(3)]),
]

for low, high in [(-1, 1), (None, 0.5), (0, None), (1, -1)]:
    CASES.append(case("clamp", {"minimum": low, "maximum": high}, lambda x, low=low, high=high: torch.clamp(x, low, high), [near]))
for exponent in [5, 4, 3, 2, 1, 0]:
    CASES.append(case("constant-power", {"exponent": exponent}, lambda x, p=exponent: torch.pow(x, p), [near]))
for exponent in [-2, -1, 0.5, -0.5, 1.7]:
    CASES.append(case("constant-power", {"exponent": exponent}, lambda x, p=exponent: torch.pow(x, p), [positive(3, 4)]))
CASES += [
    case("affine", {"scale": -1.5, "shift": 0.25}, lambda x: -1.5 * x + 0.25, [normal(3, 4)]),
    case("affine", {"scale": 2, "shift": -1}, lambda x: 2 * x - 1, [whole(3, 0, -4)]),
    case("affine", {"scale": 0.5, "shift": 0}, lambda x: x.to(torch.float64) * 0.5, [whole(3, 0, -4)]),
]

couples = [lambda: [normal(4, 3), normal(4, 3)], lambda: [normal(4, 1), normal(3)], lambda: [normal(), normal(2, 1, 2)]]
several = couples + [lambda: [normal(3), normal(1), normal(4, 1)], lambda: [normal(2, 3), normal(), normal(2, 1), normal(2, 3)]]
for draw in couples:
    CASES += [case("subtract", {}, torch.sub, draw()), case("divide", {}, torch.div, draw()), case("remainder", {}, torch.remainder, draw())]
for draw in several:
    CASES += [case("multiply", {}, folded(torch.mul), draw()), case("maximum", {}, folded(torch.maximum), draw()),
              case("minimum", {}, folded(torch.minimum), draw())]
ties = [values(1, 2, 3, 3), values(1, 3, 2, 3), values(1, 3, 3, 3)]
CASES += [
    case("maximum", {}, torch.maximum, ties[:2]),
    case("minimum", {}, torch.minimum, ties[:2]),
    case("maximum", {}, folded(torch.maximum), ties),
    case("minimum", {}, folded(torch.minimum), [*ties, values(1).reshape(1)]),
    case("multiply", {}, folded(torch.mul), [values(0, 2, 0), values(0, 0, 3), values(1, 2, 3)]),
    case("multiply", {}, torch.mul, [mask(True, False), normal(3, 2)]),
    case("subtract", {}, torch.sub, [whole(1, 2), normal(3, 2)]),
    case("divide", {}, lambda x, y: x.to(torch.float64) / y, [whole(1, 2, -7), whole(3, 4, 2)]),
    case("remainder", {}, torch.remainder, [values(7.5, -7.5, 7.5, -7.5, 6), values(2, 2, -2, -2, 3)]),
    case("remainder", {}, torch.remainder, [whole(7, -7, 7, -7), whole(3, 3, -3, -3)]),
    case("power", {}, torch.pow, [positive(4, 3), normal(4, 3)]),
    case("power", {}, torch.pow, [positive(4, 1), normal(3)]),
    case("power", {}, torch.pow, [values(0, 0, 0, -2, -2, 1, 3), values(0, 1, 2, 2, 3, 5, 0)], constants=(1,)),
    case("power", {}, torch.pow, [values(0, 0, 1, 3), values(0, 2, 5, 0)]),
    case("where", {}, torch.where, [mask(True, False).reshape(2, 1), normal(2, 3), normal(3)]),
    case("where", {}, torch.where, [mask(True, False, True), normal(), normal(2, 1)]),
    case("where", {}, torch.where, [mask(True, False), whole(1, 2), whole(3, 4)]),
    case("masked-fill", {"value": -1.5}, lambda x, m: torch.masked_fill(x, m, -1.5), [normal(2, 3), mask(True, False, True)]),
    case("masked-fill", {"value": 0}, lambda x, m: torch.masked_fill(x, m, 0), [normal(2, 2, 2), mask(True, False).reshape(2, 1)]),
    case("cast", {"elementType": "float"}, lambda x: x.to(torch.float64), [normal(2, 3)]),
    case("cast", {"elementType": "float"}, lambda x: x.to(torch.float64), [whole(3, -4)]),
    case("cast", {"elementType": "int32"}, lambda x: x.to(torch.int32), [values(0, 1.7, -1.7, 2)]),
    case("cast", {"elementType": "int32"}, lambda x: x.to(torch.int32), [mask(True, False)]),
    case("cast", {"elementType": "bool"}, lambda x: x.to(torch.bool), [values(0, 0.1, -1, 0)]),
    case("is-nan", {}, torch.isnan, [values(0, float("nan"), float("inf"), -float("inf"), 1)]),
    case("is-finite", {}, torch.isfinite, [values(0, float("nan"), float("inf"), -float("inf"), 1)]),
]

numbers = [values(1, 2, 3, float("nan"), float("inf"), 0), values(1, 3, 2, float("nan"), float("inf"), -0.0)]
for op, function in [("equal", torch.eq), ("not-equal", torch.ne), ("less", torch.lt), ("less-equal", torch.le),
                     ("greater", torch.gt), ("greater-equal", torch.ge)]:
    CASES += [case(op, {}, function, numbers), case(op, {}, function, [whole(1, 2, 3).reshape(3, 1), whole(1, 3)]),
              case(op, {}, function, [whole(1, 2), values(1.5, 2)])]
for op, function in [("and", torch.logical_and), ("or", torch.logical_or), ("xor", torch.logical_xor)]:
    CASES += [case(op, {}, function, [mask(False, False, True, True), mask(False, True, False, True)]),
              case(op, {}, function, [values(0, 0.5, -1).reshape(3, 1), whole(0, 3)])]
CASES += [case("not", {}, torch.logical_not, [mask(True, False)]), case("not", {}, torch.logical_not, [values(0, 0.5, -1)])]

write("ops-arithmetic", {"source": SOURCE, "seed": SEED, "cases": CASES})
