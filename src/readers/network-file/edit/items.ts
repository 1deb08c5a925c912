/** The layers of a network file as the items of its lists. */
import { layerRows } from '../layers/table';
import type { Field, Group, List, Place } from './tree';

/** One layer as it is written. */
export interface Item {
  readonly list: List;
  readonly index: number;
  readonly place: Place;
  /** Its word. */
  readonly head: string;
  /** The name of the first layer that it spells. */
  readonly name: string;
}

/** All items of all lists of layers, those of blocks included. */
export function itemsOf(root: Group): readonly Omit<Item, 'name'>[] {
  const found: Omit<Item, 'name'>[] = [];
  const lists = [fieldOf(root, 'layers')?.value];
  for (let list = lists.pop(); list; list = lists.pop()) {
    if (list.kind !== 'list') continue;
    for (const [index, place] of list.items.entries()) {
      const head = headOf(place);
      found.push({ list, index, place, head });
      if (place.kind !== 'group' || head !== 'repeat') continue;
      const inside = fieldOf(place, 'repeat')?.value;
      // The block stands beside `repeat` or in the group behind it.
      for (const group of [place, inside]) {
        const body = group?.kind === 'group' ? fieldOf(group, 'layers')?.value : undefined;
        if (body) lists.push(body);
      }
    }
  }
  return found;
}

/** A field of a group; the first one counts. */
export function fieldOf(group: Group, key: string): Field | undefined {
  return group.fields.find((field) => field.key === key);
}

function headOf(place: Place): string {
  if (place.kind === 'scalar') return String(place.value);
  if (place.kind !== 'group') return '';
  return place.fields.find(({ key }) => Object.hasOwn(layerRows, key))?.key ?? '';
}
