// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.token.ApiKey;
import java.io.File;
import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I8: calls go only where the policy permits; DNS rebinding does not bypass it. */
@Tag("slow")
final class AddressGuardTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "30"})
    void no_name_leads_to_a_forbidden_address_not_even_one_that_changes_after_the_check(
            String secondsOfCache, @TempDir Path folder) throws Exception {
        assertThat(runProbe(folder, secondsOfCache))
                .containsExactly(
                        "forbidden: AddressRefused, reached 0",
                        "permitted: RM_inner, reached 1",
                        "rebinding: NoAnswerOrNotReached, reached 1",
                        "cached: AddressRefused, reached 1",
                        "unguarded look-up: 127.0.0.1");
    }

    @Test
    void without_the_guard_as_resolver_no_client_with_a_policy_is_created(@TempDir Path folder) throws Exception {
        var hosts = Files.writeString(folder.resolve("hosts"), "");
        assertThat(run(folder, System.getProperty("java.class.path"), "-Djdk.net.hosts.file=" + hosts))
                .anySatisfy(line -> assertThat(line)
                        .contains("IllegalStateException: an address policy needs the resolver provider"));
    }

    private static List<String> runProbe(Path folder, String secondsOfCache) throws Exception {
        var services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(InetAddressResolverProvider.class.getName()), FakeDns.class.getName());
        var classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
        // 192.0.2.7 is unreachable: some networks report that at once, others let the call time out.
        return run(folder, classPath, "-Dsun.net.inetaddr.ttl=" + secondsOfCache).stream()
                .filter(line -> line.startsWith("case "))
                .map(line -> line.substring("case ".length()))
                .map(line ->
                        line.replaceFirst("^rebinding: (NoAnswer|NotReached),", "rebinding: NoAnswerOrNotReached,"))
                .toList();
    }

    private static List<String> run(Path folder, String classPath, String property) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var output = folder.resolve("output");
        var process = new ProcessBuilder(java, "-Xmx128m", property, "-cp", classPath, RebindingProbe.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(output);
    }

    @Test
    void the_policy_applies_to_an_ip_address_in_the_url() throws Exception {
        try (var server = ScriptedServer.answering(200, "{\"sid\":\"RM_1\"}");
                var client = LiveKitClient.create((_, address) -> !address.isLoopbackAddress())) {
            for (var host : new String[] {"127.0.0.1", "[::ffff:127.0.0.1]", "[::1]"}) {
                var url = ServerUrl.parse("http://" + host + ":" + server.url().port());
                var rooms = client.rooms(Project.of(url, ApiKey.of("APIx", "secret")));
                assertThatThrownBy(() -> rooms.createRoom(CreateRoom.named("r")))
                        .isInstanceOf(LiveKitException.AddressRefused.class)
                        .hasMessageNotContaining("secret");
            }
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void redirects_are_not_followed() throws Exception {
        try (var elsewhere = ScriptedServer.answering(200, "{\"sid\":\"RM_1\"}");
                var server = ScriptedServer.answering(307, "Location: " + elsewhere.url() + "/\r\n", new byte[0]);
                var client = LiveKitClient.create(AddressPolicy.ANYWHERE)) {
            var rooms = client.rooms(Project.of(server.url(), ApiKey.of("APIx", "secret")));
            assertThatThrownBy(() -> rooms.createRoom(CreateRoom.named("r")))
                    .isInstanceOf(LiveKitException.MalformedAnswer.class);
            assertThat(elsewhere.requests()).isEmpty();
        }
    }
}
