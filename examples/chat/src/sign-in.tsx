// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { mapLoginError, type LoginProblem } from '@stagedoor/realtime-core';
import type { Account } from './account';
import { Mark } from './icons';

export function SignIn({ account, notice }: { readonly account: Account; readonly notice: string | null }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<LoginProblem | null>(null);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const wait = useSecondsLeft(problem);

  useEffect(() => {
    document.title = 'Sign in – Green Room';
    email.current?.focus();
  }, []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy || wait > 0) return;
    setBusy(true);
    setProblem(null);
    try {
      await account.signIn({ email: email.current!.value.trim(), password: password.current!.value });
    } catch (error) {
      const told = mapLoginError(error);
      setProblem(told);
      setBusy(false);
      if (told.type === 'auth') password.current?.select();
    }
  }

  const isWrong = problem?.type === 'auth';
  return (
    <main className="sign-in">
      <form onSubmit={submit} aria-labelledby="sign-in-title">
        <Mark />
        <h1 id="sign-in-title">Green Room</h1>
        <p className="lead">Sign in to talk with your agents.</p>
        {notice && <p className="notice" role="status">{notice}</p>}
        <label htmlFor="email">Email</label>
        <input ref={email} id="email" name="email" type="email" autoComplete="username" required aria-invalid={isWrong} aria-describedby={problem ? 'problem' : undefined} />
        <label htmlFor="password">Password</label>
        <input ref={password} id="password" name="password" type="password" autoComplete="current-password" required aria-invalid={isWrong} aria-describedby={problem ? 'problem' : undefined} />
        <p id="problem" className="problem" role="alert">
          {problem && (problem.type === 'rate_limit' && wait === 0 ? 'You can try again now.' : problem.message)}
        </p>
        <button className="primary" type="submit" aria-disabled={isBusy || wait > 0}>
          {isBusy ? 'Signing in…' : wait > 0 ? `Wait ${wait} s` : 'Sign in'}
        </button>
      </form>
    </main>
  );
}

/** Counts the seconds that the server wants to be left alone. */
function useSecondsLeft(problem: LoginProblem | null): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const end = Date.now() + (problem?.retryAfter ?? 0) * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [problem]);
  return left;
}
