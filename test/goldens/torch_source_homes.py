"""Every function of single numbers and of pairs under each of its names: in torch, torch.special, as a method and in place."""
import torch

from torch_source_cases import expressions, functions, wrong_functions

# Where a function is defined, as an expression of the input x, and the names of the functions that are.
ONE = {
    "x": """abs absolute neg negative positive exp exp2 expm1 sin cos sinh cosh tanh asinh arcsinh sigmoid expit floor ceil round trunc fix frac sign sgn square
        sinc erf erfc relu deg2rad rad2deg nan_to_num isnan isfinite isinf isposinf isneginf signbit isreal conj resolve_conj resolve_neg
        logical_not clone detach ravel""",
    "(x.abs() + 0.3)": "log log2 log10 log1p sqrt rsqrt reciprocal lgamma gammaln digamma psi",
    "(x * 0.9)": "asin arcsin acos arccos atan arctan atanh arctanh erfinv tan",
    "(x.abs() + 1.2)": "acosh arccosh",
    "(x * 0.4 + 0.5)": "logit",
}
# The pair of arguments, and the names.
TWO = {
    ("x", "y"): """add sub subtract mul multiply maximum minimum fmax fmin eq ne not_equal lt less le less_equal gt greater ge greater_equal
        logical_and logical_or logical_xor atan2 arctan2 hypot logaddexp logaddexp2 copysign isclose dist""",
    ("x", "(y + 3)"): "div divide true_divide remainder fmod rsub xlogy",
    ("(x + 2)", "y"): "pow float_power",
    ("x.detach()", "(y.detach() + 3)"): "heaviside floor_divide",
}
WHOLE_NUMBERS = "bitwise_and bitwise_or bitwise_xor"
# Nothing of them is a gradient, or their result is no float.
FLAT = "isnan isfinite isinf isposinf isneginf signbit isreal logical_not eq ne not_equal lt less le less_equal gt greater ge greater_equal logical_and logical_or logical_xor isclose".split()

# What PyTorch refuses to differentiate when it is done in place, or cannot be done to what needs a gradient.
NO_DERIVATIVE = "detach asinh arcsinh atanh arctanh acosh arccosh".split()


def whole(name, call):
    return f"({call}).float() + x" if name in [*FLAT, "heaviside", "floor_divide"] else call


def spelled(name, first, rest):
    """The calls of a function by its names; in place only where what is changed is no leaf and stays a float."""
    yield from (f"{home}.{name}({', '.join([first, *rest])})" for home, module in (("torch", torch), ("torch.special", torch.special)) if hasattr(module, name))
    if hasattr(torch.Tensor, name):
        yield f"{first}.{name}({', '.join(rest)})"
    if hasattr(torch.Tensor, f"{name}_") and name not in FLAT and name not in NO_DERIVATIVE:
        yield f"{first}.clone().{name}_({', '.join(rest)})"


ONES = [f"{whole(name, call)} <- 2,3" for argument, names in ONE.items() for name in names.split() for call in spelled(name, argument, [])]
TWOS = [f"{whole(name, call)} <- 2,3 ; 3" for (first, second), names in TWO.items() for name in names.split() for call in spelled(name, first, [second])]
WHOLES = [f"({call}).float() <- int:2,3<7" for name in WHOLE_NUMBERS.split() for call in spelled(name, "x", ["5"])]

# What they say to shapes that do not go together, and to what is no tensor.
APART = [f"{name}(x, y) <- 2,3 ; 2,4" for names in TWO.values() for each in names.split() for name in [f"torch.{each}"] if hasattr(torch, each) and each not in ("dist", "rsub")]
NO_TENSOR = [f"torch.{name}('a') <- 2,3" for names in ONE.values() for name in names.split() if hasattr(torch, name)]

KNOWN = expressions("""
torch.gcd(torch.tensor([12, -9, 0]), torch.tensor(6)).tolist()
torch.tensor([12, 9, 0]).gcd(torch.tensor([8, 6, 0])).tolist()
torch.lcm(torch.tensor([12, -9, 0]), torch.tensor(6)).tolist()
torch.tensor([12, 9]).lcm(torch.tensor([8, 6])).tolist()
torch.bitwise_xor(torch.tensor([12, -9, 5]), torch.tensor([6, 3, 5])).tolist()
""")

CASES = KNOWN + functions("\n".join(ONES + TWOS + WHOLES)) + wrong_functions("\n".join(APART + NO_TENSOR))
