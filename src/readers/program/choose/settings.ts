/** Objects of settings that a network is made with: a configuration class of the program, a dict of it, or one of usual values by what is read from it. */
import type { ExpressionOf, StatementOf } from '../../python/parse/syntax';
import { walk } from '../../python/parse/names';
import type { Program } from '../../python/read/program';
import { evaluateText } from '../../python/read/sites';
import type { ClassValue, Value } from '../../python/values/value';
import { unwrap } from '../../python/values/classes';
import type { Usage } from './usages';
import { usualValue } from './usualValues';

/** Names of parameters that hold settings. */
const settingNames =
  /^(\w*_)?(config|cfg|conf|configs|args|opt|opts|options|hparams|hps?|params|model_args|settings)$/i;
/** Names of classes whose instances hold them. */
const classNames = /(config|configs|args|params|hparams|settings|options)$/i;

/** Python for an object of settings; null where the parameter holds none. */
export function settingsFor(
  program: Program,
  parameter: string,
  annotation: string,
  usage: Usage,
): string | null {
  const plain = annotation.replaceAll(/['"]/g, '');
  const annotated = program.main.module.attributes.get(plain);
  const record = annotated?.kind === 'class' ? recordOf(annotated) : null;
  const isConfigured =
    annotated?.kind === 'class' && !annotated.builtin && (classNames.test(plain) || record !== null);
  if (!isConfigured && !settingNames.test(parameter)) return null;
  if (isConfigured && makes(program, `${plain}()`)) return `${plain}()`;
  const filled = record && usualRecord(program, plain, record);
  if (filled !== null && makes(program, filled)) return filled;
  const wanted = wantedOf(program, parameter, usage);
  const { attributes } = program.main.module;
  const named = [...attributes].filter(
    ([name]) => /config|cfg/i.test(name) || classNames.test(name) || settingNames.test(name),
  );
  for (const [name, value] of named) if (value.kind !== 'class' && holds(value, wanted)) return name;
  for (const [name, value] of named) {
    if (value.kind === 'class' && !value.builtin && makes(program, `${name}()`, wanted)) return `${name}()`;
  }
  return dictLiteral(program, wanted) ?? usualSettings(wanted);
}

/** The definition of a data class; null of any other. */
function recordOf({ origin }: ClassValue): StatementOf<'ClassDef'> | null {
  if (origin?.node.nodeType !== 'ClassDef') return null;
  const statement = origin.node as StatementOf<'ClassDef'>; // its type was just looked at
  const words = statement.decorator_list.map((one) => origin.file.textOf(one));
  return words.some((text) => /^(dataclasses\.)?dataclass\b/.test(text)) ? statement : null;
}

/** A data class with usual values for the fields that have none; null where one of them has no usual value. */
function usualRecord({ main }: Program, name: string, { body }: StatementOf<'ClassDef'>): string | null {
  const words: string[] = [];
  for (const field of body) {
    if (field.nodeType !== 'AnnAssign' || field.target.nodeType !== 'Name' || field.value) continue;
    const value = usualValue(field.target.id, main.file.textOf(field.annotation));
    if (value === null) return null;
    words.push(`${field.target.id}=${value}`);
  }
  return words.length > 0 ? `${name}(${words.join(', ')})` : null;
}

/** What is read from settings of a name anywhere in the file's classes and functions. */
interface Wanted {
  readonly keys: readonly string[];
  readonly attributes: readonly string[];
}

function wantedOf({ main }: Program, parameter: string, { keys, attributes }: Usage): Wanted {
  const [allKeys, allAttributes] = [new Set(keys), new Set(attributes)];
  walk(main.file.body, (node) => {
    const held: unknown = node['value'];
    if (typeof held !== 'object' || held === null || !('nodeType' in held)) return true;
    const id: unknown = 'id' in held ? held.id : 'attr' in held ? held.attr : null;
    if (id !== parameter) return true;
    if (node['nodeType'] === 'Attribute') allAttributes.add(String(node['attr']));
    const key: unknown = node['slice'];
    if (node['nodeType'] === 'Subscript' && typeof key === 'object' && key !== null && 'value' in key) {
      if (typeof key.value === 'string') allKeys.add(key.value);
    }
    return true;
  });
  return { keys: [...allKeys], attributes: [...allAttributes].filter((name) => !methods.has(name)) };
}

/** Methods of dicts and of objects of settings. */
const methods = new Set(['get', 'items', 'keys', 'values', 'pop', 'update', 'copy', 'to_dict', 'setdefault']);

/** Whether a value has most of what is read from it. */
function holds(value: Value, { keys, attributes }: Wanted): boolean {
  const plain = unwrap(value);
  if (plain.kind === 'dict')
    return keys.length > 0 && keys.every((key) => plain.table.getText(key) !== undefined);
  if (value.kind !== 'instance' || attributes.length === 0) return false;
  const has = (name: string): boolean => value.attributes.has(name) || value.cls.attributes.has(name);
  return attributes.filter(has).length * 2 > attributes.length;
}

function makes(program: Program, text: string, wanted: Wanted | null = null): boolean {
  const outcome = program.machine.aside(() => evaluateText(program, text));
  if (typeof outcome === 'string' || !('value' in outcome) || outcome.value.kind !== 'instance') return false;
  return wanted === null || holds(outcome.value, wanted);
}

/** A dict of numbers and texts that is written out anywhere in the file and has all the keys. */
function dictLiteral({ main }: Program, { keys }: Wanted): string | null {
  if (keys.length === 0) return null;
  let found: string | null = null;
  walk(main.file.body, (node) => {
    if (node['nodeType'] !== 'Dict' || found !== null) return found === null;
    const dict = node as unknown as ExpressionOf<'Dict'>; // its type was just looked at
    const written = dict.keys.map((key): unknown => (key?.nodeType === 'Constant' ? key.value : null));
    const isPlain = dict.values.every(({ nodeType }) => nodeType === 'Constant');
    if (!isPlain || !keys.every((key) => written.includes(key))) return true;
    const parts = dict.values.map(
      (one, index) => `${JSON.stringify(written[index])}: ${main.file.textOf(one)}`,
    );
    found = `{${parts.join(', ')}}`;
    return false;
  });
  return found;
}

/** Usual values for all that is read, as a dict or as an object; null where one of them has none. */
function usualSettings({ keys, attributes }: Wanted): string | null {
  const names = keys.length > 0 ? keys : attributes;
  const values = names.map((name) => usualValue(name) ?? 'None');
  if (names.length === 0) return null;
  const parts = names.map((name, index) => `${JSON.stringify(name)}: ${values[index] ?? 'None'}`);
  const dict = `{${parts.join(', ')}}`;
  return keys.length > 0 ? dict : `type('Settings', (), ${dict})()`;
}
