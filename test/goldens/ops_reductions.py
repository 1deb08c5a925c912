"""Writes ops-reductions.json: reductions, running sums and orders with their gradients as PyTorch computes them in float64."""
import pathlib

import torch

from golden import SOURCE, Draws, case, write

SEED = 20240612
draws = Draws(SEED)
normal = draws.normal


def values(*numbers):
    return torch.tensor(numbers, dtype=torch.float64)


def whole(*numbers):
    return torch.tensor(numbers, dtype=torch.int32)


def mask(*numbers):
    return torch.tensor(numbers, dtype=torch.bool)


def small(result):
    """Whole numbers as int32: PyTorch's are int64."""
    if isinstance(result, torch.Tensor):
        return result if result.is_floating_point() or result.dtype == torch.bool else result.to(torch.int32)
    return tuple(small(part) for part in result)


CASES = []
CHOICES = [((7,), None, False), ((3, 4), None, True), ((3, 4), [-1], False), ((2, 3, 4), [1], True), ((2, 3, 4), [2, 0], False)]


def fold(op, function, args=None, **extra):
    """function(x, axes, keep) over all choices of axes, or over given arguments with their axes."""
    for shape, axes, keep in CHOICES if args is None else []:
        every = list(range(len(shape))) if axes is None else axes
        add(op, {"axes": axes, "keepDimensions": keep, **extra}, lambda x, every=every, keep=keep: function(x, every, keep), normal(*shape))
    for x, axes, keep in args or []:
        every = list(range(x.dim())) if axes is None else axes
        add(op, {"axes": axes, "keepDimensions": keep, **extra}, lambda x, every=every, keep=keep: function(x, every, keep), x)


def add(op, attributes, function, x, **options):
    CASES.append(case(op, attributes, lambda x: small(function(x)), [x], **options))


def product(x, axes, keep):
    for axis in sorted((axis % x.dim() for axis in axes), reverse=True):
        x = x.prod(axis, keepdim=keep)
    return x


ties = values(1, 3, 3, 2, 2, 1, 1, 1).reshape(2, 4)
zeros = values(0, 2, 3, 0, 0, 5, -1, 2, 3).reshape(3, 3)
counts = whole(3, -1, 2, 0, 0, 5).reshape(2, 3)
flags = mask(True, False, False, True, True, True).reshape(2, 3)
empty = torch.zeros(2, 0, dtype=torch.float64)

fold("sum", lambda x, a, k: x.sum(a, keepdim=k))
fold("sum", lambda x, a, k: x.sum(a, keepdim=k), [(counts, [1], False), (flags, None, False), (empty, [1], False)])
fold("mean", lambda x, a, k: x.mean(a, keepdim=k))
for op, function in [("max", torch.amax), ("min", torch.amin)]:
    fold(op, lambda x, a, k, f=function: f(x, a, keepdim=k))
    fold(op, lambda x, a, k, f=function: f(x, a, keepdim=k), [(ties, [1], False), (ties, None, False), (counts, [0], True)])
fold("product", product)
fold("product", product, [(zeros, [1], False), (zeros, [0], True), (zeros, None, False), (counts, [1], False), (empty, [1], False)])
for correction in [0, 1]:
    fold("variance", lambda x, a, k, c=correction: torch.var(x, a, correction=c, keepdim=k), correction=correction)
    fold("standard-deviation", lambda x, a, k, c=correction: torch.std(x, a, correction=c, keepdim=k), correction=correction)
    fold("standard-deviation", lambda x, a, k, c=correction: torch.std(x, a, correction=c, keepdim=k), [(ties, [1], False)], correction=correction)
for order in [1, 2, 3, 1.5, 0.5, 0, -2, float("inf"), -float("inf")]:
    shown = order if abs(order) != float("inf") else f"{order}"
    fold("norm", lambda x, a, k, p=order: torch.linalg.vector_norm(x, p, a, keepdim=k), order=shown)
    rows = [(ties, [1], False)] + ([(zeros, [1], False), (torch.zeros(2, 3, dtype=torch.float64), [1], False)] if order >= 1 else [])
    fold("norm", lambda x, a, k, p=order: torch.linalg.vector_norm(x, p, a, keepdim=k), rows, order=shown)
