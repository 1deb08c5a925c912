/** Edits are asked of the thread that inspects: one that takes too long must not hold up the next inspection. */
import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { FromWorker } from '../../src/protocol/messages';
import { referenceKernels } from '../../src/tensor/reference';
import { dispatcher } from '../../src/worker/dispatch';

/** What the thread replies to the wish for another activation in a program. */
function replyTo(text: string): unknown {
  const sent: FromWorker[] = [];
  const receive = dispatcher({
    kernels: (pace) => referenceKernels('float32', pace),
    send: (message) => sent.push(message),
    turn: () => Promise.resolve(),
    rest: () => Promise.resolve(),
    processor: () => process.cpuUsage(),
  });
  const intents = [{ kind: 'activate', layers: [1], to: 'relu' }] as const;
  receive({ kind: 'edit', id: 7, path: 'm.py', text, files: [], network: 0, intents });
  const [reply] = sent;
  assert.ok(reply?.kind === 'edits' && reply.id === 7);
  return reply.edits;
}

describe('edits that are asked of the thread', () => {
  const program = (body: string): string =>
    `import torch\nfrom torch import nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Linear(3, 4)\n        self.b = nn.Tanh()\n${body}    def forward(self, x):\n        return self.b(self.a(x))\n`;

  it('are made where the program is read', () => {
    const edits = replyTo(program(''));
    assert.ok(Array.isArray(edits) && edits.length > 0, JSON.stringify(edits));
  });

  for (const [name, body] of [
    ['loops', '        while True:\n            x = [i for i in range(1000)]\n'],
    ['calls', '        def f(n): return f(n - 1) + f(n - 2) if n > 0 else 1\n        self.n = f(60)\n'],
  ] as const)
    it(`are refused in a sentence where a program has no end: ${name}`, () => {
      assert.match(String(replyTo(program(body))), /^[A-Z].*\.$/);
    });
});
