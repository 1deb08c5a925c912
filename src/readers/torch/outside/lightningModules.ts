/** The modules that `import pytorch_lightning`, `import lightning` and their kin give. */
import { native } from '../../python/builtins/native';
import { Frame, localNames } from '../../python/evaluate/frame';
import type { BuiltinModule } from '../../python/read/moduleTable';
import type { Machine } from '../../python/values/machine';
import { dictOf } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { moduleClassOf } from '../module/moduleClass';
import { cpu } from '../values/dtypes';
import { lightningSource } from './lightningSource';

/** `_arguments_of(self)`: the arguments of the outermost constructor of `self` that is under way. */
const argumentsFunction = native('_arguments_of', 'self', (machine, self) =>
  dictOf(argumentsOf(machine, self)),
);

function argumentsOf(machine: Machine, self: Value): readonly (readonly [string, Value])[] {
  let found: readonly (readonly [string, Value])[] = [];
  for (let activation = machine.top; activation; activation = activation.back) {
    const { frame, name } = activation;
    if (!(frame instanceof Frame) || !/\b__init__$/.test(name)) continue;
    const names = [...localNames(frame)];
    const [first] = names;
    if (!first || first[1] !== self) continue;
    found = names.slice(1).flatMap(([own, value]): readonly (readonly [string, Value])[] => {
      if (own === 'kwargs' && value.kind === 'dict')
        return [...value.table.entries()].flatMap((entry) =>
          entry.key.kind === 'str' ? [[entry.key.value, entry.value] as const] : [],
        );
      return own.startsWith('__') ? [] : [[own, value] as const];
    });
  }
  return found;
}

function valuesOf(machine: Machine): readonly (readonly [string, Value])[] {
  const hub = machine.importModule('torch.hub');
  return [
    ['_Module', moduleClassOf(machine)],
    ['_cpu', cpu],
    ['_arguments_of', argumentsFunction],
    ...(hub
      ? (['_Inert', '_unknown_effect'] as const).map(
          (name) => [name, machine.getAttribute(hub, name)] as const,
        )
      : []),
  ];
}

const home = 'pytorch_lightning';

const lightning: BuiltinModule = {
  values: valuesOf,
  source: lightningSource,
  missing: (machine, name) =>
    name.startsWith('__')
      ? undefined
      : machine.unknown('unsupported', `${home}.${name} is not understood yet.`, `${home}.${name}`),
};

/** A path inside of which the same names stand. */
const same: BuiltinModule = {
  missing: (machine, name) => {
    const module = name.startsWith('__') ? null : machine.importModule(home);
    return module ? machine.findAttribute(module, name) : undefined;
  },
};

const inside =
  'callbacks callbacks.early_stopping callbacks.model_checkpoint callbacks.progress loggers loggers.tensorboard strategies plugins profilers trainer tuner cli core core.lightning core.module core.datamodule utilities utilities.types utilities.rank_zero utilities.seed utilities.distributed';

function paths(prefix: string): Readonly<Record<string, BuiltinModule>> {
  return Object.fromEntries(inside.split(' ').map((name) => [`${prefix}.${name}`, same]));
}

/** The modules by their dotted names. */
export const lightningModules: Readonly<Record<string, BuiltinModule>> = {
  [home]: lightning,
  lightning: same,
  'lightning.pytorch': same,
  'lightning.fabric': same,
  ...paths(home),
  ...paths('lightning'),
  ...paths('lightning.pytorch'),
};
