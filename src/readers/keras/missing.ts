/** What modules of Keras and TensorFlow give for names that nobody has written yet. */
import { builtinClasses } from '../python/values/classes';
import type { Host } from '../python/values/host';
import type { Value } from '../python/values/value';
import type { BuiltinModule } from '../python/read/moduleTable';
import { recorderOf } from '../tensors/recorder';
import { tensorsIn } from './model/symbolic';
import { kerasFlavour } from './values/flavour';

/**
 * A function or module that is not understood: called with tensors it gives a tensor of unknown shape, a grey node of the network; what
 * stands below it is not understood either.
 */
function notUnderstood(whole: string): Value {
  const host: Host = {
    type: builtinClasses.builtin,
    call: (on, positional, keywords) => {
      const cause = on.unknown('unsupported', `${whole} is not understood yet.`, whole);
      const tensors = [...positional, ...(keywords?.values() ?? [])].flatMap((value) => tensorsIn(value));
      return tensors.length > 0 ? recorderOf(on).opaque(cause, tensors, kerasFlavour).value : cause;
    },
    getAttribute: (on, name) => missingIn(whole)(on, name),
  };
  return { kind: 'host', host };
}

/** What a module gives for names that it does not have: those with a lower-case letter in front are functions, classes are unknown. */
export function missingIn(module: string): NonNullable<BuiltinModule['missing']> {
  return (machine, name) => {
    if (name.startsWith('__')) return undefined;
    const whole = `${module}.${name}`;
    if (/^[a-z_]/.test(name)) return notUnderstood(whole);
    return machine.unknown('unsupported', `${whole} is not understood yet.`, whole);
  };
}
