// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.evidence;

import dev.stagedoor.cli.command.Session;
import dev.stagedoor.cli.command.UsageException;
import dev.stagedoor.cli.command.Words;
import dev.stagedoor.client.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Evidence in a file: the end of its name says in which form. */
public final class EvidenceFile {
    private EvidenceFile() {}

    /** Refuses a name whose file could not be written, before anything is done for it. */
    public static void require(Session session, Path name) {
        Path file = session.shell().file(name).toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new UsageException("cannot write " + name + ": it is a folder");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new UsageException(
                    "cannot write " + name + ": " + (Files.exists(folder) ? "permission denied" : "no such folder"));
        }
    }

    /** Writes what was found that time, and says so. */
    public static void write(Session session, Evidence evidence, String verification, Path name) {
        String text = text(evidence, verification, name.toString());
        try {
            Files.writeString(session.shell().file(name), text);
        } catch (IOException e) {
            throw new UsageException("cannot write " + name + ": " + Words.reason(e));
        }
        session.shell().note("evidence in " + name);
    }

    private static String text(Evidence evidence, String verification, String name) {
        if (name.endsWith(".html")) {
            return evidence.page(verification);
        }
        return (name.endsWith(".jws") ? evidence.signed(verification).jws() : evidence.file(verification)) + "\n";
    }
}
