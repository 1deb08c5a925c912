/** Arguments that nobody gives: usual values by the name of the parameter. */
import type { Arguments } from '../../python/parse/syntax';

/** Usual values of parameters without a default, as Python writes them; the first pattern that fits the name. */
const usualValues: readonly (readonly [RegExp, string])[] = [
  [
    /^(num|n|nb)_?(classes|labels|cls|outputs?)$|^classes$|^(out|output)_(classes|dim|size|features?)$|^n_?out$|^nclass(es)?$/i,
    '10',
  ],
  [
    /^(in|input|img|image|n|num|nb)?_?(channels?|chans?|ch|planes)$|^(in|input)_(channels?|chans?|ch|planes|nc)$|^nc$|^c_?in$/i,
    '3',
  ],
  [
    /^(out)_(channels?|chans?|ch|planes)$|^c_?out$|^(planes|filters|width|n_?filters?|base_?channels?)$/i,
    '16',
  ],
  [
    /^(n_|num_)?vocab(ulary)?(_size)?$|^(n|num)_?(tokens?|embeddings?|words?)$|^(src|trg|tgt)_vocab(_size)?$|^(in|input)_vocab$/i,
    '1000',
  ],
  [
    /^(in|input)_(dim|size|features?|shape)$|^n_?in$|^d_?in$|^(n|num)_features?$|^(obs|state)_(dim|size)$/i,
    '32',
  ],
  [/^(action)_(dim|size|space)$|^n_?actions?$/i, '4'],
  [
    /^(d|n|dim|hidden|emb|embed|model)?_?(model|hidden|embd|embed|embedding|emb|dim|size|units|d|ff|hid)(_?(dim|size|channels?|units))?$/i,
    '64',
  ],
  [/^(latent|z|noise|code)_?(dim|size)?$/i, '32'],
  [/^(n|num|nb)_?(heads?)$|^heads?$/i, '4'],
  [/^(n|num|nb)_?(layers?|blocks?|depth)$|^(depth|layers|blocks)$/i, '2'],
  [
    /^(max|block|seq|context|sequence)_?(len|length|size|seq_?len)?$|^max_(len|length|position.*|seq.*)$/i,
    '64',
  ],
  [/^(img|image|input|crop|resolution)_?(size|height|width|resolution)?$/i, '32'],
  [/^patch(_size)?$/i, '8'],
  [/^(kernel|k)(_size)?$/i, '3'],
  [/^stride$/i, '1'],
  [/^(dropout|drop|p|dropout_?p|dropout_?rate|drop_?prob|drop_?rate)$/i, '0.1'],
  [/^device$/i, "'cpu'"],
  [/^(bias|batch_first|residual|bidirectional|bilinear)$/i, 'True'],
  [/pad.*(idx|index)|^pad$/i, '0'],
  [/^(scale|factor|upscale.*|expansion|ratio)$/i, '2'],
];

/** Arguments in the words of Python, and a sentence for each that was taken for granted. */
export interface Given {
  readonly text: string;
  readonly assumed: readonly string[];
}

/** Arguments for the parameters behind the first `skip` that have no default; null where one has no usual value. */
export function argumentsFor(parameters: Arguments, skip: number): Given | null {
  const positional = [...parameters.posonlyargs, ...parameters.args];
  const required = positional.slice(skip, positional.length - parameters.defaults.length);
  const keywordOnly = parameters.kwonlyargs.filter((_, index) => parameters.kw_defaults[index] == null);
  const words: string[] = [];
  const assumed: string[] = [];
  for (const { arg } of [...required, ...keywordOnly]) {
    const value = usualValues.find(([name]) => name.test(arg))?.[1];
    if (value === undefined) return null;
    words.push(`${arg}=${value}`);
    assumed.push(`${arg} is taken to be ${value}`);
  }
  return { text: words.join(', '), assumed };
}
