"""
Writes ops-losses.json: every loss with its gradients as PyTorch computes them in float64. What only Keras has is computed from its formulas
with PyTorch, since Keras itself falls back to float32, and held against Keras (KERAS_BACKEND=torch) to float32.
"""
import itertools
import math
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240602
draws = Draws(SEED)
integers = draws.integers


def normal(*shape):
    return draws.normal(*shape).round(decimals=3)  # short in the file


def uniform(*shape):
    return draws.uniform(*shape).clamp(0.001, 0.999).round(decimals=3)


REDUCTIONS = ("mean", "sum", "none")
CASES = []


def floats(*values):
    return torch.tensor(values, dtype=torch.float64)


def add(op, attributes, function, args, constants=()):
    CASES.append(case(op, attributes, function, args, constants=constants))


def reduced(terms, reduction, weights=None, weighted_mean=False):
    terms = terms if weights is None else terms * weights
    if reduction == "none":
        return terms
    if reduction == "sum":
        return terms.sum()
    if weighted_mean and weights is not None:
        return terms.sum() / (weights + torch.zeros_like(terms)).sum()
    return terms.mean()


def named(reduction):
    """The default is not named."""
    return {} if reduction == "mean" else {"reduction": reduction}


turns = itertools.cycle(REDUCTIONS)


def some_of(reductions, attributes):
    """All where there is nothing else to say, else one of them in turns."""
    return [next(turns)] if attributes and reductions is REDUCTIONS else reductions


def of_pytorch(op, function, args, attributes={}, options={}, constants=(), reductions=REDUCTIONS):
    """Cases of the reductions that PyTorch does itself."""
    for reduction in some_of(reductions, attributes):
        add(op, {**attributes, **named(reduction)}, lambda *a: function(*a, **options, reduction=reduction), args, constants)


def of_terms(op, terms, args, attributes={}, constants=(), reductions=REDUCTIONS):
    """Cases of the reductions of terms."""
    for reduction in some_of(reductions, attributes):
        add(op, {**attributes, **named(reduction)}, lambda *a: reduced(terms(*a), reduction), args, constants)


def with_weights(op, terms, args, weights, attributes={}, constants=(), weighted_mean=False):
    """The last argument holds weights of the terms."""
    for reduction in REDUCTIONS:
        add(
            op, {**attributes, **named(reduction)}, lambda *a: reduced(terms(*a[:-1]), reduction, a[-1], weighted_mean),
            [*args, weights], (*constants, len(args)),
        )


# Values
pair = [normal(4, 3), normal(4, 3)]
rows = uniform(4, 1)
add("mse", {}, F.mse_loss, [normal(2, 3, 2), normal(2, 3, 2)])
add("mse", {}, F.mse_loss, [torch.zeros(0, 3, dtype=torch.float64), torch.zeros(0, 3, dtype=torch.float64)])
add("mse", {"reduction": "sum"}, lambda x, y: F.mse_loss(x, y, reduction="sum"), [torch.zeros(0, 3, dtype=torch.float64)] * 2)
for op, function, weighted_mean in [("mse", F.mse_loss, True), ("l1", F.l1_loss, True), ("huber", F.huber_loss, False)]:
    of_pytorch(op, function, pair)
    whole = uniform(4, 3)
    for reduction in REDUCTIONS:  # PyTorch's own weights
        add(op, named(reduction), lambda x, y, w: function(x, y, reduction=reduction, weight=w), [*pair, whole], (2,))
    with_weights(op, lambda x, y: function(x, y, reduction="none"), pair, rows, weighted_mean=weighted_mean)
