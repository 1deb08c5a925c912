"""Exports models with torch.onnx.export and measures them in PyTorch under the comparison protocol: parameters, the loss, the norm of its gradient.

usage: python reference.py MODELS.json OUT.json --exports DIR [--only TEXT]

MODELS.json  a list of {name, make, input, indices, variants}: an expression that makes the module, the whole shape of its probe, how many indices it takes
             (0: numbers), and how it is exported
OUT.json     gets for each export {parameters, loss, norm} by `name/variant`; parameters are what gradients change in the exported graph
--exports    a folder that gets name-variant.onnx; each holds the weights of its fill

A variant is opset, mode, folding, fill: the exporter's operator set; eval (with folded constants batch norms go into the convolutions before them), preserve (they stay, with their
running statistics), train, or dynamo (the newer exporter, in evaluation mode); whether constants are folded; sine or hash. Every parameter with n elements, element i from 1 in row-major order, is
f(i + 1009 k) / sqrt(product of all sizes but the first), where k counts the parameters before it, or for vectors 0.1 f(i + 1009 k), plus 1 where its name ends in weight; buffers keep their defaults. The input is
sin(0.5 i) or the hash of i, indices are (7 (i - 1) + 3) mod their count. The loss is the mean square of the first output. Dropout is off in every mode.
"""
import argparse
import contextlib
import copy
import datetime
import io
import json
import math
import pathlib
import platform
import sys
import warnings

import numpy as np
import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from formulas import FILLS, positions

# The compiled ops of torchvision need not fit this torch; none of the models needs them.
LIBRARY = torch.library.Library("torchvision", "DEF")
for operator in ("nms", "qnms"):
    LIBRARY.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
import timm
import torchvision
import transformers
from torch.nn.utils.fusion import fuse_conv_bn_eval

warnings.filterwarnings("ignore")
torch.set_num_threads(1)


class Recurrent(nn.Module):
    """A classifier of texts, with the states that the layer makes by itself."""

    def __init__(self, layer, batch_first=True, **options):
        super().__init__()
        self.embedding = nn.Embedding(50, 16)
        self.layer = getattr(nn, layer)(16, 24, batch_first=batch_first, **options)
        self.batch_first = batch_first
        self.head = nn.Linear(24 * (2 if options.get("bidirectional") else 1), 5)

    def forward(self, x):
        y = self.embedding(x)
        y, _ = self.layer(y if self.batch_first else y.transpose(0, 1))
        return self.head(y[:, -1] if self.batch_first else y[-1])


class OwnStates(nn.Module):
    """States that the module makes of the batch."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(8, 12, 2, batch_first=True)
        self.head = nn.Linear(12, 3)

    def forward(self, x):
        h = torch.zeros(2, x.size(0), 12)
        c = torch.zeros(2, x.size(0), 12)
        y, (h, c) = self.lstm(x, (h, c))
        return self.head(y[:, -1, :])


class SequenceToSequence(nn.Module):
    """An encoder whose last state begins the decoder, with attention of the decoder's steps over the encoder's."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(40, 12)
        self.encoder = nn.GRU(12, 16, batch_first=True)
        self.decoder = nn.GRU(12, 16, batch_first=True)
        self.combine = nn.Linear(32, 16)
        self.head = nn.Linear(16, 40)

    def forward(self, x):
        y = self.embedding(x)
        seen, state = self.encoder(y)
        said, _ = self.decoder(y, state)
        weights = torch.softmax(torch.bmm(said, seen.transpose(1, 2)), -1)
        context = torch.bmm(weights, seen)
        return self.head(torch.tanh(self.combine(torch.cat([said, context], -1))))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        double = lambda i, o: nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(), nn.Conv2d(o, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU())
        self.down1, self.down2, self.down3 = double(3, 8), double(8, 16), double(16, 32)
        self.pool = nn.MaxPool2d(2)
        self.up2, self.up1 = nn.ConvTranspose2d(32, 16, 2, stride=2), nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
        self.conv2, self.conv1 = double(32, 16), double(24, 8)
        self.head = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(self.pool(a))
        y = self.down3(self.pool(b))
        y = self.conv2(torch.cat([self.up2(y), b], 1))
        y = self.up1(y)
        y = nn.functional.interpolate(y, size=a.shape[2:], mode="nearest")
        return self.head(self.conv1(torch.cat([y, a], 1)))


class First(nn.Module):
    """The first tensor of what a model of transformers gives."""

    def __init__(self, model, **given):
        super().__init__()
        self.model, self.given = model, given

    def forward(self, x):
        return self.model(x, return_dict=False, **self.given)[0]


def bert(**more):
    config = transformers.BertConfig(vocab_size=60, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, max_position_embeddings=32, **more)
    return First(transformers.BertForSequenceClassification(config))


def gpt2(**more):
    config = transformers.GPT2Config(vocab_size=60, n_positions=32, n_embd=32, n_layer=2, n_head=2, use_cache=False, **more)
    return First(transformers.GPT2LMHeadModel(config), attention_mask=torch.ones(2, 10, dtype=torch.int64))


