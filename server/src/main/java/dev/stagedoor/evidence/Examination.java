// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.evidence.Check.Finding;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every check of a tenant in order; one that fails, or takes too long, stops none of the others. */
final class Examination {
    /** All checks of one tenant. */
    static final Duration LONGEST = Duration.ofSeconds(14);

    private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

    private final List<Check> checks;

    Examination(List<Check> checks) {
        this.checks = List.copyOf(checks);
    }

    List<Verification.Checked> of(Subject subject) throws InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        List<Verification.Checked> all = new ArrayList<>();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (Check check : checks) {
                long began = System.nanoTime();
                long left = Math.min(check.within().toNanos(), end - began);
                Finding finding = found(threads.submit(() -> check.look(subject)), check, left);
                all.add(new Verification.Checked(check.name(), finding, Duration.ofNanos(System.nanoTime() - began)));
            }
        } finally {
            threads.shutdownNow();
        }
        return all;
    }

    private static Finding found(Future<Finding> looking, Check check, long nanos) throws InterruptedException {
        try {
            return looking.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            looking.cancel(true);
            return Finding.failed(
                    String.format(Locale.ROOT, "There was no answer within %.1f s.", Math.max(0, nanos) / 1e9));
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Problem problem) {
                return Finding.failed(problem.detail());
            }
            LOG.error("the check {} could not be made", check.name(), failed.getCause());
            return Finding.failed("The check could not be made.");
        } finally {
            looking.cancel(true);
        }
    }
}
