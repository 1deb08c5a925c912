/** Compiles statements; a table with a row for every node type, and blocks that survive an unknown. */
import { decoratorKey } from '../evaluate/builtinAttributes';
import type { Execute, Frame } from '../evaluate/frame';
import { inPlace } from '../evaluate/operators';
import { deleteItem, getItem, setItem } from '../evaluate/subscript';
import { truth } from '../evaluate/special';
import type { Expression, Statement, StatementOf } from '../parse/syntax';
import { exception, exceptionClass, fail, raised } from '../values/exceptions';
import { Raised } from '../values/machine';
import { none } from '../values/make';
import { Encountered } from '../values/unknown';
import type { Value } from '../values/value';
import { forgetNames } from './branches';
import { annotate, compileClass } from './classes';
import { compileFor, compileIf, compileTry, compileWhile, compileWith } from './flow';
import { compileImport, compileImportFrom } from './imports';
import { compileMatch } from './matching';
import { deleteName, loadName, storeName } from './names';
import { mangled, type Scope } from './scope';

type Row<Type extends Statement['nodeType']> = (node: StatementOf<Type>, scope: Scope) => Execute;

const nothing = (): Execute => () => 'next';

const rows: { readonly [Type in Statement['nodeType']]: Row<Type> } = {
  FunctionDef: compileDefinition,
  AsyncFunctionDef: compileDefinition,
  ClassDef: compileDefinition,
  Return: compileReturn,
  Delete: compileDelete,
  Assign: compileAssign,
  TypeAlias: nothing,
  AugAssign: compileAugmented,
  AnnAssign: compileAnnotated,
  For: compileFor,
  AsyncFor: compileFor,
  While: compileWhile,
  If: compileIf,
  With: compileWith,
  AsyncWith: compileWith,
  Match: compileMatch,
  Raise: compileRaise,
  Try: compileTry,
  TryStar: compileTry,
  Assert: compileAssert,
  Import: compileImport,
  ImportFrom: compileImportFrom,
  Global: nothing,
  Nonlocal: nothing,
  Expr: compileExpressionStatement,
  Pass: nothing,
  Break: () => () => 'break',
  Continue: () => () => 'continue',
  Comment: nothing,
};

/** The code of a statement. */
export function compileStatement(node: Statement, scope: Scope): Execute {
  const row = rows[node.nodeType] as Row<Statement['nodeType']>; // the row under a node's own type takes that node
  return row(node, scope);
}

/** The code of a block. A statement that meets an unknown where it needs a value leaves its names unknown, and the next one runs. */
export function compileBlock(statements: readonly Statement[], scope: Scope): Execute {
  const nodes = statements.filter(({ nodeType }) => nodeType !== 'Pass' && nodeType !== 'Comment');
  const codes = nodes.map((node) => scope.compile.statement(node, scope));
  return (frame) => {
    for (let index = 0; index < codes.length; index += 1) {
      const node = nodes[index];
      const code = codes[index];
      if (!node || !code) break;
      frame.activation.node = node;
      frame.machine.step();
      try {
        const signal = code(frame);
        if (signal !== 'next') return signal;
      } catch (error) {
        if (!(error instanceof Encountered)) throw error;
        forgetNames(frame, [node], scope, error.unknown);
      }
    }
    return 'next';
  };
}

function compileExpressionStatement(node: StatementOf<'Expr'>, scope: Scope): Execute {
  if (node.value.nodeType === 'Constant') return () => 'next';
  const evaluate = scope.compile.expression(node.value, scope);
  return (frame) => {
    evaluate(frame);
    return 'next';
  };
}

function compileDefinition(
  node: StatementOf<'FunctionDef' | 'AsyncFunctionDef' | 'ClassDef'>,
  scope: Scope,
): Execute {
  const make =
    node.nodeType === 'ClassDef' ? compileClass(node, scope) : scope.compile.makeFunction(node, scope);
  const decorators = node.decorator_list.map((decorator) => ({
    node: decorator,
    evaluate: scope.compile.expression(decorator, scope),
  }));
  const store = storeName(node.name, scope);
  return (frame) => {
    const applied = decorators.map(({ evaluate }) => evaluate(frame));
    let value = make(frame);
    for (let index = applied.length - 1; index >= 0; index -= 1) {
      const decorator = applied[index];
      if (!decorator) continue;
      frame.activation.node = decorators[index]?.node ?? node;
      // a decorator that is not known is taken to leave what it decorates as it is
      if (decorator.kind === 'unknown') {
        if (value.kind === 'function') value.attributes.set(decoratorKey, decorator);
        continue;
      }
      const decorated = frame.machine.call(decorator, [value]);
      if (decorated.kind !== 'unknown') value = decorated;
    }
    store(frame, value);
    return 'next';
  };
}

function compileReturn(node: StatementOf<'Return'>, scope: Scope): Execute {
  const evaluate = node.value ? scope.compile.expression(node.value, scope) : () => none;
  return (frame) => {
    try {
      frame.result = evaluate(frame);
    } catch (error) {
      if (!(error instanceof Encountered)) throw error;
      frame.result = error.unknown;
    }
    return 'return';
  };
}

function compileAssign(node: StatementOf<'Assign'>, scope: Scope): Execute {
  const evaluate = scope.compile.expression(node.value, scope);
  const targets = node.targets.map((target) => scope.compile.target(target, scope));
  const [only] = targets;
  if (only && targets.length === 1) {
    return (frame) => {
      only(frame, evaluate(frame));
      return 'next';
    };
  }
  return (frame) => {
    const value = evaluate(frame);
    for (const target of targets) target(frame, value);
    return 'next';
  };
}

