/** What to do where a condition is not known: neither arm runs, and whatever either would have changed is unknown. */
import type { Frame, Signal } from '../evaluate/frame';
import { blockEffects, type BlockEffects } from '../parse/names';
import type { Expression, Located, Statement } from '../parse/syntax';
import { unwrap } from '../values/classes';
import type { UnknownValue, Value } from '../values/value';
import { storeName, valueOf } from './names';
import { mangled, type Scope } from './scope';

/** Code for an `if` whose condition turned out to be unknown. */
export type UnknownBranch = (frame: Frame, cause: UnknownValue) => Signal | 'body' | 'otherwise';

/**
 * Decides between two arms: one that raises is not taken; if neither does, or both do, neither runs. Then what they assign is unknown, and so is
 * what the function returns if either of them would return.
 */
export function compileUnknownBranch(
  node: Located,
  body: readonly Statement[],
  otherwise: readonly Statement[],
  scope: Scope,
): UnknownBranch {
  let known: { readonly body: BlockEffects; readonly otherwise: BlockEffects } | null = null;
  return (frame, cause) => {
    const effects = (known ??= { body: blockEffects(body), otherwise: blockEffects(otherwise) });
    if (effects.body.raises !== effects.otherwise.raises) return effects.body.raises ? 'otherwise' : 'body';
    const place = { file: scope.file, node };
    const unknown: UnknownValue = { ...cause, place: cause.place ?? place };
    frame.machine.report('information', `Whether this holds is not known: ${cause.message}`, place);
    for (const arm of [effects.body, effects.otherwise]) spoil(frame, arm, scope, unknown);
    if (effects.body.returns || effects.otherwise.returns) {
      frame.result = unknown;
      return 'return';
    }
    return effects.body.breaks || effects.otherwise.breaks ? 'break' : 'next';
  };
}

/**
 * Makes everything that statements would assign unknown, and the containers that they would fill: empty ones, of which nothing is known then, or all,
 * where it is certain that the statements run.
 */
export function forgetNames(
  frame: Frame,
  statements: readonly Statement[],
  scope: Scope,
  unknown: UnknownValue,
  containers: 'empty' | 'all' = 'empty',
): void {
  const effects = blockEffects(statements);
  for (const name of effects.filled) {
    const size = sizeOfContainer(valueOf(name, frame, scope));
    if (size === 0 || (size !== null && containers === 'all')) storeName(name, scope)(frame, unknown);
  }
  spoil(frame, effects, scope, unknown);
}

/** How much is in a list, dict or set; null for everything else. */
function sizeOfContainer(value: Value | undefined): number | null {
  const plain = value && unwrap(value);
  if (plain?.kind === 'list') return plain.items.length;
  return plain?.kind === 'dict' || plain?.kind === 'set' ? plain.table.size : null;
}

function spoil(frame: Frame, { names, places }: BlockEffects, scope: Scope, unknown: UnknownValue): void {
  for (const name of names) storeName(name, scope)(frame, unknown);
  for (const place of places) spoilPlace(frame, place, scope, unknown);
}

/** `self.x = …` on a name that is known: the attribute becomes unknown. Other places are left alone. */
function spoilPlace(frame: Frame, place: Expression, scope: Scope, unknown: UnknownValue): void {
  if (place.nodeType !== 'Attribute' || place.value.nodeType !== 'Name') return;
  const index = scope.slots.get(place.value.id);
  const owner = index === undefined ? undefined : frame.slots[index];
  if (owner?.kind === 'instance') owner.attributes.set(mangled(place.attr, scope), unknown);
}
