"""
Writes the networks of test/parity/networks in the formats that programs save: the PyTorch ones as ONNX, by PyTorch's own exporter, the Keras
ones as JSON, by to_json(), and as the layers models of TensorFlow.js, whose configuration is that of Keras 2; and for one set of weights
what PyTorch computes of them in float64: the mean square of the outputs and its gradients. Into parity/.
"""
import importlib.util
import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "torch"

import torch

from golden import SOURCE, tensor

here = pathlib.Path(__file__).parent
sources = here.parent / "parity" / "networks"
folder = here / "parity"
folder.mkdir(exist_ok=True)

shapes = {"mlp": (6,), "cnn": (2, 6, 6), "residual": (1, 8, 8), "lstm": (5, 3), "transformer": (5, 8)}


def program(name):
    """A file of Python as a module."""
    spec = importlib.util.spec_from_file_location(name, sources / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def exported(name):
    """With the norms of training, which else are folded into the convolutions before them."""
    torch.manual_seed(0)
    torch.onnx.export(
        program(f"{name}_torch").Net(),
        (torch.zeros(2, *shapes[name]),),
        folder / f"{name}.onnx",
        dynamo=False,
        training=torch.onnx.TrainingMode.TRAINING,
        do_constant_folding=True,
        input_names=["x"],
        output_names=["y"],
        dynamic_axes={"x": {0: "batch"}, "y": {0: "batch"}},
        opset_version=17,
    )


def tensors(node):
    """The tensors among the arguments of a call, as Keras 2 writes them: [layer, call, output]."""
    if isinstance(node, dict) and node.get("class_name") == "__keras_tensor__":
        return [node["config"]["keras_history"]]
    return [found for item in node for found in tensors(item)] if isinstance(node, list) else []


def inbound(layer, node):
    """The call of a layer in the dialect of Keras 2. Tensors after the first argument stand among its keywords there."""
    first, *others = node["args"]
    words = {"training": False} if layer == "Dropout" else {}
    if layer == "MultiHeadAttention":
        words["value"] = tensors(others)[0]
    return [[*at, words] for at in tensors([first])]


def older(config):
    """What Keras 3 writes as an object of a class in a module stands in Keras 2 by class and config; the type is a word."""
    if isinstance(config, list):
        return [older(item) for item in config]
    if not isinstance(config, dict):
        return config
    if config.get("class_name") == "DTypePolicy":
        return config["config"]["name"]
    newer = ("module", "registered_name", "build_config", "compile_config")
    renamed = {"batch_shape": "batch_input_shape"}
    without = ("optional", "seed") if "batch_shape" in config else ("input_axes", "output_axes", "use_gate", "sliding_window", "zero_output_for_mask")
    return {renamed.get(key, key): older(value) for key, value in config.items() if key not in (*newer, *without)}


def as_layers_model(saved):
    config = older(saved["config"])
    for new, layer in zip(saved["config"]["layers"], config["layers"]):
        layer.pop("name", None)
        if "inbound_nodes" in layer:
            layer["name"] = layer["config"]["name"]
            layer["inbound_nodes"] = [inbound(layer["class_name"], node) for node in new["inbound_nodes"]]
    for ends in ("input_layers", "output_layers"):
        if ends in config:
            config[ends] = [config[ends]]
    topology = {"keras_version": "2.15.0", "backend": "tensorflow", "model_config": {"class_name": saved["class_name"], "config": config}}
    return {"format": "layers-model", "generatedBy": "keras v2.15.0", "modelTopology": topology, "weightsManifest": []}


def keras_files(name):
    saved = json.loads(program(f"{name}_keras").model.to_json())
    (folder / f"{name}.keras.json").write_text(json.dumps(saved, indent=1) + "\n")
    (folder / f"{name}.tfjs.json").write_text(json.dumps(as_layers_model(saved), indent=1) + "\n")


def computed(name):
    """The second bias of recurrent layers, which Keras does not have, is 0; the norms start away from 1 and 0."""
    torch.manual_seed(1)
    net = program(f"{name}_torch").Net().double().train()
    x = torch.randn(7, *shapes[name], dtype=torch.float64)
    with torch.no_grad():
        for path, parameter in net.named_parameters():
            if "bias_hh" in path:
                parameter.zero_()
            elif "norm" in path:
                parameter.add_(0.2 * torch.randn_like(parameter))
    loss = (net(x) ** 2).mean()
    loss.backward()
    parameters = dict(net.named_parameters())
    return {
        "input": tensor(x),
        "weights": {path: tensor(parameter) for path, parameter in parameters.items()},
        "loss": loss.item(),
        "gradients": {path: tensor(parameter.grad) for path, parameter in parameters.items()},
    }


(folder / "expected.json").write_text(json.dumps({"source": SOURCE, "networks": {name: computed(name) for name in shapes}}) + "\n")
for name in shapes:
    exported(name)
    keras_files(name)
