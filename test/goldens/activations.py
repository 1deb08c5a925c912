"""Writes activations.json: every activation with its derivative as PyTorch computes them and as exact arithmetic has them.

`curves` holds the functions of one number at common points, kinks and extremes included. `exact...` are evaluated with 450 digits by
mpmath from the defining formula (derivatives by mpmath's own numerical differentiation), null at points where the function has no
derivative and beyond |x| = 1e5, where only PyTorch's limits are recorded. `overAxes` holds functions of whole rows.
"""
import mpmath as mp
import torch
import torch.nn.functional as F
from mpmath import mpf

from golden import SOURCE, number, numbers, tensor, write

SEED = 20240601
# Enough that 1 - e^-700 keeps its digits.
mp.mp.dps = 450

HALF = [
    "1e-300", "1e-8", "0.001", "0.1", "0.25", "0.5", "0.7", "1", "1.25", "1.5", "2", "2.25", "2.5", "3", "3.5", "4", "5", "6",
    "7.5", "10", "15", "20", "20.5", "30", "37", "100", "700", "750", "10000", "1e200", "1e300", "1e308",
]
POINTS = sorted([0.0] + [float(p) for p in HALF] + [-float(p) for p in HALF])


def sigma(x):
    return 1 / (1 + mp.exp(-x))


def clip(x, low, high):
    return min(max(x, mpf(low)), mpf(high))


SELU_SCALE, SELU_ALPHA = mpf("1.0507009873554804934193349852946"), mpf("1.6732632423543772848170429916717")
SIXTH = mpf(1) / 6

# op, attributes, PyTorch, exact definition, points without a derivative.
# PyTorch keeps parameters as float64, so the exact definitions take the rounded ones, too (mpf(0.1), not mpf("0.1")).
CURVES = [
    ("identity", {}, lambda x: x * 1, lambda x: x, []),
    ("relu", {}, F.relu, lambda x: max(x, mpf(0)), [0]),
    ("relu6", {}, F.relu6, lambda x: clip(x, 0, 6), [0, 6]),
    ("leaky-relu", {"slope": 0.01}, lambda x: F.leaky_relu(x, 0.01), lambda x: x if x > 0 else mpf(0.01) * x, [0]),
    ("leaky-relu", {"slope": 0.3}, lambda x: F.leaky_relu(x, 0.3), lambda x: x if x > 0 else mpf(0.3) * x, [0]),
    ("prelu", {}, lambda x: F.prelu(x, torch.tensor([0.25], dtype=x.dtype)), lambda x: x if x > 0 else x / 4, [0]),
    ("rrelu", {"lower": 0.125, "upper": 0.375}, lambda x: F.rrelu(x, 0.125, 0.375, training=False), lambda x: x if x > 0 else x / 4, [0]),
    ("elu", {"alpha": 1}, F.elu, lambda x: x if x > 0 else mp.expm1(x), []),
    ("elu", {"alpha": 0.5}, lambda x: F.elu(x, 0.5), lambda x: x if x > 0 else mp.expm1(x) / 2, [0]),
    ("selu", {}, F.selu, lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * mp.expm1(x)), [0]),
    ("celu", {"alpha": 1}, F.celu, lambda x: x if x > 0 else mp.expm1(x), []),
    ("celu", {"alpha": 2.5}, lambda x: F.celu(x, 2.5), lambda x: x if x > 0 else mpf(2.5) * mp.expm1(x / mpf(2.5)), []),
    ("gelu", {}, F.gelu, lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2, []),
    ("gelu-tanh", {}, lambda x: F.gelu(x, approximate="tanh"),
     lambda x: x * sigma(2 * mp.sqrt(2 / mp.pi) * (x + mpf("0.044715") * x**3)), []),
    ("silu", {}, F.silu, lambda x: x * sigma(x), []),
    ("mish", {}, F.mish, lambda x: x * mp.tanh(mp.log1p(mp.exp(x))), []),
    ("softplus", {"beta": 1, "threshold": 20}, F.softplus, lambda x: x if x > 20 else mp.log1p(mp.exp(x)), [20]),
    ("softplus", {"beta": 2, "threshold": 10}, lambda x: F.softplus(x, 2, 10), lambda x: x if 2 * x > 10 else mp.log1p(mp.exp(2 * x)) / 2, [5]),
    ("softsign", {}, F.softsign, lambda x: x / (1 + abs(x)), []),
    ("softshrink", {"lambda": 0.5}, F.softshrink, lambda x: mp.sign(x) * max(abs(x) - mpf(0.5), mpf(0)), [-0.5, 0.5]),
    ("hardshrink", {"lambda": 0.5}, F.hardshrink, lambda x: x if abs(x) > 0.5 else mpf(0), [-0.5, 0.5]),
    ("tanhshrink", {}, F.tanhshrink, lambda x: x - mp.tanh(x), []),
    ("hardtanh", {"minimum": -1, "maximum": 1}, F.hardtanh, lambda x: clip(x, -1, 1), [-1, 1]),
    ("hardtanh", {"minimum": 0, "maximum": 2.5}, lambda x: F.hardtanh(x, 0, 2.5), lambda x: clip(x, 0, 2.5), [0, 2.5]),
    ("hard-sigmoid", {}, F.hardsigmoid, lambda x: clip(x + 3, 0, 6) * SIXTH, [-3, 3]),
    ("keras-hard-sigmoid", {}, lambda x: torch.clamp(0.2 * x + 0.5, 0, 1), lambda x: clip(x / 5 + mpf(0.5), 0, 1), [-2.5, 2.5]),
    ("hard-swish", {}, F.hardswish, lambda x: x * clip(x + 3, 0, 6) * SIXTH, [-3, 3]),
    ("sigmoid", {}, torch.sigmoid, sigma, []),
    ("log-sigmoid", {}, F.logsigmoid, lambda x: -mp.log1p(mp.exp(-x)), []),
    ("tanh", {}, torch.tanh, mp.tanh, []),
    ("threshold", {"threshold": 0, "value": 0}, lambda x: F.threshold(x, 0, 0), lambda x: max(x, mpf(0)), [0]),
    ("threshold", {"threshold": 1, "value": 0.25}, lambda x: F.threshold(x, 1, 0.25), lambda x: x if x > 1 else mpf(0.25), [1]),
    ("step", {}, lambda x: torch.heaviside(x.detach(), torch.zeros_like(x)) + 0 * x, lambda x: mpf(1) if x > 0 else mpf(0), [0]),
    ("exponential", {}, torch.exp, mp.exp, []),
]


