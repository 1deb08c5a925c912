"""Densities, entropies and divergences of torch.distributions; draws are random and only their shapes are asked for."""
from torch_source_cases import expressions, functions

BEFORE = "import torch.distributions as D\nfrom torch.distributions import Normal, Categorical, kl_divergence\n\n"

DENSITIES = functions("""
Normal(x, y.exp()).log_prob(z) <- 2,3 ; 2,3 ; 2,3
Normal(x, 0.5).log_prob(y) <- 2,3 ; 2,3
Normal(0, 1).log_prob(x) <- 2,3
Normal(x, y.exp()).entropy() <- 2,3 ; 2,3
Normal(x, y.exp()).cdf(z) <- 2,3 ; 2,3 ; 2,3
Normal(x, y.exp()).stddev * Normal(x, y.exp()).variance <- 2,3 ; 2,3
kl_divergence(Normal(x, y.exp()), Normal(z, 1.5)) <- 2,3 ; 2,3 ; 2,3
kl_divergence(D.Independent(Normal(x, y.exp()), 1), D.Independent(Normal(torch.zeros(2, 3), torch.ones(2, 3)), 1)) <- 2,3 ; 2,3
D.Independent(Normal(x, y.exp()), 1).log_prob(z) <- 2,3 ; 2,3 ; 2,3
D.Laplace(x, y.exp()).log_prob(z) <- 2,3 ; 2,3 ; 2,3
D.Laplace(x, y.exp()).entropy() <- 2,3 ; 2,3
D.Uniform(x - 3, x + 2).log_prob(y) <- 2,3 ; 2,3
D.Uniform(x - 3, x.exp() + 2).entropy() <- 2,3
D.Exponential(x.exp()).log_prob(y.exp()) <- 2,3 ; 2,3
D.Bernoulli(logits=x).log_prob((y > 0).to(x.dtype)) <- 2,3 ; 2,3
D.Bernoulli(probs=x.sigmoid()).log_prob((y > 0).to(x.dtype)) <- 2,3 ; 2,3
D.Bernoulli(logits=x).entropy() <- 2,3
kl_divergence(D.Bernoulli(logits=x), D.Bernoulli(logits=y)) <- 2,3 ; 2,3
Categorical(logits=x).log_prob(y) <- 2,3 ; int:2<3
Categorical(probs=x.softmax(-1)).log_prob(y) <- 2,3 ; int:2<3
Categorical(x.exp()).entropy() <- 2,3
Categorical(logits=x).log_prob(torch.tensor([1, 2])) <- 2,3
kl_divergence(Categorical(logits=x), Categorical(logits=y)) <- 2,3 ; 2,3
D.OneHotCategorical(logits=x).log_prob(F.one_hot(y, 3)) <- 2,3 ; int:2<3
""", before=BEFORE)

DRAWS = expressions("""
Normal(torch.zeros(2, 3), 1.0).sample().shape
Normal(torch.zeros(2, 3), torch.ones(3)).rsample((4,)).shape
Normal(0.0, 1.0).sample((2, 3)).shape
Normal(torch.zeros(2, 3), 1.0).batch_shape, Normal(torch.zeros(2, 3), 1.0).event_shape
Categorical(torch.ones(2, 3)).sample().shape
Categorical(torch.ones(2, 3)).sample((5,)).shape
Categorical(logits=torch.zeros(4)).probs
Categorical(torch.tensor([1.0, 3.0])).logits
Categorical(torch.tensor([[0.1, 0.7, 0.2]])).mode
D.OneHotCategorical(torch.ones(2, 3)).sample().shape
D.Bernoulli(torch.full((2,), 0.25)).mean, D.Bernoulli(torch.full((2,), 0.25)).variance
D.Uniform(0.0, 2.0).mean, D.Uniform(0.0, 2.0).variance
D.Independent(Normal(torch.zeros(2, 3), 1.0), 1).event_shape
""", BEFORE)

CASES = [*DENSITIES, *DRAWS]
