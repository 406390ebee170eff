// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S3: a key file that anyone but its owner can access is refused; dev's own is created with 0600. */
class KeyFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw------x"})
    void a_file_open_to_others_is_refused(String mode) throws Exception {
        Path file = keyFile("key", mode);
        assertThatThrownBy(() -> MasterKeys.fromFile(file))
                .isInstanceOf(MasterKeyRefused.class)
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void a_link_is_judged_by_what_it_points_to() throws Exception {
        Path open = Files.createSymbolicLink(folder.resolve("to-open"), keyFile("open", "rw-r--r--"));
        Path closed = Files.createSymbolicLink(folder.resolve("to-closed"), keyFile("closed", "rw-------"));

        assertThatThrownBy(() -> MasterKeys.fromFile(open)).isInstanceOf(MasterKeyRefused.class);
        assertThat(MasterKeys.fromFile(closed).primary().id()).isEqualTo("closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------"})
    void a_file_of_its_owner_alone_is_read_through_the_environment(String mode) throws Exception {
        Path file = keyFile("mine", mode);
        MasterKeys keys = MasterKeys.from(Map.of("STAGEDOOR_MASTER_KEY_FILE", file.toString()));
        assertThat(keys.primary().id()).isEqualTo("mine");
    }

    @Test
    void what_is_no_key_file_is_refused() throws Exception {
        Path large = keyFile("large", "rw-------");
        Files.write(large, new byte[20_000]);

        assertThatThrownBy(() -> MasterKeys.fromFile(folder.resolve("none"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> MasterKeys.fromFile(folder)).hasMessageContaining("is not a file");
        assertThatThrownBy(() -> MasterKeys.fromFile(large)).hasMessageContaining("too large");
    }

    @Test
    void a_new_file_is_0600_and_is_kept_ever_after() throws Exception {
        Path file = folder.resolve("master.key");

        String first = KeyFile.readOrCreate(file).primary().id();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(KeyFile.readOrCreate(file).primary().id()).isEqualTo(first);
        assertThat(names()).containsExactly("master.key");
    }

    @Test
    void two_starts_at_once_agree_on_one_key() throws Exception {
        Path file = folder.resolve("master.key");
        CyclicBarrier together = new CyclicBarrier(4);
        Callable<String> start = () -> {
            together.await();
            return KeyFile.readOrCreate(file).primary().id();
        };

        Set<String> ids = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<String> each : threads.invokeAll(List.of(start, start, start, start))) {
                ids.add(each.get());
            }
        }

        assertThat(ids).hasSize(1);
        assertThat(names()).containsExactly("master.key");
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private Path keyFile(String id, String mode) throws Exception {
        String text = MasterKey.generate().text().revealText();
        Path file = folder.resolve(id + ".key");
        Files.writeString(file, id + text.substring(text.indexOf(':')) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
