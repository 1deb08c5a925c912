"""
Writes ops-recurrent.json: recurrent layers and cells with their gradients by torch.nn.RNN, LSTM, GRU and their cells in float64. The backward direction is
the second direction of a bidirectional layer. GRUs with resetAfter false have no counterpart in PyTorch; they follow Cho et al. 2014, equations 5 to 8, and
Keras' GRUCell with reset_after=False, written out in PyTorch primitives.
"""
import torch
from torch.func import functional_call

from golden import SOURCE, Draws, case, write

SEED = 20240618
draws = Draws(SEED)
normal = draws.normal

MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
CELLS = {"rnn-cell": torch.nn.RNNCell, "lstm-cell": torch.nn.LSTMCell, "gru-cell": torch.nn.GRUCell}
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
PLAIN = {"biases": 2, "initial": False, "reverse": False, "timeMajor": False}


def arguments(op, attributes, batch, steps, features, units, outputs):
    rows = GATES[op.removesuffix("-cell")] * units
    cell = op.endswith("-cell")
    shape = (batch, features) if cell else (steps, batch, features) if attributes["timeMajor"] else (batch, steps, features)
    # Half as large as usual: float32 loses the digits of 1 - h^2 where tanh is saturated, in PyTorch as here.
    args = [normal(*shape), normal(rows, features) / 2, normal(rows, outputs) / 2]
    args += [normal(rows) / 2 for _ in range(attributes["biases"])]
    if attributes.get("projection"):
        args.append(normal(outputs, units) / 2)
    if attributes["initial"]:
        args.append(normal(batch, outputs))
        if "lstm" in op:
            args.append(normal(batch, units))
    return args


def split(op, attributes, args):
    """x, the weights by their names in a layer, the initial states."""
    rest = list(args)
    x = rest.pop(0)
    weights = {"weight_ih": rest.pop(0), "weight_hh": rest.pop(0)}
    if attributes["biases"] > 0:
        weights["bias_ih"] = rest.pop(0)
        weights["bias_hh"] = rest.pop(0) if attributes["biases"] > 1 else torch.zeros_like(weights["bias_ih"])
    if attributes.get("projection"):
        weights["weight_hr"] = rest.pop(0)
    return x, weights, rest


def layer(op, attributes, *args):
    x, weights, states = split(op, attributes, args)
    outputs = weights["weight_hh"].shape[1]
    units = weights["weight_ih"].shape[0] // GATES[op]
    reverse = attributes["reverse"]
    options = {"nonlinearity": attributes["nonlinearity"]} if op == "rnn" else {}
    if attributes.get("projection"):
        options["proj_size"] = outputs
    module = MODULES[op](x.shape[-1], units, bias=attributes["biases"] > 0, batch_first=not attributes["timeMajor"],
                         bidirectional=reverse, dtype=torch.float64, **options)
    suffix = "_l0_reverse" if reverse else "_l0"
    named = {f"{name}{suffix}": weight for name, weight in weights.items()}
    # The other direction's parameters stay as they are: its half of the output is cut off.
    initial = [torch.stack([torch.zeros_like(state), state]) if reverse else state[None] for state in states]
    given = (x,) if not initial else (x, tuple(initial) if op == "lstm" else initial[0])
    y, last = functional_call(module, named, given)
    last = last if op == "lstm" else (last,)
    return [y[..., -outputs:], *(state[-1] for state in last)]


def cell(op, attributes, *args):
    x, weights, states = split(op, attributes, args)
    units = weights["weight_hh"].shape[1]
    options = {"nonlinearity": attributes["nonlinearity"]} if op == "rnn-cell" else {}
    module = CELLS[op](x.shape[-1], units, bias=attributes["biases"] > 0, dtype=torch.float64, **options)
    given = (x,) if not states else (x, tuple(states) if op == "lstm-cell" else states[0])
    return functional_call(module, weights, given)


def reset_before(op, attributes, *args):
    x, weights, states = split(op, attributes, args)
    units = weights["weight_hh"].shape[1]
    bias = weights.get("bias_ih", 0) + weights.get("bias_hh", 0)
    sequence = op == "gru"
    if not sequence:
        x = x[:, None]
    elif attributes["timeMajor"]:
        x = x.transpose(0, 1)
    h = states[0] if states else torch.zeros(x.shape[0], units, dtype=torch.float64)
    w_r, w_z, w_n = (x @ weights["weight_ih"].T + bias).split(units, dim=-1)
    u_r, u_z, u_n = weights["weight_hh"].split(units)
    order = range(x.shape[1])
    found = {}
    for t in reversed(order) if attributes.get("reverse") else order:
        r = torch.sigmoid(w_r[:, t] + h @ u_r.T)
        z = torch.sigmoid(w_z[:, t] + h @ u_z.T)
        n = torch.tanh(w_n[:, t] + (r * h) @ u_n.T)
        h = (1 - z) * n + z * h
        found[t] = h
    if not sequence:
        return h
    return [torch.stack([found[t] for t in order], dim=0 if attributes["timeMajor"] else 1), h]


def one(op, attributes, sizes=(2, 4, 3, 2)):
    batch, steps, features, units = sizes
    outputs = 2 if attributes.get("projection") else units
    if attributes.get("projection"):
        units = 3
    function = reset_before if attributes.get("resetAfter") is False else cell if op.endswith("-cell") else layer
    args = arguments(op, attributes, batch, steps, features, units, outputs)
    return case(op, attributes, lambda *leaves: function(op, attributes, *leaves), args)


KINDS = [
    ("rnn", {"nonlinearity": "tanh"}), ("rnn", {"nonlinearity": "relu"}),
    ("lstm", {"projection": False}), ("lstm", {"projection": True}),
    ("gru", {"resetAfter": True}), ("gru", {"resetAfter": False}),
]
WAYS = [
    {}, {"initial": True}, {"reverse": True}, {"biases": 1, "timeMajor": True}, {"biases": 0, "initial": True},
    {"initial": True, "reverse": True, "timeMajor": True}, {"biases": 1, "initial": True, "reverse": True},
]
# One step, one sample, one unit, and sizes that no vector divides.
SIZES = [(2, 1, 3, 2), (1, 5, 2, 3), (1, 1, 1, 1), (3, 5, 3, 5)]

CASES = [one(op, {**PLAIN, **kind, **way}) for op, kind in KINDS for way in WAYS]
CASES += [one(op, {**PLAIN, **kind, "initial": True}, sizes) for op, kind in KINDS for sizes in SIZES]
CASES += [
    one(f"{op}-cell", {"biases": biases, "initial": initial, **kind}, sizes)
    for op, kind in [(op, {key: value for key, value in kind.items() if key != "projection"})
                     for op, kind in KINDS if kind != {"projection": True}]
    for biases, initial, sizes in [(2, True, (3, 1, 4, 5)), (2, False, (2, 1, 3, 2)), (0, True, (1, 1, 2, 3)), (1, True, (2, 1, 2, 2))]
]

write("ops-recurrent", {"source": SOURCE, "seed": SEED, "cases": CASES})
