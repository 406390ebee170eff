// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Readiness: every check passes, and the server is not shutting down (E5). */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Map<String, Check> checks;
    private volatile boolean draining;

    /** Checks something that the server depends on, such as its database; throws if it is not available. */
    @FunctionalInterface
    public interface Check {
        /** Runs the check, which must limit its own time. */
        void run() throws Exception;
    }

    /** The result of each check, by name: {@code ok}, {@code failed}, {@code draining}. */
    public record Report(String status, Map<String, String> checks) {
        /** Whether the server is ready. */
        public boolean isReady() {
            return status.equals("ready");
        }
    }

    /** {@code checks} by the names in the report. */
    public Health(Map<String, Check> checks) {
        this.checks = new LinkedHashMap<>(checks);
    }

    /** Called when the server begins to shut down: from now on it is not ready. */
    public void drain() {
        draining = true;
    }

    /** Runs the checks. The cause of a failure is in the log, not in the report. */
    public Report report() {
        Map<String, String> found = new LinkedHashMap<>();
        boolean well = true;
        for (Map.Entry<String, Check> check : checks.entrySet()) {
            boolean passes = passes(check.getKey(), check.getValue());
            well &= passes;
            found.put(check.getKey(), passes ? "ok" : "failed");
        }
        return new Report(draining ? "draining" : well ? "ready" : "not_ready", found);
    }

    private static boolean passes(String name, Check check) {
        try {
            check.run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            String why = e instanceof Problem problem ? problem.detail() : e.toString();
            LOG.atWarn().addKeyValue("check", name).log("not ready: {}: {}", name, why);
            return false;
        }
    }
}
