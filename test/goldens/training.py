"""
Writes training.json: 20 full-batch steps of small networks in float64 by torch.optim and torch.optim.lr_scheduler, for every optimizer with its
options, every schedule, both ways of clipping, gradients that nobody sets to zero, and layers whose buffers follow the steps. `train` is the
section of the network file that says the same.
"""
import copy

import torch
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm
from torch.optim.lr_scheduler import ConstantLR, CosineAnnealingLR, LinearLR, SequentialLR, StepLR

from golden import SOURCE, Draws, numbers, tensor, write

SEED = 20261122
STEPS = 20
draws = Draws(SEED)
torch.manual_seed(SEED)
inputs = draws.normal(12, 4)
targets = draws.integers(3, 12)


def plain():
    return nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 3)).double()


def normalised(momentum):
    return nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6, momentum=momentum), nn.ReLU(), nn.Linear(6, 3)).double()


def spectral():
    return nn.Sequential(spectral_norm(nn.Linear(4, 6).double()), nn.Tanh(), nn.Linear(6, 3)).double()


PLAIN = "[{ linear: 6 }, tanh, { linear: 3 }]"
NAMES = {
    "0.weight": "linear1.weight", "0.bias": "linear1.bias", "2.weight": "linear2.weight", "2.bias": "linear2.bias",
    "3.weight": "linear2.weight", "3.bias": "linear2.bias", "1.weight": "batch-norm1.weight", "1.bias": "batch-norm1.bias",
    "1.running_mean": "batch-norm1.running-mean", "1.running_var": "batch-norm1.running-variance",
    "1.num_batches_tracked": "batch-norm1.batches",
    "0.parametrizations.weight.original": "linear1.weight", "0.parametrizations.weight.0._u": "linear1.weight-u",
    "0.parametrizations.weight.0._v": "linear1.weight-v",
}


def state(model):
    """Ours count batches only where the running statistics are means over all of them."""
    counts = any(isinstance(layer, nn.BatchNorm1d) and layer.momentum is None for layer in model)
    return {
        NAMES[key]: tensor(value.double()) for key, value in model.state_dict().items()
        if counts or key != "1.num_batches_tracked"
    }


START = plain()


def case(train, optimizer, schedule=None, clip_norm=None, clip_value=None, layers=PLAIN, model=None, zero_grad=True):
    """`optimizer` and `schedule` make the PyTorch objects that the words of `train` stand for."""
    start = None if model is None else state(model)
    model = copy.deepcopy(START) if model is None else model
    opt = optimizer(model.parameters())
    scheduler = schedule(opt) if schedule else None
    losses, rates, norms = [], [], []
    for _ in range(STEPS):
        if zero_grad:
            opt.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), targets)
        loss.backward()
        parameters = list(model.parameters())
        norms.append(torch.nn.utils.get_total_norm([p.grad for p in parameters]))
        if clip_norm is not None:
            torch.nn.utils.clip_grad_norm_(parameters, clip_norm)
        if clip_value is not None:
            torch.nn.utils.clip_grad_value_(parameters, clip_value)
        rates.append(opt.param_groups[0]["lr"])
        opt.step()
        if scheduler:
            scheduler.step()
        losses.append(loss.item())
    return {
        "train": train, "layers": layers, "start": start, "losses": losses, "rates": rates, "norms": numbers(torch.stack(norms)), "end": state(model),
    }


def sgd(**options):
    return lambda parameters: torch.optim.SGD(parameters, **options)


def warmed(factor, steps, then):
    """LinearLR, then another schedule."""
    return lambda opt: SequentialLR(opt, [LinearLR(opt, start_factor=factor, total_iters=steps), then(opt)], milestones=[steps])


