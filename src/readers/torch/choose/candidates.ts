/** What could be inspected in a program: calls that make modules, factories, and classes of modules that nothing else contains. */
import type { Span } from '../../../base/span';
import type { ExpressionOf, Statement, StatementOf } from '../../python/parse/syntax';
import { walk } from '../../python/parse/names';
import type { Program } from '../../python/read/program';
import { callSites, evaluateAt, evaluateText, type CallSite, type Outcome } from '../../python/read/sites';
import { isSubclass } from '../../python/values/classes';
import { spanOf } from '../../python/values/place';
import type { ClassValue, Value } from '../../python/values/value';
import { moduleClassOf } from '../module/moduleClass';
import { argumentsFor } from './fillArguments';

/** One thing that can be made. */
export interface Candidate {
  /** What makes it, as the program writes it or as we fill it in. */
  readonly expression: string;
  readonly label: string;
  readonly span: Span;
  /** The variable that a call site assigns it to. */
  readonly target: string | null;
  readonly site: CallSite | null;
  /** What was taken for granted to make it, one sentence each. */
  readonly assumed: readonly string[];
  /** Makes it. A sentence where the expression cannot be read. */
  readonly make: () => Outcome | string;
}

/** A program with its calls, looked at once. */
export interface Survey {
  readonly program: Program;
  /** Calls outside of classes. */
  readonly sites: readonly CallSite[];
  readonly candidates: readonly Candidate[];
}

/** Everything that could be inspected, best first (python-reading.md, section 3.6). */
export function survey(program: Program): Survey {
  const sites = callSites(program.main).filter(({ statements }) =>
    statements.every(({ nodeType }) => nodeType !== 'ClassDef'),
  );
  const classes = moduleClasses(program);
  const factories = factoriesOf(program, classes);
  const makers = new Set<Value>([...classes.map(({ cls }) => cls), ...importedMakers(program)]);
  const made = sites.filter((site) => {
    if (factories.has(site.callee)) return true;
    const value = program.main.module.attributes.get(site.callee);
    return value !== undefined && makers.has(value);
  });
  const trained = new Set(made.filter((site) => isTrained(targetOf(site), sites)));
  const bySite = [...made.filter((site) => trained.has(site)), ...made.filter((site) => !trained.has(site))];
  const candidates = [
    ...bySite.filter(hasKnownArguments(program)).map((site) => siteCandidate(program, site)),
    ...[...factories.values()].flatMap((statement) => factoryCandidate(program, statement)),
    ...roots(classes).map((cls) => classCandidate(program, cls)),
  ];
  const seen = new Set<string>();
  return {
    program,
    sites,
    candidates: candidates.filter(({ expression }) => !seen.has(expression) && seen.add(expression)),
  };
}

interface OwnClass {
  readonly cls: ClassValue;
  readonly statement: StatementOf<'ClassDef'>;
}

/** The classes of modules that the file itself defines, in its order. */
function moduleClasses({ machine, main }: Program): readonly OwnClass[] {
  const base = moduleClassOf(machine);
  return main.file.body.flatMap((statement) => {
    if (statement.nodeType !== 'ClassDef') return [];
    const value = main.module.attributes.get(statement.name);
    const isOwn = value?.kind === 'class' && isSubclass(value, base) && value.origin?.node === statement;
    return isOwn || (value?.kind === 'class' && isSubclass(value, base)) ? [{ cls: value, statement }] : [];
  });
}

/** Classes and functions of other files that may make modules. */
function importedMakers({ machine, main }: Program): readonly Value[] {
  const base = moduleClassOf(machine);
  const defined = new Set(
    main.file.body.flatMap((statement) => ('name' in statement ? [statement.name] : [])),
  );
  return [...main.module.attributes].flatMap(([name, value]): Value[] => {
    if (defined.has(name)) return [];
    if (value.kind === 'class') return isSubclass(value, base) && !isTorch(value) ? [value] : [];
    return value.kind === 'function' && modelNames.test(name) ? [value] : [];
  });
}

/** Names of imported functions that make a model; what others do, their names do not tell. */
const modelNames =
  /net|model|^(vgg|vit|swin|bert|gpt|lstm|rnn|gru|mlp|cnn|transformer|encoder|decoder|mixer|conv|squeeze|dense|inception|mobile|efficient|regnet)/i;

/** Layers of torch itself have no place in a file. */
function isTorch({ origin }: ClassValue): boolean {
  return origin === null;
}

/** Functions of the file that return what a class of modules, or another such function, makes. */
function factoriesOf(
  { main }: Program,
  classes: readonly OwnClass[],
): ReadonlyMap<string, StatementOf<'FunctionDef'>> {
  const functions = main.file.body.filter((statement) => statement.nodeType === 'FunctionDef');
  const makers = new Set(classes.map(({ statement }) => statement.name));
  const found = new Map<string, StatementOf<'FunctionDef'>>();
  for (let round = 0; round < 4; round += 1) {
    const before = found.size;
    for (const statement of functions) {
      if (found.has(statement.name) || !makesModule(statement, makers)) continue;
      found.set(statement.name, statement);
    }
    for (const name of found.keys()) makers.add(name);
    if (found.size === before) break;
  }
  return new Map(
    functions.flatMap((statement) => (found.has(statement.name) ? [[statement.name, statement]] : [])),
  );
}

