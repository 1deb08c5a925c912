"""Measures models of keras.applications under the comparison protocol, in evaluation mode: parameters, the loss, the norm of its gradient.

usage: KERAS_BACKEND=torch python reference.py MODELS.json OUT.json --saved DIR [--only TEXT]

MODELS.json  a list of {name, module, input, held}: the function in keras.applications, the file with its source under keras/src/applications, the whole shape of
             the probe, and whether a test holds what `to_json()` writes: then saved/NAME.json.gz beside OUT.json gets it, of the model of default arguments
OUT.json     gets one entry by name: {parameters, trainable, sine: {loss, norm}, hash: {loss, norm}, whole: {parameters, trainable}}; `whole` is the model of
             default arguments, all else that for the probe
--saved      a folder that gets what `to_json()` writes of both: NAME.json, NAME-whole.json

Every trainable weight with n elements, element i from 1 in row-major order, is f(i) / sqrt(product of all sizes but the last), or for vectors 0.1 f(i), plus 1
where its name ends in weight, gamma or scale; the others keep their defaults. f is the sine, with an input of sin(0.5 i), or the hash of the position, which is
also the input. The loss is the mean square of the output. All in Keras's float32.
"""
import argparse
import datetime
import gzip
import json
import math
import pathlib
import platform
import sys

import keras
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from formulas import FILLS, positions


def fill(model, formula):
    for weight in model.trainable_weights:
        shape = tuple(weight.shape)
        values = formula(positions(shape))
        if len(shape) >= 2:
            values = values / math.sqrt(math.prod(shape[:-1]))
        else:
            values = (1 if weight.name.endswith(("weight", "gamma", "scale")) else 0) + 0.1 * values
        weight.assign(values)


def counts(model):
    return {
        "parameters": int(model.count_params()),
        "trainable": int(sum(math.prod(weight.shape) for weight in model.trainable_weights)),
    }


def measured(model, shape, name):
    weights, inputs = FILLS[name]
    fill(model, weights)
    output = model(torch.as_tensor(inputs(positions(shape)), dtype=torch.float32), training=False)
    loss = output.square().mean()
    gradients = torch.autograd.grad(loss, [weight.value for weight in model.trainable_weights])
    norm = math.sqrt(sum(float(gradient.double().square().sum()) for gradient in gradients))
    return {"loss": loss.item(), "norm": norm}


def made(case, arguments):
    keras.utils.clear_session()
    return getattr(keras.applications, case["name"])(weights=None, **arguments)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("models", type=pathlib.Path)
    asked.add_argument("out", type=pathlib.Path)
    asked.add_argument("--saved", type=pathlib.Path, required=True)
    asked.add_argument("--only", default="")
    options = asked.parse_args()
    options.saved.mkdir(parents=True, exist_ok=True)
    found = json.loads(options.out.read_text())["models"] if options.out.exists() else {}
    for case in json.loads(options.models.read_text()):
        name = case["name"]
        if options.only not in name:
            continue
        model = made(case, {"input_shape": tuple(case["input"][1:])})
        (options.saved / f"{name}.json").write_text(model.to_json())
        entry = {**counts(model), **{fill_name: measured(model, tuple(case["input"]), fill_name) for fill_name in FILLS}}
        del model
        whole = made(case, {})
        saved = whole.to_json()
        (options.saved / f"{name}-whole.json").write_text(saved)
        if case.get("held"):
            held = options.out.parent / "saved" / f"{name}.json.gz"
            held.parent.mkdir(exist_ok=True)
            held.write_bytes(gzip.compress(saved.encode(), 9, mtime=0))
        found[name] = {**entry, "whole": counts(whole)}
        print(name, found[name], flush=True)
        written = {
            "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
            "versions": {"keras": keras.__version__, "torch": torch.__version__, "python": platform.python_version()},
            "models": found,
        }
        options.out.write_text(json.dumps(written, indent=2) + "\n")


main()
