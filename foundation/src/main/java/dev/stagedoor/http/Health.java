package dev.stagedoor.http;

import dev.stagedoor.kernel.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the server may be sent requests: every check passes, and it is not going down (E5). */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final Map<String, Check> checks;
    private volatile boolean draining;

    /** Something the server cannot do without, such as its database. Returns if it is well, throws if not. */
    @FunctionalInterface
    public interface Check {
        /** Looks; bounded in time by whoever wrote it. */
        void run() throws Exception;
    }

    /** What was found, by the checks' names: {@code ok}, {@code failed}, {@code draining}. */
    public record Report(String status, Map<String, String> checks) {
        /** Whether all is well. */
        public boolean isReady() {
            return status.equals("ready");
        }
    }

    /** {@code checks} by the names that the report shows. */
    public Health(Map<String, Check> checks) {
        this.checks = new LinkedHashMap<>(checks);
    }

    /** From now on the server is not ready, for it is going down. */
    public void drain() {
        draining = true;
    }

    /** Runs the checks. Why one failed is in the log, not in the report. */
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
