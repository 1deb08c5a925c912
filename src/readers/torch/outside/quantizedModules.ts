/** The modules that `torch.ao` and its former names give: what a model holds that may be quantised later, and computes in floats until then. */
import type { BuiltinModule } from '../../python/read/moduleTable';

const stubsSource = `
from torch.nn import Module as _Module

class QuantStub(_Module):
    def __init__(self, qconfig=None):
        super().__init__()

    def forward(self, x):
        return x

class DeQuantStub(QuantStub):
    pass

class QuantWrapper(_Module):
    def __init__(self, module):
        super().__init__()
        self.add_module('quant', QuantStub())
        self.add_module('dequant', DeQuantStub())
        self.add_module('module', module)
        self.train(module.training)

    def forward(self, X):
        return self.dequant(self.module(self.quant(X)))
`;

const functionsSource = `
import torch as _torch
from torch.nn import Identity as _Identity, Module as _Module
from torch.nn.functional import relu as _relu

class FloatFunctional(_Module):
    def __init__(self):
        super().__init__()
        self.activation_post_process = _Identity()

    def forward(self, x):
        raise RuntimeError("FloatFunctional is not intended to use the 'forward'. Please use the underlying operation")

    def add(self, x, y):
        return self.activation_post_process(_torch.add(x, y))

    def add_scalar(self, x, y):
        return _torch.add(x, y)

    def mul(self, x, y):
        return self.activation_post_process(_torch.mul(x, y))

    def mul_scalar(self, x, y):
        return _torch.mul(x, y)

    def cat(self, x, dim=0):
        return self.activation_post_process(_torch.cat(x, dim=dim))

    def add_relu(self, x, y):
        return self.activation_post_process(_relu(_torch.add(x, y)))

    def matmul(self, x, y):
        return self.activation_post_process(_torch.matmul(x, y))
`;

/** A module with the given source; what else it has is not understood. */
function known(module: string, source = ''): BuiltinModule {
  return {
    source,
    missing: (machine, name) =>
      name.startsWith('__')
        ? undefined
        : machine.unknown('unsupported', `${module}.${name} is not understood.`, `${module}.${name}`),
  };
}

/** Those modules by their dotted names. */
export const quantizedModules: Readonly<Record<string, BuiltinModule>> = {
  'torch.ao': known('torch.ao'),
  'torch.ao.nn': known('torch.ao.nn'),
  'torch.ao.nn.quantized': known('torch.ao.nn.quantized', functionsSource),
  'torch.nn.quantized': known('torch.nn.quantized', functionsSource),
  'torch.ao.quantization': known('torch.ao.quantization', stubsSource),
  'torch.quantization': known('torch.quantization', stubsSource),
};
