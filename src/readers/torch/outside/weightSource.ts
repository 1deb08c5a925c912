/** torch.nn.utils in Python of ours: weights that are computed from other parameters, clipping that does nothing, and parameters as one vector. */

/** torch.nn.utils.parametrize. */
export const parametrizeSource = `
class ParametrizationList(_ModuleList):
    def __init__(self, modules, original, unsafe=False):
        super().__init__(modules)
        self.unsafe = unsafe
        new = original
        for module in reversed(list(self)):
            if hasattr(module, 'right_inverse'):
                try:
                    new = module.right_inverse(new)
                except NotImplementedError:
                    pass
        self.is_tensor = isinstance(new, _Tensor)
        if self.is_tensor:
            self.original = _kept(original, new)
        else:
            self.ntensors = len(new)
            for index, one in enumerate(new):
                setattr(self, f'original{index}', _kept(original, one))
    def forward(self):
        modules = list(self)
        given = [self.original] if self.is_tensor else [getattr(self, f'original{index}') for index in range(self.ntensors)]
        value = modules[0](*given)
        for module in modules[1:]:
            value = module(value)
        return value

def _kept(original, new):
    return _Parameter(new) if isinstance(original, _Parameter) else new

def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        module.parametrizations[tensor_name].append(parametrization)
        return module
    original = getattr(module, tensor_name)
    made = ParametrizationList([parametrization], original, unsafe)
    if not is_parametrized(module):
        module.parametrizations = _ModuleDict()
    _drop(module, tensor_name)
    module.parametrizations[tensor_name] = made
    _derive(module, tensor_name, lambda module: module.parametrizations[tensor_name]())
    return module

def is_parametrized(module, tensor_name=None):
    held = getattr(module, 'parametrizations', None)
    if held is None or not isinstance(held, _ModuleDict):
        return False
    return len(held) > 0 if tensor_name is None else tensor_name in held

def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    held = module.parametrizations[tensor_name]
    value = getattr(module, tensor_name) if leave_parametrized else held.original
    _underive(module, tensor_name)
    del module.parametrizations[tensor_name]
    if len(module.parametrizations) == 0:
        del module.parametrizations
    setattr(module, tensor_name, _Parameter(value))
    return module

def type_before_parametrizations(module):
    return type(module)

def transfer_parametrizations_and_params(from_module, to_module, tensor_name=None):
    return to_module

class cached:
    def __enter__(self):
        return self
    def __exit__(self, *reasons):
        pass
`;

/** torch.nn.utils.parametrizations. */
export const parametrizationsSource = `
class _WeightNorm(_Module):
    def __init__(self, dim=0):
        super().__init__()
        self.dim = -1 if dim is None else dim
    def forward(self, weight_g, weight_v):
        return _weight_norm(weight_v, weight_g, self.dim)
    def right_inverse(self, weight):
        return _lengths_and_direction(weight, self.dim)

def weight_norm(module, name='weight', dim=0):
    _parametrize.register_parametrization(module, name, _WeightNorm(dim), unsafe=True)
    return module

class _SpectralNorm(_Module):
    def __init__(self, weight, n_power_iterations=1, dim=0, eps=1e-12):
        super().__init__()
        if n_power_iterations <= 0:
            raise ValueError(f'Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}')
        self.dim = dim if dim >= 0 else dim + weight.dim()
        self.n_power_iterations, self.eps = n_power_iterations, eps
        if weight.dim() > 1:
            u, v = _singular_vectors(weight, self.dim, True)
            self.register_buffer('_u', u)
            self.register_buffer('_v', v)
    def forward(self, weight):
        if weight.dim() == 1:
            return weight / weight.norm().clamp(min=self.eps)
        return _spectral_norm(weight, self._u, self._v, self.dim, self.n_power_iterations, self.eps)
    def right_inverse(self, value):
        return value

def spectral_norm(module, name='weight', n_power_iterations=1, eps=1e-12, dim=None):
    if dim is None:
        dim = 1 if type(module).__name__.startswith('ConvTranspose') else 0
    weight = getattr(module, name)
    _parametrize.register_parametrization(module, name, _SpectralNorm(weight, n_power_iterations, dim, eps))
    return module

`;

