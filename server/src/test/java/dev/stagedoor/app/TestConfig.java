// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.AccessConfig;
import dev.stagedoor.accounts.AccountsConfig;
import dev.stagedoor.audit.LedgerConfig;
import dev.stagedoor.calls.CallsConfig;
import dev.stagedoor.chatusers.ChatUsersConfig;
import dev.stagedoor.claude.ClaudeConfig;
import dev.stagedoor.commands.AppConfig;
import dev.stagedoor.commands.DatabaseSettings;
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
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

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
                SessionsConfig.usual(),
                AccountsConfig.usual().withLeastCost(),
                ChatUsersConfig.usual(),
                RealtimeConfig.usual(),
                new LimitsConfig(10_000, 10_000),
                EgressConfig.withLoopback(),
                VaultConfig.usual(),
                ProjectsConfig.usual(),
                ClaudeConfig.usual(),
                DispatchTiming.STANDARD,
                CallsConfig.STANDARD,
                EventsConfig.usual(),
                TelephonyConfig.usual(),
                ModelsConfig.usual(),
                OrchestrationConfig.usual(),
                LaunchConfig.usual(),
                DockerSettings.usual(),
                KubernetesSettings.usual(),
                RetentionConfig.usual(),
                EvidenceConfig.usual(),
                TracingConfig.usual());
    }

    /** The same with other settings of these sections, whose types say which. */
    public static AppConfig with(AppConfig usual, Record... others) {
        Map<Class<?>, Record> sections =
                Arrays.stream(others).collect(Collectors.toMap(Record::getClass, Function.identity()));
        RecordComponent[] components = AppConfig.class.getRecordComponents();
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                Record other = sections.remove(components[i].getType());
                values[i] = other == null ? components[i].getAccessor().invoke(usual) : other;
            }
            assertThat(sections).as("not a section of the configuration").isEmpty();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return AppConfig.class.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the configuration cannot be copied", e);
        }
    }
}
