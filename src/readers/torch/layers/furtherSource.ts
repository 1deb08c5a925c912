/** Layers of torch.nn that are seldom used and made of others, in Python of ours. */

export const furtherSource = `
from collections import namedtuple as _namedtuple

_ASMoutput = _namedtuple('ASMoutput', ['output', 'loss'])

class AdaptiveLogSoftmaxWithLoss(Module):
    def __init__(self, in_features, n_classes, cutoffs, div_value=4.0, head_bias=False, device=None, dtype=None):
        super().__init__()
        cutoffs = list(cutoffs)
        if len(cutoffs) == 0:
            raise ValueError('cutoffs should be a sequence of length larger than 0')
        if cutoffs != sorted(cutoffs) or min(cutoffs) <= 0 or max(cutoffs) > n_classes - 1 \\
                or len(set(cutoffs)) != len(cutoffs) or any(int(c) != c for c in cutoffs):
            raise ValueError('cutoffs should be a sequence of unique, positive integers sorted in an increasing order, '
                             'where each value is between 1 and n_classes-1')
        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = cutoffs + [n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = self.cutoffs[0]
        self.n_clusters = len(self.cutoffs) - 1
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = nn.Linear(in_features, self.head_size, bias=head_bias)
        self.tail = nn.ModuleList()
        for i in range(self.n_clusters):
            hidden = int(in_features // (div_value ** (i + 1)))
            size = self.cutoffs[i + 1] - self.cutoffs[i]
            self.tail.append(nn.Sequential(nn.Linear(in_features, hidden, bias=False), nn.Linear(hidden, size, bias=False)))

    def reset_parameters(self):
        pass

    def forward(self, input_, target_):
        rows = input_ if input_.ndim > 1 else input_.unsqueeze(0)
        wanted = target_ if target_.ndim > 0 else target_.unsqueeze(0)
        output = self.log_prob(rows).gather(1, wanted.unsqueeze(1)).squeeze(1)
        loss = (-output).mean()
        return _ASMoutput(output if input_.ndim > 1 else output.squeeze(0), loss)

    def log_prob(self, input):
        head = F.log_softmax(self.head(input), dim=1)
        parts = [head[:, :self.shortlist_size]]
        for i, tail in enumerate(self.tail):
            parts.append(F.log_softmax(tail(input), dim=1) + head[:, self.shortlist_size + i].unsqueeze(1))
        return torch.cat(parts, 1)

    def predict(self, input):
        return self.log_prob(input).argmax(dim=1)

class CrossMapLRN2d(Module):
    def __init__(self, size, alpha=0.0001, beta=0.75, k=1):
        super().__init__()
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k

    def forward(self, input):
        if input.dim() != 4:
            raise ValueError(f'CrossMapLRN2d: Expected input to be 4D, got {input.dim()}D instead.')
        channels = input.size(1)
        reach = int((self.size - 1) / 2 + 1)
        row = [1.0 if place < reach else 0.0 for place in range(channels)]
        rows = [list(row)]
        for place in range(1, channels):
            if place < channels - reach + 1:
                row[place + reach - 1] += 1.0
            if place > reach:
                row[place - reach] -= 1.0
            rows.append(list(row))
        sums = torch.einsum('oc,nchw->nohw', torch.tensor(rows), input * input)
        return input * (self.k + self.alpha / self.size * sums) ** -self.beta

    def extra_repr(self):
        return f'{self.size}, alpha={self.alpha}, beta={self.beta}, k={self.k}'

_layer(CrossMapLRN2d, 'local-response-norm')
`;
