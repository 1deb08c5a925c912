/** Class statements. */
import { Frame, type ClassHolder, type Evaluate } from '../evaluate/frame';
import { buildClass } from '../evaluate/makeClass';
import { boundNames } from '../parse/names';
import type { StatementOf } from '../parse/syntax';
import { dict, str } from '../values/make';
import type { Value } from '../values/value';
import { compileItems } from './displays';
import { docOf } from './functions';
import { innerScope, type Scope } from './scope';

/** The code that makes a class; decorators are not applied. */
export function compileClass(node: StatementOf<'ClassDef'>, scope: Scope): Evaluate {
  const qualname = scope.qualifier + node.name;
  const names = boundNames(node.body);
  const inner = innerScope(scope, {
    kind: 'class',
    globals: names.globals,
    nonlocals: names.nonlocals,
    bound: names.bound,
    className: node.name,
    qualifier: `${qualname}.`,
  });
  const bases = compileItems(node.bases, scope);
  const keywords = node.keywords.map(({ arg, value }) => ({
    arg,
    evaluate: scope.compile.expression(value, scope),
  }));
  const body = scope.compile.block(node.body, inner);
  const doc = docOf(node.body);
  const origin = { file: scope.file, node };
  return (frame) => {
    const baseValues = bases(frame);
    const named = new Map<string, Value>();
    for (const { arg, evaluate } of keywords) {
      const value = evaluate(frame);
      if (arg !== undefined) named.set(arg, value);
    }
    const holder: ClassHolder = { cls: null };
    const namespace = new Map<string, Value>([
      ['__module__', frame.globals.get('__name__') ?? str('')],
      ['__qualname__', str(qualname)],
    ]);
    if (doc !== null) namespace.set('__doc__', str(doc));
    body(classFrame(frame, namespace, holder));
    frame.activation.node = node;
    const made = buildClass(frame.machine, {
      name: node.name,
      bases: baseValues,
      namespace,
      keywords: named.size > 0 ? named : null,
      origin,
    });
    if (made.kind === 'class') holder.cls = made;
    return made;
  };
}

function classFrame(frame: Frame, names: Map<string, Value>, holder: ClassHolder): Frame {
  const origin = { globals: frame.globals, parent: frame.names ? frame.parent : frame, holder };
  const inner = new Frame(frame.machine, frame.activation, origin, []);
  inner.names = names;
  return inner;
}

/** Notes `name: annotation` of a class body or module, as text, in its `__annotations__`. */
export function annotate(frame: Frame, name: string, annotation: string): void {
  const names = frame.names;
  if (!names) return;
  const known = names.get('__annotations__');
  const annotations = known?.kind === 'dict' ? known : dict();
  if (known === undefined) names.set('__annotations__', annotations);
  annotations.table.setText(name, str(annotation));
}
