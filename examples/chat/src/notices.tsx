// SPDX-License-Identifier: Apache-2.0
import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useRealtimeClient } from '@stagedoor/realtime-react';
import { CrossIcon } from './icons';
import { isOfConnection, problemOf } from './words';

interface Notice {
  readonly id: number;
  readonly text: string;
  /** True until there is a connection again, and of no interest then. */
  readonly passes: boolean;
}

interface Board {
  readonly notices: readonly Notice[];
  readonly dismiss: (id: number) => void;
}

const MOST = 3;

const Report = createContext<(error: unknown) => void>(() => {});
const Shown = createContext<Board>({ notices: [], dismiss: () => {} });

/** Tells the person what went wrong. */
export function useReport(): (error: unknown) => void {
  return useContext(Report);
}

export function Notices({ children }: { readonly children: ReactNode }) {
  const client = useRealtimeClient();
  const [notices, change] = useState<readonly Notice[]>([]);
  const report = useCallback((error: unknown) => {
    const text = problemOf(error);
    const passes = isOfConnection(error);
    change((before) => [...before.filter((one) => one.text !== text), { id: (before.at(-1)?.id ?? 0) + 1, text, passes }].slice(-MOST));
  }, []);
  useEffect(() => client.on('connected', () => change((all) => all.filter(({ passes }) => !passes))), [client]);
  const board = useMemo(() => ({ notices, dismiss: (id: number) => change((all) => all.filter((one) => one.id !== id)) }), [notices]);
  return (
    <Report value={report}>
      <Shown value={board}>{children}</Shown>
    </Report>
  );
}

/** Where it stands, the notices hang down over what comes after it. */
export function NoticeList() {
  const { notices, dismiss } = useContext(Shown);
  return (
    <div className="notices" role="alert">
      {notices.map(({ id, text }) => (
        <div key={id} className="problem-notice">
          <p>{text}</p>
          <button className="quiet" type="button" aria-label={`Dismiss: ${text}`} onClick={() => dismiss(id)}>
            <CrossIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
