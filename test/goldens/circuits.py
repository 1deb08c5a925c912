"""
Writes circuits.json: random expressions with their values as Python itself binds their signs (^ written as **), and their gradients by
PyTorch's autograd in float64. Brackets are random too, so that what is tested is precedence and not brackets.
"""
import functools
import math
import random
import re

import torch
import torch.nn.functional as F

from golden import SOURCE, number, write

SEED = 20260712
random.seed(SEED)
NAMES = ["x", "y", "z", "w0"]


def scalar(value):
    return value if isinstance(value, torch.Tensor) else torch.tensor(float(value), dtype=torch.float64)


FLOWS = []


def watched(result):
    """Where an infinite gradient comes to a flat place, PyTorch's own functions differ in whether it is 0 or NaN: such cases are left out."""
    if result.requires_grad:
        result.register_hook(lambda gradient: FLOWS.append(gradient))
    return result


def unary(function):
    return lambda value: watched(function(scalar(value)))


def several(function):
    return lambda *values: watched(functools.reduce(function, [scalar(value) for value in values]))


FUNCTIONS = {
    "exp": unary(torch.exp), "log": unary(torch.log), "sqrt": unary(torch.sqrt), "sin": unary(torch.sin), "cos": unary(torch.cos),
    "tanh": unary(torch.tanh), "sigmoid": unary(torch.sigmoid), "relu": unary(torch.relu), "abs": unary(torch.abs),
    "max": several(torch.maximum), "min": several(torch.minimum), "pow": lambda a, b: scalar(a) ** b,
    "leaky_relu": lambda x, slope=0.01: watched(F.leaky_relu(scalar(x), slope)), "elu": lambda x, alpha=1.0: watched(F.elu(scalar(x), alpha)),
    "selu": unary(F.selu), "gelu": unary(F.gelu), "gelu_tanh": unary(functools.partial(F.gelu, approximate="tanh")),
    "silu": unary(F.silu), "mish": unary(F.mish), "softplus": unary(F.softplus), "softsign": unary(F.softsign),
    "log_sigmoid": unary(F.logsigmoid), "hardtanh": unary(F.hardtanh),
}


def value_text():
    kind = random.random()
    if kind < 0.65:
        return random.choice(NAMES)
    return random.choice(["2", "3", "0.5", "1.25", "1e-1", ".75"])


def text(depth):
    """Values joined by random signs, some of them negated, in brackets, or in a function."""
    count = random.choice([1, 2, 2, 3, 4]) if depth > 0 else 1
    parts = []
    for _ in range(count):
        kind = random.random()
        if depth == 0 or kind < 0.5:
            part = value_text()
        elif kind < 0.75:
            part = f"({text(depth - 1)})"
        else:
            name = random.choice(list(FUNCTIONS))
            args = [text(depth - 1) for _ in range(random.choice([2, 3]) if name in ("max", "min") else 2 if name == "pow" else 1)]
            if name in ("leaky_relu", "elu") and random.random() < 0.5:
                args.append("0.3")
            part = f"{name}({', '.join(args)})"
        parts.append(random.choice(["", "", "", "-", "--"]) + part)
    joined = parts[0]
    for part in parts[1:]:
        joined += random.choice([" + ", " - ", " * ", " / ", "*", "-", "^", "**"]) + part
    return joined


def case():
    expression = text(3)
    at = {name: round(random.uniform(-3, 3), 2) for name in NAMES}
    leaves = {name: torch.tensor(value, dtype=torch.float64, requires_grad=True) for name, value in at.items()}
    used = [name for name in NAMES if name in re.findall(r"[A-Za-z_]\w*", expression)]
    FLOWS.clear()
    try:
        value = eval(expression.replace("^", "**"), {"__builtins__": {}}, {**FUNCTIONS, **leaves})
        if not isinstance(value, torch.Tensor) or not value.requires_grad or not math.isfinite(value) or abs(value) > 1e6:
            return None
        value.backward()
    except (ZeroDivisionError, OverflowError, TypeError, RuntimeError):
        return None
    gradients = {name: leaves[name].grad for name in used}
    if not all(math.isfinite(flow) for flow in FLOWS):
        return None
    if any(grad is None or not math.isfinite(grad) or abs(grad) > 1e8 for grad in gradients.values()):
        return None
    return {
        "expression": expression, "at": {name: at[name] for name in used}, "value": number(value),
        "gradients": {name: number(grad) for name, grad in gradients.items()},
    }


cases = []
while len(cases) < 300:
    found = case()
    if found and found["expression"] not in [known["expression"] for known in cases] and len(found["expression"]) < 200:
        cases.append(found)

write("circuits", {"source": SOURCE, "seed": SEED, "cases": cases})
