/** f-strings: their parts, conversions and format specifications. */
import { convert, format } from '../evaluate/format';
import type { Evaluate } from '../evaluate/frame';
import type { Expression, ExpressionOf } from '../parse/syntax';
import { str } from '../values/make';
import { Encountered } from '../values/unknown';
import type { Value } from '../values/value';
import type { Scope } from './scope';

const conversions: ReadonlyMap<number, string> = new Map([
  [114, 'r'],
  [115, 's'],
  [97, 'a'],
]);

/** The code of an f-string or of one field of it. */
export function compileJoined(node: ExpressionOf<'JoinedStr' | 'FormattedValue'>, scope: Scope): Evaluate {
  const parts = (node.nodeType === 'JoinedStr' ? node.values : [node]).map((part) =>
    compilePart(part, scope),
  );
  return (frame) => {
    let result = '';
    for (const part of parts) {
      const value = part(frame);
      if (value.kind === 'unknown') return value;
      if (value.kind === 'str') result += value.value;
    }
    frame.machine.allocate(result.length, 'characters');
    return str(result);
  };
}

function compilePart(part: Expression, scope: Scope): Evaluate {
  if (part.nodeType === 'Constant') {
    const text = str(String(part.value));
    return () => text;
  }
  if (part.nodeType !== 'FormattedValue') return scope.compile.expression(part, scope);
  const evaluate = scope.compile.expression(part.value, scope);
  const specification: Evaluate = part.format_spec
    ? scope.compile.expression(part.format_spec, scope)
    : (): Value => str('');
  const conversion = conversions.get(part.conversion) ?? '';
  return (frame) => {
    const value = evaluate(frame);
    if (value.kind === 'unknown') return value;
    const wanted = specification(frame);
    if (wanted.kind === 'unknown') return wanted;
    frame.activation.node = part;
    try {
      const shown = convert(frame.machine, value, conversion);
      return str(format(frame.machine, shown, wanted.kind === 'str' ? wanted.value : ''));
    } catch (error) {
      // a list may hold something unknown: then so is its text
      if (error instanceof Encountered) return error.unknown;
      throw error;
    }
  };
}
