/** Constants: what the ops say when a call does not fit. */
import { testSentences } from './sentences';

describe('constants', () => {
  testSentences([
    ['zeros', [], { sizes: [2, -1] }, 'zeros needs whole sizes from 0 on, found (2, -1)'],
    ['zeros', [[2]], { sizes: [2] }, 'zeros takes no input'],
    ['full', [], { sizes: [0.5], value: 1 }, 'full needs whole sizes from 0 on, found (0.5)'],
    ['full-like', [], { value: 1 }, 'full-like takes one input'],
    ['eye', [], { rows: -1, columns: 2 }, 'eye needs whole sizes from 0 on, found (-1, 2)'],
    [
      'arange',
      [],
      { start: 0, end: 5, step: 0, whole: false },
      'arange needs a step that leads from 0 to 5, found 0',
    ],
    [
      'arange',
      [],
      { start: 0, end: 5, step: -1, whole: true },
      'arange needs a step that leads from 0 to 5, found -1',
    ],
    ['arange', [], { start: 0, end: 5, step: 0.5, whole: true }, 'arange needs whole numbers, found 0.5'],
    [
      'arange',
      [],
      { start: 0, end: Infinity, step: 1, whole: false },
      'arange needs finite numbers, found Infinity',
    ],
    [
      'arange',
      [],
      { start: 0, end: 1e300, step: 1, whole: false },
      'arange needs whole sizes from 0 on, found (1e+300)',
    ],
    ['linspace', [], { start: 0, end: 1, count: 1.5 }, 'linspace needs whole sizes from 0 on, found (1.5)'],
    [
      'tril-mask',
      [],
      { rows: 2, columns: 2, diagonal: 0.5 },
      'tril-mask needs a whole number as its diagonal, found 0.5',
    ],
    [
      'positional-encoding',
      [],
      { length: 2, features: 2, base: 0 },
      'positional-encoding needs a base above 0, found 0',
    ],
  ]);
});
