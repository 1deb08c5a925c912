"""Writes ops-convolution.json: convolutions of every kind with their gradients as PyTorch computes them in float64."""
import torch
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240611
draws = Draws(SEED)


def normal(*shape):
    """Three decimals are enough, and keep the file small."""
    return torch.round(draws.normal(*shape), decimals=3)


CONVOLUTIONS = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
TRANSPOSED = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}


def both_ends(before, after):
    """Padding as torch.nn.functional.pad takes it: the last axis first, both its ends side by side."""
    return [count for axis in reversed(range(len(before))) for count in (before[axis], after[axis])]


def convolution(places, channels, outputs, kernel, strides=None, dilations=None, padding=None, mode="zeros", groups=1, bias=True, batch=2):
    """Zeros are padded by hand where the ends differ; the other modes as torch.nn.Conv2d pads, by F.pad before the convolution."""
    axes = len(places)
    strides, dilations = strides or [1] * axes, dilations or [1] * axes
    before, after = padding or ([0] * axes, [0] * axes)

    def function(x, weight, bias=None):
        if mode == "zeros" and before == after:
            return CONVOLUTIONS[axes](x, weight, bias, strides, before, dilations, groups)
        x = F.pad(x, both_ends(before, after), mode="constant" if mode == "zeros" else mode)
        return CONVOLUTIONS[axes](x, weight, bias, strides, 0, dilations, groups)

    args = [normal(batch, channels, *places), normal(outputs, channels // groups, *kernel)] + ([normal(outputs)] if bias else [])
    attributes = {"strides": strides, "dilations": dilations, "padding": before + after, "paddingMode": mode, "groups": groups}
    return case("convolution", attributes, function, args)


def transposed(places, inputs, outputs, kernel, strides=None, padding=None, extra=None, dilations=None, groups=1, bias=True, batch=2):
    axes = len(places)
    strides, dilations = strides or [1] * axes, dilations or [1] * axes
    padding, extra = padding or [0] * axes, extra or [0] * axes
    args = [normal(batch, inputs, *places), normal(inputs, outputs // groups, *kernel)] + ([normal(outputs)] if bias else [])
    attributes = {"strides": strides, "dilations": dilations, "padding": padding * 2, "outputPadding": extra, "groups": groups}

    def function(x, weight, bias=None):
        return TRANSPOSED[axes](x, weight, bias, strides, padding, extra, groups, dilations)

    return case("transposed-convolution", attributes, function, args)


def windows(kernel, dilations=None, padding=None, strides=None):
    axes = len(kernel)
    ones, nothing = [1] * axes, [0] * axes
    return {"kernel": kernel, "dilations": dilations or ones, "padding": padding or nothing, "strides": strides or ones}


def unfold(batch, channels, places, **options):
    attributes = windows(**options)
    numbers = [attributes[name] for name in ("kernel", "dilations", "padding", "strides")]
    return case("unfold", attributes, lambda x: F.unfold(x, *numbers), [normal(batch, channels, *places)])


def fold(batch, channels, places, **options):
    attributes = windows(**options)
    numbers = [attributes[name] for name in ("kernel", "dilations", "padding", "strides")]
    shape = F.unfold(torch.zeros(batch, channels, *places), *numbers).shape
    return case("fold", {**attributes, "places": places}, lambda x: F.fold(x, places, *numbers), [normal(*shape)])


CASES = [
    # One axis: stride, padding at uneven ends, dilation, groups, depthwise.
    convolution([7], 2, 3, [3]),
    convolution([8], 2, 3, [3], [2], [1], ([1], [1])),
    convolution([9], 4, 4, [2], [3], [2], ([2], [0]), groups=2, bias=False),
    convolution([11], 3, 6, [4], [1], [2], ([3], [3]), groups=3),
    convolution([5], 2, 3, [5]),
    # Two axes.
    convolution([5, 4], 2, 3, [3, 3]),
    convolution([4, 4], 3, 2, [3, 3], padding=([1, 1], [1, 1])),
    convolution([5, 6], 2, 3, [3, 3], [2, 2], padding=([1, 1], [1, 1])),
    convolution([5, 9], 2, 7, [2, 3], [1, 3], padding=([0, 1], [1, 1])),
    convolution([6, 5], 2, 2, [3, 2], [2, 1], [2, 3], ([2, 1], [2, 1]), bias=False),
    convolution([4, 3], 3, 4, [1, 1]),
    convolution([5, 4], 3, 4, [1, 1], [2, 2]),
    convolution([4, 4], 2, 3, [1, 1], padding=([1, 0], [0, 2])),
    convolution([3, 4], 2, 3, [4, 5], padding=([2, 2], [2, 2])),
    convolution([6, 6], 2, 3, [2, 2], [4, 5]),
    convolution([4, 5], 4, 6, [3, 3], padding=([1, 1], [1, 1]), groups=2),
    convolution([5, 4], 6, 3, [2, 2], [2, 1], groups=3),
    convolution([4, 5], 3, 3, [3, 3], padding=([1, 1], [1, 1]), groups=3),
    convolution([7, 6], 3, 6, [3, 3], [2, 2], padding=([1, 1], [1, 1]), groups=3),
    convolution([6, 7], 2, 4, [3, 2], [1, 2], [2, 1], ([1, 0], [2, 1]), groups=2, bias=False),
    convolution([4, 8], 2, 2, [3, 3], [3, 3], [1, 1], ([0, 2], [0, 2]), groups=2),
    convolution([2, 2], 9, 7, [2, 2]),
    convolution([3, 3], 2, 2, [2, 2], batch=1),
    # The input's own numbers around it, with uneven ends, strides and dilation.
    *[convolution([5], 2, 3, [3], [1], padding=([2], [2]), mode=mode) for mode in ("reflect", "replicate", "circular")],
    *[convolution([4, 3], 2, 3, [3, 2], padding=([1, 2], [2, 1]), mode=mode) for mode in ("reflect", "replicate", "circular")],
    convolution([5, 4], 2, 2, [3, 3], [2, 1], [1, 2], ([1, 2], [1, 2]), "circular", 2),
    *[convolution([2, 3, 2], 1, 2, [2, 2, 2], padding=([1, 1, 1], [1, 0, 1]), mode=mode) for mode in ("reflect", "replicate", "circular")],
    # Three axes.
    convolution([3, 4, 3], 2, 2, [2, 2, 2]),
    convolution([3, 4, 5], 2, 3, [3, 3, 3], [1, 2, 2], padding=([1, 1, 1], [1, 1, 1])),
    convolution([3, 3, 4], 2, 4, [2, 1, 2], [1, 1, 1], [2, 1, 2], ([1, 0, 1], [0, 1, 1]), groups=2),
    convolution([2, 3, 4], 3, 3, [2, 2, 2], [1, 1, 2], padding=([1, 0, 1], [1, 0, 1]), groups=3),
    # Transposed, over one, two and three axes.
    transposed([5], 2, 3, [3]),
    transposed([4], 4, 2, [4], [3], [1], [2], [1], 2),
    transposed([3, 4], 2, 3, [3, 3]),
    transposed([3, 4], 2, 3, [2, 2], [2, 2]),
    transposed([3, 3], 3, 2, [3, 3], [2, 2], [1, 1], [1, 1]),
    transposed([4, 3], 4, 6, [3, 2], [2, 3], [1, 0], [1, 2], [1, 1], 2, False),
    transposed([3, 4], 2, 2, [3, 3], [1, 2], [3, 1], [1, 1], [2, 2]),
    transposed([3, 4], 3, 3, [3, 3], [2, 2], [1, 1], [1, 0], groups=3),
    transposed([3, 3], 2, 3, [1, 1], [2, 2], [0, 0], [1, 1]),
    transposed([2, 3, 2], 2, 2, [2, 2, 3], [2, 1, 2], [0, 1, 1], [1, 0, 1]),
    transposed([2, 2, 3], 2, 4, [2, 2, 2], [1, 2, 1], [0, 0, 0], [0, 0, 0], [1, 1, 2], 2),
    unfold(2, 2, [4, 3], kernel=[2, 2]),
    unfold(1, 3, [5, 4], kernel=[3, 2], dilations=[1, 2], padding=[1, 0], strides=[2, 1]),
    unfold(2, 1, [4, 5], kernel=[2, 3], padding=[2, 1], strides=[3, 2]),
    fold(2, 2, [4, 3], kernel=[2, 2]),
    fold(1, 3, [5, 4], kernel=[3, 2], dilations=[1, 2], padding=[1, 0], strides=[2, 1]),
    fold(2, 1, [4, 5], kernel=[2, 3], padding=[2, 1], strides=[3, 2]),
]

write("ops-convolution", {"source": SOURCE, "seed": SEED, "cases": CASES})
