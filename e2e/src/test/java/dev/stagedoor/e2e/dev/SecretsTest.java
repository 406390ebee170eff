// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.DevReady.Tenant;
import dev.stagedoor.e2e.Launched;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.StartedDev;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * S2: planted secrets appear only where they are issued. Each search also looks for a non-secret that must be there,
 * which proves that the search works.
 */
class SecretsTest {
    @RegisterExtension
    static final Dev DEV = Dev.alone();

    /** The files in the data folder that are meant to hold a secret; all are readable only by their owner. */
    private static final Set<String> KEPT_SECRET = Set.of(
            "master.key", "dev.json", "ready.json", "livekit-acme.yaml", "livekit-globex.yaml", "postgres/password");

    private static final String CONTROL = "no secret";

    /** A second node on {@code dev}'s database, as in production, but logging everything. */
    private static Launched node;

    private static Wiretap wire;
    private static Map<String, String> planted;

    @BeforeAll
    static void a_tenant_with_marked_secrets_lives_a_life() {
        StartedDev dev = DEV.get();
        Shell shell = Shell.in(dev.folder())
                .with("STAGEDOOR_DATABASE_URL", new DevDatabase(dev).url())
                .with(
                        "STAGEDOOR_MASTER_KEY_FILE",
                        dev.data().resolve("master.key").toString())
                .with("STAGEDOOR_HTTP_PORT", "0")
                .with("STAGEDOOR_EGRESS_ALLOW", "127.0.0.0/8")
                .with("STAGEDOOR_LOG_LEVEL", "debug");
        node = Launched.start(shell, "serve");
        String port = node.awaitLine("is listening on port ", Duration.ofMinutes(1))
                .replaceFirst(".*is listening on port (\\d+).*", "$1");
        wire = new Wiretap(URI.create("http://127.0.0.1:" + port));
        try (CanaryTenant canary = new CanaryTenant(dev, wire)) {
            canary.live();
            planted = canary.secrets();
        }
    }

    @AfterAll
    static void close() {
        wire.close();
        node.close();
    }

    @Test
    void no_log_line_holds_one_however_much_is_logged() {
        assertThat(node.output()).contains("\"DEBUG\"");
        // JSON allows escaped slashes, and this log uses them.
        String log = node.output().replace("\\/", "/");
        assertThat(search(everySecret(), "/api/v1/trigger").in(log)).containsExactly(CONTROL);
    }

    @Test
    void no_answer_shows_one_but_the_one_that_hands_it_out() {
        assertThat(search(everySecret(), CanaryTenant.ROOM).in(wire.answers())).containsExactly(CONTROL);
    }

    @Test
    void the_screen_shows_only_the_demo_keys() {
        StartedDev dev = DEV.get();
        Map<String, String> secrets = everySecret();
        secrets.keySet().removeIf(name -> name.startsWith("demo key"));

        assertThat(search(secrets, dev.ready().url().toString())
                        .in(dev.process().output()))
                .containsExactly(CONTROL);
        assertThat(dev.process().output()).contains(demoKeys(dev).values());
    }

    @Test
    void the_database_holds_none_in_the_clear() throws SQLException {
        assertThat(search(everySecret(), CanaryTenant.ROOM).in(new DevDatabase(DEV.get()).dump()))
                .containsExactly(CONTROL);
    }

    @Test
    void metrics_and_audit_tell_none() {
        StartedDev dev = DEV.get();
        String metrics =
                wire.ask("GET", "/metrics", dev.ready().operatorKey(), "").body();
        assertThat(search(everySecret(), "/api/v1/trigger").in(metrics)).containsExactly(CONTROL);

        for (String tenant : new String[] {"canary", "acme", "globex"}) {
            String audit = dev.shell()
                    .stagedoor("audit", "export", "--tenant", tenant)
                    .must()
                    .out();
            assertThat(search(everySecret(), "credential.").in(audit)).containsExactly(CONTROL);
        }
        String platform = dev.shell().stagedoor("audit", "export").must().out();
        assertThat(search(everySecret(), "tenant.create").in(platform)).containsExactly(CONTROL);
    }

    @Test
    void no_process_is_told_one_but_a_worker_its_own_tenants() {
        StartedDev dev = DEV.get();
        Needles needles = search(everySecret(), dev.data().toString());
        Stream<ProcessTable.Row> processes =
                Stream.of(dev.process(), node).flatMap(process -> ProcessTable.family(process.pid()).stream());
        Set<String> told = new TreeSet<>();
        processes.forEach(process -> {
            Set<String> found = needles.in(process.words() + "\n" + process.environment());
            workerOf(dev, process).ifPresent(slug -> found.remove("LiveKit secret of " + slug));
            told.addAll(found);
        });
        assertThat(told).containsExactly(CONTROL);
    }

    private static Optional<String> workerOf(StartedDev dev, ProcessTable.Row process) {
        return dev.ready().tenants().stream()
                .filter(tenant -> process.environment().contains("LIVEKIT_URL=" + tenant.livekitUrl()))
                .map(Tenant::slug)
                .findFirst();
    }

    @Test
    void no_file_of_the_data_folder_holds_one_but_those_that_are_there_for_it() throws IOException {
        Path data = DEV.get().data();
        Needles needles = search(everySecret(), CanaryTenant.ROOM);
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = data.relativize(file).toString();
                if (KEPT_SECRET.contains(name)) {
                    assertThat(file).matches(SecretsTest::isItsOwnersOnly, "is for its owner only");
                } else {
                    needles.in(read(file))
                            .forEach(secret -> found.add(secret + (secret.equals(CONTROL) ? "" : " in " + name)));
                }
            }
        }
        assertThat(found).containsExactly(CONTROL);
    }

    private static boolean isItsOwnersOnly(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .allMatch(permission -> permission.name().startsWith("OWNER_"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0];
        }
    }

    private static Needles search(Map<String, String> secrets, String control) {
        Map<String, String> texts = new TreeMap<>(secrets);
        texts.put(CONTROL, control);
        return new Needles(texts);
    }

    private static Map<String, String> everySecret() {
        StartedDev dev = DEV.get();
        Map<String, String> secrets = new TreeMap<>(planted);
        secrets.putAll(demoKeys(dev));
        dev.ready()
                .tenants()
                .forEach(tenant -> secrets.put("LiveKit secret of " + tenant.slug(), tenant.livekitSecret()));
        secrets.put("master key", dev.masterKey());
        secrets.put("password of the database", new DevDatabase(dev).password());
        return secrets;
    }

    private static Map<String, String> demoKeys(StartedDev dev) {
        Map<String, String> keys = new TreeMap<>();
        keys.put("demo key: operator", dev.ready().operatorKey());
        dev.ready().tenants().forEach(tenant -> {
            keys.put("demo key: " + tenant.slug(), tenant.apiKey());
            keys.put("demo key: page of " + tenant.slug(), tenant.publishableKey());
        });
        return keys;
    }
}
