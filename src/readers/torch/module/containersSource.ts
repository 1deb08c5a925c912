/** torch.nn's containers, and the mark of a buffer, in Python of ours. */

export const containersSource = `
class Sequential(Module):
    def __init__(self, *args):
        super().__init__()
        if len(args) == 1 and isinstance(args[0], _OrderedDict):
            for name, module in args[0].items():
                self.add_module(name, module)
        else:
            for index, module in enumerate(args):
                self.add_module(str(index), module)
    def _items(self):
        return list(self._modules.items())
    def __getitem__(self, index):
        items = self._items()
        if isinstance(index, slice):
            return self.__class__(_OrderedDict(items[index]))
        count = len(items)
        index = index.__index__()
        if not -count <= index < count:
            raise IndexError(f'index {index} is out of range')
        return items[index][1]
    def __setitem__(self, index, module):
        setattr(self, self._items()[index][0], module)
    def __delitem__(self, index):
        items = self._items()
        for name, _ in (items[index] if isinstance(index, slice) else [items[index]]):
            delattr(self, name)
        rest = [module for _, module in self._items()]
        for name, _ in self._items():
            delattr(self, name)
        for place, module in enumerate(rest):
            self.add_module(str(place), module)
    def __len__(self):
        return len(self._modules)
    def __iter__(self):
        return iter([module for _, module in self._items()])
    def __add__(self, other):
        return Sequential(*self, *other)
    def append(self, module):
        self.add_module(str(len(self)), module)
        return self
    def insert(self, index, module):
        modules = list(self)
        modules.insert(index, module)
        for place, one in enumerate(modules):
            self.add_module(str(place), one)
        return self
    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self
    def pop(self, key):
        module = self[key]
        del self[key]
        return module
    def forward(self, input):
        for module in self:
            input = module(input)
        return input

class ModuleList(Module):
    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.extend(modules)
    def _items(self):
        return [module for _, module in self._modules.items()]
    def __getitem__(self, index):
        if isinstance(index, slice):
            return self.__class__(self._items()[index])
        count = len(self)
        index = index.__index__()
        if not -count <= index < count:
            raise IndexError(f'index {index} is out of range')
        return self._items()[index]
    def __setitem__(self, index, module):
        setattr(self, str(index if index >= 0 else index + len(self)), module)
    def __delitem__(self, index):
        rest = self._items()
        del rest[index]
        for name in list(self._modules.keys()):
            delattr(self, name)
        self.extend(rest)
    def __len__(self):
        return len(self._modules)
    def __iter__(self):
        return iter(self._items())
    def __iadd__(self, modules):
        return self.extend(modules)
    def __add__(self, other):
        return ModuleList([*self, *other])
    def append(self, module):
        self.add_module(str(len(self)), module)
        return self
    def extend(self, modules):
        for module in modules:
            self.append(module)
        return self
    def insert(self, index, module):
        modules = self._items()
        modules.insert(index, module)
        for place, one in enumerate(modules):
            self.add_module(str(place), one)
    def pop(self, key):
        module = self[key]
        del self[key]
        return module

class ModuleDict(Module):
    def __init__(self, modules=None):
        super().__init__()
        if modules is not None:
            self.update(modules)
    def __getitem__(self, key):
        return self._modules[key]
    def __setitem__(self, key, module):
        self.add_module(key, module)
    def __delitem__(self, key):
        delattr(self, key)
    def __len__(self):
        return len(self._modules)
    def __iter__(self):
        return iter(list(self._modules.keys()))
    def __contains__(self, key):
        return key in self._modules
    def keys(self):
        return list(self._modules.keys())
    def values(self):
        return list(self._modules.values())
    def items(self):
        return list(self._modules.items())
    def update(self, modules):
        pairs = modules.items() if hasattr(modules, 'items') else modules
        for name, module in pairs:
            self.add_module(name, module)
    def pop(self, key):
        module = self[key]
        del self[key]
        return module
    def clear(self):
        for key in self.keys():
            delattr(self, key)

class _BufferMeta(type):
    def __instancecheck__(self, instance):
        return isinstance(instance, _Tensor) and getattr(instance, '_is_buffer', False)

class Buffer(metaclass=_BufferMeta):
    def __new__(cls, data=None, *, persistent=True):
        tensor = _torch.empty(0) if data is None else data.detach()
        tensor.persistent = persistent
        tensor._is_buffer = True
        return tensor

class ParameterList(Module):
    def __init__(self, values=None):
        super().__init__()
        self._size = 0
        if values is not None:
            self.extend(values)
    def __len__(self):
        return self._size
    def __getitem__(self, index):
        if isinstance(index, slice):
            return ParameterList([self[place] for place in range(*index.indices(len(self)))])
        count = len(self)
        if not -count <= index < count:
            raise IndexError(f'index {index} is out of range')
        return getattr(self, str(index if index >= 0 else index + count))
    def __setitem__(self, index, value):
        setattr(self, str(index if index >= 0 else index + len(self)), _as_parameter(value))
    def __iter__(self):
        return iter([self[place] for place in range(len(self))])
    def __iadd__(self, values):
        return self.extend(values)
    def append(self, value):
        setattr(self, str(self._size), _as_parameter(value))
        self._size += 1
        return self
    def extend(self, values):
        for value in values:
            self.append(value)
        return self

class ParameterDict(Module):
    def __init__(self, parameters=None):
        super().__init__()
        self._keys = []
        if parameters is not None:
            self.update(parameters)
    def __getitem__(self, key):
        return getattr(self, key)
    def __setitem__(self, key, value):
        if key not in self._keys:
            self._keys.append(key)
        setattr(self, key, _as_parameter(value))
    def __delitem__(self, key):
        self._keys.remove(key)
        delattr(self, key)
    def __len__(self):
        return len(self._keys)
    def __iter__(self):
        return iter(list(self._keys))
    def __contains__(self, key):
        return key in self._keys
    def keys(self):
        return list(self._keys)
    def values(self):
        return [self[key] for key in self._keys]
    def items(self):
        return [(key, self[key]) for key in self._keys]
    def update(self, parameters):
        pairs = parameters.items() if hasattr(parameters, 'items') else parameters
        if isinstance(parameters, dict) and not isinstance(parameters, _OrderedDict):
            pairs = sorted(pairs)
        for name, value in pairs:
            self[name] = value

def _as_parameter(value):
    return Parameter(value) if isinstance(value, _Tensor) and not isinstance(value, Parameter) else value
`;
