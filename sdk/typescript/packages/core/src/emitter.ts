// SPDX-License-Identifier: Apache-2.0

/** What is called when an event happens. A promise that it returns is not awaited unless the event's page says so. */
export type Listener<Event> = (event: Event) => unknown;

/** Typed events. `Events` maps each event's name to what its listeners receive. */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  /** Calls `listener` at each such event. Returns a function that ends that. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener as Listener<never>));
    return () => this.off(name, listener);
  }

  /** Calls `listener` at the next such event only. */
  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const stop = this.on(name, (event) => {
      stop();
      return listener(event);
    });
    return stop;
  }

  /** Ends what `on` began. */
  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.#listeners.get(name)?.delete(listener as Listener<never>);
  }

  /** @internal Returns what the listeners returned; a listener that throws stops no other. */
  protected emit<Name extends keyof Events>(name: Name, event: Events[Name]): Promise<unknown>[] {
    const listeners = [...(this.#listeners.get(name) ?? [])] as Listener<Events[Name]>[];
    return listeners.map((listener) => {
      try {
        const returned = Promise.resolve(listener(event));
        // Callers that do not look at the result must not end a Node process by it.
        returned.catch(() => {});
        return returned;
      } catch (error) {
        const thrown = Promise.reject(error);
        thrown.catch(() => {});
        console.error(`A listener of "${String(name)}" failed:`, error);
        return thrown;
      }
    });
  }

  /** @internal */
  protected listens(name: keyof Events): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0;
  }
}