function compileAnnotated(node: StatementOf<'AnnAssign'>, scope: Scope): Execute {
  const evaluate = node.value ? scope.compile.expression(node.value, scope) : null;
  const target = scope.compile.target(node.target, scope);
  const name = node.target.nodeType === 'Name' ? mangled(node.target.id, scope) : null;
  const annotation = scope.file.textOf(node.annotation);
  return (frame) => {
    if (name !== null) annotate(frame, name, annotation);
    if (evaluate) target(frame, evaluate(frame));
    return 'next';
  };
}

function compileAugmented(node: StatementOf<'AugAssign'>, scope: Scope): Execute {
  const evaluate = scope.compile.expression(node.value, scope);
  const operator = node.op.nodeType;
  const change = compileChange(node.target, scope);
  return (frame) => {
    change(frame, (old) => {
      const right = evaluate(frame);
      frame.activation.node = node;
      frame.machine.step();
      return inPlace(frame.machine, operator, old, right);
    });
    return 'next';
  };
}

/** Reads a target, and writes what `next` makes of it; object and key are evaluated once. */
function compileChange(
  target: Expression,
  scope: Scope,
): (frame: Frame, next: (old: Value) => Value) => void {
  if (target.nodeType === 'Attribute') {
    const object = scope.compile.expression(target.value, scope);
    const name = mangled(target.attr, scope);
    return (frame, next) => {
      const owner = object(frame);
      frame.activation.node = target;
      frame.machine.setAttribute(owner, name, next(frame.machine.getAttribute(owner, name)));
    };
  }
  if (target.nodeType === 'Subscript') {
    const object = scope.compile.expression(target.value, scope);
    const key = scope.compile.expression(target.slice, scope);
    return (frame, next) => {
      const owner = object(frame);
      const keyValue = key(frame);
      frame.activation.node = target;
      setItem(frame.machine, owner, keyValue, next(getItem(frame.machine, owner, keyValue)));
    };
  }
  if (target.nodeType !== 'Name') return () => undefined;
  const load = loadName({ ...target, ctx: { nodeType: 'Load' } }, scope);
  const store = storeName(target.id, scope);
  return (frame, next) => store(frame, next(load(frame)));
}

function compileDelete(node: StatementOf<'Delete'>, scope: Scope): Execute {
  const deletions = node.targets.map((target) => compileDeletion(target, scope));
  return (frame) => {
    for (const remove of deletions) remove(frame);
    return 'next';
  };
}

function compileDeletion(target: Expression, scope: Scope): (frame: Frame) => void {
  switch (target.nodeType) {
    case 'Name':
      return deleteName(target.id, scope);
    case 'Attribute': {
      const object = scope.compile.expression(target.value, scope);
      const name = mangled(target.attr, scope);
      return (frame) => frame.machine.deleteAttribute(object(frame), name);
    }
    case 'Subscript': {
      const object = scope.compile.expression(target.value, scope);
      const key = scope.compile.expression(target.slice, scope);
      return (frame) => deleteItem(frame.machine, object(frame), key(frame));
    }
    case 'Tuple':
    case 'List': {
      const parts = target.elts.map((element) => compileDeletion(element, scope));
      return (frame) => {
        for (const part of parts) part(frame);
      };
    }
    default:
      return () => undefined;
  }
}

function compileAssert(node: StatementOf<'Assert'>, scope: Scope): Execute {
  const test = scope.compile.expression(node.test, scope);
  const message = node.msg ? scope.compile.expression(node.msg, scope) : null;
  return (frame) => {
    const answer = truth(frame.machine, test(frame));
    // what is not known is taken to hold
    if (answer.kind !== 'bool' || answer.value) return 'next';
    const cls = exceptionClass('AssertionError');
    const said = message?.(frame);
    frame.activation.node = node;
    throw raised(frame.machine, said ? exception(cls, said) : exception(cls));
  };
}

function compileRaise(node: StatementOf<'Raise'>, scope: Scope): Execute {
  const evaluate = node.exc ? scope.compile.expression(node.exc, scope) : null;
  const cause = node.cause ? scope.compile.expression(node.cause, scope) : null;
  return (frame) => {
    const { machine } = frame;
    if (!evaluate) {
      const current = currentException(frame);
      if (current instanceof Raised) throw current;
      throw fail(machine, 'RuntimeError', 'No active exception to reraise');
    }
    const value = evaluate(frame);
    frame.activation.node = node;
    if (value.kind === 'unknown') {
      throw raised(machine, exception(exceptionClass('Exception'), value));
    }
    const made = value.kind === 'class' ? machine.call(value, []) : value;
    if (made.kind !== 'instance' || !made.cls.mro.includes(exceptionClass('BaseException'))) {
      throw fail(machine, 'TypeError', 'exceptions must derive from BaseException');
    }
    const reason = cause?.(frame);
    if (reason) made.attributes.set('__cause__', reason.kind === 'class' ? machine.call(reason, []) : reason);
    throw raised(machine, made);
  };
}

/** The exception that the nearest `except` around, here or in a caller, is handling. */
function currentException(frame: Frame): unknown {
  return frame.handled ?? frame.machine.keep.get('handled exception');
}
