/** Comprehensions, and generator expressions, which run as far as they are asked. */
import { Frame, type Assign, type Evaluate } from '../evaluate/frame';
import { iterate, type Iteration } from '../evaluate/iterate';
import { truth } from '../evaluate/special';
import { boundNames } from '../parse/names';
import type { ComprehensionNode } from '../parse/syntax';
import { dict, list, none, set } from '../values/make';
import { Table } from '../values/table';
import { Encountered } from '../values/unknown';
import type { Value } from '../values/value';
import { resumed } from './resume';
import { innerScope, slotsOf, type Scope } from './scope';

/** One `for` of a comprehension with its conditions. */
interface Clause {
  readonly source: Evaluate;
  readonly assign: Assign;
  readonly conditions: readonly Evaluate[];
}

interface Parts {
  readonly first: Evaluate;
  readonly clauses: readonly Clause[];
  readonly layout: readonly string[];
  /** The element, or the key. */
  readonly element: Evaluate;
  readonly value: Evaluate | null;
}

/** The code of a comprehension. */
export function compileComprehension(node: ComprehensionNode, scope: Scope): Evaluate {
  const parts = compileParts(node, scope);
  const origin = { file: scope.file, node };
  if (node.nodeType === 'GeneratorExp') return compileGenerator(node, parts);
  return (frame) => {
    const source = parts.first(frame);
    if (source.kind === 'unknown') return source;
    frame.activation.node = node;
    try {
      const inner = innerFrame(frame, parts);
      const { machine } = frame;
      if (node.nodeType === 'ListComp') {
        const items: Value[] = [];
        run(inner, parts, iterate(machine, source), () => {
          items.push(parts.element(inner));
          if (items.length > machine.limits.elements) machine.allocate(items.length, 'elements');
        });
        return list(items, origin);
      }
      const table = new Table();
      run(inner, parts, iterate(machine, source), () => {
        const key = parts.element(inner);
        const value = parts.value?.(inner) ?? none;
        if (key.kind === 'unknown') throw new Encountered(key);
        table.set(machine, key, value);
      });
      return node.nodeType === 'SetComp' ? set(table) : dict(table, origin);
    } catch (error) {
      if (error instanceof Encountered) return error.unknown;
      throw error;
    }
  };
}

function compileParts(node: ComprehensionNode, scope: Scope): Parts {
  const targets = node.generators.flatMap(({ target }) => [...boundNames(target).bound]);
  const inner = innerScope(scope, {
    kind: 'comprehension',
    slots: slotsOf(targets),
    qualifier: scope.qualifier,
  });
  const [first] = node.generators;
  const clauses = node.generators.map((clause, index) => ({
    // the first source is evaluated outside
    source: index === 0 ? () => none : inner.compile.expression(clause.iter, inner),
    assign: inner.compile.target(clause.target, inner),
    conditions: clause.ifs.map((condition) => inner.compile.expression(condition, inner)),
  }));
  return {
    first: first ? scope.compile.expression(first.iter, scope) : () => none,
    clauses,
    layout: [...inner.slots.keys()],
    element: inner.compile.expression(node.nodeType === 'DictComp' ? node.key : node.elt, inner),
    value: node.nodeType === 'DictComp' ? inner.compile.expression(node.value, inner) : null,
  };
}

function innerFrame(frame: Frame, parts: Parts): Frame {
  const origin = { globals: frame.globals, parent: frame.names ? frame.parent : frame, holder: frame.holder };
  const inner = new Frame(frame.machine, frame.activation, origin, []);
  inner.layout = parts.layout;
  return inner;
}

/** Whether all conditions hold; one that is unknown makes the whole comprehension unknown. */
function passes(frame: Frame, conditions: readonly Evaluate[]): boolean {
  for (const condition of conditions) {
    const answer = truth(frame.machine, condition(frame));
    if (answer.kind === 'unknown') throw new Encountered(answer);
    if (answer.kind !== 'bool' || !answer.value) return false;
  }
  return true;
}

function run(frame: Frame, parts: Parts, source: Iteration, emit: () => void, depth = 0): void {
  const clause = parts.clauses[depth];
  if (!clause) {
    emit();
    return;
  }
  for (let value = source.next(); value !== undefined; value = source.next()) {
    frame.machine.step();
    clause.assign(frame, value);
    if (!passes(frame, clause.conditions)) continue;
    const next = parts.clauses[depth + 1];
    if (next) run(frame, parts, iterate(frame.machine, next.source(frame)), emit, depth + 1);
    else emit();
  }
}

function compileGenerator(node: ComprehensionNode, parts: Parts): Evaluate {
  return (frame) => {
    const source = parts.first(frame);
    if (source.kind === 'unknown') return source;
    frame.activation.node = node;
    const first = iterate(frame.machine, source);
    const inner = innerFrame(frame, parts);
    // it runs later, when somebody else may be running
    inner.activation = { ...frame.activation, name: '<genexpr>', node };
    return resumed(inner, '<genexpr>', lazily(inner, parts, first, 0));
  };
}

function* lazily(
  frame: Frame,
  parts: Parts,
  source: Iteration,
  depth: number,
): Generator<Value, Value, Value> {
  const clause = parts.clauses[depth];
  for (let value = source.next(); clause && value !== undefined; value = source.next()) {
    frame.machine.step();
    clause.assign(frame, value);
    if (!passes(frame, clause.conditions)) continue;
    const next = parts.clauses[depth + 1];
    if (next) yield* lazily(frame, parts, iterate(frame.machine, next.source(frame)), depth + 1);
    else yield parts.element(frame);
  }
  return none;
}
