"""Writes losses.json: every loss with the gradients of its arguments as PyTorch computes them in float64 (null: it has none)."""
import torch
import torch.nn.functional as F

from golden import SOURCE, numbers, tensor, write

SEED = 20240602
generator = torch.Generator().manual_seed(SEED)


def normal(*shape):
    return torch.randn(*shape, generator=generator, dtype=torch.float64)


def uniform(*shape):
    return torch.rand(*shape, generator=generator, dtype=torch.float64)


def floats(*values):
    return torch.tensor(values, dtype=torch.float64)


def energy(*outputs):
    return sum((output**2).mean() for output in outputs)


classes = torch.tensor([2, 0, 4, 4, 1, 3])
shares = F.softmax(normal(6, 5), -1)
labels = torch.tensor([[1.0], [0.0], [1.0], [0.0], [0.3]], dtype=torch.float64)
edge = floats([0.0], [1.0], [1e-14], [1 - 1e-14], [0.5])
far = floats([800.0], [-800.0], [-30.0], [30.0], [0.0])
signs = torch.tensor([[1.0], [-1.0], [1.0], [-1.0]], dtype=torch.float64)

# op, attributes, PyTorch, arguments
CASES = [
    ("mse", {}, F.mse_loss, [normal(4, 3), normal(4, 3)]),
    ("mse", {}, F.mse_loss, [normal(2, 3, 2), normal(2, 3, 2)]),
    ("l1", {}, F.l1_loss, [floats([1, 2], [3, -4]), floats([1, 5], [-3, -4.5])]),
    ("huber", {"delta": 1}, F.huber_loss, [2 * normal(5, 3), normal(5, 3)]),
    ("huber", {"delta": 0.5}, lambda x, y: F.huber_loss(x, y, delta=0.5), [floats(0.5, -0.5, 0.25, 3, 0), floats(0, 0, 0, 0, 0)]),
    ("cross-entropy", {}, F.cross_entropy, [normal(6, 5), classes]),
    ("cross-entropy", {}, F.cross_entropy, [500 * normal(6, 5), classes]),
    ("cross-entropy", {}, F.cross_entropy, [torch.zeros(4, 10, dtype=torch.float64), torch.tensor([0, 3, 9, 9])]),
    ("cross-entropy", {}, F.cross_entropy, [normal(6, 5), shares]),
    ("cross-entropy", {}, F.cross_entropy, [normal(6, 5), uniform(6, 5)]),
    ("nll", {}, F.nll_loss, [F.log_softmax(normal(6, 5), -1), classes]),
    ("binary-cross-entropy", {}, F.binary_cross_entropy, [uniform(5, 1), labels]),
    ("binary-cross-entropy", {}, F.binary_cross_entropy, [uniform(4, 3), uniform(4, 3)]),
    ("binary-cross-entropy", {}, F.binary_cross_entropy, [edge, labels]),
    ("bce-logits", {}, F.binary_cross_entropy_with_logits, [3 * normal(5, 1), labels]),
    ("bce-logits", {}, F.binary_cross_entropy_with_logits, [far, labels]),
    ("hinge", {}, lambda x, y: F.relu(1 - x * y).mean(), [floats([0.5], [0.5], [1.0], [-3.0]), signs]),
    ("hinge", {}, lambda x, y: F.relu(1 - x * (2 * y - 1)).mean(), [normal(4, 1), (signs + 1) / 2]),
    ("kl", {}, lambda x, y: F.kl_div(x, y, reduction="batchmean"), [F.log_softmax(normal(6, 5), -1), shares]),
    ("output-energy", {}, energy, [normal(3, 4)]),
    ("output-energy", {}, energy, [normal(3, 4), normal(3, 2, 2)]),
]


def row(op, attributes, function, args):
    leaves = [arg.clone().requires_grad_(arg.is_floating_point()) for arg in args]
    loss = function(*leaves)
    loss.backward()
    return {
        "op": op, "attributes": attributes, "args": [tensor(arg) for arg in args], "loss": numbers(loss)[0],
        "gradients": [None if leaf.grad is None else tensor(leaf.grad) for leaf in leaves],
    }


write("losses", {"source": SOURCE, "seed": SEED, "cases": [row(*case) for case in CASES]})
