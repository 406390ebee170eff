// SPDX-License-Identifier: Apache-2.0
// A client with types generated from the server's OpenAPI document. Prints its results as JSON.

import createClient from 'openapi-fetch';
import type { paths } from './target/schema.d.ts';

declare const process: { env: Record<string, string | undefined> };

const { STAGEDOOR_URL, STAGEDOOR_KEY } = process.env;
const client = createClient<paths>({
  baseUrl: STAGEDOOR_URL,
  headers: { Authorization: `Bearer ${STAGEDOOR_KEY}` },
});

/** The body of a success; anything else ends the script. */
function must<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) {
    throw new Error(`${answer.response.status} ${JSON.stringify(answer.error)}`);
  }
  return answer.data;
}

const slugs = ['generated-ts-1', 'generated-ts-2'];
const created: string[] = [];
for (const slug of slugs) {
  const agent = must(
    await client.POST('/api/v1/agents', {
      params: { header: { 'Idempotency-Key': `create-${slug}` } },
      body: { slug, name: 'Generated', agent_name: slug, limits: { max_call_minutes: 5 } },
    }),
  );
  created.push(agent.slug);
}

const first = must(await client.GET('/api/v1/agents', { params: { query: { limit: 1 } } }));
const second = must(await client.GET('/api/v1/agents', { params: { query: { limit: 1, after: first.next } } }));
const refused = await client.GET('/api/v1/agents/{slug}', { params: { path: { slug: 'nobody' } } });

for (const slug of slugs) {
  await client.DELETE('/api/v1/agents/{slug}', { params: { path: { slug } } });
}

console.log(
  JSON.stringify({
    created,
    pages: [first, second].map((page) => page.items.map((agent) => agent.slug)),
    problem: refused.error?.code,
    status: refused.error?.status,
  }),
);
