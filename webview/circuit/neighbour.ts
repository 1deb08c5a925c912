/** Where an arrow key goes in a circuit: to the nearest box on that side, those straight ahead first. */
import type { Drawing, PlacedBox } from './layout';

const ways: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Going aside counts more than going ahead. */
const asideWeight = 2;
/** Where no wire leads is further away than where one does. */
const noWire = 1e6;

/** The index of the node that a key goes to; undefined for other keys and where nothing is on that side. */
export function neighbour(
  { boxes, wires, direction }: Drawing,
  from: number | null,
  key: string,
): number | undefined {
  if (key === 'Home') return boxes[0]?.index;
  if (key === 'End') return boxes.at(-1)?.index;
  const way = ways[key];
  if (way === undefined) return undefined;
  const here = boxes.find(({ index }) => index === from);
  if (here === undefined) return boxes[0]?.index;
  const along = (direction === 'right' ? way[0] : way[1]) !== 0;
  const joined = new Set(
    wires.flatMap((wire) => (wire.from === from ? [wire.to] : wire.to === from ? [wire.from] : [])),
  );
  let [best, least]: [PlacedBox | undefined, number] = [undefined, Infinity];
  for (const box of boxes) {
    const [x, y] = [box.middle.x - here.middle.x, box.middle.y - here.middle.y];
    const ahead = x * way[0] + y * way[1];
    const aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
    // Along the way of the circuit one goes from gate to gate over wires where there are any.
    const detour = along && !joined.has(box.index) ? noWire : 0;
    const distance = ahead + asideWeight * aside + detour;
    if (ahead > 1 && distance < least) [best, least] = [box, distance];
  }
  return best?.index;
}
