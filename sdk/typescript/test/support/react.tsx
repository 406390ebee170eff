// SPDX-License-Identifier: Apache-2.0
// Renders as a browser does, without act(): a test waits until the page shows what it should.
import type { ComponentType, ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

const rendered = new Set<() => void>();

/** Renders into a page. */
export function render(node: ReactNode) {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container, { onRecoverableError: () => {} });
  const unmount = () => {
    if (!rendered.delete(unmount)) return;
    flushSync(() => root.unmount());
    container.remove();
  };
  rendered.add(unmount);
  flushSync(() => root.render(node));
  return { container, rerender: (other: ReactNode) => flushSync(() => root.render(other)), unmount };
}

/** Runs a hook in a component; `current` is what it gave last. */
export function renderHook<Result>(hook: () => Result, Wrapper?: ComponentType<{ children: ReactNode }>): { readonly current: Result } {
  const result = { current: undefined as Result };
  function Caller() {
    result.current = hook();
    return null;
  }
  render(Wrapper ? <Wrapper><Caller /></Wrapper> : <Caller />);
  return result;
}

/** Takes everything out of the page. */
export function cleanup(): void {
  for (const unmount of [...rendered]) unmount();
}
