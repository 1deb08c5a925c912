/** Scopes at compile time: where a name of the text will be found when it runs. */
import type { ParsedFile } from '../parse/parsedFile';
import type { Expression, FunctionNode, Statement } from '../parse/syntax';
import type { Assign, Evaluate, Execute, Frame, Signal } from '../evaluate/frame';
import type { Value } from '../values/value';

/** A block that may stop at a `yield` and be resumed with a value. */
export type Resumable = (frame: Frame) => Generator<Value, Signal, Value>;

/** The parts of the compiler that need each other; put together in compile.ts. */
export interface Compile {
  expression(node: Expression, scope: Scope): Evaluate;
  statement(node: Statement, scope: Scope): Execute;
  block(statements: readonly Statement[], scope: Scope): Execute;
  target(node: Expression, scope: Scope): Assign;
  resumable(statements: readonly Statement[], scope: Scope): Resumable;
  /** A function from its definition; decorators are not applied. */
  makeFunction(node: FunctionNode, scope: Scope): Evaluate;
}

export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'comprehension';
  readonly file: ParsedFile;
  readonly parent: Scope | null;
  readonly compile: Compile;
  /** Functions and comprehensions: the slots of their names. Grows when temporary names are needed. */
  readonly slots: Map<string, number>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
  /** Names bound in a class body or module. */
  readonly bound: ReadonlySet<string>;
  /** The class around, for names that begin with two underscores. */
  readonly className: string | null;
  /** The dotted name of functions and classes defined here. */
  readonly qualifier: string;
  /** How many `try` blocks around catch a failing import; changes while blocks are compiled. */
  importsGuarded: number;
  /** Yields of the statement being compiled, by node, and the place of what was sent in. */
  readonly yields: Map<Expression, number>;
}

/** A scope inside another. */
export function innerScope(parent: Scope, parts: Partial<Scope> & Pick<Scope, 'kind'>): Scope {
  return {
    file: parent.file,
    compile: parent.compile,
    slots: new Map(),
    globals: new Set(),
    nonlocals: new Set(),
    bound: new Set(),
    className: parent.className,
    qualifier: '',
    importsGuarded: 0,
    yields: new Map(),
    parent,
    ...parts,
  };
}

/** The slots of names, in order. */
export function slotsOf(names: Iterable<string>): Map<string, number> {
  const slots = new Map<string, number>();
  for (const name of names) if (!slots.has(name)) slots.set(name, slots.size);
  return slots;
}

/** Where a name is found. */
export type Location =
  | { readonly kind: 'slot'; readonly hops: number; readonly index: number }
  | { readonly kind: 'names' }
  | { readonly kind: 'global' }
  /** In a class body: its own names first, then an enclosing function's slot. */
  | { readonly kind: 'namesThenSlot'; readonly hops: number; readonly index: number };

/** Resolves a name as Python's compiler does. */
export function locate(name: string, scope: Scope): Location {
  if (scope.globals.has(name)) return scope.kind === 'module' ? { kind: 'names' } : { kind: 'global' };
  if (scope.kind === 'module') return { kind: 'names' };
  if (scope.kind === 'class') {
    if (scope.nonlocals.has(name)) return slotAbove(name, scope) ?? { kind: 'global' };
    const above = slotAbove(name, scope);
    return above ? { ...above, kind: 'namesThenSlot' } : { kind: 'names' };
  }
  const index = scope.nonlocals.has(name) ? undefined : scope.slots.get(name);
  if (index !== undefined) return { kind: 'slot', hops: 0, index };
  return slotAbove(name, scope) ?? { kind: 'global' };
}

interface Slot {
  readonly kind: 'slot';
  readonly hops: number;
  readonly index: number;
}

/** The nearest enclosing function that has the name; class bodies and modules are passed over. */
function slotAbove(name: string, scope: Scope): Slot | undefined {
  // frames of class bodies have the enclosing function's frame as their parent, so a class counts no hop of its own
  let hops = scope.kind === 'class' ? 0 : 1;
  let first = true;
  for (let outer = scope.parent; outer; outer = outer.parent) {
    if (outer.kind === 'class' || outer.kind === 'module') continue;
    if (!first || scope.kind === 'class') hops += 1;
    first = false;
    if (outer.globals.has(name)) return undefined;
    const index = outer.nonlocals.has(name) ? undefined : outer.slots.get(name);
    if (index !== undefined) return { kind: 'slot', hops, index };
  }
  return undefined;
}

/** Names that begin with two underscores belong to their class. */
export function mangled(name: string, scope: Scope): string {
  if (scope.className === null || !name.startsWith('__') || name.endsWith('__')) return name;
  const owner = scope.className.replace(/^_+/, '');
  return owner === '' ? name : `_${owner}${name}`;
}
