/** Arguments that nobody gives: those of other calls in the file, variables of their names, objects of settings, and usual values by name, annotation and use. */
import type { Expression } from '../../python/parse/syntax';
import type { Program } from '../../python/read/program';
import { repr } from '../../python/evaluate/repr';
import type { CallSite } from '../../python/read/sites';
import type { Value } from '../../python/values/value';
import { isSubclass } from '../../python/values/classes';
import { moduleClassOf } from '../../torch/module/moduleClass';
import type { Callee } from './callees';
import { isModelName, ownModel } from './ownModel';
import { settingsFor } from './settings';
import { usageOf, type Usage } from './usages';
import { usualValue } from './usualValues';

/** Arguments in the words of Python, and a sentence for each that was taken for granted. */
export interface Given {
  readonly text: string;
  readonly assumed: readonly string[];
}

/** Arguments for the parameters without a default, or the name of one that has no usual value. */
export function argumentsFor(
  program: Program,
  callee: Callee,
  sites: readonly CallSite[],
  isInner = false,
): Given | { readonly missing: string } {
  const { parameters, skip, body, file } = callee;
  const positional = [...parameters.posonlyargs, ...parameters.args];
  const required = positional.slice(skip, positional.length - parameters.defaults.length);
  const keywordOnly = parameters.kwonlyargs.filter((_, index) => parameters.kw_defaults[index] == null);
  const calls = callsOf(sites, callee.name);
  const words: string[] = [];
  const assumed: string[] = [];
  for (const [index, { arg, annotation }] of [...required, ...keywordOnly].entries()) {
    const usage = usageOf(body, arg);
    const written = annotation ? file.textOf(annotation) : '';
    const called = calls.flatMap((site) => calledArgument(program, site, index, arg) ?? [])[0];
    const value =
      called ??
      plainText(program, program.main.module.attributes.get(arg)) ??
      settingsFor(program, arg, written, usage) ??
      (isInner ? null : modelFor(program, callee, arg, usage, sites)) ??
      byUse(program, callee, arg, usage) ??
      byType(program, written) ??
      (isLookedInto(arg, usage) ? null : usualValue(arg, written));
    if (value === null) return { missing: arg };
    words.push(`${arg}=${value}`);
    assumed.push(`${arg} is taken to be ${value}`);
  }
  return { text: words.join(', '), assumed };
}

/** Whether a parameter is a model by its name, of which something is read: it is no number. */
function isLookedInto(parameter: string, { attributes }: Usage): boolean {
  return isModelName(parameter) && attributes.length > 0;
}

/** A model of the file for a parameter that holds one. */
function modelFor(
  program: Program,
  { name }: Callee,
  parameter: string,
  usage: Usage,
  sites: readonly CallSite[],
): string | null {
  if (!isLookedInto(parameter, usage)) return null;
  return ownModel(program, name, usage.attributes, (callee) => {
    const given = argumentsFor(program, callee, sites, true);
    return 'text' in given ? given.text : null;
  });
}

const byCallee = new WeakMap<readonly CallSite[], ReadonlyMap<string, readonly CallSite[]>>();

/** The calls of a name; large files have thousands of either. */
function callsOf(sites: readonly CallSite[], name: string): readonly CallSite[] {
  const known = byCallee.get(sites);
  if (known) return known.get(name) ?? [];
  const calls = new Map<string, CallSite[]>();
  for (const site of sites) {
    const of = calls.get(site.callee);
    if (of) of.push(site);
    else calls.set(site.callee, [site]);
  }
  byCallee.set(sites, calls);
  return calls.get(name) ?? [];
}

/** A number, text or list of those that another call of the file gives, itself or by the name of a variable. */
function calledArgument(program: Program, site: CallSite, index: number, name: string): string | null {
  const { args, keywords } = site.node;
  if (args.some(({ nodeType }) => nodeType === 'Starred')) return null;
  const expression = args[index] ?? keywords.find(({ arg }) => arg === name)?.value;
  if (!expression) return null;
  if (isConstant(expression)) return program.main.file.textOf(expression);
  return expression.nodeType === 'Name'
    ? plainText(program, program.main.module.attributes.get(expression.id))
    : null;
}

function isConstant(expression: Expression): boolean {
  if (expression.nodeType === 'Constant') return true;
  return (
    (expression.nodeType === 'List' || expression.nodeType === 'Tuple') && expression.elts.every(isConstant)
  );
}

/** A value in the words of Python, where it is a number, a text or a few of those. */
function plainText({ machine }: Program, value: Value | undefined): string | null {
  return value && isPlain(value) ? repr(machine, value) : null;
}

/** Longer lists are data. */
const mostItems = 16;

function isPlain(value: Value): boolean {
  if (value.kind === 'tuple' || value.kind === 'list') {
    return value.items.length <= mostItems && value.items.every((item) => isPlain(item));
  }
  return ['int', 'float', 'bool', 'str'].includes(value.kind);
}

/** A list where it is counted through, a class of the file where it is called. */
function byUse(
  program: Program,
  { name }: Callee,
  parameter: string,
  { called, indexed, parts, attributes }: Usage,
): string | null {
  if (/^(norm|act)/i.test(parameter) && called) return layerNamed(program, parameter);
  if (called || attributes.includes('expansion')) return blockClass(program, name, attributes);
  if (parts === 3) return '(3, 32, 32)';
  if (parts === 2) return '(32, 32)';
  if (indexed === null || attributes.length > 0) return null;
  const each = /chan|dim|width|filter|feature|hidden|plane|size/i.test(parameter) ? '16' : '2';
  const count = indexed >= 0 ? indexed + 1 : 2;
  return `[${Array.from({ length: count }, () => each).join(', ')}]`;
}

/** The name under which torch.nn is known in the file, with a dot. */
function nnPrefix({ main }: Program): string | null {
  const name = [...main.module.attributes].find(
    ([, value]) => value.kind === 'module' && value.name === 'torch.nn',
  )?.[0];
  if (name !== undefined) return `${name}.`;
  const torch = main.module.attributes.get('torch');
  return torch?.kind === 'module' ? 'torch.nn.' : null;
}

function layerNamed(program: Program, parameter: string): string | null {
  const prefix = nnPrefix(program);
  return prefix && `${prefix}${/^norm/i.test(parameter) ? 'BatchNorm2d' : 'ReLU'}`;
}

/** The first class of modules of the file that has what is asked of it. */
function blockClass({ machine, main }: Program, own: string, attributes: readonly string[]): string | null {
  const base = moduleClassOf(machine);
  const fits = ([name, value]: readonly [string, Value]): boolean =>
    name !== own &&
    value.kind === 'class' &&
    value.origin?.file === main.file &&
    isSubclass(value, base) &&
    attributes.every((attribute) => value.attributes.has(attribute));
  return [...main.module.attributes].find(fits)?.[0] ?? null;
}

function byType(program: Program, annotation: string): string | null {
  const prefix = nnPrefix(program);
  if (prefix && /^(torch\.)?(nn\.)?Module$/.test(annotation)) return `${prefix}Identity()`;
  return /Callable/.test(annotation) ? 'lambda x: x' : null;
}
