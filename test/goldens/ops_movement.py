"""
Writes ops-movement.json: ops that move elements, with their gradients as PyTorch computes them in float64. PyTorch has no slices with
negative steps (NumPy's rule, spelled with flip), no reflection of more than three axes (axis by axis) and no mixed crops.
"""
import torch
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240611
draws = Draws(SEED)
normal = draws.normal


def reshape(sizes, *shape):
    wanted = [shape[axis] if size == 0 else size for axis, size in enumerate(sizes)]
    return case("reshape", {"sizes": sizes}, lambda x: x.reshape(wanted), [normal(*shape)])


def padded(mode, amounts, *shape, value=0.0):
    def function(x):
        if mode == "constant":
            return F.pad(x, amounts, mode, value)
        # The other modes want a batch and channels in front.
        extra = len(amounts) // 2 + 2 - x.dim()
        y = F.pad(x.reshape([1] * max(0, extra) + list(x.shape)), amounts, mode)
        return y.reshape(list(y.shape)[max(0, extra):])

    return case("pad", {"mode": mode, "amounts": amounts, "value": value}, function, [normal(*shape)])


def reflected_axis_by_axis(x):
    """The last four axes of five, mirrored one after the other by indices."""
    for axis, (before, behind) in ((4, (1, 1)), (3, (0, 1)), (2, (1, 0)), (1, (1, 1))):
        size = x.shape[axis]
        places = [abs(place) for place in range(-before, size + behind)]
        x = x.index_select(axis, torch.tensor([min(place, 2 * (size - 1) - place) for place in places]))
    return x


def sliced(axis, start, end, step, *shape):
    def function(x):
        size = x.shape[axis]
        places = list(range(size))[slice(start, end, step)]
        return x.index_select(axis, torch.tensor(places, dtype=torch.int64))

    return case("slice", {"axis": axis, "start": start, "end": end, "step": step}, function, [normal(*shape)])


