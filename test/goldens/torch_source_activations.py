"""Activations and softmax as layers, functions and methods."""
from torch_source_cases import functions, layers, nets

LAYERS = layers("""
nn.ReLU() <- 2,5
nn.ReLU(inplace=True) <- 2,5
nn.ReLU6() <- 2,5
nn.LeakyReLU() <- 2,5
nn.LeakyReLU(0.2) <- 2,5
nn.LeakyReLU(negative_slope=0.1, inplace=True) <- 2,3,4
nn.PReLU() <- 2,5
nn.PReLU(num_parameters=3, init=0.1) <- 2,3,4,4
nn.RReLU() <- 2,5
nn.RReLU(0.1, 0.2) <- 2,5
nn.ELU() <- 2,5
nn.ELU(alpha=0.5) <- 2,5
nn.SELU() <- 2,5
nn.CELU() <- 2,5
nn.CELU(0.5) <- 2,5
nn.GELU() <- 2,5
nn.GELU(approximate='tanh') <- 2,5
nn.SiLU() <- 2,5
nn.SiLU(inplace=True) <- 2,5
nn.Mish() <- 2,5
nn.Sigmoid() <- 2,5
nn.LogSigmoid() <- 2,5
nn.Tanh() <- 2,5
nn.Tanhshrink() <- 2,5
nn.Hardtanh() <- 2,5
nn.Hardtanh(-0.3, 0.4) <- 2,5
nn.Hardtanh(min_val=0.0, max_val=0.5) <- 2,5
nn.Hardsigmoid() <- 2,5
nn.Hardswish() <- 2,5
nn.Hardshrink() <- 2,5
nn.Hardshrink(0.2) <- 2,5
nn.Softshrink() <- 2,5
nn.Softshrink(lambd=0.1) <- 2,5
nn.Softplus() <- 2,5
nn.Softplus(beta=2, threshold=1) <- 2,5
nn.Softsign() <- 2,5
nn.Threshold(0.1, -2) <- 2,5
nn.GLU() <- 2,6
nn.GLU(dim=1) <- 2,6,3
nn.Softmax(dim=1) <- 2,5
nn.Softmax(dim=-1) <- 2,3,4
nn.Softmax() <- 2,5
nn.Softmax(0) <- 3,4
nn.Softmax2d() <- 2,3,4,4
nn.Softmin(dim=1) <- 2,5
nn.LogSoftmax(dim=1) <- 2,5
nn.LogSoftmax(-1) <- 2,3,4
nn.Sequential(nn.Linear(4, 5), nn.ReLU(inplace=True), nn.Linear(5, 3), nn.Softmax(dim=-1)) <- 2,4
""")

