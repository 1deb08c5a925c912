/** The modules that `import keras`, `import tensorflow` and their kin give. */
import { none, openBuiltin, str } from '../python/values/make';
import type { BuiltinModule } from '../python/read/moduleTable';
import type { Machine } from '../python/values/machine';
import type { Value } from '../python/values/value';
import { dtypes, type DtypeName } from '../tensors/elementTypes';
import { activationExtras, activationValues, geluValues } from './activations';
import { backendSource } from './functions/backendSource';
import { borrowedValues } from './functions/borrowed';
import { imagesSource } from './functions/imagesSource';
import { opsSource } from './functions/shapesSource';
import { tensorflowNnSource, tensorflowRandomSource, tensorflowSource } from './functions/tensorflowSource';
import { layerClassOf } from './layer/layerClass';
import { forgetNames } from './layer/state';
import { layerClasses } from './layers/classes';
import { kerasLayers } from './layers/table';
import { inputFunction, inputLayerClassOf } from './model/input';
import { modelClassesOf } from './model/modelClass';
import { missingIn } from './missing';
import { lossSource, lossValues } from './loss/table';
import { imagenetSource } from './outside/applicationsSource';
import { firstSource } from './outside/pretrained/firstSource';
import { inceptionSource } from './outside/pretrained/inceptionSource';
import { mobileSource } from './outside/pretrained/mobileSource';
import { dataValues } from './outside/data';
import { datasetsSource, getSource, recordSource, sklearnSource, utilsSource } from './outside/dataSource';
import { flowSource, foldersSource } from './outside/datasetsSource';
import { optimizerValues, scheduleValues } from './outside/optimizers';
import { initialiserValues } from './starts/initialisers';
import { shapeClass } from './values/shape';
import { variableFunction } from './values/variables';
import { tensorClass, variableClass } from './values/flavour';

type Entry = readonly [string, Value];

function modelValues(machine: Machine): readonly Entry[] {
  const { model, sequential } = modelClassesOf(machine);
  return [
    ['Model', model],
    ['Functional', model],
    ['Sequential', sequential],
    ['Input', inputFunction],
  ];
}

/** Functions of layers: `concatenate([a, b])` is `Concatenate()([a, b])`. */
const functional: Readonly<Record<string, string>> = {
  add: 'Add',
  subtract: 'Subtract',
  multiply: 'Multiply',
  average: 'Average',
  maximum: 'Maximum',
  minimum: 'Minimum',
  concatenate: 'Concatenate',
  dot: 'Dot',
};

function functionalForms(classes: ReadonlyMap<string, Value>): readonly Entry[] {
  return Object.entries(functional).flatMap(([name, layer]): readonly Entry[] => {
    const cls = classes.get(layer);
    if (!cls) return [];
    const run = openBuiltin(name, (machine, [inputs = none, ...rest], keywords) => {
      const named = new Map(keywords ?? []);
      const given = named.get('inputs') ?? inputs;
      named.delete('inputs');
      return machine.call(machine.call(cls, rest, named), [given]);
    });
    return [[name, run]];
  });
}

function layerValues(machine: Machine): readonly Entry[] {
  const classes = layerClasses(machine, kerasLayers);
  return [
    ...functionalForms(classes),
    ['Layer', layerClassOf(machine)],
    ['Input', inputFunction],
    ['InputLayer', inputLayerClassOf(machine)],
    ...classes,
  ];
}

const clearSession = openBuiltin('clear_session', (machine) => {
  forgetNames(machine);
  return none;
});

