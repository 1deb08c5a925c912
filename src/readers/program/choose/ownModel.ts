/** A model of the file for a parameter that holds one: what wraps, samples or trains a model is made with it. */
import type { StatementOf } from '../../python/parse/syntax';
import type { Program } from '../../python/read/program';
import { evaluateText } from '../../python/read/sites';
import { isSubclass } from '../../python/values/classes';
import { moduleClassOf } from '../../torch/module/moduleClass';
import { constructorOf, type Callee } from './callees';

/** Names of parameters that hold a model. */
const modelNames =
  /^(\w+_)?(model|net|network|unet|backbone|module|encoder|decoder|transformer)$|^denoise_fn$/i;

/** Whether a parameter of this name may hold a model. */
export function isModelName(parameter: string): boolean {
  return modelNames.test(parameter);
}

/** Most classes that are made in search of one. */
const mostTries = 6;

/**
 * The call that makes the last class of the file, other than the caller's own, whose instances have what is read of the model; null where there
 * is none. `fill` gives a callee's arguments as Python writes them, or null.
 */
export function ownModel(
  program: Program,
  own: string,
  attributes: readonly string[],
  fill: (callee: Callee) => string | null,
): string | null {
  const { machine, main } = program;
  const base = moduleClassOf(machine);
  let tries = 0;
  for (const [name, value] of [...main.module.attributes].reverse()) {
    if (name === own || value.kind !== 'class' || value.origin?.file !== main.file) continue;
    const { node } = value.origin;
    if (!isSubclass(value, base) || node.nodeType !== 'ClassDef') continue;
    tries += 1;
    if (tries > mostTries) return null;
    const given = fill(constructorOf(value, node as StatementOf<'ClassDef'>, main.file)); // its type was just looked at
    if (given === null) continue;
    const text = `${name}(${given})`;
    const outcome = machine.aside(() => evaluateText(program, text));
    if (typeof outcome === 'string' || !('value' in outcome)) continue;
    const made = outcome.value;
    if (made.kind !== 'instance') continue;
    const has = (attribute: string): boolean => machine.findAttribute(made, attribute) !== undefined;
    if (machine.aside(() => attributes.every(has))) return text;
  }
  return null;
}