add("l1", {}, F.l1_loss, [floats([1, 2], [3, -4]), floats([1, 5], [-3, -4.5])])
of_pytorch("huber", F.huber_loss, [floats(0.5, -0.5, 0.25, 3, 0), floats(0, 0, 0, 0, 0)], {"delta": 0.5}, {"delta": 0.5})
of_pytorch("smooth-l1", F.smooth_l1_loss, pair)
for beta in (0.5, 0):
    of_pytorch("smooth-l1", F.smooth_l1_loss, [floats(0.5, -0.5, 0.25, 3, 0.1), floats(0, 0, 0, 0, 0)], {"beta": beta}, {"beta": beta})
with_weights("smooth-l1", lambda x, y: F.smooth_l1_loss(x, y, reduction="none"), pair, rows)


def agrees(terms, function, x, y):
    """Holds terms of single elements against the function of Keras, which means over the last axis."""
    found = function(y.unsqueeze(-1).numpy(), x.unsqueeze(-1).numpy()).to(torch.float64)
    assert torch.allclose(found, terms(x, y), rtol=1e-5, atol=1e-6), function


def log_cosh(x, y):
    return (x - y) + F.softplus(-2 * (x - y), threshold=1e9) - math.log(2)


def percentage(x, y):
    return 100 * torch.abs((y - x) / torch.clamp(torch.abs(y), min=1e-7))


def logarithmic(x, y):
    return (torch.log1p(torch.clamp(x, min=1e-7)) - torch.log1p(torch.clamp(y, min=1e-7))) ** 2


agrees(log_cosh, keras.losses.log_cosh, *pair)
agrees(percentage, keras.losses.mean_absolute_percentage_error, *pair)
agrees(logarithmic, keras.losses.mean_squared_logarithmic_error, *pair)
of_terms("log-cosh", log_cosh, [normal(4, 3), normal(4, 3)])
of_terms("log-cosh", lambda x, y: torch.log(torch.cosh(x - y)), [floats(20, -20, 3, 2.5), floats(-20, 20, 0, 0)])
with_weights("log-cosh", log_cosh, pair, rows)
of_terms("mean-absolute-percentage", percentage, pair)
of_terms("mean-absolute-percentage", percentage, [floats(1, 0.5, 2), floats(0, -2, 1e-9)], constants=(1,))
of_terms("mean-squared-logarithmic", logarithmic, [5 * uniform(4, 3), 9 * uniform(4, 3)])
of_terms("mean-squared-logarithmic", logarithmic, pair)

# Probabilities of two classes
labels = floats([1.0], [0.0], [1.0], [0.0], [0.3])
edge = floats([0.0], [1.0], [2.0**-46], [1 - 2.0**-24], [0.5])  # exact in float32
far = floats([800.0], [-800.0], [-30.0], [30.0], [0.0])
bits = integers(2, 4, 3).to(torch.float64)
with_logits = F.binary_cross_entropy_with_logits


def smoothed(y, share):  # Keras
    return y * (1 - share) + share / 2


add("binary-cross-entropy", {}, F.binary_cross_entropy, [uniform(5, 1), labels])
of_pytorch("binary-cross-entropy", F.binary_cross_entropy, [uniform(4, 3), uniform(4, 3)])
# Where the logarithm is clamped, PyTorch gives a target the derivative of the plain logarithm; ours is that of the loss.
of_pytorch("binary-cross-entropy", F.binary_cross_entropy, [edge, labels], constants=(1,))
with_weights("binary-cross-entropy", lambda x, y: F.binary_cross_entropy(x, y, reduction="none"), [uniform(4, 3), bits], rows)
of_terms(
    "binary-cross-entropy", lambda x, y: F.binary_cross_entropy(x, smoothed(y, 0.2), reduction="none"),
    [uniform(4, 3), bits], {"labelSmoothing": 0.2},
)
of_pytorch("bce-logits", with_logits, [3 * normal(5, 1), labels])
of_pytorch("bce-logits", with_logits, [far, labels])
with_weights("bce-logits", lambda x, y: with_logits(x, y, reduction="none"), pair, rows)
for positive in (3, [0.5, 3, 1]):
    of_pytorch(
        "bce-logits", with_logits, [2 * normal(4, 3), uniform(4, 3)], {"posWeight": positive},
        {"pos_weight": torch.tensor(positive, dtype=torch.float64)},
    )
