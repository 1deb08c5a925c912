/** torch.optim in Python of ours: optimizers keep what they were made with, and step does nothing. */

/** torch.optim. */
export const optimizerSource = `
from collections import defaultdict as _defaultdict

class Optimizer:
    def __init__(self, params, defaults):
        self.defaults = defaults
        self.state = _defaultdict(dict)
        self.param_groups = []
        if isinstance(params, _Tensor):
            raise TypeError('params argument given to the optimizer should be an iterable of Tensors or dicts, but got torch.FloatTensor')
        groups = list(params)
        if len(groups) == 0:
            raise ValueError('optimizer got an empty parameter list')
        if not isinstance(groups[0], dict):
            groups = [{'params': [one[1] if isinstance(one, tuple) else one for one in groups]}]
        for group in groups:
            self.add_param_group(dict(group))
    def add_param_group(self, param_group):
        params = param_group['params']
        param_group['params'] = [params] if isinstance(params, _Tensor) else list(params)
        for one in param_group['params']:
            if not isinstance(one, _Tensor):
                raise TypeError(f'optimizer can only optimize Tensors, but one of the params is {type(one).__name__}')
        for name, value in self.defaults.items():
            param_group.setdefault(name, value)
        self.param_groups.append(param_group)
    def zero_grad(self, set_to_none=True):
        pass
    def step(self, closure=None):
        return None
    def state_dict(self):
        groups = [{name: value for name, value in group.items() if name != 'params'} for group in self.param_groups]
        return {'state': {}, 'param_groups': groups}
    def load_state_dict(self, state_dict):
        pass
    def register_step_pre_hook(self, hook):
        pass
    def register_step_post_hook(self, hook):
        pass

def _checked(lr=None, betas=None, **others):
    if lr is not None and not isinstance(lr, _Tensor) and not 0.0 <= lr:
        raise ValueError(f'Invalid learning rate: {lr}')
    eps = others.get('eps')
    if isinstance(eps, (int, float)) and not 0.0 <= eps:
        raise ValueError(f'Invalid epsilon value: {eps}')
    for index, beta in enumerate(betas or ()):
        if not 0.0 <= beta < 1.0:
            raise ValueError(f'Invalid beta parameter at index {index}: {beta}')
    momentum = others.get('momentum')
    if momentum is not None and momentum < 0.0:
        raise ValueError(f'Invalid momentum value: {momentum}')
    weight_decay = others.get('weight_decay')
    if weight_decay is not None and weight_decay < 0.0:
        raise ValueError(f'Invalid weight_decay value: {weight_decay}')
    defaults = {'lr': lr}
    if betas is not None:
        defaults['betas'] = betas
    return {**defaults, **others}

class SGD(Optimizer):
    def __init__(self, params, lr=1e-3, momentum=0, dampening=0, weight_decay=0, nesterov=False, *, maximize=False, foreach=None, differentiable=False, fused=None):
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError('Nesterov momentum requires a momentum and zero dampening')
        super().__init__(params, _checked(lr, momentum=momentum, dampening=dampening, weight_decay=weight_decay, nesterov=nesterov, maximize=maximize, foreach=foreach, differentiable=differentiable, fused=fused))

class Adam(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, amsgrad=False, *, foreach=None, maximize=False, capturable=False, differentiable=False, fused=None, decoupled_weight_decay=False):
        super().__init__(params, _checked(lr, betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize, foreach=foreach, capturable=capturable, differentiable=differentiable, fused=fused, decoupled_weight_decay=decoupled_weight_decay))

class AdamW(Adam):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False, *, maximize=False, foreach=None, capturable=False, differentiable=False, fused=None):
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, foreach=foreach, maximize=maximize, capturable=capturable, differentiable=differentiable, fused=fused, decoupled_weight_decay=True)

class SparseAdam(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, maximize=False):
        super().__init__(params, _checked(lr, betas, eps=eps, maximize=maximize))

class Adamax(Optimizer):
    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, foreach=None, *, maximize=False, differentiable=False, capturable=False):
        super().__init__(params, _checked(lr, betas, eps=eps, weight_decay=weight_decay, foreach=foreach, maximize=maximize, differentiable=differentiable, capturable=capturable))

class NAdam(Optimizer):
    def __init__(self, params, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, momentum_decay=4e-3, decoupled_weight_decay=False, *, foreach=None, maximize=False, capturable=False, differentiable=False):
        super().__init__(params, _checked(lr, betas, eps=eps, weight_decay=weight_decay, momentum_decay=momentum_decay, decoupled_weight_decay=decoupled_weight_decay, maximize=maximize, foreach=foreach, capturable=capturable, differentiable=differentiable))

class RAdam(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0, decoupled_weight_decay=False, *, foreach=None, maximize=False, capturable=False, differentiable=False):
        super().__init__(params, _checked(lr, betas, eps=eps, weight_decay=weight_decay, maximize=maximize, foreach=foreach, capturable=capturable, decoupled_weight_decay=decoupled_weight_decay, differentiable=differentiable))

class RMSprop(Optimizer):
    def __init__(self, params, lr=1e-2, alpha=0.99, eps=1e-8, weight_decay=0, momentum=0, centered=False, capturable=False, foreach=None, maximize=False, differentiable=False):
        super().__init__(params, _checked(lr, momentum=momentum, alpha=alpha, eps=eps, centered=centered, weight_decay=weight_decay, capturable=capturable, foreach=foreach, maximize=maximize, differentiable=differentiable))

class Adagrad(Optimizer):
    def __init__(self, params, lr=1e-2, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10, foreach=None, *, maximize=False, differentiable=False, fused=None):
        super().__init__(params, _checked(lr, lr_decay=lr_decay, eps=eps, weight_decay=weight_decay, initial_accumulator_value=initial_accumulator_value, foreach=foreach, maximize=maximize, differentiable=differentiable, fused=fused))

class Adadelta(Optimizer):
    def __init__(self, params, lr=1.0, rho=0.9, eps=1e-6, weight_decay=0, foreach=None, *, capturable=False, maximize=False, differentiable=False):
        super().__init__(params, _checked(lr, rho=rho, eps=eps, weight_decay=weight_decay, maximize=maximize, capturable=capturable, foreach=foreach, differentiable=differentiable))

class ASGD(Optimizer):
    def __init__(self, params, lr=1e-2, lambd=1e-4, alpha=0.75, t0=1e6, weight_decay=0, foreach=None, maximize=False, differentiable=False, capturable=False):
        super().__init__(params, _checked(lr, lambd=lambd, alpha=alpha, t0=t0, weight_decay=weight_decay, foreach=foreach, maximize=maximize, differentiable=differentiable, capturable=capturable))

class Rprop(Optimizer):
    def __init__(self, params, lr=1e-2, etas=(0.5, 1.2), step_sizes=(1e-6, 50), *, capturable=False, foreach=None, maximize=False, differentiable=False):
        super().__init__(params, _checked(lr, etas=etas, step_sizes=step_sizes, foreach=foreach, maximize=maximize, differentiable=differentiable, capturable=capturable))

class LBFGS(Optimizer):
    def __init__(self, params, lr=1, max_iter=20, max_eval=None, tolerance_grad=1e-7, tolerance_change=1e-9, history_size=100, line_search_fn=None):
        super().__init__(params, _checked(lr, max_iter=max_iter, max_eval=max_iter * 5 // 4 if max_eval is None else max_eval, tolerance_grad=tolerance_grad, tolerance_change=tolerance_change, history_size=history_size, line_search_fn=line_search_fn))

class Adafactor(Optimizer):
    def __init__(self, params, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0.0, *, foreach=None, maximize=False):
        super().__init__(params, _checked(lr, beta2_decay=beta2_decay, eps=eps, d=d, weight_decay=weight_decay, foreach=foreach, maximize=maximize))

class Muon(Optimizer):
    def __init__(self, params, lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True, ns_coefficients=(3.4445, -4.775, 2.0315), eps=1e-7, ns_steps=5, adjust_lr_fn=None):
        super().__init__(params, _checked(lr, weight_decay=weight_decay, momentum=momentum, nesterov=nesterov, ns_coefficients=ns_coefficients, eps=eps, ns_steps=ns_steps, adjust_lr_fn=adjust_lr_fn))
`;

