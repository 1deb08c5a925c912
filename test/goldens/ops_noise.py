"""
Writes ops-noise.json: noise in evaluation mode, where it passes its input through, and the rates 0 and 1, which leave nothing to chance,
as PyTorch computes them in float64. gaussian-noise, gaussian-dropout and drop-path are not in PyTorch: Keras and torchvision give the
input itself in evaluation mode; `random` is our own, and 0 there.
"""
import torch
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240613
draws = Draws(SEED)
normal = draws.normal


def channels(op, function, rate, training, *shape):
    attributes = {"rate": rate, "channelAxis": 1}
    return case(op, attributes, lambda x: function(x, rate, training), [normal(*shape)], training)


def rated(op, function, rate, training):
    return case(op, {"rate": rate}, lambda x: function(x, rate, training), [normal(4, 5)], training)


same = lambda x, *_: x * 1

CASES = [
    *[rated("dropout", F.dropout, *how) for how in ((0.5, False), (0.0, True), (1.0, True))],
    *[rated("alpha-dropout", F.alpha_dropout, *how) for how in ((0.5, False), (0.0, True), (1.0, True))],
    *[channels("feature-dropout", F.dropout2d, *how, 2, 3, 2, 2) for how in ((0.5, False), (0.0, True), (1.0, True))],
    *[channels("feature-dropout", F.dropout1d, 0.5, False, 2, 3, 4)],
    *[channels("feature-alpha-dropout", F.feature_alpha_dropout, *how, 2, 3, 4) for how in ((0.5, False), (0.0, True), (1.0, True))],
    rated("drop-path", same, 0.5, False),
    rated("gaussian-dropout", same, 0.5, False),
    case("gaussian-noise", {"std": 0.5}, same, [normal(4, 5)]),
    *[case("random", {"sizes": [2, 3], "law": law, "scale": 1, "centre": 0.5}, lambda: torch.zeros(2, 3, dtype=torch.float64), [])
      for law in ("normal", "uniform", "coins")],
]

write("ops-noise", {"source": SOURCE, "seed": SEED, "cases": CASES})
