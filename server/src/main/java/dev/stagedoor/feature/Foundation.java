// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.feature;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.keys.DataKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/**
 * What every feature stands on: one of each in a process.
 *
 * @param meters where a feature registers its meters when it is constructed, so that they are there before the first
 *     event; none is tagged with a tenant, and docs/metrics.md has a line for each
 */
public record Foundation(
        Database database,
        Snapshots snapshots,
        Ledger ledger,
        Idempotency idempotency,
        DataKeys dataKeys,
        Clock clock,
        MeterRegistry meters) {}
