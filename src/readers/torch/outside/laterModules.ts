/** Modules of torch that are Python of ours and only read when a program uses them: recurrent layers, attention, transformers. */
import { native } from '../../python/builtins/native';
import type { BuiltinModule } from '../../python/read/moduleTable';
import type { Machine } from '../../python/values/machine';
import { bool, int, keywordsOf, none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { tensorIn } from '../../tensors/tensorValue';
import { recorderOf } from '../../tensors/recorder';
import type { OpCall } from '../../../ops/table';
import type { Initialisation } from '../../../tensor/initialisations';
import { whole, wholes, word } from '../../tensors/arguments';
import { tensorClass, torchFlavour } from '../values/flavour';
import { ownParameter } from '../module/parameter';
import { stateOf } from '../module/state';
import { recurrentCellFunction, recurrentFunction, recurrentParameterFunction } from '../layers/recurrence';
import { distributionsSource } from './distributionsSource';
import { furtherSource } from '../layers/furtherSource';
import { composedSource } from '../functions/composedSource';
import { recurrentSource } from '../layers/recurrentSource';
import { attentionOf, isCausalMask } from '../functions/attention';
import { transformerSource } from '../layers/transformerSource';
import { declareLayer } from '../../tensors/scopes';
import { moduleClassOf } from '../module/moduleClass';

/** `_layer(cls, kind)`: says that a class is one layer in lists of layers. */
const layerFunction = native('_layer', 'cls, kind', (machine, cls, kind) => {
  declareLayer(cls, word(machine, kind));
  return none;
});

/** `_rank(x)`: the number of axes, or None where the shape is not known. */
export const rankFunction = native('_rank', 'x', (_machine, x) => {
  const shape = tensorIn(x)?.shape;
  return shape ? int(shape.length) : none;
});

/** `_padded_data(x)`: the padded sequences behind a packed one. */
const paddedFunction = native('_padded_data', 'x', (machine, x) =>
  tensorIn(x) ? x : (machine.findAttribute(x, 'data') ?? x),
);

/** `_is_packed(x)`: whether it is a packed sequence of known lengths. */
const isPackedFunction = native('_is_packed', 'x', (machine, x) =>
  bool(x.kind === 'instance' && !tensorIn(x) && machine.findAttribute(x, 'batch_sizes') !== undefined),
);

/** `_attention(layer, inputs)`: multi-head attention with what the layer and a dict of a call's arguments hold. */
const attentionFunction = native('_attention', 'layer, given', (machine, layer, given) => {
  const output = machine.getAttribute(layer, 'out_proj');
  const get = (name: string): Value => {
    const own = given.kind === 'dict' ? given.table.getText(name) : undefined;
    if (own) return own;
    if (name === 'out_proj_weight') return machine.getAttribute(output, 'weight');
    return name === 'out_proj_bias'
      ? machine.getAttribute(output, 'bias')
      : machine.getAttribute(layer, name);
  };
  return attentionOf(recorderOf(machine), get, true);
});

const causalMaskFunction = native('_is_causal_mask', 'mask, size', (machine, mask, size) =>
  bool(isCausalMask(recorderOf(machine), mask, whole(machine, size))),
);

/** `_square_mask(size)`: nothing up to each place and minus infinity behind it, to be added. */
const squareMaskFunction = native('_square_mask', 'size', (machine, size) => {
  const recorder = recorderOf(machine);
  const [rows, flavour] = [whole(machine, size), torchFlavour];
  const triangle: OpCall = { op: 'triu-mask', attributes: { rows, columns: rows, diagonal: 1 } };
  const mask = recorder.apply(triangle, [], { flavour });
  const zeros = recorder.apply({ op: 'zeros', attributes: { sizes: [rows, rows] } }, [], { flavour });
  return recorder.apply({ op: 'masked-fill', attributes: { value: -Infinity } }, [zeros, mask], { flavour })
    .value;
});

const starts: Readonly<Record<string, Initialisation>> = {
  'attention input': { name: 'pytorch', own: { name: 'xavier-uniform' } },
  'added key': { name: 'pytorch', own: { name: 'xavier-normal' } },
  zeros: { name: 'zeros' },
};

/** `_parameter(layer, name, shape, start)`: one more parameter; `start` is a row of those above. */
const parameterFunction = native(
  '_parameter',
  'layer, name, shape, start',
  (machine, layer, name, shape, start) => {
    const sizes = wholes(machine, shape);
    const parameter = ownParameter(machine, {
      shape: sizes,
      role: sizes.length === 2 ? 'weight' : 'bias',
      initialisation: starts[word(machine, start)] ?? { name: 'zeros' },
    });
    stateOf(machine, layer, 'parameters').parameters.set(word(machine, name), parameter);
    return none;
  },
);

/** `_start(parameter, start)`: lets a parameter start otherwise, as the framework itself does. */
const startFunction = native('_start', 'parameter, start', (machine, parameter, start) => {
  const content = tensorIn(parameter)?.content;
  const initialisation = starts[word(machine, start)];
  if (content?.kind === 'parameter' && initialisation) content.parameter.initialisation = initialisation;
  return none;
});

function transformerValues(machine: Machine): readonly (readonly [string, Value])[] {
  const nn = machine.importModule('torch.nn');
  const functional = machine.importModule('torch.nn.functional');
  const copy = machine.importModule('copy');
  return [
    ['nn', nn ?? none],
    ['F', functional ?? none],
    ['copy', copy ?? none],
    ['Module', moduleClassOf(machine)],
    ...[
      layerFunction,
      rankFunction,
      attentionFunction,
      causalMaskFunction,
      squareMaskFunction,
      parameterFunction,
      startFunction,
    ].map((value) => [value.name, value] as const),
  ];
}

function recurrentValues(machine: Machine): readonly (readonly [string, Value])[] {
  const torch = machine.importModule('torch');
  return [
    ['Module', moduleClassOf(machine)],
    ...['cat', 'tensor'].map(
      (name) => [`_${name}`, torch ? machine.getAttribute(torch, name) : none] as const,
    ),
    ...[
      layerFunction,
      rankFunction,
      paddedFunction,
      isPackedFunction,
      recurrentFunction,
      recurrentCellFunction,
      recurrentParameterFunction,
    ].map((value) => [value.name, value] as const),
  ];
}

/** `_not_yet(what, *tensors)`: a grey node of the tensors with its cause. */
export const notYet = native('_not_yet', 'what, *tensors', (machine, what, tensors) => {
  const cause = machine.unknown(
    'unsupported',
    `${word(machine, what)} is not understood yet.`,
    word(machine, what),
  );
  const given = tensors.kind === 'tuple' ? tensors.items.flatMap((item) => tensorIn(item) ?? []) : [];
  return recorderOf(machine).opaque(cause, given, torchFlavour).value;
});

/** Modules inside torch.distributions, with the same names. */
const sameDistributions: BuiltinModule = {
  missing: (machine, name) => {
    const module = name.startsWith('__') ? null : machine.importModule('torch.distributions');
    return module ? machine.findAttribute(module, name) : undefined;
  },
};

/** The modules by their dotted names. */
export const laterModules: Readonly<Record<string, BuiltinModule>> = {
  'torch.nn.modules.transformer': { values: transformerValues, source: transformerSource },
  'torch.nn.modules.further': {
    values: (machine) => [...transformerValues(machine), ['torch', machine.importModule('torch') ?? none]],
    source: furtherSource,
  },
  'torch.functional': {
    values: (machine) => [
      ['_torch', machine.importModule('torch') ?? none],
      ['_not_yet', notYet],
    ],
    source: composedSource,
    missing: (machine, name) => {
      const torch = name.startsWith('_') ? null : machine.importModule('torch');
      return torch ? machine.findAttribute(torch, name) : undefined;
    },
  },
  'torch.distributions': {
    values: (machine) => [
      ['_torch', machine.importModule('torch') ?? none],
      ['_F', machine.importModule('torch.nn.functional') ?? none],
      ['_not_yet', notYet],
    ],
    source: distributionsSource,
    missing: (machine, name) =>
      name.startsWith('_')
        ? undefined
        : machine.unknown('unsupported', `torch.distributions.${name} is not understood yet.`, name),
  },
  ...Object.fromEntries(
    'normal categorical bernoulli uniform laplace independent kl distribution exponential one_hot_categorical'
      .split(' ')
      .map((name) => [`torch.distributions.${name}`, sameDistributions] as const),
  ),
  'torch.nn.modules.rnn': { values: recurrentValues, source: recurrentSource },
};

/** Where names of torch.nn are found that stand in one of these modules. */
const homes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'torch.nn.modules.rnn': 'RNNBase RNN LSTM GRU RNNCellBase RNNCell LSTMCell GRUCell',
    'torch.nn.modules.transformer':
      'MultiheadAttention Transformer TransformerEncoder TransformerEncoderLayer TransformerDecoder TransformerDecoderLayer',
    'torch.nn.modules.further': 'AdaptiveLogSoftmaxWithLoss CrossMapLRN2d',
    'torch.nn.parallel': 'DataParallel DistributedDataParallel',
  }).flatMap(([home, names]) => names.split(' ').map((name) => [name, home] as const)),
);

