/** What a name of a program stands for. */
import type { Expression, StatementOf } from '../../python/parse/syntax';
import type { Page } from '../../program/edit/page';

/** The value of a name that is assigned once; undefined for any other. */
export function assigned(page: Page, name: string): Expression | undefined {
  const found = page.nodes.flatMap((node) => {
    if (node.nodeType !== 'Assign') return [];
    const { targets, value } = node as unknown as StatementOf<'Assign'>; // its type was just looked at
    return targets.some((target) => target.nodeType === 'Name' && target.id === name) ? [value] : [];
  });
  return found.length === 1 ? found[0] : undefined;
}
