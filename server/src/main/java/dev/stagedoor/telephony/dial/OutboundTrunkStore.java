// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code outbound_trunks}. */
final class OutboundTrunkStore {
    private OutboundTrunkStore() {}

    /** A row of it. */
    record StoredTrunk(
            String address,
            String transport,
            String username,
            List<String> numbers,
            @Nullable String trunkId,
            long credentialVersion,
            @Nullable Instant writtenAt) {
        OutboundTrunk trunk() {
            Optional<OutboundTrunk.Written> written = trunkId == null || writtenAt == null
                    ? Optional.empty()
                    : Optional.of(new OutboundTrunk.Written(trunkId, credentialVersion, writtenAt));
            return new OutboundTrunk(new OutboundTrunk.Carrier(address, transport), username, numbers, written);
        }
    }

    static Optional<OutboundTrunk> find(Tx tx) {
        return tx.query("""
                        SELECT address, transport, username, numbers, trunk_id, credential_version, written_at
                          FROM outbound_trunks WHERE tenant_id = :tenant
                        """).mapTo(StoredTrunk.class).findOne().map(StoredTrunk::trunk);
    }

    /** Stores what is wanted; what was written stays. */
    static void put(Tx tx, OutboundTrunk trunk, Instant now) {
        tx.update("""
                INSERT INTO outbound_trunks (tenant_id, address, transport, username, numbers, credential_version,
                                             leased_until, created_at)
                VALUES (:tenant, :address, :transport, :username, :numbers, 0, :now, :now)
                ON CONFLICT (tenant_id)
                DO UPDATE SET address = excluded.address, transport = excluded.transport, username = excluded.username,
                              numbers = excluded.numbers
                """)
                .bind("address", trunk.carrier().address())
                .bind("transport", trunk.carrier().transport())
                .bind("username", trunk.username())
                .bindArray("numbers", String.class, trunk.numbers().toArray())
                .bind("now", now)
                .execute();
    }

    /** What was just written, or that nothing is; gives the writing back. */
    static int written(Tx tx, Optional<OutboundTrunk.Written> written) {
        return tx.update("""
                UPDATE outbound_trunks
                   SET leased_until = created_at, trunk_id = :trunk, credential_version = :version, written_at = :at
                 WHERE tenant_id = :tenant
                """)
                .bind("trunk", written.map(OutboundTrunk.Written::trunkId).orElse(null))
                .bind(
                        "version",
                        written.map(OutboundTrunk.Written::credentialVersion).orElse(0L))
                .bind("at", written.map(OutboundTrunk.Written::at).orElse(null))
                .execute();
    }

    /** Claims the writing for this node; false if somebody else has it. */
    static boolean lease(Tx tx, Instant now, Instant until) {
        return tx.update("""
                UPDATE outbound_trunks SET leased_until = :until WHERE tenant_id = :tenant AND leased_until <= :now
                """).bind("now", now).bind("until", until).execute() == 1;
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM outbound_trunks WHERE tenant_id = :tenant").execute();
    }
}