function makesModule(statement: StatementOf<'FunctionDef'>, makers: ReadonlySet<string>): boolean {
  const assigned = new Set<string>();
  let returned = false;
  const calls = (node: unknown): boolean => {
    if (typeof node !== 'object' || node === null || !('nodeType' in node)) return false;
    if (node.nodeType === 'Name') return assigned.has((node as ExpressionOf<'Name'>).id); // its type was just looked at
    if (node.nodeType !== 'Call') return false;
    const { func } = node as ExpressionOf<'Call'>; // its type was just looked at
    if (func.nodeType === 'Name') return makers.has(func.id) || func.id === 'Sequential';
    // model.to(device), nn.Sequential(...)
    return func.nodeType === 'Attribute' && (func.attr === 'Sequential' || calls(func.value));
  };
  walk(statement, (node) => {
    if (node !== (statement as unknown) && /FunctionDef|ClassDef|Lambda/.test(String(node['nodeType'])))
      return false;
    if (node['nodeType'] === 'Assign') {
      const assignment = node as unknown as StatementOf<'Assign'>; // its type was just looked at
      for (const target of assignment.targets) {
        if (target.nodeType === 'Name' && calls(assignment.value)) assigned.add(target.id);
      }
    }
    if (node['nodeType'] === 'Return' && calls(node['value'])) returned = true;
    return true;
  });
  return returned;
}

/** The name that a call's statement assigns to. */
export function targetOf({ statements }: CallSite): string | null {
  const statement = statements.at(-1);
  if (statement?.nodeType !== 'Assign') return null;
  const [target] = statement.targets;
  return target?.nodeType === 'Name' ? target.id : null;
}

/** Whether a variable's parameters go to an optimizer, or it is trained otherwise. */
function isTrained(target: string | null, sites: readonly CallSite[]): boolean {
  if (target === null) return false;
  return sites.some(({ callee }) => callee === `${target}.parameters` || callee === `${target}.train`);
}

function hasKnownArguments(program: Program): (site: CallSite) => boolean {
  return (site) =>
    [...site.node.args, ...site.node.keywords.map(({ value }) => value)].every((argument) => {
      const inner = argument.nodeType === 'Starred' ? argument.value : argument;
      if (inner.nodeType === 'Constant') return true;
      const outcome = evaluateAt(program, site, inner);
      return 'value' in outcome && outcome.value.kind !== 'unknown';
    });
}

function siteCandidate(program: Program, site: CallSite): Candidate {
  const { file } = program.main;
  const expression = oneLine(file.lines, file.span(site.node));
  return {
    expression,
    label: site.callee,
    span: file.span(site.node),
    target: targetOf(site),
    site,
    assumed: [],
    make: () => evaluateAt(program, site, site.node),
  };
}

/** The text of a span with its line breaks as spaces. */
function oneLine(lines: readonly string[], { start, end }: Span): string {
  if (start.line === end.line) return (lines[start.line] ?? '').slice(start.column, end.column);
  const inner = lines.slice(start.line, end.line + 1);
  return inner
    .map((line, index) => {
      const from = index === 0 ? start.column : 0;
      const to = index === inner.length - 1 ? end.column : line.length;
      return line.slice(from, to).replace(/#.*$/, '').trim();
    })
    .join(' ');
}

/** A factory that can be called without arguments, or with usual ones. */
function factoryCandidate(program: Program, statement: StatementOf<'FunctionDef'>): readonly Candidate[] {
  if (statement.name.startsWith('_')) return [];
  const given = argumentsFor(statement.args, 0);
  if (given === null) return [];
  const expression = `${statement.name}(${given.text})`;
  return [
    {
      expression,
      label: statement.name,
      span: program.main.file.span(statement),
      target: null,
      site: null,
      assumed: given.assumed,
      make: () => evaluateText(program, expression),
    },
  ];
}

/** Classes that no other class of the file makes; all of them where every one is made by another. */
function roots(classes: readonly OwnClass[]): readonly OwnClass[] {
  const used = new Set<string>();
  for (const { statement } of classes) {
    walk(statement, (node) => {
      const name = nameIn(node);
      if (name !== null && name !== statement.name) used.add(name);
      return true;
    });
  }
  const free = classes.filter(({ statement }) => !used.has(statement.name));
  // The last class of a file is usually the whole.
  return [...free].reverse().concat([...classes].reverse().filter((one) => !free.includes(one)));
}

function nameIn(node: Readonly<Record<string, unknown>>): string | null {
  return node['nodeType'] === 'Name' && typeof node['id'] === 'string' ? node['id'] : null;
}

function classCandidate(program: Program, { cls, statement }: OwnClass): Candidate {
  const initialise = initialiserOf(cls, statement);
  const given = initialise ? argumentsFor(initialise.args, 1) : { text: '', assumed: [] };
  const expression = `${statement.name}(${given?.text ?? ''})`;
  return {
    expression,
    label: statement.name,
    span: cls.origin ? spanOf(cls.origin) : program.main.file.span(statement),
    target: null,
    site: null,
    assumed: given?.assumed ?? [],
    make: () => evaluateText(program, expression),
  };
}

function initialiserOf(
  cls: ClassValue,
  statement: StatementOf<'ClassDef'>,
): StatementOf<'FunctionDef'> | undefined {
  const own = functionIn(statement.body);
  if (own) return own;
  const inherited = cls.mro
    .map((ancestor) => ancestor.attributes.get('__init__'))
    .find((value) => value !== undefined);
  const node: unknown = inherited?.kind === 'function' ? inherited.origin.node : null;
  const isFunction =
    typeof node === 'object' && node !== null && 'nodeType' in node && node.nodeType === 'FunctionDef';
  return isFunction ? (node as StatementOf<'FunctionDef'>) : undefined; // its type was just looked at
}

function functionIn(body: readonly Statement[]): StatementOf<'FunctionDef'> | undefined {
  return body.find(
    (statement): statement is StatementOf<'FunctionDef'> =>
      statement.nodeType === 'FunctionDef' && statement.name === '__init__',
  );
}
