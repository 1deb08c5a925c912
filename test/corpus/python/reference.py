"""Measures real PyTorch models under the comparison protocol, in float64 and evaluation mode: how many parameters, the loss, the norms of its gradients.

usage: python reference.py MODELS.json OUT.json --root DIR [--norms DIR] [--only TEXT] [--again] [--float32] [--seconds N]

MODELS.json  a list of {name, file | imports, network, inputs, ...}: `file` is a path under --root or in site-packages, `network` an expression in the
             scope of its module, `imports` lines that stand in place of a file, `inputs` shapes in the words of directives
OUT.json     gets one entry by name: {parameters, trainable, sine: {loss, norm}, hash: {loss, norm}} or {wrong: reason}; what stands there is kept
--float32    adds what PyTorch makes of it in float32, for models so ill-conditioned that float32 does not carry the digits
--norms      a folder that gets the gradient norm of every parameter by name, one file a model

A model's file is executed statement by statement without what trains, prints or downloads, in a process of its own; modules that are not installed are stand-ins.
"""
import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import json
import math
import os
import pathlib
import re
import signal
import sys
import tempfile
import time
import types
import warnings
from unittest import mock

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from formulas import FILLS, positions

SITE = pathlib.Path(torch.__file__).parent.parent


# ---------------------------------------------------------------- formulas


def fill(model, formula):
    """Every parameter by formula (src/inspect/fill.ts); buffers keep what they have."""
    for name, parameter in model.named_parameters():
        values = formula(positions(tuple(parameter.shape)))
        if parameter.dim() >= 2:
            values = values / math.sqrt(math.prod(parameter.shape[1:]))
        else:
            values = (1 if name.endswith(("weight", "gamma", "scale", "weight_g")) else 0) + 0.1 * values
        parameter.data.copy_(torch.as_tensor(values))


def shape_of(text):
    return tuple(int(size) for size in text.split(",") if size.strip())


def input_of(word, fill_name, dtype):
    """A tensor from the words of a directive: `1,3,32,32`, `int:1,30<10000`, `zeros:…`, `bool:…`, `causal:5,5`, `None`, `tuple(…; …)`."""
    word = word.strip()
    if word == "None":
        return None
    if word.startswith("tuple(") and word.endswith(")"):
        return tuple(input_of(part, fill_name, dtype) for part in word[6:-1].split(";"))
    kind, _, rest = word.rpartition(":")
    if kind == "int":
        sizes, _, entries = rest.partition("<")
        return torch.as_tensor((7 * (positions(shape_of(sizes)).astype(np.int64) - 1) + 3) % int(entries or 1))
    if kind == "zeros":
        return torch.zeros(shape_of(rest), dtype=dtype)
    if kind == "bool":
        return torch.ones(shape_of(rest), dtype=torch.bool)
    if kind == "causal":
        return torch.full(shape_of(rest), -math.inf, dtype=dtype).triu(1)
    at = positions(shape_of(rest))
    return torch.as_tensor(FILLS[fill_name][1](at)).to(dtype)


# ---------------------------------------------------------------- loading


class Loose(type):
    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Something


class Something(metaclass=Loose):
    """Stands for any class, function or value of a module that is not installed."""

    def __init__(self, *args, **options):
        pass

    def __call__(self, *args, **options):
        return args[0] if len(args) == 1 and callable(args[0]) else self

    def __getattr__(self, name):
        return Loose.__getattr__(Something, name)

    def __iter__(self):
        return iter(())


