/** What could be inspected in a program: calls that make modules, factories, and classes of modules that nothing else contains. */
import type { Expression, Located, Statement, StatementOf } from '../../python/parse/syntax';
import { walk } from '../../python/parse/names';
import type { ParsedFile } from '../../python/parse/parsedFile';
import type { Program } from '../../python/read/program';
import {
  callSites,
  evaluateAt,
  evaluateNode,
  type CallSite,
  type ParameterValue,
} from '../../python/read/sites';
import { isSubclass } from '../../python/values/classes';
import type { ClassValue, Value } from '../../python/values/value';
import { moduleClassOf } from '../../torch/module/moduleClass';
import { kerasCandidates } from '../../keras/choose/survey';
import { configured } from './configured';
import type { Candidate, OwnClass, Survey } from './candidate';
import { lineKey } from './directives';
import { factoriesOf } from './factories';
import { calledCandidate, classCandidate, factoryCandidate } from './filled';
import { nameMainBlock, parametersFrom } from './surroundings';

/** Everything that could be inspected, best first (python-reading.md, section 3.6). */
export function survey(program: Program): Survey {
  const all = callSites(program.main);
  nameMainBlock(program, all);
  const classes = moduleClasses(program);
  const bodies = new Set<Statement>(classes.map(({ statement }) => statement));
  const isInside = ({ statements }: CallSite): boolean => statements.some((one) => bodies.has(one));
  const sites = all.filter((site) => !isInside(site));
  const inside = all.filter(isInside);
  const factories = factoriesOf(program, classes);
  const makers = new Set<Value>([...classes.map(({ cls }) => cls), ...importedMakers(program)]);
  const makersOf = new Set<Statement>(factories.values());
  const made = sites.filter(
    (site) =>
      !site.statements.some((one) => makersOf.has(one)) && isMaking(program, site, makers, factories, sites),
  );
  const trained = new Set(made.filter((site) => isTrained(targetOf(program, site), sites)));
  const bySite = [...made.filter((site) => trained.has(site)), ...made.filter((site) => !trained.has(site))];
  const parameter = parametersFrom(program, all);
  const free = roots(classes);
  const known = bySite.filter((site) => hasKnownArguments(program, site, parameter));
  const unknown = bySite.filter((site) => !known.includes(site));
  // What a class or another function builds itself with is no network of its own: make_layers, conv_block.
  const isPart = (statement: StatementOf<'FunctionDef'>): boolean =>
    all.some(
      ({ callee, statements }) =>
        callee === statement.name &&
        statements.some((one) => one !== statement && (bodies.has(one) || makersOf.has(one))),
    );
  const parts = [...factories.values()].filter(isPart);
  const whole = [...factories.values()].filter((statement) => !parts.includes(statement));
  const candidates = [
    ...kerasCandidates(program, sites, parameter),
    ...known.map((site) => siteCandidate(program, site, parameter)),
    ...whole.flatMap((statement) => factoryCandidate(program, statement, all)),
    ...free.whole.map((cls) => classCandidate(program, cls, all, 'class')),
    ...unknown.flatMap((site) => calledCandidate(program, site, calleeValue(program, site.node.func), all)),
    ...parts.flatMap((statement) => factoryCandidate(program, statement, all, 'part')),
    ...free.parts.map((cls) => classCandidate(program, cls, all, 'part')),
  ];
  const seen = new Set<string>();
  const distinct = candidates.filter(({ expression }) => !seen.has(expression) && seen.add(expression));
  const lines = [
    ...distinct.map(({ span }) => lineKey(span)),
    ...[...classes.map(({ statement }) => statement), ...factories.values()].map((statement) =>
      lineKey(program.main.file.span(statement)),
    ),
  ];
  return { program, sites, inside, candidates: distinct, lines: new Set(lines) };
}

