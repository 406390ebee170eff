// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import dev.stagedoor.cli.console.SecretInput;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.http.WireJson;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The file that {@code stagedoor dev} writes once it is ready: its URL and operator key. */
record ReadyFile(@Nullable String url, @Nullable String operatorKey) {
    static final Path USUAL = Path.of(".stagedoor", "ready.json");

    static ReadyFile read(Shell shell, Path file) {
        try {
            String text = SecretInput.fromFile(shell, file, "ready file");
            ReadyFile ready = WireJson.mapper().readValue(text, ReadyFile.class);
            if (ready != null && ready.url != null && ready.operatorKey != null) {
                return ready;
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            // Reported below, without the content, which holds keys.
        } catch (IOException e) {
            throw new UsageException(e.getMessage() + "; is `stagedoor dev` running?");
        }
        throw new UsageException(file + " is not a ready file of `stagedoor dev`");
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ReadyFile[" + url + "]";
    }
}
