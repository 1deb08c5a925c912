/** How each factor of a gradient is written and said, in the network's own names. */
import { counted } from '../../src/base/numbers';
import type { Factor, FactorSymbol } from '../../src/studies/product/factors';
import { shortened } from '../plot/axes';
import { fraction, numeral, row, scripts, sign, symbol, word, type Formula } from './mathml';

/** A symbol as a formula, in words, and as a line of text. */
export interface Writing {
  readonly formula: Formula;
  readonly words: string;
  readonly text: string;
}

/** Letters of a name in a formula; the whole of it is in the words. */
const nameLetters = 14;

/** How a factor is written. */
export function writingOf({ symbol: written, kind }: Factor): Writing {
  switch (written.form) {
    case 'loss-gradient': {
      const { layer } = written;
      return {
        formula: fraction(partial(symbol('L')), partial(named('A', layer))),
        words: `gradient of the loss with respect to the output of ${layer}`,
        text: `∂L/∂A[${layer}]`,
      };
    }
    case 'activation-derivative': {
      const { layer, activation } = written;
      return {
        formula: fraction(partial(named('A', layer)), partial(named('Z', layer))),
        words: `activation gradient: derivative of ${activation} in ${layer}`,
        text: `∂A[${layer}]/∂Z[${layer}]`,
      };
    }
    case 'transposed-weights':
      return transposed('W', written.layer, `weights of ${written.layer}, transposed`);
    case 'jacobian':
      return transposed('J', written.layer, `Jacobian of ${written.layer} (${kind}), transposed`);
    case 'transposed-input':
      return transposed('A', written.of, `what the layer takes (${written.of}), transposed`);
    case 'other-paths':
      return otherPaths(written);
    case 'ones':
      return {
        formula: scripts(symbol('1'), null, symbol('⊤')),
        words: 'ones: the bias adds the same to every sample',
        text: '1ᵀ',
      };
    case 'parameter-derivative': {
      const { of, layer, parameter } = written;
      const letter = parameterFormula(parameter, layer);
      return {
        formula: fraction(partial(named(of, layer)), partial(letter)),
        words: `derivative of ${of === 'A' ? 'the output' : 'the pre-activation'} of ${layer} with respect to ${parameter}`,
        text: `∂${of}[${layer}]/∂${parameter}`,
      };
    }
    case 'mean':
      return {
        formula: fraction(numeral('1'), symbol('m')),
        words: `one over m, the ${counted(written.samples, 'sample')} of the batch`,
        text: '1/m',
      };
  }
}

/** The gradient that the product is of, for instance dL/dW of a layer. */
export function gradientWriting(parameter: string, layer: string): Writing {
  return {
    formula: fraction(partial(symbol('L')), partial(parameterFormula(parameter, layer))),
    words: `gradient of the loss with respect to ${parameter}`,
    text: `∂L/∂${parameter}`,
  };
}

/** The name of a parameter without that of its layer. */
export function ownName(parameter: string, layer: string): string {
  return parameter.startsWith(`${layer}.`) ? parameter.slice(layer.length + 1) : parameter;
}

function otherPaths({ through }: Extract<FactorSymbol, { form: 'other-paths' }>): Writing {
  const count = through.length;
  const first = through[0] ?? '';
  const name = count === 1 ? first : `${count} paths`;
  return {
    formula: row(sign('('), numeral('1'), sign('+'), scripts(symbol('⋯'), subscript(name)), sign(')')),
    words: `${counted(count, 'other path')} through ${through.slice(0, 4).join(', ')}${count > 4 ? ' and others' : ''}`,
    text: `(1 + … ${through.slice(0, 4).join(', ')})`,
  };
}

function transposed(letter: string, name: string, words: string): Writing {
  return { formula: named(letter, name, symbol('⊤')), words, text: `${letter}[${name}]ᵀ` };
}

function partial(of: Formula): Formula {
  return row(symbol('∂'), of);
}

function named(letter: string, name: string, above: Formula | null = null): Formula {
  return scripts(symbol(letter), subscript(name), above);
}

function subscript(name: string): Formula {
  return word(shortened(name, nameLetters));
}

const letters: Readonly<Record<string, string>> = { weight: 'W', bias: 'b' };

function parameterFormula(parameter: string, layer: string): Formula {
  const own = ownName(parameter, layer);
  const letter = letters[own];
  if (letter !== undefined) return named(letter, layer);
  return scripts(word(shortened(own, nameLetters)), subscript(layer));
}
