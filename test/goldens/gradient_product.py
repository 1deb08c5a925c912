"""Writes gradient-product.json: a 2-3-2 sigmoid network on two samples, and a residual one, in float64: autograd's gradients, deltas and squared errors."""
import torch
from torch.nn import functional

from golden import SOURCE, Draws, numbers, tensor, write

SEED = 20240917
draws = Draws(SEED)


def rows(value):
    return "[" + ", ".join("[" + ", ".join(repr(float(cell)) for cell in row.detach()) + "]" for row in value) + "]"


def vector(value):
    return "[" + ", ".join(repr(float(cell)) for cell in value.detach()) + "]"


def linear(weight, bias, name, source=None):
    origin = "" if source is None else f", from: {source}"
    return f"  - {{ linear: {weight.shape[0]}, id: {name}, weights: {rows(weight)}, biases: {vector(bias)}{origin} }}\n"


def error_terms():
    x, y = draws.normal(2, 2), draws.uniform(2, 2)
    w1, b1, w2, b2 = draws.normal(3, 2), draws.normal(3), draws.normal(2, 3), draws.normal(2)
    leaves = {"j.weight": w1, "j.bias": b1, "k.weight": w2, "k.bias": b2}
    for leaf in leaves.values():
        leaf.requires_grad_()
    z1 = functional.linear(x, w1, b1)
    z2 = functional.linear(torch.sigmoid(z1), w2, b2)
    prediction = torch.sigmoid(z2)
    # What the textbook differentiates: the squared error summed over outputs, sample by sample.
    squared = (y - prediction).pow(2).sum()
    terms = {name: -value for name, value in zip("jk", torch.autograd.grad(squared, (z1, z2), retain_graph=True))}
    loss = functional.mse_loss(prediction, y)
    deltas = dict(zip("jk", torch.autograd.grad(loss, (z1, z2), retain_graph=True)))
    loss.backward()
    text = (
        "input: [2]\nlayers:\n" + linear(w1, b1, "j") + "  - sigmoid\n" + linear(w2, b2, "k") + "  - sigmoid\n"
        f"loss: mse\ndata: {{ inputs: {rows(x)}, targets: {rows(y)} }}\n"
    )
    return {
        "text": text, "loss": loss.item(),
        "errorTerms": {name: tensor(value) for name, value in terms.items()},
        "deltas": {name: tensor(value) for name, value in deltas.items()},
        "gradients": {name: numbers(leaf.grad) for name, leaf in leaves.items()},
    }


def residual():
    """x -> a -> tanh -> b -> add (with the tanh) -> c: what comes back to a's output through b alone, and through both ways."""
    x, y = draws.normal(3, 2), draws.normal(3, 1)
    wa, ba, wb, bb = draws.normal(2, 2), draws.normal(2), draws.normal(2, 2), draws.normal(2)
    wc, bc = draws.normal(1, 2), draws.normal(1)
    wa.requires_grad_()
    za = functional.linear(x, wa, ba)
    activation = torch.tanh(za)
    through = activation.clone()
    around = activation.clone()
    zc = functional.linear(functional.linear(through, wb, bb) + around, wc, bc)
    loss = functional.mse_loss(zc, y)
    part, rest, whole, first = torch.autograd.grad(loss, (through, around, activation, wa))
    text = (
        "input: [2]\nlayers:\n" + linear(wa, ba, "a") + "  - { tanh: null, id: t }\n" + linear(wb, bb, "b")
        + "  - { add: t, id: sum }\n" + linear(wc, bc, "c")
        + f"loss: mse\ndata: {{ inputs: {rows(x)}, targets: {rows(y)} }}\n"
    )
    return {
        "text": text, "loss": loss.item(), "part": numbers(part), "rest": numbers(rest), "whole": numbers(whole),
        "gradient": numbers(first),
    }


write("gradient-product", {"source": SOURCE, "seed": SEED, "errorTerms": error_terms(), "residual": residual()})
