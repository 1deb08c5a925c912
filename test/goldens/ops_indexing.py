"""Writes ops-indexing.json: ops that take and put elements by index, with their gradients as PyTorch computes them in float64."""
import torch
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240612
draws = Draws(SEED)
normal, integers = draws.normal, draws.integers


def along(op, axis, function, *args):
    return case(op, {"axis": axis}, function, args)


def bag(mode, padding, weight, indices, *offsets):
    function = lambda w, i, *o: F.embedding_bag(i, w, *o, mode=mode, padding_idx=padding)
    return case("embedding-bag", {"mode": mode, "paddingIndex": padding}, function, [weight, indices, *offsets])


def embedded(padding, weight, indices):
    return case("embedding", {"paddingIndex": padding}, lambda w, i: F.embedding(i, w, padding_idx=padding), [weight, indices])


distinct = torch.tensor([[2, 0, 1], [0, 3, 2]])
offsets = torch.tensor([0, 2, 2, 3])

CASES = [
    along("index-select", 0, lambda x, i: x.index_select(0, i), normal(4, 3), integers(4, 6)),
    along("index-select", -2, lambda x, i: x.index_select(-2, i), normal(2, 4, 2), integers(4, 3)),
    along("index-select", 1, lambda x, i: x.index_select(1, i), normal(2, 3, 20), integers(3, 4)),
    along("index-select", 0, lambda x, i: x.index_select(0, i), integers(9, 5), integers(5, 3)),
    along("index-select", 0, lambda x, i: x.index_select(0, i), normal(3, 2), torch.zeros(0, dtype=torch.int64)),
    along("gather", 0, lambda x, i: x.gather(0, i), normal(3, 4), integers(3, 5, 4)),
    along("gather", -1, lambda x, i: x.gather(-1, i), normal(3, 4), integers(4, 2, 6)),
    along("gather", 1, lambda x, i: x.gather(1, i), normal(3, 4, 2), integers(4, 2, 3, 2)),
    along("gather", 0, lambda x, i: x.gather(0, i), integers(9, 4), integers(4, 3)),
    along("take-along-axis", 0, lambda x, i: torch.take_along_dim(x, i, 0), normal(3, 4), integers(3, 1, 4)),
    along("take-along-axis", 1, lambda x, i: torch.take_along_dim(x, i, 1), normal(1, 4), integers(4, 3, 2)),
    along("take-along-axis", -1, lambda x, i: torch.take_along_dim(x, i, -1), normal(2, 3, 4), integers(4, 2, 1, 2)),
    along("scatter-add", 0, lambda x, i, s: x.scatter_add(0, i, s), normal(3, 4), integers(3, 5, 4), normal(5, 4)),
    along("scatter-add", 1, lambda x, i, s: x.scatter_add(1, i, s), normal(3, 4), integers(4, 3, 3), normal(3, 3)),
    along("scatter-add", -1, lambda x, i, s: x.scatter_add(-1, i, s[:2, :3]), normal(3, 4), integers(4, 2, 3), normal(3, 5)),
    # Where two elements are written to one place PyTorch leaves open which one stays.
    along("scatter", 1, lambda x, i, s: x.scatter(1, i, s), normal(2, 4), distinct, normal(2, 3)),
    along("scatter", -1, lambda x, i, s: x.scatter(-1, i, s[:2, :3]), normal(3, 4), distinct, normal(3, 4)),
    along("scatter", 0, lambda x, i, s: x.scatter(0, i, s), normal(5), torch.tensor([4, 0, 2]), normal(3)),
    embedded(None, normal(5, 3), integers(5, 2, 4)),
    embedded(2, normal(5, 3), torch.tensor([2, 0, 2, 1])),
    embedded(None, normal(4, 20), integers(4, 2, 3)),
    embedded(None, normal(4, 2), torch.tensor(3)),
    *[bag(mode, padding, normal(6, 3), integers(6, 4, 5)) for mode in ("sum", "mean", "max") for padding in (None, 1)],
    *[bag(mode, padding, normal(6, 2), torch.tensor([3, 1, 1, 5, 3]), offsets) for mode in ("sum", "mean", "max") for padding in (None, 1)],
    case("one-hot", {"classes": 4}, lambda i: F.one_hot(i, 4).double(), [integers(4, 5)]),
    case("one-hot", {"classes": 5}, lambda i: F.one_hot(i, 5).double(), [integers(4, 2, 3)]),
]

write("ops-indexing", {"source": SOURCE, "seed": SEED, "cases": CASES})