FUNCTIONS = functions("""
F.relu(x) <- 2,5
F.relu(x, inplace=True) <- 2,5
F.relu_(x) <- 2,5
F.relu6(x * 8) <- 2,5
F.leaky_relu(x) <- 2,5
F.leaky_relu(x, 0.2) <- 2,5
F.leaky_relu(x, negative_slope=0.1) <- 2,5
F.leaky_relu_(x, 0.3) <- 2,5
F.prelu(x, torch.tensor([0.25])) <- 2,5
F.prelu(x, y) <- 2,3,4 ; 3
F.rrelu(x) <- 2,5
F.elu(x) <- 2,5
F.elu(x, alpha=2.0) <- 2,5
F.elu_(x) <- 2,5
F.selu(x) <- 2,5
F.celu(x, 0.7) <- 2,5
F.gelu(x) <- 2,5
F.gelu(x, approximate='tanh') <- 2,5
F.gelu(x, approximate='none') <- 2,5
F.silu(x) <- 2,5
F.silu(x, inplace=True) <- 2,5
F.mish(x) <- 2,5
F.sigmoid(x) <- 2,5
F.logsigmoid(x) <- 2,5
F.tanh(x) <- 2,5
F.tanhshrink(x) <- 2,5
F.hardtanh(x) <- 2,5
F.hardtanh(x, 0., 0.6) <- 2,5
F.hardtanh(x, min_val=-0.2, max_val=0.2) <- 2,5
F.hardsigmoid(x * 5) <- 2,5
F.hardswish(x * 5) <- 2,5
F.hardshrink(x, 0.3) <- 2,5
F.softshrink(x, 0.3) <- 2,5
F.softplus(x) <- 2,5
F.softplus(x * 9, beta=3) <- 2,5
F.softplus(x, 2, 1) <- 2,5
F.softsign(x) <- 2,5
F.threshold(x, 0.2, 0.7) <- 2,5
F.glu(x) <- 2,6
F.glu(x, dim=1) <- 2,4,3
F.softmax(x, dim=1) <- 2,5
F.softmax(x, -1) <- 2,3,4
F.softmax(x, dim=-1, dtype=torch.float32) <- 2,5
F.softmax(x, dim=0) <- 3,4
F.softmin(x, dim=1) <- 2,5
F.log_softmax(x, dim=1) <- 2,5
F.log_softmax(x, -1) <- 2,3,4
F.dropout(x, 0.5, training=False) <- 2,5
F.dropout(x, p=0.5, training=self.training) <- 2,5
F.dropout(x, 0.5, self.training, True) <- 2,5
F.dropout2d(x, 0.3, training=self.training) <- 2,3,4,4
F.dropout1d(x, 0.3, self.training) <- 2,3,4
F.alpha_dropout(x, 0.3, training=False) <- 2,5
F.feature_alpha_dropout(x, 0.3, self.training) <- 2,3,4
torch.relu(x) <- 2,5
torch.relu_(x) <- 2,5
torch.sigmoid(x) <- 2,5
torch.tanh(x) <- 2,5
torch.softmax(x, dim=1) <- 2,5
torch.softmax(x, 0) <- 2,5
torch.log_softmax(x, dim=-1) <- 2,5
torch.selu(x) <- 2,5
torch.celu(x) <- 2,5
torch.prelu(x, y) <- 2,3 ; 3
torch.nn.functional.relu(x) <- 2,5
torch.special.expit(x) <- 2,5
torch.special.logit(x * 0.4 + 0.5) <- 2,5
torch.special.erf(x) <- 2,5
torch.special.softmax(x, 1) <- 2,5
x.relu() <- 2,5
x.relu_() <- 2,5
x.sigmoid() <- 2,5
x.sigmoid_() <- 2,5
x.tanh() <- 2,5
x.tanh_() <- 2,5
x.softmax(dim=-1) <- 2,5
x.softmax(1) <- 2,3,4
x.log_softmax(dim=1) <- 2,5
x.hardshrink(0.2) <- 2,5
x * torch.sigmoid(1.702 * x) <- 2,5
x * x.tanh().exp().log1p() <- 2,5
0.5 * x * (1 + torch.erf(x / math.sqrt(2.0))) <- 2,5
0.5 * x * (1.0 + torch.tanh(math.sqrt(2.0 / math.pi) * (x + 0.044715 * torch.pow(x, 3.0)))) <- 2,5
F.gumbel_softmax(x, dim=-1).shape[1] * x <- 2,5
F.normalize(F.relu(x), dim=-1) <- 2,5
F.gelu(x.transpose(0, 1)).transpose(0, 1) <- 2,5
getattr(F, 'relu')(x) <- 2,5
{'relu': F.relu, 'gelu': F.gelu}['gelu'](x) <- 2,5
(F.relu if x.dim() == 2 else F.gelu)(x) <- 2,5
""")

NETS = nets("""
# one PReLU used twice <- 2,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.PReLU()
        self.fc = nn.Linear(5, 4)

    def forward(self, x):
        return self.act(self.fc(self.act(x)))

# activation chosen by name from nn <- 2,5
class Net(nn.Module):
    def __init__(self, act='LeakyReLU'):
        super().__init__()
        self.act = getattr(nn, act)(0.3)
        self.fc = nn.Linear(5, 4)

    def forward(self, x):
        return self.act(self.fc(x))

# activation class passed as an argument <- 2,5
class Block(nn.Module):
    def __init__(self, act=nn.GELU):
        super().__init__()
        self.fc = nn.Linear(5, 5)
        self.act = act()

    def forward(self, x):
        return x + self.act(self.fc(x))

class Net(nn.Sequential):
    def __init__(self):
        super().__init__(Block(), Block(nn.SiLU))

# activation dictionary of modules <- 2,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.acts = nn.ModuleDict([['lrelu', nn.LeakyReLU()], ['prelu', nn.PReLU(init=0.3)]])
        self.fc = nn.Linear(5, 5)

    def forward(self, x):
        return self.acts['prelu'](self.fc(self.acts['lrelu'](x)))

# activation with a learned beta <- 2,5
class Swish(nn.Module):
    def __init__(self):
        super().__init__()
        self.beta = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return x * torch.sigmoid(self.beta * x)

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = Swish()

    def forward(self, x):
        return self.act(x)

# maxout over pieces <- 2,6
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(6, 12)

    def forward(self, x):
        return self.fc(x).view(x.size(0), 4, 3).max(dim=-1).values
""")

CASES = LAYERS + FUNCTIONS + NETS
