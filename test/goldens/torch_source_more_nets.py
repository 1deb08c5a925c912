"""Networks that are put together in less usual ways: by wrappers, loops, tables, hooks of Python."""
from torch_source_cases import nets

BUILT = nets("""
# Sequential on its own <- 2,4
Net = lambda: nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))

# OrderedDict of layers <- 2,4
from collections import OrderedDict

def Net():
    return nn.Sequential(OrderedDict([('fc1', nn.Linear(4, 3)), ('act', nn.Tanh()), ('fc2', nn.Linear(3, 2))]))

# slices of a Sequential <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        whole = nn.Sequential(nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2))
        self.body, self.head = whole[:-1], whole[-1]

    def forward(self, x):
        return self.head(self.body[2:](self.body[:2](x)))

# zip of two ModuleLists <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [4, 6, 3]
        self.fcs = nn.ModuleList([nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
        self.norms = nn.ModuleList([nn.LayerNorm(b) for b in sizes[1:]])

    def forward(self, x):
        for i, (fc, norm) in enumerate(zip(self.fcs, self.norms)):
            x = norm(fc(x))
            if i < len(self.fcs) - 1:
                x = F.gelu(x)
        return x

# one layer applied three times <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        for _ in range(3):
            x = torch.tanh(self.fc(x))
        return x

# deep copies have weights of their own <- 2,4
import copy

def clones(module, n):
    return nn.ModuleList([copy.deepcopy(module) for _ in range(n)])

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = clones(nn.Linear(4, 4), 2)

    def forward(self, x):
        return self.layers[1](torch.tanh(self.layers[0](x)))

# inheritance of forward, super in the middle <- 2,4
class Base(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(4, width)

    def forward(self, x):
        return self.head(torch.relu(self.fc(x)))

class Net(Base):
    def __init__(self):
        super().__init__(width=5)
        self.head = nn.Linear(5, 2)

    def forward(self, x):
        return super().forward(x) * 2

# dataclass config <- int:2,4<7
from dataclasses import dataclass

@dataclass
class Config:
    vocab: int = 7
    width: int = 4
    layers: int = 2

class Net(nn.Module):
    def __init__(self, config=Config()):
        super().__init__()
        self.embed = nn.Embedding(config.vocab, config.width)
        self.h = nn.ModuleList([nn.Linear(config.width, config.width) for _ in range(config.layers)])

    def forward(self, idx):
        x = self.embed(idx)
        for block in self.h:
            x = x + F.silu(block(x))
        return x

# keyword arguments handed on <- 2,3,5,5
class ConvBlock(nn.Module):
    def __init__(self, *args, act=True, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(*args, **kwargs)
        self.act = nn.LeakyReLU(0.1) if act else nn.Identity()

    def forward(self, x):
        return self.act(self.conv(x))

class Net(nn.Sequential):
    def __init__(self):
        super().__init__(ConvBlock(3, 4, 3, padding=1, bias=False), ConvBlock(4, 2, kernel_size=1, act=False))

# parameters of one's own, in a list and a dictionary <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.ws = nn.ParameterList([nn.Parameter(torch.randn(3, 3)) for _ in range(2)])
        self.d = nn.ParameterDict({'bias': nn.Parameter(torch.zeros(3)), 'scale': nn.Parameter(torch.ones(3))})

    def forward(self, x):
        for w in self.ws:
            x = x @ w
        return x * self.d['scale'] + self.d['bias']

# multiplicative parameter of no axis <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.alpha = nn.Parameter(torch.tensor(0.5))
        self.fc = nn.Linear(3, 3)

    def forward(self, x):
        return x + self.alpha * self.fc(x)

# equalised learning rate <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(4, 3))
        self.scale_ = math.sqrt(2 / 3)

    def forward(self, x):
        return F.linear(x, self.weight * self.scale_)

# hypernetwork <- 2,3 ; 2,2
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hyper = nn.Linear(2, 12)

    def forward(self, x, z):
        w = self.hyper(z).view(-1, 4, 3)
        return torch.bmm(w, x.unsqueeze(-1)).squeeze(-1)

# mixture of experts, dense <- 4,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.experts = nn.ModuleList([nn.Linear(3, 2) for _ in range(3)])
        self.gate = nn.Linear(3, 3)

    def forward(self, x):
        weights = self.gate(x).softmax(-1)
        outputs = torch.stack([e(x) for e in self.experts], dim=1)
        return (weights.unsqueeze(-1) * outputs).sum(1)

# mixture of experts, the best two <- 4,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.experts = nn.ModuleList([nn.Linear(3, 2) for _ in range(3)])
        self.gate = nn.Linear(3, 3)

    def forward(self, x):
        top, index = self.gate(x).topk(2, dim=-1)
        weights = torch.zeros(4, 3).scatter(1, index, top.softmax(-1))
        outputs = torch.stack([e(x) for e in self.experts], dim=1)
        return torch.einsum('be,bed->bd', weights, outputs)

# graph convolution with an adjacency matrix <- 4,3 ; 4,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(3, 2))
        self.bias = nn.Parameter(torch.empty(2))
        self.reset_parameters()

    def reset_parameters(self):
        stdv = 1. / math.sqrt(self.weight.size(1))
        self.weight.data.uniform_(-stdv, stdv)
        self.bias.data.uniform_(-stdv, stdv)

    def forward(self, x, adj):
        return torch.mm(adj, torch.mm(x, self.weight)) + self.bias

# graph messages by scatter <- 4,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.register_buffer('edges', torch.tensor([[0, 1, 2, 3, 0], [1, 2, 3, 0, 2]]))

    def forward(self, x):
        src, dst = self.edges
        messages = self.fc(x)[src]
        return torch.zeros(4, 2).index_add_(0, dst, messages)

# normalising flow, coupling <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 5), nn.ReLU(), nn.Linear(5, 4))

    def forward(self, x):
        a, b = x.chunk(2, dim=-1)
        s, t = self.net(a).chunk(2, dim=-1)
        s = torch.tanh(s)
        return torch.cat([a, b * s.exp() + t], dim=-1), s.sum(-1)

# generator of images from a vector <- 2,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = nn.Sequential(nn.Linear(5, 4 * 2 ** 2))
        self.conv = nn.Sequential(nn.BatchNorm2d(4), nn.Upsample(scale_factor=2), nn.Conv2d(4, 1, 3, stride=1, padding=1), nn.Tanh())

    def forward(self, z):
        out = self.l1(z)
        return self.conv(out.view(out.shape[0], 4, 2, 2))

# physics loss by its own grid <- 2,1
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(1, 4), nn.Tanh(), nn.Linear(4, 1))
        self.grid = torch.linspace(0, 1, 3).view(-1, 1)

    def forward(self, x):
        return self.net(x) - self.net(self.grid).mean()

# Fourier features from a buffer <- 3,2
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('B', torch.arange(1, 7).float().view(2, 3) / 3)
        self.fc = nn.Linear(6, 2)

    def forward(self, x):
        p = 2 * math.pi * x @ self.B
        return self.fc(torch.cat([p.sin(), p.cos()], dim=-1))

# attention pooling with a learned query <- 2,5,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.query = nn.Parameter(torch.randn(4))

    def forward(self, x):
        a = torch.softmax(x @ self.query, dim=1)
        return (a.unsqueeze(-1) * x).sum(dim=1)

# a module kept out of the registry <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = [nn.Linear(4, 4)]
        self.out = nn.Linear(4, 2)

    def forward(self, x):
        return self.out(x * 2)

# a constructor of tensors takes an array of NumPy <- 2,3
import numpy as np

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('table', torch.FloatTensor(np.array([[1.0, 2.0, 4.0]])).unsqueeze(0))

    def forward(self, x):
        return x * self.table[:, 0]

# parameters that the loss does not reach <- 2,4
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.used, self.unused = nn.Linear(4, 3), nn.Linear(4, 3)

    def forward(self, x):
        self.unused(x)
        return self.used(x)

# depth that the data's shape decides <- 2,8
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.pair = nn.Linear(2, 1)

    def forward(self, x):
        while x.shape[1] > 1:
            x = self.pair(x.view(x.shape[0], -1, 2)).squeeze(-1)
        return x

# layer scale and drop path in evaluation <- 2,3,4
def drop_path(x, p, training):
    if p == 0. or not training:
        return x
    keep = 1 - p
    mask = x.new_empty((x.shape[0],) + (1,) * (x.ndim - 1)).bernoulli_(keep)
    return x * mask / keep

class Net(nn.Module):
    def __init__(self, dim=4, init=1e-4):
        super().__init__()
        self.gamma = nn.Parameter(init * torch.ones(dim))
        self.fc = nn.Linear(dim, dim)
        self.p = 0.1

    def forward(self, x):
        return x + drop_path(self.gamma * self.fc(x), self.p, self.training)
""")

CASES = BUILT