/** Whether a call makes a module of the program's: a class, a factory, or layers of torch that are trained as a whole. */
function isMaking(
  program: Program,
  site: CallSite,
  makers: ReadonlySet<Value>,
  factories: ReadonlyMap<string, unknown>,
  sites: readonly CallSite[],
): boolean {
  if (factories.has(site.callee)) return true;
  // A class by its name in a table: models.__dict__[args.arch](), getattr(models, name)().
  if (site.node.func.nodeType === 'Subscript' || site.node.func.nodeType === 'Call')
    return isAskedToLearn(targetOf(program, site), sites);
  const value = calleeValue(program, site.node.func);
  if (value === undefined || (value.kind === 'class' && isCriterion(value))) return false;
  if (makers.has(value)) return true;
  if (value.kind === 'function') {
    if (value.origin.file === program.main.file) return false;
    // What nobody takes is no model: misc.load_model(args). What a trainer is given may be data.
    const isTaken = site.statements.at(-1)?.nodeType !== 'Expr';
    const named = isTaken && site.node.func.nodeType === 'Attribute' && isMaker(value.name);
    return named || isAskedToLearn(targetOf(program, site), sites);
  }
  if (value.kind !== 'class' || !isSubclass(value, moduleClassOf(program.machine))) return false;
  const target = targetOf(program, site);
  if (target !== null && judges.test(target)) return false;
  if (!isTorch(value)) return !isTransform(value) && !isBareContainer(value);
  return target !== null && (value.name === 'Sequential' || isTrained(target, sites));
}

/** A loss or a metric: what a network is judged by. */
function isCriterion({ name }: ClassValue): boolean {
  return /(loss|losses|metric|criterion|penalty|crossentropy)$/i.test(name);
}

/** Variables that hold one, whatever its class is called. */
const judges = /(^|[._])(criterion|loss(_?(fn|func|function))?)$/i;

/** A container of torch without a forward of its own: nn.ModuleList. */
function isBareContainer({ name, origin }: ClassValue): boolean {
  return origin?.file.path.startsWith('<') === true && /^(Module|Parameter)(List|Dict)$/.test(name);
}

/** What prepares samples is a module too in torchvision and its like, by the name of its file. */
function isTransform({ origin }: ClassValue): boolean {
  return origin !== null && /(^|\/)(transforms|augmentations?)(\/[^/]+)*\.py$/.test(origin.file.path);
}

/** What a name or an attribute of modules stands for at the top level. */
function calleeValue(program: Program, node: Expression): Value | undefined {
  if (node.nodeType === 'Name') return program.main.module.attributes.get(node.id);
  if (node.nodeType !== 'Attribute') return undefined;
  const owner = calleeValue(program, node.value);
  if (owner?.kind !== 'module') return undefined;
  return program.machine.aside(() => {
    const outcome = evaluateNode(program, node);
    return 'value' in outcome ? outcome.value : undefined;
  });
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
    if (value.kind === 'class')
      return isSubclass(value, base) && !isTorch(value) && !isTransform(value) ? [value] : [];
    return value.kind === 'function' && isMaker(name) ? [value] : [];
  });
}

/** Names of imported functions that make a model; what others do, their names do not tell. */
const modelNames =
  /net|model|^(vgg|vit|swin|bert|gpt|lstm|rnn|gru|mlp|cnn|transformer|encoder|decoder|mixer|conv|squeeze|dense|inception|mobile|efficient|regnet)/i;

/** Names of functions that do something about models. */
const otherNames =
  /^_?(register|list|is|has|check|convert|save|remap|update|set|print|count|summar|checkpoint)/i;

function isMaker(name: string): boolean {
  return modelNames.test(name) && !otherNames.test(name);
}

/** Layers of torch itself have no place in a file. */
function isTorch({ origin }: ClassValue): boolean {
  return origin === null;
}

/** The names that a call's statement takes its value apart into: `model, criterion = build(args)`. */
function targetsOf({ main }: Program, { node, statements }: CallSite): readonly string[] {
  const statement = statements.at(-1);
  if (statement?.nodeType !== 'Assign' || statement.value !== node) return [];
  const [target] = statement.targets;
  return target?.nodeType === 'Tuple' ? target.elts.map((each) => main.file.textOf(each)) : [];
}

