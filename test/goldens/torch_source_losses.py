"""Losses as layers and as functions, with every reduction."""
from torch_source_cases import functions, layers, nets

LAYERS = layers("""
nn.L1Loss() <- 2,3 ; 2,3
nn.L1Loss(reduction='sum') <- 2,3 ; 2,3
nn.MSELoss() <- 2,3 ; 2,3
nn.MSELoss(reduction='sum') <- 2,3 ; 2,3
nn.MSELoss(reduction='none') <- 2,3 ; 2,3
nn.SmoothL1Loss() <- 2,3 ; 2,3
nn.SmoothL1Loss(beta=0.3, reduction='sum') <- 2,3 ; 2,3
nn.HuberLoss() <- 2,3 ; 2,3
nn.HuberLoss(delta=0.4, reduction='none') <- 2,3 ; 2,3
nn.CrossEntropyLoss() <- 4,3 ; int:4<3
nn.CrossEntropyLoss(reduction='sum') <- 4,3 ; int:4<3
nn.CrossEntropyLoss(reduction='none') <- 4,3 ; int:4<3
nn.CrossEntropyLoss(label_smoothing=0.1) <- 4,3 ; int:4<3
nn.CrossEntropyLoss(ignore_index=0) <- 4,3 ; int:4<3
nn.CrossEntropyLoss(weight=torch.tensor([0.2, 0.5, 0.3])) <- 4,3 ; int:4<3
nn.CrossEntropyLoss(weight=torch.tensor([1., 2., 3.]), label_smoothing=0.2, reduction='sum') <- 4,3 ; int:4<3
nn.CrossEntropyLoss() <- 2,3,4,4 ; int:2,4,4<3
nn.BCEWithLogitsLoss() <- 2,3 ; zeros:2,3
nn.BCEWithLogitsLoss(pos_weight=torch.tensor([1., 2., 3.])) <- 2,3 ; 2,3
nn.BCEWithLogitsLoss(reduction='none') <- 2,3 ; 2,3
nn.KLDivLoss() <- 2,3 ; 2,3
nn.MultiLabelSoftMarginLoss() <- 2,3 ; zeros:2,3
nn.PoissonNLLLoss() <- 2,3 ; zeros:2,3
nn.PoissonNLLLoss(log_input=True, full=False, reduction='sum') <- 2,3 ; 2,3
nn.TripletMarginLoss() <- 2,3 ; 2,3 ; 2,3
nn.TripletMarginLoss(margin=0.5, p=1, reduction='sum') <- 4,3 ; 4,3 ; 4,3
nn.MultiMarginLoss() <- 4,3 ; int:4<3
nn.MultiMarginLoss(p=2, margin=0.5) <- 4,3 ; int:4<3
""")

