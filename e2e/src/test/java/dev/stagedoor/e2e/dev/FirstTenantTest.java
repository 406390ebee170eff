// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import static dev.stagedoor.app.TestTenant.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller;
import dev.stagedoor.e2e.Dev;
import dev.stagedoor.e2e.DevReady;
import dev.stagedoor.e2e.Document;
import dev.stagedoor.e2e.Shell;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("docs/guides/first-tenant.md: what a backend is told to write gets a user into a room with an agent")
class FirstTenantTest {
    @RegisterExtension
    static final Dev DEV = Dev.shared();

    private static final Document GUIDE = Document.of("docs/guides/first-tenant.md");

    @TempDir
    private Path folder;

    /** The guide's agent, with the workers of the demo agent. */
    @BeforeAll
    static void the_guides_agent() {
        DevReady.Tenant acme = DEV.tenant("acme");
        Caller operator = DEV.asks(DEV.get().ready().operatorKey());
        String name = done(operator.get("/api/v1/tenants/acme/agents/" + acme.agentSlug()))
                .at("/agent_name");
        done(operator.put(
                "/api/v1/tenants/acme/agents/concierge", "{\"name\":\"Concierge\",\"agent_name\":\"" + name + "\"}"));
    }

    private void gets(String language, String... interpreter) {
        String program = GUIDE.blocks(language)
                .getFirst()
                .replace("http://127.0.0.1:8080", DEV.get().ready().url().toString());
        String[] words = Arrays.copyOf(interpreter, interpreter.length + 1);
        words[interpreter.length] = program;

        Shell.Ran run = Shell.in(folder)
                .with("STAGEDOOR_KEY", DEV.tenant("acme").apiKey())
                .run(words)
                .must();

        assertThat(run.out().strip())
                .matches("\\S+ [\\w-]+\\.[\\w-]+\\.[\\w-]+ joined")
                .startsWith(DEV.tenant("acme").livekitUrl());
    }

    @Test
    void the_program_for_node() {
        gets("js", "node", "--input-type=module", "-e");
    }

    @Test
    void the_program_for_python() {
        gets("python", "python3", "-c");
    }
}
