/** Models of Keras that could be inspected in a program: those that it trains, those it makes, its functions that give one, its classes. */
import type { Span } from '../../../base/span';
import { walk } from '../../python/parse/names';
import type { ExpressionOf, StatementOf } from '../../python/parse/syntax';
import type { Program } from '../../python/read/program';
import { evaluateAt, type CallSite, type ParameterValue } from '../../python/read/sites';
import { isSubclass } from '../../python/values/classes';
import { spanOf } from '../../python/values/place';
import type { InstanceValue, Value } from '../../python/values/value';
import type { Candidate, OwnClass } from '../../program/choose/candidate';
import { classCandidate, factoryCandidate } from '../../program/choose/filled';
import { isLayer, layerClassOf } from '../layer/layerClass';
import { isModel, modelClassesOf } from '../model/modelClass';

/** A call of a method of a model, and how much it says that this is the model that matters. */
const methods: readonly (readonly [RegExp, number])[] = [
  [/\.(fit|fit_generator|train_on_batch)$/, 3],
  [/\.compile$/, 2],
  [/\.(summary|predict|evaluate|save|save_weights|load_weights)$/, 1],
];

/** A variable that holds a model where a call stands. */
interface Use {
  readonly target: string;
  readonly site: CallSite;
  readonly weight: number;
}

/** Everything of Keras that could be inspected, best first. */
export function kerasCandidates(
  program: Program,
  sites: readonly CallSite[],
  parameter: ParameterValue,
): readonly Candidate[] {
  const { attributes } = program.main.module;
  const uses = usesIn(sites);
  const models = [...attributes].flatMap(([name, value]) => modelsIn(program, name, value));
  const weightOf = (name: string): number =>
    Math.max(0, ...uses.filter(({ target }) => isSame(target, name)).map(({ weight }) => weight));
  const held = models
    .map((one, place) => ({ ...one, place, weight: weightOf(one.name) }))
    .sort((a, b) => b.weight - a.weight || b.place - a.place);
  const seen = new Set<InstanceValue>();
  const distinct = held.filter(({ model }) => !seen.has(model) && seen.add(model));
  const classes = ownClasses(program);
  const factories = factoriesOf(program, classes);
  const bodies = new Set<unknown>([...factories.values()]);
  const within = uses.filter(
    ({ target, site }) =>
      maySpeakKeras(program) &&
      !target.startsWith('self.') &&
      !attributes.has(target.split('.')[0] ?? target) &&
      !site.statements.some((one) => bodies.has(one)),
  );
  return [
    ...distinct.map(({ name, model }) => heldCandidate(program, name, model, uses)),
    // A function that gives nn.Sequential(...) is one of torch.
    ...(maySpeakKeras(program) ? [...factories.values()] : [])
      .flatMap((statement) => factoryCandidate(program, statement, sites))
      // What can be called as it stands goes before what needs arguments of ours.
      .toSorted((a, b) => Math.min(a.assumed.length, 1) - Math.min(b.assumed.length, 1)),
    ...classes.whole.map((one) => classCandidate(program, one, sites, 'class')),
    ...within
      .toSorted((a, b) => b.weight - a.weight)
      .slice(0, 4)
      .map((use) => useCandidate(program, use, parameter)),
    ...classes.parts.map((one) => classCandidate(program, one, sites, 'part')),
  ];
}

/** Whether variables may hold models of Keras that nothing tells yet: others have methods of the same names (`confusion.summary()`). */
function maySpeakKeras({ main: { file } }: Program): boolean {
  const imports = file.lines.filter((line) => /^\s*(?:from|import)\b/.test(line)).join('\n');
  return /\b(?:\w*keras\w*|tensorflow)\b/.test(imports) || !/\btorch\b/.test(imports);
}

/** A model that a variable holds, or those that an object of the program holds: `gan.generator`. */
function modelsIn(
  { machine }: Program,
  name: string,
  value: Value,
): readonly { readonly name: string; readonly model: InstanceValue }[] {
  if (value.kind !== 'instance') return [];
  const isWhole: boolean = isModel(machine, value);
  if (isWhole) return [{ name, model: value }];
  const isPart: boolean = isLayer(machine, value);
  if (isPart || value.cls.origin === null) return [];
  return [...value.attributes].flatMap(([own, held]) =>
    isModel(machine, held) ? [{ name: `${name}.${own}`, model: held }] : [],
  );
}

/** Whether a call speaks of what a name holds; in the methods of an object it stands behind `self`. */
function isSame(target: string, name: string): boolean {
  return target === name || (name.includes('.') && target === `self.${name.slice(name.indexOf('.') + 1)}`);
}

function usesIn(sites: readonly CallSite[]): readonly Use[] {
  return sites.flatMap((site) => {
    const found = methods.find(([pattern]) => pattern.test(site.callee));
    if (!found) return [];
    return [{ target: site.callee.replace(found[0], ''), site, weight: found[1] }];
  });
}

