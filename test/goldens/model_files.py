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

# Keras: models of every kind of layer that keeps weights in a way of its own, in every form in which Keras saves them.
import keras
from keras import layers

keras.utils.set_random_seed(1)


def sequential():
    model = keras.Sequential(
        [
            keras.Input((6, 6, 1)),
            layers.Conv2D(2, 3, activation="relu", padding="same", name="conv"),
            layers.BatchNormalization(name="norm"),
            layers.SeparableConv2D(3, 2, name="separable"),
            layers.Flatten(),
            layers.Dense(3, activation="softmax", name="head"),
        ],
        name="pictures",
    )
    model.compile(optimizer=keras.optimizers.Adam(0.002), loss="categorical_crossentropy")
    return model


def functional():
    first = keras.Input((4,), name="first")
    shared = layers.Dense(4, activation="tanh", name="shared")
    joined = layers.Add(name="joined")([shared(first), shared(shared(first))])
    rows = layers.Reshape((2, 2), name="rows")(joined)
    both = layers.Bidirectional(layers.LSTM(3, return_sequences=True), name="both")(rows)
    attended = layers.MultiHeadAttention(2, 3, name="attention")(both, both)
    pooled = keras.ops.mean(attended, axis=1) * 2.0
    inner = keras.Sequential([layers.Dense(5, name="inside"), layers.Dense(2, name="inside_2")], name="inner")
    model = keras.Model(first, inner(pooled), name="branches")
    model.compile(optimizer=keras.optimizers.SGD(0.05, momentum=0.9), loss="mse")
    return model


def saved(model, name):
    """Gives every weight numbers of its own, so that no two could be mistaken for each other, and saves the model in each form."""
    for index, variable in enumerate(model.weights):
        variable.assign(draws.normal(size=variable.shape).astype(numpy.float32) / 4 + (1 if "variance" in variable.path else 0))
    model.save(folder / f"{name}.keras")
    model.save_weights(folder / f"{name}.weights.h5")
    if name == "pictures":
        model.save(folder / f"{name}.h5")
    (folder / f"{name}.json").write_text(json.dumps(json.loads(model.to_json()), indent=1) + "\n")
    inside = f"{model.name}/"
    trains = {variable.path for variable in model.trainable_weights}
    return {
        "weights": {variable.path.removeprefix(inside): held(variable.value.detach()) | {"trains": variable.path in trains} for variable in model.weights},
        "count": model.count_params(),
    }


models = {"pictures": saved(sequential(), "pictures"), "branches": saved(functional(), "branches")}

# The same model in the way of Keras 2 (TensorFlow's), by its layout: "name:0" below a group for each layer, older words in the configuration.
pictures = keras.models.load_model(folder / "pictures.keras")
older = {
    "class_name": "Sequential",
    "config": {
        "name": "pictures",
        "layers": [
            {"class_name": "InputLayer", "config": {"batch_input_shape": [None, 6, 6, 1], "dtype": "float32", "sparse": False, "ragged": False, "name": "conv_input"}},
            {"class_name": "Conv2D", "config": {"name": "conv", "trainable": True, "batch_input_shape": [None, 6, 6, 1], "dtype": "float32", "filters": 2, "kernel_size": [3, 3], "strides": [1, 1], "padding": "same", "data_format": "channels_last", "dilation_rate": [1, 1], "groups": 1, "activation": "relu", "use_bias": True, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}}, "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": None, "bias_regularizer": None, "activity_regularizer": None, "kernel_constraint": None, "bias_constraint": None}},
            {"class_name": "BatchNormalization", "config": {"name": "norm", "trainable": True, "dtype": "float32", "axis": [3], "momentum": 0.99, "epsilon": 0.001, "center": True, "scale": True, "beta_initializer": {"class_name": "Zeros", "config": {}}, "gamma_initializer": {"class_name": "Ones", "config": {}}, "moving_mean_initializer": {"class_name": "Zeros", "config": {}}, "moving_variance_initializer": {"class_name": "Ones", "config": {}}}},
            {"class_name": "SeparableConv2D", "config": {"name": "separable", "trainable": True, "dtype": "float32", "filters": 3, "kernel_size": [2, 2], "strides": [1, 1], "padding": "valid", "depth_multiplier": 1, "activation": "linear", "use_bias": True}},
            {"class_name": "Flatten", "config": {"name": "flatten", "trainable": True, "dtype": "float32", "data_format": "channels_last"}},
            {"class_name": "Dense", "config": {"name": "head", "trainable": True, "dtype": "float32", "units": 3, "activation": "softmax", "use_bias": True}},
        ],
    },
    "keras_version": "2.11.0",
    "backend": "tensorflow",
}
compiled = {"loss": "categorical_crossentropy", "metrics": None, "optimizer_config": {"class_name": "Custom>Adam", "config": {"name": "Adam", "learning_rate": 0.002, "decay": 0.0, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": False}}}
with h5py.File(folder / "keras-2.h5", "w") as file:
    file.attrs["keras_version"] = "2.11.0"
    file.attrs["model_config"] = json.dumps(older)
    file.attrs["training_config"] = json.dumps(compiled)
    groups = file.create_group("model_weights")
    groups.attrs["layer_names"] = [layer.name.encode() for layer in pictures.layers]
    for layer in pictures.layers:
        group = groups.create_group(layer.name)
        names = [f"{layer.name}/{variable.name}:0" for variable in layer.weights]
        group.attrs["weight_names"] = [name.encode() for name in names]
        for name, variable in zip(names, layer.weights):
            group[name] = variable.value.detach().numpy()
(folder / "keras-2.json").write_text(json.dumps(older) + "\n")

# TensorFlow.js: the same configuration over one shard of float32 numbers, and over two of which one is quantised to bytes.
entries, shard, scaled = [], b"", {}
for layer in pictures.layers:
    for variable in layer.weights:
        values = variable.value.detach().numpy()
        entry = {"name": f"{layer.name}/{variable.name}", "shape": list(values.shape), "dtype": "float32"}
        if variable.name == "pointwise_kernel":
            low, high = float(values.min()), float(values.max())
            scale = (high - low) / 255
            quantised = numpy.round((values - low) / scale).astype(numpy.uint8)
            entry["quantization"] = {"dtype": "uint8", "min": low, "scale": scale, "original_dtype": "float32"}
            scaled[f"{layer.name}/{variable.name}"] = held(quantised.astype(numpy.float64) * scale + low)
            shard += quantised.tobytes()
        elif variable.name == "gamma":
            entry["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
            scaled[f"{layer.name}/{variable.name}"] = held(values.astype(numpy.float16))
            shard += values.astype(numpy.float16).tobytes()
        else:
            shard += values.tobytes()
        entries.append(entry)
(folder / "tfjs-1of2.bin").write_bytes(shard[:100])
(folder / "tfjs-2of2.bin").write_bytes(shard[100:])
manifest = [{"paths": ["tfjs-1of2.bin", "tfjs-2of2.bin"], "weights": entries}]
topology = {"keras_version": "2.11.0", "backend": "tensorflow", "model_config": {key: older[key] for key in ("class_name", "config")}, "training_config": compiled}
(folder / "tfjs.json").write_text(json.dumps({"format": "layers-model", "generatedBy": "keras v2.11.0", "modelTopology": topology, "weightsManifest": manifest}) + "\n")
models["tfjs"] = {"scaled": scaled}

(folder / "models.json").write_text(json.dumps(models) + "\n")
(folder / "expected.json").write_text(json.dumps(expected) + "\n")
