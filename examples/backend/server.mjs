// SPDX-License-Identifier: Apache-2.0
// Starts the example backend from the environment.

import { createBackend } from './backend.mjs';

const { STAGEDOOR_URL, STAGEDOOR_API_KEY, AGENT_SLUG = 'demo', PORT = '3000' } = process.env;
const missing = Object.entries({ STAGEDOOR_URL, STAGEDOOR_API_KEY }).filter(([, value]) => !value).map(([name]) => name);
if (missing.length > 0) {
  console.error(`backend: ${missing.join(', ')} not set: it needs the url of Stagedoor and a tenant's API key`);
  process.exit(2);
}
createBackend({ stagedoorUrl: STAGEDOOR_URL.replace(/\/+$/, ''), apiKey: STAGEDOOR_API_KEY, agentSlug: AGENT_SLUG })
  .listen(Number(PORT), '127.0.0.1', function () {
    console.log(`http://127.0.0.1:${this.address().port}`);
  });
