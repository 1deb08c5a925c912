"""Hooks, lazy layers of every kind, functions made of others, losses of one's own, and what stands beside networks."""
from torch_source_cases import expressions, functions, layers, nets, programs, wrong_expressions, wrong_functions, wrong_layers

LAYERS = layers("""
nn.LazyConv3d(2, 2) <- 2,3,3,3,3
nn.LazyConvTranspose1d(2, 3, stride=2) <- 2,3,4
nn.LazyInstanceNorm2d(affine=True) <- 2,3,4,4
nn.LazyBatchNorm3d(eps=0.1) <- 2,3,2,2,2
nn.LazyLinear(out_features=2) <- 2,5
nn.BatchNorm2d(3, bias=False) <- 2,3,4,4
nn.LazyConv2d(out_channels=4, kernel_size=3, bias=False) <- 2,3,5,5
""")

FUNCTIONS = functions("""
F.grid_sample(x, y.tanh(), align_corners=True) <- 1,2,4,5 ; 1,3,2,2
F.grid_sample(x, y * 1.5, padding_mode='border', align_corners=False) <- 1,2,4,5 ; 1,3,2,2
F.grid_sample(x, y * 2.5, padding_mode='reflection', align_corners=False) <- 1,2,4,5 ; 1,3,2,2
F.grid_sample(x, y, mode='nearest', align_corners=False) <- 1,2,4,5 ; 1,3,2,2
F.affine_grid(x, (2, 1, 3, 2), align_corners=True) <- 2,2,3
F.affine_grid(x, (2, 1, 2, 3, 2), align_corners=False) <- 2,3,4
F.pdist(x, p=1) <- 4,3
torch.cdist(x, y, p=3.0) <- 2,3,4 ; 2,5,4
torch.cov(x, correction=0) <- 3,5
torch.cov(x.flatten()) <- 3,5
torch.matrix_power(x, 0) <- 2,3,3
torch.matrix_power(x, 1) * torch.linalg.matrix_power(x, 2) <- 3,3
torch.vmap(torch.dot, in_dims=(0, 1))(x, y) <- 2,3 ; 3,2
torch.vmap(lambda a, b: a * b, in_dims=(0, None))(x, y) <- 4,3 ; 3
torch.vmap(lambda a: (a.sum(), a * 2))(x)[1] <- 2,3
x.new(2, 3).fill_(2.0) * y <- 4 ; 2,3
x.new_tensor([1.0, 2.0]) * y <- 4 ; 3,2
F.scaled_dot_product_attention(x, y, z) <- 2,2,3,4 ; 2,2,5,4 ; 2,2,5,3
""")

NETS = nets("""
# a forward hook that changes the output <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 4)
        self.fc.register_forward_hook(lambda module, inputs, output: output * 2 + inputs[0].sum())

    def forward(self, x):
        return self.fc(x)

# a hook before forward, with and without a tuple <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(3, 4), nn.Linear(4, 2)
        self.a.register_forward_pre_hook(lambda module, inputs: inputs[0] - 1)
        self.b.register_forward_pre_hook(lambda module, inputs: (inputs[0].tanh(),))

    def forward(self, x):
        return self.b(self.a(x))

# activations kept by hooks <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
        self.kept = {}
        for name, layer in self.layers.named_children():
            layer.register_forward_hook(self.keep(name))

    def keep(self, name):
        def hook(module, inputs, output):
            self.kept[name] = output
        return hook

    def forward(self, x):
        y = self.layers(x)
        return y + self.kept['1'].sum(1, keepdim=True)

# a hook that was removed <- 2,3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 4)
        handle = self.fc.register_forward_hook(lambda module, inputs, output: output * 2)
        handle.remove()
        with self.fc.register_forward_hook(lambda module, inputs, output: output * 3):
            pass

    def forward(self, x):
        return self.fc(x)

# lazy layers that a program runs itself <- 2,1,8,8
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.LazyConv2d(2, 3), nn.ReLU(), nn.Flatten())
        self.head = nn.LazyLinear(3)
        self(torch.zeros(2, 1, 8, 8))

    def forward(self, x):
        return self.head(self.features(x))

# a spatial transformer <- 2,1,6,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.locate = nn.Sequential(nn.Flatten(), nn.Linear(36, 6))
        self.locate[1].weight.data.zero_()
        self.locate[1].bias.data.copy_(torch.tensor([1, 0, 0, 0, 1, 0], dtype=torch.float))

    def forward(self, x):
        theta = self.locate(x).view(-1, 2, 3)
        grid = F.affine_grid(theta, x.size(), align_corners=False)
        return F.grid_sample(x, grid, align_corners=False)

# a loss of one's own on torch's base <- 4,3 ; 4,3
from torch.nn.modules.loss import _Loss

class Smooth(_Loss):
    def __init__(self, smooth=1.0):
        super().__init__()
        self.smooth = smooth

    def forward(self, a, b):
        loss = ((a - b).abs() + self.smooth).log()
        return loss.mean() if self.reduction == 'mean' else loss.sum()

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc, self.loss = nn.Linear(3, 3), Smooth(2.0)

    def forward(self, x, y):
        return self.loss(self.fc(x), y)
""")