FUNCTIONS = functions("""
F.l1_loss(x, y) <- 2,3 ; 2,3
F.l1_loss(x, y, reduction='none') <- 2,3 ; 2,3
F.mse_loss(x, y) <- 2,3 ; 2,3
F.mse_loss(x, y, reduction='sum') <- 2,3 ; 2,3
F.mse_loss(x, y.detach()) <- 2,3 ; 2,3
F.smooth_l1_loss(x, y, beta=0.5) <- 2,3 ; 2,3
F.huber_loss(x, y, delta=0.2) <- 2,3 ; 2,3
F.cross_entropy(x, y) <- 4,3 ; int:4<3
F.cross_entropy(x, y, reduction='sum') <- 4,3 ; int:4<3
F.cross_entropy(x.view(-1, 3), y.view(-1), ignore_index=-1) <- 2,4,3 ; int:2,4<3
F.cross_entropy(x.transpose(1, 2), y) <- 2,4,3 ; int:2,4<3
F.cross_entropy(x, F.softmax(y, dim=1)) <- 4,3 ; 4,3
F.cross_entropy(x, y, label_smoothing=0.1, ignore_index=2) <- 4,3 ; int:4<3
F.cross_entropy(x, y, weight=torch.ones(3)) <- 4,3 ; int:4<3
F.nll_loss(F.log_softmax(x, dim=1), y) <- 4,3 ; int:4<3
F.nll_loss(F.log_softmax(x, 1), y, reduction='none') <- 4,3 ; int:4<3
F.nll_loss(F.log_softmax(x, 1), y, weight=torch.tensor([1., 2., 3.]), reduction='sum') <- 4,3 ; int:4<3
F.nll_loss(x, y) <- 2,3,4,4 ; int:2,4,4<3
F.binary_cross_entropy(torch.sigmoid(x), torch.sigmoid(y)) <- 2,3 ; 2,3
F.binary_cross_entropy(torch.sigmoid(x), (y > 0).float(), reduction='sum') <- 2,3 ; 2,3
F.binary_cross_entropy(torch.sigmoid(x), torch.ones_like(x), weight=torch.tensor([1., 2., 3.])) <- 2,3
F.binary_cross_entropy_with_logits(x, torch.ones_like(x)) <- 2,3
F.binary_cross_entropy_with_logits(x, (y > 0).float(), pos_weight=torch.tensor(2.)) <- 2,3 ; 2,3
F.binary_cross_entropy_with_logits(x, y.abs(), reduction='sum') <- 2,3 ; 2,3
F.kl_div(F.log_softmax(x, -1), F.softmax(y, -1), reduction='batchmean') <- 2,3 ; 2,3
F.kl_div(F.log_softmax(x, -1), F.log_softmax(y, -1), log_target=True, reduction='sum') <- 2,3 ; 2,3
F.kl_div(F.log_softmax(x, -1), F.softmax(y, -1), reduction='none') <- 2,3 ; 2,3
F.poisson_nll_loss(x, y.abs()) <- 2,3 ; 2,3
F.poisson_nll_loss(x.abs(), y.abs(), log_input=False) <- 2,3 ; 2,3
F.gaussian_nll_loss(x, y, z.abs() + 0.1) <- 2,3 ; 2,3 ; 2,3
F.gaussian_nll_loss(x, y, z.abs() + 0.1, full=True, reduction='sum') <- 2,3 ; 2,3 ; 2,3
F.hinge_embedding_loss(x, torch.tensor([1., -1., 1.])) <- 2,3
F.soft_margin_loss(x, torch.tensor([1., -1., 1.]).expand(2, 3)) <- 2,3
F.margin_ranking_loss(x, y, torch.tensor([1., -1., 1.]), margin=0.1) <- 3 ; 3
F.cosine_embedding_loss(x, y, torch.tensor([1., -1.])) <- 2,3 ; 2,3
F.cosine_embedding_loss(x, y, torch.tensor([1., -1.]), margin=0.2, reduction='none') <- 2,3 ; 2,3
F.triplet_margin_loss(x, y, z, margin=0.2, swap=True) <- 2,3 ; 2,3 ; 2,3
F.triplet_margin_with_distance_loss(x, y, z) <- 2,3 ; 2,3 ; 2,3
F.multi_margin_loss(x, y) <- 4,3 ; int:4<3
F.multilabel_margin_loss(x, torch.tensor([[2, -1, 0], [0, 1, -1]])) <- 2,3
F.multilabel_soft_margin_loss(x, (y > 0).float()) <- 2,3 ; 2,3
F.ctc_loss(x.log_softmax(2), torch.tensor([[1, 2], [2, 2]]), (5, 5), (2, 2)) <- 5,2,4
((x - y) ** 2).mean() <- 2,3 ; 2,3
-(F.log_softmax(x, 1) * F.one_hot(y, 3)).sum(1).mean() <- 4,3 ; int:4<3
1 - (2 * (x.sigmoid() * y.sigmoid()).sum() + 1) / (x.sigmoid().sum() + y.sigmoid().sum() + 1) <- 2,1,3,3 ; 2,1,3,3
-0.5 * torch.sum(1 + y - x.pow(2) - y.exp()) <- 2,3 ; 2,3
-torch.mean(torch.sum(torch.log_softmax(x, dim=1).gather(1, y.unsqueeze(1)), dim=1)) <- 4,3 ; int:4<3
F.logsigmoid((x * y).sum(-1)).neg().mean() <- 2,3 ; 2,3
""")

NETS = nets("""
# NLLLoss of log probabilities <- 4,5 ; int:4<3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(5, 3)
        self.loss = nn.NLLLoss()

    def forward(self, x, y):
        return self.loss(F.log_softmax(self.fc(x), dim=1), y)

# BCELoss of probabilities, weighted <- 4,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(5, 1)
        self.loss = nn.BCELoss(reduction='sum')

    def forward(self, x):
        return self.loss(torch.sigmoid(self.fc(x)).squeeze(1), torch.tensor([0., 1., 1., 0.]))

# GaussianNLLLoss of two heads <- 4,5 ; 4,2
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean, self.log_var = nn.Linear(5, 2), nn.Linear(5, 2)
        self.loss = nn.GaussianNLLLoss(eps=1e-4)

    def forward(self, x, y):
        return self.loss(self.mean(x), y, self.log_var(x).exp())

# margin losses with a target of signs <- 4,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(5, 4)
        self.rank = nn.MarginRankingLoss(margin=0.2)
        self.cosine = nn.CosineEmbeddingLoss()

    def forward(self, x):
        h = self.fc(x)
        signs = torch.tensor([1., -1., 1., -1.])
        return self.rank(h[:, 0], h[:, 1], signs) + self.cosine(h[:, :2], h[:, 2:], signs)

# output and loss as nanoGPT gives them <- int:2,4<7 ; int:2,4<7
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(7, 5)
        self.head = nn.Linear(5, 7)

    def forward(self, idx, targets=None):
        logits = self.head(self.wte(idx))
        if targets is None:
            loss = None
        else:
            B, T, C = logits.shape
            loss = F.cross_entropy(logits.view(B * T, C), targets.view(B * T))
        return logits, loss

# CTC loss as a layer <- 6,2,5
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(5, 4)
        self.loss = nn.CTCLoss(blank=0, zero_infinity=True)

    def forward(self, x):
        target = torch.tensor([[1, 2, 3], [3, 1, 2]], dtype=torch.long)
        lengths = torch.full((2,), 6, dtype=torch.long)
        return self.loss(self.fc(x).log_softmax(2), target, lengths, torch.tensor([3, 2]))

# adaptive softmax <- 4,6 ; int:4<20
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.AdaptiveLogSoftmaxWithLoss(6, 20, cutoffs=[5, 12])

    def forward(self, x, y):
        out = self.head(x, y)
        return out.output, out.loss
""")

CASES = LAYERS + FUNCTIONS + NETS
