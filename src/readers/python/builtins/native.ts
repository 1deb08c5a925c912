/** Functions of ours that are declared in Python's words: `native('pad', 'input, pad, mode="constant"', …)` binds arguments as Python would. */
import { bindArguments, type Parameters } from '../evaluate/arguments';
import { literalOf } from '../parse/literals';
import { parsePython } from '../parse/parsePython';
import type { ParsedFile } from '../parse/parsedFile';
import type { Arguments, Expression } from '../parse/syntax';
import type { Machine } from '../values/machine';
import { bool, bytes, ellipsis, float, int, none, str, tuple } from '../values/make';
import type { BuiltinValue, Value } from '../values/value';

/** The arguments of a call in the order of the signature: positional parameters, keyword-only ones, `*rest` as a tuple, `**rest` as a dict. */
export type Bound = readonly Value[];

/** What to say about a native function beside its signature. */
export interface NativeOptions {
  /** Whether it becomes a method when it is found in a class. */
  readonly binds?: boolean;
  readonly takesUnknown?: boolean;
  readonly owner?: string;
}

/**
 * A function of ours with a Python signature. Defaults must be literals. Wrong calls raise the TypeError that a Python function of that
 * name would raise. The signature is read at the first call.
 */
export function native(
  name: string,
  signature: string,
  run: (machine: Machine, ...bound: Value[]) => Value,
  options: NativeOptions = {},
): BuiltinValue {
  let parameters: Parameters | null = null;
  return {
    kind: 'builtin',
    name: name.replace(/^.*\./, ''),
    binds: options.binds ?? false,
    takesUnknown: options.takesUnknown ?? false,
    ...(options.owner === undefined ? {} : { owner: options.owner }),
    call: (machine, positional, keywords) => {
      parameters ??= readSignature(name, signature);
      const slots = bindArguments(machine, parameters, positional, keywords);
      return run(machine, ...slots.map((value) => value ?? none));
    },
  };
}

/** The parameters that a signature declares. */
export function readSignature(name: string, signature: string): Parameters {
  const file = parsePython({ path: '<signature>', text: `def f(${signature}): pass` });
  const [statement] = file.body;
  if (statement?.nodeType !== 'FunctionDef')
    throw new Error(`The signature of ${name} cannot be read: ${signature}`);
  return parametersOf(name, statement.args, file);
}

function parametersOf(name: string, args: Arguments, file: ParsedFile): Parameters {
  const positional = [...args.posonlyargs, ...args.args].map(({ arg }) => arg);
  const keywordDefaults = new Map<string, Value>();
  for (const [index, value] of args.kw_defaults.entries()) {
    const parameter = args.kwonlyargs[index];
    if (value !== null && parameter) keywordDefaults.set(parameter.arg, literal(value, file));
  }
  return {
    qualname: name,
    code: {
      name,
      positional,
      positionalOnly: args.posonlyargs.length,
      keywordOnly: args.kwonlyargs.map(({ arg }) => arg),
      rest: args.vararg?.arg ?? null,
      keywordRest: args.kwarg?.arg ?? null,
      slotCount: positional.length,
      doc: null,
    },
    defaults: args.defaults.map((value) => literal(value, file)),
    keywordDefaults,
  };
}

function literal(node: Expression, file: ParsedFile): Value {
  if (node.nodeType === 'Tuple') return tuple(node.elts.map((element) => literal(element, file)));
  if (node.nodeType === 'UnaryOp') {
    const operand = literal(node.operand, file);
    if (operand.kind === 'int') return int(-Number(operand.value));
    return operand.kind === 'float' ? float(-operand.value) : operand;
  }
  if (node.nodeType !== 'Constant') return none;
  const value = literalOf(node, file);
  switch (value.kind) {
    case 'bool':
      return bool(value.value);
    case 'int':
      return int(value.value);
    case 'float':
      return float(value.value);
    case 'str':
      return str(value.value);
    case 'bytes':
      return bytes(value.value);
    case 'ellipsis':
      return ellipsis;
    default:
      return none;
  }
}
