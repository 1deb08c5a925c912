"""The public names of PyTorch's modules and of its tensors, so that a name that does not exist is told apart from one that is not understood.

Writes src/readers/torch/names.ts.
"""
import pathlib
import textwrap
import warnings

import torch

warnings.simplefilter("ignore")
HOMES = {
    "torch": torch,
    "torch.nn": torch.nn,
    "torch.nn.functional": torch.nn.functional,
    "torch.nn.init": torch.nn.init,
    "torch.linalg": torch.linalg,
    "torch.special": torch.special,
    "torch.fft": torch.fft,
    "torch.Tensor": torch.Tensor,
}
HEADER = '''/** The public names that PyTorch {version} has, module by module: made by test/goldens/torch_names.py. */

const names = {{
{rows}
}} as const;

/** Where names are looked up. */
export type NamedHome = keyof typeof names;

const sets: Partial<Record<string, ReadonlySet<string>>> = {{}};

/** Whether a module of PyTorch, or its tensors, have a name. */
export function hasName(home: NamedHome, name: string): boolean {{
  const set = (sets[home] ??= new Set(names[home].split(/\\s+/)));
  return set.has(name);
}}
'''


def row(home, module):
    found = [name for name in dir(module) if not name.startswith("_")]
    text = textwrap.fill(" ".join(found), width=150, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return f"  {home if '.' not in home else repr(home)}: `\n{text}`,"


if __name__ == "__main__":
    path = pathlib.Path(__file__).parents[2] / "src" / "readers" / "torch" / "names.ts"
    version = torch.__version__.split("+")[0]
    path.write_text(HEADER.format(version=version, rows="\n".join(row(home, module) for home, module in HOMES.items())))
    print(f"{path.stat().st_size} bytes")