add("bce-logits", {"posWeight": 3}, lambda x, y: with_logits(x, y, pos_weight=floats(3)), [far, labels])
of_terms(
    "bce-logits", lambda x, y: with_logits(x, smoothed(y, 0.3), reduction="none", pos_weight=floats(0.5, 3, 1)),
    [2 * normal(4, 3), bits], {"labelSmoothing": 0.3, "posWeight": [0.5, 3, 1]},
)


def focal(x, y, alpha=0.25, gamma=2.0):  # torchvision.ops.sigmoid_focal_loss
    p = torch.sigmoid(x)
    ce = with_logits(x, y, reduction="none")
    p_t = p * y + (1 - p) * (1 - y)
    loss = ce * (1 - p_t) ** gamma
    return loss if alpha < 0 else (alpha * y + (1 - alpha) * (1 - y)) * loss


of_terms("focal", focal, [2 * normal(4, 3), uniform(4, 3)])
for attributes in ({"alpha": -1}, {"gamma": 0}, {"alpha": 0.7, "gamma": 0.5}, {"alpha": 0.7, "gamma": 5}):
    add("focal", attributes, lambda x, y: focal(x, y, **attributes).mean(), [2 * normal(4, 3), bits])
with_weights("focal", focal, [normal(4, 3), bits], rows)
of_terms("focal", lambda x, y: focal(x, smoothed(y, 0.2)), [normal(4, 3), bits], {"labelSmoothing": 0.2})
# Written with the probability of being wrong, which the formula above rounds to 0.
add("focal", {}, lambda x, y: (-0.25 * F.logsigmoid(x) * torch.sigmoid(-x) ** 2).mean(), [floats(800, -800, 30, -30), floats(1, 1, 1, 1)], (1,))
keras_focal = keras.losses.binary_focal_crossentropy(bits, pair[0], from_logits=True, apply_class_balancing=True)
assert torch.allclose(keras_focal, focal(pair[0], bits).mean(-1), atol=1e-6)

for per_sample in (False, True):
    extra = {"perSample": True} if per_sample else {}
    axes = (1, 2) if per_sample else (0, 1, 2)
    regions = [uniform(3, 2, 2), integers(2, 3, 2, 2).to(torch.float64)]

    def dice(x, y):
        return 1 - 2 * (x * y).sum(axes) / (y.sum(axes) + x.sum(axes) + 1e-7)

    def milletari(x, y):  # V-Net, equation 2, with Keras' epsilon
        return 1 - 2 * (x * y).sum(axes) / ((x * x).sum(axes) + (y * y).sum(axes) + 1e-7)

    def tversky(x, y, alpha=0.5, beta=0.5):
        missed, added = ((1 - x) * y).sum(axes), (x * (1 - y)).sum(axes)
        return 1 - (x * y).sum(axes) / ((x * y).sum(axes) + alpha * missed + beta * added + 1e-7)

    assert torch.allclose(keras.losses.dice(regions[1], regions[0], axis=axes), dice(*regions))
    assert torch.allclose(keras.losses.tversky(regions[1], regions[0], 0.3, 0.7, axis=axes), tversky(*regions, 0.3, 0.7))
    of_terms("dice", dice, regions, extra, reductions=("none", "mean"))
    of_terms("dice", milletari, regions, {**extra, "squared": True}, reductions=("none", "mean"))
    of_terms("tversky", tversky, regions, extra, reductions=("none", "mean"))
    of_terms("tversky", lambda x, y: tversky(x, y, 0.3, 0.7), regions, {**extra, "alpha": 0.3, "beta": 0.7})
with_weights("dice", dice, regions, uniform(3), {"perSample": True})

