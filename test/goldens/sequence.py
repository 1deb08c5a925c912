"""Writes sequence.json: gradients by time step of nn.RNN, nn.LSTM and nn.GRU in float64, spelled out step by step with retain_grad, and NumPy's spectra."""
import numpy
import torch
from torch import nn
from torch.nn.functional import linear

from golden import SOURCE, Draws, numbers, tensor, write

SEED = 20261122
torch.manual_seed(SEED)
BATCH, STEPS, FEATURES = 2, 6, 3
x = Draws(SEED).normal(BATCH, STEPS, FEATURES)


def kept(value):
    value.retain_grad()
    return value


def rms(value):
    return 0.0 if value.grad is None else value.grad.pow(2).mean().sqrt().item()


def step(kind, module, suffix, x_t, hidden, cell):
    """One step by the formulas of PyTorch's documentation; the gates are pre-activations."""
    weight = lambda name: getattr(module, f"{name}_{suffix}", None)
    from_input = linear(x_t, weight("weight_ih"), weight("bias_ih"))
    from_state = linear(hidden, weight("weight_hh"), weight("bias_hh"))
    if kind == "rnn":
        before = kept(from_input + from_state)
        return kept(torch.tanh(before) if module.nonlinearity == "tanh" else torch.relu(before)), None, [before]
    if kind == "lstm":
        i, f, g, o = gates = [kept(part) for part in (from_input + from_state).chunk(4, 1)]
        cell = kept(torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g))
        hidden = torch.sigmoid(o) * torch.tanh(cell)
        return kept(hidden if weight("weight_hr") is None else linear(hidden, weight("weight_hr"))), cell, gates
    (xr, xz, xn), (hr, hz, hn) = from_input.chunk(3, 1), from_state.chunk(3, 1)
    r, z = kept(xr + hr), kept(xz + hz)
    n = kept(xn + torch.sigmoid(r) * hn)
    update = torch.sigmoid(z)
    return kept((1 - update) * torch.tanh(n) + update * hidden), None, [r, z, n]


def run(kind, module, last):
    """All passes in the order in which we list them; the output as PyTorch's module gives it."""
    passes, inputs = [], x
    for level in range(module.num_layers):
        outputs = []
        for reverse in [False, True] if module.bidirectional else [False]:
            suffix = f"l{level}{'_reverse' if reverse else ''}"
            units = module.hidden_size
            hidden = torch.zeros(BATCH, getattr(module, "proj_size", 0) or units, dtype=torch.float64)
            cell = torch.zeros(BATCH, units, dtype=torch.float64)
            taken, order = [], range(STEPS - 1, -1, -1) if reverse else range(STEPS)
            for time in order:
                hidden, cell, gates = step(kind, module, suffix, inputs[:, time], hidden, cell)
                taken.append((hidden, cell, gates))
            passes.append((suffix, reverse, taken))
            states = [state for state, _, _ in taken]
            outputs.append(torch.stack(states[::-1] if reverse else states, 1))
        inputs = torch.cat(outputs, 2)
    if not last:
        return passes, inputs
    top = passes[-2:] if module.bidirectional else passes[-1:]
    return passes, torch.cat([taken[-1][0] for _, _, taken in top], 1)


def spectra(matrix, gates):
    blocks = matrix.detach().numpy().reshape(gates, -1, matrix.shape[1])
    return [
        {"norm": float(numpy.linalg.norm(block, 2)),
         "radius": float(max(abs(numpy.linalg.eigvals(block)))) if block.shape[0] == block.shape[1] else "NaN"}
        for block in blocks
    ]


def case(text, kind, module, last):
    module = module.double()
    passes, output = run(kind, module, last)
    theirs, states = module(x)
    states = states[0] if kind == "lstm" else states
    ways = 2 if module.bidirectional else 1
    expected = torch.cat(list(states[-ways:]), 1) if last else theirs
    assert torch.allclose(output, expected, rtol=0, atol=1e-13), text
    loss = output.pow(2).mean()
    loss.backward()
    return {
        "text": f"input: [{STEPS}, {FEATURES}]\nlayers:\n  - {text}\nloss: output-energy\n", "input": tensor(x), "loss": loss.item(),
        "parameters": {f"{kind}1.{key.replace('_', '-')}": tensor(value) for key, value in module.named_parameters()},
        "passes": [
            {"reverse": reverse, "hidden": numbers(rms(hidden) for hidden, _, _ in taken),
             "cell": numbers(rms(cell) for _, cell, _ in taken) if kind == "lstm" else None,
             "gates": [numbers(rms(gates[gate]) for _, _, gates in taken) for gate in range(len(taken[0][2]))],
             "spectra": spectra(getattr(module, f"weight_hh_{suffix}"), len(taken[0][2]))}
            for suffix, reverse, taken in passes
        ],
    }


CASES = [
    case("{ rnn: 4, last: true }", "rnn", nn.RNN(FEATURES, 4, batch_first=True), True),
    case("{ rnn: 4, nonlinearity: relu, bias: false }", "rnn", nn.RNN(FEATURES, 4, nonlinearity="relu", bias=False, batch_first=True), False),
    case("{ lstm: 4, last: true }", "lstm", nn.LSTM(FEATURES, 4, batch_first=True), True),
    case("{ lstm: 4, layers: 2, bidirectional: true }", "lstm", nn.LSTM(FEATURES, 4, 2, bidirectional=True, batch_first=True), False),
    case("{ lstm: 4, projection: 3, last: true }", "lstm", nn.LSTM(FEATURES, 4, proj_size=3, batch_first=True), True),
    case("{ gru: 4, last: true }", "gru", nn.GRU(FEATURES, 4, batch_first=True), True),
    case("{ gru: 4, layers: 2, bidirectional: true, last: true }", "gru", nn.GRU(FEATURES, 4, 2, bidirectional=True, batch_first=True), True),
]

write("sequence", {"source": SOURCE, "seed": SEED, "cases": CASES})
