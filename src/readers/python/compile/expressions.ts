/** Compiles expressions into closures; a table with a row for every node type. */
import { compare, sameObject } from '../evaluate/compare';
import { contains } from '../evaluate/contains';
import type { Evaluate, Frame } from '../evaluate/frame';
import { binary, unary } from '../evaluate/operators';
import { getItem } from '../evaluate/subscript';
import { truth } from '../evaluate/special';
import { literalOf } from '../parse/literals';
import type { Comparison, Expression, ExpressionOf } from '../parse/syntax';
import { bool, bytes, ellipsis, float, int, none, str } from '../values/make';
import type { Value } from '../values/value';
import { compileCall } from './calls';
import { compileComprehension } from './comprehensions';
import { compileDict, compileList, compileSet, compileTuple } from './displays';
import { loadName, storeName } from './names';
import { mangled, type Scope } from './scope';
import { compileJoined } from './texts';

type Row<Type extends Expression['nodeType']> = (node: ExpressionOf<Type>, scope: Scope) => Evaluate;

const rows: { readonly [Type in Expression['nodeType']]: Row<Type> } = {
  BoolOp: compileBoolean,
  NamedExpr: compileWalrus,
  BinOp: compileBinary,
  UnaryOp: compileUnary,
  Lambda: (node, scope) => scope.compile.makeFunction(node, scope),
  IfExp: compileConditional,
  Dict: compileDict,
  Set: compileSet,
  ListComp: compileComprehension,
  SetComp: compileComprehension,
  DictComp: compileComprehension,
  GeneratorExp: compileComprehension,
  Await: (node, scope) => scope.compile.expression(node.value, scope),
  Yield: sentValue,
  YieldFrom: sentValue,
  Compare: compileComparison,
  Call: compileCall,
  FormattedValue: compileJoined,
  Interpolation: () => unsupported('Template strings are not supported.'),
  JoinedStr: compileJoined,
  TemplateStr: () => unsupported('Template strings are not supported.'),
  Constant: compileConstant,
  Attribute: compileAttribute,
  Subscript: compileSubscript,
  Starred: () => unsupported('A starred expression cannot stand here.'),
  Name: loadName,
  List: compileList,
  Tuple: compileTuple,
  Slice: compileSlice,
};

/** The code of an expression. */
export function compileExpression(node: Expression, scope: Scope): Evaluate {
  const row = rows[node.nodeType] as Row<Expression['nodeType']>; // the row under a node's own type takes that node
  return row(node, scope);
}

function unsupported(message: string): Evaluate {
  return (frame) => frame.machine.unknown('unsupported', message);
}

/** A yield stands for what was sent in when its statement was resumed. */
function sentValue(node: ExpressionOf<'Yield' | 'YieldFrom'>, scope: Scope): Evaluate {
  const index = scope.yields.get(node) ?? 0;
  return (frame) => frame.sent[index] ?? none;
}

function compileConstant(node: ExpressionOf<'Constant'>, scope: Scope): Evaluate {
  const literal = literalOf(node, scope.file);
  const value = constant(literal);
  return value ? () => value : unsupported('Complex numbers are not supported.');
}

function constant(literal: ReturnType<typeof literalOf>): Value | undefined {
  switch (literal.kind) {
    case 'none':
      return none;
    case 'ellipsis':
      return ellipsis;
    case 'bool':
      return bool(literal.value);
    case 'int':
      return int(literal.value);
    case 'float':
      return float(literal.value);
    case 'str':
      return str(literal.value);
    case 'bytes':
      return bytes(literal.value);
    case 'complex':
      return undefined;
  }
}

function compileBoolean(node: ExpressionOf<'BoolOp'>, scope: Scope): Evaluate {
  const parts = node.values.map((value) => scope.compile.expression(value, scope));
  const stopsAt = node.op.nodeType === 'Or';
  return (frame) => {
    let value: Value = none;
    for (const [index, part] of parts.entries()) {
      value = part(frame);
      if (index === parts.length - 1) return value;
      const answer = truth(frame.machine, value);
      if (answer.kind !== 'bool') return answer;
      if (answer.value === stopsAt) return value;
    }
    return value;
  };
}

