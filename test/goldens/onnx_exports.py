"""
Small modules as torch.onnx.export writes them (the older exporter, which needs nothing besides torch), and beside each what PyTorch computes of
the same module: the outputs, the mean square of the output, and its gradients by the names of the module. Writes onnx-exports.json.
"""
import base64
import contextlib
import io
import warnings

import onnx
import torch
from torch import nn
from torch.nn import functional

from golden import SOURCE, write
from onnx_networks import case

warnings.filterwarnings("ignore")
torch.manual_seed(5)


class Recurrent(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer = getattr(nn, layer)(3, 4, 2, bidirectional=True, batch_first=True)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(self.layer(x)[0][:, -1])


class Block(nn.Module):
    """Attention, layer norms and the GELU of tanh."""

    def __init__(self, causal):
        super().__init__()
        self.causal = causal
        self.norm1, self.norm2 = nn.LayerNorm(8), nn.LayerNorm(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.qkv, self.out = nn.Linear(8, 24), nn.Linear(8, 8)
        self.up, self.act, self.down = nn.Linear(8, 12), nn.GELU("tanh"), nn.Linear(12, 8)

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.attention(y, y, y, need_weights=False)[0]
        q, k, v = (part.unflatten(-1, (2, 4)).transpose(1, 2) for part in self.qkv(x).chunk(3, -1))
        y = functional.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        x = x + self.out(y.transpose(1, 2).flatten(2))
        return x + self.down(self.act(self.up(self.norm2(x))))


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.middle, self.head = nn.Embedding(7, 4), nn.Linear(4, 4), nn.Linear(4, 7, bias=False)
        self.head.weight = self.embedding.weight

    def forward(self, x):
        return self.head(torch.tanh(self.middle(self.embedding(x))))


class Alike(nn.Module):
    """Norms of the same size begin with the same numbers, which the exporter writes once."""

    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(*(nn.Sequential(nn.Conv2d(2, 2, 3, padding=1, bias=False), nn.BatchNorm2d(2), nn.ReLU()) for _ in range(3)))

    def forward(self, x):
        return self.layers(x)


def exported(name, module, x, opset, folds, training=torch.onnx.TrainingMode.PRESERVE):
    module = module.float()
    module.eval()
    file = io.BytesIO()
    given = x if not x.is_floating_point() else x.float()
    with contextlib.redirect_stdout(io.StringIO()):
        torch.onnx.export(
            module, (given,), file, input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "batch"}},
            opset_version=opset, do_constant_folding=folds, training=training, dynamo=False,
        )
    onnx.checker.check_model(onnx.load_from_string(file.getvalue()))
    return case(name, module.double().train(), x, base64.b64encode(file.getvalue()).decode())


def numbers(*shape):
    return torch.randn(*shape, dtype=torch.float32).double()


if __name__ == "__main__":
    cases = [
        exported("exported LSTM, weights cut by nodes", Recurrent("LSTM"), numbers(3, 5, 3), 13, False),
        exported("exported LSTM, constants folded", Recurrent("LSTM"), numbers(3, 5, 3), 17, True),
        exported("exported GRU, weights cut by nodes", Recurrent("GRU"), numbers(3, 5, 3), 13, False),
        exported("exported block, version 16", Block(True), numbers(2, 5, 8), 16, False),
        exported("exported block, version 18, constants folded", Block(False), numbers(2, 5, 8), 18, True),
        exported("exported tied weights", Tied(), torch.randint(7, (3, 4)), 17, True),
        exported("exported norms that begin alike", Alike(), numbers(3, 2, 5, 5), 13, False),
    ]
    write("onnx-exports", {"source": f"{SOURCE}, onnx {onnx.__version__}", "cases": cases})
