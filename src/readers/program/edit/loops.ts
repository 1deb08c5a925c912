/** The lines of a training loop: clipping before the optimizer's step, gradients set to zero before they are computed. */
import { Refused, type Change } from '../../edit/draft';
import type { Statement, StatementOf } from '../../python/parse/syntax';
import type { Plain } from '../../reader';
import { pythonText, setArgument } from './callText';
import { isCall, type Call, type Page } from './page';
import type { Site } from './site';

/** A statement that steps an optimizer. */
interface Step {
  readonly statement: Statement;
  /** The optimizer as it is written there. */
  readonly optimizer: string;
  /** The scaler of mixed precision that steps it; null: none does. */
  readonly scaler: string | null;
}

/** Changes the limit where gradients are clipped, or clips them before each step; null takes the clipping away. @throws Refused */
export function setClip(
  site: Site,
  optimizer: Call,
  name: string,
  keyword: string,
  to: Plain,
): readonly Change[] {
  const { page, imports } = site;
  const path = `torch.nn.utils.${name}`;
  const there = page.calls().filter(({ func }) => {
    const dotted = imports.dotted(func);
    return dotted === path || dotted === path.replace(/_$/, '');
  });
  if (to === null) return page.withoutStatements(there.map((call) => expressionOf(page, call)));
  if (there.length > 0) return there.flatMap((call) => setArgument(page, call, 1, keyword, pythonText(to)));
  const steps = stepsOf(page, optimizer);
  if (steps.length === 0) throw new Refused('No step of the optimizer stands in this file.');
  return steps.map(({ statement, optimizer: stepped, scaler }) => {
    const parameters = parametersFor(page, optimizer, statement, stepped);
    const clip = `${imports.spell(path)}(${parameters}, ${floatText(to)})`;
    return page.linesAbove(statement, scaler === null ? [clip] : [`${scaler}.unscale_(${stepped})`, clip]);
  });
}

/** A limit as a float, as it is usually written. */
function floatText(to: Plain): string {
  return typeof to === 'number' && Number.isInteger(to) && Math.abs(to) < 1e15 ? `${to}.0` : pythonText(to);
}

/** A call that is a statement of its own. */
function expressionOf(page: Page, call: Call): Statement {
  const parent = page.parent(call);
  if (parent?.nodeType === 'Expr' || parent?.nodeType === 'Assign') return page.statementOf(parent);
  throw new Refused('The gradients are clipped within another statement; please change it by hand.');
}

/** The name that an optimizer is assigned to. */
function nameOf(page: Page, optimizer: Call): string | null {
  const parent = page.parent(optimizer);
  if (parent?.nodeType !== 'Assign') return null;
  const { targets } = parent as unknown as StatementOf<'Assign'>; // its type was just looked at
  const [target] = targets;
  return target ? page.textOf(target) : null;
}

/** Every step of the optimizer: by its name, or of a parameter of a function that is called as optimizers are. */
function stepsOf(page: Page, optimizer: Call): readonly Step[] {
  const name = nameOf(page, optimizer);
  return page.calls().flatMap((call): Step[] => {
    const { func, args } = call;
    const parent = page.parent(call);
    if (func.nodeType !== 'Attribute' || func.attr !== 'step' || parent?.nodeType !== 'Expr') return [];
    const statement = page.statementOf(parent);
    const object = page.textOf(func.value);
    const [first] = args;
    if (first && isMeant(page, page.textOf(first), name, call)) {
      return [{ statement, optimizer: page.textOf(first), scaler: object }];
    }
    return isMeant(page, object, name, call) ? [{ statement, optimizer: object, scaler: null }] : [];
  });
}

function isMeant(page: Page, text: string, name: string | null, call: Call): boolean {
  if (text === name) return true;
  const parameters = page.functionOf(call)?.args;
  const names = parameters ? [...parameters.posonlyargs, ...parameters.args, ...parameters.kwonlyargs] : [];
  const isParameter = names.some(({ arg }) => arg === text);
  return (isParameter || /^self\./.test(text)) && /^(?:self\.)?_?opt/i.test(text);
}

/** What the optimizer was given, where that can be written in its loop too; else what it holds. */
function parametersFor(page: Page, optimizer: Call, statement: Statement, stepped: string): string {
  const [given] = optimizer.args;
  const home = page.functionOf(statement);
  if (isCall(given) && given.args.length === 0 && given.func.nodeType === 'Attribute') {
    const text = page.textOf(given);
    const root = rootName(page.textOf(given.func.value));
    const isHere = home === page.functionOf(optimizer) || page.functionOf(optimizer) === null;
    const own = home ? [...home.args.posonlyargs, ...home.args.args].map(({ arg }) => arg) : [];
    if (own.includes(root) || (isHere && !own.includes('model'))) return text;
    if (own.includes('model')) return 'model.parameters()';
  }
  return `[p for group in ${stepped}.param_groups for p in group['params']]`;
}

function rootName(text: string): string {
  return text.split('.')[0] ?? text;
}

/** Sets the gradients to zero before each call of backward that a step follows. @throws Refused */
export function setZeroGrad(site: Site, optimizer: Call): readonly Change[] {
  const { page } = site;
  const name = nameOf(page, optimizer);
  const changes = stepsOf(page, optimizer).flatMap(({ statement, optimizer: stepped }) => {
    const block = page.blockOf(statement);
    const before = block
      .slice(0, block.indexOf(statement))
      .filter((each) => callsMethod(page, each, 'backward'));
    const backward = before.at(-1);
    const zeroed = block.some((each) => callsMethod(page, each, 'zero_grad'));
    return backward && !zeroed ? [page.linesAbove(backward, [`${stepped}.zero_grad()`])] : [];
  });
  if (changes.length === 0)
    throw new Refused(`No loop of this file has a place for ${name ?? 'optimizer'}.zero_grad().`);
  return changes;
}

function callsMethod(page: Page, statement: Statement, name: string): boolean {
  return page.calls(statement).some(({ func }) => func.nodeType === 'Attribute' && func.attr === name);
}
