"""What the tables of test/readers/keras/cases are written with: a short form for each kind of case, and the Keras source that it stands for.

A line of a table is `CODE <- INPUTS`: the inputs x, y, z, w, batch first, `2,4` of floats or `int:2,3<10` of indices.
"""
import re

from source_tables import NAMES, blocks, named, rows, split

HEADER = "import keras\nfrom keras import layers, ops\n\n"


def input_of(word):
    """keras.Input for an input in the words of directives."""
    kind, sizes = re.fullmatch(r"(?:(\w+):)?([\d,]+)(?:<\d+)?", word).groups()
    shape = f"({', '.join(sizes.split(',')[1:])},)".replace("(,)", "()") if sizes.count(",") < 2 else f"({', '.join(sizes.split(',')[1:])})"
    return f"keras.Input({shape}{', dtype=' + repr({'int': 'int32', 'bool': 'bool'}[kind]) if kind else ''})"


def sequential(layers, word):
    """A model of layers that stand one behind the other."""
    lines = "".join(f"    {layer},\n" for layer in [input_of(word), *layers])
    return f"model = keras.Sequential([\n{lines}])\n"


def functional(code, inputs):
    """A model of the functional interface; `;; ` separates statements before the output."""
    names = NAMES[: len(inputs)]
    *statements, last = code.split(";; ")
    lines = [f"{name} = {input_of(word)}" for name, word in zip(names, inputs)] + statements
    given = names[0] if len(names) == 1 else f"[{', '.join(names)}]"
    return "".join(f"{line}\n" for line in lines) + f"model = keras.Model({given}, {last})\n"


def running(name, text, inputs, mode="eval", kind="run"):
    return {"name": name, "kind": kind, "text": text, "inputs": list(inputs), **({"mode": mode} if mode != "eval" else {})}


def stacks(table, mode="eval"):
    """A keras.Sequential of one layer or of several, which `;; ` separates."""
    return [running(named(code, inputs, mode), sequential(code.split(";; "), inputs[0]), inputs, mode) for code, inputs in rows(table)]


def graphs(table, mode="eval"):
    """A model of the functional interface: an expression of x, y, z, w."""
    return [running(named(code, inputs, mode), functional(code, inputs), inputs, mode) for code, inputs in rows(table)]


def nets(table, mode="eval"):
    """Whole sources that make `model`: a block each, named by its first line, which ends in `<- INPUTS`."""
    return [
        running(name + (" (train)" if mode == "train" else ""), body, inputs, mode) for (name, inputs), body in ((split(name), body) for name, body in blocks(table))
    ]


def wrong(table, make):
    """Behind ` !! ` stand parts of what is said, with ` & ` between them: Keras says them too."""
    made = []
    for line in table.strip("\n").split("\n"):
        if not line.strip():
            continue
        row, _, says = line.partition(" !! ")
        code, inputs = split(row)
        made.append({**running(named(code, inputs), make(code, inputs), inputs, kind="wrong"), "says": says.strip().split(" & ")})
    return made


def wrong_stacks(table):
    return wrong(table, lambda code, inputs: sequential(code.split(";; "), inputs[0]))


def wrong_graphs(table):
    return wrong(table, functional)


def starts(table):
    """Layers whose first values are asked for."""
    return [running(named(code, inputs), sequential(code.split(";; "), inputs[0]), inputs, kind="starts") for code, inputs in rows(table)]