# Class scores
classes = torch.tensor([2, 0, 4, 4, 1, 3])
some = torch.tensor([2, -100, 4, 0, 1, -100])
shares = F.softmax(normal(6, 5), -1).round(decimals=3)
weight = [0.5, 2, 1, 0.25, 3]
add("cross-entropy", {}, F.cross_entropy, [500 * normal(6, 5), classes])
add("cross-entropy", {}, F.cross_entropy, [floats([800, -800, 0], [-800, 800, 0]), torch.tensor([0, 0])])
add("cross-entropy", {}, F.cross_entropy, [torch.zeros(4, 10, dtype=torch.float64), torch.tensor([0, 3, 9, 9])])
add("cross-entropy", {}, F.cross_entropy, [normal(6, 5), uniform(6, 5)])


def class_cases(op, function, scores, target, options, more={}):
    attributes = {key: options[name] for key, name in (("weight", "weight"), ("labelSmoothing", "label_smoothing"), ("ignoreIndex", "ignore_index")) if name in options}
    given = {**options, **({"weight": torch.tensor(options["weight"], dtype=torch.float64)} if "weight" in options else {})}
    of_pytorch(op, function, [scores, target], {**attributes, **more}, given)


for options in (
    {}, {"weight": weight}, {"label_smoothing": 0.1}, {"ignore_index": 4}, {"weight": weight, "label_smoothing": 0.3},
    {"weight": weight, "ignore_index": 4}, {"label_smoothing": 1.0}, {"weight": weight, "ignore_index": 4, "label_smoothing": 0.2},
):
    class_cases("cross-entropy", F.cross_entropy, normal(6, 5), classes, options)
    if "label_smoothing" not in options:
        class_cases("nll", F.nll_loss, normal(6, 5), classes, options)
    if "ignore_index" not in options:
        class_cases("cross-entropy", F.cross_entropy, normal(6, 5), shares, options)
for options in ({}, {"weight": weight, "label_smoothing": 0.2}):
    class_cases("cross-entropy", F.cross_entropy, normal(6, 5), some, options)
none_left = torch.full((6,), -100)
for reduction in REDUCTIONS:
    for op, function in (("cross-entropy", F.cross_entropy), ("nll", F.nll_loss)):
        add(op, named(reduction), lambda x, y: function(x, y, reduction=reduction), [normal(6, 5), none_left])
        empty = [torch.zeros(0, 5, dtype=torch.float64), torch.zeros(0, dtype=torch.int64)]
        add(op, named(reduction), lambda x, y: function(x, y, reduction=reduction), empty)
    add(
        "cross-entropy", {"labelSmoothing": 0.2, **named(reduction)},
        lambda x, y: F.cross_entropy(x, y, reduction=reduction, label_smoothing=0.2), [normal(6, 5), none_left],
    )
image = torch.randint(3, (2, 2, 2), generator=draws.generator)
image[0, 1, 0] = -100
for options in ({}, {"weight": weight[:3]}, {"label_smoothing": 0.2, "weight": weight[:3]}):
    class_cases("cross-entropy", F.cross_entropy, normal(2, 3, 2, 2), image, options)
    class_cases("cross-entropy", F.cross_entropy, normal(2, 3, 4), F.softmax(normal(2, 3, 4), 1).round(decimals=3), options)
    if "label_smoothing" not in options:
        class_cases("nll", F.nll_loss, normal(2, 3, 2, 2), image, options)
    # The classes last: the same with the axes moved
    moved = lambda function: lambda x, y, **rest: function(x.movedim(-1, 1).contiguous(), y, **rest)
    soft = lambda x, y, **rest: F.cross_entropy(x.movedim(-1, 1), y.movedim(-1, 1), **rest)
    class_cases("cross-entropy", moved(F.cross_entropy), normal(2, 2, 2, 3), image, options, {"axis": -1})
    class_cases("cross-entropy", soft, normal(2, 4, 3), F.softmax(normal(2, 4, 3), -1).round(decimals=3), options, {"axis": -1})
    if "label_smoothing" not in options:
        class_cases("nll", moved(F.nll_loss), normal(2, 2, 2, 3), image, options, {"axis": -1})
