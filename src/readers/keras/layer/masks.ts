/** Masks: which steps of a sequence count. They go with tensors from layer to layer; each layer takes them, passes them on, makes them or ends them. */
import { list, none } from '../../python/values/make';
import { unwrap } from '../../python/values/classes';
import type { ClassValue, InstanceValue, Value } from '../../python/values/value';
import type { Content } from '../../tensors/content';
import { tensorIn, type TensorValue } from '../../tensors/tensorValue';

/** What a layer does with masks. */
export interface MaskRule {
  /** The mask of its output, from its inputs and their mask. */
  readonly gives: (self: InstanceValue, inputs: Value, mask: TensorValue | null) => TensorValue | null;
  /** Names of arguments whose masks it takes one by one, as `query_mask`. */
  readonly names: readonly string[];
}

const rules = new WeakMap<ClassValue, MaskRule>();
const masks = new WeakMap<Content, TensorValue>();

/** Says what the layers of a class do with masks. */
export function declareMasking(cls: ClassValue, rule: MaskRule): void {
  rules.set(cls, rule);
}

function ruleOf({ cls }: InstanceValue): MaskRule | undefined {
  return cls.mro.map((one) => rules.get(one)).find((rule) => rule !== undefined);
}

/** The mask of a tensor; null: all of it counts. */
export function maskOf({ content }: TensorValue): TensorValue | null {
  return masks.get(content) ?? null;
}

/** The mask of an argument: that of a tensor, those of a list with None between; null where there is none at all. */
function maskIn(value: Value): Value | null {
  const tensor = tensorIn(value);
  if (tensor) return maskOf(tensor)?.value ?? null;
  const plain = unwrap(value);
  if (plain.kind !== 'list' && plain.kind !== 'tuple') return null;
  const found = plain.items.map(maskIn);
  return found.some((mask) => mask !== null) ? list(found.map((mask) => mask ?? none)) : null;
}

/** The named arguments of a call with the masks of its tensors added, unless it names them itself. */
export function withMasks(
  self: InstanceValue,
  positional: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const all = new Map(named);
  const rule = ruleOf(self);
  if (!rule) return all;
  const isOpen = (name: string): boolean => (named.get(name)?.kind ?? 'none') === 'none';
  const [first = named.get('inputs') ?? named.get('query')] = positional;
  const own = first && maskIn(first);
  if (own && isOpen('mask')) all.set('mask', own);
  for (const [place, name] of rule.names.entries()) {
    const value = positional[place] ?? named.get(name);
    const mask = value && maskIn(value);
    if (mask && isOpen(`${name}_mask`)) all.set(`${name}_mask`, mask);
  }
  return all;
}

/** Gives the output of a call the mask that its layer leaves it. */
export function passMask(
  self: InstanceValue,
  inputs: Value | undefined,
  mask: Value | undefined,
  outcome: Value,
): void {
  const rule = ruleOf(self);
  const first = unwrap(outcome);
  const output = tensorIn(
    first.kind === 'list' || first.kind === 'tuple' ? (first.items[0] ?? none) : outcome,
  );
  if (!rule || !output || !inputs) return;
  const given = mask ? unwrap(mask) : none;
  const several = given.kind === 'list' || given.kind === 'tuple' ? given.items : [given];
  const own = several.map(tensorIn).find((one) => one !== undefined) ?? null;
  const left = rule.gives(self, inputs, own);
  if (left && output.content !== tensorIn(inputs)?.content) masks.set(output.content, left);
}
