/** Binary and unary operators with Python's order of who is asked. */
import type { BinaryOperator, UnaryOperator } from '../parse/syntax';
import { classOf, isSubclass, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { bool, float, int } from '../values/make';
import type { Value } from '../values/value';
import { unionOf } from './annotations';
import { floatOperation, integerOperation } from './arithmetic';
import { toFloat } from '../values/bigint';
import { formatPercent } from './format';
import { str } from '../values/make';
import { joinContainers } from './containers';
import { indexOf } from './indices';
import { callSpecial, special, truth } from './special';

/** The method of each operator, without underscores. */
const methodNames: Readonly<Record<BinaryOperator, string>> = {
  Add: 'add',
  Sub: 'sub',
  Mult: 'mul',
  MatMult: 'matmul',
  Div: 'truediv',
  Mod: 'mod',
  Pow: 'pow',
  LShift: 'lshift',
  RShift: 'rshift',
  BitOr: 'or',
  BitXor: 'xor',
  BitAnd: 'and',
  FloorDiv: 'floordiv',
};

const signs: Readonly<Record<BinaryOperator, string>> = {
  Add: '+',
  Sub: '-',
  Mult: '*',
  MatMult: '@',
  Div: '/',
  Mod: '%',
  Pow: '** or pow()',
  LShift: '<<',
  RShift: '>>',
  BitOr: '|',
  BitXor: '^',
  BitAnd: '&',
  FloorDiv: '//',
};

/** left op right. */
export function binary(machine: Machine, operator: BinaryOperator, left: Value, right: Value): Value {
  return quick(machine, operator, left, right) ?? slow(machine, operator, left, right, signs[operator]);
}

/** target op= right: lists, sets and dicts change themselves, everything else gives a new value. */
export function inPlace(machine: Machine, operator: BinaryOperator, target: Value, right: Value): Value {
  const fast = quick(machine, operator, target, right);
  if (fast !== undefined) return fast;
  if (target.kind === 'unknown') return target;
  if (target.kind === 'host') {
    const changed = target.host.inPlace?.(machine, operator, right);
    if (changed !== undefined) return changed;
  }
  const own = callSpecial(machine, target, `__i${methodNames[operator]}__`, [right]);
  if (own !== undefined) return own;
  const inner = unwrap(target);
  const joined =
    right.kind === 'unknown' ? undefined : joinContainers(machine, operator, inner, unwrap(right), true);
  // What cannot change (text, tuple) comes back as another value; what can is itself, also where a class derives from it.
  if (joined !== undefined) return joined === inner ? target : joined;
  return slow(machine, operator, target, right, operator === 'Pow' ? '** or pow()' : `${signs[operator]}=`);
}

/** Numbers among themselves: nearly all operations of a program. */
function quick(machine: Machine, operator: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (left.kind === 'int') {
    if (right.kind === 'int') return integerOperation(machine, operator, left.value, right.value);
    if (right.kind === 'float')
      return floatOperation(machine, operator, toFloat(machine, left.value), right.value);
  } else if (left.kind === 'float') {
    if (right.kind === 'float') return floatOperation(machine, operator, left.value, right.value);
    if (right.kind === 'int')
      return floatOperation(machine, operator, left.value, toFloat(machine, right.value));
  }
  return undefined;
}

function slow(machine: Machine, operator: BinaryOperator, left: Value, right: Value, sign: string): Value {
  const own = byMethods(machine, operator, left, right);
  if (own !== undefined) return own;
  if (left.kind === 'unknown') return left;
  if (right.kind === 'unknown') return right;
  const template = operator === 'Mod' ? unwrap(left) : undefined;
  // the values are not unwrapped: what derives from str or int may write itself in its own way
  if (template?.kind === 'str') return str(formatPercent(machine, template.value, right));
  const result = builtinOperation(machine, operator, unwrap(left), unwrap(right));
  if (result !== undefined) return result;
  if (operator === 'BitOr' && isType(left) && isType(right)) return unionOf(machine, left, right);
  for (const side of [left, right]) {
    const base = side.kind === 'instance' ? side.cls.unknownBase : null;
    if (base) return base;
  }
  if (operator === 'Add') throw cannotAdd(machine, left, right, sign);
  const repeated =
    operator === 'Mult'
      ? (repeatedByIndex(machine, left, right) ?? repeatedByIndex(machine, right, left))
      : undefined;
  if (repeated !== undefined) return repeated;
  throw unsupported(machine, sign, left, right);
}

function unsupported(machine: Machine, sign: string, left: Value, right: Value): Error {
  const names = `'${classOf(left).name}' and '${classOf(right).name}'`;
  return fail(machine, 'TypeError', `unsupported operand type(s) for ${sign}: ${names}`);
}

function cannotAdd(machine: Machine, left: Value, right: Value, sign: string): Error {
  const plain = unwrap(left);
  const name = classOf(right).name;
  if (plain.kind === 'str' || plain.kind === 'list' || plain.kind === 'tuple') {
    if (plain.kind === 'list' && sign === '+=')
      return fail(machine, 'TypeError', `'${name}' object is not iterable`);
    const kind = plain.kind;
    return fail(machine, 'TypeError', `can only concatenate ${kind} (not "${name}") to ${kind}`);
  }
  if (plain.kind === 'bytes') return fail(machine, 'TypeError', `can't concat ${name} to bytes`);
  return unsupported(machine, sign, left, right);
}

/** A sequence times something that is no number but may serve as one; undefined where `left` is no sequence. */
function repeatedByIndex(machine: Machine, left: Value, right: Value): Value | undefined {
  const plain = unwrap(left);
  if (!['str', 'bytes', 'list', 'tuple'].includes(plain.kind)) return undefined;
  const count = indexOf(machine, right);
  if (count !== undefined) return joinContainers(machine, 'Mult', plain, int(count), false);
  throw fail(machine, 'TypeError', `can't multiply sequence by non-int of type '${classOf(right).name}'`);
}

function isType(value: Value): boolean {
  return value.kind === 'class' || value.kind === 'generic' || value.kind === 'none';
}

function byMethods(machine: Machine, operator: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (!hasMethods(left) && !hasMethods(right)) return undefined;
  const reflected = `__r${methodNames[operator]}__`;
  const [leftClass, rightClass] = [classOf(left), classOf(right)];
  const rightFirst =
    leftClass !== rightClass && isSubclass(rightClass, leftClass) && special(right, reflected) !== undefined;
  if (rightFirst) {
    const result = askRight(machine, operator, left, right, reflected);
    if (result !== undefined) return result;
  }
  if (left.kind === 'host' && left.host.binary) {
    const result = left.host.binary(machine, operator, right, false);
    if (result !== undefined) return result;
  }
  const result = callSpecial(machine, left, `__${methodNames[operator]}__`, [right]);
  if (result !== undefined || rightFirst) return result;
  return askRight(machine, operator, left, right, reflected);
}

function askRight(
  machine: Machine,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  reflected: string,
): Value | undefined {
  if (right.kind === 'host' && right.host.binary) return right.host.binary(machine, operator, left, true);
  return callSpecial(machine, right, reflected, [left]);
}

function hasMethods(value: Value): boolean {
  return (
    value.kind === 'instance' || value.kind === 'host' || (value.kind === 'class' && value.metaclass !== null)
  );
}

function builtinOperation(
  machine: Machine,
  operator: BinaryOperator,
  left: Value,
  right: Value,
): Value | undefined {
  if (left.kind === 'bool' && right.kind === 'bool') {
    if (operator === 'BitAnd') return bool(left.value && right.value);
    if (operator === 'BitOr') return bool(left.value || right.value);
    if (operator === 'BitXor') return bool(left.value !== right.value);
  }
  const [a, b] = [numeric(left), numeric(right)];
  if (a !== undefined && b !== undefined) return numbers(machine, operator, a, b);
  return joinContainers(machine, operator, left, right, false);
}

type Numeric = Extract<Value, { kind: 'int' | 'float' }>;

function numeric(value: Value): Numeric | undefined {
  if (value.kind === 'int' || value.kind === 'float') return value;
  return value.kind === 'bool' ? { kind: 'int', value: value.value ? 1 : 0 } : undefined;
}

function numbers(
  machine: Machine,
  operator: BinaryOperator,
  left: Numeric,
  right: Numeric,
): Value | undefined {
  return quick(machine, operator, left, right);
}

/** -x, +x, ~x. */
export function unary(machine: Machine, operator: UnaryOperator, operand: Value): Value {
  if (operator === 'Not') {
    const answer = truth(machine, operand);
    return answer.kind === 'bool' ? bool(!answer.value) : answer;
  }
  if (operand.kind === 'int') {
    if (operator === 'USub')
      return int(typeof operand.value === 'bigint' ? -operand.value : 0 - operand.value);
    if (operator === 'UAdd') return operand;
    return int(typeof operand.value === 'bigint' ? ~operand.value : -operand.value - 1);
  }
  if (operand.kind === 'float' && operator !== 'Invert')
    return operator === 'USub' ? float(-operand.value) : operand;
  if (operand.kind === 'unknown') return operand;
  return unaryOfObject(machine, operator, operand);
}

function unaryOfObject(machine: Machine, operator: Exclude<UnaryOperator, 'Not'>, operand: Value): Value {
  const names = { USub: '__neg__', UAdd: '__pos__', Invert: '__invert__' } as const;
  const shown = { USub: '-', UAdd: '+', Invert: '~' } as const;
  const result =
    (operand.kind === 'host' ? operand.host.unary?.(machine, operator) : undefined) ??
    callSpecial(machine, operand, names[operator], []);
  if (result !== undefined) return result;
  const plain = numeric(unwrap(operand));
  if (plain !== undefined && (plain.kind === 'int' || operator !== 'Invert'))
    return unary(machine, operator, plain);
  if (operand.kind === 'instance' && operand.cls.unknownBase) return operand.cls.unknownBase;
  const name = classOf(operand).name;
  throw fail(machine, 'TypeError', `bad operand type for unary ${shown[operator]}: '${name}'`);
}
