/** torch.distributions, in Python of ours: the laws that models draw from and score with. `_torch` and `_F` are torch and torch.nn.functional. */

export const distributionsSource = `
from math import log as _log, pi as _pi, prod as _prod

def _tensors(*values):
    like = [value for value in values if isinstance(value, _torch.Tensor)]
    made = [value if isinstance(value, _torch.Tensor) else _torch.tensor(float(value)) for value in values]
    return _torch.broadcast_tensors(*made) if like or len(made) > 1 else made

def _clamped(probs):
    return probs.clamp(min=1.1920929e-07, max=1 - 1.1920929e-07)

class Distribution:
    has_rsample = False
    arg_constraints = {}
    def __init__(self, batch_shape=(), event_shape=(), validate_args=None):
        self.batch_shape, self.event_shape = _torch.Size(batch_shape), _torch.Size(event_shape)
    @staticmethod
    def set_default_validate_args(value):
        pass
    def _extended_shape(self, sample_shape=()):
        return tuple(sample_shape) + tuple(self.batch_shape) + tuple(self.event_shape)
    def sample(self, sample_shape=()):
        return self.rsample(sample_shape).detach()
    def sample_n(self, n):
        return self.sample((n,))
    def rsample(self, sample_shape=()):
        raise NotImplementedError
    def log_prob(self, value):
        raise NotImplementedError
    @property
    def stddev(self):
        return self.variance.sqrt()
    def perplexity(self):
        return self.entropy().exp()

class Normal(Distribution):
    has_rsample = True
    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = _tensors(loc, scale)
        super().__init__(self.loc.shape)
    @property
    def mean(self):
        return self.loc
    mode = mean
    @property
    def stddev(self):
        return self.scale
    @property
    def variance(self):
        return self.scale.pow(2)
    def rsample(self, sample_shape=()):
        return self.loc + _torch.randn(self._extended_shape(sample_shape)) * self.scale
    def log_prob(self, value):
        return -((value - self.loc) ** 2) / (2 * self.scale ** 2) - self.scale.log() - 0.5 * _log(2 * _pi)
    def entropy(self):
        return 0.5 + 0.5 * _log(2 * _pi) + self.scale.log()
    def cdf(self, value):
        return 0.5 * (1 + _torch.erf((value - self.loc) / self.scale / 2 ** 0.5))

class Laplace(Normal):
    @property
    def stddev(self):
        return 2 ** 0.5 * self.scale
    @property
    def variance(self):
        return 2 * self.scale.pow(2)
    def rsample(self, sample_shape=()):
        uniform = _torch.rand(self._extended_shape(sample_shape)) * 2 - 1
        return self.loc - self.scale * uniform.sign() * _torch.log1p(-uniform.abs().clamp(max=1 - 1e-7))
    def log_prob(self, value):
        return -(2 * self.scale).log() - (value - self.loc).abs() / self.scale
    def entropy(self):
        return 1 + (2 * self.scale).log()

class Uniform(Distribution):
    has_rsample = True
    def __init__(self, low, high, validate_args=None):
        self.low, self.high = _tensors(low, high)
        super().__init__(self.low.shape)
    @property
    def mean(self):
        return (self.high + self.low) / 2
    @property
    def variance(self):
        return (self.high - self.low).pow(2) / 12
    def rsample(self, sample_shape=()):
        return self.low + _torch.rand(self._extended_shape(sample_shape)) * (self.high - self.low)
    def log_prob(self, value):
        inside = (self.low <= value) & (self.high > value)
        return inside.to(self.low.dtype).log() - (self.high - self.low).log()
    def entropy(self):
        return (self.high - self.low).log()

class Exponential(Distribution):
    has_rsample = True
    def __init__(self, rate, validate_args=None):
        self.rate = rate if isinstance(rate, _torch.Tensor) else _torch.tensor(float(rate))
        super().__init__(self.rate.shape)
    @property
    def mean(self):
        return self.rate.reciprocal()
    stddev = mean
    @property
    def variance(self):
        return self.rate.pow(-2)
    def rsample(self, sample_shape=()):
        return -_torch.log1p(-_torch.rand(self._extended_shape(sample_shape)).clamp(max=1 - 1e-7)) / self.rate
    def log_prob(self, value):
        return self.rate.log() - self.rate * value
    def entropy(self):
        return 1.0 - self.rate.log()

class _FromLogits(Distribution):
    def _read(self, probs, logits):
        if (probs is None) == (logits is None):
            raise ValueError('Either \`probs\` or \`logits\` must be specified, but not both.')
        given = logits if probs is None else probs
        return given if isinstance(given, _torch.Tensor) else _torch.tensor(float(given))

class Bernoulli(_FromLogits):
    def __init__(self, probs=None, logits=None, validate_args=None):
        given = self._read(probs, logits)
        self.probs = given if logits is None else given.sigmoid()
        self.logits = given if probs is None else _clamped(given).log() - _torch.log1p(-_clamped(given))
        super().__init__(given.shape)
    @property
    def mean(self):
        return self.probs
    @property
    def variance(self):
        return self.probs * (1 - self.probs)
    def sample(self, sample_shape=()):
        return _torch.bernoulli(self.probs.detach().expand(self._extended_shape(sample_shape)))
    def log_prob(self, value):
        return -_F.binary_cross_entropy_with_logits(*_torch.broadcast_tensors(self.logits, value), reduction='none')
    def entropy(self):
        return _F.binary_cross_entropy_with_logits(self.logits, self.probs, reduction='none')

class Categorical(_FromLogits):
    def __init__(self, probs=None, logits=None, validate_args=None):
        given = self._read(probs, logits)
        if given.ndim < 1:
            raise ValueError('\`probs\` parameter must be at least one-dimensional.' if logits is None else '\`logits\` parameter must be at least one-dimensional.')
        if logits is None:
            self.probs = given / given.sum(-1, keepdim=True)
            self.logits = _clamped(self.probs).log()
        else:
            self.logits = given - given.logsumexp(dim=-1, keepdim=True)
            self.probs = _F.softmax(self.logits, dim=-1)
        self._num_events = given.size(-1)
        super().__init__(given.shape[:-1])
    @property
    def mode(self):
        return self.probs.argmax(dim=-1)
    def sample(self, sample_shape=()):
        count = _prod(sample_shape)
        rows = self.probs.detach().reshape(-1, self._num_events)
        return _torch.multinomial(rows, count, True).transpose(0, 1).reshape(self._extended_shape(sample_shape))
    def log_prob(self, value):
        index, logits = _torch.broadcast_tensors(value.long().unsqueeze(-1), self.logits)
        return logits.gather(-1, index[..., :1]).squeeze(-1)
    def entropy(self):
        return -(self.logits * self.probs).sum(-1)

class OneHotCategorical(_FromLogits):
    def __init__(self, probs=None, logits=None, validate_args=None):
        self._categorical = Categorical(probs, logits)
        self.probs, self.logits = self._categorical.probs, self._categorical.logits
        super().__init__(self.probs.shape[:-1], self.probs.shape[-1:])
    @property
    def mean(self):
        return self.probs
    def sample(self, sample_shape=()):
        return _F.one_hot(self._categorical.sample(sample_shape), self.probs.size(-1)).to(self.probs.dtype)
    def log_prob(self, value):
        return (value * self.logits).sum(-1)
    def entropy(self):
        return self._categorical.entropy()

class Independent(Distribution):
    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        self.base_dist, self.reinterpreted_batch_ndims = base_distribution, reinterpreted_batch_ndims
        shape = tuple(base_distribution.batch_shape)
        cut = len(shape) - reinterpreted_batch_ndims
        super().__init__(shape[:cut], shape[cut:] + tuple(base_distribution.event_shape))
    @property
    def mean(self):
        return self.base_dist.mean
    @property
    def variance(self):
        return self.base_dist.variance
    def sample(self, sample_shape=()):
        return self.base_dist.sample(sample_shape)
    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)
    def _summed(self, value):
        for _ in range(self.reinterpreted_batch_ndims):
            value = value.sum(-1)
        return value
    def log_prob(self, value):
        return self._summed(self.base_dist.log_prob(value))
    def entropy(self):
        return self._summed(self.base_dist.entropy())

def kl_divergence(p, q):
    if isinstance(p, Independent) and isinstance(q, Independent):
        return p._summed(kl_divergence(p.base_dist, q.base_dist))
    if type(p) is Normal and type(q) is Normal:
        ratio = (p.scale / q.scale).pow(2)
        return 0.5 * (ratio + ((p.loc - q.loc) / q.scale).pow(2) - 1 - ratio.log())
    if isinstance(p, (Categorical, OneHotCategorical)) and type(p) is type(q):
        return (p.probs * (p.logits - q.logits)).sum(-1)
    if isinstance(p, Bernoulli) and isinstance(q, Bernoulli):
        first = p.probs * (_F.softplus(-q.logits) - _F.softplus(-p.logits))
        return first + (1 - p.probs) * (_F.softplus(q.logits) - _F.softplus(p.logits))
    return _not_yet('kl_divergence of ' + type(p).__name__ + ' and ' + type(q).__name__, p.mean)
`;
