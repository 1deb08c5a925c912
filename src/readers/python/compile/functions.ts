/** Functions and lambdas: compiled when they are first called. */
import { Frame, type Evaluate, type Execute, type FrameOrigin } from '../evaluate/frame';
import { boundNames, isGenerator, parameterNames } from '../parse/names';
import type { FunctionNode, Statement } from '../parse/syntax';
import { fail } from '../values/exceptions';
import type { Activation, Machine } from '../values/machine';
import { none } from '../values/make';
import { Encountered } from '../values/unknown';
import type { Code, FunctionValue, Value } from '../values/value';
import { resumed } from './resume';
import { innerScope, mangled, slotsOf, type Resumable, type Scope } from './scope';

/** A compiled body, and the names of its slots. */
type Body = ({ readonly plain: Execute } | { readonly resumable: Resumable }) & {
  readonly layout: readonly string[];
};

/** What all closures of one definition share. */
interface Template {
  readonly node: FunctionNode;
  readonly code: Code;
  readonly name: string;
  readonly qualname: string;
  /** The scope around it. */
  readonly around: Scope;
  /** Its own scope; its body is looked through when it is first called, since most functions of a library never are. */
  readonly scope: () => Scope;
  /** Whether it is our own Python. */
  readonly hidden: boolean;
  /** The compiled body, once it has been called. */
  body: Body | null;
}

/** The code that makes a function value. */
export function compileFunction(node: FunctionNode, scope: Scope): Evaluate {
  const name = node.nodeType === 'Lambda' ? '<lambda>' : node.name;
  const qualname = scope.qualifier + name;
  let inner: Scope | null = null;
  const template: Template = {
    node,
    name,
    qualname,
    code: codeOf(node, name),
    around: scope,
    scope: () => (inner ??= functionScope(node, scope, qualname)),
    hidden: scope.file.path.startsWith('<'),
    body: null,
  };
  const defaults = node.args.defaults.map((value) => scope.compile.expression(value, scope));
  const keywordDefaults = node.args.kw_defaults.map((value) =>
    value === null ? null : scope.compile.expression(value, scope),
  );
  return (frame) => {
    const named = new Map<string, Value>();
    for (const [index, evaluate] of keywordDefaults.entries()) {
      const parameter = node.args.kwonlyargs[index];
      if (evaluate && parameter) named.set(parameter.arg, evaluate(frame));
    }
    const positional = defaults.map((evaluate) => evaluate(frame));
    return closure(template, frame, positional, named);
  };
}

function codeOf(node: FunctionNode, name: string): Code {
  const { args } = node;
  const positional = [...args.posonlyargs, ...args.args].map(({ arg }) => arg);
  return {
    name,
    positionalOnly: args.posonlyargs.length,
    positional,
    keywordOnly: args.kwonlyargs.map(({ arg }) => arg),
    rest: args.vararg?.arg ?? null,
    keywordRest: args.kwarg?.arg ?? null,
    slotCount: positional.length,
    doc: node.nodeType === 'Lambda' ? null : docOf(node.body),
  };
}

/** The text that a body begins with. */
export function docOf(body: readonly Statement[]): string | null {
  const [first] = body;
  if (first?.nodeType !== 'Expr' || first.value.nodeType !== 'Constant') return null;
  const value: unknown = first.value.value;
  return typeof value === 'string' && first.value.quote_style !== undefined ? value : null;
}

function functionScope(node: FunctionNode, scope: Scope, qualname: string): Scope {
  const names = boundNames(node.body);
  const owner = innerScope(scope, { kind: 'function' });
  const parameters = parameterNames(node.args).map((name) => mangled(name, owner));
  return innerScope(scope, {
    kind: 'function',
    slots: slotsOf([...parameters, ...[...names.bound].map((name) => mangled(name, owner))]),
    globals: names.globals,
    nonlocals: names.nonlocals,
    qualifier: `${qualname}.<locals>.`,
  });
}

function closure(
  template: Template,
  frame: Frame,
  defaults: readonly Value[],
  keywordDefaults: ReadonlyMap<string, Value>,
): FunctionValue {
  const { around, node } = template;
  const parent = frame.names ? frame.parent : frame;
  const { globals, holder } = frame;
  const origin: FrameOrigin = { globals, parent, holder };
  const module = globals.get('__name__');
  const value: FunctionValue = {
    kind: 'function',
    code: template.code,
    attributes: new Map(),
    name: template.name,
    qualname: template.qualname,
    defaults,
    keywordDefaults,
    module: module?.kind === 'str' ? module.value : '',
    origin: { file: around.file, node },
    closure: parent,
    run: (machine, slots) => call(machine, template, value, origin, slots),
  };
  return value;
}

function call(
  machine: Machine,
  template: Template,
  value: FunctionValue,
  origin: FrameOrigin,
  slots: (Value | undefined)[],
): Value {
  const { around, node } = template;
  if (node.nodeType === 'AsyncFunctionDef') {
    return machine.unknown('unsupported', 'Asynchronous functions are not run.', template.name);
  }
  const body = (template.body ??= compileBody(template));
  const activation: Activation = {
    name: value.qualname,
    file: around.file,
    node,
    back: machine.top,
    frame: null,
    hidden: template.hidden,
  };
  const frame = new Frame(machine, activation, origin, slots);
  frame.layout = body.layout;
  activation.frame = frame;
  if ('resumable' in body) {
    const { resumable } = body;
    return resumed(frame, template.name, returning(frame, resumable));
  }
  return runBody(machine, frame, activation, body.plain);
}

function runBody(machine: Machine, frame: Frame, activation: Activation, body: Execute): Value {
  const back = machine.top;
  if (machine.depth >= machine.limits.depth)
    throw fail(machine, 'RecursionError', 'maximum recursion depth exceeded');
  machine.depth += 1;
  machine.top = activation;
  try {
    return body(frame) === 'return' ? frame.result : none;
  } finally {
    machine.depth -= 1;
    machine.top = back;
  }
}

function* returning(frame: Frame, body: Resumable): Generator<Value, Value, Value> {
  const signal = yield* body(frame);
  return signal === 'return' ? frame.result : none;
}

function compileBody(template: Template): Body {
  const { node } = template;
  const scope = template.scope();
  const layout = [...scope.slots.keys()];
  if (node.nodeType === 'Lambda') {
    const evaluate = scope.compile.expression(node.body, scope);
    return {
      layout,
      plain: (frame) => {
        frame.activation.node = node.body;
        frame.result = guarded(evaluate, frame);
        return 'return';
      },
    };
  }
  if (isGenerator(node)) return { layout, resumable: scope.compile.resumable(node.body, scope) };
  return { layout, plain: scope.compile.block(node.body, scope) };
}

function guarded(evaluate: Evaluate, frame: Frame): Value {
  try {
    return evaluate(frame);
  } catch (error) {
    if (error instanceof Encountered) return error.unknown;
    throw error;
  }
}
