// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every route in the table, called by everyone without access: generated, so a new route is included automatically. */
@Tag("slow")
class AuthorizationMatrixTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    /** The actions open to anyone, by name: a route that none of the tests below calls must be listed here. */
    private static final Set<String> OPEN = Set.of("session.jwks");

    /** The actions for app users, by their session, and for visitors who get one. */
    private static final Set<String> SESSIONS = Set.of(
            "account.login",
            "account.set_password",
            "account.change_password",
            "session.refresh",
            "session.refresh_short",
            "realtime.connect",
            "realtime.ticket",
            "session.logout",
            "session.exchange",
            "account.login_agent",
            "account.login_agent_short",
            "realtime.cancel",
            "chat.export",
            "file.upload",
            "file.download",
            "file.delete");

    /** The actions for signed requests, by name; each also needs tests of its signature. */
    private static final Set<String> SIGNED = Set.of(
            "model_lease.redeem",
            "phone_call.answer",
            "phone_call.twilio",
            "phone_call.telnyx",
            "phone_call.plivo",
            "room_event.take");

    /** The actions of another vendor's API, for holders of a lease. */
    private static final Set<String> VENDORS = Set.of("model.messages", "model.count_tokens");

    @BeforeAll
    static void tenants() {
        for (String slug : List.of("acme", "globex", "suspended")) {
            SERVER.operator().post("/api/v1/tenants", "{\"slug\":\"%s\",\"name\":\"%s\"}".formatted(slug, slug));
            SERVER.operator()
                    .put("/api/v1/tenants/" + slug + "/agents/demo", "{\"name\":\"Demo\",\"agent_name\":\"demo\"}");
        }
    }

    @Test
    void nobody_gets_in_without_a_key() {
        assertEach(route -> true, new Caller(SERVER.url(), Secret.of("")), "acme", 401, "unauthenticated");
    }

    @Test
    void a_route_that_takes_no_key_is_named_here() {
        assertThat(actions(Access.Anyone.class)).isEqualTo(OPEN);
        assertThat(actions(Access.Signed.class)).isEqualTo(SIGNED);
        assertThat(actions(Access.Vendor.class)).isEqualTo(VENDORS);
        assertThat(actions(Access.Entered.class)).isEqualTo(SESSIONS);
    }

    private static Set<String> actions(Class<? extends Access> access) {
        return SERVER.routes().stream()
                .filter(route -> access.isInstance(route.access()))
                .map(Route::action)
                .collect(Collectors.toSet());
    }

    @Test
    void a_key_that_never_was_gets_nowhere() {
        String forged = "sd_live_" + "A".repeat(43) + "000000";
        assertEach(route -> true, SERVER.with(forged), "acme", 401, "unauthenticated");
    }

    @Test
    void a_tenants_key_without_the_scope_is_refused() {
        for (Scope scope : Scope.values()) {
            Caller without = key("acme", all(other -> other != scope));
            assertEach(
                    route -> needs(route.access()).equals(Optional.of(scope)),
                    without,
                    "acme",
                    403,
                    "insufficient_scope");
        }
    }

    @Test
    void a_tenants_key_is_no_operators() {
        Caller acme = key("acme", all(scope -> true));
        assertEach(route -> route.access() instanceof Access.OperatorOnly, acme, "acme", 403, "forbidden");
    }

    @Test
    void another_tenant_is_one_that_does_not_exist() {
        Caller acme = key("acme", all(scope -> true));
        Predicate<Route<?>> namesATenant =
                route -> route.path().contains("{tenant}") && !(route.access() instanceof Access.OperatorOnly);

        assertEach(namesATenant, acme, "globex", 404, "not_found");
        Answer theirs = acme.get("/api/v1/tenants/globex/agents");
        Answer nobodys = acme.get("/api/v1/tenants/nobody-at-all/agents");
        assertThat(theirs.at("/detail")).isEqualTo(nobodys.at("/detail"));
    }

    @Test
    void a_publishable_key_asks_for_tokens_and_for_nothing_else() {
        Answer made = SERVER.operator()
                .post(
                        "/api/v1/tenants/acme/api-keys",
                        "{\"kind\":\"publishable\",\"name\":\"page\",\"origins\":[\"https://acme.example\"]}");
        Caller page = SERVER.with(made.at("/key")).from("https://acme.example");

        assertThat(made.status()).isEqualTo(201);
        assertEach(route -> !(route.access() instanceof Access.Publishable), page, "acme", 403, "forbidden");
    }

    @Test
    void a_suspended_tenants_key_does_nothing_any_more() {
        Caller key = key("suspended", all(scope -> true));
        assertThat(SERVER.operator().post("/api/v1/tenants/suspended/suspend").status())
                .isEqualTo(200);

        assertEach(
                route -> !(route.access() instanceof Access.OperatorOnly), key, "suspended", 403, "tenant_suspended");
    }

    private static void assertEach(Predicate<Route<?>> which, Caller asked, String tenant, int status, String code) {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Route<?> route : SERVER.routes()) {
            if (isByKey(route.access()) && which.test(route)) {
                tried++;
                Answer answer = asked.ask(route.method().name(), path(route, tenant), "{}");
                if (answer.status() != status || !answer.at("/code").equals(code)) {
                    wrong.add(route.method() + " " + route.path() + " -> " + answer);
                }
            }
        }
        assertThat(wrong).as("answers that are not %s %s", status, code).isEmpty();
        // No route needs usage:read yet; every other case is tried on some route.
        assertThat(tried > 0 || code.equals("insufficient_scope")).isTrue();
    }

    private static String path(Route<?> route, String tenant) {
        return route.path()
                .replace("{tenant}", tenant)
                .replace("{slug}", "demo")
                .replaceAll("\\{[a-z]+}", "x");
    }

    private static boolean isByKey(Access access) {
        return !(access instanceof Access.Anyone
                || access instanceof Access.Signed
                || access instanceof Access.Entered
                || access instanceof Access.Vendor);
    }

    private static Optional<Scope> needs(Access access) {
        return switch (access) {
            case Access.TenantScope(Scope scope) -> Optional.of(scope);
            case Access.Publishable(Scope scope) -> Optional.of(scope);
            case Access.OperatorOnly ignored -> Optional.empty();
            case Access.Anyone ignored -> Optional.empty();
            case Access.Signed ignored -> Optional.empty();
            case Access.Entered ignored -> Optional.empty();
            case Access.Vendor ignored -> Optional.empty();
        };
    }

    private static List<Scope> all(Predicate<Scope> which) {
        return Arrays.stream(Scope.values()).filter(which).toList();
    }

    private static Caller key(String tenant, List<Scope> scopes) {
        List<String> words = scopes.stream()
                .filter(scope -> scope != Scope.TENANTS_WRITE)
                .map(Scope::wire)
                .toList();
        Answer made = SERVER.operator()
                .post(
                        "/api/v1/tenants/" + tenant + "/api-keys",
                        "{\"name\":\"matrix\",\"scopes\":%s}".formatted(TestServer.json(words)));
        assertThat(made.status()).as("a key of %s: %s", words, made.json()).isEqualTo(201);
        return SERVER.with(made.at("/key"));
    }
}
