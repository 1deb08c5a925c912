/** What torch has for running faster, elsewhere or again, in Python of ours: nothing of it changes a network. */

/** Names that stand in torch itself. `_set_grad` is given. */
export const modesSource = `
class _GradMode:
    def __init__(self, mode):
        self.mode = mode
    def __enter__(self):
        self.before = _set_grad(self.mode)
    def __exit__(self, *error):
        _set_grad(self.before)
        return False
    def __call__(self, function):
        def decorated(*args, **kwargs):
            before = _set_grad(self.mode)
            try:
                return function(*args, **kwargs)
            finally:
                _set_grad(before)
        return decorated

def no_grad(function=None):
    return _GradMode(False) if function is None else _GradMode(False)(function)

def enable_grad(function=None):
    return _GradMode(True) if function is None else _GradMode(True)(function)

def inference_mode(mode=True):
    if callable(mode):
        return _GradMode(False)(mode)
    return _GradMode(not mode)

class set_grad_enabled(_GradMode):
    def __init__(self, mode):
        self.mode = mode
        self.before = _set_grad(mode)
    def __enter__(self):
        _set_grad(self.mode)

def is_grad_enabled():
    before = _set_grad(True)
    _set_grad(before)
    return before

def is_inference_mode_enabled():
    return False

class autocast:
    def __init__(self, *args, **kwargs):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *error):
        return False
    def __call__(self, function):
        return function

class Generator:
    def __init__(self, device='cpu'):
        self.device = device
    def manual_seed(self, seed):
        return self
    def seed(self):
        return 0
    def initial_seed(self):
        return 0
    def get_state(self):
        return None
    def set_state(self, state):
        return self

default_generator = Generator()

def manual_seed(seed):
    return default_generator

def compile(model=None, **kwargs):
    return model if model is not None else (lambda decorated: decorated)

def get_num_threads():
    return 1

def get_num_interop_threads():
    return 1

def is_autocast_enabled(*args):
    return False

def _nothing(*args, **kwargs):
    return None

seed = initial_seed = lambda: 0
get_rng_state = set_rng_state = _nothing
set_num_threads = set_num_interop_threads = set_printoptions = set_float32_matmul_precision = _nothing
use_deterministic_algorithms = set_default_device = set_warn_always = set_autocast_enabled = _nothing
def set_flush_denormal(mode):
    return True
def are_deterministic_algorithms_enabled():
    return False
def get_float32_matmul_precision():
    return 'highest'
def get_default_device():
    return device('cpu')
def is_storage(obj):
    return False
def save(obj, f, *args, **kwargs):
    pass
def load(f, *args, **kwargs):
    return _unknown_effect('torch.load')
def typename(obj):
    if is_tensor(obj):
        return obj.type()
    return 'torch.' + type(obj).__name__
`;

/** torch.cuda, torch.mps and their kin: there is no such device. */
export const deviceSource = `
from torch import FloatTensor, DoubleTensor, HalfTensor, BFloat16Tensor, LongTensor, IntTensor, ShortTensor, CharTensor, ByteTensor, BoolTensor
def is_available():
    return False
is_initialized = is_built = is_bf16_supported = is_available
def device_count():
    return 0
current_device = memory_allocated = max_memory_allocated = memory_reserved = max_memory_reserved = device_count
def _nothing(*args, **kwargs):
    return None
manual_seed = manual_seed_all = empty_cache = synchronize = set_device = seed = init = ipc_collect = _nothing
reset_peak_memory_stats = reset_max_memory_allocated = set_rng_state = get_rng_state = set_per_process_memory_fraction = _nothing
def get_device_name(device=None):
    return ''
get_arch_list = list
def memory_summary(device=None, abbreviated=False):
    return ''
def mem_get_info(device=None):
    return (0, 0)
def memory_stats(device=None):
    return {}
def current_accelerator(check_available=False):
    return None
class get_device_properties:
    name, total_memory, major, minor, multi_processor_count = '', 0, 0, 0, 0
    def __init__(self, device=None):
        pass
def get_device_capability(device=None):
    return (0, 0)
class device:
    def __init__(self, *args):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *error):
        return False
class Stream(device):
    pass
class Event(device):
    def record(self, *args):
        pass
    def elapsed_time(self, other):
        return 0.0
stream = device
`;

/** torch.amp and torch.cuda.amp. */
export const amplifierSource = `
from torch import autocast
class GradScaler:
    def __init__(self, *args, **kwargs):
        pass
    def scale(self, outputs):
        return outputs
    def step(self, optimizer, *args, **kwargs):
        return optimizer.step(*args, **kwargs)
    def unscale_(self, optimizer):
        return None
    def update(self, new_scale=None):
        return None
    def get_scale(self):
        return 1.0
    def is_enabled(self):
        return False
    def state_dict(self):
        return {}
    def load_state_dict(self, state):
        return None
def custom_fwd(function=None, **kwargs):
    return function if function is not None else (lambda decorated: decorated)
custom_bwd = custom_fwd
def is_autocast_available(device_type):
    return False
`;

/** torch.backends with its parts. */
export const backendsSource = `
class _Backend:
    def __init__(self, **flags):
        for name, flag in flags.items():
            setattr(self, name, flag)
    def is_available(self):
        return False
    is_built = is_available
    def version(self):
        return None
    def flags(self, **kwargs):
        return _Flags()
    def sdp_kernel(self, *args, **kwargs):
        return _Flags()
    def _nothing(self, *args, **kwargs):
        return None
    enable_flash_sdp = enable_math_sdp = enable_mem_efficient_sdp = enable_cudnn_sdp = _nothing
    def flash_sdp_enabled(self):
        return False
class _Flags:
    def __enter__(self):
        return self
    def __exit__(self, *error):
        return False
cudnn = _Backend(enabled=True, benchmark=False, deterministic=False, allow_tf32=True)
cuda = _Backend(matmul=_Backend(allow_tf32=False, allow_fp16_reduced_precision_reduction=True))
mps = _Backend()
mkldnn = _Backend(enabled=True)
mkl = _Backend()
openmp = _Backend()
quantized = _Backend(engine='none')
opt_einsum = _Backend(enabled=True)
`;

/** torch.multiprocessing: no process is started. */
export const processesSource = `
def spawn(fn, args=(), nprocs=1, join=True, daemon=False, start_method='spawn'):
    pass
def set_start_method(method, force=False):
    pass
set_sharing_strategy = freeze_support = set_start_method
def get_start_method(allow_none=False):
    return 'fork'
def cpu_count():
    return 1
def get_context(method=None):
    return _Processes()
class Process:
    def __init__(self, *args, **kwargs):
        pass
    def start(self):
        pass
    join = terminate = close = start
class _Processes:
    Process = Process
`;
