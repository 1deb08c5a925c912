"""What Keras makes of small sources: test/readers/keras/cases/FAMILY.json from the tables in keras_source_FAMILY.py.

Models run in float64 on the PyTorch backend with weights and inputs filled by `hash` (test/readers/keras/fillKeras.ts): shape, values and gradients.
With names of families as arguments only those are written.
"""
import os

os.environ["KERAS_BACKEND"] = "torch"

import math
import re
import traceback
import warnings

import keras
import torch

from keras_source_cases import HEADER
from source_results import gradient, law, mixed, output, short, tensors, write_all

warnings.simplefilter("ignore")
keras.config.set_floatx("float64")
# Outside of TensorFlow Keras promotes float64 to float32; nothing may be lost here.
keras.src.backend.common.dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
keras.config.disable_traceback_filtering()
keras.config.disable_interactive_logging()
SOURCE = f"Keras {keras.__version__}, PyTorch {torch.__version__.split('+')[0]}"
# How far the numbers of one input lie behind those of the one before.
APART = 7919
# Weights that no gradient changes, whatever `trainable` says; those of them that are filled are the running statistics.
KEPT = ("seed_generator_state", "vector_u", "count", "mean", "variance")


def pooled_as_tensorflow(pool):
    """What is padded counts for nothing in a mean; the PyTorch backend repeats the edge where it pads one side more than the other."""

    def average_pool(inputs, pool_size, strides=None, padding="valid", data_format=None):
        if padding != "same":
            return pool(inputs, pool_size, strides, padding, data_format)
        rank = inputs.ndim - 2
        wide = lambda value: (value,) * rank if isinstance(value, int) else tuple(value)
        sizes, steps = wide(pool_size), wide(pool_size if strides is None else strides)
        last = keras.src.backend.standardize_data_format(data_format) == "channels_last"
        image = torch.movedim(inputs, -1, 1) if last else inputs
        pads = []
        for size, taps, step in zip(image.shape[2:], sizes, steps):
            total = max(0, (math.ceil(size / step) - 1) * step + taps - size)
            pads = [total // 2, total - total // 2, *pads]
        mean = getattr(torch.nn.functional, f"avg_pool{rank}d")
        summed, counted = (mean(torch.nn.functional.pad(part, pads), sizes, steps) for part in (image, torch.ones_like(image)))
        return torch.movedim(summed / counted, 1, -1) if last else summed / counted

    return average_pool


# PyTorch's own holds 1/6 in float32 on the way back.
keras.src.backend.nn.hard_sigmoid = lambda x: torch.nn.functional.relu6(x + 3) / 6
keras.src.backend.nn.average_pool = pooled_as_tensorflow(keras.src.backend.nn.average_pool)


def read_input(word, place):
    kind, sizes, below = re.fullmatch(r"(?:(int|bool):)?([\d,]+)(?:<(\d+))?", word).groups()
    shape = [int(size) for size in sizes.split(",")]
    count = math.prod(shape)
    if kind == "int":
        return ((7 * torch.arange(count) + 3) % int(below)).reshape(shape).int()
    if kind == "bool":
        return (torch.arange(count) % 3 < 2).reshape(shape)
    return mixed(count, APART * place).reshape(shape).requires_grad_()


def fill(model):
    for weight in model.weights:
        if weight.name in KEPT:
            continue
        shape = weight.shape
        values = mixed(math.prod(shape)).reshape(tuple(shape))
        if len(shape) >= 2:
            values = values / math.sqrt(math.prod(shape[:-1]))
        else:
            values = (1 if weight.name.endswith(("gamma", "scale", "variance")) else 0) + 0.1 * values
        weight.assign(values.to(weight.value.dtype))


def made(case):
    names = {"__name__": "model"}
    keras.utils.clear_session()
    keras.utils.set_random_seed(1)
    exec(compile(HEADER + case["text"], "<case>", "exec"), names)
    return names


def call(model, case):
    inputs = [read_input(word, place) for place, word in enumerate(case["inputs"])]
    return inputs, model(inputs[0] if len(inputs) == 1 else inputs, training=case.get("mode") == "train")


def run(case):
    model = made(case)["model"]
    # Layers of a class get their weights when it is first called.
    call(model, case)
    fill(model)
    inputs, results = call(model, case)
    results = tensors(results)
    floats = [result for result in results if result.is_floating_point()]
    if narrow := {result.dtype for result in floats} - {torch.float64}:
        raise ValueError(f"an output is {narrow}")
    loss = sum((result.square().mean() for result in floats), torch.zeros((), dtype=torch.float64))
    if loss.requires_grad:
        loss.backward()
    return {
        "outputs": [output(result) for result in results],
        "loss": short(loss),
        "inputGradients": [gradient(tensor.grad) for tensor in inputs],
        "weights": [
            [weight.path, list(weight.shape), weight.trainable, *(gradient(weight.value.grad) if weight.trainable else [])] for weight in model.weights if weight.name != "seed_generator_state"
        ],
    }


def wrong(case):
    """The exception of a model, and the line of the text (from 1) that raised it; none where it is the call of the model."""
    try:
        model = made(case)["model"]
        call(model, case)
    except Exception as error:
        if any(part not in f"{type(error).__name__}: {error}" for part in case["says"]):
            raise ValueError(f"it says: {type(error).__name__}: {error}") from error
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<case>"]
        return {"error": f"{type(error).__name__}: {str(error).strip()}", "line": lines[-1] if lines else None}
    raise ValueError("nothing is wrong with it")


def starts(case):
    """Mean, standard deviation, least and largest of every weight."""
    laws = []
    for weight in made(case)["model"].weights:
        if weight.name == "seed_generator_state":
            continue
        laws.append([weight.path, list(weight.shape), *law(weight.value)])
    return {"laws": laws}


if __name__ == "__main__":
    write_all("keras", SOURCE, HEADER, {"run": run, "wrong": wrong, "starts": starts})
