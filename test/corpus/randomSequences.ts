/** Random networks of sequences: recurrent ones and transformers, of words and of numbers. */
import { dense, headed, type Draw, type Style } from './randomParts';
import { LayerList } from './architectures/writing';

/** A recurrent layer or two over words or numbers, the last state or the mean over time, and maybe a layer before the head. */
export function recurrentNetwork(draw: Draw, style: Style): string {
  const layers = new LayerList(style.start);
  const length = draw.of([5, 10, 20, 40]);
  const words = draw.chance(0.5);
  const features = draw.of([1, 4, 8, 28]);
  if (words) layers.layer('embedding', draw.of([8, 16, 32]), { tokens: draw.of([50, 1000]) });
  const word = draw.of(['rnn', 'lstm', 'lstm', 'gru']);
  const last = draw.chance(0.7);
  layers.layer(word, draw.of([8, 16, 32, 64]), {
    layers: draw.of([1, 1, 2]),
    bidirectional: draw.chance(0.3),
    last,
  });
  if (!last) layers.layer('mean', 1);
  if (draw.chance(0.4)) dense(layers, draw.of([16, 32]), { ...style, norm: false });
  return headed(layers, draw, words ? [length] : [length, features], { batch: 32 });
}

/** One to four transformer blocks, norms before or behind the branches, over words, numbers or words that are to be continued. */
export function attention(draw: Draw, style: Style): string {
  const layers = new LayerList(style.start);
  const features = draw.of([16, 32, 48]);
  const length = draw.of([8, 16, 24]);
  const tokens = draw.of([30, 500]);
  const task = draw.of(['words', 'numbers', 'continue'] as const);
  if (task === 'numbers') layers.layer('linear', features);
  else layers.layer('embedding', features, { tokens });
  let x = layers.layer(draw.of(['position-embedding', 'positional-encoding']));
  const before = draw.chance(0.6);
  const hidden = draw.of([2, 4]) * features;
  const activation = draw.of(['relu', 'gelu', style.activation]);
  for (let block = draw.whole(1, 4); block > 0; block -= 1) {
    for (const part of ['attention', 'feed-forward'] as const) {
      if (before) layers.layer('layer-norm');
      if (part === 'attention')
        layers.layer('attention', draw.of([1, 2, 4]), { causal: task === 'continue' });
      else {
        layers.layer('linear', hidden);
        layers.layer(activation);
        layers.layer('linear', features, {}, 'residual-end');
      }
      if (style.dropout > 0) layers.layer('dropout', Math.min(0.3, style.dropout));
      x = layers.layer('add', x);
      if (!before) x = layers.layer('layer-norm');
    }
  }
  if (before) layers.layer('layer-norm');
  const input = task === 'numbers' ? [length, draw.of([3, 8])] : [length];
  if (task === 'continue') {
    layers.layer('linear', tokens, {}, 'head');
    layers.layer('permute', [2, 1]);
    return layers.file(input, 'cross-entropy', { batch: 8 });
  }
  if (draw.chance(0.5)) layers.layer('mean', 1);
  else layers.layer('select', 0, { axis: 1 });
  return headed(layers, draw, input, { batch: 16 });
}
