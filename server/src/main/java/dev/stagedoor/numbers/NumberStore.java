// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The table {@code numbers}. */
final class NumberStore {
    private NumberStore() {}

    /** A row of it. */
    private record StoredNumber(
            String number,
            String agentSlug,
            String confirmedBy,
            @Nullable Instant confirmedAt,
            Instant createdAt,
            Instant updatedAt) {
        static StoredNumber of(PhoneNumber number) {
            return new StoredNumber(
                    number.number(),
                    number.agentSlug(),
                    number.confirmed().map(PhoneNumber.Confirmed::by).orElse(""),
                    number.confirmed().map(PhoneNumber.Confirmed::at).orElse(null),
                    number.times().createdAt(),
                    number.times().updatedAt());
        }

        PhoneNumber phoneNumber() {
            return new PhoneNumber(
                    number,
                    agentSlug,
                    Optional.ofNullable(confirmedAt).map(at -> new PhoneNumber.Confirmed(confirmedBy, at)),
                    new PhoneNumber.Times(createdAt, updatedAt));
        }
    }

    static Optional<PhoneNumber> find(Tx tx, String number) {
        return tx.query("SELECT * FROM numbers WHERE tenant_id = :tenant AND number = :number")
                .bind("number", number)
                .mapTo(StoredNumber.class)
                .findOne()
                .map(StoredNumber::phoneNumber);
    }

    /** The cursor has no +, which a query would turn into a space. */
    static Page<PhoneNumber> page(Tx tx, NumberFilter filter, Page.Request page) {
        List<PhoneNumber> rows = tx.query("""
                        SELECT * FROM numbers
                         WHERE tenant_id = :tenant AND number > :after
                           AND (:agent IS NULL OR agent_slug = :agent)
                           AND (:active IS NULL OR :active = (confirmed_at IS NOT NULL))
                         ORDER BY number LIMIT :rows
                        """)
                .bind("after", page.after() == null ? "" : '+' + page.after())
                .bind("agent", filter.agent())
                .bind("active", filter.active())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredNumber.class)
                .map(StoredNumber::phoneNumber)
                .list();
        return Page.of(rows, page.limit(), number -> number.number().substring(1));
    }

    /** Whose those numbers are, of all tenants; nobody's that only a tenant says is theirs. */
    static Map<String, TenantId> owners(Handle directory, List<String> numbers) {
        Map<String, TenantId> owners = new HashMap<>();
        directory
                .createQuery("SELECT number, tenant_id FROM directory_numbers(:numbers)")
                .bind("numbers", numbers.toArray(String[]::new))
                .map((rs, ctx) -> Map.entry(rs.getString("number"), new TenantId(rs.getString("tenant_id"))))
                .forEach(each -> owners.put(each.getKey(), each.getValue()));
        return owners;
    }

    static long count(Tx tx) {
        return tx.query("SELECT count(*) FROM numbers WHERE tenant_id = :tenant")
                .mapTo(Long.class)
                .one();
    }

    /** Whether it could be added: the tenant did not have it, and if it is confirmed, no other tenant has. */
    static boolean insert(Tx tx, PhoneNumber number) {
        return tx.update("""
                                INSERT INTO numbers (tenant_id, number, agent_slug, confirmed_by, confirmed_at,
                                                     created_at, updated_at)
                                VALUES (:tenant, :number, :agentSlug, :confirmedBy, :confirmedAt, :createdAt, :updatedAt)
                                ON CONFLICT DO NOTHING
                                """, StoredNumber.of(number)).execute() == 1;
    }

    static void answeredBy(Tx tx, PhoneNumber number) {
        tx.update("""
                UPDATE numbers SET agent_slug = :agentSlug, updated_at = :updatedAt
                 WHERE tenant_id = :tenant AND number = :number
                """, StoredNumber.of(number)).execute();
    }

    static boolean delete(Tx tx, String number) {
        return tx.update("DELETE FROM numbers WHERE tenant_id = :tenant AND number = :number")
                        .bind("number", number)
                        .execute()
                == 1;
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM numbers WHERE tenant_id = :tenant").execute();
    }
}
