/** Patterns of einops, `b (h d) n -> b h n d`: axes by name, in groups that one axis of a tensor holds. */

/** One axis of a group: a name, or a length without one. */
export type Axis = { readonly name: string } | { readonly length: number };

/** One side: groups of axes. An ellipsis stands by itself, for as many axes as are left, or in a group, which holds all of them in one axis. */
export type Side = readonly ('ellipsis' | readonly (Axis | 'ellipsis')[])[];

/** A mistake in a pattern or its lengths, in einops' words. */
export class PatternMistake extends Error {}

/** The sides of a pattern with one arrow. @throws PatternMistake */
export function sidesOf(pattern: string): { readonly left: Side; readonly right: Side } {
  const parts = pattern.split('->');
  const [left, right] = parts;
  if (left === undefined || right === undefined || parts.length !== 2) {
    throw new PatternMistake(
      parts.length < 2
        ? 'not enough values to unpack (expected 2, got 1)'
        : `too many values to unpack (expected 2, got ${parts.length})`,
    );
  }
  return { left: sideOf(left), right: sideOf(right) };
}

/** One side. @throws PatternMistake */
export function sideOf(text: string): Side {
  const groups: ('ellipsis' | (Axis | 'ellipsis')[])[] = [];
  let open: (Axis | 'ellipsis')[] | null = null;
  const seen = new Set<string>();
  for (const [token] of text.matchAll(/\.\.\.|…|[()]|[^\s().…]+|\./g)) {
    if (token === '(') {
      if (open)
        throw new PatternMistake('Axis composition is one-level (brackets inside brackets not allowed)');
      open = [];
      groups.push(open);
    } else if (token === ')') {
      if (!open) throw new PatternMistake('Brackets are not balanced');
      open = null;
    } else {
      const axis = axisOf(token, text);
      const key = axis === 'ellipsis' ? '...' : 'name' in axis ? axis.name : '';
      if (key !== '' && key !== '_' && seen.has(key))
        throw new PatternMistake(`Indexing expression contains duplicate dimension "${key}"`);
      seen.add(key);
      const isUnit = axis !== 'ellipsis' && 'length' in axis && axis.length === 1;
      if (!open) groups.push(axis === 'ellipsis' ? 'ellipsis' : isUnit ? [] : [axis]);
      else if (!isUnit) open.push(axis);
    }
  }
  if (open) throw new PatternMistake(`Imbalanced parentheses in expression: "${text.trim()}"`);
  return groups;
}

function axisOf(token: string, text: string): Axis | 'ellipsis' {
  if (token === '...' || token === '…') return 'ellipsis';
  if (/^\d+$/.test(token)) return { length: Number(token) };
  if (token.startsWith('.'))
    throw new PatternMistake(
      'Expression may contain dots only inside ellipsis (...); only one ellipsis for tensor ',
    );
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(token)) return { name: token };
  throw new PatternMistake(`Invalid axis identifier: ${token}\n${text.trim()} is not a valid identifier`);
}
