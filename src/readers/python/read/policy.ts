/** Which statements of a file's top level are left for later: training loops, the main block, calls that start something. */
import { walk } from '../parse/names';
import type { Expression, Statement } from '../parse/syntax';

/** Why a statement is left for later; null where it runs. */
export type Policy = (statement: Statement) => string | null;

/** Names of calls that start work instead of defining something. */
const starters =
  /^(?:main|train|test|run|fit|evaluate|validate|demo|launch|show|plot|savefig|download|backward|zero_grad|input|app_main)(?:_\w+)?$/;

/** Calls inside a loop that make it a training loop. */
const trainingCalls = new Set([
  'backward',
  'zero_grad',
  'fit',
  'fit_generator',
  'train_on_batch',
  'train_step',
  'train',
  'train_epoch',
  'train_one_epoch',
]);

/** The usual policy: definitions and assignments run, loops that train and calls that start something do not. */
export function usualPolicy(statement: Statement): string | null {
  switch (statement.nodeType) {
    case 'If':
      return isMainTest(statement.test) ? 'It stands in the main block.' : null;
    case 'While':
      return 'Loops without an end that can be seen are not run.';
    case 'For':
    case 'AsyncFor':
    case 'With':
      return trains(statement) ? 'Training is not run.' : null;
    case 'Expr':
      return starts(statement.value) ? 'Calls that start something are not run.' : null;
    case 'Assign':
      return starts(statement.value) && !isDefinition(statement.value)
        ? 'Calls that start something are not run.'
        : null;
    default:
      return null;
  }
}

/** Nothing is left for later. */
export function runEverything(): null {
  return null;
}

/** `__name__ == '__main__'`, either way round. */
export function isMainTest(test: Expression): boolean {
  if (test.nodeType !== 'Compare') return false;
  const sides = [test.left, ...test.comparators];
  const named = sides.some((side) => side.nodeType === 'Name' && side.id === '__name__');
  return named && sides.some((side) => side.nodeType === 'Constant' && side.value === '__main__');
}

/** The last part of the name that a call calls. */
export function calledName(node: Expression): string | null {
  if (node.nodeType !== 'Call') return null;
  const { func } = node;
  return func.nodeType === 'Name' ? func.id : func.nodeType === 'Attribute' ? func.attr : null;
}

function starts(value: Expression): boolean {
  const name = calledName(value);
  return name !== null && starters.test(name) && name !== 'train_test_split';
}

/** `model.train()` and `net.eval()` as a value give the model itself. */
function isDefinition(value: Expression): boolean {
  return value.nodeType === 'Call' && value.func.nodeType === 'Attribute' && value.args.length === 0;
}

function trains(statement: Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    const { func } = node;
    if (node['nodeType'] === 'Call' && typeof func === 'object' && func !== null) {
      const name: unknown = 'attr' in func ? func.attr : 'id' in func ? func.id : null;
      if (typeof name === 'string' && trainingCalls.has(name)) found = true;
    }
    return !found;
  });
  return found;
}
