/** Which names of PyTorch are claimed to be understood (the rows of the README's table), and which of them no case of test/readers/torch/cases uses. */
import { readProgram } from '../../../src/readers/python/read/program';
import { programModules } from '../../../src/readers/program/modules';
import { tensorClass } from '../../../src/readers/torch/values/flavour';
import { readFamilies } from '../frameworkCases';
import type { Case } from './caseFiles';
import { torchModulesOfTable, understood } from './support';

/** A name with the module that has it; `Tensor` for methods. */
export interface Claim {
  readonly module: string;
  readonly name: string;
}

/** Other words that programs use for a module. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  'torch.nn.functional': ['F'],
  'torch.distributions': ['D'],
  'torch.functional': ['torch', 'Tensor'],
  // Layers that are read when a program uses them stand in torch.nn.
  'torch.nn.modules.rnn': ['nn'],
  'torch.nn.modules.transformer': ['nn'],
  'torch.nn.modules.further': ['nn'],
};

/** Every name that is claimed, module by module. */
export function claims(): readonly Claim[] {
  const { machine } = readProgram(
    { path: 'none.py', text: '' },
    { files: new Map(), modules: programModules, packages: [] },
  );
  const found = torchModulesOfTable().flatMap((module) => {
    const value = programModules.has(module) ? machine.importModule(module) : null;
    const names = value?.kind === 'module' ? understood(value.attributes) : [];
    return names.map((name) => ({ module, name }));
  });
  return [...found, ...understood(tensorClass.attributes).map((name) => ({ module: 'Tensor', name }))];
}

/** Everything that the cases say, in one text. */
function wholeText(): string {
  return readFamilies<Case>('torch')
    .flatMap(({ cases }) =>
      cases.map((one) => `${one.text}\n${'expression' in one ? one.expression : (one.network ?? '')}`),
    )
    .join('\n');
}

/** The claims that appear in no case under the name of their own module: `torch.relu`, `F.relu` and `x.relu()` are three. */
export function unusedClaims(): readonly Claim[] {
  const text = wholeText();
  // Each name with the one before it, of a long path every pair.
  const used = new Set(
    Array.from(text.matchAll(/\b(\w+)(?=\.(\w+))/g), ([, before, name]) => `${before ?? ''}.${name ?? ''}`),
  );
  const methods = new Set(Array.from(text.matchAll(/\.(\w+)\(/g), ([, name]) => name ?? ''));
  const imported = new Map<string, Set<string>>();
  for (const [, module = '', names = ''] of text.matchAll(/from ([\w.]+) import ([\w, ]+)/g))
    imported.set(module, new Set([...(imported.get(module) ?? []), ...names.split(/,\s*/)]));
  return claims().filter(({ module, name }) => {
    // A name stands for itself in place too.
    const both = [name, `${name}_`];
    if (module === 'Tensor') return !both.some((own) => methods.has(own) && isCalledOnTensor(text, own));
    const words = [module.split('.').at(-1) ?? module, ...(spellings[module] ?? [])];
    if (both.some((own) => words.some((word) => used.has(`${word}.${own}`)))) return false;
    return !(imported.get(module)?.has(name) ?? false);
  });
}

/** Whether something else than a module stands before the name. */
function isCalledOnTensor(text: string, name: string): boolean {
  const modules = 'torch|nn|F|D|math|functional|linalg|special|init|optim|data|utils|rnn';
  return new RegExp(`(?<!\\b(?:${modules}))\\.${name}\\(`).test(text);
}
