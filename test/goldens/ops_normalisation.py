"""Writes ops-normalisation.json: normalisations with their gradients as PyTorch computes them in float64."""
import torch
import torch.nn.functional as F
from torch.nn.utils import parametrizations

from golden import SOURCE, Draws, case, write

SEED = 20240611
draws = Draws(SEED)
normal, uniform = draws.normal, draws.uniform

CASES = []


def add(*args, **options):
    CASES.append(case(*args, **options))


BATCH = {"epsilon": 1e-5, "momentum": 0.1, "axis": 1, "scale": True, "shift": True, "statistics": True, "unbiased": True}


def batch_norm(module, training, channels_last=False):
    """The layer as a function of all its tensors; running statistics are returned after the step."""

    def run(x, weight=None, bias=None, mean=None, variance=None, count=None):
        layer = module(
            x.shape[-1 if channels_last else 1], eps=attributes["epsilon"], momentum=attributes["momentum"], affine=False,
            track_running_stats=mean is not None, dtype=torch.float64)
        layer.train(training)
        del layer.weight, layer.bias
        layer.weight, layer.bias = weight, bias
        if mean is not None:
            layer.running_mean, layer.running_var = mean.detach().clone(), variance.detach().clone()
            if count is not None:
                layer.num_batches_tracked = count.detach().clone()
        moved = torch.movedim(x, -1, 1) if channels_last else x
        y = layer(moved)
        y = torch.movedim(y, 1, -1) if channels_last else y
        after = [] if mean is None else [layer.running_mean, layer.running_var]
        return [y, *after, *([] if count is None else [layer.num_batches_tracked.to(torch.float64)])]

    return run


MODULES = {2: torch.nn.BatchNorm1d, 3: torch.nn.BatchNorm1d, 4: torch.nn.BatchNorm2d, 5: torch.nn.BatchNorm3d}

for shape in [(5, 3), (4, 3, 5), (2, 3, 4, 3), (2, 3, 2, 2, 2)]:
    for training in (True, False):
        attributes = BATCH
        args = [normal(*shape), normal(3), normal(3), normal(3), uniform(3) + 0.1]
        add("batch-norm", attributes, batch_norm(MODULES[len(shape)], training), args, training=training, constants=(3, 4))

# One value per channel, which PyTorch takes in evaluation only.
attributes = BATCH
add("batch-norm", attributes, batch_norm(torch.nn.BatchNorm1d, False), [normal(1, 3), normal(3), normal(3), normal(3), uniform(3)], constants=(3, 4))
for training in (True, False):
    attributes = {**BATCH, "momentum": None, "epsilon": 1e-3}
    args = [normal(4, 3, 2), normal(3), normal(3), normal(3), uniform(3), torch.tensor(3.0, dtype=torch.float64)]
    add("batch-norm", attributes, batch_norm(torch.nn.BatchNorm1d, training), args, training=training, constants=(3, 4, 5))
    attributes = {**BATCH, "scale": False, "shift": False, "statistics": False}
    add("batch-norm", attributes, batch_norm(torch.nn.BatchNorm1d, training), [normal(4, 3)], training=training)
    attributes = {**BATCH, "axis": -1, "epsilon": 1e-3, "momentum": 0.01}
    args = [normal(2, 4, 2, 3), normal(3), normal(3), normal(3), uniform(3)]
    add("batch-norm", attributes, batch_norm(torch.nn.BatchNorm2d, training, True), args, training=training, constants=(3, 4))


def keras_statistics(x, bias, mean, variance):
    """Keras' update: momentum 0.99 of the old, the biased variance (keras.layers.BatchNormalization.call), without a scale."""
    found_mean, found_variance = x.mean(dim=(0, 1)), x.var(dim=(0, 1), unbiased=False)
    y = (x - found_mean) / torch.sqrt(found_variance + 1e-3) + bias
    return [y, (0.99 * mean + 0.01 * found_mean).detach(), (0.99 * variance + 0.01 * found_variance).detach()]


add("batch-norm", {**BATCH, "axis": -1, "epsilon": 1e-3, "momentum": 0.01, "scale": False, "unbiased": False}, keras_statistics,
    [normal(3, 4, 2), normal(2), normal(2), uniform(2)], training=True, constants=(2, 3))

for shape, groups, scale, shift in [((2, 6, 3), 3, True, True), ((3, 8), 2, True, True), ((2, 4, 2, 3), 4, False, False), ((2, 4, 3), 1, True, True)]:
    args = [normal(*shape), *([normal(shape[1]), normal(shape[1])] if scale else [])]
    add("group-norm", {"groups": groups, "epsilon": 1e-5, "scale": scale, "shift": shift},
        lambda x, w=None, b=None, groups=groups: F.group_norm(x, groups, w, b, 1e-5), args)


