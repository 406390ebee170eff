// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.webhooks;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.e2e.Await;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Launched;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.events.EventType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("docs/guides/webhooks.md: its receivers verify what is sent, by the official libraries")
@Tag("slow")
class WebhooksGuideTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final Document GUIDE = Document.of("docs/guides/webhooks.md");
    private static final Path PACKAGES = Distribution.project().resolve("examples/webhooks");
    private static final Path PYTHON = Distribution.project().resolve(".tools/webhooks/bin/python");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TestTenant acme;
    private static Shell shell;

    @BeforeAll
    static void a_tenant_with_an_agent() {
        assertThat(PACKAGES.resolve("node_modules"))
                .as("made by bin/npm-ci examples/webhooks")
                .isDirectory();
        assertThat(PYTHON)
                .as("made by bin/pip-venv examples/webhooks/requirements.txt .tools/webhooks")
                .exists();
        acme = new TestTenant(SERVER, "acme").withAgent("demo");
        Shell bare = Shell.in(PACKAGES);
        Path launcher = Distribution.laidOut().launcher().getParent();
        shell = bare.with("PATH", launcher + ":" + bare.environment().get("PATH"))
                .with("STAGEDOOR_URL", SERVER.url().toString())
                .with("STAGEDOOR_KEY", SERVER.operatorKey().revealText());
    }

    @AfterAll
    static void close() {
        acme.close();
    }

    private static List<Shell.Ran> runs(Shell in, String section, String url) {
        List<Shell.Ran> ran = new ArrayList<>();
        for (String block : GUIDE.section(section).blocks("sh")) {
            ran.add(in.run("sh", "-ec", block.replace("https://backend.example.com/webhooks", url))
                    .must());
        }
        assertThat(ran).isNotEmpty();
        return ran;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The whole of the guide, with that receiver. */
    private static void works(String... program) throws Exception {
        int port = freePort();
        String url = "http://127.0.0.1:" + port + "/webhooks";
        JsonNode made =
                runs(shell, "## An endpoint and its secret", url).getFirst().json();
        Shell here = shell.with("ENDPOINT", made.at("/endpoint/id").asText());
        Shell backend =
                here.with("WEBHOOK_SECRET", made.path("secret").asText()).with("PORT", String.valueOf(port));
        try (Launched receiver = Launched.start(backend, List.of(program))) {
            Await.until("it listens", PATIENCE, () -> listens(port));
            runs(here, "## A receiver", url);
            receiver.awaitLine("webhook_endpoint.test", PATIENCE);
            runs(here, "## A new secret", url);
            call(receiver);

            assertThat(forged(url).statusCode()).isEqualTo(400);
            runs(here, "## What was delivered", url);
            runs(here, "## At least once, and in order", url);
            here.stagedoor(
                            "webhook-endpoints",
                            "delete",
                            made.at("/endpoint/id").asText(),
                            "--tenant",
                            "acme",
                            "--yes")
                    .must();
            assertThat(receiver.output().lines().filter(line -> !line.contains("127.0.0.1 - - ")))
                    .extracting(line -> line.split(" ", 2)[0])
                    .filteredOn(type -> !type.startsWith("participant."))
                    .containsExactly("webhook_endpoint.test", "call.started", "dispatch.joined", "call.ended");
        }
    }

    private static void call(Launched receiver) {
        String call = acme.joinedCall("demo").at("/call_id");
        done(acme.backend().post("/api/v1/calls/" + call + "/end"));
        assertThat(receiver.awaitLine("call.ended", PATIENCE)).contains(call);
    }

    private static HttpResponse<Void> forged(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("webhook-id", "evt_1")
                .header("webhook-timestamp", String.valueOf(Instant.now().getEpochSecond()))
                .header("webhook-signature", "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                .POST(BodyPublishers.ofString("{\"id\":\"evt_1\",\"type\":\"call.forged\",\"data\":{}}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.discarding());
        }
    }

    @Test
    void the_receiver_in_node() throws Exception {
        works("node", "--input-type=module", "-e", GUIDE.blocks("js").getFirst());
    }

    @Test
    void the_receiver_in_python() throws Exception {
        works(PYTHON.toString(), "-c", GUIDE.blocks("python").getFirst());
    }

    @Test
    void every_type_of_event_is_in_its_table() {
        assertThat(GUIDE.section("## What is sent").text())
                .contains(Arrays.stream(EventType.values())
                        .map(type -> "| `" + type.wire() + "` |")
                        .toList());
    }
}