optim = torch.optim
FAST = sgd(lr=0.5)
CASES = [
    case("{ rate: 0.5 }", FAST),
    case("{ optimizer: sgd, rate: 0.5, weight-decay: 0.1 }", sgd(lr=0.5, weight_decay=0.1)),
    case("{ optimizer: sgd, rate: 0.1, momentum: 0.9 }", sgd(lr=0.1, momentum=0.9)),
    case("{ optimizer: sgd, rate: 0.1, momentum: 0.9, dampening: 0.5, weight-decay: 0.01 }",
         sgd(lr=0.1, momentum=0.9, dampening=0.5, weight_decay=0.01)),
    case("{ optimizer: sgd, rate: 0.1, momentum: 0.9, nesterov: true, weight-decay: 0.01 }",
         sgd(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01)),
    case("{ optimizer: sgd }", sgd()),
    case("{ optimizer: rmsprop }", lambda p: optim.RMSprop(p)),
    case("{ optimizer: rmsprop, rate: 0.02, alpha: 0.9, eps: 0.001, momentum: 0.5, weight-decay: 0.1 }",
         lambda p: optim.RMSprop(p, lr=0.02, alpha=0.9, eps=0.001, momentum=0.5, weight_decay=0.1)),
    case("{ optimizer: rmsprop, rate: 0.02, centered: true }", lambda p: optim.RMSprop(p, lr=0.02, centered=True)),
    case("{ optimizer: rmsprop, centered: true, momentum: 0.9 }", lambda p: optim.RMSprop(p, centered=True, momentum=0.9)),
    case("{ optimizer: adagrad }", lambda p: optim.Adagrad(p)),
    case("{ optimizer: adagrad, rate: 0.1, lr-decay: 0.05, initial-accumulator-value: 0.2, eps: 0.01, weight-decay: 0.1 }",
         lambda p: optim.Adagrad(p, lr=0.1, lr_decay=0.05, initial_accumulator_value=0.2, eps=0.01, weight_decay=0.1)),
    case("{ optimizer: adam }", lambda p: optim.Adam(p)),
    case("{ optimizer: adam, rate: 0.1, betas: [0.8, 0.95], eps: 0.001, weight-decay: 0.1 }",
         lambda p: optim.Adam(p, lr=0.1, betas=(0.8, 0.95), eps=0.001, weight_decay=0.1)),
    case("{ optimizer: adam, rate: 0.3, betas: [0.5, 0.6], amsgrad: true }",
         lambda p: optim.Adam(p, lr=0.3, betas=(0.5, 0.6), amsgrad=True)),
    case("{ optimizer: adamw }", lambda p: optim.AdamW(p)),
    case("{ optimizer: adamw, rate: 0.1, betas: [0.5, 0.6], eps: 0.001, weight-decay: 0.3, amsgrad: true }",
         lambda p: optim.AdamW(p, lr=0.1, betas=(0.5, 0.6), eps=0.001, weight_decay=0.3, amsgrad=True)),
    case("{ rate: 0.5, schedule: step, step-size: 6 }", FAST, lambda opt: StepLR(opt, 6)),
    case("{ rate: 0.5, schedule: step, step-size: 3, gamma: 0.5 }", FAST, lambda opt: StepLR(opt, 3, gamma=0.5)),
    case("{ rate: 0.5, schedule: cosine }", FAST, lambda opt: CosineAnnealingLR(opt, STEPS)),
    case("{ rate: 0.5, schedule: cosine, t-max: 8, eta-min: 0.1 }", FAST, lambda opt: CosineAnnealingLR(opt, 8, eta_min=0.1)),
    case("{ rate: 0.5, schedule: warm-up }", FAST, lambda opt: LinearLR(opt)),
    case("{ rate: 0.5, schedule: warm-up, warm-up: 8, start-factor: 0.1 }", FAST, lambda opt: LinearLR(opt, 0.1, total_iters=8)),
    case("{ rate: 0.5, schedule: cosine, warm-up: 5, start-factor: 0.2 }", FAST,
         warmed(0.2, 5, lambda opt: CosineAnnealingLR(opt, STEPS - 5))),
    case("{ rate: 0.5, schedule: step, step-size: 4, warm-up: 4 }", FAST, warmed(1 / 3, 4, lambda opt: StepLR(opt, 4))),
    case("{ optimizer: adam, rate: 0.1, schedule: constant, warm-up: 4 }", lambda p: optim.Adam(p, lr=0.1),
         warmed(1 / 3, 4, lambda opt: ConstantLR(opt, 1.0, 0))),
    case("{ rate: 0.5, clip-norm: 0.3 }", FAST, clip_norm=0.3),
    case("{ rate: 0.5, clip-value: 0.05 }", FAST, clip_value=0.05),
    case("{ rate: 0.5, momentum: 0.5, clip-norm: 0.4, clip-value: 0.1 }", sgd(lr=0.5, momentum=0.5), clip_norm=0.4, clip_value=0.1),
    case("{ rate: 0.5 }", FAST, layers="[{ linear: 6 }, batch-norm, relu, { linear: 3 }]", model=normalised(0.1)),
    case("{ rate: 0.5 }", FAST, layers="[{ linear: 6 }, { batch-norm: null, momentum: null }, relu, { linear: 3 }]", model=normalised(None)),
    case("{ rate: 0.5 }", FAST, layers="[{ linear: 6, spectral-norm: true }, tanh, { linear: 3 }]", model=spectral()),
    case("{ rate: 0.05, zero-grad: false }", sgd(lr=0.05), zero_grad=False),
    case("{ optimizer: adam, rate: 0.01, weight-decay: 0.1, zero-grad: false }", lambda p: optim.Adam(p, lr=0.01, weight_decay=0.1), zero_grad=False),
    case("{ rate: 0.1, clip-norm: 0.3, clip-value: 0.1, zero-grad: false }", sgd(lr=0.1), clip_norm=0.3, clip_value=0.1, zero_grad=False),
]

write("training", {"source": SOURCE, "seed": SEED, "steps": STEPS, "inputs": tensor(inputs), "targets": tensor(targets), "start": state(START), "cases": CASES})
