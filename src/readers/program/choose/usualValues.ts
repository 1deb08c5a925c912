/** Usual values of parameters by their names, as Python writes them. */

/** The first pattern that fits a name. */
const byName: readonly (readonly [RegExp, string])[] = [
  [
    /^(num|n|nb)_?(classes|labels|cls|outputs?)$|^classes$|^(out|output)_(classes|dim|size|features?)$|^n_?out$|^nclass(es)?$|^class_num$/i,
    '10',
  ],
  [/^(input|img|image|in|data)_?(shape|dims)$/i, '(3, 32, 32)'],
  [
    /^(in|input|img|image|n|num|nb)?_?(channels?|chans?|ch|planes)(_in|_img)?$|^(in|input)_(channels?|chans?|ch|planes|nc)$|^nc$|^c_?in$|^inp$|^inplanes$/i,
    '3',
  ],
  [
    /^(out|output|hidden|base|mid)_?(channels?|chans?|ch|planes|nc)$|^c_?out$|^oup$|^(planes|filters|width|n_?filters?|nf|ngf|ndf)$/i,
    '16',
  ],
  [
    /^(n_|num_)?(src_|trg_|tgt_)?vocab(ulary)?(_size)?$|^(n|num)_?(tokens?|embeddings?|words?)$|^(src|trg|tgt|enc|dec|target|source)_(voc|vocab)(_size)?$|^(in|input)_vocab$|^ntokens?$/i,
    '1000',
  ],
  [
    /^(in|input)_(dim|size|features?)$|^n_?in$|^d_?in$|^(n|num)_?(features?|feat|inputs?)$|^nfeat$|^(obs|state)_(dim|size)$/i,
    '32',
  ],
  [/^(action)_(dim|size|space)$|^n_?actions?$/i, '4'],
  [
    /^(n|num|nb)_?(attn_?|attention_?)?(heads?)$|^heads?$|^(attn|attention)_heads$|^nhead$|^(dim|d)_?head$/i,
    '4',
  ],
  [/^(n|num|nb)_?(enc_|dec_)?(layers?|blocks?|depth|stacks?|res.*)$|^(depth|layers|blocks|n)$/i, '2'],
  [
    /^(max|block|seq|context|sequence)_?(len|length|size|seq_?len)?$|^max_(len|length|position.*|seq.*)$|^(seq|context|block)_(len|length|size)$|^context_length$/i,
    '64',
  ],
  [/^(img|image|input|crop|resolution)_?(size|height|width|resolution|res)?$/i, '32'],
  [/^patch(_size)?$/i, '8'],
  [/^(kernel|k)(_size)?$|^ksize$/i, '3'],
  [/^cardinality$/i, '8'],
  [/^(num|n|nb)_?(kv_)?groups$/i, '2'],
  [/^h$/, '4'],
  [/^stride$|^dilation$|^groups$/i, '1'],
  [/^padding$/i, '1'],
  [/drop|^(p|prob|rate)$|_(prob|rate)$/i, '0.1'],
  [/^(lr|learning_rate)$/i, '0.001'],
  [/^(eps|epsilon)$/i, '1e-5'],
  [/^(beta|gamma|alpha|temperature|tau|weight|lambda.*)$/i, '1.0'],
  [/^device$/i, "'cpu'"],
  [/^(bias|batch_first|bilinear)$/i, 'True'],
  [
    /^(residual|bidirectional|pretrained|use_.*|is_.*|with_.*|has_.*|return_.*|qkv_bias|downsample)$/i,
    'False',
  ],
  [/pad.*(idx|index)$|^pad$|_idx$/i, '0'],
  [/^(scale|factor|upscale.*|expansion|ratio|mlp_ratio|reduction)$/i, '2'],
  [/^(latent|z|noise|code|nz)(_?(dim|size|channels?))?$/i, '32'],
  [/_(layers|depth|blocks)$/i, '2'],
  [/_heads?$/i, '4'],
  [/(^|_)(ctx|context|context_len|context_length|seq_len)$|^(n|num)_(\w+_)?state$/i, '64'],
  [/_patch_size$/i, '8'],
  [/_resolution$/i, '32'],
  [
    /(dim|size|channels|features?|width|units|hidden|embd|embed|emb|model|ff|ffn|hid|mlp|nhid|ninp|inner)$|^(d|h)$|^(d|dim|hidden|emb|embed|embd|model)_/i,
    '64',
  ],
  [/^(num|n|nb)_/i, '2'],
];

/** Values by what the annotation says. */
const byAnnotation: readonly (readonly [RegExp, string])[] = [
  [/^(Optional\[|None\b)|\| *None/, 'None'],
  [/^int$/, '4'],
  [/^float$/, '0.1'],
  [/^bool$/, 'False'],
  [/^(List|list|Sequence)\[int\]/, '[16, 32]'],
  [/^(Tuple|tuple)\[int, *int, *int\]/, '(3, 32, 32)'],
  [/^(Tuple|tuple)\[int, *int\]/, '(32, 32)'],
];

/** The usual value of a parameter; null where its name says nothing. `annotation` is empty where there is none. */
export function usualValue(name: string, annotation = ''): string | null {
  const plain = annotation.replaceAll(/['"]/g, '').replace(/^typing\./, '');
  const typed = byAnnotation.find(([pattern]) => pattern.test(plain))?.[1] ?? null;
  if (typed === 'None' || (typed !== null && typed.length > 4)) return typed;
  const named = byName.find(([pattern]) => pattern.test(name))?.[1] ?? null;
  if (named === null || typed === null) return named ?? typed;
  // A name that fits by its ending alone is no reason to give a flag a number.
  return (typed === 'False') === (named === 'True' || named === 'False') ? named : typed;
}
