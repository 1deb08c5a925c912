/** Which layer an attribute of a program names, by the names that PyTorch gives the modules of a residual network. */
import { strict as assert } from 'node:assert';
import type { Report } from '../../src/analysis/report';
import { attributePattern, layerNamed } from '../../src/host/namedLayer';

const names = ['conv1', 'layer1.0.conv1', 'layer1.0.bn1', 'layer2.0.conv1', 'layer2.0.downsample.0', 'fc'];
// Nothing but the names is looked at.
const report = { networks: [{ layers: names.map((name) => ({ name })) }] } as unknown as Report;

function named(text: string): string | null {
  const [attribute] = attributePattern.exec(text) ?? [];
  const found = attribute === undefined ? null : layerNamed(report, attribute);
  return found && (names[found.layer ?? -1] ?? null);
}

describe('the layer that an attribute names', () => {
  for (const [text, name] of [
    ['x = self.layer1(x)', 'layer1.0.conv1'],
    ['x = self.layer2[0](x)', 'layer2.0.conv1'],
    ['x = self.fc(x)', 'fc'],
    ['identity = self.downsample(x)', 'layer2.0.downsample.0'],
    ['nn.init.zeros_(self.bn1.weight)', null],
    ['self.bn1.weight', 'layer1.0.bn1'],
    ['x = self.layer(x)', null],
    ['x = self.block(x)', null],
    ['x', null],
  ] as const) {
    it(`${text} is ${name}`, () => {
      assert.equal(named(text), name);
    });
  }
});
