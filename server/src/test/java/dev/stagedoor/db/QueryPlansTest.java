// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.db.SeenStatements.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("With many tenants and many rows, every hot statement finds its rows by an index")
@Tag("slow")
class QueryPlansTest {
    private static final Path GOLDEN = Path.of("src/test/resources/query-plans.txt");

    /** What a request waits for on other threads, and what each node asks again and again. */
    private static final Set<String> ELSEWHERE = Set.of(
            "audit.lane.LedgerStore.append",
            "audit.lane.LedgerStore.lock",
            "audit.lane.LoneAppend.commit",
            "calls.ReservationStore.tenants",
            "db.Database.opened",
            "dispatch.DispatchLeaseStore.save",
            "jobs.DueStore.round");

    /** What setting a tenant up does too, and no other request: once for each credential that is replaced. */
    private static final String COLD = "vault.claims.ClaimStore.release";

    /** The tables with due rows, but for those that {@code evidence.nightly} has. */
    private static final Set<String> DUE = Set.of(
            "budget_crossings",
            "calls",
            "chat_user_pending",
            "chat_user_retired",
            "chat_user_slots",
            "dispatches",
            "eviction_turns",
            "model_call_holds",
            "number_trunks",
            "phone_costs",
            "phone_dials",
            "phone_transfers",
            "runs",
            "webhook_endpoints");

    private static final SeenStatements SEEN = inFront();

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(QueryPlansTest::seen);

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static TestTenant acme;
    private static Set<String> plans = Set.of();

    private static SeenStatements inFront() {
        try {
            return SeenStatements.inFront();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AppConfig seen(AppConfig usual) {
        DatabaseSettings database = usual.database();
        return TestConfig.with(
                usual,
                new DatabaseSettings(
                        SeenStatements.marked(database.url()),
                        database.rolePrefix(),
                        database.poolSize(),
                        database.statementTimeout(),
                        database.adminUser(),
                        database.adminPassword()));
    }

    @BeforeAll
    static void plans_of_what_the_server_executes() throws SQLException {
        acme = new TestTenant(SERVER, "acme").withAgent("demo").withAgent("other");
        requests();
        TestTenant.until("what is awaited elsewhere was executed", QueryPlansTest::isAllSeen);
        List<Statement> hot = Stream.concat(
                        SEEN.executed(true).stream().filter(each -> !each.by().equals(COLD)),
                        SEEN.executed(false).stream().filter(each -> ELSEWHERE.contains(each.by())))
                .toList();
        try (QueryPlans of = new QueryPlans(DB)) {
            of.of(hot);
            ManyRows.in(DB, filled(of.tables()));
            plans = of.of(hot);
        }
    }

    private static void requests() {
        done(acme.token("{}"));
        Answer token = done(acme.token("{}"));
        String refresh = "{\"token\":\"%s\"}".formatted(token.at("/participant_token"));
        done(acme.backend().post("/api/v1/tokens/refresh", refresh));
        String call = acme.joinedCall("demo").at("/call_id");
        String another = "{\"agent_slug\":\"other\",\"user_id\":\"bob\",\"wait\":\"joined\"}";
        done(acme.backend().once("once").post("/api/v1/trigger", another));
        String named = "{\"agent_slug\":\"demo\",\"user_id\":\"carol\",\"room_name\":\"named\"}";
        String dispatch = done(acme.backend().post("/api/v1/trigger", named)).at("/dispatch/id");
        Stream.of(
                        "calls?limit=1",
                        "calls?limit=1&status=open",
                        "calls?limit=1&user=alice",
                        "calls/" + call,
                        "dispatches?limit=1",
                        "dispatches/" + dispatch,
                        "audit?limit=1",
                        "audit?limit=1&order=asc",
                        "audit?limit=1&target=" + call,
                        "api-keys?limit=1",
                        "agents?limit=1",
                        "events?limit=1",
                        "usage")
                .forEach(path -> pages(acme.backend(), "/api/v1/" + path));
        new TestTenant(SERVER, "globex").close();
        pages(SERVER.operator(), "/api/v1/tenants?limit=1");
    }

    /** The first page, and the next. */
    private static void pages(Caller caller, String path) {
        String next = done(caller.get(path)).at("/next");
        if (!next.isEmpty()) {
            done(caller.get(path + "&after=" + next));
        }
    }

    private static boolean isAllSeen() {
        List<String> by = SEEN.executed(false).stream().map(Statement::by).toList();
        return by.containsAll(ELSEWHERE) && looked().containsAll(DUE);
    }

    private static Set<String> looked() {
        String rounds = SEEN.executed(false).stream()
                .filter(each -> each.by().equals("jobs.DueStore.round"))
                .map(Statement::sql)
                .collect(Collectors.joining());
        return DUE.stream().filter(table -> rounds.contains(" " + table + " ")).collect(Collectors.toSet());
    }

    /** Of the parts of the audit, the one with what is long past. */
    private static Collection<String> filled(Set<String> tables) {
        return tables.stream()
                .map(table -> table.startsWith("audit_entries") ? "audit_entries_before" : table)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @AfterAll
    static void close() throws SQLException {
        acme.close();
        SEEN.close();
    }

    @Test
    void no_table_is_read_as_a_whole() {
        assertThat(plans).hasSizeGreaterThan(40).noneMatch(line -> line.contains(QueryPlans.WHOLE));
    }

    @Test
    void no_index_is_read_as_a_whole_but_to_step_from_tenant_to_tenant() {
        assertThat(plans)
                .filteredOn(line -> line.contains(QueryPlans.IN_ORDER))
                .hasSize(DUE.size())
                .allSatisfy(line -> assertThat(line).startsWith("jobs.DueStore.round: "));
    }

    @Test
    void the_indexes_are_those_that_were_looked_at() throws IOException {
        String now = String.join("\n", plans) + "\n";
        if ("renew".equals(System.getenv("GOLDEN"))) {
            Files.writeString(GOLDEN, now);
        }
        assertThat(now)
                .as("The plans differ from query-plans.txt. If each difference is meant: make golden")
                .isEqualTo(reviewed());
    }

    private static String reviewed() {
        try {
            return Files.exists(GOLDEN) ? Files.readString(GOLDEN) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
