/** Functions with a backward of their own, and checkpoints, in Python of ours. */

/** torch.autograd and torch.autograd.function. */
export const autogradSource = `
class _Context:
    def __init__(self, inputs):
        self.saved_tensors = ()
        self.needs_input_grad = tuple(getattr(one, 'requires_grad', False) for one in inputs)
    def save_for_backward(self, *tensors):
        self.saved_tensors = tensors
    def save_for_forward(self, *tensors):
        pass
    def mark_dirty(self, *tensors):
        pass
    def mark_non_differentiable(self, *tensors):
        pass
    def set_materialize_grads(self, value):
        pass
    @property
    def saved_variables(self):
        return self.saved_tensors

class Function:
    @staticmethod
    def forward(*args, **kwargs):
        raise NotImplementedError('You must implement the forward function for custom autograd.Function.')
    @staticmethod
    def backward(ctx, *gradients):
        raise NotImplementedError('You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.')
    @classmethod
    def apply(cls, *args, **kwargs):
        _note_backward(cls.__name__)
        ctx = _Context(args)
        if hasattr(cls, 'setup_context'):
            output = cls.forward(*args, **kwargs)
            cls.setup_context(ctx, args, output)
            return output
        return cls.forward(ctx, *args, **kwargs)

def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, allow_unused=None,
         is_grads_batched=False, materialize_grads=False):
    single = isinstance(inputs, _Tensor)
    return tuple(_gradient_unknown(one) for one in ([inputs] if single else inputs))

def backward(*args, **kwargs):
    pass

def Variable(data, requires_grad=False, volatile=False):
    if not isinstance(data, _Tensor):
        raise TypeError(f'Variable data has to be a tensor, but got {type(data).__name__}')
    made = data.detach()
    if requires_grad:
        made.requires_grad_()
    return made

class _Inert:
    def __init__(self, *args, **kwargs):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *reasons):
        pass
    def __call__(self, function):
        return function

detect_anomaly = set_detect_anomaly = _Inert

def once_differentiable(function):
    return function

FunctionCtx = _Context
InplaceFunction = Function
NestedIOFunction = Function
`;

/** torch.utils.checkpoint. */
export const checkpointSource = `
def checkpoint(function, *args, use_reentrant=None, context_fn=None, determinism_check='default', debug=False, preserve_rng_state=True, early_stop=True, **kwargs):
    return function(*args, **kwargs)

def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    for function in (functions.children() if hasattr(functions, 'children') else functions):
        input = function(input)
    return input

class CheckpointPolicy:
    MUST_SAVE = 0
    PREFER_SAVE = 1
    MUST_RECOMPUTE = 2
    PREFER_RECOMPUTE = 3

def set_checkpoint_early_stop(enable):
    pass
def set_checkpoint_debug_enabled(enabled):
    pass
def noop_context_fn():
    return None, None
`;
