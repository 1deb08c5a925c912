// The README says what of PyTorch is understood. UPDATE_README=1 (`npm run support`) writes the table anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { supportTable, withSupport } from './support';

const file = path.resolve(import.meta.dirname, '../../../README.md');

describe('the table of what is understood', () => {
  it('holds what the ranking of real programs begins with (their first forty names)', () => {
    const names = new Set(supportTable().match(/\w+/g));
    const wanted = `Linear Sequential Conv2d view cat Dropout ReLU Parameter ModuleList BatchNorm2d Identity reshape transpose size zeros mean
      LayerNorm arange GELU ones permute to unsqueeze contiguous Embedding MaxPool2d flatten float relu AdaptiveAvgPool2d Softmax stack randn
      softmax chunk tensor matmul sum AvgPool2d sigmoid`;
    assert.deepEqual(
      (wanted.match(/\w+/g) ?? []).filter((name) => !names.has(name)),
      [],
    );
  });

  it('stands in the README as it is', () => {
    const readme = readFileSync(file, 'utf8');
    if (process.env['UPDATE_README'] === '1') writeFileSync(file, withSupport(readme));
    assert.equal(readFileSync(file, 'utf8'), withSupport(readme), 'npm run support writes it anew');
  });
});
