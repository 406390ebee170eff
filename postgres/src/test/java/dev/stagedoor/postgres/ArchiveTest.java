// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ArchiveTest {
    @TempDir
    private Path top;

    private Path folder;

    @BeforeEach
    void createFolder() throws IOException {
        folder = Files.createDirectory(top.resolve("in"));
    }

    private static byte[] archive(TarArchiveEntry entry, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
            byte[] data = content.getBytes(StandardCharsets.UTF_8);
            entry.setSize(data.length);
            tar.putArchiveEntry(entry);
            tar.write(data);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private void unpack(TarArchiveEntry entry, String content) throws IOException {
        Archive.unpack(new ByteArrayInputStream(archive(entry, content)), folder);
    }

    private static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    @Test
    @DisplayName("Everyone can run programs and read files; only the owner can change them")
    void modes() throws IOException {
        TarArchiveEntry program = new TarArchiveEntry("bin/tool");
        program.setMode(0700);
        unpack(program, "x");
        TarArchiveEntry file = new TarArchiveEntry("share/text");
        file.setMode(0666);
        unpack(file, "words");
        assertThat(mode("bin")).isEqualTo("rwxr-xr-x");
        assertThat(mode("bin/tool")).isEqualTo("rwxr-xr-x");
        assertThat(mode("share/text")).isEqualTo("rw-r--r--");
        assertThat(folder.resolve("share/text")).hasContent("words");
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
    }

    @Test
    @DisplayName("A link stays a link")
    void links() throws IOException {
        unpack(link("lib/a.so", "a.so.1"), "");
        assertThat(Files.readSymbolicLink(folder.resolve("lib/a.so"))).isEqualTo(Path.of("a.so.1"));
    }

    @Test
    @DisplayName("An entry or a link outside the folder is rejected")
    void leadsOut() {
        assertThatThrownBy(() -> unpack(new TarArchiveEntry("../out"), "x")).hasMessageContaining("is outside");
        assertThatThrownBy(() -> unpack(new TarArchiveEntry("/out", true), "x")).hasMessageContaining("is outside");
        assertThatThrownBy(() -> unpack(link("lib/evil", "../../out"), "")).hasMessageContaining("is outside");
        assertThatThrownBy(() -> unpack(link("lib/evil", "/etc/passwd"), "")).hasMessageContaining("is outside");
        assertThat(top.resolve("out")).doesNotExist();
    }
}
