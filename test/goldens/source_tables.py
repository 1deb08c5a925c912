"""How the tables of torch_source_*.py and keras_source_*.py are cut: a line `CODE <- INPUTS` a case, or a block under `# NAME`."""
import re

NAMES = ("x", "y", "z", "w")


def split(line):
    code, _, inputs = line.partition(" <- ")
    return code.strip(), [part.strip() for part in inputs.split(" ; ")] if inputs else []


def rows(table):
    return [split(line) for line in table.strip("\n").split("\n") if line.strip() and not line.startswith("#")]


def blocks(table):
    """Each begins with a line `# NAME`."""
    for block in re.split(r"(?m)^# ", table)[1:]:
        name, _, body = block.partition("\n")
        yield name, body.strip("\n") + "\n"


def named(code, inputs, mode="eval"):
    return f"{code} <- {' ; '.join(inputs)}" + (" (train)" if mode == "train" else "")
