// SPDX-License-Identifier: Apache-2.0
import { StagedoorProvider } from '@stagedoor/realtime-react';
import { useAccess, type Account } from './account';
import { ChatPage } from './chat-page';
import { SignIn } from './sign-in';

export function App({ account }: { readonly account: Account }) {
  const access = useAccess(account);
  switch (access.is) {
    case 'resuming':
      return <main className="waiting" aria-busy="true"><p role="status">One moment…</p></main>;
    case 'unreachable':
      return (
        <main className="waiting">
          <p role="alert">{access.problem}</p>
          <button className="primary" type="button" onClick={() => void account.resume()}>Try again</button>
        </main>
      );
    case 'signed-out':
      return <SignIn account={account} notice={access.notice} />;
    case 'signed-in':
      return (
        <StagedoorProvider client={access.client}>
          <ChatPage account={account} name={access.name} />
        </StagedoorProvider>
      );
  }
}
