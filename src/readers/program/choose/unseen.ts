/** Why a program that seems to use a model has none to show: the model comes from a call that is not understood, a download or a file. */
import type { Problem } from '../../../base/problem';
import { evaluateAt } from '../../python/read/sites';
import { targetOf } from './candidates';
import type { Survey } from './candidate';

/** What is asked of a model, and hardly of anything else. */
const asked = ['parameters', 'train', 'eval', 'state_dict', 'load_state_dict', 'requires_grad_'];

/** The first call that gives what the program uses as a model, and why it is not known; null where there is none. */
export function unseenModel({ program, sites }: Survey): Problem | null {
  const models = new Set(
    sites.flatMap(({ callee, node }) => {
      const [, holder, method] = /^(.+)\.(\w+)$/.exec(callee) ?? [];
      const given = node.keywords.find(({ arg }) => arg === 'model')?.value;
      return [
        ...(holder !== undefined && asked.includes(method ?? '') ? [holder] : []),
        ...(given ? [program.main.file.textOf(given)] : []),
      ];
    }),
  );
  for (const site of sites) {
    const target = targetOf(program, site);
    if (target === null || !models.has(target)) continue;
    const outcome = evaluateAt(program, site, site.node);
    if (!('value' in outcome) || outcome.value.kind !== 'unknown') continue;
    const message = `${target} is not known: ${outcome.value.message}`;
    return { severity: 'information', message, span: program.main.file.span(site.node) };
  }
  return null;
}
