"""
Networks with weights, written as ONNX files by onnx.helper with the names that PyTorch's exporter leaves, and beside each what PyTorch
computes of the same network: the outputs, the mean square of the first output, and its gradients. Writes onnx-networks.json.
"""
import base64

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from golden import SOURCE, numbers, write

torch.manual_seed(3)


class Graph:
    """Nodes and weights of one model; weights are float32, as exporters write them."""

    def __init__(self, module, version=17):
        self.module, self.version = module, version
        self.nodes, self.weights, self.count = [], {}, 0
        self.state = {name: value for name, value in module.state_dict().items() if value.dim() > 0}

    def constant(self, name, value):
        self.weights[name] = torch.as_tensor(value)
        return name

    def add(self, operator, inputs, scope="", outputs=1, **attributes):
        for name in inputs:
            if name in self.state:
                self.weights[name] = self.state[name]
        names = [f"value{self.count + place}" for place in range(outputs)]
        self.count += outputs
        path = f"/{scope}/{operator}" if scope else f"/{operator}_{self.count}"
        self.nodes.append(helper.make_node(operator, inputs, names, name=path, **attributes))
        return names[0] if outputs == 1 else names

    def model(self, shape, output, kind=TensorProto.FLOAT):
        initialisers = [
            numpy_helper.from_array((value if value.dtype == torch.int64 else value.float()).detach().numpy(), name)
            for name, value in self.weights.items()
        ]
        inputs = [helper.make_tensor_value_info("x", kind, shape)]
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)]
        graph = helper.make_graph(self.nodes, "main_graph", inputs, outputs, initialisers)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.version)], producer_name="pytorch")
        return base64.b64encode(made.SerializeToString()).decode()


def rounded(module):
    """Parameters as float32 holds them, computed with in float64."""
    return module.float().double().train()


def case(name, module, x, model, renamed=None):
    names = renamed or {}
    output = module(x)
    output = output[0] if isinstance(output, tuple) else output
    loss = (output**2).mean()
    loss.backward()
    whole = not x.is_floating_point()
    return {
        "name": name, "model": model,
        "input": {"shape": list(x.shape), "type": "int32" if whole else "float", "values": numbers(x.double())},
        "output": {"shape": list(output.shape), "values": numbers(output)}, "loss": loss.item(),
        "gradients": {names.get(key, key): numbers(value.grad) for key, value in module.named_parameters()},
        "shapes": {names.get(key, key): list(value.shape) for key, value in module.named_parameters()},
    }


def mlp():
    module = rounded(nn.Sequential(nn.Linear(4, 7), nn.Tanh(), nn.Linear(7, 3)))
    graph = Graph(module)
    y = graph.add("Gemm", ["x", "0.weight", "0.bias"], "0", transB=1)
    y = graph.add("Gemm", [graph.add("Tanh", [y], "1"), "2.weight", "2.bias"], "2", transB=1)
    return case("mlp", module, torch.randn(5, 4, dtype=torch.float64), graph.model(["batch", 4], y))


def silu():
    """SiLU as a product, as exporters write it."""
    module = rounded(nn.Sequential(nn.Linear(3, 6), nn.SiLU(), nn.Linear(6, 2)))
    graph = Graph(module)
    y = graph.add("Gemm", ["x", "0.weight", "0.bias"], "0", transB=1)
    y = graph.add("Mul", [y, graph.add("Sigmoid", [y], "1")], "1")
    y = graph.add("Gemm", [y, "2.weight", "2.bias"], "2", transB=1)
    return case("silu", module, torch.randn(4, 3, dtype=torch.float64), graph.model(["batch", 3], y))


