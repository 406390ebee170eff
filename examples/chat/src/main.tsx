// SPDX-License-Identifier: Apache-2.0
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Account } from './account';
import { App } from './app';

const publishableKey = document.querySelector<HTMLMetaElement>('meta[name="publishable-key"]')!.content;
const account = new Account(publishableKey);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App account={account} />
  </StrictMode>,
);
void account.resume();
