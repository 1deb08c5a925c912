"""
Writes initialisations.json: the law that each initialisation of PyTorch (torch.nn.init, and the defaults of its layers) and of Keras (keras.initializers, and the
defaults of its layers) follows. Each law is a closed formula from the framework's documentation; before it is written, numbers that the framework itself draws
are held against it by the test of Kolmogorov and Smirnov, so that a wrong formula ends the script. Needs Keras with its torch backend: KERAS_BACKEND=torch.
"""
import math
import os

os.environ["KERAS_BACKEND"] = "torch"
import keras
import torch
from torch import nn

from golden import SOURCE, numbers, write

SEED = 20240701
torch.manual_seed(SEED)
keras.utils.set_random_seed(SEED)
# Two standard deviations of the uncut law hold a normal number of standard deviation 1 / 0.8796 (keras.initializers.VarianceScaling).
CUT_AT_TWO = 0.87962566103423978
ALARM = 1e-6
DRAWS = 60_000


def uniform(bound, centre=0.0):
    return {"law": "uniform", "low": centre - bound, "high": centre + bound}


def normal(deviation, centre=0.0):
    return {"law": "normal", "centre": centre, "deviation": deviation}


def cut(deviation, limit, centre=0.0):
    return {"law": "cut", "centre": centre, "deviation": deviation, "limit": limit}


def distribution(law, x):
    if law["law"] == "uniform":
        return ((x - law["low"]) / (law["high"] - law["low"])).clamp(0, 1)
    z = torch.special.ndtr((x - law["centre"]) / law["deviation"])
    if law["law"] == "normal":
        return z
    below = torch.special.ndtr(torch.tensor(-law["limit"] / law["deviation"], dtype=torch.float64))
    return ((z - below) / (1 - 2 * below)).clamp(0, 1)


def hold(what, law, draw):
    """Ends the script when what is drawn does not follow the law."""
    parts, count = [], 0
    while count < DRAWS:
        values = draw().detach().double().reshape(-1)
        parts.append(values)
        count += len(values)
    x = torch.cat(parts).sort().values
    if law["law"] == "constant":
        assert (x == law["value"]).all(), what
        return
    f = distribution(law, x)
    steps = torch.arange(count + 1, dtype=torch.float64) / count
    worst = max((f - steps[:-1]).abs().max().item(), (steps[1:] - f).abs().max().item())
    # Keras and PyTorch draw in float32.
    assert worst < math.sqrt(-math.log(ALARM / 2) / (2 * count)) + 1e-5, (what, law, worst)


CASES = []


def case(what, initialisation, shape, law, draw, fans=None):
    hold(what, law, draw)
    fan_in, fan_out = fans or nn.init._calculate_fan_in_and_fan_out(torch.empty(*shape))
    CASES.append({"what": what, "initialisation": initialisation, "shape": list(shape), "fanIn": fan_in, "fanOut": fan_out, "law": law})


def torch_init(name, function, initialisation, law):
    """For a matrix, a convolution and the stacked gates of a recurrent layer. `law` is given fans."""
    for shape in [(50, 30), (8, 6, 3, 3), (64, 16)]:
        fans = nn.init._calculate_fan_in_and_fan_out(torch.empty(*shape))
        case(f"torch.nn.init.{name}", initialisation, shape, law(*fans), lambda: function(torch.empty(*shape)))


def keras_init(name, initializer, initialisation, law):
    """Keras keeps a matrix as (inputs, outputs), a kernel as (height, width, inputs, outputs)."""
    for shape, theirs in [((50, 30), (30, 50)), ((8, 6, 3, 3), (3, 3, 6, 8))]:
        fans = nn.init._calculate_fan_in_and_fan_out(torch.empty(*shape))
        # One seed gives one tensor over and over: each call has an initializer of its own.
        case(f"keras.initializers.{name}", initialisation, shape, law(*fans), lambda: torch.as_tensor(initializer()(theirs)))


