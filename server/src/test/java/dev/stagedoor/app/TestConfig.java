// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import dev.stagedoor.access.AccessConfig;
import dev.stagedoor.audit.LedgerConfig;
import dev.stagedoor.calls.CallsConfig;
import dev.stagedoor.claude.ClaudeConfig;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.limits.LimitsConfig;
import dev.stagedoor.models.ModelsConfig;
import dev.stagedoor.orchestration.OrchestrationConfig;
import dev.stagedoor.projects.ProjectsConfig;
import dev.stagedoor.tenants.TenantsConfig;
import dev.stagedoor.tracing.TracingConfig;
import dev.stagedoor.vault.VaultConfig;
import java.time.Duration;

/** A configuration for tests: the defaults, on loopback, where tenants' servers are allowed too. */
public final class TestConfig {
    private TestConfig() {}

    /** On any free port. */
    public static AppConfig local(DatabaseSettings database) {
        return listening(HttpConfig.local(), database);
    }

    /** With these HTTP settings. */
    public static AppConfig listening(HttpConfig http, DatabaseSettings database) {
        return new AppConfig(
                http,
                database,
                LedgerConfig.STANDARD,
                new TenantsConfig(Duration.ofDays(30)),
                new AccessConfig(true),
                new LimitsConfig(10_000, 10_000),
                EgressConfig.withLoopback(),
                VaultConfig.usual(),
                ProjectsConfig.usual(),
                ClaudeConfig.usual(),
                DispatchTiming.STANDARD,
                CallsConfig.STANDARD,
                ModelsConfig.usual(),
                OrchestrationConfig.usual(),
                TracingConfig.usual());
    }

    /** The same with another vault. */
    public static AppConfig with(AppConfig usual, VaultConfig vault) {
        return with(usual, vault, usual.projects(), usual.dispatch(), usual.calls());
    }

    /** The same with a platform project. */
    public static AppConfig with(AppConfig usual, ProjectsConfig projects) {
        return with(usual, usual.vault(), projects, usual.dispatch(), usual.calls());
    }

    /** The same, where tenants' servers are allowed elsewhere. */
    public static AppConfig with(AppConfig usual, EgressConfig egress) {
        return new AppConfig(
                usual.http(),
                usual.database(),
                usual.ledger(),
                usual.tenants(),
                usual.access(),
                usual.limits(),
                egress,
                usual.vault(),
                usual.projects(),
                usual.claude(),
                usual.dispatch(),
                usual.calls(),
                usual.models(),
                usual.orchestration(),
                usual.tracing());
    }

    /** The same with other timeouts. */
    public static AppConfig with(AppConfig usual, DispatchTiming dispatch, CallsConfig calls) {
        return with(usual, usual.vault(), usual.projects(), dispatch, calls);
    }

    /** The same with other settings for Claude. */
    public static AppConfig with(AppConfig usual, ClaudeConfig claude) {
        return with(usual, claude, usual.orchestration());
    }

    /** The same with other settings for Claude and its runs. */
    public static AppConfig with(AppConfig usual, ClaudeConfig claude, OrchestrationConfig orchestration) {
        return new AppConfig(
                usual.http(),
                usual.database(),
                usual.ledger(),
                usual.tenants(),
                usual.access(),
                usual.limits(),
                usual.egress(),
                usual.vault(),
                usual.projects(),
                claude,
                usual.dispatch(),
                usual.calls(),
                usual.models(),
                orchestration,
                usual.tracing());
    }

    /** The same with other settings for models. */
    public static AppConfig with(AppConfig usual, ModelsConfig models) {
        return new AppConfig(
                usual.http(),
                usual.database(),
                usual.ledger(),
                usual.tenants(),
                usual.access(),
                usual.limits(),
                usual.egress(),
                usual.vault(),
                usual.projects(),
                usual.claude(),
                usual.dispatch(),
                usual.calls(),
                models,
                usual.orchestration(),
                usual.tracing());
    }

    /** The same with traces. */
    public static AppConfig with(AppConfig usual, TracingConfig tracing) {
        return new AppConfig(
                usual.http(),
                usual.database(),
                usual.ledger(),
                usual.tenants(),
                usual.access(),
                usual.limits(),
                usual.egress(),
                usual.vault(),
                usual.projects(),
                usual.claude(),
                usual.dispatch(),
                usual.calls(),
                usual.models(),
                usual.orchestration(),
                tracing);
    }

    private static AppConfig with(
            AppConfig usual, VaultConfig vault, ProjectsConfig projects, DispatchTiming dispatch, CallsConfig calls) {
        return new AppConfig(
                usual.http(),
                usual.database(),
                usual.ledger(),
                usual.tenants(),
                usual.access(),
                usual.limits(),
                usual.egress(),
                vault,
                projects,
                usual.claude(),
                dispatch,
                calls,
                usual.models(),
                usual.orchestration(),
                usual.tracing());
    }
}
