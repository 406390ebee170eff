// SPDX-License-Identifier: Apache-2.0
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import { CrossIcon } from './icons';
import { problemOf } from './words';

interface Notice {
  readonly id: number;
  readonly text: string;
}

const MOST = 3;

const Report = createContext<(error: unknown) => void>(() => {});

/** Tells the person what went wrong. */
export function useReport(): (error: unknown) => void {
  return useContext(Report);
}

export function Notices({ children }: { readonly children: ReactNode }) {
  const [notices, change] = useState<readonly Notice[]>([]);
  const report = useCallback((error: unknown) => {
    const text = problemOf(error);
    change((before) => [...before.filter((one) => one.text !== text), { id: (before.at(-1)?.id ?? 0) + 1, text }].slice(-MOST));
  }, []);
  const list = useMemo(() => notices, [notices]);
  return (
    <Report value={report}>
      {children}
      <div className="notices" role="alert">
        {list.map(({ id, text }) => (
          <div key={id} className="problem-notice">
            <p>{text}</p>
            <button className="quiet" type="button" aria-label={`Dismiss: ${text}`} onClick={() => change((all) => all.filter((one) => one.id !== id))}>
              <CrossIcon />
            </button>
          </div>
        ))}
      </div>
    </Report>
  );
}
