"""Systems of equations and determinants; every optimizer, schedule, set of data, helper and start by its name."""
from torch_source_cases import expressions, functions, programs, starts, wrong_expressions, wrong_functions

SYSTEMS = functions("""
torch.linalg.slogdet(x + 3 * torch.eye(3)).logabsdet <- 3,3
torch.slogdet(x - 3 * torch.eye(3))[1] <- 2,3,3
x.slogdet()[1] <- 3,3
torch.logdet(x + 3 * torch.eye(3)) <- 3,3
(x + 3 * torch.eye(3)).logdet() <- 3,3
torch.det(x) <- 2,3,3
x.det() <- 2,2
torch.linalg.inv(x + 3 * torch.eye(3)) <- 2,3,3
(x + 3 * torch.eye(3)).inverse() <- 3,3
torch.linalg.solve(x + 3 * torch.eye(3), y) <- 3,3 ; 3
torch.linalg.solve(x + 3 * torch.eye(3), y) <- 3,3 ; 2,3,2
torch.linalg.solve(x + 3 * torch.eye(3), y, left=False) <- 3,3 ; 2,3
torch.linalg.solve_triangular(x + 3 * torch.eye(3), y, upper=True) <- 3,3 ; 3,2
torch.linalg.solve_triangular(x, y, upper=False, unitriangular=True) <- 3,3 ; 3,2
torch.linalg.cholesky(x @ x.T + 3 * torch.eye(3)) <- 3,3
torch.cholesky(x @ x.mT + 3 * torch.eye(3)) <- 2,3,3
(x @ x.T + 3 * torch.eye(3)).cholesky() <- 3,3
torch.cholesky_solve(y, torch.linalg.cholesky(x @ x.T + 3 * torch.eye(3))) <- 3,3 ; 3,2
y.cholesky_solve(x.tril() + 3 * torch.eye(3)) <- 3,3 ; 3,2
torch.cholesky_inverse(x.tril() + 3 * torch.eye(3)) <- 3,3
(x.tril() + 3 * torch.eye(3)).cholesky_inverse() <- 3,3
x.matrix_power(2) <- 3,3
x.cov() <- 3,5
x.corrcoef() <- 3,5
x.histc(3, -1, 1) * x[0] <- 2,3
torch.histc(x, 3, -0.5, 0.5) * x[0] <- 2,3
torch.tensor([1, 1, 2, 1]).unique_consecutive() * x <- 3
""")

WRONG = wrong_functions("""
torch.linalg.det(x) <- 2,3
torch.det(x) <- 3
torch.linalg.inv(x) <- 2,3
torch.inverse(x) <- 3
torch.linalg.slogdet(x) <- 3,2
torch.linalg.cholesky(x) <- 2,3
torch.linalg.solve(x, y) <- 2,3 ; 2,1
torch.linalg.solve(x, y) <- 3,3 ; 2,2
torch.linalg.det(x) <- int:3,3<5
x.mT <- 3
x.H <- 2,3,4
x.imag <- 2,3
torch.linalg.matrix_power(x, 2) <- 2,3
x.type('no') <- 2,3
F.cosine_similarity(x, y) <- 2,3 ; 2,4
F.pairwise_distance(x, y) <- 2,3 ; 2,4
nn.PairwiseDistance()(x, y) <- 2,3 ; 4,3
torch.cdist(x, y) <- 2,3 ; 2,4
torch.randn(2, -1) + x <- 2,3
torch.randint(5, 2, (2,)) + x <- 2,3
nn.init.xavier_uniform_(x) <- 3
nn.init.eye_(x) <- 3
nn.init.dirac_(x) <- 2,3
nn.init.orthogonal_(x) <- 3
nn.init.calculate_gain('no') * x <- 2,3
""")

BEFORE = """from torch.utils.data import *
from torch.utils.data import default_collate, default_convert, get_worker_info

net = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
optimizer = torch.optim.SGD(net.parameters(), lr=0.5, momentum=0.9)
rates = torch.optim.lr_scheduler
data = TensorDataset(torch.arange(10.).view(5, 2), torch.arange(5))
"""

OPTIMIZERS = expressions("\n".join(
    f"torch.optim.{name}(net.parameters()).defaults['lr'], sorted(torch.optim.{name}(net.parameters()).defaults)"
    for name in "SGD Adam AdamW SparseAdam Adamax NAdam RAdam RMSprop Adagrad Adadelta ASGD Rprop LBFGS Adafactor".split()
) + "\ntorch.optim.Muon([nn.Linear(2, 3).weight]).defaults['momentum']\n", BEFORE)

SCHEDULES = expressions("""
isinstance(torch.optim.lr_scheduler.StepLR(optimizer, 3), torch.optim.lr_scheduler.LRScheduler)
torch.optim.lr_scheduler.MultiStepLR(optimizer, [2, 4]).get_last_lr()
torch.optim.lr_scheduler.ConstantLR(optimizer).get_last_lr()
torch.optim.lr_scheduler.LinearLR(optimizer).get_last_lr()
torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9).get_last_lr()
torch.optim.lr_scheduler.PolynomialLR(optimizer).get_last_lr()
torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, 5).get_last_lr()
torch.optim.lr_scheduler.MultiplicativeLR(optimizer, lambda epoch: 0.9).get_last_lr()
torch.optim.lr_scheduler.CyclicLR(optimizer, 0.1, 1.0).get_last_lr()
torch.optim.lr_scheduler.OneCycleLR(optimizer, 1.0, total_steps=10).get_last_lr()
torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer).patience
torch.optim.lr_scheduler.SequentialLR(optimizer, [torch.optim.lr_scheduler.StepLR(optimizer, 3), torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.9)], [4]).get_last_lr()
torch.optim.lr_scheduler.ChainedScheduler([torch.optim.lr_scheduler.StepLR(optimizer, 3)]).get_last_lr()
""", BEFORE)

