/** Bodies of generator functions: the statements that hold a `yield` can stop and go on, all others run as compiled. */
import type { Evaluate, Execute, Frame, Signal } from '../evaluate/frame';
import { iterate } from '../evaluate/iterate';
import { truth } from '../evaluate/special';
import { containsYield, walk } from '../parse/names';
import type { Expression, ExpressionOf, Statement, StatementOf } from '../parse/syntax';
import { Raised } from '../values/machine';
import { none } from '../values/make';
import { Encountered } from '../values/unknown';
import type { UnknownValue, Value } from '../values/value';
import { compileUnknownBranch, forgetNames } from './branches';
import { enterContext, exitContext } from './contexts';
import { compileHandler, compileTried } from './flow';
import type { Resumable, Scope } from './scope';

type Step = { readonly plain: Execute } | { readonly resumable: Resumable };

/** The code of a block that can be suspended. */
export function compileResumable(statements: readonly Statement[], scope: Scope): Resumable {
  const steps = statements.map((node) => ({ node, step: compileStep(node, scope) }));
  return function* (frame) {
    for (const { node, step } of steps) {
      frame.activation.node = node;
      frame.machine.step();
      try {
        const signal = 'plain' in step ? step.plain(frame) : yield* step.resumable(frame);
        if (signal !== 'next') return signal;
      } catch (error) {
        if (!(error instanceof Encountered)) throw error;
        if ('resumable' in step) return endUnknown(frame, error.unknown);
        forgetNames(frame, [node], scope, error.unknown);
      }
    }
    return 'next';
  };
}

/** What is yielded from here on nobody knows, nor how much of it there is: whoever asks for the next value meets the unknown. */
function endUnknown(frame: Frame, unknown: UnknownValue): Signal {
  frame.unknownEnd = unknown;
  return 'return';
}

function compileStep(node: Statement, scope: Scope): Step {
  if (node.nodeType === 'FunctionDef' || node.nodeType === 'ClassDef' || !containsYield(node)) {
    return { plain: scope.compile.statement(node, scope) };
  }
  switch (node.nodeType) {
    case 'If':
      return { resumable: resumableIf(node, scope) };
    case 'While':
      return { resumable: resumableWhile(node, scope) };
    case 'For':
      return { resumable: resumableFor(node, scope) };
    case 'Try':
      return { resumable: resumableTry(node, scope) };
    case 'With':
      return { resumable: resumableWith(node, scope) };
    default:
      return { resumable: resumableSimple(node, scope) };
  }
}

/** Suspends for every yield in a node, in the order of the text, and keeps what is sent in for the code that runs then. */
function compileYields(root: unknown, scope: Scope): (frame: Frame) => Generator<Value, void, Value> {
  const found: ExpressionOf<'Yield' | 'YieldFrom'>[] = [];
  walk(root, (node) => {
    const type = node['nodeType'];
    if (type === 'Yield' || type === 'YieldFrom')
      found.push(node as unknown as ExpressionOf<'Yield' | 'YieldFrom'>); // its type was just looked at
    return type !== 'Lambda' && type !== 'FunctionDef' && type !== 'ClassDef';
  });
  // an inner yield comes before the one it is part of
  found.reverse();
  for (const [index, node] of found.entries()) scope.yields.set(node, index);
  const codes = found.map((node) => ({
    from: node.nodeType === 'YieldFrom',
    evaluate: node.value ? scope.compile.expression(node.value, scope) : () => none,
  }));
  return function* (frame) {
    const answers: Value[] = [];
    frame.sent = answers;
    for (const { from, evaluate } of codes) {
      const value = evaluate(frame);
      const answer = from ? yield* delegate(frame, value) : yield value;
      answers.push(answer);
    }
  };
}

/** yield from: everything the inner iterator gives; the result is what an inner generator returns. */
function* delegate(frame: Frame, source: Value): Generator<Value, Value, Value> {
  const { machine } = frame;
  const generator = source.kind === 'iterator' ? source.generator : undefined;
  const iteration = iterate(machine, source);
  let value = iteration.next();
  while (value !== undefined) {
    machine.step();
    try {
      const sent: Value = yield value;
      value = generator && sent.kind !== 'none' ? generator.send(sent) : iteration.next();
    } catch (error) {
      if (!generator || !(error instanceof Raised)) throw error;
      value = generator.throwIn(error);
    }
  }
  return generator?.result() ?? none;
}

function resumableSimple(node: Statement, scope: Scope): Resumable {
  const yields = compileYields(node, scope);
  const run = scope.compile.statement(node, scope);
  return function* (frame) {
    yield* yields(frame);
    frame.activation.node = node;
    return run(frame);
  };
}

