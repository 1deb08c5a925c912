"""Writes ops-pooling.json: pooling, resampling and shuffles with their gradients as PyTorch computes them in float64."""
import itertools
import math

import torch
import torch.nn.functional as F

from golden import SOURCE, Draws, case, write

SEED = 20240713
draws = Draws(SEED)


def normal(*shape):
    """Few digits keep the file small."""
    return (draws.normal(*shape) * 64).round() / 64


PLACES = {1: (11,), 2: (7, 6), 3: (4, 3, 5)}
MAX_POOLS = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}
AVERAGE_POOLS = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}
LP_POOLS = {1: F.lp_pool1d, 2: F.lp_pool2d, 3: F.lp_pool3d}
ADAPTIVE_MAX = {1: F.adaptive_max_pool1d, 2: F.adaptive_max_pool2d, 3: F.adaptive_max_pool3d}
ADAPTIVE_AVERAGE = {1: F.adaptive_avg_pool1d, 2: F.adaptive_avg_pool2d, 3: F.adaptive_avg_pool3d}
UNPOOLS = {1: F.max_unpool1d, 2: F.max_unpool2d, 3: F.max_unpool3d}


def input_of(axes):
    """Few samples and channels keep the file small."""
    return normal({1: 2, 2: 1, 3: 1}[axes], 1 if axes == 3 else 2, *PLACES[axes])


def max_pool(kernel, strides, padding, dilations, ceil, x=None):
    axes = len(kernel)
    attributes = {"kernel": kernel, "strides": strides, "padding": padding, "dilations": dilations, "ceilMode": ceil}
    pool = lambda x: MAX_POOLS[axes](x, kernel, strides, padding, dilations, ceil_mode=ceil, return_indices=True)
    return case("max-pool", attributes, pool, [input_of(axes) if x is None else x])


def average_pool(kernel, strides, padding, ceil, count, divisor=None):
    axes = len(kernel)
    attributes = {
        "kernel": kernel, "strides": strides, "padding": padding, "ceilMode": ceil,
        "countIncludesPadding": count, "divisor": divisor,
    }
    further = {} if axes == 1 else {"divisor_override": divisor}
    pool = lambda x: AVERAGE_POOLS[axes](x, kernel, strides, padding, ceil, count, **further)
    return case("average-pool", attributes, pool, [input_of(axes)])


def lp_pool(exponent, kernel, strides, ceil):
    axes = len(kernel)
    attributes = {"exponent": exponent, "kernel": kernel, "strides": strides, "ceilMode": ceil}
    x = input_of(axes)
    x = x if exponent % 2 == 0 else x.abs() + 0.1
    one = lambda sizes: sizes if axes > 1 else sizes[0]
    return case("lp-pool", attributes, lambda x: LP_POOLS[axes](x, exponent, one(kernel), one(strides), ceil), [x])


def adaptive(op, pools, sizes):
    axes = len(sizes)
    further = {"return_indices": True} if "max" in op else {}
    return case(op, {"sizes": sizes}, lambda x: pools[axes](x, sizes, **further), [input_of(axes)])


def whole(op, axes):
    """Adaptive pooling without sizes: one number a channel, its axes of places dropped."""
    def pool(x):
        if "max" not in op:
            return x.mean(dim=tuple(range(2, 2 + axes)))
        values, indices = x.flatten(2).max(dim=2)
        return values, indices
    return case(op, {"sizes": []}, pool, [input_of(axes)])


def unpool(kernel, strides, sizes):
    axes = len(kernel)
    values, indices = MAX_POOLS[axes](input_of(axes), kernel, strides, return_indices=True)
    function = lambda x, i: UNPOOLS[axes](x, i.long(), kernel, strides, output_size=sizes)
    return case("max-unpool", {"sizes": sizes}, function, [values.detach() + 1, indices.to(torch.int32)])


TORCH_MODES = {
    "nearest": {1: "nearest", 2: "nearest", 3: "nearest"},
    "nearest-exact": {1: "nearest-exact", 2: "nearest-exact", 3: "nearest-exact"},
    "linear": {1: "linear", 2: "bilinear", 3: "trilinear"},
    "cubic": {2: "bicubic"},
}
SMALL = {1: (5,), 2: (4, 3), 3: (2, 3, 2)}


def upsample(mode, sizes=None, scales=None, corners=False):
    axes = len(sizes or scales)
    attributes = {"mode": mode, "sizes": sizes, "scales": scales, "alignCorners": corners}
    further = {} if mode.startswith("nearest") else {"align_corners": corners}
    function = lambda x: F.interpolate(x, size=sizes, scale_factor=scales, mode=TORCH_MODES[mode][axes], **further)
    return case("upsample", attributes, function, [normal(1, 2 if axes < 3 else 1, *SMALL[axes])])