fold("logsumexp", lambda x, a, k: torch.logsumexp(x, a, keepdim=k))
fold("logsumexp", lambda x, a, k: torch.logsumexp(x, a, keepdim=k), [(values(800, 801, -900, -901).reshape(2, 2), [1], False), (values(-float("inf"), 2), [0], False)])
truths = [(flags, [1], False), (zeros, [0], True), (counts, None, False), (empty, [1], False), (mask(False, False, True, True).reshape(2, 2), [1], False)]
fold("any", lambda x, a, k: (x != 0).amax(a, keepdim=k) if x.numel() else torch.any(x, 1), truths)
fold("all", lambda x, a, k: (x != 0).amin(a, keepdim=k) if x.numel() else torch.all(x, 1), truths)
fold("count-nonzero", lambda x, a, k: (x != 0).sum(a, keepdim=k), truths)

nans = values(1, float("nan"), 3, float("nan"), 5, 2).reshape(2, 3)
LINES = [((7,), 0), ((3, 4), -1), ((2, 5, 3), 1)]
for op, name, index in [("max-along", "max", "argmax"), ("min-along", "min", "argmin")]:
    for keep in [False, True]:
        for shape, axis in LINES:
            add(op, {"axis": axis, "keepDimensions": keep}, lambda x, a=axis, k=keep, n=name: tuple(getattr(torch, n)(x, a, keepdim=k)), normal(*shape))
            add(index, {"axis": axis, "keepDimensions": keep}, lambda x, a=axis, k=keep, n=index: getattr(torch, n)(x, a, keepdim=k), normal(*shape))
        add(index, {"axis": None, "keepDimensions": keep}, lambda x, k=keep, n=index: getattr(torch, n)(x, keepdim=k), normal(3, 4))
    for x in [ties, counts, nans]:
        add(op, {"axis": 1, "keepDimensions": False}, lambda x, n=name: tuple(getattr(torch, n)(x, 1)), x)
        add(index, {"axis": 1, "keepDimensions": False}, lambda x, n=index: getattr(torch, n)(x, 1), x)
    add(op, {"axis": 0, "keepDimensions": False}, lambda x, n=name: tuple(getattr(torch, n)(x, 0)), values(2).reshape(()))

running = [normal(*shape) for shape, _ in LINES]
for x, (_, axis) in zip(running, LINES):
    add("cumsum", {"axis": axis}, lambda x, a=axis: torch.cumsum(x, a), x)
    add("cumprod", {"axis": axis}, lambda x, a=axis: torch.cumprod(x, a), x)
    for descending in [False, True]:
        add("sort", {"axis": axis, "descending": descending}, lambda x, a=axis, d=descending: tuple(torch.sort(x, dim=a, descending=d, stable=True)), x)
        for count in [1, 3]:
            add("topk", {"count": count, "axis": axis, "largest": descending}, lambda x, n=count, a=axis, d=descending: tuple(torch.topk(x, n, a, largest=d)), x)
    for keep in [False, True]:
        add("median", {"axis": axis, "keepDimensions": keep}, lambda x, a=axis, k=keep: tuple(torch.median(x, a, keepdim=k)), x)
for x in [counts, flags]:
    add("cumsum", {"axis": 1}, lambda x: torch.cumsum(x, 1), x)
for x in [zeros, values(1, 2, 0, 4, 5, 0, 0, 1, 2, 3, 4, 0).reshape(3, 4), counts]:
    add("cumprod", {"axis": 1}, lambda x: torch.cumprod(x, 1), x)
for x in [ties, nans, counts]:
    for descending in [False, True]:
        add("sort", {"axis": 1, "descending": descending}, lambda x, d=descending: tuple(torch.sort(x, dim=1, descending=d, stable=True)), x)
for x in [ties, nans, counts]:
    add("median", {"axis": 1, "keepDimensions": False}, lambda x: tuple(torch.median(x, 1)), x)

write("ops-reductions", {"source": SOURCE, "seed": SEED, "cases": CASES})

# JSON has no word for an infinite attribute; a number beyond float64 is read as one.
path = pathlib.Path(__file__).parent / "ops-reductions.json"
text = path.read_text()
path.write_text(text.replace('"order":"inf"', '"order":1e999').replace('"order":"-inf"', '"order":-1e999'))
