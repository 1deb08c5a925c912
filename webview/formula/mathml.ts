/** Formulas with names from the source, as MathML: plain data in, elements out, and every name only ever text. */
import { html, mathml, type TemplateResult } from 'lit';

/** A part of a formula. */
export type Formula =
  /** A symbol (one letter stands slanted), a number, a sign, or a word. */
  | { readonly kind: 'symbol' | 'number' | 'sign' | 'word'; readonly text: string }
  | { readonly kind: 'row'; readonly parts: readonly Formula[] }
  | { readonly kind: 'fraction'; readonly over: Formula; readonly under: Formula }
  /** With an index, a power, or both. */
  | {
      readonly kind: 'scripts';
      readonly base: Formula;
      readonly below: Formula | null;
      readonly above: Formula | null;
    };

/** A symbol. */
export function symbol(text: string): Formula {
  return { kind: 'symbol', text };
}

/** A number. */
export function numeral(text: string): Formula {
  return { kind: 'number', text };
}

/** An operator or a relation. */
export function sign(text: string): Formula {
  return { kind: 'sign', text };
}

/** Words, such as the name of a layer. */
export function word(text: string): Formula {
  return { kind: 'word', text };
}

/** Parts one behind the other. */
export function row(...parts: readonly Formula[]): Formula {
  return { kind: 'row', parts };
}

/** A fraction. */
export function fraction(over: Formula, under: Formula): Formula {
  return { kind: 'fraction', over, under };
}

/** A base with what stands below it at the right, and above. */
export function scripts(base: Formula, below: Formula | null, above: Formula | null = null): Formula {
  return { kind: 'scripts', base, below, above };
}

/** The formula as an element; `words` are what a screen reader says in its place. */
export function formulaElement(formula: Formula, words: string): TemplateResult {
  return html`<math alttext=${words} aria-label=${words}>${part(formula)}</math>`;
}

function part(formula: Formula): TemplateResult<3> {
  switch (formula.kind) {
    case 'symbol':
      return mathml`<mi>${formula.text}</mi>`;
    case 'number':
      return mathml`<mn>${formula.text}</mn>`;
    case 'sign':
      return mathml`<mo>${formula.text}</mo>`;
    case 'word':
      return mathml`<mtext>${formula.text}</mtext>`;
    case 'row':
      return mathml`<mrow>${formula.parts.map(part)}</mrow>`;
    case 'fraction':
      return mathml`<mfrac>${part(formula.over)}${part(formula.under)}</mfrac>`;
    case 'scripts':
      return withScripts(formula);
  }
}

function withScripts({ base, below, above }: Extract<Formula, { kind: 'scripts' }>): TemplateResult<3> {
  if (below !== null && above !== null)
    return mathml`<msubsup>${part(base)}${part(below)}${part(above)}</msubsup>`;
  if (below !== null) return mathml`<msub>${part(base)}${part(below)}</msub>`;
  return above === null ? part(base) : mathml`<msup>${part(base)}${part(above)}</msup>`;
}
