"""
Writes architectures/: twelve whole networks as network files, each with weights, a batch and PyTorch's gradients in float64 of every parameter,
in evaluation mode. Every layer is applied by PyTorch and written down as one line of the network file at the same time.
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from golden import SOURCE

folder = pathlib.Path(__file__).parent / "architectures"
folder.mkdir(exist_ok=True)
SEED = 20241122


class Value:
    """A tensor with the id of the layer that gave it."""

    def __init__(self, tensor, name):
        self.tensor, self.name = tensor, name


class Network:
    """A network under construction: PyTorch computes it, `layers` says the same as a network file."""

    def __init__(self, name, shape, batch, tokens=0):
        self.name, self.shape = name, shape
        self.generator = torch.Generator().manual_seed(SEED + sum(map(ord, name)))
        if tokens:
            self.batch = torch.randint(tokens, (batch, *shape), generator=self.generator)
        else:
            self.batch = self.normal(batch, *shape)
        self.layers, self.parameters, self.buffers = [], {}, {}
        self.input = Value(self.batch, "input")
        self.last = "input"

    def normal(self, *shape):
        # Numbers that float32 holds exactly, so that both precisions start from the same weights.
        return torch.randn(shape, generator=self.generator).double()

    def uniform(self, bound, *shape):
        return ((torch.rand(shape, generator=self.generator) * 2 - 1) * bound).double()

    def parameter(self, name, values):
        values = values.float().double()
        self.parameters[name] = values.requires_grad_()
        return values

    def buffer(self, name, values):
        self.buffers[name] = values.float().double()
        return self.buffers[name]

    def layer(self, word, main, result, *inputs, id=None, joins=False, **options):
        name = id or f"layer{len(self.layers)}"
        line = {word: main, **{key.replace("_", "-"): value for key, value in options.items()}, "id": name}
        if not joins and inputs[0].name != self.last:
            line["from"] = inputs[0].name
        if joins and inputs[0].name != self.last:
            line["from"] = inputs[0].name
        self.layers.append(line)
        self.last = name
        return Value(result, name)

    # Layers with parameters.

    def linear(self, x, units, id, bias=True):
        features = x.tensor.shape[-1]
        bound = 1 / math.sqrt(features)
        weight = self.parameter(f"{id}.weight", self.uniform(bound * math.sqrt(3), units, features))
        shift = self.parameter(f"{id}.bias", self.uniform(bound, units)) if bias else None
        options = {} if bias else {"bias": False}
        return self.layer("linear", units, F.linear(x.tensor, weight, shift), x, id=id, **options)

    def conv(self, x, channels, kernel, id, bias=True, **options):
        groups = options.get("groups", 1)
        fan = x.tensor.shape[1] // groups * kernel**2
        weight = self.parameter(f"{id}.weight", self.uniform(math.sqrt(6 / fan), channels, x.tensor.shape[1] // groups, kernel, kernel))
        shift = self.parameter(f"{id}.bias", self.uniform(1 / math.sqrt(fan), channels)) if bias else None
        result = F.conv2d(x.tensor, weight, shift, **options)
        return self.layer("conv2d", channels, result, x, id=id, kernel=kernel, **options, **({} if bias else {"bias": False}))

    def conv_transpose(self, x, channels, kernel, id, **options):
        inputs = x.tensor.shape[1]
        bound = math.sqrt(6 / (inputs * kernel**2))
        weight = self.parameter(f"{id}.weight", self.uniform(bound, inputs, channels, kernel, kernel))
        shift = self.parameter(f"{id}.bias", self.uniform(0.1, channels))
        result = F.conv_transpose2d(x.tensor, weight, shift, **options)
        return self.layer("conv-transpose", channels, result, x, id=id, kernel=kernel, **options)

    def batch_norm(self, x, id):
        channels = x.tensor.shape[1]
        scale = self.parameter(f"{id}.weight", 1 + 0.2 * self.normal(channels))
        shift = self.parameter(f"{id}.bias", 0.2 * self.normal(channels))
        mean = self.buffer(f"{id}.running-mean", 0.2 * self.normal(channels))
        variance = self.buffer(f"{id}.running-variance", 0.5 + self.normal(channels) ** 2)
        result = F.batch_norm(x.tensor, mean, variance, scale, shift, training=False)
        return self.layer("batch-norm", None, result, x, id=id)

    def layer_norm(self, x, id):
        features = x.tensor.shape[-1]
        scale = self.parameter(f"{id}.weight", 1 + 0.2 * self.normal(features))
        shift = self.parameter(f"{id}.bias", 0.2 * self.normal(features))
        return self.layer("layer-norm", None, F.layer_norm(x.tensor, (features,), scale, shift), x, id=id)

    def embedding(self, x, tokens, features, id):
        weight = self.parameter(f"{id}.weight", self.normal(tokens, features))
        return self.layer("embedding", features, F.embedding(x.tensor, weight), x, id=id, tokens=tokens)

    def position_embedding(self, x, id):
        weight = self.parameter(f"{id}.weight", 0.5 * self.normal(*x.tensor.shape[1:]))
        return self.layer("position-embedding", None, x.tensor + weight, x, id=id)

    def recurrent(self, x, word, module, units, id, last=False, **options):
        """A whole torch.nn recurrent module; its own initialisation, times 1.5 for livelier gradients."""
        torch.manual_seed(SEED)
        module = module(x.tensor.shape[-1], units, batch_first=True, **options).double()
        with torch.no_grad():
            for name, parameter in module.named_parameters():
                parameter.copy_((parameter * 1.5).float().double())
                self.parameters[f"{id}.{name.replace('_', '-')}"] = parameter
        result, _ = module(x.tensor)
        words = {"num_layers": "layers"}
        said = {words.get(key, key): value for key, value in options.items()}
        return self.layer(word, units, result, x, id=id, **said)

    def attention(self, x, heads, id, causal=False):
        features = x.tensor.shape[-1]
        inward = self.parameter(f"{id}.in-projection-weight", self.uniform(math.sqrt(6 / (4 * features)) * 1.5, 3 * features, features))
        inward_bias = self.parameter(f"{id}.in-projection-bias", 0.1 * self.normal(3 * features))
        outward = self.parameter(f"{id}.out-projection-weight", self.uniform(1 / math.sqrt(features), features, features))
        outward_bias = self.parameter(f"{id}.out-projection-bias", 0.1 * self.normal(features))
        steps = x.tensor.shape[1]
        mask = torch.full((steps, steps), float("-inf"), dtype=torch.float64).triu(1) if causal else None
        result, _ = F.multi_head_attention_forward(
            *[x.tensor.transpose(0, 1)] * 3, features, heads, inward, inward_bias, None, None, False, 0.0, outward, outward_bias,
            training=False, need_weights=False, attn_mask=mask,
        )
        options = {"causal": True} if causal else {}
        return self.layer("attention", heads, result.transpose(0, 1), x, id=id, **options)

    # Layers without.

    def activation(self, x, word, function):
        return self.layer(word, None, function(x.tensor), x)

    def relu(self, x):
        return self.activation(x, "relu", torch.relu)

    def add(self, x, y):
        return self.layer("add", y.name, x.tensor + y.tensor, x, y, joins=True)

    def concat(self, x, y):
        return self.layer("concat", y.name, torch.cat([x.tensor, y.tensor], 1), x, y, joins=True, axis=1)

    def max_pool(self, x, kernel, **options):
        return self.layer("max-pool", kernel, F.max_pool2d(x.tensor, kernel, **options), x, **options)

    def average_pool(self, x, kernel):
        return self.layer("avg-pool", kernel, F.avg_pool2d(x.tensor, kernel), x)

    def global_average_pool(self, x):
        return self.layer("global-avg-pool", None, x.tensor.flatten(2).mean(2), x)

    def flatten(self, x):
        return self.layer("flatten", None, x.tensor.flatten(1), x)

    def finish(self, output, loss, target):
        value = {
            "cross-entropy": lambda: F.cross_entropy(output.tensor, target),
            "mse": lambda: F.mse_loss(output.tensor, target),
            "bce-logits": lambda: F.binary_cross_entropy_with_logits(output.tensor, target),
        }[loss]()
        value.backward()
        lines = [f"# {self.name}: written by architectures.py", f"input: {json.dumps(list(self.shape))}", "layers:"]
        lines += [f"  - {json.dumps(line)}" for line in self.layers] + [f"loss: {loss}", ""]
        (folder / f"{self.name}.network.yaml").write_text("\n".join(lines))
        weights = {name: values.detach().float() for name, values in {**self.parameters, **self.buffers}.items()}
        save_file({name: values.contiguous() for name, values in weights.items()}, folder / f"{self.name}.weights.safetensors")
        data = {"input": self.batch.float() if self.batch.is_floating_point() else self.batch.int(), "target": target.int() if not target.is_floating_point() else target.float()}
        save_file({name: values.contiguous() for name, values in data.items()}, folder / f"{self.name}.data.safetensors")
        gradients = {"loss": value.detach(), **{name: parameter.grad.contiguous() for name, parameter in self.parameters.items()}}
        save_file(gradients, folder / f"{self.name}.gradients.safetensors")
        count = sum(parameter.numel() for parameter in self.parameters.values())
        print(f"{self.name}: {len(self.layers)} layers, {count} parameters, loss {value.item():.6g}")


def classes(network, count, *shape):
    return torch.randint(count, shape, generator=network.generator)


def mlp():
    network = Network("mlp", [20], 8)
    x = network.relu(network.linear(network.input, 32, "fc1"))
    x = network.relu(network.linear(x, 32, "fc2"))
    network.finish(network.linear(x, 10, "fc3"), "cross-entropy", classes(network, 10, 8))


def deep_sigmoid():
    network = Network("deep-sigmoid", [16], 8)
    x = network.input
    for number in range(20):
        x = network.activation(network.linear(x, 16, f"fc{number}"), "sigmoid", torch.sigmoid)
    network.finish(network.linear(x, 1, "head"), "bce-logits", classes(network, 2, 8, 1).double())


def lenet():
    network = Network("lenet", [1, 20, 20], 3)
    x = network.activation(network.conv(network.input, 4, 5, "conv1", padding=2), "tanh", torch.tanh)
    x = network.average_pool(x, 2)
    x = network.activation(network.conv(x, 8, 5, "conv2"), "tanh", torch.tanh)
    x = network.flatten(network.average_pool(x, 2))
    x = network.activation(network.linear(x, 24, "fc1"), "tanh", torch.tanh)
    x = network.activation(network.linear(x, 16, "fc2"), "tanh", torch.tanh)
    network.finish(network.linear(x, 10, "fc3"), "cross-entropy", classes(network, 10, 3))


def vgg():
    network = Network("vgg", [3, 16, 16], 2)
    x = network.input
    for stage, (channels, depth) in enumerate([(4, 2), (8, 2), (12, 3)]):
        for number in range(depth):
            x = network.relu(network.conv(x, channels, 3, f"conv{stage}-{number}", padding=1))
        x = network.max_pool(x, 2)
    x = network.relu(network.linear(network.flatten(x), 24, "fc1"))
    network.finish(network.linear(x, 10, "fc2"), "cross-entropy", classes(network, 10, 2))


def resnet18():
    network = Network("resnet18", [3, 32, 32], 2)
    x = network.conv(network.input, 4, 7, "stem", bias=False, stride=2, padding=3)
    x = network.max_pool(network.relu(network.batch_norm(x, "stem-norm")), 3, stride=2, padding=1)
    for stage, channels in enumerate([4, 8, 16, 24]):
        for number in range(2):
            name = f"s{stage}b{number}"
            stride = 2 if stage > 0 and number == 0 else 1
            short = x
            y = network.conv(x, channels, 3, f"{name}-conv1", bias=False, stride=stride, padding=1)
            y = network.relu(network.batch_norm(y, f"{name}-norm1"))
            y = network.conv(y, channels, 3, f"{name}-conv2", bias=False, padding=1)
            y = network.batch_norm(y, f"{name}-norm2")
            if stride != 1:
                short = network.conv(x, channels, 1, f"{name}-short", bias=False, stride=stride)
                short = network.batch_norm(short, f"{name}-short-norm")
            x = network.relu(network.add(y, short))
    network.finish(network.linear(network.global_average_pool(x), 10, "head"), "cross-entropy", classes(network, 10, 2))


def mobilenet():
    network = Network("mobilenet", [3, 16, 16], 2)
    relu6 = lambda x: network.activation(x, "relu6", F.relu6)
    x = relu6(network.batch_norm(network.conv(network.input, 6, 3, "stem", bias=False, stride=2, padding=1), "stem-norm"))
    for number, (channels, stride) in enumerate([(6, 1), (8, 2), (8, 1), (12, 2)]):
        name, inputs = f"b{number}", x.tensor.shape[1]
        y = relu6(network.batch_norm(network.conv(x, 4 * inputs, 1, f"{name}-expand", bias=False), f"{name}-norm1"))
        y = network.conv(y, 4 * inputs, 3, f"{name}-depthwise", bias=False, stride=stride, padding=1, groups=4 * inputs)
        y = relu6(network.batch_norm(y, f"{name}-norm2"))
        y = network.batch_norm(network.conv(y, channels, 1, f"{name}-project", bias=False), f"{name}-norm3")
        x = network.add(y, x) if stride == 1 and channels == inputs else y
    network.finish(network.linear(network.global_average_pool(x), 10, "head"), "cross-entropy", classes(network, 10, 2))


def unet():
    network = Network("unet", [2, 16, 16], 2)
    x, skips = network.input, []
    for level, channels in enumerate([4, 8]):
        x = network.relu(network.conv(x, channels, 3, f"down{level}-conv1", padding=1))
        x = network.relu(network.conv(x, channels, 3, f"down{level}-conv2", padding=1))
        skips.append(x)
        x = network.max_pool(x, 2)
    x = network.relu(network.conv(x, 12, 3, "middle", padding=1))
    for level, channels in reversed(list(enumerate([4, 8]))):
        x = network.conv_transpose(x, channels, 2, f"up{level}", stride=2)
        x = network.concat(x, skips[level])
        x = network.relu(network.conv(x, channels, 3, f"up{level}-conv", padding=1))
    network.finish(network.conv(x, 3, 1, "head"), "cross-entropy", classes(network, 3, 2, 16, 16))


def autoencoder():
    network = Network("autoencoder", [1, 12, 12], 3)
    x = network.relu(network.conv(network.input, 4, 3, "encode1", stride=2, padding=1))
    x = network.relu(network.conv(x, 8, 3, "encode2", stride=2, padding=1))
    x = network.relu(network.conv_transpose(x, 4, 3, "decode1", stride=2, padding=1, output_padding=1))
    x = network.conv_transpose(x, 1, 3, "decode2", stride=2, padding=1, output_padding=1)
    x = network.activation(x, "sigmoid", torch.sigmoid)
    network.finish(x, "mse", network.normal(3, 1, 12, 12))


def recurrent(name, word, module, **options):
    network = Network(name, [9], 4, tokens=30)
    x = network.embedding(network.input, 30, 8, "tokens")
    x = network.recurrent(x, word, module, 10, "rnn", **options)
    x = network.layer("select", -1, x.tensor[:, -1], x, axis=1)
    network.finish(network.linear(x, 4, "head"), "cross-entropy", classes(network, 4, 4))


def gpt():
    network = Network("gpt", [10], 3, tokens=24)
    gelu = lambda x: network.activation(x, "gelu", F.gelu)
    x = network.embedding(network.input, 24, 16, "tokens")
    x = network.position_embedding(x, "positions")
    for number in range(3):
        name = f"b{number}"
        x = network.add(network.attention(network.layer_norm(x, f"{name}-norm1"), 4, f"{name}-attention", causal=True), x)
        y = network.linear(network.layer_norm(x, f"{name}-norm2"), 64, f"{name}-up")
        x = network.add(network.linear(gelu(y), 16, f"{name}-down"), x)
    x = network.linear(network.layer_norm(x, "norm"), 24, "head", bias=False)
    # PyTorch's cross-entropy has the classes on axis 1, of a sequence as of an image.
    x = network.layer("permute", [2, 1], x.tensor.transpose(1, 2), x)
    network.finish(x, "cross-entropy", classes(network, 24, 3, 10))


def transformer_encoder():
    network = Network("transformer-encoder", [7, 12], 3)
    x = network.input
    for number in range(2):
        name = f"b{number}"
        x = network.layer_norm(network.add(network.attention(x, 3, f"{name}-attention"), x), f"{name}-norm1")
        y = network.linear(network.relu(network.linear(x, 24, f"{name}-up")), 12, f"{name}-down")
        x = network.layer_norm(network.add(y, x), f"{name}-norm2")
    x = network.flatten(x)
    network.finish(network.linear(x, 5, "head"), "cross-entropy", classes(network, 5, 3))


mlp()
deep_sigmoid()
lenet()
vgg()
resnet18()
mobilenet()
unet()
autoencoder()
recurrent("lstm", "lstm", torch.nn.LSTM, num_layers=2)
recurrent("gru", "gru", torch.nn.GRU, bidirectional=True)
gpt()
transformer_encoder()
(folder / "source.json").write_text(json.dumps({"source": SOURCE, "seed": SEED}) + "\n")
