// SPDX-License-Identifier: Apache-2.0
// Tests against a started Stagedoor: STAGEDOOR_URL, and STAGEDOOR_BACKEND_KEY of a tenant.
import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['packages/*/test/**/*.server.test.ts'], maxWorkers: 1 } });
