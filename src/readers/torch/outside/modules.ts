/** Modules of torch around networks, which are read when a program uses them: optimizers, data, compilers, normalised weights. */
import { native } from '../../python/builtins/native';
import type { BuiltinModule } from '../../python/read/moduleTable';
import type { Machine } from '../../python/values/machine';
import { int, list, none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { recorderOf } from '../../tensors/recorder';
import { word } from '../../tensors/arguments';
import { weightFunctions } from '../module/derivedWeights';
import { tensorIn } from '../../tensors/tensorValue';
import { tensorClass, torchFlavour } from '../values/flavour';
import { moduleClassOf } from '../module/moduleClass';
import { parameterClass } from '../module/parameter';
import { compilerSource } from './compilerSource';
import { autogradSource, checkpointSource } from './gradientSource';
import { dataSource } from './dataSource';
import {
  attentionBackendSource,
  distributedSource,
  fetchingSource,
  fxSource,
  jitInternalSource,
  jitSource,
  typesSource,
} from './inertSource';
import { rankFunction } from './laterModules';
import { sequenceSource } from './sequenceSource';
import { averagingSource, optimizerSource, schedulerSource } from './optimizerSource';
import {
  fusionSource,
  parallelSource,
  parametrizationsSource,
  parametrizeSource,
  utilsSource,
} from './weightSource';

const notedKey = 'functions with a backward of their own';

/** `_note_backward(name)`: says once that a function's own backward is not used. */
const noteBackward = native('_note_backward', 'name', (machine, name) => {
  const found = machine.keep.get(notedKey);
  const noted = found instanceof Set ? found : new Set<unknown>();
  machine.keep.set(notedKey, noted);
  const text = word(machine, name);
  if (!noted.has(text)) {
    const sentence = `${text} has a backward of its own, which is not run: gradients here are those of its forward.`;
    machine.report('information', sentence);
  }
  noted.add(text);
  return none;
});

const notePacking = native('_note_packing', '', (machine) => {
  const sentence =
    'Packed sequences of lengths that are not known here stay padded ones: recurrent layers run over their padding too, and outputs behind the end of a sequence count.';
  if (!machine.keep.has(sentence)) machine.report('information', sentence);
  machine.keep.set(sentence, true);
  return none;
});

/** `_known_numbers(lengths)`: a list of whole numbers, or None where they are not known. */
const knownNumbers = native('_known_numbers', 'lengths', (machine, lengths) => {
  const tensor = tensorIn(lengths);
  const known = tensor && recorderOf(machine).known(tensor);
  if (known) return list(Array.from(known.data, (number) => int(number)));
  if (lengths.kind !== 'list' && lengths.kind !== 'tuple') return none;
  return lengths.items.every((item) => item.kind === 'int') ? list([...lengths.items]) : none;
});

/** `_unknown_effect(name)`: what nobody knows, since it comes from outside of the program. */
export const unknownEffect = native('_unknown_effect', 'name', (machine, name) =>
  machine.unknown('effect', `${word(machine, name)} reaches outside of the program.`, word(machine, name)),
);

const zero = native(
  '_zero',
  '',
  (machine) => recorderOf(machine).constant(torchFlavour, 'float32', [], [0]).value,
);

/** `_gradient_unknown(tensor)`: a grey node of the shape that the gradient by a tensor would have. */
const gradientUnknown = native('_gradient_unknown', 'tensor', (machine, tensor) => {
  const given = tensorIn(tensor);
  const sentence =
    'torch.autograd.grad within a network is not understood: no gradient flows through the gradient that it takes.';
  const cause = machine.unknown('unsupported', sentence, 'torch.autograd.grad');
  if (!given) return cause;
  const opaque = recorderOf(machine).opaque(cause, [given], torchFlavour);
  opaque.shape ??= given.shape;
  return opaque.value;
});

type Entry = readonly [string, Value];

/** Names of another module under names of ours. */
function from(machine: Machine, module: string, names: Readonly<Record<string, string>>): readonly Entry[] {
  const found = machine.importModule(module);
  if (!found) return [];
  return Object.entries(names).map(([own, name]) => [own, machine.getAttribute(found, name)] as const);
}

function whole(machine: Machine, own: string, module: string): readonly Entry[] {
  const found = machine.importModule(module);
  return found ? [[own, found]] : [];
}

function modulesAndTensors(machine: Machine): readonly Entry[] {
  return [
    ['_Module', moduleClassOf(machine)],
    ['_Tensor', tensorClass],
    ['_Parameter', parameterClass],
    ['_zero', zero],
    ['_unknown_effect', unknownEffect],
    ...weightFunctions,
    ...from(machine, 'copy', { _deepcopy: 'deepcopy' }),
    ...from(machine, 'torch.nn', { _ModuleList: 'ModuleList', _ModuleDict: 'ModuleDict' }),
    ...from(machine, 'torch', { _concatenated: 'cat' }),
  ];
}

function python(source: string, values: BuiltinModule['values'] = modulesAndTensors): BuiltinModule {
  return { values, source };
}

/** A path of torch inside whose names stand elsewhere. */
function elsewhere(...homes: readonly string[]): BuiltinModule {
  return {
    missing: (machine, name) => {
      if (name.startsWith('__')) return undefined;
      for (const home of homes) {
        const module = machine.importModule(home);
        const found = module && machine.findAttribute(module, name);
        if (found) return found;
      }
      return undefined;
    },
  };
}

const layers = elsewhere('torch.nn', 'torch.nn.modules.utils', 'torch.nn.functional', 'torch');

const layerPaths =
  'activation adaptive batchnorm container conv distance dropout flatten fold instancenorm lazy linear loss module normalization padding pixelshuffle pooling sparse upsampling channelshuffle _functions';

function paths(
  prefix: string,
  names: string,
  module: BuiltinModule,
): Readonly<Record<string, BuiltinModule>> {
  return Object.fromEntries(names.split(' ').map((name) => [`${prefix}.${name}`, module]));
}

/** Names of modules that only talk to the outside, which stand here in part. */
const whatItDoes: BuiltinModule['missing'] = (machine, name) =>
  name.startsWith('__')
    ? undefined
    : machine.unknown('effect', `${name} of torch reaches outside of the program.`, name);

const fetching: BuiltinModule = { ...python(fetchingSource), missing: whatItDoes };

/** The modules by their dotted names. */
export const outsideModules: Readonly<Record<string, BuiltinModule>> = {
  'torch.autograd': {
    ...python(autogradSource, (machine) => [
      ['_note_backward', noteBackward],
      ['_gradient_unknown', gradientUnknown],
      ...from(machine, 'torch', { _Tensor: 'Tensor' }),
    ]),
    missing: (machine, name) =>
      name.startsWith('__')
        ? undefined
        : machine.unknown(
            'unsupported',
            `torch.autograd.${name} is not understood.`,
            `torch.autograd.${name}`,
          ),
  },
  'torch.autograd.function': elsewhere('torch.autograd'),
  'torch.autograd.variable': elsewhere('torch.autograd'),
  'torch.autograd.profiler': fetching,
  'torch.utils': {},
  'torch.utils.checkpoint': python(checkpointSource),
  'torch.utils.data': python(dataSource, (machine) => whole(machine, '_torch', 'torch')),
  ...paths(
    'torch.utils.data',
    'dataset dataloader sampler distributed _utils',
    elsewhere('torch.utils.data'),
  ),
  ...paths(
    'torch.utils',
    'tensorboard model_zoo bundled_inputs cpp_extension mobile_optimizer flop_counter',
    fetching,
  ),
  ...paths('torch', 'compiler _dynamo', python(compilerSource)),
  'torch.optim': python(optimizerSource),
  'torch.optim.optimizer': elsewhere('torch.optim'),
  ...paths('torch.optim', 'sgd adam adamw rmsprop adagrad', elsewhere('torch.optim')),
  'torch.optim.lr_scheduler': python(schedulerSource, (machine) =>
    from(machine, 'torch.optim', { _Optimizer: 'Optimizer' }),
  ),
  'torch.optim.swa_utils': python(averagingSource),
  'torch.nn.utils': {
    ...python(utilsSource, (machine) => [
      ...modulesAndTensors(machine),
      ...whole(machine, '_fusion', 'torch.nn.utils.fusion'),
    ]),
  },
  'torch.nn.utils.rnn': python(sequenceSource, (machine) => [
    ['_note_packing', notePacking],
    ['_known_numbers', knownNumbers],
    ['_rank', rankFunction],
    ...from(machine, 'torch', { _concatenated: 'cat', _stacked: 'stack', _full: 'full', _tensor: 'tensor' }),
  ]),
  'torch.nn.utils.fusion': python(fusionSource),
  'torch.nn.utils.parametrize': python(parametrizeSource),
  'torch.nn.utils.parametrizations': python(parametrizationsSource, (machine) => [
    ...modulesAndTensors(machine),
    ...whole(machine, '_parametrize', 'torch.nn.utils.parametrize'),
  ]),
  'torch.nn.utils.clip_grad': elsewhere('torch.nn.utils'),
  'torch.nn.utils.convert_parameters': elsewhere('torch.nn.utils'),
  'torch.nn.parallel': python(parallelSource),
  ...paths('torch.nn.parallel', 'distributed data_parallel', elsewhere('torch.nn.parallel')),
  'torch.nn.parameter': elsewhere('torch.nn'),
  'torch.nn.modules': layers,
  ...paths('torch.nn.modules', layerPaths, layers),
  'torch.nn.modules.utils': python(typesSource, () => []),
  'torch.nn.common_types': python(typesSource, () => []),
  'torch.types': python(typesSource, (machine) => whole(machine, 'Tensor', 'torch').slice(1)),
  'torch.jit': python(jitSource, (machine) => [
    ...modulesAndTensors(machine),
    ['_isinstance', machine.getAttribute(machine.builtins, 'isinstance')],
  ]),
  'torch.jit.annotations': elsewhere('torch.jit', 'typing'),
  'torch._jit_internal': python(jitInternalSource, () => []),
  'torch.fx': python(fxSource),
  'torch.nn.attention': python(attentionBackendSource, () => []),
  'torch.distributed': { ...python(distributedSource, () => []), missing: whatItDoes },
  ...paths('torch', 'onnx hub profiler library', fetching),
};
