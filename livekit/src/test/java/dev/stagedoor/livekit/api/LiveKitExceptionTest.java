// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.livekit.token.ApiKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every failure says whether a retry can help, and whether the call may have taken effect. */
final class LiveKitExceptionTest {
    private static final String NO_RESPONSE = "{\"code\":\"unavailable\",\"msg\":\"no response from servers\"}";
    private final LiveKitClient client = LiveKitClient.create(AddressPolicy.ANYWHERE);

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{\"code\":\"invalid_argument\",\"msg\":\"m\"}|InvalidRequest|false|false",
                "400|{\"code\":\"malformed\",\"msg\":\"m\"}|InvalidRequest|false|false",
                "401|invalid API key: APIx|CredentialRejected|false|false",
                "401|{\"code\":\"unauthenticated\",\"msg\":\"permissions denied\"}|PermissionDenied|false|false",
                "403|{\"code\":\"permission_denied\",\"msg\":\"m\"}|PermissionDenied|false|false",
                "404|{\"code\":\"not_found\",\"msg\":\"m\"}|NotFound|false|false",
                "404|{\"code\":\"bad_route\",\"msg\":\"m\"}|Unsupported|false|false",
                "404|404 page not found|Unsupported|false|false",
                "405|no|Unsupported|false|false",
                "408|{\"code\":\"deadline_exceeded\",\"msg\":\"m\"}|ServerFailed|true|true",
                "409|{\"code\":\"aborted\",\"msg\":\"m\"}|Conflict|false|false",
                "412|{\"code\":\"failed_precondition\",\"msg\":\"m\"}|Conflict|false|false",
                "429|{\"code\":\"resource_exhausted\",\"msg\":\"m\"}|RateLimited|true|false",
                "451|region|WrongRegion|false|false",
                "500|{\"code\":\"internal\",\"msg\":\"m\"}|ServerFailed|true|true",
                "501|{\"code\":\"unimplemented\",\"msg\":\"m\"}|Unsupported|false|false",
                "502|<html>bad gateway</html>|ServerFailed|true|true",
                "503|{\"code\":\"unavailable\",\"msg\":\"no response from servers\"}|ServerFailed|true|true",
                "302|elsewhere|MalformedAnswer|false|true",
                "204|''|MalformedAnswer|false|true",
                "200|<html>welcome</html>|MalformedAnswer|false|true",
                "200|''|MalformedAnswer|false|true",
                "200|null|MalformedAnswer|false|true",
                "200|[]|MalformedAnswer|false|true",
                "200|{\"name\":{}}|MalformedAnswer|false|true",
                "200|{\"name\":\"x\"} {}|MalformedAnswer|false|true"
            })
    void an_answer_is_sorted(int status, String body, String type, boolean retry, boolean unknown) throws Exception {
        try (var server = ScriptedServer.answering(status, body)) {
            var failure = failureOf(server);
            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
            assertThat(failure.retryCanHelp()).as("retryCanHelp").isEqualTo(retry);
            assertThat(failure.outcomeUnknown()).as("outcomeUnknown").isEqualTo(unknown);
            assertThat(server.requests()).as("sent once").hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0} {2} -> {3}")
    @CsvSource({
        "400, invalid_argument, twirp error unknown: RpcError 1400: Method not supported at destination, 1400, false",
        "500, internal, twirp error unknown: RpcError 1702: no: more, 1702, false",
        "500, internal, twirp error unknown: RpcError 1500: Application error in method handler, 1500, true",
        "408, canceled, twirp error unknown: RpcError 1501: Connection timeout, 1501, true",
        "408, deadline_exceeded, twirp error unknown: request timed out, 1502, true"
    })
    void a_failed_rpc_method_is_the_participants_and_not_the_servers(
            int status, String code, String message, int rpcCode, boolean unknown) throws Exception {
        String body = "{\"code\":\"%s\",\"msg\":\"%s\"}".formatted(code, message);
        try (var server = ScriptedServer.answering(status, body)) {
            RoomService rooms = client.rooms(project(server.url())).within(Duration.ofSeconds(5));
            var failure = catchThrowableOfType(
                    LiveKitException.RpcFailed.class,
                    () -> rooms.performRpc("r", "agent", "m", "", Duration.ofSeconds(1)));
            assertThat(failure.rpcCode()).isEqualTo(rpcCode);
            assertThat(failure.retryCanHelp()).isFalse();
            assertThat(failure.outcomeUnknown()).isEqualTo(unknown);
        }
    }

    private LiveKitException failureOf(ScriptedServer server) {
        return failureOf(client.rooms(project(server.url())).within(Duration.ofSeconds(5)));
    }

    private static LiveKitException failureOf(RoomService rooms) {
        return catchThrowableOfType(LiveKitException.class, () -> rooms.createRoom(CreateRoom.named("acme.lobby")));
    }

    private static Project project(ServerUrl url) {
        return Project.of(url, ApiKey.of("APIx", "secret"));
    }

    @Test
    void no_response_means_a_missing_room_for_calls_forwarded_to_the_rooms_node() throws Exception {
        try (var server = ScriptedServer.answering(503, NO_RESPONSE)) {
            var dispatches = client.dispatches(project(server.url()));
            var failure = catchThrowableOfType(LiveKitException.NoSuchRoom.class, () -> dispatches.listDispatch("r"));
            assertThat(failure.retryCanHelp()).isFalse();
            assertThat(failure.outcomeUnknown()).isFalse();
            assertThat(dispatches.deleteDispatch("r", "AD_1")).isFalse();
            assertThatThrownBy(() -> dispatches.createDispatch(CreateDispatch.of("r", "clerk", "")))
                    .isInstanceOf(LiveKitException.ServerFailed.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "0, 0", "999999999, 3600", "soon, ", "-1, ", "'Wed, 21 Oct 2015 07:28:00 GMT', "})
    void the_server_may_say_how_long_to_wait(String header, Long seconds) throws Exception {
        try (var server = ScriptedServer.answering(429, "Retry-After: " + header + "\r\n", new byte[0])) {
            assertThat(failureOf(server))
                    .isInstanceOfSatisfying(
                            LiveKitException.RateLimited.class,
                            limited -> assertThat(limited.retryAfter()
                                            .map(Duration::toSeconds)
                                            .orElse(null))
                                    .isEqualTo(seconds));
        }
    }

    @Test
    void a_refused_connection_had_no_effect() throws Exception {
        ServerUrl nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = ServerUrl.parse("http://127.0.0.1:" + socket.getLocalPort());
        }
        var failure = failureOf(client.rooms(project(nobody)));
        assertThat(failure).isInstanceOf(LiveKitException.NotReached.class);
        assertThat(failure.retryCanHelp()).isTrue();
        assertThat(failure.outcomeUnknown()).isFalse();
    }

    @Test
    void a_name_that_does_not_resolve_had_no_effect() {
        var failure = failureOf(client.rooms(project(ServerUrl.parse("http://nowhere.invalid"))));
        assertThat(failure).isInstanceOf(LiveKitException.NotReached.class);
    }

    @Test
    void a_failed_tls_handshake_had_no_effect() throws Exception {
        try (var refusing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseHandshake(refusing));
            var failure =
                    failureOf(client.rooms(project(ServerUrl.parse("https://127.0.0.1:" + refusing.getLocalPort()))));
            assertThat(failure)
                    .isInstanceOf(LiveKitException.NotReached.class)
                    .hasRootCauseInstanceOf(SSLHandshakeException.class);
        }
    }

    /** The fatal alert {@code handshake_failure} of TLS 1.2, at the first bytes that arrive. */
    private static void refuseHandshake(ServerSocket listener) {
        try (var socket = listener.accept()) {
            socket.getInputStream().read(new byte[16_384]);
            socket.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 0x28});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void after_a_broken_connection_the_outcome_is_unknown() throws Exception {
        for (var bytes :
                new String[] {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"sid\":"}) {
            try (var server = ScriptedServer.breakingAfter(bytes)) {
                assertThat(failureOf(server)).as(bytes).isInstanceOf(LiveKitException.NoAnswer.class);
                assertThat(server.requests()).as("sent once").hasSize(1);
            }
        }
    }

    @Test
    void the_deadline_covers_the_headers_and_the_body() throws Exception {
        for (var bytes : new String[] {"", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"}) {
            try (var server = ScriptedServer.hangingAfter(bytes)) {
                var rooms = client.rooms(project(server.url())).within(Duration.ofMillis(300));
                assertThat(CompletableFuture.supplyAsync(() -> failureOf(rooms)))
                        .as(bytes)
                        .succeedsWithin(Duration.ofMinutes(1))
                        .isInstanceOf(LiveKitException.NoAnswer.class)
                        .matches(LiveKitException::outcomeUnknown, "the outcome is unknown");
            }
        }
    }

    @Test
    void an_endless_answer_is_cut_off() throws Exception {
        try (var server = ScriptedServer.answering(200, "", new byte[11 * 1024 * 1024])) {
            assertThat(failureOf(server)).isInstanceOf(LiveKitException.class);
        }
    }

    @Test
    void the_servers_message_is_bounded_and_contains_no_token() throws Exception {
        var body = "invalid token: eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln, error:\u0007\n" + "x ".repeat(5000);
        try (var server = ScriptedServer.answering(401, "", body.getBytes(StandardCharsets.UTF_8))) {
            var failure = failureOf(server);
            assertThat(failure.getMessage())
                    .startsWith("CreateRoom: HTTP 401: invalid token: [token], error: x")
                    .hasSizeLessThan(400);
        }
    }

    @Test
    void a_call_carries_its_deadline_and_only_the_grant_it_needs() throws Exception {
        try (var server =
                ScriptedServer.answering(200, "{\"sid\":\"RM_1\",\"name\":\"acme.lobby\",\"new_field\":[1]}")) {
            client.rooms(project(server.url()))
                    .within(Duration.ofSeconds(7))
                    .createRoom(CreateRoom.named("acme.lobby"));
            var request = server.requests().getFirst();
            assertThat(request).startsWith("POST /twirp/livekit.RoomService/CreateRoom HTTP/1.1\r\n");
            assertThat(request).containsIgnoringCase("X-Twirp-Timeout-Ms: 7000\r\n");
            assertThat(request).endsWith("{\"name\":\"acme.lobby\"}");
            var jwt = request.lines()
                    .filter(line -> line.startsWith("Authorization: Bearer "))
                    .findFirst()
                    .orElseThrow();
            var claims = new String(
                    java.util.Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]), StandardCharsets.UTF_8);
            assertThat(claims).endsWith(",\"video\":{\"roomCreate\":true}}").contains("\"iss\":\"APIx\"");
        }
    }
}
