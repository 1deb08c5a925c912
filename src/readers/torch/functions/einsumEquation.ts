/** Checks an equation of torch.einsum against its operands, in PyTorch's words, and spells the form with lists of numbers as an equation. */
import { fail } from '../../python/values/exceptions';
import { unwrap } from '../../python/values/classes';
import type { Machine } from '../../python/values/machine';
import type { Value } from '../../python/values/value';
import { wholes } from '../../tensors/arguments';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** `einsum(x, [0, 1], y, [1, 2], [0, 2])`: operands, and the equation that says the same. */
export function ofSublists(
  machine: Machine,
  given: readonly Value[],
): { readonly equation: string; readonly operands: readonly Value[] } {
  const spell = (list: Value): string => {
    const plain = unwrap(list);
    const items = plain.kind === 'list' || plain.kind === 'tuple' ? plain.items : [list];
    return items
      .map((item) => (item.kind === 'ellipsis' ? '...' : letterOf(machine, wholes(machine, item)[0] ?? 0)))
      .join('');
  };
  const operands: Value[] = [];
  const terms: string[] = [];
  let place = 0;
  for (; place + 1 < given.length; place += 2) {
    const [operand, list] = [given[place], given[place + 1]];
    if (!operand || !list) break;
    operands.push(operand);
    terms.push(spell(list));
  }
  const last = given[place];
  return { equation: last ? `${terms.join(',')}->${spell(last)}` : terms.join(','), operands };
}

function letterOf(machine: Machine, index: number): string {
  const letter = letters[index];
  if (letter !== undefined) return letter;
  throw fail(machine, 'RuntimeError', 'einsum(): operand subscript must be in the range [0, 52)');
}

/** Raises what PyTorch raises where an equation and shapes do not go together. */
export function checkEquation(
  machine: Machine,
  equation: string,
  shapes: readonly (readonly number[])[],
): void {
  const refuse = (message: string): never => {
    throw fail(machine, 'RuntimeError', `einsum(): ${message}`);
  };
  const [left = '', right] = equation.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (terms.length < shapes.length) refuse('more operands were provided than specified in the equation');
  if (terms.length > shapes.length) refuse('fewer operands were provided than specified in the equation');
  const sizes = new Map<string, number>();
  for (const [operand, term] of terms.entries()) {
    checkTerm(equation, term, operand, refuse);
    fitTerm(term, operand, shapes[operand] ?? [], sizes, refuse);
  }
  if (right !== undefined) checkOutput(right, sizes, refuse);
}

type Refuse = (message: string) => never;

function checkTerm(equation: string, term: string, operand: number, refuse: Refuse): void {
  const rest = term.replace('...', '');
  if (rest.includes('.')) refuse(`found '.' for operand ${operand} that is not part of any ellipsis`);
  const strange = /[^a-zA-Z]/.exec(rest)?.[0];
  if (strange !== undefined) {
    refuse(
      `invalid subscript given at index ${equation.indexOf(strange)} in the equation string, subscripts must be in [a-zA-Z]`,
    );
  }
}

function fitTerm(
  term: string,
  operand: number,
  shape: readonly number[],
  sizes: Map<string, number>,
  refuse: Refuse,
): void {
  const dots = term.indexOf('...');
  const named = term.replace('...', '');
  const enough = dots === -1 ? named.length === shape.length : named.length <= shape.length;
  if (!enough) {
    const ending =
      dots === -1
        ? `does not match the number of dimensions (${shape.length}) for operand ${operand} and no ellipsis was given`
        : `is more than the number of dimensions (${shape.length}) for operand ${operand}`;
    refuse(`the number of subscripts in the equation (${named.length}) ${ending}`);
  }
  const hidden = shape.length - named.length;
  const own = new Map<string, number>();
  for (const [place, letter] of Array.from(named).entries()) {
    const size = shape[dots !== -1 && place >= dots ? place + hidden : place] ?? 1;
    const before = own.get(letter);
    if (before !== undefined && before !== size) {
      refuse(
        `subscript ${letter} is repeated for operand ${operand} but the sizes don't match, ${size} != ${before}`,
      );
    }
    own.set(letter, size);
  }
  for (const [letter, size] of own) {
    const seen = sizes.get(letter) ?? 1;
    if (seen !== 1 && size !== 1 && seen !== size) {
      refuse(
        `subscript ${letter} has size ${size} for operand ${operand} which does not broadcast with previously seen size ${seen}`,
      );
    }
    sizes.set(letter, seen === 1 ? size : seen);
  }
}

function checkOutput(right: string, sizes: ReadonlyMap<string, number>, refuse: Refuse): void {
  const named = Array.from(right.replace('...', ''));
  for (const [place, letter] of named.entries()) {
    if (named.indexOf(letter) !== place)
      refuse(`output subscript ${letter} appears more than once in the output`);
    if (!sizes.has(letter)) {
      refuse(`output subscript ${letter} does not appear in the equation for any input operand`);
    }
  }
}
