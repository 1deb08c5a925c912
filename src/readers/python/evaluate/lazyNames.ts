/** The names of a module whose statements run when one of their names is first asked for. */
import type { Value } from '../values/value';

/** Gives the value of a name that waits, or sets it; undefined where it turned out to have none. */
type Later = () => Value | undefined;

/**
 * A map of names, some of which wait: asking for one of those runs what gives it. Looking through all of them runs everything; asking which names
 * there are runs nothing.
 */
export class LazyNames extends Map<string, Value> {
  readonly #waiting = new Map<string, Later>();

  /** Lets a name wait, in place of what it was before. */
  wait(name: string, later: Later): void {
    super.delete(name);
    this.#waiting.set(name, later);
  }

  override get(name: string): Value | undefined {
    return super.get(name) ?? (this.#waiting.size > 0 ? this.#run(name) : undefined);
  }

  override has(name: string): boolean {
    return super.has(name) || this.#waiting.has(name);
  }

  override set(name: string, value: Value): this {
    this.#waiting.delete(name);
    return super.set(name, value);
  }

  override delete(name: string): boolean {
    return this.#waiting.delete(name) || super.delete(name);
  }

  override get size(): number {
    return super.size + this.#waiting.size;
  }

  override keys(): MapIterator<string> {
    return [...super.keys(), ...this.#waiting.keys()].values();
  }

  override entries(): MapIterator<[string, Value]> {
    this.#runAll();
    return super.entries();
  }

  override values(): MapIterator<Value> {
    this.#runAll();
    return super.values();
  }

  override forEach(visit: (value: Value, name: string, all: Map<string, Value>) => void): void {
    this.#runAll();
    super.forEach(visit);
  }

  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.entries();
  }

  /** While a name is being made it is not there, as in Python before its statement. */
  #run(name: string): Value | undefined {
    const later = this.#waiting.get(name);
    if (!later) return undefined;
    this.#waiting.delete(name);
    const value = later();
    if (value !== undefined && !super.has(name)) super.set(name, value);
    return super.get(name);
  }

  #runAll(): void {
    for (const name of [...this.#waiting.keys()]) this.#run(name);
  }
}
