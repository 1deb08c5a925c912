/** The whole network in the text: what it is called where it is made, and the statement behind which all of it is there. */
import { Refused } from '../../edit/draft';
import type { Statement, StatementOf } from '../../python/parse/syntax';
import { isStatement, type Page } from './page';
import type { Site } from './site';

/** The network in the text. */
export interface Root {
  /** `self` in its own `__init__`, else the variable. */
  readonly object: string;
  readonly statement: Statement;
  /** Whether the statement returns it, so that it has no name yet. */
  readonly returned: boolean;
}

/** Where the network is whole. @throws Refused where it never has a name */
export function rootOf({ page, network, callAt, path }: Site): Root {
  const init = initOf(page, network.name);
  if (init) {
    const statement = init.body.at(-1);
    const object = init.args.args[0]?.arg ?? 'self';
    if (statement) return { object, statement, returned: false };
  }
  const { span } = network;
  const first = network.layers[0]?.span ?? span;
  const place = span.path === path ? span : first;
  const statement = page.statementOf(callAt(place, network.name));
  if (statement.nodeType === 'Return') return { object: 'model', statement, returned: true };
  const [target] = statement.nodeType === 'Assign' ? statement.targets : [];
  if (target?.nodeType === 'Name' || target?.nodeType === 'Attribute') {
    return { object: page.textOf(target), statement, returned: false };
  }
  throw new Refused(`${network.name} is not made in this file where its layers could be reached.`);
}

/** The `__init__` of a class by its name. */
function initOf(page: Page, name: string): StatementOf<'FunctionDef'> | null {
  for (const node of page.nodes) {
    if (!isStatement(node) || node.nodeType !== 'ClassDef') continue;
    const cls = node as unknown as StatementOf<'ClassDef'>; // its type was just looked at
    if (cls.name !== name) continue;
    const init = cls.body.find((each) => each.nodeType === 'FunctionDef' && each.name === '__init__');
    if (init?.nodeType === 'FunctionDef') return init;
  }
  return null;
}

/** A module below an object by its dotted name: `self.body[2]` for `body.2`. */
export function pathFrom(object: string, name: string): string {
  if (name === '') return object;
  return name
    .split('.')
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : `${path}.${part}`), object);
}
