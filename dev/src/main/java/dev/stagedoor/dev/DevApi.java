// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.agents.AgentView;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.client.PageRequest;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.client.http.ApiKey;
import dev.stagedoor.client.http.ProblemException;
import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Sets up the demo tenants with the shipped client, as an operator would. */
final class DevApi implements AutoCloseable {
    /** Answers in text, quickly and cheaply. */
    private static final String MODEL = "claude-haiku-4-5";

    /** The demo agent plays back what it hears. */
    private static final String VOICE = "echo";

    private static final List<String> BACKEND = List.of(
            "tokens:mint",
            "tokens:inspect",
            "calls:read",
            "calls:write",
            "dispatches:read",
            "dispatches:write",
            "agents:read",
            "agents:write",
            "profiles:read",
            "profiles:write",
            "runs:read",
            "runs:write",
            "models:lease",
            "sessions:read",
            "sessions:write",
            "chat_users:read",
            "chat_users:write",
            "numbers:read",
            "numbers:write",
            "users:write",
            "audit:read",
            "usage:read",
            "credentials:read");

    private final StagedoorClient operator;

    DevApi(int port, Secret operatorKey) {
        operator = StagedoorClient.of(URI.create("http://127.0.0.1:" + port), ApiKey.of(operatorKey.revealText()));
    }

    /** Creates the tenant with its LiveKit project and its agent, or updates what differs. */
    void ensure(DevProject project) {
        String slug = project.tenant().slug();
        StagedoorClient tenant = operator.inTenant(slug);
        if (found(() -> operator.tenants().get(slug)).isEmpty()) {
            operator.tenants().create(new NewTenant(slug, "Demo tenant " + slug, null));
        }
        if (!livekitUrl(tenant).equals(project.url())) {
            tenant.credentials()
                    .put(new LiveKitCredentialRequest(
                            project.url(),
                            project.tenant().livekitKey(),
                            project.tenant().livekitSecret().revealText()));
        }
        Optional<AgentView> agent = found(() -> tenant.agents().get(DevProject.AGENT_NAME));
        if (agent.filter(one -> one.model() != null && one.voice() != null).isEmpty()) {
            tenant.agents().put(DevProject.AGENT_NAME, agent());
        }
    }

    /** The operator's client, for that tenant. */
    StagedoorClient tenant(DevTenant tenant) {
        return operator.inTenant(tenant.slug());
    }

    private static AgentDefinition agent() {
        return new AgentDefinition(
                null, "Demo agent", DevProject.AGENT_NAME, null, MODEL, VOICE, null, true, null, null);
    }

    private static String livekitUrl(StagedoorClient tenant) {
        return found(() -> tenant.credentials().get("livekit"))
                .filter(credential -> credential.state().equals("active"))
                .map(CredentialView::serverUrl)
                .map(url -> url.replaceFirst("^http", "ws"))
                .orElse("");
    }

    /** The tenant with a key for its backend and one for its pages. */
    DevTenant keys(DevTenant tenant) {
        StagedoorClient client = operator.inTenant(tenant.slug());
        CreatedApiKey secret =
                client.keys().create(new NewApiKey(KeyKind.SECRET, "demo backend", BACKEND, null, null, null, null));
        CreatedApiKey publishable = client.keys()
                .create(new NewApiKey(
                        KeyKind.PUBLISHABLE,
                        "demo page",
                        null,
                        null,
                        List.of("http://localhost:*"),
                        List.of(DevProject.AGENT_NAME),
                        null));
        return tenant.withKeys(Secret.of(secret.key()), Secret.of(publishable.key()));
    }

    /** Whether the server accepts the operator key. */
    boolean isOperator() {
        try {
            operator.tenants().list(PageRequest.FIRST);
            return true;
        } catch (ProblemException refused) {
            return false;
        }
    }

    private static <T> Optional<T> found(Supplier<T> get) {
        try {
            return Optional.of(get.get());
        } catch (ProblemException e) {
            if (e.status() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        operator.close();
    }
}