DATA = expressions("""
len(torch.utils.data.Subset(data, [0, 2])), torch.utils.data.Subset(data, [0, 2])[1][1].item()
len(torch.utils.data.ConcatDataset([data, data])), torch.utils.data.ConcatDataset([data, data])[6][1].item()
len(torch.utils.data.StackDataset(data, data))
issubclass(torch.utils.data.ChainDataset, torch.utils.data.IterableDataset), issubclass(torch.utils.data.IterableDataset, torch.utils.data.Dataset)
list(torch.utils.data.SequentialSampler(data)), isinstance(torch.utils.data.SequentialSampler(data), torch.utils.data.Sampler)
len(torch.utils.data.RandomSampler(data)), len(torch.utils.data.SubsetRandomSampler([1, 3]))
len(torch.utils.data.WeightedRandomSampler([0.5, 0.5], 4)), len(torch.utils.data.DistributedSampler(data, 2, 0))
list(torch.utils.data.BatchSampler(torch.utils.data.SequentialSampler(data), 2, False))
[part.shape for part in torch.utils.data.default_collate([data[0], data[1]])]
torch.utils.data.default_convert([1, 2]), torch.utils.data.get_worker_info()
""", BEFORE)

HELPERS = expressions("""
torch.nn.utils.remove_spectral_norm(torch.nn.utils.spectral_norm(nn.Linear(2, 3))).weight.shape
torch.nn.utils.clip_grad_value_ is not None, torch.nn.utils.clip_grad_norm(net.parameters(), 0.5).shape
torch.nn.utils.get_total_norm([torch.ones(4)]), torch.nn.utils.clip_grads_with_norm_(net.parameters(), 1.0, torch.tensor(2.0))
torch.nn.utils.vector_to_parameters(torch.zeros(15), net.parameters())
torch.nn.utils.skip_init(nn.Linear, 2, 3).weight.shape
torch.nn.utils.fuse_conv_bn_eval(nn.Conv2d(2, 3, 1).eval(), nn.BatchNorm2d(3).eval()).bias.shape
torch.nn.utils.fuse_linear_bn_eval(nn.Linear(2, 3).eval(), nn.BatchNorm1d(3).eval()).weight.shape
torch.nn.utils.rnn.invert_permutation(torch.tensor([2, 0, 1])).tolist()
[one.shape for one in torch.nn.utils.rnn.unpad_sequence(torch.zeros(3, 2, 1), torch.tensor([3, 2]))]
torch.zeros(2).register_post_accumulate_grad_hook is not None, torch.zeros(2).cpu().shape, torch.is_same_size(torch.zeros(2), torch.ones(2))
torch.zeros(2, requires_grad=True).sum().backward()
issubclass(torch.distributions.Laplace, torch.distributions.Distribution), torch.distributions.Laplace(0.0, 1.0).mean
torch.distributions.Uniform(0.0, 2.0).mean, torch.distributions.Exponential(2.0).mean, torch.distributions.Bernoulli(0.25).mean
torch.distributions.OneHotCategorical(torch.ones(3)).probs, torch.distributions.Independent(torch.distributions.Normal(torch.zeros(2), 1.0), 1).event_shape
""", BEFORE)

# The names without an underscore are deprecated and do the same.
STARTS = starts("""
nn.Linear(100, 200);; nn.init.uniform(m.weight)
nn.Linear(100, 200);; nn.init.normal(m.weight)
nn.Linear(100, 200);; nn.init.constant(m.weight, 0.5)
nn.Linear(100, 200);; nn.init.eye(m.weight)
nn.Conv1d(8, 8, 3);; nn.init.dirac(m.weight)
nn.Linear(100, 200);; nn.init.xavier_uniform(m.weight)
nn.Linear(100, 200);; nn.init.xavier_normal(m.weight)
nn.Linear(100, 200);; nn.init.kaiming_uniform(m.weight)
nn.Linear(100, 200);; nn.init.kaiming_normal(m.weight)
nn.Linear(100, 200);; nn.init.orthogonal(m.weight)
nn.Linear(100, 200);; nn.init.sparse(m.weight, 0.1)
""")

TYPES = programs("""
# the types of a module's floats
net = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
half = net.half()[0].weight.dtype
net.double()
net[0].weight.dtype, net[1].running_mean.dtype, net[1].num_batches_tracked.dtype, half, net.to(torch.bfloat16)[0].bias.dtype, net.float()[0].bias.dtype
""")

# A Variable is a tensor of its own, without the history of what it is given.
VARIABLES = functions("""
torch.autograd.Variable(x) * x <- 2,3
x[0] * torch.autograd.Variable(x, requires_grad=True).requires_grad <- 2,3
""") + expressions("""
torch.autograd.Variable(torch.ones(2)).requires_grad, torch.autograd.Variable(torch.ones(2), requires_grad=True).requires_grad
torch.autograd.Variable(nn.Linear(2, 3).weight).requires_grad, type(torch.autograd.Variable(nn.Linear(2, 3).weight)).__name__
""") + wrong_expressions("""
torch.autograd.Variable([1.0, 2.0])
""")

CASES = VARIABLES + SYSTEMS + WRONG + OPTIMIZERS + SCHEDULES + DATA + HELPERS + STARTS + TYPES
