"""
Writes tensor-files/: arrays as NumPy and the safetensors library store them, with what they hold in expected.json, and a network with
weights, data and gradients made by PyTorch in float64, for the command line.
"""
import json
import pathlib

import numpy
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from golden import Draws, numbers

folder = pathlib.Path(__file__).parent / "tensor-files"
folder.mkdir(exist_ok=True)
draws = Draws(20241121)

halves = numpy.array([0, -0.0, 1, -2.5, 65504, 6e-8, 6.1e-5, numpy.inf, -numpy.inf, 0.333], dtype=numpy.float16)
matrix = numpy.arange(12, dtype=numpy.float64).reshape(3, 4) / 7
ARRAYS = {
    "float64": matrix,
    "float32": matrix.astype(numpy.float32),
    "float16": halves,
    "big-endian": matrix.astype(">f8"),
    "big-endian-half": halves.astype(">f2"),
    "fortran": numpy.asfortranarray(numpy.arange(24, dtype=numpy.float32).reshape(2, 3, 4)),
    "int64": numpy.array([[1, -2], [2**31 - 1, -(2**31)]]),
    "int8": numpy.array([-128, 127], dtype=numpy.int8),
    "uint16": numpy.array([0, 65535], dtype=numpy.uint16),
    "bool": numpy.array([True, False, True]),
    "scalar": numpy.array(2.5),
    "empty": numpy.zeros((0, 3)),
}
expected = {name: {"shape": list(array.shape), "values": numbers(array.astype(float).reshape(-1))} for name, array in ARRAYS.items()}
for name, array in ARRAYS.items():
    numpy.save(folder / f"{name}.npy", array)
numpy.save(folder / "too-wide.npy", numpy.array([2**40]))
numpy.save(folder / "complex.npy", numpy.array([1j]))
numpy.save(folder / "objects.npy", numpy.array([{"a": 1}], dtype=object), allow_pickle=True)
numpy.savez(folder / "stored.npz", **ARRAYS)
numpy.savez_compressed(folder / "compressed.npz", **ARRAYS)

TENSORS = {
    "float32": torch.tensor(ARRAYS["float32"]),
    "float64": torch.tensor(matrix),
    "float16": torch.tensor(halves),
    "bfloat16": torch.tensor([0.0, -1.5, 3.140625, 1e38, float("inf")]).to(torch.bfloat16),
    "int64": torch.tensor(ARRAYS["int64"]),
    "bool": torch.tensor([True, False]),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 3),
}
save_file(TENSORS, folder / "mixed.safetensors", metadata={"made": "by tensor_files.py"})
expected["safetensors"] = {
    name: {"shape": list(tensor.shape), "values": numbers(tensor.double())} for name, tensor in TENSORS.items()
}
(folder / "expected.json").write_text(json.dumps(expected) + "\n")

WEIGHTS = {
    "hidden.weight": draws.normal(8, 5), "hidden.bias": draws.normal(8), "head.weight": draws.normal(3, 8), "head.bias": draws.normal(3),
}
DATA = {"input": draws.normal(6, 5), "target": draws.integers(3, 6)}
leaves = {name: tensor.clone().requires_grad_() for name, tensor in WEIGHTS.items()}
hidden = torch.tanh(F.linear(DATA["input"], leaves["hidden.weight"], leaves["hidden.bias"]))
loss = F.cross_entropy(F.linear(hidden, leaves["head.weight"], leaves["head.bias"]), DATA["target"])
loss.backward()
save_file(WEIGHTS, folder / "weights.safetensors")
numpy.savez(folder / "data.npz", **{name: tensor.numpy() for name, tensor in DATA.items()})
save_file({"loss": loss.detach(), **{name: leaf.grad for name, leaf in leaves.items()}}, folder / "gradients.safetensors")
