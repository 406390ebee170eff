// SPDX-License-Identifier: Apache-2.0
// Makes two users to try the app with, and prints their passwords. Run again, it gives them new ones.

import { randomBytes } from 'node:crypto';
import { settings } from './settings.mjs';

const { STAGEDOOR_URL, STAGEDOOR_API_KEY } = settings('STAGEDOOR_URL', 'STAGEDOOR_API_KEY');

async function post(path, body, accepted = []) {
  const response = await fetch(STAGEDOOR_URL + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${STAGEDOOR_API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok && !accepted.includes(response.status)) throw new Error(`${path} answered ${response.status}: ${answer.detail}`);
  return response.ok ? answer : undefined;
}

try {
  for (const [user, name] of [['ada', 'Ada'], ['grace', 'Grace']]) {
    const email = `${user}@example.com`;
    const invited = await post('/api/v1/accounts', { user_id: user, email, name }, [409]);
    const { token } = invited ?? (await post(`/api/v1/accounts/${user}/reset`, {}));
    const password = randomBytes(12).toString('base64url');
    await post('/api/auth/password', { token, password });
    console.log(`${email}  ${password}`);
  }
} catch (error) {
  console.error(`demo-users: ${error.message}`);
  process.exitCode = 1;
}