/** A model that a variable of the module holds. */
function heldCandidate(
  program: Program,
  name: string,
  model: InstanceValue,
  uses: readonly Use[],
): Candidate {
  const site = uses.find(({ target }) => isSame(target, name))?.site ?? null;
  const { file } = program.main;
  const span: Span = model.origin ? spanOf(model.origin) : site ? file.span(site.node) : firstSpan(program);
  return {
    ...{ expression: name, label: name, strength: 'call', span, target: name, site, assumed: [] },
    make: () => ({ value: model }),
  };
}

function firstSpan({ main: { file } }: Program): Span {
  const [first] = file.body;
  return first
    ? file.span(first)
    : { path: file.path, start: { line: 0, column: 0 }, end: { line: 0, column: 0 } };
}

/** A model that a function makes and trains: what the variable holds where it is called. */
function useCandidate(program: Program, { target, site }: Use, parameter: ParameterValue): Candidate {
  const { func } = site.node;
  const span = program.main.file.span(site.node);
  return {
    ...{ expression: target, label: target, strength: 'call', span, target, site, assumed: [] },
    make: () =>
      func.nodeType === 'Attribute'
        ? evaluateAt(program, site, func.value, program.main, parameter)
        : `${target} cannot be read.`,
  };
}

interface Classes {
  readonly whole: readonly OwnClass[];
  readonly parts: readonly OwnClass[];
}

/** The models and layers that the file defines; models that no other one makes come first. */
function ownClasses({ machine, main }: Program): Classes {
  const { model } = modelClassesOf(machine);
  const layer = layerClassOf(machine);
  const all = main.file.body.flatMap((statement): readonly OwnClass[] => {
    if (statement.nodeType !== 'ClassDef') return [];
    const cls = main.module.attributes.get(statement.name);
    return cls?.kind === 'class' && isSubclass(cls, layer) ? [{ cls, statement }] : [];
  });
  const used = new Set<string>();
  for (const { statement } of all) {
    walk(statement.body, (node) => {
      const { func } = node as unknown as Partial<ExpressionOf<'Call'>>; // looked at before it is used
      if (node['nodeType'] === 'Call' && func?.nodeType === 'Name' && func.id !== statement.name)
        used.add(func.id);
      return true;
    });
  }
  const isWhole = ({ cls, statement }: OwnClass): boolean =>
    isSubclass(cls, model) && !used.has(statement.name);
  return { whole: all.filter(isWhole), parts: all.filter((one) => !isWhole(one)) };
}

const makers = /(^|\.)(Sequential|Model|Functional)$/;

/** Functions of the file that return a model. */
function factoriesOf(
  { main }: Program,
  { whole, parts }: Classes,
): ReadonlyMap<string, StatementOf<'FunctionDef'>> {
  const names = new Set([...whole, ...parts].map(({ statement }) => statement.name));
  const functions = main.file.body.filter((statement) => statement.nodeType === 'FunctionDef');
  const found = new Map<string, StatementOf<'FunctionDef'>>();
  for (let round = 0; round < 3; round += 1) {
    for (const statement of functions) {
      if (!found.has(statement.name) && givesModel(statement, main.file.textOf.bind(main.file), names)) {
        found.set(statement.name, statement);
      }
    }
    for (const name of found.keys()) names.add(name);
  }
  return new Map(functions.flatMap((one) => (found.has(one.name) ? [[one.name, one] as const] : [])));
}

function givesModel(
  statement: StatementOf<'FunctionDef'>,
  textOf: (node: ExpressionOf<'Call'>['func']) => string,
  names: ReadonlySet<string>,
): boolean {
  const assigned = new Set<string>();
  let gives = false;
  const makes = (node: unknown): boolean => {
    if (typeof node !== 'object' || node === null || !('nodeType' in node)) return false;
    if (node.nodeType === 'Name') return assigned.has((node as ExpressionOf<'Name'>).id); // its type was just looked at
    if (node.nodeType !== 'Call') return false;
    const callee = textOf((node as ExpressionOf<'Call'>).func); // its type was just looked at
    return makers.test(callee) || names.has(callee);
  };
  walk(statement, (node) => {
    const type = String(node['nodeType']);
    if (node !== (statement as unknown) && /FunctionDef|ClassDef|Lambda/.test(type)) return false;
    if (type === 'Assign') {
      const { targets, value } = node as unknown as StatementOf<'Assign'>; // its type was just looked at
      for (const target of targets) if (target.nodeType === 'Name' && makes(value)) assigned.add(target.id);
    }
    if (type === 'Return' && (makes(node['value']) || returnsOne(node['value'], makes))) gives = true;
    return true;
  });
  return gives;
}

function returnsOne(node: unknown, makes: (node: unknown) => boolean): boolean {
  if (typeof node !== 'object' || node === null || !('elts' in node) || !Array.isArray(node.elts))
    return false;
  return node.elts.some(makes);
}