def instance_norm(training):
    def run(x, weight=None, bias=None, mean=None, variance=None):
        if mean is None:
            return F.instance_norm(x, None, None, weight, bias, True, 0.1, 1e-5)
        mean, variance = mean.detach().clone(), variance.detach().clone()
        return [F.instance_norm(x, mean, variance, weight, bias, training, 0.1, 1e-5), mean, variance]

    return run


INSTANCE = {"epsilon": 1e-5, "momentum": 0.1, "scale": True, "shift": True, "statistics": False}
add("instance-norm", INSTANCE, instance_norm(True), [normal(2, 3, 4), normal(3), normal(3)])
add("instance-norm", {**INSTANCE, "scale": False, "shift": False}, instance_norm(True), [normal(2, 3, 4, 2)])
for training in (True, False):
    add("instance-norm", {**INSTANCE, "statistics": True}, instance_norm(training),
        [normal(2, 3, 4), normal(3), normal(3), normal(3), uniform(3)], training=training, constants=(3, 4))

for shape, axes, scale, shift in [((4, 5), 1, True, True), ((2, 3, 4), 2, True, True), ((2, 3, 4), 1, True, False), ((2, 5), 1, False, False)]:
    last = shape[-axes:]
    args = [normal(*shape), *([normal(*last)] if scale else []), *([normal(*last)] if shift else [])]
    add("layer-norm", {"axes": axes, "epsilon": 1e-5, "scale": scale, "shift": shift},
        lambda x, w=None, b=None, last=last: F.layer_norm(x, last, w, b, 1e-5), args)
add("layer-norm", {"axes": 1, "epsilon": 1e-3, "scale": False, "shift": True},
    lambda x, b: F.layer_norm(x, x.shape[-1:], None, b, 1e-3), [normal(3, 7), normal(7)])

for shape, axes, epsilon, scale in [((4, 5), 1, None, True), ((2, 3, 4), 2, 1e-3, True), ((2, 3, 4), 1, 1e-6, False)]:
    last = shape[-axes:]
    add("rms-norm", {"axes": axes, "epsilon": epsilon, "scale": scale},
        lambda x, w=None, last=last, epsilon=epsilon: F.rms_norm(x, last, w, epsilon), [normal(*shape), *([normal(*last)] if scale else [])])

for shape, size, alpha, beta, k in [((2, 7, 3), 5, 1e-4, 0.75, 1), ((2, 5, 2, 2), 3, 0.5, 0.75, 2), ((1, 4, 3), 2, 1, 0.5, 1), ((1, 3, 2), 8, 2, 1, 1)]:
    add("local-response-norm", {"size": size, "alpha": alpha, "beta": beta, "k": k},
        lambda x, size=size, alpha=alpha, beta=beta, k=k: F.local_response_norm(x, size, alpha, beta, k), [normal(*shape)])

for shape, p, axis, epsilon in [((4, 3), 2, 1, 1e-12), ((2, 3, 4), 2, 1, 1e-12), ((2, 3, 4), 1, -1, 1e-12), ((4, 3), 3, 0, 1e-12), ((4, 3), 2, 1, 2.0)]:
    add("lp-normalise", {"p": p, "axis": axis, "epsilon": epsilon},
        lambda x, p=p, axis=axis, epsilon=epsilon: F.normalize(x, p, axis, epsilon), [normal(*shape)])

for shape, lengths, axis in [((4, 3), (4, 1), 0), ((2, 3, 4), (1, 3, 1), 1), ((2, 3, 4), (1, 1, 4), 2), ((4, 3), (), None)]:
    add("weight-norm", {"axis": axis},
        lambda v, g, axis=axis: torch._weight_norm(v, g, -1 if axis is None else axis) if axis != 1 else g * v / torch.norm_except_dim(v, 2, axis),
        [normal(*shape), normal(*lengths)])


def spectral_norm(axis, iterations, epsilon, training):
    def run(weight, u, v):
        rule = parametrizations._SpectralNorm(weight.detach(), iterations, axis, epsilon)
        rule._u, rule._v = u.detach().clone(), v.detach().clone()
        rule.train(training)
        return [rule(weight), rule._u.clone(), rule._v.clone()]

    return run


for shape, axis, rows, columns, iterations, training in [
        ((4, 3), 0, 4, 3, 1, True), ((4, 3), 0, 4, 3, 3, True), ((4, 3), 0, 4, 3, 1, False), ((2, 3, 2, 2), 1, 3, 8, 2, True), ((3, 2, 4), 0, 3, 8, 1, True)]:
    add("spectral-norm", {"axis": axis, "iterations": iterations, "epsilon": 1e-12}, spectral_norm(axis, iterations, 1e-12, training),
        [normal(*shape), F.normalize(normal(rows), dim=0), F.normalize(normal(columns), dim=0)], training=training, constants=(1, 2))

write("ops-normalisation", {"source": SOURCE, "seed": SEED, "cases": CASES})