# Keras' sample_weight
with_weights("cross-entropy", lambda x, y: F.cross_entropy(x, y, reduction="none", label_smoothing=0.1), [normal(6, 5), classes], uniform(6), {"labelSmoothing": 0.1})


def categorical_focal(x, t, alpha=0.25, gamma=2.0):  # Keras' categorical_focal_crossentropy from logits, without its clipping
    p = F.softmax(x, -1)
    return (alpha * (1 - p) ** gamma * -t * F.log_softmax(x, -1)).sum(-1)


for attributes in ({}, {"alpha": 0.6, "gamma": 0.5}, {"gamma": 0}):
    options = {key: attributes[key] for key in attributes}
    of_terms("categorical-focal", lambda x, t: categorical_focal(x, t, **options), [normal(6, 5), shares], attributes)
    of_terms("categorical-focal", lambda x, t: categorical_focal(x, F.one_hot(t, 5), **options), [normal(6, 5), classes], attributes)
add("categorical-focal", {"labelSmoothing": 0.2}, lambda x, t: categorical_focal(x, t * 0.8 + 0.04).mean(), [normal(6, 5), shares])
scores = normal(6, 5)
assert torch.allclose(keras.losses.categorical_focal_crossentropy(shares, scores, from_logits=True), categorical_focal(scores, shares), atol=1e-9)


def generalized(p, y, q=0.5):
    return (1 - p.gather(1, y[:, None])[:, 0] ** q) / q


shares_of = uniform(6, 5)
assert torch.allclose(keras.losses.categorical_generalized_cross_entropy(classes, shares_of, 0.5).to(torch.float64), generalized(shares_of, classes))
of_terms("generalized-cross-entropy", generalized, [shares_of, classes])
for q in (1, 0.1):
    of_terms("generalized-cross-entropy", lambda p, y: generalized(p, y, q), [shares_of, classes], {"q": q})

# Divergence and likelihood
logs = F.log_softmax(normal(6, 5), -1).round(decimals=3)
sparse = torch.where(shares > 0.2, shares, torch.zeros_like(shares))
for reduction, name in (("batchmean", "batch-mean"), ("mean", "mean"), ("sum", "sum"), ("none", "none")):
    add("kl", {"reduction": name}, lambda x, y: F.kl_div(x, y, reduction=reduction), [logs, shares])
    add("kl", {"reduction": name}, lambda x, y: F.kl_div(x, y, reduction=reduction), [logs, sparse], (1,))
    add("kl", {"reduction": name, "logTarget": True}, lambda x, y: F.kl_div(x, y, reduction=reduction, log_target=True), [logs, F.log_softmax(normal(6, 5), -1).round(decimals=3)])
add("kl", {}, lambda x, y: F.kl_div(x, y, reduction="batchmean"), [logs, shares])
add("kl", {}, lambda x, y, w: (F.kl_div(x, y, reduction="none") * w).sum() / 6, [logs, shares, uniform(6, 1)], (2,))
counts = integers(9, 4, 3).to(torch.float64)
for options in ({}, {"full": True}, {"log_input": False}, {"log_input": False, "full": True, "eps": 1e-3}):
    attributes = {{"log_input": "logInput"}.get(key, key): value for key, value in options.items()}
    of_pytorch("poisson-nll", F.poisson_nll_loss, [uniform(4, 3), counts], attributes, options, constants=(1,))
    add("poisson-nll", attributes, lambda x, y: F.poisson_nll_loss(x, y, **options), [uniform(4, 3), 9 * uniform(4, 3) + 0.01])
def poisson(x, y):
    return x - y * torch.log(x + 1e-7)


