/** The module that a call makes, as the program leaves it: with the layers that it exchanges, freezes or starts otherwise afterwards. */
import { walk } from '../../python/parse/names';
import type { Expression, Statement } from '../../python/parse/syntax';
import type { Program } from '../../python/read/program';
import {
  evaluateBehind,
  statementsBehind,
  type CallSite,
  type ParameterValue,
} from '../../python/read/sites';
import { unwrap } from '../../python/values/classes';
import type { InstanceValue, Value } from '../../python/values/value';
import { isModule } from '../../torch/module/moduleClass';

/** Methods that give the module itself. */
const same = new Set([
  ...['to', 'cuda', 'cpu', 'float', 'double', 'half', 'bfloat16', 'train', 'eval', 'apply'],
  ...['requires_grad_', 'share_memory', 'zero_grad'],
]);

/** What a call site's variable holds when its block has run, or before it is given something else; null where that is no such module. */
export function configured(
  program: Program,
  site: CallSite,
  parameter: ParameterValue,
): InstanceValue | null {
  const own = site.statements.at(-1);
  const variable = own && variableOf(own, site.node);
  if (!own || !variable) return null;
  const { statements, topLevel } = statementsBehind(site, program.main);
  const name = program.main.file.textOf(variable);
  const mentions = (node: unknown): boolean => isMentioned(program, name, node);
  const end = statements.findIndex((one) => isGivenAnew(program, name, one));
  const behind = end < 0 ? statements : statements.slice(0, end);
  if (!behind.some(mentions)) return null;
  if (topLevel && end < 0 && variable.nodeType === 'Name')
    return moduleOf(program, program.main.module.attributes.get(variable.id));
  const ran = topLevel ? behind.filter((one) => one.nodeType !== 'FunctionDef' && mentions(one)) : behind;
  const outcome = evaluateBehind(program, site, [own, ...ran], variable, parameter);
  return 'value' in outcome ? moduleOf(program, outcome.value) : null;
}

function moduleOf({ machine }: Program, value: Value | undefined): InstanceValue | null {
  const plain = value && unwrap(value);
  return plain && isModule(machine, plain) ? plain : null;
}

/** The variable or attribute that a statement gives what the call makes, as it is or through methods that give the module itself. */
function variableOf(statement: Statement, call: Expression): Expression | null {
  if (statement.nodeType !== 'Assign' || statement.targets.length !== 1) return null;
  const [target] = statement.targets;
  if (target?.nodeType !== 'Name' && target?.nodeType !== 'Attribute') return null;
  return innermost(statement.value) === call ? target : null;
}

/** `Net()` of `Net().to(device)`. */
function innermost(value: Expression): Expression {
  const { func } = value.nodeType === 'Call' ? value : {};
  return func?.nodeType === 'Attribute' && same.has(func.attr) ? innermost(func.value) : value;
}

/** Whether a statement gives a variable another thing than it held: not by `model = model.to(device)`. */
function isGivenAnew({ main }: Program, name: string, statement: Statement): boolean {
  let anew = false;
  walk(statement, (node) => {
    const { nodeType } = node;
    if (nodeType === 'FunctionDef' || nodeType === 'ClassDef') return false;
    if (nodeType !== 'Assign') return true;
    const { targets, value } = node as unknown as Extract<Statement, { nodeType: 'Assign' }>; // its type was just looked at
    const given = targets.flatMap((target) => (target.nodeType === 'Tuple' ? target.elts : [target]));
    if (given.some((target) => main.file.textOf(target) === name))
      anew ||= main.file.textOf(innermost(value)) !== name;
    return true;
  });
  return anew;
}

function isMentioned({ main }: Program, name: string, root: unknown): boolean {
  let found = false;
  walk(root, (node) => {
    const isName = node['nodeType'] === 'Name' || node['nodeType'] === 'Attribute';
    // Its type was just looked at.
    if (isName && main.file.textOf(node as unknown as Expression) === name) found = true;
    return !found;
  });
  return found;
}
