"""Writes blame.json: a residual convolution with norms and a pool, in float64: RMS of every gradient that autograd hands back, part by part."""
import torch
from torch.nn import functional

from golden import SOURCE, Draws, number, write

SEED = 20240921
draws = Draws(SEED)


def nested(value):
    return repr(value.detach().tolist())


def rms(value):
    return number(value.pow(2).mean().sqrt())


def network():
    x, y = draws.normal(4, 1, 6, 6), draws.normal(4, 2)
    stem, branch = draws.normal(3, 1, 3, 3) * 0.4, draws.normal(3, 3, 3, 3) * 0.3
    hidden, head = draws.normal(5, 27) * 0.3, draws.normal(2, 5) * 0.5
    values = {}

    def keep(name, value):
        value.retain_grad()
        values[name] = value
        return value

    def part(name, value):
        """A view of a value, whose gradient is what this user alone hands back."""
        return keep(name, value.view_as(value))

    a = keep("stem", functional.conv2d(x, stem.requires_grad_(), padding=1))
    b = keep("stem out", functional.relu(a))
    c = keep("branch", functional.conv2d(part("into branch", b), branch, padding=1))
    d = keep("normed", functional.batch_norm(c, None, None, training=True, eps=1e-5))
    e = keep("sum", functional.relu(d) + part("into skip", b))
    f = keep("pooled", functional.avg_pool2d(e, 2))
    g = keep("hidden", functional.linear(f.flatten(1), hidden))
    h = keep("hidden normed", functional.layer_norm(g, (5,), eps=1e-5))
    i = keep("hidden out", torch.tanh(h))
    j = keep("head", functional.linear(i, head))
    functional.mse_loss(j, y).backward()
    text = f"""input: [1, 6, 6]
layers:
  - {{ conv2d: 3, id: stem, kernel: 3, padding: 1, bias: false, weights: {nested(stem)} }}
  - {{ relu: null, id: start }}
  - {{ conv2d: 3, id: branch, kernel: 3, padding: 1, bias: false, weights: {nested(branch)} }}
  - {{ batch-norm: null, id: normed }}
  - relu
  - {{ add: start, id: sum }}
  - {{ avg-pool: 2, id: pooled }}
  - flatten
  - {{ linear: 5, id: hidden, bias: false, weights: {nested(hidden)} }}
  - {{ layer-norm: null, id: hidden-normed }}
  - tanh
  - {{ linear: 2, id: head, bias: false, weights: {nested(head)} }}
loss: mse
data: {{ inputs: {nested(x)}, targets: {nested(y)} }}
"""
    return {"text": text, "gradients": {name: rms(value.grad) for name, value in values.items()}}


write("blame", {"source": SOURCE, "seed": SEED, **network()})