def exact(function, x):
    return number(mp.nstr(function(mpf(x)), 30))


def curve(op, attributes, function, definition, corners):
    x = torch.tensor(POINTS, dtype=torch.float64, requires_grad=True)
    y = function(x)
    y.sum().backward()
    near = [abs(p) <= 1e5 for p in POINTS]
    return {
        "op": op,
        "attributes": attributes,
        "values": numbers(y),
        "derivatives": numbers(x.grad),
        "exactValues": [exact(definition, p) if ok else None for p, ok in zip(POINTS, near)],
        "exactDerivatives": [
            exact(lambda at: mp.diff(definition, at), p) if ok and all(abs(p - corner) > 1e-9 for corner in corners + ONE_SIDED.get(op, [])) else None
            for p, ok in zip(POINTS, near)
        ],
    }


# Their derivative at 0 exists, but the formula changes there, which numerical differentiation across 0 sees as an error.
ONE_SIDED = {"elu": [0], "celu": [0], "softsign": [0]}


def over_axes():
    generator = torch.Generator().manual_seed(SEED)

    def normal(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    slope = torch.tensor([0.25, -0.1, 0.0, 1.5], dtype=torch.float64)
    far = normal(3, 5) * 300
    cases = [
        ("softmax", {}, lambda x: F.softmax(x, -1), [normal(4, 5)]),
        ("softmax", {}, lambda x: F.softmax(x, -1), [far]),
        ("softmax", {}, lambda x: F.softmax(x, -1), [normal(2, 3, 4)]),
        ("log-softmax", {}, lambda x: F.log_softmax(x, -1), [normal(4, 5)]),
        ("log-softmax", {}, lambda x: F.log_softmax(x, -1), [far]),
        ("softmin", {}, lambda x: F.softmin(x, -1), [normal(4, 5)]),
        ("glu", {}, lambda x: F.glu(x, -1), [normal(3, 8)]),
        ("glu", {}, lambda x: F.glu(x, -1), [normal(2, 3, 6)]),
        ("maxout", {"pieces": 3}, lambda x: x.reshape(4, 5, 3).amax(-1), [normal(4, 15)]),
        ("maxout", {"pieces": 2}, lambda x: x.reshape(2, 2, 2).amax(-1), [torch.tensor([[1.0, 1, 2, -1], [0, 0, -3, -3]], dtype=torch.float64)]),
        ("prelu", {}, F.prelu, [normal(6, 4), slope]),
        ("prelu", {}, F.prelu, [normal(6, 4), slope[:1].clone()]),
    ]
    rows = []
    for op, attributes, function, args in cases:
        leaves = [arg.clone().requires_grad_() for arg in args]
        output = function(*leaves)
        dy = normal(*output.shape)
        output.backward(dy)
        rows.append({
            "op": op, "attributes": attributes, "args": [tensor(arg) for arg in args], "outputGradient": tensor(dy),
            "output": tensor(output), "gradients": [tensor(leaf.grad) for leaf in leaves],
        })
    return rows


write("activations", {
    "source": SOURCE, "seed": SEED, "points": numbers(POINTS), "curves": [curve(*row) for row in CURVES], "overAxes": over_axes(),
})
