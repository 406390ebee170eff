// SPDX-License-Identifier: Apache-2.0
/** What is measured, and what it needs: Stagedoor, its peers, PostgreSQL and the scripted API, each in processes of its own. */
@NullMarked
package dev.stagedoor.bench.servers;

import org.jspecify.annotations.NullMarked;
