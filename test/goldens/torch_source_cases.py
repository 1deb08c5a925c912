"""What the tables of test/readers/torch/cases are written with: a short form for each kind of case, and the Python source that it stands for.

A line of a table is `CODE <- INPUTS`: the inputs x, y, z, w in the words of directives, separated by ` ; `. Where the gradient of a float input
is asked for, it goes through a parameter of its shape that is added to it: `shift`, `shift1`, ...
"""
import re

from source_tables import NAMES, blocks, named, rows, split

HEADER = "import math\nimport torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n"
# Every input is filled alike: those behind the first are made different ones.
APART = ("x", "x * x - 0.4", "x * x * x", "0.3 - x")


def is_float(word):
    return re.fullmatch(r"[\d,]+", word) is not None


def module(lines, inputs, result, shifted, before=""):
    """The text of a class Net whose forward gives `result`; `lines` stand in its __init__."""
    args = NAMES[: len(inputs)]
    shifts = [(place, word) for place, word in enumerate(inputs) if shifted and is_float(word)]
    name = lambda place: f"shift{place or ''}"
    start = [f"self.{name(place)} = nn.Parameter(torch.zeros({', '.join(word.split(','))}))" for place, word in shifts]
    start += lines
    text = f"{before}class Net(nn.Module):\n"
    if start:
        text += "    def __init__(self):\n        super().__init__()\n" + "".join(f"        {line}\n" for line in start) + "\n"
    text += f"    def forward(self, {', '.join(args)}):\n"
    text += "".join(f"        {args[place]} = {APART[place].replace('x', args[place])} + self.{name(place)}\n" for place, _ in shifts)
    *statements, last = [part for part in re.split(r";; ?", result)]
    return text + "".join(f"        {line}\n" for line in statements) + f"        return {last}\n"


def running(name, text, inputs, mode="eval", network="Net()"):
    case = {"name": name, "kind": "run", "text": text, "inputs": list(inputs)}
    return {**case, **({"mode": mode} if mode != "eval" else {}), **({"network": network} if network != "Net()" else {})}


def layers(table, mode="eval", kind="run"):
    """One layer each, called with all inputs."""
    return [
        {**running(named(code, inputs, mode), module([f"self.layer = {code}"], inputs, f"self.layer({', '.join(NAMES[:len(inputs)])})", kind == "run"), inputs, mode), "kind": kind}
        for code, inputs in rows(table)
    ]


def functions(table, mode="eval", kind="run", before=""):
    """An expression of x, y, z, w each; `;; ` separates statements before it."""
    return [
        {**running(named(code, inputs, mode), module([], inputs, code, kind == "run", before), inputs, mode), "kind": kind}
        for code, inputs in rows(table)
    ]


def nets(table, mode="eval", kind="run"):
    """Whole sources with a class Net: a block each, named by its first line, which ends in `<- INPUTS`."""
    return [
        {**running(name + (" (train)" if mode == "train" else ""), body, inputs, mode), "kind": kind}
        for (name, inputs), body in ((split(name), body) for name, body in blocks(table))
    ]


def wrong_layers(table):
    return layers(table, kind="wrong")


def wrong_functions(table):
    return functions(table, kind="wrong")


def wrong_nets(table):
    return nets(table, kind="wrong")


def expressions(table, before="", kind="value"):
    """An expression a line, whose repr is asked for."""
    return [{"name": line, "kind": kind, "text": before, "expression": line} for line in table.strip("\n").split("\n") if line.strip() and not line.startswith("#")]


def wrong_expressions(table, before=""):
    return expressions(table, before, "raises")


def programs(table, kind="value"):
    """Blocks whose last line is the expression; the first line names them."""
    made = []
    for name, body in blocks(table):
        *text, expression = body.rstrip("\n").split("\n")
        made.append({"name": name, "kind": kind, "text": "".join(f"{line}\n" for line in text), "expression": expression})
    return made


def starts(table):
    """Modules whose first values are asked for: by default, or behind what `;; ` lines do to `m`. The line is `MODULE;; STATEMENTS`."""
    made = []
    for line in table.strip("\n").split("\n"):
        code, *statements = line.split(";; ")
        lines = [f"m = {code}", *statements, "self.layer = m"]
        body = "".join(f"        {one}\n" for one in lines)
        text = f"class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n{body}\n    def forward(self, x):\n        return sum((p * x).sum() for p in self.parameters())\n"
        made.append({"name": line, "kind": "starts", "text": text, "inputs": ["2,1"]})
    return made