agrees(poisson, keras.losses.poisson, rates := uniform(4, 3), counts)
of_terms("poisson-nll", poisson, [rates, counts], {"logInput": False, "eps": 1e-7})
for options in ({}, {"full": True}, {"eps": 0.5}):
    for variance in (uniform(4, 3), uniform(4, 1), uniform(4)):
        of_pytorch("gaussian-nll", F.gaussian_nll_loss, [*pair, variance], options, options)
with_weights("gaussian-nll", lambda x, y, v: F.gaussian_nll_loss(x, y, v, reduction="none"), [*pair, uniform(4, 3)], rows)

# Margins
signs = 2 * integers(2, 4, 3).to(torch.float64) - 1
steps = floats([0.5], [0.5], [1.0], [-3.0])
step_signs = floats([1.0], [-1.0], [1.0], [-1.0])


def hinge(x, s):  # Keras' maximum would halve the derivative where the margin is just met
    return F.relu(1 - s * x)


def signed(terms):
    return lambda x, y: terms(x, 2 * y - 1)


agrees(hinge, keras.losses.hinge, *pair)
agrees(lambda x, s: hinge(x, s) ** 2, keras.losses.squared_hinge, pair[0], signs)
agrees(signed(hinge), keras.losses.hinge, pair[0], bits)
of_terms("hinge", hinge, [steps, step_signs], constants=(1,))
of_terms("hinge", signed(hinge), [normal(4, 1), (step_signs + 1) / 2], constants=(1,))
of_terms("squared-hinge", lambda x, s: hinge(x, s) ** 2, [2 * normal(4, 3), signs], constants=(1,))
of_terms("squared-hinge", signed(lambda x, s: hinge(x, s) ** 2), [2 * normal(4, 1), (step_signs + 1) / 2], constants=(1,))
with_weights("hinge", hinge, [2 * normal(4, 3), signs], rows, constants=(1,))
of_pytorch("soft-margin", F.soft_margin_loss, [3 * normal(4, 3), signs], constants=(1,))
add("soft-margin", {}, lambda x, y: -F.logsigmoid(x * y).mean(), [floats(800, -800, 30), floats(1, 1, -1)])
for options in ({}, {"margin": 2}):
    of_pytorch("hinge-embedding", F.hinge_embedding_loss, [floats([1, 2, 0.5], [0.3, 1.5, 4]), floats([-1, -1, 1], [-1, 1, -1])], options, options, constants=(1,))


def categorical_hinge(x, t):
    return F.relu(1 + ((1 - t) * x).max(-1).values - (t * x).sum(-1))


assert torch.allclose(keras.losses.categorical_hinge(shares, scores).to(torch.float64), categorical_hinge(scores, shares))
of_terms("categorical-hinge", categorical_hinge, [normal(6, 5), shares])
of_terms("categorical-hinge", lambda x, t: categorical_hinge(x, F.one_hot(t, 5)), [2 * normal(6, 5), classes])
for options in ({}, {"p": 2}, {"margin": 0.3}, {"weight": weight}, {"p": 2, "margin": 2, "weight": weight}):
    given = {**options, **({"weight": torch.tensor(weight, dtype=torch.float64)} if "weight" in options else {})}
    of_pytorch("multi-margin", F.multi_margin_loss, [normal(6, 5), classes], options, given)
lists = torch.tensor([[3, 0, -1, 1], [0, 1, 2, 3], [-1, 1, 1, 1], [2, -1, -1, -1]])
of_pytorch("multi-label-margin", F.multilabel_margin_loss, [normal(4, 4), lists])
for options in ({}, {"weight": weight}):
    given = {"weight": torch.tensor(weight, dtype=torch.float64)} if options else {}
    of_pytorch("multi-label-soft-margin", F.multilabel_soft_margin_loss, [normal(6, 5), uniform(6, 5)], options, given)

