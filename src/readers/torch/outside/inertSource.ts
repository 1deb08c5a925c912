/** Modules of torch that change nothing of a network: compilers, processes, exporters. In Python of ours. */

/** torch.jit. */
export const jitSource = `
def _same(function=None, *args, **kwargs):
    return (lambda other: other) if function is None else function

script = trace = trace_module = script_if_tracing = export = script_method = interface = freeze = _same
optimize_for_inference = _overload = _overload_method = _script_if_tracing = _same

def ignore(drop=False, **kwargs):
    return drop if callable(drop) else (lambda function: function)
def unused(function):
    return function
def is_scripting():
    return False
def is_tracing():
    return False
def annotate(the_type, the_value):
    return the_value
def save(*args, **kwargs):
    pass
def load(*args, **kwargs):
    return _unknown_effect('torch.jit.load')
def set_fusion_strategy(strategy):
    pass
def enable_onednn_fusion(enabled):
    pass
def fork(function, *args, **kwargs):
    return function(*args, **kwargs)
def wait(value):
    return value
def isinstance(value, target_type):
    return _isinstance(value, target_type) if _isinstance(target_type, (type, tuple)) else True

class ScriptModule(_Module):
    pass
class TracedModule(_Module):
    pass
RecursiveScriptModule = ScriptModule
class ScriptFunction:
    pass
class Attribute:
    def __new__(cls, value, type=None):
        return value
class _Final:
    def __getitem__(self, item):
        return item
Final = _Final()
Future = _Final()
class Error(Exception):
    pass
`;

/** torch._jit_internal. */
export const jitInternalSource = `
from torch.jit import _same, ignore, unused, export, is_scripting, _overload, _overload_method, Final, Future
_copy_to_script_wrapper = boolean_dispatch_function = _same
class _Broadcast:
    def __getitem__(self, item):
        return self
BroadcastingList1 = BroadcastingList2 = BroadcastingList3 = _Broadcast()
def boolean_dispatch(arg_name, arg_index, default, if_true, if_false, module_name, func_name):
    def dispatch(*args, **kwargs):
        flag = kwargs.get(arg_name, args[arg_index] if arg_index < len(args) else default)
        return (if_true if flag else if_false)(*args, **kwargs)
    return dispatch
def is_tracing():
    return False
`;

/** torch.fx. */
export const fxSource = `
def wrap(function=None):
    return function
def symbolic_trace(root, concrete_args=None):
    return root
class Proxy:
    pass
class Node:
    pass
class Graph:
    pass
class Tracer:
    pass
class Interpreter:
    pass
GraphModule = _Module
`;

/** torch.nn.attention: which kernel runs does not matter here. */
export const attentionBackendSource = `
class SDPBackend:
    ERROR = -1
    MATH = 0
    FLASH_ATTENTION = 1
    EFFICIENT_ATTENTION = 2
    CUDNN_ATTENTION = 3
class sdpa_kernel:
    def __init__(self, *args, **kwargs):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *reasons):
        pass
`;

/** torch.distributed: one process. */
export const distributedSource = `
def is_available():
    return False
def is_initialized():
    return False
def is_nccl_available():
    return False
def init_process_group(*args, **kwargs):
    pass
def destroy_process_group(*args):
    pass
def get_rank(group=None):
    return 0
def get_world_size(group=None):
    return 1
def get_backend(group=None):
    return 'gloo'
def barrier(*args, **kwargs):
    pass
all_reduce = broadcast = reduce = all_gather = all_gather_into_tensor = reduce_scatter = reduce_scatter_tensor = barrier
scatter = gather = all_to_all = all_to_all_single = all_gather_object = broadcast_object_list = barrier
class ReduceOp:
    SUM = 0
    AVG = 1
    MAX = 2
    MIN = 3
class ProcessGroup:
    pass
group = None
`;

/** torch.onnx, torch.hub, torch.profiler, torch.library, torch.utils.tensorboard and what else only writes or fetches. */
export const fetchingSource = `
def is_in_onnx_export():
    return False
def export(*args, **kwargs):
    pass
def load(*args, **kwargs):
    return _unknown_effect('torch.hub.load')
def load_url(*args, **kwargs):
    return _unknown_effect('load_state_dict_from_url')
load_state_dict_from_url = download_url_to_file = list = help = load_url
def get_dir():
    return ''
def set_dir(directory):
    pass
class _Inert:
    def __init__(self, *args, **kwargs):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *reasons):
        pass
    def __call__(self, function=None, *args, **kwargs):
        return function
    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return lambda *args, **kwargs: None
SummaryWriter = profile = record_function = Library = schedule = ProfilerActivity = _Inert
def custom_op(name, function=None, **kwargs):
    return (lambda other: other) if function is None else function
register_fake = impl = impl_abstract = custom_op
def register_autograd(*args, **kwargs):
    pass
def define(*args, **kwargs):
    pass
`;

/** torch.types, torch.nn.common_types and torch.nn.modules.utils. */
export const typesSource = `
from typing import Any, Union, Tuple, Optional, List
from collections.abc import Iterable as _Iterable
from itertools import repeat as _repeat
Number = Union[int, float, bool]
Device = _device = _dtype = _size = _bool = _int = _float = Any
_size_any_t = _size_1_t = _size_2_t = _size_3_t = _size_4_t = _size_5_t = _size_6_t = Any
_size_any_opt_t = _size_2_opt_t = _size_3_opt_t = Any
_ratio_2_t = _ratio_3_t = _ratio_any_t = _tensor_list_t = _maybe_indices_t = Any
def _ntuple(n, name='parse'):
    def parse(x):
        if isinstance(x, _Iterable):
            return tuple(x)
        return tuple(_repeat(x, n))
    parse.__name__ = name
    return parse
_single = _ntuple(1, '_single')
_pair = _ntuple(2, '_pair')
_triple = _ntuple(3, '_triple')
_quadruple = _ntuple(4, '_quadruple')
def _reverse_repeat_tuple(t, n):
    return tuple(x for x in reversed(t) for _ in range(n))
def _list_with_default(out_size, defaults):
    if isinstance(out_size, int):
        return out_size
    return [value if value is not None else default for value, default in zip(out_size, defaults[-len(out_size):])]
`;
