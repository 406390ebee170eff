// SPDX-License-Identifier: Apache-2.0
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { RealtimeClient } from '@stagedoor/realtime-core';
import { useConnection, useRealtimeClient } from '@stagedoor/realtime-react';
import type { Account } from './account';
import { focusMessage } from './composer';

/** Why there is no connection, when it will not come back by itself. */
type Stopped = 'replaced' | 'refused' | null;

const FIRST_TRIES = 3_000;

/** Connects for as long as it is shown. The SDK makes a lost connection again; what it gives up on is decided here. */
export function useKeptConnection(account: Account): { stopped: Stopped; reconnect: () => void } {
  const client = useRealtimeClient();
  const [stopped, setStopped] = useState<Stopped>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const connect = () => {
      client.connect().catch((error: { code?: string }) => {
        if (isOver) return;
        if (!gaveUp(error.code)) timer = setTimeout(connect, FIRST_TRIES);
      });
    };
    const gaveUp = (code: string | undefined): boolean => {
      if (code === 'replaced') setStopped('replaced');
      else if (code === 'forbidden' || code === 'unacceptable') {
        setStopped('refused');
        account.check().catch(() => {});
      } else return false;
      return true;
    };
    const end = client.on('reconnection_failed', ({ code }) => void gaveUp(code));
    setStopped(null);
    connect();
    return () => {
      isOver = true;
      clearTimeout(timer);
      end();
    };
  }, [client, account, round]);

  // StrictMode takes effects away and brings them back in one turn; that must not end a connection.
  useEffect(() => {
    kept.set(client, (kept.get(client) ?? 0) + 1);
    return () => {
      kept.set(client, kept.get(client)! - 1);
      queueMicrotask(() => {
        if (kept.get(client) === 0) client.disconnect();
      });
    };
  }, [client]);

  return { stopped, reconnect: () => setRound((n) => n + 1) };
}

const kept = new WeakMap<RealtimeClient, number>();

/** Says what the connection does, unless it stands. */
export function ConnectionBanner({ stopped, reconnect, isHidden }: { readonly stopped: Stopped; readonly reconnect: () => void; readonly isHidden: boolean }) {
  const { state, connect } = useConnection();
  const isOnline = useOnline();
  const { seconds, forget } = useNextTry();
  const tryNow = () => {
    forget();
    connect().catch(() => {});
  };
  const text = textOf(state, stopped, isOnline, seconds);
  return (
    <div className="connection" data-shown={text !== null} inert={isHidden}>
      {/* Seconds that count down would be read out one by one. */}
      <p role="status">{text?.split(' in ')[0]}<span aria-hidden="true">{text?.includes(' in ') && ` in ${text.split(' in ')[1]}`}</span></p>
      {stopped && <Choice onChoose={reconnect}>{stopped === 'replaced' ? 'Use it here' : 'Try again'}</Choice>}
      {!stopped && state === 'RECONNECTING' && seconds > 0 && <Choice onChoose={tryNow}>Try now</Choice>}
    </div>
  );
}

/** Goes when it has served; who came to it by keyboard then writes on. */
function Choice({ onChoose, children }: { readonly onChoose: () => void; readonly children: string }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const shown = button.current;
    return () => {
      if (shown === document.activeElement) focusMessage();
    };
  }, []);
  return <button ref={button} type="button" onClick={onChoose}>{children}</button>;
}

function textOf(state: string, stopped: Stopped, isOnline: boolean, seconds: number): string | null {
  if (stopped === 'replaced') return 'This chat is open in another window.';
  if (stopped === 'refused') return 'The server refused the connection.';
  if (state === 'CONNECTED') return null;
  if (!isOnline) return 'You are offline. What you write is kept.';
  if (state === 'RECONNECTING') return seconds > 0 ? `The connection was lost. Reconnecting in ${seconds} s` : 'Reconnecting…';
  return 'Connecting…';
}

function useOnline(): boolean {
  const follow = (follower: () => void) => {
    window.addEventListener('online', follower);
    window.addEventListener('offline', follower);
    return () => {
      window.removeEventListener('online', follower);
      window.removeEventListener('offline', follower);
    };
  };
  return useSyncExternalStore(follow, () => navigator.onLine);
}

/** In how many seconds the next try begins; `forget` if it begins now. */
function useNextTry(): { seconds: number; forget: () => void } {
  const client = useRealtimeClient();
  const [end, setEnd] = useState(0);
  const [seconds, setSeconds] = useState(0);
  const forget = () => setEnd(0);
  useEffect(() => {
    const ends = [
      client.on('reconnecting', ({ delay }) => setEnd(Date.now() + delay)),
      client.on('connected', forget),
      client.on('reconnection_failed', forget),
    ];
    return () => ends.forEach((stop) => stop());
  }, [client]);
  useEffect(() => {
    const count = () => setSeconds(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    count();
    if (end === 0) return;
    const timer = setInterval(count, 500);
    return () => clearInterval(timer);
  }, [end]);
  return { seconds, forget };
}