/** torch.nn.utils. */
export const utilsSource = `
def weight_norm(module, name='weight', dim=0):
    dim = -1 if dim is None else dim
    weight = getattr(module, name)
    lengths, direction = _lengths_and_direction(weight, dim)
    _drop(module, name)
    module.register_parameter(name + '_g', _Parameter(lengths))
    module.register_parameter(name + '_v', _Parameter(direction))
    _derive(module, name, lambda module: _weight_norm(getattr(module, name + '_v'), getattr(module, name + '_g'), dim))
    return module

def remove_weight_norm(module, name='weight'):
    if name + '_g' not in module._parameters:
        raise ValueError(f"weight_norm of '{name}' not found in {module}")
    value = _Parameter(getattr(module, name))
    _underive(module, name)
    delattr(module, name + '_g')
    delattr(module, name + '_v')
    setattr(module, name, value)
    return module

def spectral_norm(module, name='weight', n_power_iterations=1, eps=1e-12, dim=None):
    if dim is None:
        dim = 1 if type(module).__name__.startswith('ConvTranspose') else 0
    if n_power_iterations <= 0:
        raise ValueError(f'Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}')
    weight = getattr(module, name)
    u, v = _singular_vectors(weight, dim, False)
    _drop(module, name)
    module.register_parameter(name + '_orig', weight)
    module.register_buffer(name + '_u', u)
    module.register_buffer(name + '_v', v)
    def normalised(module):
        return _spectral_norm(getattr(module, name + '_orig'), getattr(module, name + '_u'), getattr(module, name + '_v'), dim, n_power_iterations, eps)
    _derive(module, name, normalised)
    return module

def remove_spectral_norm(module, name='weight'):
    weight = getattr(module, name + '_orig')
    _underive(module, name)
    for ending in ('_orig', '_u', '_v'):
        delattr(module, name + ending)
    setattr(module, name, weight)
    return module

def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    return _zero()
def clip_grad_norm(parameters, max_norm, norm_type=2.0, **kwargs):
    return _zero()
def get_total_norm(tensors, norm_type=2.0, **kwargs):
    given = [tensors] if isinstance(tensors, _Tensor) else list(tensors)
    if not given:
        return _zero()
    return _concatenated([one.norm(norm_type).reshape(1) for one in given]).norm(norm_type)
def clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None):
    pass
def clip_grad_value_(parameters, clip_value, foreach=None):
    pass

def parameters_to_vector(parameters):
    return _concatenated([parameter.view(-1) for parameter in parameters])

def vector_to_parameters(vec, parameters):
    start = 0
    for parameter in parameters:
        count = parameter.numel()
        parameter.data = vec[start:start + count].view_as(parameter).data
        start += count

def skip_init(module_cls, *args, **kwargs):
    return module_cls(*args, **kwargs)

def fuse_conv_bn_eval(conv, bn, transpose=False):
    return _fusion.fuse_conv_bn_eval(conv, bn, transpose)
def fuse_linear_bn_eval(linear, bn):
    return _fusion.fuse_linear_bn_eval(linear, bn)
`;

/** torch.nn.utils.fusion. */
export const fusionSource = `
def fuse_conv_bn_eval(conv, bn, transpose=False):
    fused = _deepcopy(conv)
    fused.weight, fused.bias = fuse_conv_bn_weights(fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias, transpose)
    return fused

def fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose=False):
    bias = 0 if conv_b is None else conv_b
    root = (bn_rv + bn_eps) ** -0.5
    scale = root if bn_w is None else bn_w * root
    shape = [1] * conv_w.ndim
    shape[1 if transpose else 0] = -1
    shift = (bias - bn_rm) * scale + (0 if bn_b is None else bn_b)
    return _Parameter(conv_w * scale.reshape(shape)), _Parameter(shift)

def fuse_linear_bn_eval(linear, bn):
    fused = _deepcopy(linear)
    fused.weight, fused.bias = fuse_linear_bn_weights(fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias)
    return fused

def fuse_linear_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b):
    bias = 0 if linear_b is None else linear_b
    scale = bn_w * (bn_rv + bn_eps) ** -0.5
    return _Parameter(linear_w * scale.unsqueeze(-1)), _Parameter((bias - bn_rm) * scale + bn_b)
`;

/** torch.nn.parallel, whose names stand in torch.nn too. */
export const parallelSource = `
class DataParallel(_Module):
    def __init__(self, module, device_ids=None, output_device=None, dim=0):
        super().__init__()
        self.module = module
        self.dim, self.device_ids, self.output_device = dim, device_ids or [], output_device
    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)

class DistributedDataParallel(_Module):
    def __init__(self, module, device_ids=None, output_device=None, **kwargs):
        super().__init__()
        self.module = module
        self.device_ids, self.output_device = device_ids, output_device
    def forward(self, *inputs, **kwargs):
        return self.module(*inputs, **kwargs)
    def no_sync(self):
        return _nothing()

class _nothing:
    def __enter__(self):
        return self
    def __exit__(self, *reasons):
        pass

def data_parallel(module, inputs, device_ids=None, output_device=None, dim=0, module_kwargs=None):
    return module(*(inputs if isinstance(inputs, tuple) else (inputs,)), **(module_kwargs or {}))
`;
