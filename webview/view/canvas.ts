/** Directives that touch an element behind lit's back: a chart on a canvas, pixels, and lengths that CSS takes from the data. */
import { noChange } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import { PartType, type ElementPart, type PartInfo } from 'lit/directive.js';
import { draw, type Drawn } from '../chart';
import { putPixels } from '../heat/paint';
import type { Plot } from '../plot/plot';
import type { Palette } from '../theme';

/** A directive that stands on an element and is given values at every drawing. */
abstract class OnElement<Given extends unknown[]> extends AsyncDirective {
  protected given: Given | null = null;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT)
      throw new Error('This directive stands on an element, not in its content.');
  }

  render(...given: Given): typeof noChange {
    this.given = given;
    return noChange;
  }

  override update(part: ElementPart, given: Given): typeof noChange {
    const before = this.given;
    this.given = given;
    this.apply(part.element, given, before);
    return noChange;
  }

  protected abstract apply(element: Element, given: Given, before: Given | null): void;
}

class Plotted extends OnElement<[plot: Plot, palette: Palette]> {
  #drawn: Drawn | null = null;
  #waiting = false;

  protected override apply(
    element: Element,
    [plot, palette]: [Plot, Palette],
    before: [Plot, Palette] | null,
  ): void {
    if (before !== null && before[0] === plot && before[1] === palette) return;
    // chart.js measures its canvas, which has a size only once lit has put it into the page.
    queueMicrotask(() => this.#show(element));
  }

  override disconnected(): void {
    this.#drawn?.destroy();
    this.#drawn = null;
  }

  #show(element: Element): void {
    if (this.given === null || !element.isConnected || !(element instanceof HTMLCanvasElement)) return;
    if (this.#drawn === null) this.#drawn = draw(element, ...this.given);
    else if (inView(element)) this.#drawn.replace(...this.given);
    else this.#later();
  }

  /** A picture that has to be scrolled to does not hold up the ones that are seen. */
  #later(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    requestAnimationFrame(() =>
      setTimeout(() => {
        this.#waiting = false;
        if (this.given !== null) this.#drawn?.replace(...this.given);
      }),
    );
  }
}

function inView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

/** On a canvas: keeps a chart of the plot on it. */
export const plotted = directive(Plotted);

class Painted extends OnElement<[image: ImageData]> {
  protected override apply(element: Element, [image]: [ImageData]): void {
    if (element instanceof HTMLCanvasElement) putPixels(element, image);
  }
}

/** On a canvas: shows an image, one canvas pixel for each of its own. */
export const painted = directive(Painted);

/** CSS custom properties by name. */
type Properties = Readonly<Record<string, string>>;

class Lengths extends OnElement<[properties: Properties]> {
  protected override apply(element: Element, [properties]: [Properties]): void {
    if (!(element instanceof HTMLElement)) return;
    for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value);
  }
}

/** On any element: sets CSS custom properties through the object model, since the panel's policy forbids style attributes. */
export const lengths = directive(Lengths);

class Flashing extends OnElement<[subject: string, text: string]> {
  protected override apply(element: Element, given: [string, string], before: [string, string] | null): void {
    if (before === null || before[0] !== given[0] || before[1] === given[1]) return;
    // Taking the animations away and adding the class again starts a second flash after a second change.
    element.classList.remove('changed');
    for (const animation of element.getAnimations()) animation.cancel();
    element.classList.add('changed');
    element.addEventListener('animationend', () => element.classList.remove('changed'), { once: true });
  }
}

/** On a table cell: flashes once when its text changes while its subject (the network and layer it is about) stays. */
export const flashing = directive(Flashing);

class KeptInView extends OnElement<[selected: boolean]> {
  protected override apply(element: Element, [selected]: [boolean], before: [boolean] | null): void {
    if (!selected || before?.[0] === true) return;
    // Only the table's own box is moved, never the page; it has its size only once lit has put it there.
    queueMicrotask(() => {
      const box = element.closest('.table-box');
      if (box === null) return;
      const { top, bottom } = element.getBoundingClientRect();
      const frame = box.getBoundingClientRect();
      const head = box.querySelector('thead')?.getBoundingClientRect().height ?? 0;
      if (top < frame.top + head) box.scrollTop -= frame.top + head - top;
      else if (bottom > frame.bottom) box.scrollTop += bottom - frame.bottom;
    });
  }
}

/** On a table row: scrolls the table's box so that a row that becomes selected can be seen. */
export const keptInView = directive(KeptInView);

class Measured extends OnElement<[told: (width: number) => void]> {
  #element: Element | null = null;
  readonly #observer = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.given?.[0](entry.contentRect.width);
  });

  protected override apply(element: Element, _given: unknown, before: unknown): void {
    this.#element = element;
    if (before === null) this.#observer.observe(element);
  }

  override disconnected(): void {
    this.#observer.disconnect();
  }

  override reconnected(): void {
    if (this.#element !== null) this.#observer.observe(this.#element);
  }
}

/** On any element: tells its width in pixels, now and whenever it changes. */
export const measured = directive(Measured);