VALUES = programs("""
# load_state_dict in two names
a, b = nn.Linear(2, 3), nn.Linear(2, 3)
missing, unexpected = a.load_state_dict(b.state_dict())
missing, unexpected

# numbers of parameters that draw nothing
bn = nn.BatchNorm1d(2)
nn.init.constant_(bn.bias, 0.5)
bn.weight.tolist(), bn.bias.sum().item(), bool((bn.bias == 0.5).all()), nn.LayerNorm(2).bias.tolist()

# hooks have handles
fc = nn.Linear(2, 3)
handles = [fc.register_forward_hook(print), fc.register_forward_pre_hook(print), fc.register_full_backward_hook(print)]
[handle.remove() for handle in handles]

# named_modules with duplicates
fc = nn.Linear(2, 2)
net = nn.Sequential(fc, nn.ReLU(), fc)
[name for name, _ in net.named_modules(remove_duplicate=False)], [name for name, _ in net.named_buffers()]

# lazy layers before and behind the first input
fc = nn.LazyLinear(3)
before = fc.in_features
y = fc(torch.zeros(4, 5))
before, fc.in_features, y.shape, isinstance(fc, nn.Linear), tuple(fc.weight.shape)
""")

WORDS = wrong_expressions("""
torch.zeros(2, 3)[0, 3]
torch.zeros(2, 3)[2]
torch.zeros(2, 3, 4)[:, 1, 4]
nn.Linear(2, 3).get_submodule('a.b')
nn.Sequential(nn.ReLU()).get_parameter('0.weight')
torch.zeros(2, 3) @ torch.zeros(4, 2, 3, 5)[:, :1].expand(4, 2, 3, 5)[0, 0, :, 0].long()[:2]
torch.multinomial(torch.ones(3), 4)
F.grid_sample(torch.zeros(1, 2, 4, 4), torch.zeros(2, 3, 3, 2), align_corners=False)
F.grid_sample(torch.zeros(1, 2, 4, 4), torch.zeros(1, 3, 3, 2), padding_mode='none')
F.affine_grid(torch.zeros(1, 2, 3), (1, 1, 3), align_corners=False)
""")

WRONG = wrong_functions("""
F.linear(x, y) <- int:2,3<4 ; 4,3
x @ y <- 2,5,3,4 ; 3,4,2
F.scaled_dot_product_attention(x, y, z) <- 2,3,4 ; 2,5,4 ; 2,6,4
x[1, 7] <- 2,3
x[:, 4] <- 2,3,2
""") + wrong_layers("""
nn.Linear(3, '2') <- 2,3
nn.Linear(4, 3) <- int:2,5,4<3
""")

PRINTED = expressions("""
nn.LayerNorm(3), nn.LayerNorm((3, 4), bias=False), nn.RMSNorm(3), nn.GroupNorm(2, 4), nn.LocalResponseNorm(2)
nn.Embedding(3, 4), nn.Embedding(3, 4, padding_idx=0), nn.Bilinear(1, 2, 3)
nn.GELU(), nn.Softmax(1), nn.LogSoftmax(dim=1), nn.LeakyReLU(), nn.LeakyReLU(0.1, True), nn.ReLU(True), nn.ReLU6(), nn.SiLU(), nn.Tanh()
nn.ELU(), nn.PReLU(), nn.Hardtanh(), nn.Softplus(), nn.GLU(), nn.Hardswish(), nn.Sigmoid(), nn.Identity()
nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.MaxPool1d(2), nn.MaxPool2d(3, 2, 1), nn.PixelShuffle(2)
nn.ConvTranspose2d(1, 2, 3, output_padding=1, stride=2), nn.Conv1d(2, 4, 3, groups=2, dilation=2, padding='same', padding_mode='circular')
nn.Dropout2d(0.2), nn.InstanceNorm2d(3), nn.BatchNorm1d(4, affine=False), nn.LSTM(3, 4, batch_first=True), nn.Sequential()
nn.ModuleList([nn.Linear(1, 2), nn.Linear(1, 2), nn.ReLU()])
Net()
str(Net().half_way), f'{nn.ReLU()}'
""", """class Own(nn.Module):
    def __init__(self):
        super().__init__()
        self.size = 3

    def extra_repr(self):
        return f'size={self.size}'

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.half_way = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.ReLU()))
        self.own, self.nothing = Own(), None
""")

CASES = PRINTED + LAYERS + FUNCTIONS + NETS + VALUES + WORDS + WRONG
