/** The loss that a value of the program is: an instance of nn.CrossEntropyLoss, F.mse_loss, a partial of one. */
import type { LossCall } from '../../../graph/loss';
import { Raised, type Machine } from '../../python/values/machine';
import { Encountered } from '../../python/values/unknown';
import { none } from '../../python/values/make';
import type { Value } from '../../python/values/value';
import { tensorIn } from '../../tensors/tensorValue';
import { readSignature } from '../../python/builtins/native';
import type { Option } from './arguments';
import { lossCall, lossRows, type LossRow } from './table';

/** A loss to train with, or a sentence why there is none of ours. */
export type ProgramLoss =
  { readonly call: LossCall; readonly note: string | null } | { readonly reason: string };

const byModule = new Map(lossRows.map((row) => [row.module, row]));
const byFunction = new Map(lossRows.map((row) => [row.name, row]));

/** What a module or function of the program computes, as a loss with its attributes. */
export function programLoss(machine: Machine, value: Value): ProgramLoss {
  if (value.kind === 'unknown') return { reason: value.message };
  if (value.kind === 'builtin') {
    const row = byFunction.get(value.name);
    return row
      ? lossWith(machine, row, defaultsOf(row))
      : { reason: `${value.name} is no loss that we know.` };
  }
  if (value.kind !== 'instance') return { reason: `A ${value.kind} is no loss that we know.` };
  const row = value.cls.mro.map(({ name }) => byModule.get(name)).find((found) => found !== undefined);
  if (row) return lossWith(machine, row, (name) => machine.findAttribute(value, name) ?? none);
  return partial(machine, value) ?? { reason: `${value.cls.name} is no loss that we know.` };
}

/** What a function of losses computes when it is called with some options by name. */
export function functionLoss(
  machine: Machine,
  value: Value,
  options: ReadonlyMap<string, Value>,
): ProgramLoss {
  const row = value.kind === 'builtin' ? byFunction.get(value.name) : undefined;
  if (!row) return programLoss(machine, value);
  const usual = defaultsOf(row);
  return lossWith(machine, row, (name) => {
    const given = options.get(name);
    return given && given.kind !== 'unknown' ? given : usual(name);
  });
}

/** functools.partial(F.cross_entropy, label_smoothing=0.1). */
function partial(machine: Machine, value: Value): ProgramLoss | null {
  const [inner, keywords] = ['func', 'keywords'].map((name) => machine.findAttribute(value, name));
  const row = inner?.kind === 'builtin' ? byFunction.get(inner.name) : undefined;
  if (!row || keywords?.kind !== 'dict') return null;
  const usual = defaultsOf(row);
  return lossWith(machine, row, (name) => keywords.table.getText(name) ?? usual(name));
}

/** The options of a function that is called without any. */
function defaultsOf({ name, options }: LossRow): Option {
  const { code, defaults, keywordDefaults } = readSignature(name, options);
  const offset = code.positional.length - defaults.length;
  return (option) =>
    keywordDefaults.get(option) ?? defaults[code.positional.indexOf(option) - offset] ?? none;
}

function lossWith(machine: Machine, row: LossRow, option: Option): ProgramLoss {
  try {
    const call = lossCall(machine, row, option);
    if (call.attributes.reduction === 'none') {
      return {
        reason: `${row.module} with reduction='none' gives a number for every sample, no loss to train with.`,
      };
    }
    const dropped =
      row.op !== 'cross-entropy' && !('weight' in call.attributes) && tensorIn(option('weight'));
    return { call, note: dropped ? `The weights of ${row.module} are left out.` : null };
  } catch (error) {
    if (error instanceof Encountered) return { reason: error.unknown.message };
    if (error instanceof Raised) return { reason: `${row.module} cannot be read with these options.` };
    throw error;
  }
}
