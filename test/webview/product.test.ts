/** The Product tab: the lessons' known answers read from the DOM, the formula as MathML, choices, folding, and its looks. */
import { strict as assert } from 'node:assert';
import { example, inspected, shown, texts, type Fixture } from './fixtures';
import { axeFaults } from './accessibility';
import { layoutFaults } from './geometry';
import { Panels, type Opening, type Panel } from './panel';
import { themes, type ThemeName } from './themes';

const sigma = (z: number): number => 1 / (1 + Math.exp(-z));
const slope = (z: number): number => sigma(z) * (1 - sigma(z));

const residual = `name: residual
input: [4]
layers:
  - { linear: 4, id: first }
  - { tanh: null, id: t }
  - { linear: 4, id: "<img src=x onerror=window.hacked=1>" }
  - { add: t, id: sum }
  - { linear: 2, id: a very long name that no formula has room for 12 }
loss: mse
batch: 8
`;

describe('the Product tab', () => {
  const panels = new Panels();
  after(() => panels.close());

  async function open(fixture: Fixture, opening: Opening = {}): Promise<Panel> {
    const panel = await panels.open(opening);
    await panel.show(fixture);
    await panel.page.click('[data-tab=product]');
    await panel.answer(fixture);
    await panel.settled();
    return panel;
  }

  const ofText = (text: string): Fixture => {
    const inspection = inspected(text);
    return { state: shown(inspection), inspection };
  };

  const kept = new Map<string, Fixture>();
  const made = (name: string, make: () => Fixture): Fixture => {
    const fixture = kept.get(name) ?? make();
    kept.set(name, fixture);
    return fixture;
  };

  const near = (actual: number, expected: number, tolerance: number, what: string): void =>
    assert.ok(
      Math.abs(actual - expected) <= tolerance * Math.max(1e-12, Math.abs(expected)),
      `${what}: ${actual} is not ${expected}`,
    );

  const factors = (panel: Panel): Promise<{ text: string; ratio: number }[]> =>
    panel.page.locator('.product-formula [data-factor]').evaluateAll((items) =>
      items.map((item) => ({
        text: item.getAttribute('data-text') ?? '',
        ratio: Number(item.querySelector('[data-field=factor-ratio]')?.getAttribute('data-value')),
      })),
    );

  it('writes dL/dW[1] of four sigmoid layers as dL/dA[4] dA[4]/dZ[4] W[4]^T ... A[0]^T / m, with its numbers (lessons.md, L3)', async () => {
    const panel = await open(example('lesson-3-four-layers-sigmoid.network.yaml'));
    const a = [1];
    for (let layer = 1; layer <= 4; layer += 1) a.push(sigma(a.at(-1) ?? NaN));
    const at = (layer: number): number => slope(a[layer - 1] ?? NaN);
    const expected = [
      ['∂L/∂A[linear4]', 1 / (a[4] ?? NaN)],
      ['∂A[linear4]/∂Z[linear4]', at(4)],
      ['W[linear4]ᵀ', 1],
      ['∂A[linear3]/∂Z[linear3]', at(3)],
      ['W[linear3]ᵀ', 1],
      ['∂A[linear2]/∂Z[linear2]', at(2)],
      ['W[linear2]ᵀ', 1],
      ['∂A[linear1]/∂Z[linear1]', at(1)],
      ['A[input]ᵀ', 1],
      ['1/m', 1],
    ] as const;
    const found = await factors(panel);
    assert.deepEqual(
      found.map(({ text }) => text),
      expected.map(([text]) => text),
    );
    expected.forEach(([text, value], place) => near(found[place]?.ratio ?? NaN, value, 1e-5, text));
    const gradient = await panel.value('[data-field=product-gradient]');
    near(
      gradient,
      expected.reduce((all, [, value]) => all * value, 1),
      1e-5,
      'dL/dW[1]',
    );
    near(
      found.reduce((all, { ratio }) => all * ratio, 1),
      gradient,
      1e-5,
      'product of all factors',
    );
    near(
      await panel.value('[data-parameter="linear1.weight"] [data-field=gradient-rms]'),
      gradient,
      0,
      'the report',
    );
    // The bound of the a' factors beside the measured product and, separately, what the weights did (L1).
    near(await panel.value('[data-field=product-bound]'), 0.25 ** 3, 1e-6, 'bound');
    assert.ok(Math.abs((await panel.value('[data-field=product-activations]')) - 0.00964) < 5e-6);
    near(await panel.value('[data-field=product-weights]'), 1, 1e-6, 'weights');
    near(
      await panel.value('[data-field=element-analytic]'),
      await panel.value('[data-field=element-numeric]'),
      1e-7,
      'the difference',
    );
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('has error terms and updates of x -> q -> j -> k as the textbook gives them, beside our own (L1)', async () => {
    const panel = await open(example('lesson-1-error-terms.network.yaml'));
    const [x, y, rate] = [1.5, 1, 0.5];
    const q = sigma(0.8 * x + 0.1);
    const j = sigma(1.2 * q - 0.3);
    const k = sigma(-0.7 * j + 0.2);
    const deltaK = 2 * (y - k) * k * (1 - k);
    const deltaJ = deltaK * -0.7 * j * (1 - j);
    const deltaQ = deltaJ * 1.2 * q * (1 - q);
    for (const [layer, delta, input] of [
      ['k', deltaK, j],
      ['j', deltaJ, q],
      ['q', deltaQ, x],
    ] as const) {
      const unit = `tr[data-layer=${layer}][data-unit="0"]`;
      const weight = `tr[data-layer=${layer}][data-weight="0"]`;
      near(await panel.value(`${unit} [data-field=error-term]`), delta, 1e-6, `error term of ${layer}`);
      near(await panel.value(`${unit} [data-field=own]`), delta, 1e-6, `our own of ${layer}`);
      near(
        await panel.value(`${weight} [data-field=change]`),
        rate * delta * input,
        1e-6,
        `update of ${layer}`,
      );
      near(
        await panel.value(`${weight} [data-field=own-change]`),
        rate * delta * input,
        1e-6,
        `our update of ${layer}`,
      );
    }
    await panel.page.fill('[data-setting=rate]', '2');
    await panel.page.press('[data-setting=rate]', 'Enter');
    near(
      await panel.value('tr[data-layer=k][data-weight="0"] [data-field=change]'),
      2 * deltaK * j,
      1e-6,
      'at rate 2',
    );
    assert.match(
      (await panel.page.getAttribute('.error-drawing', 'aria-label')) ?? '',
      /k: 0\.277; j: -0\.0439; q: -0\.00886/,
    );
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  for (const [name, weight] of [
    ['lesson-4-product.network.yaml', 1],
    ['lesson-4-balanced.network.json', 4],
    ['lesson-4-exploding.network.yaml', 16],
  ] as const) {
    it(`telescopes: ${name} multiplies seven times by 0.25 and ${weight} (L4)`, async () => {
      const panel = await open(example(name));
      near(await panel.value('[data-field=product-activations]'), 0.25 ** 7, 1e-6, 'activations');
      near(await panel.value('[data-field=product-weights]'), weight ** 7, 1e-6, 'weights');
      near(await panel.value('[data-field=product-ratio]'), (weight / 4) ** 7, 1e-6, 'together');
      await panel.page.click('[data-action=unfold]');
      const all = await factors(panel);
      const gradient = await panel.value('[data-field=product-gradient]');
      near(
        all.reduce((product, { ratio }) => product * ratio, 1),
        gradient,
        1e-5,
        'product',
      );
      const products = await panel.page
        .locator('.product-table [data-field=factor-product]')
        .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
      assert.equal(products.length, all.length);
      near(products.at(-1) ?? NaN, gradient, 1e-5, 'product so far');
      assert.deepEqual(await panel.faults(), []);
      await panel.close();
    });
  }

  it('folds the middle of a long product to one number that telescopes', async () => {
    const panel = await open(made('vanishing', () => ofText(texts.vanishing)));
    const ends = await factors(panel);
    assert.equal(ends.length, 10);
    const middle = await panel.value('[data-field=fold-ratio]');
    const gradient = await panel.value('[data-field=product-gradient]');
    near(
      ends.reduce((all, { ratio }) => all * ratio, middle),
      gradient,
      1e-5,
      'with the fold',
    );
    await panel.page.click('[data-action=unfold]');
    // dL/dA, 7 x (W, a'), A, 1/m: the last layer has no activation.
    assert.equal((await factors(panel)).length, 17);
    await panel.page.click('[data-action=fold]');
    assert.equal((await factors(panel)).length, 10);
    await panel.close();
  });

  it('is made of MathML with words for those who cannot see it', async () => {
    const panel = await open(example('lesson-3-product.network.yaml'));
    const math = await panel.page.locator('.product-formula math').evaluateAll((items) =>
      items.map((item) => ({
        space: [item, ...item.querySelectorAll('*')].every(
          ({ namespaceURI }) => namespaceURI === 'http://www.w3.org/1998/Math/MathML',
        ),
        words:
          item.getAttribute('aria-label') === item.getAttribute('alttext') && item.getAttribute('alttext'),
        height: item.getBoundingClientRect().height,
      })),
    );
    assert.ok(math.length > 10);
    assert.ok(math.every(({ space, height }) => space && height > 5));
    assert.ok(math.some(({ words }) => words === 'activation gradient: derivative of sigmoid in linear4'));
    const spoken = panel.page.getByRole('button', { name: /^weights of linear4, transposed × [\d.]+$/ });
    assert.equal(await spoken.count(), 1);
    await panel.close();
  });

  it('points at the layer of a factor, says it, and selects it at a click', async () => {
    const fixture = example('lesson-3-product.network.yaml');
    const panel = await open(fixture);
    await panel.page.focus('[data-factor="4"]');
    assert.match(
      await panel.page.innerText('[data-picture=product] [data-field=readout]'),
      /^weights of linear3, transposed: × .* gradient behind it/,
    );
    const marked = await panel.page
      .locator('.product-table tr.reading')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-factor')));
    assert.deepEqual(marked, ['3', '4']);
    await panel.taken();
    await panel.page.click('[data-factor="4"]');
    const sent = await panel.answer(fixture);
    assert.ok(sent.some((message) => message.kind === 'selected' && message.selection.layer === 2));
    assert.equal(await panel.page.getAttribute('.product', 'data-parameter'), 'linear3.weight');
    await panel.close();
  });

  it('takes parameter and element by choice', async () => {
    const fixture = example('lesson-3-product.network.yaml');
    const panel = await open(fixture);
    await panel.page.fill('[data-setting=row]', '2');
    await panel.page.press('[data-setting=row]', 'Enter');
    await panel.page.fill('[data-setting=column]', '1');
    await panel.page.press('[data-setting=column]', 'Enter');
    const asked = (await panel.answer(fixture)).filter((message) => message.kind === 'ask');
    assert.deepEqual(asked.at(-1)?.question, {
      study: 'product',
      parameter: 'linear1.weight',
      element: [2, 1],
    });
    assert.match(await panel.page.innerText('#element-title'), /linear1\.weight \[2, 1\]/);
    await panel.page.click('[data-part=bias]');
    await panel.answer(fixture);
    assert.equal(await panel.page.getAttribute('.product', 'data-parameter'), 'linear1.bias');
    assert.equal((await factors(panel)).at(-2)?.text, '1ᵀ');
    assert.equal(await panel.page.getAttribute('[data-action=largest]', 'aria-pressed'), 'true');
    await panel.close();
  });

  it('tells other paths apart, and takes layer names for text', async () => {
    const panel = await open(ofText(residual));
    const found = await factors(panel);
    assert.ok(found.some(({ text }) => text === '(1 + … sum)'));
    await panel.page.focus('[data-group=other][data-text^="(1"]');
    assert.match(
      await panel.page.innerText('[data-picture=product] [data-field=readout]'),
      /^1 other path through sum: × .* the path followed here is -?[\d.]+ % of the sum/,
    );
    assert.equal(await panel.page.evaluate(() => 'hacked' in window), false);
    assert.equal(await panel.page.locator('#lens img').count(), 0);
    assert.deepEqual(await panel.faults(), []);
    await panel.close();
  });

  it('says what is refused', async () => {
    const fixture = ofText(texts.digits);
    const panel = await panels.open();
    await panel.show({ ...fixture, inspection: null });
    await panel.page.click('[data-tab=product]');
    await panel.answer({ ...fixture, inspection: null });
    assert.match(await panel.page.innerText('.tab-body'), /Nothing is shown\./);
    await panel.close();
  });

  const looks: readonly (readonly [name: string, make: () => Fixture, themes: readonly ThemeName[]])[] = [
    // The keys of the table of themes are exactly their names.
    ['error terms', () => example('lesson-1-error-terms.network.yaml'), Object.keys(themes) as ThemeName[]],
    ['other paths', () => ofText(residual), ['light']],
    ['vanishing', () => ofText(texts.vanishing), ['dark']],
  ];
  for (const [name, make, ownThemes] of looks) {
    for (const theme of ownThemes) {
      it(`has nothing cut, overlapping or mute at any width: ${name} in ${theme}`, async () => {
        const panel = await open(made(name, make), { theme });
        const faults: string[] = [];
        for (const width of [170, 300, 600, 1200]) {
          await panel.page.setViewportSize({ width, height: 900 });
          await panel.settled();
          faults.push(...(await layoutFaults(panel.page)).map((fault) => `at ${width}: ${fault}`));
        }
        faults.push(...(await axeFaults(panel.page)), ...(await panel.faults()));
        assert.deepEqual(faults, []);
        await panel.close();
      });
    }
  }
});
