/** Long names of layers: cut where room is scarce, at the end that tells less, and never without the whole in a title. */
import { strict as assert } from 'node:assert';
import { shortened } from '../../webview/plot/axes';
import { withoutMiddle } from '../../webview/view/layerName';

describe('a long name', () => {
  it('keeps its end where it is the path of a module, and both ends where it is none', () => {
    assert.equal(shortened('layer1.0.conv1', 9), '…0.conv1');
    assert.equal(shortened('convolution12', 8), 'convo…12');
    assert.equal(shortened('fc', 2), 'fc');
  });

  it('loses its middle in the list of networks', () => {
    const name = 'VisionTransformerForImageClassification(num_classes=1000)';
    const cut = withoutMiddle(name, 36);
    assert.equal(cut.length, 36);
    assert.ok(name.startsWith(cut.split('…')[0] ?? '-') && name.endsWith(cut.split('…')[1] ?? '-'));
    assert.equal(withoutMiddle('ResNet', 36), 'ResNet');
  });

  it('differs from its neighbours however short', () => {
    const names = ['layer1.0.conv1', 'layer1.0.conv2', 'layer1.1.conv1', 'layer2.0.conv1', 'layer1.0.bn1'];
    for (const letters of [11, 13]) {
      assert.equal(new Set(names.map((name) => shortened(name, letters))).size, names.length);
    }
  });
});
