// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.feature;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.keys.DataKeys;
import java.time.Clock;

/** What every feature stands on: one of each in a process. */
public record Foundation(
        Database database,
        Snapshots snapshots,
        Ledger ledger,
        Idempotency idempotency,
        DataKeys dataKeys,
        Clock clock) {}
