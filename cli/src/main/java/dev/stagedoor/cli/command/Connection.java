// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.cli.console.SecretInput;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.client.http.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which server and which key to use, the most explicit setting first. */
record Connection(
        Shell shell,
        @Nullable String url,
        @Nullable Path keyFile,
        boolean dev,
        @Nullable Path readyFile) {
    private static final String URL = "STAGEDOOR_URL";
    private static final String KEY = "STAGEDOOR_KEY";
    private static final String USUAL = "http://127.0.0.1:8080";

    /** A server, and the key for it if there is one. */
    record Target(String url, @Nullable ApiKey key) {}

    /** Which server and key; without a key where none is given. */
    Target find() {
        boolean asksForDev = dev || readyFile != null;
        if (asksForDev && keyFile != null) {
            throw new UsageException("--key-file and " + (dev ? "--dev" : "--ready-file") + " name two keys: give one");
        }
        if (asksForDev) {
            return dev(readyFile == null ? ReadyFile.USUAL : readyFile);
        }
        if (keyFile != null) {
            return new Target(server(), key(file(keyFile), keyFile.toString()));
        }
        if (!shell.variable(KEY).isBlank()) {
            return new Target(server(), key(shell.variable(KEY), KEY));
        }
        boolean nothingGiven = url == null && shell.variable(URL).isBlank();
        if (nothingGiven && Files.exists(shell.file(ReadyFile.USUAL))) {
            return found();
        }
        return new Target(server(), null);
    }

    private String server() {
        return url != null ? url : shell.variable(URL).isBlank() ? USUAL : shell.variable(URL);
    }

    private Target dev(Path file) {
        ReadyFile ready = ReadyFile.read(shell, file);
        String server = url == null ? Objects.requireNonNull(ready.url()) : url;
        return new Target(server, key(Objects.requireNonNull(ready.operatorKey()), file.toString()));
    }

    /** A ready file in some folder must not send secrets to another machine. */
    private Target found() {
        ReadyFile ready = ReadyFile.read(shell, ReadyFile.USUAL);
        URI server = uri(Objects.requireNonNull(ready.url()));
        if (!isThisMachine(server)) {
            throw new UsageException(
                    ReadyFile.USUAL + " names " + server + ", which is not this machine; --dev uses it");
        }
        shell.note("using " + ReadyFile.USUAL + ": " + server + ", as its operator");
        return dev(ReadyFile.USUAL);
    }

    StagedoorClient connect(Target target) {
        if (target.key() == null) {
            throw new UsageException("no API key: set STAGEDOOR_KEY or name a file with --key-file");
        }
        return StagedoorClient.of(server(target, "the key is"), target.key());
    }

    /** The server's URL; warns if {@code what} is sent there in the clear. */
    URI server(Target target, String what) {
        URI uri = uri(target.url());
        try {
            URI server = Transport.canonical(uri);
            if ("http".equals(server.getScheme()) && !isThisMachine(server)) {
                shell.note("warning: " + server.getHost() + " does not use TLS: " + what + " sent in the clear");
            }
            return server;
        } catch (IllegalArgumentException e) {
            throw new UsageException("the server's URL " + e.getMessage());
        }
    }

    private String file(Path file) {
        try {
            return SecretInput.fromFile(shell, file, "API key");
        } catch (IOException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static ApiKey key(String text, String source) {
        try {
            return ApiKey.of(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(source + ": " + e.getMessage());
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new UsageException("the server's URL must be an http or https URL, such as " + USUAL);
        }
    }

    private static boolean isThisMachine(URI server) {
        String host = server.getHost() == null ? "" : server.getHost().replaceAll("[\\[\\]]", "");
        try {
            // IP literals only: no name is resolved for this.
            return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