CASES = [
    reshape([3, 4], 2, 6),
    reshape([0, -1, 2], 2, 6),
    reshape([-1], 2, 3, 2),
    reshape([], 1),
    reshape([0, 5], 0, 5),
    case("reshape", {"sizes": [2, 2]}, lambda x: x.reshape(2, 2), [draws.integers(9, 4)]),
    case("flatten", {"startAxis": 1, "endAxis": -1}, lambda x: x.flatten(1), [normal(2, 3, 2)]),
    case("flatten", {"startAxis": -3, "endAxis": 2}, lambda x: x.flatten(-3, 2), [normal(2, 3, 2, 1)]),
    case("flatten", {"startAxis": 0, "endAxis": -1}, lambda x: x.flatten(), [normal()]),
    case("squeeze", {"axes": None}, lambda x: x.squeeze(), [normal(2, 1, 3, 1)]),
    case("squeeze", {"axes": [0, -1]}, lambda x: x.squeeze((0, -1)), [normal(2, 1, 3, 1)]),
    case("unsqueeze", {"axis": 1}, lambda x: x.unsqueeze(1), [normal(2, 3)]),
    case("unsqueeze", {"axis": -1}, lambda x: x.unsqueeze(-1), [normal(2, 3)]),
    case("permute", {"axes": [2, 0, 1]}, lambda x: x.permute(2, 0, 1), [normal(2, 3, 4)]),
    case("permute", {"axes": [0, -1, 2, 1]}, lambda x: x.permute(0, -1, 2, 1), [normal(2, 1, 3, 2)]),
    case("permute", {"axes": [1, 0]}, lambda x: x.permute(1, 0), [draws.integers(9, 2, 3)]),
    case("permute", {"axes": [1, 0]}, lambda x: x.permute(1, 0), [draws.integers(2, 2, 3).bool()]),
    case("transpose", {"firstAxis": 0, "secondAxis": -1}, lambda x: x.transpose(0, -1), [normal(2, 3, 4)]),
    case("transpose", {"firstAxis": 1, "secondAxis": 1}, lambda x: x.transpose(1, 1), [normal(2, 3)]),
    case("move-axes", {"sources": [0], "destinations": [-1]}, lambda x: x.movedim(0, -1), [normal(2, 3, 4)]),
    case("move-axes", {"sources": [3, 0], "destinations": [0, 2]}, lambda x: x.movedim((3, 0), (0, 2)), [normal(2, 3, 1, 2)]),
    case("expand", {"sizes": [-1, 4]}, lambda x: x.expand(-1, 4), [normal(3, 1)]),
    case("expand", {"sizes": [2, 4, 3]}, lambda x: x.expand(2, 4, 3), [normal(1, 3)]),
    case("expand", {"sizes": [2, -1, 3]}, lambda x: x.expand(2, -1, 3), [normal(2, 1)]),
    case("expand", {"sizes": [2, 2]}, lambda x: x.expand(2, 2), [normal()]),
    case("repeat", {"repeats": [2, 1]}, lambda x: x.repeat(2, 1), [normal(2, 3)]),
    case("repeat", {"repeats": [2, 3]}, lambda x: x.repeat(2, 3), [normal(3)]),
    case("repeat", {"repeats": [1, 2, 2]}, lambda x: x.repeat(1, 2, 2), [normal(2, 2, 3)]),
    case("repeat", {"repeats": [0, 2]}, lambda x: x.repeat(0, 2), [normal(2, 2)]),
    case("repeat-interleave", {"repeats": 2, "axis": 0}, lambda x: x.repeat_interleave(2, 0), [normal(2, 3)]),
    case("repeat-interleave", {"repeats": 3, "axis": -1}, lambda x: x.repeat_interleave(3, -1), [normal(2, 3)]),
    case("repeat-interleave", {"repeats": 2, "axis": None}, lambda x: x.repeat_interleave(2), [normal(2, 2)]),
    sliced(1, 1, None, 2, 4, 5),
    sliced(0, -2, -1, 1, 4, 5),
    sliced(0, -99, 99, 3, 7),
    sliced(-1, None, None, -1, 2, 5),
    sliced(0, -2, 0, -2, 7),
    sliced(0, 99, -99, -3, 7),
    sliced(0, 5, 2, 1, 7),
    sliced(0, 2, 5, -1, 7),
    case("select", {"axis": 1, "index": -1}, lambda x: x.select(1, -1), [normal(3, 4)]),
    case("select", {"axis": 0, "index": 1}, lambda x: x.select(0, 1), [normal(3, 2, 2)]),
    case("flip", {"axes": [1]}, lambda x: x.flip(1), [normal(2, 3)]),
    case("flip", {"axes": [0, -1]}, lambda x: x.flip(0, -1), [normal(2, 3, 2)]),
    case("roll", {"shifts": [2], "axes": [1]}, lambda x: x.roll(2, 1), [normal(2, 5)]),
    case("roll", {"shifts": [-1, 7], "axes": [0, -1]}, lambda x: x.roll((-1, 7), (0, -1)), [normal(3, 4)]),
    case("roll", {"shifts": [1, 1], "axes": [0, 0]}, lambda x: x.roll((1, 1), (0, 0)), [normal(3, 2)]),
    case("roll", {"shifts": [4], "axes": []}, lambda x: x.roll(4), [normal(2, 3)]),
    case("concat", {"axis": 1}, lambda *x: torch.cat(x, 1), [normal(2, 3), normal(2, 1), normal(2, 2)]),
    case("concat", {"axis": -2}, lambda *x: torch.cat(x, -2), [normal(2, 3), normal(1, 3)]),
    case("concat", {"axis": 1}, lambda *x: torch.cat(x, 1), [normal(2, 2, 2, 2), normal(2, 0, 2, 2), normal(2, 1, 2, 2)]),
    case("concat", {"axis": 0}, lambda *x: torch.cat(x), [draws.integers(9, 3), draws.integers(9, 2)]),
    case("stack", {"axis": 0}, lambda *x: torch.stack(x), [normal(2, 3), normal(2, 3)]),
    case("stack", {"axis": -1}, lambda *x: torch.stack(x, -1), [normal(2, 3), normal(2, 3), normal(2, 3)]),
    case("stack", {"axis": 1}, lambda *x: torch.stack(x, 1), [normal(2, 3), normal(2, 3)]),
    case("split", {"sizes": [1, 3, 1], "axis": 1}, lambda x: x.split([1, 3, 1], 1), [normal(2, 5)]),
    case("split", {"sizes": [2, 0, 2], "axis": 0}, lambda x: x.split([2, 0, 2]), [normal(4, 2)]),
    case("chunk", {"chunks": 2, "axis": -1}, lambda x: x.chunk(2, -1), [normal(2, 5)]),
    case("chunk", {"chunks": 4, "axis": 0}, lambda x: x.chunk(4), [normal(6)]),
    case("chunk", {"chunks": 3, "axis": 0}, lambda x: x.chunk(3), [normal(2, 2)]),
    case("unbind", {"axis": 1}, lambda x: x.unbind(1), [normal(2, 3)]),
    case("unbind", {"axis": 0}, lambda x: x.unbind(), [normal(3, 2, 2)]),
    padded("constant", [1, 2], 2, 3, value=0.5),
    padded("constant", [-1, 1, 2, -1], 2, 3),
    padded("constant", [0, 0, 1, 1, 2, 0], 2, 2, 2, value=-1.0),
    padded("reflect", [2, 1], 2, 2, 4),
    padded("reflect", [2, 1, 1, 3], 1, 2, 4, 3),
    padded("reflect", [1, 0, 1, 1, 0, 2], 1, 1, 3, 2, 3),
    padded("replicate", [4, 0], 1, 2, 3),
    padded("replicate", [4, 0, 1, 2], 2, 1, 2, 3),
    padded("replicate", [1, 1, 0, 2, 1, 0], 1, 1, 2, 2, 2),
    padded("circular", [3, 1], 2, 1, 3),
    padded("circular", [3, 1, 0, 2], 1, 2, 2, 3),
    padded("circular", [1, 1, 2, 0, 0, 1], 1, 1, 2, 2, 2),
    padded("reflect", [-1, 2], 1, 2, 4),
    padded("replicate", [2, -2], 1, 2, 4),
    case("pad", {"mode": "reflect", "amounts": [1, 1, 0, 1, 1, 0, 1, 1], "value": 0.0}, reflected_axis_by_axis, [normal(1, 2, 2, 2, 2)]),
]

write("ops-movement", {"source": SOURCE, "seed": SEED, "cases": CASES})
