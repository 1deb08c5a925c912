/** All functions of torch, and the homes in which programs find them. */
import { native } from '../../python/builtins/native';
import type { BuiltinValue, Value } from '../../python/values/value';
import { recorderOf } from '../../tensors/recorder';
import { tensorIn } from '../../tensors/tensorValue';
import { assign } from '../../tensors/views';
import { tensorClass } from '../flavour';
import { activationFunctions } from './activations';
import { linearFunctions } from './linear';
import type { Home, TorchFunction } from './row';
import { shapeFunctions } from './shapes';

/** Every function, family by family; the README's table of what is understood is made from it. */
export const torchFunctions: readonly TorchFunction[] = [
  ...activationFunctions,
  ...linearFunctions,
  ...shapeFunctions,
];

/** A row as a function of the evaluator. */
function builtinOf({ name, signature, run }: TorchFunction, binds: boolean): BuiltinValue {
  return native(name, signature, (machine, ...bound) => run(recorderOf(machine), ...bound), {
    binds,
    ...(binds ? { owner: 'Tensor' } : {}),
  });
}

/** The same with an underscore behind its name: what it gives goes into its first argument. */
function inPlaceOf({ name, signature, run }: TorchFunction, binds: boolean): BuiltinValue {
  const named = `${name}_`;
  return native(
    named,
    signature,
    (machine, ...bound) => {
      const recorder = recorderOf(machine);
      const result = run(recorder, ...bound);
      const [first] = bound;
      const target = first && tensorIn(first);
      const value = tensorIn(result);
      if (!target || !value || target === value) return result;
      assign(recorder, target, value);
      return target.value;
    },
    { binds, ...(binds ? { owner: 'Tensor' } : {}) },
  );
}

/** The functions of one home by their names in it. */
export function functionsIn(home: Exclude<Home, 'in place'>): readonly (readonly [string, Value])[] {
  const binds = home === 'method';
  return torchFunctions.flatMap((row) => {
    if (!row.homes.includes(home)) return [];
    const own = [row.name, builtinOf(row, binds)] as const;
    return row.homes.includes('in place') ? [own, [`${row.name}_`, inPlaceOf(row, binds)] as const] : [own];
  });
}

for (const [name, method] of functionsIn('method')) tensorClass.attributes.set(name, method);