/** torch.optim.lr_scheduler. */
export const schedulerSource = `
class LRScheduler:
    def __init__(self, optimizer, last_epoch=-1):
        if not isinstance(optimizer, _Optimizer):
            raise TypeError(f'{type(optimizer).__name__} is not an Optimizer')
        self.optimizer = optimizer
        self.last_epoch = last_epoch + 1
        for group in optimizer.param_groups:
            group.setdefault('initial_lr', group['lr'])
        self.base_lrs = [group['initial_lr'] for group in optimizer.param_groups]
        for index, group in enumerate(optimizer.param_groups):
            group['lr'] = group['initial_lr'] * self._first_factor(index)
        self._last_lr = [group['lr'] for group in optimizer.param_groups]
    def _first_factor(self, index):
        return 1
    def get_last_lr(self):
        return self._last_lr
    def get_lr(self):
        return self._last_lr
    def step(self, *args):
        pass
    def state_dict(self):
        return {name: value for name, value in self.__dict__.items() if name != 'optimizer'}
    def load_state_dict(self, state_dict):
        pass

_LRScheduler = LRScheduler

class StepLR(LRScheduler):
    def __init__(self, optimizer, step_size, gamma=0.1, last_epoch=-1):
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer, last_epoch)

class MultiStepLR(LRScheduler):
    def __init__(self, optimizer, milestones, gamma=0.1, last_epoch=-1):
        self.milestones, self.gamma = milestones, gamma
        super().__init__(optimizer, last_epoch)

class ConstantLR(LRScheduler):
    def __init__(self, optimizer, factor=1.0 / 3, total_iters=5, last_epoch=-1):
        self.factor, self.total_iters = factor, total_iters
        super().__init__(optimizer, last_epoch)
    def _first_factor(self, index):
        return self.factor

class LinearLR(LRScheduler):
    def __init__(self, optimizer, start_factor=1.0 / 3, end_factor=1.0, total_iters=5, last_epoch=-1):
        self.start_factor, self.end_factor, self.total_iters = start_factor, end_factor, total_iters
        super().__init__(optimizer, last_epoch)
    def _first_factor(self, index):
        return self.start_factor

class ExponentialLR(LRScheduler):
    def __init__(self, optimizer, gamma, last_epoch=-1):
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

class PolynomialLR(LRScheduler):
    def __init__(self, optimizer, total_iters=5, power=1.0, last_epoch=-1):
        self.total_iters, self.power = total_iters, power
        super().__init__(optimizer, last_epoch)

class CosineAnnealingLR(LRScheduler):
    def __init__(self, optimizer, T_max, eta_min=0.0, last_epoch=-1):
        self.T_max, self.eta_min = T_max, eta_min
        super().__init__(optimizer, last_epoch)

class CosineAnnealingWarmRestarts(LRScheduler):
    def __init__(self, optimizer, T_0, T_mult=1, eta_min=0.0, last_epoch=-1):
        self.T_0, self.T_i, self.T_mult, self.eta_min = T_0, T_0, T_mult, eta_min
        super().__init__(optimizer, last_epoch)

class LambdaLR(LRScheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        given = list(lr_lambda) if isinstance(lr_lambda, (list, tuple)) else [lr_lambda] * len(optimizer.param_groups)
        self.lr_lambdas = given
        super().__init__(optimizer, last_epoch)
    def _first_factor(self, index):
        return self.lr_lambdas[index](self.last_epoch)

class MultiplicativeLR(LRScheduler):
    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        self.lr_lambdas = [lr_lambda]
        super().__init__(optimizer, last_epoch)

class CyclicLR(LRScheduler):
    def __init__(self, optimizer, base_lr, max_lr, step_size_up=2000, step_size_down=None, mode='triangular', gamma=1.0, **kwargs):
        self.base_lr, self.max_lr, self.step_size_up, self.mode = base_lr, max_lr, step_size_up, mode
        for index, group in enumerate(optimizer.param_groups):
            group['initial_lr'] = base_lr[index] if isinstance(base_lr, (list, tuple)) else base_lr
        super().__init__(optimizer)

class OneCycleLR(LRScheduler):
    def __init__(self, optimizer, max_lr, total_steps=None, epochs=None, steps_per_epoch=None, pct_start=0.3, anneal_strategy='cos', cycle_momentum=True, base_momentum=0.85, max_momentum=0.95, div_factor=25.0, final_div_factor=1e4, three_phase=False, last_epoch=-1):
        self.max_lr, self.total_steps, self.epochs, self.steps_per_epoch = max_lr, total_steps, epochs, steps_per_epoch
        for group in optimizer.param_groups:
            group['initial_lr'] = (max_lr if not isinstance(max_lr, (list, tuple)) else max_lr[0]) / div_factor
        super().__init__(optimizer, last_epoch)

class ReduceLROnPlateau(LRScheduler):
    def __init__(self, optimizer, mode='min', factor=0.1, patience=10, threshold=1e-4, threshold_mode='rel', cooldown=0, min_lr=0, eps=1e-8, verbose=False):
        self.mode, self.factor, self.patience, self.threshold, self.cooldown = mode, factor, patience, threshold, cooldown
        super().__init__(optimizer)

class SequentialLR(LRScheduler):
    def __init__(self, optimizer, schedulers, milestones, last_epoch=-1):
        self._schedulers, self._milestones = schedulers, milestones
        super().__init__(optimizer, last_epoch)

class ChainedScheduler(LRScheduler):
    def __init__(self, schedulers, optimizer=None):
        self._schedulers = schedulers
        super().__init__(optimizer or schedulers[0].optimizer)
`;

/** torch.optim.swa_utils. */
export const averagingSource = `
class AveragedModel(_Module):
    def __init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False):
        super().__init__()
        self.module = _deepcopy(model)
    def forward(self, *args, **kwargs):
        return self.module(*args, **kwargs)
    def update_parameters(self, model):
        pass
def update_bn(loader, model, device=None):
    pass
def get_ema_multi_avg_fn(decay=0.999):
    return None
def get_ema_avg_fn(decay=0.999):
    return None
class SWALR:
    def __init__(self, optimizer, swa_lr, **kwargs):
        self.optimizer, self.swa_lr = optimizer, swa_lr
    def step(self):
        pass
`;
