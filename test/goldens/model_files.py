"""
Writes model-files/: small files of weights and models as Keras, PyTorch and h5py store them, with the numbers that these libraries read from
them in expected.json. TensorFlow is not needed: files in the way of Keras 2 and of TensorFlow.js are written here by the layouts that their
documentation gives (keras/src/legacy/saving/legacy_h5_format.py, tfjs-converter's "weights_manifest").
"""
import collections
import json
import os
import pathlib
import pickle
import zipfile

os.environ["KERAS_BACKEND"] = "torch"

import h5py
import numpy
import torch

from golden import Draws, numbers

folder = pathlib.Path(__file__).parent / "model-files"
folder.mkdir(exist_ok=True)
draws = numpy.random.default_rng(20261122)
expected = {}


def held(array):
    array = numpy.asarray(array)
    return {"shape": list(array.shape), "values": numbers(array.astype(numpy.float64).reshape(-1))}


# HDF5: every way of keeping numbers that h5py has by itself, and every type that is read.
ramp = numpy.arange(60, dtype=numpy.float32).reshape(5, 12) / 8
with h5py.File(folder / "kinds.h5", "w") as file:
    file["contiguous"] = ramp
    file["scalar"] = numpy.float64(2.5)
    file["half"] = numpy.array([0.5, -65504, numpy.inf], dtype=numpy.float16)
    file["big"] = numpy.array([1.5, -2], dtype=">f4")
    file["whole"] = numpy.array([[1, -2], [3, 4]], dtype=numpy.int64)
    file["small"] = numpy.array([0, 255], dtype=numpy.uint8)
    file["truth"] = numpy.array([True, False, True])
    file["empty"] = numpy.zeros((0, 3), dtype=numpy.float32)
    group = file.create_group("packed/deeper")
    group.create_dataset("gzip", data=ramp, chunks=(2, 5), compression="gzip")
    group.create_dataset("shuffled", data=ramp, chunks=(3, 12), compression="gzip", shuffle=True, fletcher32=True)
    group.create_dataset("plain", data=ramp.reshape(3, 4, 5), chunks=(2, 3, 2))
    many = file.create_group("many")
    for index in range(40):
        many[f"value_{index:02}"] = numpy.float32(index)
    file["words"] = numpy.array([b"one", b"three"])
    file.attrs["text"] = "any length: \u2207"
    file.attrs["fixed"] = numpy.bytes_("fixed")
    file.attrs["list"] = [b"a", b"bc"]
    file.attrs["number"] = 3
    file.attrs["floats"] = [0.5, 0.25]
    file.attrs["loop"] = h5py.Empty("f")


def everything(path):
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.update({name: held(item[()])}) if isinstance(item, h5py.Dataset) and item.dtype.kind in "fiub" else None)
    return found


expected["kinds.h5"] = everything(folder / "kinds.h5")
with h5py.File(folder / "latest.h5", "w", libver=("v110", "v110")) as file:
    file["few/contiguous"] = ramp
    file["few/single"] = numpy.float32(1.5)
    file.create_dataset("few/one chunk", data=ramp, chunks=ramp.shape, compression="gzip")
expected["latest.h5"] = everything(folder / "latest.h5")
with h5py.File(folder / "dense.h5", "w", libver="latest") as file:
    for index in range(20):
        file[f"value_{index:02}"] = numpy.float32(index)
with h5py.File(folder / "cyclic.h5", "w") as file:
    file.create_group("a/b")["c"] = numpy.float32(1)
    file["a/b/again"] = file["a"]
with h5py.File(folder / "lzf.h5", "w") as file:
    file.create_dataset("packed", data=ramp, compression="lzf")

# PyTorch: checkpoints of a small model, plain and within the dictionary of a training.
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Linear(4, 2, bias=False))


def listed(state):
    return {name: held(tensor.detach().to(torch.float64).numpy()) for name, tensor in state.items()}


torch.save(model.state_dict(), folder / "state.pt")
expected["state.pt"] = listed(model.state_dict())
optimizer = torch.optim.Adam(model.parameters())
model(torch.ones(5, 3)).sum().backward()
optimizer.step()
wrapped = collections.OrderedDict((f"module.{name}", value) for name, value in model.state_dict().items())
torch.save({"epoch": 3, "loss": 0.25, "state_dict": wrapped, "optimizer": optimizer.state_dict(), "notes": ["a", None, True]}, folder / "training.pth")
expected["training.pth"] = listed(model.state_dict())
base = torch.arange(12, dtype=torch.float32).reshape(3, 4)
kinds = {
    "transposed": base.T,
    "part": base[1:, ::2],
    "broadcast": torch.tensor([1.5, 2.5]).expand(3, 2),
    "half": torch.tensor([0.5, float("inf")], dtype=torch.float16),
    "bfloat16": torch.tensor([1.5, 3.140625], dtype=torch.bfloat16),
    "double": torch.tensor(0.1, dtype=torch.float64),
    "integers": torch.tensor([-1, 2**31 - 1]),
    "bytes": torch.tensor([0, 255], dtype=torch.uint8),
    "truth": torch.tensor([True, False]),
    "empty": torch.zeros(0, 3),
    "parameter": torch.nn.Parameter(torch.tensor([1.0, -1.0])),
}
torch.save(kinds, folder / "kinds.pt")
torch.save(kinds, folder / "protocol-4.pt", pickle_protocol=4)
expected["kinds.pt"] = expected["protocol-4.pt"] = listed(kinds)
torch.save({"weight": base}, folder / "legacy.pt", _use_new_zipfile_serialization=False)
torch.save(model, folder / "module.pt")


class Command:
    def __reduce__(self):
        return os.system, ("echo pickles can run anything",)


torch.save({"weight": base, "extra": Command()}, folder / "command.pt")

(folder / "expected.json").write_text(json.dumps(expected) + "\n")