I, K = nn.init, keras.initializers
torch_init("normal_", lambda t: I.normal_(t, 0, 0.02), {"name": "normal", "argument": 0.02}, lambda i, o: normal(0.02))
torch_init("normal_(mean 1)", lambda t: I.normal_(t, 1, 0.5), {"name": "normal", "argument": 0.5, "centre": 1}, lambda i, o: normal(0.5, 1))
torch_init("uniform_(-0.1, 0.1)", lambda t: I.uniform_(t, -0.1, 0.1), {"name": "uniform", "argument": 0.1}, lambda i, o: uniform(0.1))
torch_init("uniform_(0, 1)", I.uniform_, {"name": "uniform", "argument": 0.5, "centre": 0.5}, lambda i, o: uniform(0.5, 0.5))
torch_init("ones_", I.ones_, {"name": "ones"}, lambda i, o: {"law": "constant", "value": 1})
torch_init("zeros_", I.zeros_, {"name": "zeros"}, lambda i, o: {"law": "constant", "value": 0})
torch_init("constant_", lambda t: I.constant_(t, 0.25), {"name": "constant", "argument": 0.25}, lambda i, o: {"law": "constant", "value": 0.25})
torch_init("xavier_uniform_", I.xavier_uniform_, {"name": "xavier-uniform"}, lambda i, o: uniform(math.sqrt(6 / (i + o))))
GAIN = I.calculate_gain("tanh")
torch_init("xavier_uniform_(tanh)", lambda t: I.xavier_uniform_(t, GAIN), {"name": "xavier-uniform", "argument": GAIN},
           lambda i, o: uniform(5 / 3 * math.sqrt(6 / (i + o))))
torch_init("xavier_normal_", I.xavier_normal_, {"name": "xavier-normal"}, lambda i, o: normal(math.sqrt(2 / (i + o))))
torch_init("kaiming_uniform_(relu)", lambda t: I.kaiming_uniform_(t, nonlinearity="relu"), {"name": "he-uniform"},
           lambda i, o: uniform(math.sqrt(6 / i)))
torch_init("kaiming_normal_(relu)", lambda t: I.kaiming_normal_(t, nonlinearity="relu"), {"name": "he-normal"}, lambda i, o: normal(math.sqrt(2 / i)))
torch_init("kaiming_uniform_(a = sqrt 5)", lambda t: I.kaiming_uniform_(t, math.sqrt(5)), {"name": "he-uniform", "argument": math.sqrt(1 / 3)},
           lambda i, o: uniform(1 / math.sqrt(i)))
torch_init("kaiming_uniform_(fan_out)", lambda t: I.kaiming_uniform_(t, mode="fan_out", nonlinearity="relu"), {"name": "he-uniform-fan-out"},
           lambda i, o: uniform(math.sqrt(6 / o)))
torch_init("kaiming_normal_(fan_out)", lambda t: I.kaiming_normal_(t, mode="fan_out", nonlinearity="relu"), {"name": "he-normal-fan-out"},
           lambda i, o: normal(math.sqrt(2 / o)))
torch_init("trunc_normal_", I.trunc_normal_, {"name": "truncated-normal", "limit": 2}, lambda i, o: cut(1, 2))
torch_init("trunc_normal_(std 0.02)", lambda t: I.trunc_normal_(t, std=0.02), {"name": "truncated-normal", "argument": 0.02, "limit": 2},
           lambda i, o: normal(0.02))
torch_init("trunc_normal_(std 3)", lambda t: I.trunc_normal_(t, std=3), {"name": "truncated-normal", "argument": 3, "limit": 2}, lambda i, o: cut(3, 2))
keras_init("TruncatedNormal", lambda: K.TruncatedNormal(stddev=0.05), {"name": "truncated-normal", "argument": 0.05}, lambda i, o: cut(0.05, 0.1))
keras_init("TruncatedNormal(mean 1)", lambda: K.TruncatedNormal(1, 0.05), {"name": "truncated-normal", "argument": 0.05, "centre": 1},
           lambda i, o: cut(0.05, 0.1, 1))
keras_init("GlorotUniform", K.GlorotUniform, {"name": "xavier-uniform"}, lambda i, o: uniform(math.sqrt(6 / (i + o))))
keras_init("HeUniform", K.HeUniform, {"name": "he-uniform"}, lambda i, o: uniform(math.sqrt(6 / i)))
keras_init("LecunUniform", K.LecunUniform, {"name": "lecun-uniform"}, lambda i, o: uniform(math.sqrt(3 / i)))


def scaled(variance):
    deviation = math.sqrt(variance) / CUT_AT_TWO
    return cut(deviation, 2 * deviation)


keras_init("GlorotNormal", K.GlorotNormal, {"name": "truncated-xavier-normal"}, lambda i, o: scaled(2 / (i + o)))
keras_init("HeNormal", K.HeNormal, {"name": "truncated-he-normal"}, lambda i, o: scaled(2 / i))
keras_init("LecunNormal", K.LecunNormal, {"name": "truncated-lecun-normal"}, lambda i, o: scaled(1 / i))
keras_init("VarianceScaling(untruncated)", lambda: K.VarianceScaling(1, "fan_in", "untruncated_normal"), {"name": "lecun-normal"},
           lambda i, o: normal(math.sqrt(1 / i)))

