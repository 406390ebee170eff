// SPDX-License-Identifier: Apache-2.0
// How long livekit-server-sdk takes for one token, in one thread: mint.mjs [seconds]. Prints nanoseconds per token.
// The grants, name and life are those of MintBench.

import { AccessToken } from 'livekit-server-sdk';

const seconds = Number(process.argv[2] ?? 5);

async function mint(n) {
  const token = new AccessToken('APIbench', 'a-secret-of-the-benchmark-and-nobody-else', {
    identity: `user_${n}`,
    name: 'Alice',
    ttl: 3600,
  });
  token.addGrant({ room: 'acme.support-7f3a', roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true });
  return token.toJwt();
}

async function perToken(forSeconds) {
  const start = process.hrtime.bigint();
  const end = start + BigInt(Math.round(forSeconds * 1e9));
  let minted = 0;
  let length = 0;
  while (process.hrtime.bigint() < end) {
    for (let i = 0; i < 500; i++) length += (await mint(minted++)).length;
  }
  if (length < minted) throw new Error('no tokens were minted');
  return Number(process.hrtime.bigint() - start) / minted;
}

await perToken(seconds / 2);
console.log(Math.round(await perToken(seconds)));
