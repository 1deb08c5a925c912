/** if, while, for, try and with. */
import type { Execute, Frame, Signal } from '../evaluate/frame';
import { iterate } from '../evaluate/iterate';
import { truth } from '../evaluate/special';
import type { ExceptHandler, StatementOf } from '../parse/syntax';
import { Raised } from '../values/machine';
import type { InstanceValue, Value } from '../values/value';
import { compileUnknownBranch, forgetNames } from './branches';
import { enterContext, exitContext } from './contexts';
import { matchesHandler } from './handlers';
import { forgetName, storeName } from './names';
import type { Scope } from './scope';

export function compileIf(node: StatementOf<'If'>, scope: Scope): Execute {
  const test = scope.compile.expression(node.test, scope);
  const body = scope.compile.block(node.body, scope);
  const otherwise = scope.compile.block(node.orelse, scope);
  const undecided = compileUnknownBranch(node.test, node.body, node.orelse, scope);
  return (frame) => {
    const answer = truth(frame.machine, test(frame));
    if (answer.kind === 'bool') return answer.value ? body(frame) : otherwise(frame);
    if (answer.kind !== 'unknown') return 'next';
    const arm = undecided(frame, answer);
    return arm === 'body' ? body(frame) : arm === 'otherwise' ? otherwise(frame) : arm;
  };
}

export function compileWhile(node: StatementOf<'While'>, scope: Scope): Execute {
  const test = scope.compile.expression(node.test, scope);
  const body = scope.compile.block(node.body, scope);
  const otherwise = scope.compile.block(node.orelse, scope);
  return (frame) => {
    for (;;) {
      frame.machine.step();
      const answer = truth(frame.machine, test(frame));
      if (answer.kind === 'unknown') {
        forgetNames(frame, node.body, scope, answer, 'all');
        return 'next';
      }
      if (answer.kind !== 'bool' || !answer.value) return otherwise(frame);
      const signal = body(frame);
      if (signal === 'break') return 'next';
      if (signal === 'return') return signal;
    }
  };
}

export function compileFor(node: StatementOf<'For' | 'AsyncFor'>, scope: Scope): Execute {
  const source = scope.compile.expression(node.iter, scope);
  const assign = scope.compile.target(node.target, scope);
  const body = scope.compile.block(node.body, scope);
  const otherwise = scope.compile.block(node.orelse, scope);
  return (frame) => {
    const values = source(frame);
    if (values.kind === 'unknown') {
      forgetNames(frame, [node], scope, values, 'all');
      return 'next';
    }
    frame.activation.node = node.iter;
    const iteration = iterate(frame.machine, values);
    for (let value = iteration.next(); value !== undefined; value = iteration.next()) {
      frame.machine.step();
      assign(frame, value);
      const signal = body(frame);
      if (signal === 'break') return 'next';
      if (signal === 'return') return signal;
      frame.activation.node = node.iter;
    }
    return otherwise(frame);
  };
}

/** A handler ready to run. */
export interface CompiledHandler {
  readonly matches: (frame: Frame, error: Raised) => boolean;
  readonly enter: (frame: Frame, value: InstanceValue) => void;
  /** The name is gone behind the handler. */
  readonly leave: (frame: Frame) => void;
}

/** The parts of handlers that are the same in plain and in resumable blocks. */
export function compileHandler(node: ExceptHandler, scope: Scope): CompiledHandler {
  const type = node.type ? scope.compile.expression(node.type, scope) : null;
  const store = node.name === undefined ? null : storeName(node.name, scope);
  const forget = node.name === undefined ? null : forgetName(node.name, scope);
  return {
    matches: (frame, error) => type === null || matchesHandler(frame.machine, type(frame), error.value),
    enter: (frame, value) => store?.(frame, value),
    leave: (frame) => forget?.(frame),
  };
}

/** Whether some handler of a `try` catches a module that cannot be imported. */
export function guardsImports(node: StatementOf<'Try' | 'TryStar'>): boolean {
  return node.handlers.some(({ type }) => {
    if (!type) return true;
    const names = (type.nodeType === 'Tuple' ? type.elts : [type]).map((name) =>
      name.nodeType === 'Name' ? name.id : '',
    );
    return names.some((name) =>
      ['ImportError', 'ModuleNotFoundError', 'Exception', 'BaseException'].includes(name),
    );
  });
}

/** Compiles the body of a `try`, in which imports may fail if a handler is there for it. */
export function compileTried<Code>(
  node: StatementOf<'Try' | 'TryStar'>,
  scope: Scope,
  compile: () => Code,
): Code {
  const guard = guardsImports(node) ? 1 : 0;
  scope.importsGuarded += guard;
  try {
    return compile();
  } finally {
    scope.importsGuarded -= guard;
  }
}

export function compileTry(node: StatementOf<'Try' | 'TryStar'>, scope: Scope): Execute {
  const body = compileTried(node, scope, () => scope.compile.block(node.body, scope));
  const handlers = node.handlers.map((handler) => ({
    ...compileHandler(handler, scope),
    body: scope.compile.block(handler.body, scope),
  }));
  const otherwise = scope.compile.block(node.orelse, scope);
  const last = scope.compile.block(node.finalbody, scope);
  const attempt = (frame: Frame): Signal => {
    let signal: Signal;
    try {
      signal = body(frame);
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      const { node: at } = frame.activation;
      const handler = handlers.find(({ matches }) => matches(frame, error));
      frame.activation.node = at;
      if (!handler) throw error;
      return handling(frame, error, () => {
        handler.enter(frame, error.value);
        try {
          return handler.body(frame);
        } finally {
          handler.leave(frame);
        }
      });
    }
    return signal === 'next' ? otherwise(frame) : signal;
  };
  if (node.finalbody.length === 0) return attempt;
  return (frame) => {
    let signal: Signal;
    let result: Value;
    try {
      signal = attempt(frame);
      result = frame.result;
    } catch (error) {
      // a limit or a cancellation ends everything: nothing of the program runs any more
      if (!(error instanceof Raised)) throw error;
      const left = last(frame);
      if (left !== 'next') return left;
      throw error;
    }
    const left = last(frame);
    if (left !== 'next') return left;
    frame.result = result;
    return signal;
  };
}

/** Runs the body of a handler: a bare `raise` in it, or in what it calls, raises this exception again. */
export function handling(frame: Frame, error: Raised, run: () => Signal): Signal {
  const { keep } = frame.machine;
  const outer = keep.get('handled exception');
  const outerHere = frame.handled;
  frame.handled = error;
  keep.set('handled exception', error);
  try {
    return run();
  } catch (next) {
    if (next instanceof Raised && next !== error && !next.value.attributes.has('__context__')) {
      next.value.attributes.set('__context__', error.value);
    }
    throw next;
  } finally {
    frame.handled = outerHere;
    keep.set('handled exception', outer);
  }
}

export function compileWith(node: StatementOf<'With' | 'AsyncWith'>, scope: Scope): Execute {
  const [first, ...rest] = node.items;
  if (!first) return scope.compile.block(node.body, scope);
  const context = scope.compile.expression(first.context_expr, scope);
  const assign = first.optional_vars ? scope.compile.target(first.optional_vars, scope) : null;
  const body =
    rest.length > 0 ? compileWith({ ...node, items: rest }, scope) : scope.compile.block(node.body, scope);
  return (frame) => {
    const manager = context(frame);
    frame.activation.node = node;
    const entered = enterContext(frame.machine, manager);
    assign?.(frame, entered);
    let signal: Signal;
    try {
      signal = body(frame);
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
