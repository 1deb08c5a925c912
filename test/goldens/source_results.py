"""What torch_source.py and keras_source.py share: numbers of `hash`, figures of tensors, and the files of cases with their results."""
import importlib
import json
import pathlib
import sys

import torch

from golden import number

HERE = pathlib.Path(__file__).parent


def mixed(count, before=0):
    """The first numbers of `hash` (src/inspect/fill.ts) behind some."""
    mask = 0xFFFFFFFF
    bits = torch.arange(before + 1, before + count + 1) * 0x9E3779B1 & mask
    bits = (bits ^ bits >> 15) * 0x85EBCA77 & mask
    bits = (bits ^ bits >> 13) * 0xC2B2AE3D & mask
    return ((bits ^ bits >> 16) & mask).double() / 2**31 - 1


def short(value):
    """Thirteen digits: more than anything is held to."""
    value = number(value)
    return value if isinstance(value, (str, int)) else float(f"{value:.13g}")


def tensors(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [tensor for part in value for tensor in tensors(part)] if isinstance(value, (list, tuple)) else []


def output(tensor):
    """Shape, the first six values and, of larger ones, sum, sum of squares and the sum of products with `hash`."""
    flat = tensor.detach().reshape(-1).double()
    result = {"shape": list(tensor.shape), "first": [short(value) for value in flat[:6]]}
    if flat.numel() > 6:
        result["sums"] = [short(flat.sum()), short(flat.square().sum()), short(flat @ mixed(flat.numel()))]
    if not tensor.is_floating_point():
        result["dtype"] = str(tensor.dtype).removeprefix("torch.")
    return result


def gradient(tensor):
    """Norm and sum of products with `hash`; nothing where no gradient came."""
    return [] if tensor is None else [short(tensor.norm()), short(tensor.reshape(-1) @ mixed(tensor.numel()))]


def law(values):
    """Mean, standard deviation, least and largest."""
    values = values.detach().double()
    figures = [values.mean(), values.std(correction=0), values.min(), values.max()]
    return [float(f"{number(figure):.6g}") for figure in figures]


def results(cases, kinds):
    failed = 0
    for case in cases:
        try:
            yield {**case, **kinds[case["kind"]](case)}
        except Exception as error:
            failed += 1
            print(f"{case['name']}\n    {type(error).__name__}: {str(error)[:400]}")
    if failed:
        raise SystemExit(f"{failed} cases failed")


def write(framework, family, source, header, kinds):
    """Writes test/readers/FRAMEWORK/cases/FAMILY.json; `kinds` says for each kind of case how its results come about."""
    cases = importlib.import_module(f"{framework}_source_{family}").CASES
    names = [case["name"] for case in cases]
    if twice := {name for name in names if names.count(name) > 1}:
        raise SystemExit(f"Twice in {family}: {twice}")
    lines = [json.dumps(case, separators=(",", ":"), allow_nan=False) for case in results(cases, kinds)]
    path = HERE.parent / "readers" / framework / "cases" / f"{family}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"source":"{source}","header":{json.dumps(header)},"cases":[\n' + ",\n".join(lines) + "\n]}\n")
    counts = {kind: sum(case["kind"] == kind for case in cases) for kind in kinds}
    print(f"{family}: {len(cases)} cases, {path.stat().st_size} bytes,", ", ".join(f"{count} {kind}" for kind, count in counts.items() if count))


def write_all(framework, source, header, kinds):
    """Writes the families that the command line names, or all."""
    prefix = f"{framework}_source_"
    families = sorted(path.stem.removeprefix(prefix) for path in HERE.glob(f"{prefix}*.py") if path.stem != f"{prefix}cases")
    for family in sys.argv[1:] or families:
        write(framework, family, source, header, kinds)
