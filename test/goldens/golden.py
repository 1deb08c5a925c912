"""What the golden scripts share: versions, exact numbers in JSON, compact files beside the scripts."""
import json
import math
import pathlib

import mpmath
import torch

SOURCE = f"PyTorch {torch.__version__.split('+')[0]}, mpmath {mpmath.__version__}"


def number(value):
    """A float as JSON holds it: shortest digits that give the same float64 back; infinities and NaN as words."""
    value = value.item() if isinstance(value, torch.Tensor) else float(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def numbers(values):
    """Any iterable or tensor of floats, row-major."""
    if isinstance(values, torch.Tensor):
        values = values.detach().reshape(-1).tolist()
    return [number(value) for value in values]


def tensor(value):
    """A tensor as {elementType, shape, values}; integer tensors are class indices."""
    kind = "float64" if value.is_floating_point() else "int32"
    return {"elementType": kind, "shape": list(value.shape), "values": numbers(value)}


def write(name, content):
    """Writes NAME.json beside the scripts, one top-level list item a line."""
    path = pathlib.Path(__file__).parent / f"{name}.json"
    path.write_text(json.dumps(content, separators=(",", ":"), allow_nan=False).replace("},{\"op\"", "},\n{\"op\"") + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes")
