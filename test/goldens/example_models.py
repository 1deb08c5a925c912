"""
Writes the example of one small network in every format that holds weights (examples/two-classes.*, examples/two-classes-tfjs/) and what PyTorch
computes of it on all 100 samples (example-models.json). The network is trained here on examples/two-classes.csv; nothing comes from elsewhere.
"""
import csv
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy
import onnx
import safetensors.numpy
import torch

from golden import SOURCE, number, numbers

examples = pathlib.Path(__file__).parent.parent.parent / "examples"
rows = list(csv.DictReader((examples / "two-classes.csv").open()))
x = torch.tensor([[float(row["x1"]), float(row["x2"])] for row in rows], dtype=torch.float64)
y = torch.tensor([[float(row["class"])] for row in rows], dtype=torch.float64)

torch.manual_seed(5)
hidden, out = torch.nn.Linear(2, 8).double(), torch.nn.Linear(8, 1).double()
net = torch.nn.Sequential(hidden, torch.nn.Tanh(), out, torch.nn.Sigmoid())
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
for _ in range(40):
    optimizer.zero_grad()
    torch.nn.functional.binary_cross_entropy(net(x), y).backward()
    optimizer.step()

# What the files hold are float32.
for parameter in net.parameters():
    parameter.data = parameter.data.float().double()
net.zero_grad()
loss = torch.nn.functional.binary_cross_entropy(net(x), y)
loss.backward()
expected = {
    "source": SOURCE,
    "samples": len(rows),
    "loss": number(loss),
    "gradients": {
        "hidden.weight": numbers(hidden.weight.grad),
        "hidden.bias": numbers(hidden.bias.grad),
        "out.weight": numbers(out.weight.grad),
        "out.bias": numbers(out.bias.grad),
    },
}
(pathlib.Path(__file__).parent / "example-models.json").write_text(json.dumps(expected) + "\n")

held = {
    f"{name}.{part}": getattr(layer, part).detach().float().numpy()
    for name, layer in (("hidden", hidden), ("out", out))
    for part in ("weight", "bias")
}
safetensors.numpy.save_file({name: numpy.ascontiguousarray(value) for name, value in held.items()}, examples / "two-classes.safetensors")
torch.save({name: torch.from_numpy(value.copy()) for name, value in held.items()}, examples / "two-classes.pt")

model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(8, activation="tanh", name="hidden"), keras.layers.Dense(1, activation="sigmoid", name="out")], name="two_classes")
model.set_weights([held["hidden.weight"].T, held["hidden.bias"], held["out.weight"].T, held["out.bias"]])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.5), loss="binary_crossentropy")
assert abs(float(model.evaluate(x.float().numpy(), y.float().numpy(), batch_size=100, verbose=0)) - float(loss)) < 1e-6
model.save(examples / "two-classes.keras")
model.save(examples / "two-classes.h5")

# TensorFlow.js keeps the same tree as JSON, and the weights one behind the other.
folder = examples / "two-classes-tfjs"
folder.mkdir(exist_ok=True)
kernels = {"hidden/kernel": held["hidden.weight"].T, "hidden/bias": held["hidden.bias"], "out/kernel": held["out.weight"].T, "out/bias": held["out.bias"]}
(folder / "weights.bin").write_bytes(b"".join(numpy.ascontiguousarray(value).astype("<f4").tobytes() for value in kernels.values()))
dense = lambda name, units, activation, **more: {"class_name": "Dense", "config": {"name": name, "units": units, "activation": activation, "use_bias": True, **more}}
topology = {
    "keras_version": "2.11.0",
    "backend": "tensorflow",
    "model_config": {
        "class_name": "Sequential",
        "config": {"name": "two_classes", "layers": [dense("hidden", 8, "tanh", batch_input_shape=[None, 2]), dense("out", 1, "sigmoid")]},
    },
    "training_config": {"loss": "binary_crossentropy", "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.5}}},
}
manifest = [{"paths": ["weights.bin"], "weights": [{"name": name, "shape": list(value.shape), "dtype": "float32"} for name, value in kernels.items()]}]
(folder / "model.json").write_text(json.dumps({"format": "layers-model", "generatedBy": "keras v2.11.0", "modelTopology": topology, "weightsManifest": manifest}, indent=1) + "\n")

gemm = lambda into, name, outof: onnx.helper.make_node("Gemm", [into, f"{name}.weight", f"{name}.bias"], [outof], name=name, transB=1)
graph = onnx.helper.make_graph(
    [
        gemm("x", "hidden", "a"),
        onnx.helper.make_node("Tanh", ["a"], ["b"], name="tanh"),
        gemm("b", "out", "c"),
        onnx.helper.make_node("Sigmoid", ["c"], ["probability"], name="sigmoid"),
    ],
    "two_classes",
    [onnx.helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, ["batch", 2])],
    [onnx.helper.make_tensor_value_info("probability", onnx.TensorProto.FLOAT, ["batch", 1])],
    [onnx.numpy_helper.from_array(value, name) for name, value in held.items()],
)
exported = onnx.helper.make_model(graph, producer_name="example_models.py", opset_imports=[onnx.helper.make_opsetid("", 17)])
exported.ir_version = 8
onnx.checker.check_model(exported)
onnx.save(exported, examples / "two-classes.onnx")
