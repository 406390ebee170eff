// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.commands;

import dev.stagedoor.access.AccessConfig;
import dev.stagedoor.accounts.AccountsConfig;
import dev.stagedoor.audit.LedgerConfig;
import dev.stagedoor.calls.CallsConfig;
import dev.stagedoor.chatusers.ChatUsersConfig;
import dev.stagedoor.claude.ClaudeConfig;
import dev.stagedoor.config.Config;
import dev.stagedoor.config.LogConfig;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.events.EventsConfig;
import dev.stagedoor.evidence.EvidenceConfig;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.launch.LaunchConfig;
import dev.stagedoor.launch.docker.DockerSettings;
import dev.stagedoor.launch.kubernetes.KubernetesSettings;
import dev.stagedoor.limits.LimitsConfig;
import dev.stagedoor.models.ModelsConfig;
import dev.stagedoor.orchestration.OrchestrationConfig;
import dev.stagedoor.projects.ProjectsConfig;
import dev.stagedoor.realtime.RealtimeConfig;
import dev.stagedoor.retention.RetentionConfig;
import dev.stagedoor.sessions.SessionsConfig;
import dev.stagedoor.telephony.TelephonyConfig;
import dev.stagedoor.tenants.TenantsConfig;
import dev.stagedoor.tracing.TracingConfig;
import dev.stagedoor.vault.VaultConfig;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration: one record per feature. */
public record AppConfig(
        HttpConfig http,
        DatabaseSettings database,
        LedgerConfig ledger,
        TenantsConfig tenants,
        AccessConfig access,
        SessionsConfig sessions,
        AccountsConfig accounts,
        ChatUsersConfig chatusers,
        RealtimeConfig realtime,
        LimitsConfig limits,
        EgressConfig egress,
        VaultConfig vault,
        ProjectsConfig projects,
        ClaudeConfig claude,
        DispatchTiming dispatch,
        CallsConfig calls,
        EventsConfig events,
        TelephonyConfig telephony,
        ModelsConfig models,
        OrchestrationConfig orchestration,
        LaunchConfig launch,
        DockerSettings docker,
        KubernetesSettings kubernetes,
        RetentionConfig retention,
        EvidenceConfig evidence,
        TracingConfig tracing) {
    /** Sections that are within another one. */
    private static final Map<String, String> WITHIN =
            Map.of("docker", "launch.docker", "kubernetes", "launch.kubernetes");

    /** The sections and their records, in the order of the reference. */
    public static Map<String, Class<? extends Record>> sections() {
        Map<String, Class<? extends Record>> sections = new LinkedHashMap<>();
        for (RecordComponent component : AppConfig.class.getRecordComponents()) {
            sections.put(
                    WITHIN.getOrDefault(component.getName(), component.getName()),
                    component.getType().asSubclass(Record.class));
        }
        sections.put("log", LogConfig.class);
        return sections;
    }

    /** The parsed configuration. */
    public static AppConfig of(Config read) {
        return new AppConfig(
                read.section("http", HttpConfig.class),
                read.section("database", DatabaseSettings.class),
                read.section("ledger", LedgerConfig.class),
                read.section("tenants", TenantsConfig.class),
                read.section("access", AccessConfig.class),
                read.section("sessions", SessionsConfig.class),
                read.section("accounts", AccountsConfig.class),
                read.section("chatusers", ChatUsersConfig.class),
                read.section("realtime", RealtimeConfig.class),
                read.section("limits", LimitsConfig.class),
                read.section("egress", EgressConfig.class),
                read.section("vault", VaultConfig.class),
                read.section("projects", ProjectsConfig.class),
                read.section("claude", ClaudeConfig.class),
                read.section("dispatch", DispatchTiming.class),
                read.section("calls", CallsConfig.class),
                read.section("events", EventsConfig.class),
                read.section("telephony", TelephonyConfig.class),
                read.section("models", ModelsConfig.class),
                read.section("orchestration", OrchestrationConfig.class),
                read.section("launch", LaunchConfig.class),
                read.section("launch.docker", DockerSettings.class),
                read.section("launch.kubernetes", KubernetesSettings.class),
                read.section("retention", RetentionConfig.class),
                read.section("evidence", EvidenceConfig.class),
                read.section("tracing", TracingConfig.class));
    }
}