/** What stands in torch and is read when a program uses it. */
const composedMethods =
  'cov corrcoef matrix_power det slogdet logdet inverse cholesky cholesky_solve cholesky_inverse histc unique_consecutive'.split(
    ' ',
  );
const composed = new Set([
  ...composedMethods,
  'cdist',
  'vmap',
  'batch_norm',
  'instance_norm',
  'adaptive_max_pool1d',
]);

for (const name of composedMethods) {
  const run = (machine: Machine, self: Value, rest: Value, keywords: Value): Value => {
    const called = laterFunction(machine, name) ?? none;
    const given = keywords.kind === 'dict' ? keywords.table.entries() : [];
    const named = [...given].flatMap(({ key, value }) =>
      key.kind === 'str' ? [[key.value, value] as const] : [],
    );
    return machine.call(called, [self, ...(rest.kind === 'tuple' ? rest.items : [])], keywordsOf(named));
  };
  tensorClass.attributes.set(
    name,
    native(name, 'self, *args, **kwargs', run, { binds: true, owner: 'Tensor' }),
  );
}

/** A name of torch out of the module that has it; undefined where none does. */
export function laterFunction(machine: Machine, name: string): Value | undefined {
  const module = composed.has(name) ? machine.importModule('torch.functional') : undefined;
  return module && machine.findAttribute(module, name);
}

/** A name of torch.nn out of the module that has it; undefined where none does. */
export function laterName(machine: Machine, name: string): Value | undefined {
  const home = homes.get(name);
  const module = home === undefined ? undefined : machine.importModule(home);
  return module && machine.findAttribute(module, name);
}