function compileWalrus(node: ExpressionOf<'NamedExpr'>, scope: Scope): Evaluate {
  const evaluate = scope.compile.expression(node.value, scope);
  const assign = node.target.nodeType === 'Name' ? storeName(node.target.id, scope) : () => undefined;
  return (frame) => {
    const value = evaluate(frame);
    assign(frame, value);
    return value;
  };
}

function compileBinary(node: ExpressionOf<'BinOp'>, scope: Scope): Evaluate {
  const left = scope.compile.expression(node.left, scope);
  const right = scope.compile.expression(node.right, scope);
  const operator = node.op.nodeType;
  return (frame) => {
    const leftValue = left(frame);
    const rightValue = right(frame);
    frame.machine.step();
    frame.activation.node = node;
    return binary(frame.machine, operator, leftValue, rightValue);
  };
}

function compileUnary(node: ExpressionOf<'UnaryOp'>, scope: Scope): Evaluate {
  const operand = scope.compile.expression(node.operand, scope);
  const operator = node.op.nodeType;
  return (frame) => {
    const value = operand(frame);
    frame.activation.node = node;
    return unary(frame.machine, operator, value);
  };
}

function compileConditional(node: ExpressionOf<'IfExp'>, scope: Scope): Evaluate {
  const test = scope.compile.expression(node.test, scope);
  const body = scope.compile.expression(node.body, scope);
  const otherwise = scope.compile.expression(node.orelse, scope);
  return (frame) => {
    const answer = truth(frame.machine, test(frame));
    if (answer.kind !== 'bool') return answer;
    return answer.value ? body(frame) : otherwise(frame);
  };
}

function compileComparison(node: ExpressionOf<'Compare'>, scope: Scope): Evaluate {
  const first = scope.compile.expression(node.left, scope);
  const others = node.comparators.map((comparator) => scope.compile.expression(comparator, scope));
  const comparisons = node.ops.map(({ nodeType }) => nodeType);
  return (frame) => {
    let left = first(frame);
    let result: Value = none;
    for (const [index, other] of others.entries()) {
      const right = other(frame);
      frame.machine.step();
      frame.activation.node = node;
      result = compareBy(frame, comparisons[index] ?? 'Eq', left, right);
      if (index === others.length - 1) return result;
      const answer = truth(frame.machine, result);
      if (answer.kind !== 'bool') return answer;
      if (!answer.value) return result;
      left = right;
    }
    return result;
  };
}

function compareBy(frame: Frame, comparison: Comparison, left: Value, right: Value): Value {
  switch (comparison) {
    case 'Is':
    case 'IsNot': {
      if (left.kind === 'unknown') return left;
      if (right.kind === 'unknown') return right;
      return bool(sameObject(left, right) === (comparison === 'Is'));
    }
    case 'In':
      return contains(frame.machine, right, left);
    case 'NotIn': {
      const found = truth(frame.machine, contains(frame.machine, right, left));
      return found.kind === 'bool' ? bool(!found.value) : found;
    }
    default:
      return compare(frame.machine, comparison, left, right);
  }
}

function compileAttribute(node: ExpressionOf<'Attribute'>, scope: Scope): Evaluate {
  const object = scope.compile.expression(node.value, scope);
  const name = mangled(node.attr, scope);
  return (frame) => {
    const value = object(frame);
    frame.machine.step();
    frame.activation.node = node;
    return frame.machine.getAttribute(value, name);
  };
}

function compileSubscript(node: ExpressionOf<'Subscript'>, scope: Scope): Evaluate {
  const object = scope.compile.expression(node.value, scope);
  const key = scope.compile.expression(node.slice, scope);
  return (frame) => {
    const value = object(frame);
    const keyValue = key(frame);
    frame.machine.step();
    frame.activation.node = node;
    return getItem(frame.machine, value, keyValue);
  };
}

function compileSlice(node: ExpressionOf<'Slice'>, scope: Scope): Evaluate {
  const part = (inner: Expression | undefined): Evaluate =>
    inner ? scope.compile.expression(inner, scope) : () => none;
  const [start, stop, step] = [part(node.lower), part(node.upper), part(node.step)];
  return (frame) => ({ kind: 'slice', start: start(frame), stop: stop(frame), step: step(frame) });
}