def upsamples():
    for mode in ("nearest", "nearest-exact", "linear", "cubic"):
        for axes in TORCH_MODES[mode]:
            for corners in (False,) if mode.startswith("nearest") else (False, True):
                before = SMALL[axes]
                if axes == 3:
                    yield upsample(mode, sizes=[3, 3, 1], corners=corners)
                    yield upsample(mode, scales=[1.6, 0.7, 2.6], corners=corners)
                    continue
                yield upsample(mode, sizes=[size + 3 for size in before], corners=corners)
                yield upsample(mode, sizes=[max(1, size - 2) for size in before], corners=corners)
                yield upsample(mode, sizes=list(before), corners=corners)
                yield upsample(mode, scales=[2.0] * axes, corners=corners)
                yield upsample(mode, scales=[1.7, 2.3][:axes], corners=corners)
                if mode == "nearest" and axes != 2:
                    continue  # PyTorch's forward loops and gradients take different places here.
                yield upsample(mode, scales=[1.2, 0.7][:axes], corners=corners)


def max_pools():
    for axes in (1, 2, 3):
        for kernel, stride, padding, dilation, ceil in [
            (2, 2, 0, 1, False), (2, 2, 0, 1, True), (3, 2, 1, 1, False), (3, 2, 1, 1, True), (2, 1, 0, 2, False), (2, 3, 1, 2, True),
        ]:
            yield max_pool([kernel] * axes, [stride] * axes, [padding] * axes, [dilation] * axes, ceil)
    yield max_pool([3, 2], [1, 2], [1, 0], [2, 1], True)
    # Ties go to the first, NaN wins over every number, a later NaN over an earlier one.
    ties = torch.tensor([1.0, 1, 0, 2, 2, 2, -1, -1, -1, 3, 0, 3], dtype=torch.float64).reshape(1, 1, 2, 6)
    yield max_pool([2, 3], [1, 3], [0, 0], [1, 1], False, ties)
    nans = torch.tensor([1.0, math.nan, 5, math.nan, -math.inf, -math.inf, -math.inf, -math.inf], dtype=torch.float64).reshape(1, 1, 8)
    yield max_pool([4], [4], [0], [1], False, nans)
    yield max_pool([3], [1], [1], [1], False, nans)


def average_pools():
    for axes in (1, 2, 3):
        for kernel, stride, padding, ceil in [(2, 2, 0, False), (2, 2, 0, True), (3, 2, 1, False), (3, 2, 1, True)]:
            for count in (True, False) if padding or ceil else (True,):
                yield average_pool([kernel] * axes, [stride] * axes, [padding] * axes, ceil, count)
        if axes > 1:
            yield average_pool([3] * axes, [2] * axes, [1] * axes, True, True, 5)
    yield average_pool([3, 2], [1, 2], [1, 0], True, False)


CASES = [
    *max_pools(),
    *average_pools(),
    *(
        lp_pool(exponent, [kernel] * axes, [stride] * axes, ceil)
        for axes in (1, 2, 3)
        for exponent, kernel, stride, ceil in [(2, 2, 2, False), (3, 3, 2, True)]
    ),
    *itertools.chain.from_iterable(
        (adaptive("adaptive-max-pool", ADAPTIVE_MAX, sizes), adaptive("adaptive-average-pool", ADAPTIVE_AVERAGE, sizes))
        for sizes in ([1], [4], [13], [1, 1], [3, 4], [7, 6], [9, 2], [1, 1, 1], [2, 3, 3])
    ),
    *(whole(op, axes) for op in ("adaptive-max-pool", "adaptive-average-pool") for axes in (1, 2, 3)),
    unpool([2], [2], [11]), unpool([2, 2], [2, 2], [7, 6]), unpool([2, 2, 2], [2, 2, 2], [4, 3, 5]),
    *upsamples(),
    case("pixel-shuffle", {"factor": 2}, lambda x: F.pixel_shuffle(x, 2), [normal(2, 8, 2, 3)]),
    case("pixel-shuffle", {"factor": 3}, lambda x: F.pixel_shuffle(x, 3), [normal(1, 9, 3, 2)]),
    case("pixel-shuffle", {"factor": 1}, lambda x: F.pixel_shuffle(x, 1), [normal(1, 2, 3, 2)]),
    case("pixel-shuffle", {"factor": 2}, lambda x: F.pixel_shuffle(x, 2), [normal(2, 1, 4, 2, 3)]),
    case("pixel-unshuffle", {"factor": 2}, lambda x: F.pixel_unshuffle(x, 2), [normal(2, 2, 4, 6)]),
    case("pixel-unshuffle", {"factor": 3}, lambda x: F.pixel_unshuffle(x, 3), [normal(2, 1, 3, 6)]),
    case("channel-shuffle", {"groups": 2}, lambda x: F.channel_shuffle(x, 2), [normal(2, 6, 2, 3)]),
    case("channel-shuffle", {"groups": 3}, lambda x: F.channel_shuffle(x, 3), [normal(1, 12, 4)]),
]

write("ops-pooling", {"source": SOURCE, "seed": SEED, "cases": CASES})
