"""What becomes of modules that are changed after they were made, statement by statement."""
from torch_source_cases import programs

CASES = programs("""
# a plain list does not register
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(2, 2)]
len(list(Net().parameters()))

# shared weights count once
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(2, 3), nn.Linear(2, 3)
        self.b.weight = self.a.weight
net = Net()
[n for n, _ in net.named_parameters()], list(net.state_dict()), net.a.weight is net.b.weight

# shared modules count once
m = nn.Linear(2, 2)
net = nn.Sequential(m, nn.ReLU(), m)
[n for n, _ in net.named_parameters()], list(net.state_dict()), [n for n, _ in net.named_modules()]

# named_parameters with duplicates
m = nn.Linear(2, 2, bias=False)
net = nn.Sequential(m, m)
[n for n, _ in net.named_parameters(remove_duplicate=False)]

# reassignment moves nothing in the order
net = nn.Sequential(nn.Linear(1, 2), nn.ReLU())
net.head = nn.Linear(2, 3)
net[0] = nn.Linear(1, 5)
[(n, tuple(p.shape)) for n, p in net.named_parameters()]

# a parameter replaced by None stays known
m = nn.Linear(2, 3)
m.bias = None
[n for n, _ in m.named_parameters()], list(m._parameters)

# a module replaced by a plain value
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)
        self.fc = None
net = Net()
list(net._modules), net.fc, len(list(net.parameters()))

# delattr
net = nn.Sequential(nn.Linear(1, 1))
net.extra = nn.Linear(2, 2)
del net.extra
list(net.state_dict())

# Identity in place of the head
net = nn.Sequential()
net.add_module('body', nn.Linear(2, 3))
net.add_module('fc', nn.Linear(3, 9))
net.fc = nn.Identity()
list(net.state_dict()), [type(m).__name__ for m in net.children()]

# register_parameter and register_module
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter('scale', nn.Parameter(torch.ones(2)))
        self.register_parameter('bias', None)
        self.register_module('fc', nn.Linear(1, 1))
net = Net()
list(net.state_dict()), net.bias

# buffers, persistent or not
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('kept', torch.zeros(2))
        self.register_buffer('lost', torch.zeros(3), persistent=False)
        self.register_buffer('none', None)
        self.plain = torch.zeros(4)
net = Net()
list(net.state_dict()), [n for n, _ in net.named_buffers()], net.none

# a buffer assigned anew stays a buffer
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('mask', torch.zeros(2))
        self.mask = torch.ones(3)
list(Net().state_dict().items())[0][1].tolist()

# a setattr loop and getattr
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        for i in range(2):
            setattr(self, f'block{i + 1}', nn.Linear(i + 1, 2))
            self.add_module('norm%d' % i, nn.LayerNorm(2))
net = Net()
[n for n, _ in net.named_parameters()], getattr(net, 'block2').in_features

# apply reaches children before parents
seen = []
nn.Sequential(nn.Linear(1, 1), nn.Sequential(nn.ReLU())).apply(lambda m: seen.append(type(m).__name__))
seen

# deepcopy has weights of its own
import copy
m = nn.Linear(2, 2)
net = nn.ModuleList([copy.deepcopy(m) for _ in range(2)])
[n for n, _ in net.named_parameters()], net[0].weight is m.weight

# subclass of Sequential with arguments
class ConvBNReLU(nn.Sequential):
    def __init__(self, a, b, k=3):
        super().__init__(nn.Conv2d(a, b, k, padding=(k - 1) // 2, bias=False), nn.BatchNorm2d(b), nn.ReLU6(inplace=True))
list(ConvBNReLU(3, 4).state_dict())

# subclass of Linear
class Linear(nn.Linear):
    def __init__(self, a, b, **kwargs):
        super(Linear, self).__init__(a, b, **kwargs)
        self.extra = nn.Parameter(torch.zeros(b))
[n for n, _ in Linear(2, 3, bias=False).named_parameters()], isinstance(Linear(1, 1), nn.Linear)

# ModuleList append, extend, insert
net = nn.ModuleList()
net.append(nn.Linear(1, 1)).extend([nn.ReLU(), nn.Linear(2, 2)])
net.insert(0, nn.Tanh())
[(n, type(m).__name__) for n, m in net.named_children()]

# Sequential append
net = nn.Sequential(nn.ReLU())
net.append(nn.Linear(1, 1))
list(net.state_dict())

# ModuleDict update and pop
net = nn.ModuleDict()
net['a'] = nn.Linear(1, 1)
net.update({'b': nn.ReLU(), 'c': nn.Tanh()})
net.pop('b')
list(net), list(net.state_dict())

# ParameterDict in a module
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.ParameterDict({'w': nn.Parameter(torch.ones(2)), 'b': nn.Parameter(torch.zeros(1))})
        self.l = nn.ParameterList([nn.Parameter(torch.ones(i)) for i in (1, 2)])
[(n, tuple(p.shape)) for n, p in Net().named_parameters()]

# frozen by name
net = nn.Sequential(nn.Linear(1, 1), nn.Linear(1, 1))
for name, p in net.named_parameters():
    if name.startswith('0'):
        p.requires_grad = False
[p.requires_grad for p in net.parameters()]

# load_state_dict of itself
net = nn.Linear(1, 2)
str(net.load_state_dict(net.state_dict()))

# weights set from numbers
m = nn.Linear(2, 1)
m.weight.data = torch.tensor([[1., 2.]])
m.bias.data.fill_(0.5)
m(torch.tensor([[3., 4.]])).tolist()

# weights copied in under no_grad
m = nn.Linear(2, 1, bias=False)
with torch.no_grad():
    m.weight.copy_(torch.tensor([[1., -1.]]))
m(torch.tensor([3., 4.])).item()

# constant initialisation and the value of the output
m = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
for l in m:
    nn.init.constant_(l.weight, 0.5)
    nn.init.zeros_(l.bias)
m(torch.ones(1, 2)).tolist()

# optimizers and groups
net = nn.Sequential(nn.Linear(1, 2), nn.Linear(2, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
opt.param_groups[0]['lr'], len(opt.param_groups[0]['params']), opt.defaults['momentum']

# optimizer with two groups
net = nn.Sequential(nn.Linear(1, 2), nn.Linear(2, 1))
opt = torch.optim.AdamW([{'params': net[0].parameters()}, {'params': net[1].parameters(), 'lr': 1e-2}], lr=1e-3)
[g['lr'] for g in opt.param_groups], opt.defaults['weight_decay'], opt.defaults['betas']

# hooks do not change anything
m = nn.Linear(1, 1)
h = m.register_forward_hook(lambda mod, i, o: None)
h.remove()
m(torch.zeros(2, 1)).shape

# __call__ goes to forward with keywords
class Net(nn.Module):
    def forward(self, x, *, scale=1):
        return x * scale
Net()(torch.ones(1), scale=3).tolist()

# a property and a method over parameters
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 3)
    @property
    def device(self):
        return next(self.parameters()).device
    def get_num_params(self):
        return sum(p.numel() for p in self.parameters())
Net().device.type, Net().get_num_params()

# a device as a context, as large models are made without memory of their own
with torch.device('cpu') as device:
    net = nn.Linear(3, 2)
with device:
    other = torch.zeros(2, 3)
tuple(net.weight.shape), tuple(other.shape)
""")
