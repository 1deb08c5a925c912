/** The modules that `import keras`, `import tensorflow` and their kin give. */
import { openBuiltin, none, str } from '../python/values/make';
import type { BuiltinModule } from '../python/read/moduleTable';
import type { Machine } from '../python/values/machine';
import type { Value } from '../python/values/value';
import { recorderOf } from '../tensors/recorder';
import { activationValues } from './activations';
import { layerClassOf } from './layer/layerClass';
import { forgetNames } from './layer/state';
import { layerClasses } from './layers/layer';
import { kerasLayers } from './layers/table';
import { inputFunction, inputLayerClassOf } from './model/input';
import { modelClassesOf } from './model/modelClass';
import { tensorsIn } from './model/symbolic';
import { lossValues } from './loss/table';
import { optimizerValues, scheduleValues } from './outside/optimizers';
import { initialiserValues } from './starts/initialisers';
import { kerasFlavour, tensorClass } from './values/flavour';

type Entry = readonly [string, Value];

/** A function that is not understood: called with tensors it gives a tensor of unknown shape, a grey node of the network. */
function notUnderstood(module: string, name: string): Value {
  const whole = `${module}.${name}`;
  return openBuiltin(name, (on, positional, keywords) => {
    const cause = on.unknown('unsupported', `${whole} is not understood yet.`, whole);
    const tensors = [...positional, ...(keywords?.values() ?? [])].flatMap((value) => tensorsIn(value));
    return tensors.length > 0 ? recorderOf(on).opaque(cause, tensors, kerasFlavour).value : cause;
  });
}

/** Names with a lower-case letter in front are functions; a class that is missing is an unknown. */
function missingIn(module: string): NonNullable<BuiltinModule['missing']> {
  return (machine, name) => {
    if (name.startsWith('__')) return undefined;
    if (/^[a-z_]/.test(name)) return notUnderstood(module, name);
    return machine.unknown('unsupported', `${module}.${name} is not understood yet.`, `${module}.${name}`);
  };
}

function modelValues(machine: Machine): readonly Entry[] {
  const { model, sequential } = modelClassesOf(machine);
  return [
    ['Model', model],
    ['Functional', model],
    ['Sequential', sequential],
    ['Input', inputFunction],
  ];
}

function layerValues(machine: Machine): readonly Entry[] {
  return [
    ['Layer', layerClassOf(machine)],
    ['Input', inputFunction],
    ['InputLayer', inputLayerClassOf(machine)],
    ...layerClasses(machine, kerasLayers),
  ];
}

const clearSession = openBuiltin('clear_session', (machine) => {
  forgetNames(machine);
  return none;
});

/** A path of Keras inside whose names stand elsewhere: the first of the homes that has one gives it. */
function elsewhere(...homes: readonly string[]): BuiltinModule {
  return {
    missing: (machine, name) => {
      if (name.startsWith('__')) return undefined;
      for (const home of homes) {
        const module = machine.importModule(home);
        if (module?.kind !== 'module') continue;
        const found = module.attributes.get(name);
        if (found) return found;
      }
      const [last = 'keras'] = homes;
      return missingIn(last)(machine, name);
    },
  };
}

const top: BuiltinModule = {
  values: (machine) => [
    ...modelValues(machine),
    ['KerasTensor', tensorClass],
    ['Layer', layerClassOf(machine)],
    ['__version__', str('3.15.1')],
  ],
  missing: missingIn('keras'),
};

/** The modules below `keras` by their names behind it. */
const parts: Readonly<Record<string, BuiltinModule>> = {
  layers: { values: layerValues, missing: missingIn('keras.layers') },
  models: { values: modelValues, missing: missingIn('keras.models') },
  activations: { values: () => activationValues, missing: missingIn('keras.activations') },
  initializers: { values: () => initialiserValues, missing: missingIn('keras.initializers') },
  losses: { values: () => lossValues, missing: missingIn('keras.losses') },
  optimizers: { values: () => optimizerValues, missing: missingIn('keras.optimizers') },
  'optimizers.schedules': { values: () => scheduleValues },
  backend: { values: () => [['clear_session', clearSession]], missing: missingIn('keras.backend') },
  utils: { values: () => [['clear_session', clearSession]], missing: missingIn('keras.utils') },
};

/** Paths of Keras's inside, of Keras 1 and of TensorFlow, and where their names stand. */
const otherPaths: Readonly<Record<string, readonly string[]>> = {
  engine: ['keras.models', 'keras.layers'],
  'engine.topology': ['keras.layers', 'keras.models'],
  'engine.training': ['keras.models'],
  'engine.base_layer': ['keras.layers'],
  ...Object.fromEntries(
    'core convolutional pooling normalization recurrent embeddings merge wrappers noise advanced_activations local convolutional_recurrent'
      .split(' ')
      .map((name) => [`layers.${name}`, ['keras.layers']] as const),
  ),
};

/** Where `keras` itself can stand. */
const roots = [
  'keras',
  'tensorflow.keras',
  'tensorflow.python.keras',
  'tensorflow.contrib.keras',
  'tf_keras',
  'keras.api',
  'keras._tf_keras.keras',
];

function shared(name: string): BuiltinModule {
  return {
    missing: (machine, attribute) => {
      const home = machine.importModule(name);
      return home?.kind === 'module'
        ? (home.attributes.get(attribute) ?? home.missing?.(machine, attribute))
        : undefined;
    },
  };
}

/** Every module of Keras by its dotted name. Those of TensorFlow's Keras are the same ones. */
export const kerasModules: Readonly<Record<string, BuiltinModule>> = Object.fromEntries(
  roots.flatMap((root) => [
    [root, root === 'keras' ? top : shared('keras')] as const,
    ...Object.entries(parts).map(
      ([name, module]) => [`${root}.${name}`, root === 'keras' ? module : shared(`keras.${name}`)] as const,
    ),
    ...Object.entries(otherPaths).map(([path, homes]) => [`${root}.${path}`, elsewhere(...homes)] as const),
  ]),
);
