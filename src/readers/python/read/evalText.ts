/** Evaluating a text as an expression: `eval` of the program for names and literals, and any expression for the reader itself. */
import { moduleScope } from '../compile/compile';
import { Frame, localNames, topFrame } from '../evaluate/frame';
import { walk } from '../parse/names';
import { parsePython } from '../parse/parsePython';
import type { ParsedFile } from '../parse/parsedFile';
import type { Expression } from '../parse/syntax';
import { classOf, unwrap } from '../values/classes';
import { fail } from '../values/exceptions';
import type { Machine } from '../values/machine';
import { none, openBuiltin } from '../values/make';
import type { BuiltinValue, Value } from '../values/value';

/** The nodes of a text that `eval` takes: names, attributes, literals and arithmetic; no calls. */
const harmless = new Set([
  'Name',
  'Attribute',
  'Constant',
  'Tuple',
  'List',
  'Dict',
  'Set',
  'UnaryOp',
  'BinOp',
  'Subscript',
  'Slice',
  'Compare',
  'BoolOp',
  'IfExp',
]);

/** eval(text): looked up where it is called; anything that runs code is unknown. */
export const evalFunction: BuiltinValue = openBuiltin('eval', (machine, [text = none]) => {
  const plain = unwrap(text);
  if (plain.kind === 'unknown') return plain;
  if (plain.kind !== 'str')
    throw fail(
      machine,
      'TypeError',
      `eval() arg 1 must be a string, bytes or code object, not ${classOf(text).name}`,
    );
  const parsed = parseExpression(plain.value.trim());
  if (typeof parsed === 'string') throw fail(machine, 'SyntaxError', 'invalid syntax');
  if (!isHarmless(parsed.expression))
    return machine.unknown('dynamic', 'Text is not run as code.', `eval(${JSON.stringify(plain.value)})`);
  const caller = machine.top?.frame;
  if (!(caller instanceof Frame)) return machine.unknown('dynamic', 'Text is not run as code.', 'eval');
  return evaluateIn(machine, parsed, new Map([...caller.globals, ...namesInReach(caller)]));
});

function namesInReach(frame: Frame): Map<string, Value> {
  const names = frame.parent ? namesInReach(frame.parent) : new Map<string, Value>();
  for (const [name, value] of localNames(frame)) names.set(name, value);
  return names;
}

/** An expression on its own. */
export interface ParsedExpression {
  readonly file: ParsedFile;
  readonly expression: Expression;
}

/** Parses a text that must be one expression; a sentence where it is not. */
export function parseExpression(text: string, path = '<expression>'): ParsedExpression | string {
  const file = parsePython({ path, text });
  const [statement, ...rest] = file.body;
  const [problem] = file.problems;
  if (problem) return problem.message;
  if (statement?.nodeType !== 'Expr' || rest.length > 0) return 'This is not one expression.';
  return { file, expression: statement.value };
}

function isHarmless(expression: Expression): boolean {
  let fine = true;
  walk(expression, (node) => {
    const type = String(node['nodeType']);
    const isName = type === 'Name' || type === 'Attribute';
    const written = isName ? String(node['id'] ?? node['attr']) : '';
    if ('lineno' in node && !harmless.has(type)) fine = false;
    if (written.startsWith('__')) fine = false;
    return fine;
  });
  return fine;
}

/** Evaluates an expression with names to look in; builtins are found too. May throw a Raised. */
export function evaluateIn(
  machine: Machine,
  { file, expression }: ParsedExpression,
  names: Map<string, Value>,
): Value {
  const scope = moduleScope(file);
  const activation = {
    name: '<expression>',
    file,
    node: expression,
    back: machine.top,
    frame: null,
    hidden: false,
  };
  const frame = topFrame(machine, activation, names);
  machine.top = activation;
  try {
    return scope.compile.expression(expression, scope)(frame);
  } finally {
    machine.top = activation.back;
  }
}