class Convolutional(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Linear(4 * 3 * 3, 3)

    def forward(self, x):
        return self.head(torch.flatten(self.pool(torch.relu(self.norm(self.conv(x)))), 1))


def convolutional():
    """With a batch of 1 written into the file: a reshape holds it as a number."""
    module = Convolutional()
    nn.init.normal_(module.norm.weight)
    module = rounded(module)
    graph = Graph(module, 13)
    y = graph.add("Conv", ["x", "conv.weight"], "conv", kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    norm = [f"norm.{part}" for part in ("weight", "bias", "running_mean", "running_var")]
    y = graph.add("Relu", [graph.add("BatchNormalization", [y, *norm], "norm", epsilon=1e-5, momentum=0.9)])
    y = graph.add("MaxPool", [y], "pool", kernel_shape=[2, 2], strides=[2, 2])
    y = graph.add("Reshape", [y, graph.constant("sizes", torch.tensor([1, 36]))])
    y = graph.add("Gemm", [y, "head.weight", "head.bias"], "head", transB=1)
    return case("cnn", module, torch.randn(4, 2, 6, 6, dtype=torch.float64), graph.model([1, 2, 6, 6], y))


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 3, 3, stride=2, padding=1)
        self.blocks = nn.ModuleList([nn.Conv2d(3, 3, 3, padding=1) for _ in range(2)])
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        x = torch.relu(self.stem(x))
        for block in self.blocks:
            x = torch.relu(x + block(x))
        return self.fc(x.mean((2, 3)))


def residual():
    module = rounded(Residual())
    graph = Graph(module, 18)
    y = graph.add("Relu", [graph.add("Conv", ["x", "stem.weight", "stem.bias"], "stem", strides=[2, 2], pads=[1] * 4)])
    for place in range(2):
        z = graph.add("Conv", [y, f"blocks.{place}.weight", f"blocks.{place}.bias"], f"blocks.{place}", pads=[1] * 4)
        y = graph.add("Relu", [graph.add("Add", [y, z])])
    y = graph.add("Flatten", [graph.add("GlobalAveragePool", [y])], axis=1)
    y = graph.add("Gemm", [y, "fc.weight", "fc.bias"], "fc", transB=1)
    return case("residual", module, torch.randn(3, 1, 8, 8, dtype=torch.float64), graph.model(["n", 1, 8, 8], y))


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(9, 4)
        self.lstm = nn.LSTM(4, 5, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(10, 2)

    def forward(self, x):
        return self.fc(self.lstm(self.embed(x))[0][:, -1])


def gates(tensor):
    """PyTorch's input, forget, cell, output in ONNX's order input, output, forget, cell."""
    i, f, c, o = tensor.chunk(4)
    return torch.cat([i, o, f, c])


def recurrent():
    module = rounded(Recurrent())
    graph = Graph(module, 14)
    both = lambda part: [getattr(module.lstm, f"{part}_l0{end}").detach() for end in ("", "_reverse")]
    weights = [
        graph.constant("onnx::LSTM_1", torch.stack([gates(each) for each in both("weight_ih")])),
        graph.constant("onnx::LSTM_2", torch.stack([gates(each) for each in both("weight_hh")])),
        graph.constant("onnx::LSTM_3", torch.stack([torch.cat([gates(a), gates(b)]) for a, b in zip(both("bias_ih"), both("bias_hh"))])),
    ]
    y = graph.add("Transpose", [graph.add("Gather", ["embed.weight", "x"], "embed")], "lstm", perm=[1, 0, 2])
    y = graph.add("LSTM", [y, *weights], "lstm", outputs=3, hidden_size=5, direction="bidirectional")[0]
    # Time, directions, batch, units: the directions side by side, as PyTorch's exporter writes it.
    y = graph.add("Transpose", [y], "lstm", perm=[0, 2, 1, 3])
    y = graph.add("Reshape", [y, graph.constant("sizes", torch.tensor([0, 0, -1]))], "lstm")
    y = graph.add("Transpose", [y], "lstm", perm=[1, 0, 2])
    y = graph.add("Gather", [y, graph.constant("last", torch.tensor(-1))], axis=1)
    y = graph.add("Gemm", [y, "fc.weight", "fc.bias"], "fc", transB=1)
    x = torch.randint(9, (3, 6))
    return case("lstm", module, x, graph.model(["batch", 6], y, TensorProto.INT64))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(8), nn.LayerNorm(8)
        self.qkv, self.out = nn.Linear(8, 24), nn.Linear(8, 8)
        self.up, self.down = nn.Linear(8, 16), nn.Linear(16, 8)

    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = (part.view(b, t, 2, 4).transpose(1, 2) for part in self.qkv(self.norm1(x)).chunk(3, -1))
        weights = torch.softmax(q @ k.transpose(-2, -1) / 2, -1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(b, t, 8))
        return x + self.down(nn.functional.gelu(self.up(self.norm2(x))))


def transformer():
    """Linear layers of three axes are exported as MatMul with turned weights and Add; GELU by its formula; sizes by Shape."""
    module = rounded(Transformer())
    graph = Graph(module)

    def linear(x, name):
        weight = graph.constant(f"onnx::MatMul_{name}", module.state_dict()[f"{name}.weight"].T.contiguous())
        return graph.add("Add", [f"{name}.bias", graph.add("MatMul", [x, weight], name)], name)

    def size(axis):
        index = graph.constant(f"axis{axis}", torch.tensor(axis))
        return graph.add("Unsqueeze", [graph.add("Gather", [graph.add("Shape", ["x"]), index], axis=0), graph.constant("zero", torch.tensor([0]))])

    def sizes(*parts):
        return graph.add("Concat", [size(0), size(1), *(graph.constant(f"n{part}", torch.tensor([part])) for part in parts)], axis=0)

    y = graph.add("LayerNormalization", ["x", "norm1.weight", "norm1.bias"], "norm1", axis=-1, epsilon=1e-5)
    parts = graph.add("Split", [linear(y, "qkv")], outputs=3, axis=-1)
    q, k, v = (graph.add("Reshape", [part, sizes(2, 4)]) for part in parts)
    q, v = (graph.add("Transpose", [part], perm=[0, 2, 1, 3]) for part in (q, v))
    k = graph.add("Transpose", [k], perm=[0, 2, 3, 1])
    scores = graph.add("Div", [graph.add("MatMul", [q, k]), graph.constant("two", torch.tensor(2.0))])
    y = graph.add("Transpose", [graph.add("MatMul", [graph.add("Softmax", [scores], axis=-1), v])], perm=[0, 2, 1, 3])
    x = graph.add("Add", ["x", linear(graph.add("Reshape", [y, sizes(8)]), "out")])
    y = linear(graph.add("LayerNormalization", [x, "norm2.weight", "norm2.bias"], "norm2", axis=-1, epsilon=1e-5), "up")
    erf = graph.add("Erf", [graph.add("Div", [y, graph.constant("root", torch.tensor(2.0).sqrt())], "act")], "act")
    erf = graph.add("Add", [erf, graph.constant("one", torch.tensor(1.0))], "act")
    y = graph.add("Mul", [graph.add("Mul", [y, erf], "act"), graph.constant("half", torch.tensor(0.5))], "act")
    y = graph.add("Add", [x, linear(y, "down")])
    return case("transformer", module, torch.randn(2, 5, 8, dtype=torch.float64), graph.model(["batch", "seq", 8], y))


if __name__ == "__main__":
    write("onnx-networks", {"source": f"{SOURCE}, onnx {onnx.__version__}", "cases": [mlp(), convolutional(), residual(), recurrent(), transformer(), silu()]})
