// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.DevReady.Tenant;
import dev.stagedoor.e2e.LiveKit;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.dev.ProcessTable.Row;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.api.LiveKitException.CredentialRejected;
import dev.stagedoor.livekit.api.Participant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A newcomer's first step: the {@code curl} on the screen. I1, I2, D2. */
class FirstCallTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    @Test
    void the_curl_on_the_screen_answers_joined() {
        Shell.Ran answer = DEV.get().shell().run("sh", "-c", printedCurl()).must();

        assertThat(answer.at("/dispatch/status")).isEqualTo("joined");
        assertThat(answer.at("/room_name")).startsWith("acme.");
        assertThat(answer.at("/server_url")).isEqualTo(DEV.tenant("acme").livekitUrl());
    }

    @ParameterizedTest
    @CsvSource({"acme, globex", "globex, acme"})
    void a_call_is_on_its_tenants_own_server_and_on_no_other(String own, String other) {
        Tenant tenant = DEV.tenant(own);
        Tenant stranger = DEV.tenant(other);
        String curl = printedCurl().replace(DEV.tenant("acme").apiKey(), tenant.apiKey());

        Shell.Ran call = DEV.get().shell().run("sh", "-c", curl).must();
        String room = call.at("/room_name");

        assertThat(call.at("/server_url")).isEqualTo(tenant.livekitUrl()).isNotEqualTo(stranger.livekitUrl());
        assertThat(LiveKit.rooms(tenant).listParticipants(room)).anySatisfy(agent -> {
            assertThat(agent.identity()).isEqualTo(call.at("/dispatch/agent_identity"));
            assertThat(agent.kind()).isEqualTo(ParticipantKind.AGENT);
            assertThat(agent.state()).isEqualTo(Participant.State.ACTIVE);
        });
        assertThatThrownBy(() -> LiveKit.rooms(tenant.livekitUrl(), stranger).listRooms())
                .isInstanceOf(CredentialRejected.class);
        assertThat(LiveKit.rooms(stranger).listRooms(room)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"acme, globex", "globex, acme"})
    void a_worker_is_given_its_own_tenants_credential_and_nobody_elses(String own, String other) {
        Tenant tenant = DEV.tenant(own);
        Tenant stranger = DEV.tenant(other);

        List<Row> worker = ProcessTable.family(DEV.get().process().pid()).stream()
                .filter(Row::isNode)
                .filter(process -> process.environment().contains("LIVEKIT_URL=" + tenant.livekitUrl()))
                .toList();

        assertThat(worker).isNotEmpty().allSatisfy(process -> {
            assertThat(process.environment())
                    .contains("LIVEKIT_API_KEY=" + tenant.livekitKey(), "LIVEKIT_API_SECRET=" + tenant.livekitSecret());
            assertThat(process)
                    .matches(row -> !row.tells(stranger.livekitUrl()), "does not know the other server")
                    .matches(row -> !row.tells(stranger.livekitKey()), "does not know the other key")
                    .matches(row -> !row.tells(stranger.livekitSecret()), "does not know the other secret");
        });
    }

    @Test
    void no_child_is_given_a_key_of_stagedoors_own() {
        List<Row> family = ProcessTable.family(DEV.get().process().pid());
        Stream<String> keys = Stream.concat(
                Stream.of(DEV.get().ready().operatorKey(), DEV.get().masterKey()),
                DEV.get().ready().tenants().stream()
                        .flatMap(tenant -> Stream.of(tenant.apiKey(), tenant.publishableKey())));

        assertThat(family).hasSizeGreaterThan(5);
        assertThat(keys).allSatisfy(key -> assertThat(family).noneMatch(process -> process.tells(key)));
    }

    private static String printedCurl() {
        String screen = DEV.get().process().output();
        return screen.substring(screen.indexOf("  curl "), screen.indexOf("Ctrl-C"));
    }
}