# The layers' own defaults: what `pytorch` and `keras` mean.
DEFAULTS = []


def default(framework, layer, kind, size, shape, law, draw, fans=None):
    hold(layer, law, draw)
    fan_in, fan_out = fans or (nn.init._calculate_fan_in_and_fan_out(torch.empty(*shape)) if len(shape) > 1 else (size, size))
    DEFAULTS.append({"framework": framework, "layer": layer, "kind": kind, "size": size, "shape": list(shape), "fanIn": fan_in, "fanOut": fan_out, "law": law})


def zero():
    return {"law": "constant", "value": 0}


def one():
    return {"law": "constant", "value": 1}


def of(module, name):
    return lambda: getattr(module(), name)


LINEAR = lambda: nn.Linear(30, 50)
CONV = lambda: nn.Conv2d(12, 8, 3, groups=2)
TRANSPOSED = lambda: nn.ConvTranspose2d(6, 8, 3)
default("pytorch", "Linear.weight", "weight", 30, (50, 30), uniform(1 / math.sqrt(30)), of(LINEAR, "weight"))
default("pytorch", "Linear.bias", "bias", 30, (50,), uniform(1 / math.sqrt(30)), of(LINEAR, "bias"))
default("pytorch", "Conv2d.weight", "weight", 54, (8, 6, 3, 3), uniform(1 / math.sqrt(54)), of(CONV, "weight"))
default("pytorch", "Conv2d.bias", "bias", 54, (8,), uniform(1 / math.sqrt(54)), of(CONV, "bias"))
default("pytorch", "ConvTranspose2d.weight", "weight", 72, (6, 8, 3, 3), uniform(1 / math.sqrt(72)), of(TRANSPOSED, "weight"))
default("pytorch", "Embedding.weight", "embedding", 12, (40, 12), normal(1), of(lambda: nn.Embedding(40, 12), "weight"))
default("pytorch", "LayerNorm.weight", "scale", 12, (12,), one(), of(lambda: nn.LayerNorm(12), "weight"))
default("pytorch", "BatchNorm1d.bias", "shift", 12, (12,), zero(), of(lambda: nn.BatchNorm1d(12), "bias"))
default("pytorch", "PReLU.weight", "slope", 1, (1,), {"law": "constant", "value": 0.25}, of(lambda: nn.PReLU(500), "weight"))
for name, module, gates in [("RNN", nn.RNN, 1), ("LSTM", nn.LSTM, 4), ("GRU", nn.GRU, 3)]:
    made = lambda: module(12, 16)
    default("pytorch", f"{name}.weight_ih_l0", "recurrentInput", 16, (16 * gates, 12), uniform(0.25), of(made, "weight_ih_l0"))
    default("pytorch", f"{name}.weight_hh_l0", "recurrentWeight", 16, (16 * gates, 16), uniform(0.25), of(made, "weight_hh_l0"))
    default("pytorch", f"{name}.bias_hh_l0", "recurrentBias", 16, (16 * gates,), uniform(0.25), of(made, "bias_hh_l0"))
default("pytorch", "LSTM.bias_ih_l0", "forgetBias", 16, (64,), uniform(0.25), of(lambda: nn.LSTM(12, 16), "bias_ih_l0"))
default("pytorch", "LSTM.weight_hr_l0", "recurrentInput", 16, (5, 16), uniform(0.25), of(lambda: nn.LSTM(12, 16, proj_size=5), "weight_hr_l0"))
ATTENTION = lambda: nn.MultiheadAttention(32, 4)
default("pytorch", "MultiheadAttention.in_proj_weight", "attentionInput", 32, (96, 32), uniform(math.sqrt(6 / 128)), of(ATTENTION, "in_proj_weight"))
default("pytorch", "MultiheadAttention.out_proj.weight", "attentionOutput", 32, (32, 32), uniform(1 / math.sqrt(32)), lambda: ATTENTION().out_proj.weight)
default("pytorch", "MultiheadAttention.in_proj_bias", "attentionBias", 32, (96,), zero(), of(ATTENTION, "in_proj_bias"))
default("pytorch", "MultiheadAttention.out_proj.bias", "attentionBias", 32, (32,), zero(), lambda: ATTENTION().out_proj.bias)


def keras_weight(make, which, given):
    def draw():
        layer = make()
        layer.build(*given)
        return torch.as_tensor(layer.weights[which].value)
    return draw


