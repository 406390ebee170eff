// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.phone;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Folders;
import dev.stagedoor.e2e.Shell;
import java.net.URI;
import java.nio.file.Path;

/** A shell for a guide that supposes a server of its reader's own: an operator's key, the command, and a tenant. */
public final class GuideShell {
    private GuideShell() {}

    /** The tenant is acme, with that LiveKit project and the agent demo, whose worker is demo-worker. */
    public static Shell withAcme(TestServer server, URI livekit, String apiKey, String secret) {
        Path folder = Folders.temporary("stagedoor-guide");
        Folders.deletedAtExit(folder);
        Shell bare = Shell.in(folder);
        Path launcher = Distribution.laidOut().launcher().getParent();
        Shell shell = bare.with("PATH", launcher + ":" + bare.environment().get("PATH"))
                .with("STAGEDOOR_URL", server.url().toString())
                .with("STAGEDOOR_KEY", server.operatorKey().revealText());
        shell.stagedoor("tenants", "create", "acme").must();
        shell.typing(secret)
                .stagedoor(
                        "credentials",
                        "set",
                        "livekit",
                        "--tenant",
                        "acme",
                        "--api-key",
                        apiKey,
                        "--server-url",
                        livekit.toString())
                .must();
        shell.stagedoor("agents", "create", "demo", "--tenant", "acme", "--agent-name", "demo-worker")
                .must();
        return shell;
    }
}
