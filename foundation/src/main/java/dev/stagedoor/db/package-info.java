// SPDX-License-Identifier: Apache-2.0
/**
 * PostgreSQL: the pools of its roles, transactions bound to one tenant, migrations, and snapshots of what was read.
 *
 * <p>Holds I4 (a tenant's transaction sees only that tenant's rows: row-level security under a role that cannot turn it
 * off) and the basis of T4 (each transaction learns its tenant's epoch in the statement that opens it).
 */
@NullMarked
package dev.stagedoor.db;

import org.jspecify.annotations.NullMarked;
