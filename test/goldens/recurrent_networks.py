"""Writes recurrent-networks.json: stacked and bidirectional nn.LSTM, nn.GRU and nn.RNN in float64 with the network files that say the same."""
import torch
from torch import nn

from golden import SOURCE, Draws, numbers, tensor, write

SEED = 20240702
torch.manual_seed(SEED)
x = Draws(SEED).normal(2, 5, 3)


def all_steps(outputs, _last):
    return outputs


def last_of(count):
    """The last hidden states of the topmost layer, both directions side by side."""
    return lambda _outputs, last: torch.cat(list((last[0] if isinstance(last, tuple) else last)[-count:]), dim=-1)


def case(text, name, module, pick):
    module = module.double()
    loss = pick(*module(x)).pow(2).mean()
    loss.backward()
    named = {f"{name}.{key.replace('_', '-')}": value for key, value in module.named_parameters()}
    return {
        "text": f"input: [5, 3]\nlayers:\n  - {text}\nloss: output-energy\n", "input": tensor(x), "loss": loss.item(),
        "parameters": {key: tensor(value) for key, value in named.items()},
        "gradients": {key: numbers(value.grad) for key, value in named.items()},
    }


CASES = [
    case("{ lstm: 4, layers: 2, bidirectional: true }", "lstm1", nn.LSTM(3, 4, 2, batch_first=True, bidirectional=True), all_steps),
    case("{ lstm: 4, layers: 2, bidirectional: true, projection: 2, last: true }", "lstm1",
         nn.LSTM(3, 4, 2, batch_first=True, bidirectional=True, proj_size=2), last_of(2)),
    case("{ gru: 4, layers: 3, last: true }", "gru1", nn.GRU(3, 4, 3, batch_first=True), last_of(1)),
    case("{ gru: 4, bidirectional: true, last: true }", "gru1", nn.GRU(3, 4, batch_first=True, bidirectional=True), last_of(2)),
    case("{ rnn: 4, layers: 2, bidirectional: true, nonlinearity: relu, bias: false }", "rnn1",
         nn.RNN(3, 4, 2, nonlinearity="relu", bias=False, batch_first=True, bidirectional=True), all_steps),
]

write("recurrent-networks", {"source": SOURCE, "seed": SEED, "cases": CASES})
