// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import static dev.stagedoor.dispatch.plan.Given.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.dispatch.plan.Given;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.json.Json;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@DisplayName("Nodes one version apart share the dispatches table (E6)")
@Tag("slow")
class DispatchUpgradeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Path FIXTURES = Path.of("src/test/resources/upgrade/dispatch");
    private static final Principal JOB = TestNode.job();
    private static final Duration LEASE = Duration.ofSeconds(12);
    private static TestNode node;

    private TenantId tenant = Given.ACME;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, TurnableClock.at(Given.START));
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @BeforeEach
    void aTenant() {
        tenant = node.tenant().id();
    }

    static Stream<String> fixtures() throws IOException {
        try (Stream<Path> files = Files.list(FIXTURES)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList().stream();
        }
    }

    private ObjectNode fixture(String name) {
        try {
            String text = Files.readString(FIXTURES.resolve(name + ".json"));
            return Json.read(text.replace(Given.ACME.value(), tenant.value()), ObjectNode.class);
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Writes a fixture's rows as the version it was captured from does: it knows no other columns. */
    private DispatchId written(ObjectNode fixture) {
        sql("""
            INSERT INTO dispatches (tenant_id, dispatch_id, room, agent_name, call_id, status, state, asked, waits_for,
                                    next_at, lease_until, fence, created_at, ended_at)
            SELECT tenant_id, dispatch_id, room, agent_name, call_id, status, state, asked, waits_for,
                   next_at, lease_until, fence, created_at, ended_at
              FROM jsonb_populate_record(NULL::dispatches, ?::jsonb)
            """, Json.text(fixture.path("row")));
        sql(
                "INSERT INTO dispatch_receipts SELECT * FROM jsonb_populate_recordset(NULL::dispatch_receipts, ?::jsonb)",
                Json.text(fixture.path("receipt")));
        return new DispatchId(fixture.at("/row/dispatch_id").asText());
    }

    private static void sql(String sql, String argument) {
        try (Connection connection = DB.asAdmin();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private String column(String what, DispatchId id) {
        String sql = "SELECT " + what + " FROM dispatches WHERE dispatch_id = ? AND tenant_id = ?";
        try (Connection connection = DB.asAdmin();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id.value());
            statement.setString(2, tenant.value());
            try (ResultSet rs = statement.executeQuery()) {
                rs.next();
                return rs.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Dispatch found(DispatchId id) {
        return node.on()
                .ledger()
                .read(JOB, tenant, tx -> DispatchRowStore.find(tx, id))
                .orElseThrow();
    }

    private static DispatchStore store() {
        return new PostgresDispatchStore(node.on().ledger());
    }

    private DispatchStore.Lease taken(DispatchId id) {
        return store().take(tenant, id, at(3600), LEASE).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void what_the_last_version_wrote_is_read_as_it_was_meant(String name) {
        ObjectNode fixture = fixture(name);
        DispatchId id = written(fixture);

        assertThat(found(id)).isEqualTo(UpgradeFixtures.meant(name, id, tenant));
        List<Receipt.Numbered> receipt = node.on().ledger().read(JOB, tenant, tx -> ReceiptStore.receipt(tx, id, 0));
        assertThat(receipt.stream().map(each -> each.line().status().name()).toList())
                .isEqualTo(fixture.path("receipt").findValuesAsText("status"));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void what_this_version_writes_is_read_by_the_last_which_refuses_fields_that_it_does_not_know(String name) {
        DispatchId id = written(fixture(name));
        Dispatch dispatch = found(id);
        sql(
                "UPDATE dispatches SET state = ?::jsonb WHERE dispatch_id = '" + id + "' AND tenant_id = '" + tenant
                        + "'",
                StoredDispatch.over("{}", dispatch));

        JsonNode seen = Json.mapper().valueToTree(Json.read(column("state", id), OlderNode.class));
        JsonNode before = Json.mapper()
                .valueToTree(Json.read(fixture(name).at("/row/state").toString(), OlderNode.class));
        assertThat(withoutEndingSince(seen)).isEqualTo(withoutEndingSince(before));
    }

    /** Once it has ended, nothing reads when it began to end. */
    private static JsonNode withoutEndingSince(JsonNode state) {
        return state.path("ended_at").isMissingNode() ? state : ((ObjectNode) state).without("ending_since");
    }

    @Test
    void rows_of_an_older_node_have_the_columns_that_sql_filters_on() {
        DispatchId waiting = written(fixture("requested-waiting"));

        assertThat(column("deadline = '2026-03-01T12:01:00Z'", waiting)).isEqualTo("t");
        assertThat(column("credential_version", waiting)).isEqualTo("7");
        assertThat(column("state_version", waiting)).isEqualTo("1");
        assertThat(node.on().ledger().<Boolean>read(JOB, tenant, tx -> DispatchRowStore.uses(tx, 7)))
                .isTrue();
    }

    /** It would take the attempt of the lost agent for one that is under way. */
    @Test
    void one_whose_agent_was_lost_is_left_alone_by_a_node_that_knows_of_none() {
        Dispatch joined = Given.joined("agent-1");

        assertThat(StoredDispatch.versionOf(joined)).isEqualTo(1);
        assertThat(StoredDispatch.versionOf(joined.lost(EndReason.AGENT_GONE, Given.at(9))))
                .isEqualTo(3);
    }

    @Test
    void fields_of_a_newer_node_survive_a_save_at_every_depth() {
        ObjectNode fixture = fixture("joined-missing-asked");
        ObjectNode state = (ObjectNode) fixture.at("/row/state");
        List<String> places = List.of("", "/spec", "/id", "/tenant", "/attempts/0", "/attempts/1");
        places.forEach(
                place -> ((ObjectNode) state.at(place)).putObject("later").put("kept", place));
        DispatchId id = written(fixture);

        DispatchStore.Lease lease = taken(id);
        Dispatch next = lease.dispatch().ending(EndReason.CALL_ENDED, at(3600));
        assertThat(store().save(lease, next, at(3600), at(3601), at(3612))).isPresent();

        JsonNode saved = Json.read(column("state", id), JsonNode.class);
        assertThat(places)
                .allSatisfy(place -> assertThat(saved.at(place + "/later/kept").asText("lost"))
                        .isEqualTo(place));
        assertThat(saved.path("status").asText()).isEqualTo("ending");
        assertThat(saved.path("quiet_since").isNull()).isTrue();
        assertThat(found(id)).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/status", "/end", "/attempts/0/via", "/attempts/0/state", "state_version", "asked"})
    void a_row_with_a_value_of_a_newer_node_is_skipped_with_a_line_in_the_log(String where) {
        DispatchId good = written(fixture("requested-full"));
        ObjectNode fixture = fixture("joined");
        boolean inState = where.startsWith("/");
        if (inState) {
            int name = where.lastIndexOf('/');
            ((ObjectNode) fixture.at("/row/state" + where.substring(0, name)))
                    .put(where.substring(name + 1), "of_tomorrow");
        }
        DispatchId newer = written(fixture);
        if (!inState) {
            sql(
                    "UPDATE dispatches SET " + where + " = "
                            + ("asked".equals(where) ? "'OF_TOMORROW'" : StoredDispatch.VERSION + 1)
                            + " WHERE dispatch_id = ?",
                    newer.value());
        }

        logged(lines -> {
            assertThat(due()).contains(good, newer);
            assertThat(store().take(tenant, newer, at(3600), LEASE)).isEmpty();
            assertThat(lines).anyMatch(line -> line.getFormattedMessage().contains(newer.value()));
        });
        assertThat(taken(good).dispatch().id()).isEqualTo(good);
        assertThat(due()).as("left alone until its lease ends").doesNotContain(newer);
        if (!"asked".equals(where)) {
            assertThat(stored(tx -> DispatchRowStore.list(tx, new Page.Request(10, null), null)
                            .items()))
                    .extracting(Dispatch::id)
                    .containsExactly(good);
            assertThat(stored(tx -> DispatchRowStore.ofCall(tx, "call_1")))
                    .extracting(Dispatch::id)
                    .containsExactly(good);
            assertThatThrownBy(() -> found(newer)).isInstanceOf(UnreadableStored.class);
        }
        assertThat(stored(tx -> DispatchRowStore.unfinishedOfCall(tx, "call_1")))
                .as("those that its call waits for and ends")
                .containsExactly(good, newer);
    }

    @Test
    void a_receipt_without_a_line_of_a_newer_node_keeps_its_numbers() {
        ObjectNode fixture = fixture("completed");
        ((ObjectNode) fixture.at("/receipt/0")).put("status", "OF_TOMORROW");
        DispatchId id = written(fixture);

        assertThat(stored(tx -> ReceiptStore.receipt(tx, id, 0)))
                .extracting(Receipt.Numbered::number)
                .containsExactly(2);
    }

    private <T> List<T> stored(Function<Tx, List<T>> read) {
        return node.on().ledger().read(JOB, tenant, read);
    }

    private List<DispatchId> due() {
        return DueSource.of(DispatchLeaseStore.DUE, node.on().database()).round(at(3600), Set.of(), 1000).stream()
                .filter(due -> due.tenant().equals(tenant))
                .map(due -> new DispatchId(due.id()))
                .toList();
    }

    private static void logged(Consumer<List<ILoggingEvent>> work) {
        Logger logger = (Logger) LoggerFactory.getLogger(DispatchLeaseStore.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            work.accept(lines.list);
        } finally {
            logger.detachAppender(lines);
        }
    }
}
