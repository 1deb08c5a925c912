"""Lazy layers, wrappers that change nothing, unpooling, and what stands around a model: data, optimizers, rates."""
from torch_source_cases import expressions, functions, layers, nets

LAZY = layers("""
nn.LazyLinear(3) <- 2,5
nn.LazyLinear(3, bias=False) <- 2,4,5
nn.LazyConv2d(4, 3, padding=1) <- 2,3,5,5
nn.LazyConv2d(4, kernel_size=3, stride=2) <- 2,3,6,6
nn.LazyConv1d(4, 3) <- 2,3,7
nn.LazyConvTranspose2d(4, 2, 2) <- 2,3,3,3
nn.LazyBatchNorm2d() <- 2,3,4,4
nn.LazyBatchNorm1d() <- 4,3
nn.Sequential(nn.LazyConv2d(4, 3), nn.ReLU(), nn.Flatten(), nn.LazyLinear(2)) <- 2,1,5,5
nn.MultiLabelMarginLoss() <- 2,3 ; int:2,3<3
nn.TripletMarginWithDistanceLoss(margin=0.3) <- 2,3 ; 2,3 ; 2,3
nn.TripletMarginWithDistanceLoss(distance_function=lambda a, b: (a - b).abs().sum(-1)) <- 2,3 ; 2,3 ; 2,3
nn.Sequential() <- 2,3
nn.DataParallel(nn.Linear(4, 3)) <- 2,4
nn.CrossMapLRN2d(3) <- 2,4,3,3
""")

WRAPPED = nets("""
# unpooling with the indices of a pool <- 2,2,4,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(2, stride=2, return_indices=True)
        self.conv = nn.Conv2d(2, 2, 1)
        self.unpool = nn.MaxUnpool2d(2, stride=2)

    def forward(self, x):
        y, index = self.pool(x)
        return self.unpool(self.conv(y), index)

# unpooling of a line to a given size <- 2,2,7
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool, self.unpool = nn.MaxPool1d(2, return_indices=True), nn.MaxUnpool1d(2)

    def forward(self, x):
        y, index = self.pool(x)
        return self.unpool(y, index, output_size=x.size())

# torch.compile is inert <- 2,4
class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    @torch.compile(disable=True)
    def forward(self, x):
        return self.fc(x)

Net = Inner

# pad_sequence of unequal lengths <- 4,3
from torch.nn.utils.rnn import pad_sequence

class Net(nn.Module):
    def forward(self, x):
        return pad_sequence([x[:3], x[1:2], x[2:]], batch_first=True, padding_value=0.5)

# parameters as a vector <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        penalty = torch.nn.utils.parameters_to_vector(self.parameters()).pow(2).sum()
        return self.fc(x).sum(1) + penalty

# penalty of the weights in a loop over parameters <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(4, 3), nn.Linear(3, 2)

    def forward(self, x):
        penalty = sum(p.norm() for n, p in self.named_parameters() if 'weight' in n)
        return self.fc2(torch.relu(self.fc1(x))).mean() + 0.1 * penalty

# weights that are read from another layer <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        h = self.fc(x)
        return F.linear(h - self.fc.bias, self.fc.weight.t())

# conv weight standardised before use <- 2,2,5,5
class WSConv2d(nn.Conv2d):
    def forward(self, x):
        w = self.weight
        mean = w.mean(dim=(1, 2, 3), keepdim=True)
        std = w.std(dim=(1, 2, 3), keepdim=True) + 1e-5
        return F.conv2d(x, (w - mean) / std, self.bias, self.stride, self.padding, self.dilation, self.groups)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = WSConv2d(2, 3, 3, padding=1)

    def forward(self, x):
        return self.conv(x)

# same padding computed from the input's size <- 2,2,7,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 3, stride=2)

    def forward(self, x):
        ih, iw = x.size()[-2:]
        kh, kw = self.conv.weight.size()[-2:]
        sh, sw = self.conv.stride
        oh, ow = math.ceil(ih / sh), math.ceil(iw / sw)
        pad_h = max((oh - 1) * sh + kh - ih, 0)
        pad_w = max((ow - 1) * sw + kw - iw, 0)
        x = F.pad(x, [pad_w // 2, pad_w - pad_w // 2, pad_h // 2, pad_h - pad_h // 2])
        return self.conv(x)

# LoRA beside a frozen layer <- 2,4
class LoRA(nn.Module):
    def __init__(self, base, rank=2, alpha=4):
        super().__init__()
        self.base = base
        for p in base.parameters():
            p.requires_grad_(False)
        self.A = nn.Parameter(torch.randn(rank, base.in_features))
        self.B = nn.Parameter(torch.zeros(base.out_features, rank))
        self.scaling = alpha / rank

    def forward(self, x):
        return self.base(x) + (x @ self.A.T @ self.B.T) * self.scaling

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = LoRA(nn.Linear(4, 3))

    def forward(self, x):
        return self.fc(x)

# modules replaced by isinstance <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 3), nn.ReLU())
        for name, child in self.body.named_children():
            if isinstance(child, nn.ReLU):
                setattr(self.body, name, nn.Tanh())

    def forward(self, x):
        return self.body(x)

# walks children until a name <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        whole = nn.Sequential()
        for i in range(3):
            whole.add_module(f'fc{i}', nn.Linear(3, 3))
        self.layers = nn.ModuleDict((n, m) for n, m in whole.named_children() if n != 'fc2')

    def forward(self, x):
        out = {}
        for name, module in self.layers.items():
            x = module(x)
            out[name] = x
        return out

# outputs in a namedtuple <- 2,3
from typing import NamedTuple

class Output(NamedTuple):
    logits: torch.Tensor
    hidden: torch.Tensor

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(3, 4), nn.Linear(4, 2)

    def forward(self, x):
        h = self.a(x).tanh()
        return Output(self.b(h), h)
""")

