// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code number_trunks}. */
final class TrunkStore {
    /** Where the job finds trunks to look at. */
    static final DueTable DUE = new DueTable("number_trunks", "number", "look_at", "TRUE");

    private TrunkStore() {}

    /** A row of it. */
    private record StoredTrunk(
            String number,
            boolean password,
            List<String> addresses,
            String sipHost,
            boolean sipTls,
            @Nullable String trunkId,
            @Nullable String ruleId,
            @Nullable String fingerprint,
            @Nullable String agentSlug,
            long credentialVersion,
            @Nullable Instant writtenAt) {
        Trunk trunk() {
            return new Trunk(number, password, addresses, new Trunk.Sip(sipHost, sipTls), written());
        }

        private Optional<Trunk.Written> written() {
            return trunkId == null || ruleId == null || fingerprint == null || agentSlug == null || writtenAt == null
                    ? Optional.empty()
                    : Optional.of(
                            new Trunk.Written(trunkId, ruleId, fingerprint, agentSlug, credentialVersion, writtenAt));
        }
    }

    private static final String COLUMNS =
            "number, password, addresses, sip_host, sip_tls, trunk_id, rule_id, fingerprint, agent_slug, credential_version, written_at";

    static Optional<Trunk> find(Tx tx, String number) {
        return tx.query("SELECT " + COLUMNS + " FROM number_trunks WHERE tenant_id = :tenant AND number = :number")
                .bind("number", number)
                .mapTo(StoredTrunk.class)
                .findOne()
                .map(StoredTrunk::trunk);
    }

    /** The number has a trunk, or is about to. */
    static void put(Tx tx, Trunk trunk, Instant now, Instant lookAt) {
        tx.update("""
                INSERT INTO number_trunks (tenant_id, number, password, addresses, sip_host, sip_tls, credential_version, look_at,
                                           leased_until, created_at)
                VALUES (:tenant, :number, :password, :addresses, :sipHost, :sipTls, 0, :lookAt, :now, :now)
                ON CONFLICT (tenant_id, number)
                DO UPDATE SET password = excluded.password, addresses = excluded.addresses, sip_host = excluded.sip_host,
                              sip_tls = excluded.sip_tls, look_at = excluded.look_at
                """)
                .bind("number", trunk.number())
                .bind("password", trunk.password())
                .bindArray("addresses", String.class, trunk.addresses().toArray())
                .bind("sipHost", trunk.sip().host())
                .bind("sipTls", trunk.sip().tls())
                .bind("now", now)
                .bind("lookAt", lookAt)
                .execute();
    }

    /** What was just written, or that nothing is; gives the writing back. */
    static int written(Tx tx, String number, Optional<Trunk.Written> written, Instant lookAt) {
        return tx.update("""
                UPDATE number_trunks
                   SET leased_until = created_at, trunk_id = :trunk, rule_id = :rule, fingerprint = :fingerprint, agent_slug = :agent,
                       credential_version = :version, written_at = :at, look_at = least(look_at, :lookAt)
                 WHERE tenant_id = :tenant AND number = :number
                """)
                .bind("number", number)
                .bind("trunk", written.map(Trunk.Written::trunkId).orElse(null))
                .bind("rule", written.map(Trunk.Written::ruleId).orElse(null))
                .bind("fingerprint", written.map(Trunk.Written::fingerprint).orElse(null))
                .bind("agent", written.map(Trunk.Written::agentSlug).orElse(null))
                .bind("version", written.map(Trunk.Written::credentialVersion).orElse(0L))
                .bind("at", written.map(Trunk.Written::at).orElse(null))
                .bind("lookAt", lookAt)
                .execute();
    }

    /** Claims the looks that are due for this node. */
    static List<Trunk> take(Tx tx, Instant now, Duration again) {
        return tx.query("""
                        UPDATE number_trunks SET look_at = :again
                         WHERE tenant_id = :tenant AND look_at <= :now
                        RETURNING number, password, addresses, sip_host, sip_tls, trunk_id, rule_id, fingerprint, agent_slug,
                                  credential_version, written_at
                        """)
                .bind("now", now)
                .bind("again", now.plus(again))
                .mapTo(StoredTrunk.class)
                .map(StoredTrunk::trunk)
                .list();
    }

    /** Looks soon: a call is on its way. */
    static void lookSoon(Tx tx, String number, Instant at) {
        tx.update("""
                UPDATE number_trunks SET look_at = least(look_at, :at)
                 WHERE tenant_id = :tenant AND number = :number
                """).bind("number", number).bind("at", at).execute();
    }

    /** Claims the writing of a number for this node; false if somebody else has it. */
    static boolean lease(Tx tx, String number, Instant now, Instant until) {
        return tx.update("""
                UPDATE number_trunks SET leased_until = :until
                 WHERE tenant_id = :tenant AND number = :number AND leased_until <= :now
                """)
                        .bind("number", number)
                        .bind("now", now)
                        .bind("until", until)
                        .execute()
                == 1;
    }

    static void delete(Tx tx, String number) {
        tx.update("DELETE FROM number_trunks WHERE tenant_id = :tenant AND number = :number")
                .bind("number", number)
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM number_trunks WHERE tenant_id = :tenant").execute();
    }
}
