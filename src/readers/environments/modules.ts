/** What `import gymnasium`, or gym before it, gives: environments by their names, of which only what is seen and done is known. */
import { native } from '../python/builtins/native';
import type { BuiltinModule } from '../python/read/moduleTable';
import type { Machine } from '../python/values/machine';
import { float, int, none, str, tuple } from '../python/values/make';
import type { Value } from '../python/values/value';
import { knownEnvironment, type SpaceSizes } from './known';
import { environmentSource, spacesSource, vectorSource, wrappersSource } from './source';

/** `_known(id, continuous)`: sizes of observations and actions, the limit of an action, and the type of observations; or None. */
const knownFunction = native('_known', 'id, continuous', (_machine, id, continuous) => {
  const name = id.kind === 'str' ? id.value : '';
  const isContinuous = continuous.kind === 'bool' ? continuous.value : null;
  const known = knownEnvironment(
    isContinuous ? name.replace(/^LunarLander-/, 'LunarLanderContinuous-') : name,
  );
  if (!known) return none;
  const action = isContinuous === false && name.startsWith('CarRacing') ? 5 : known.action;
  return tuple([
    sizesValue(known.observation),
    sizesValue(action),
    float(known.actionLimit),
    str(known.dtype),
  ]);
});

function sizesValue(sizes: SpaceSizes): Value {
  return typeof sizes === 'number' ? int(sizes) : tuple(sizes.map((size) => int(size)));
}

/** `_unknown(sentence)`. */
const unknownFunction = native('_unknown', 'sentence', (machine, sentence) =>
  machine.unknown('effect', sentence.kind === 'str' ? sentence.value : '', 'environment'),
);

function from(machine: Machine, module: string, names: readonly string[]): (readonly [string, Value])[] {
  const found = machine.importModule(module);
  return names.map((name) => [name, found ? machine.getAttribute(found, name) : none] as const);
}

function whole(machine: Machine, name: string, module: string): readonly [string, Value] {
  return [name, machine.importModule(module) ?? none];
}

/** What gymnasium gives at the start; gym gave the observation alone in its older versions. */
const seen = (text: string): string => `def _seen(env):\n    return ${text}\n`;

/** The modules of one library by their dotted names. */
function library(top: string, start: string): Readonly<Record<string, BuiltinModule>> {
  const wrappers: BuiltinModule = {
    values: (machine) => [
      whole(machine, 'np', 'numpy'),
      whole(machine, 'spaces', `${top}.spaces`),
      ...from(machine, top, ['Wrapper', 'ObservationWrapper', 'ActionWrapper']),
    ],
    source: wrappersSource,
    missing: notYet,
  };
  return {
    [top]: {
      values: (machine) => [
        whole(machine, 'np', 'numpy'),
        whole(machine, 'spaces', `${top}.spaces`),
        ['_known', knownFunction],
        ['_unknown', unknownFunction],
      ],
      source: seen(start) + environmentSource,
      missing: notYet,
    },
    [`${top}.core`]: elsewhere(top),
    [`${top}.envs`]: elsewhere(top),
    [`${top}.envs.registration`]: elsewhere(top),
    [`${top}.spaces`]: {
      values: (machine) => [whole(machine, 'np', 'numpy'), whole(machine, 'math', 'math')],
      source: spacesSource,
      missing: notYet,
    },
    [`${top}.spaces.utils`]: elsewhere(`${top}.spaces`),
    [`${top}.wrappers`]: wrappers,
    [`${top}.wrappers.vector`]: elsewhere(`${top}.wrappers`),
    ...Object.fromEntries(
      'atari_preprocessing frame_stack monitor normalize time_limit record_video'
        .split(' ')
        .map((name) => [`${top}.wrappers.${name}`, elsewhere(`${top}.wrappers`)] as const),
    ),
    [`${top}.vector`]: {
      values: (machine) => [
        whole(machine, 'np', 'numpy'),
        whole(machine, 'spaces', `${top}.spaces`),
        ...from(machine, top, ['Env', 'Wrapper']),
      ],
      source: vectorSource,
      missing: notYet,
    },
  };
}

function notYet(machine: Machine, name: string): Value | undefined {
  if (name.startsWith('__')) return undefined;
  return machine.unknown('unsupported', `${name} of environments is not understood.`, name);
}

function elsewhere(module: string): BuiltinModule {
  return {
    missing: (machine, name) => {
      const found = name.startsWith('__') ? undefined : machine.importModule(module);
      return found && machine.findAttribute(found, name);
    },
  };
}

/** gymnasium and gym. */
export const environmentModules: Readonly<Record<string, BuiltinModule>> = {
  ...library('gymnasium', '(env.observation_space.sample(), {})'),
  ...library('gym', "_unknown('What an environment gives is not known.')"),
};
