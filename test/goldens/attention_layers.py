"""Writes attention-layers.json: PyTorch's MultiheadAttention with keys and values from elsewhere, as the layer of network files spells it."""
import torch
from torch.nn import Linear, MultiheadAttention

from golden import SOURCE, Draws, number, tensor, write

SEED = 20241205
draws = Draws(SEED)
FEATURES, PLACES, BATCH = 8, 5, 3


def given(module):
    """Random numbers in every parameter, biases too."""
    for parameter in module.parameters():
        parameter.data = draws.normal(*parameter.shape) * 0.5
    return module


def layer_case(source, memory_features, key_features, value_features, run, **options):
    """The gradients of the mean of squares of the output, by the names that our parameters have."""
    memory = given(Linear(FEATURES, memory_features, dtype=torch.float64))
    attention = given(MultiheadAttention(FEATURES, 2, batch_first=True, kdim=key_features, vdim=value_features, dtype=torch.float64, **options))
    x = draws.normal(BATCH, PLACES, FEATURES)
    loss = (run(attention, x, memory(x)) ** 2).mean()
    loss.backward()
    names = {"in_proj_weight": "in-projection-weight", "in_proj_bias": "in-projection-bias", "q_proj_weight": "query-projection-weight",
             "k_proj_weight": "key-projection-weight", "v_proj_weight": "value-projection-weight",
             "out_proj.weight": "out-projection-weight", "out_proj.bias": "out-projection-bias"}
    parameters = {f"memory.{name}": value for name, value in memory.named_parameters()}
    parameters |= {f"attention.{names[name]}": value for name, value in attention.named_parameters()}
    return {
        "source": source, "input": tensor(x), "loss": number(loss), "parameters": {name: tensor(value) for name, value in parameters.items()},
        "gradients": {name: tensor(value.grad) for name, value in parameters.items()},
    }


HEAD = f"input: [{PLACES}, {FEATURES}]\nlayers:\n  - {{ linear: %d, id: memory }}\n  - {{ %s, id: attention, from: [%s] }}\nloss: output-energy\n"
causal = torch.nn.Transformer.generate_square_subsequent_mask(PLACES, dtype=torch.float64)

CASES = [
    layer_case(HEAD % (8, "attention: 2", "input, memory"), 8, None, None, lambda attend, x, memory: attend(x, memory, memory, need_weights=False)[0]),
    layer_case(HEAD % (6, "attention: 2", "input, memory"), 6, 6, 6, lambda attend, x, memory: attend(x, memory, memory, need_weights=False)[0]),
    layer_case(HEAD % (6, "attention: 2, causal: true", "input, memory, input"), 6, 6, None,
               lambda attend, x, memory: attend(x, memory, x, attn_mask=causal, need_weights=False)[0]),
    layer_case(HEAD % (8, "attention: 2, bias: false", "memory, input"), 8, None, None,
               lambda attend, x, memory: attend(memory, x, x, need_weights=False)[0], bias=False),
]

write("attention-layers", {"source": SOURCE, "seed": SEED, "cases": CASES})
