// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets from a file, standard input, or a prompt without echo. Never from an argument, which every user of the
 * machine can read.
 */
public final class SecretInput {
    private static final int MOST = 64 * 1024;

    private SecretInput() {}

    /**
     * The secret from a file, or from standard input, or from a prompt on a terminal.
     *
     * @throws IOException saying what to do, if there is none
     */
    public static String read(Shell shell, @Nullable Path file, String what) throws IOException {
        if (file != null) {
            return fromFile(shell, file, what);
        }
        if (!shell.screen().in()) {
            return usable(bounded(shell.in(), what), what + " on standard input");
        }
        String typed = shell.screen()
                .password()
                .apply(what + ": ")
                .orElseThrow(() ->
                        new IOException("cannot ask for " + what + " here: pipe it to standard input or pass a file"));
        return usable(typed, what);
    }

    /** The secret in a file; warns if other users can read it. */
    public static String fromFile(Shell shell, Path name, String what) throws IOException {
        Path file = shell.file(name);
        warnIfOpen(shell, file);
        try (InputStream in = Files.newInputStream(file)) {
            return usable(bounded(in, what), what + " in " + name);
        } catch (java.nio.file.FileSystemException e) {
            throw new IOException("cannot read " + name + ": " + reason(e), e);
        }
    }

    private static String reason(java.nio.file.FileSystemException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException none -> "no such file";
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            default -> String.valueOf(e.getReason());
        };
    }

    private static String bounded(InputStream in, String what) throws IOException {
        byte[] bytes = in.readNBytes(MOST + 1);
        if (bytes.length > MOST) {
            throw new IOException(what + " is longer than " + MOST + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String usable(String text, String what) throws IOException {
        String secret = text.strip();
        if (secret.isEmpty()) {
            throw new IOException("there is no " + what);
        }
        return secret;
    }

    private static void warnIfOpen(Shell shell, Path file) {
        try {
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (!rights.endsWith("------")) {
                shell.note("warning: other users can read or write " + file.getFileName() + " (" + rights
                        + "); chmod 600 it");
            }
        } catch (IOException | UnsupportedOperationException e) {
            // It does not exist, which reading it will report, or the file system has no POSIX permissions.
        }
    }
}
