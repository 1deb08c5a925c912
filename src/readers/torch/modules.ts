/** The modules that `import torch` and its kin give. */
import { builtinClasses } from '../python/values/classes';
import type { Machine } from '../python/values/machine';
import { bool, float, none, openBuiltin, str } from '../python/values/make';
import type { BuiltinModule, ModuleTable } from '../python/read/moduleTable';
import type { Value } from '../python/values/value';
import { recorderOf } from '../tensors/recorder';
import { realTensorsIn } from '../tensors/complexTensor';
import { deviceClass } from './values/devices';
import { complexDtypes, dtypeAliases, dtypeClass, dtypeValue } from './values/dtypes';
import { dtypes, type DtypeName } from '../tensors/elementTypes';
import { sizeClass, tensorClass, torchFlavour } from './values/flavour';
import { constructorClasses } from './functions/creation';
import { composedLayersSource } from './functions/composedSource';
import { linalgSource, matricesFunction } from './functions/linalgSource';
import { functionsIn } from './functions/table';
import { inertModules, setGradFunction } from './outside/inertModules';
import { modesSource } from './outside/modesSource';
import { initModule } from './init/init';
import { layerClasses } from './layers/layer';
import { torchLayers } from './layers/table';
import { lightningModules } from './outside/lightningModules';
import { laterFunction, laterModules, laterName, notYet } from './outside/laterModules';
import { containersSource } from './module/containersSource';
import { moduleClassOf } from './module/moduleClass';
import { parameterClass } from './module/parameter';
import { hasName, type NamedHome } from './names';
import { outsideModules, unknownEffect } from './outside/modules';

/** A function that is not understood: called with tensors it gives a tensor of unknown shape, a grey node of the network. */
export function notUnderstood(module: string, name: string): Value {
  const whole = `${module}.${name}`;
  return openBuiltin(name, (on, positional, keywords) => {
    const cause = on.unknown('unsupported', `${whole} is not understood yet.`, whole);
    const tensors = [...positional, ...(keywords?.values() ?? [])].flatMap(realTensorsIn);
    return tensors.length > 0 ? recorderOf(on).opaque(cause, tensors, torchFlavour).value : cause;
  });
}

/** Names that PyTorch had once, in whatever module. */
const formerNames: ReadonlySet<string> = new Set(
  'symeig eig solve lstsq gels gesv matrix_rank potrf potri potrs btrifact trtrs rfft irfft ifft has_cudnn get_file_path isfinite'.split(
    ' ',
  ),
);

/** Names with a lower-case letter in front are functions; a class that is missing is an unknown; what PyTorch never had is no attribute. */
function missingIn(module: NamedHome | 'torch.func'): NonNullable<BuiltinModule['missing']> {
  return (machine, name) => {
    if (name.startsWith('__')) return undefined;
    if (module !== 'torch.func' && !name.startsWith('_') && !hasName(module, name) && !formerNames.has(name))
      return undefined;
    if (/^_?[a-z]/.test(name)) return notUnderstood(module, name);
    return machine.unknown('unsupported', `${module}.${name} is not understood yet.`, `${module}.${name}`);
  };
}

/** Ways in which elements lie in memory: all the same here. */
const memoryFormats = [
  'contiguous_format',
  'channels_last',
  'channels_last_3d',
  'preserve_format',
  'strided',
];

function torchValues(): readonly (readonly [string, Value])[] {
  const names = Object.keys(dtypes) as DtypeName[]; // the keys of a constant object are exactly its names
  return [
    ['Tensor', tensorClass],
    ['Size', sizeClass],
    ['dtype', dtypeClass],
    ['device', deviceClass],
    ['_set_grad', setGradFunction],
    ['_unknown_effect', unknownEffect],
    ...constructorClasses,
    ...memoryFormats.map((name) => [name, str(`torch.${name}`)] as const),
    ...names.map((name) => [name, dtypeValue(name)] as const),
    ...Object.entries(dtypeAliases).map(([name, own]) => [name, dtypeValue(own)] as const),
    ...complexDtypes,
    ['pi', float(Math.PI)],
    ['inf', float(Infinity)],
    ['nan', float(NaN)],
    ['e', float(Math.E)],
    ['newaxis', none],
    ['__version__', str('2.13.0')],
    [
      'is_tensor',
      openBuiltin('is_tensor', (_machine, [value = none]) => bool(realTensorsIn(value).length > 0)),
    ],
    ...functionsIn('torch'),
  ];
}

function nnValues(machine: Machine): readonly (readonly [string, Value])[] {
  return [
    ['Module', moduleClassOf(machine)],
    ['Parameter', parameterClass],
    ['_Tensor', tensorClass],
    ['_torch', machine.importModule('torch') ?? none],
    ['_OrderedDict', orderedDict(machine)],
    ...layerClasses(machine, torchLayers),
  ];
}

function orderedDict(machine: Machine): Value {
  const collections = machine.importModule('collections');
  return collections ? machine.getAttribute(collections, 'OrderedDict') : builtinClasses.dict;
}

/** Every module of torch by its dotted name. */
export const torchModules: ModuleTable = new Map<string, BuiltinModule>(
  Object.entries({
    torch: {
      values: torchValues,
      source: modesSource,
      missing: (machine, name) => laterFunction(machine, name) ?? missingIn('torch')(machine, name),
    },
    'torch.nn': {
      values: nnValues,
      source: containersSource,
      missing: (machine, name) => laterName(machine, name) ?? missingIn('torch.nn')(machine, name),
    },
    ...laterModules,
    ...outsideModules,
    ...lightningModules,
    'torch.nn.init': initModule,
    'torch.nn.functional': {
      values: (machine) => [
        ...functionsIn('functional'),
        ['_torch', machine.importModule('torch') ?? none],
        ['_not_yet', notYet],
      ],
      source: composedLayersSource,
      missing: missingIn('torch.nn.functional'),
    },
    'torch.special': { values: () => functionsIn('special'), missing: missingIn('torch.special') },
    'torch.linalg': {
      values: (machine) => [
        ...functionsIn('linalg'),
        ['_torch', machine.importModule('torch') ?? none],
        ['_matrices', matricesFunction],
      ],
      source: linalgSource,
      missing: missingIn('torch.linalg'),
    },
    'torch.fft': { values: () => functionsIn('fft'), missing: missingIn('torch.fft') },
    'torch.func': { source: 'from torch import vmap\n', missing: missingIn('torch.func') },
    ...inertModules,
  } satisfies Record<string, BuiltinModule>),
);
