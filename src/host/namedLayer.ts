/** The layer that an attribute in a program names: `self.layer1` is a container, and stands for the first layer within it. */
import type { Report } from '../analysis/report';
import type { Selection } from '../protocol/messages';

/** An attribute with all that stands before it, as in `self.blocks[2].conv`. */
export const attributePattern = /\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])+/;

/**
 * The first layer of a report whose name begins with the parts of an attribute behind the object, or else holds them somewhere, since the object
 * may be a part itself; further parts of the attribute (`.weight`, `.forward`) may be left out. Null where there is none.
 */
export function layerNamed({ networks }: Report, attribute: string): Selection | null {
  const [, ...parts] = attribute.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  for (let count = parts.length; count > 0; count -= 1) {
    const wanted = `.${parts.slice(0, count).join('.')}.`;
    const within = networks.flatMap(({ layers }, network) =>
      layers.flatMap(({ name }, layer) => {
        const at = `.${name}.`.indexOf(wanted);
        return at === -1 ? [] : [{ at, selection: { network, layer } }];
      }),
    );
    const found = within.find(({ at }) => at === 0) ?? within[0];
    if (found) return found.selection;
  }
  return null;
}