function compileTest(node: Expression, scope: Scope): (frame: Frame) => Generator<Value, Value, Value> {
  const yields = containsYield(node) ? compileYields(node, scope) : null;
  const evaluate: Evaluate = scope.compile.expression(node, scope);
  return function* (frame) {
    if (yields) yield* yields(frame);
    return evaluate(frame);
  };
}

function resumableIf(node: StatementOf<'If'>, scope: Scope): Resumable {
  const test = compileTest(node.test, scope);
  const body = scope.compile.resumable(node.body, scope);
  const otherwise = scope.compile.resumable(node.orelse, scope);
  const undecided = compileUnknownBranch(node.test, node.body, node.orelse, scope);
  return function* (frame) {
    const answer = truth(frame.machine, yield* test(frame));
    if (answer.kind === 'bool') return yield* (answer.value ? body : otherwise)(frame);
    if (answer.kind !== 'unknown') return 'next';
    const arm = undecided(frame, answer);
    if (arm === 'body' || arm === 'otherwise') return yield* (arm === 'body' ? body : otherwise)(frame);
    return arm;
  };
}

function resumableWhile(node: StatementOf<'While'>, scope: Scope): Resumable {
  const test = compileTest(node.test, scope);
  const body = scope.compile.resumable(node.body, scope);
  const otherwise = scope.compile.resumable(node.orelse, scope);
  return function* (frame) {
    for (;;) {
      frame.machine.step();
      const answer = truth(frame.machine, yield* test(frame));
      if (answer.kind === 'unknown') {
        return endUnknown(frame, answer);
      }
      if (answer.kind !== 'bool' || !answer.value) return yield* otherwise(frame);
      const signal = yield* body(frame);
      if (signal === 'break') return 'next';
      if (signal === 'return') return signal;
    }
  };
}

function resumableFor(node: StatementOf<'For'>, scope: Scope): Resumable {
  const source = compileTest(node.iter, scope);
  const assign = scope.compile.target(node.target, scope);
  const body = scope.compile.resumable(node.body, scope);
  const otherwise = scope.compile.resumable(node.orelse, scope);
  return function* (frame) {
    const values = yield* source(frame);
    if (values.kind === 'unknown') return endUnknown(frame, values);
    const iteration = iterate(frame.machine, values);
    for (let value = iteration.next(); value !== undefined; value = iteration.next()) {
      frame.machine.step();
      assign(frame, value);
      const signal = yield* body(frame);
      if (signal === 'break') return 'next';
      if (signal === 'return') return signal;
    }
    return yield* otherwise(frame);
  };
}

function resumableTry(node: StatementOf<'Try'>, scope: Scope): Resumable {
  const body = compileTried(node, scope, () => scope.compile.resumable(node.body, scope));
  const handlers = node.handlers.map((handler) => ({
    ...compileHandler(handler, scope),
    body: scope.compile.resumable(handler.body, scope),
  }));
  const otherwise = scope.compile.resumable(node.orelse, scope);
  const last = scope.compile.resumable(node.finalbody, scope);
  const attempt: Resumable = function* (frame) {
    let signal: Signal;
    try {
      signal = yield* body(frame);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      const handler = handlers.find(({ matches }) => matches(frame, error));
      if (!handler) throw error;
      handler.enter(frame, error.value);
      const outer = frame.handled;
      frame.handled = error;
      try {
        return yield* handler.body(frame);
      } finally {
        frame.handled = outer;
        handler.leave(frame);
      }
    }
    return signal === 'next' ? yield* otherwise(frame) : signal;
  };
  return function* (frame) {
    let signal: Signal;
    try {
      signal = yield* attempt(frame);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      const left = yield* last(frame);
      if (left !== 'next') return left;
      throw error;
    }
    const { result } = frame;
    const left = yield* last(frame);
    if (left !== 'next') return left;
    frame.result = result;
    return signal;
  };
}

function resumableWith(node: StatementOf<'With'>, scope: Scope): Resumable {
  const [first, ...rest] = node.items;
  if (!first) return scope.compile.resumable(node.body, scope);
  const context = compileTest(first.context_expr, scope);
  const assign = first.optional_vars ? scope.compile.target(first.optional_vars, scope) : null;
  const body =
    rest.length > 0
      ? resumableWith({ ...node, items: rest }, scope)
      : scope.compile.resumable(node.body, scope);
  return function* (frame) {
    const manager = yield* context(frame);
    assign?.(frame, enterContext(frame.machine, manager));
    let signal: Signal;
    try {
      signal = yield* body(frame);
    } catch (error) {
      if (!(error instanceof Raised) || !exitContext(frame.machine, manager, error)) throw error;
      return 'next';
    }
    const { result } = frame;
    exitContext(frame.machine, manager, null);
    frame.result = result;
    return signal;
  };
}