NAMES = {"torchvision": torchvision, "timm": timm, "transformers": transformers, "nn": nn, **{cls.__name__: cls for cls in (Recurrent, OwnStates, SequenceToSequence, UNet)}, "bert": bert, "gpt2": gpt2}


def fill(model, formula):
    with torch.no_grad():
        # The exporter writes equal tensors once, so each of them begins elsewhere.
        for place, (name, parameter) in enumerate(model.named_parameters()):
            shape = tuple(parameter.shape)
            values = formula(positions(shape) + 1009 * place)
            if len(shape) >= 2:
                values = values / math.sqrt(math.prod(shape[1:]))
            else:
                values = (1 if name.endswith("weight") else 0) + 0.1 * values
            parameter.copy_(torch.as_tensor(values, dtype=parameter.dtype))


def probe(case, formula):
    shape = tuple(case["input"])
    if case.get("indices"):
        return torch.as_tensor((7 * (positions(shape).astype(np.int64) - 1) + 3) % case["indices"])
    return torch.as_tensor(formula(positions(shape)), dtype=torch.float32)


def without_dropout(model):
    """Dropout would draw by chance in the mode for training; DropPath and stochastic depth as well."""
    for module in model.modules():
        for name in ("p", "dropout", "drop_prob", "dropout_p", "dropout_prob", "attention_dropout"):
            if isinstance(getattr(module, name, None), float):
                setattr(module, name, 0.0)
    return model


def fused(model):
    """What the exporter does in the mode eval: a batch norm behind a convolution becomes part of it."""
    traced = torch.fx.symbolic_trace(model)
    modules = dict(traced.named_modules())
    for node in traced.graph.nodes:
        if node.op != "call_module" or not isinstance(modules[node.target], nn.BatchNorm2d):
            continue
        before = node.args[0]
        if before.op != "call_module" or not isinstance(modules[before.target], nn.Conv2d) or len(before.users) > 1:
            continue
        parent, _, name = before.target.rpartition(".")
        setattr(modules[parent], name, fuse_conv_bn_eval(modules[before.target], modules[node.target]))
        modules = dict(traced.named_modules())
        node.replace_all_uses_with(before)
    traced.graph.lint()
    traced.recompile()
    return traced


def measured(model, x):
    for parameter in model.parameters():
        parameter.requires_grad_(True)
        parameter.grad = None
    output = model(x)
    loss = output.square().mean()
    loss.backward()
    used = [parameter for parameter in model.parameters() if parameter.grad is not None]
    norm = math.sqrt(sum(float(parameter.grad.double().square().sum()) for parameter in used))
    return {"parameters": sum(parameter.numel() for parameter in used), "loss": loss.item(), "norm": norm}


def export(case, variant, file):
    opset, mode, folding, by = variant
    weights, inputs = FILLS[by]
    torch.manual_seed(0)
    model = without_dropout(eval(case["make"], NAMES))  # the list beside this script is ours
    fill(model, weights)
    x = probe(case, inputs)
    modes = {"eval": torch.onnx.TrainingMode.EVAL, "preserve": torch.onnx.TrainingMode.PRESERVE, "train": torch.onnx.TrainingMode.TRAINING}
    model.train(mode == "train")
    copied = copy.deepcopy(model)
    axes = {"x": {0: "batch"}} if case.get("open") else None
    with contextlib.redirect_stdout(io.StringIO()):
        names = {"input_names": ["x"], "output_names": ["y"], "opset_version": opset}
        if mode == "dynamo":
            shapes = ({0: torch.export.Dim("batch")},) if case.get("open") else None
            torch.onnx.export(copied, (x,), str(file), **names, dynamic_shapes=shapes, optimize=folding, external_data=False, dynamo=True)
        else:
            torch.onnx.export(copied, (x,), str(file), **names, dynamic_axes=axes, do_constant_folding=folding, training=modes[mode], dynamo=False)
    folds = mode in ("eval", "dynamo") and folding and any(isinstance(module, nn.BatchNorm2d) for module in model.modules())
    return measured(fused(model) if folds else model, x)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("models", type=pathlib.Path)
    asked.add_argument("out", type=pathlib.Path)
    asked.add_argument("--exports", type=pathlib.Path, required=True)
    asked.add_argument("--only", default="")
    options = asked.parse_args()
    options.exports.mkdir(parents=True, exist_ok=True)
    found = json.loads(options.out.read_text())["exports"] if options.out.exists() else {}
    for case in json.loads(options.models.read_text()):
        for variant in case["variants"]:
            opset, mode, folding, by = variant
            key = f"{case['name']}/{opset}-{mode}-{'folded' if folding else 'unfolded'}-{by}"
            if options.only not in key:
                continue
            try:
                found[key] = export(case, variant, options.exports / f"{key.replace('/', '-')}.onnx")
            except Exception as error:  # what the exporter cannot do is part of the table
                found[key] = {"problem": f"{type(error).__name__}: {str(error).strip().splitlines()[0][:120] if str(error).strip() else ''}"}
            print(key, found[key], flush=True)
            written = {
                "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
                "versions": {
                    **{module.__name__: module.__version__ for module in (torch, torchvision, timm, transformers)},
                    "python": platform.python_version(),
                },
                "exports": found,
            }
            options.out.write_text(json.dumps(written, indent=1) + "\n")


main()
