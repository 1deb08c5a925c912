"""
Writes clipping.json: gradients of three parameters, clipped by PyTorch's clip_grad_norm_ and clip_grad_value_ in float64, and as Keras 3
defines clipnorm (l. 1108 ff. of base_optimizer.py in 3.15) and global_clipnorm; those two by the formulas, held against Keras in float32.
"""
import math
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import torch

from golden import SOURCE, Draws, number, tensor, write

SEED = 20240611
draws = Draws(SEED)


def by_norm(gradients, limit, p):
    return float(torch.nn.utils.clip_grad_norm_(gradients, limit, norm_type=p))


def each_by_norm(values, limit):
    norms = [value.square().sum().sqrt() for value in values]
    return [value * limit / torch.maximum(norm, torch.tensor(limit, dtype=torch.float64)) for value, norm in zip(values, norms)]


def by_global_norm(values, limit):
    norm = torch.stack([value.square().sum() for value in values]).sum().sqrt()
    scale = limit * torch.minimum(1 / norm, torch.tensor(1 / limit, dtype=torch.float64)) + (norm - norm)
    return [value * scale for value in values]


def clipped(way, values, limit, p=2.0):
    parameters = [torch.nn.Parameter(torch.zeros_like(value)) for value in values]
    for parameter, value in zip(parameters, values):
        parameter.grad = value.clone()
    norm = float(torch.nn.utils.get_total_norm(values, p))
    if way == "norm":
        assert math.isclose(by_norm(parameters, limit, p), norm) or math.isnan(norm)
        found = [parameter.grad for parameter in parameters]
    elif way == "value":
        torch.nn.utils.clip_grad_value_(parameters, limit)
        found = [parameter.grad for parameter in parameters]
    else:
        option = {"each": "clipnorm", "global": "global_clipnorm"}[way]
        found = (each_by_norm if way == "each" else by_global_norm)(values, limit)
        theirs = keras.optimizers.SGD(**{option: limit})._clip_gradients([value.to(torch.float32) for value in values])
        for a, b in zip(found, theirs):
            assert torch.allclose(a, b.to(torch.float64), rtol=1e-5, equal_nan=True), (way, a, b)
    return {
        "way": way, "limit": limit, "p": number(p), "gradients": [tensor(value) for value in values],
        "norm": number(norm), "clipped": [tensor(value) for value in found],
    }


plain = [draws.normal(3, 2), draws.normal(4), 5 * draws.normal(1)]
zero = [torch.zeros(2, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)]
infinite = [plain[0], torch.tensor([1.0, math.inf, -2.0], dtype=torch.float64)]
undefined = [plain[0], torch.tensor([1.0, math.nan, -2.0], dtype=torch.float64)]
CASES = [
    *(clipped("norm", plain, limit, p) for limit in (0.5, 100.0) for p in (2.0, 1.0, 3.0, 0.5, math.inf)),
    clipped("norm", [1e-7 * value for value in plain], 1e-7),
    clipped("norm", plain, 0.0),
    *(clipped(way, plain, limit) for way in ("value", "each", "global") for limit in (0.3, 100.0)),
    clipped("norm", zero, 1.0), clipped("value", zero, 1.0), clipped("each", zero, 1.0), clipped("global", zero, 1.0),
    *(clipped(way, values, 0.5) for way in ("norm", "value", "each", "global") for values in (infinite, undefined)),
    clipped("norm", infinite, 0.5, math.inf), clipped("norm", undefined, 0.5, math.inf),
]

write("clipping", {"source": f"{SOURCE}, Keras {keras.__version__}", "seed": SEED, "cases": CASES})