class Standin(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets every module that is not installed be imported."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = types.ModuleType(spec.name)
        module.__path__, module.__version__, module.__all__ = [], "0", []
        module.__getattr__ = lambda name: Loose.__getattr__(Something, name)
        return module

    def exec_module(self, module):
        pass


def has_effect(statement):
    """Whether a statement of a module's top level rather trains, prints or reads than defines."""
    if isinstance(statement, (ast.For, ast.While, ast.With, ast.Delete, ast.Assert)):
        return True
    if isinstance(statement, ast.If):
        return "__main__" in ast.dump(statement.test)
    if isinstance(statement, ast.Expr):
        called = statement.value.func if isinstance(statement.value, ast.Call) else None
        return not (isinstance(called, ast.Attribute) and called.attr in ("add_argument", "append", "insert", "set_defaults"))
    return False


def load(path, root):
    """The module of a file, as far as its statements can be executed."""
    package = []
    folder = path.parent
    while (folder / "__init__.py").exists() and folder != folder.parent:
        package.insert(0, folder.name)
        folder = folder.parent
    name = ".".join([*package, *([path.stem] if path.stem != "__init__" else [])])
    if SITE in path.parents:
        return importlib.import_module(name)
    if folder == path.parent and root not in (folder, None):
        # Without __init__.py a folder is still a package for what stands above it.
        package = list(path.parent.relative_to(root).parts)
    sys.path[:0] = [str(place) for place in dict.fromkeys([path.parent, folder, path.parent.parent, root])]
    if (path.parent / "__init__.py").exists():
        try:
            return importlib.import_module(name)
        except Exception as error:
            print(f"  {name}: {error!r}"[:200], file=sys.stderr)
    module = types.ModuleType(".".join([*package, path.stem]))
    module.__file__ = str(path)
    module.__package__ = ".".join(package)
    sys.modules[module.__name__] = module
    for statement in ast.parse(path.read_text()).body:
        if has_effect(statement):
            continue
        try:
            exec(compile(ast.Module([statement], []), str(path), "exec"), module.__dict__)
        except BaseException as error:
            print(f"  {path.name}:{statement.lineno}: {error!r}"[:200], file=sys.stderr)
    return module


def scope_of(case, root):
    if "file" not in case:
        scope = {}
        exec(case["imports"], scope)
        return scope
    repository = root / case.get("repository", "").replace("/", "-")
    path = SITE / case["file"] if case.get("package") else repository / case["file"]
    return load(path, repository).__dict__


# ---------------------------------------------------------------- measuring


def zeros_of(*sizes, **options):
    options.pop("generator", None)
    if "size" in options:
        sizes = [options.pop("size")]
    return torch.zeros(*sizes, **options)


def without_chance():
    """Random draws are 0 and dropout is the identity, as the protocol says."""
    same = lambda input, *args, **options: input
    like = lambda input, *args, **options: torch.zeros_like(input)
    patches = [mock.patch.object(torch, name, zeros_of) for name in ("randn", "rand")]
    patches += [mock.patch.object(torch, name, like) for name in ("randn_like", "rand_like", "bernoulli")]
    patches += [mock.patch.object(torch.Tensor, name, lambda self, *a, **o: self.zero_()) for name in ("normal_", "uniform_", "bernoulli_")]
    patches += [mock.patch.object(F, name, same) for name in ("dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout")]
    patches += [mock.patch.object(torch, "normal", lambda mean, std=1, *a, **o: mean if torch.is_tensor(mean) else torch.zeros(o.get("size", a[0] if a else ())))]
    patches += [mock.patch.object(np.random, "normal", lambda loc=0.0, scale=1.0, size=None: np.zeros(size or ()) + loc)]
    patches += [mock.patch.object(np.random, name, lambda *sizes: np.zeros(sizes)) for name in ("randn", "rand")]
    patches += [mock.patch.object(F, name, in_order(getattr(F, name))) for name in ("batch_norm", "instance_norm")]
    return patches


def in_order(plain):
    """A normalisation whose gradients lie in order: PyTorch 2.13 on CPUs gives wrong ones where a gradient of batch 1 lies channels last."""

    def run(input, *args, **options):
        output = plain(input.contiguous(), *args, **options)
        if output.requires_grad:
            output.register_hook(lambda gradient: gradient.contiguous())
        return output

    return run


def tensors_of(output):
    if isinstance(output, torch.Tensor):
        return [output] if output.is_floating_point() else []
    if getattr(output, "logits", None) is not None:
        return [output.logits]
    if isinstance(output, dict):
        output = list(output.values())
    if isinstance(output, (list, tuple)):
        return [tensor for part in output for tensor in tensors_of(part)]
    return []


def energy_of(model, inputs):
    """The sum over outputs of the mean square, and the gradient norm of every parameter that it reaches."""
    model.zero_grad(set_to_none=True)
    outputs = tensors_of(model(*inputs))
    loss = sum(output.square().mean() for output in outputs)
    loss.backward()
    norms = {name: parameter.grad.double().norm().item() for name, parameter in model.named_parameters() if parameter.grad is not None}
    whole = math.sqrt(sum(norm**2 for norm in norms.values()))
    return {"loss": loss.item(), "norm": whole}, norms, [list(output.shape) for output in outputs]


def measured(case, root, dtype):
    torch.set_default_dtype(dtype)
    model = eval(case["network"], scope_of(case, root))
    model = model.to(dtype).eval()
    parameters = list(model.parameters())
    result = {
        "parameters": sum(parameter.numel() for parameter in parameters),
        "trainable": sum(parameter.numel() for parameter in parameters if parameter.requires_grad),
    }
    every = {}
    for patch in without_chance():
        patch.start()
    for name, (formula, _) in FILLS.items():
        # Some models keep what they computed in evaluation mode.
        filled = copy.deepcopy(model)
        fill(filled, formula)
        inputs = [input_of(word, name, dtype) for word in case["inputs"]]
        result[name], every[name], result["outputs"] = energy_of(filled, inputs)
    if dtype != torch.float64:
        result["precision"] = "float32"
    return result, every


def one(case, root, seconds, narrow=False):
    """Measures in a process of its own, which ends after its seconds."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        signal.alarm(seconds)
        os.chdir(tempfile.mkdtemp())
        sys.argv = [case.get("file", "model.py")]
        if "package" not in case:
            sys.meta_path.append(Standin())
        # What a program insists on is None, as if it had a default.
        insist = argparse.ArgumentParser.add_argument
        argparse.ArgumentParser.add_argument = lambda self, *names, **options: insist(self, *names, **{**options, **({"required": False} if options.get("required") else {})})
        try:
            answer = measured(case, root, torch.float64)
            if narrow:
                plain, _ = measured(case, root, torch.float32)
                answer[0]["float32"] = {name: plain[name] for name in FILLS}
        except Exception as error:
            first = f"{type(error).__name__}: {error}"
            try:
                answer = measured(case, root, torch.float32)
            except Exception:
                answer = {"wrong": first[:300]}, {}
        with os.fdopen(write, "w") as out:
            json.dump(answer, out)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if text else ({"wrong": f"no answer, status {status}"}, {})


def prepare():
    """Imports what is slow to import once; torchvision's compiled ops are declared first, since they do not load beside this torch."""
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    library = torch.library.Library("torchvision", "DEF")
    for operator in ("nms", "qnms"):
        library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    versions = {"python": sys.version.split()[0], "torch": torch.__version__}
    for name in ("torchvision", "timm", "transformers"):
        try:
            versions[name] = importlib.import_module(name).__version__
        except Exception as error:
            print(f"{name}: {error}", file=sys.stderr)
    return versions, library


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("models", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--norms", type=pathlib.Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--float32", action="store_true")
    parser.add_argument("--seconds", type=int, default=120)
    asked = parser.parse_args()
    known = json.loads(asked.out.read_text())["models"] if asked.out.exists() else {}
    versions, _library = prepare()
    for case in json.loads(asked.models.read_text()):
        name = case["name"]
        if not re.search(asked.only, name) or (name in known and "wrong" not in known[name] and not asked.again):
            continue
        start = time.time()
        known[name], norms = one(case, asked.root.resolve(), asked.seconds, asked.float32)
        print(f"{name}: {json.dumps(known[name])[:160]} {time.time() - start:.1f} s", flush=True)
        if asked.norms and norms:
            asked.norms.mkdir(parents=True, exist_ok=True)
            (asked.norms / f"{re.sub(r'[^A-Za-z0-9._-]+', '_', name)}.json").write_text(json.dumps(norms))
        lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in known.items())
        asked.out.write_text(f'{{"versions": {json.dumps(versions)}, "models": {{\n{lines}\n}}}}\n')


if __name__ == "__main__":
    main()