L = keras.layers
default("keras", "Dense.kernel", "weight", 30, (50, 30), uniform(math.sqrt(6 / 80)), keras_weight(lambda: L.Dense(50), 0, [(None, 30)]))
default("keras", "Dense.bias", "bias", 30, (50,), zero(), keras_weight(lambda: L.Dense(500), 1, [(None, 30)]))
default("keras", "Conv2D.kernel", "weight", 54, (8, 6, 3, 3), uniform(math.sqrt(6 / 126)), keras_weight(lambda: L.Conv2D(8, 3), 0, [(None, 9, 9, 6)]))
default("keras", "Embedding", "embedding", 12, (40, 12), uniform(0.05), keras_weight(lambda: L.Embedding(40, 12), 0, [(None, 5)]))
default("keras", "LayerNormalization.gamma", "scale", 12, (12,), one(), keras_weight(lambda: L.LayerNormalization(), 0, [(None, 500)]))
default("keras", "BatchNormalization.beta", "shift", 12, (12,), zero(), keras_weight(lambda: L.BatchNormalization(), 1, [(None, 500)]))
default("keras", "PReLU.alpha", "slope", 5, (5,), zero(), keras_weight(lambda: L.PReLU(), 0, [(None, 500)]))
for name, module, gates in [("SimpleRNN", L.SimpleRNN, 1), ("LSTM", L.LSTM, 4), ("GRU", L.GRU, 3)]:
    bound = math.sqrt(6 / (12 + 16 * gates))
    default("keras", f"{name}.kernel", "recurrentInput", 16, (16 * gates, 12), uniform(bound), keras_weight(lambda: module(16), 0, [(None, 5, 12)]))
default("keras", "GRU.bias", "recurrentBias", 16, (48,), zero(), keras_weight(lambda: L.GRU(160), 2, [(None, 5, 12)]))
ATTENDING = [(None, 5, 32), (None, 5, 32)]
KERAS_ATTENTION = lambda: L.MultiHeadAttention(4, 8)
for which, kind in [(0, "attentionInput"), (2, "attentionInput"), (4, "attentionInput"), (6, "attentionOutput")]:
    default("keras", f"MultiHeadAttention.weights[{which}]", kind, 32, (32, 32), uniform(math.sqrt(6 / 64)), keras_weight(KERAS_ATTENTION, which, ATTENDING))
default("keras", "MultiHeadAttention.bias", "attentionBias", 32, (32,), zero(), keras_weight(lambda: L.MultiHeadAttention(4, 80), 1, ATTENDING))

# Values that are not drawn.
EXACT = []


def exact(what, initialisation, tensor):
    EXACT.append({"what": what, "initialisation": initialisation, "shape": list(tensor.shape), "values": numbers(tensor)})


exact("torch.nn.init.eye_", {"name": "identity"}, I.eye_(torch.empty(3, 5)))
exact("torch.nn.init.eye_", {"name": "identity"}, I.eye_(torch.empty(4, 2)))
for shape in [(3, 2, 3), (2, 3, 3, 5), (2, 2, 4, 3), (2, 2, 3, 1, 2)]:
    exact("torch.nn.init.dirac_", {"name": "identity"}, I.dirac_(torch.empty(*shape)))
exact("keras.initializers.Identity", {"name": "identity", "argument": 0.5}, torch.as_tensor(K.Identity(0.5)((4, 4))))
lstm = L.LSTM(3)
lstm.build((None, 5, 2))
exact("keras.layers.LSTM.bias", {"name": "forget-gate"}, torch.as_tensor(lstm.weights[2].value))

# Zeros per input of sparse_, and the law of the rest.
SPARSE = []
for rows, columns, sparsity in [(20, 30, 0.9), (7, 5, 0.1), (10, 4, 0.33), (5, 3, 1.0), (5, 3, 0.0)]:
    drawn = I.sparse_(torch.empty(rows, columns), sparsity)
    counts = set((drawn == 0).sum(0).tolist())
    assert len(counts) == 1
    SPARSE.append({"rows": rows, "columns": columns, "sparsity": sparsity, "zeros": counts.pop(), "deviation": 0.01})
hold("sparse_", normal(0.01), lambda: (lambda t: t[t != 0])(I.sparse_(torch.empty(300, 200), 0.5)))

write("initialisations", {
    "source": f"{SOURCE}, Keras {keras.__version__}", "seed": SEED, "cases": CASES, "defaults": DEFAULTS, "exact": EXACT, "sparse": SPARSE,
})