# Vectors
for options in ({}, {"margin": 0.5}):
    of_pytorch("margin-ranking", F.margin_ranking_loss, [normal(4, 3), normal(4, 3), signs], options, options, constants=(2,))
add("margin-ranking", {"margin": 1}, lambda a, b, s: F.margin_ranking_loss(a, b, s, margin=1), [floats(2, 1, 0), floats(1, 1, 3), floats(1, 1, -1)], (2,))
for options in ({}, {"margin": 0.2}):
    of_pytorch("cosine-embedding", F.cosine_embedding_loss, [normal(5, 3), normal(5, 3), floats(1, -1, -1, 1, -1)], options, options, constants=(2,))
add("cosine-embedding", {}, F.cosine_embedding_loss, [torch.zeros(2, 3, dtype=torch.float64), normal(2, 3), floats(1, -1)], (2,))


def similarity(x, y):
    unit = lambda z: z / torch.sqrt(torch.clamp((z * z).sum(-1, keepdim=True), min=1e-12))
    return -(unit(x) * unit(y)).sum(-1)


vectors = [normal(2, 3, 4), normal(2, 3, 4)]
assert torch.allclose(keras.losses.cosine_similarity(vectors[1], vectors[0]), similarity(*vectors))
of_terms("cosine-similarity", similarity, vectors)
add("cosine-similarity", {}, lambda x, y: similarity(x, y).mean(), [floats([0, 0], [1e-7, 0], [3, 4]), floats([1, 1], [1, 2], [4, 3])])
triple = [normal(5, 4), normal(5, 4), normal(5, 4)]
for options in ({}, {"margin": 3}, {"p": 1}, {"p": 3}, {"swap": True}, {"swap": True, "p": 1.5, "margin": 2}, {"eps": 1e-3}):
    of_pytorch("triplet-margin", F.triplet_margin_loss, triple, options, options)


def circle(x, y, gamma=80, margin=0.4):
    d = torch.clamp(1 - x @ x.T, min=0)
    same = y[:, None] == y[None, :]
    positive = -gamma * torch.clamp(margin + d, min=0) * (margin - d)
    negative = gamma * torch.clamp(1 + margin - d, min=0) * (1 - margin - d)
    nothing = torch.tensor(-math.inf, dtype=torch.float64)
    of = lambda mask, z: torch.stack([torch.logsumexp(row[pairs], 0) if pairs.any() else nothing for row, pairs in zip(z, mask)])
    both = of(same & ~torch.eye(len(y), dtype=torch.bool), positive) + of(~same, negative)
    return torch.stack([F.softplus(each, threshold=1e9) if each > -math.inf else torch.zeros((), dtype=torch.float64) for each in both])


embeddings = F.normalize(normal(6, 3), dim=-1)
groups = torch.tensor([0, 1, 0, 1, 2, 0])
for options in ({}, {"gamma": 2, "margin": 0.25}):
    assert torch.allclose(keras.losses.circle(groups, embeddings, **options).to(torch.float64), circle(embeddings, groups, **options), rtol=1e-4, atol=1e-5)
    of_terms("circle", lambda x, y: circle(x, y, **options), [embeddings, groups], options, reductions=("sum", "none"))
    mean = lambda x, y: (terms := circle(x, y, **options)).sum() / (terms > 0).sum()
    assert torch.allclose(keras.losses.Circle(**options)(groups, embeddings).to(torch.float64), mean(embeddings, groups), rtol=1e-4)
    add("circle", options, mean, [embeddings, groups])