/** The name that a call's statement assigns to: `model`, `self.model`; the one in its place where several are assigned at once. */
export function targetOf({ main }: Program, { node, statements }: CallSite): string | null {
  const statement = statements.at(-1);
  if (statement?.nodeType !== 'Assign') return null;
  const [target] = statement.targets;
  if (target?.nodeType === 'Tuple' && statement.value.nodeType === 'Tuple') {
    const place = statement.value.elts.findIndex((value) => encloses(value, node));
    const own = target.elts[place];
    return own ? main.file.textOf(own) : null;
  }
  return target?.nodeType === 'Name' || target?.nodeType === 'Attribute' ? main.file.textOf(target) : null;
}

function encloses(outer: Expression, inner: unknown): boolean {
  let found = false;
  walk(outer, (node) => {
    if (node === inner) found = true;
    return !found;
  });
  return found;
}

/** Calls that are given what is to be trained. */
const trainers = /(^|[._])(fit|train|train_model|train_one_epoch|Trainer|Solver)$/;

/** Whether a variable's parameters go to an optimizer, or it is trained otherwise. */
function isTrained(target: string | null, sites: readonly CallSite[]): boolean {
  if (target === null) return false;
  return (
    isAskedToLearn(target, sites) ||
    sites.some(
      ({ callee, node }) =>
        trainers.test(callee) && node.args.some((one) => one.nodeType === 'Name' && one.id === target),
    )
  );
}

/** Whether a variable is asked for its parameters, or to train. */
function isAskedToLearn(target: string | null, sites: readonly CallSite[]): boolean {
  return (
    target !== null &&
    sites.some(({ callee }) => callee === `${target}.parameters` || callee === `${target}.train`)
  );
}

function hasKnownArguments(program: Program, site: CallSite, parameter: ParameterValue): boolean {
  return program.machine.aside(() =>
    [...site.node.args, ...site.node.keywords.map(({ value }) => value)].every((argument) => {
      const inner = argument.nodeType === 'Starred' ? argument.value : argument;
      if (inner.nodeType === 'Constant') return true;
      const outcome = evaluateAt(program, site, inner, program.main, parameter);
      return 'value' in outcome && outcome.value.kind !== 'unknown';
    }),
  );
}

function siteCandidate(program: Program, site: CallSite, parameter: ParameterValue): Candidate {
  const { file } = program.main;
  const expression = oneLine(file, site.node);
  return {
    expression,
    label: site.callee,
    strength: 'call',
    span: file.span(site.node),
    target: targetOf(program, site),
    targets: targetsOf(program, site),
    site,
    assumed: [],
    make: () => {
      const value = configured(program, site, parameter);
      return value ? { value } : evaluateAt(program, site, site.node, program.main, parameter);
    },
  };
}

/** The text of a node with its line breaks as spaces. */
function oneLine(file: ParsedFile, node: Located): string {
  const { lineno, end_lineno: last = lineno } = node;
  if (lineno === last) return file.textOf(node);
  const end = file.span(node).end.column;
  const { lines } = file;
  return [file.textOf(node), ...lines.slice(lineno, last - 1), (lines[last - 1] ?? '').slice(0, end)]
    .map((line) => line.replace(/#.*$/, '').trim())
    .join(' ');
}

/** Classes that no other class of the file makes, and the others; the last class of a file is usually the whole. */
function roots(classes: readonly OwnClass[]): {
  readonly whole: readonly OwnClass[];
  readonly parts: readonly OwnClass[];
} {
  const used = new Set<string>();
  for (const { statement } of classes) {
    walk(statement, (node) => {
      const name = nameIn(node);
      if (name !== null && name !== statement.name) used.add(name);
      return true;
    });
  }
  const last = [...classes].reverse();
  const whole = last.filter(({ cls, statement }) => !used.has(statement.name) && !isCriterion(cls));
  return { whole, parts: last.filter((one) => !whole.includes(one)) };
}

function nameIn(node: Readonly<Record<string, unknown>>): string | null {
  return node['nodeType'] === 'Name' && typeof node['id'] === 'string' ? node['id'] : null;
}
