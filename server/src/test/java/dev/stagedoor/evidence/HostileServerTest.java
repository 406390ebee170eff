// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenVerifier;
import dev.stagedoor.livekit.token.Verification;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("I1, S2: a tenant's server may be hostile, and learns nothing of other tenants by being verified")
@Tag("slow")
class HostileServerTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static int number;

    private final RecordingServer mallory = new RecordingServer();
    private TestTenant acme;
    private TestTenant globex;

    @BeforeEach
    void twoTenants() {
        number++;
        acme = new TestTenant(SERVER, "acme-" + number);
        globex = new TestTenant(SERVER, "globex-" + number);
    }

    @AfterEach
    void close() {
        mallory.close();
        acme.close();
        globex.close();
    }

    /** From now on that tenant's server is the hostile one. */
    private void turn(TestTenant tenant) {
        String body = Json.text(
                Map.of("server_url", mallory.url(), "api_key", tenant.keyId(), "api_secret", tenant.secret()));
        done(SERVER.operator().put(tenant.path("/credentials/livekit?verify=false"), body));
    }

    private static JsonNode check(TestTenant tenant, String name) {
        JsonNode found = done(SERVER.operator().post(tenant.path("/verify"))).json();
        return found.path("checks")
                .valueStream()
                .filter(check -> check.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Stream<String> tokensNaming(TestTenant tenant) {
        return mallory.tokens().stream()
                .filter(jwt -> TokenVerifier.claimedKeyId(jwt).orElse("").equals(tenant.keyId()));
    }

    @Test
    void it_is_asked_about_other_tenants_keys_and_gets_nothing_that_their_secrets_signed() {
        turn(acme);

        assertThat(check(acme, "other_keys").path("outcome").asText()).isEqualTo("failed");

        var globexs = new TokenVerifier(ApiKey.of(globex.keyId(), globex.secret()));
        assertThat(tokensNaming(globex)).as("it was asked").isNotEmpty().allSatisfy(jwt -> {
            assertThat(globexs.verify(jwt)).isInstanceOf(Verification.Rejected.class);
            assertThat(TestTenant.claims(jwt).path("video"))
                    .as("what it grants")
                    .isEmpty();
        });
        assertThat(mallory.received()).noneMatch(request -> request.contains(globex.slug()));
    }

    @Test
    void it_is_asked_for_other_tenants_rooms_without_their_names() {
        turn(globex);

        check(acme, "other_keys");

        assertThat(mallory.received()).as("it was asked").anyMatch(request -> request.contains("ListRooms"));
        assertThat(mallory.received()).noneMatch(request -> request.contains(acme.slug()));
        assertThat(tokensNaming(acme)).isEmpty();
    }

    @Test
    void one_that_claims_to_have_whatever_room_it_is_asked_for_blames_nobody() {
        turn(globex);
        mallory.hasEveryRoom();

        JsonNode found = check(acme, "other_keys");

        assertThat(mallory.received()).as("it was asked").anyMatch(request -> request.contains("ListRooms"));
        assertThat(found.path("outcome").asText()).as("%s", found).isEqualTo("passed");
        assertThat(mallory.received()).noneMatch(request -> request.contains("metadata"));
    }

    @Test
    void saying_yes_to_everything_fails() {
        turn(acme);

        assertThat(check(acme, "refused_grants").path("seen").asText())
                .contains("without a grant to join", "another secret");
        assertThat(check(acme, "own_key").path("outcome").asText()).isEqualTo("failed");
    }
}
