/** What a constant of the tree really is: the tree alone cannot tell 1 from 1.0, bytes from text, or an ellipsis from a string. */
import type { ParsedFile } from './parsedFile';
import type { Constant } from './syntax';

/** A literal as Python means it. */
export type Literal =
  | { readonly kind: 'none' | 'ellipsis' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'complex' }
  | { readonly kind: 'str' | 'bytes'; readonly value: string };

/** Reads the literal; numbers are told apart by the text that they were written with. */
export function literalOf(node: Constant, file: ParsedFile): Literal {
  const value: unknown = node.value;
  if (value === null || value === undefined) return { kind: 'none' };
  if (typeof value === 'boolean') return { kind: 'bool', value };
  if (typeof value === 'bigint') return { kind: 'int', value };
  if (typeof value === 'string') return textLiteral(value, node, file);
  if (typeof value === 'number') {
    const text = file.textOf(node);
    const isFloat = /^[\d_]*\.|^[\d_]+[eE]/.test(text) && !/^0[xX]/.test(text);
    return isFloat || !Number.isInteger(value) ? { kind: 'float', value } : { kind: 'int', value };
  }
  return { kind: 'complex' };
}

function textLiteral(value: string, node: Constant, file: ParsedFile): Literal {
  const style = node.quote_style;
  // The parts of an f-string have no quotes of their own.
  if (style === undefined) {
    return value === '...' && file.textOf(node) === '...' ? { kind: 'ellipsis' } : { kind: 'str', value };
  }
  return /^[rR]?[bB]/.test(style) ? { kind: 'bytes', value } : { kind: 'str', value };
}
