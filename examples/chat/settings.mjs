// SPDX-License-Identifier: Apache-2.0
// Which Stagedoor, and which tenant: from the environment, or from what `make run` wrote.

import { readFileSync } from 'node:fs';

const READY = new URL('../../.stagedoor/ready.json', import.meta.url);

/** `names`: what is needed of STAGEDOOR_URL, STAGEDOOR_PUBLISHABLE_KEY and STAGEDOOR_API_KEY. Ends the program without. */
export function settings(...names) {
  const given = Object.fromEntries(names.map((name) => [name, process.env[name]]));
  const found = names.some((name) => given[name]) ? given : ofDev();
  const missing = names.filter((name) => !found[name]);
  if (missing.length > 0) {
    console.error(`chat: ${missing.join(', ')} not set, and "make run" has not started a Stagedoor here`);
    process.exit(2);
  }
  return { ...found, STAGEDOOR_URL: found.STAGEDOOR_URL.replace(/\/+$/, '') };
}

function ofDev() {
  try {
    const { url, tenants } = JSON.parse(readFileSync(READY, 'utf8'));
    return { STAGEDOOR_URL: url, STAGEDOOR_PUBLISHABLE_KEY: tenants[0].publishable_key, STAGEDOOR_API_KEY: tenants[0].api_key };
  } catch {
    return {};
  }
}