/** A path of Keras inside whose names stand elsewhere: the first of the homes that has one gives it. */
function elsewhere(...homes: readonly string[]): BuiltinModule {
  return {
    values: (machine) => [...homes].reverse().flatMap((home) => namesOf(machine, home)),
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

const sameDecorator = openBuiltin('keras_export', () =>
  openBuiltin('keras_export', (_on, [inner = none]) => inner),
);

const activationModule: BuiltinModule = {
  values: () => [...activationValues, ...activationExtras],
  missing: missingIn('keras.activations'),
};

/** keras.ops with the activations among its names. */
const operations: BuiltinModule = {
  values: (machine) => [...borrowedValues(machine), ...activationValues, ...geluValues],
  source: opsSource + imagesSource,
  missing: missingIn('keras.ops'),
};

function whole(machine: Machine, own: string, name: string): readonly Entry[] {
  const found = machine.importModule(name);
  return found ? [[own, found]] : [];
}

function besides(machine: Machine): readonly Entry[] {
  return [
    ...whole(machine, '_o', 'keras.ops'),
    ...whole(machine, '_a', 'keras.activations'),
    ...whole(machine, '_layers', 'keras.layers'),
    ...borrowedValues(machine),
    ['_variable', variableFunction],
    ['clear_session', clearSession],
  ];
}

const unknown = openBuiltin('_unknown', (machine, [message]) =>
  machine.unknown('data', message?.kind === 'str' ? message.value : 'It is not known.'),
);

function withData(source: string, name: string): BuiltinModule {
  return {
    values: () => [...dataValues, ['_unknown', unknown], ['clear_session', clearSession]],
    source,
    missing: missingIn(name),
  };
}

/** Every name is a class whose instances keep nothing. */
function records(name: string): BuiltinModule {
  return {
    source: recordSource,
    missing: (machine, wanted) => {
      const home = machine.importModule(name);
      return wanted.startsWith('__') || home?.kind !== 'module' ? undefined : home.attributes.get('_Record');
    },
  };
}

/** The modules below `keras` by their names behind it. */
const parts: Readonly<Record<string, BuiltinModule>> = {
  layers: { values: layerValues, missing: missingIn('keras.layers') },
  models: { values: modelValues, missing: missingIn('keras.models') },
  activations: activationModule,
  initializers: {
    values: () => initialiserValues,
    source: getSource,
    missing: missingIn('keras.initializers'),
  },
  losses: { values: () => lossValues, source: lossSource, missing: missingIn('keras.losses') },
  optimizers: { values: () => optimizerValues, missing: missingIn('keras.optimizers') },
  'optimizers.schedules': { values: () => scheduleValues },
  regularizers: records('keras.regularizers'),
  constraints: records('keras.constraints'),
  callbacks: records('keras.callbacks'),
  metrics: records('keras.metrics'),
  ops: operations,
  backend: { values: besides, source: backendSource, missing: missingIn('keras.backend') },
  utils: withData(utilsSource + flowSource + foldersSource, 'keras.utils'),
  'utils.np_utils': shared('keras.utils'),
  saving: shared('keras.utils'),
  datasets: withData(datasetsSource, 'keras.datasets'),
  ...Object.fromEntries(
    'mnist fashion_mnist cifar10 cifar100 boston_housing california_housing imdb reuters'
      .split(' ')
      .map((name) => [`datasets.${name}`, partOf('keras.datasets', name)] as const),
  ),
  applications: {
    values: (machine) => [
      ...whole(machine, '_l', 'keras.layers'),
      ...whole(machine, '_i', 'keras.initializers'),
      ['_Model', modelClassesOf(machine).model],
    ],
    source: firstSource + mobileSource + inceptionSource,
    missing: missingIn('keras.applications'),
  },
  ...Object.fromEntries(
    'vgg16 vgg19 resnet resnet50 resnet_v2 mobilenet mobilenet_v2 mobilenet_v3 inception_v3 inception_resnet_v2 xception densenet efficientnet'
      .split(' ')
      .map((name) => [`applications.${name}`, shared('keras.applications')] as const),
  ),
  'applications.imagenet_utils': { source: imagenetSource },
  preprocessing: shared('keras.utils'),
  ...Object.fromEntries(
    ['image', 'sequence', 'text', 'timeseries'].map(
      (name) => [`preprocessing.${name}`, shared('keras.utils')] as const,
    ),
  ),
  random: operations,
};

/** Paths of Keras's inside, of Keras 1 and of TensorFlow, and where their names stand. */
const otherPaths: Readonly<Record<string, readonly string[]>> = {
  engine: ['keras.models', 'keras.layers'],
  'layers.experimental': ['keras.layers'],
  'layers.experimental.preprocessing': ['keras.layers'],
  'utils.generic_utils': ['keras.utils'],
  'utils.vis_utils': ['keras.utils'],
  'utils.data_utils': ['keras.utils'],
  'engine.topology': ['keras.layers', 'keras.models'],
  'engine.training': ['keras.models'],
  'engine.base_layer': ['keras.layers'],
  ...Object.fromEntries(
    'core convolutional pooling normalization recurrent embeddings merge merging wrappers noise advanced_activations local convolutional_recurrent'
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
  'keras.src',
];

/** What a module has, for `from module import *` of another path. */
function namesOf(machine: Machine, home: string): readonly Entry[] {
  const module = machine.importModule(home);
  return module?.kind === 'module' ? [...module.attributes] : [];
}

/** The names of another module. */
function shared(name: string): BuiltinModule {
  return {
    values: (machine) => namesOf(machine, name),
    missing: (machine, attribute) => {
      const home = machine.importModule(name);
      if (home?.kind !== 'module' || attribute.startsWith('__')) return undefined;
      return home.attributes.get(attribute) ?? home.missing?.(machine, attribute);
    },
  };
}

/** The methods of a value as the names of a module: keras.datasets.mnist.load_data. */
function partOf(name: string, value: string): BuiltinModule {
  return {
    missing: (machine, attribute) => {
      const home = machine.importModule(name);
      const found = home?.kind === 'module' ? home.attributes.get(value) : undefined;
      return found && machine.findAttribute(found, attribute);
    },
  };
}

const types: readonly Entry[] = (Object.keys(dtypes) as DtypeName[]) // the keys of a constant object are exactly its names
  .map((name) => [name, str(name)]);

const tensorflow: BuiltinModule = {
  values: (machine) => [
    ...besides(machine),
    ...types,
    ['Tensor', tensorClass],
    ['Variable', variableClass],
    ['TensorShape', shapeClass],
    ['newaxis', none],
    ['__version__', str('2.20.0')],
    ['function', sameFunction],
  ],
  source: tensorflowSource,
  missing: missingIn('tensorflow'),
};

/** @tf.function, with arguments or without. */
const sameFunction = openBuiltin('function', (_machine, [given]) =>
  given && given.kind !== 'none' ? given : openBuiltin('function', (_on, [inner = none]) => inner),
);

const mathematics: BuiltinModule = {
  values: besides,
  source: tensorflowSource,
  missing: missingIn('tensorflow.math'),
};

const sklearnModule = withData(sklearnSource, 'sklearn');

/** Every module of Keras by its dotted name. Those of TensorFlow's Keras are the same ones. */
export const kerasModules: Readonly<Record<string, BuiltinModule>> = {
  ...Object.fromEntries(
    roots.flatMap((root) => [
      [root, root === 'keras' ? top : shared('keras')] as const,
      ...Object.entries(parts).map(
        ([name, module]) => [`${root}.${name}`, root === 'keras' ? module : shared(`keras.${name}`)] as const,
      ),
      ...Object.entries(otherPaths).map(([path, homes]) => [`${root}.${path}`, elsewhere(...homes)] as const),
    ]),
  ),
  'keras.src.applications.imagenet_utils': { source: imagenetSource },
  'keras.src.ops.operation_utils': { source: imagenetSource },
  'keras.src.utils.file_utils': { source: imagenetSource },
  'keras.src.applications': {},
  'keras.src.api_export': { values: () => [['keras_export', sameDecorator]] },
  tensorflow,
  'tensorflow.math': mathematics,
  'tensorflow.linalg': mathematics,
  'tensorflow.nn': { values: besides, source: tensorflowNnSource, missing: missingIn('tensorflow.nn') },
  'tensorflow.random': {
    values: besides,
    source: tensorflowRandomSource,
    missing: missingIn('tensorflow.random'),
  },
  'tensorflow.data': withData(flowSource, 'tensorflow.data'),
  'tensorflow.compat': {},
  'tensorflow.compat.v1': shared('tensorflow'),
  'tensorflow.compat.v2': shared('tensorflow'),
  sklearn: { values: () => [['__version__', str('1.8.0')]] },
  ...Object.fromEntries(
    ['model_selection', 'preprocessing', 'datasets'].map(
      (name) => [`sklearn.${name}`, sklearnModule] as const,
    ),
  ),
};