GRADIENTS = functions("""
torch.autograd.grad(x.pow(3).sum(), x, create_graph=True)[0] * y <- 2,3 ; 2,3
torch.utils.checkpoint.checkpoint(torch.tanh, x, use_reentrant=False) <- 2,3
torch.vmap(lambda a: a * a.sum())(x) <- 2,3
torch.func.vmap(torch.dot)(x, y) <- 2,3 ; 2,3
""", before="import torch.utils.checkpoint\n\n")

AROUND = expressions("""
len(data), data[1][0].shape
[tuple(batch[0].shape) for batch in loader], len(loader)
loader.batch_size, len(loader.dataset)
[len(part) for part in torch.utils.data.random_split(data, [3, 2])]
next(iter(loader))[1].tolist()
type(optimizer).__name__, optimizer.param_groups[0]['lr'], optimizer.param_groups[0]['weight_decay']
torch.optim.Adam(net.parameters()).defaults['lr'], torch.optim.Adam(net.parameters()).defaults['betas']
torch.optim.SGD(net.parameters(), 0.5, nesterov=True, momentum=0.9).defaults['nesterov']
torch.optim.RMSprop(net.parameters()).defaults['alpha'], torch.optim.Adagrad(net.parameters()).defaults['lr']
torch.optim.lr_scheduler.StepLR(optimizer, step_size=10, gamma=0.5).get_last_lr()
torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=10).T_max
torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.5).get_last_lr()
isinstance(optimizer, torch.optim.Optimizer), len(optimizer.state)
list(nn.DataParallel(net).state_dict()), nn.DataParallel(net).module is net
torch.jit.script(net).weight.shape, torch.compile(net) is not None
torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0) >= 0
torch.manual_seed(3) is not None, torch.backends.cudnn.benchmark in (True, False)
[tuple(p.shape) for p in torch.nn.utils.parameters_to_vector(net.parameters()).split(4)]
[tuple(t.shape) for t in torch.nn.utils.rnn.pad_sequence([torch.zeros(2, 3), torch.zeros(4, 3)])]
nn.utils.rnn.pack_padded_sequence(torch.zeros(3, 2, 1), [3, 2]).data.shape
""", """from torch.utils.data import DataLoader, Dataset, TensorDataset

net = nn.Linear(2, 3)
optimizer = torch.optim.AdamW(net.parameters(), lr=0.01)
data = TensorDataset(torch.arange(10.).view(5, 2), torch.arange(5))
loader = DataLoader(data, batch_size=2, shuffle=False)
""")

CASES = LAZY + WRAPPED + GRADIENTS + AROUND