# Sequences. PyTorch's own gradient by the log-probabilities is e^log-probability too large, which a log-softmax before it takes away; so ours
# is held against a plain forward algorithm under autograd, and that against PyTorch behind a log-softmax.
def ctc(logs, targets, input_lengths, target_lengths, blank=0):
    terms = []
    for sample, (times, length) in enumerate(zip(input_lengths.tolist(), target_lengths.tolist())):
        states = [blank]
        for label in targets[sample, :length].tolist():
            states += [label, blank]
        here = torch.full((len(states),), -math.inf, dtype=torch.float64)
        alpha = [logs[0, sample, label] if state < 2 else here[state] for state, label in enumerate(states)]
        for time in range(1, times):
            after = []
            for state, label in enumerate(states):
                ways = [alpha[state]] + ([alpha[state - 1]] if state > 0 else [])
                if state > 1 and label != blank and label != states[state - 2]:
                    ways.append(alpha[state - 2])
                finite = [way for way in ways if way != -math.inf]
                after.append(torch.logsumexp(torch.stack(finite), 0) + logs[time, sample, label] if finite else here[state])
            alpha = after
        ends = [way for way in alpha[-2:] if way != -math.inf]
        terms.append(-torch.logsumexp(torch.stack(ends), 0) if ends else torch.tensor(math.inf, dtype=torch.float64))
    return torch.stack(terms)


def ctc_reduced(terms, target_lengths, reduction, zero_infinity):
    if zero_infinity:
        terms = torch.where(terms == math.inf, torch.zeros_like(terms), terms)
    if reduction == "mean":
        return (terms / target_lengths.clamp(min=1)).mean()
    return reduced(terms, reduction)


def ctc_case(logits, targets, input_lengths, target_lengths, blank=0, zero_infinity=False, batch_first=False):
    for reduction in REDUCTIONS:
        def plain(logs, targets, inputs, lengths):
            logs = logs.transpose(0, 1) if batch_first else logs
            return ctc_reduced(ctc(logs, targets, inputs, lengths, blank), lengths, reduction, zero_infinity)

        logs = F.log_softmax(logits, -1)
        ours, theirs = (logits.clone().requires_grad_() for _ in range(2))
        first = plain(F.log_softmax(ours, -1), targets, input_lengths, target_lengths)
        its = F.log_softmax(theirs, -1)
        second = F.ctc_loss(its.transpose(0, 1) if batch_first else its, targets, input_lengths, target_lengths, blank, reduction, zero_infinity)
        assert torch.allclose(first, second), (first, second)
        if torch.isfinite(second).all():
            first.sum().backward()
            second.sum().backward()
            assert torch.allclose(ours.grad, theirs.grad)
            attributes = {**({"blank": blank} if blank else {}), **({"zeroInfinity": True} if zero_infinity else {}), **({"batchFirst": True} if batch_first else {})}
            add("ctc", {**attributes, **named(reduction)}, plain, [logs, targets, input_lengths, target_lengths])


lengths = lambda *values: torch.tensor(values)
ctc_case(normal(6, 2, 4), torch.tensor([[1, 2, 2], [3, 1, 0]]), lengths(6, 5), lengths(3, 2))
ctc_case(normal(2, 6, 4), torch.tensor([[1, 2, 2], [0, 1, 0]]), lengths(6, 6), lengths(3, 3), blank=3, batch_first=True)
ctc_case(normal(4, 2, 3), torch.tensor([[1, 1, 1], [1, 2, 1]]), lengths(4, 4), lengths(3, 3), zero_infinity=True)
ctc_case(20 * normal(8, 2, 4), torch.tensor([[1, 2, 3], [3, 3, 0]]), lengths(8, 7), lengths(3, 0))
tight = [F.log_softmax(normal(4, 1, 3), -1), torch.tensor([[1, 1, 1]])]
add("ctc", {}, lambda x, y: F.ctc_loss(x, y, lengths(4), lengths(3)), tight)


def energy(*outputs):
    return sum((output**2).mean() for output in outputs)


add("output-energy", {}, energy, [normal(3, 4)])
add("output-energy", {}, energy, [normal(3, 4), normal(3, 2, 2)])

write("ops-losses", {"source": f"{SOURCE}, Keras {keras.__version__}", "seed": SEED, "cases": CASES})
